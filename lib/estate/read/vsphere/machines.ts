import { isUnknown, unknown, type Field } from '../../value';
import type { ObjectId, VirtualMachine } from '../../vsphere';
import type { ResourceInstance } from '../../terraform';
import { keyOf } from './attributes';
import { folderOf } from './datacenters';
import type { InventoryObject, Place } from './inventory';
import { lookedUp, owning, type Reading } from './reading';
import { clusterPlaceOf, type PoolClusters } from './resource-pools';

export function machinePlace(reading: Reading, pools: PoolClusters, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'cluster');
  if (recorded !== undefined) return { cluster: recorded };
  const owner = owning(object);
  if (owner) {
    const cluster = clusterOf(reading, pools, owner);
    return { cluster, ...clusterPlaceOf(reading, cluster, object), folder: folderOf(reading, reading.reader.of(owner), 'machines') };
  }
  const datacenter = reading.reference(object.entry!, 'datacenter_id', 'datacenters');
  return { ...(datacenter !== undefined && { datacenter }), folder: folderOf(reading, reading.reader.of(object.entry!), 'machines') };
}

export function readMachines(reading: Reading, pools: PoolClusters): VirtualMachine[] {
  const { inventory } = reading;
  return inventory.of('machines').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('machines', object);
    if (recorded) return { ...recorded, ...base };
    const owner = owning(object);
    if (owner) return { ...base, ...hardwareOf(reading, pools, owner) };
    return {
      ...base,
      cluster: lookedUp(object, 'resource_pool_id'),
      cpus: lookedUp(object, 'num_cpus'),
      memoryMiB: lookedUp(object, 'memory'),
      memoryReservationMiB: lookedUp(object, 'memory_reservation'),
      hardwareVersion: lookedUp(object, 'hardware_version'),
      networks: [],
      networksComplete: false,
      datastore: lookedUp(object, 'datastore_id'),
      disks: [],
      disksComplete: false,
      host: lookedUp(object, 'host_system_id'),
    };
  });
}

function clusterOf({ reader }: Reading, pools: PoolClusters, owner: ResourceInstance): Field<ObjectId | null> {
  const cluster = pools.behind(owner, 'resource_pool_id');
  return cluster === undefined ? reader.leftOut(reader.of(owner), 'resource_pool_id') : cluster;
}

function hardwareOf(
  reading: Reading,
  pools: PoolClusters,
  owner: ResourceInstance,
): Omit<VirtualMachine, keyof ReturnType<Reading['inventory']['base']>> {
  const { reader } = reading;
  const source = reader.of(owner);
  const nics = reader.blocks(source, 'network_interface');
  const disks = reader.blocks(source, 'disk');
  // An OVF brings devices of its own.
  const fromOvf = owner.values.ovf_deploy !== undefined;
  return {
    cluster: clusterOf(reading, pools, owner),
    cpus: reader.whole(source, 'num_cpus', 1),
    memoryMiB: reader.whole(source, 'memory', 1),
    memoryReservationMiB: reader.whole(source, 'memory_reservation', 0),
    hardwareVersion: reader.whole(source, 'hardware_version', 1),
    networks: nics.items.map(
      (nic) => reading.referenceIn(nic, 'network_id', 'portGroups') ?? unknown('expression', 'network_interface', keyOf(owner)),
    ),
    networksComplete: nics.complete && !fromOvf,
    datastore: datastoreOf(reading, owner),
    disks: disks.items.map((disk) => ({ label: reader.string(disk, 'label'), sizeGiB: reader.whole(disk, 'size', 1) })),
    disksComplete: disks.complete && !fromOvf,
    host: reading.reference(owner, 'host_system_id', 'hosts') ?? null,
  };
}

function datastoreOf(reading: Reading, owner: ResourceInstance): Field<ObjectId> {
  const named = reading.reference(owner, 'datastore_id', 'datastores');
  if (named !== undefined) return named;
  const source = reading.reader.of(owner);
  const cluster = reading.reader.value(source, 'datastore_cluster_id');
  if (cluster === undefined) return reading.reader.leftOut(source, 'datastore_id');
  return isUnknown(cluster) ? cluster : unknown('computed', 'datastore_cluster_id', keyOf(owner));
}
