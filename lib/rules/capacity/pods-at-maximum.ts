import { indexOf, type Estate, type KubernetesCluster, type NodePool, type NodeResources, type Workload } from '../../estate';
import type { Amounts, NodeClass, PodClass } from '../../proofs/capacity';
import { nodesAtMost, nodesFor, nodeToCome, type PoolNode } from '../../proofs/scheduling';
import type { Interval } from '../../units';
import { addTo } from '../../units/multimap';
import { quoted, quotedName } from '../wording';
import { podsAtOnce } from './autoscalers';
import { podAmounts } from './pod-amounts';

/** The pods and nodes of a cluster, every autoscaler at its maximum, as a proof or a refutation takes them. */
export interface AtMaximum {
  readonly pods: readonly PodClass[];
  readonly nodes: readonly NodeClass[];
  /** A pool whose nodes have no room for the pods that each of them gets. */
  readonly overfull: Overfull | undefined;
  /** Why the count or the requests of some pods are not known; a refutation leaves these pods out. */
  readonly gap: string | undefined;
}

export interface Overfull {
  readonly pool: NodePool;
  readonly resource: string;
  readonly wanted: bigint;
  readonly available: bigint;
}

/**
 * @param end `worst` for a proof: the least that nodes have, and pods only on nodes that take them for certain; `best` for a refutation
 */
export function atMaximum(estate: Estate, cluster: KubernetesCluster, end: 'worst' | 'best'): AtMaximum {
  const pools = indexOf(estate).poolsOf(cluster);
  const capacities = new Map(pools.map((pool) => [pool.id, capacityOf(pool.allocatable, end)]));
  const perNode = new Map(pools.map(({ id }) => [id, new Map<string, bigint>()]));
  const places = placesOf(pools);
  const pods: PodClass[] = [];
  let gap: string | undefined;
  for (const workload of workloadsOnce(indexOf(estate).workloadsOf(cluster), end)) {
    const asked = podAmounts(estate, cluster, workload, end);
    if (typeof asked === 'string') {
      gap ??= asked;
      continue;
    }
    const requests = end === 'best' ? new Map([...asked].filter(([resource]) => STATED.has(resource))) : asked;
    const foreign = [...requests].find(([resource, amount]) => amount > 0n && !STATED.has(resource));
    if (foreign) gap ??= `how much ${quoted(foreign[0])} nodes have, which ${quotedName(workload)} asks for, is not stated`;
    const homes = homesOf(estate, workload, places, end);
    if (workload.replicas === 'per-node') {
      for (const id of homes) for (const [resource, amount] of requests) addAmount(perNode.get(id)!, resource, amount);
      continue;
    }
    const { least, most, gap: open } = podsAtOnce(estate, { ...workload, replicas: workload.replicas });
    gap ??= open;
    const count = end === 'best' ? least : (most ?? 0);
    if (count > 0) pods.push({ id: workload.id, count, requests, pools: homes });
  }
  const overfull = pools.map((pool) => overfullBy(pool, capacities.get(pool.id)!, perNode.get(pool.id)!)).find((each) => each !== undefined);
  const nodes = pools.map((pool): NodeClass => ({
    id: pool.id,
    count: nodesAtMost(pool),
    capacity: less(capacities.get(pool.id)!, perNode.get(pool.id)!),
  }));
  return { pods, nodes, overfull, gap };
}

/** What a pool states of its nodes: a device plugin, or huge pages, may give them more that nobody stated. */
const STATED: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods']);

/** Of two objects of one name the cluster has the one that is applied last: a proof counts each, a refutation none, unless they are alike. */
function workloadsOnce(workloads: readonly Workload[], end: 'worst' | 'best'): readonly Workload[] {
  const twins = new Map<string, Workload[]>();
  for (const each of workloads) addTo(twins, each.id.replace(/#\d+$/, ''), each);
  return [...twins.values()].flatMap((those) => {
    const areAlike = those.every((each) => JSON.stringify([each.replicas, each.pod]) === JSON.stringify([those[0]!.replicas, those[0]!.pod]));
    return areAlike ? those.slice(0, 1) : end === 'worst' ? those : [];
  });
}

/** The nodes of each pool, and one more like them where its autoscaler may add any. */
function placesOf(pools: readonly NodePool[]): readonly PoolNode[] {
  return pools.flatMap((pool) =>
    [...pool.nodes, ...(nodesAtMost(pool) > pool.nodes.length ? [nodeToCome(pool)] : [])].map((node) => ({ node, pool })),
  );
}

function homesOf(estate: Estate, workload: Workload, places: readonly PoolNode[], end: 'worst' | 'best'): ReadonlySet<string> {
  const { certain, possible } = nodesFor(workload.pod, places, indexOf(estate).runtimeClassOf(workload), workload.kind);
  // Of a DaemonSet each pod that there may be takes something away; of others each node that may not take it does.
  const isDaemon = workload.replicas === 'per-node';
  if ((end === 'worst') === isDaemon) return new Set([...certain, ...possible].map(({ pool }) => pool.id));
  const sure = new Set(certain);
  const refusing = new Set(places.flatMap((place) => (sure.has(place) ? [] : [place.pool.id])));
  return new Set(places.flatMap(({ pool: { id } }) => (refusing.has(id) ? [] : [id])));
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

function overfullBy(pool: NodePool, capacity: Amounts, taken: Amounts): Overfull | undefined {
  if (nodesAtMost(pool) === 0) return undefined;
  for (const [resource, wanted] of taken) {
    const available = capacity.get(resource) ?? 0n;
    if (wanted > available) return { pool, resource, wanted, available };
  }
  return undefined;
}

function less(capacity: Amounts, taken: Amounts): Map<string, bigint> {
  const left = new Map(capacity);
  for (const [resource, amount] of taken) {
    const rest = (left.get(resource) ?? 0n) - amount;
    left.set(resource, rest > 0n ? rest : 0n);
  }
  return left;
}

function addAmount(to: Map<string, bigint>, resource: string, amount: bigint): void {
  to.set(resource, (to.get(resource) ?? 0n) + amount);
}
