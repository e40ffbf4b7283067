import { isUnknown, type Field } from '../../value';
import type { Datastore, ObjectId } from '../../vsphere';
import { folderOf } from './datacenters';
import { hostDatacenter } from './hosts';
import type { InventoryObject, Place } from './inventory';
import type { HostMembership } from './membership';
import { lookedUp, owning, type Reading } from './reading';

export function datastorePlace(reading: Reading, membership: HostMembership, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'datacenter');
  if (recorded !== undefined) return { datacenter: recorded };
  const owner = owning(object);
  if (!owner) {
    const datacenter = reading.reference(object.entry!, 'datacenter_id', 'datacenters');
    return datacenter === undefined ? {} : { datacenter };
  }
  return { datacenter: mountedIn(reading, membership, object), folder: folderOf(reading, reading.reader.of(owner), 'datastores') };
}

/** A datastore stands in the datacenter of the hosts that mount it. */
function mountedIn(reading: Reading, membership: HostMembership, object: InventoryObject): Field<ObjectId | null> {
  const owner = owning(object)!;
  const host =
    owner.type === 'vsphere_vmfs_datastore'
      ? reading.required(owner, 'host_system_id', 'hosts')
      : (reading.members(owner, 'host_system_ids', 'hosts').ids[0] ?? lookedUp(object, 'host_system_ids'));
  return isUnknown(host) ? host : hostDatacenter(reading, membership, host);
}

export function readDatastores(reading: Reading, membership: HostMembership): Datastore[] {
  const { inventory } = reading;
  return inventory.of('datastores').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('datastores', object);
    if (recorded) return { ...recorded, ...base };
    return { ...base, datacenter: datastorePlace(reading, membership, object).datacenter ?? lookedUp(object, 'datacenter_id') };
  });
}
