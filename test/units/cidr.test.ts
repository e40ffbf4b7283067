import { Token } from 'cdktf';
import * as fc from 'fast-check';
import { Flow } from '../../lib/estate/flow';
import { Cidr } from '../../lib/units';

const ipv4 = fc.tuple(fc.nat({ max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 })).map(([address, prefix]) => {
  const size = 2 ** (32 - prefix);
  const network = address - (address % size);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.')}/${prefix}`;
});

describe('Cidr', () => {
  test('says of a token that it takes none, and no more of what is in it', () => {
    const token = Token.asString({ 'Fn::x': 1 });
    const none = 'a Terraform token, which is not supported here, since it is known only when Terraform runs; give a literal in the program';
    for (const text of [token, `${token}/24`]) expect(() => Cidr.of(text)).toThrow(`not a CIDR: ${none}, such as "10.20.0.0/23"`);
    expect(() => Cidr.addressOf(token)).toThrow(`not an IP address: ${none}, such as "10.20.0.1"`);
    expect(() => Cidr.of('$' + '{var.range}')).toThrow('not a CIDR: "$' + '{var.range}", expected an address');
    const port = Token.asNumber({ 'Fn::x': 1 });
    expect(() => Flow.tcp(port)).toThrow(`not a port: ${none}, such as 443`);
    expect(() => Flow.udp(1, port + 1)).toThrow(`not a port: ${none}`);
    expect(() => Flow.tcp(Infinity)).toThrow('not a port: Infinity, expected a whole number from 1 to 65535');
  });

  test('prints what it read', () => {
    fc.assert(fc.property(ipv4, (notation) => expect(Cidr.of(notation).toString()).toBe(notation)));
    expect(Cidr.of('2001:db8::/64').toString()).toBe('2001:db8::/64');
  });

  test('overlap and containment agree with counting addresses', () => {
    fc.assert(
      fc.property(ipv4, ipv4, (left, right) => {
        const [a, b] = [Cidr.of(left), Cidr.of(right)];
        const shared = (a.last < b.last ? a.last : b.last) - (a.first > b.first ? a.first : b.first) + 1n;
        expect(a.overlaps(b)).toBe(shared > 0n);
        expect(a.contains(b)).toBe(shared === b.last - b.first + 1n);
        expect(a.intersection(b)?.toString()).toBe(shared > 0n ? (a.prefix >= b.prefix ? left : right) : undefined);
      }),
    );
  });

  test('families never overlap', () => {
    expect(Cidr.of('0.0.0.0/0').overlaps(Cidr.of('::/0'))).toBe(false);
    expect(Cidr.of('::/0').contains('10.0.0.1')).toBe(false);
  });

  test('knows its first and last address', () => {
    const range = Cidr.of('10.20.0.0/23');
    expect([range.firstAddress, range.lastAddress]).toEqual(['10.20.0.0', '10.20.1.255']);
    expect(range.contains('10.20.1.255')).toBe(true);
    expect(range.contains('10.20.2.0')).toBe(false);
  });

  test.each([
    ['10.20.0.1/23', '"10.20.0.1/23" has address bits beyond its prefix; did you mean "10.20.0.0/23"?'],
    ['10.20.0.0', 'not a CIDR: "10.20.0.0"; did you mean "10.20.0.0/32"?'],
    ['2001:db8::1', 'not a CIDR: "2001:db8::1"; did you mean "2001:db8::1/128"?'],
    ['10.20.0/23', 'not a CIDR: "10.20.0/23", expected an address and a prefix length such as "10.20.0.0/23"'],
    ['010.20.0.0/23', 'not a CIDR: "010.20.0.0/23", expected an address and a prefix length such as "10.20.0.0/23"'],
    ['10.20.0.0/33', 'not a CIDR: "10.20.0.0/33", expected an address and a prefix length such as "10.20.0.0/23"'],
    ['fe80::%eth0/64', 'not a CIDR: "fe80::%eth0/64", expected an address and a prefix length such as "10.20.0.0/23"'],
    ['', 'not a CIDR: "", expected an address and a prefix length such as "10.20.0.0/23"'],
  ])('refuses %p and says why', (notation, message) => {
    expect(() => Cidr.of(notation)).toThrow(new Error(message));
  });

  test('is known by symbol', () => {
    expect(Cidr.isCidr(Cidr.of('10.0.0.0/8'))).toBe(true);
    expect(Cidr.isCidr('10.0.0.0/8')).toBe(false);
  });
});
