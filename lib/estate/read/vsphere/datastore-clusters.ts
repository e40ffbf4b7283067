import type { DatastoreCluster } from '../../vsphere';
import { folderOf } from './datacenters';
import type { InventoryObject, Place } from './inventory';
import { lookedUp, owning, type Reading } from './reading';

export function datastoreClusterPlace(reading: Reading, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'datacenter');
  if (recorded !== undefined) return { datacenter: recorded };
  const owner = owning(object);
  if (owner)
    return {
      datacenter: reading.required(owner, 'datacenter_id', 'datacenters'),
      folder: folderOf(reading, reading.reader.of(owner), 'datastoreClusters'),
    };
  const datacenter = reading.reference(object.entry!, 'datacenter_id', 'datacenters');
  return datacenter === undefined ? {} : { datacenter };
}

export function readDatastoreClusters(reading: Reading): DatastoreCluster[] {
  const { inventory, reader } = reading;
  return inventory.of('datastoreClusters').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('datastoreClusters', object);
    if (recorded) return { ...recorded, ...base };
    return {
      ...base,
      datacenter: datastoreClusterPlace(reading, object).datacenter ?? lookedUp(object, 'datacenter_id'),
      sdrsEnabled: reader.boolean(reading.source(object), 'sdrs_enabled'),
    };
  });
}
