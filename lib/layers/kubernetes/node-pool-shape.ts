import { Size } from 'cdk8s';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkCount, checkDistinct, checkFlag, checkKind, checkKinds, checkOneOf, checkProps, checkWhole, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { Containerd, IContainerRuntime } from '../container';
import { CONTAINER_RUNTIME, CONTAINERD } from '../container/kinds';
import type { Kind } from '../kind';
import { SIZE } from '../kind';
import { KubeletReservations } from './kubelet-reservations';
import type { ControlPlaneProps, NodeGroupProps, NodePoolProps } from './node-pool-props';
import { type NodePoolShape, POOL_LABEL } from './node-pool-facts';
import { checkLabels, checkTaints } from './node-pool-taints';

const RESERVATIONS: Kind = { member: 'allocatable', name: 'a KubeletReservations', repair: 'give one such as `KubeletReservations.bySize()`' };
/** `registerWithTaints` that kubeadm gives to a control plane. */
const CONTROL_PLANE_TAINT = { key: 'node-role.kubernetes.io/control-plane', value: '', effect: 'NoSchedule' } as const;
export const CONTROL_PLANE = 'control-plane';

/** What kubeadm asks of a control plane before it begins (k8s.io/kubernetes v1.34.4, `cmd/kubeadm/app/constants/constants.go`). */
const LEAST_CPUS = 2;
const LEAST_MEBIBYTES = 1700;

/** Most replicas of a control plane: a change waits for more than half of the members of etcd. */
const REPLICAS = [1, 3, 5, 7];
const DISK = Size.gibibytes(40);

/** What a cluster says of all of its pools. */
export interface PoolDefaults {
  /** Undefined where nobody said, as of a cluster that stands already. */
  readonly containerd?: Containerd;
  /** Addresses of pods that a node has. */
  readonly podsByAddress: number;
}

/** @throws when a number is out of bounds, or `max` is below `replicas`, or a runtime lacks what it needs */
export function poolShape(pool: Construct, name: string, props: NodePoolProps, defaults: PoolDefaults): NodePoolShape {
  checkProps(pool, `pools.${name}`, props, ['replicas', 'cpus', 'memory']);
  const runtimes = checkKinds(pool, 'runtimes', props.runtimes ?? [], CONTAINER_RUNTIME);
  checkDistinct(
    pool,
    'handlers of runtimes',
    runtimes.map(({ handler }) => handler),
  );
  const taints = checkTaints(pool, props.taint, props.taints);
  const wasm = runtimes.find(({ isolation }) => isolation === 'wasm');
  if (wasm !== undefined && taints.length === 0) {
    throw new ConstructError(pool, `its nodes run ${wasm.handler}, and no taint keeps other pods off; give the pool one, such as taint: 'wasm'`);
  }
  const replicas = checkCount(pool, props.replicas, 'replicas');
  return {
    role: 'worker',
    replicas,
    ...autoscaling(pool, replicas, props),
    surge: checkWhole(pool, 'surge', known(pool, 'surge', props.surge ?? 0), { low: 0 }),
    taints,
    architecture: checkOneOf(pool, 'architecture', props.architecture ?? 'amd64', ['amd64', 'arm64']),
    size: { cpus: checkCount(pool, props.cpus, 'cpus'), memory: checkKind(pool, 'memory', props.memory, SIZE), disk: disk(pool, props.disk) },
    runtimes,
    ...groupShape(pool, name, props, defaults),
  };
}

/** @throws when there is an even number of nodes, or one is smaller than kubeadm asks for */
export function controlPlaneShape(pool: Construct, props: ControlPlaneProps, defaults: PoolDefaults): NodePoolShape {
  const replicas = checkCount(pool, props.replicas, 'replicas');
  if (!REPLICAS.includes(replicas)) {
    const why =
      replicas % 2 === 0
        ? `${replicas} members of etcd stand the loss of no more than ${replicas - 1} do`
        : 'every change waits for more than half of them';
    throw new ConstructError(pool, `replicas must be 1, 3, 5 or 7, got ${replicas}: ${why}`);
  }
  const memory = checkKind(pool, 'memory', props.memory ?? Size.gibibytes(16), SIZE);
  if (memory.toMebibytes({ rounding: 1 }) < LEAST_MEBIBYTES) {
    throw new ConstructError(pool, `memory must be at least ${LEAST_MEBIBYTES} MiB, or kubeadm refuses to begin, got ${memory.asString()}`);
  }
  const cpus = checkCount(pool, props.cpus ?? 4, 'cpus');
  return {
    role: 'control-plane',
    replicas,
    surge: 0,
    taints: [CONTROL_PLANE_TAINT],
    architecture: 'amd64',
    size: {
      cpus: checkWhole(pool, 'cpus', cpus, { low: LEAST_CPUS, repair: 'kubeadm refuses to begin with fewer' }),
      memory,
      disk: disk(pool, props.disk),
    },
    runtimes: [],
    ...groupShape(pool, CONTROL_PLANE, props, defaults),
  };
}

/** Whether its VMs have to be hypervisors. @throws when they may not be, and a runtime needs it */
export function nestedVirtualization(pool: Construct, runtimes: readonly IContainerRuntime[], given: boolean | undefined): boolean | undefined {
  ifGiven(given, (value) => checkFlag(pool, 'nestedVirtualization', value));
  const needs = runtimes.find(({ requiresNestedVirtualization }) => requiresNestedVirtualization === true);
  if (needs === undefined) return given;
  if (given !== false) return true;
  throw new ConstructError(pool, `${needs.handler} makes virtual machines in the nodes, and nestedVirtualization is false; leave it out`);
}

type GroupShape = Pick<NodePoolShape, 'labels' | 'reservations' | 'maxPods' | 'containerd' | 'userNamespaces'>;

function groupShape(pool: Construct, name: string, props: NodeGroupProps, { containerd, podsByAddress }: PoolDefaults): GroupShape {
  const maxPods = checkCount(pool, props.maxPods ?? 110, 'maxPods');
  if (maxPods > podsByAddress) {
    throw new ConstructError(
      pool,
      `a node has ${podsByAddress} addresses for pods, got maxPods ${maxPods}; lower it, or give shorter nodeCidrPrefixes`,
    );
  }
  const runtime = props.containerd === undefined ? containerd : checkKind(pool, 'containerd', props.containerd, CONTAINERD);
  return {
    labels: { ...ownLabels(pool, props.labels), [POOL_LABEL]: name },
    reservations: checkKind(pool, 'reservations', props.reservations ?? KubeletReservations.bySize(), RESERVATIONS),
    maxPods,
    ...(runtime !== undefined && { containerd: runtime }),
    ...(props.userNamespaces !== undefined && { userNamespaces: checkFlag(pool, 'userNamespaces', props.userNamespaces) }),
  };
}

/** @throws when one is of those that every node has anyway */
function ownLabels(pool: Construct, labels: NodeGroupProps['labels']): Readonly<Record<string, string>> {
  const checked = checkLabels(pool, labels);
  const given = [POOL_LABEL, 'kubernetes.io/hostname', 'kubernetes.io/os', 'kubernetes.io/arch'].find((label) => label in checked);
  if (given === undefined) return checked;
  throw new ConstructError(pool, `labels has "${given}", which each node has a value of its own of; leave it out, or take a name of your own`);
}

function autoscaling(pool: Construct, replicas: number, { min, max }: NodePoolProps): Pick<NodePoolShape, 'autoscaling'> {
  if (min === undefined && max === undefined) return {};
  const low = checkWhole(pool, 'min', known(pool, 'min', min ?? replicas), { low: 0 });
  const high = checkWhole(pool, 'max', known(pool, 'max', max ?? replicas), { low: 1 });
  if (low <= replicas && replicas <= high) return { autoscaling: { min: low, max: high } };
  throw new ConstructError(pool, `replicas must be from min to max, got ${replicas} with min ${low} and max ${high}`);
}

function disk(pool: Construct, given: Size | undefined): Size {
  return checkKind(pool, 'disk', given ?? DISK, SIZE);
}

/** A token says nothing of how many nodes there are. */
function known(pool: Construct, what: string, value: number): number {
  if (!Token.isUnresolved(value)) return value;
  throw new ConstructError(pool, `${what} must be a number known at synthesis, got ${got(value)}; give it in the program`);
}
