import fc from 'fast-check';
import { best, isAtLeast, partsOf, placementIn, PLACEMENTS, worst, type Placement } from '../../../lib/proofs/capacity';
import { Interval } from '../../../lib/units';

/** A host, by its fault domain and its number there. */
type Host = readonly [domain: number, host: number];

/** Every way to put the parts of one object on hosts of different fault domains. */
function placements(hosts: readonly Host[], parts: number): Host[][] {
  if (parts === 0) return [[]];
  return hosts.flatMap((host) =>
    placements(
      hosts.filter(([domain]) => domain > host[0]),
      parts - 1,
    ).map((rest) => [host, ...rest]),
  );
}

/** Whether every placement that loses the hosts in question is whole again with the parts that are left where they are. */
function canRebuild(hosts: readonly Host[], parts: number, isLost: (host: Host) => boolean): boolean {
  const left = hosts.filter((host) => !isLost(host));
  return placements(hosts, parts).every((placed) => {
    const kept = placed.filter((host) => !isLost(host));
    const free = left.filter(([domain]) => !kept.some(([taken]) => taken === domain));
    return placements(free, parts - kept.length).length > 0;
  });
}

/** Naive reference: all objects, all losses. */
function naive(sizes: readonly number[], parts: number): Placement {
  const hosts = sizes.flatMap((size, domain) => Array.from({ length: size }, (_, host): Host => [domain, host]));
  if (placements(hosts, parts).length === 0) return 'none';
  if (!hosts.every(([domain, host]) => canRebuild(hosts, parts, ([d, h]) => d === domain && h === host))) return 'placed';
  return sizes.every((_, domain) => canRebuild(hosts, parts, ([d]) => d === domain)) ? 'domain' : 'host';
}

const sizes = fc.array(fc.nat(3), { maxLength: 5 });
const parts = fc.integer({ min: 1, max: 4 });

describe('placement on fault domains', () => {
  test('is what trying every object and every loss says', () => {
    const seen = new Set<Placement>();
    fc.assert(
      fc.property(sizes, parts, (domains, n) => {
        const placement = placementIn(domains, n);
        seen.add(placement);
        expect(placement).toBe(naive(domains, n));
      }),
      { numRuns: 500, seed: 1 },
    );
    expect([...seen].sort()).toEqual([...PLACEMENTS].sort());
  });

  test('is never worse with more hosts, nor with fewer parts', () => {
    fc.assert(
      fc.property(sizes, parts, fc.nat(5), (domains, n, at) => {
        const more = at < domains.length ? domains.map((size, i) => (i === at ? size + 1 : size)) : [...domains, 1];
        expect(isAtLeast(placementIn(more, n), placementIn(domains, n))).toBe(true);
        expect(isAtLeast(placementIn(domains, n), placementIn(domains, n + 1))).toBe(true);
      }),
    );
  });

  test('the worst and the best of some', () => {
    expect(worst(['domain', 'placed', 'host'])).toBe('placed');
    expect(best(['none', 'host', 'placed'])).toBe('host');
  });
});

describe('fault domains that a policy takes', () => {
  test('lie between those of both architectures where nobody knows which', () => {
    const raid5 = { raid: 'raid-5', failures: 1 } as const;
    expect(partsOf(raid5, true)!.parts).toEqual(Interval.exactly(3));
    expect(partsOf(raid5, false)!.parts).toEqual(Interval.exactly(4));
    expect(partsOf(raid5, undefined)!.parts).toEqual(Interval.between(3, 4));
    expect(partsOf(raid5, undefined)!.constants).toHaveLength(2);
  });

  test('are not known of a policy that there is not', () => {
    expect(partsOf({ raid: 'raid-5', failures: 2 }, true)).toBeUndefined();
  });
});
