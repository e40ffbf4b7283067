import * as fc from 'fast-check';
import { Quantity } from '../../lib/units';

const of = (text: string): Quantity => Quantity.parse(text);
const same = (a: string, b: string): boolean => Quantity.compare(of(a), of(b)) === 0;

describe('reading a quantity', () => {
  test.each([
    ['1', 1n, 1n],
    ['0', 0n, 1n],
    ['500m', 1n, 2n],
    ['1.5', 3n, 2n],
    ['.5', 1n, 2n],
    ['1.', 1n, 1n],
    ['+2', 2n, 1n],
    ['-2', -2n, 1n],
    ['100n', 1n, 10_000_000n],
    ['10u', 1n, 100_000n],
    ['1k', 1000n, 1n],
    ['1M', 10n ** 6n, 1n],
    ['1G', 10n ** 9n, 1n],
    ['1T', 10n ** 12n, 1n],
    ['1P', 10n ** 15n, 1n],
    ['1E', 10n ** 18n, 1n],
    ['1Ki', 2n ** 10n, 1n],
    ['1Mi', 2n ** 20n, 1n],
    ['1Gi', 2n ** 30n, 1n],
    ['1Ti', 2n ** 40n, 1n],
    ['1Pi', 2n ** 50n, 1n],
    ['7Ei', 7n * 2n ** 60n, 1n],
    ['1e3', 1000n, 1n],
    ['1E3', 1000n, 1n],
    ['1E+3', 1000n, 1n],
    ['5e-1', 1n, 2n],
    ['-1.5Gi', -1536n * 2n ** 20n, 1n],
  ])('%s', (text, numerator, denominator) => expect(of(text)).toEqual({ numerator, denominator }));

  test.each([
    ['', 'has no digits'],
    ['.', 'has no digits'],
    ['-', 'has no digits'],
    ['Gi', 'has no digits'],
    ['1K', 'did you mean "k" or "Ki"?'],
    ['2GB', 'did you mean "G" or "Gi"?'],
    ['64mi', 'did you mean "Mi"?'],
    ['1 Gi', 'ends in " Gi", did you mean no spaces?'],
    ['1\n', 'did you mean no spaces?'],
    ['1e', 'ends in "e", expected none or one of m, k'],
    ['1e1.5', 'ends in "e1.5"'],
    ['1ee3', 'ends in "ee3"'],
    ['1.1.1', 'ends in ".1"'],
    ['0x10', 'ends in "x10"'],
    ['1constructor', 'ends in "constructor", expected none'],
    ['1e41', 'beyond 40'],
    ['${TfToken[TOKEN.1]}', 'a Terraform token'],
  ])('%j is refused, and why is said', (text, why) => {
    expect(() => of(text)).toThrow(why);
    expect(Quantity.isQuantity(text)).toBe(false);
  });

  test('a number that is no text is refused', () => expect(() => of(5 as unknown as string)).toThrow('expected a text such as "500m"'));
});

describe('rounding goes up, as Kubernetes rounds', () => {
  test.each([
    ['500m', 500n],
    ['1', 1000n],
    ['1n', 1n],
    ['100.1m', 101n],
    ['-100.9m', -100n],
    ['0', 0n],
  ])('%s in thousandths', (text, milli) => expect(Quantity.toMilli(of(text))).toBe(milli));

  test.each([
    ['1Ki', 1024n],
    ['1', 1n],
    ['100m', 1n],
    ['1.5', 2n],
    ['0.0001Gi', 107_375n],
    ['-1.5', -1n],
  ])('%s in bytes', (text, bytes) => expect(Quantity.toBytes(of(text))).toBe(bytes));
});

describe('writing a quantity', () => {
  test.each([
    ['1.5', 'decimal', '1500m'],
    ['1000', 'decimal', '1k'],
    ['1e-12', 'decimal', '1n'],
    ['0', 'decimal', '0'],
    ['-1500m', 'decimal', '-1500m'],
    ['1.5Gi', 'binary', '1536Mi'],
    ['3Gi', 'binary', '3Gi'],
    ['1000', 'binary', '1k'],
    ['0.5Ki', 'binary', '512'],
    ['0.5', 'binary', '500m'],
  ] as const)('%s, %s, is %s', (text, suffixes, written) => expect(Quantity.format(of(text), suffixes)).toBe(written));
});

describe('laws', () => {
  const text = fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      fc.nat(99_999),
      fc.option(fc.nat(999)),
      fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'E', 'Ki', 'Gi', 'Ei'),
    )
    .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${suffix}`);

  test('what is written is the same amount, as far as nanos go', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('decimal' as const, 'binary' as const), (each, suffixes) => {
        const amount = of(each);
        fc.pre((amount.numerator * 10n ** 9n) % amount.denominator === 0n);
        expect(Quantity.compare(of(Quantity.format(amount, suffixes)), amount)).toBe(0);
      }),
    );
  });

  test('an amount is at most its rounding, and less than one step below', () => {
    fc.assert(
      fc.property(text, (each) => {
        const amount = of(each);
        const [bytes, milli] = [Quantity.toBytes(amount), Quantity.toMilli(amount)];
        expect(Quantity.compare(amount, Quantity.of(bytes))).toBeLessThanOrEqual(0);
        expect(Quantity.compare(Quantity.of(bytes - 1n), amount)).toBe(-1);
        expect(Quantity.compare(of(`${milli - 1n}m`), amount)).toBe(-1);
        expect(Quantity.compare(amount, of(`${milli}m`))).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('sums and products are those of rationals', () => {
    fc.assert(
      fc.property(text, text, text, (x, y, z) => {
        const [a, b, c] = [of(x), of(y), of(z)];
        expect(Quantity.add(a, b)).toEqual(Quantity.add(b, a));
        expect(Quantity.add(Quantity.add(a, b), c)).toEqual(Quantity.add(a, Quantity.add(b, c)));
        expect(Quantity.times(a, Quantity.add(b, c))).toEqual(Quantity.add(Quantity.times(a, b), Quantity.times(a, c)));
        expect(Math.sign(Quantity.compare(a, b))).toBe(-Math.sign(Quantity.compare(b, a)) + 0);
        expect(Quantity.compare(Quantity.max(a, b), a)).toBeGreaterThanOrEqual(0);
        expect([a, b]).toContainEqual(Quantity.max(a, b));
      }),
    );
  });

  test('one amount in several spellings is one', () => {
    expect(same('1', '1000m')).toBe(true);
    expect(same('1024Ki', '1Mi')).toBe(true);
    expect(same('1e3', '1k')).toBe(true);
    expect(same('1G', '1Gi')).toBe(false);
  });
});
