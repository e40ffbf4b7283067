import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import type { ObjectId } from '../../object';
import type { VsphereObject, VirtualMachine } from '../../vsphere';

import type { ResourceInstance } from '../../terraform';

import { isFromOvf } from '../provider-defaults';
import { keyOf } from '../attributes';
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
    if (owner) return ownedMachine(reading, pools, base, owner);
    return {
      ...base,
      ...unknownMachine((attribute) => lookedUp(object, attribute)),
    };
  });
}

/** A VM of which nothing is known but that it is there. */
export function unknownMachine(open: (attribute: string) => Unknown): Omit<VirtualMachine, keyof VsphereObject> {
  return {
    cluster: open('resource_pool_id'),
    resourcePool: open('resource_pool_id'),
    cpus: open('num_cpus'),
    coresPerSocket: open('num_cores_per_socket'),
    cpuReservationMhz: open('cpu_reservation'),
    memoryMiB: open('memory'),
    memoryReservationMiB: open('memory_reservation'),
    memoryReservationLocked: open('memory_reservation_locked_to_max'),
    latencySensitivity: open('latency_sensitivity'),
    hardwareVersion: open('hardware_version'),
    diskUuid: open('enable_disk_uuid'),
    networks: [],
    networksComplete: false,
    datastore: open('datastore_id'),
    storagePolicy: open('storage_policy_id'),
    disks: [],
    disksComplete: false,
    host: open('host_system_id'),
    pciDevices: { items: [], complete: false, unknown: open('pci_device_id') },
  };
}

function clusterOf({ reader }: Reading, pools: PoolClusters, owner: ResourceInstance): Field<ObjectId | null> {
  const cluster = pools.behind(owner, 'resource_pool_id');
  return cluster === undefined ? reader.leftOut(reader.of(owner), 'resource_pool_id') : cluster;
}

function ownedMachine(reading: Reading, pools: PoolClusters, base: VsphereObject, owner: ResourceInstance): VirtualMachine {
  const { reader } = reading;
  const source = reader.of(owner);
  const nics = reader.blocks(source, 'network_interface');
  const disks = reader.blocks(source, 'disk');
  // An OVF brings devices of its own.
  const fromOvf = isFromOvf(owner);
  return {
    ...base,
    cluster: clusterOf(reading, pools, owner),
    resourcePool: pools.requiredPool(owner, 'resource_pool_id'),
    cpus: reader.whole(source, 'num_cpus', 1),
    // Zero leaves the number to vSphere, since 2.16.0 of the provider.
    coresPerSocket: reader.whole(source, 'num_cores_per_socket', 1),
    cpuReservationMhz: reader.whole(source, 'cpu_reservation', 0),
    memoryMiB: reader.whole(source, 'memory', 1),
    memoryReservationMiB: reader.whole(source, 'memory_reservation', 0),
    memoryReservationLocked: reader.boolean(source, 'memory_reservation_locked_to_max'),
    latencySensitivity: reader.string(source, 'latency_sensitivity'),
    hardwareVersion: reader.whole(source, 'hardware_version', 1),
    diskUuid: reader.boolean(source, 'enable_disk_uuid'),
    networks: nics.items.map(
      (nic) => reading.referenceIn(nic, 'network_id', 'portGroups') ?? unknown('expression', 'network_interface', keyOf(owner)),
    ),
    networksComplete: nics.complete && !fromOvf,
    datastore: datastoreOf(reading, owner),
    storagePolicy: reading.required(owner, 'storage_policy_id', 'storagePolicies'),
    disks: disks.items.map((disk) => ({
      label: reader.string(disk, 'label'),
      sizeGiB: reader.whole(disk, 'size', 1),
      // A disk without a policy follows the default of its datastore, and not the policy of the VM: the provider sends it none.
      storagePolicy: reading.requiredIn(disk, 'storage_policy_id', 'storagePolicies'),
    })),
    disksComplete: disks.complete && !fromOvf,
    host: reading.reference(owner, 'host_system_id', 'hosts') ?? null,
    pciDevices: reader.strings(source, 'pci_device_id'),
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
