import { Testing, Token } from 'cdktf';
import { Cidr, Secret } from 'cdk-strata';
import {
  IpBlock,
  Project,
  TransitGateway,
  Vpc,
  VpcConnectivityProfile,
  VpcSubnet,
  type VpcSubnetAccessMode,
  VpcSubnetDhcp,
  type VpcSubnetProps,
} from 'cdk-strata/nsx';
import { Datacenter, VCenter } from 'cdk-strata/vsphere';
import { Construct } from 'constructs';
import { Room } from '../../vsphere/room';
import { manager, Site } from './site';

const TYPE = 'nsxt_vpc_subnet';
const NETWORK = 'data.vsphere_network';
const cidr = Cidr.of('192.168.44.0/24');
const token = Token.asString({ 'Fn::x': 1 });
const context = { project_id: 'shop', vpc_id: 'web' };

/** A VPC of which nobody said the ranges. */
const known = (site: Site): Construct => Vpc.fromAttributes(Project.fromAttributes(site, 'shop', { projectId: 'shop' }), 'web', { vpcId: 'web' });

const make = (props: VpcSubnetProps = {}, site = new Site(), vpc = known(site)): VpcSubnet => new VpcSubnet(vpc, 'front', props);

describe('VpcSubnet renders', () => {
  test('what would stay as it was if it were left out', () => {
    const site = new Site();
    const subnet = make({}, site);
    expect(site.only(TYPE)).toEqual({
      advanced_config: { connectivity_state: 'CONNECTED' },
      context,
      dhcp_config: { mode: 'DHCP_DEACTIVATED' },
      display_name: 'front',
    });
    expect(subnet.cidrs).toBeUndefined();
    expect(site.resolve(subnet.segmentPath)).toMatch(/^\$\{nsxt_vpc_subnet\.shop_web_front_\w+\.path\}$/);
    expect([VpcSubnet.isVpcSubnet(subnet), VpcSubnet.isVpcSubnet(site)]).toEqual([true, false]);
  });

  test('everything it is told', () => {
    const site = new Site();
    const subnet = make(
      {
        name: 'Front',
        description: 'web servers',
        nsxTags: [{ tag: 'web' }],
        nsxId: 'front',
        accessMode: 'public',
        cidr,
        ipBlocks: [IpBlock.fromLookup(site, 'public', { name: 'Public' })],
        gatewayAddress: '192.168.44.254',
        connected: false,
        dhcp: VpcSubnetDhcp.server({
          reserved: ['192.168.44.10-192.168.44.19', '192.168.44.200'],
          routes: [{ network: Cidr.of('10.0.0.0/8'), nextHop: '192.168.44.1' }],
          options: [{ code: 66, values: ['boot.example.com'] }],
        }),
        dhcpServerAddress: '192.168.44.253',
        staticIpAllocation: false,
      },
      site,
    );
    expect(site.only(TYPE)).toMatchSnapshot();
    expect(subnet.cidrs?.join()).toBe('192.168.44.0/24');
  });

  test.each<[VpcSubnetAccessMode, string]>([
    ['private', 'Private'],
    ['privateTgw', 'Private_TGW'],
    ['public', 'Public'],
    ['isolated', 'Isolated'],
    ['l2Only', 'L2_Only'],
  ])('access mode %s', (accessMode, expected) => {
    const site = new Site();
    make({ accessMode, ...(accessMode === 'isolated' && { cidr }) }, site);
    expect(site.only(TYPE)).toMatchObject({ access_mode: expected });
  });

  test('a size, which may be a token', () => {
    const site = new Site();
    make({ size: 64 }, site);
    expect(site.only(TYPE)).toMatchObject({ ipv4_subnet_size: 64 });
    expect(() => make({ size: Token.asNumber({ a: 1 }) })).not.toThrow();
  });

  test('a relay, and a server with nothing of its own', () => {
    const [one, two] = [new Site(), new Site()];
    make({ dhcp: VpcSubnetDhcp.relay() }, one);
    make({ dhcp: VpcSubnetDhcp.server() }, two);
    expect([one.only(TYPE).dhcp_config, two.only(TYPE).dhcp_config]).toEqual([{ mode: 'DHCP_RELAY' }, { mode: 'DHCP_SERVER' }]);
  });

  test('an extended VLAN, whose connection says whether it is connected', () => {
    const site = new Site();
    make({ vlanConnection: '/infra/distributed-vlan-connections/a' }, site);
    expect(site.only(TYPE)).toEqual({
      context,
      dhcp_config: { mode: 'DHCP_DEACTIVATED' },
      display_name: 'front',
      vlan_connection: '/infra/distributed-vlan-connections/a',
    });
  });

  test('it after what attaches its VPC', () => {
    const site = new Site();
    const project = Project.default(site, 'default');
    const connectivityProfile = new VpcConnectivityProfile(project, 'out', { transitGateway: TransitGateway.default(project, 'tgw') });
    make({ accessMode: 'public' }, site, new Vpc(project, 'web', { connectivityProfile }));
    expect(site.only(TYPE).depends_on).toEqual([expect.stringMatching(/^nsxt_vpc_attachment\.default_web_Attachment_\w+$/)]);
  });
});

describe('VpcSubnet refuses', () => {
  test.each<[VpcSubnetProps, string]>([
    [{ accessMode: 'Public' as never }, 'accessMode must be one of "private", "privateTgw", "public", "isolated", "l2Only", got "Public"'],
    [{ size: 4 }, 'size must be a whole number from 8 to 65536, got 4; give a power of 2, such as 64'],
    [{ size: 100 }, 'size must be a power of 2, got 100; give 64 or 128'],
    [{ size: 65537 }, 'size must be a whole number from 8 to 65536'],
    [{ size: 64, cidr }, 'cidr 192.168.44.0/24 says how many addresses there are; leave out size, or cidr where NSX may choose'],
    [{ cidr: '192.168.44.0/24' as never }, 'cidr must be a Cidr, got "192.168.44.0/24"'],
    [{ cidr: Cidr.of('2001:db8::/64') }, 'cidr must be IPv4, which is all that a VPC has, got 2001:db8::/64'],
    [{ ipBlocks: ['/b'] as never }, 'ipBlocks[0] must be an IP block, got "/b"'],
    [{ gatewayAddress: '192.168.44.1' }, 'gatewayAddress needs a range; give cidr too'],
    [{ cidr, gatewayAddress: '192.168.45.1' }, 'gatewayAddress 192.168.45.1 lies outside 192.168.44.0/24'],
    [
      { cidr, dhcpServerAddress: '192.168.44.2' },
      'dhcpServerAddress is for a server of NSX; give `dhcp: VpcSubnetDhcp.server()` too, or leave it out',
    ],
    [{ cidr, dhcpServerAddress: '192.168.44.2', dhcp: VpcSubnetDhcp.relay() }, 'dhcpServerAddress is for a server of NSX'],
    [
      { cidr, gatewayAddress: '192.168.44.2', dhcpServerAddress: '192.168.44.2', dhcp: VpcSubnetDhcp.server() },
      'dhcpServerAddress 192.168.44.2 is the address of the gateway; give another of 192.168.44.0/24',
    ],
    [{ cidr, dhcp: VpcSubnetDhcp.server({ reserved: ['192.168.45.1'] }) }, 'reserved[0] of dhcp 192.168.45.1 lies outside 192.168.44.0/24'],
    [{ dhcp: VpcSubnetDhcp.server({ reserved: ['10.0.0.9-10.0.0.1'] }) }, 'reserved[0] of dhcp 10.0.0.9-10.0.0.1 is turned round'],
    [{ dhcp: 'server' as never }, 'dhcp must be a VpcSubnetDhcp, got "server"; give one such as `VpcSubnetDhcp.server()`'],
    [
      { staticIpAllocation: true, dhcp: VpcSubnetDhcp.relay() },
      'staticIpAllocation gives addresses without DHCP; leave out one of staticIpAllocation and dhcp',
    ],
    [{ connected: 'no' as never }, 'connected must be one of true, false, got "no"'],
    [{ vlanConnection: '/v', size: 64 }, 'the VLAN connection says the addresses, and size is given; leave it out, or vlanConnection'],
    [{ vlanConnection: 'v' }, 'vlanConnection must be a policy path'],
    [
      { accessMode: 'l2Only', cidr },
      'a subnet that is l2Only has no addresses of NSX, and cidr is given; leave it out, or choose another accessMode',
    ],
    [{ accessMode: 'isolated' }, 'an isolated subnet takes no addresses of the VPC; give cidr'],
  ])('%#', (props, message) => {
    expect(() => make(props)).toThrow(`[site/shop/web/front] ${message}`);
  });

  test('a place in no VPC', () => {
    const site = new Site();
    expect(() => make({}, site, site.project())).toThrow(
      '[site/shop/front] a subnet of a VPC lies in a VPC, and this stands below none; make it below a `new Vpc(...)` or `Vpc.fromLookup(...)`',
    );
  });

  test('to be private where the VPC has no range for it', () => {
    const bare = new Site();
    expect(() => make({}, bare, bare.vpc())).toThrow(
      'a private subnet takes addresses of the VPC, and site/shop/web has none; give that privateRanges',
    );
    const small = new Site();
    const vpc = small.vpc({ privateRanges: [Cidr.of('10.0.0.0/26'), Cidr.of('10.1.0.0/27')] });
    expect(() => make({ size: 128 }, small, vpc)).toThrow('size is 128, and no private range of site/shop/web has more than 64 addresses');
    expect(() => new VpcSubnet(vpc, 'fits', { size: 64 })).not.toThrow();
    expect(() => new VpcSubnet(vpc, 'public', { size: 128, accessMode: 'public' })).not.toThrow();
    expect(() => new VpcSubnet(vpc, 'own', { cidr, accessMode: 'isolated' })).not.toThrow();
  });
});

test('a private VpcSubnet has its range in one of the VPC, where both are known', () => {
  const site = new Site();
  const project = site.project();
  const vpc = site.vpc({ privateRanges: [Cidr.of('10.0.0.0/24'), Cidr.of('10.0.1.0/24')] }, project);
  const subnet =
    (id: string, props: VpcSubnetProps, scope: Construct = vpc) =>
    () =>
      new VpcSubnet(scope, id, props);
  const outside = 'of a private subnet lies outside the privateRanges of site/shop/web, 10.0.0.0/24 and 10.0.1.0/24; give one in these';
  expect(subnet('a', { cidr: Cidr.of('10.2.0.0/26') })).toThrow(`cidr 10.2.0.0/26 ${outside}`);
  expect(subnet('b', { cidr: Cidr.of('10.0.0.0/23'), accessMode: 'private' })).toThrow(`cidr 10.0.0.0/23 ${outside}`);
  expect(subnet('c', { cidr: Cidr.of('10.0.1.0/26') })).not.toThrow();
  expect(subnet('d', { cidr: Cidr.of('10.2.0.0/26'), accessMode: 'public' })).not.toThrow();
  const block = IpBlock.fromAttributes(site, 'block', { ipBlockPath: '/infra/ip-blocks/b' });
  expect(subnet('e', { cidr: Cidr.of('10.2.0.0/26'), ipBlocks: [block] })).not.toThrow();
  const known = Vpc.fromAttributes(project, 'known', { vpcId: 'known' });
  expect(subnet('f', { cidr: Cidr.of('10.2.0.0/26') }, known)).not.toThrow();
});

describe('the network of a VpcSubnet', () => {
  const lookup = { name: expect.stringMatching(/display_name\}$/) as unknown, retry_timeout: 300, vpc_id: 'web', project_id: 'shop' };

  test('is looked up once, after the subnet, in the VPC of its project', () => {
    const site = new Site();
    const subnet = make({}, site);
    const user = new Construct(site, 'vm');
    const ids = [subnet.networkIdFor(user), subnet.networkIdFor(new Construct(site, 'other')), subnet.networkId, subnet.networkId];
    expect(new Set(ids.map((id) => site.resolve(id))).size).toBe(1);
    expect(site.only(NETWORK)).toEqual({ ...lookup, depends_on: [expect.stringMatching(/^nsxt_vpc_subnet\./)] });
  });

  test('of the default project needs no project', () => {
    const site = new Site();
    const subnet = make({}, site, Vpc.fromAttributes(Project.default(site, 'default'), 'web', { vpcId: 'web' }));
    subnet.networkIdFor(site);
    expect(site.only(NETWORK)).not.toHaveProperty('project_id');
  });

  test('of a VPC that is made names it by its id', () => {
    const site = new Site();
    const vpc = site.vpc();
    make({ accessMode: 'public' }, site, vpc).networkIdFor(site);
    expect(site.only(NETWORK)).toMatchObject({ vpc_id: site.resolve(vpc.vpcId), project_id: site.resolve(vpc.projectId) });
  });

  test('is looked up for each vCenter and datacenter', () => {
    const site = new Site();
    const subnet = make({}, site);
    const second = new VCenter(site, 'second', {
      server: 'vc2.example.com',
      user: Secret.environment(),
      password: Secret.environment(),
      alias: 'second',
    });
    subnet.networkIdFor(new Construct(site, 'a'));
    subnet.networkIdFor(new Construct(second, 'b'));
    subnet.networkIdFor(new Construct(site, 'c'), site.datacenter);
    subnet.networkIdFor(new Construct(site, 'd'), site.datacenter);
    expect(Object.values(site.rendered(NETWORK)).map(({ provider, datacenter_id }) => [provider, datacenter_id])).toEqual(
      expect.arrayContaining([
        [undefined, undefined],
        ['vsphere.second', undefined],
        [undefined, '${data.vsphere_datacenter.dc.id}'],
      ]),
    );
    expect(Object.keys(site.rendered(NETWORK))).toHaveLength(3);
    const far = Datacenter.fromLookup(second, 'far', { name: 'far' });
    expect(() => subnet.networkIdFor(new Construct(site, 'e'), far)).toThrow('of the vCenter "vc2.example.com"');
  });

  test('is looked up in the stack that joins it, by what the other stack puts out', () => {
    const app = Testing.app();
    const [owner, user] = [new Site(app, 'owner'), new Site(app, 'user')];
    const subnet = make({}, owner, owner.vpc({ privateRanges: [cidr] }));
    subnet.networkIdFor(user);
    for (const stack of [owner, user]) stack.prepareStack();
    expect(owner.rendered(NETWORK)).toEqual({});
    expect(user.only(NETWORK)).toMatchSnapshot();
    expect(user.dependencies).toContain(owner);
  });
});

test('a machine joins a VpcSubnet', () => {
  const room = new Room();
  manager(room, 'nsx');
  const vpc = Vpc.fromAttributes(Project.fromAttributes(room, 'shop', { projectId: 'shop' }), 'web', { vpcId: 'web' });
  room.machine({ network: new VpcSubnet(vpc, 'front') });
  expect(Object.values(room.rendered(NETWORK))).toEqual([
    {
      name: expect.stringMatching(/^\$\{nsxt_vpc_subnet\./) as unknown,
      vpc_id: 'web',
      project_id: 'shop',
      retry_timeout: 300,
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
      depends_on: [expect.stringMatching(/^nsxt_vpc_subnet\./)],
    },
  ]);
  expect(room.machines()[0]!.network_interface).toEqual([
    expect.objectContaining({ network_id: expect.stringMatching(/^\$\{data\.vsphere_network\./) as unknown }),
  ]);
});

describe('a VpcSubnet that exists', () => {
  test('is looked up in its VPC', () => {
    const site = new Site();
    const subnet = VpcSubnet.fromLookup(known(site), 'front', { name: 'Front', cidr });
    expect(site.only('data.nsxt_vpc_subnet')).toEqual({ context, display_name: 'Front' });
    expect(subnet.cidrs?.join()).toBe('192.168.44.0/24');
    subnet.networkIdFor(site);
    expect(site.only(NETWORK)).toEqual({ name: 'Front', retry_timeout: 300, vpc_id: 'web', project_id: 'shop' });
    expect(() => VpcSubnet.fromLookup(site, 'x', { name: 'x' })).toThrow('a subnet of a VPC lies in a VPC, and this stands below none');
    expect(() => VpcSubnet.fromLookup(known(new Site()), 'x', { name: '' })).toThrow('name must not be empty');
  });

  test('is known by its path and name', () => {
    const site = new Site();
    const segmentPath = '/orgs/default/projects/shop/vpcs/web/subnets/front';
    const subnet = VpcSubnet.fromAttributes(known(site), 'front', { segmentPath, segmentName: token });
    expect(subnet).toMatchObject({ segmentPath, segmentName: token });
    expect(() => VpcSubnet.fromAttributes(known(new Site()), 'x', { segmentPath: 'x', segmentName: 'x' })).toThrow(
      'segmentPath must be a policy path',
    );
  });
});
