import type { ObjectId, Segment } from '../../estate';
import type { Endpoint, Vnic } from './endpoints';
import { actor, catchAllsOf, catchAllsOn, fateOf, type CatchAll, type Fate, type Traffic } from './default-fate';
import { rulesInOrder, type PlacedRule } from './order';
import { ScopeIndex } from './scope-index';
import { unseenPolicies } from './unseen-policies';
import type { FirewallView } from './view';

/** Each direction, in each version of IP. */
export const TRAFFIC: readonly Traffic[] = [
  { direction: 'IN', version: 4 },
  { direction: 'OUT', version: 4 },
  { direction: 'IN', version: 6 },
  { direction: 'OUT', version: 6 },
];

/** What becomes of the packets of one kind that no particular rule is for, on one segment. */
export interface SegmentFate {
  readonly traffic: Traffic;
  /** Of every VM that is, or may be, on the segment. */
  readonly known: readonly { readonly endpoint: Endpoint; readonly isOn: 'yes' | 'maybe'; readonly fate: Fate }[];
  /** Of a VM that nobody knows. */
  readonly stranger: Fate;
}

/** Rules for everyone, by kind of traffic. */
export type CatchAlls = ReadonlyMap<Traffic, ScopeIndex<CatchAll>>;

export function catchAllsIn(view: FirewallView, rules: readonly PlacedRule[] = allRules(view)): CatchAlls {
  return new Map(TRAFFIC.map((traffic) => [traffic, new ScopeIndex(view, catchAllsOf(view, rules, traffic), ({ placed }) => placed)]));
}

function allRules(view: FirewallView): readonly PlacedRule[] {
  return rulesInOrder({ ...view, policies: [...view.policies, ...unseenPolicies(view)] });
}

export function segmentFates(view: FirewallView, segment: Segment, found: CatchAlls = catchAllsIn(view)): readonly SegmentFate[] {
  const on = endpointsOn(view, segment.id).map((each) => {
    const vnic: Vnic = { endpoint: each.endpoint, segment };
    return { ...each, vnic, acts: actor(view, vnic) };
  });
  const vnics = on.map(({ vnic }) => vnic);
  const stranger: Vnic = { segment };
  const onStranger = actor(view, stranger);
  return TRAFFIC.map((traffic) => {
    const index = found.get(traffic)!;
    const near = vnics.map((vnic) => index.near(vnic));
    const here = new Map(catchAllsOn(view, [...new Set(near.flat())], segment, vnics, traffic).map((each) => [each.placed, each]));
    const forAll = catchAllsOn(view, index.near(stranger), segment, [...vnics, stranger], traffic);
    return {
      traffic,
      known: on.map(({ endpoint, isOn, vnic, acts }, i) => {
        const mine = near[i]!.flatMap(({ placed }) => here.get(placed) ?? []);
        return { endpoint, isOn, fate: fateOf(view, mine, vnic, acts) };
      }),
      stranger: fateOf(view, forAll, stranger, onStranger),
    };
  });
}

/** The VMs that are on a segment, and those that may be: a token says which network they are on. */
export function endpointsOn(view: FirewallView, segment: ObjectId): readonly { readonly endpoint: Endpoint; readonly isOn: 'yes' | 'maybe' }[] {
  return view.endpoints.flatMap((endpoint) => {
    const { instances } = endpoint.object;
    const isNamed = endpoint.segments.ids.includes(segment);
    if (instances.high === 0 || (!isNamed && endpoint.segments.complete)) return [];
    return [{ endpoint, isOn: isNamed && instances.low > 0 ? ('yes' as const) : ('maybe' as const) }];
  });
}
