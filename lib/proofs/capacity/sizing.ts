import { Interval } from '../../units';

/** Something from outside that a proof rests on, with where it comes from. */
export interface Constant {
  /** The same in every verdict that rests on it. */
  readonly id: string;
  readonly statement: string;
  readonly source: string;
}

/** A number from outside, known within bounds. */
export interface Sizing extends Constant {
  readonly value: Interval;
}

const SAMPLE_OVERHEAD_SOURCE =
  'https://docs.vmware.com/en/VMware-vSphere/6.5/com.vmware.vsphere.resmgmt.doc/GUID-B42C72C1-F8D5-40DC-93D1-FB31849B1114.html';

/** Memory that ESXi needs for a VM beside what the VM is given. */
export const VM_OVERHEAD: Constant = {
  id: 'constant:vm-memory-overhead',
  statement:
    'a VM costs its host at least the overhead of the next smaller VM in the vendor’s sample table, and at most twice the straight line through that table',
  source: SAMPLE_OVERHEAD_SOURCE,
};

/** Rows of the sample table: configured memory in MiB, then the overhead in MiB for 1, 2, 4 and 8 vCPUs. */
export const SAMPLE_OVERHEAD: readonly { readonly memoryMiB: number; readonly overheadMiB: readonly number[] }[] = [
  { memoryMiB: 256, overheadMiB: [20.29, 24.28, 32.23, 48.16] },
  { memoryMiB: 1024, overheadMiB: [25.9, 29.91, 37.86, 53.82] },
  { memoryMiB: 4096, overheadMiB: [48.64, 52.72, 60.67, 76.78] },
  { memoryMiB: 16384, overheadMiB: [139.62, 143.98, 151.93, 168.6] },
];
export const SAMPLE_VCPUS: readonly number[] = [1, 2, 4, 8];

/** The line through the sample table, within 2 MiB of each of its values: MiB, MiB a GiB of memory, MiB a vCPU. */
export const OVERHEAD_LINE = { base: 16, perGiB: 7.5, perVcpu: 4 } as const;
/** The table ends at 16 GiB and 8 vCPUs; nothing published bounds larger VMs, so the line is doubled. */
export const OVERHEAD_SAFETY = 2;

/** A reservation that no program shows still takes no more than the VM is given. */
export const RESERVATION_WITHIN_MEMORY: Constant = {
  id: 'constant:reservation-within-memory',
  statement: 'vSphere takes no memory reservation larger than the memory of the VM',
  source: 'https://docs.vmware.com/en/VMware-vSphere/6.7/com.vmware.vsphere.vm_admin.doc/GUID-49D7217C-DB6C-41A6-86B3-7AFEB8BF575F.html',
};

/** What ESXi keeps of a host's memory for itself, where nobody measured it: a share of the whole. */
export const HYPERVISOR_RESERVE: Sizing = {
  id: 'constant:hypervisor-reserve',
  statement: 'ESXi keeps between nothing and 8 % of a host’s memory for itself; the vendor publishes no formula, its design guides leave 8 %',
  value: Interval.between(0, 0.08),
  source:
    'https://knowledge.broadcom.com/external/article/420935/estimated-memory-requirements-for-esxi-h.html (no formula); 8 % from the Telco Cloud Infrastructure reference architecture guides',
};

/** What vSAN adds to it, MiB. */
export const VSAN_RESERVE: Sizing = {
  id: 'constant:vsan-reserve',
  statement: 'vSAN takes between nothing and 100 GiB of each host’s memory',
  value: Interval.between(0, 100 * 1024),
  source: 'Telco Cloud Platform reference architecture guide 2.5',
};

/** Clock of a core as ESXi measures it, over the base clock of the model. */
export const MEASURED_CLOCK: Sizing = {
  id: 'constant:low-latency-cpu-reservation',
  statement:
    'a VM of high latency sensitivity needs its vCPUs times the clock of the host’s CPU reserved; the clock that ESXi measures is taken as the base clock of the model, or up to 5 % less',
  value: Interval.between(0.95, 1),
  source:
    'https://docs.vmware.com/de/VMware-vSphere/8.0/vsphere-resource-management/GUID-2B67DC91-1196-4368-A390-44F74149E28C.html (vCPUs times clock)',
};

const MIRRORS = 'https://docs.vmware.com/en/VMware-vSphere/8.0/vsan-planning/GUID-57575456-0AD9-4655-9D6B-58509C1DF33C.html';
const ERASURE = 'https://docs.vmware.com/de/VMware-vSphere/8.0/vsan-administration/GUID-AD408FA8-5898-4541-9F82-FE72E6CD6227.html';
const ADAPTIVE = 'https://www.yellow-bricks.com/2022/11/15/vsan-8-0-esa-introducing-adaptive-raid-5/';

/** Fault domains that the parts of one vSAN object take; a host in no fault domain is one by itself. */
export interface VsanDomains extends Sizing {
  readonly raid: 'raid-0' | 'raid-1' | 'raid-5' | 'raid-6';
  readonly failures: number;
  /** Express Storage Architecture, or the original one; absent where both take the same. */
  readonly esa?: boolean;
}

export const VSAN_DOMAINS: readonly VsanDomains[] = [
  domains('raid-0', 0, 1, MIRRORS),
  domains('raid-1', 1, 3, MIRRORS),
  domains('raid-1', 2, 5, MIRRORS),
  domains('raid-1', 3, 7, MIRRORS),
  domains('raid-5', 1, 4, ERASURE, false),
  domains('raid-5', 1, 3, ADAPTIVE, true),
  domains('raid-6', 2, 6, ERASURE),
];

function domains(raid: VsanDomains['raid'], failures: number, count: number, source: string, esa?: boolean): VsanDomains {
  const name = raid === 'raid-0' ? 'RAID-0' : `${raid.toUpperCase()} for ${failures} failure${failures === 1 ? '' : 's'}`;
  const where = esa === undefined ? 'vSAN' : esa ? 'vSAN ESA' : 'vSAN OSA';
  return {
    id: `constant:vsan-domains:${raid}:${failures}${esa === undefined ? '' : esa ? ':esa' : ':osa'}`,
    statement: `${name} on ${where} takes at least ${count === 1 ? 'one host or fault domain' : `${count} hosts or fault domains`}`,
    value: Interval.exactly(count),
    source,
    raid,
    failures,
    ...(esa === undefined ? {} : { esa }),
  };
}

/** Every number, for whoever wants to see where they come from. */
export const SIZINGS: readonly Sizing[] = [HYPERVISOR_RESERVE, VSAN_RESERVE, MEASURED_CLOCK, ...VSAN_DOMAINS];
