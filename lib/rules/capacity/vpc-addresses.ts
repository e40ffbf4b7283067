import { indexOf, isUnknown, type Estate, type Field, type Premise, type Segment, type Value, type Vpc } from '../../estate';
import { blockShortage, freeOf, isPowerOfTwo, overlapsIn, rangeText, shared, sizeOf, subnetOf } from '../../proofs/addresses';
import type { Cidr } from '../../units';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { addresses, many, openAddresses, refutedAddresses } from './address-words';

/** Least and most addresses of a subnet of a VPC, and how many it has where nothing is said. */
const LEAST = 8;
const MOST = 65_536;
const DEFAULT_SIZE = 64;

/** Private ranges of a VPC are disjoint and hold its private subnets. */
export function* vpcAddresses(estate: Estate, vpc: Vpc): Iterable<Verdict> {
  if (vpc.instances.high === 0 || vpc.origin !== 'owned') return;
  const ranges = vpc.privateRanges.items.flatMap((cidr) => (isUnknown(cidr) ? [] : (subnetOf(cidr)?.network ?? [])));
  const subnets = estate.nsx.segments.filter((segment) => segment.kind === 'vpc-subnet' && segment.space === vpc.id && segment.instances.high !== 0);
  const wrong = [
    ...overlapsIn(ranges.map((range) => ({ range }))).map(([a, b]) =>
      refutedAddresses(
        vpc,
        'private_ips',
        `overlap:${a.range.toString()}:${b.range.toString()}`,
        `private ranges of VPC ${quotedName(vpc)} overlap`,
        [
          { label: 'ranges', text: `${a.range.toString()} and ${b.range.toString()}` },
          { label: 'shared', text: rangeText(shared(a.range, b.range)!) },
        ],
        'ranges that share no address',
      ),
    ),
    ...overlapsIn(subnets.flatMap((subnet) => [...placesOf(subnet)].map((range) => ({ range, subnet })))).map(([a, b]) =>
      refutedAddresses(
        b.subnet,
        'ip_addresses',
        `overlap:${a.subnet.id}`,
        `subnets ${quotedName(a.subnet)} and ${quotedName(b.subnet)} of VPC ${quotedName(vpc)} overlap`,
        [{ label: 'shared', text: rangeText(shared(a.range, b.range)!) }],
        'ranges that share no address',
      ),
    ),
    ...subnets.flatMap((subnet) => wrongSize(estate, subnet)),
  ];
  yield* wrong;
  if (wrong.length > 0) return;
  yield roomIn(estate, vpc, ranges, subnets);
}

function placesOf({ subnets }: Segment): Cidr[] {
  return subnets.items.flatMap(({ cidr }) => (isUnknown(cidr) ? [] : (subnetOf(cidr)?.network ?? [])));
}

function valueOf(estate: Estate, segment: Segment, name: string): Value {
  return indexOf(estate).entryOf(segment)?.values[name] ?? null;
}

/** The size that NSX looks for a place for; undefined where the subnet says its place. */
function floatingSize(estate: Estate, subnet: Segment): Field<number> | undefined {
  if (placesOf(subnet).length > 0) return undefined;
  const said = valueOf(estate, subnet, 'ipv4_subnet_size');
  if (said === null) return DEFAULT_SIZE;
  if (typeof said === 'number') return said;
  return isUnknown(said) ? said : undefined;
}

/** The size of a subnet of a VPC that says no place; undefined where it says one, or where a token says the size. */
export function sizeOfVpcSubnet(estate: Estate, segment: Segment): bigint | undefined {
  const size = segment.kind === 'vpc-subnet' && segment.origin === 'owned' ? floatingSize(estate, segment) : undefined;
  return size === undefined || isUnknown(size) || !Number.isInteger(size) ? undefined : BigInt(size);
}

function wrongSize(estate: Estate, subnet: Segment): Verdict[] {
  const size = floatingSize(estate, subnet);
  if (size === undefined || isUnknown(size)) return [];
  const isWithin = Number.isInteger(size) && size >= LEAST && size <= MOST;
  if (isWithin && isPowerOfTwo(BigInt(size))) return [];
  const wrong = refutedAddresses(
    subnet,
    'ipv4_subnet_size',
    'size',
    `subnet ${quotedName(subnet)} has a size that no subnet of a VPC has`,
    [
      { label: 'size', text: String(size) },
      { label: 'allowed', text: `powers of 2 from ${LEAST} to ${many(BigInt(MOST))}` },
    ],
    'the next power of 2',
  );
  // The bounds are published; that it is a power of 2 follows from what a subnet is, and no page says what NSX makes of another.
  return [isWithin ? { ...wrong, severity: 'warning' } : wrong];
}

function roomIn(estate: Estate, vpc: Vpc, ranges: readonly Cidr[], subnets: readonly Segment[]): Verdict {
  const subject = subjectOf(vpc, 'private_ips');
  const inPrivate = subnets.filter((subnet) => isPrivate(estate, subnet) === true);
  const floating = inPrivate.flatMap((subnet) => ({ subnet, size: floatingSize(estate, subnet) }));
  const sizes = floating.flatMap(({ subnet, size }) =>
    size === undefined || isUnknown(size) ? [] : Array<bigint>(subnet.instances.low).fill(BigInt(size)),
  );
  const fixed = inPrivate.flatMap(placesOf);
  const free = ranges.filter(({ version }) => version === 4).flatMap((range) => freeOf(range, fixed));
  const isSpaceKnown = vpc.privateRanges.complete && !vpc.privateRanges.items.some(isUnknown);
  const short = isSpaceKnown ? blockShortage(sizes, free.map(sizeOf)) : undefined;
  if (short) {
    return refutedAddresses(
      vpc,
      'private_ips',
      'room',
      `the private ranges of VPC ${quotedName(vpc)} are too small for its subnets`,
      [
        {
          label: 'wanted',
          text: `${addresses(short.wanted)}, in subnets of ${many(short.size)} or more: ${listed(floating.map(({ subnet }) => quotedName(subnet)))}`,
        },
        {
          label: 'free',
          text: `${addresses(short.available)} in ranges of that size, of ${listed(ranges.map((range) => quoted(range.toString())))}`,
        },
      ],
      'a larger private range, or smaller subnets',
    );
  }
  const premises = [closedVpc(vpc)];
  const gap = gapOf(estate, vpc, subnets, floating);
  if (gap === undefined) return { verdict: 'proved', subject, premises };
  const message = `whether the private ranges of VPC ${quotedName(vpc)} hold its subnets`;
  return { ...openAddresses(vpc, 'private_ips', 'room', message, gap, 'literal ranges, sizes and access modes'), premises };
}

/** Whether a subnet takes its addresses of the private ranges; undefined where that is not decided. */
function isPrivate(estate: Estate, subnet: Segment): boolean | undefined {
  if (subnet.origin !== 'owned') return undefined;
  const [mode, blocks] = [valueOf(estate, subnet, 'access_mode'), valueOf(estate, subnet, 'ip_blocks')];
  if (mode !== null && typeof mode !== 'string') return undefined;
  if (mode !== null && mode !== 'Private') return false;
  return blocks === null || (Array.isArray(blocks) && blocks.length === 0) ? true : undefined;
}

function gapOf(
  estate: Estate,
  vpc: Vpc,
  subnets: readonly Segment[],
  floating: readonly { readonly subnet: Segment; readonly size: Field<number> | undefined }[],
): string | undefined {
  const hidden = vpc.privateRanges.items.find(isUnknown) ?? (vpc.privateRanges.complete ? undefined : vpc.privateRanges.unknown);
  if (hidden) return `a private range is ${knownOnlyTo(hidden)}`;
  const open = subnets.find((subnet) => isPrivate(estate, subnet) === undefined);
  if (open) return `where subnet ${quotedName(open)} takes its addresses is not decided`;
  const size = floating.map((each) => each.size).find(isUnknown);
  if (size) return `the size of a subnet is ${knownOnlyTo(size)}`;
  const family = floating.find(({ subnet }) => subnet.instances.low !== subnet.instances.high);
  if (family) return `how many there are of subnet ${quotedName(family.subnet)} depends on a count or for_each that is not decided`;
  const elsewhere = estate.nsx.segments.find(({ kind, space }) => kind === 'vpc-subnet' && isUnknown(space));
  return elsewhere && `which VPC subnet ${quotedName(elsewhere)} is in is not decided`;
}

function closedVpc(vpc: Vpc): Premise {
  return {
    id: `owned:${vpc.path ?? vpc.id}`,
    kind: 'closed-scope',
    statement: `nothing but this app makes subnets in VPC ${quotedName(vpc)}`,
    ...(vpc.path !== undefined && { subject: vpc.path }),
  };
}
