import fc from 'fast-check';
import { countPlaces, roomOf, sizeOf, type HostMemory, type MachineMemory } from '../../../lib/proofs/capacity';
import { Interval } from '../../../lib/units';

const GIB = 1024;
const machines = (count: Interval, gib: number, more: number = 0): MachineMemory => ({
  count,
  memoryMiB: Interval.between(gib * GIB, (gib + more) * GIB),
  vcpus: Interval.exactly(2),
});
const hosts = (count: Interval, gib: number | null, reserve: Interval = Interval.exactly(0)): HostMemory => ({
  count,
  memoryMiB: gib === null ? null : gib * GIB,
  reserveMiB: reserve,
});
const exactly = (n: number) => Interval.exactly(n);

const between = (max: number) => fc.tuple(fc.nat(max), fc.nat(max)).map(([a, b]) => Interval.between(Math.min(a, b), Math.max(a, b)));
const someMachines = fc.array(
  fc.tuple(between(3), fc.integer({ min: 1, max: 5 }), fc.nat(2)).map(([count, gib, more]) => machines(count, gib, more)),
  { maxLength: 3 },
);
const someHosts = fc.array(
  fc
    .tuple(between(2), fc.integer({ min: 2, max: 12 }), between(2048), fc.boolean())
    .map(([count, gib, reserve, stated]) => hosts(count, stated ? gib : null, reserve)),
  { maxLength: 3 },
);
const ratios = fc.constantFrom(0.5, 1, 1.5);

/** Whether every size has a room: each is tried in each. */
function isPlaceable([first, ...rest]: readonly number[], rooms: readonly number[]): boolean {
  if (first === undefined) return true;
  return rooms.some(
    (room, at) =>
      first <= room &&
      isPlaceable(
        rest,
        rooms.map((other, i) => (i === at ? room - first : other)),
      ),
  );
}

function repeated<T>(times: number, value: T): T[] {
  return Array.from({ length: times }, () => value);
}

/** Naive reference: for each whole number of MiB, the VMs of that size or more, and the places for them, one host after the other. */
function lacksPlaces(sizes: readonly number[], rooms: readonly number[]): boolean {
  for (let t = 1; t <= Math.max(0, ...sizes); t += 1) {
    let places = 0;
    for (const room of rooms) for (let used = t; used <= room; used += t) places += 1;
    if (sizes.filter((size) => size >= t).length > places) return true;
  }
  return false;
}

describe('places by count', () => {
  test('a refutation means that there is no placement, not even at the good end', () => {
    let refuted = 0;
    fc.assert(
      fc.property(someMachines, someHosts, ratios, (wanted, given, ratio) => {
        if (given.some((host) => host.memoryMiB === null && host.count.high !== 0)) return;
        if (countPlaces(wanted, given, ratio).fits !== 'no') return;
        refuted += 1;
        const sizes = wanted.flatMap((machine) => repeated(machine.count.low, sizeOf(machine).low));
        const rooms = given.flatMap((host) => repeated(host.count.high!, roomOf(host, ratio).high!));
        expect(isPlaceable(sizes, rooms)).toBe(false);
      }),
      { numRuns: 400 },
    );
    expect(refuted).toBeGreaterThan(20);
  });

  test('what has a placement at the bad end is never refuted', () => {
    fc.assert(
      fc.property(someMachines, someHosts, ratios, (wanted, given, ratio) => {
        const sizes = wanted.flatMap((machine) => repeated(machine.count.low, sizeOf(machine).high!));
        const rooms = given.flatMap((host) => repeated(host.count.low, roomOf(host, ratio).low));
        if (isPlaceable(sizes, rooms)) expect(countPlaces(wanted, given, ratio).fits).not.toBe('no');
      }),
    );
  });

  test('agrees with counting at every whole MiB', () => {
    fc.assert(
      fc.property(someMachines, someHosts, ratios, (wanted, given, ratio) => {
        const open = given.some((host) => host.memoryMiB === null && host.count.high !== 0);
        const surely =
          !open &&
          lacksPlaces(
            wanted.flatMap((machine) => repeated(machine.count.low, Math.floor(sizeOf(machine).low))),
            given.flatMap((host) => repeated(host.count.high!, host.memoryMiB === null ? 0 : roomOf(host, ratio).high!)),
          );
        const perhaps = lacksPlaces(
          wanted.flatMap((machine) => repeated(machine.count.high!, Math.ceil(sizeOf(machine).high!))),
          given.flatMap((host) => repeated(host.count.low, roomOf(host, ratio).low)),
        );
        expect(countPlaces(wanted, given, ratio).fits).toBe(surely ? 'no' : perhaps ? 'maybe' : 'yes');
      }),
      { numRuns: 60 },
    );
  });

  test('seven VMs of 148 GiB have six places on three hosts of 384 GiB, though the sum fits', () => {
    const { fits, crowd } = countPlaces([machines(exactly(7), 148)], [hosts(exactly(3), 384)], 1);
    expect([fits, crowd]).toEqual(['no', { sizeMiB: 148 * GIB + 143, machines: 7, places: 6 }]); // 143.98 MiB of overhead
    expect(countPlaces([machines(exactly(6), 148)], [hosts(exactly(3), 384)], 1)).toEqual({ fits: 'yes' });
  });

  test('larger VMs take places of smaller ones: a size counts all that are as large', () => {
    const wanted = [machines(exactly(2), 200), machines(exactly(3), 100)];
    const { fits, crowd } = countPlaces(wanted, [hosts(exactly(2), 250)], 1);
    expect([fits, crowd]).toEqual(['no', { sizeMiB: 100 * GIB + 143, machines: 5, places: 4 }]);
  });

  test('of several crowds the one that lacks most is shown', () => {
    const wanted = [machines(exactly(3), 200), machines(exactly(6), 100)];
    expect(countPlaces(wanted, [hosts(exactly(2), 250)], 1).crowd).toMatchObject({ machines: 9, places: 4 });
    expect(countPlaces([machines(exactly(6), 200), machines(exactly(1), 100)], [hosts(exactly(2), 250)], 1).crowd).toMatchObject({
      machines: 6,
      places: 2,
    });
  });

  test('a host may be filled as far as the ratio allows', () => {
    expect(countPlaces([machines(exactly(7), 148)], [hosts(exactly(3), 384)], 1.5).fits).toBe('yes'); // 3 on each
    expect(countPlaces([machines(exactly(10), 148)], [hosts(exactly(3), 384)], 1.5).crowd).toMatchObject({ machines: 10, places: 9 });
  });

  test('hosts that nobody stated, or of which there may be more, refute nothing; rooms too small do', () => {
    const seven = [machines(exactly(7), 148)];
    expect(countPlaces(seven, [hosts(exactly(3), 384), hosts(exactly(1), null)], 1).fits).toBe('maybe');
    expect(countPlaces(seven, [hosts(Interval.between(3, 4), 384)], 1).fits).toBe('maybe');
    expect(countPlaces(seven, [hosts(Interval.atLeast(3), 384)], 1).fits).toBe('maybe');
    expect(countPlaces(seven, [hosts(Interval.atLeast(3), 100)], 1).fits).toBe('no');
  });

  test('VMs that may be there, or may be larger, count for the proof and not for the refutation', () => {
    const three = [hosts(exactly(3), 384)];
    expect(countPlaces([machines(Interval.between(6, 7), 148)], three, 1).fits).toBe('maybe');
    expect(countPlaces([machines(Interval.atLeast(6), 148)], three, 1).fits).toBe('maybe');
    expect(countPlaces([machines(exactly(6), 148, 60)], three, 1).fits).toBe('maybe');
    expect(countPlaces([{ ...machines(exactly(1), 1), memoryMiB: Interval.atLeast(0) }], three, 1).fits).toBe('maybe');
  });

  test('the reserve of a host is taken at the end that fits the question', () => {
    const reserve = Interval.between(0, 100 * GIB);
    expect(countPlaces([machines(exactly(4), 148)], [hosts(exactly(2), 384, reserve)], 1).fits).toBe('maybe');
    expect(countPlaces([machines(exactly(5), 148)], [hosts(exactly(2), 384, reserve)], 1).fits).toBe('no');
  });
});
