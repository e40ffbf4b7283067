import { Interval } from '../../units';

/** A number from outside that nobody knows exactly, with where it comes from. */
export interface Constant {
  /** The same in every verdict that rests on it. */
  readonly id: string;
  readonly statement: string;
  readonly source: string;
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
const SAMPLE_OVERHEAD: readonly { readonly memoryMiB: number; readonly overheadMiB: readonly number[] }[] = [
  { memoryMiB: 256, overheadMiB: [20.29, 24.28, 32.23, 48.16] },
  { memoryMiB: 1024, overheadMiB: [25.9, 29.91, 37.86, 53.82] },
  { memoryMiB: 4096, overheadMiB: [48.64, 52.72, 60.67, 76.78] },
  { memoryMiB: 16384, overheadMiB: [139.62, 143.98, 151.93, 168.6] },
];
const SAMPLE_VCPUS: readonly number[] = [1, 2, 4, 8];

/** The line through the sample table, within 2 MiB of each of its values: MiB, MiB a GiB of memory, MiB a vCPU. */
const LINE = { base: 16, perGiB: 7.5, perVcpu: 4 } as const;
/** The table ends at 16 GiB and 8 vCPUs; nothing published bounds larger VMs, so the line is doubled. */
const SAFETY = 2;

/** Overhead of one VM, MiB, for memory (MiB) and vCPUs that are themselves known within bounds. */
export function vmOverheadMiB(memoryMiB: Interval, vcpus: Interval): Interval {
  const rows = SAMPLE_OVERHEAD.filter((sample) => sample.memoryMiB <= memoryMiB.low);
  const columns = SAMPLE_VCPUS.filter((size) => size <= vcpus.low);
  const low = rows.at(-1)?.overheadMiB[columns.length - 1] ?? 0;
  if (memoryMiB.high === null || vcpus.high === null) return Interval.atLeast(low);
  return Interval.between(low, SAFETY * (LINE.base + (LINE.perGiB * memoryMiB.high) / 1024 + LINE.perVcpu * vcpus.high));
}

/** Memory that ESXi keeps for itself, where nobody measured it. */
export const HYPERVISOR_RESERVE: Constant = {
  id: 'constant:hypervisor-reserve',
  statement: 'ESXi keeps between nothing and 8 % of a host’s memory for itself; the vendor publishes no formula, its design guides leave 8 %',
  source:
    'https://knowledge.broadcom.com/external/article/420935/estimated-memory-requirements-for-esxi-h.html (no formula); 8 % from the Telco Cloud Infrastructure reference architecture guides',
};

/** What vSAN adds to it. */
export const VSAN_RESERVE: Constant = {
  id: 'constant:vsan-reserve',
  statement: 'vSAN takes between nothing and 100 GiB of each host’s memory',
  source: 'Telco Cloud Platform reference architecture guide 2.5',
};

const HYPERVISOR_SHARE = 0.08;
const VSAN_MIB = 100 * 1024;

/** What a host of this much memory (MiB) keeps back, MiB. @param vsan whether vSAN runs on it, or may */
export function hostReserveMiB(memoryMiB: number, vsan: boolean): Interval {
  return Interval.between(0, Math.min(memoryMiB, Math.ceil(memoryMiB * HYPERVISOR_SHARE) + (vsan ? VSAN_MIB : 0)));
}
