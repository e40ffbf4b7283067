import fc from 'fast-check';
import { atRatio, cpuRatioBalance, hasRoom, hostReserveMiB, memoryBalance, roomOf, vmOverheadMiB, type Load } from '../../../lib/proofs/capacity';
import { Interval } from '../../../lib/units';

const bounded = (max: number) => fc.tuple(fc.nat(max), fc.nat(max)).map(([a, b]) => Interval.between(Math.min(a, b), Math.max(a, b)));
const loads = (count: number, size: number) => fc.array(fc.record({ count: bounded(count), size: bounded(size) }), { maxLength: 3 });

/** Every whole number in an interval. */
function valuesIn({ low, high }: Interval): number[] {
  return Array.from({ length: high! - low + 1 }, (_, i) => low + i);
}

/** Naive reference: every total that some true counts and sizes give. */
function totals(items: readonly Load[]): Set<number> {
  let sums = new Set([0]);
  for (const { count, size } of items) {
    const next = new Set<number>();
    for (const n of valuesIn(count)) for (const s of valuesIn(size)) for (const sum of sums) next.add(sum + n * s);
    sums = next;
  }
  return sums;
}

describe('cpu ratio', () => {
  test('agrees with trying every value the intervals allow', () => {
    fc.assert(
      fc.property(loads(3, 4), loads(3, 4), fc.constantFrom(0.5, 1, 1.5, 3), (machines, hosts, ratio) => {
        const wanted = [...totals(machines)];
        const cores = [...totals(hosts)];
        const fits = wanted.flatMap((w) => cores.map((c) => w <= c * ratio));
        const expected = fits.every(Boolean) ? 'yes' : fits.some(Boolean) ? 'maybe' : 'no';
        expect(cpuRatioBalance(machines, hosts, ratio).fits).toBe(expected);
      }),
    );
  });

  test('is exact at the ratio itself, and not a vCPU beyond', () => {
    const cores: Load[] = [{ count: Interval.exactly(1), size: Interval.exactly(100) }];
    const vcpus = (n: number): Load[] => [{ count: Interval.exactly(n), size: Interval.exactly(1) }];
    expect(cpuRatioBalance(vcpus(115), cores, 1.15).fits).toBe('yes'); // 100 * 1.15 is 114.99999999999999 in binary
    expect(cpuRatioBalance(vcpus(116), cores, 1.15).fits).toBe('no');
    expect(atRatio(Interval.exactly(10), 0.33)).toEqual({ low: 3, high: 3 });
  });
});

describe('memory', () => {
  const machine = (gib: number, count = 1) => ({
    count: Interval.exactly(count),
    memoryMiB: Interval.exactly(gib * 1024),
    vcpus: Interval.exactly(4),
  });
  const host = (gib: number, reserve: Interval = Interval.exactly(0)) => ({ count: Interval.exactly(1), memoryMiB: gib * 1024, reserveMiB: reserve });

  test('agrees with a second evaluator that takes each true value in turn', () => {
    const machines = fc.array(fc.record({ count: bounded(2), memoryMiB: bounded(3).map(gibs), vcpus: fc.constant(Interval.exactly(2)) }), {
      maxLength: 3,
    });
    const hosts = fc.array(
      fc.record({ count: bounded(1), memoryMiB: fc.integer({ min: 4, max: 9 }).map((gib) => gib * 1024), reserveMiB: bounded(4).map(gibs) }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(machines, hosts, (wanted, given) => {
        let most = 0;
        let least = 0;
        for (const { count, memoryMiB, vcpus } of wanted) {
          for (let i = 0; i < count.high!; i += 1) most += memoryMiB.high! + vmOverheadMiB(memoryMiB, vcpus).high!;
          for (let i = 0; i < count.low; i += 1) least += memoryMiB.low + vmOverheadMiB(memoryMiB, vcpus).low;
        }
        let roomLeast = 0;
        let roomMost = 0;
        for (const { count, memoryMiB, reserveMiB } of given) {
          if (count.low > 0) roomLeast += memoryMiB - reserveMiB.high!;
          if (count.high! > 0) roomMost += memoryMiB - reserveMiB.low;
        }
        expect(memoryBalance(wanted, given, 1).fits).toBe(most <= roomLeast ? 'yes' : least > roomMost ? 'no' : 'maybe');
      }),
    );
  });

  test('the reserve is taken from the host it belongs to', () => {
    expect(roomOf(host(100, Interval.between(2048, 8192)), 1)).toEqual({ low: 92 * 1024, high: 98 * 1024 });
    expect(roomOf(host(4, Interval.between(0, 8192)), 1)).toEqual({ low: 0, high: 4096 }); // never less than nothing
    expect(roomOf(host(100, Interval.exactly(2048)), 1.5)).toEqual(Interval.exactly(148 * 1024));
  });

  test('a single VM needs one host with room, not the sum of them', () => {
    expect(hasRoom(machine(60), [host(64), host(32)], 1)).toBe('yes');
    expect(hasRoom(machine(64), [host(64), host(64)], 1)).toBe('no'); // its overhead does not fit
    expect(hasRoom(machine(60), [host(64, Interval.between(0, 8192))], 1)).toBe('maybe');
    expect(hasRoom(machine(60), [], 1)).toBe('no');
    expect(hasRoom(machine(60), [{ ...host(64), count: { low: 0, high: 1 } }], 1)).toBe('maybe');
  });
});

describe('constants', () => {
  test('the overhead of the vendor’s sample VMs lies within its own bounds', () => {
    const samples: [mib: number, vcpus: number, overhead: number][] = [
      [256, 1, 20.29],
      [1024, 2, 29.91],
      [4096, 8, 76.78],
      [16384, 1, 139.62],
      [16384, 8, 168.6],
    ];
    for (const [mib, vcpus, overhead] of samples) {
      const { low, high } = vmOverheadMiB(Interval.exactly(mib), Interval.exactly(vcpus));
      expect(low).toBe(overhead); // the low end is the sample itself
      expect(high).toBeGreaterThan(overhead);
    }
  });

  test('a VM between two samples costs at least the smaller one, and one smaller than all nothing that is known', () => {
    expect(vmOverheadMiB(Interval.exactly(16383), Interval.exactly(7)).low).toBe(60.67);
    expect(vmOverheadMiB(Interval.exactly(255), Interval.exactly(1)).low).toBe(0);
    expect(vmOverheadMiB(Interval.atLeast(0), Interval.exactly(1)).high).toBeNull();
  });

  test('grows with memory and vCPUs at both ends', () => {
    const size = fc.integer({ min: 1, max: 1 << 20 });
    const vcpus = fc.integer({ min: 1, max: 128 });
    fc.assert(
      fc.property(size, size, vcpus, vcpus, (m1, m2, c1, c2) => {
        const small = vmOverheadMiB(Interval.exactly(Math.min(m1, m2)), Interval.exactly(Math.min(c1, c2)));
        const large = vmOverheadMiB(Interval.exactly(Math.max(m1, m2)), Interval.exactly(Math.max(c1, c2)));
        expect(small.low).toBeLessThanOrEqual(large.low);
        expect(small.high!).toBeLessThanOrEqual(large.high!);
        expect(small.low).toBeLessThanOrEqual(small.high!);
      }),
    );
  });

  test('a host keeps up to 8 % for ESXi, 100 GiB more where vSAN runs, and never more than it has', () => {
    expect(hostReserveMiB(1024 * 1024, false)).toEqual({ low: 0, high: Math.ceil(1024 * 1024 * 0.08) });
    expect(hostReserveMiB(1024 * 1024, true)).toEqual({ low: 0, high: Math.ceil(1024 * 1024 * 0.08) + 100 * 1024 });
    expect(hostReserveMiB(64 * 1024, true)).toEqual({ low: 0, high: 64 * 1024 });
  });
});

function gibs({ low, high }: Interval): Interval {
  return { low: low * 1024, high: high! * 1024 };
}
