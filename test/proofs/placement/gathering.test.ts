import fc from 'fast-check';
import { gatheringOf } from '../../../lib/proofs/placement';

const MEMBERS = ['a', 'b', 'c', 'd', 'e'];
const HOSTS = ['1', '2', '3'];

/** Every placement of every member, or of none of it, tried in turn. */
function naive(size: number, hosts: ReadonlySet<string>, allowed: ReadonlyMap<string, ReadonlySet<string>>, apart: ReadonlySet<string>): boolean {
  const tryFrom = (i: number, at: ReadonlyMap<string, string>): boolean => {
    if (i === MEMBERS.length) {
      const keeps = [...at].every(([x, on]) => [...at].every(([y, also]) => x === y || on !== also || !apart.has([x, y].sort().join(''))));
      return keeps && at.size >= size;
    }
    const member = MEMBERS[i]!;
    return tryFrom(i + 1, at) || [...hosts].some((host) => allowed.get(member)!.has(host) && tryFrom(i + 1, new Map([...at, [member, host]])));
  };
  return tryFrom(0, new Map());
}

test('so many are together exactly where some placement has them so', () => {
  const hostSet = fc.subarray(HOSTS).map((ids) => new Set(ids));
  const pairs = MEMBERS.flatMap((x, i) => MEMBERS.slice(i + 1).map((y) => `${x}${y}`));
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(
      fc.tuple(hostSet, hostSet, hostSet, hostSet, hostSet),
      fc.subarray(pairs),
      hostSet,
      fc.integer({ min: 1, max: 4 }),
      (sets, kept, domain, size) => {
        const allowed = new Map(MEMBERS.map((member, i) => [member, sets[i]!]));
        const apart = new Set(kept);
        const found = gatheringOf(MEMBERS, size, domain, { allowed, apart: (x, y) => apart.has([x, y].sort().join('')) });
        seen.add(found !== undefined);
        expect(found !== undefined).toBe(naive(size, domain, allowed, apart));
        for (const [member, host] of found ?? []) expect(allowed.get(member)!.has(host) && domain.has(host)).toBe(true);
        if (found)
          expect(naive(size, domain, new Map(MEMBERS.map((member) => [member, new Set(found.has(member) ? [found.get(member)!] : [])])), apart)).toBe(
            true,
          );
      },
    ),
    { numRuns: 200, seed: 1 },
  );
  expect(seen.size).toBe(2);
});

test('a hundred hosts that are alike are tried once', () => {
  const hosts = new Set(Array.from({ length: 100 }, (_, n) => String(n)));
  const members = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const allowed = new Map(members.map((member) => [member, hosts]));
  const none = new Map(members.map((member) => [member, new Set<string>()]));
  expect(gatheringOf(members, 4, hosts, { allowed, apart: () => true })?.size).toBe(4);
  expect(gatheringOf(members, 4, hosts, { allowed: none, apart: () => true })).toBeUndefined();
});
