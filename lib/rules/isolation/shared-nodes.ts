import {
  indexOf,
  isUnknown,
  type Estate,
  type KubernetesCluster,
  type KubernetesNode,
  type NodePool,
  type Tenant,
  type Workload,
} from '../../estate';
import { nodesFor, type PoolNode } from '../../proofs/scheduling';
import type { Ternary } from '../../units';
import { addTo } from '../../units/multimap';

/** A workload of a tenant with the nodes that its pods may land on. */
export interface PlacedWorkload {
  readonly workload: Workload;
  readonly tenant: Tenant;
  readonly cluster: KubernetesCluster;
  /** Nodes by their key, and whether it may land there for certain. */
  readonly on: ReadonlyMap<string, Ternary>;
}

/** A node, and who of two tenants may land on it. */
export interface SharedNode {
  readonly cluster: KubernetesCluster;
  /** Undefined where nobody stated the pools of the cluster. */
  readonly pool: NodePool | undefined;
  readonly of: readonly [readonly PlacedWorkload[], readonly PlacedWorkload[]];
  readonly key: string;
}

/** Where the workloads of tenants may land, in every Kubernetes cluster. */
export class SharedNodes {
  private readonly pools = new Map<string, NodePool | undefined>();
  private readonly placed = new Map<string, readonly PlacedWorkload[]>();
  /** Pods that ask alike land alike. */
  private readonly landings = new Map<readonly PoolNode[], Map<boolean, ReadonlyMap<string, Ternary>>>();

  public constructor(private readonly estate: Estate) {}

  /** The nodes on which pods of both tenants may land. */
  public between(one: Tenant, other: Tenant): SharedNode[] {
    const [ofOne, ofOther] = [this.byNode(one), this.byNode(other)];
    return [...ofOne].flatMap(([key, those]): SharedNode[] => {
      const others = ofOther.get(key);
      return others ? [{ key, cluster: those[0]!.cluster, pool: this.pools.get(key), of: [those, others] }] : [];
    });
  }

  /** Workloads of the tenant's namespaces, in clusters of the estate. */
  public workloadsOf(tenant: Tenant): readonly PlacedWorkload[] {
    const known = this.placed.get(tenant.path);
    if (known) return known;
    const { namespaces, kubernetesClusters, workloads } = this.estate.kubernetes;
    const own = namespaces.filter(({ id }) => tenant.namespaces.ids.includes(id));
    const placed = kubernetesClusters.flatMap((cluster) => {
      const names = new Set(own.flatMap(({ cluster: of, name }) => (of === cluster.id && !isUnknown(name) ? [name] : [])));
      const its = workloads.filter((workload) => workload.cluster === cluster.id && names.has(workload.namespace));
      const nodes = this.nodesOf(cluster);
      return its.map((workload): PlacedWorkload => ({ workload, tenant, cluster, on: this.candidates(workload, cluster, nodes) }));
    });
    this.placed.set(tenant.path, placed);
    return placed;
  }

  /** Workloads by node; those that may land on the same nodes, as surely, are looked at together. */
  private byNode(tenant: Tenant): Map<string, readonly PlacedWorkload[]> {
    const alike = new Map<PlacedWorkload['on'], PlacedWorkload[]>();
    for (const placed of this.workloadsOf(tenant)) addTo(alike, placed.on, placed);
    const groups = new Map<string, PlacedWorkload[][]>();
    for (const [on, those] of alike) for (const key of on.keys()) addTo(groups, key, those);
    const order = new Map(this.workloadsOf(tenant).map((placed, at) => [placed, at]));
    const merged = new Map<string, readonly PlacedWorkload[]>();
    const numbers = new Map([...alike.values()].map((those, at) => [those, at]));
    return new Map(
      [...groups].map(([key, those]) => {
        const name = those.map((each) => numbers.get(each)!).join(' ');
        const all = merged.get(name) ?? those.flat().sort((a, b) => order.get(a)! - order.get(b)!);
        merged.set(name, all);
        return [key, all];
      }),
    );
  }

  private candidates(workload: Workload, cluster: KubernetesCluster, nodes: readonly PoolNode[]): ReadonlyMap<string, Ternary> {
    if (nodes.length === 0) {
      this.pools.set(cluster.id, undefined);
      return new Map([[cluster.id, 'maybe']]);
    }
    const { certain, possible } = nodesFor(workload.pod, nodes, indexOf(this.estate).runtimeClassOf(workload), workload.kind);
    const isSure = hasPods(workload) && !leansOnOthers(workload);
    const known = this.landings.get(certain) ?? new Map<boolean, ReadonlyMap<string, Ternary>>();
    this.landings.set(certain, known);
    const on = known.get(isSure) ?? this.landing(certain, possible, isSure);
    known.set(isSure, on);
    return on;
  }

  private landing(certain: readonly PoolNode[], possible: readonly PoolNode[], isSure: boolean): ReadonlyMap<string, Ternary> {
    return new Map([
      ...certain.map((each): [string, Ternary] => [this.keyOf(each), isSure ? 'yes' : 'maybe']),
      ...possible.map((each): [string, Ternary] => [this.keyOf(each), 'maybe']),
    ]);
  }

  private keyOf({ node, pool }: PoolNode): string {
    const key = `${pool.id} ${node.name}`;
    this.pools.set(key, pool);
    return key;
  }

  /** Every node, and one for each pool that may yet grow one. */
  private nodesOf(cluster: KubernetesCluster): PoolNode[] {
    return indexOf(this.estate)
      .poolsOf(cluster)
      .flatMap((pool) => (pool.nodes.length > 0 ? pool.nodes : mayGrow(pool) ? [TYPICAL] : []).map((node) => ({ node, pool })));
  }
}

const TYPICAL: KubernetesNode = { name: 'a node of the pool', machine: null, labels: {} };

function mayGrow({ replicas, autoscaling }: NodePool): boolean {
  return replicas > 0 || (autoscaling?.max ?? 0) > 0;
}

function hasPods({ replicas }: Workload): boolean {
  return replicas === 'per-node' || (!isUnknown(replicas) && replicas > 0);
}

/** Whether pods of other namespaces decide where its pods land: they may keep it off a node that it could share. */
function leansOnOthers({ pod }: Workload): boolean {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const isOfOthers = ({ namespaces, namespaceSelector }: { readonly namespaces: readonly string[]; readonly namespaceSelector: unknown }) =>
    namespaces.length > 0 || namespaceSelector !== null;
  return (podAffinity?.required ?? []).length > 0 || (podAntiAffinity?.required ?? []).some(isOfOthers);
}
