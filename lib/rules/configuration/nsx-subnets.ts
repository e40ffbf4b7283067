import { indexOf, isUnknown, type Estate, type NatRule, type Segment, type SegmentSubnet, type Value } from '../../estate';
import { rangeOf, rangeText, reservedOf, shared, subnetOf, textOf } from '../../proofs/addresses';
import type { Cidr } from '../../units';
import { addTo } from '../../units/multimap';
import { blocksOf } from '../blocks';
import type { Verdict } from '../verdict';
import { knownOnlyTo, quoted, quotedName } from '../wording';
import { fault, open, SOURCES } from './nsx-faults';

/** Gateway addresses of the subnets of a segment, and what else NSX or the provider refuses of them. */
export function subnetsOf(estate: Estate, segment: Segment): Verdict[] {
  if (segment.kind === 'vpc-subnet') return [];
  const entry = indexOf(estate).entryOf(segment);
  return [
    ...segment.subnets.items.flatMap((subnet, i) => gatewayAddress(segment, subnet, i)),
    ...versions(segment),
    ...blocksOf(entry?.values.subnet).flatMap((block, i) => bothServers(segment, i, block.dhcp_v4_config ?? null, block.dhcp_v6_config ?? null)),
  ];
}

function gatewayAddress(segment: Segment, { cidr }: SegmentSubnet, i: number): Verdict[] {
  const attribute = `subnet.${i}.cidr`;
  if (isUnknown(cidr)) {
    const message = `whether the gateway of segment ${quotedName(segment)} has an address`;
    return [open(segment, attribute, attribute, message, `it is ${knownOnlyTo(cidr)}`, 'a literal address with the length of its prefix')];
  }
  const wrong = wrongGateway(cidr);
  if (wrong === undefined) return [];
  return [
    fault(segment, {
      attribute,
      key: attribute,
      message: `the gateway of segment ${quotedName(segment)} has no address of its own`,
      witness: [
        { label: 'cidr', text: quoted(cidr) },
        { label: 'wrong', text: wrong },
      ],
      source: SOURCES.validators,
      remedies: [{ text: 'the address of the gateway with the length of the prefix, such as "10.20.0.1/23"' }],
    }),
  ];
}

/** The provider takes what is no network address; a broadcast address is nobody's. */
function wrongGateway(cidr: string): string | undefined {
  const subnet = subnetOf(cidr);
  if (!subnet) return 'no address with the length of a prefix';
  const { address, network } = subnet;
  if (address.value === network.first) return `it is the address of the network ${network.toString()}`;
  return reservedOf(network).some(({ value }) => value === address.value) ? `it is the broadcast address of ${network.toString()}` : undefined;
}

/** The provider's schema: "at most 1 IPv4 CIDR and multiple IPv6 CIDRs". */
function versions(segment: Segment): Verdict[] {
  const four = networksOf(segment).filter(({ version }) => version === 4);
  if (four.length < 2) return [];
  return [
    fault(segment, {
      attribute: 'subnet',
      key: 'two-ipv4',
      message: `segment ${quotedName(segment)} has more than one IPv4 subnet`,
      witness: [{ label: 'subnets', text: four.map((each) => each.toString()).join(', ') }],
      source: SOURCES.segment,
      remedies: [{ text: 'a segment for each' }],
    }),
  ];
}

function bothServers(segment: Segment, i: number, v4: Value, v6: Value): Verdict[] {
  if (blocksOf(v4).length === 0 || blocksOf(v6).length === 0) return [];
  return [
    fault(segment, {
      attribute: `subnet.${i}`,
      key: `dhcp:${i}`,
      message: `a subnet of segment ${quotedName(segment)} has DHCP of both versions`,
      witness: [{ label: 'has', text: '`dhcp_v4_config` and `dhcp_v6_config`' }],
      source: SOURCES.segment,
      remedies: [{ text: 'the one of the version of its `cidr`' }],
    }),
  ];
}

function networksOf({ subnets }: Segment): Cidr[] {
  return subnets.items.flatMap(({ cidr }) => (isUnknown(cidr) ? [] : (subnetOf(cidr)?.network ?? [])));
}

/** Subnets that overlap on one gateway: NSX refuses the second. Each is told once, with the first that it overlaps. */
export function* overlapsOnGateways({ nsx }: Estate): Iterable<Verdict> {
  const byGateway = new Map<string, Segment[]>();
  for (const segment of nsx.segments) {
    if (!isUnknown(segment.gateway) && segment.gateway !== null && segment.instances.high !== 0 && segment.connected !== false)
      addTo(byGateway, segment.gateway, segment);
  }
  for (const [id, segments] of byGateway) {
    const gateway = [...nsx.tier0Gateways, ...nsx.tier1Gateways].find((each) => each.id === id);
    for (const [at, segment] of segments.entries()) {
      if (segment.origin !== 'owned') continue;
      const verdict = overlapWith(
        segment,
        segments.filter((other, i) => i < at || other.origin !== 'owned'),
        gateway ? quotedName(gateway) : quoted(id),
      );
      if (verdict) yield verdict;
    }
  }
}

function overlapWith(segment: Segment, others: readonly Segment[], gateway: string): Verdict | undefined {
  const [own] = networksOf(segment);
  if (own && (segment.instances.high === null || segment.instances.high > 1)) {
    const message = `the segments of ${quotedName(segment)} have one subnet on gateway ${gateway}`;
    if (segment.instances.low > 1) return fault(segment, { ...overlap(own, message), key: 'overlap' });
    return open(
      segment,
      'subnet',
      'overlap',
      `whether ${message}`,
      'how many there are depends on a count or for_each that is not decided',
      'a subnet for each',
    );
  }
  for (const other of others) {
    const common = networksOf(segment).flatMap((a) => networksOf(other).flatMap((b) => a.intersection(b) ?? []))[0];
    if (!common) continue;
    const message = `segments ${quotedName(other)} and ${quotedName(segment)} overlap on gateway ${gateway}`;
    const hidden = [segment.connected, other.connected].find((field) => isUnknown(field) && field.$unknown.reason !== 'provider-default');
    const sure = segment.instances.low > 0 && other.instances.low > 0 && !hidden;
    if (sure) return fault(segment, { ...overlap(common, message), key: `overlap:${other.id}` });
    const reason = isUnknown(hidden)
      ? `whether one is connected to it is ${knownOnlyTo(hidden)}`
      : 'whether both are there depends on a count or for_each that is not decided';
    return open(segment, 'subnet', `overlap:${other.id}`, `whether ${message}`, reason, 'literal values');
  }
  return undefined;
}

function overlap(common: Cidr, message: string) {
  return {
    attribute: 'subnet',
    message,
    witness: [
      { label: 'shared', text: common.toString() },
      { label: 'refused', text: 'by NSX, which routes an address to one segment of a gateway (code 500105)' },
    ],
    source: SOURCES.overlap,
    remedies: [{ text: 'another range for one of them' }],
  };
}

/** DNAT of an address that a segment of the same gateway has. */
export function natOverlaps({ nsx }: Estate, rule: NatRule): Verdict[] {
  if (rule.action !== 'DNAT' || isUnknown(rule.gateway)) return [];
  for (const text of rule.destinations.items) {
    const range = isUnknown(text) ? undefined : rangeOf(text);
    if (!range) continue;
    for (const segment of nsx.segments) {
      if (segment.gateway !== rule.gateway || segment.instances.low === 0 || segment.connected === false) continue;
      const common = networksOf(segment).flatMap((network) => shared(range, network) ?? [])[0];
      if (!common) continue;
      return [
        fault(rule, {
          attribute: 'destination_networks',
          key: `overlap:${segment.id}`,
          message: `NAT rule ${quotedName(rule)} translates an address of segment ${quotedName(segment)}, which its gateway has itself`,
          witness: [
            {
              label: 'destination',
              text: common.first === common.last ? textOf({ version: common.version, value: common.first }) : rangeText(common),
            },
            { label: 'refused', text: 'by NSX (code 500105)' },
          ],
          source: SOURCES.natOverlap,
          remedies: [{ text: 'an address outside of the segments of the gateway; the one within stands in `translated_networks`' }],
        }),
      ];
    }
  }
  return [];
}
