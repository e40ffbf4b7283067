import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import type { NodeResources } from '../../../../lib/estate';
import { Interval } from '../../../../lib/units';
import { KubeletReservations, type NodeSize } from '../../../../lib/layers/kubernetes/kubelet-reservations';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const size = (cpus: number, gibibytes: number, disk = 100): NodeSize => ({ cpus, memory: Size.gibibytes(gibibytes), disk: Size.gibibytes(disk) });
const exactly = (cpus: number, memory: number, storage = 90 * GIB): NodeResources => ({
  cpuMillis: Interval.exactly(cpus * 1000),
  memoryBytes: Interval.exactly(memory),
  ephemeralStorageBytes: Interval.exactly(storage),
  pods: 110,
});

describe('by the size of the node', () => {
  test.each([
    [1, 60],
    [2, 70],
    [3, 75],
    [4, 80],
    [8, 90],
    [16, 110],
    [5, 83], // 82.5
  ])('of %d CPUs %d thousandths are reserved', (cpus, millis) => {
    expect(KubeletReservations.bySize().fields(size(cpus, 8)).kubeReserved.cpu).toBe(`${millis}m`);
  });

  test.each([
    [1, 256],
    [4, 1024],
    [8, 1844], // 1843.2
    [16, 2663], // 2662.4
    [128, 9544], // 2662.4 + 6881.28
    [256, 12166], // 9543.68 + 2621.44
  ])('of %d GiB %d MiB are reserved', (gibibytes, mebibytes) => {
    expect(KubeletReservations.bySize().fields(size(4, gibibytes)).kubeReserved.memory).toBe(`${mebibytes}Mi`);
  });

  test('of less than 1 GiB 255 MiB are', () => {
    const small = { cpus: 1, memory: Size.mebibytes(1023), disk: Size.gibibytes(20) };
    expect(KubeletReservations.bySize().fields(small).kubeReserved.memory).toBe('255Mi');
  });

  test('what is given takes the place of the formula', () => {
    const reservations = KubeletReservations.bySize({ kubeReserved: { cpuMillis: 500 }, systemReserved: { memory: Size.mebibytes(300) } });
    expect(reservations.fields(size(4, 16))).toMatchObject({ kubeReserved: { cpu: '500m' }, systemReserved: { memory: '300Mi' } });
  });
});

describe('as given', () => {
  test('nothing that is not given is reserved', () => {
    expect(KubeletReservations.of({}).fields(size(4, 16))).toMatchObject({ kubeReserved: {}, systemReserved: {} });
  });

  test('amounts are written as Kubernetes has them', () => {
    const kubeReserved = { cpuMillis: 250, memory: Size.kibibytes(1500), ephemeralStorage: Size.gibibytes(2) };
    expect(KubeletReservations.of({ kubeReserved }).fields(size(4, 16)).kubeReserved).toEqual({
      cpu: '250m',
      memory: '1500Ki',
      'ephemeral-storage': '2048Mi',
    });
  });

  test('signals that are not given keep the threshold of the kubelet, which drops its own when it is given one', () => {
    expect(KubeletReservations.of({ evictionHard: { 'memory.available': '1Gi' } }).fields(size(4, 16)).evictionHard).toEqual({
      'memory.available': '1Gi',
      'nodefs.available': '10%',
      'nodefs.inodesFree': '5%',
      'imagefs.available': '15%',
      'imagefs.inodesFree': '5%',
    });
  });

  test.each([
    [{ evictionHard: { 'memory.free': '1Gi' } }, 'evictionHard has the signal "memory.free", and the kubelet knows memory.available, '],
    [
      { evictionHard: { 'memory.available': '1GB' } },
      'evictionHard["memory.available"] must be a share up to 100% or an amount such as "200Mi", got "1GB"',
    ],
    [{ evictionHard: { 'memory.available': '101%' } }, 'got "101%"'],
    [{ evictionHard: { 'memory.available': '0' } }, 'got "0"'],
    [{ evictionHard: 'x' as never }, 'evictionHard must be texts by signal, got "x"'],
    [{ kubeReserved: { cpuMillis: -1 } }, 'kubeReserved.cpuMillis must be a whole number of at least 0, got -1'],
    [{ systemReserved: { memory: 3 as never } }, 'systemReserved.memory must be a Size, got 3'],
  ])('refuses %j', (props, message) => {
    expect(() => KubeletReservations.of(props)).toThrow(message);
  });

  test.each([
    [{ ...size(4, 16), cpus: 0.5 }, 'cpus of a node must be a whole number of at least 1, known at synthesis, got 0.5'],
    [{ ...size(4, 16), memory: 16 as never }, 'memory of a node must be a Size, got 16'],
    [{ ...size(4, 16), disk: undefined as never }, 'disk of a node must be a Size, got undefined'],
  ])('refuses a node of %j', (wrong, message) => {
    expect(() => KubeletReservations.bySize().capacity(wrong, 110)).toThrow(message);
  });
});

describe('capacity', () => {
  test('of CPUs and pods is exact; of memory and disk at most what the VM has', () => {
    const { cpuMillis, memoryBytes, ephemeralStorageBytes, pods } = KubeletReservations.bySize().capacity(size(4, 16), 250);
    expect({ cpuMillis, pods }).toEqual({ cpuMillis: Interval.exactly(4000), pods: 250 });
    expect(memoryBytes.high).toBe(16 * GIB);
    expect(ephemeralStorageBytes.high).toBe(100 * GIB);
  });

  // besthub.dev/articles/why-linux-kernel-appears-to-steal-your-memory: a machine with a crash kernel.
  test('of 16 GiB what was seen is within the bounds', () => {
    const { low, high } = KubeletReservations.bySize().capacity(size(4, 16), 110).memoryBytes;
    expect(low).toBeLessThanOrEqual(15_773 * MIB);
    expect(high).toBeGreaterThanOrEqual(15_773 * MIB);
  });

  test('of a disk of 100 GiB what was seen is within the bounds', () => {
    const { ephemeralStorageBytes } = KubeletReservations.bySize().capacity(size(4, 16), 110);
    expect(ephemeralStorageBytes.low).toBeLessThanOrEqual(98_831_908 * 1024);
  });

  test('is never negative, however small the VM', () => {
    const tiny = { cpus: 1, memory: Size.mebibytes(64), disk: Size.mebibytes(64) };
    const { memoryBytes, ephemeralStorageBytes } = KubeletReservations.bySize().capacity(tiny, 1);
    expect([memoryBytes.low, ephemeralStorageBytes.low]).toEqual([0, 0]);
  });
});

describe('allocatable', () => {
  test('is capacity less both reservations and what hard eviction keeps', () => {
    const reservations = KubeletReservations.of({
      kubeReserved: { cpuMillis: 100, memory: Size.gibibytes(1), ephemeralStorage: Size.gibibytes(1) },
      systemReserved: { cpuMillis: 200, memory: Size.mebibytes(500), ephemeralStorage: Size.gibibytes(2) },
      evictionHard: { 'memory.available': '200Mi', 'nodefs.available': '5Gi', 'imagefs.available': '50%' },
    });
    const left = reservations.allocatable(size(4, 16), exactly(4, 15 * GIB));
    expect(left).toEqual({
      cpuMillis: Interval.exactly(3700),
      memoryBytes: Interval.exactly(14 * GIB - 700 * MIB),
      ephemeralStorageBytes: Interval.exactly(82 * GIB),
      pods: 110,
    });
  });

  test('takes a share as the kubelet does: a float of 32 bits, and cut', () => {
    const left = KubeletReservations.of({}).allocatable(size(4, 16), exactly(4, 15 * GIB, 1_000_000_000_000));
    // 10 % is 0.10000000149011612 in 32 bits.
    expect(left.ephemeralStorageBytes).toEqual(Interval.exactly(1_000_000_000_000 - 100_000_001_490));
  });

  test('takes none and all for a signal that is off', () => {
    for (const off of ['0%', '100%']) {
      const reservations = KubeletReservations.of({ evictionHard: { 'memory.available': off } });
      expect(reservations.allocatable(size(4, 16), exactly(4, GIB)).memoryBytes).toEqual(Interval.exactly(GIB));
    }
  });

  test('is what the nodes of Google report, where the capacity is the one of its page', () => {
    const left = KubeletReservations.bySize().allocatable(size(4, 16), exactly(4, 15 * GIB));
    expect(left.cpuMillis).toEqual(Interval.exactly(3920));
  });

  test('says what is surely more than the node has', () => {
    const tooMuch = (kubeReserved: object): string | undefined => KubeletReservations.of({ kubeReserved }).excess(size(4, 16));
    expect(tooMuch({ cpuMillis: 4001 })).toBe('4001m of CPU of 4000m');
    expect(tooMuch({ cpuMillis: 4000 })).toBeUndefined();
    expect(tooMuch({ memory: Size.gibibytes(16) })).toBe(`${16 * GIB + 100 * MIB} bytes of memory of ${16 * GIB}`);
    expect(tooMuch({ ephemeralStorage: Size.gibibytes(95) })).toContain('bytes of disk of');
    expect(tooMuch({ memory: Size.gibibytes(15) })).toBeUndefined();
  });

  const amounts = fc.record({ cpuMillis: fc.nat(5000), memory: fc.nat(8192).map(Size.mebibytes), ephemeralStorage: fc.nat(50).map(Size.gibibytes) });
  const thresholds = fc.record(
    {
      'memory.available': fc.oneof(
        fc.integer({ min: 1, max: 4096 }).map((n) => `${n}Mi`),
        fc.nat(100).map((n) => `${n}%`),
      ),
      'nodefs.available': fc.oneof(
        fc.integer({ min: 1, max: 64 }).map((n) => `${n}Gi`),
        fc.nat(100).map((n) => `${n}%`),
      ),
    },
    { requiredKeys: [] },
  );
  const any = fc
    .record({ bySize: fc.boolean(), kubeReserved: fc.option(amounts, { nil: undefined }), systemReserved: amounts, evictionHard: thresholds })
    .map(({ bySize, kubeReserved, ...rest }) => {
      const props = { ...rest, ...(kubeReserved !== undefined && { kubeReserved }) };
      return bySize ? KubeletReservations.bySize(props) : KubeletReservations.of(props);
    });
  const anySize = fc.record({
    cpus: fc.integer({ min: 1, max: 128 }),
    memory: fc.integer({ min: 1, max: 2 ** 18 }).map(Size.mebibytes),
    disk: fc.integer({ min: 1, max: 2000 }).map(Size.gibibytes),
  });
  const ends = ({ cpuMillis, memoryBytes, ephemeralStorageBytes }: NodeResources): Interval[] => [cpuMillis, memoryBytes, ephemeralStorageBytes];

  test('is never negative, never more than the capacity, and its low end never above its high one', () => {
    fc.assert(
      fc.property(any, anySize, (reservations, node) => {
        const capacity = reservations.capacity(node, 110);
        ends(reservations.allocatable(node, capacity)).forEach(({ low, high }, index) => {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high!).toBeGreaterThanOrEqual(low);
          expect(high!).toBeLessThanOrEqual(ends(capacity)[index]!.high!);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('grows with the capacity', () => {
    fc.assert(
      fc.property(any, anySize, fc.nat(2 ** 38), fc.nat(2 ** 20), (reservations, node, bytes, more) => {
        const [less, greater] = [bytes, bytes + more].map((each) => reservations.allocatable(node, exactly(node.cpus, each, each)));
        expect(greater!.memoryBytes.low).toBeGreaterThanOrEqual(less!.memoryBytes.low);
        expect(greater!.ephemeralStorageBytes.low).toBeGreaterThanOrEqual(less!.ephemeralStorageBytes.low);
      }),
      { numRuns: 200 },
    );
  });

  test('is between what the ends of the capacity give, wherever in it the true value lies', () => {
    fc.assert(
      fc.property(any, anySize, fc.double({ min: 0, max: 1, noNaN: true }), (reservations, node, where) => {
        const capacity = reservations.capacity(node, 110);
        const { low, high } = capacity.memoryBytes;
        const truth = Math.round(low + (high! - low) * where);
        const bounds = reservations.allocatable(node, capacity).memoryBytes;
        const left = reservations.allocatable(node, exactly(node.cpus, truth)).memoryBytes.low;
        expect(left).toBeGreaterThanOrEqual(bounds.low);
        expect(left).toBeLessThanOrEqual(bounds.high!);
      }),
      { numRuns: 200 },
    );
  });

  test('by size, the formula is the table of its page, read naively', () => {
    const table = (gibibytes: number): number => {
      let share = 0;
      for (let gib = 0; gib < gibibytes; gib += 1) share += gib < 4 ? 0.25 : gib < 8 ? 0.2 : gib < 16 ? 0.1 : gib < 128 ? 0.06 : 0.02;
      return share * 1024;
    };
    for (let gibibytes = 1; gibibytes <= 300; gibibytes += 1) {
      const text = KubeletReservations.bySize().fields(size(4, gibibytes)).kubeReserved.memory!;
      expect(Math.abs(Number(text.replace('Mi', '')) - table(gibibytes))).toBeLessThan(1.001);
    }
  });
});
