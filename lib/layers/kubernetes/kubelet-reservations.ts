import type { Size } from 'cdk8s';
import type { NodeResources } from '../../estate';
import type { Interval } from '../../units';
import { brand, isBranded } from '../brand';
import { checkKind, checkProps, checkWhole, got } from '../check';
import { ConstructError } from '../construct-error';
import { SIZE } from '../kind';
import { nodeCapacity, type NodeSize } from './bootstrap/node-capacity';
import { checkThresholds, keptFree } from './bootstrap/eviction';

export type { NodeSize } from './bootstrap/node-capacity';

/** Amounts that pods cannot have. */
export interface ReservedResources {
  /** Thousandths of a CPU. @default 0 */
  readonly cpuMillis?: number;
  /** @default - none */
  readonly memory?: Size;
  /** @default - none */
  readonly ephemeralStorage?: Size;
}

export interface KubeletReservationsProps {
  /**
   * For kubelet and the container runtime.
   * @default - of `bySize`, what the size asks for; of `of`, nothing
   */
  readonly kubeReserved?: ReservedResources;

  /**
   * For the rest of the operating system.
   * @default - nothing: the formula of `bySize` has it in `kubeReserved`
   */
  readonly systemReserved?: ReservedResources;

  /**
   * What is kept free by evicting pods, by signal, as an amount or a share: `{ 'memory.available': '200Mi', 'nodefs.available': '15%' }`.
   * @default - for each signal that is not given, that of the kubelet: memory 100Mi, nodefs 10% and 5% of inodes, imagefs 15% and 5% of inodes
   */
  readonly evictionHard?: Readonly<Record<string, string>>;
}

/** Amounts set aside, in the units of an estate. */
interface Amounts {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly ephemeralStorageBytes: number;
}

/** What the kubelet's configuration says of it. */
export interface KubeletReservationFields {
  readonly kubeReserved: Readonly<Record<string, string>>;
  readonly systemReserved: Readonly<Record<string, string>>;
  readonly evictionHard: Readonly<Record<string, string>>;
}

const KUBELET_RESERVATIONS = Symbol.for('cdk-strata.KubeletReservations');
const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** Up to so much: this share of it. https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes, "Memory and CPU reservations". */
const MEMORY_STEPS = [
  [4 * GIB, 0.25],
  [8 * GIB, 0.2],
  [16 * GIB, 0.1],
  [128 * GIB, 0.06],
  [Infinity, 0.02],
] as const;
const CPU_STEPS = [
  [1, 60],
  [2, 10],
  [4, 5],
  [Infinity, 2.5],
] as const;

/** What a node keeps for itself, so that its pods cannot starve it (kubernetes.io/docs/tasks/administer-cluster/reserve-compute-resources). */
export class KubeletReservations {
  /**
   * By the size of the node, as Google Kubernetes Engine does and publishes: of memory 25 % of the first 4 GiB, 20 % of the next 4, 10 % of
   * the next 8, 6 % up to 128 GiB and 2 % above; of CPUs 6 % of the first, 1 % of the second, 0.5 % of the next two and 0.25 % above.
   */
  public static bySize(props: KubeletReservationsProps = {}): KubeletReservations {
    return new KubeletReservations(props, true);
  }

  /** Exactly as given. */
  public static of(props: KubeletReservationsProps): KubeletReservations {
    return new KubeletReservations(props, false);
  }

  public static isKubeletReservations(x: unknown): x is KubeletReservations {
    return isBranded(x, KUBELET_RESERVATIONS);
  }

  private readonly kubeReserved: Amounts | undefined;
  private readonly systemReserved: Amounts;
  private readonly evictionHard: Readonly<Record<string, string>>;

  private constructor(
    props: KubeletReservationsProps,
    private readonly bySize: boolean,
  ) {
    brand(this, KUBELET_RESERVATIONS);
    checkProps(undefined, 'reservations', props, []);
    this.kubeReserved = props.kubeReserved === undefined ? undefined : amountsOf('kubeReserved', props.kubeReserved);
    this.systemReserved = amountsOf('systemReserved', props.systemReserved ?? {});
    this.evictionHard = checkThresholds(props.evictionHard ?? {});
  }

  /** What the kubelet of such a VM reports as capacity, within bounds: what kernel and file system keep is not known exactly. */
  public capacity(size: NodeSize, maxPods: number): NodeResources {
    return nodeCapacity(checkSize(size), checkWhole(undefined, 'maxPods', maxPods, { low: 1 }));
  }

  /**
   * What the kubelet leaves for pods: capacity less what is reserved and less what hard eviction keeps free, and nothing where that is more
   * than there is (kubelet `hardEvictionReservation` of `pkg/kubelet/cm/helpers.go`, `MachineInfo` of `pkg/kubelet/nodestatus/setters.go`).
   *
   * @param capacity what the kubelet reports, or may report
   */
  public allocatable(size: NodeSize, capacity: NodeResources): NodeResources {
    const reserved = this.reserved(size);
    return {
      cpuMillis: less(capacity.cpuMillis, reserved.cpuMillis, () => 0),
      memoryBytes: less(capacity.memoryBytes, reserved.memoryBytes, (bytes) => keptFree(this.evictionHard['memory.available'], bytes)),
      ephemeralStorageBytes: less(capacity.ephemeralStorageBytes, reserved.ephemeralStorageBytes, (bytes) =>
        keptFree(this.evictionHard['nodefs.available'], bytes),
      ),
      pods: capacity.pods,
    };
  }

  /** As `KubeletConfiguration` has it. Every signal of the kubelet's own defaults is there: it drops those when one is given. */
  public fields(size: NodeSize): KubeletReservationFields {
    return {
      kubeReserved: quantities(this.kubeOf(checkSize(size))),
      systemReserved: quantities(this.systemReserved),
      evictionHard: this.evictionHard,
    };
  }

  /** What is surely more than a node of the size has: its kubelet would not start. Undefined where all may fit. */
  public excess(size: NodeSize): string | undefined {
    const { cpuMillis, memoryBytes, ephemeralStorageBytes } = this.capacity(size, 1);
    const reserved = this.reserved(size);
    const memory = reserved.memoryBytes + keptFree(this.evictionHard['memory.available'], memoryBytes.high!);
    const storage = reserved.ephemeralStorageBytes + keptFree(this.evictionHard['nodefs.available'], ephemeralStorageBytes.high!);
    if (reserved.cpuMillis > cpuMillis.high!) return `${reserved.cpuMillis}m of CPU of ${cpuMillis.high!}m`;
    if (memory > memoryBytes.high!) return `${memory} bytes of memory of ${memoryBytes.high!}`;
    return storage > ephemeralStorageBytes.high! ? `${storage} bytes of disk of ${ephemeralStorageBytes.high!}` : undefined;
  }

  private reserved(size: NodeSize): Amounts {
    const [kube, system] = [this.kubeOf(checkSize(size)), this.systemReserved];
    return {
      cpuMillis: kube.cpuMillis + system.cpuMillis,
      memoryBytes: kube.memoryBytes + system.memoryBytes,
      ephemeralStorageBytes: kube.ephemeralStorageBytes + system.ephemeralStorageBytes,
    };
  }

  private kubeOf({ cpus, memory }: NodeSize): Amounts {
    if (this.kubeReserved !== undefined) return this.kubeReserved;
    if (!this.bySize) return amountsOf('kubeReserved', {});
    const bytes = memory.toKibibytes() * 1024;
    return {
      cpuMillis: Math.ceil(stepwise(cpus, CPU_STEPS)),
      // Whole mebibytes, so that the text in the file is the amount.
      memoryBytes: bytes < GIB ? 255 * MIB : Math.ceil(stepwise(bytes, MEMORY_STEPS) / MIB) * MIB,
      ephemeralStorageBytes: 0,
    };
  }
}

/** Each step's share of what falls into it. */
function stepwise(amount: number, steps: readonly (readonly [upTo: number, share: number])[]): number {
  let [total, from] = [0, 0];
  for (const [upTo, share] of steps) {
    total += Math.max(0, Math.min(amount, upTo) - from) * share;
    from = upTo;
  }
  return total;
}

function less({ low, high }: Interval, reserved: number, kept: (capacity: number) => number): Interval {
  const left = (capacity: number): number => Math.max(0, capacity - reserved - kept(capacity));
  return { low: left(low), high: high === null ? null : left(high) };
}

function amountsOf(what: string, props: ReservedResources): Amounts {
  checkProps(undefined, what, props, []);
  const bytes = (name: 'memory' | 'ephemeralStorage'): number =>
    props[name] === undefined ? 0 : checkKind(undefined, `${what}.${name}`, props[name], SIZE).toKibibytes() * 1024;
  return {
    cpuMillis: checkWhole(undefined, `${what}.cpuMillis`, props.cpuMillis ?? 0, { low: 0 }),
    memoryBytes: bytes('memory'),
    ephemeralStorageBytes: bytes('ephemeralStorage'),
  };
}

function quantities({ cpuMillis, memoryBytes, ephemeralStorageBytes }: Amounts): Record<string, string> {
  const binary = (bytes: number): string => (bytes % MIB === 0 ? `${bytes / MIB}Mi` : `${bytes / 1024}Ki`);
  return {
    ...(cpuMillis > 0 && { cpu: `${cpuMillis}m` }),
    ...(memoryBytes > 0 && { memory: binary(memoryBytes) }),
    ...(ephemeralStorageBytes > 0 && { 'ephemeral-storage': binary(ephemeralStorageBytes) }),
  };
}

function checkSize(size: NodeSize): NodeSize {
  checkProps(undefined, 'size of a node', size, ['cpus', 'memory', 'disk']);
  if (!Number.isSafeInteger(size.cpus) || size.cpus < 1) {
    throw new ConstructError(undefined, `cpus of a node must be a whole number of at least 1, known at synthesis, got ${got(size.cpus)}`);
  }
  checkKind(undefined, 'memory of a node', size.memory, SIZE);
  checkKind(undefined, 'disk of a node', size.disk, SIZE);
  return size;
}
