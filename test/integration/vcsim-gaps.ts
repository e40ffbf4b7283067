/** What the real provider asks of vCenter for a resource and the simulator (govmomi v0.56.0) cannot do: it is validated and planned, not applied. */
export interface VcsimGap {
  readonly type: string;
  /** The attribute that needs it. @default - every use of the resource */
  readonly attribute?: string;
  /** Method or managed object that is missing, as the vSphere API names it; the simulator lists what it has at /about. */
  readonly missing?: { readonly method: string } | { readonly object: string };
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
];

/** One line a gap. */
export function vcsimGapLine({ type, attribute, missing, effect }: VcsimGap): string {
  const what = missing === undefined ? '' : `${'method' in missing ? `${missing.method} has no handler` : `there is no ${missing.object}`}; `;
  return `${type}${attribute === undefined ? '' : `.${attribute}`}: ${what}${effect}`;
}
