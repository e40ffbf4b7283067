import type { KubernetesCluster, NodePool, PodRuntime, PodSecurityLevel, PodTemplate, RuntimeHandler, Workload } from '../../estate';
import { levelOf, violationsOf, type Violation } from '../../proofs/pod-security';
import { NEWEST_MINOR, OLDEST_MINOR } from '../../proofs/kubernetes-api';
import type { Ternary } from '../../units';

/** How well a pod is kept from its node, from the weakest; `wasm` is a point of its own. */
export const ISOLATION_LEVELS = ['baseline', 'restricted', 'user-namespaces', 'sandbox', 'virtual-machine', 'wasm'] as const;

export type IsolationLevelName = (typeof ISOLATION_LEVELS)[number];

export function isIsolationLevel(x: unknown): x is IsolationLevelName {
  return (ISOLATION_LEVELS as readonly unknown[]).includes(x);
}

/** Whether a pod meets a level on the nodes of a pool, and by which field it does not. */
export interface Standing {
  readonly meets: Ternary;
  /** What keeps it from the level; absent where it meets it, or nobody knows. */
  readonly weakness?: Pick<Violation, 'field' | 'value' | 'allowed'>;
  /** Why nobody knows, and what would decide it. */
  readonly gap?: { readonly reason: string; readonly decidedBy: string };
}

/** Where a pod runs. */
export interface Ground {
  readonly cluster: KubernetesCluster;
  /** Undefined where nobody stated the pools of the cluster. */
  readonly pool: NodePool | undefined;
  readonly runtime: PodRuntime;
}

type Sandboxing = RuntimeHandler['isolation'];

const RUNTIME_FIELD = 'spec.runtimeClassName';

/** Whether the pods of a workload meet a level on a pool. */
export function standingOf({ pod }: Pick<Workload, 'pod'>, ground: Ground, level: IsolationLevelName): Standing {
  if (hidesSecurity(pod)) return open('what its pods may do holds a token, or a value that no API server takes', 'literal values of the right types');
  const minor = minorOf(ground.cluster.version);
  if (minor === undefined) {
    return open(`nothing is known of Kubernetes ${ground.cluster.version}`, `a version from 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}`);
  }
  const pods = possiblePods(pod, ground.pool);
  const runtimes = possibleRuntimes(ground);
  const standings = pods.flatMap((each) => runtimes.map((sandboxing) => decide(each, sandboxing, minor, level)));
  if (standings.every((weakness) => weakness === undefined)) return { meets: 'yes' };
  if (standings.every((weakness) => weakness !== undefined)) return { meets: 'no', weakness: tellingOf(standings) };
  return runtimes.length > 1
    ? open(runtimeReason(ground), 'a RuntimeClass in a chart of the cluster, and a pool whose runtimes are stated')
    : open(
        `whether nodes of ${ground.pool === undefined ? 'the cluster' : `pool \`${String(ground.pool.name)}\``} can give pods users of their own is not known`,
        'what containerd and kernel the pool has',
      );
}

/** A field of the pod tells more than that it has no runtime of its own. */
function tellingOf(weaknesses: readonly Standing['weakness'][]): Standing['weakness'] {
  return weaknesses.find((each) => each?.field !== RUNTIME_FIELD) ?? weaknesses[0];
}

/** What keeps a pod from a level; nothing where it meets it. */
function decide({ pod, hasUsers }: PossiblePod, sandboxing: Sandboxing, minor: number, level: IsolationLevelName): Standing['weakness'] {
  const sandboxed = sandboxing === 'sandbox' || sandboxing === 'virtual-machine';
  const [unsafe] = violationsOf(pod, 'baseline', minor);
  switch (level) {
    case 'baseline':
      return unsafe;
    case 'restricted':
      return sandboxed ? unsafe : violationsOf(pod, 'restricted', minor)[0];
    case 'user-namespaces': {
      if (sandboxed) return unsafe;
      if (sandboxing === 'wasm') return runtimeWeakness(pod, 'a runtime that is no WebAssembly');
      const [violation] = violationsOf(pod, 'restricted', minor);
      return violation ?? (hasUsers ? undefined : USERS_OF_NODE);
    }
    case 'sandbox':
      return sandboxed ? unsafe : runtimeWeakness(pod, 'a RuntimeClass of a sandbox or a virtual machine');
    case 'virtual-machine':
      return sandboxing === 'virtual-machine' ? unsafe : runtimeWeakness(pod, 'a RuntimeClass of a virtual machine');
    case 'wasm':
      return sandboxing === 'wasm' ? unsafe : runtimeWeakness(pod, 'a RuntimeClass of WebAssembly');
  }
}

const USERS_OF_NODE = { field: 'spec.hostUsers', value: 'left out, true, or ignored by the nodes', allowed: 'false, on nodes that can do it' };

function runtimeWeakness({ spec }: PodTemplate, allowed: string): Standing['weakness'] {
  return { field: RUNTIME_FIELD, value: textOf(spec.runtimeClassName), allowed };
}

function textOf(value: unknown): string {
  return value === undefined ? 'left out' : JSON.stringify(value);
}

interface PossiblePod {
  readonly pod: PodTemplate;
  /** Whether its users are nobody on the node. */
  readonly hasUsers: boolean;
}

/**
 * A pod as it runs: on nodes that cannot give it users of its own, containerd ignores `hostUsers: false`, so that root in it is root, and
 * what the Pod Security Standards let pass for the sake of these users counts.
 */
function possiblePods(pod: PodTemplate, pool: NodePool | undefined): PossiblePod[] {
  const asWanted = { pod, hasUsers: true };
  const asIgnored = { pod: { ...pod, spec: { ...pod.spec, hostUsers: true } }, hasUsers: false };
  if (pod.spec.hostUsers !== false) return [{ pod, hasUsers: false }];
  const able = pool?.userNamespaces ?? null;
  return able === null ? [asWanted, asIgnored] : [able ? asWanted : asIgnored];
}

const ANY: readonly Sandboxing[] = ['kernel', 'sandbox', 'virtual-machine', 'wasm'];

function possibleRuntimes({ pool, runtime }: Ground): readonly Sandboxing[] {
  if (runtime === 'default') return ['kernel'];
  if (runtime === 'unknown') return ANY;
  const handler = pool?.handlers.find((each) => each.handler === runtime.handler);
  return handler === undefined ? ANY : [handler.isolation];
}

function runtimeReason({ pool, runtime }: Ground): string {
  if (typeof runtime === 'string') return 'the RuntimeClass of its pods is not among the manifests of the cluster';
  const where = pool === undefined ? 'the nodes of the cluster' : `pool \`${String(pool.name)}\``;
  return `what handler \`${runtime.handler}\` is on ${where} is not stated`;
}

/** Attributes that no check of security reads. */
const HARMLESS =
  /^(?:metadata\.)?labels(?:\.|$)|^spec\.(?:nodeSelector|affinity|tolerations|topologySpreadConstraints|priorityClassName|schedulerName|nodeName|serviceAccountName|automountServiceAccountToken|overhead|resources)(?:\.|$)|^spec\.(?:c|initC|ephemeralC)ontainers\.\d+\.(?:name|image|env|resources|volumeMounts|restartPolicy)(?:\.|$)|^spec\.runtimeClassName$/;

/** Whether something that a check reads is not what the pod will have. A RuntimeClass that is hidden is asked for where it counts. */
function hidesSecurity({ unread = [] }: PodTemplate): boolean {
  return unread.some((path) => !HARMLESS.test(path));
}

/** The strongest Pod Security Standard that a pod meets; undefined for a version that nobody here knows. */
export function securityOf({ pod }: Pick<Workload, 'pod'>, { version }: KubernetesCluster): PodSecurityLevel | undefined {
  const minor = minorOf(version);
  return minor === undefined ? undefined : levelOf(pod, minor);
}

/** 34 of `1.34`; undefined for a version that nobody here knows. */
export function minorOf(version: string): number | undefined {
  const [, minor] = /^1\.(\d+)(?:\.\d+)?$/.exec(version) ?? [];
  const number = Number(minor);
  return number >= OLDEST_MINOR && number <= NEWEST_MINOR ? number : undefined;
}

function open(reason: string, decidedBy: string): Standing {
  return { meets: 'maybe', gap: { reason, decidedBy } };
}
