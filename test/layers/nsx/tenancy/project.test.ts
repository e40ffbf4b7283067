import { Testing, Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { IpBlock, Project, type ProjectProps, Tier0Gateway, Tier1Gateway, Vpc } from 'cdk-strata/nsx';
import { manager, Site } from './site';

const TYPE = 'nsxt_policy_project';
const token = Token.asString({ 'Fn::x': 1 });

describe('Project renders', () => {
  test('what NSX does by default, which the provider does not', () => {
    const site = new Site();
    const project = site.project();
    expect(site.only(TYPE)).toEqual({ display_name: 'shop', activate_default_dfw_rules: true, vc_folder: true });
    expect(site.resolve(project.projectId)).toBe('${nsxt_policy_project.shop.id}');
    expect(site.resolve(project.spacePath)).toBe('${nsxt_policy_project.shop.path}');
    expect([Project.isProject(project), Project.isProject(site)]).toEqual([true, false]);
  });

  test('everything it is told', () => {
    const site = new Site();
    site.project({
      name: 'Shop',
      description: 'what sells',
      nsxTags: [{ scope: 'tenant', tag: 'shop' }],
      nsxId: 'shop',
      tier0Gateways: [Tier0Gateway.fromLookup(site, 't0', { name: 'fra-t0' })],
      edgeClusters: [site.edges()],
      externalBlocks: [new IpBlock(site, 'public', { cidr: Cidr.of('192.0.2.0/24'), visibility: 'external' })],
      defaultFirewallRules: false,
      northSouthFirewall: true,
      shortId: 'shop',
      vcFolder: false,
      quotas: ['/infra/constraints/shop'],
      transitGatewayConnections: ['/infra/gateway-connections/a'],
      defaultSpan: '/infra/network-spans/default',
      otherSpans: ['/infra/network-spans/b', token],
      idSuffix: 'shop',
    });
    expect(site.only(TYPE)).toMatchSnapshot();
  });

  test('zones instead of spans', () => {
    const site = new Site();
    site.project({ zones: ['zone-1', 'zone-2'] });
    expect(site.only(TYPE)).toMatchObject({ zone_external_ids: ['zone-1', 'zone-2'] });
  });

  test('it for the manager it stands below', () => {
    const site = new Site();
    new Project(manager(site, 'other', 'other', 'nsx2.example.com'), 'shop');
    expect(site.only(TYPE)).toMatchObject({ provider: 'nsxt.other' });
  });
});

describe('Project refuses', () => {
  test.each<[(site: Site) => ProjectProps, string]>([
    [() => 'shop' as never, 'props must be an object, got a string; give `{}` for none'],
    [(site) => ({ tier0Gateways: [site.tier1() as never] }), 'tier0Gateways[0] must be a tier-0 gateway, got site/t1, a tier-1 one'],
    [() => ({ tier0Gateways: ['t0'] as never }), 'tier0Gateways[0] must be a gateway, got "t0"'],
    [() => ({ edgeClusters: ['edges'] as never }), 'edgeClusters[0] must be an edge cluster, got "edges"; give an `EdgeCluster.fromLookup(...)`'],
    [
      (site) => ({ externalBlocks: [IpBlock.fromLookup(site, 'b', { name: 'b', visibility: 'private' })] }),
      'externalBlocks must be external blocks, and site/b is private; give another, or change its visibility',
    ],
    [() => ({ shortId: 'shop-prod1' }), 'shortId must have at most 8 characters, got 10: "shop-prod1"'],
    [() => ({ shortId: 'a/b' }), 'shortId must be one part of a policy path'],
    [() => ({ idSuffix: 'x'.repeat(247) }), 'idSuffix must have at most 246 characters, got 247'],
    [() => ({ quotas: ['shop'] }), 'quotas[0] must be a policy path, such as "/infra/segments/nodes", got "shop"'],
    [() => ({ quotas: ['/a', '/a'] }), 'quotas must differ, got "/a" for number 1 and number 2'],
    [() => ({ defaultSpan: 'span' }), 'defaultSpan must be a policy path'],
    [
      () => ({ otherSpans: Array.from({ length: 11 }, (_, n) => `/infra/network-spans/${n}`) }),
      'otherSpans must be at most 10, got 11; leave some out',
    ],
    [
      () => ({ zones: ['a'], defaultSpan: '/s' }),
      'a project deploys VPCs in spans or in zones, not both; leave out zones, or defaultSpan and otherSpans',
    ],
    [() => ({ zones: ['a'], otherSpans: ['/s'] }), 'a project deploys VPCs in spans or in zones, not both'],
    [() => ({ zones: ['a', 'a'] }), 'zones must differ'],
    [() => ({ defaultFirewallRules: 'no' as never }), 'defaultFirewallRules must be one of true, false, got "no"'],
    [() => ({ northSouthFirewall: 1 as never }), 'northSouthFirewall must be one of true, false, got 1'],
    [() => ({ nsxTags: [{}] }), 'nsxTags[0] has neither a scope nor a tag'],
  ])('%#', (props, message) => {
    const site = new Site();
    const given = props(site);
    expect(() => site.project(given)).toThrow(`[site/shop] ${message}`);
  });

  test('a place in another space, whoever made that', () => {
    const site = new Site();
    const shop = site.project();
    const nested = '[site/shop/x] a project lies in no other space, and this stands below the project site/shop; make it beside that';
    expect(() => new Project(shop, 'x')).toThrow(nested);
    expect(() => Project.fromLookup(shop, 'y', { name: 'y' })).toThrow('a project lies in no other space');
    expect(() => Project.default(shop, 'z')).toThrow('a project lies in no other space');
    expect(() => new Project(new Vpc(shop, 'web'), 'x')).toThrow('this stands below the VPC site/shop/web');
  });
});

describe('a Project that exists', () => {
  test('is looked up by its name, and what is below it lies in it', () => {
    const site = new Site();
    site.tier1({}, Project.fromLookup(site, 'shop', { name: 'Shop' }));
    expect(site.only('data.nsxt_policy_project')).toEqual({ display_name: 'Shop' });
    expect(site.only('nsxt_policy_tier1_gateway').context).toEqual({ project_id: '${data.nsxt_policy_project.shop.id}' });
  });

  test('is known by its id', () => {
    const site = new Site();
    const shop = Project.fromAttributes(site, 'shop', { projectId: 'shop' });
    expect(shop.spacePath).toBe('/orgs/default/projects/shop');
    expect(Project.fromAttributes(site, 'a', { projectId: token }).projectId).toBe(token);
    expect(() => Project.fromAttributes(site, 'b', { projectId: '/orgs/default/projects/b' })).toThrow('projectId must be one part of a policy path');
    expect(() => Project.fromLookup(site, 'c', { name: '' })).toThrow('name must not be empty');
  });

  test('is the default one, which has no context outside of VPCs', () => {
    const site = new Site();
    const project = Project.default(site, 'default');
    new Tier1Gateway(project, 't1');
    new Vpc(project, 'web');
    expect(site.only('nsxt_policy_tier1_gateway')).not.toHaveProperty('context');
    expect(site.only('nsxt_vpc').context).toEqual({ project_id: 'default' });
  });
});

test('what lies in a project of another stack names it by an output of that', () => {
  const app = Testing.app();
  const owner = new Site(app, 'owner');
  const shop = owner.project();
  const user = new Site(app, 'user');
  const here = Project.fromAttributes(user, 'shop', { projectId: shop.projectId });
  user.tier1({}, here);
  user.prepareStack();
  expect(user.only('nsxt_policy_tier1_gateway').context).toEqual({
    project_id: '${data.terraform_remote_state.cross-stack-reference-input-owner.outputs.cross-stack-output-nsxt_policy_projectshopid}',
  });
});
