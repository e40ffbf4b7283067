import { Interval } from '../../units';
import { HYPERVISOR_RESERVE, VSAN_RESERVE, type Constant } from './sizing';

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

/** A reservation that no program shows still takes no more than the VM is given. */
export const RESERVATION_WITHIN_MEMORY: Constant = {
  id: 'constant:reservation-within-memory',
  statement: 'vSphere takes no memory reservation larger than the memory of the VM',
  source: 'https://docs.vmware.com/en/VMware-vSphere/6.7/com.vmware.vsphere.vm_admin.doc/GUID-49D7217C-DB6C-41A6-86B3-7AFEB8BF575F.html',
};

/** What a host of this much memory (MiB) keeps back, MiB. @param vsan whether vSAN runs on it, or may */
export function hostReserveMiB(memoryMiB: number, vsan: boolean): Interval {
  const esxi = Math.ceil(memoryMiB * HYPERVISOR_RESERVE.value.high!);
  return Interval.between(0, Math.min(memoryMiB, esxi + (vsan ? VSAN_RESERVE.value.high! : 0)));
}
