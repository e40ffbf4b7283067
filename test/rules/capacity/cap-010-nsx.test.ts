import type { Estate, Field, GroupExpression, GroupTerm } from '../../../lib/estate';
import { maximums } from '../../../lib/rules/capacity/cap-010-maximums';
import { Interval } from '../../../lib/units';
import { anEstate, aResource, aStack, token, type EstateParts } from '../../support/estate';
import { judged, refutations, text } from '../../support/judge';
import { aCondition, aGatewayPolicy, aGroup, all, aRule, aSecurityPolicy, joined, members, openMembers, recorded, some } from '../../support/nsx';

const rules = (howMany: number) => Array.from({ length: howMany }, (_, i) => aRule(`r${i}`));
const on = (nsx: EstateParts['nsx'], parts: EstateParts = {}): Estate => anEstate({ nsx, ...parts });
const ids = (howMany: number) => Array.from({ length: howMany }, (_, i) => `site/o.${i}`);

describe('CAP-010 on policies of NSX', () => {
  const verdictOn = (policy: ReturnType<typeof aSecurityPolicy>, parts: EstateParts = {}) =>
    judged(maximums, on({ securityPolicies: [policy] }, parts)).filter(({ subject }) => subject.attribute === 'rule');

  test('a policy takes 1,000 rules', () => {
    expect(verdictOn(aSecurityPolicy('fw', rules(1000)))).toMatchObject([{ verdict: 'proved' }]);
    expect(verdictOn(aSecurityPolicy('fw', rules(1001))).map((verdict) => text(verdict))).toEqual([
      [
        'policy `fw` has more rules than it can have',
        'configured: 1,001',
        'maximum: 1,000 (https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_common.go)',
        'hint: 2 policies instead of one',
      ],
    ]);
    expect(refutations(maximums, on({ gatewayPolicies: [aGatewayPolicy('gw', rules(1001))] }))).toHaveLength(1);
  });

  test('is undecided where a token says the rest, and fails all the same', () => {
    expect(text(verdictOn(aSecurityPolicy('fw', [], { rules: some(...rules(3)) }))[0])).toEqual([
      'number of rules of policy `fw`',
      'because: how many there are is known only to whoever sets `site/var.more`',
      'decides it: literal blocks',
    ]);
    expect(
      text(
        verdictOn(
          aSecurityPolicy('fw', [], { rules: some(...rules(1001).map((rule) => ({ ...rule, id: 'site/nsxt_policy_security_policy.fw' }))) }),
        )[0],
      )[1],
    ).toBe('configured: at least 1,001');
  });

  test('rules with entries of their own are no blocks of it', () => {
    const apart = rules(1001).map((rule, i) => ({ ...rule, id: `site/nsxt_policy_security_policy_rule.r${i}` }));
    expect(verdictOn(aSecurityPolicy('fw', [], { rules: all(...apart) }))).toMatchObject([{ verdict: 'proved' }]);
    const id = 'site/nsxt_policy_parent_security_policy.fw';
    const parent = aSecurityPolicy('fw', [], { id, addresses: [{ stack: 'site', address: 'nsxt_policy_parent_security_policy.fw' }], rules: some() });
    expect(verdictOn(parent, { stacks: [aStack({ resources: [aResource('nsxt_policy_parent_security_policy', 'fw')] })] })).toEqual([]);
  });

  test('those of others, and those that are not made, are none of its business', () => {
    expect(judged(maximums, on({ securityPolicies: [recorded(aSecurityPolicy('fw', rules(1001)))] }))).toEqual([]);
    expect(judged(maximums, on({ securityPolicies: [aSecurityPolicy('fw', rules(1001), { instances: Interval.exactly(0) })] }))).toEqual([]);
  });
});

describe('CAP-010 on groups', () => {
  const group = (...terms: GroupTerm[]) => judged(maximums, on({ groups: [aGroup('g', joined('OR', ...terms))] }));
  const paths = (howMany: number): GroupTerm => ({ kind: 'paths', members: members(...ids(howMany)) });
  const nested = (howMany: number): GroupTerm => ({
    kind: 'nested',
    expression: joined('AND', ...Array.from({ length: howMany }, () => aCondition('Tag', 'EQUALS', 'a'))),
  });

  test('names 500 members, of whatever kind', () => {
    const machines = (howMany: number): GroupTerm => ({
      kind: 'external-ids',
      memberType: 'VirtualMachine',
      ids: all(...ids(howMany).map((id) => `vm ${id}`)),
    });
    expect(group(paths(500))).toMatchObject([{ verdict: 'proved', subject: { path: 'site/g' } }]);
    expect(group(paths(500), machines(1)).map((verdict) => text(verdict).slice(0, 2))).toEqual([
      ['group `g` has more direct members than it can have', 'configured: 501'],
    ]);
    expect(group(machines(501))).toMatchObject([{ verdict: 'refuted' }]);
    expect(group({ kind: 'addresses', addresses: all(...ids(600)) })).toMatchObject([{ verdict: 'proved' }]);
  });

  test('joins 5 conditions in a criterion, and has 5 of those', () => {
    expect(group(nested(5))).toMatchObject([{ verdict: 'proved' }]);
    expect(group(nested(6)).map((verdict) => text(verdict).slice(0, 2))).toEqual([
      ['group `g` has more conditions in one criterion than it can have', 'configured: 6'],
    ]);
    expect(group(nested(2), nested(2), nested(2), nested(2), aCondition('Tag', 'EQUALS', 'a'), paths(3))).toMatchObject([{ verdict: 'proved' }]);
    expect(group(...Array.from({ length: 6 }, () => aCondition('Tag', 'EQUALS', 'a'))).map((verdict) => text(verdict)[0])).toEqual([
      'group `g` has more criteria of conditions than it can have',
    ]);
  });

  test('is undecided where a token says the rest, once, and fails all the same', () => {
    const open = (expression: Partial<GroupExpression>, ...terms: GroupTerm[]) =>
      judged(maximums, on({ groups: [aGroup('g', { ...joined('OR', ...terms), ...expression })] }));
    expect(open({ terms: some() }).map((verdict) => text(verdict))).toEqual([
      [
        'number of criteria of conditions of group `g`',
        'because: how many there are is known only to whoever sets `site/var.more`',
        'decides it: literal blocks',
      ],
    ]);
    expect(open({ terms: some(paths(501)) })[0]).toMatchObject({ verdict: 'refuted' });
    expect(group({ kind: 'paths', members: openMembers(...ids(3)) })).toMatchObject([{ verdict: 'undecided', key: 'direct members' }]);
    const external = (known: number, unknown: number): GroupTerm => ({
      kind: 'external-ids',
      memberType: 'VirtualMachine',
      ids: all<Field<string>>(...ids(known), ...Array.from({ length: unknown }, (_, i) => token(`v${i}`))),
    });
    expect(group(external(499, 1))).toMatchObject([{ verdict: 'proved' }]);
    expect(group(external(499, 2))).toMatchObject([{ verdict: 'undecided', reason: 'which VM one is is known only to whoever sets `site/var.v0`' }]);
    expect(group({ kind: 'nested', expression: { ...joined('AND'), terms: some() } })).toMatchObject([
      { verdict: 'undecided', key: 'conditions in one criterion' },
    ]);
  });
});
