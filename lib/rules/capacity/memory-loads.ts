import { isUnknown, type EsxiHost, type VirtualMachine } from '../../estate';
import { hostReserveMiB, type HostMemory, type MachineMemory } from '../../proofs/capacity';
import { Interval } from '../../units';
import type { ClusterView } from './cluster-view';
import { reservesTooMuch } from './reservations';

/** The memory question of a cluster, in numbers. */
export interface MemoryLoads {
  /** In the order of the view. */
  readonly machines: readonly MachineMemory[];
  readonly hosts: readonly HostMemory[];
  /** Configured memory over installed memory, at most. */
  readonly ratio: number;
}

export function memoryLoads({ cluster, machines, hosts }: ClusterView): MemoryLoads {
  return {
    machines: machines.map(({ object, count }) => ({ count, ...memoryOf(object) })),
    hosts: hosts.map(({ object, count }) => supplyOf(object, count, cluster.vsan.enabled !== false)),
    ratio: cluster.memoryRatio ?? 1,
  };
}

/** A reservation beyond the memory is refused, or cut to it: a proof has room for it, a refutation does without. */
export function memoryOf(machine: VirtualMachine): Omit<MachineMemory, 'count'> {
  const { memoryMiB, memoryReservationMiB, cpus } = machine;
  return {
    memoryMiB: isUnknown(memoryMiB)
      ? Interval.atLeast(0)
      : Interval.between(memoryMiB, reservesTooMuch(machine) ? (memoryReservationMiB as number) : memoryMiB),
    vcpus: isUnknown(cpus) ? Interval.atLeast(1) : Interval.exactly(cpus),
  };
}

/** @param vsan whether vSAN runs on it, or may */
export function supplyOf({ hardware }: EsxiHost, count: Interval, vsan: boolean): HostMemory {
  if (!hardware) return { count, memoryMiB: null, reserveMiB: Interval.exactly(0) };
  const { memoryMiB, hypervisorReserveMiB } = hardware;
  const reserveMiB = hypervisorReserveMiB === undefined ? hostReserveMiB(memoryMiB, vsan) : Interval.exactly(hypervisorReserveMiB);
  return { count, memoryMiB, reserveMiB };
}
