import fc from 'fast-check';
import { DOMAIN, node, type ApiNode } from './api';

/** Sites of an NSX manager for properties, with one object at least of each type that lies in others. */

const ids = (prefix: string, low = 0, high = 3): fc.Arbitrary<string[]> =>
  fc.integer({ min: low, max: high }).map((count) => Array.from({ length: count }, (_, n) => `${prefix}${n + 1}`));
const some = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(of, { nil: undefined });
const address = fc.constantFrom('10.0.0.1', '10.0.0.0/24', '10.0.0.1-10.0.0.9', 'fd00::/64', '::1');
const tags = some(fc.array(fc.record({ scope: fc.constantFrom('', 'tenant'), tag: fc.constantFrom('a', 'b') }), { maxLength: 2 }));

const entry = fc.oneof(
  fc.record({
    resource_type: fc.constant('L4PortSetServiceEntry'),
    l4_protocol: fc.constantFrom('TCP', 'UDP'),
    destination_ports: some(fc.constant(['80', '1-9'])),
  }),
  fc.record({ resource_type: fc.constant('ICMPTypeServiceEntry'), protocol: some(fc.constant('ICMPv4')), icmp_type: some(fc.nat(255)) }),
  fc.record({ resource_type: fc.constant('IGMPTypeServiceEntry') }),
  fc.record({ resource_type: fc.constant('IPProtocolServiceEntry'), protocol_number: some(fc.nat(255)) }),
  fc.record({ resource_type: fc.constant('EtherTypeServiceEntry'), ether_type: fc.constant(2054) }),
  fc.record({ resource_type: fc.constant('ALGTypeServiceEntry'), alg: fc.constant('FTP'), destination_ports: fc.constant(['21']) }),
  fc.record({
    resource_type: fc.constant('NestedServiceServiceEntry'),
    nested_service_path: fc.constantFrom('/infra/services/s1', '/infra/services/none'),
  }),
);

const term = (depth: number): fc.Arbitrary<object> =>
  fc.oneof(
    fc.record({
      resource_type: fc.constant('Condition'),
      key: fc.constant('Tag'),
      member_type: fc.constantFrom('VirtualMachine', 'Segment'),
      operator: some(fc.constant('EQUALS')),
      value: fc.constant('tenant|a'),
    }),
    fc.record({ resource_type: fc.constant('PathExpression'), paths: fc.constantFrom([], [`${DOMAIN}/groups/g1`], ['/infra/segments/none']) }),
    fc.record({ resource_type: fc.constant('IPAddressExpression'), ip_addresses: fc.array(address, { maxLength: 2 }) }),
    fc.record({ resource_type: fc.constant('ExternalIDExpression'), member_type: fc.constant('VirtualMachine'), external_ids: fc.constant(['v1']) }),
    ...(depth > 0 ? [expression(depth - 1).map((expressions) => ({ resource_type: 'NestedExpression', expressions }))] : []),
  );

function expression(depth: number): fc.Arbitrary<object[]> {
  return fc
    .array(fc.tuple(term(depth), fc.constantFrom('AND', 'OR')), { maxLength: 3 })
    .map((parts) =>
      parts.flatMap(([one, operator], n) => [...(n > 0 ? [{ resource_type: 'ConjunctionOperator', conjunction_operator: operator }] : []), one]),
    );
}

const peers = fc.oneof(
  fc.constant(['ANY']),
  fc.array(fc.oneof(address, fc.constantFrom(`${DOMAIN}/groups/g1`, `${DOMAIN}/groups/none`)), { maxLength: 3 }),
);
const rule = fc.record({
  action: fc.constantFrom('ALLOW', 'DROP', 'REJECT'),
  source_groups: some(peers),
  destination_groups: some(peers),
  sources_excluded: some(fc.boolean()),
  services: some(fc.constantFrom(['ANY'], ['/infra/services/s1'], [])),
  service_entries: some(fc.array(entry, { maxLength: 2 })),
  profiles: some(fc.constantFrom(['ANY'], ['/infra/context-profiles/p1'])),
  scope: some(fc.constantFrom(['ANY'], [`${DOMAIN}/groups/g1`])),
  direction: some(fc.constantFrom('IN', 'OUT')),
  sequence_number: some(fc.nat(5)),
  disabled: some(fc.boolean()),
  tags,
});
const policy = fc.record({
  category: some(fc.constantFrom('Application', 'Ethernet', 'Environment')),
  scope: some(fc.constant(['ANY'])),
  sequence_number: some(fc.nat(5)),
  stateful: some(fc.boolean()),
  is_default: some(fc.boolean()),
  scheduler_path: some(fc.constant('/infra/firewall-schedulers/night')),
  connectivity_preference: some(fc.constantFrom('NONE', 'ALLOWLIST', 'DENYLIST_ENABLE_LOGGING')),
  tags,
});

const policies = (kind: 'Security' | 'Gateway', place: string): fc.Arbitrary<ApiNode[]> =>
  fc.array(fc.tuple(policy, fc.array(rule, { maxLength: 3 })), { minLength: 1, maxLength: 3 }).map((all) =>
    all.flatMap(([body, rules], n) => {
      const path = `${place}/${kind.toLowerCase()}-policies/p${n + 1}`;
      return [node(`${kind}Policy`, path, body), ...rules.map((one, m) => node('Rule', `${path}/rules/r${m + 1}`, one))];
    }),
  );

const seed = (place: string): ApiNode[] => [
  node('SecurityPolicy', `${place}/domains/default/security-policies/seed`, { category: 'Application' }),
  node('Rule', `${place}/domains/default/security-policies/seed/rules/only`, { action: 'ALLOW' }),
  node('Tier1', `${place}/tier-1s/seed`),
  node('LocaleServices', `${place}/tier-1s/seed/locale-services/default`, { edge_cluster_path: '/infra/edge' }),
  node('Segment', `${place}/segments/seed`),
  node('SegmentSecurityProfileBindingMap', `${place}/segments/seed/segment-security-profile-binding-maps/b`, {
    segment_security_profile_path: '/infra/segment-security-profiles/q1',
  }),
];

const segment = fc.record({
  connectivity_path: some(fc.constantFrom('/infra/tier-1s/t1', '/infra/tier-0s/z1', '/infra/tier-1s/none')),
  transport_zone_path: some(fc.constant('/infra/sites/default/enforcement-points/default/transport-zones/tz1')),
  vlan_ids: some(fc.constantFrom([], ['100'], ['200-299'])),
  subnets: some(
    fc.array(fc.record({ gateway_address: fc.constant('10.1.0.1/24'), dhcp_ranges: some(fc.constant(['10.1.0.9-10.1.0.99'])) }), { maxLength: 1 }),
  ),
  dhcp_config_path: some(fc.constant('/infra/dhcp-relay-configs/r1')),
  advanced_config: some(fc.record({ connectivity: fc.constantFrom('ON', 'OFF') })),
  tags,
});

const infra: fc.Arbitrary<ApiNode[]> = fc
  .record({
    groups: ids('g'),
    expressions: fc.array(expression(1), { minLength: 3, maxLength: 3 }),
    services: ids('s'),
    entries: fc.array(fc.array(entry, { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
    segments: fc.array(segment, { maxLength: 3 }),
    tier0: ids('z'),
    tier1: fc.array(fc.record({ tier0_path: some(fc.constant('/infra/tier-0s/z1')), disable_firewall: some(fc.boolean()), tags }), { maxLength: 3 }),
    nat: fc.array(
      fc.record({
        action: fc.constant('SNAT'),
        source_network: some(fc.constant('10.0.0.0/8, 10.9.9.9')),
        translated_network: some(fc.constant('192.0.2.1')),
        service: some(fc.constantFrom('', '/infra/services/s1')),
        firewall_match: some(fc.constant('BYPASS')),
        sequence_number: some(fc.nat(9)),
      }),
      { maxLength: 2 },
    ),
    blocks: fc.array(fc.record({ cidr: some(fc.constant('10.0.0.0/8')), cidrs: some(fc.constant(['10.0.0.0/8', '10.1.0.0/16'])) }), { maxLength: 2 }),
    ranges: some(fc.constant([{ start: '10.2.0.1', end: '10.2.0.9' }])),
    members: some(fc.constantFrom([], [`${DOMAIN}/groups/g1`, '/infra/segments/none'])),
  })
  .map(({ groups, expressions, services, entries, segments, tier0, tier1, nat, blocks, ranges, members }) => [
    ...groups.map((id, n) => node('Group', `${DOMAIN}/groups/${id}`, { expression: expressions[n] })),
    ...[...services, 'seed'].flatMap((id, n) => [
      node('Service', `/infra/services/${id}`),
      ...(entries[n] ?? [{ resource_type: 'IGMPTypeServiceEntry' }]).map(({ resource_type: type, ...body }, m) =>
        node(type, `/infra/services/${id}/service-entries/e${m}`, body),
      ),
    ]),
    ...segments.map((body, n) => node('Segment', `/infra/segments/n${n + 1}`, body)),
    ...tier0.map((id) => node('Tier0', `/infra/tier-0s/${id}`)),
    ...tier1.map((body, n) => node('Tier1', `/infra/tier-1s/t${n + 1}`, body)),
    ...nat.map((body, n) => node('PolicyNatRule', `/infra/tier-1s/seed/nat/USER/nat-rules/x${n}`, body)),
    ...blocks.map((body, n) => node('IpAddressBlock', `/infra/ip-blocks/b${n + 1}`, body)),
    node('IpAddressPool', '/infra/ip-pools/p1'),
    node('IpAddressPool', '/infra/ip-pools/p2'),
    node('IpAddressPoolStaticSubnet', '/infra/ip-pools/p1/ip-subnets/a', { cidr: '10.2.0.0/24', ...(ranges && { allocation_ranges: ranges }) }),
    node('IpAddressPoolBlockSubnet', '/infra/ip-pools/p1/ip-subnets/b', { ip_block_path: '/infra/ip-blocks/b1', size: 64 }),
    node('PolicyTransportZone', '/infra/sites/default/enforcement-points/default/transport-zones/tz1', { tz_type: 'VLAN_BACKED' }),
    node('PolicyContextProfile', '/infra/context-profiles/p1', { attributes: [{ key: 'APP_ID', value: ['SSL'] }] }),
    node('SegmentSecurityProfile', '/infra/segment-security-profiles/q1', { dhcp_server_block_enabled: false }),
    node('SpoofGuardProfile', '/infra/spoofguard-profiles/q1', { address_binding_allowlist: true }),
    node('DhcpServerConfig', '/infra/dhcp-server-configs/d1', { server_addresses: ['10.0.0.2/30'] }),
    node('DhcpRelayConfig', '/infra/dhcp-relay-configs/r1', { server_addresses: ['10.0.0.2'] }),
    node('PolicyExcludeList', '/infra/settings/firewall/security/exclude-list', members && { members }),
    ...seed('/infra'),
  ]);

const P1 = '/orgs/default/projects/p1';
const VPC = `${P1}/vpcs/v1`;
const project: fc.Arbitrary<ApiNode[]> = fc
  .record({
    tier_0s: some(fc.constant(['/infra/tier-0s/z1'])),
    mode: some(fc.constantFrom('DHCP_SERVER', 'DHCP_DEACTIVATED')),
    ranges: some(fc.constant(['10.7.0.0/24'])),
  })
  .map(({ tier_0s, mode, ranges }) => [
    node('Project', P1, tier_0s && { tier_0s }),
    ...seed(`${P1}/infra`),
    node('Group', `${P1}/infra/domains/default/groups/g1`, { expression: [] }),
    node('Vpc', VPC, { private_ips: ['10.7.0.0/16'] }),
    node('VpcSubnet', `${VPC}/subnets/s1`, { ...(ranges && { ip_addresses: ranges }), ...(mode !== undefined && { subnet_dhcp_config: { mode } }) }),
    node('Group', `${VPC}/groups/g1`, { expression: [] }),
    node('PolicyVpcNatRule', `${VPC}/nat/USER/nat-rules/x`, { action: 'DNAT', translated_network: '10.7.0.9' }),
  ]);

/** Everything an export may hold of the Policy API. */
export const site: fc.Arbitrary<ApiNode[]> = fc
  .tuple(infra, project, policies('Security', DOMAIN), policies('Gateway', DOMAIN))
  .map((parts) => parts.flat());
