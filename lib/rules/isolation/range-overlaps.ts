import type { Estate, PortGroup, Segment } from '../../estate';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, quoted, quotedName } from '../wording';
import { isOfOthers, isSegment, meet, type Network, premisesOf } from './networks';
import { areOnePrivateVlan } from './private-vlans';
import { mayBeOneNetwork, openIdentity } from './same-network';

export interface Overlap {
  readonly networks: readonly (PortGroup | Segment)[];
  readonly verdict: Verdict;
}

/**
 * CIDRs nest or are disjoint: sorted by first address and size, a range overlaps another exactly if it lies in the
 * nearest one still open. Each is named with the nearest that is surely another network, so n copies of a range give n - 1
 * refutations.
 */
export function* overlaps(estate: Estate, networks: readonly Network[]): Iterable<Overlap> {
  const sorted = [...networks].sort(
    (a, b) =>
      a.range.version - b.range.version ||
      compare(a.range.first, b.range.first) ||
      a.range.prefix - b.range.prefix ||
      (a.object.id < b.object.id ? -1 : 1),
  );
  const open: Network[] = [];
  for (const network of sorted) {
    if (!isOfOthers(network.object) && (network.object.instances.low > 1 || (network.object.instances.high ?? Infinity) > 1))
      yield { networks: [network.object], verdict: repeated(network) };
    while (open.length > 0 && !open.at(-1)!.range.overlaps(network.range)) open.pop();
    // One that may be the same network hides no overlap with the next; more that may be it say nothing new.
    let isTold = false;
    for (let at = open.length - 1; at >= 0; at -= 1) {
      const verdict = overlap(estate, open[at]!, network);
      if (!verdict) continue;
      if (verdict.verdict === 'refuted' || !isTold) yield { networks: [open[at]!.object, network.object], verdict };
      if (verdict.verdict === 'refuted') break;
      isTold = true;
    }
    open.push(network);
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Undefined for the port groups of one private VLAN, which share a range, for what is routed apart, and for what others have alone. */
function overlap(estate: Estate, outer: Network, inner: Network): Verdict | undefined {
  if (isOfOthers(outer.object) && isOfOthers(inner.object)) return undefined;
  const met = meet(outer, inner);
  if (met.is === 'no') return undefined;
  const [a, b] = [outer.object, inner.object];
  const isOneRange = outer.range.toString() === inner.range.toString();
  const premises = [outer, inner].flatMap(premisesOf);
  const subject = subjectOf(b);
  const key = `overlap:${a.id}`;
  if (met.is === 'maybe') {
    return {
      verdict: 'undecided',
      subject,
      key,
      premises,
      message: `whether networks ${quotedName(a)} and ${quotedName(b)}, whose ranges overlap, are routed in one place`,
      reason: met.reason,
      decidedBy: 'a literal gateway, and what it advertises, or ranges apart',
    };
  }
  const onePrivateVlan = isOneRange && !isSegment(a) && !isSegment(b) ? areOnePrivateVlan(estate, a, b) : 'no';
  if (onePrivateVlan === 'yes') return undefined;
  if (onePrivateVlan === 'maybe') {
    return {
      verdict: 'undecided',
      subject,
      key,
      premises,
      message: `whether networks ${quotedName(a)} and ${quotedName(b)} are of one private VLAN, and may share a range`,
      reason: 'which primary VLAN they are of is not known: the mappings of their switch are not shown in full',
      decidedBy: 'the private VLANs of the switch as literals in the app',
    };
  }
  if (isOneRange && mayBeOneNetwork(estate, a, b)) {
    const open = openIdentity(a, b);
    return {
      verdict: 'undecided',
      subject,
      key,
      premises,
      message: `whether ${quoted(a.path ?? a.id)} and ${quoted(b.path ?? b.id)} are one network ${quotedName(b)}`,
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
    message: `networks ${quotedName(a)} and ${quotedName(b)} overlap`,
    witness: [
      { label: 'ranges', text: `${quotedName(a)} ${outer.range.toString()}, ${quotedName(b)} ${inner.range.toString()}` },
      { label: 'shared', text: `${inner.range.firstAddress} to ${inner.range.lastAddress}` },
      { label: 'other', text: `network ${quotedName(a)} is ${quoted(a.path ?? a.id)}` },
    ],
    remedies: [{ text: `another range for ${quotedName(b)}` }],
  };
}

/** One declaration for several networks. */
function repeated(network: Network): Verdict {
  const { object: group, range } = network;
  const judged = { subject: subjectOf(group), key: 'repeated', premises: premisesOf(network) };
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
