import { estate, HOST, nsx, record, T, those, tokenT, U, whole, why, type Elements } from './model';
import { isUnknown, type FirewallRule, type GatewayPolicy, type SecurityPolicy } from '../../../../lib/estate';

const DEFAULT_L3 = '/infra/domains/default/security-policies/default-layer3-section';
const LOOKUP = { 'data.nsxt_policy_security_policy.l3': { is_default: true, category: 'Application' } };
const PATH = '${data.nsxt_policy_security_policy.l3.path}';
const KEY = 's/nsxt_policy_predefined_security_policy.d';

const rule = (key: string, sequence: number, more: Partial<FirewallRule> = {}): FirewallRule => ({
  key,
  id: `nsx.json#${key}`,
  name: key,
  sequence,
  action: 'ALLOW',
  sources: { groups: those(), addresses: whole(), excluded: false },
  destinations: { groups: those(), addresses: whole(), excluded: false },
  services: { services: those(), entries: whole() },
  profiles: those(),
  appliedTo: those(),
  direction: 'IN_OUT',
  ipVersion: 'IPV4_IPV6',
  disabled: false,
  logged: false,
  ...more,
});

const recordedPolicy = (more: Partial<SecurityPolicy> = {}): Partial<SecurityPolicy> => ({
  category: 'Application',
  sequence: 0,
  appliedTo: those(),
  stateful: true,
  tcpStrict: true,
  locked: false,
  rules: whole(rule('ndp', 10), rule('last', 2147483647)),
  connectivity: null,
  isDefault: true,
  ...more,
});

const policies = (elements: Elements, policy?: Partial<SecurityPolicy>) =>
  nsx(elements, policy ? { recorded: [record({ securityPolicies: { [DEFAULT_L3]: policy } })] } : {}).securityPolicies;

describe('a predefined security policy', () => {
  const change = (body: object) => ({ 'nsxt_policy_predefined_security_policy.d': { path: PATH, ...body } });

  test('gives the default rule of a recorded policy another action, and leaves the policy what it is', () => {
    const [policy, ...others] = policies({ ...LOOKUP, ...change({ default_rule: { action: 'DROP', logged: true } }) }, recordedPolicy());
    expect(others).toEqual([]);
    expect(policy).toMatchObject({ origin: 'surroundings', policyPath: DEFAULT_L3, isDefault: true, category: 'Application' });
    expect(policy!.addresses.map(({ address }) => address)).toEqual([
      'data.nsxt_policy_security_policy.l3',
      'nsxt_policy_predefined_security_policy.d',
    ]);
    expect(policy!.rules.complete).toBe(true);
    expect(policy!.rules.items.map(({ key, action, logged }) => [key, action, logged])).toEqual([
      ['ndp', 'ALLOW', false],
      ['last', 'DROP', true],
    ]);
    // The provider takes out what it was not given, with some later apply.
    expect(why(policy!.rules.items[0]!.disabled)).toBe(`provider-default ${KEY}`);
    expect(policy!.rules.items[1]!.disabled).toBe(false);
  });

  test('of a literal path changes the policy there', () => {
    const body = { path: DEFAULT_L3, default_rule: [{ action: 'REJECT' }] };
    const [policy] = policies({ 'nsxt_policy_predefined_security_policy.d': body }, recordedPolicy());
    expect(policy).toMatchObject({ id: KEY, origin: 'surroundings' });
    expect(policy!.rules.items[1]).toMatchObject({ key: 'last', action: 'REJECT' });
  });

  test('puts its own rules in the place of all but the default rule', () => {
    const body = change({ rule: [{ display_name: 'web', action: 'ALLOW' }, { display_name: 'db' }], default_rule: {} });
    const [policy] = policies({ ...LOOKUP, ...body }, recordedPolicy({ rules: whole(rule('old', 1), rule('last', 9, { action: 'DROP' })) }));
    expect(policy!.rules.complete).toBe(true);
    expect(policy!.rules.items.map(({ key, sequence, action }) => [key, sequence, action])).toEqual([
      [`${KEY}/rule.0`, 1, 'ALLOW'],
      [`${KEY}/rule.1`, 2, 'ALLOW'],
      ['last', 9, 'ALLOW'],
    ]);
  });

  test('says what the default rule is of a policy that nobody recorded, and not what else it has', () => {
    const [policy] = policies({ ...LOOKUP, ...change({ default_rule: { action: 'DROP' } }) });
    expect(policy).toMatchObject({ origin: 'looked-up', isDefault: true, category: 'Application', rules: { complete: false } });
    expect(policy!.rules.items).toMatchObject([
      { key: `${KEY}/default_rule`, action: 'DROP', disabled: false, appliedTo: those(), sources: { groups: those(), addresses: whole() } },
    ]);
    expect(why(policy!.rules.items[0]!.sequence)).toBe(`computed ${KEY}`);
  });

  test('of a default section is for every vNIC, recorded or not; what another lookup is for is not known', () => {
    const [section] = policies({ ...LOOKUP, ...change({ default_rule: { action: 'DROP' } }) });
    expect(section!.appliedTo).toEqual(those());
    const named = { 'data.nsxt_policy_security_policy.l3': { display_name: 'theirs' } };
    expect(policies(named)[0]!.appliedTo.complete).toBe(false);
    expect(policies({ 'data.nsxt_policy_security_policy.l3': { is_default: T } })[0]!.appliedTo.complete).toBe(false);
  });

  test('of which a token says the rules is open by that, whatever a lookup would know', () => {
    const gap = (body: object): unknown => why(policies({ ...LOOKUP, ...change(body) })[0]!.rules.unknown);
    expect(gap({ rule: T })).toBe('variable s/var.t');
    expect(gap({ count: T, rule: { display_name: 'web' } })).toBe(`instance-key ${KEY}`);
    const rule = { 'nsxt_policy_security_policy_rule.r': { display_name: 'r', policy_path: PATH, count: T } };
    expect(why(policies({ ...LOOKUP, ...rule })[0]!.rules.unknown)).toBe('instance-key s/nsxt_policy_security_policy_rule.r');
    const stray = { 'nsxt_policy_security_policy_rule.r': { display_name: 'r', policy_path: U } };
    expect(why(policies({ ...LOOKUP, ...stray })[0]!.rules.unknown)).toBe('variable s/var.u');
  });

  test('says all of it where it gives the rules as well', () => {
    const [policy] = policies({ ...LOOKUP, ...change({ rule: { display_name: 'web' }, default_rule: { action: 'DROP' } }) });
    expect(policy!.rules).toMatchObject({ complete: true, items: [{ name: 'web' }, { action: 'DROP' }] });
    const [open] = policies({ ...LOOKUP, ...change({ rule: { display_name: 'web' } }) });
    expect(open!.rules).toMatchObject({ complete: false, items: [{ name: 'web' }] });
  });

  test('changes nothing of the default rule of a policy that has none', () => {
    const [policy] = policies(
      { ...LOOKUP, 'nsxt_policy_predefined_security_policy.d': { path: DEFAULT_L3, default_rule: { action: 'DROP' } } },
      recordedPolicy({ isDefault: false }),
    );
    expect(policy!.rules.items.map(({ key, action }) => [key, action])).toEqual([
      ['ndp', 'ALLOW'],
      ['last', 'ALLOW'],
    ]);
  });

  test('may or may not do so where nobody knows whether it has one', () => {
    const [policy] = policies({
      'nsxt_policy_predefined_security_policy.d': { path: '/infra/domains/default/security-policies/x', default_rule: { action: 'DROP' } },
    });
    expect(policy).toMatchObject({ id: KEY, policyPath: '/infra/domains/default/security-policies/x', space: null, origin: 'looked-up' });
    expect(policy!.rules).toMatchObject({ complete: false, items: [{ action: 'DROP', disabled: { $unknown: { reason: 'data-source' } } }] });
  });

  test('of a token for its rules, or for its default rule, is open', () => {
    const [rules] = policies({ ...LOOKUP, ...change({ rule: T, default_rule: { action: 'DROP' } }) }, recordedPolicy());
    expect(rules!.rules).toMatchObject({ complete: false, unknown: tokenT, items: [{ key: 'last', action: 'DROP' }] });
    const [last] = policies({ ...LOOKUP, ...change({ default_rule: T }) }, recordedPolicy());
    expect(last!.rules.items[1]).toMatchObject({ key: 'last', action: tokenT });
  });

  test('of which nobody knows how many there are may leave all as it was', () => {
    const [policy, ...others] = policies({ ...LOOKUP, ...change({ count: T, default_rule: { action: 'DROP' } }) }, recordedPolicy());
    expect(others).toEqual([]);
    expect(policy).toMatchObject({ instances: { low: 1, high: 1 }, rules: { complete: false } });
    for (const { action, disabled } of policy!.rules.items)
      expect([why(action), why(disabled)]).toEqual([`instance-key ${KEY}`, `instance-key ${KEY}`]);
    const literal = { 'nsxt_policy_predefined_security_policy.d': { path: DEFAULT_L3, count: T, default_rule: { action: 'DROP' } } };
    expect(policies(literal, recordedPolicy())[0]).toMatchObject({ origin: 'surroundings', instances: { low: 1, high: 1 } });
  });

  test('beside another of the same policy is a fault, and either may be what holds', () => {
    const other = { 'nsxt_policy_predefined_security_policy.e': { path: DEFAULT_L3, default_rule: { action: 'ALLOW' } } };
    const recorded = [record({ securityPolicies: { [DEFAULT_L3]: recordedPolicy() } })];
    const read = estate({ ...LOOKUP, ...change({ default_rule: { action: 'DROP' } }), ...other }, { recorded });
    expect(read.nsx.securityPolicies[0]!.rules).toMatchObject({ complete: false });
    expect(read.nsx.securityPolicies[0]!.rules.items.every(({ action }) => isUnknown(action))).toBe(true);
    expect(read.faults).toMatchObject([
      {
        kind: 'ambiguous-name',
        attribute: 'path',
        detail: expect.stringContaining('changes that policy too, and the one that is applied last has its way'),
      },
    ]);
  });

  test('that a token names may change any policy of the manager', () => {
    const [own, stray] = policies({
      'nsxt_policy_security_policy.p': { display_name: 'p', category: 'Application', rule: { display_name: 'r' } },
      'nsxt_policy_predefined_security_policy.d': { path: T, default_rule: { action: 'DROP' } },
    });
    expect(own!.rules).toMatchObject({ items: [{ name: 'r' }], complete: false, unknown: tokenT });
    expect(stray).toMatchObject({ id: KEY, policyPath: tokenT, rules: { complete: false } });
  });
});

describe('rules by themselves', () => {
  const PARENT = { 'nsxt_policy_parent_security_policy.p': { display_name: 'p', nsx_id: 'p', category: 'Application' } };
  const PARENT_PATH = '/infra/domains/default/security-policies/p';
  const own = { display_name: 'r', policy_path: '${nsxt_policy_parent_security_policy.p.path}', sequence_number: 5 };

  test('are rules of their policy, as they say', () => {
    const [policy, ...others] = policies({
      ...PARENT,
      'nsxt_policy_group.g': { display_name: 'g' },
      'nsxt_policy_security_policy_rule.r': { ...own, source_groups: ['${nsxt_policy_group.g.path}'] },
      'nsxt_policy_security_policy_rule.q': { ...own, policy_path: PARENT_PATH, sequence_number: T, action: 'DROP' },
    });
    expect(others).toEqual([]);
    expect(policy!.origin).toBe('owned');
    expect(policy!.addresses).toHaveLength(3);
    expect(policy!.rules.complete).toBe(true);
    expect(policy!.rules.items).toMatchObject([
      { key: 's/nsxt_policy_security_policy_rule.r', id: 's/nsxt_policy_security_policy_rule.r', sequence: 5, action: 'ALLOW', direction: 'IN_OUT' },
      { id: 's/nsxt_policy_security_policy_rule.q', sequence: tokenT, action: 'DROP' },
    ]);
    expect(policy!.rules.items[0]!.sources.groups).toEqual(those('s/nsxt_policy_group.g'));
  });

  test('of a family leave open how many there are', () => {
    const [policy] = policies({ ...PARENT, 'nsxt_policy_security_policy_rule.r': { ...own, count: T } });
    expect(policy!.rules).toMatchObject({ items: [], complete: false, unknown: { $unknown: { reason: 'instance-key' } } });
  });

  test('of a policy of others are with its own', () => {
    const path = '/infra/domains/default/security-policies/theirs';
    const r = { 'nsxt_policy_security_policy_rule.r': { ...own, policy_path: path } };
    const recorded = [record({ securityPolicies: { [path]: recordedPolicy({ rules: whole(rule('a', 1)) }) } })];
    expect(nsx(r, { recorded }).securityPolicies[0]!.rules).toMatchObject({ complete: true, items: [{ key: 'a' }, { name: 'r' }] });
    const [alone] = policies(r);
    expect(alone).toMatchObject({ policyPath: path, origin: 'looked-up', rules: { complete: false, items: [{ name: 'r' }] } });
    expect(why(alone!.category)).toBe('data-source s/nsxt_policy_security_policy_rule.r');
  });

  test('do not take a rule of others for their own because it has the name', () => {
    const twins = whole(rule('a', 1, { name: 'r' }), rule('b', 2, { name: 'r' }), rule('c', 3, { name: 'c', disabled: true }));
    const recorded = [record({ securityPolicies: { [PARENT_PATH]: recordedPolicy({ rules: twins }) } })];
    const read = (body: object) =>
      nsx({ ...PARENT, 'nsxt_policy_security_policy_rule.r': { ...own, ...body } }, { recorded }).securityPolicies[0]!.rules.items.map(
        ({ key, disabled }) => [key, isUnknown(disabled) || disabled],
      );
    const OWN = 's/nsxt_policy_security_policy_rule.r';
    // Either is the one that an earlier apply made.
    expect(read({})).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
      [OWN, false],
    ]);
    expect(read({ nsx_id: 'b' })).toEqual([
      ['a', false],
      ['c', true],
      [OWN, false],
    ]);
  });

  test('of gateways are those of their policy, and one that a token places may be of either kind', () => {
    const GATEWAY = { 'nsxt_policy_gateway_policy.g': { display_name: 'g', category: 'LocalGatewayRules' } };
    const at = (policy_path: string, type: string) => nsx({ ...GATEWAY, [`${type}.r`]: { ...own, policy_path } }).gatewayPolicies[0]!.rules;
    expect(at('${nsxt_policy_gateway_policy.g.path}', 'nsxt_policy_gateway_policy_rule')).toMatchObject({ items: [{ name: 'r' }], complete: true });
    expect(at(T, 'nsxt_policy_gateway_policy_rule')).toEqual({ items: [], complete: false, unknown: tokenT });
    expect(at(T, 'nsxt_policy_security_policy_rule')).toEqual({ items: [], complete: false, unknown: tokenT });
  });

  test('of the manager API make a policy of which only that is known', () => {
    const [section] = policies({ 'nsxt_firewall_section.f': { display_name: 'f', section_type: 'LAYER3', rule: [{ action: 'ALLOW' }] } });
    expect(section).toMatchObject({
      id: 's/nsxt_firewall_section.f',
      origin: 'owned',
      name: 'f',
      manager: HOST,
      rules: { items: [], complete: false },
    });
    expect([section!.category, section!.sequence, section!.isDefault].map(why)).toEqual(Array(3).fill('expression s/nsxt_firewall_section.f'));
  });

  test('stand beside what others put into a policy whose rules are made so', () => {
    const recorded = [record({ securityPolicies: { [PARENT_PATH]: recordedPolicy({ rules: whole(rule('r', 5), rule('stray', 1)) }) } })];
    const [policy] = nsx({ ...PARENT, 'nsxt_policy_security_policy_rule.r': own }, { recorded }).securityPolicies;
    expect(policy).toMatchObject({ origin: 'owned', isDefault: false });
    expect(policy!.rules.items.map(({ key }) => key)).toEqual(['stray', 's/nsxt_policy_security_policy_rule.r']);
    // A policy with its rules inside has no others after an apply.
    const inside = { 'nsxt_policy_security_policy.p': { display_name: 'p', nsx_id: 'p', category: 'Application', rule: { display_name: 'r' } } };
    expect(nsx(inside, { recorded }).securityPolicies[0]!.rules.items.map(({ key }) => key)).toEqual(['rule.0']);
  });
});

describe('a predefined gateway policy', () => {
  const GATEWAYS = { 'nsxt_policy_tier1_gateway.t': { display_name: 't' }, 'data.nsxt_policy_tier0_gateway.t0': { display_name: 't0' } };
  const DEFAULTS = '/infra/domains/default/gateway-policies/Policy_Default_Infra';
  const GATEWAY_LOOKUP = { 'data.nsxt_policy_gateway_policy.d': { category: 'Default' } };
  const change = (default_rule: unknown) => ({
    'nsxt_policy_predefined_gateway_policy.d': { path: '${data.nsxt_policy_gateway_policy.d.path}', default_rule },
  });
  const T0 = '/infra/tier-0s/t0';
  const recorded = (rules: GatewayPolicy['rules']) => [
    record({
      tier0Gateways: { [T0]: { firewall: true } },
      gatewayPolicies: {
        [DEFAULTS]: { category: 'Default', sequence: 0, stateful: true, tcpStrict: true, locked: false, rules, isDefault: true },
      },
    }),
  ];
  const ofTier0 = rule('t0-default', 1, { appliedTo: those(`nsx.json#${T0}`) });

  test('gives each gateway its default rule: that of the record, or the one that NSX makes with the gateway', () => {
    const blocks = [
      { scope: '${data.nsxt_policy_tier0_gateway.t0.path}', action: 'DROP' },
      { scope: '${nsxt_policy_tier1_gateway.t.path}', action: 'REJECT', logged: true },
    ];
    const [policy] = nsx({ ...GATEWAYS, ...GATEWAY_LOOKUP, ...change(blocks) }, { recorded: recorded(whole(ofTier0)) }).gatewayPolicies;
    expect(policy!.isDefault).toBe(true);
    expect(policy!.rules.complete).toBe(true);
    expect(policy!.rules.items).toMatchObject([
      { key: 't0-default', action: 'DROP', appliedTo: those('s/data.nsxt_policy_tier0_gateway.t0'), disabled: false },
      { action: 'REJECT', logged: true, appliedTo: those('s/nsxt_policy_tier1_gateway.t') },
    ]);
  });

  test('changes nothing where the record shows no such rule', () => {
    const blocks = { scope: '${data.nsxt_policy_tier0_gateway.t0.path}', action: 'DROP' };
    const [policy] = nsx({ ...GATEWAYS, ...GATEWAY_LOOKUP, ...change(blocks) }, { recorded: recorded(whole()) }).gatewayPolicies;
    expect(policy!.rules).toEqual(whole());
  });

  test('that a token names may be for any gateway', () => {
    const [policy] = nsx(
      { ...GATEWAYS, ...GATEWAY_LOOKUP, ...change({ scope: T, action: 'DROP' }) },
      { recorded: recorded(whole(ofTier0)) },
    ).gatewayPolicies;
    expect(policy!.rules.items).toMatchObject([{ key: 't0-default', action: tokenT }]);
    const [open] = nsx({ ...GATEWAYS, ...GATEWAY_LOOKUP, ...change(T) }, { recorded: recorded(whole(ofTier0)) }).gatewayPolicies;
    expect(why(open!.rules.items[0]!.action)).toBe('provider-default s/nsxt_policy_predefined_gateway_policy.d');
  });

  test('of a policy that nobody recorded says what it gives', () => {
    const blocks = { scope: '${nsxt_policy_tier1_gateway.t.path}', action: 'DROP' };
    const [policy] = nsx({ ...GATEWAYS, ...GATEWAY_LOOKUP, ...change(blocks) }).gatewayPolicies;
    expect(policy).toMatchObject({ category: 'Default', isDefault: true, rules: { complete: false, items: [{ action: 'DROP' }] } });
  });
});
