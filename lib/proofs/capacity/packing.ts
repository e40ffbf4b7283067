import type { Amounts } from './pod-requests';

/** Pods that are alike. */
export interface PodClass {
  readonly id: string;
  readonly count: number;
  readonly requests: Amounts;
  /** The pools whose nodes take them. */
  readonly pools: ReadonlySet<string>;
}

/** Nodes that are alike. */
export interface NodeClass {
  readonly id: string;
  readonly count: number;
  /** What pods can have of each; a resource that is missing is none. */
  readonly capacity: Amounts;
}

/** Pods that together ask for more of a resource than all nodes have that take them. */
export interface TotalShortage {
  readonly resource: string;
  readonly pods: readonly PodClass[];
  readonly nodes: readonly NodeClass[];
  readonly wanted: bigint;
  readonly available: bigint;
}

/**
 * Whether pods ask for more than their nodes have, in sum. For every set of pools that some pods are held to: what is held to it, or to fewer
 * of its pools, must fit what these have. Undefined says that no such sum is too large, and no more.
 */
export function totalShortage(pods: readonly PodClass[], nodes: readonly NodeClass[]): TotalShortage | undefined {
  const byPools = new Map<string, { readonly pools: ReadonlySet<string>; readonly pods: PodClass[]; readonly wanted: Map<string, bigint> }>();
  for (const each of pods) {
    const key = [...each.pools].sort().join('\0');
    const group = byPools.get(key) ?? { pools: each.pools, pods: [], wanted: new Map<string, bigint>() };
    byPools.set(key, group);
    group.pods.push(each);
    for (const [resource, amount] of each.requests) group.wanted.set(resource, (group.wanted.get(resource) ?? 0n) + BigInt(each.count) * amount);
  }
  for (const { pools } of byPools.values()) {
    const held = [...byPools.values()].filter((group) => group.pools.size <= pools.size && [...group.pools].every((pool) => pools.has(pool)));
    const room = nodes.filter(({ id }) => pools.has(id));
    for (const resource of new Set(held.flatMap((group) => [...group.wanted.keys()]))) {
      const wanted = held.reduce((sum, group) => sum + (group.wanted.get(resource) ?? 0n), 0n);
      const available = room.reduce((sum, { count, capacity }) => sum + BigInt(count) * (capacity.get(resource) ?? 0n), 0n);
      if (wanted > available) return { resource, pods: held.flatMap((group) => group.pods), nodes: room, wanted, available };
    }
  }
  return undefined;
}

/** Pods of which not one fits an empty node that takes them. */
export function tooLargePods(pods: readonly PodClass[], nodes: readonly NodeClass[]): PodClass | undefined {
  return pods.find(
    ({ count, requests, pools }) => count > 0 && !nodes.some((node) => node.count > 0 && pools.has(node.id) && most(requests, node.capacity) > 0n),
  );
}

/** How many pods of each class lie on each node, node by node. */
export type Packing = readonly { readonly pods: string; readonly node: string; readonly index: number; readonly count: number }[];

/**
 * A placement of all pods by what they ask for, found by putting the largest first into the first node with room; undefined where that finds none,
 * which proves nothing.
 */
export function firstFit(pods: readonly PodClass[], nodes: readonly NodeClass[]): Packing | undefined {
  const bins = nodes.flatMap(({ id, count, capacity }) => Array.from({ length: count }, (_, index) => ({ id, index, free: new Map(capacity) })));
  const packing: { pods: string; node: string; index: number; count: number }[] = [];
  const shares = new Map(pods.map((each) => [each, share(each, nodes)]));
  const bySize = [...pods].sort((a, b) => shares.get(b)! - shares.get(a)! || a.pools.size - b.pools.size);
  for (const { id, count, requests, pools } of bySize) {
    let left = BigInt(count);
    for (const bin of bins) {
      if (left === 0n) break;
      if (!pools.has(bin.id)) continue;
      const room = most(requests, bin.free);
      const here = room < left ? room : left;
      if (here === 0n) continue;
      for (const [resource, amount] of requests) bin.free.set(resource, (bin.free.get(resource) ?? 0n) - here * amount);
      packing.push({ pods: id, node: bin.id, index: bin.index, count: Number(here) });
      left -= here;
    }
    if (left > 0n) return undefined;
  }
  return packing;
}

/** How many pods with a request a node has room for; any number where they ask for nothing. */
function most(requests: Amounts, free: Amounts): bigint {
  let least: bigint | undefined;
  for (const [resource, amount] of requests) {
    if (amount === 0n) continue;
    const room = (free.get(resource) ?? 0n) / amount;
    if (least === undefined || room < least) least = room;
  }
  return least ?? BigInt(Number.MAX_SAFE_INTEGER);
}

/** The largest part of a node that a pod takes. */
function share({ requests, pools }: PodClass, nodes: readonly NodeClass[]): number {
  const fitting = nodes.filter(({ id }) => pools.has(id));
  return Math.max(
    0,
    ...fitting.flatMap(({ capacity }) => [...requests].map(([resource, amount]) => Number(amount) / Number(capacity.get(resource) || 1n))),
  );
}
