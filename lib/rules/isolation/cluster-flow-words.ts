import { Flow, type KubernetesCluster, type NodePool } from '../../estate';
import type { PlacedRule } from '../../proofs/firewall';
import { listed, nameOf, quoted } from '../wording';
import type { PartsOfFlow } from './blocked-flows';
import type { FlowSide, JudgedFlow } from './cluster-flows';

/** `app/deny-all`: policy and rule. */
export function pathOf({ policy, rule }: PlacedRule): string {
  return quoted(`${nameOf(policy)}/${typeof rule.name === 'string' ? rule.name : rule.key}`);
}

/** `udp 8472 (Cilium VXLAN) between pools general and wasm`. */
export function flowText(cluster: KubernetesCluster, { flow, pairs }: PartsOfFlow): string {
  return `${Flow.format(flow)} (${pairs[0]!.required.purpose}) ${whereText(cluster, pairs)}`;
}

function whereText(cluster: KubernetesCluster, pairs: readonly JudgedFlow[]): string {
  const [first] = pairs;
  const [from, to] = [poolsOf(pairs.map((each) => each.from)), poolsOf(pairs.map((each) => each.to))];
  if ('outside' in first!.from) return `from ${first!.from.outside} to ${poolsText(to)}`;
  if ('outside' in first!.to) return `from ${poolsText(from)} to ${first!.to.outside}`;
  if (first!.to.isShared) {
    const address = cluster.virtualIp === undefined ? '' : ` ${cluster.virtualIp}`;
    return `from ${poolsText(from)} to the virtual IP${address}`;
  }
  const met = new Set(pairs.flatMap((each) => pairsOfPools(each.from, each.to)));
  const isAll = from.every((one) => to.every((other) => met.has(keyOf(one.pool, other.pool)) || isAlone(one, other)));
  if (isAll && isSame(from, to)) return from.length === 1 ? `within ${poolsText(from)}` : `between ${poolsText(from)}`;
  if (isAll) return `from ${poolsText(from)} to ${poolsText(to)}`;
  const isMutual = [...met].every((key) => met.has(JSON.stringify((JSON.parse(key) as unknown[]).reverse())));
  const links = from.flatMap((one) => to.filter((other) => met.has(keyOf(one.pool, other.pool))).map((other) => [one, other] as const));
  const told = links.filter(([one, other], i) => !isMutual || !links.slice(0, i).some(([a, b]) => a.pool === other.pool && b.pool === one.pool));
  return listed(
    told.map(([one, other]) => {
      if (one.pool === other.pool) return `within pool ${nodesText(one)}`;
      return isMutual ? `between pools ${nodesText(one)} and ${nodesText(other)}` : `from pool ${nodesText(one)} to pool ${nodesText(other)}`;
    }),
  );
}

/** Nodes of a pool, by name. */
interface PoolPart {
  readonly pool: NodePool;
  readonly names: ReadonlySet<string>;
}

function poolsOf(sides: readonly FlowSide[]): PoolPart[] {
  const found = new Map<NodePool, Set<string>>();
  for (const side of sides) {
    if ('outside' in side) continue;
    for (const { pool, name } of side.kind.nodes) {
      const names = found.get(pool) ?? new Set<string>();
      found.set(pool, names.add(name));
    }
  }
  return [...found].map(([pool, names]) => ({ pool, names }));
}

function pairsOfPools(from: FlowSide, to: FlowSide): string[] {
  if ('outside' in from || 'outside' in to) return [];
  const others = [...new Set(to.kind.nodes.map(({ pool }) => pool))];
  return [...new Set(from.kind.nodes.map(({ pool }) => pool))].flatMap((one) => others.map((other) => keyOf(one, other)));
}

function keyOf(one: NodePool, other: NodePool): string {
  return JSON.stringify([one.id, other.id]);
}

/** A node by itself in its pool has nobody there to speak to. */
function isAlone(one: PoolPart, other: PoolPart): boolean {
  return one.pool === other.pool && one.names.size === 1 && other.names.size === 1;
}

function isSame(from: readonly PoolPart[], to: readonly PoolPart[]): boolean {
  const sizes = new Map(to.map(({ pool, names }) => [pool, names.size]));
  return from.length === to.length && from.every(({ pool, names }) => sizes.get(pool) === names.size);
}

function poolsText(parts: readonly PoolPart[]): string {
  return `${parts.length === 1 ? 'pool' : 'pools'} ${listed(parts.map(nodesText), 4)}`;
}

/** The pool; of one that only some nodes of are meant, these too. */
function nodesText({ pool, names }: PoolPart): string {
  const all = pool.machines.ids.length;
  return names.size >= all ? nameOf(pool) : `${nameOf(pool)} (${listed([...names], 2)})`;
}
