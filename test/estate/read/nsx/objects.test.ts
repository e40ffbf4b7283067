import { nsx, record, T, those, tokenT, whole, why } from './model';

const TAGS = { tag: [{ scope: 'env', tag: 'prod' }, { tag: T }] };
const READ_TAGS = whole({ scope: 'env', tag: 'prod' }, { scope: '', tag: tokenT });
const at = { '//': {} };

test('a tier-1 with all it has', () => {
  const { tier1Gateways, tier0Gateways } = nsx({
    'data.nsxt_policy_tier0_gateway.t0': { display_name: 't0' },
    'data.nsxt_policy_edge_cluster.ec': { display_name: 'ec' },
    'nsxt_policy_tier1_gateway.t1': {
      display_name: 'prod',
      nsx_id: 'prod',
      tier0_path: '${data.nsxt_policy_tier0_gateway.t0.path}',
      edge_cluster_path: '${data.nsxt_policy_edge_cluster.ec.path}',
      enable_firewall: false,
      route_advertisement_types: ['TIER1_CONNECTED', T],
      ...TAGS,
      ...at,
    },
  });
  expect(tier1Gateways).toEqual([
    {
      id: 's/nsxt_policy_tier1_gateway.t1',
      addresses: [{ stack: 's', address: 'nsxt_policy_tier1_gateway.t1' }],
      path: 's/t1',
      origin: 'owned',
      manager: 'nsx.example.com',
      name: 'prod',
      instances: expect.objectContaining({ low: 1, high: 1 }),
      policyPath: '/infra/tier-1s/prod',
      space: null,
      tags: READ_TAGS,
      tier0: 's/data.nsxt_policy_tier0_gateway.t0',
      edgeCluster: 's/data.nsxt_policy_edge_cluster.ec',
      firewall: false,
      advertised: whole('TIER1_CONNECTED', tokenT),
    },
  ]);
  expect(tier0Gateways[0]).toMatchObject({ name: 't0', origin: 'looked-up', tags: { complete: false } });
  expect(why(tier0Gateways[0]!.firewall)).toBe('data-source s/data.nsxt_policy_tier0_gateway.t0');
  expect(why(tier0Gateways[0]!.policyPath)).toBe('data-source s/data.nsxt_policy_tier0_gateway.t0');
});

test('a tier-1 with nothing: no tier-0, no edge cluster, a firewall; what it advertises is for NSX to say', () => {
  const [bare, locale, token] = nsx({
    'nsxt_policy_tier1_gateway.a': { display_name: 'a', tier0_path: '', edge_cluster_path: null },
    'nsxt_policy_tier1_gateway.b': { display_name: 'b', locale_service: [{ edge_cluster_path: '/infra/ec' }] },
    'nsxt_policy_tier1_gateway.c': { display_name: 'c', tier0_path: T, edge_cluster_path: T, enable_firewall: T },
  }).tier1Gateways;
  expect(bare).toMatchObject({ tier0: null, edgeCluster: null, firewall: true, tags: whole() });
  expect(bare!.advertised).toMatchObject({ items: [], complete: false, unknown: { $unknown: { reason: 'provider-default' } } });
  expect(why(bare!.policyPath)).toBe('computed s/nsxt_policy_tier1_gateway.a');
  expect(locale!.edgeCluster).toBe('/infra/ec');
  expect(token).toMatchObject({ tier0: tokenT, edgeCluster: tokenT, firewall: tokenT });
  const open = { 'nsxt_policy_tier1_gateway.d': { display_name: 'd', locale_service: T } };
  expect(nsx(open).tier1Gateways[0]!.edgeCluster).toEqual(tokenT);
});

test('a tier-0 that the app makes', () => {
  expect(nsx({ 'nsxt_policy_tier0_gateway.t': { display_name: 't', nsx_id: 't', enable_firewall: false } }).tier0Gateways[0]).toMatchObject({
    policyPath: '/infra/tier-0s/t',
    firewall: false,
  });
});

const FABRIC = {
  'nsxt_policy_tier1_gateway.t1': { display_name: 't1' },
  'data.nsxt_policy_transport_zone.tz': { display_name: 'overlay', transport_type: 'OVERLAY_STANDARD' },
  'nsxt_policy_segment_security_profile.sec': { display_name: 'sec', dhcp_server_block_enabled: false, non_ip_traffic_block_enabled: true },
  'nsxt_policy_spoofguard_profile.sg': { display_name: 'sg', address_binding_allowlist: true },
};

test('an overlay segment with all it has', () => {
  const [segment] = nsx({
    ...FABRIC,
    'nsxt_policy_segment.app': {
      display_name: 'app',
      nsx_id: 'app',
      connectivity_path: '${nsxt_policy_tier1_gateway.t1.path}',
      transport_zone_path: '${data.nsxt_policy_transport_zone.tz.path}',
      subnet: [
        { cidr: '10.20.0.1/23', dhcp_ranges: ['10.20.0.100-10.20.0.199', T], dhcp_v4_config: { server_address: '10.20.0.2/23' } },
        { cidr: T },
      ],
      advanced_config: { connectivity: 'OFF' },
      security_profile: {
        security_profile_path: '${nsxt_policy_segment_security_profile.sec.path}',
        spoofguard_profile_path: '${nsxt_policy_spoofguard_profile.sg.path}',
      },
      ...TAGS,
    },
  }).segments;
  expect(segment).toMatchObject({
    kind: 'overlay',
    policyPath: '/infra/segments/app',
    gateway: 's/nsxt_policy_tier1_gateway.t1',
    transportZone: { $unknown: { reason: 'data-source', knownBy: 's/data.nsxt_policy_transport_zone.tz' } },
    vlans: whole(),
    subnets: whole(
      { cidr: '10.20.0.1/23', dhcpRanges: whole('10.20.0.100-10.20.0.199', tokenT), dhcp: true, dhcpServer: '10.20.0.2/23' },
      { cidr: tokenT, dhcpRanges: whole(), dhcp: false, dhcpServer: null },
    ),
    connected: false,
    securityProfile: 's/nsxt_policy_segment_security_profile.sec',
    spoofGuard: 's/nsxt_policy_spoofguard_profile.sg',
    tags: READ_TAGS,
  });
});

test('a segment with nothing: on no gateway, connected, of the profiles of NSX', () => {
  const [bare, token, raw] = nsx({
    'nsxt_policy_segment.a': { display_name: 'a' },
    'nsxt_policy_segment.b': {
      display_name: 'b',
      connectivity_path: T,
      transport_zone_path: T,
      subnet: T,
      advanced_config: [{ connectivity: T }],
      security_profile: T,
    },
    'nsxt_policy_segment.c': { display_name: 'c', vlan_ids: ['100'], transport_zone_path: '/infra/tz', advanced_config: {}, security_profile: {} },
  }).segments;
  const none = { transportZone: null, securityProfile: null, spoofGuard: null, connected: true };
  expect(bare).toMatchObject({ kind: 'overlay', gateway: null, vlans: whole(), subnets: whole(), ...none });
  expect(token).toMatchObject({ gateway: tokenT, transportZone: tokenT, connected: tokenT, securityProfile: tokenT, spoofGuard: tokenT });
  expect(token!.subnets).toEqual({ items: [], complete: false, unknown: tokenT });
  expect(raw).toMatchObject({ ...none, kind: 'vlan', vlans: whole('100'), transportZone: '/infra/tz' });
});

test('DHCP on a segment: by its own configuration, by ranges or by a profile', () => {
  const [segment, relayed, open] = nsx({
    'nsxt_policy_dhcp_relay.r': { display_name: 'r', server_addresses: ['10.0.0.2'] },
    'nsxt_policy_segment.a': {
      display_name: 'a',
      subnet: [
        { cidr: 'c', dhcp_v6_config: [{ server_address: T }] },
        { cidr: 'c', dhcp_ranges: ['r'] },
        { cidr: 'c', dhcp_ranges: T },
        { cidr: 'c', dhcp_v4_config: T },
      ],
    },
    'nsxt_policy_segment.b': { display_name: 'b', dhcp_config_path: '${nsxt_policy_dhcp_relay.r.path}', subnet: { cidr: 'c' } },
    'nsxt_policy_segment.c': { display_name: 'c', dhcp_config_path: T, subnet: { cidr: 'c' } },
  }).segments;
  expect(segment!.subnets.items.map(({ dhcp, dhcpServer }) => [dhcp, dhcpServer])).toEqual([
    [true, tokenT],
    [true, null],
    [tokenT, null],
    [tokenT, tokenT],
  ]);
  expect(relayed!.subnets.items[0]!.dhcp).toBe(true);
  expect(open!.subnets.items[0]!.dhcp).toEqual(tokenT);
});

test('a VLAN segment, and one below its gateway', () => {
  const [vlan, fixed] = nsx({
    'nsxt_policy_tier1_gateway.t1': { display_name: 't1', nsx_id: 't1' },
    'nsxt_policy_vlan_segment.v': { display_name: 'v', nsx_id: 'v', vlan_ids: ['100', '200-299', T], transport_zone_path: '/infra/tz' },
    'nsxt_policy_fixed_segment.f': { display_name: 'f', nsx_id: 'f', connectivity_path: '${nsxt_policy_tier1_gateway.t1.path}' },
  }).segments;
  expect(vlan).toMatchObject({ kind: 'vlan', gateway: null, vlans: whole('100', '200-299', tokenT), policyPath: '/infra/segments/v' });
  expect(fixed).toMatchObject({ kind: 'overlay', gateway: 's/nsxt_policy_tier1_gateway.t1', policyPath: '/infra/tier-1s/t1/segments/f' });
});

test('profiles, with what they are worth where nothing is said', () => {
  const read = nsx({
    ...FABRIC,
    'nsxt_policy_segment_security_profile.plain': { display_name: 'plain' },
    'nsxt_policy_spoof_guard_profile.plain': { display_name: 'plain' },
    'nsxt_policy_dhcp_server.d': { display_name: 'd', nsx_id: 'd', server_addresses: ['100.96.0.1/30', T] },
    'nsxt_policy_dhcp_server.plain': { display_name: 'plain' },
    'nsxt_policy_dhcp_relay.r': { display_name: 'r', server_addresses: ['10.0.0.2'] },
  });
  expect(read.segmentSecurityProfiles).toMatchObject([
    { blocksDhcpServers: false, blocksNonIp: true },
    { blocksDhcpServers: true, blocksNonIp: false },
  ]);
  expect(read.spoofGuardProfiles.map(({ bindsAddresses }) => bindsAddresses)).toEqual([true, false]);
  expect(read.transportZones[0]).toMatchObject({ name: 'overlay', type: 'OVERLAY_STANDARD' });
  const [server, plain, relay] = read.dhcpProfiles;
  expect(server).toMatchObject({ kind: 'server', serverAddresses: whole('100.96.0.1/30', tokenT), policyPath: '/infra/dhcp-server-configs/d' });
  expect(plain!.serverAddresses.complete).toBe(false);
  expect(relay).toMatchObject({ kind: 'relay', serverAddresses: whole('10.0.0.2') });
});

test('blocks and pools of addresses, with the subnets that are added one by one', () => {
  const { ipBlocks, ipPools } = nsx({
    'nsxt_policy_ip_block.a': { display_name: 'a', cidr: '10.0.0.0/16', visibility: 'EXTERNAL' },
    'nsxt_policy_ip_block.b': { display_name: 'b', cidrs: ['10.1.0.0/16', T] },
    'nsxt_policy_ip_block.c': { display_name: 'c', range: [{ start: '10.0.0.1', end: '10.0.0.9' }] },
    'nsxt_policy_ip_pool.p': { display_name: 'p' },
    'nsxt_policy_ip_pool.q': { display_name: 'q' },
    'data.nsxt_policy_ip_pool.r': { display_name: 'r' },
    'nsxt_policy_ip_pool_static_subnet.s': {
      display_name: 's',
      pool_path: '${nsxt_policy_ip_pool.p.path}',
      cidr: '10.0.0.0/24',
      gateway: '10.0.0.1',
      allocation_range: [{ start: '10.0.0.10', end: T }],
    },
    'nsxt_policy_ip_pool_block_subnet.b': {
      display_name: 'b',
      pool_path: '${nsxt_policy_ip_pool.p.path}',
      block_path: '${nsxt_policy_ip_block.a.path}',
      size: 16,
    },
    'nsxt_policy_ip_pool_block_subnet.family': {
      count: T,
      display_name: 'b',
      pool_path: '${nsxt_policy_ip_pool.q.path}',
      block_path: T,
      size: 16,
    },
    'nsxt_policy_ip_pool_static_subnet.none': { count: 0, display_name: 's', pool_path: '${nsxt_policy_ip_pool.q.path}', cidr: 'c' },
  });
  expect(ipBlocks).toMatchObject([
    { cidrs: whole('10.0.0.0/16'), visibility: 'EXTERNAL' },
    { cidrs: whole('10.1.0.0/16', tokenT), visibility: null },
    { cidrs: { items: [], complete: false } },
  ]);
  const [p, q, r] = ipPools;
  expect(p!.subnets).toEqual({
    items: expect.arrayContaining([
      {
        kind: 'static',
        id: 's/nsxt_policy_ip_pool_static_subnet.s',
        cidr: '10.0.0.0/24',
        gateway: '10.0.0.1',
        ranges: whole({ start: '10.0.0.10', end: tokenT }),
      },
      { kind: 'block', id: 's/nsxt_policy_ip_pool_block_subnet.b', block: 's/nsxt_policy_ip_block.a', size: 16 },
    ]),
    complete: true,
  });
  expect(q!.subnets).toMatchObject({ items: [], complete: false, unknown: { $unknown: { reason: 'instance-key' } } });
  expect(r!.subnets).toMatchObject({ items: [], complete: false, unknown: { $unknown: { reason: 'data-source' } } });
});

test('a subnet of a pool that a token names may be of any', () => {
  const { ipPools } = nsx({
    'nsxt_policy_ip_pool.p': { display_name: 'p' },
    'nsxt_policy_ip_pool_static_subnet.s': { display_name: 's', pool_path: T, cidr: 'c', allocation_range: T },
  });
  expect(ipPools[0]!.subnets).toEqual({ items: [], complete: false, unknown: tokenT });
});

test('NAT rules of gateways and of VPCs', () => {
  const { natRules } = nsx({
    'nsxt_policy_tier1_gateway.t1': { display_name: 't1', nsx_id: 't1' },
    'nsxt_policy_service.web': { display_name: 'web' },
    'nsxt_policy_nat_rule.full': {
      display_name: 'full',
      nsx_id: 'full',
      gateway_path: '${nsxt_policy_tier1_gateway.t1.path}',
      action: 'DNAT',
      rule_priority: 7,
      enabled: false,
      source_networks: ['10.0.0.0/8'],
      destination_networks: ['192.0.2.1'],
      translated_networks: ['10.0.0.1', T],
      service: '${nsxt_policy_service.web.path}',
      translated_ports: '8080',
      firewall_match: 'BYPASS',
      scope: ['/infra/labels/x'],
    },
    'nsxt_policy_nat_rule.bare': { display_name: 'bare', gateway_path: T, action: T },
    'nsxt_policy_nat_rule.nat64': { display_name: 'n', nsx_id: 'n', gateway_path: '/infra/tier-0s/t0', action: 'NAT64' },
    'data.nsxt_vpc.v': { context: { project_id: 'p' }, display_name: 'v' },
    'data.nsxt_vpc_nat.n': { context: { project_id: 'p', vpc_id: '${data.nsxt_vpc.v.id}' }, nat_type: 'USER' },
    'nsxt_vpc_nat_rule.vpc': {
      display_name: 'vpc',
      parent_path: '${data.nsxt_vpc_nat.n.path}',
      action: 'SNAT',
      source_network: '10.0.0.1, 10.0.0.2',
      translated_network: T,
    },
  });
  const [full, bare, nat64, vpc] = ['full', 'bare', 'n', 'vpc'].map((name) => natRules.find((rule) => rule.name === name));
  expect(full).toMatchObject({
    policyPath: '/infra/tier-1s/t1/nat/USER/nat-rules/full',
    gateway: 's/nsxt_policy_tier1_gateway.t1',
    action: 'DNAT',
    priority: 7,
    enabled: false,
    sources: whole('10.0.0.0/8'),
    destinations: whole('192.0.2.1'),
    translated: whole('10.0.0.1', tokenT),
    service: 's/nsxt_policy_service.web',
    translatedPorts: '8080',
    firewallMatch: 'BYPASS',
    appliedTo: { ids: [], complete: false },
  });
  expect(bare).toMatchObject({ gateway: tokenT, action: tokenT, priority: 100, enabled: true, firewallMatch: 'BYPASS' });
  expect(bare).toMatchObject({
    sources: whole(),
    destinations: whole(),
    translated: whole(),
    service: null,
    translatedPorts: null,
    appliedTo: those(),
  });
  expect(nat64!.policyPath).toBe('/infra/tier-0s/t0/nat/NAT64/nat-rules/n');
  expect(why(nat64!.gateway)).toBe('expression s/nsxt_policy_nat_rule.nat64');
  expect(vpc).toMatchObject({
    gateway: 's/data.nsxt_vpc.v',
    space: 's/data.nsxt_vpc.v',
    priority: 0,
    enabled: true,
    firewallMatch: 'MATCH_INTERNAL_ADDRESS',
    sources: whole('10.0.0.1', '10.0.0.2'),
    destinations: whole(),
    translated: { items: [], complete: false, unknown: tokenT },
  });
});

test('a family, whose size is not decided', () => {
  const [group] = nsx({ 'nsxt_policy_group.g': { count: T, display_name: 'g' } }).groups;
  expect(group!.instances).toMatchObject({ low: 0, high: null });
  expect(nsx({ 'nsxt_policy_group.g': { count: 0, display_name: 'g' } }).groups).toEqual([]);
  expect(nsx({ 'nsxt_policy_group.g': { for_each: { a: 1, b: 2 }, display_name: '${each.key}' } }).groups.map(({ name }) => name)).toEqual([
    'a',
    'b',
  ]);
});

test.each<readonly [string, object, string]>([
  ['with VLANs', {}, 'vlan'],
  ['with VLANs for guests, on a gateway', { connectivity_path: '/infra/tier-1s/t' }, 'overlay'],
  ['in an overlay zone that is recorded', { transport_zone_path: '/zones/o' }, 'overlay'],
  ['in a zone of VLANs, on a gateway', { transport_zone_path: '/zones/v', connectivity_path: '/infra/tier-0s/t' }, 'vlan'],
  ['in an overlay zone that is asked for', { transport_zone_path: '${data.nsxt_policy_transport_zone.z.path}' }, 'overlay'],
  ['in a zone that nobody knows', { transport_zone_path: '/zones/x' }, 'vlan'],
])('a segment %s', (_, body, kind) => {
  const recorded = [record({ transportZones: { '/zones/o': { type: 'OVERLAY_STANDARD' }, '/zones/v': { type: 'VLAN_BACKED' } } })];
  const zone = { 'data.nsxt_policy_transport_zone.z': { display_name: 'z', transport_type: 'OVERLAY_STANDARD' } };
  expect(nsx({ ...zone, 'nsxt_policy_segment.s': { display_name: 's', vlan_ids: ['100'], ...body } }, { recorded }).segments[0]!.kind).toBe(kind);
});
