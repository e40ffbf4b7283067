import { unknown, type NsxEstate } from '../../../../lib/estate';
import { surroundingsOf } from '../../../../lib/estate/read';
import { at, collected, DOMAIN, MANAGER, node, nsxOf, read, results, trees, whole, type ApiNode } from './api';

const none = { items: [], complete: true };
const all = (...items: unknown[]): unknown => ({ items, complete: true });
const open = (path: string, field: string): unknown => unknown('data-source', field, at(path));
const lost = (path: string): unknown => unknown('data-source', path, MANAGER);
const missing = (path: string, field: string, ...items: unknown[]): unknown => ({ items, complete: false, unknown: open(path, field) });

const common = (path: string, space: unknown = null): unknown => ({
  id: at(path),
  addresses: [],
  origin: 'surroundings',
  name: path.split('/').at(-1),
  instances: { low: 1, high: 1 },
  manager: MANAGER,
  policyPath: path,
  space,
  tags: none,
});

const P = '/orgs/default/projects/p';
const VPC = `${P}/vpcs/v`;
const POOL = '/infra/ip-pools/p';
const NAT = '/infra/tier-1s/t/nat/USER/nat-rules/x';
const ZONE = '/infra/sites/default/enforcement-points/default/transport-zones/tz';

/** Every field of a fully written object of each type, by the kind of the estate. */
const CASES: readonly (readonly [keyof NsxEstate, ApiNode, object, (readonly ApiNode[])?])[] = [
  [
    'projects',
    node('Project', P, { tier_0s: ['/infra/tier-0s/z'], external_ipv4_blocks: ['/infra/ip-blocks/none'], activate_default_dfw_rules: false }),
    {
      tier0Gateways: { ids: [at('/infra/tier-0s/z')], complete: true },
      externalBlocks: { ids: [], complete: false, unknown: lost('/infra/ip-blocks/none') },
      defaultFirewallRules: false,
    },
    [node('Tier0', '/infra/tier-0s/z')],
  ],
  [
    'vpcs',
    node('Vpc', VPC, { private_ips: ['10.0.0.0/16'] }),
    { ...(common(VPC, at(P)) as object), project: at(P), privateRanges: all('10.0.0.0/16') },
    [node('Project', P)],
  ],
  ['transportZones', node('PolicyTransportZone', ZONE, { tz_type: 'VLAN_BACKED' }), { type: 'VLAN_BACKED' }],
  ['tier0Gateways', node('Tier0', '/infra/tier-0s/z', { disable_firewall: true }), { firewall: false }],
  [
    'tier1Gateways',
    node('Tier1', '/infra/tier-1s/t', { tier0_path: '/infra/tier-0s/none', route_advertisement_types: ['TIER1_NAT'] }),
    { tier0: lost('/infra/tier-0s/none'), edgeCluster: '/infra/edge', firewall: true, advertised: all('TIER1_NAT') },
    [node('LocaleServices', '/infra/tier-1s/t/locale-services/default', { edge_cluster_path: '/infra/edge' })],
  ],
  [
    'dhcpProfiles',
    node('DhcpServerConfig', '/infra/dhcp-server-configs/d', { server_address: '10.0.0.2/30' }),
    { kind: 'server', serverAddresses: all('10.0.0.2/30') },
  ],
  [
    'dhcpProfiles',
    node('DhcpRelayConfig', '/infra/dhcp-relay-configs/d', { server_addresses: ['10.0.0.2'] }),
    { kind: 'relay', serverAddresses: all('10.0.0.2') },
  ],
  [
    'segmentSecurityProfiles',
    node('SegmentSecurityProfile', '/infra/segment-security-profiles/s', { dhcp_server_block_enabled: false }),
    { blocksDhcpServers: false, blocksNonIp: false },
  ],
  ['spoofGuardProfiles', node('SpoofGuardProfile', '/infra/spoofguard-profiles/s', { address_binding_whitelist: true }), { bindsAddresses: true }],
  [
    'segments',
    node('Segment', '/infra/segments/s', {
      connectivity_path: '/infra/tier-1s/t',
      transport_zone_path: ZONE,
      vlan_ids: ['100'],
      subnets: [
        { gateway_address: '10.0.0.1/24', dhcp_ranges: ['10.0.0.9-10.0.0.99'], dhcp_config: { server_address: '10.0.0.2/24' } },
        { network: '10.1.0.0/24' },
      ],
      advanced_config: { connectivity: 'OFF' },
    }),
    {
      kind: 'overlay',
      gateway: at('/infra/tier-1s/t'),
      transportZone: ZONE,
      vlans: all('100'),
      subnets: all(
        { cidr: '10.0.0.1/24', dhcpRanges: all('10.0.0.9-10.0.0.99'), dhcp: true, dhcpServer: '10.0.0.2/24' },
        { cidr: '10.1.0.0/24', dhcpRanges: none, dhcp: false, dhcpServer: null },
      ),
      connected: false,
      securityProfile: lost('/infra/segment-security-profiles/none'),
      spoofGuard: null,
    },
    [
      node('Tier1', '/infra/tier-1s/t'),
      node('PolicyTransportZone', ZONE, { transport_zone_type: 'OVERLAY' }),
      node('SegmentSecurityProfileBindingMap', '/infra/segments/s/segment-security-profile-binding-maps/b', {
        segment_security_profile_path: '/infra/segment-security-profiles/none',
      }),
    ],
  ],
  [
    'segments',
    node('VpcSubnet', `${VPC}/subnets/s`, {
      ip_addresses: ['10.0.0.0/28'],
      subnet_dhcp_config: { mode: 'DHCP_SERVER' },
      advanced_config: { connectivity_state: 'DISCONNECTED', dhcp_server_addresses: ['10.0.0.2/28'] },
    }),
    {
      ...(common(`${VPC}/subnets/s`, at(VPC)) as object),
      kind: 'vpc-subnet',
      gateway: null,
      transportZone: null,
      vlans: none,
      subnets: all({ cidr: '10.0.0.0/28', dhcpRanges: none, dhcp: true, dhcpServer: '10.0.0.2/28' }),
      connected: false,
      securityProfile: open(`${VPC}/subnets/s`, 'segment_security_profile_path'),
      spoofGuard: open(`${VPC}/subnets/s`, 'spoofguard_profile_path'),
    },
    [node('Vpc', VPC)],
  ],
  [
    'ipBlocks',
    node('IpAddressBlock', '/infra/ip-blocks/b', { cidr: '10.0.0.0/8', cidrs: ['10.0.0.0/8', '11.0.0.0/8'], visibility: 'PRIVATE' }),
    { cidrs: all('10.0.0.0/8', '11.0.0.0/8'), visibility: 'PRIVATE' },
  ],
  [
    'ipPools',
    node('IpAddressPool', POOL),
    {
      subnets: all(
        { kind: 'static', id: at(`${POOL}/ip-subnets/a`), cidr: '10.0.0.0/24', ranges: all({ start: '10.0.0.1', end: '10.0.0.9' }), gateway: null },
        { kind: 'block', id: at(`${POOL}/ip-subnets/b`), block: at('/infra/ip-blocks/b'), size: 128 },
      ),
    },
    [
      node('IpAddressPoolStaticSubnet', `${POOL}/ip-subnets/a`, { cidr: '10.0.0.0/24', allocation_ranges: [{ start: '10.0.0.1', end: '10.0.0.9' }] }),
      node('IpAddressPoolBlockSubnet', `${POOL}/ip-subnets/b`, { ip_block_path: '/infra/ip-blocks/b', size: 64, subnet_size: '128' }),
      node('IpAddressBlock', '/infra/ip-blocks/b'),
    ],
  ],
  [
    'natRules',
    node('PolicyNatRule', NAT, {
      action: 'DNAT',
      sequence_number: 7,
      enabled: false,
      source_network: 'ANY',
      destination_network: '192.0.2.1, 192.0.2.2',
      translated_network: '10.0.0.1',
      service: '/infra/services/none',
      translated_ports: '8080',
      firewall_match: 'BYPASS',
      scope: ['/infra/tier-1s/t/locale-services/default/interfaces/up'],
    }),
    {
      gateway: at('/infra/tier-1s/t'),
      action: 'DNAT',
      priority: 7,
      enabled: false,
      sources: none,
      destinations: all('192.0.2.1', '192.0.2.2'),
      translated: all('10.0.0.1'),
      service: lost('/infra/services/none'),
      translatedPorts: '8080',
      firewallMatch: 'BYPASS',
      appliedTo: { ids: [], complete: false, unknown: lost('/infra/tier-1s/t/locale-services/default/interfaces/up') },
    },
    [node('Tier1', '/infra/tier-1s/t')],
  ],
  [
    'natRules',
    node('PolicyVpcNatRule', `${VPC}/nat/USER/nat-rules/x`, { action: 'SNAT', service_entry: {} }),
    {
      ...(common(`${VPC}/nat/USER/nat-rules/x`, at(VPC)) as object),
      gateway: at(VPC),
      action: 'SNAT',
      priority: 0,
      enabled: true,
      sources: none,
      destinations: none,
      translated: none,
      service: open(`${VPC}/nat/USER/nat-rules/x`, 'service_entry'),
      translatedPorts: null,
      firewallMatch: open(`${VPC}/nat/USER/nat-rules/x`, 'firewall_match'),
      appliedTo: { ids: [], complete: true },
    },
    [node('Vpc', VPC)],
  ],
  [
    'contextProfiles',
    node('PolicyContextProfile', '/infra/context-profiles/c', {
      attributes: [
        { key: 'APP_ID', value: ['SSL', 'SSH'] },
        { key: 'DOMAIN_NAME', value: ['*.example.com'] },
        { key: 'URL_CATEGORY', value: ['Games'] },
      ],
    }),
    { applications: all('SSL', 'SSH'), domains: all('*.example.com') },
  ],
];

test.each(CASES.map((one) => [one[0], one] as const))('%s', (_, [kind, object, fields, others = []]) => {
  const expected = { ...(common(object.path) as object), ...fields };
  const nodes = [object, ...others];
  for (const content of [trees(nodes), collected(nodes)]) {
    const found = nsxOf(content)[kind].filter(({ id }) => id === at(object.path));
    expect(JSON.parse(JSON.stringify(found))).toEqual([expected]);
  }
});

test('tags are scope and tag, either of which may be none', () => {
  const tags = [{ scope: 'tenant', tag: 'a' }, { tag: 'b' }, { scope: 'c', tag: '' }];
  expect(nsxOf(results(node('Segment', '/infra/segments/s', { tags }))).segments[0]!.tags).toEqual(
    all({ scope: 'tenant', tag: 'a' }, { scope: '', tag: 'b' }, { scope: 'c', tag: '' }),
  );
});

test('the space is what the path says, and null in the default project', () => {
  const group = (path: string): unknown => {
    const nodes = [node('Project', P), node('Vpc', VPC), node('Group', path, { expression: [] })];
    return nsxOf(results(...nodes)).groups[0]!.space;
  };
  expect(group(`${DOMAIN}/groups/g`)).toBeNull();
  expect(group(`${P}/infra/domains/default/groups/g`)).toBe(at(P));
  expect(group(`${VPC}/groups/g`)).toBe(at(VPC));
  expect(group('/orgs/default/projects/default/groups/g')).toBeNull();
  expect(group('/orgs/default/projects/default/vpcs/w/groups/g')).toEqual(lost('/orgs/default/projects/default/vpcs/w'));
  expect(group('/orgs/default/projects/q/infra/domains/default/groups/g')).toEqual(lost('/orgs/default/projects/q'));
});

describe('a segment', () => {
  const kind = (body: object, ...others: ApiNode[]): unknown =>
    nsxOf(results(node('Segment', '/infra/segments/s', { ...body }), ...others)).segments[0]!.kind;

  test('is of VLANs or an overlay by its transport zone, else by what it has', () => {
    const zone = (tz_type: string): ApiNode => node('PolicyTransportZone', ZONE, { tz_type });
    expect(kind({ transport_zone_path: ZONE }, zone('VLAN_BACKED'))).toBe('vlan');
    expect(kind({ transport_zone_path: ZONE, vlan_ids: ['100'] }, zone('OVERLAY_STANDARD'))).toBe('overlay');
    expect(kind({ transport_zone_path: ZONE, vlan_ids: ['100'] })).toBe('vlan');
    expect(kind({ vlan_ids: ['100'], overlay_id: 7000 })).toBe('overlay');
    expect(kind({ vlan_ids: ['100'], connectivity_path: '/infra/tier-1s/t' })).toBe('overlay');
    expect(kind({ vlan_ids: [] })).toBe('overlay');
  });

  test('has DHCP by a profile of its own as well', () => {
    const [s] = nsxOf(
      results(node('Segment', '/infra/segments/s', { dhcp_config_path: '/infra/x', subnets: [{ gateway_address: '10.0.0.1/24' }] })),
    ).segments;
    expect(s!.subnets.items[0]).toMatchObject({ dhcp: true, dhcpServer: null });
  });
});

test('a subnet of a VPC without a range, or without DHCP of its own, is open', () => {
  const [s, t] = nsxOf(
    results(
      node('VpcSubnet', `${VPC}/subnets/s`),
      node('VpcSubnet', `${VPC}/subnets/t`, { ip_addresses: ['10.0.0.0/28'], dhcp_config: { enable_dhcp: false } }),
    ),
  ).segments;
  expect(s!.subnets).toEqual(missing(`${VPC}/subnets/s`, 'ip_addresses'));
  expect(t!.subnets.items[0]).toMatchObject({ dhcp: false, dhcpServer: null });
  const [u] = nsxOf(results(node('VpcSubnet', `${VPC}/subnets/u`, { ip_addresses: ['10.0.0.0/28'] }))).segments;
  expect(u!.subnets.items[0]).toMatchObject({
    dhcp: open(`${VPC}/subnets/u`, 'subnet_dhcp_config'),
    dhcpServer: open(`${VPC}/subnets/u`, 'dhcp_server_addresses'),
  });
});

test("NAT rules of NSX's own sections go before and after those of users", () => {
  const rule = (section: string): ApiNode => node('PolicyNatRule', `/infra/tier-1s/t/nat/${section}/nat-rules/${section}`, { sequence_number: 1 });
  const sections = ['INTERNAL', 'USER', 'NAT64', 'DEFAULT', 'OTHER'];
  const found = nsxOf(results(...sections.map(rule))).natRules.map(({ priority }) => priority);
  expect(found.slice(0, 4)).toEqual([-1023, 1, 1, 2_147_481_601]);
  expect(found[4]).toEqual(open('/infra/tier-1s/t/nat/OTHER/nat-rules/OTHER', 'sequence_number'));
});

test('NAT rules are read from within their gateways as collectors write them', () => {
  const rule = { ...whole(node('PolicyNatRule', NAT, { action: 'SNAT' })) };
  const content = {
    tier1: [{ ...whole(node('Tier1', '/infra/tier-1s/t')), policy_nats: [{ resource_type: 'PolicyNat', id: 'USER', rules: [rule] }] }],
  };
  expect(nsxOf(content).natRules).toMatchObject([{ id: at(NAT), gateway: at('/infra/tier-1s/t') }]);
});

test('blocks of ranges, and blocks without any, are open', () => {
  const cidrs = (body: object): unknown => nsxOf(results(node('IpAddressBlock', '/infra/ip-blocks/b', { ...body }))).ipBlocks[0]!.cidrs;
  expect(cidrs({ cidr: '10.0.0.0/8', ranges: [{ start: '10.0.0.1', end: '10.0.0.2' }] })).toEqual(
    missing('/infra/ip-blocks/b', 'ranges', '10.0.0.0/8'),
  );
  expect(cidrs({})).toEqual(missing('/infra/ip-blocks/b', 'cidrs'));
});

test('private ranges of a VPC that names blocks are open', () => {
  expect(nsxOf(results(node('Vpc', VPC, { private_ipv4_blocks: ['/x'] }))).vpcs[0]!.privateRanges).toEqual(missing(VPC, 'private_ipv4_blocks'));
});

describe('VMs', () => {
  const vm = { resource_type: 'VirtualMachine', external_id: 'v1', display_name: 'web-1' };
  const ID = '/infra/realized-state/virtual-machines/v1';
  const vnic = (attachment?: string, addresses?: string[]): object => ({
    owner_vm_id: 'v1',
    lport_attachment_id: attachment,
    ip_address_info: addresses && [{ source: 'VM_TOOLS', ip_addresses: addresses }],
  });
  const segment = { path: '/infra/segments/s', segment_ports: [{ display_name: 'p', attachment: { id: 'a1' } }, { display_name: 'q' }] };
  const machine = (content: object): NsxEstate['nsxMachines'][number] => nsxOf({ virtual_machines: [vm], ...content }).nsxMachines[0]!;

  test('are known by their external ids', () => {
    expect(machine({})).toMatchObject({
      id: at(ID),
      name: 'web-1',
      externalId: 'v1',
      machine: open(ID, 'external_id'),
      policyPath: open(ID, 'path'),
      tags: none,
    });
  });

  test('are on the segments that their vNICs are attached to', () => {
    const found = machine({
      segments: [segment],
      virtual_network_interface: [vnic('a1', ['10.0.0.1', 'fe80::1']), vnic(undefined, ['10.9.0.1']), { owner_vm_id: 'v2' }],
    });
    expect(found.segments).toEqual({ ids: [at('/infra/segments/s')], complete: true });
    expect(found.ipAddresses).toEqual(all('10.0.0.1', 'fe80::1', '10.9.0.1'));
  });

  test('without a list of vNICs are wherever they are', () => {
    const found = machine({ segments: [segment], virtual_network_interface: null });
    expect(found.segments).toEqual({ ids: [], complete: false, unknown: open(ID, 'virtual_network_interface') });
    expect(found.ipAddresses).toEqual(missing(ID, 'virtual_network_interface'));
  });

  test('on a port that the export lacks, or with a vNIC that nobody tells of, are open', () => {
    const found = machine({ segments: [segment], virtual_network_interface: [vnic('a1', ['10.0.0.1']), vnic('a2')] });
    expect(found.segments).toEqual({ ids: [at('/infra/segments/s')], complete: false, unknown: open(ID, 'segment_ports') });
    expect(found.ipAddresses).toEqual(missing(ID, 'ip_address_info', '10.0.0.1'));
  });

  test('are what paths with their external ids lead to', () => {
    const path = '/infra/realized-state/enforcement-points/default/virtual-machines/v1';
    expect(nsxOf({ virtual_machines: [vm], exclude_list: { members: [path, path, '/infra/segments/none'] } }).firewallExclusions).toMatchObject([
      { id: `${at('/infra/settings/firewall/security/exclude-list')}#${path}`, name: 'v1', member: at(ID) },
      { name: 'none', member: lost('/infra/segments/none') },
    ]);
  });

  test('a vNIC without an owner is refused', () => {
    expect(() => machine({ virtual_network_interface: [{ device_name: 'x' }] })).toThrow(
      '`virtual_network_interface.0.owner_vm_id` must be the external id of a VM, got nothing',
    );
  });
});

test('without a manager, the file is what knows it', () => {
  const content = results(node('Tier1', '/infra/tier-1s/t', { tier0_path: '/infra/tier-0s/none' }));
  const [record] = surroundingsOf(content, 'nsx.json').nsx;
  expect(record).not.toHaveProperty('manager');
  expect(record!.nsx.tier1Gateways[0]).toMatchObject({
    manager: unknown('data-source', 'host', 'nsx.json'),
    tier0: unknown('data-source', '/infra/tier-0s/none', 'nsx.json'),
  });
  expect(read(content).nsx[0]).toMatchObject({ file: 'nsx.json', manager: MANAGER });
});

test('a DHCP server that is given no address has one that NSX chose', () => {
  const path = '/infra/dhcp-server-configs/d';
  expect(nsxOf(results(node('DhcpServerConfig', path))).dhcpProfiles[0]!.serverAddresses).toEqual(missing(path, 'server_addresses'));
});

test('a segment whose ports are down talks to no gateway', () => {
  const connected = (body: object): unknown => nsxOf({ segments: [{ id: 's', ...body }] }).segments[0]!.connected;
  expect([connected({}), connected({ admin_state: 'UP' }), connected({ admin_state: 'DOWN' })]).toEqual([true, true, false]);
});
