import type { VsphereEstate } from '../../vsphere';
import type { EntryType } from '../attributes';

export type Kind = keyof VsphereEstate;

/** Kinds whose name is looked up within something else come after it. */
export const KINDS: readonly Kind[] = [
  'datacenters',
  'clusters',
  'hosts',
  'switches',
  'portGroups',
  'standardSwitches',
  'standardPortGroups',
  'vmkernelAdapters',
  'datastoreClusters',
  'datastores',
  'storagePolicies',
  'resourcePools',
  'machines',
  'vmRules',
  'vmGroups',
  'hostGroups',
  'vmHostRules',
];

interface VsphereType extends EntryType<Kind> {
  /** Argument that holds the name. */
  readonly name: string;
}

/** What denotes the root resource pool of a cluster or host. */
export const ROOT_POOL = 'resource_pool_id';

/** Managed types; the data source of the same name reads the same kind. */
const TYPES: Readonly<Record<string, VsphereType>> = {
  vsphere_datacenter: { kind: 'datacenters', name: 'name', identity: ['id', 'moid'] },
  vsphere_host: { kind: 'hosts', name: 'hostname', identity: ['id', ROOT_POOL] },
  vsphere_compute_cluster: { kind: 'clusters', name: 'name', identity: ['id', ROOT_POOL] },
  vsphere_distributed_virtual_switch: { kind: 'switches', name: 'name', identity: ['id'] },
  vsphere_distributed_port_group: { kind: 'portGroups', name: 'name', identity: ['id', 'key'] },
  vsphere_host_virtual_switch: { kind: 'standardSwitches', name: 'name', identity: ['id'] },
  vsphere_host_port_group: { kind: 'standardPortGroups', name: 'name', identity: ['id'] },
  // ESXi names an adapter, vmk1 or another, as it makes it.
  vsphere_vnic: { kind: 'vmkernelAdapters', name: 'id', identity: ['id'] },
  vsphere_datastore_cluster: { kind: 'datastoreClusters', name: 'name', identity: ['id'] },
  vsphere_vmfs_datastore: { kind: 'datastores', name: 'name', identity: ['id'] },
  vsphere_nas_datastore: { kind: 'datastores', name: 'name', identity: ['id'] },
  vsphere_vm_storage_policy: { kind: 'storagePolicies', name: 'name', identity: ['id'] },
  vsphere_resource_pool: { kind: 'resourcePools', name: 'name', identity: ['id'] },
  vsphere_virtual_machine: { kind: 'machines', name: 'name', identity: ['id', 'uuid', 'moid'] },
  vsphere_compute_cluster_vm_affinity_rule: { kind: 'vmRules', name: 'name', identity: ['id'] },
  vsphere_compute_cluster_vm_anti_affinity_rule: { kind: 'vmRules', name: 'name', identity: ['id'] },
  vsphere_compute_cluster_vm_group: { kind: 'vmGroups', name: 'name', identity: ['id'] },
  vsphere_compute_cluster_host_group: { kind: 'hostGroups', name: 'name', identity: ['id'] },
  vsphere_compute_cluster_vm_host_rule: { kind: 'vmHostRules', name: 'name', identity: ['id'] },
};

const DATA_TYPES: Readonly<Record<string, VsphereType>> = {
  vsphere_datacenter: TYPES.vsphere_datacenter!,
  vsphere_host: { ...TYPES.vsphere_host!, name: 'name' },
  vsphere_compute_cluster: TYPES.vsphere_compute_cluster!,
  vsphere_distributed_virtual_switch: TYPES.vsphere_distributed_virtual_switch!,
  vsphere_network: TYPES.vsphere_distributed_port_group!,
  vsphere_datastore: TYPES.vsphere_vmfs_datastore!,
  vsphere_datastore_cluster: TYPES.vsphere_datastore_cluster!,
  vsphere_storage_policy: TYPES.vsphere_vm_storage_policy!,
  vsphere_resource_pool: TYPES.vsphere_resource_pool!,
  vsphere_virtual_machine: TYPES.vsphere_virtual_machine!,
  vsphere_compute_cluster_host_group: TYPES.vsphere_compute_cluster_host_group!,
};

export function entryType(mode: 'managed' | 'data', type: string): VsphereType | undefined {
  const types = mode === 'data' ? DATA_TYPES : TYPES;
  return Object.hasOwn(types, type) ? types[type] : undefined;
}

/** The kind of object that an entry of a type denotes; undefined where it is none that is read. */
export function entryKind(mode: 'managed' | 'data', type: string): Kind | undefined {
  return entryType(mode, type)?.kind;
}
