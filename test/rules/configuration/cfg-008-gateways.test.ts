import { unknown, type Estate, type Field, type NatRule, type Tier1Gateway, type Value } from '../../../lib/estate';
import { nsx } from '../../../lib/rules/configuration/cfg-008-nsx';
import { Interval } from '../../../lib/units';
import { anEstate, aResource, aStack, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aGatewayPolicy, all, aNatRule, aProject, aRule, aSegment, aSubnet, aTier0, aTier1, members, recorded, some } from '../../support/nsx';

const project = aProject('p');
const reasons = (estate: Estate) => undecideds(nsx, estate).map(({ reason }) => reason);
const only = (estate: Estate, path: string) => judged(nsx, estate).filter(({ subject }) => subject.path === path);

describe('CFG-008 on tier-1 gateways', () => {
  const bare = (change: Partial<Tier1Gateway> = {}) => aTier1('t1', { edgeCluster: null, ...change });
  const rule = (on: Tier1Gateway, change: Parameters<typeof aRule>[1] = {}) => aRule('in', { appliedTo: members(on), ...change });
  const site = (
    gateway: Tier1Gateway,
    parts: Parameters<typeof anEstate>[0] extends infer P ? (P extends { nsx?: infer N } ? N : never) : never = {},
    values: Record<string, Value> = {},
  ) =>
    anEstate({
      nsx: { tier1Gateways: [gateway], ...parts },
      stacks: [aStack({ resources: [aResource('nsxt_policy_tier1_gateway', 't1', values)] })],
    });

  test('without an edge cluster have no services', () => {
    expect(outcomes(nsx, site(bare()))).toEqual(['proved']);
    const t1 = bare();
    expect(
      refutations(
        nsx,
        site(t1, { gatewayPolicies: [aGatewayPolicy('gw', [rule(t1)])], natRules: [aNatRule('snat', t1, { translated: all('192.0.2.1') })] }),
      ).map((verdict) => text(verdict)),
    ).toEqual([
      [
        'tier-1 gateway `t1` has services that nothing performs: it has no edge cluster',
        'firewall: `gw`',
        'NAT: `snat`',
        'source: https://docs.vmware.com/en/VMware-NSX/4.1/administration/GUID-EEBA627A-0860-477A-95A7-7645BA562D62.html',
        'hint: an `edge_cluster_path`',
      ],
    ]);
    const served = aTier1('t1');
    expect(refutations(nsx, site(served, { gatewayPolicies: [aGatewayPolicy('gw', [rule(served)])] }))).toEqual([]);
  });

  test('what does nothing there is no service', () => {
    const t1 = bare();
    const found = (parts: Parameters<typeof site>[1]) => only(site(t1, parts), 'site/t1').map(({ verdict }) => verdict);
    expect(found({ gatewayPolicies: [aGatewayPolicy('gw', [rule(t1, { disabled: true })])] })).toEqual(['proved']);
    expect(found({ gatewayPolicies: [aGatewayPolicy('gw', [rule(aTier1('other'))])] })).toEqual(['proved']);
    expect(found({ gatewayPolicies: [aGatewayPolicy('gw', [rule(t1)], { instances: Interval.between(0, 1) })] })).toEqual(['proved']);
    expect(found({ gatewayPolicies: [recorded(aGatewayPolicy('gw', [rule(t1)], { isDefault: true }))] })).toEqual(['proved']);
    expect(found({ gatewayPolicies: [recorded(aGatewayPolicy('gw', [rule(t1)]))] })).toEqual(['refuted']);
    expect(found({ natRules: [aNatRule('snat', t1, { enabled: false })] })).toEqual(['proved']);
    expect(found({ natRules: [aNatRule('snat', aTier1('other'))] })).toEqual(['proved']);
    expect(found({ natRules: [aNatRule('snat', t1)] })).toEqual(['refuted']);
  });

  test('in active-active mode take that of their tier-0', () => {
    const t1 = bare();
    const found = (ha_mode: Value) => only(site(t1, { natRules: [aNatRule('snat', t1)] }, { ha_mode }), 'site/t1').map(({ verdict }) => verdict);
    expect([found('ACTIVE_ACTIVE'), found('ACTIVE_STANDBY'), found(token())]).toEqual([['proved'], ['refuted'], ['undecided', 'undecided']]); // its mode, and what follows from it
  });

  test('is undecided where a variable may give none', () => {
    const found = (edgeCluster: Tier1Gateway['edgeCluster']) => {
      const t1 = bare({ edgeCluster });
      return only(site(t1, { natRules: [aNatRule('snat', t1)] }), 'site/t1').map(({ verdict }) => verdict);
    };
    expect(found(token())).toEqual(['undecided']);
    expect(found(unknown('data-source', 'path', 'site/x'))).toEqual(['proved']);
    expect(found(unknown('computed', 'path', 'site/x'))).toEqual(['proved']);
    expect(found('')).toEqual(['refuted']);
  });
});

describe('CFG-008 on NAT rules', () => {
  const t1 = aTier1('t1');
  const nat = (change: Partial<NatRule>, on: Tier1Gateway = t1) => aNatRule('nat', on, { translated: all('192.0.2.1'), ...change });
  const site = (rule: NatRule, parts: Record<string, unknown> = {}) => anEstate({ nsx: { natRules: [rule], ...parts } });
  const lines = (estate: Estate) => refutations(nsx, estate).map((verdict) => text(verdict).slice(0, 2));

  test('say to what they translate', () => {
    expect(outcomes(nsx, site(nat({})))).toEqual(['proved']);
    for (const action of ['SNAT', 'DNAT', 'REFLEXIVE', 'NAT64'])
      expect(lines(site(nat({ action, translated: all() })))).toEqual([['NAT rule `nat` says not to what it translates', `action: \`${action}\``]]);
    for (const action of ['NO_SNAT', 'NO_DNAT'])
      expect(outcomes(nsx, site(nat({ action, translated: all(), firewallMatch: 'BYPASS' })))).toEqual(['proved']);
    expect(reasons(site(nat({ translated: some() })))).toEqual(['it is known only to whoever sets `site/var.more`']);
    expect(reasons(site(nat({ action: token() })))).toEqual(['it is known only to whoever sets `site/var.size`']);
  });

  test('say nothing to the firewall where they translate nothing', () => {
    const estate = site(nat({ action: 'NO_SNAT', translated: all(), firewallMatch: 'MATCH_INTERNAL_ADDRESS' }));
    expect(lines(estate)).toEqual([
      ['NAT rule `nat` translates nothing, and says which address the firewall sees', 'says: `MATCH_INTERNAL_ADDRESS`'],
    ]);
    expect(mends(nsx, estate)).toBe(1);
  });

  test('of a project are on no tier-0', () => {
    const t0 = aTier0('t0');
    const rule = aNatRule('nat', t0, { translated: all('192.0.2.1') });
    expect(lines(site({ ...rule, space: project.id }, { tier0Gateways: [t0], projects: [project] }))).toEqual([
      ['NAT rule `nat` of a project is on tier-0 gateway `t0`', 'refused: by the provider: "context use not supported with Tier0 gateways"'],
    ]);
    expect(lines(site(rule, { tier0Gateways: [t0] }))).toEqual([]);
    expect(lines(site(nat({ space: project.id }), { tier0Gateways: [t0], tier1Gateways: [t1] }))).toEqual([]);
  });

  test('do not translate an address that a segment of the gateway has', () => {
    const segment = aSegment('s', { gateway: t1.id, subnets: all(aSubnet('10.0.0.1/24')) });
    const dnat = (destination: string, change: Partial<NatRule> = {}, on = segment) =>
      lines(site(nat({ action: 'DNAT', destinations: all(destination), ...change }), { segments: [on] }));
    const message = 'NAT rule `nat` translates an address of segment `s`, which its gateway has itself';
    expect(dnat('10.0.0.30')).toEqual([[message, 'destination: 10.0.0.30']]);
    expect(dnat('10.0.0.128/25')).toEqual([[message, 'destination: 10.0.0.128 to 10.0.0.255']]);
    expect(dnat('192.0.2.1')).toEqual([]);
    expect(dnat('10.0.0.30', { action: 'SNAT' })).toEqual([]);
    expect(dnat('10.0.0.30', { gateway: 'site/other' })).toEqual([]);
    expect(dnat('10.0.0.30', {}, { ...segment, connected: false })).toEqual([]);
    expect(dnat('10.0.0.30', {}, { ...segment, instances: Interval.between(0, 1) })).toEqual([]);
  });
});

describe('CFG-008 on what a tier-1 translates to', () => {
  const site = (gateway: Tier1Gateway, change: Partial<NatRule> = {}, cidr: Field<string> = '10.0.0.1/24'): Estate =>
    anEstate({
      nsx: {
        tier1Gateways: [gateway],
        natRules: [aNatRule('out', gateway, { action: 'SNAT', translated: all('192.0.2.1'), ...change })],
        segments: [aSegment('inside', { gateway: gateway.id, subnets: all(aSubnet(cidr)) })],
      },
    });
  const t1 = (change: Partial<Tier1Gateway> = {}): Tier1Gateway => aTier1('t1', { tier0: aTier0('t0').id, ...change });
  const found = (estate: Estate): string[] => refutations(nsx, estate).map(({ key }) => key!);

  test('is a warning where the gateway does not advertise it, and advertising mends it', () => {
    const estate = site(t1({ advertised: all('TIER1_CONNECTED') }));
    const [verdict] = refutations(nsx, estate);
    expect([verdict!.severity, ...text(verdict).slice(0, 3)]).toEqual([
      'warning',
      'tier-1 gateway `t1` does not advertise what NAT rule `out` translates to',
      'translated to: `192.0.2.1`, on no segment of the gateway',
      'advertised: `TIER1_CONNECTED`',
    ]);
    expect(mends(nsx, estate)).toBe(1);
  });

  test.each<[string, Estate]>([
    ['advertised', site(t1({ advertised: all('TIER1_NAT') }))],
    ['on a segment of the gateway', site(t1(), { translated: all('10.0.0.200') })],
    ['maybe on a segment of the gateway', site(t1(), {}, token())],
    ['of a gateway that hangs on nothing', site(t1({ tier0: null }))],
    ['switched off', site(t1(), { enabled: false })],
    ['no source', site(t1(), { action: 'DNAT' })],
    ["another's gateway", site(recorded(t1({ origin: 'surroundings' })))],
  ])('is none where it is %s', (_, estate) => expect(found(estate)).not.toContain('advertised'));

  test('is open where a token says what is advertised', () => {
    for (const advertised of [some('TIER1_CONNECTED'), all(token())]) {
      expect(reasons(site(t1({ advertised }))).filter((each) => each.includes('advertises'))).toHaveLength(1);
    }
  });
});
