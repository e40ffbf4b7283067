import { isUnknown, type Estate, type ObjectId, type PortGroup, type Premise, type Segment, type Unknown } from '../../estate';
import { subnetOf } from '../../proofs/addresses';
import type { Cidr } from '../../units';
import { Premises } from '../premises';
import { knownOnlyTo, listed, quoted, quotedName } from '../wording';

/** A network with a range that is declared for its port group, or that its segment has. */
export interface Network {
  readonly object: PortGroup | Segment;
  readonly range: Cidr;
  /** Address of its gateway; undefined where none is known. */
  readonly gateway?: string;
  /** Where its packets are routed without being translated. */
  readonly routed: Routing;
  /** What else its object hides. */
  readonly hidden?: Unknown;
}

/**
 * Networks routed in one place meet, by their addresses; those in two never do. Port groups, and segments that the outside is told
 * of, are all in one; but what two tier-0 gateways tell may be two outsides, as those of VRFs are.
 */
export type Routing = { readonly at: ObjectId | 'everywhere'; readonly edge?: Edge } | { readonly unknown: Unknown };

/** The tier-0 gateway that the outside begins at. */
interface Edge {
  readonly id: ObjectId;
  readonly name: string;
}

const EVERYWHERE: Routing = { at: 'everywhere' };

export function isSegment(object: PortGroup | Segment): object is Segment {
  return 'subnets' in object;
}

/** Whether somebody else answers for a network: a segment that the app does not make. The range of a port group is declared. */
export function isOfOthers(object: PortGroup | Segment): boolean {
  return isSegment(object) && object.origin !== 'owned';
}

/** Whether the addresses of two networks meet. What is routed nowhere meets nobody. */
export function meet(a: Network, b: Network): { readonly is: 'yes' | 'no' } | { readonly is: 'maybe'; readonly reason: string } {
  const [one, other] = [a.routed, b.routed];
  if (isAlone(a) || isAlone(b)) return { is: 'no' };
  for (const routed of [one, other])
    if ('unknown' in routed) return { is: 'maybe', reason: `how a segment is routed is ${knownOnlyTo(routed.unknown)}` };
  if ('unknown' in one || 'unknown' in other || one.at !== other.at) return { is: 'no' };
  if (!one.edge || !other.edge || one.edge.id === other.edge.id) return { is: 'yes' };
  const gateways = listed([one.edge, other.edge].map(({ name }) => name));
  return { is: 'maybe', reason: `they lie behind tier-0 gateways ${gateways}, and whether these lead to one outside is not said` };
}

function isAlone({ object, routed }: Network): boolean {
  return 'at' in routed && routed.at === object.id;
}

/** What a network's range rests on: that of a port group is declared, that of a segment stands in its configuration. */
export function premisesOf({ object, range }: Network): Premise[] {
  return isSegment(object) ? [] : [Premises.range(object, range.toString())];
}

export function networkOf(group: PortGroup, range: Cidr): Network {
  return { object: group, range, routed: EVERYWHERE, ...(group.gateway !== undefined && { gateway: group.gateway }) };
}

/** The networks of a segment, as far as they are decided: what is no range is another rule's. */
export function networksOf(estate: Estate, segment: Segment): Network[] {
  const hidden = hiddenIn(segment);
  const routed = routingOf(estate, segment);
  return segment.subnets.items.flatMap(({ cidr }) => {
    const at = isUnknown(cidr) ? undefined : subnetOf(cidr);
    if (!at) return [];
    const isOfVpc = segment.kind === 'vpc-subnet'; // there the range itself stands in place of a gateway's address
    return { object: segment, range: at.network, routed, ...(!isOfVpc && { gateway: (cidr as string).split('/')[0]! }), ...(hidden && { hidden }) };
  });
}

/** What hides a range of a segment; undefined where all are shown. */
export function hiddenIn({ subnets: { items, complete, unknown } }: Segment): Unknown | undefined {
  return items.map(({ cidr }) => cidr).find(isUnknown) ?? (complete ? undefined : unknown);
}

/** The segment that a port group is the vCenter face of. */
export function segmentOf(estate: Estate, { segment }: PortGroup): Segment | undefined {
  return segment === undefined || isUnknown(segment) ? undefined : estate.nsx.segments.find(({ id }) => id === segment);
}

/**
 * A segment that is off its gateway, or has none on its overlay, is routed by nobody. A tier-1 gateway routes between its own; only
 * one that tells its tier-0 of them makes them known outside. VPCs translate or are told apart by NSX.
 */
function routingOf(estate: Estate, { id, kind, gateway, connected, space }: Segment): Routing {
  if (kind === 'vlan') return EVERYWHERE;
  if (kind === 'vpc-subnet') return isUnknown(space) ? { unknown: space } : { at: space ?? id };
  if (gateway === null || connected === false) return { at: id };
  if (isUnknown(gateway)) return { unknown: gateway };
  if (isUnknown(connected)) return { unknown: connected };
  const tier1 = estate.nsx.tier1Gateways.find((each) => each.id === gateway);
  if (!tier1) return outside(estate, gateway);
  const { tier0, advertised } = tier1;
  if (tier0 === null) return { at: gateway };
  if (isUnknown(tier0)) return { unknown: tier0 };
  if (advertised.items.includes('TIER1_CONNECTED')) return outside(estate, tier0);
  const open = advertised.items.find(isUnknown) ?? (advertised.complete ? undefined : advertised.unknown);
  if (open !== undefined) return { unknown: open };
  return { at: gateway };
}

function outside({ nsx }: Estate, id: ObjectId): Routing {
  const tier0 = nsx.tier0Gateways.find((each) => each.id === id);
  return { at: 'everywhere', edge: { id, name: tier0 ? quotedName(tier0) : quoted(id) } };
}
