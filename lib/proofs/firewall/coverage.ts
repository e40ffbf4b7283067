import { isUnknown, type Blocks, type Field, type GroupExpression, type ObjectId, type RulePeers, type Segment } from '../../estate';
import { rangeOf, subnetOf, type AddressRange } from '../addresses';
import { all, any, maybe, NO, told, YES, type Answer, type Doubt } from './answer';
import type { Vnic } from './endpoints';
import { isAmong } from './members';
import type { FirewallView } from './view';

export type IpVersion = 4 | 6;

/** Whether a side of a rule is every address there is. One that names groups of VMs is not, whoever they are. */
export function isEveryone(view: FirewallView, peers: RulePeers, version: IpVersion): Answer {
  const { groups, addresses } = peers;
  const isEmpty = groups.ids.length === 0 && addresses.items.length === 0;
  if (isEmpty && groups.complete && addresses.complete) return told(peers.excluded, NEGATION, (excluded) => (excluded ? maybe(NEGATION) : YES));
  const found = addressesOf(view, peers, version);
  return negated(peers, isCovered(wholeOf(version), found));
}

function wholeOf(version: IpVersion): AddressRange {
  return { version, first: 0n, last: (1n << (version === 4 ? 32n : 128n)) - 1n };
}

/** Whether sides that are not negated name every address between them. */
export function areEveryone(view: FirewallView, sides: readonly RulePeers[], version: IpVersion): boolean {
  const ranges = sides.flatMap((side) => (side.excluded === false ? addressesOf(view, side, version).ranges : []));
  return isCovered(wholeOf(version), { ranges, doubts: [] }).is === 'yes';
}

/**
 * Whether a side of a rule is every vNIC of a segment: by groups that hold them all, or by addresses that hold its subnets.
 *
 * @param vnics those that are there
 */
export function isWholeSegment(view: FirewallView, peers: RulePeers, segment: Segment, vnics: readonly Vnic[], version: IpVersion): Answer {
  const byGroups = all(vnics.map((vnic) => isAmong(view, peers.groups, vnic)));
  const found = addressesOf(view, peers, version);
  const byAddresses = found.ranges.length === 0 && found.doubts.length === 0 ? NO : coversSubnets(segment, found, version);
  return negated(peers, any([vnics.length === 0 ? NO : byGroups, byAddresses]));
}

const NEGATION = 'what is left of a side that is negated';

/** All but some may still be nearly all. */
function negated({ excluded }: RulePeers, covered: Answer): Answer {
  return told(excluded, 'whether a side is negated', (is) => (is ? maybe(NEGATION) : covered));
}

interface Found {
  readonly ranges: readonly AddressRange[];
  /** What may hold further addresses. */
  readonly doubts: readonly Doubt[];
}

function isCovered(whole: AddressRange, { ranges, doubts }: Found): Answer {
  let next = whole.first;
  for (const { first, last } of [...ranges].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    if (first > next) break;
    if (last >= next) next = last + 1n;
  }
  if (next > whole.last) return YES;
  return doubts.length === 0 ? NO : { is: 'maybe', doubts };
}

function coversSubnets({ subnets }: Segment, found: Found, version: IpVersion): Answer {
  const ofVersion = subnets.items.flatMap(({ cidr }): Answer[] => {
    if (isUnknown(cidr)) return [maybe('which subnet a segment has', cidr)];
    const network = subnetOf(cidr)?.network;
    if (!network) return [maybe(`what subnet \`${cidr}\` is`)];
    return network.version === version ? [isCovered(network, found)] : [];
  });
  // What has no subnet of its own may have any address.
  if (ofVersion.length === 0 || !subnets.complete) return maybe('which addresses a segment has', subnets.unknown);
  return all(ofVersion);
}

/** The addresses that a side names, by itself and in groups. Those of VMs are never all there are. */
function addressesOf(view: FirewallView, { groups, addresses }: RulePeers, version: IpVersion): Found {
  const ranges: AddressRange[] = [];
  const doubts: Doubt[] = [];
  const seen = new Set<ObjectId>();
  const open = (given: Answer): void => void doubts.push(...given.doubts);
  const addLiterals = ({ items, complete, unknown }: Blocks<Field<string>>, isSure: boolean): void => {
    if (!complete) open(maybe('which addresses a rule or group names', unknown));
    for (const item of items) {
      const range = isUnknown(item) ? undefined : (rangeOf(item) ?? subnetOf(item)?.network);
      if (!range) open(isUnknown(item) ? maybe('which address a rule or group names', item) : maybe(`what address \`${item}\` is`));
      else if (range.version === version && isSure) ranges.push(range);
      else if (range.version === version) open(maybe('what an AND leaves of the addresses of a group'));
    }
  };
  const addExpression = ({ terms, operators }: GroupExpression, above: boolean): void => {
    const isSure = above && terms.complete && operators.every((operator) => operator === 'OR');
    if (!terms.complete) open(maybe('which terms a group has', terms.unknown));
    for (const term of terms.items) {
      if (term.kind === 'addresses') addLiterals(term.addresses, isSure);
      if (term.kind === 'nested') addExpression(term.expression, isSure);
      if (term.kind === 'condition' && holdsAddresses(term.memberType)) open(maybe('which addresses a condition finds'));
      if (term.kind !== 'paths') continue;
      for (const member of term.members.ids) addGroup(member, isSure);
      if (!term.members.complete) open(maybe('which members a group has', term.members.unknown));
    }
  };
  const addGroup = (id: ObjectId, above: boolean): void => {
    const group = view.groups.get(id);
    if (!group && !view.segments.has(id) && !view.endpoint.has(id)) open(maybe(`what \`${id}\` holds`));
    if (!group || seen.has(id)) return;
    seen.add(id);
    addExpression(group.expression, above);
  };
  addLiterals(addresses, true);
  for (const id of groups.ids) addGroup(id, true);
  if (!groups.complete) open(maybe('which groups a rule names', groups.unknown));
  return { ranges, doubts };
}

function holdsAddresses(memberType: Field<string>): boolean {
  return isUnknown(memberType) || ['IPSet', 'IPAddress', 'Group'].includes(memberType);
}
