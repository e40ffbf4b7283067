import fc from 'fast-check';
import { BadWasm, ByteReader } from '../../../../lib/estate/read/wasm/bytes';
import { ByteWriter } from '../../../../lib/estate/read/wasm/byte-writer';

/** The textbook way, by digits of base 128. */
function encoded(value: bigint, signed: boolean): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ;) {
    const low = Number(BigInt.asUintN(7, rest));
    rest >>= 7n;
    const ends = signed ? (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40) : rest === 0n;
    bytes.push(ends ? low : low | 0x80);
    if (ends) return Uint8Array.from(bytes);
  }
}

describe('numbers of the binary format', () => {
  test('are read as they are written', () => {
    fc.assert(
      fc.property(fc.nat(0xffff_ffff), fc.integer({ min: -(2 ** 32), max: 2 ** 32 - 1 }), fc.bigInt({ min: 0n, max: 2n ** 53n }), (u32, s33, u64) => {
        expect(new ByteReader(encoded(BigInt(u32), false)).u32()).toBe(u32);
        expect(new ByteReader(encoded(BigInt(s33), true)).s33()).toBe(s33);
        expect(new ByteReader(encoded(u64, false)).u64()).toBe(Number(u64));
        expect([...new ByteWriter().u32(u32).done()]).toEqual([...encoded(BigInt(u32), false)]);
        if (s33 >= 0) expect([...new ByteWriter().s33(s33).done()]).toEqual([...encoded(BigInt(s33), true)]);
      }),
      { numRuns: 300 },
    );
  });

  test('longer than they may be are told', () => {
    expect(() => new ByteReader(encoded(2n ** 32n, false)).u32()).toThrow(new BadWasm('a number is longer than 32 bits', 0));
    expect(() => new ByteReader(Uint8Array.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x01])).u32()).toThrow(new BadWasm('a number does not end', 0));
    expect(() => new ByteReader(Uint8Array.from([0x80])).u32()).toThrow(new BadWasm('the bytes end too early', 1));
  });

  test('a name is UTF-8', () => {
    expect(new ByteReader(new ByteWriter().name('münchen').done()).name()).toBe('münchen');
    expect(() => new ByteReader(Uint8Array.from([1, 0xff])).name()).toThrow(new BadWasm('a name is not UTF-8', 1));
  });
});
