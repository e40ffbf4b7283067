import { estate, estateFrom, nsx, record, rendered, T, tokenT, whole, why, type Elements } from './model';

const RULES = { rules: whole(), sequence: 0, stateful: true, tcpStrict: true, locked: false };

describe('a lookup', () => {
  const own = { 'nsxt_policy_group.web': { display_name: 'web', nsx_id: 'web-id' } };

  test('finds what the app makes, by its name or its id', () => {
    const { groups } = nsx({
      ...own,
      'data.nsxt_policy_group.a': { display_name: 'web' },
      'data.nsxt_policy_group.b': { id: 'web-id' },
      'data.nsxt_policy_group.c': { id: '${nsxt_policy_group.web.id}' },
      'data.nsxt_policy_group.d': { display_name: 'else', id: 'web-id' },
    });
    expect(groups).toHaveLength(1);
    expect(groups[0]!.addresses).toHaveLength(5);
    expect(groups[0]).toMatchObject({ id: 's/nsxt_policy_group.web', origin: 'owned' });
  });

  test.each([
    ['another name', { display_name: 'web2' }],
    ['a name that is longer', { display_name: 'we' }],
    ['another id', { id: 'id' }],
    ['another domain', { display_name: 'web', domain: 'west' }],
    ['another project', { display_name: 'web', context: { project_id: 'p' } }],
    ['a token', { display_name: T }],
    ['another manager', { display_name: 'web', provider: 'nsxt.west' }],
  ])('finds nothing of the app by %s', (_, lookup) => {
    const more = { provider: { nsxt: [{ host: 'a' }, { alias: 'west', host: 'b' }] } };
    const { groups } = nsx({ ...own, 'data.nsxt_policy_group.a': lookup }, { more });
    expect(groups.map(({ origin }) => origin)).toEqual(['owned', 'looked-up']);
  });

  test('finds the same as another that asks for the same', () => {
    const lookups = { 'data.nsxt_policy_service.a': { display_name: 'HTTPS' }, 'data.nsxt_policy_service.b': { display_name: 'HTTPS' } };
    const { services } = estateFrom({ one: rendered(lookups), two: rendered(lookups) }).nsx;
    expect(services).toHaveLength(1);
    expect(services[0]!.addresses).toHaveLength(4);
    expect(nsx({ ...lookups, 'data.nsxt_policy_service.c': { display_name: 'HTTP' } }).services).toHaveLength(2);
    const tokens = { 'data.nsxt_policy_service.a': { display_name: T }, 'data.nsxt_policy_service.b': { display_name: T } };
    expect(nsx(tokens).services).toHaveLength(2);
    const inProjects = {
      'data.nsxt_policy_service.a': { display_name: 'x', context: { project_id: 'p' } },
      'data.nsxt_policy_service.b': { display_name: 'x' },
    };
    expect(nsx(inProjects).services).toHaveLength(2);
  });

  test('of the default domain finds nothing in another', () => {
    const west = { 'nsxt_policy_group.web': { display_name: 'web', domain: 'west' } };
    expect(nsx({ ...west, 'data.nsxt_policy_group.a': { display_name: 'web' } }).groups).toHaveLength(2);
    expect(nsx({ ...west, 'data.nsxt_policy_group.a': { display_name: 'web', domain: 'west' } }).groups).toHaveLength(1);
  });

  test('that finds two is a fault, and neither', () => {
    const read = estate({ ...own, 'nsxt_policy_group.twin': { display_name: 'web' }, 'data.nsxt_policy_group.a': { display_name: 'web' } });
    expect(read.faults).toMatchObject([
      {
        kind: 'ambiguous-name',
        stack: 's',
        address: 'data.nsxt_policy_group.a',
        path: 's/a',
        attribute: 'display_name',
        found: 'web',
        detail: '`web` finds 2 objects: `s/web`, `s/twin`',
      },
    ]);
    expect(read.nsx.groups).toHaveLength(3);
  });

  test('of a zone by its type finds that of the record', () => {
    const recorded = [record({ transportZones: { '/infra/tz/overlay': { type: 'OVERLAY_STANDARD' }, '/infra/tz/vlan': { type: 'VLAN_BACKED' } } })];
    const zones = (body: object) => nsx({ 'data.nsxt_policy_transport_zone.z': body }, { recorded }).transportZones;
    const found = zones({ transport_type: 'VLAN_BACKED' }).find(({ addresses }) => addresses.length > 0);
    expect(found).toMatchObject({
      id: 's/data.nsxt_policy_transport_zone.z',
      origin: 'surroundings',
      policyPath: '/infra/tz/vlan',
      type: 'VLAN_BACKED',
    });
    expect(zones({ transport_type: 'OVERLAY_ENS' })).toHaveLength(3);
    // Which of them is the default no record says.
    expect(zones({ transport_type: 'VLAN_BACKED', is_default: true })).toHaveLength(3);
  });

  test('of a policy finds one of NSX only where it asks for such', () => {
    const recorded = [
      record({
        securityPolicies: {
          '/infra/domains/default/security-policies/l3': { ...RULES, name: 'last', category: 'Application', isDefault: true },
          '/infra/domains/default/security-policies/theirs': { ...RULES, category: 'Emergency', isDefault: false },
        },
        gatewayPolicies: { '/infra/domains/default/gateway-policies/d': { ...RULES, category: 'Default', isDefault: true } },
      }),
    ];
    const found = (elements: Elements) => {
      const { securityPolicies, gatewayPolicies } = nsx(elements, { recorded });
      return [...securityPolicies, ...gatewayPolicies]
        .filter(({ addresses }) => addresses.length > 0)
        .map(({ origin, policyPath }) => [origin, why(policyPath)]);
    };
    const lookup = (body: object) => found({ 'data.nsxt_policy_security_policy.p': body });
    expect(lookup({ is_default: true, category: 'Application' })).toEqual([['surroundings', '/infra/domains/default/security-policies/l3']]);
    expect(lookup({ id: 'l3' })).toEqual([['surroundings', '/infra/domains/default/security-policies/l3']]);
    expect(lookup({ display_name: 'last' })).toEqual([['looked-up', 'data-source s/data.nsxt_policy_security_policy.p']]);
    expect(lookup({ display_name: 'theirs' })).toEqual([['surroundings', '/infra/domains/default/security-policies/theirs']]);
    expect(lookup({ display_name: 'theirs', category: 'Environment' })[0]![0]).toBe('looked-up');
    expect(lookup({ is_default: true, category: 'Ethernet' })[0]![0]).toBe('looked-up');
    expect(found({ 'data.nsxt_policy_gateway_policy.g': { category: 'Default' } })).toEqual([
      ['surroundings', '/infra/domains/default/gateway-policies/d'],
    ]);
  });

  test('that is assumed of is as assumed, by any of its entries', () => {
    const lookups = {
      'data.nsxt_policy_tier1_gateway.a': { display_name: 't1' },
      'data.nsxt_policy_tier1_gateway.b': { display_name: 't1', enable_firewall: true },
    };
    expect(nsx(lookups).tier1Gateways[0]).toMatchObject({ firewall: true });
    const contradicted = { ...lookups, 'data.nsxt_policy_tier1_gateway.c': { display_name: 't1', enable_firewall: false } };
    expect(why(nsx(contradicted).tier1Gateways[0]!.firewall)).toBe('expression s/data.nsxt_policy_tier1_gateway.a');
  });
});

describe('a reference', () => {
  const segment = (connectivity_path: unknown, elements: Elements = {}) =>
    nsx({ ...elements, 'nsxt_policy_segment.s': { display_name: 's', connectivity_path } }).segments[0]!.gateway;

  test('by a literal path leads to what is there', () => {
    const tier1 = { 'nsxt_policy_tier1_gateway.t': { display_name: 't', nsx_id: 't' } };
    expect(segment('/infra/tier-1s/t', tier1)).toBe('s/nsxt_policy_tier1_gateway.t');
    expect(why(segment('/infra/tier-1s/u', tier1))).toBe('expression s/nsxt_policy_segment.s');
  });

  test('to an object of another kind leads nowhere', () => {
    expect(why(segment('${nsxt_policy_group.g.path}', { 'nsxt_policy_group.g': { display_name: 'g' } }))).toBe('expression s/nsxt_policy_segment.s');
  });

  test('to something else of an object is what that makes of it', () => {
    const tier1 = { 'nsxt_policy_tier1_gateway.t': { display_name: 't', description: '/infra/tier-1s/x' } };
    expect(why(segment('${nsxt_policy_tier1_gateway.t.revision}', tier1))).toBe('computed s/nsxt_policy_tier1_gateway.t');
  });

  test('leads across stacks', () => {
    const one = rendered(
      { 'nsxt_policy_tier1_gateway.t': { display_name: 't' } },
      { output: { t: { value: '${nsxt_policy_tier1_gateway.t.path}' } }, terraform: { backend: { local: { path: 'one.tfstate' } } } },
    );
    const two = rendered({
      'data.terraform_remote_state.one': { backend: 'local', config: { path: 'one.tfstate' } },
      'nsxt_policy_segment.s': { display_name: 's', connectivity_path: '${data.terraform_remote_state.one.outputs.t}' },
    });
    expect(estateFrom({ one, two }).nsx.segments[0]!.gateway).toBe('one/nsxt_policy_tier1_gateway.t');
  });
});

describe('a manager', () => {
  const groups = (provider: unknown, body: object = {}) =>
    nsx({ 'nsxt_policy_group.g': { display_name: 'g', ...body } }, { more: { provider } }).groups;

  test('is the host of the provider, with or without its scheme', () => {
    expect(groups({ nsxt: { host: 'https://nsx.example.com/' } })[0]!.manager).toBe('nsx.example.com');
    expect(groups({ nsxt: [{ host: 'a' }, { alias: 'west', host: 'b' }] }, { provider: 'nsxt.west' })[0]!.manager).toBe('b');
  });

  test('is not known where a token or the environment says it', () => {
    expect(groups({ nsxt: { host: T } })[0]!.manager).toEqual(tokenT);
    expect(why(groups({ nsxt: {} })[0]!.manager)).toBe('provider-default s/provider.nsxt');
    expect(why(groups({})[0]!.manager)).toBe('provider-default s/provider.nsxt');
  });

  test('that two names name is taken for two', () => {
    const { premises } = estate({}, { more: { provider: { nsxt: [{ host: 'a' }, { alias: 'west', host: 'B' }, { alias: 'east', host: 'A' }] } } });
    expect(premises).toMatchObject([{ id: 'nsx-managers', kind: 'stated', statement: '`a`, `b` are 2 NSX managers, not names of one' }]);
  });
});

test('defaults of the provider are premises, those within blocks too', () => {
  const { premises } = estate({ 'nsxt_policy_security_policy.p': { display_name: 'p', category: 'Application', rule: { display_name: 'r' } } });
  const ids = premises.filter(({ kind }) => kind === 'provider-default').map(({ id }) => id);
  expect(ids).toContain('provider-default:nsxt_policy_security_policy.stateful');
  expect(ids).toContain('provider-default:nsxt_policy_security_policy.rule.action');
});
