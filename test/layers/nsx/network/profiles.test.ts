import { Duration } from 'cdk8s';
import { TerraformVariable } from 'cdktf';
import { Cidr } from 'cdk-strata';
import {
  DhcpRelay,
  DhcpServer,
  type DhcpServerProps,
  DhcpStaticBinding,
  type DhcpStaticBindingProps,
  EdgeCluster,
  type ISegment,
  Segment,
  SegmentSecurityProfile,
  type SegmentSecurityProfileProps,
  SpoofGuardProfile,
} from 'cdk-strata/nsx';
import { Wire } from '../group/net';
import { IPV6, NODES, NsxLab, refusal, Space } from './net';

let lab: NsxLab;
beforeEach(() => {
  lab = new NsxLab();
});

describe('DhcpServer', () => {
  const SERVER = 'nsxt_policy_dhcp_server';

  test('is made before the one whose place it takes', () => {
    const server = new DhcpServer(lab, 'dhcp');
    expect(lab.rendered(SERVER)).toEqual({ dhcp: { display_name: 'dhcp', lifecycle: { create_before_destroy: true } } });
    expect([server.dhcpType, DhcpServer.isDhcpServer(server)]).toEqual(['server', true]);
  });

  test('says all that it can', () => {
    new DhcpServer(lab, 'dhcp', {
      name: 'lab-dhcp',
      nsxId: 'lab',
      edgeCluster: EdgeCluster.fromLookup(lab, 'edges', { name: 'edges' }),
      preferredEdgePaths: ['/infra/edges/1', '/infra/edges/2'],
      serverAddresses: ['100.96.0.1/30', '2001:db8::1/126'],
      leaseTime: Duration.hours(1),
    });
    expect(lab.rendered(SERVER)).toEqual({
      dhcp: {
        display_name: 'lab-dhcp',
        nsx_id: 'lab',
        edge_cluster_path: '${data.nsxt_policy_edge_cluster.edges.path}',
        preferred_edge_paths: ['/infra/edges/1', '/infra/edges/2'],
        server_addresses: ['100.96.0.1/30', '2001:db8::1/126'],
        lease_time: 3600,
        lifecycle: { create_before_destroy: true },
      },
    });
  });

  test('runs on the edges that the manager names, but not in a project', () => {
    lab = new NsxLab(undefined, 'lab', { edgeCluster: 'edge-fra' });
    new DhcpServer(lab, 'a');
    new DhcpServer(new Space(lab, 'shop'), 'b');
    expect(Object.values(lab.rendered(SERVER)).map((each) => [each.edge_cluster_path !== undefined, each.context])).toEqual([
      [true, undefined],
      [false, { project_id: 'shop' }],
    ]);
  });

  test.each<[string, DhcpServerProps, string]>([
    [
      'an address without a prefix',
      { serverAddresses: ['100.96.0.1'] },
      'such as "100.96.0.1/30", got "100.96.0.1"; give a prefix of at most 30, such as "100.96.0.1/30"',
    ],
    ['too small a network', { serverAddresses: ['100.96.0.1/31'] }, 'serverAddresses[0] must be an address and the length of its prefix'],
    ['too small a network of IPv6', { serverAddresses: ['2001:db8::1/127'] }, 'give a prefix of at most 126, such as "2001:db8::1/126"'],
    ['what is no address', { serverAddresses: ['dhcp/24'] }, 'serverAddresses[0] must be an address and the length of its prefix'],
    [
      'two of one version',
      { serverAddresses: ['100.96.0.1/30', '100.96.1.1/30'] },
      'serverAddresses must be at most one of IPv4 and one of IPv6, got 100.96.0.1/30, 100.96.1.1/30',
    ],
    ['three edges', { preferredEdgePaths: ['/a', '/b', '/c'] }, 'preferredEdgePaths must name at most 2, the active and the standby edge, got 3'],
    ['a short lease', { leaseTime: Duration.seconds(10) }, 'leaseTime must be a whole number of seconds from 60 to 4294967295'],
  ])('refuses %s', (_, props, message) => {
    expect(refusal(() => new DhcpServer(lab, 'x', props))).toContain(message);
  });

  test('is looked up where it lies', () => {
    const found = DhcpServer.fromLookup(new Space(lab, 'shop'), 'dhcp', { name: 'dhcp' });
    expect(Object.values(lab.rendered('data.nsxt_policy_dhcp_server'))).toEqual([{ display_name: 'dhcp', context: { project_id: 'shop' } }]);
    expect(found.dhcpType).toBe('server');
    expect(DhcpServer.fromAttributes(lab, 'known', { dhcpConfigPath: '/infra/dhcp-server-configs/d' }).dhcpConfigPath).toBe(
      '/infra/dhcp-server-configs/d',
    );
  });
});

describe('DhcpRelay', () => {
  test('asks servers elsewhere', () => {
    new DhcpRelay(lab, 'relay', { serverAddresses: ['10.0.2.2', '2001:db8::2'] });
    expect(lab.rendered('nsxt_policy_dhcp_relay')).toEqual({
      relay: { display_name: 'relay', server_addresses: ['10.0.2.2', '2001:db8::2'], lifecycle: { create_before_destroy: true } },
    });
  });

  test('refuses none, and what is no address', () => {
    expect(refusal(() => new DhcpRelay(lab, 'x', { serverAddresses: [] }))).toBe(
      '[lab/x] serverAddresses names no server to ask; give at least one address',
    );
    expect(refusal(() => new DhcpRelay(lab, 'y', { serverAddresses: ['10.0.0.0/8'] }))).toContain(
      'serverAddresses[0] must be an IP address, got "10.0.0.0/8"',
    );
  });
});

test('what lies in a VPC otherwise is not made in one', () => {
  const vpc = new Space(lab, 'web', 'shop', 'web');
  expect(refusal(() => new DhcpServer(vpc, 'a'))).toContain(
    'DHCP servers are not made in a VPC, and this one is, in lab/web; set DHCP in the VpcServiceProfile',
  );
  expect(refusal(() => new DhcpRelay(vpc, 'b', { serverAddresses: ['10.0.0.2'] }))).toContain('DHCP relays are not made in a VPC');
  expect(refusal(() => new SegmentSecurityProfile(vpc, 'c'))).toContain(
    'segment security profiles are not made in a VPC, and this one is, in lab/web; make it in',
  );
  expect(refusal(() => new SpoofGuardProfile(vpc, 'd'))).toContain('spoof guard profiles are not made in a VPC');
});

describe('DhcpStaticBinding', () => {
  const segment = (cidrs = [NODES]): Segment => {
    const [cidr, ...further] = cidrs;
    return new Segment(lab, 'nodes', {
      cidr,
      subnets: further.map((each) => ({ cidr: each })),
      dhcp: { serverAddress: '10.20.0.2' },
      dhcpProfile: new DhcpServer(lab, 'own'),
    });
  };
  const bind = (props: Partial<DhcpStaticBindingProps> = {}): DhcpStaticBinding =>
    new DhcpStaticBinding(lab, 'x', {
      segment: 'segment' in props ? props.segment! : segment(),
      macAddress: '00:50:56:a1:b2:c3',
      ipAddress: '10.20.0.9',
      ...props,
    });

  test('is made by its segment', () => {
    const binding = segment().bind('db', {
      macAddress: '00:50:56:A1:B2:C3',
      ipAddress: '10.20.0.9',
      hostname: 'db',
      gatewayAddress: '10.20.0.1',
      leaseTime: Duration.hours(1),
      routes: [{ network: Cidr.of('10.30.0.0/16'), nextHop: '10.20.0.8' }],
      options: [{ code: 66, values: ['boot'] }],
    });
    expect(Object.values(lab.rendered('nsxt_policy_dhcp_v4_static_binding'))).toEqual([
      {
        display_name: 'db',
        segment_path: '${nsxt_policy_segment.nodes.path}',
        mac_address: '00:50:56:A1:B2:C3',
        ip_address: '10.20.0.9',
        hostname: 'db',
        gateway_address: '10.20.0.1',
        lease_time: 3600,
        dhcp_option_121: [{ network: '10.30.0.0/16', next_hop: '10.20.0.8' }],
        dhcp_generic_option: [{ code: 66, values: ['boot'] }],
      },
    ]);
    expect([binding.ipAddress, DhcpStaticBinding.isDhcpStaticBinding(binding)]).toEqual(['10.20.0.9', true]);
  });

  test('lies in the project of its segment', () => {
    bind({ segment: new Segment(new Space(lab, 'shop'), 'web', { dhcpProfile: new DhcpServer(lab, 'own') }) });
    expect(lab.rendered('nsxt_policy_dhcp_v4_static_binding').x).toMatchObject({ context: { project_id: 'shop' } });
  });

  test('takes tokens, and addresses of segments whose ranges are not known', () => {
    const mac = new TerraformVariable(lab, 'mac', { type: 'string' }).stringValue;
    bind({ macAddress: mac, ipAddress: '192.0.2.1', segment: Segment.fromLookup(lab, 'old', { name: 'old' }) });
    expect(lab.rendered('nsxt_policy_dhcp_v4_static_binding').x).toMatchObject({ mac_address: '${var.mac}', ip_address: '192.0.2.1' });
  });

  test.each<[string, () => Partial<DhcpStaticBindingProps>, string]>([
    [
      'dashes in a MAC address',
      () => ({ macAddress: '00-50-56-a1-b2-c3' }),
      'macAddress must be a MAC address such as "00:50:56:a1:b2:c3", got "00-50-56-a1-b2-c3"',
    ],
    ['an address of IPv6', () => ({ ipAddress: '2001:db8::9' }), 'ipAddress must be an IPv4 address, got "2001:db8::9"'],
    [
      'an address outside',
      () => ({ ipAddress: '10.20.2.9' }),
      'ipAddress (on lab/nodes) 10.20.2.9 lies outside 10.20.0.0/23; give one from 10.20.0.1 to 10.20.1.254',
    ],
    [
      'the gateway',
      () => ({ ipAddress: '10.20.0.9', gatewayAddress: '10.20.0.9' }),
      'ipAddress 10.20.0.9 is the gatewayAddress; give another address of the subnet',
    ],
    [
      'an address in none of several subnets',
      () => ({ segment: Object.assign(new Wire(lab, 'nodes'), { cidrs: [NODES, IPV6, Cidr.of('10.30.0.0/24')] }), ipAddress: '10.40.0.1' }),
      'ipAddress 10.40.0.1 lies in no subnet of lab/nodes, which has 10.20.0.0/23 and 10.30.0.0/24; give one in these',
    ],
    ['a long name', () => ({ hostname: 'h'.repeat(64) }), 'hostname must have at most 63 characters, got 64'],
    ['no segment', () => ({ segment: undefined as never }), 'segment must be a segment, got undefined; give a `new Segment(...)`'],
    [
      'a subnet of a VPC',
      () => ({ segment: new Wire(new Space(lab, 'vpc', 'shop', 'web'), 'sub') }),
      'segment lab/vpc/sub is a subnet of the VPC lab/vpc, whose bindings are of another kind; give a segment outside of a VPC',
    ],
    ['the address of the gateway', () => ({ ipAddress: '10.20.0.1' }), 'ipAddress 10.20.0.1 (on lab/nodes) is that of its gateway; give another'],
    ['the address of the DHCP server', () => ({ ipAddress: '10.20.0.2' }), 'ipAddress 10.20.0.2 (on lab/nodes) is that of its DHCP server'],
    [
      'a segment without a DHCP server',
      () => ({ segment: new Segment(lab, 'bare', { cidr: NODES }) }),
      "a binding is kept by a DHCP server of the segment's own, and segment lab/bare has none; give it `dhcpProfile: new DhcpServer(...)`",
    ],
    [
      'a segment that asks servers elsewhere',
      () => ({ segment: new Segment(lab, 'far', { cidr: NODES, dhcpProfile: new DhcpRelay(lab, 'relay', { serverAddresses: ['10.0.2.2'] }) }) }),
      "a binding is kept by a DHCP server of the segment's own, and segment lab/far asks servers elsewhere, by lab/relay",
    ],
  ])('refuses %s', (_, props, message) => {
    expect(refusal(() => bind(props()))).toContain(`[lab/x] ${message}`);
  });
});

test('DhcpStaticBindings of a segment bind each machine and each address once, whoever made the segment', () => {
  const dhcpProfile = new DhcpServer(lab, 'own');
  const [own, other] = ['a', 'b'].map((id) => new Segment(lab, id, { cidr: NODES, dhcpProfile })) as [Segment, Segment];
  const old = Segment.fromLookup(lab, 'old', { name: 'old' });
  const make = (id: string, segment: ISegment, macAddress: string, ipAddress: string) => (): unknown =>
    new DhcpStaticBinding(lab, id, { segment, macAddress, ipAddress });
  for (const [id, segment] of Object.entries({ own, old })) {
    make(`${id}-1`, segment, '00:50:56:a1:b2:c3', '10.20.0.9')();
    expect(refusal(make(`${id}-2`, segment, '00:50:56:A1:B2:C3', '10.20.0.10'))).toBe(
      `[lab/${id}-2] macAddress 00:50:56:A1:B2:C3 is bound by lab/${id}-1 already; leave one of them out, or give another`,
    );
    expect(refusal(make(`${id}-3`, segment, '00:50:56:a1:b2:c4', '10.20.0.9'))).toContain(`ipAddress 10.20.0.9 is bound by lab/${id}-1 already`);
    expect(make(`${id}-4`, segment, '00:50:56:a1:b2:c4', '10.20.0.10')).not.toThrow();
  }
  expect(make('else', other, '00:50:56:a1:b2:c3', '10.20.0.9')).not.toThrow();
  const token = new TerraformVariable(lab, 'text', { type: 'string' }).stringValue;
  for (const id of ['token-1', 'token-2']) expect(make(id, own, token, token)).not.toThrow();
});

describe('SegmentSecurityProfile', () => {
  const PROFILE = 'nsxt_policy_segment_security_profile';

  test('lets no machine pose as a switch, a DHCP server or a router', () => {
    new SegmentSecurityProfile(lab, 'strict');
    expect(lab.rendered(PROFILE)).toEqual({
      strict: {
        display_name: 'strict',
        bpdu_filter_enable: true,
        dhcp_server_block_enabled: true,
        dhcp_server_block_v6_enabled: true,
        dhcp_client_block_enabled: false,
        dhcp_client_block_v6_enabled: false,
        non_ip_traffic_block_enabled: false,
        ra_guard_enabled: true,
        rate_limits_enabled: false,
        lifecycle: { create_before_destroy: true },
      },
    });
  });

  test('says all that it can', () => {
    new SegmentSecurityProfile(lab, 'open', {
      bpduFilter: true,
      bpduFilterAllowList: ['01:80:c2:00:00:05', '01:00:0C:CC:CC:CD'],
      dhcpServerBlock: false,
      dhcpServerBlockIpv6: false,
      dhcpClientBlock: true,
      dhcpClientBlockIpv6: true,
      nonIpTrafficBlock: true,
      raGuard: false,
      rateLimits: { rxBroadcast: 1800, txMulticast: 100 },
    });
    expect(lab.rendered(PROFILE)).toMatchSnapshot();
  });

  test.each<[string, SegmentSecurityProfileProps, string]>([
    [
      'an address that NSX does not know',
      { bpduFilterAllowList: ['00:50:56:a1:b2:c3'] },
      'bpduFilterAllowList[0] 00:50:56:a1:b2:c3 is none that NSX lets through; it knows 01:80:c2',
    ],
    ['what is no address', { bpduFilterAllowList: ['stp'] }, 'bpduFilterAllowList[0] must be a MAC address'],
    [
      'a list for no filter',
      { bpduFilter: false, bpduFilterAllowList: [] },
      'bpduFilterAllowList is for a filter that is on; leave it out, or bpduFilter',
    ],
    ['half a packet', { rateLimits: { rxBroadcast: 0.5 } }, 'rxBroadcast of rateLimits must be a whole number of at least 0, got 0.5'],
    ['a text for yes', { raGuard: 'yes' as never }, 'raGuard must be one of true, false, got "yes"'],
  ])('refuses %s', (_, props, message) => {
    expect(refusal(() => new SegmentSecurityProfile(lab, 'x', props))).toContain(`[lab/x] ${message}`);
  });

  test('is looked up, or known', () => {
    SegmentSecurityProfile.fromLookup(lab, 'own', { name: 'default-segment-security-profile' });
    expect(lab.rendered('data.nsxt_policy_segment_security_profile')).toEqual({ own: { display_name: 'default-segment-security-profile' } });
    expect(refusal(() => SegmentSecurityProfile.fromAttributes(lab, 'x', { segmentSecurityProfilePath: 'p' }))).toContain('must be a policy path');
  });
});

test('a spoof guard profile binds addresses, unless told otherwise', () => {
  new SpoofGuardProfile(lab, 'bound');
  new SpoofGuardProfile(lab, 'free', { portBindings: false, nsxId: 'free' });
  SpoofGuardProfile.fromLookup(lab, 'own', { name: 'default-spoofguard-profile' });
  expect(lab.rendered('nsxt_policy_spoofguard_profile')).toEqual({
    bound: { display_name: 'bound', address_binding_allowlist: true, lifecycle: { create_before_destroy: true } },
    free: { display_name: 'free', nsx_id: 'free', address_binding_allowlist: false, lifecycle: { create_before_destroy: true } },
  });
  expect(lab.rendered('data.nsxt_policy_spoofguard_profile')).toEqual({ own: { display_name: 'default-spoofguard-profile' } });
  expect(SpoofGuardProfile.fromAttributes(lab, 'k', { spoofGuardProfilePath: '/infra/spoofguard-profiles/k' }).spoofGuardProfilePath).toContain('/k');
});
