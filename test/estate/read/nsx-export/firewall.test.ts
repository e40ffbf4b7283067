import { unknown, type FirewallRule, type SecurityPolicy } from '../../../../lib/estate';
import { surroundingsOf } from '../../../../lib/estate/read';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { readStacks } from '../terraform/render';
import { at, DOMAIN, MANAGER, node, nsxOf, read, results, trees, whole, type ApiNode } from './api';

const POLICY = `${DOMAIN}/security-policies/p`;
const GROUP = `${DOMAIN}/groups/g`;
const SERVICE = '/infra/services/s';
const all = (...items: unknown[]): unknown => ({ items, complete: true });
const no = { ids: [], complete: true };
const lost = (path: string): unknown => unknown('data-source', path, MANAGER);
const ruleField = (field: string): unknown => unknown('data-source', field, at(`${POLICY}/rules/r`));
const policyField = (field: string): unknown => unknown('data-source', field, at(POLICY));

/** A rule as the API has it. */
const anyToAny = { action: 'ALLOW', source_groups: ['ANY'], destination_groups: ['ANY'], services: ['ANY'], profiles: ['ANY'], scope: ['ANY'] };

function policyOf(body: object, rules: readonly object[], type = 'SecurityPolicy'): SecurityPolicy {
  const policy = {
    resource_type: type,
    path: type === 'SecurityPolicy' ? POLICY : `${DOMAIN}/gateway-policies/p`,
    category: 'Application',
    scope: ['ANY'],
    ...body,
    rules,
  };
  const nsx = nsxOf({ policies: { results: [policy] }, others: results(node('Group', GROUP), node('Service', SERVICE)) });
  return (type === 'SecurityPolicy' ? nsx.securityPolicies : nsx.gatewayPolicies)[0] as SecurityPolicy;
}
const ruleOf = (body: object, policy: object = {}): FirewallRule =>
  policyOf(policy, [{ resource_type: 'Rule', id: 'r', path: `${POLICY}/rules/r`, ...anyToAny, ...body }]).rules.items[0]!;

describe('a rule', () => {
  test('of anything for anything', () => {
    expect(ruleOf({ display_name: 'allow all', sequence_number: 10, rule_id: 1001 })).toEqual({
      key: 'r',
      id: at(POLICY),
      name: 'allow all',
      sequence: 10,
      action: 'ALLOW',
      sources: { groups: no, addresses: all(), excluded: false },
      destinations: { groups: no, addresses: all(), excluded: false },
      services: { services: no, entries: all() },
      profiles: no,
      appliedTo: no,
      direction: 'IN_OUT',
      ipVersion: 'IPV4_IPV6',
      disabled: false,
      logged: false,
    });
  });

  test('of everything that can be said', () => {
    expect(
      ruleOf({
        action: 'JUMP_TO_APPLICATION',
        source_groups: [GROUP],
        destination_groups: ['10.0.0.0/8'],
        sources_excluded: true,
        destinations_excluded: true,
        direction: 'OUT',
        ip_protocol: 'IPV6',
        disabled: true,
        logged: true,
        scope: [GROUP],
        profiles: ['/infra/context-profiles/none'],
      }),
    ).toMatchObject({
      action: 'JUMP_TO_APPLICATION',
      sources: { groups: { ids: [at(GROUP)], complete: true }, excluded: true },
      destinations: { addresses: all('10.0.0.0/8'), excluded: true },
      direction: 'OUT',
      ipVersion: 'IPV6',
      disabled: true,
      logged: true,
      appliedTo: { ids: [at(GROUP)], complete: true },
      profiles: { ids: [], complete: false, unknown: lost('/infra/context-profiles/none') },
    });
  });

  test('tells addresses from groups', () => {
    const mixed = ['10.0.0.1', GROUP, '10.0.0.1-10.0.0.9', 'fd00::/64', `${DOMAIN}/groups/none`, '::', 'fe80::1-fe80::9', '::ffff:10.0.0.1', 'web'];
    expect(ruleOf({ source_groups: mixed }).sources).toEqual({
      groups: { ids: [at(GROUP)], complete: false, unknown: lost(`${DOMAIN}/groups/none, web`) },
      addresses: all('10.0.0.1', '10.0.0.1-10.0.0.9', 'fd00::/64', '::', 'fe80::1-fe80::9', '::ffff:10.0.0.1'),
      excluded: false,
    });
  });

  test('has ANY in any case, and without it nothing more than it lists', () => {
    expect(ruleOf({ source_groups: ['any'], services: ['Any'] })).toMatchObject({
      sources: { groups: no, addresses: all() },
      services: { services: no },
    });
  });

  test.each(['source_groups', 'destination_groups', 'scope', 'services'])('does not know what it is for without `%s`', (field) => {
    const { sources, destinations, appliedTo, services } = ruleOf({ [field]: undefined });
    const found = { source_groups: sources.groups, destination_groups: destinations.groups, scope: appliedTo, services: services.services }[field];
    expect(found).toEqual({ ids: [], complete: false, unknown: ruleField(field) });
    if (field === 'source_groups') expect(sources.addresses).toEqual({ items: [], complete: false, unknown: ruleField(field) });
  });

  test('without an action does not know it', () => {
    expect(ruleOf({ action: undefined }).action).toEqual(ruleField('action'));
  });

  test('is for its raw entries only, beside ANY and without a list of services', () => {
    const entry = { resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: ['443'] };
    const expected = { services: no, entries: all({ kind: 'ports', protocol: 'TCP', destinationPorts: all('443'), sourcePorts: all() }) };
    expect(ruleOf({ service_entries: [entry] }).services).toEqual(expected);
    expect(ruleOf({ services: undefined, service_entries: [entry] }).services).toEqual(expected);
    expect(ruleOf({ services: [SERVICE], service_entries: [entry] }).services).toEqual({
      ...expected,
      services: { ids: [at(SERVICE)], complete: true },
    });
  });

  test('logs where its policy does', () => {
    expect(ruleOf({}, { logging_enabled: true }).logged).toBe(true);
  });

  test('of a policy with a schedule is on and off, unless it is off', () => {
    expect(ruleOf({}, { scheduler_path: '/infra/firewall-schedulers/night' }).disabled).toEqual(policyField('scheduler_path'));
    expect(ruleOf({ disabled: true }, { scheduler_path: '/infra/firewall-schedulers/night' }).disabled).toBe(true);
  });
});

describe('the order of rules', () => {
  const order = (...rules: object[]): unknown[] => policyOf({}, rules).rules.items.map(({ key, sequence }) => [key, sequence]);

  test('is that of their numbers, and equal ones stay equal', () => {
    expect(order({ id: 'a', sequence_number: 20 }, { id: 'b', sequence_number: 10 }, { id: 'c', sequence_number: 10 })).toEqual([
      ['a', 20],
      ['b', 10],
      ['c', 10],
    ]);
  });

  test('is that of the list where none has a number', () => {
    expect(order({ rule_id: 7 }, { id: 'b' }, {}, { rule_id: 7 })).toEqual([
      ['7', 1],
      ['b', 2],
      ['#3', 3],
      ['7 (4)', 4],
    ]);
  });

  test('is not known of rules as the API has them, whose numbers somebody cut', () => {
    const rule = (id: string): object => ({ resource_type: 'Rule', id, path: `${POLICY}/rules/${id}` });
    expect(order(rule('r'), rule('s'))).toMatchObject([
      ['r', ruleField('sequence_number')],
      ['s', { $unknown: { expression: 'sequence_number' } }],
    ]);
    expect(order(rule('r'))).toEqual([['r', 1]]);
  });

  test('is not known of those without one where others have it', () => {
    const [, [, sequence]] = order({ id: 'a', sequence_number: 20 }, { id: 'r' }) as [unknown, [string, unknown]];
    expect(sequence).toEqual(ruleField('sequence_number'));
  });

  test('goes for policies of a category as well', () => {
    const policy = (id: string, category: string): object => ({ id, category, rules: [] });
    const { securityPolicies } = nsxOf({ security_policies: [policy('a', 'Application'), policy('e', 'Environment'), policy('b', 'Application')] });
    expect(securityPolicies.map(({ name, sequence }) => [name, sequence])).toEqual([
      ['a', 1],
      ['e', 1],
      ['b', 2],
    ]);
  });
});

describe('the default rule of a policy', () => {
  const rules = [{ id: 'a', rule_id: 5, sequence_number: 30 }];
  test('is the last, for anything where its policy is', () => {
    const found = policyOf({ scope: [GROUP], default_rule: { id: '9', display_name: 'default', action: 'DROP', logged: true } }, rules);
    expect(found.rules.items[1]).toEqual({
      key: '9',
      id: at(POLICY),
      name: 'default',
      sequence: 31,
      action: 'DROP',
      sources: { groups: no, addresses: all(), excluded: false },
      destinations: { groups: no, addresses: all(), excluded: false },
      services: { services: no, entries: all() },
      profiles: no,
      appliedTo: no,
      direction: 'IN_OUT',
      ipVersion: 'IPV4_IPV6',
      disabled: false,
      logged: true,
    });
    expect(found.rules.complete).toBe(true);
  });

  test('is not there twice', () => {
    expect(policyOf({ default_rule: { id: '5', action: 'DROP' } }, rules).rules.items).toHaveLength(1);
    expect(policyOf({ default_rule: { id: 'a', action: 'DROP' } }, rules).rules.items).toHaveLength(1);
  });

  test('is for what the older API says', () => {
    const reference = { target_id: 'u-1', target_type: 'NSGroup' };
    const [rule] = policyOf(
      { default_rule: { sources: [reference, { target_id: '10.0.0.1', target_type: 'IPv4Address' }], sources_excluded: true, disabled: true } },
      [],
    ).rules.items;
    expect(rule).toMatchObject({
      key: 'default',
      sequence: 1,
      action: policyField('default_rule.action'),
      sources: { groups: { ids: [], complete: false, unknown: lost('u-1') }, addresses: all('10.0.0.1'), excluded: true },
      disabled: true,
    });
  });
});

describe('a policy', () => {
  test('says what it is', () => {
    expect(
      policyOf(
        {
          display_name: 'app',
          category: 'Environment',
          sequence_number: 4,
          stateful: false,
          locked: true,
          scope: [GROUP],
          connectivity_preference: 'ALLOWLIST',
        },
        [],
      ),
    ).toMatchObject({
      name: 'app',
      category: 'Environment',
      sequence: 4,
      stateful: false,
      tcpStrict: false,
      locked: true,
      appliedTo: { ids: [at(GROUP)], complete: true },
      connectivity: 'ALLOWLIST',
      isDefault: false,
    });
  });

  test('is stateful and strict unless it is of layer 2 or says so', () => {
    const state = (body: object): unknown[] => [policyOf(body, []).stateful, policyOf(body, []).tcpStrict];
    expect(state({})).toEqual([true, true]);
    expect(state({ tcp_strict: false })).toEqual([true, false]);
    expect(state({ category: 'Ethernet' })).toEqual([false, false]);
    expect(state({ category: undefined })).toEqual([policyField('stateful'), policyField('stateful')]);
  });

  test('without a scope or a category does not know it', () => {
    expect(policyOf({ scope: undefined }, []).appliedTo).toEqual({ ids: [], complete: false, unknown: policyField('scope') });
    expect(policyOf({ category: undefined }, []).category).toEqual(policyField('category'));
  });

  test.each([
    ['ALLOWLIST_ENABLE_LOGGING', 'ALLOWLIST'],
    ['DENYLIST', 'DENYLIST'],
    ['NONE', null],
    [undefined, null],
  ])('with the connectivity %s', (connectivity_preference, expected) => {
    expect(policyOf({ connectivity_preference }, []).connectivity).toBe(expected);
  });

  test('has the connectivity by its older names', () => {
    expect(policyOf({ connectivity_strategy: 'WHITELIST' }, []).connectivity).toBe('ALLOWLIST');
    expect(policyOf({ connectivity_strategy: 'BLACKLIST_ENABLE_LOGGING' }, []).connectivity).toBe('DENYLIST');
  });

  test('with a schedule adds the rule of its connectivity at some times only', () => {
    const scheduler_path = '/infra/firewall-schedulers/night';
    expect(policyOf({ connectivity_preference: 'ALLOWLIST', scheduler_path }, []).connectivity).toEqual(policyField('scheduler_path'));
    expect(policyOf({ scheduler_path }, []).connectivity).toBe(null);
  });

  test('with strategies for applications has rules that nobody lists', () => {
    const found = policyOf({ application_connectivity_strategy: [{ application_connectivity_strategy: 'ALLOW_INTRA' }] }, []);
    expect([found.rules.complete, found.connectivity]).toEqual([false, policyField('application_connectivity_strategy')]);
  });

  test.each<readonly [string, object, boolean]>([
    ['one that says so', { is_default: true }, true],
    ['one that denies it', { is_default: false, _system_owned: true }, false],
    ['one of NSX in a category that has such', { _system_owned: true }, true],
    ['one of NSX of layer 2', { _system_owned: true, category: 'Ethernet' }, true],
    ['one of NSX elsewhere', { _system_owned: true, category: 'Infrastructure' }, false],
    ['any other', {}, false],
  ])('is the default: %s', (_, body, expected) => {
    expect(policyOf(body, []).isDefault).toBe(expected);
  });

  test('of gateways is the default in the category of that name', () => {
    expect(policyOf({ _system_owned: true, category: 'Default' }, [], 'GatewayPolicy').isDefault).toBe(true);
    expect(policyOf({ _system_owned: true, category: 'Application' }, [], 'GatewayPolicy').isDefault).toBe(false);
  });

  test('has its rules where it has their list, or counts no more than it has', () => {
    const complete = (body: object): unknown =>
      nsxOf(results({ type: 'SecurityPolicy', path: POLICY, body: { category: 'Application', ...body } })).securityPolicies[0]!.rules;
    expect(complete({})).toEqual({ items: [], complete: false, unknown: policyField('rules') });
    expect(complete({ rule_count: 0 })).toEqual(all());
    expect(complete({ rule_count: 2, rules: [{ id: 'a' }] })).toMatchObject({ items: [{ key: 'a' }], complete: false });
    expect(complete({ rule_count: 1, rules: [{ id: 'a' }] })).toMatchObject({ complete: true });
    expect(complete({ rules: [] })).toEqual(all());
  });
});

test.each<readonly [string, object, object]>([
  [
    'L4PortSetServiceEntry',
    { l4_protocol: 'UDP', source_ports: ['1-9'] },
    { kind: 'ports', protocol: 'UDP', destinationPorts: all(), sourcePorts: all('1-9') },
  ],
  ['ICMPTypeServiceEntry', { protocol: 'ICMPv4', icmp_type: 8 }, { kind: 'icmp', version: 'ICMPv4', type: 8, code: null }],
  ['ICMPTypeServiceEntry', { icmp_code: 0 }, { kind: 'icmp', version: unknown('data-source', 'protocol', at(SERVICE)), type: null, code: 0 }],
  ['IGMPTypeServiceEntry', {}, { kind: 'igmp' }],
  ['IPProtocolServiceEntry', { protocol_number: 47 }, { kind: 'ip', protocol: 47 }],
  ['EtherTypeServiceEntry', { ether_type: 2054 }, { kind: 'ether', etherType: 2054 }],
  [
    'ALGTypeServiceEntry',
    { alg: 'FTP', destination_ports: ['21'] },
    { kind: 'algorithm', algorithm: 'FTP', destinationPorts: all('21'), sourcePorts: all() },
  ],
  ['NestedServiceServiceEntry', { nested_service_path: SERVICE }, { kind: 'nested', service: at(SERVICE) }],
  ['NestedServiceServiceEntry', { nested_service_path: '/infra/services/none' }, { kind: 'nested', service: lost('/infra/services/none') }],
])('a service with an entry of %s', (type, body, expected) => {
  const nodes = [node('Service', SERVICE), node(type, `${SERVICE}/service-entries/e`, { ...body })];
  expect(nsxOf(trees(nodes).infra).services[0]!.entries).toEqual(all(expected));
  expect(nsxOf({ services: [{ ...whole(nodes[0]!), service_entries: [whole(nodes[1]!)] }] }).services[0]!.entries).toEqual(all(expected));
});

test('a service whose entries nobody lists, or with one of a type that is not known, is open', () => {
  const entries = (body: object): unknown =>
    nsxOf({ rule: { results: [{ resource_type: 'Service', path: SERVICE, ...body }] } }).services[0]!.entries;
  const missing = { items: [], complete: false, unknown: unknown('data-source', 'service_entries', at(SERVICE)) };
  expect(entries({})).toEqual(missing);
  expect(ruleOf({ service_entries: [{ resource_type: 'FutureServiceEntry' }] }).services.entries).toEqual({
    ...missing,
    unknown: ruleField('service_entries'),
  });
});

describe('all of the distributed firewall', () => {
  const last: ApiNode = node('SecurityPolicy', `${DOMAIN}/security-policies/default-layer3-section`, {
    category: 'Application',
    is_default: true,
    rules: [],
  });
  const other = node('SecurityPolicy', POLICY, { category: 'Application', rules: [] });
  const excluded = { exclude_list: { members: [] } };
  const domain = (...policies: ApiNode[]): object => ({ domains: [{ path: DOMAIN, resources: { security_policies: policies.map(whole) } }] });
  const managers = (content: object): readonly unknown[] => read(content).recordedManagers;

  test('is there with the default section and the exclusions', () => {
    expect(managers({ ...domain(other, last), ...excluded })).toEqual([MANAGER]);
    expect(managers({ security_policies: results(last), ...excluded })).toEqual([MANAGER]);
    expect(managers({ a: results(last), b: { resource_type: 'PolicyExcludeList', path: '/infra/settings/firewall/security/exclude-list' } })).toEqual(
      [MANAGER],
    );
  });

  test('is there in a tree', () => {
    const rule = node('Rule', `${last.path}/rules/r`, anyToAny);
    const list = node('PolicyExcludeList', '/infra/settings/firewall/security/exclude-list', { members: [] });
    const section = { ...last, body: { ...last.body, rules: undefined } };
    expect(managers(trees([section, rule, list]))).toEqual([MANAGER]);
    expect(managers(trees([section, list]))).toEqual([]);
    expect(managers(trees([section, rule]))).toEqual([]);
    expect(managers(trees([list]))).toEqual([]);
  });

  test.each<readonly [string, object]>([
    ['without the list of policies', { segments: [], ...excluded }],
    ['with a list that was not collected', { domains: [{ path: DOMAIN, resources: { security_policies: null } }], ...excluded }],
    [
      'with the list of another domain only',
      {
        domains: [
          {
            path: '/infra/domains/other',
            resources: { security_policies: [whole(last)].map((one) => ({ ...one, path: '/infra/domains/other/security-policies/d' })) },
          },
        ],
        ...excluded,
      },
    ],
    ['without the default section', { ...domain(other), ...excluded }],
    ['with an empty list', { ...domain(), ...excluded }],
    ['with a list of exclusions whose members were not collected', { ...domain(last), exclude_list: { display_name: 'list' } }],
    [
      'with a rule for what a Global Manager made, without the policies of that',
      {
        ...domain(last, { ...other, body: { ...other.body, rules: [{ ...anyToAny, scope: ['/global-infra/domains/default/groups/g'] }] } }),
        ...excluded,
      },
    ],
    ['with an exclusion of a Global Manager', { ...domain(last), exclude_list: { members: ['/global-infra/domains/default/groups/g'] } }],
    [
      'with the default section of another domain only',
      {
        domains: [
          { path: DOMAIN, resources: { security_policies: [whole(other)] } },
          { path: '/infra/domains/other', resources: { security_policies: [{ ...whole(last), path: '/infra/domains/other/security-policies/d' }] } },
        ],
        ...excluded,
      },
    ],
    ['with the default section of layer 2 only', { ...domain({ ...last, body: { ...last.body, category: 'Ethernet' } }), ...excluded }],
    ['without the rules of a policy', { ...domain(last, { ...other, body: { category: 'Application' } }), ...excluded }],
    ['without the exclusions', domain(last)],
    ['with exclusions that were not collected', { ...domain(last), exclude_list: null }],
    ['that is off', { ...domain(last), ...excluded, firewall_configuration: { enable_firewall: false } }],
    ['with a page of the policies', { security_policies: { results: [whole(last)], cursor: 'x' }, ...excluded }],
  ])('is not there %s', (_, content) => {
    expect(managers(content)).toEqual([]);
  });

  test.each<readonly [string, object, object]>([
    ['that the firewall is off, whatever else is missing', { firewall_configuration: { enable_firewall: false } }, { is: 'off' }],
    [
      'what is missing, each',
      { segments: [] },
      {
        is: 'incomplete',
        lacks: 'the whole list of security policies of the domain `default`, the default section of layer 3 and the exclusion list',
      },
    ],
    ['the exclusion list alone', domain(last), { is: 'incomplete', lacks: 'the exclusion list' }],
    [
      'whose rules',
      { ...domain(last, { ...other, body: { category: 'Application', display_name: 'web' } }), ...excluded },
      { is: 'incomplete', lacks: 'the rules of policy `web`' },
    ],
    [
      'the policies of a Global Manager',
      { ...domain(last), exclude_list: { members: ['/global-infra/domains/default/groups/g'] } },
      { is: 'incomplete', lacks: 'the list of security policies of the Global Manager' },
    ],
  ])('says %s', (_, content, gap) => {
    expect(read(content).firewallGap).toEqual(gap);
  });

  test('is told to the rules by the manager that it is of, as the app spells it', () => {
    const content: unknown = JSON.parse(JSON.stringify({ ...domain(last), ...excluded, firewall_configuration: { enable_firewall: false } }));
    const gapsOf = (provider: object): unknown => {
      const { model } = readStacks({ s: { provider } });
      return estateOf(model, { surroundings: [surroundingsOf(content, 'nsx.json')] }).firewallGaps;
    };
    expect(gapsOf({ nsxt: [{ host: 'NSX.example.com' }] })).toEqual([{ manager: 'NSX.example.com', file: 'nsx.json', is: 'off' }]);
    expect(gapsOf({})).toBeUndefined();
  });

  test('says nothing where all is there', () => {
    expect(read({ ...domain(other, last), ...excluded }).firewallGap).toBeUndefined();
  });

  test('is there with the policies of a Global Manager, whose place among the others is not known', () => {
    const global = node('SecurityPolicy', '/global-infra/domains/default/security-policies/g', {
      category: 'Application',
      sequence_number: 5,
      rules: [],
    });
    const content = { ...domain({ ...last, body: { ...last.body, sequence_number: 9 } }), security_policies: [whole(global)], ...excluded };
    expect(managers(content)).toEqual([MANAGER]);
    expect(nsxOf(content).securityPolicies.map(({ sequence }) => sequence)).toEqual([
      9,
      unknown('data-source', 'sequence_number', at('/global-infra/domains/default/security-policies/g')),
    ]);
    expect(nsxOf({ security_policies: [whole(global)] }).securityPolicies[0]!.sequence).toBe(5);
  });

  test('is of a manager that is not known where nobody names it', () => {
    expect(surroundingsOf(JSON.parse(JSON.stringify({ ...domain(last), ...excluded })), 'nsx.json').recordedManagers).toEqual([
      unknown('data-source', 'host', 'nsx.json'),
    ]);
  });
});
