import { Interval, type Ternary } from '../../units';
import { atRatio, balanceOf, totalOf, type Balance } from './balance';
import { vmOverheadMiB } from './overhead';

export interface MachineMemory {
  readonly count: Interval;
  readonly memoryMiB: Interval;
  readonly vcpus: Interval;
}

export interface HostMemory {
  readonly count: Interval;
  /** Installed memory, MiB; null where nobody stated it. */
  readonly memoryMiB: number | null;
  readonly reserveMiB: Interval;
}

export interface MemoryBalance extends Balance {
  /** Parts of the demand, MiB. */
  readonly configured: Interval;
  readonly overhead: Interval;
}

/**
 * Whether configured memory and overhead of the machines fit what the hosts leave for them. The reserve is taken from
 * the host it belongs to, so a host that may be missing takes its reserve with it.
 *
 * @param ratio configured memory over installed memory, at most
 */
export function memoryBalance(machines: readonly MachineMemory[], hosts: readonly HostMemory[], ratio: number): MemoryBalance {
  const configured = totalOf(machines.map(({ count, memoryMiB }) => ({ count, size: memoryMiB })));
  const overhead = totalOf(machines.map(({ count, memoryMiB, vcpus }) => ({ count, size: vmOverheadMiB(memoryMiB, vcpus) })));
  const supply = totalOf(hosts.map((host) => ({ count: host.count, size: roomOf(host, ratio) })));
  return { ...balanceOf(Interval.add(configured, overhead), supply), configured, overhead };
}

/** What one such machine takes of a host, MiB. */
export function sizeOf({ memoryMiB, vcpus }: MachineMemory): Interval {
  return Interval.add(memoryMiB, vmOverheadMiB(memoryMiB, vcpus));
}

/** Memory that a host leaves for machines, MiB. */
export function roomOf(host: HostMemory, ratio: number): Interval {
  if (host.memoryMiB === null) return Interval.atLeast(0);
  const room = Interval.subtract(atRatio(Interval.exactly(host.memoryMiB), ratio), host.reserveMiB);
  return { low: Math.max(0, room.low), high: room.high === null ? null : Math.max(0, room.high) };
}

/** Whether at least one of the hosts has room for a single such machine. */
export function hasRoom(machine: MachineMemory, hosts: readonly HostMemory[], ratio: number): Ternary {
  const need = sizeOf(machine);
  let answer: Ternary = 'no';
  for (const host of hosts) {
    const fits = Interval.fits(need, roomOf(host, ratio));
    if (fits === 'no' || host.count.high === 0) continue;
    if (fits === 'yes' && host.count.low > 0) return 'yes';
    answer = 'maybe';
  }
  return answer;
}
