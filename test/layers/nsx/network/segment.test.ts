import { Duration } from 'cdk8s';
import { TerraformVariable, Testing } from 'cdktf';
import { Cidr } from 'cdk-strata';
import {
  DhcpRelay,
  DhcpServer,
  Segment,
  SegmentSecurityProfile,
  type SegmentProps,
  SpoofGuardProfile,
  Tier0Gateway,
  Tier1Gateway,
  TransportZone,
  VlanSegment,
  type VlanSegmentProps,
} from 'cdk-strata/nsx';
import { Lab } from '../../vsphere/lab';
import { IPV6, NODES, NsxLab, refusal, Space } from './net';

let lab: NsxLab;
beforeEach(() => {
  lab = new NsxLab();
});
const SEGMENT = 'nsxt_policy_segment';
const VLANS = 'nsxt_policy_vlan_segment';
const zone = (type?: 'overlayBacked' | 'vlanBacked', id = 'tz') =>
  TransportZone.fromAttributes(lab, id, { transportZonePath: `/infra/sites/default/enforcement-points/default/transport-zones/${id}`, type });
const relay = (id = 'relay') => new DhcpRelay(lab, id, { serverAddresses: ['10.0.0.2'] });

describe('Segment', () => {
  test('hangs on a gateway, whose address is the first of its range, in the transport zone that the manager names', () => {
    const segment = new Segment(lab, 'nodes', { gateway: lab.tier1(), cidr: NODES });
    expect(lab.rendered(SEGMENT)).toEqual({
      nodes: {
        display_name: 'nodes',
        connectivity_path: '${nsxt_policy_tier1_gateway.t1.path}',
        transport_zone_path: expect.stringMatching(/^\$\{data\.nsxt_policy_transport_zone\.nsx_TransportZone_\w+\.path\}$/),
        subnet: [{ cidr: '10.20.0.1/23' }],
        advanced_config: { connectivity: 'ON' },
      },
    });
    expect(Object.values(lab.rendered('data.nsxt_policy_transport_zone'))).toEqual([{ display_name: 'overlay-fra', provider: 'nsxt' }]);
    expect(lab.rendered('data.vsphere_network')).toEqual({}); // nobody is attached
    expect([segment.segmentName, segment.cidrs?.map(String), Segment.isSegment(segment)]).toEqual(['nodes', ['10.20.0.0/23'], true]);
    expect(lab.resolve(segment.segmentPath)).toBe('${nsxt_policy_segment.nodes.path}');
  });

  test('may be layer 2 only', () => {
    new Segment(lab, 'wire', { transportZone: zone() });
    expect(lab.rendered(SEGMENT).wire).toEqual({
      display_name: 'wire',
      transport_zone_path: '/infra/sites/default/enforcement-points/default/transport-zones/tz',
    });
  });

  test('says all that it can', () => {
    new Segment(lab, 'full', {
      name: 'full-seg',
      description: 'all of it',
      nsxTags: [{ scope: 'env', tag: 'lab' }],
      nsxId: 'full',
      gateway: Tier0Gateway.fromAttributes(lab, 't0', { gatewayPath: '/infra/tier-0s/t0' }),
      connected: false,
      transportZone: zone('overlayBacked'),
      cidr: NODES,
      gatewayAddress: '10.20.1.254',
      dhcpProfile: new DhcpServer(lab, 'dhcp', { serverAddresses: ['100.96.0.1/30'] }),
      dhcp: {
        ranges: ['10.20.0.100-10.20.0.199', '10.20.0.50', Cidr.of('10.20.1.0/25')],
        serverAddress: '10.20.0.2',
        leaseTime: Duration.hours(2),
        dnsServers: ['10.0.0.53'],
        routes: [{ network: Cidr.of('10.30.0.0/16'), nextHop: '10.20.0.9' }],
        options: [{ code: 66, values: ['boot.example.com'] }],
      },
      subnets: [
        {
          cidr: IPV6,
          gatewayAddress: '2001:db8::ff',
          dhcp: {
            serverAddress: '2001:db8::2',
            ranges: ['2001:db8::100-2001:db8::1ff'],
            leaseTime: Duration.hours(2),
            preferredTime: Duration.hours(1),
            dnsServers: ['2001:db8::53'],
            domainNames: ['example.com'],
            sntpServers: ['2001:db8::123'],
            excludedRanges: [{ start: '2001:db8::110', end: '2001:db8::11f' }],
          },
        },
      ],
      securityProfile: SegmentSecurityProfile.fromAttributes(lab, 'ssp', { segmentSecurityProfilePath: '/infra/segment-security-profiles/s' }),
      spoofGuardProfile: SpoofGuardProfile.fromAttributes(lab, 'sgp', { spoofGuardProfilePath: '/infra/spoofguard-profiles/s' }),
      ipDiscoveryProfilePath: '/infra/ip-discovery-profiles/i',
      macDiscoveryProfilePath: '/infra/mac-discovery-profiles/m',
      qosProfilePath: '/infra/qos-profiles/q',
      domainName: 'lab.example',
      uplinkTeamingPolicy: 'left-first',
      addressPoolPath: '/infra/ip-pools/p',
      bridges: [
        { profilePath: '/infra/edge-bridge-profiles/b', transportZone: zone('vlanBacked', 'vlans'), vlans: [7, [10, 19]], uplinkTeamingPolicy: 'u' },
      ],
      ignoreTagScopes: ['backup'],
      replicationMode: 'headEnd',
      urpfMode: 'none',
      multicast: true,
      hybrid: true,
      localEgress: true,
      overlayId: 71001,
      l2VpnPaths: ['/infra/tier-0s/t0/locale-services/default/l2vpn-services/l/sessions/s'],
      l2VpnTunnelId: 4093,
    });
    expect(lab.rendered(SEGMENT)).toMatchSnapshot();
  });

  test('in a project names no transport zone, and lies in it', () => {
    new Segment(new Space(lab, 'shop'), 'web');
    expect(Object.values(lab.rendered(SEGMENT))).toEqual([{ display_name: 'web', context: { project_id: 'shop' } }]);
    expect(lab.rendered('data.nsxt_policy_transport_zone')).toEqual({});
    expect(refusal(() => new Segment(new Space(lab, 'bank'), 'x', { transportZone: zone() }))).toBe(
      "[lab/bank/x] transportZone is given in the project lab/bank, where NSX takes the project's own; leave it out",
    );
  });

  test('in the default project is as it is outside', () => {
    new Segment(new Space(lab, 'default', 'default'), 'web');
    expect(Object.values(lab.rendered(SEGMENT))).toEqual([{ display_name: 'web', transport_zone_path: expect.stringContaining('transport_zone') }]);
  });

  test('is not made in a VPC', () => {
    const vpc = new Space(lab, 'web', 'shop', 'web');
    const message = 'segments are not made in a VPC, and this one is, in lab/web; make a VpcSubnet instead, or make this outside of the VPC';
    expect(refusal(() => new Segment(vpc, 'x'))).toBe(`[lab/web/x] ${message}`);
    expect(refusal(() => new VlanSegment(vpc, 'y', { vlans: [7], transportZone: zone() }))).toBe(`[lab/web/y] ${message}`);
  });

  test('is not made on VLANs in a project, where its transport zone could not be named', () => {
    const project = new Space(lab, 'shop', 'shop');
    expect(refusal(() => new VlanSegment(project, 'y', { vlans: [7], transportZone: zone() }))).toBe(
      '[lab/shop/y] a segment on VLANs is made in the project lab/shop, where no transport zone can be named; make it outside of the project',
    );
  });

  test('says that it is connected where it says anything of the kind, as NSX does', () => {
    new Segment(lab, 'web', { localEgress: true });
    expect(Object.values(lab.rendered(SEGMENT))).toMatchObject([{ advanced_config: { local_egress: true, connectivity: 'ON' } }]);
  });

  test('needs a transport zone outside of a project, and says who could name it', () => {
    const bare = new NsxLab(Testing.app(), 'lab', { transportZone: undefined });
    expect(refusal(() => new Segment(bare, 'x'))).toBe(
      '[lab/x] a segment outside of a project needs a transport zone; give lab/nsx the name of its `transportZone`, or give transportZone here',
    );
  });

  test('before its manager is told to come after it', () => {
    expect(refusal(() => new Segment(new Lab(), 'x'))).toBe(
      '[lab/x] a segment outside of a project needs a transport zone; make the NsxManager before it, with the name of its `transportZone`, or give transportZone here',
    );
  });

  test('takes tokens', () => {
    const token = new TerraformVariable(lab, 'ip', { type: 'string' }).stringValue;
    const vlan = new TerraformVariable(lab, 'vlan', { type: 'number' }).numberValue;
    new Segment(lab, 'x', {
      cidr: NODES,
      gatewayAddress: token,
      dhcpProfile: relay(),
      dhcp: { ranges: [token], serverAddress: token, dnsServers: [token] },
    });
    new VlanSegment(lab, 'y', { vlans: [vlan, [vlan, 7]], transportZone: zone() });
    expect(lab.rendered(SEGMENT).x).toMatchObject({
      subnet: [{ cidr: '${var.ip}/23', dhcp_ranges: ['${var.ip}'], dhcp_v4_config: { server_address: '${var.ip}/23', dns_servers: ['${var.ip}'] } }],
    });
    expect(lab.rendered(VLANS).y).toMatchObject({ vlan_ids: ['${var.vlan}', '${var.vlan}-7'] });
  });

  test.each<[string, () => SegmentProps, string]>([
    [
      'a gateway outside',
      () => ({ cidr: NODES, gatewayAddress: '10.20.2.1' }),
      'gatewayAddress 10.20.2.1 lies outside 10.20.0.0/23; give one from 10.20.0.1 to 10.20.1.254',
    ],
    [
      'the network address as gateway',
      () => ({ cidr: NODES, gatewayAddress: '10.20.0.0' }),
      'gatewayAddress 10.20.0.0 is the network address of 10.20.0.0/23',
    ],
    [
      'the broadcast address as gateway',
      () => ({ cidr: NODES, gatewayAddress: '10.20.1.255' }),
      'gatewayAddress 10.20.1.255 is the broadcast address of 10.20.0.0/23',
    ],
    [
      'a gateway of the other version',
      () => ({ cidr: IPV6, gatewayAddress: '10.20.0.1' }),
      'gatewayAddress must be an IPv6 address, got "10.20.0.1"',
    ],
    ['a gateway without a range', () => ({ gatewayAddress: '10.20.0.1' }), 'gatewayAddress needs a range; give cidr too'],
    ['DHCP without a range', () => ({ dhcp: {} }), 'dhcp needs a range; give cidr too'],
    [
      'a range of one address',
      () => ({ cidr: Cidr.of('10.20.0.1/32') }),
      'cidr 10.20.0.1/32 is a single address, which leaves none beside the gateway',
    ],
    ['a text as range', () => ({ cidr: '10.20.0.0/23' as never }), 'cidr must be a Cidr, got "10.20.0.0/23"'],
    ['a hole among subnets', () => ({ subnets: [undefined as never] }), 'subnets[0] must be a subnet, got undefined; give one such as'],
    [
      'subnets that overlap',
      () => ({ cidr: NODES, subnets: [{ cidr: Cidr.of('10.20.1.0/24') }] }),
      'subnets 10.20.0.0/23 and 10.20.1.0/24 overlap; give ranges apart',
    ],
    [
      'two subnets of IPv4',
      () => ({ cidr: NODES, subnets: [{ cidr: IPV6 }, { cidr: Cidr.of('10.30.0.0/24') }] }),
      'NSX takes one IPv4 network on a segment, got 10.20.0.0/23 and 10.30.0.0/24; make a segment for each',
    ],
    ['what is neither yes nor no, without a gateway as well', () => ({ connected: 'no' as never }), 'connected must be one of true, false, got "no"'],
    ['DHCP that nobody serves', () => ({ cidr: NODES, dhcp: {} }), 'dhcp is served by nobody: there is no gateway; give the segment a dhcpProfile'],
    [
      'DHCP that its gateway does not serve',
      () => ({ gateway: lab.tier1(), cidr: NODES, dhcp: {} }),
      'dhcp is served by nobody: gateway lab/t1 has no DHCP profile; give it dhcp, or give the segment a dhcpProfile',
    ],
    [
      'a DHCP server of its own without an address',
      () => ({ cidr: NODES, dhcpProfile: new DhcpServer(lab, 'dhcp'), dhcp: { ranges: ['10.20.0.9'] } }),
      "dhcpProfile lab/dhcp is a DHCP server of the segment's own, which needs an address in each subnet that has dhcp; give it a serverAddress",
    ],
    [
      'the gateway as DHCP server',
      () => ({ cidr: NODES, dhcpProfile: relay(), dhcp: { serverAddress: '10.20.0.1' } }),
      'serverAddress of dhcp 10.20.0.1 is the address of the gateway; give another',
    ],
    [
      'a DHCP server outside',
      () => ({ cidr: NODES, dhcpProfile: relay(), dhcp: { serverAddress: '10.20.8.2' } }),
      'serverAddress of dhcp 10.20.8.2 lies outside 10.20.0.0/23',
    ],
    ['to be taken off no gateway', () => ({ connected: false }), 'connected is false and there is no gateway to be taken off; leave out connected'],
    [
      'a transport zone for VLANs',
      () => ({ transportZone: zone('vlanBacked') }),
      'transportZone lab/tz is for VLANs and must be one for an overlay; give another',
    ],
    [
      'a bridge over an overlay',
      () => ({ bridges: [{ profilePath: '/infra/b', transportZone: zone('overlayBacked'), vlans: [7] }] }),
      'transportZone of bridges[0] lab/tz is an overlay and must be one for VLANs',
    ],
    [
      'a profile of the other kind',
      () => ({ spoofGuardProfile: new SegmentSecurityProfile(lab, 'ssp') as never }),
      'spoofGuardProfile must be a spoof guard profile, got',
    ],
    ['a tunnel id out of bounds', () => ({ l2VpnTunnelId: 4094 }), 'l2VpnTunnelId must be a whole number from 1 to 4093, got 4094'],
    ['a description that is too long', () => ({ description: 'd'.repeat(1025) }), 'description must have at most 1024 characters, got 1025'],
    [
      'a mode of NSX itself',
      () => ({ replicationMode: 'MTEP' as never }),
      'replicationMode must be one of "hierarchicalTwoTier", "headEnd", got "MTEP"',
    ],
    ['something else as switch', () => ({ switch: {} as never }), 'switch must be a distributed switch, got'],
  ])('refuses %s', (_, props, message) => {
    expect(refusal(() => new Segment(lab, 'x', props()))).toContain(`[lab/x] ${message}`);
  });

  test('believes a gateway that has a DHCP profile, or that is only looked up', () => {
    const gateway = new Tier1Gateway(lab, 't1', { dhcp: relay() });
    expect(() => new Segment(lab, 'a', { gateway, cidr: NODES, dhcp: {} })).not.toThrow();
    const other = Tier1Gateway.fromLookup(lab, 't2', { name: 't2' });
    expect(() => new Segment(lab, 'b', { gateway: other, cidr: NODES, dhcp: {} })).not.toThrow();
  });

  test.each([
    ['10.20.0.0/31', '10.20.0.0/31'],
    ['10.20.0.0/30', '10.20.0.1/30'],
    ['2001:db8::/127', '2001:db8::/127'],
    ['2001:db8:0:1::/64', '2001:db8:0:1::1/64'],
  ])('in %s its gateway is %s', (cidr, gateway) => {
    new Segment(lab, 'x', { cidr: Cidr.of(cidr) });
    expect(lab.rendered(SEGMENT).x).toMatchObject({ subnet: [{ cidr: gateway }] });
  });
});

test('IPv6 has no broadcast address: a gateway may have the last one', () => {
  new Segment(lab, 'x', { cidr: Cidr.of('2001:db8::/29'), gatewayAddress: '2001:dbf:ffff:ffff:ffff:ffff:ffff:ffff' });
  expect(lab.rendered(SEGMENT).x).toMatchObject({ subnet: [{ cidr: '2001:dbf:ffff:ffff:ffff:ffff:ffff:ffff/29' }] });
});

describe('DHCP on a subnet refuses', () => {
  const refused = (dhcp: object, cidr = NODES): string => refusal(() => new Segment(lab, 'x', { cidr, dhcpProfile: relay(), dhcp }));

  test.each<[string, object, string]>([
    ['a range outside', { ranges: ['10.20.1.250-10.20.2.9'] }, 'ranges[0] of dhcp 10.20.1.250-10.20.2.9 lies outside 10.20.0.0/23'],
    [
      'a range turned round',
      { ranges: ['10.20.0.99-10.20.0.10'] },
      'ranges[0] of dhcp 10.20.0.99-10.20.0.10 is turned round; did you mean "10.20.0.10-10.20.0.99"?',
    ],
    [
      'a range with the gateway',
      { ranges: ['10.20.0.1-10.20.0.9'] },
      'ranges[0] of dhcp 10.20.0.1-10.20.0.9 holds 10.20.0.1, the address of the gateway',
    ],
    [
      'a range with the server',
      { serverAddress: '10.20.0.5', ranges: ['10.20.0.2-10.20.0.9'] },
      'holds 10.20.0.5, the address of the DHCP server; leave it out of the range',
    ],
    ['ranges that overlap', { ranges: ['10.20.0.10-10.20.0.20', '10.20.0.20'] }, 'ranges[1] of dhcp 10.20.0.20 overlaps 10.20.0.10-10.20.0.20'],
    ['three ends', { ranges: ['10.20.0.2-10.20.0.3-10.20.0.4'] }, 'ranges[0] of dhcp must be two addresses such as'],
    ['ends of two versions', { ranges: ['10.20.0.2-2001:db8::1'] }, 'ranges[0] of dhcp must be two addresses such as'],
    ['a word', { ranges: ['all'] }, 'ranges[0] of dhcp must be two addresses such as "10.20.0.100-10.20.0.199", a single one, or a Cidr, got "all"'],
    ['no range in the list', { ranges: [] }, 'ranges of dhcp must be a list of ranges'],
    ['one range outside a list', { ranges: '10.20.0.9' }, 'ranges of dhcp must be a list of ranges'],
    ['a short lease', { leaseTime: Duration.seconds(59) }, 'leaseTime of dhcp must be a whole number of seconds from 60 to 4294967295'],
    ['a DNS server of the other version', { dnsServers: ['2001:db8::53'] }, 'dnsServers[0] of dhcp must be an IPv4 address, got "2001:db8::53"'],
    ['what is of IPv6', { domainNames: ['example.com'] }, 'domainNames of dhcp is for IPv6, and 10.20.0.0/23 is IPv4; leave it out'],
    ['a route to no network', { routes: [{ nextHop: '10.20.0.9' }] }, 'network of routes[0] of dhcp must be a Cidr, got undefined'],
    ['a code out of bounds', { options: [{ code: 256, values: ['x'] }] }, 'code of options[0] of dhcp must be a whole number from 0 to 255, got 256'],
    ['an option without a value', { options: [{ code: 66, values: [] }] }, 'options[0] of dhcp has no value; give one, or leave out the option'],
    [
      'a code twice',
      {
        options: [
          { code: 66, values: ['a'] },
          { code: 66, values: ['b'] },
        ],
      },
      'options of dhcp name code 66 twice; give all of its values at once',
    ],
    ['routes as an option', { options: [{ code: 121, values: ['a'] }] }, 'options of dhcp name code 121, which is routes; give it as routes'],
  ])('%s', (_, dhcp, message) => {
    expect(refused(dhcp)).toContain(message);
  });

  test('what is of IPv4, on IPv6', () => {
    expect(refused({ options: [] }, IPV6)).toContain('options of dhcp is for IPv4, and 2001:db8::/64 is IPv6; leave it out');
  });

  test('an address that is preferred longer than it is lent', () => {
    expect(refused({ leaseTime: Duration.minutes(10), preferredTime: Duration.minutes(11) }, IPV6)).toContain(
      'preferredTime of dhcp must be a whole number of seconds from 60 to 600',
    );
  });

  test('the same in a further subnet, which it names', () => {
    const subnets = [{ cidr: Cidr.of('10.30.0.0/24'), dhcp: { ranges: ['10.20.0.9'] } }];
    expect(refusal(() => new Segment(lab, 'x', { cidr: IPV6, dhcpProfile: relay(), subnets }))).toContain(
      '[lab/x] ranges[0] of dhcp of subnets[0] 10.20.0.9 lies outside 10.30.0.0/24',
    );
  });

  test('more DNS servers than NSX takes', () => {
    const dhcp = { dnsServers: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] };
    expect(refusal(() => new Segment(lab, 'x', { cidr: NODES, dhcpProfile: relay(), dhcp }))).toContain(
      '[lab/x] dnsServers of dhcp must be at most 2, got 3; leave some out',
    );
    expect(() => new Segment(lab, 'y', { cidr: NODES, dhcpProfile: relay('r'), dhcp: { dnsServers: dhcp.dnsServers.slice(1) } })).not.toThrow();
  });
});

describe('VlanSegment', () => {
  test('carries VLANs in a transport zone for them', () => {
    const segment = new VlanSegment(lab, 'edge', {
      vlans: [0, 101, [200, 299]],
      transportZone: TransportZone.fromLookup(lab, 'vlans', { type: 'vlanBacked', isDefault: true }),
      cidr: Cidr.of('10.2.2.0/24'),
      uplinkTeamingPolicy: 'left-first',
    });
    expect(lab.rendered('data.nsxt_policy_transport_zone')).toEqual({ vlans: { transport_type: 'VLAN_BACKED', is_default: true } });
    expect(lab.rendered(VLANS)).toEqual({
      edge: {
        display_name: 'edge',
        vlan_ids: ['0', '101', '200-299'],
        transport_zone_path: '${data.nsxt_policy_transport_zone.vlans.path}',
        subnet: [{ cidr: '10.2.2.1/24' }],
        advanced_config: { uplink_teaming_policy: 'left-first', connectivity: 'ON' },
      },
    });
    expect([VlanSegment.isVlanSegment(segment), Segment.isSegment(segment), segment.segmentName]).toEqual([true, false, 'edge']);
  });

  test.each<[string, () => Partial<VlanSegmentProps>, string]>([
    ['no VLAN', () => ({ vlans: [] }), 'vlans must name at least one VLAN, such as [100] or [[100, 199]], got a list of 0'],
    ['one outside a list', () => ({ vlans: 7 as never }), 'vlans must name at least one VLAN'],
    ['a VLAN that is reserved', () => ({ vlans: [4095] }), 'vlans[0] must be a whole number from 0 to 4094, got 4095'],
    ['a text', () => ({ vlans: ['100-199' as never] }), 'vlans[0] must be an id, or first and last id, got "100-199"'],
    ['a range turned round', () => ({ vlans: [[199, 100]] }), 'vlans[0] is turned round, got 199 to 100; did you mean [100, 199]?'],
    ['VLANs that overlap', () => ({ vlans: [[100, 199], 150] }), 'vlans overlap, got 100-199 and 150; name each id once'],
    [
      'no transport zone',
      () => ({ transportZone: undefined }),
      'a segment outside of a project needs a transport zone; give transportZone, one for VLANs',
    ],
    [
      'an overlay',
      () => ({ transportZone: zone('overlayBacked', 'o') }),
      'transportZone lab/o is an overlay and must be one for VLANs; give another',
    ],
    [
      'DHCP that nobody serves',
      () => ({ cidr: NODES, dhcp: {} }),
      'dhcp is served by nobody: a segment on VLANs has no gateway of NSX; give it a dhcpProfile',
    ],
  ])('refuses %s', (_, props, message) => {
    expect(refusal(() => new VlanSegment(lab, 'x', { vlans: [7], transportZone: zone(), ...props() }))).toContain(`[lab/x] ${message}`);
  });
});

describe('TransportZone', () => {
  test('is looked up by name and type', () => {
    const found = TransportZone.fromLookup(lab, 'tz', { name: 'overlay', type: 'overlayStandard', isDefault: false });
    expect(lab.rendered('data.nsxt_policy_transport_zone')).toEqual({
      tz: { display_name: 'overlay', transport_type: 'OVERLAY_STANDARD', is_default: false },
    });
    expect(found.type).toBe('overlayStandard');
  });

  test.each([{}, { type: 'vlanBacked' as const }, { isDefault: true }])('is not guessed from %j', (props) => {
    expect(refusal(() => TransportZone.fromLookup(lab, 'x', props))).toBe(
      "[lab/x] which transport zone is not said; give its name, or `isDefault: true` and a type, such as 'overlayBacked'",
    );
  });

  test('has a type that NSX knows', () => {
    expect(refusal(() => TransportZone.fromLookup(lab, 'x', { type: 'VLAN' as never }))).toContain(
      'type must be one of "overlayBacked", "overlayStandard"',
    );
  });
});
