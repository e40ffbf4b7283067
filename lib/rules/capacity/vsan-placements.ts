import type { VsanRedundancy } from '../../estate';
import { best, partsOf, placementIn, worst, type Placement } from '../../proofs/capacity';
import type { Interval } from '../../units';
import type { Gap } from './cluster-view';
import { domainsAt, endOf, type HostGroup, type VsanTopology } from './vsan-topology';

/** How a policy is placed where as little as can be is there, and where as much. */
export interface Placements {
  readonly least: Placement;
  readonly most: Placement;
  /** What keeps the two apart beside the hosts. */
  readonly gaps: readonly Gap[];
}

export function placementsOf(redundancy: VsanRedundancy, parts: Interval, topology: VsanTopology): Placements {
  if (topology.kind === 'open') return { least: 'none', most: 'domain', gaps: topology.gaps };
  if (topology.kind === 'sites') {
    const { gaps, ...placements } = atSites(redundancy, parts, topology.sites);
    return { ...placements, gaps: [...topology.gaps, ...gaps] };
  }
  return {
    least: placementIn(domainsAt(topology, 'low', parts.high! + 1), parts.high!),
    most: placementIn(domainsAt(topology, 'high', parts.low + 1), parts.low),
    gaps: [],
  };
}

/** Two hosts with a witness: vSAN knows them as sites of one host each. */
export function isTwoNode(sites: readonly HostGroup[]): boolean {
  return sites.every(({ hosts }) => hosts.low === 1 && hosts.high === 1);
}

/** Where a mirror for one failure is not said to stay at one site, vSAN takes it as one over both. */
export function mayMirrorSites({ raid, failures, mirroredSites }: VsanRedundancy): boolean {
  return raid === 'raid-1' && failures === 1 && !mirroredSites;
}

type Sites = readonly [HostGroup, HostGroup];
type Reading = (end: 'low' | 'high') => Placement;

/** What a policy means at sites is not in all it states: a proof holds for every way to read it, a refutation for none. */
function atSites(redundancy: VsanRedundancy, parts: Interval, sites: Sites): Placements {
  const { mirroredSites } = redundancy;
  if (mirroredSites && isTwoNode(sites) && parts.high! > 1) return { least: 'placed', most: 'domain', gaps: [ON_DEVICES] };
  const mirrored =
    (each: Interval): Reading =>
    (end) =>
      worst(sites.map((site) => within(site, each, end)));
  if (mirroredSites) return span([mirrored(parts)], []);
  const single: readonly Reading[] = sites.map((site) => (end) => within(site, parts, end));
  if (!mayMirrorSites(redundancy)) return span(single, [AT_WHICH_SITE]);
  const overBoth = mirrored(partsOf({ raid: 'raid-0', failures: 0 }, undefined)!.parts);
  return isTwoNode(sites) ? span([overBoth], []) : span([overBoth, ...single], [OVER_BOTH_SITES]);
}

/** Within a site each host is a fault domain. */
function within({ hosts }: HostGroup, parts: Interval, end: 'low' | 'high'): Placement {
  const taken = end === 'low' ? parts.high! : parts.low;
  return placementIn(
    Array.from({ length: Math.min(endOf(hosts, end), taken + 1) }, () => 1),
    taken,
  );
}

function span(readings: readonly Reading[], gaps: readonly Gap[]): Placements {
  const [low, high] = (['low', 'high'] as const).map((end) => readings.map((of) => of(end)));
  const differ = [low!, high!].some((placements) => new Set(placements).size > 1);
  return { least: worst(low!), most: best(high!), gaps: differ ? gaps : [] };
}

const AT_WHICH_SITE: Gap = {
  reason: 'which of its two sites keeps the data is not stated, and they differ',
  decidedBy: 'hosts enough at both sites, or `mirroredSites: true` where both keep a copy',
};

const OVER_BOTH_SITES: Gap = {
  reason: 'whether the two copies stand at both sites or at one of them is not stated',
  decidedBy: '`Vsan.raid0({ mirroredSites: true })` where each site has one, or hosts enough for both copies at each site',
};

const ON_DEVICES: Gap = {
  reason: 'a site of one host keeps more than one copy only on different devices of the host, which nobody stated',
  decidedBy: '`Vsan.raid0({ mirroredSites: true })`, one copy at each host',
};
