import type { VirtualMachine } from '../../estate';
import { labelsOf, type PoolNode } from '../../proofs/scheduling';
import { addTo } from '../../units/multimap';
import type { Gap } from '../isolation/host-rules';
import { quoted } from '../wording';
import type { NodeHomes } from './node-homes';
import type { SpreadPromise } from './spread-promises';

/** A node with its VM. */
export interface Member extends PoolNode {
  readonly machine: VirtualMachine;
  /** Whether it takes pods of the workload for certain. */
  readonly isCertain: boolean;
}

/** How many pods there are: null where nobody knows the most. */
export interface PodCount {
  readonly least: number;
  readonly most: number | null;
}

export interface SharedHosts {
  /** Nodes that may share a host for certain, though pods on them count as apart. */
  readonly shared: readonly Member[];
  /** Nodes without the label, on each of which any number of pods may be. */
  readonly unlabelled: readonly Member[];
  /** Why others perhaps may. */
  readonly doubt: Gap | undefined;
}

/** Nodes that are alike but for the label in question. */
interface Kind {
  readonly members: readonly Member[];
  readonly labelled: readonly (readonly [Member, string])[];
  /** Those that somebody else may label. */
  readonly open: readonly Member[];
}

const HOSTNAME = 'kubernetes.io/hostname';

/**
 * Whether nodes of different domains of a promise may share a host. Nodes are compared by kind: those that the same rules and promises speak
 * of in the same way share a host with the same others.
 *
 * @param all what the pods promise: others may keep two of them from two nodes
 * @param nodes all of the cluster
 */
export function sharedHosts(
  members: readonly Member[],
  homes: NodeHomes,
  promise: SpreadPromise,
  all: readonly SpreadPromise[],
  pods: PodCount,
  nodes: readonly PoolNode[],
): SharedHosts {
  const keys = all.map(({ topologyKey }) => topologyKey).filter((key) => key !== promise.topologyKey && key !== HOSTNAME);
  const kinds = kindsOf(members, homes, promise.topologyKey, keys);
  const shared = new Set<Member>();
  const unlabelled = promise.by === 'anti-affinity' ? members.filter((member) => labelOf(member, promise.topologyKey) === undefined) : [];
  let doubt: Gap | undefined;
  const doubtful = unlabelled.find(({ isCertain }) => !isCertain);
  if (doubtful) doubt = unsure(`whether node ${quoted(doubtful.node.name)}, which has no label ${quoted(promise.topologyKey)}, takes its pods`);
  const rooms = all.filter(({ topologyKey }) => keys.includes(topologyKey)).map((other) => new Room(members, nodes, other, pods));
  for (const [i, one] of kinds.entries()) {
    for (const other of kinds.slice(i)) {
      const pair = pairOf(one, other);
      if (!pair || areHeldApart(homes, pair)) continue;
      const together = rooms.map((room) => room.takes(...pair));
      if (together.includes('no')) continue;
      const mayShare = pair.every(({ isCertain, machine }) => isCertain && !homes.tied.has(machine.id)) && hostOf(homes, ...pair) !== undefined;
      const { differing, maybe } = differencesOf(one, other);
      if (mayShare && homes.apart(pair[0].machine.id, pair[1].machine.id) === 'no' && together.every((answer) => answer === 'yes')) {
        for (const each of differing) shared.add(each);
        if (maybe) doubt ??= homes.ruleGap ?? pairGap(maybe);
      } else if (differing.length > 0 || maybe) {
        doubt ??= homes.ruleGap ?? pairGap(maybe ?? [differing[0]!, differing.find((each) => each !== differing[0])!]);
      }
    }
  }
  const order = new Map(members.map((member, at) => [member, at]));
  return {
    shared: [...shared].sort((a, b) => order.get(a)! - order.get(b)!),
    unlabelled: unlabelled.filter(({ isCertain }) => isCertain),
    doubt,
  };
}

/** The host that two nodes may share for certain. */
export function hostOf(homes: NodeHomes, a: Member, b: Member): string | undefined {
  const there = homes.boundsOf(b.machine).surely;
  for (const id of homes.boundsOf(a.machine).surely) if (there.has(id)) return id;
  return undefined;
}

/** Some of the nodes that share a host, that may all be on one at once: two of different domains, and whoever may join them there. */
export function companyOf(
  shared: readonly Member[],
  homes: NodeHomes,
  topologyKey: string,
): { readonly host: string; readonly nodes: readonly Member[] } | undefined {
  const mayMeet = (a: Member, b: Member): boolean => homes.apart(a.machine.id, b.machine.id) === 'no';
  for (const [i, a] of shared.entries()) {
    for (const b of shared.slice(i + 1)) {
      const host = hostOf(homes, a, b);
      if (host === undefined || !mayMeet(a, b) || labelOf(a, topologyKey) === labelOf(b, topologyKey)) continue;
      const nodes = [a, b];
      for (const other of shared) {
        if (!nodes.includes(other) && homes.boundsOf(other.machine).surely.has(host) && nodes.every((each) => mayMeet(each, other)))
          nodes.push(other);
      }
      return { host, nodes };
    }
  }
  return undefined;
}

/** What a label says of a node; null where somebody else may give it one, undefined where it has none. */
function labelOf({ node, pool }: PoolNode, key: string): string | null | undefined {
  const { labels, isOpen } = labelsOf(node, pool);
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return value === undefined ? (isOpen(key) ? null : undefined) : value.includes('TfToken[') ? null : value;
}

function kindsOf(members: readonly Member[], homes: NodeHomes, topologyKey: string, others: readonly string[]): Kind[] {
  const kinds = new Map<string, Member[]>();
  for (const member of members)
    addTo(kinds, JSON.stringify([homes.kindOf(member.machine), member.isCertain, ...others.map((key) => labelOf(member, key) ?? null)]), member);
  return [...kinds.values()].map((alike): Kind => {
    const labels = alike.map((member) => [member, labelOf(member, topologyKey)] as const);
    return {
      members: alike,
      labelled: labels.flatMap(([member, label]) => (typeof label === 'string' ? [[member, label] as const] : [])),
      open: labels.flatMap(([member, label]) => (label === null ? [member] : [])),
    };
  });
}

/** One of each, or two of the one. */
function pairOf(one: Kind, other: Kind): readonly [Member, Member] | undefined {
  const [a] = one.members;
  const b = one === other ? one.members[1] : other.members[0];
  return a && b && [a, b];
}

function areHeldApart(homes: NodeHomes, [a, b]: readonly [Member, Member]): boolean {
  if (homes.apart(a.machine.id, b.machine.id) === 'yes') return true;
  const [here, there] = [homes.boundsOf(a.machine).possibly, homes.boundsOf(b.machine).possibly];
  if (!here.complete || !there.complete) return false;
  for (const id of here.ids) if (there.ids.has(id)) return false;
  return true;
}

/** The nodes of two kinds that are in another domain than one of the other kind, and two of which that is not known. */
function differencesOf(one: Kind, other: Kind): { readonly differing: readonly Member[]; readonly maybe: readonly [Member, Member] | undefined } {
  const apartFrom = (kind: Kind, from: Kind): Member[] => {
    const labels = new Set(from.labelled.map(([, label]) => label));
    return kind.labelled.flatMap(([member, label]) => (labels.size > 1 || (labels.size === 1 && !labels.has(label)) ? [member] : []));
  };
  const differing = one === other ? apartFrom(one, one) : [...apartFrom(one, other), ...apartFrom(other, one)];
  const all = (kind: Kind): Member[] => [...kind.open, ...kind.labelled.map(([member]) => member)];
  const maybe = [...pairs(one.open, all(other)), ...pairs(other.open, all(one))][0];
  return { differing, maybe };
}

function pairs(some: readonly Member[], others: readonly Member[]): [Member, Member][] {
  const [first] = some;
  const other = others.find((each) => each !== first);
  return first && other ? [[first, other]] : [];
}

/** What one more promise lets be in one domain. */
class Room {
  /** Whether a domain may have two pods. */
  private readonly forTwo: 'yes' | 'no' | 'maybe';

  public constructor(
    members: readonly Member[],
    nodes: readonly PoolNode[],
    private readonly promise: SpreadPromise,
    { least, most }: PodCount,
  ) {
    const labels = nodes.map((node) => labelOf(node, promise.topologyKey));
    const domainsOf = (some: readonly (string | null | undefined)[]): number => new Set(some.filter((label) => typeof label === 'string')).size;
    const mine = members.map((member) => labelOf(member, promise.topologyKey));
    if (promise.by === 'anti-affinity') this.forTwo = 'no';
    else if (promise.maxSkew > 1) this.forTwo = 'yes';
    else if (most !== null && most <= domainsOf(mine)) this.forTwo = 'no';
    // Domains that its pods cannot reach may count as well, and have none.
    else this.forTwo = !labels.includes(null) && least > domainsOf(labels) ? 'yes' : 'maybe';
  }

  /** Whether there may be a pod on each of two nodes. */
  public takes(a: Member, b: Member): 'yes' | 'no' | 'maybe' {
    const { by, topologyKey } = this.promise;
    const [x, y] = [labelOf(a, topologyKey), labelOf(b, topologyKey)];
    if (x === undefined || y === undefined) return by === 'anti-affinity' ? 'yes' : 'no';
    if (x === null || y === null) return this.forTwo === 'yes' ? 'yes' : 'maybe';
    return x === y ? this.forTwo : 'yes';
  }
}

function pairGap([a, b]: readonly [Member, Member]): Gap {
  return unsure(`whether nodes ${quoted(a.node.name)} and ${quoted(b.node.name)} may share a host, or take its pods at all,`);
}

function unsure(what: string): Gap {
  return { reason: `${what} is not known for certain`, decidedBy: 'rules, hosts and labels of nodes that are rendered with literals' };
}
