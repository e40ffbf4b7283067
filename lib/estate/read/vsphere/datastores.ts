import { isUnknown, unknown, type Field } from '../../value';
import type { Members, ObjectId } from '../../object';
import type { Datastore } from '../../vsphere';
import type { ResourceInstance } from '../../terraform';
import { folderOf } from './datacenters';
import { datastoreClusterPlace } from './datastore-clusters';
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
  return { datacenter: mountedIn(reading, membership, object), folder: datastoreFolder(reading, owner) };
}

/** vCenter finds a datastore in a datastore cluster where that cluster stands. */
function datastoreFolder(reading: Reading, owner: ResourceInstance): Field<string> {
  const cluster = reading.reference(owner, 'datastore_cluster_id', 'datastoreClusters');
  if (cluster === undefined) return folderOf(reading, reading.reader.of(owner), 'datastores');
  const object = isUnknown(cluster) ? undefined : reading.inventory.find(cluster);
  return (object && datastoreClusterPlace(reading, object).folder) ?? (isUnknown(cluster) ? cluster : lookedUp({ id: cluster }, 'folder'));
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
    return {
      ...base,
      datacenter: datastorePlace(reading, membership, object).datacenter ?? lookedUp(object, 'datacenter_id'),
      type: typeOf(object),
      hosts: hostsOf(reading, object),
      datastoreCluster: datastoreClusterOf(reading, object),
    };
  });
}

function typeOf(object: InventoryObject): Datastore['type'] {
  const type = owning(object)?.type;
  return type === 'vsphere_vmfs_datastore' ? 'vmfs' : type === 'vsphere_nas_datastore' ? 'nfs' : null;
}

function hostsOf(reading: Reading, object: InventoryObject): Members {
  const owner = owning(object);
  if (!owner) return { ids: [], complete: false, unknown: lookedUp(object, 'host_system_ids') };
  if (owner.type === 'vsphere_nas_datastore') return reading.members(owner, 'host_system_ids', 'hosts');
  // vCenter mounts a VMFS datastore on every other host that sees its disks.
  const { ids, unknown: gap } = reading.members(owner, 'host_system_id', 'hosts');
  return { ids, complete: false, unknown: gap ?? unknown('computed', 'host_system_id', object.id) };
}

function datastoreClusterOf(reading: Reading, object: InventoryObject): Field<ObjectId | null> {
  const owner = owning(object);
  return owner ? (reading.reference(owner, 'datastore_cluster_id', 'datastoreClusters') ?? null) : lookedUp(object, 'datastore_cluster_id');
}
