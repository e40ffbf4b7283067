import {
  indexOf,
  isUnknown,
  type Autoscaler,
  type Estate,
  type KubernetesCluster,
  type NodePool,
  type NodeResources,
  type Workload,
} from '../../estate';
import { requestsOf, type Amounts, type NodeClass, type PodClass } from '../../proofs/capacity';
import { candidateNodes } from '../../proofs/scheduling';
import type { Interval } from '../../units';
import { knownOnlyTo, quoted, quotedName } from '../wording';

/** The pods and nodes of a cluster, every autoscaler at its maximum, as a proof or a refutation takes them. */
export interface AtMaximum {
  readonly pods: readonly PodClass[];
  readonly nodes: readonly NodeClass[];
  /** Why the count or the requests of some pods are not known; a refutation leaves these pods out. */
  readonly gap: string | undefined;
}

/**
 * @param end `worst` for a proof: the least that nodes have, and pods only on nodes that take them for certain; `best` for a refutation
 */
export function atMaximum(estate: Estate, cluster: KubernetesCluster, end: 'worst' | 'best'): AtMaximum {
  const pools = indexOf(estate).poolsOf(cluster);
  const perNode = new Map(pools.map(({ id }) => [id, new Map<string, bigint>()]));
  const pods: PodClass[] = [];
  let gap: string | undefined;
  for (const workload of indexOf(estate).workloadsOf(cluster)) {
    const requests = amountsOf(estate, workload);
    if (typeof requests === 'string') {
      gap ??= requests;
      continue;
    }
    const homes = homesOf(estate, workload, pools, end);
    if (workload.replicas === 'per-node') {
      for (const id of homes) for (const [resource, amount] of requests) addAmount(perNode.get(id)!, resource, amount);
      continue;
    }
    const count = scalerOf(estate, workload)?.max ?? workload.replicas;
    if (isUnknown(count)) gap ??= `how many pods ${quotedName(workload)} has is ${knownOnlyTo(count)}`;
    else if (count > 0) pods.push({ id: workload.id, count, requests, pools: homes });
  }
  const nodes = pools.map((pool): NodeClass => ({
    id: pool.id,
    count: pool.autoscaling?.max ?? pool.replicas,
    capacity: less(capacityOf(pool.allocatable, end), perNode.get(pool.id)!),
  }));
  return { pods, nodes, gap };
}

export function scalerOf(estate: Estate, { cluster, namespace, kind, name }: Workload): Autoscaler | undefined {
  return estate.kubernetes.autoscalers.find(
    (each) => each.cluster === cluster && each.namespace === namespace && each.target.kind === kind && each.target.name === name,
  );
}

/** A pod counts as one, of as many as a node takes. */
function amountsOf(estate: Estate, workload: Workload): Amounts | string {
  const hidden = workload.pod.unread?.find((path) => /\b(resources|overhead|containers|initContainers)\b/.test(path));
  if (hidden !== undefined) return `${quoted(hidden)} of ${quotedName(workload)} is not of the type that the API has`;
  const runtime = indexOf(estate).runtimeClassOf(workload);
  if (runtime === 'unknown') return `the RuntimeClass of ${quotedName(workload)}, and what it costs a pod, is not known`;
  try {
    return new Map([...requestsOf(workload.pod, runtime === 'default' ? {} : runtime.overhead), ['pods', 1n]]);
  } catch (cause) {
    return `the requests of ${quotedName(workload)} cannot be read: ${(cause as Error).message}`;
  }
}

function homesOf(estate: Estate, workload: Workload, pools: readonly NodePool[], end: 'worst' | 'best'): ReadonlySet<string> {
  const { certain, possible } = candidateNodes(estate, workload);
  const of = ({ id }: NodePool, nodes: typeof certain): number => nodes.filter(({ pool }) => pool.id === id).length;
  // Of a DaemonSet each pod that there may be takes something away; of others each node that may not take it does.
  const isDaemon = workload.replicas === 'per-node';
  const isHome = (pool: NodePool): boolean => {
    if ((end === 'worst') === isDaemon) return of(pool, certain) + of(pool, possible) > 0;
    return isDaemon || end === 'worst'
      ? pool.nodes.length > 0 && of(pool, certain) === pool.nodes.length
      : of(pool, certain) + of(pool, possible) > 0;
  };
  return new Set(pools.filter(isHome).map(({ id }) => id));
}

function capacityOf({ cpuMillis, memoryBytes, ephemeralStorageBytes, pods }: NodeResources, end: 'worst' | 'best'): Map<string, bigint> {
  const amount = ({ low, high }: Interval): bigint => BigInt(Math.floor(end === 'worst' ? low : (high ?? Number.MAX_SAFE_INTEGER)));
  return new Map([
    ['cpu', amount(cpuMillis)],
    ['memory', amount(memoryBytes)],
    ['ephemeral-storage', amount(ephemeralStorageBytes)],
    ['pods', BigInt(pods)],
  ]);
}

function less(capacity: Map<string, bigint>, taken: Amounts): Map<string, bigint> {
  for (const [resource, amount] of taken) {
    const left = (capacity.get(resource) ?? 0n) - amount;
    capacity.set(resource, left > 0n ? left : 0n);
  }
  return capacity;
}

function addAmount(to: Map<string, bigint>, resource: string, amount: bigint): void {
  to.set(resource, (to.get(resource) ?? 0n) + amount);
}
