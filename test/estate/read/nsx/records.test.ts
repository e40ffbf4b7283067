import type { Group } from '../../../../lib/estate';
import { estate, nsx, record, T, those, tokenT, whole, why } from './model';

const GROUP = '/infra/domains/default/groups/web';
/** What the provider takes for an id where it is given none. */
const UUID = '5f0e7a2c-9b1d-4c3e-8a77-0123456789ab';
const GIVEN = `/infra/domains/default/groups/${UUID}`;
const group = (more: Partial<Group> & { readonly name?: unknown } = {}) => ({
  expression: { terms: whole(), operators: [] },
  type: null,
  ...more,
});
const paths = (...ids: readonly string[]) => ({ expression: { terms: whole({ kind: 'paths' as const, members: those(...ids) }), operators: [] } });

describe('an object of a record', () => {
  const recorded = [record({ groups: { [GROUP]: group({ name: 'web', tags: whole({ scope: 'a', tag: 'b' }) }) } })];

  test('stands as what others own', () => {
    expect(nsx({}, { recorded }).groups).toMatchObject([
      {
        id: `nsx.json#${GROUP}`,
        addresses: [],
        origin: 'surroundings',
        manager: 'nsx.example.com',
        policyPath: GROUP,
        space: null,
        tags: whole({ scope: 'a', tag: 'b' }),
      },
    ]);
  });

  test('takes the id of the lookup that finds it, wherever it is named', () => {
    const file = record({ groups: { [GROUP]: group({ name: 'web' }), '/infra/domains/default/groups/all': group(paths(`nsx.json#${GROUP}`)) } });
    const { groups } = nsx({ 'data.nsxt_policy_group.w': { display_name: 'web' } }, { recorded: [file] });
    expect(groups[0]).toMatchObject({ id: 's/data.nsxt_policy_group.w', path: 's/w', origin: 'surroundings', policyPath: GROUP });
    expect(groups[1]!.expression.terms.items).toEqual([{ kind: 'paths', members: those('s/data.nsxt_policy_group.w') }]);
  });

  test('is found by the last of its path', () => {
    expect(nsx({ 'data.nsxt_policy_group.w': { id: 'web' } }, { recorded }).groups).toHaveLength(1);
    expect(nsx({ 'data.nsxt_policy_group.w': { id: 'eb' } }, { recorded }).groups).toHaveLength(2);
  });

  test('is named by a literal path', () => {
    const elements = { 'nsxt_policy_group.g': { display_name: 'g', criteria: { path_expression: { member_paths: [GROUP] } } } };
    expect(nsx(elements, { recorded }).groups[0]!.expression.terms.items).toEqual([{ kind: 'paths', members: those(`nsx.json#${GROUP}`) }]);
  });
});

describe('the app owns what a record has', () => {
  const recorded = [
    record({ groups: { [GROUP]: group({ ...paths(), name: 'web' }), '/infra/domains/default/groups/all': group(paths(`nsx.json#${GROUP}`)) } }),
  ];

  test('of the path that it gives', () => {
    const read = estate({ 'nsxt_policy_group.w': { display_name: 'other name', nsx_id: 'web' } }, { recorded });
    expect(read.nsx.groups).toHaveLength(2);
    expect(read.nsx.groups[0]).toMatchObject({
      id: 's/nsxt_policy_group.w',
      origin: 'owned',
      name: 'other name',
      policyPath: GROUP,
      expression: { terms: whole() },
    });
    expect(read.nsx.groups[1]!.expression.terms.items).toEqual([{ kind: 'paths', members: those('s/nsxt_policy_group.w') }]);
    expect(read.premises.filter(({ id }) => id.startsWith('nsx-own'))).toEqual([
      {
        id: `nsx-own:nsx.json#${GROUP}`,
        kind: 'stated',
        statement: `\`${GROUP}\` in \`nsx.json\` is \`s/w\` from an earlier apply`,
        subject: 's/w',
        source: 'nsx.json',
      },
    ]);
  });

  test('of its name, where the provider chose the path: it is that of the record', () => {
    const given = record({ groups: { [GIVEN]: group({ name: 'web' }), '/infra/domains/default/groups/all': group(paths(`nsx.json#${GIVEN}`)) } });
    const read = estate({ 'nsxt_policy_group.w': { display_name: 'web' } }, { recorded: [given] });
    expect(read.nsx.groups).toMatchObject([{ id: 's/nsxt_policy_group.w', origin: 'owned', policyPath: GIVEN }, { origin: 'surroundings' }]);
    expect(read.premises.filter(({ id }) => id.startsWith('nsx-')).map(({ statement }) => statement)).toEqual([
      `\`${GIVEN}\` in \`nsx.json\` is \`s/w\` from an earlier apply, since nothing else there bears its name: what the record says of it does not count`,
    ]);
  });

  test('not for certain where its name stands at an id that the provider does not choose: it may be, and may be of others', () => {
    const read = estate({ 'nsxt_policy_group.w': { display_name: 'web' } }, { recorded });
    expect(read.nsx.groups).toMatchObject([
      { id: 's/nsxt_policy_group.w', origin: 'owned', policyPath: { $unknown: { reason: 'computed' } } },
      { id: `nsx.json#${GROUP}`, origin: 'surroundings', instances: { low: 0, high: 1 } },
      { instances: { low: 1, high: 1 } },
    ]);
    expect(read.premises.filter(({ id }) => id.startsWith('nsx-'))).toMatchObject([
      {
        id: `nsx-namesake:nsx.json#${GROUP}`,
        kind: 'stated',
        statement: `\`${GROUP}\` in \`nsx.json\` may be \`s/w\` from an earlier apply, or another's of its name: its id is none that Terraform gives; \`nsx_id\` would say`,
        subject: 's/w',
      },
    ]);
    // A lookup that finds both would fail: where it works, the other is gone.
    const both = estate({ 'nsxt_policy_group.w': { display_name: 'web' }, 'data.nsxt_policy_group.x': { display_name: 'web' } }, { recorded });
    expect(both.nsx.groups[0]!.addresses).toHaveLength(2);
    expect(both.faults).toEqual([]);
  });

  const POLICIES = '/infra/domains/default/security-policies';
  const policy = (more: object) => ({ category: 'Application', isDefault: false, rules: whole(), appliedTo: those(), ...more }) as never;
  const OWN = { 'nsxt_policy_security_policy.p': { display_name: 'p', category: 'Application', rule: { display_name: 'r' } } };
  const readPolicies = (at: string, body: object, own: object = {}) =>
    nsx(
      { 'nsxt_policy_security_policy.p': { ...OWN['nsxt_policy_security_policy.p'], ...own } },
      { recorded: [record({ securityPolicies: { [`${POLICIES}/${at}`]: policy(body) } })] },
    ).securityPolicies;

  test('not where an apply could not have left it so: a policy of another category', () => {
    expect(readPolicies(UUID, { name: 'p' })).toHaveLength(1);
    expect(readPolicies(UUID, { name: 'p', category: 'Emergency' })).toMatchObject([{ origin: 'owned' }, { instances: { low: 0, high: 1 } }]);
  });

  test('not where NSX made it: the last policy of a category has its name', () => {
    expect(readPolicies(UUID, { name: 'p', isDefault: true })).toMatchObject([
      { origin: 'owned' },
      { isDefault: true, instances: { low: 1, high: 1 } },
    ]);
  });

  test('not for certain where it may make none at that path', () => {
    expect(readPolicies('p', {}, { nsx_id: 'p', count: T })).toMatchObject([
      { origin: 'owned', instances: { low: 0, high: null } },
      { origin: 'surroundings', instances: { low: 0, high: 1 } },
    ]);
  });

  test.each([
    ['of another path', { display_name: 'web', nsx_id: 'web2' }],
    ['of another name', { display_name: 'web2' }],
    ['in another space', { display_name: 'web', context: { project_id: 'p' } }],
    ['of a name that a token says', { display_name: T }],
    ['of which nobody knows how many there are', { display_name: 'web', count: T }],
  ])('not where its own is %s', (_, body) => {
    const read = estate({ 'nsxt_policy_group.w': body }, { recorded });
    expect(read.nsx.groups.map(({ origin }) => origin)).toEqual(['owned', 'surroundings', 'surroundings']);
    expect(read.premises.filter(({ id }) => id.startsWith('nsx-own'))).toEqual([]);
  });

  test('not where it is that of another place', () => {
    const NAT = `/infra/tier-1s/${UUID}/nat/USER/nat-rules/${UUID}`;
    const gateway = { tier0: null, edgeCluster: null, firewall: true, advertised: whole() };
    const file = record({
      tier1Gateways: { [`/infra/tier-1s/${UUID}`]: { ...gateway, name: 'a' } },
      natRules: { [NAT]: { name: 'out' } },
      groups: { [`/infra/domains/west/groups/${UUID}`]: group({ name: 'web' }) },
    });
    const elements = (owner: string) => ({
      'nsxt_policy_tier1_gateway.a': { display_name: 'a' },
      'nsxt_policy_tier1_gateway.b': { display_name: 'b' },
      'nsxt_policy_nat_rule.n': { display_name: 'out', action: 'SNAT', gateway_path: `\${nsxt_policy_tier1_gateway.${owner}.path}` },
      'nsxt_policy_group.w': { display_name: 'web', domain: owner === 'a' ? 'west' : 'default' },
    });
    const counts = (owner: string) => {
      const { natRules, groups } = nsx(elements(owner), { recorded: [file] });
      return [natRules.length, groups.length];
    };
    expect(counts('a')).toEqual([1, 1]);
    expect(counts('b')).toEqual([2, 2]);
  });

  test('not where two have the name, on either side', () => {
    const twins = [record({ groups: { [GIVEN]: group({ name: 'web' }), [GROUP]: group({ name: 'web' }) } })];
    expect(nsx({ 'nsxt_policy_group.w': { display_name: 'web' } }, { recorded: twins }).groups).toHaveLength(3);
    const both = { 'nsxt_policy_group.w': { display_name: 'web' }, 'nsxt_policy_group.v': { display_name: 'web' } };
    expect(nsx(both, { recorded: [record({ groups: { [GIVEN]: group({ name: 'web' }) } })] }).groups).toHaveLength(3);
  });

  test('in a project of its own', () => {
    const project = `/orgs/default/projects/${UUID}`;
    const inside = `${project}/infra/domains/default/groups/${UUID}`;
    const file = record({
      projects: { [project]: { name: 'team', tier0Gateways: those(), externalBlocks: those(), defaultFirewallRules: true } },
      groups: { [inside]: group({ name: 'g', space: `nsx.json#${project}` }) },
    });
    const elements = {
      'nsxt_policy_project.p': { display_name: 'team' },
      'nsxt_policy_group.g': { display_name: 'g', context: { project_id: '${nsxt_policy_project.p.id}' } },
    };
    const read = nsx(elements, { recorded: [file] });
    expect(read.projects).toMatchObject([{ origin: 'owned', policyPath: project }]);
    expect(read.groups).toMatchObject([{ origin: 'owned', policyPath: inside, space: 's/nsxt_policy_project.p' }]);
    const theirs = nsx({ 'nsxt_policy_group.g': { display_name: 'g', context: { project_id: UUID } } }, { recorded: [file] });
    expect(theirs.groups).toMatchObject([{ origin: 'owned', policyPath: inside, space: `nsx.json#${project}` }]);
  });
});

describe('the manager of a record', () => {
  const west = { provider: { nsxt: [{ host: 'A' }, { alias: 'west', host: 'b' }] } };
  const own = { 'nsxt_policy_group.w': { display_name: 'web', nsx_id: 'web' } };
  const of = (manager?: string) => [record({ groups: { [GROUP]: group({ name: 'web' }) } }, manager === undefined ? {} : { manager })];

  test('is the one it names, however that is written', () => {
    expect(nsx(own, { more: west, recorded: of('a') }).groups).toHaveLength(1);
    expect(nsx(own, { more: west, recorded: of('b') }).groups).toHaveLength(2);
    expect(nsx({}, { more: west, recorded: of('a') }).groups[0]!.manager).toBe('A');
    const unplaced = { 'nsxt_policy_group.w': { display_name: 'web' } };
    const given = (manager: string) => [record({ groups: { [GIVEN]: group({ name: 'web' }) } }, { manager })];
    expect(nsx(unplaced, { more: west, recorded: given('a') }).groups).toHaveLength(1);
    expect(nsx(unplaced, { more: west, recorded: given('b') }).groups).toHaveLength(2);
  });

  test.each(['a.example.com', 'https://A.example.com/', 'a.example.com:443', 'a.example.com.', 'https://a.example.com:443'])(
    'is told by its host, %s',
    (host) => {
      const more = { provider: { nsxt: { host } } };
      for (const manager of ['a.example.com', 'A.EXAMPLE.COM.', 'a.example.com:443']) {
        expect(nsx(own, { more, recorded: of(manager) }).groups).toMatchObject([{ manager: expect.stringMatching(/^a.example.com$/i) }]);
      }
      expect(nsx(own, { more, recorded: of('a.example.com:8443') }).groups).toHaveLength(2);
    },
  );

  test('is one of the app, where the user names it', () => {
    const stated = (manager: string) => of(manager).map((one) => ({ ...one, isStated: true }));
    expect(nsx(own, { more: west, recorded: stated('a') }).groups).toHaveLength(1);
    expect(() => nsx(own, { more: west, recorded: stated('c') })).toThrow(
      'the app has no NSX manager "c", which "nsx.json" is said to record; it has `A`, `b`: name one as its provider does',
    );
    // Which one a token means, or what an app without a provider of NSX has, nobody knows.
    expect(nsx(own, { more: { provider: { nsxt: { host: T } } }, recorded: stated('c') }).groups).toHaveLength(2);
    expect(nsx({}, { more: { provider: {} }, recorded: stated('c') }).groups).toHaveLength(1);
  });

  test('is the only one of the app, be that a token', () => {
    expect(nsx(own, { more: { provider: { nsxt: { host: T } } }, recorded: of() }).groups).toMatchObject([{ manager: tokenT, origin: 'owned' }]);
    expect(why(nsx({}, { more: { provider: {} }, recorded: of() }).groups[0]!.manager)).toBe('data-source nsx.json');
  });

  test('must be named where the app has several', () => {
    expect(() => nsx(own, { more: west, recorded: of() })).toThrow(
      'the app has 2 NSX managers, `A`, `b`, and "nsx.json" does not say which of them it records; name its manager',
    );
  });
});

describe('two records of one manager', () => {
  const file = (name: string, type: string | null) => record({ groups: { [GROUP]: group({ type, ...paths(`${name}#${GROUP}`) }) } }, { file: name });

  test('may say the same', () => {
    const { groups } = nsx({}, { recorded: [file('a.json', null), file('b.json', null)] });
    expect(groups).toMatchObject([{ id: `a.json#${GROUP}` }]);
  });

  test('may not contradict each other', () => {
    expect(() => nsx({}, { recorded: [file('a.json', null), file('b.json', 'ANTREA')] })).toThrow(
      `"a.json" and "b.json" record \`${GROUP}\` of one NSX manager differently; give one record of it`,
    );
  });
});

test('a member of the exclusion list that the app adds too is there once', () => {
  const LIST = '/infra/settings/firewall/security/exclude-list';
  const file = record({
    groups: { [GROUP]: group({ name: 'web' }) },
    firewallExclusions: { [`${LIST}#a`]: { member: `nsx.json#${GROUP}`, policyPath: LIST }, [`${LIST}#b`]: { member: tokenT, policyPath: LIST } },
  });
  const elements = {
    'data.nsxt_policy_group.w': { display_name: 'web' },
    'nsxt_policy_firewall_exclude_list_member.m': { member: '${data.nsxt_policy_group.w.path}' },
  };
  const { firewallExclusions } = nsx(elements, { recorded: [file] });
  expect(firewallExclusions.map(({ origin, member }) => [origin, member])).toEqual([
    ['owned', 's/data.nsxt_policy_group.w'],
    ['surroundings', tokenT],
  ]);
});
