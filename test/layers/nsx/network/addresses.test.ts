import fc from 'fast-check';
import { Testing, TerraformStack } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { checkHostAddress, firstHostAddress } from '../../../../lib/layers/nsx/network/addresses';
import { dhcpRanges } from '../../../../lib/layers/nsx/network/dhcp-ranges';

const stack = new TerraformStack(Testing.app(), 'stack');
const passes = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};
const at = (host: number): string => `10.0.0.${host}`;

test('the first address of a range is the smallest that something in it can have', () => {
  fc.assert(
    fc.property(fc.nat(255), fc.integer({ min: 24, max: 31 }), (host, prefix) => {
      const first = host - (host % 2 ** (32 - prefix));
      const range = Cidr.of(`${at(first)}/${prefix}`);
      const candidates = Array.from({ length: 256 }, (_, each) => each).filter((each) =>
        passes(() => checkHostAddress(stack, 'address', at(each), range)),
      );
      expect(firstHostAddress(stack, 'cidr', range)).toBe(at(candidates[0]!));
      expect(candidates).toHaveLength(prefix === 31 ? 2 : 2 ** (32 - prefix) - 2);
    }),
  );
});

test('of IPv6 it is the second, however the range is written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (network) => {
      const groups = [48n, 32n, 16n, 0n].map((shift) => ((network >> shift) & 0xffffn).toString(16)).join(':');
      const first = Cidr.addressOf(firstHostAddress(stack, 'cidr', Cidr.of(`${groups}::/64`)));
      expect(first).toEqual({ version: 6, value: (network << 64n) + 1n });
    }),
  );
});

test('ranges for DHCP pass exactly where each address is in the subnet, in one of them, and not taken', () => {
  const range = fc.tuple(fc.nat(140), fc.integer({ min: -2, max: 30 }));
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 4 }), fc.nat(127), (given, gateway) => {
      const handedOut = given.flatMap(([first, more]) => Array.from({ length: Math.max(0, more + 1) }, (_, each) => first + each));
      const isRight =
        given.every(([first, more]) => more >= 0 && first + more < 128) &&
        !handedOut.includes(gateway) &&
        new Set(handedOut).size === handedOut.length;
      const texts = given.map(([first, more]) => `${at(first)}-${at(Math.max(0, first + more))}`);
      const check = () => dhcpRanges(stack, 'ranges', texts, Cidr.of('10.0.0.0/25'), { 'the address of the gateway': at(gateway) });
      fc.pre(given.every(([first, more]) => first + more >= 0));
      expect(passes(check)).toBe(isRight);
    }),
  );
});
