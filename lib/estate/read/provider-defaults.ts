import type { ResourceInstance } from '../terraform';
import type { Premise } from '../premise';
import type { Value } from '../value';
import { NSXT_DEFAULTS, NSXT_UNPLANNED_DEFAULTS } from './provider-defaults-nsxt';

/** What a provider does with an attribute that is left out. */
export interface ProviderDefault {
  readonly provider: 'vmware/vsphere' | 'vmware/nsxt';
  /** Type of a managed resource. A data source has no defaults: what it finds is what is there. */
  readonly type: string;
  /** Within a block, the dotted names down to it. */
  readonly attribute: string;
  /** The first version of the provider that the row was checked with. */
  readonly since: string;
  /** The first version that does otherwise. @default - none yet */
  readonly until?: string;
  /** What takes effect. */
  readonly value: Value;
  /** What `terraform show -json` of a plan says: a default of the schema as it is, null or no blocks where only the effect is this value. */
  readonly planned: Value;
  /** Where the provider says so. */
  readonly source: string;
}

const SOURCE = 'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/';

/** An attribute with a default in the schema: the plan shows it. */
function shown(type: string, file: string, attribute: string, value: Value): ProviderDefault {
  return { provider: 'vmware/vsphere', type, attribute, since: '2.15.0', value, planned: value, source: SOURCE + file };
}

/** An optional attribute that is neither computed nor has a default: the provider takes its zero value, the plan shows none. */
function zero(type: string, file: string, attribute: string, value: Value, planned: Value = null): ProviderDefault {
  return { provider: 'vmware/vsphere', type, attribute, since: '2.15.0', value, planned, source: SOURCE + file };
}

const CLUSTER = 'vsphere_compute_cluster';
const CLUSTER_FILE = 'resource_vsphere_compute_cluster.go';
const HOST_FILE = 'resource_vsphere_host.go';
const MACHINE = 'vsphere_virtual_machine';
const MACHINE_FILE = 'resource_vsphere_virtual_machine.go';
const CONFIG_FILE = 'virtual_machine_config_structure.go';

const POOL = 'vsphere_resource_pool';
const STANDARD_SWITCH = 'vsphere_host_virtual_switch';
const STANDARD_PORT_GROUP = 'vsphere_host_port_group';
const VMKERNEL = 'vsphere_vnic';

const VSAN_SWITCHES = ['esa', 'dedup', 'compression', 'unmap', 'performance', 'verbose_mode', 'network_diagnostic_mode', 'dit_encryption'];

/** Only what was read in the provider's schema. An attribute that is computed there has no row: the server decides it. */
export const PROVIDER_DEFAULTS: readonly ProviderDefault[] = [
  shown(CLUSTER, CLUSTER_FILE, 'ha_enabled', false),
  shown(CLUSTER, CLUSTER_FILE, 'ha_host_monitoring', 'enabled'),
  shown(CLUSTER, CLUSTER_FILE, 'ha_admission_control_policy', 'resourcePercentage'),
  shown(CLUSTER, CLUSTER_FILE, 'ha_admission_control_host_failure_tolerance', 1),
  shown(CLUSTER, CLUSTER_FILE, 'ha_admission_control_resource_percentage_auto_compute', true),
  shown(CLUSTER, CLUSTER_FILE, 'ha_admission_control_resource_percentage_cpu', 100),
  shown(CLUSTER, CLUSTER_FILE, 'ha_admission_control_resource_percentage_memory', 100),
  zero(CLUSTER, CLUSTER_FILE, 'ha_admission_control_slot_policy_use_explicit_size', false),
  shown(CLUSTER, CLUSTER_FILE, 'ha_admission_control_slot_policy_explicit_cpu', 32),
  shown(CLUSTER, CLUSTER_FILE, 'ha_admission_control_slot_policy_explicit_memory', 100),
  zero(CLUSTER, CLUSTER_FILE, 'ha_admission_control_failover_host_system_ids', []),
  shown(CLUSTER, CLUSTER_FILE, 'drs_enabled', false),
  shown(CLUSTER, CLUSTER_FILE, 'drs_automation_level', 'manual'),
  ...VSAN_SWITCHES.map((name) => shown(CLUSTER, CLUSTER_FILE, `vsan_${name}_enabled`, false)),
  shown(CLUSTER, CLUSTER_FILE, 'vsan_enabled', false),
  zero(CLUSTER, CLUSTER_FILE, 'vsan_remote_datastore_ids', []),
  zero(CLUSTER, CLUSTER_FILE, 'vsan_fault_domains', [], []),
  zero(CLUSTER, CLUSTER_FILE, 'vsan_stretched_cluster', [], []),
  zero(CLUSTER, CLUSTER_FILE, 'host_system_ids', []),
  shown('vsphere_host', HOST_FILE, 'maintenance', false),
  zero('vsphere_host', HOST_FILE, 'cluster_managed', false),
  zero('vsphere_distributed_virtual_switch', 'distributed_virtual_switch_structure.go', 'host', [], []),
  shown(STANDARD_SWITCH, 'host_virtual_switch_structure.go', 'mtu', 1500),
  shown(STANDARD_SWITCH, `resource_${STANDARD_SWITCH}.go`, 'allow_promiscuous', false),
  shown(STANDARD_SWITCH, `resource_${STANDARD_SWITCH}.go`, 'allow_forged_transmits', true),
  shown(STANDARD_SWITCH, `resource_${STANDARD_SWITCH}.go`, 'allow_mac_changes', true),
  shown(STANDARD_PORT_GROUP, 'host_port_group_structure.go', 'vlan_id', 0),
  // Not what the switch has, whatever the documentation says: the provider sends a refusal for each that is left out.
  zero(STANDARD_PORT_GROUP, 'host_network_policy_structure.go', 'allow_promiscuous', false),
  zero(STANDARD_PORT_GROUP, 'host_network_policy_structure.go', 'allow_forged_transmits', false),
  zero(STANDARD_PORT_GROUP, 'host_network_policy_structure.go', 'allow_mac_changes', false),
  // None for `services`, which is computed from 2.17.0 on.
  shown(VMKERNEL, 'resource_vsphere_vnic.go', 'netstack', 'defaultTcpipStack'),
  zero(VMKERNEL, 'resource_vsphere_vnic.go', 'ipv4', [], []),
  shown('vsphere_datastore_cluster', 'resource_vsphere_datastore_cluster.go', 'sdrs_enabled', false),
  ...['cpu', 'memory'].flatMap((of) => [
    shown(POOL, `resource_${POOL}.go`, `${of}_reservation`, 0),
    shown(POOL, `resource_${POOL}.go`, `${of}_limit`, -1),
    shown(POOL, `resource_${POOL}.go`, `${of}_expandable`, true),
  ]),
  shown(MACHINE, CONFIG_FILE, 'num_cpus', 1),
  shown(MACHINE, CONFIG_FILE, 'num_cores_per_socket', 1),
  shown(MACHINE, CONFIG_FILE, 'latency_sensitivity', 'normal'),
  zero(MACHINE, CONFIG_FILE, 'cpu_reservation', 0),
  zero(MACHINE, CONFIG_FILE, 'enable_disk_uuid', false),
  zero(MACHINE, CONFIG_FILE, 'memory_reservation_locked_to_max', false),
  zero(MACHINE, MACHINE_FILE, 'pci_device_id', []),
  shown(MACHINE, CONFIG_FILE, 'memory', 1024),
  zero(MACHINE, CONFIG_FILE, 'memory_reservation', 0),
  zero(MACHINE, MACHINE_FILE, 'network_interface', [], []),
  ...['vm_affinity_rule', 'vm_anti_affinity_rule', 'vm_host_rule'].flatMap((rule) => [
    shown(`${CLUSTER}_${rule}`, `resource_${CLUSTER}_${rule}.go`, 'enabled', true),
    zero(`${CLUSTER}_${rule}`, `resource_${CLUSTER}_${rule}.go`, 'mandatory', false),
  ]),
  zero(`${CLUSTER}_vm_group`, `resource_${CLUSTER}_vm_group.go`, 'virtual_machine_ids', []),
  zero(`${CLUSTER}_host_group`, `resource_${CLUSTER}_host_group.go`, 'host_system_ids', []),
  ...NSXT_DEFAULTS,
];

const byType = new Map<string, Map<string, ProviderDefault>>();
for (const row of [...PROVIDER_DEFAULTS, ...NSXT_UNPLANNED_DEFAULTS])
  byType.set(row.type, (byType.get(row.type) ?? new Map<string, ProviderDefault>()).set(row.attribute, row));

/** What the provider sends as zero where it is left out, also of a VM that an OVF describes. */
const SENT_AS_ZERO: ReadonlySet<string> = new Set(['memory_reservation', 'cpu_reservation']);

/** Whether a VM is, or may be, what an OVF describes. */
export function isFromOvf({ values: { ovf_deploy: blocks = null } }: ResourceInstance): boolean {
  return blocks !== null && !(Array.isArray(blocks) && blocks.length === 0);
}

/** The row for an attribute left out of an entry, where there is one. */
export function providerDefault(entry: ResourceInstance, attribute: string): ProviderDefault | undefined {
  if (entry.mode === 'data') return undefined;
  // What an OVF says of its own hardware stands until the program says otherwise.
  if (entry.type === MACHINE && isFromOvf(entry) && !SENT_AS_ZERO.has(attribute)) return undefined;
  return byType.get(entry.type)?.get(attribute);
}

export function defaultPremise(row: ProviderDefault): Premise {
  return {
    id: `provider-default:${row.type}.${row.attribute}`,
    kind: 'provider-default',
    statement: `the provider takes ${JSON.stringify(row.value)} where \`${row.attribute}\` of a ${row.type} is left out`,
    source: row.source,
  };
}
