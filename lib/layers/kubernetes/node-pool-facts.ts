import type { NodePoolFacts, Taint } from '../../estate';
import type { Containerd, IContainerRuntime } from '../container';
import type { KubeletReservations, NodeSize } from './kubelet-reservations';
import type { KubernetesVersion } from './version';

/** Everything that a pool says of itself, checked. */
export interface NodePoolShape {
  readonly role: 'control-plane' | 'worker';
  readonly replicas: number;
  readonly autoscaling?: { readonly min: number; readonly max: number };
  readonly surge: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly architecture: 'amd64' | 'arm64';
  readonly size: NodeSize;
  readonly reservations: KubeletReservations;
  readonly maxPods: number;
  /** Undefined where nobody said. */
  readonly containerd?: Containerd;
  readonly runtimes: readonly IContainerRuntime[];
  /** Whether kernel and runc can do user namespaces; undefined where nobody said. */
  readonly userNamespaces?: boolean;
}

/** Names of the pool that every node has, for selectors. */
export const POOL_LABEL = 'cdk-strata/pool';

/** What `KubernetesNode.labels` has of every node beside those of its pool (kubernetes.io, "Well-Known Labels, Annotations and Taints"). */
export function wellKnownLabels(node: string, { role, architecture }: NodePoolShape, zone?: string): Record<string, string> {
  return {
    'kubernetes.io/hostname': node,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture,
    ...(role === 'control-plane' && {
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    }),
    ...zoneLabels(zone),
  };
}

/** What kubelet is told to put on its node. */
export function zoneLabels(zone: string | undefined): Record<string, string> {
  return zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
}

/** As the estate has it. */
export function nodePoolFacts(shape: NodePoolShape, version: KubernetesVersion, featureGates: Readonly<Record<string, boolean>>): NodePoolFacts {
  const { size, reservations, maxPods, containerd, runtimes } = shape;
  const capacity = reservations.capacity(size, maxPods);
  return {
    role: shape.role,
    replicas: shape.replicas,
    ...(shape.autoscaling !== undefined && { autoscaling: shape.autoscaling }),
    surge: shape.surge,
    labels: shape.labels,
    taints: shape.taints,
    architecture: shape.architecture,
    capacity,
    allocatable: reservations.allocatable(size, capacity),
    ...(containerd !== undefined && { containerd: containerd.toFacts() }),
    handlers: containerd?.handlersOf(runtimes) ?? [],
    userNamespaces: userNamespaces(shape, featureGates.UserNamespacesSupport ?? version.isFeatureEnabled('UserNamespacesSupport')),
  };
}

/** Kernel, containerd and gate; null where one is not known and none says no. */
function userNamespaces({ userNamespaces: node, containerd }: NodePoolShape, gate: boolean | undefined): boolean | null {
  const all = [node, containerd?.supportsUserNamespaces, gate];
  if (all.includes(false)) return false;
  return all.includes(undefined) ? null : true;
}
