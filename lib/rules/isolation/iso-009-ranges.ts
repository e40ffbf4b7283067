import { indexOf, isUnknown, mayBeSame, type Estate, type PortGroup, type Unknown } from '../../estate';
import { Cidr } from '../../units';
import { blocksOf } from '../blocks';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, listedNames, quoted, quotedName } from '../wording';
import { areOnePrivateVlan } from './private-vlans';
import { outside, staticAddresses, subjectOf, type Network } from './static-addresses';

/**
 * Declared ranges of port groups over the whole estate: pairwise disjoint, each gateway and each static address of a VM
 * within its own range. A network without a declared range may overlap any other, which is said once, and once of
 * trunks.
 */
export const ranges: Rule = {
  id: 'ISO-009',
  title: 'Address ranges are disjoint',
  decides: 'Declared address ranges overlap nowhere, and gateways and static addresses lie within the range of their own network.',
  why: 'Overlapping networks work until the first packet between them: it goes to whichever is nearer, and nothing logs that.',
  severity: 'error',
  evidence: 'The two networks with their ranges and what they share, or the address and the range it should lie in.',
  sources: ['https://datatracker.ietf.org/doc/html/rfc4632', 'https://datatracker.ietf.org/doc/html/rfc3021'],
  *check(estate: Estate): Iterable<Verdict> {
    const networks: Network[] = [];
    const bare: PortGroup[] = [];
    for (const group of estate.vsphere.portGroups) {
      if (group.cidr === undefined) {
        bare.push(group);
        continue;
      }
      const range = parse(group.cidr);
      if (typeof range === 'string') yield invalid(group, group.cidr, range);
      else networks.push({ group, range });
    }
    if (networks.length === 0) return;

    const overlapping = [...overlaps(estate, networks)];
    yield* overlapping.map(({ verdict }) => verdict);
    const inOverlap = new Set(overlapping.flatMap(({ networks: pair }) => pair));
    const addresses = new Set<PortGroup>();
    for (const network of networks) {
      const verdict = gatewayVerdict(network);
      if (!verdict) continue;
      addresses.add(network.group);
      yield verdict;
    }
    yield* staticAddresses(estate, networks, addresses);
    for (const { group, range } of networks) {
      if (inOverlap.has(group) || addresses.has(group)) continue;
      yield { verdict: 'proved', subject: subjectOf(group), premises: [Premises.range(group, range.toString())] };
    }
    const trunks = bare.filter((group) => isTrunk(estate, group));
    yield* withoutRange(bare.filter((group) => !trunks.includes(group)));
    yield* trunksWithoutRange(trunks);
  },
};

/** Said once for all of them, however many there are. */
function* withoutRange(groups: readonly PortGroup[]): Iterable<Verdict> {
  const [first] = groups;
  if (!first) return;
  yield {
    verdict: 'undecided',
    subject: subjectOf(first),
    key: 'no-range',
    message: `whether ${count(groups.length, 'network')} without a declared range overlap${groups.length === 1 ? 's' : ''} any other`,
    reason: `nobody stated the addresses of ${listedNames(groups)}`,
    decidedBy: groups.length === 1 ? 'a `cidr` for it' : 'a `cidr` for each',
  };
}

/** A trunk hands VLANs to its VMs, each of which may be a network that is declared elsewhere: no single range is its own. */
function* trunksWithoutRange(trunks: readonly PortGroup[]): Iterable<Verdict> {
  const [first] = trunks;
  if (!first) return;
  const isOne = trunks.length === 1;
  yield {
    verdict: 'undecided',
    subject: subjectOf(first),
    key: 'no-range-of-trunk',
    message: `whether the networks on ${isOne ? 'the trunk' : 'the trunks'} ${listedNames(trunks)} overlap any other`,
    reason: `a trunk carries many VLANs, each with a range of its own, and nobody stated those of ${listedNames(trunks)}`,
    decidedBy: `a port group with a single \`vlan\` and its \`cidr\` for each network, in place of ${isOne ? 'the trunk' : 'the trunks'}; where VMs need a trunk, a range that holds all of its networks and no other can stand as its \`cidr\``,
  };
}

/** A private VLAN has no single `vlan` either, and one range like any network. */
function isTrunk(estate: Estate, group: PortGroup): boolean {
  return group.vlan === null && blocksOf(indexOf(estate).entryOf(group)?.values.vlan_range).length > 0;
}

function parse(text: string): Cidr | string {
  try {
    return Cidr.of(text);
  } catch (error) {
    return (error as Error).message;
  }
}

function invalid(group: PortGroup, cidr: string, problem: string): Verdict {
  return {
    verdict: 'refuted',
    subject: subjectOf(group),
    key: 'not-a-range',
    message: `the range of network ${quotedName(group)} is no range`,
    witness: [
      { label: 'declared', text: quoted(cidr) },
      { label: 'wrong', text: problem },
    ],
    remedies: [],
  };
}

interface Overlap {
  readonly networks: readonly PortGroup[];
  readonly verdict: Verdict;
}

/**
 * CIDRs nest or are disjoint: sorted by first address and size, a range overlaps another exactly if it lies in the
 * nearest one still open. Each is named with the nearest that is surely another network, so n copies of a range give n - 1
 * refutations.
 */
function* overlaps(estate: Estate, networks: readonly Network[]): Iterable<Overlap> {
  const sorted = [...networks].sort(
    (a, b) =>
      a.range.version - b.range.version ||
      compare(a.range.first, b.range.first) ||
      a.range.prefix - b.range.prefix ||
      (a.group.id < b.group.id ? -1 : 1),
  );
  const open: Network[] = [];
  for (const network of sorted) {
    if (network.group.instances.low > 1 || (network.group.instances.high ?? Infinity) > 1)
      yield { networks: [network.group], verdict: repeated(network) };
    while (open.length > 0 && !open.at(-1)!.range.overlaps(network.range)) open.pop();
    // One that may be the same network hides no overlap with the next; more that may be it say nothing new.
    let isTold = false;
    for (let at = open.length - 1; at >= 0; at -= 1) {
      const verdict = overlap(estate, open[at]!, network);
      if (!verdict) continue;
      if (verdict.verdict === 'refuted' || !isTold) yield { networks: [open[at]!.group, network.group], verdict };
      if (verdict.verdict === 'refuted') break;
      isTold = true;
    }
    open.push(network);
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Undefined for the port groups of one private VLAN, which share a range. */
function overlap(estate: Estate, outer: Network, inner: Network): Verdict | undefined {
  const premises = [outer, inner].map(({ group, range }) => Premises.range(group, range.toString()));
  const subject = subjectOf(inner.group);
  const key = `overlap:${outer.group.id}`;
  const onePrivateVlan = outer.range.toString() === inner.range.toString() ? areOnePrivateVlan(estate, outer.group, inner.group) : 'no';
  if (onePrivateVlan === 'yes') return undefined;
  if (onePrivateVlan === 'maybe') {
    return {
      verdict: 'undecided',
      subject,
      key,
      premises,
      message: `whether networks ${quotedName(outer.group)} and ${quotedName(inner.group)} are of one private VLAN, and may share a range`,
      reason: 'which primary VLAN they are of is not known: the mappings of their switch are not shown in full',
      decidedBy: 'the private VLANs of the switch as literals in the app',
    };
  }
  if (outer.range.toString() === inner.range.toString() && mayBeOneNetwork(estate, outer.group, inner.group)) {
    const open = openIdentity(outer.group, inner.group);
    return {
      verdict: 'undecided',
      subject,
      key,
      premises,
      message: `whether ${quoted(outer.group.path ?? outer.group.id)} and ${quoted(inner.group.path ?? inner.group.id)} are one network ${quotedName(inner.group)}`,
      reason: open ? `${open.what} is ${knownOnlyTo(open.unknown)}` : 'where the two stand is not said in full',
      decidedBy:
        open?.what === 'the vCenter' ? 'the server of the provider as a literal in both stacks' : 'literal names, and the switch of each network',
    };
  }
  return {
    verdict: 'refuted',
    subject,
    key,
    premises,
    message: `networks ${quotedName(outer.group)} and ${quotedName(inner.group)} overlap`,
    witness: [
      { label: 'ranges', text: `${quotedName(outer.group)} ${outer.range.toString()}, ${quotedName(inner.group)} ${inner.range.toString()}` },
      { label: 'shared', text: `${inner.range.firstAddress} to ${inner.range.lastAddress}` },
      { label: 'other', text: `network ${quotedName(outer.group)} is ${quoted(outer.group.path ?? outer.group.id)}` },
    ],
    remedies: [{ text: `another range for ${quotedName(inner.group)}` }],
  };
}

/** Whether two networks, not both made by the app, may be one: what tells them apart is a token, or left out of a lookup. */
function mayBeOneNetwork(estate: Estate, a: PortGroup, b: PortGroup): boolean {
  if (a.origin === 'owned' && b.origin === 'owned') return false;
  const { objects } = indexOf(estate);
  const switches = new Map(estate.vsphere.switches.map((each) => [each.id, each]));
  // A network is told by its switch as a switch is by its datacenter.
  const onSwitch = (group: PortGroup) => ({ ...group, datacenter: group.switch });
  return mayBeSame(onSwitch(a), onSwitch(b), (id) => {
    const one = switches.get(id);
    const others = [...switches.values()].filter((other) => one && other !== one && mayBeSame(one, other, (each) => objects.get(each)));
    return others.length > 0 ? undefined : one;
  });
}

function openIdentity(a: PortGroup, b: PortGroup): { what: string; unknown: Unknown } | undefined {
  for (const [what, field] of [
    ['the vCenter', 'vcenter'],
    ['its name', 'name'],
    ['its switch', 'switch'],
  ] as const) {
    const unknown = [a[field], b[field]].find((each): each is Unknown => isUnknown(each));
    if (unknown) return { what, unknown };
  }
  return undefined;
}

/** One declaration for several networks. */
function repeated({ group, range }: Network): Verdict {
  const judged = { subject: subjectOf(group), key: 'repeated', premises: [Premises.range(group, range.toString())] };
  if (group.instances.low > 1) {
    return {
      ...judged,
      verdict: 'refuted',
      message: `the networks of ${quotedName(group)} all have one range`,
      witness: [{ label: 'shared', text: `${range.toString()} on at least ${count(group.instances.low, 'network')}` }],
      remedies: [{ text: 'a range for each' }],
    };
  }
  return {
    ...judged,
    verdict: 'undecided',
    message: `whether the networks of ${quotedName(group)} share one range`,
    reason: 'how many there are depends on its count or for_each, which is not decided',
    decidedBy: 'a literal count or for_each, with a range for each',
  };
}

function gatewayVerdict({ group, range }: Network): Verdict | undefined {
  if (group.gateway === undefined) return undefined;
  const wrong = outside(group.gateway, range);
  if (wrong === undefined) return undefined;
  return {
    verdict: 'refuted',
    subject: subjectOf(group),
    key: 'gateway',
    premises: [Premises.range(group, range.toString())],
    message: `the gateway of network ${quotedName(group)} is no address of its own`,
    witness: [
      { label: 'gateway', text: group.gateway },
      { label: 'wrong', text: wrong },
    ],
    remedies: [{ text: `an address in ${range.toString()}` }],
  };
}
