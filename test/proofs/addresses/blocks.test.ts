import fc from 'fast-check';
import { blockShortage, freeOf, isPowerOfTwo, sizeOf } from '../../../lib/proofs/addresses';
import { Cidr } from '../../../lib/units';

const powers = fc.constantFrom(1n, 2n, 4n, 8n);

/** Tries every place, one block after the other. */
function fitsSomehow(wanted: readonly bigint[], spaces: readonly bigint[]): boolean {
  const place = (at: number, taken: readonly (readonly boolean[])[]): boolean => {
    if (at === wanted.length) return true;
    const size = Number(wanted[at]);
    return taken.some((space, i) => {
      for (let from = 0; from + size <= space.length; from += size) {
        if (space.slice(from, from + size).some(Boolean)) continue;
        const next = taken.map((other, j) => (i === j ? other.map((used, k) => used || (k >= from && k < from + size)) : other));
        if (place(at + 1, next)) return true;
      }
      return false;
    });
  };
  return place(
    0,
    spaces.map((size) => Array.from({ length: Number(size) }, () => false)),
  );
}

describe('aligned blocks', () => {
  test('counting agrees with trying every place', () => {
    fc.assert(
      fc.property(fc.array(powers, { maxLength: 5 }), fc.array(powers, { maxLength: 3 }), (wanted, spaces) => {
        expect(blockShortage(wanted, spaces) === undefined).toBe(fitsSomehow(wanted, spaces));
      }),
      { numRuns: 400 },
    );
  });

  test('say what is short', () => {
    expect(blockShortage([64n, 64n, 128n], [128n, 64n])).toEqual({ size: 64n, wanted: 256n, available: 192n });
    expect(blockShortage([256n], [128n, 128n])).toEqual({ size: 256n, wanted: 256n, available: 0n });
  });

  test('powers of 2', () =>
    expect([0n, 1n, 2n, 3n, 4n, 6n, -2n, 1n << 64n].map(isPowerOfTwo)).toEqual([false, true, true, false, true, false, false, true]));

  test('what is left of a space is every address that nobody took, once', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ first: fc.integer({ min: 0, max: 63 }), bits: fc.integer({ min: 0, max: 5 }) }), { maxLength: 5 }), (made) => {
        const taken = made.map(({ first, bits }) => Cidr.of(`10.0.0.${first - (first % 2 ** bits)}/${32 - bits}`));
        const free = freeOf(Cidr.of('10.0.0.0/27'), taken);
        for (let host = 0; host < 32; host += 1) {
          const address = `10.0.0.${host}`;
          expect(free.filter((each) => each.contains(address)).length).toBe(taken.some((each) => each.contains(address)) ? 0 : 1);
        }
        // No two of one size that would make one of the next.
        const pairs = free.flatMap((a) => free.map((b) => [a, b] as const));
        for (const [a, b] of pairs) expect(b.first === a.last + 1n && sizeOf(a) === sizeOf(b) && a.first % (2n * sizeOf(a)) === 0n).toBe(false);
      }),
    );
    expect(freeOf(Cidr.of('2001:db8::/64'), [Cidr.of('2001:db8::/65')]).map(String)).toEqual(['2001:db8:0:0:8000::/65']);
  });
});
