import { nsx, T, those, tokenT, whole, why, type Elements } from './model';

const PROJECT = { 'nsxt_policy_project.p': { display_name: 'team', nsx_id: 'team' } };
const VPC = { 'nsxt_vpc.v': { display_name: 'dev', nsx_id: 'dev', context: { project_id: '${nsxt_policy_project.p.id}' } } };
const IN_VPC = { project_id: '${nsxt_policy_project.p.id}', vpc_id: '${nsxt_vpc.v.id}' };

test('a project and a VPC with all they have', () => {
  const { projects, vpcs } = nsx({
    'data.nsxt_policy_tier0_gateway.t0': { display_name: 't0' },
    'nsxt_policy_ip_block.b': { display_name: 'b' },
    'nsxt_policy_project.p': {
      display_name: 'team',
      nsx_id: 'team',
      tier0_gateway_paths: ['${data.nsxt_policy_tier0_gateway.t0.path}'],
      external_ipv4_blocks: ['${nsxt_policy_ip_block.b.path}', T],
      activate_default_dfw_rules: true,
    },
    'nsxt_policy_project.bare': { display_name: 'bare' },
    ...VPC,
    'nsxt_vpc.w': { ...VPC['nsxt_vpc.v'], nsx_id: 'w', private_ips: ['192.168.0.0/16', T] },
    'data.nsxt_policy_project.other': { display_name: 'other' },
  });
  const [team, bare, other] = projects;
  expect(team).toMatchObject({
    policyPath: '/orgs/default/projects/team',
    space: null,
    tier0Gateways: those('s/data.nsxt_policy_tier0_gateway.t0'),
    externalBlocks: { ids: ['s/nsxt_policy_ip_block.b'], complete: false, unknown: tokenT },
    defaultFirewallRules: true,
  });
  expect(bare).toMatchObject({ tier0Gateways: those(), externalBlocks: those() });
  // The provider sends one thing and documents another.
  expect(why(bare!.defaultFirewallRules)).toBe('provider-default s/nsxt_policy_project.bare');
  expect(other).toMatchObject({ origin: 'looked-up', tier0Gateways: { ids: [], complete: false } });
  expect(vpcs).toMatchObject([
    {
      project: 's/nsxt_policy_project.p',
      space: 's/nsxt_policy_project.p',
      policyPath: '/orgs/default/projects/team/vpcs/dev',
      privateRanges: whole(),
    },
    { policyPath: '/orgs/default/projects/team/vpcs/w', privateRanges: whole('192.168.0.0/16', tokenT) },
  ]);
});

test('objects lie in the space of their context', () => {
  const own = (context: unknown) => ({ display_name: 'g', nsx_id: 'g', context });
  const read = nsx({
    ...PROJECT,
    ...VPC,
    'nsxt_policy_group.a': own({ project_id: '${nsxt_policy_project.p.id}' }),
    'nsxt_policy_group.b': own([{ project_id: 'team' }]),
    'nsxt_vpc_group.c': own(IN_VPC),
    'nsxt_vpc_group.d': own({ project_id: 'team', vpc_id: 'dev' }),
    'nsxt_policy_group.e': own({ project_id: 'elsewhere' }),
    'nsxt_vpc_group.f': own({ project_id: 'default', vpc_id: 'theirs' }),
    'nsxt_policy_group.h': own({ project_id: T }),
    'nsxt_policy_group.i': own(T),
    'nsxt_policy_group.j': own({ project_id: '' }),
    'nsxt_policy_group.k': own({ project_id: '${nsxt_policy_project.p.nsx_id}' }),
  });
  expect(read.groups.map(({ policyPath, space }) => [why(policyPath), why(space)])).toEqual([
    ['/orgs/default/projects/team/infra/domains/default/groups/g', 's/nsxt_policy_project.p'],
    ['/orgs/default/projects/team/infra/domains/default/groups/g', 's/nsxt_policy_project.p'],
    ['/orgs/default/projects/elsewhere/infra/domains/default/groups/g', 'expression s/nsxt_policy_group.e'],
    ['variable s/var.t', 'variable s/var.t'],
    ['variable s/var.t', 'variable s/var.t'],
    ['/infra/domains/default/groups/g', null],
    ['/orgs/default/projects/team/infra/domains/default/groups/g', 's/nsxt_policy_project.p'],
    ['/orgs/default/projects/team/vpcs/dev/groups/g', 's/nsxt_vpc.v'],
    ['/orgs/default/projects/team/vpcs/dev/groups/g', 's/nsxt_vpc.v'],
    ['/orgs/default/projects/default/vpcs/theirs/groups/g', 'expression s/nsxt_vpc_group.f'],
  ]);
});

test('paths in a project whose id NSX makes are not known, and its objects are its own all the same', () => {
  const { groups, vpcs } = nsx({
    'nsxt_policy_project.p': { display_name: 'team' },
    ...VPC,
    'nsxt_policy_group.g': { display_name: 'g', nsx_id: 'g', context: { project_id: '${nsxt_policy_project.p.id}' } },
    'nsxt_vpc_group.h': { display_name: 'g', nsx_id: 'g', context: IN_VPC },
    'nsxt_vpc_group.i': { display_name: 'g', context: { project_id: '${nsxt_policy_project.p.id}', vpc_id: 'x' } },
  });
  expect(why(vpcs[0]!.policyPath)).toBe('computed s/nsxt_policy_project.p');
  expect(groups.map(({ policyPath, space }) => [why(policyPath), why(space)])).toEqual([
    ['computed s/nsxt_policy_project.p', 's/nsxt_policy_project.p'],
    ['computed s/nsxt_policy_project.p', 's/nsxt_vpc.v'],
    ['computed s/nsxt_vpc_group.i', 'computed s/nsxt_policy_project.p'],
  ]);
});

test('a global manager has a tree of its own', () => {
  const elements: Elements = { 'nsxt_policy_service.s': { display_name: 's', nsx_id: 's' } };
  const path = (global_manager: unknown) => {
    const more = { provider: { nsxt: { host: 'gm', global_manager } } };
    return why(nsx(elements, { more }).services[0]!.policyPath);
  };
  expect([path(true), path('true'), path(false), path(T)]).toEqual([
    '/global-infra/services/s',
    '/global-infra/services/s',
    '/infra/services/s',
    'expression s/provider.nsxt',
  ]);
});

test('policies of a VPC have neither a domain nor a category', () => {
  const { securityPolicies, gatewayPolicies } = nsx({
    ...PROJECT,
    ...VPC,
    'nsxt_vpc_security_policy.p': { display_name: 'p', nsx_id: 'p', context: IN_VPC, rule: { display_name: 'r', action: 'DROP' } },
    'nsxt_vpc_gateway_policy.g': { display_name: 'g', nsx_id: 'g', context: IN_VPC, rule: [{ display_name: 'r' }] },
  });
  expect(securityPolicies[0]).toMatchObject({
    policyPath: '/orgs/default/projects/team/vpcs/dev/security-policies/p',
    space: 's/nsxt_vpc.v',
    category: { $unknown: { reason: 'provider-default' } },
    stateful: true,
    rules: { complete: true, items: [{ action: 'DROP', direction: 'IN_OUT', sequence: 1 }] },
  });
  expect(gatewayPolicies[0]).toMatchObject({
    policyPath: '/orgs/default/projects/team/vpcs/dev/gateway-policies/g',
    rules: { items: [{ action: 'ALLOW', appliedTo: those() }] },
  });
});

describe('a subnet of a VPC', () => {
  const subnet = (body: object) =>
    nsx({ ...PROJECT, ...VPC, 'nsxt_vpc_subnet.s': { display_name: 's', nsx_id: 's', context: IN_VPC, ...body } }).segments[0]!;

  test('has the ranges that it says', () => {
    expect(subnet({ ip_addresses: ['192.168.240.0/26', T], access_mode: 'Isolated' })).toMatchObject({
      kind: 'vpc-subnet',
      space: 's/nsxt_vpc.v',
      policyPath: '/orgs/default/projects/team/vpcs/dev/subnets/s',
      gateway: null,
      transportZone: null,
      vlans: whole(),
      subnets: whole(
        { cidr: '192.168.240.0/26', dhcp: false, dhcpRanges: whole(), dhcpServer: null },
        { cidr: tokenT, dhcp: false, dhcpRanges: whole(), dhcpServer: null },
      ),
      connected: true,
      securityProfile: null,
      spoofGuard: null,
    });
  });

  test('has a range that NSX takes of its VPC where it says none', () => {
    expect(subnet({ ipv4_subnet_size: 32 }).subnets).toMatchObject({
      items: [],
      complete: false,
      unknown: { $unknown: { reason: 'provider-default' } },
    });
  });

  test('is served by DHCP as it says', () => {
    const dhcp = (dhcp_config: unknown, more: object = {}) => subnet({ ip_addresses: ['c'], dhcp_config, ...more }).subnets.items[0];
    expect(dhcp({ mode: 'DHCP_RELAY' })).toMatchObject({ dhcp: true, dhcpRanges: whole(), dhcpServer: null });
    expect(dhcp({ mode: 'DHCP_SERVER' }, { advanced_config: { dhcp_server_addresses: ['10.0.0.2/24'] } })).toEqual({
      cidr: 'c',
      dhcp: true,
      dhcpRanges: whole('c'),
      dhcpServer: '10.0.0.2/24',
    });
    const reserved = { mode: 'DHCP_SERVER', dhcp_server_additional_config: { reserved_ip_ranges: ['r'] } };
    expect(dhcp(reserved)).toMatchObject({ dhcp: true, dhcpRanges: { items: [], complete: false }, dhcpServer: { $unknown: {} } });
    expect(dhcp({ mode: T })).toMatchObject({ dhcp: tokenT, dhcpRanges: { complete: false, unknown: tokenT }, dhcpServer: tokenT });
    expect(dhcp(T)).toMatchObject({ dhcp: tokenT });
  });

  test('may be cut off', () => {
    expect(subnet({ advanced_config: { connectivity_state: 'DISCONNECTED' } }).connected).toBe(false);
    expect(subnet({ advanced_config: {} }).connected).toBe(true);
  });
});

test('NAT rules of a VPC by a literal section', () => {
  const section = '/orgs/default/projects/team/vpcs/dev/nat/USER';
  const rule = (parent_path: unknown) => ({ display_name: 'n', nsx_id: 'n', parent_path, action: 'SNAT' });
  const { natRules } = nsx({
    ...PROJECT,
    ...VPC,
    'nsxt_vpc_nat_rule.a': rule(section),
    'nsxt_vpc_nat_rule.b': rule(T),
    'nsxt_vpc_nat_rule.c': rule('/x'),
  });
  expect(natRules[0]).toMatchObject({ gateway: 's/nsxt_vpc.v', policyPath: `${section}/nat-rules/n` });
  expect(natRules[1]).toMatchObject({ gateway: tokenT, policyPath: tokenT });
  expect(why(natRules[2]!.gateway)).toBe('expression s/nsxt_vpc_nat_rule.c');
});
