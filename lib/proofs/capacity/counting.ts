import type { Ternary } from '../../units';
import { roomOf, sizeOf, type HostMemory, type MachineMemory } from './memory';

/** Machines of at least some size, and the places that the hosts have for machines of that size. */
export interface Crowd {
  /** Memory with overhead, MiB. */
  readonly sizeMiB: number;
  readonly machines: number;
  readonly places: number;
}

export interface Counting {
  readonly fits: Ternary;
  /** The size that lacks most places: surely where nothing fits, perhaps where that is open. */
  readonly crowd?: Crowd;
}

/**
 * Whether hosts have places enough, size by size. A host with room for `H` holds at most `floor(H / t)` machines of size
 * `t` or more, however they are placed, so more of them than the hosts hold together have no placement. That they are
 * not more does not give one.
 */
export function countPlaces(machines: readonly MachineMemory[], hosts: readonly HostMemory[], ratio: number): Counting {
  // Whole MiB, rounded to the harmless side, so that a quotient of fractions never decides.
  const surely = worstCrowd(
    machines.map((machine) => ({ count: machine.count.low, size: Math.floor(sizeOf(machine).low) })),
    hosts.map((host) => ({ count: end(host.count.high), size: Math.floor(end(roomOf(host, ratio).high)) })),
  );
  if (surely) return { fits: 'no', crowd: surely };
  const perhaps = worstCrowd(
    machines.map((machine) => ({ count: end(machine.count.high), size: Math.ceil(end(sizeOf(machine).high)) })),
    hosts.map((host) => ({ count: host.count.low, size: Math.floor(roomOf(host, ratio).low) })),
  );
  return perhaps ? { fits: 'maybe', crowd: perhaps } : { fits: 'yes' };
}

/** How many machines of a size a host holds at most. */
export function placesOn(roomMiB: number, sizeMiB: number): number {
  return Math.floor(roomMiB / sizeMiB);
}

interface Sized {
  readonly count: number;
  readonly size: number;
}

function worstCrowd(machines: readonly Sized[], hosts: readonly Sized[]): Crowd | undefined {
  const rooms = [...bySize(hosts)];
  let worst: Crowd | undefined;
  let largerOrEqual = 0;
  for (const [sizeMiB, count] of [...bySize(machines)].sort(([a], [b]) => b - a)) {
    largerOrEqual += count;
    // Rooms too small count for nothing, also where nobody knows how many there are.
    const places = rooms.reduce((sum, [room, howMany]) => (room < sizeMiB ? sum : sum + howMany * placesOn(room, sizeMiB)), 0);
    if (largerOrEqual > places && (!worst || largerOrEqual - places > worst.machines - worst.places)) {
      worst = { sizeMiB, machines: largerOrEqual, places };
    }
  }
  return worst;
}

/** How many there are of each size: none of what has no size, or is not there. */
function bySize(things: readonly Sized[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { count, size } of things) if (count > 0 && size > 0) counts.set(size, (counts.get(size) ?? 0) + count);
  return counts;
}

function end(high: number | null): number {
  return high ?? Infinity;
}
