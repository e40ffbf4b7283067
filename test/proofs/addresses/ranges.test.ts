import fc from 'fast-check';
import {
  addressOf,
  countOf,
  holds,
  liesIn,
  overlapsIn,
  rangeBetween,
  rangeOf,
  rangeText,
  reservedOf,
  shared,
  subnetOf,
  textOf,
} from '../../../lib/proofs/addresses';
import type { AddressRange } from '../../../lib/proofs/addresses';
import { Cidr } from '../../../lib/units';

const range = (text: string) => rangeOf(text)!;

describe('ranges as NSX takes them', () => {
  test.each([
    ['10.0.0.9', '10.0.0.9'],
    ['10.0.0.1-10.0.0.9', '10.0.0.1 to 10.0.0.9'],
    ['10.0.0.1 - 10.0.0.9', '10.0.0.1 to 10.0.0.9'],
    ['10.0.0.8/30', '10.0.0.8 to 10.0.0.11'],
    ['2001:db8::1-2001:db8::f', '2001:db8::1 to 2001:db8::f'],
    ['2001:db8::/126', '2001:db8:: to 2001:db8::3'],
  ])('%s', (text, shown) => expect(rangeText(range(text))).toBe(shown));

  test.each([
    '',
    'a',
    '10.0.0.9-10.0.0.1',
    '10.0.0.1-2001:db8::1',
    '10.0.0.1-',
    '10.0.0.1-10.0.0.2-10.0.0.3',
    '10.0.0.9/30',
    '10.0.0.0/33',
    '10.0.0.0/24/8',
  ])('%j is none', (text) => expect(rangeOf(text)).toBeUndefined());

  test('an address with its prefix names its network', () => {
    expect(String(subnetOf('10.20.1.1/23')!.network)).toBe('10.20.0.0/23');
    expect(textOf(subnetOf('10.20.1.1/23')!.address)).toBe('10.20.1.1');
    expect(String(subnetOf('2001:db8::1/64')!.network)).toBe('2001:db8::/64');
    for (const text of ['10.20.0.1', '10.20.0.1/33', '10.20.0.1/a', '10.20.0.1/24/2', 'x/24', '10.20.0.1/']) expect(subnetOf(text)).toBeUndefined();
  });

  test('network and broadcast address are no hosts, down to a /30 of IPv4', () => {
    const reserved = (cidr: string) => reservedOf(Cidr.of(cidr)).map(textOf);
    expect(reserved('10.0.0.0/30')).toEqual(['10.0.0.0', '10.0.0.3']);
    expect([reserved('10.0.0.0/31'), reserved('10.0.0.0/32'), reserved('2001:db8::/64')]).toEqual([[], [], []]);
  });
});

/** Small ranges around the borders of both versions. */
const small = fc
  .record({ version: fc.constantFrom<4 | 6>(4, 6), first: fc.integer({ min: 0, max: 24 }), length: fc.integer({ min: 0, max: 6 }) })
  .map(({ version, first, length }): AddressRange => ({ version, first: BigInt(first), last: BigInt(first + length) }));

/** Every address, one by one. */
const each = ({ version, first, last }: AddressRange): string[] =>
  Array.from({ length: Number(last - first) + 1 }, (_, i) => `${version} ${first + BigInt(i)}`);

describe('held against counting one by one', () => {
  test('how many addresses ranges hold', () => {
    fc.assert(
      fc.property(fc.array(small, { maxLength: 6 }), fc.array(small, { maxLength: 4 }), (ranges, gone) => {
        const taken = gone.map(({ version, first }) => ({ version, value: first }));
        const naive = new Set(ranges.flatMap(each));
        for (const { version, value } of taken) naive.delete(`${version} ${value}`);
        expect(countOf(ranges, taken)).toBe(BigInt(naive.size));
      }),
    );
  });

  test('overlaps', () => {
    fc.assert(
      fc.property(fc.array(small, { maxLength: 6 }), (ranges) => {
        const found = overlapsIn(ranges.map((one) => ({ range: one })));
        for (const [a, b] of found) expect(each(a.range).some((address) => each(b.range).includes(address))).toBe(true);
        const all = ranges.flatMap(each);
        expect(found.length > 0).toBe(new Set(all).size < all.length);
        // As many as there are ranges that begin within what is before them.
        expect(found.length).toBeLessThan(Math.max(ranges.length, 1));
      }),
    );
  });

  test('what two share, and whether one lies in the other', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        const both = each(a).filter((address) => each(b).includes(address));
        const common = shared(a, b);
        expect(common ? each(common) : []).toEqual(both);
        expect(liesIn(a, b)).toBe(both.length === each(a).length);
        for (const address of each(a)) expect(holds(b, { version: a.version, value: BigInt(address.split(' ')[1]!) })).toBe(both.includes(address));
      }),
    );
  });

  test('addresses come back as they were', () => {
    fc.assert(fc.property(fc.ipV4(), (text) => expect(textOf(addressOf(text)!)).toBe(text)));
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (value) => expect(addressOf(textOf({ version: 6, value }))!.value).toBe(value)),
    );
  });

  test('a range of one end is a single address', () => expect(rangeBetween('10.0.0.1', '10.0.0.1')).toEqual(rangeOf('10.0.0.1')));
});
