import type { Assumption } from '../../../../lib/estate';
import { estate, nsx, record, T, those, tokenT, whole } from './model';

type Value = Extract<Assumption, { readonly kind: 'value' }>;

function assumed(path: string, attribute: string, value: Value['value']): { assumptions: Value[] } {
  return { assumptions: [{ kind: 'value', path, attribute, value }] };
}

describe('what is assumed of NSX', () => {
  test('is what a lookup finds', () => {
    const lookup = { 'data.nsxt_policy_tier0_gateway.t0': { display_name: 'fra-t0' } };
    expect(nsx(lookup).tier0Gateways[0]!.firewall).toMatchObject({ $unknown: { reason: 'data-source' } });
    expect(nsx(lookup, assumed('s/t0', 'enable_firewall', false)).tier0Gateways[0]!.firewall).toBe(false);
  });

  test('is what an attribute is that a token says', () => {
    const zone = { 'nsxt_policy_tier1_gateway.t1': { display_name: 't1', enable_firewall: T } };
    expect(nsx(zone).tier1Gateways[0]!.firewall).toEqual(tokenT);
    expect(nsx(zone, assumed('s/t1', 'enable_firewall', true)).tier1Gateways[0]!.firewall).toBe(true);
  });

  test('may be the host of the manager', () => {
    const more = { provider: { nsxt: [{ host: T, '//': { metadata: { path: 's/nsx' } } }] } };
    const segment = { 'nsxt_policy_segment.n': { display_name: 'n' } };
    expect(nsx(segment, { more }).segments[0]!.manager).toEqual(tokenT);
    expect(nsx(segment, { more, ...assumed('s/nsx', 'host', 'nsx.fra.example.com') }).segments[0]!.manager).toBe('nsx.fra.example.com');
  });

  test('may be the path of what a lookup finds: that of a record, or one of its own', () => {
    const PATH = '/infra/domains/default/groups/web';
    const elements = {
      'data.nsxt_policy_group.w': { display_name: 'we' },
      'nsxt_policy_group.g': { display_name: 'g', criteria: { path_expression: { member_paths: ['${data.nsxt_policy_group.w.path}'] } } },
    };
    const recorded = [record({ groups: { [PATH]: { name: 'web', expression: { terms: whole(), operators: [] }, type: null } } })];
    for (const parts of [{ recorded }, {}]) {
      const { groups } = nsx(elements, { ...assumed('s/w', 'path', PATH), ...parts });
      expect(groups).toHaveLength(2);
      const found = groups.find(({ policyPath }) => policyPath === PATH)!;
      expect(found.addresses).toHaveLength(1);
      expect(groups.find(({ name }) => name === 'g')!.expression.terms.items).toEqual([{ kind: 'paths', members: those(found.id) }]);
    }
  });

  test('must be an attribute that something is read from', () => {
    const lookup = { 'data.nsxt_policy_tier0_gateway.t0': { display_name: 'fra-t0' } };
    expect(() => estate(lookup, assumed('s/t0', 'firewall_enabled', true))).toThrow(/name one of `display_name`, `enable_firewall`, `path`/);
  });
});
