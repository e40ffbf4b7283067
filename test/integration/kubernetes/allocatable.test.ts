import { Size } from 'cdk8s';
import { KubeletReservations, type KubeletReservationsProps, type NodeSize } from 'cdk-strata/kubernetes';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { Interval } from '../../../lib/units';
import { announce, describeWith, kubernetes } from '../lane/components';
import { pathOf } from '../tools/build';
import { nodeAmounts, type Machine, type NodeAmounts } from './kubelet';
import { nanos } from './quantity';

announce();

const GIB = 2 ** 30;
const MAX_PODS = 110;

interface Amounts {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
  readonly pods: number;
}

/** What Strata says is left of exactly that capacity. */
function ours(reservations: KubeletReservations, size: NodeSize, machine: Machine): Amounts {
  const exactly = {
    cpuMillis: Interval.exactly(machine.cpus * 1000),
    memoryBytes: Interval.exactly(machine.memoryBytes),
    ephemeralStorageBytes: Interval.exactly(machine.ephemeralStorageBytes),
    pods: MAX_PODS,
  };
  const { cpuMillis, memoryBytes, ephemeralStorageBytes, pods } = reservations.allocatable(size, exactly);
  return { cpuMillis: cpuMillis.low, memoryBytes: memoryBytes.low, ephemeralStorageBytes: ephemeralStorageBytes.low, pods };
}

/** What kubelet says of the file that Strata writes for the size; undefined where it does not start. */
function kubelets(reservations: KubeletReservations, size: NodeSize, machine: Machine): NodeAmounts | undefined {
  const fields = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', maxPods: MAX_PODS, ...reservations.fields(size) };
  try {
    return nodeAmounts(pathOf(kubernetes.kubeletNode), stringify(fields), machine);
  } catch (error) {
    if ((error as Error).message.includes('invalid Node Allocatable configuration')) return undefined;
    throw error;
  }
}

function amounts({ allocatable }: NodeAmounts): Amounts {
  const amount = (resource: string, unit: bigint): number => Number(nanos(allocatable[resource]!)! / unit);
  return {
    cpuMillis: amount('cpu', 1_000_000n),
    memoryBytes: amount('memory', 1_000_000_000n),
    ephemeralStorageBytes: amount('ephemeral-storage', 1_000_000_000n),
    pods: amount('pods', 1_000_000_000n),
  };
}

describeWith(kubernetes.kubeletNode)('what Strata says is allocatable', () => {
  test.each([
    [2, 4, 40],
    [8, 32, 120],
    [32, 256, 500],
  ])('is what kubelet reports of %i CPUs, %i GiB and a disk of %i GiB, at both ends of the capacity', (cpus, memory, disk) => {
    const size = { cpus, memory: Size.gibibytes(memory), disk: Size.gibibytes(disk) };
    const reservations = KubeletReservations.bySize();
    const capacity = reservations.capacity(size, MAX_PODS);
    const { memoryBytes, ephemeralStorageBytes } = capacity;
    const stated = reservations.allocatable(size, capacity);
    for (const end of ['low', 'high'] as const) {
      const machine = { cpus, memoryBytes: memoryBytes[end]!, ephemeralStorageBytes: ephemeralStorageBytes[end]! };
      expect(amounts(kubelets(reservations, size, machine)!)).toEqual({
        cpuMillis: stated.cpuMillis[end],
        memoryBytes: stated.memoryBytes[end],
        ephemeralStorageBytes: stated.ephemeralStorageBytes[end],
        pods: stated.pods,
      });
    }
  });

  test('is what kubelet reports of any machine and any reservation, or kubelet does not start', () => {
    const bytes = (gib: number): fc.Arbitrary<number> => fc.integer({ min: 2 ** 20, max: (gib * GIB) / 1024 }).map((kib) => kib * 1024);
    const reserved = fc.record(
      { cpuMillis: fc.integer({ min: 0, max: 900 }), memory: fc.integer({ min: 0, max: 900 }).map((mib) => Size.mebibytes(mib)) },
      { requiredKeys: [] },
    );
    const threshold = fc.oneof(
      fc.integer({ min: 0, max: 100 }).map((share) => `${share}%`),
      fc.constantFrom('7.5%', '12.3%', '200Mi', '1Gi', '1000000'),
    );
    const props: fc.Arbitrary<KubeletReservationsProps> = fc.record(
      {
        kubeReserved: reserved,
        systemReserved: reserved,
        evictionHard: fc.record({ 'memory.available': threshold, 'nodefs.available': threshold }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    let started = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        props,
        fc.boolean(),
        fc.integer({ min: 1, max: 128 }),
        bytes(512),
        bytes(2000),
        (given, bySize, cpus, memoryBytes, storageBytes) => {
          const reservations = bySize ? KubeletReservations.bySize(given) : KubeletReservations.of(given);
          const size = { cpus, memory: Size.kibibytes(memoryBytes / 1024), disk: Size.kibibytes(storageBytes / 1024) };
          const machine = { cpus, memoryBytes, ephemeralStorageBytes: storageBytes };
          const reported = kubelets(reservations, size, machine);
          if (reported === undefined) {
            refused++;
            const left = ours(reservations, size, machine);
            expect(Math.min(left.cpuMillis, left.memoryBytes, left.ephemeralStorageBytes)).toBe(0);
          } else {
            started++;
            expect(reservations.excess(size)).toBeUndefined();
            expect(amounts(reported)).toEqual(ours(reservations, size, machine));
          }
        },
      ),
      { numRuns: 100, seed: 37 },
    );
    expect(started).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(0);
  });
});
