import { Interval } from '../../units';
import { HYPERVISOR_RESERVE, OVERHEAD_LINE, OVERHEAD_SAFETY, SAMPLE_OVERHEAD, SAMPLE_VCPUS, VSAN_RESERVE } from './sizing';

/** Overhead of one VM, MiB, for memory (MiB) and vCPUs that are themselves known within bounds. */
export function vmOverheadMiB(memoryMiB: Interval, vcpus: Interval): Interval {
  const rows = SAMPLE_OVERHEAD.filter((sample) => sample.memoryMiB <= memoryMiB.low);
  const columns = SAMPLE_VCPUS.filter((size) => size <= vcpus.low);
  const low = rows.at(-1)?.overheadMiB[columns.length - 1] ?? 0;
  if (memoryMiB.high === null || vcpus.high === null) return Interval.atLeast(low);
  return Interval.between(
    low,
    OVERHEAD_SAFETY * (OVERHEAD_LINE.base + (OVERHEAD_LINE.perGiB * memoryMiB.high) / 1024 + OVERHEAD_LINE.perVcpu * vcpus.high),
  );
}

/** What a host of this much memory (MiB) keeps back, MiB. @param vsan whether vSAN runs on it, or may */
export function hostReserveMiB(memoryMiB: number, vsan: boolean): Interval {
  const esxi = Math.ceil(memoryMiB * HYPERVISOR_RESERVE.value.high!);
  return Interval.between(0, Math.min(memoryMiB, esxi + (vsan ? VSAN_RESERVE.value.high! : 0)));
}
