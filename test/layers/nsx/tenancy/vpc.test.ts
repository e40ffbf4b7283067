import { TerraformStack, Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { IpBlock, Project, TransitGateway, Vpc, VpcConnectivityProfile, type VpcProps, VpcServiceProfile, VpcSubnet } from 'cdk-strata/nsx';
import { attachmentOf } from '../../../../lib/layers/nsx/tenancy/vpc';
import { spaceOf, vpcContext } from '../../../../lib/layers/nsx/space';
import { manager, Site } from './site';

const profiles = (site: Site, project = Project.fromAttributes(site, 'shop', { projectId: 'shop' })) => ({
  project,
  connectivityProfile: new VpcConnectivityProfile(project, 'out', { transitGateway: TransitGateway.default(project, 'tgw') }),
  serviceProfile: new VpcServiceProfile(project, 'services'),
});

describe('Vpc renders', () => {
  test('itself alone', () => {
    const site = new Site();
    const vpc = site.vpc();
    expect(site.only('nsxt_vpc')).toEqual({ context: { project_id: '${nsxt_policy_project.shop.id}' }, display_name: 'web' });
    expect(site.rendered('nsxt_vpc_attachment')).toEqual({});
    expect([site.resolve(vpc.projectId), site.resolve(vpc.vpcId), site.resolve(vpc.spacePath)]).toEqual([
      '${nsxt_policy_project.shop.id}',
      '${nsxt_vpc.shop_web_D13B6422.id}',
      '${nsxt_vpc.shop_web_D13B6422.path}',
    ]);
    expect([Vpc.isVpc(vpc), Vpc.isVpc(site)]).toEqual([true, false]);
  });

  test('everything it is told, and what attaches it', () => {
    const site = new Site();
    const { project, ...both } = profiles(site);
    new Vpc(project, 'web', {
      name: 'Web',
      description: 'what is seen',
      nsxTags: [{ scope: 'tier', tag: 'web' }],
      nsxId: 'web',
      privateRanges: [Cidr.of('192.168.0.0/16'), Cidr.of('10.0.0.0/24')],
      ...both,
      shortId: 'web',
      loadBalancerEndpoint: true,
      quotas: ['/orgs/default/projects/shop/infra/constraints/web'],
    });
    expect([site.only('nsxt_vpc'), site.only('nsxt_vpc_attachment')]).toMatchSnapshot();
  });

  test('it for the manager it stands below', () => {
    const site = new Site();
    const project = new Project(manager(site, 'other', 'other', 'nsx2.example.com'), 'shop');
    new Vpc(project, 'web', { connectivityProfile: profiles(site, project).connectivityProfile });
    expect([site.only('nsxt_vpc').provider, site.only('nsxt_vpc_attachment').provider]).toEqual(['nsxt.other', 'nsxt.other']);
  });
});

describe('Vpc refuses', () => {
  test.each<[VpcProps, string]>([
    [{ privateRanges: ['10.0.0.0/8'] as never }, 'privateRanges[0] must be a Cidr, got "10.0.0.0/8"'],
    [{ privateRanges: [Cidr.of('fd00::/48')] }, 'privateRanges must be IPv4, which is all that a VPC has, got fd00::/48'],
    [{ privateRanges: [Cidr.of('10.0.0.0/8'), Cidr.of('10.1.0.0/16')] }, 'privateRanges must not overlap, got 10.0.0.0/8 and 10.1.0.0/16'],
    [{ connectivityProfile: '/x' as never }, 'connectivityProfile must be a VPC connectivity profile, got "/x"'],
    [{ serviceProfile: '/x' as never }, 'serviceProfile must be a VPC service profile, got "/x"'],
    [{ shortId: 'too-long-1' }, 'shortId must have at most 8 characters'],
    [{ loadBalancerEndpoint: 'yes' as never }, 'loadBalancerEndpoint must be one of true, false, got "yes"'],
    [{ quotas: 'a' as never }, 'quotas must be a list'],
  ])('%#', (props, message) => {
    expect(() => new Site().vpc(props)).toThrow(`[site/shop/web] ${message}`);
  });

  test('a place in no project, and in another VPC', () => {
    const site = new Site();
    expect(() => site.vpc({}, site)).toThrow(
      '[site/web] a VPC lies in a project, and this stands below none; make it below a `new Project(...)`, a `Project.fromLookup(...)` or, for the project that every NSX has, `Project.default(...)`',
    );
    const vpc = site.vpc();
    expect(() => site.vpc({}, vpc)).toThrow(
      '[site/shop/web/web] a VPC lies in a project, and this stands below the VPC site/shop/web; make it below the project',
    );
  });

  test('profiles that are surely of another project', () => {
    const site = new Site();
    const { connectivityProfile, serviceProfile } = profiles(site);
    const bank = Project.fromAttributes(site, 'bank', { projectId: 'bank' });
    const message = 'of the project shop, and this is of the project bank; make this there, or give one of its own project';
    expect(() => new Vpc(bank, 'a', { connectivityProfile })).toThrow(`[site/bank/a] connectivityProfile is site/shop/out, ${message}`);
    expect(() => new Vpc(bank, 'b', { serviceProfile })).toThrow(`[site/bank/b] serviceProfile is site/shop/services, ${message}`);
    const path = VpcConnectivityProfile.fromAttributes(site, 'c', {
      vpcConnectivityProfilePath: '/orgs/default/projects/shop/vpc-connectivity-profiles/c',
    });
    expect(() => new Vpc(bank, 'c', { connectivityProfile: path })).toThrow('connectivityProfile is site/c, of the project shop');
    expect(() => new Vpc(Project.default(site, 'default'), 'd', { connectivityProfile: path })).toThrow('and this is of the default space');
  });

  test('no profiles of which nobody knows the project', () => {
    const site = new Site();
    const { connectivityProfile } = profiles(site);
    const looked = Project.fromLookup(site, 'again', { name: 'Shop' });
    const token = VpcConnectivityProfile.fromAttributes(site, 'c', { vpcConnectivityProfilePath: Token.asString({ a: 1 }) });
    expect(() => new Vpc(looked, 'a', { connectivityProfile })).not.toThrow();
    expect(() => new Vpc(looked, 'b', { connectivityProfile: token })).not.toThrow();
  });
});

describe('a Vpc that exists', () => {
  test('is looked up in its project', () => {
    const site = new Site();
    const project = Project.fromAttributes(site, 'shop', { projectId: 'shop' });
    const vpc = Vpc.fromLookup(project, 'web', { name: 'Web' });
    expect(site.only('data.nsxt_vpc')).toEqual({ context: { project_id: 'shop' }, display_name: 'Web' });
    expect([vpc.projectId, site.resolve(vpc.vpcId)]).toEqual(['shop', '${data.nsxt_vpc.shop_web_D13B6422.id}']);
    expect(() => Vpc.fromLookup(site, 'b', { name: 'b' })).toThrow('a VPC lies in a project, and this stands below none');
  });

  test('is known by its id', () => {
    const site = new Site();
    const project = Project.fromAttributes(site, 'shop', { projectId: 'shop' });
    const vpc = Vpc.fromAttributes(project, 'web', { vpcId: 'web', privateRanges: [Cidr.of('10.0.0.0/8')] });
    expect(vpc).toMatchObject({ projectId: 'shop', vpcId: 'web', spacePath: '/orgs/default/projects/shop/vpcs/web' });
    expect(vpc.privateRanges?.join()).toBe('10.0.0.0/8');
    expect(() => Vpc.fromAttributes(project, 'b', { vpcId: '/b' })).toThrow('vpcId must be one part of a policy path');
  });
});

test('what stands below a VPC lies in it, and not the VPC in itself', () => {
  const site = new Site();
  const vpc = site.vpc();
  expect(spaceOf(vpc)?.node.path).toBe('site/shop');
  expect(vpcContext(vpc)).toBeUndefined();
  const subnet = new VpcSubnet(vpc, 'front', { accessMode: 'public' });
  expect(spaceOf(subnet)).toBe(vpc);
  expect(vpcContext(subnet)).toEqual({ context: { projectId: vpc.projectId, vpcId: vpc.vpcId } });
});

test('only what is in the same stack waits for an attachment', () => {
  const site = new Site();
  const { project, connectivityProfile } = profiles(site);
  const vpc = new Vpc(project, 'web', { connectivityProfile });
  expect(attachmentOf(site, vpc)).toEqual([vpc.attachment]);
  expect(attachmentOf(new TerraformStack(vpc, 'inner'), vpc)).toBeUndefined();
  expect(attachmentOf(site, new Vpc(project, 'loose'))).toBeUndefined();
  expect(attachmentOf(site, Vpc.fromAttributes(project, 'known', { vpcId: 'k' }))).toBeUndefined();
});

describe('VpcConnectivityProfile', () => {
  test('renders a transit gateway alone', () => {
    const site = new Site();
    const { connectivityProfile } = profiles(site);
    expect(site.only('nsxt_vpc_connectivity_profile')).toEqual({
      context: { project_id: 'shop' },
      display_name: 'out',
      lifecycle: { create_before_destroy: true },
      transit_gateway_path: '${data.nsxt_policy_transit_gateway.shop_tgw_FF2AFB25.path}',
    });
    expect(site.only('data.nsxt_policy_transit_gateway')).toEqual({ context: { project_id: 'shop' }, is_default: true });
    expect(VpcConnectivityProfile.isVpcConnectivityProfile(connectivityProfile)).toBe(true);
  });

  test('renders everything it is told', () => {
    const site = new Site();
    const project = Project.fromAttributes(site, 'shop', { projectId: 'shop' });
    new VpcConnectivityProfile(project, 'out', {
      name: 'Out',
      description: 'to the world',
      nsxTags: [{ tag: 'out' }],
      nsxId: 'out',
      transitGateway: TransitGateway.fromLookup(project, 'tgw', { name: 'main' }),
      externalBlocks: [IpBlock.fromLookup(site, 'public', { name: 'Public', visibility: 'external' })],
      privateTgwBlocks: [IpBlock.fromLookup(project, 'inner', { name: 'Inner' })],
      serviceGateway: {
        edgeClusters: [site.edges()],
        defaultSnat: true,
        ingressQosProfile: '/orgs/default/projects/shop/infra/gateway-qos-profiles/in',
        egressQosProfile: '/orgs/default/projects/shop/infra/gateway-qos-profiles/out',
      },
    });
    expect([site.only('nsxt_vpc_connectivity_profile'), site.only('data.nsxt_policy_transit_gateway')]).toMatchSnapshot();
  });

  test('says of a service gateway what the provider would turn off', () => {
    const site = new Site();
    const project = site.project();
    const transitGateway = TransitGateway.fromAttributes(project, 'tgw', { transitGatewayPath: '/orgs/default/projects/a/transit-gateways/b' });
    new VpcConnectivityProfile(project, 'a', { transitGateway, serviceGateway: {} });
    expect(site.only('nsxt_vpc_connectivity_profile').service_gateway).toEqual({ enable: true, nat_config: { enable_default_snat: false } });
  });

  test('refuses what it is not for', () => {
    const site = new Site();
    const project = site.project();
    const transitGateway = TransitGateway.default(project, 'tgw');
    const inner = IpBlock.fromLookup(site, 'inner', { name: 'a', visibility: 'private' });
    const outer = IpBlock.fromLookup(site, 'outer', { name: 'b', visibility: 'external' });
    expect(() => new VpcConnectivityProfile(project, 'a', { transitGateway, externalBlocks: [inner] })).toThrow(
      'externalBlocks must be external blocks',
    );
    expect(() => new VpcConnectivityProfile(project, 'b', { transitGateway, privateTgwBlocks: [outer] })).toThrow(
      'privateTgwBlocks must be private blocks',
    );
    expect(() => new VpcConnectivityProfile(project, 'c', { transitGateway: '/t' as never })).toThrow(
      'transitGateway must be a transit gateway, got "/t"',
    );
    expect(() => new VpcConnectivityProfile(project, 'd', { transitGateway, serviceGateway: { egressQosProfile: 'q' } })).toThrow(
      'serviceGateway.egressQosProfile must be a policy path',
    );
    expect(() => new VpcConnectivityProfile(site, 'e', { transitGateway })).toThrow(
      'a VPC connectivity profile lies in a project, and this stands below none',
    );
    expect(() => new VpcConnectivityProfile(new Vpc(project, 'web'), 'f', { transitGateway })).toThrow('this stands below the VPC site/shop/web');
  });

  test('that exists', () => {
    const site = new Site();
    VpcConnectivityProfile.fromLookup(Project.default(site, 'default'), 'out', { name: 'default' });
    expect(site.only('data.nsxt_vpc_connectivity_profile')).toEqual({ context: { project_id: 'default' }, display_name: 'default' });
    expect(() => VpcConnectivityProfile.fromAttributes(site, 'a', { vpcConnectivityProfilePath: 'x' })).toThrow(
      'vpcConnectivityProfilePath must be a policy path',
    );
  });
});

describe('TransitGateway refuses', () => {
  test('a place in no project, no name, and no path', () => {
    const site = new Site();
    expect(() => TransitGateway.default(site, 'a')).toThrow('[site/a] a transit gateway lies in a project, and this stands below none');
    expect(() => TransitGateway.fromLookup(site.project(), 'b', { name: '' })).toThrow('name of b must not be empty');
    expect(() => TransitGateway.fromAttributes(site, 'c', { transitGatewayPath: 'x' })).toThrow('transitGatewayPath must be a policy path');
  });
});
