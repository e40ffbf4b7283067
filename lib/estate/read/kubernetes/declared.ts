import type { Declaration, DeclaredNode } from '../../declaration';
import type { KubernetesCluster, KubernetesNode, NodePool } from '../../kubernetes';
import type { ObjectId } from '../../object';
import type { EstateKind } from '../../paths';
import type { Selection } from '../../tenancy';
import { Interval } from '../../../units';

type Of<K extends Declaration['kind']> = Extract<Declaration, { readonly kind: K }>;

/** Finds what constructs rendered. */
export interface Finder {
  select(paths: readonly string[], kinds: readonly EstateKind[]): Selection;
}

/** A Kubernetes cluster as its construct states it; the pools are those that name it. */
export function declaredCluster(declaration: Of<'kubernetes-cluster'>, pools: readonly Of<'node-pool'>[], finder: Finder): KubernetesCluster {
  const { of, name, origin, networks, computeClusters, facts } = declaration;
  return {
    ...plain(facts),
    ...stated(of, name, origin === 'owned' ? 'owned' : 'surroundings'),
    cluster: of,
    networks: finder.select(networks, ['portGroups', 'segments']),
    computeClusters: finder.select(computeClusters, ['clusters']),
    pools: pools.filter(({ cluster }) => cluster === of).map((pool) => pool.of),
  };
}

export function declaredPool(declaration: Of<'node-pool'>, origins: ReadonlyMap<string, KubernetesCluster>, finder: Finder): NodePool {
  const { of, name, cluster, machines, nodes, facts } = declaration;
  const selected = finder.select(machines, ['machines']);
  return {
    ...plain(facts),
    ...stated(of, name, origins.get(cluster)?.origin ?? 'owned'),
    cluster,
    machines: selected,
    nodes: nodes.map((node) => ({ ...plain(facetsOf(node)), machine: machineOf(node, finder) })),
  };
}

function facetsOf({ name, labels, hostname }: DeclaredNode): Omit<KubernetesNode, 'machine'> {
  return { name, labels, ...(hostname !== undefined && { hostname }) };
}

/** Null where the app makes none; the first where a path holds several, which no pool of Strata does. */
function machineOf({ machine }: DeclaredNode, finder: Finder): ObjectId | null {
  return machine === undefined ? null : (finder.select([machine], ['machines']).ids[0] ?? null);
}

function stated(
  path: string,
  name: string,
  origin: KubernetesCluster['origin'],
): Omit<KubernetesCluster, keyof Of<'kubernetes-cluster'>['facts'] | 'cluster' | 'networks' | 'computeClusters' | 'pools'> {
  return { id: path, addresses: [], path, origin, name, instances: Interval.exactly(1) };
}

/** Facts as they will be read back from a file. */
function plain<T>(facts: T): T {
  return JSON.parse(JSON.stringify(facts)) as T;
}
