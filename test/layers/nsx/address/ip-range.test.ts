import fc from 'fast-check';
import { checkApart, isCovered, type Span } from '../../../../lib/layers/nsx/address/ip-range';

const SPACE = 24;

/** Spans of a small space, so that they meet often. */
const spans = (version: 4 | 6 = 4) =>
  fc.array(
    fc
      .tuple(fc.nat(SPACE), fc.nat(5))
      .map(([first, length]): Span => ({ version, first: BigInt(first), last: BigInt(first + length), text: `${first}+${length}` })),
    { maxLength: 6 },
  );
const addresses = ({ first, last }: Span): bigint[] => Array.from({ length: Number(last - first) + 1 }, (_, at) => first + BigInt(at));

test('a span is covered if each of its addresses lies in some other', () => {
  fc.assert(
    fc.property(spans(), spans(), (wanted, by) => {
      for (const span of wanted) {
        const naive = addresses(span).every((address) => by.some(({ first, last }) => first <= address && address <= last));
        expect(isCovered(span, by)).toBe(naive);
      }
    }),
  );
});

test('a span of one family is covered by none of the other', () => {
  const four: Span = { version: 4, first: 1n, last: 2n, text: '' };
  expect(isCovered(four, [{ ...four, version: 6 }])).toBe(false);
  expect(() => checkApart(undefined, 'ranges', [four, { ...four, version: 6 }])).not.toThrow();
});

test('spans are apart if no address lies in two', () => {
  fc.assert(
    fc.property(spans(), (list) => {
      const all = list.flatMap(addresses);
      const apart = new Set(all).size === all.length;
      const check = () => checkApart(undefined, 'ranges', list);
      if (apart) expect(check).not.toThrow();
      else expect(check).toThrow('ranges must not overlap');
    }),
  );
});
