/**
 * What the real provider asks of vCenter for a resource and the simulator (govmomi v0.56.0) cannot do: it is validated and planned, and
 * not applied, or not kept.
 */
export interface VcsimGap {
  readonly type: string;
  /** The attribute that needs it. @default - every use of the resource */
  readonly attribute?: string;
  /** Method or managed object that is missing, as the vSphere API names it; the simulator lists what it has at /about. */
  readonly missing?: { readonly method: string } | { readonly object: string };
  /** Whether it is applied all the same, and what was set is not there when it is read back. @default false */
  readonly forgets?: boolean;
  /** What happens. */
  readonly effect: string;
}

const HOST = 'vsphere_host';
const CLUSTER = 'vsphere_compute_cluster';
const SWITCH = 'vsphere_distributed_virtual_switch';
const PORT_GROUP = 'vsphere_distributed_port_group';
const MACHINE = 'vsphere_virtual_machine';

export const VCSIM_GAPS: readonly VcsimGap[] = [
  { type: HOST, attribute: 'lockdown', missing: { method: 'ChangeLockdownMode' }, effect: 'creating a host always sets its lockdown mode' },
  { type: HOST, attribute: 'services', missing: { object: 'HostServiceSystem' }, effect: 'reading a host always lists its services' },
  { type: HOST, attribute: 'services', missing: { object: 'HostDateTimeSystem' }, effect: 'reading a host asks for its time servers' },
  { type: HOST, missing: { object: 'HostVsanSystem' }, effect: 'removing a host takes it out of vSAN first' },
  { type: CLUSTER, effect: 'ClusterComputeResource.Destroy_Task has no handler: a cluster, and the datacenter it is in, cannot be destroyed' },
  { type: CLUSTER, missing: { method: 'VSANVcGetWitnessHosts' }, effect: 'reading a cluster asks for its witness' },
  { type: CLUSTER, attribute: 'vsan_enabled', effect: 'VsanClusterReconfig panics while the request is decoded' },
  { type: SWITCH, missing: { method: 'QueryDvsByUuid' }, effect: 'reading a switch looks it up by its UUID' },
  { type: SWITCH, missing: { method: 'EnableNetworkResourceManagement' }, effect: 'creating a switch always sets network I/O control' },
  { type: SWITCH, attribute: 'host', effect: 'CreateDVS_Task drops the hosts it is given' },
  { type: PORT_GROUP, missing: { method: 'QueryDvsByUuid' }, effect: 'a port group looks its switch up by UUID' },
  {
    type: MACHINE,
    attribute: 'clone',
    effect: 'CloneVM_Task into another datacenter without host_system_id crashes the simulator (simulator/virtual_machine.go:1121)',
  },
  {
    type: CLUSTER,
    attribute: 'ha_vm_restart_priority',
    effect: 'ReconfigureComputeResource_Task keeps no default settings of machines: the provider crashes',
  },
  { type: 'vsphere_host_virtual_switch', effect: 'AddVirtualSwitch keeps no policy: the provider crashes' },
  { type: 'vsphere_datastore_cluster', effect: 'ConfigureStorageDrsForPod_Task keeps no I/O load balancing: the provider crashes' },
  { type: 'vsphere_nas_datastore', effect: 'CreateNasDatastore looks for a folder of its name on this machine' },
  { type: 'vsphere_tag_category', attribute: 'associable_types', forgets: true, effect: 'each type is read back as urn:vim25:…' },
  { type: MACHINE, attribute: 'swap_placement_policy', forgets: true, effect: 'the simulator keeps none' },
];

/** One line a gap. */
export function vcsimGapLine({ type, attribute, missing, effect, forgets }: VcsimGap): string {
  const what = missing === undefined ? '' : `${'method' in missing ? `${missing.method} has no handler` : `there is no ${missing.object}`}; `;
  return `${forgets ? 'not kept' : 'not applied'}: ${type}${attribute === undefined ? '' : `.${attribute}`}: ${what}${effect}`;
}
