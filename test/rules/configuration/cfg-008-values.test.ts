import type { Estate, ResourceInstance, Value } from '../../../lib/estate';
import { nsx } from '../../../lib/rules/configuration/cfg-008-nsx';
import { anEstate, aResource, aStack, STACK, token, type EstateParts } from '../../support/estate';
import { outcomes, refutations, text, undecideds } from '../../support/judge';
import { aGatewayPolicy, aGroup, all, aNatRule, aRule, aSecurityPolicy, aSegment, aTier1, recorded } from '../../support/nsx';

const gateway = aTier1('t1', { edgeCluster: '/e' });
const OBJECTS: Readonly<Record<string, EstateParts['nsx']>> = {
  nsxt_policy_group: { groups: [aGroup('x')] },
  nsxt_policy_security_policy: { securityPolicies: [aSecurityPolicy('x')] },
  nsxt_policy_gateway_policy: { gatewayPolicies: [aGatewayPolicy('x')] },
  nsxt_policy_nat_rule: { natRules: [aNatRule('x', gateway, { translated: all('10.0.0.1') })] },
  nsxt_policy_tier1_gateway: { tier1Gateways: [aTier1('x')] },
};

function site(type: string, values: Record<string, Value>): Estate {
  return anEstate({ nsx: OBJECTS[type]!, stacks: [aStack({ resources: [aResource(type, 'x', values as ResourceInstance['values'])] })] });
}

const condition = (change: Record<string, Value>): Record<string, Value> => ({
  criteria: [{ condition: [{ key: 'Tag', member_type: 'VirtualMachine', operator: 'EQUALS', value: 'a', ...change }] }],
});
const rule = (change: Record<string, Value>): Record<string, Value> => ({ rule: [{ display_name: 'r', scope: ['/g'], ...change }] });

describe('CFG-008 on literals that the provider refuses', () => {
  test.each<[string, string, (value: Value) => Record<string, Value>, string, string, string]>([
    ['an action', 'nsxt_policy_security_policy', (action) => rule({ action }), 'rule.0.action', 'DROP', 'DENY'],
    ['a direction', 'nsxt_policy_security_policy', (direction) => rule({ direction }), 'rule.0.direction', 'IN_OUT', 'INOUT'],
    ['a version of IP', 'nsxt_policy_gateway_policy', (ip) => rule({ ip_version: ip }), 'rule.0.ip_version', 'IPV4_IPV6', 'ANY'],
    ['an operator', 'nsxt_policy_group', (operator) => condition({ operator }), 'criteria.0.condition.0.operator', 'STARTSWITH', 'STARTS_WITH'],
    ['a key', 'nsxt_policy_group', (key) => condition({ key }), 'criteria.0.condition.0.key', 'Name', 'name'],
    ['a kind of member', 'nsxt_policy_group', (of) => condition({ member_type: of }), 'criteria.0.condition.0.member_type', 'Segment', 'VM'],
    ['an action of NAT', 'nsxt_policy_nat_rule', (action) => ({ action }), 'action', 'SNAT', 'MASQUERADE'],
    ['a firewall match', 'nsxt_policy_nat_rule', (match) => ({ firewall_match: match }), 'firewall_match', 'BYPASS', 'NONE'],
    ['a mode', 'nsxt_policy_tier1_gateway', (mode) => ({ ha_mode: mode }), 'ha_mode', 'ACTIVE_STANDBY', 'ACTIVE'],
    ['a failover mode', 'nsxt_policy_tier1_gateway', (mode) => ({ failover_mode: mode }), 'failover_mode', 'PREEMPTIVE', 'PREEMPT'],
  ])('refuted for %s', (_, type, values, attribute, right, wrong) => {
    const found = refutations(nsx, site(type, values(wrong)));
    expect(found.map(({ subject, message }) => [subject.attribute, message])).toEqual([
      [attribute, `\`x\` says in \`${attribute.split('.').at(-1)!}\` what the provider refuses`],
    ]);
    expect(text(found[0])[1]).toBe(`says: \`${wrong}\``);
    for (const value of [right, null]) expect(outcomes(nsx, site(type, values(value)))).not.toContain('refuted');
    const hidden = undecideds(nsx, site(type, values(token()))).filter(({ subject }) => subject.attribute === attribute);
    expect(hidden.map(({ message }) => message)).toContain(`whether \`x\` says in \`${attribute.split('.').at(-1)!}\` what the provider takes`);
    expect(refutations(nsx, site(type, values(token())))).toEqual([]);
  });

  test('of a rule that has an entry of its own', () => {
    const own = aRule('r', { id: `${STACK}/nsxt_policy_security_policy_rule.r` });
    const estate = (action: string): Estate =>
      anEstate({
        nsx: { securityPolicies: [aSecurityPolicy('x', [], { rules: all(own) })] },
        stacks: [aStack({ resources: [aResource('nsxt_policy_security_policy_rule', 'r', { action })] })],
      });
    expect(refutations(nsx, estate('DENY'))).toHaveLength(1);
    expect(refutations(nsx, estate('DROP'))).toEqual([]);
  });
});

describe('CFG-008 on ids', () => {
  const path = { policyPath: '/infra/domains/default/groups/web' };
  const [one, other] = [aGroup('one', undefined, path), aGroup('other', undefined, path)];

  test('refuted where two elements take one literal nsx_id in one place', () => {
    const [verdict] = refutations(nsx, anEstate({ nsx: { groups: [one, other] } }));
    expect(text(verdict).slice(0, 3)).toEqual([
      '2 elements make one object of NSX',
      'path: `/infra/domains/default/groups/web`',
      'made by: `site/one` and `site/other`',
    ]);
    expect(verdict!.subject.attribute).toBe('nsx_id');
    const segments = [aSegment('a', { policyPath: '/infra/segments/s' }), aSegment('b', { policyPath: '/infra/segments/s' })];
    expect(refutations(nsx, anEstate({ nsx: { segments } })).map(({ message }) => message)).toContain('2 elements make one object of NSX');
    expect(refutations(nsx, anEstate({ nsx: { groups: [{ ...one, instances: { low: 2, high: 2 } }] } }))).toHaveLength(1);
  });

  test('not for other managers, tokens, records, nor what may not be there', () => {
    for (const change of [
      { manager: 'nsx-2.example.com' },
      { policyPath: token() },
      { policyPath: '/infra/domains/default/groups/db' },
      { instances: { low: 0, high: 1 } },
    ]) {
      expect(refutations(nsx, anEstate({ nsx: { groups: [one, { ...other, ...change }] } }))).toEqual([]);
    }
    expect(outcomes(nsx, anEstate({ nsx: { groups: [one, recorded(other)] } }))).not.toContain('refuted');
    const changes = ['one', 'other'].map((name) => aResource('nsxt_policy_predefined_security_policy', name, {}));
    const policies = changes.map((entry) => aSecurityPolicy(entry.name, [], { ...path, id: `${STACK}/${entry.address}` }));
    expect(refutations(nsx, anEstate({ nsx: { securityPolicies: policies }, stacks: [aStack({ resources: changes })] }))).toEqual([]);
  });
});
