import type { IConstruct } from 'constructs';

/** The clusters that an app makes, by their ids, by the root of its construct tree. */
const clusters = new WeakMap<IConstruct, Map<string, IConstruct>>();

/** Notes a cluster that is made. @internal */
export function noteCluster(cluster: IConstruct, clusterId: string): void {
  const byId = clusters.get(cluster.node.root) ?? new Map<string, IConstruct>();
  clusters.set(cluster.node.root, byId);
  byId.set(clusterId, cluster);
}

/** The construct that makes the cluster of an id; undefined where it is looked up or known by its id. */
export function clusterOfId({ node: { root } }: IConstruct, clusterId: string): IConstruct | undefined {
  return clusters.get(root)?.get(clusterId);
}
