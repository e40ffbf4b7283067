import { isUnknown, type Segment, type SegmentSubnet, type Unknown } from '../../estate';
import {
  countOf,
  holds,
  liesIn,
  overlapsIn,
  rangeOf,
  rangeText,
  reservedOf,
  shared,
  subnetOf,
  textOf,
  type Address,
  type AddressRange,
} from '../../proofs/addresses';
import type { Cidr } from '../../units';
import type { Verdict } from '../verdict';
import { knownOnlyTo, quoted, quotedName } from '../wording';
import { openAddresses, refutedAddresses } from './address-words';

/** A subnet of a segment, as far as it is decided. */
export interface SubnetFacts {
  readonly network: Cidr;
  /** Addresses that no VM can have. */
  readonly taken: readonly Address[];
  readonly ranges: readonly AddressRange[];
  /** How many more addresses NSX may keep for itself: which, or whether any, is not said. */
  readonly kept: bigint;
  /** What hides a range. */
  readonly hidden?: Unknown;
}

/** Undefined where the range of the subnet itself is not decided, or is none. */
export function factsOf(segment: Segment, subnet: SegmentSubnet): SubnetFacts | undefined {
  const at = isUnknown(subnet.cidr) ? undefined : subnetOf(subnet.cidr);
  if (!at) return undefined;
  const { dhcpServer, dhcpRanges } = subnet;
  const server = isUnknown(dhcpServer) || dhcpServer === null ? undefined : subnetOf(dhcpServer)?.address;
  const isOfVpc = segment.kind === 'vpc-subnet';
  const known = dhcpRanges.items.filter((each): each is string => !isUnknown(each));
  const hidden = dhcpRanges.items.find(isUnknown) ?? (dhcpRanges.complete ? undefined : dhcpRanges.unknown);
  return {
    network: at.network,
    taken: [...reservedOf(at.network), ...(isOfVpc ? [] : [at.address]), ...(server ? [server] : [])],
    kept: isOfVpc ? KEPT_IN_VPC : server || (dhcpServer === null && known.length === 0 && !hidden) ? 0n : 1n,
    ranges: known.flatMap((each) => rangeOf(each) ?? []),
    ...(hidden && { hidden }),
  };
}

/** Of a subnet of a VPC, beyond network and broadcast address: its gateway and its DHCP server. */
export const KEPT_IN_VPC = 2n;

/** Ranges for DHCP that NSX refuses, or that would hand out what is taken. */
export function* wrongRanges(segment: Segment, subnet: SegmentSubnet, i: number): Iterable<Verdict> {
  const facts = factsOf(segment, subnet);
  // Of a VPC's subnet DHCP hands out what NSX does not keep.
  if (!facts || segment.kind === 'vpc-subnet' || subnet.dhcpRanges.items.length === 0) return;
  const attribute = `subnet.${i}.dhcp_ranges`;
  const name = quotedName(segment);
  const gateway = subnetOf(subnet.cidr as string)!.address;
  const server = isUnknown(subnet.dhcpServer) || subnet.dhcpServer === null ? undefined : subnetOf(subnet.dhcpServer)?.address;
  const parsed: { readonly text: string; readonly range: AddressRange }[] = [];
  for (const text of subnet.dhcpRanges.items) {
    if (isUnknown(text)) continue;
    const range = rangeOf(text);
    const wrong = !range
      ? 'no range: expected addresses such as `10.20.0.10-10.20.0.99`, or CIDR notation'
      : !liesIn(range, facts.network)
        ? `not within ${facts.network.toString()}`
        : holds(range, gateway)
          ? `holds ${textOf(gateway)}, the address of the gateway`
          : server && holds(range, server)
            ? `holds ${textOf(server)}, the address of the DHCP server`
            : undefined;
    if (range) parsed.push({ text, range });
    if (wrong === undefined) continue;
    yield refutedAddresses(
      segment,
      attribute,
      `range:${text}`,
      `segment ${name} cannot hand out its DHCP range`,
      [
        { label: 'range', text: quoted(text) },
        { label: 'wrong', text: wrong },
      ],
      'a range within the subnet, without its gateway and its DHCP server',
    );
  }
  for (const [a, b] of overlapsIn(parsed)) {
    const common = rangeText(shared(a.range, b.range)!);
    yield refutedAddresses(
      segment,
      attribute,
      `overlap:${a.text}:${b.text}`,
      `DHCP ranges of segment ${name} overlap`,
      [
        { label: 'ranges', text: `${quoted(a.text)} and ${quoted(b.text)}` },
        { label: 'shared', text: common },
      ],
      'ranges that share no address',
    );
  }
  const hidden = facts.hidden ?? (isUnknown(subnet.dhcpServer) ? subnet.dhcpServer : undefined);
  if (hidden) {
    yield openAddresses(
      segment,
      attribute,
      'dhcp-ranges',
      `whether the DHCP ranges of segment ${name} are in order`,
      `a range, or the address of the DHCP server, is ${knownOnlyTo(hidden)}`,
      'literal `dhcp_ranges` and `server_address`',
    );
  }
}

/** Addresses that VMs can have: the least and the most there may be. */
export interface Room {
  readonly low: bigint;
  readonly high: bigint;
}

/** By DHCP. */
export function dynamicRoom({ ranges, taken, hidden, network, kept }: SubnetFacts): Room {
  if (hidden) return { low: 0n, high: countOf([network], taken) };
  const within = ranges.filter((range) => liesIn(range, network));
  return between(countOf(within, taken), kept);
}

/** In the whole subnet. */
export function wholeRoom({ network, taken, kept }: SubnetFacts): Room {
  return between(countOf([network], taken), kept);
}

function between(high: bigint, kept: bigint): Room {
  return { low: high > kept ? high - kept : 0n, high };
}
