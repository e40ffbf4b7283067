import { unknown, type Estate, type ResourceInstance, type Segment, type Value } from '../../../lib/estate';
import { nsx } from '../../../lib/rules/configuration/cfg-008-nsx';
import { Interval } from '../../../lib/units';
import { anEstate, aResource, aStack, token, type EstateParts } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { all, aSegment, aSubnet, aTier1, recorded } from '../../support/nsx';

const site = (
  segments: Segment | readonly Segment[],
  parts: EstateParts['nsx'] = {},
  resources: readonly ResourceInstance[] = [],
  rest: EstateParts = {},
): Estate => anEstate({ nsx: { segments: [segments].flat(), ...parts }, stacks: [aStack({ resources })], ...rest });
const lines = (estate: Estate) => refutations(nsx, estate).map((verdict) => text(verdict));
const reasons = (estate: Estate) => undecideds(nsx, estate).map(({ reason }) => reason);

describe('CFG-008 on subnets', () => {
  const segment = (name: string, cidr: string | ReturnType<typeof token>, change: Partial<Segment> = {}) =>
    aSegment(name, { subnets: all(aSubnet(cidr)), ...change });

  test('name the address of the gateway, not the network', () => {
    expect(outcomes(nsx, site(segment('s', '10.20.0.1/23')))).toEqual(['proved', 'proved']);
    expect(outcomes(nsx, site(segment('s', '2001:db8::1/64')))).toEqual(['proved', 'proved']);
    expect(lines(site(segment('s', '10.20.0.0/23')))).toEqual([
      [
        'the gateway of segment `s` has no address of its own',
        'cidr: `10.20.0.0/23`',
        'wrong: it is the address of the network 10.20.0.0/23',
        'source: https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/validators.go',
        'hint: the address of the gateway with the length of the prefix, such as "10.20.0.1/23"',
      ],
    ]);
    for (const [cidr, wrong] of [
      ['10.20.1.255/23', 'it is the broadcast address of 10.20.0.0/23'],
      ['10.20.0.1', 'no address with the length of a prefix'],
      ['10.20.0.1/32', 'it is the address of the network 10.20.0.1/32'],
      ['2001:db8::/64', 'it is the address of the network 2001:db8::/64'],
    ])
      expect(lines(site(segment('s', cidr!)))[0]![2]).toBe(`wrong: ${wrong}`);
    expect(outcomes(nsx, site(segment('s', '10.0.0.1/31')))).toEqual(['proved', 'proved']);
    expect(reasons(site(segment('s', token('cidr'))))).toEqual(['it is known only to whoever sets `site/var.cidr`']);
  });

  test('are one of IPv4, and of one DHCP each', () => {
    expect(lines(site(aSegment('s', { subnets: all(aSubnet('10.0.0.1/24'), aSubnet('10.0.1.1/24')) })))[0]!.slice(0, 2)).toEqual([
      'segment `s` has more than one IPv4 subnet',
      'subnets: 10.0.0.0/24, 10.0.1.0/24',
    ]);
    expect(
      refutations(nsx, site(aSegment('s', { subnets: all(aSubnet('10.0.0.1/24'), aSubnet('2001:db8::1/64'), aSubnet('2001:db8:1::1/64')) }))),
    ).toEqual([]);
    const dhcp = (values: Record<string, Value>) =>
      site(segment('s', '10.0.0.1/24'), {}, [aResource('nsxt_policy_segment', 's', { subnet: [values] })]);
    expect(lines(dhcp({ dhcp_v4_config: [{}], dhcp_v6_config: [{}] }))[0]![0]).toBe('a subnet of segment `s` has DHCP of both versions');
    expect(lines(dhcp({ dhcp_v4_config: [{}] }))).toEqual([]);
    expect(lines(dhcp({ dhcp_v6_config: [{}] }))).toEqual([]);
  });

  describe('on one gateway', () => {
    const t1 = aTier1('t1');
    const on = (name: string, cidr: string, change: Partial<Segment> = {}) => segment(name, cidr, { gateway: t1.id, ...change });
    const overlaps = (...segments: Segment[]) =>
      judged(nsx, site(segments, { tier1Gateways: [t1] })).filter((verdict) => (verdict as { key?: string }).key?.startsWith('overlap'));

    test('do not overlap', () => {
      expect(overlaps(on('a', '10.0.0.1/24'), on('b', '10.0.1.1/24'))).toEqual([]);
      expect(overlaps(on('a', '10.0.0.1/23'), on('b', '10.0.1.1/24')).map((verdict) => text(verdict))).toEqual([
        [
          'segments `a` and `b` overlap on gateway `t1`',
          'shared: 10.0.1.0/24',
          'refused: by NSX, which routes an address to one segment of a gateway (code 500105)',
          'source: https://knowledge.broadcom.com/external/article/428847/modifying-tier0-gateway-fails-with-error.html',
          'hint: another range for one of them',
        ],
      ]);
    });

    test.each<[string, Partial<Segment>]>([
      ['on another gateway', { gateway: 'site/other' }],
      ['on none', { gateway: null }],
      ['that is not connected', { connected: false }],
      ['that is not made', { instances: Interval.exactly(0) }],
    ])('one %s overlaps with none', (_, change) => expect(overlaps(on('a', '10.0.0.1/24'), on('b', '10.0.0.1/24', change))).toEqual([]));

    test('those of others count, a family overlaps with itself, and each is told once', () => {
      expect(overlaps(on('a', '10.0.0.1/24'), recorded(on('b', '10.0.0.1/24'))).map(({ verdict }) => verdict)).toEqual(['refuted']);
      expect(overlaps(recorded(on('a', '10.0.0.1/24')), recorded(on('b', '10.0.0.1/24')))).toEqual([]);
      expect(overlaps(on('a', '10.0.0.1/24', { instances: Interval.exactly(2) })).map((verdict) => text(verdict)[0])).toEqual([
        'the segments of `a` have one subnet on gateway `t1`',
      ]);
      expect(overlaps(...['a', 'b', 'c'].map((name) => on(name, '10.0.0.1/24')))).toHaveLength(2);
    });

    test('what may not be there, or not be connected, is undecided', () => {
      const undecided = (change: Partial<Segment>) => overlaps(on('a', '10.0.0.1/24'), on('b', '10.0.0.1/24', change)).map(({ verdict }) => verdict);
      expect(undecided({ instances: Interval.between(0, 1) })).toEqual(['undecided']);
      expect(overlaps(on('a', '10.0.0.1/24', { instances: Interval.atLeast(0) })).map((verdict) => text(verdict))).toEqual([
        [
          'whether the segments of `a` have one subnet on gateway `t1`',
          'because: how many there are depends on a count or for_each that is not decided',
          'decides it: a subnet for each',
        ],
      ]);
      expect(undecided({ connected: token() })).toEqual(['undecided']);
      expect(undecided({ connected: unknown('provider-default', 'connectivity', 'site/x') })).toEqual(['refuted']);
    });
  });
});
