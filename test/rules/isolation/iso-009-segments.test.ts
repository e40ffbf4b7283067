import fc from 'fast-check';
import type { Segment, Tier1Gateway, Value } from '../../../lib/estate';
import { ranges } from '../../../lib/rules/isolation/iso-009-ranges';
import { aMachine, anEstate, aPortGroup, aResource, aStack, token } from '../../support/estate';
import { all, aSegment, aSubnet, aTier1, some } from '../../support/nsx';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const advertising = aTier1('prod', { tier0: 'site/t0', advertised: all('TIER1_CONNECTED') });
const translating = aTier1('shop', { tier0: 'site/t0', advertised: all('TIER1_NAT') });
const on = (name: string, gateway: Tier1Gateway | null, cidr: string, change: Partial<Segment> = {}) =>
  aSegment(name, { gateway: gateway && gateway.id, subnets: all(aSubnet(cidr)), ...change });
const estateOf = (...segments: Segment[]) => anEstate({ nsx: { segments, tier1Gateways: [advertising, translating] } });

describe('ISO-009, segments', () => {
  test('disjoint ones are proved by what is configured, without a premise', () => {
    const verdicts = judged(ranges, estateOf(on('nodes', advertising, '10.20.0.1/23'), on('ledger', advertising, '10.20.8.1/24')));
    expect(verdicts.map(({ verdict, subject, premises }) => [verdict, subject.path, premises])).toEqual([
      ['proved', 'site/nodes', []],
      ['proved', 'site/ledger', []],
    ]);
  });

  test('two on one gateway overlap', () => {
    const [verdict] = refutations(ranges, estateOf(on('nodes', advertising, '10.20.0.1/23'), on('mgmt', advertising, '10.20.1.1/24')));
    expect(text(verdict)).toEqual([
      'networks `nodes` and `mgmt` overlap',
      'ranges: `nodes` 10.20.0.0/23, `mgmt` 10.20.1.0/24',
      'shared: 10.20.1.0 to 10.20.1.255',
      'other: network `nodes` is `site/nodes`',
      'hint: another range for `mgmt`',
    ]);
  });

  test.each<[string, Segment, Segment, string[]]>([
    ['that the outside is told of', on('a', advertising, '10.0.0.1/24'), on('b', { ...advertising, id: 'site/t0' }, '10.0.0.1/24'), ['refuted']],
    ['one of which is translated', on('a', advertising, '10.0.0.1/24'), on('b', translating, '10.0.0.1/24'), ['proved', 'proved']],
    ['on one gateway that translates', on('a', translating, '10.0.0.1/24'), on('b', translating, '10.0.0.1/24'), ['refuted']],
    [
      'one of which is off its gateway',
      on('a', advertising, '10.0.0.1/24'),
      on('b', advertising, '10.0.0.1/24', { connected: false }),
      ['proved', 'proved'],
    ],
    [
      'that are both off it',
      on('a', advertising, '10.0.0.1/24', { connected: false }),
      on('b', advertising, '10.0.0.1/24', { connected: false }),
      ['proved', 'proved'],
    ],
    ['one of which has no gateway', on('a', advertising, '10.0.0.1/24'), on('b', null, '10.0.0.1/24'), ['proved', 'proved']],
    ['one of which is on VLANs', on('a', advertising, '10.0.0.1/24'), on('b', null, '10.0.0.1/24', { kind: 'vlan' }), ['refuted']],
    [
      'of which one has a gateway that a token names',
      on('a', advertising, '10.0.0.1/24'),
      on('b', null, '10.0.0.1/24', { gateway: token() }),
      ['undecided'],
    ],
    [
      'of which a token says whether it is connected',
      on('a', advertising, '10.0.0.1/24'),
      on('b', advertising, '10.0.0.1/24', { connected: token() }),
      ['undecided'],
    ],
  ])('two of one range, %s', (_, a, b, expected) => {
    expect(outcomes(ranges, estateOf(a, b))).toEqual(expected);
  });

  test('of a gateway that may advertise are undecided', () => {
    const open = aTier1('open', { tier0: 'site/t0', advertised: some('TIER1_NAT') });
    const segments = [on('a', advertising, '10.0.0.1/24'), on('b', open, '10.0.0.1/24')];
    const [verdict] = undecideds(ranges, anEstate({ nsx: { segments, tier1Gateways: [advertising, open] } }));
    expect(text(verdict)).toEqual([
      'whether networks `a` and `b`, whose ranges overlap, are routed in one place',
      'because: how a segment is routed is known only to whoever sets `site/var.more`',
      'decides it: a literal gateway, and what it advertises, or ranges apart',
    ]);
  });

  test('of a gateway that hangs on no tier-0 are known to nobody, whatever it advertises', () => {
    const of = (tier0: Tier1Gateway['tier0']) => {
      const gateway = aTier1('lone', { tier0, advertised: all('TIER1_CONNECTED') });
      const segments = [on('a', advertising, '10.0.0.1/24'), on('b', gateway, '10.0.0.1/24')];
      return outcomes(ranges, anEstate({ nsx: { segments, tier1Gateways: [advertising, gateway] } }));
    };
    expect(of(null)).toEqual(['proved', 'proved']);
    expect(of(token())).toEqual(['undecided']);
    expect(of('site/t0')).toEqual(['refuted']);
  });

  test('that are off their gateway meet nobody, however others are routed', () => {
    const open = on('b', null, '10.0.0.1/24', { gateway: token() });
    expect(outcomes(ranges, estateOf(on('a', null, '10.0.0.1/24'), open))).toEqual(['proved', 'proved']);
  });

  test('of different VPCs may have one range, and those of one may not', () => {
    const subnet = (name: string, space: string) => on(name, null, '10.0.0.0/24', { kind: 'vpc-subnet', space });
    expect(outcomes(ranges, estateOf(subnet('a', 'site/web'), subnet('b', 'site/shop')))).toEqual(['proved', 'proved']);
    expect(outcomes(ranges, estateOf(subnet('a', 'site/web'), subnet('b', 'site/web')))).toEqual(['refuted']);
  });

  test('overlap with the declared range of a port group', () => {
    const estate = estateOf(on('nodes', advertising, '10.20.0.1/23'));
    const portGroups = [aPortGroup('mgmt', { cidr: '10.20.1.0/24' })];
    expect(outcomes(ranges, { ...estate, vsphere: { ...estate.vsphere, portGroups } })).toEqual(['refuted']);
  });

  test('stand behind port groups, which are then no networks of their own', () => {
    const nodes = on('nodes', advertising, '10.20.0.1/23');
    const estate = estateOf(nodes);
    const portGroups = [aPortGroup('face', { segment: nodes.id }), aPortGroup('face-2', { segment: nodes.id, cidr: '10.20.0.0/23' })];
    expect(outcomes(ranges, { ...estate, vsphere: { ...estate.vsphere, portGroups } })).toEqual(['proved']);
    const open = [aPortGroup('face', { segment: token(), cidr: '10.20.0.0/23', origin: 'looked-up' })];
    expect(undecideds(ranges, { ...estate, vsphere: { ...estate.vsphere, portGroups: open } })).toMatchObject([
      { reason: 'the segment behind it is known only to whoever sets `site/var.size`' },
    ]);
  });

  test('that may be one are undecided, and those made by the app are two', () => {
    const own = on('nodes', advertising, '10.20.0.1/23');
    const twin = { ...own, id: 'recorded', origin: 'surroundings' as const };
    const of = (other: Segment) => outcomes(ranges, estateOf(own, other));
    expect(of({ ...twin, policyPath: token() })).toEqual(['undecided']);
    expect(of({ ...twin, policyPath: '/infra/segments/other' })).toEqual(['refuted']);
    expect(of({ ...twin, policyPath: token(), name: 'other' })).toEqual(['refuted']);
    expect(of({ ...twin, policyPath: token(), manager: 'other.example.com' })).toEqual(['refuted']);
    expect(of({ ...twin, policyPath: token(), origin: 'owned' })).toEqual(['refuted']);
  });

  test('with a subnet that is hidden are not proved', () => {
    const hidden = on('nodes', advertising, '', { subnets: all(aSubnet('10.20.0.1/23'), aSubnet(token())) });
    expect(text(undecideds(ranges, estateOf(hidden))[0])).toEqual([
      'whether a subnet of segment `nodes` overlaps any other network',
      'because: one of its ranges is known only to whoever sets `site/var.size`',
      'decides it: literal subnets',
    ]);
    expect(outcomes(ranges, estateOf(on('a', advertising, '', { subnets: all(aSubnet(token())) })))).toEqual(['undecided']);
    expect(outcomes(ranges, estateOf(on('a', advertising, '', { subnets: some() })))).toEqual(['undecided']);
    expect(outcomes(ranges, estateOf(on('a', advertising, '', { subnets: all() })))).toEqual([]);
  });

  test('with what is no range are refuted, not a crash', () => {
    expect(text(refutations(ranges, estateOf(on('a', advertising, '10.20.0.1')))[0]).slice(0, 2)).toEqual([
      'the range of network `a` is no range',
      'declared: `10.20.0.1`',
    ]);
  });

  test('of others are not judged among themselves, but against those of the app', () => {
    const theirs = (name: string, cidr: string, change: Partial<Segment> = {}): Segment => ({
      ...on(name, advertising, cidr, change),
      origin: 'surroundings',
      addresses: [],
    });
    const lab = [theirs('x', '10.0.0.1/16'), theirs('y', '10.0.0.1/24'), theirs('z', '10.9.0.0/24'), theirs('n', 'none')];
    expect(outcomes(ranges, estateOf(...lab)).filter((each) => each !== 'proved')).toEqual([]);
    const own = on('own', advertising, '10.0.1.1/24');
    expect(refutations(ranges, estateOf(...lab, own)).map(({ message }) => message)).toEqual(['networks `x` and `own` overlap']);
    expect(outcomes(ranges, estateOf(on('own', advertising, '10.0.0.1/16'), theirs('inner', '10.0.1.1/24')))).toEqual(['refuted']);
  });

  test('of others that show no subnet are told of once', () => {
    const theirs = ['x', 'y'].map((name): Segment => ({ ...on(name, advertising, '', { subnets: some() }), origin: 'looked-up' }));
    expect(undecideds(ranges, estateOf(...theirs, on('own', advertising, '10.0.1.1/24'))).map(text)).toEqual([
      [
        'whether 2 segments of others overlap any other network',
        'because: the subnets of `x` and `y` are not shown',
        "decides it: the manager's export: `app.assume(Assume.estate('surroundings/nsx-export.json'))`",
      ],
    ]);
    expect(outcomes(ranges, estateOf(...theirs))).toEqual([]);
  });

  test('of two tier-0 gateways may meet outside: those of VRFs do not', () => {
    const vrf = aTier1('vrf', { tier0: 'site/vrf', advertised: all('TIER1_CONNECTED') });
    const segments = [on('a', advertising, '10.0.0.1/24'), on('b', vrf, '10.0.0.1/24')];
    expect(text(undecideds(ranges, anEstate({ nsx: { segments, tier1Gateways: [advertising, vrf] } }))[0])).toEqual([
      'whether networks `a` and `b`, whose ranges overlap, are routed in one place',
      'because: they lie behind tier-0 gateways `site/t0` and `site/vrf`, and whether these lead to one outside is not said',
      'decides it: a literal gateway, and what it advertises, or ranges apart',
    ]);
  });

  test('have a gateway that can be one', () => {
    expect(text(refutations(ranges, estateOf(on('a', advertising, '10.20.0.0/23')))[0])).toEqual([
      'the gateway of network `a` is no address of its own',
      'gateway: 10.20.0.0',
      'wrong: it is the network address of 10.20.0.0/23',
      'hint: an address in 10.20.0.0/23',
    ]);
  });

  test('finds an overlap exactly where comparing each pair that is routed in one place finds one', () => {
    const gateways = [advertising, translating, null];
    const range = fc.tuple(fc.nat(63), fc.integer({ min: 26, max: 30 }), fc.nat(2));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 10 }), (given) => {
        const segments = given.map(([host, prefix, gateway], i) => {
          const size = 2 ** (32 - prefix);
          return {
            first: host - (host % size),
            size,
            gateway,
            segment: on(`s-${i}`, gateways[gateway]!, `10.0.0.${host - (host % size) + 1}/${prefix}`),
          };
        });
        const meets = segments.some((a, i) =>
          segments.some((b, j) => i < j && a.gateway === b.gateway && a.gateway !== 2 && a.first < b.first + b.size && b.first < a.first + a.size),
        );
        expect(outcomes(ranges, estateOf(...segments.map(({ segment }) => segment))).includes('refuted')).toBe(meets);
      }),
    );
  });
});

describe('ISO-009, static addresses on segments', () => {
  const dual = on('nodes', advertising, '', {
    subnets: all(
      aSubnet('10.20.0.1/23', { dhcp: true, dhcpRanges: all('10.20.0.100-10.20.0.199'), dhcpServer: '10.20.0.2/23' }),
      aSubnet('2001:db8::1/64'),
    ),
  });
  const withAddress = (nic: Record<string, Value>, segment: Segment = dual) => {
    const face = aPortGroup('face', { segment: segment.id });
    const stacks = [aStack({ resources: [aResource('vsphere_virtual_machine', 'vm', { clone: { customize: { network_interface: nic } } })] })];
    return anEstate({
      nsx: { segments: [segment], tier1Gateways: [advertising] },
      portGroups: [face],
      machines: [aMachine('vm', undefined, { networks: [face.id] })],
      stacks,
    });
  };
  const wrong = (nic: Record<string, Value>) => refutations(ranges, withAddress(nic)).map(({ witness }) => witness[1]!.text);

  test('lie in the range of the segment behind their port group, by version', () => {
    expect(outcomes(ranges, withAddress({ ipv4_address: '10.20.0.31', ipv6_address: '2001:db8::31' }))).toEqual(['proved']);
    expect(wrong({ ipv4_address: '10.20.8.31' })).toEqual(['it lies outside 10.20.0.0/23']);
    expect(wrong({ ipv6_address: '2001:db8:1::31' })).toEqual(['it lies outside 2001:db8::/64']);
  });

  test('lie in any of the subnets of their version', () => {
    const two = on('nodes', advertising, '', { subnets: all(aSubnet('10.20.0.1/23'), aSubnet('10.30.0.1/24')) });
    expect(outcomes(ranges, withAddress({ ipv4_address: '10.30.0.9' }, two))).toEqual(['proved']);
    expect(outcomes(ranges, withAddress({ ipv4_address: '10.40.0.9' }, two))).toEqual(['refuted']);
  });

  test('are neither the gateway, nor the DHCP server, nor handed out', () => {
    expect(wrong({ ipv4_address: '10.20.0.1' })).toEqual(['it is the gateway']);
    expect(wrong({ ipv4_address: '10.20.0.2' })).toEqual(['it is the DHCP server']);
    expect(wrong({ ipv4_address: '10.20.0.199' })).toEqual(['DHCP hands it out, from 10.20.0.100-10.20.0.199']);
  });

  test('of a version that the segment does not show are undecided, and so are those that a hidden subnet may hold', () => {
    const ipv4 = on('nodes', advertising, '10.20.0.1/23');
    expect(undecideds(ranges, withAddress({ ipv6_address: '2001:db8::31' }, ipv4))[0]!.reason).toBe(
      'it is an IPv6 address, and its segment shows none',
    );
    const hidden = { ...dual, subnets: some(...dual.subnets.items) };
    expect(undecideds(ranges, withAddress({ ipv4_address: '10.30.0.1' }, hidden)).map(({ reason }) => reason)).toContain(
      'a further range of its segment is known only to whoever sets `site/var.more`',
    );
  });
});
