import { indexOf, isUnknown, type Estate, type Premise, type Segment } from '../../estate';
import { Interval } from '../../units';
import { Premises } from '../premises';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { allKnownOnlyTo, count, listed, listedNames, quoted, quotedName } from '../wording';
import { addresses, openAddresses, refutedAddresses } from './address-words';
import { dynamicRoom, factsOf, KEPT_IN_VPC, wholeRoom, wrongRanges, type Room, type SubnetFacts } from './dhcp-ranges';
import { nicsOn, type SegmentNics } from './segment-nics';
import { sizeOfVpcSubnet } from './vpc-addresses';

/**
 * DHCP ranges of a segment in order, and an address for each VM that may be on it. The ranges of segments of others are for them to mend.
 *
 * @param shared segments of which no more is open than who else is on them; added to
 */
export function* segmentAddresses(estate: Estate, segment: Segment, shared: Segment[]): Iterable<Verdict> {
  if (segment.instances.high === 0) return;
  const wrong = segment.origin !== 'owned' ? [] : segment.subnets.items.flatMap((subnet, i) => [...wrongRanges(segment, subnet, i)]);
  yield* wrong;
  const nics = nicsOn(estate, segment);
  const isOurs = segment.origin === 'owned' || nics.machines.length > 0;
  if ((segment.subnets.items.length === 0 && segment.subnets.complete) || !isOurs || wrong.some(({ verdict }) => verdict === 'refuted')) return;
  const verdict = roomFor(estate, segment, nics);
  if (verdict.verdict === 'undecided' && isShared(estate, segment, nics)) shared.push(segment);
  else if (verdict.verdict !== 'proved' || wrong.length === 0) yield verdict;
}

function isShared(estate: Estate, segment: Segment, { gaps }: SegmentNics): boolean {
  return segment.origin !== 'owned' && !indexOf(estate).isClosed(segment) && gaps.length === 1;
}

/** Said once for all of them, however many there are. */
export function* sharedAddresses(segments: readonly Segment[]): Iterable<Verdict> {
  const [first] = segments;
  if (!first) return;
  const isOne = segments.length === 1;
  const message = `whether ${count(segments.length, 'segment')} of others ${isOne ? 'has' : 'have'} an address for each VM on ${isOne ? 'it' : 'them'}`;
  const hidden = segments.filter((each) => openSubnets(each) !== undefined);
  const others = `others may have VMs on ${listedNames(segments)}`;
  const closed = '`app.assume(Assume.closed(segment))` for each that only this app puts VMs on';
  const [reason, decidedBy] =
    hidden.length === 0
      ? [others, closed]
      : [
          `${others}; the subnets of ${listedNames(hidden)} are not shown`,
          `the manager's export: \`app.assume(Assume.estate('surroundings/nsx-export.json'))\`, and ${closed}`,
        ];
  yield openAddresses(first, 'subnet', 'room-of-others', message, reason, decidedBy);
}

function roomFor(estate: Estate, segment: Segment, nics: SegmentNics): Verdict {
  const premises = premisesOf(estate, segment);
  const size = segment.subnets.items.length === 0 ? sizeOfVpcSubnet(estate, segment) : undefined;
  if (size !== undefined) return ofSize(segment, nics, size, premises);
  const facts = segment.subnets.items.map((subnet) => ({ subnet, facts: factsOf(segment, subnet) }));
  const whole = facts.map(({ facts: known }) => known && wholeRoom(known));
  const dynamic = facts.map(({ subnet, facts: known }) => (known && subnet.dhcp !== false && handsOut(known) ? dynamicRoom(known) : undefined));
  const open = openSubnets(segment);
  // An address of either version will do, so a shortage is one of all subnets together.
  const short =
    shortage(segment, nics.all, whole, open, 'subnet') ??
    (facts.every(({ subnet }) => subnet.dhcp === true) ? shortage(segment, nics.dynamic, dynamic, open, 'dhcp') : undefined);
  if (short) return { ...short, premises };
  const gap = open ?? gapOf(nics, whole, dynamic);
  if (gap !== undefined) {
    const message = `whether segment ${quotedName(segment)} has an address for each VM on it`;
    return {
      ...openAddresses(segment, 'subnet', 'room', message, gap, 'literal subnets and networks of VMs, and counts that are decided'),
      premises,
    };
  }
  return { verdict: 'proved', subject: subjectOf(segment, 'subnet'), premises };
}

/** A subnet of a VPC of which only the size is said: network and broadcast address, and what NSX keeps, are no VM's. */
function ofSize(segment: Segment, nics: SegmentNics, size: bigint, premises: readonly Premise[]): Verdict {
  const high = size - 2n;
  if (BigInt(nics.all.low) > high) {
    const missing = BigInt(nics.all.low) - high;
    return {
      ...refutedAddresses(
        segment,
        'ipv4_subnet_size',
        'room:subnet',
        `segment ${quotedName(segment)} has fewer addresses than VMs that need one`,
        [
          { label: 'need one', text: count(nics.all.low, 'network adapter') },
          { label: 'there are', text: `${addresses(high)} that a VM can have in a subnet of ${addresses(size)}` },
        ],
        `a subnet with ${addresses(missing)} more, or fewer VMs`,
      ),
      premises,
    };
  }
  if (nics.all.high !== null && BigInt(nics.all.high) <= high - KEPT_IN_VPC)
    return { verdict: 'proved', subject: subjectOf(segment, 'subnet'), premises };
  const reason = nics.gaps.length > 0 ? listed(nics.gaps, 2) : 'what NSX keeps of it, for its gateway and DHCP, is not shown';
  const message = `whether segment ${quotedName(segment)} has an address for each VM on it`;
  return {
    ...openAddresses(segment, 'ipv4_subnet_size', 'room', message, reason, 'a larger subnet, or literal networks of VMs and counts'),
    premises,
  };
}

/** A relay has no ranges: what its servers hand out stands elsewhere. */
function handsOut({ ranges, hidden }: SubnetFacts): boolean {
  return ranges.length > 0 || hidden !== undefined;
}

function premisesOf(estate: Estate, segment: Segment): Premise[] {
  const asks: Premise = {
    id: 'dhcp-by-default',
    kind: 'stated',
    statement:
      'a VM whose program gives an adapter no address, neither by customization nor by data for its guest, takes one by DHCP where its segment has it',
  };
  const isDynamic = segment.subnets.items.some(({ dhcp }) => dhcp !== false);
  const closed = segment.origin === 'owned' && !indexOf(estate).isClosed(segment) ? [Premises.closedNetwork(segment)] : [];
  return [...closed, ...(isDynamic ? [asks] : [])];
}

/** What hides a subnet. */
function openSubnets({ subnets }: Segment): string | undefined {
  const hidden = subnets.items.flatMap(({ cidr }) => (isUnknown(cidr) ? [cidr] : []));
  const rest = subnets.complete ? [] : subnets.unknown ? [subnets.unknown] : [];
  const [first, ...others] = [...hidden, ...rest];
  if (first) return `the range of a subnet is ${allKnownOnlyTo([first, ...others])}`;
  return subnets.complete ? undefined : 'not all of its subnets are shown';
}

function shortage(
  segment: Segment,
  nics: Interval,
  rooms: readonly (Room | undefined)[],
  open: string | undefined,
  of: 'subnet' | 'dhcp',
): Verdict | undefined {
  if (open !== undefined || rooms.length === 0 || rooms.some((room) => !room)) return undefined;
  const high = rooms.reduce((sum, room) => sum + room!.high, 0n);
  if (BigInt(nics.low) <= high) return undefined;
  const missing = BigInt(nics.low) - high;
  const what = of === 'subnet' ? 'its subnet' : 'its DHCP ranges';
  return refutedAddresses(
    segment,
    of === 'subnet' ? 'subnet' : 'subnet.dhcp_ranges',
    `room:${of}`,
    `segment ${quotedName(segment)} has fewer addresses than VMs that need one`,
    [
      {
        label: 'need one',
        text: `${Interval.isExact(nics) ? '' : 'at least '}${count(nics.low, 'network adapter')}${of === 'dhcp' ? ' without a static address' : ''}`,
      },
      {
        label: 'there are',
        text: `${addresses(high)} that a VM can have in ${what} ${listed(segment.subnets.items.map(({ cidr, dhcpRanges }) => quoted(of === 'subnet' ? String(cidr) : dhcpRanges.items.join(', '))))}`,
      },
    ],
    of === 'subnet' ? `a subnet with ${addresses(missing)} more, or fewer VMs` : `DHCP ranges with ${addresses(missing)} more, or static addresses`,
  );
}

/** Why it is not certain that each VM has an address, whichever subnet it takes it from. */
function gapOf(nics: SegmentNics, whole: readonly (Room | undefined)[], dynamic: readonly (Room | undefined)[]): string | undefined {
  if (whole.some((room) => !room)) return 'the address of its gateway is none, with the length of a prefix';
  const fits = (demand: Interval, room: Room | undefined): boolean => !room || (demand.high !== null && BigInt(demand.high) <= room.low);
  if (whole.every((room) => fits(nics.all, room)) && dynamic.every((room) => fits(nics.dynamic, room))) return undefined;
  if (nics.gaps.length > 0) return listed(nics.gaps, 2);
  const most = nics.all.high === null ? 'any number of' : String(nics.all.high);
  return whole.length > 1
    ? `it has ${count(whole.length, 'subnet')}, of which one alone does not hold its ${most} network adapters, and which of them a VM uses is not shown`
    : `its ${most} network adapters may need an address, and which have a static one, or which address is the DHCP server's, is not shown`;
}
