import { isUnknown, type Field, type IpPool, type IpPoolSubnet, type Unknown } from '../../estate';
import { addressOf, holds, liesIn, overlapsIn, rangeBetween, rangeText, shared, subnetOf, type AddressRange } from '../../proofs/addresses';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { allKnownOnlyTo, quoted, quotedName } from '../wording';
import { openAddresses, refutedAddresses } from './address-words';

type StaticSubnet = IpPoolSubnet & { readonly kind: 'static' };

/** Static subnets of an IP pool: ranges within their network, none twice, the gateway in none. */
export function* poolAddresses(pool: IpPool): Iterable<Verdict> {
  if (pool.instances.high === 0 || pool.origin !== 'owned') return;
  const subnets = pool.subnets.items.filter((subnet): subnet is StaticSubnet => subnet.kind === 'static');
  const ranges = subnets.flatMap(rangesOf);
  const verdicts = [
    ...ranges.flatMap((each) => wrongRange(pool, each)),
    ...overlapsIn(ranges.flatMap(({ text, range }) => (range ? [{ text, range }] : []))).map(([a, b]) => overlap(pool, a, b)),
  ];
  yield* verdicts;
  const hidden = [...subnets.flatMap(unknownsIn), ...(pool.subnets.complete || !pool.subnets.unknown ? [] : [pool.subnets.unknown])];
  const [first, ...others] = hidden;
  if (first || !pool.subnets.complete) {
    const reason = first ? `a part of them is ${allKnownOnlyTo([first, ...others])}` : 'not all of its subnets are shown';
    const message = `whether the ranges of IP pool ${quotedName(pool)} are in order`;
    yield openAddresses(pool, 'allocation_range', 'ranges', message, reason, 'literal subnets, ranges and gateways');
  } else if (verdicts.length === 0 && subnets.length > 0) yield { verdict: 'proved', subject: subjectOf(pool) };
}

interface PoolRange {
  readonly subnet: StaticSubnet;
  readonly text: string;
  readonly range?: AddressRange;
}

function rangesOf(subnet: StaticSubnet): PoolRange[] {
  return subnet.ranges.items.flatMap(({ start, end }) => {
    if (isUnknown(start) || isUnknown(end)) return [];
    const range = rangeBetween(start, end);
    return [{ subnet, text: `${start}-${end}`, ...(range && { range }) }];
  });
}

function wrongRange(pool: IpPool, { subnet, text, range }: PoolRange): Verdict[] {
  const { cidr, gateway } = subnet;
  const network = isUnknown(cidr) ? undefined : subnetOf(cidr)?.network;
  const at = isUnknown(gateway) || gateway === null ? undefined : addressOf(gateway);
  const wrong = !range
    ? 'no range: two addresses of one version are expected, the lower one first'
    : network && !liesIn(range, network)
      ? `not within ${network.toString()}`
      : at && holds(range, at)
        ? `holds ${String(gateway)}, the address of the gateway`
        : undefined;
  if (wrong === undefined) return [];
  return [
    refutedAddresses(
      pool,
      'allocation_range',
      `range:${text}`,
      `IP pool ${quotedName(pool)} cannot hand out its range`,
      [
        { label: 'range', text: quoted(text) },
        { label: 'wrong', text: wrong },
      ],
      'a range within the subnet, without its gateway',
    ),
  ];
}

function overlap(pool: IpPool, a: { text: string; range: AddressRange }, b: { text: string; range: AddressRange }): Verdict {
  return refutedAddresses(
    pool,
    'allocation_range',
    `overlap:${a.text}:${b.text}`,
    `ranges of IP pool ${quotedName(pool)} overlap`,
    [
      { label: 'ranges', text: `${quoted(a.text)} and ${quoted(b.text)}` },
      { label: 'shared', text: rangeText(shared(a.range, b.range)!) },
    ],
    'ranges that share no address',
  );
}

function unknownsIn({ cidr, gateway, ranges }: StaticSubnet): Unknown[] {
  const fields: Field<unknown>[] = [cidr, gateway, ...ranges.items.flatMap(({ start, end }) => [start, end])];
  return [...fields.filter(isUnknown), ...(ranges.complete || !ranges.unknown ? [] : [ranges.unknown])];
}
