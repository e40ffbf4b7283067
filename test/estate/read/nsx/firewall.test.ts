import { nsx, T, those, tokenT, U, whole, why, type Body } from './model';

const rules = (rule: unknown, more: Body = {}, type = 'nsxt_policy_security_policy') => {
  const read = nsx({ [`${type}.p`]: { display_name: 'p', category: 'Application', ...(rule === undefined ? {} : { rule }), ...more } });
  return (type.includes('gateway') ? read.gatewayPolicies : read.securityPolicies)[0]!.rules;
};

describe('groups', () => {
  const expression = (body: Body) => nsx({ 'nsxt_policy_group.g': { display_name: 'g', ...body } }).groups[0]!.expression;
  const condition = (value: string) => ({ key: 'Tag', member_type: 'VirtualMachine', operator: 'EQUALS', value });
  const read = (value: unknown) => ({ kind: 'condition', memberType: 'VirtualMachine', key: 'Tag', operator: 'EQUALS', value });

  test('have terms with an operator between each and the next', () => {
    const { groups } = nsx({
      'nsxt_policy_segment.s': { display_name: 's' },
      'nsxt_policy_group.other': { display_name: 'other' },
      'nsxt_policy_group.g': {
        display_name: 'g',
        nsx_id: 'g',
        group_type: 'IPAddress',
        criteria: [
          { condition: condition('env|prod') },
          { condition: [condition('a|b'), condition(T)] },
          { ipaddress_expression: { ip_addresses: ['10.0.0.0/8', T] } },
          { macaddress_expression: { mac_addresses: ['02:00:00:00:00:01'] } },
          { path_expression: { member_paths: ['${nsxt_policy_segment.s.path}', '${nsxt_policy_group.other.path}'] } },
          { external_id_expression: { external_ids: ['42', '${data.nsxt_policy_vm.v.id}'] } },
        ],
        conjunction: [{ operator: 'OR' }, { operator: T }, { operator: 'OR' }, { operator: 'OR' }, { operator: 'AND' }],
      },
      'data.nsxt_policy_vm.v': { display_name: 'v' },
    });
    expect(groups[0]!.expression).toEqual({ terms: whole(), operators: [] });
    expect(groups[0]!.type).toBeNull();
    expect(groups[1]).toMatchObject({ policyPath: '/infra/domains/default/groups/g', type: 'IPAddress' });
    expect(groups[1]!.expression).toEqual({
      terms: whole(
        read('env|prod'),
        { kind: 'nested', expression: { terms: whole(read('a|b'), read(tokenT)), operators: ['AND'] } },
        { kind: 'addresses', addresses: whole('10.0.0.0/8', tokenT) },
        { kind: 'mac-addresses', addresses: whole('02:00:00:00:00:01') },
        { kind: 'paths', members: those('s/nsxt_policy_segment.s', 's/nsxt_policy_group.other') },
        {
          kind: 'external-ids',
          memberType: 'VirtualMachine',
          ids: whole('42', expect.objectContaining({ $unknown: expect.objectContaining({ knownBy: 's/data.nsxt_policy_vm.v' }) })),
        },
      ),
      operators: ['OR', tokenT, 'OR', 'OR', 'AND'],
    });
  });

  test('whose criteria a token stands for are not known at all', () => {
    for (const criteria of [T, [{ condition: condition('a') }, T]]) {
      expect(expression({ criteria, conjunction: [{ operator: 'OR' }] })).toEqual({
        terms: { items: [], complete: false, unknown: tokenT },
        operators: [],
      });
    }
    expect(expression({ criteria: [{ condition: T }] }).terms.items).toEqual([
      { kind: 'nested', expression: { terms: { items: [], complete: false, unknown: tokenT }, operators: [] } },
    ]);
  });

  test('whose conjunctions a token stands for have operators that are not known, from there on', () => {
    const criteria = ['a', 'b', 'c'].map((value) => ({ condition: condition(value) }));
    expect(expression({ criteria, conjunction: T }).operators).toEqual([tokenT, tokenT]);
    expect(expression({ criteria, conjunction: [{ operator: 'AND' }, T] }).operators).toEqual(['AND', tokenT]);
    expect(expression({ criteria, conjunction: [T, { operator: 'AND' }] }).operators).toEqual([tokenT, tokenT]);
    expect(expression({ criteria, conjunction: [{ operator: 'XOR' }] }).operators.map(why)).toEqual([
      'expression s/nsxt_policy_group.g',
      'expression s/nsxt_policy_group.g',
    ]);
  });

  test('of users are narrowed to them', () => {
    const identity_group = [{ sid: 's' }];
    expect(expression({ extended_criteria: { identity_group } })).toEqual({ terms: whole({ kind: 'identities' }), operators: [] });
    expect(expression({ criteria: { condition: condition('a') }, extended_criteria: { identity_group } })).toEqual({
      terms: whole({ kind: 'nested', expression: { terms: whole(read('a')), operators: [] } }, { kind: 'identities' }),
      operators: ['AND'],
    });
    expect(expression({ extended_criteria: T }).terms).toEqual({ items: [], complete: false, unknown: tokenT });
  });

  test('that are looked up have members that nobody knows', () => {
    const [group] = nsx({ 'data.nsxt_policy_group.g': { display_name: 'g' } }).groups;
    expect(group!.expression.terms).toMatchObject({ items: [], complete: false, unknown: { $unknown: { reason: 'data-source' } } });
    expect(why(group!.type)).toBe('data-source s/data.nsxt_policy_group.g');
  });
});

const ENTRIES = {
  l4_port_set_entry: [{ protocol: 'TCP', destination_ports: ['443', T], source_ports: ['1-9'] }, { protocol: 'UDP' }],
  icmp_entry: [{ protocol: 'ICMPv4', icmp_type: '8', icmp_code: T }, { protocol: T }],
  igmp_entry: {},
  ip_protocol_entry: { protocol: 47 },
  ether_type_entry: { ether_type: 2054 },
  algorithm_entry: { algorithm: 'FTP', destination_port: '21' },
};
const READ_ENTRIES = [
  { kind: 'ports', protocol: 'TCP', destinationPorts: whole('443', tokenT), sourcePorts: whole('1-9') },
  { kind: 'ports', protocol: 'UDP', destinationPorts: whole(), sourcePorts: whole() },
  { kind: 'icmp', version: 'ICMPv4', type: 8, code: tokenT },
  { kind: 'icmp', version: tokenT, type: null, code: null },
  { kind: 'igmp' },
  { kind: 'ip', protocol: 47 },
  { kind: 'ether', etherType: 2054 },
  { kind: 'algorithm', algorithm: 'FTP', destinationPorts: whole('21'), sourcePorts: whole() },
];

test('services', () => {
  const { services, contextProfiles } = nsx({
    'data.nsxt_policy_service.https': { display_name: 'HTTPS' },
    'nsxt_policy_service.a': {
      display_name: 'a',
      ...ENTRIES,
      nested_service_entry: { nested_service_path: '${data.nsxt_policy_service.https.path}' },
    },
    'nsxt_policy_service.b': { display_name: 'b', l4_port_set_entry: [{ protocol: T }, { protocol: 'TCP' }] },
    'nsxt_policy_service.c': { display_name: 'c', icmp_entry: T, igmp_entry: {} },
    'nsxt_policy_context_profile.tls': { display_name: 'tls', app_id: [{ value: ['SSL', T] }], domain_name: { value: ['*.example.com'] } },
    'nsxt_policy_context_profile.open': { display_name: 'open', app_id: T },
  });
  const [a, b, c, https] = services;
  expect(a!.entries).toEqual(whole(...READ_ENTRIES, { kind: 'nested', service: 's/data.nsxt_policy_service.https' }));
  expect(b!.entries).toMatchObject({ items: [{ kind: 'ports', protocol: 'TCP' }], complete: false, unknown: tokenT });
  expect(c!.entries).toEqual({ items: [{ kind: 'igmp' }], complete: false, unknown: tokenT });
  expect(https).toMatchObject({ name: 'HTTPS', entries: { items: [], complete: false } });
  expect(contextProfiles).toMatchObject([
    { applications: whole('SSL', tokenT), domains: whole('*.example.com') },
    { applications: { items: [], complete: false, unknown: tokenT }, domains: whole() },
  ]);
});

describe('rules', () => {
  test('have all they say', () => {
    const { securityPolicies } = nsx({
      'nsxt_policy_group.g': { display_name: 'g' },
      'nsxt_policy_service.s': { display_name: 's' },
      'nsxt_policy_context_profile.c': { display_name: 'c' },
      'nsxt_policy_security_policy.p': {
        display_name: 'p',
        nsx_id: 'p',
        category: 'Emergency',
        sequence_number: 3,
        stateful: false,
        tcp_strict: true,
        locked: true,
        scope: ['${nsxt_policy_group.g.path}'],
        rule: {
          display_name: 'r',
          action: 'DROP',
          source_groups: ['${nsxt_policy_group.g.path}', '10.0.0.0/8', '10.1.0.1-10.1.0.9'],
          destination_groups: ['10.0.0.1'],
          destinations_excluded: true,
          services: ['${nsxt_policy_service.s.path}'],
          service_entries: ENTRIES,
          profiles: ['${nsxt_policy_context_profile.c.path}'],
          scope: ['${nsxt_policy_group.g.path}'],
          direction: 'IN',
          ip_version: 'IPV4',
          disabled: true,
          logged: true,
          sequence_number: 9,
        },
      },
    });
    expect(securityPolicies[0]).toMatchObject({
      policyPath: '/infra/domains/default/security-policies/p',
      category: 'Emergency',
      sequence: 3,
      stateful: false,
      tcpStrict: true,
      locked: true,
      appliedTo: those('s/nsxt_policy_group.g'),
      connectivity: null,
      isDefault: false,
    });
    expect(securityPolicies[0]!.rules).toEqual(
      whole({
        key: 'rule.0',
        id: 's/nsxt_policy_security_policy.p',
        name: 'r',
        sequence: 9,
        action: 'DROP',
        sources: { groups: those('s/nsxt_policy_group.g'), addresses: whole('10.0.0.0/8', '10.1.0.1-10.1.0.9'), excluded: false },
        destinations: { groups: those(), addresses: whole('10.0.0.1'), excluded: true },
        services: { services: those('s/nsxt_policy_service.s'), entries: whole(...READ_ENTRIES) },
        profiles: those('s/nsxt_policy_context_profile.c'),
        appliedTo: those('s/nsxt_policy_group.g'),
        direction: 'IN',
        ipVersion: 'IPV4',
        disabled: true,
        logged: true,
      }),
    );
  });

  test.each(['left out', 'empty', 'ANY', 'null'])('are for anything where the sets are %s', (how) => {
    const set = { 'left out': undefined, empty: [], ANY: ['ANY'], null: null }[how];
    const sets = Object.fromEntries(
      ['source_groups', 'destination_groups', 'services', 'profiles', 'scope'].flatMap((name) => (set === undefined ? [] : [[name, set]])),
    );
    const any = { groups: those(), addresses: whole(), excluded: false };
    expect(rules([{ display_name: 'r', ...sets }]).items).toEqual([
      {
        key: 'rule.0',
        id: 's/nsxt_policy_security_policy.p',
        name: 'r',
        sequence: 1,
        action: 'ALLOW',
        sources: any,
        destinations: any,
        services: { services: those(), entries: whole() },
        profiles: those(),
        appliedTo: those(),
        direction: 'IN_OUT',
        ipVersion: 'IPV4_IPV6',
        disabled: false,
        logged: false,
      },
    ]);
  });

  test('of a token for a set may be for anything, and for a group or an address', () => {
    const open = { complete: false, unknown: tokenT };
    const [all, one] = rules([
      { display_name: 'r', source_groups: T, services: T, profiles: T, scope: T, service_entries: T },
      { display_name: 'r', source_groups: ['10.0.0.1', T], sources_excluded: T, services: [T], action: U },
    ]).items;
    expect(all).toMatchObject({
      sources: { groups: { ids: [], ...open }, addresses: { items: [], ...open } },
      services: { services: { ids: [], ...open }, entries: { items: [], ...open } },
      profiles: { ids: [], ...open },
      appliedTo: { ids: [], ...open },
    });
    expect(one).toMatchObject({
      sources: { groups: { ids: [], ...open }, addresses: { items: ['10.0.0.1'], ...open }, excluded: tokenT },
      services: { services: { ids: [], ...open }, entries: whole() },
    });
    expect(why(one!.action)).toBe('variable s/var.u');
  });

  test('name what nobody knows by a path that is not known', () => {
    const [rule] = rules([{ display_name: 'r', source_groups: ['/infra/domains/default/groups/other', '10.0.0.1'] }]).items;
    expect(rule!.sources).toMatchObject({
      groups: { ids: [], complete: false, unknown: { $unknown: { reason: 'expression', expression: '"/infra/domains/default/groups/other"' } } },
      addresses: whole('10.0.0.1'),
    });
  });
});

describe('rules are numbered', () => {
  const sequences = (...numbers: readonly unknown[]) =>
    rules(numbers.map((n, i) => ({ display_name: `r${i}`, ...(n === undefined ? {} : { sequence_number: n }) }))).items.map(
      ({ sequence }) => sequence,
    );

  test('from 1 on, one by one', () => expect(sequences(undefined, null, undefined)).toEqual([1, 2, 3]));
  test('from what one says on', () => expect(sequences(10, undefined, undefined)).toEqual([10, 11, 12]));
  test('after the one before, whatever they say', () => expect(sequences(5, 3, 9, 9)).toEqual([5, 6, 9, 10]));
  test('as they say where there is a gap', () => expect(sequences(undefined, 5, undefined)).toEqual([1, 5, 6]));
  test('0 is none', () => expect(sequences(0, 0, 5)).toEqual([1, 2, 5]));
  test('a negative one is passed over', () => expect(sequences(-3, -1)).toEqual([1, 2]));
  test('a text is a number', () => expect(sequences('7', undefined)).toEqual([7, 8]));
  test('up to a token, which leaves those after it open', () =>
    expect(sequences(undefined, T, undefined, 1000)).toEqual([1, tokenT, tokenT, tokenT]));

  test('up to a token that stands for any number of rules', () => {
    const read = rules([{ display_name: 'a' }, T, { display_name: 'b' }]);
    expect(read).toMatchObject({ complete: false, unknown: tokenT });
    expect(read.items.map(({ key, sequence }) => [key, sequence])).toEqual([
      ['rule.0', 1],
      ['rule.2', tokenT],
    ]);
    expect(rules(T)).toEqual({ items: [], complete: false, unknown: tokenT });
    expect(rules(undefined)).toEqual(whole());
  });
});

test('policies with nothing said', () => {
  const read = nsx({
    'nsxt_policy_security_policy.p': { display_name: 'p', category: 'Application', scope: ['ANY'] },
    'nsxt_policy_gateway_policy.g': { display_name: 'g', nsx_id: 'g', domain: 'west', category: 'LocalGatewayRules' },
    'nsxt_policy_security_policy.open': {
      display_name: 'o',
      category: T,
      sequence_number: T,
      stateful: T,
      locked: T,
      scope: T,
      nsx_id: 'o',
      domain: T,
    },
  });
  const none = { sequence: 0, stateful: true, locked: false, rules: whole(), isDefault: false };
  expect(read.securityPolicies[0]).toMatchObject({ ...none, category: 'Application', tcpStrict: false, appliedTo: those() });
  expect(read.gatewayPolicies[0]).toMatchObject({ ...none, category: 'LocalGatewayRules', policyPath: '/infra/domains/west/gateway-policies/g' });
  // NSX decides it where a gateway policy does not say.
  expect(why(read.gatewayPolicies[0]!.tcpStrict)).toBe('provider-default s/nsxt_policy_gateway_policy.g');
  expect(read.securityPolicies[1]).toMatchObject({
    category: tokenT,
    sequence: tokenT,
    stateful: tokenT,
    locked: tokenT,
    appliedTo: { ids: [], complete: false, unknown: tokenT },
    policyPath: tokenT,
  });
});

test('rules of gateways are for the gateways they name', () => {
  const { gatewayPolicies } = nsx({
    'nsxt_policy_tier1_gateway.t': { display_name: 't' },
    'nsxt_policy_gateway_policy.g': {
      display_name: 'g',
      category: 'LocalGatewayRules',
      rule: [{ display_name: 'r', scope: ['${nsxt_policy_tier1_gateway.t.path}'], action: 'REJECT' }],
    },
  });
  expect(gatewayPolicies[0]!.rules.items).toMatchObject([
    { appliedTo: those('s/nsxt_policy_tier1_gateway.t'), action: 'REJECT', sequence: 1, direction: 'IN_OUT' },
  ]);
});

test('members of the exclusion list', () => {
  const { firewallExclusions } = nsx({
    'nsxt_policy_group.g': { display_name: 'g' },
    'nsxt_policy_firewall_exclude_list_member.a': { member: '${nsxt_policy_group.g.path}' },
    'nsxt_policy_firewall_exclude_list_member.b': { member: '/infra/segments/x' },
    'nsxt_policy_firewall_exclude_list_member.c': { member: T },
  });
  expect(firewallExclusions).toMatchObject([{ name: 'g', member: 's/nsxt_policy_group.g' }, {}, { name: tokenT, member: tokenT }]);
  expect(why(firewallExclusions[1]!.member)).toBe('expression s/nsxt_policy_firewall_exclude_list_member.b');
});

test.each<readonly [string, unknown, object, boolean]>([
  ['any in any case', ['any'], { groups: those(), addresses: whole() }, false],
  [
    'an address of either family, a range, a prefix',
    ['10.0.0.1', '10.0.0.1-10.0.0.9', 'fd00::/8'],
    { groups: those(), addresses: whole('10.0.0.1', '10.0.0.1-10.0.0.9', 'fd00::/8') },
    false,
  ],
  ['a name, which the provider takes for neither', ['web'], { addresses: whole() }, true],
  ['any beside another', ['ANY', '10.0.0.1'], { addresses: whole('10.0.0.1') }, true],
])('a side of a rule of %s', (_, source_groups, expected, isOpen) => {
  const [policy] = nsx({
    'nsxt_policy_security_policy.p': { display_name: 'p', category: 'Application', rule: { display_name: 'r', source_groups } },
  }).securityPolicies;
  const { sources } = policy!.rules.items[0]!;
  expect(sources).toMatchObject(expected);
  expect(sources.groups.complete).toBe(!isOpen);
});

describe('where a rule of a gateway is applied', () => {
  const UPLINK = '/infra/tier-0s/edge/locale-services/default/interfaces/uplink';
  const scope = (value: unknown, type = 'nsxt_policy_gateway_policy') => {
    const read = nsx({
      'nsxt_policy_tier1_gateway.t': { display_name: 't', nsx_id: 't' },
      [`${type}.p`]: { display_name: 'p', category: 'LocalGatewayRules', rule: [{ display_name: 'r', scope: value }] },
    });
    return (type.includes('gateway') ? read.gatewayPolicies : read.securityPolicies)[0]!.rules.items[0]!.appliedTo;
  };

  test('is a gateway, or the path of something that is no object of the estate', () => {
    expect(scope(['/infra/tier-1s/t', UPLINK])).toEqual(those('s/nsxt_policy_tier1_gateway.t', UPLINK));
    expect(scope([UPLINK, T])).toEqual({ ids: [UPLINK], complete: false, unknown: tokenT });
    expect(scope(['uplink']).complete).toBe(false);
    // Of the distributed firewall a path of nothing is not known: who is there, nobody can say.
    expect(scope([UPLINK], 'nsxt_policy_security_policy')).toMatchObject({ ids: [], complete: false });
  });
});

describe('numbers in the place of text', () => {
  test('are the text that Terraform makes of them', () => {
    const entry = { protocol: 'TCP', destination_ports: [443, '8080', T], source_ports: [1] };
    const [service] = nsx({ 'nsxt_policy_service.s': { display_name: 's', l4_port_set_entry: entry } }).services;
    expect(service!.entries).toEqual(
      whole({ kind: 'ports', protocol: 'TCP', destinationPorts: whole('443', '8080', tokenT), sourcePorts: whole('1') }),
    );
  });
});
