import { indexOf, isUnknown, type Estate, type PortGroup, type Segment, type Unknown } from '../../estate';
import { subnetOf } from '../../proofs/addresses';
import { Cidr } from '../../units';
import { blocksOf } from '../blocks';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, listedNames, quoted, quotedName } from '../wording';
import { hiddenIn, isOfOthers, type Network, networkOf, networksOf, premisesOf, segmentOf } from './networks';
import { overlaps } from './range-overlaps';
import { outside, staticAddresses } from './static-addresses';

/**
 * Ranges over the whole estate, those declared of port groups and those that segments have: pairwise disjoint as far as their
 * packets meet, each gateway and each static address of a VM within its own range. A port group without a declared range may
 * overlap any other, which is said once, and once of trunks; one that is the vCenter face of a segment has that one's ranges.
 */
export const ranges: Rule = {
  id: 'ISO-009',
  title: 'Address ranges are disjoint',
  decides:
    'Declared address ranges and those of segments overlap nowhere that their packets meet, and gateways and static addresses lie within the range of their own network.',
  why: 'Overlapping networks work until the first packet between them: it goes to whichever is nearer, and nothing logs that.',
  severity: 'error',
  evidence: 'The two networks with their ranges and what they share, or the address and the range it should lie in.',
  sources: ['https://datatracker.ietf.org/doc/html/rfc4632', 'https://datatracker.ietf.org/doc/html/rfc3021'],
  *check(estate: Estate): Iterable<Verdict> {
    const networks: Network[] = [];
    const bare: PortGroup[] = [];
    for (const group of estate.vsphere.portGroups) {
      if (segmentOf(estate, group) !== undefined) continue;
      if (group.cidr === undefined) {
        bare.push(group);
        continue;
      }
      const range = parse(group.cidr);
      if (typeof range === 'string') yield invalid(group, group.cidr, range);
      else networks.push(networkOf(group, range));
    }
    const hiddenOfOthers: Segment[] = [];
    for (const segment of estate.nsx.segments) {
      const own = networksOf(estate, segment);
      networks.push(...own);
      const hidden = own.length === 0 ? hiddenIn(segment) : undefined;
      if (hidden && isOfOthers(segment)) hiddenOfOthers.push(segment);
      else if (hidden) yield hiddenSubnets(segment, hidden);
      if (isOfOthers(segment)) continue;
      for (const { cidr } of segment.subnets.items) if (!isUnknown(cidr) && !subnetOf(cidr)) yield invalid(segment, cidr, NO_SUBNET);
    }
    if (networks.some(({ object }) => !isOfOthers(object))) yield* withHiddenSubnets(hiddenOfOthers);
    if (networks.length === 0) return;

    const overlapping = [...overlaps(estate, networks)];
    yield* overlapping.map(({ verdict }) => verdict);
    const inOverlap = new Set(overlapping.flatMap(({ networks: pair }) => pair));
    const addresses = new Set<PortGroup | Segment>();
    for (const network of networks) {
      const verdict = gatewayVerdict(network);
      if (!verdict) continue;
      addresses.add(network.object);
      yield verdict;
    }
    yield* staticAddresses(estate, networks, addresses);
    for (const object of new Set(networks.map((network) => network.object))) {
      if (inOverlap.has(object) || addresses.has(object)) continue;
      const own = networks.filter((network) => network.object === object);
      const hidden = own.find((network) => network.hidden)?.hidden;
      if (hidden) yield hiddenSubnets(object, hidden);
      else yield { verdict: 'proved', subject: subjectOf(object), premises: own.flatMap(premisesOf) };
    }
    const trunks = bare.filter((group) => isTrunk(estate, group));
    yield* withoutRange(bare.filter((group) => !trunks.includes(group)));
    yield* trunksWithoutRange(trunks);
  },
};

function hiddenSubnets(object: PortGroup | Segment, hidden: Unknown): Verdict {
  return {
    verdict: 'undecided',
    subject: subjectOf(object),
    key: 'hidden-subnets',
    message: `whether a subnet of segment ${quotedName(object)} overlaps any other network`,
    reason: `one of its ranges is ${knownOnlyTo(hidden)}`,
    decidedBy: 'literal subnets',
  };
}

/** Said once for all of others, however many there are. */
function* withHiddenSubnets(segments: readonly Segment[]): Iterable<Verdict> {
  const [first] = segments;
  if (!first) return;
  const isOne = segments.length === 1;
  yield {
    verdict: 'undecided',
    subject: subjectOf(first),
    key: 'hidden-subnets-of-others',
    message: `whether ${count(segments.length, 'segment')} of others overlap${isOne ? 's' : ''} any other network`,
    reason: `the subnets of ${listedNames(segments)} are not shown`,
    decidedBy: "the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`",
  };
}

const NO_SUBNET = 'expected the address of the gateway and the length of its prefix, such as `10.20.0.1/23`';

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

function invalid(group: PortGroup | Segment, cidr: string, problem: string): Verdict {
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

function gatewayVerdict(network: Network): Verdict | undefined {
  const { object: group, range, gateway } = network;
  if (gateway === undefined || isOfOthers(group)) return undefined;
  const wrong = outside(gateway, range);
  if (wrong === undefined) return undefined;
  return {
    verdict: 'refuted',
    subject: subjectOf(group),
    key: 'gateway',
    premises: premisesOf(network),
    message: `the gateway of network ${quotedName(group)} is no address of its own`,
    witness: [
      { label: 'gateway', text: gateway },
      { label: 'wrong', text: wrong },
    ],
    remedies: [{ text: `an address in ${range.toString()}` }],
  };
}
