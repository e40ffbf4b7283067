import type { ResourceInstance } from '../terraform';
import { providerDefault } from './provider-defaults';

/**
 * Attributes that the typed reading or a rule reads from an entry, whether or not it renders them: what may be assumed
 * of it beside what stands in the output. A data source is asked what vCenter could say.
 */
const READ: Readonly<Record<string, readonly string[]>> = {
  vsphere_datacenter: ['name', 'folder'],
  vsphere_host: ['hostname', 'cluster', 'cluster_managed', 'datacenter', 'maintenance', 'connected'],
  vsphere_compute_cluster: [
    'name',
    'datacenter_id',
    'folder',
    'host_system_ids',
    'ha_enabled',
    'ha_host_monitoring',
    'ha_admission_control_policy',
    'drs_enabled',
    'drs_automation_level',
    'vsan_enabled',
  ],
  vsphere_distributed_virtual_switch: ['name', 'datacenter_id', 'folder', 'host', 'max_mtu'],
  vsphere_distributed_port_group: ['name', 'distributed_virtual_switch_uuid', 'vlan_id', 'vlan_range', 'port_private_secondary_vlan_id'],
  vsphere_vmfs_datastore: ['name', 'folder', 'host_system_id'],
  vsphere_nas_datastore: ['name', 'folder', 'host_system_ids'],
  vsphere_resource_pool: ['name', 'parent_resource_pool_id'],
  vsphere_virtual_machine: [
    'name',
    'folder',
    'resource_pool_id',
    'num_cpus',
    'memory',
    'memory_reservation',
    'hardware_version',
    'network_interface',
    'disk',
    'scsi_controller_count',
    'scsi_type',
    'datastore_id',
    'datastore_cluster_id',
    'host_system_id',
    'extra_config',
    'vapp',
    'annotation',
    'custom_attributes',
  ],
  'data.vsphere_host': ['name', 'datacenter_id', 'maintenance', 'connected'],
  'data.vsphere_compute_cluster': ['name', 'datacenter_id'],
  'data.vsphere_distributed_virtual_switch': ['name', 'datacenter_id'],
  'data.vsphere_network': ['name', 'datacenter_id', 'distributed_virtual_switch_uuid'],
  'data.vsphere_datastore': ['name', 'datacenter_id'],
  'data.vsphere_resource_pool': ['name', 'datacenter_id', 'parent_resource_pool_id'],
  'data.vsphere_virtual_machine': ['name', 'datacenter_id', 'folder'],
  'data.vsphere_datacenter': ['name'],
};

/** Whether an attribute means something of an entry that does not render it. */
export function isReadOf(entry: ResourceInstance, attribute: string): boolean {
  return providerDefault(entry, attribute) !== undefined || readOf(entry).includes(attribute);
}

/** Attributes of an entry's type that are read whether or not it renders them. */
export function readOf({ mode, type }: ResourceInstance): readonly string[] {
  return READ[mode === 'data' ? `data.${type}` : type] ?? [];
}
