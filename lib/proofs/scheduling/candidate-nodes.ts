import { indexOf, type Estate, type KubernetesCluster, type NodePool, type Premise, type Workload } from '../../estate';
import { nodesFor, type NodesFor, type PoolNode } from './nodes-for';

/** Where the pods of a workload may land in its cluster. */
export interface CandidateNodes extends NodesFor {
  /** The nodes of the cluster that are known. */
  readonly nodes: readonly PoolNode[];
  /** Whether these are all: every pool has as many nodes as it says. A workload of no cluster has none, and this is false. */
  readonly complete: boolean;
  /** What the answer rests on: the labels, taints and names of nodes, as stated. */
  readonly premises: readonly Premise[];
}

const FAMILIES = ['node-labels', 'node-taints', 'node-names'];

/**
 * The nodes that a workload may land on, as `nodesFor` decides it. Nodes that an autoscaler may add are like those of their pool, which
 * `pools` of the cluster says.
 */
export function candidateNodes(estate: Estate, workload: Workload): CandidateNodes {
  const index = indexOf(estate);
  const cluster = workload.cluster === null ? undefined : (index.kubernetesObjects.get(workload.cluster) as KubernetesCluster | undefined);
  const pools = cluster ? index.poolsOf(cluster) : [];
  const nodes = nodesOf(pools);
  const about = new Set(pools.flatMap(({ id }) => FAMILIES.map((family) => `${family}:${id}`)));
  return {
    ...nodesFor(workload.pod, nodes, index.runtimeClassOf(workload), workload.kind),
    nodes,
    complete: pools.length > 0 && pools.every((pool) => pool.nodes.length >= pool.replicas),
    premises: estate.premises.filter(({ id }) => about.has(id)),
  };
}

const flattened = new WeakMap<readonly NodePool[], readonly PoolNode[]>();

/** The nodes of pools, as one list for all who ask. */
function nodesOf(pools: readonly NodePool[]): readonly PoolNode[] {
  const known = flattened.get(pools) ?? pools.flatMap((pool) => pool.nodes.map((node) => ({ node, pool })));
  flattened.set(pools, known);
  return known;
}
