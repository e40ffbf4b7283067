import type { KubernetesNode, NodePool } from '../../estate';

/** As a token: nobody knows it. */
const OPEN = 'TfToken[a node to come]';

/** A node that an autoscaler may add to a pool: labels that all nodes of the pool share, and none of the others is known, nor its name. */
export function nodeToCome({ nodes }: Pick<NodePool, 'nodes'>): KubernetesNode {
  const labels: Record<string, string> = {};
  for (const { labels: own } of nodes)
    for (const [key, value] of Object.entries(own)) labels[key] = nodes.every((other) => other.labels[key] === value) ? value : OPEN;
  return { name: OPEN, machine: null, labels };
}

/** Nodes that a pool has at most, as its autoscaler makes them. */
export function nodesAtMost({ replicas, autoscaling }: Pick<NodePool, 'replicas' | 'autoscaling'>): number {
  return Math.max(replicas, autoscaling?.max ?? 0);
}
