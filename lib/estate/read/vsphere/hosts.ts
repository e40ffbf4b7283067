import { isUnknown, type Field } from '../../value';
import type { EsxiHost, ObjectId } from '../../vsphere';
import { clusterDatacenter } from './clusters';
import type { ResourceInstance } from '../../terraform';
import type { InventoryObject, Place } from './inventory';
import type { HostMembership } from './membership';
import { lookedUp, owning, type Reading } from './reading';

export function hostPlace(reading: Reading, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'datacenter');
  if (recorded !== undefined) return { datacenter: recorded };
  const owner = owning(object);
  if (!owner) return { datacenter: reading.required(object.entry!, 'datacenter_id', 'datacenters') };
  const datacenter = reading.reference(owner, 'datacenter', 'datacenters');
  if (datacenter !== undefined) return { datacenter };
  const cluster = reading.reference(owner, 'cluster', 'clusters');
  return { datacenter: cluster !== undefined && !isUnknown(cluster) ? clusterDatacenter(reading, cluster) : lookedUp(object, 'datacenter') };
}

/** The datacenter of a host, by its id. */
export function hostDatacenter(reading: Reading, membership: HostMembership, host: ObjectId): Field<ObjectId | null> {
  const object = reading.inventory.find(host);
  const datacenter = object ? hostPlace(reading, object).datacenter! : lookedUp({ id: host }, 'datacenter');
  const cluster = membership.clusterOf(host);
  return isUnknown(datacenter) && cluster !== null && !isUnknown(cluster) ? clusterDatacenter(reading, cluster) : datacenter;
}

/** A host that is disconnected runs nothing that vCenter could place, as one in maintenance does. */
function outOfService({ reader }: Reading, owner: ResourceInstance): Field<boolean> {
  const source = reader.of(owner);
  const maintenance = reader.boolean(source, 'maintenance');
  if (maintenance === true || reader.value(source, 'connected') === undefined) return maintenance;
  const connected = reader.boolean(source, 'connected');
  if (isUnknown(connected)) return connected;
  return connected ? maintenance : true;
}

export function readHosts(reading: Reading, membership: HostMembership): EsxiHost[] {
  const { inventory } = reading;
  return inventory.of('hosts').map((object) => {
    const base = inventory.base(object);
    const cluster = membership.clusterOf(object.id);
    const recorded = reading.recorded('hosts', object);
    if (recorded) return { ...recorded, ...base, cluster };
    const owner = owning(object);
    return {
      ...base,
      datacenter: hostDatacenter(reading, membership, object.id),
      cluster,
      maintenance: owner ? outOfService(reading, owner) : lookedUp(object, 'maintenance'),
    };
  });
}
