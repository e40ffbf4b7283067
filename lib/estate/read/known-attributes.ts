import type { ResourceInstance } from '../terraform';
import { READ_OF_NSXT } from './known-attributes-nsxt';
import { providerDefault } from './provider-defaults';

const ADMISSION_CONTROL = [
  'policy',
  'host_failure_tolerance',
  'resource_percentage_auto_compute',
  'resource_percentage_cpu',
  'resource_percentage_memory',
  'slot_policy_use_explicit_size',
  'slot_policy_explicit_cpu',
  'slot_policy_explicit_memory',
  'failover_host_system_ids',
];

/** What a cluster is set to do. */
const CLUSTER_POLICY = [
  'ha_enabled',
  'ha_host_monitoring',
  ...ADMISSION_CONTROL.map((name) => `ha_admission_control_${name}`),
  'drs_enabled',
  'drs_automation_level',
  'evc_mode',
  'vsan_enabled',
  'vsan_esa_enabled',
  'vsan_dedup_enabled',
  'vsan_compression_enabled',
  'vsan_unmap_enabled',
  'vsan_performance_enabled',
  'vsan_verbose_mode_enabled',
  'vsan_network_diagnostic_mode_enabled',
  'vsan_dit_encryption_enabled',
  'vsan_remote_datastore_ids',
  'vsan_disk_group',
  'vsan_fault_domains',
  'vsan_stretched_cluster',
];

const SECURITY = ['allow_promiscuous', 'allow_forged_transmits', 'allow_mac_changes'];
const VLAN = ['vlan_id', 'vlan_range', 'port_private_secondary_vlan_id'];
const SHARES = ['cpu', 'memory'].flatMap((of) => [`${of}_reservation`, `${of}_limit`, `${of}_expandable`]);

/**
 * Attributes that the typed reading or a rule reads from an entry, whether or not it renders them: what may be assumed
 * of it beside what stands in the output. A data source is asked what vCenter could say.
 */
const READ: Readonly<Record<string, readonly string[]>> = {
  ...READ_OF_NSXT,
  vsphere_datacenter: ['name', 'folder'],
  vsphere_host: ['hostname', 'cluster', 'cluster_managed', 'datacenter', 'maintenance', 'connected'],
  vsphere_compute_cluster: ['name', 'datacenter_id', 'folder', 'host_system_ids', ...CLUSTER_POLICY],
  vsphere_distributed_virtual_switch: ['name', 'datacenter_id', 'folder', 'host', 'max_mtu', ...SECURITY],
  vsphere_distributed_port_group: ['name', 'distributed_virtual_switch_uuid', ...VLAN, ...SECURITY],
  vsphere_host_virtual_switch: ['name', 'host_system_id', 'mtu', ...SECURITY],
  vsphere_host_port_group: ['name', 'host_system_id', 'virtual_switch_name', 'vlan_id', ...SECURITY],
  vsphere_vnic: ['host', 'portgroup', 'distributed_port_group', 'mtu', 'netstack', 'services', 'ipv4'],
  vsphere_vmfs_datastore: ['name', 'folder', 'host_system_id', 'datastore_cluster_id'],
  vsphere_nas_datastore: ['name', 'folder', 'host_system_ids', 'datastore_cluster_id'],
  vsphere_datastore_cluster: ['name', 'datacenter_id', 'folder', 'sdrs_enabled'],
  vsphere_vm_storage_policy: ['name'],
  vsphere_resource_pool: ['name', 'parent_resource_pool_id', ...SHARES],
  vsphere_virtual_machine: [
    'name',
    'folder',
    'resource_pool_id',
    'num_cpus',
    'memory',
    'num_cores_per_socket',
    'cpu_reservation',
    'memory_reservation',
    'memory_reservation_locked_to_max',
    'latency_sensitivity',
    'storage_policy_id',
    'pci_device_id',
    'hardware_version',
    'enable_disk_uuid',
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
  'data.vsphere_compute_cluster': ['name', 'datacenter_id', ...CLUSTER_POLICY],
  'data.vsphere_distributed_virtual_switch': ['name', 'datacenter_id', 'max_mtu', ...SECURITY],
  'data.vsphere_network': ['name', 'datacenter_id', 'distributed_virtual_switch_uuid', ...VLAN, ...SECURITY],
  'data.vsphere_datastore': ['name', 'datacenter_id'],
  'data.vsphere_datastore_cluster': ['name', 'datacenter_id', 'sdrs_enabled'],
  'data.vsphere_storage_policy': ['name'],
  'data.vsphere_resource_pool': ['name', 'datacenter_id', 'parent_resource_pool_id', ...SHARES],
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
