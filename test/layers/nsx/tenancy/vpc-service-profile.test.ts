import { Duration } from 'cdk8s';
import { Token } from 'cdktf';
import { Project, SegmentSecurityProfile, SpoofGuardProfile, Vpc, VpcServiceProfile, type VpcServiceProfileProps } from 'cdk-strata/nsx';
import { Site } from './site';

const TYPE = 'nsxt_vpc_service_profile';
const token = Token.asString({ 'Fn::x': 1 });

const make = (props?: VpcServiceProfileProps, site = new Site()): VpcServiceProfile =>
  new VpcServiceProfile(Project.fromAttributes(site, 'shop', { projectId: 'shop' }), 'services', props);

test('VpcServiceProfile renders DHCP that is off by default, as an empty block', () => {
  const site = new Site();
  const profile = make(undefined, site);
  expect(site.only(TYPE)).toEqual({
    context: { project_id: 'shop' },
    dhcp_config: {},
    display_name: 'services',
    lifecycle: { create_before_destroy: true },
  });
  expect([VpcServiceProfile.isVpcServiceProfile(profile), VpcServiceProfile.isVpcServiceProfile(site)]).toEqual([true, false]);
});

test('VpcServiceProfile renders everything it is told', () => {
  const site = new Site();
  const infra = '/orgs/default/projects/shop/infra';
  make(
    {
      name: 'Services',
      description: 'for all',
      nsxTags: [{ tag: 'a' }],
      nsxId: 'services',
      dhcpServer: {
        leaseTime: Duration.hours(2),
        ntpServers: ['ntp.example.com', '192.0.2.3', token],
        dnsServers: ['192.0.2.53'],
        distributed: true,
      },
      dhcpRelayServers: ['192.0.2.67', token],
      securityProfile: SegmentSecurityProfile.fromAttributes(site, 'sec', { segmentSecurityProfilePath: `${infra}/segment-security-profiles/a` }),
      spoofGuardProfile: SpoofGuardProfile.fromAttributes(site, 'spoof', { spoofGuardProfilePath: `${infra}/spoofguard-profiles/a` }),
      ipDiscoveryProfile: `${infra}/ip-discovery-profiles/a`,
      macDiscoveryProfile: `${infra}/mac-discovery-profiles/a`,
      qosProfile: `${infra}/qos-profiles/a`,
    },
    site,
  );
  expect(site.only(TYPE)).toMatchSnapshot();
});

test('VpcServiceProfile renders a server with nothing of its own', () => {
  const site = new Site();
  make({ dhcpServer: {} }, site);
  expect(site.only(TYPE).dhcp_config).toEqual({ dhcp_server_config: { lease_time: 86400 } });
});

describe('VpcServiceProfile refuses', () => {
  test.each<[VpcServiceProfileProps, string]>([
    [{ dhcpServer: true as never }, 'dhcpServer must be an object, got a boolean'],
    [
      { dhcpServer: { leaseTime: Duration.seconds(59) } },
      'dhcpServer.leaseTime must be a whole number of seconds from 60 to 4294967295, got 59 seconds',
    ],
    [{ dhcpServer: { ntpServers: ['-ntp'] } }, 'dhcpServer.ntpServers[0] must be an IP address or a host name, got "-ntp"'],
    [{ dhcpServer: { dnsServers: ['dns.example.com'] } }, 'dhcpServer.dnsServers[0] must be an IP address, got "dns.example.com"'],
    [{ dhcpServer: { distributed: 0 as never } }, 'dhcpServer.distributed must be one of true, false, got 0'],
    [{ dhcpRelayServers: ['x'] }, 'dhcpRelayServers[0] must be an IP address, got "x"'],
    [{ dhcpRelayServers: [] }, 'dhcpRelayServers must have an address, got none; give one, or leave it out'],
    [{ qosProfile: 'q' }, 'qosProfile must be a policy path'],
    [{ securityProfile: '/p' as never }, 'securityProfile must be a segment security profile, got "/p"'],
    [{ spoofGuardProfile: '/p' as never }, 'spoofGuardProfile must be a spoof guard profile, got "/p"'],
  ])('%#', (props, message) => {
    expect(() => make(props)).toThrow(`[site/shop/services] ${message}`);
  });

  test('a place in no project, and in a VPC', () => {
    const site = new Site();
    expect(() => new VpcServiceProfile(site, 'a')).toThrow('a VPC service profile lies in a project, and this stands below none');
    expect(() => new VpcServiceProfile(new Vpc(site.project(), 'web'), 'a')).toThrow('this stands below the VPC site/shop/web');
  });
});

test('a VpcServiceProfile that exists', () => {
  const path = '/orgs/default/projects/shop/vpc-service-profiles/default';
  const site = new Site();
  expect(VpcServiceProfile.fromAttributes(site, 'a', { vpcServiceProfilePath: path }).vpcServiceProfilePath).toBe(path);
  expect(() => VpcServiceProfile.fromAttributes(site, 'b', { vpcServiceProfilePath: 'default' })).toThrow(
    'vpcServiceProfilePath must be a policy path',
  );
});
