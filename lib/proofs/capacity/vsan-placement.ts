import { Interval } from '../../units';
import { VSAN_DOMAINS, type VsanDomains } from './sizing';

/**
 * What the hosts of a vSAN do for an object, from worst to best: no place for it; a place, but none to rebuild what is
 * lost with some host; a place for what is lost with any host; one for what is lost with any whole fault domain.
 */
export const PLACEMENTS = ['none', 'placed', 'host', 'domain'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/**
 * The placement of an object whose parts stand in different fault domains. More hosts never make it worse. Whether
 * they have capacity for it is another question.
 *
 * @param hosts of each fault domain
 * @param parts fault domains that the object takes
 */
export function placementIn(hosts: readonly number[], parts: number): Placement {
  const peopled = hosts.filter((count) => count > 0);
  if (peopled.length < parts) return 'none';
  if (peopled.length > parts) return 'domain';
  // Every domain is taken: a part comes back only in its own.
  return peopled.every((count) => count > 1) ? 'host' : 'placed';
}

export function worst(placements: Iterable<Placement>): Placement {
  return extreme(placements, PLACEMENTS) ?? 'domain';
}

export function best(placements: Iterable<Placement>): Placement {
  return extreme(placements, [...PLACEMENTS].reverse()) ?? 'none';
}

function extreme(placements: Iterable<Placement>, order: readonly Placement[]): Placement | undefined {
  const given = new Set(placements);
  return order.find((placement) => given.has(placement));
}

export function isAtLeast(placement: Placement, least: Placement): boolean {
  return PLACEMENTS.indexOf(placement) >= PLACEMENTS.indexOf(least);
}

export interface Redundancy {
  readonly raid: VsanDomains['raid'];
  readonly failures: number;
}

/**
 * Fault domains that an object takes, with the constants that say so.
 *
 * @param esa undefined where the architecture is not known
 * @returns undefined where nothing is published for such a policy
 */
export function partsOf(
  { raid, failures }: Redundancy,
  esa: boolean | undefined,
): { parts: Interval; constants: readonly VsanDomains[] } | undefined {
  const constants = VSAN_DOMAINS.filter(
    (row) => row.raid === raid && row.failures === failures && (row.esa === undefined || esa === undefined || row.esa === esa),
  );
  if (constants.length === 0) return undefined;
  const counts = constants.map(({ value }) => value.low);
  return { parts: Interval.between(Math.min(...counts), Math.max(...counts)), constants };
}
