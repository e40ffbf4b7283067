import { Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import {
  type DnatRuleProps,
  NatRule,
  type NatRuleCommonProps,
  Project,
  type ReflexiveNatRuleProps,
  Service,
  type SnatRuleProps,
  Tier0Gateway,
  Tier1Gateway,
  TransitGateway,
  Vpc,
  VpcConnectivityProfile,
} from 'cdk-strata/nsx';
import type { Construct } from 'constructs';
import { manager, Site } from '../tenancy/site';

const TYPE = 'nsxt_policy_nat_rule';
const VPC_TYPE = 'nsxt_vpc_nat_rule';
const inside = Cidr.of('10.20.0.0/16');
const token = Token.asString({ 'Fn::x': 1 });
const GATEWAY_PATH = '${nsxt_policy_tier1_gateway.t1.path}';

const snat = (props: Partial<SnatRuleProps> = {}, site = new Site()): NatRule =>
  NatRule.snat(site, 'out', { gateway: site.tier1(), sources: [inside], translated: ['192.0.2.10'], ...props });
const dnat = (props: Partial<DnatRuleProps> = {}, site = new Site()): NatRule =>
  NatRule.dnat(site, 'in', { gateway: site.tier1(), destinations: ['192.0.2.11'], translated: '10.20.2.11', ...props });
const reflexive = (props: Partial<ReflexiveNatRuleProps> = {}, site = new Site()): NatRule =>
  NatRule.reflexive(site, 'both', { gateway: site.tier1(), source: Cidr.of('10.20.1.0/24'), translated: Cidr.of('192.0.2.0/24'), ...props });

describe('NatRule renders', () => {
  test('source NAT', () => {
    const site = new Site();
    const rule = snat({}, site);
    expect(site.only(TYPE)).toEqual({
      action: 'SNAT',
      display_name: 'out',
      firewall_match: 'MATCH_INTERNAL_ADDRESS',
      gateway_path: GATEWAY_PATH,
      rule_priority: 10,
      source_networks: ['10.20.0.0/16'],
      translated_networks: ['192.0.2.10'],
    });
    expect([NatRule.isNatRule(rule), NatRule.isNatRule(site), rule.priority]).toEqual([true, false, 10]);
  });

  test('source NAT with everything it is told', () => {
    const site = new Site();
    const props: Partial<SnatRuleProps> = {
      name: 'Out',
      description: 'to the world',
      nsxTags: [{ tag: 'out' }],
      nsxId: 'out',
      destinations: [Cidr.of('198.51.100.0/24'), token],
      translated: ['192.0.2.10', '192.0.2.11'],
      service: Service.fromLookup(site, 'https', { name: 'HTTPS' }),
      firewallMatch: 'external',
      priority: 500,
      enabled: false,
      logging: true,
      appliedTo: ['/infra/tier-1s/t1/locale-services/default/interfaces/a'],
    };
    snat(props, site);
    expect(site.only(TYPE)).toMatchSnapshot();
  });

  test('destination NAT with everything it is told', () => {
    const site = new Site();
    const service = Service.fromLookup(site, 'https', { name: 'HTTPS' });
    dnat({ sources: [Cidr.of('203.0.113.0/24')], service, externalPorts: [8000, 8099], onlyPolicyBasedVpn: true, firewallMatch: 'bypass' }, site);
    expect(site.only(TYPE)).toMatchSnapshot();
  });

  test('reflexive NAT', () => {
    const site = new Site();
    reflexive({}, site);
    expect(site.only(TYPE)).toMatchObject({ action: 'REFLEXIVE', source_networks: ['10.20.1.0/24'], translated_networks: ['192.0.2.0/24'] });
    expect(site.only(TYPE)).not.toHaveProperty('destination_networks');
  });

  test('exceptions, which have no translation and no firewall match', () => {
    const site = new Site();
    const gateway = site.tier1();
    const service = Service.fromLookup(site, 'https', { name: 'HTTPS' });
    NatRule.noSnat(site, 'a', { gateway, sources: [inside], destinations: [Cidr.of('10.0.0.0/8')], service });
    NatRule.noDnat(site, 'b', { gateway, sources: [inside], destinations: ['192.0.2.1'], service, onlyPolicyBasedVpn: false });
    expect(site.rendered(TYPE)).toMatchSnapshot();
  });

  test('NAT64', () => {
    const site = new Site();
    const destinations = [Cidr.of('64:ff9b::/96'), '64:ff9b::a01:101'];
    NatRule.nat64(site, 'six', { gateway: site.tier1(), sources: [Cidr.of('::/0')], destinations, translated: ['10.20.0.9'] });
    expect(site.only(TYPE)).toEqual({
      action: 'NAT64',
      destination_networks: ['64:ff9b::/96', '64:ff9b::a01:101'],
      display_name: 'six',
      gateway_path: GATEWAY_PATH,
      rule_priority: 10,
      source_networks: ['::/0'],
      translated_networks: ['10.20.0.9'],
    });
  });

  test('networks that it cannot check as they are', () => {
    const site = new Site();
    reflexive({ source: token, translated: token }, site);
    expect(site.only(TYPE)).toMatchObject({ action: 'REFLEXIVE' });
    expect(() => snat({ sources: [token], translated: ['2001:db8::1'] })).not.toThrow();
  });
});

describe('the order of NAT rules', () => {
  const rule = (scope: Construct, id: string, props: Partial<NatRuleCommonProps>): NatRule =>
    NatRule.snat(scope, id, { sources: [inside], translated: ['192.0.2.10'], ...props });

  test('is that of the program, for each gateway', () => {
    const site = new Site();
    const [one, two] = [site.tier1(), new Tier1Gateway(site, 'two', { edgeCluster: site.node.findChild('edges') as never })];
    const made = [one, two, one, one].map((gateway, index) => rule(site, `r${index}`, { gateway }).priority);
    expect(made).toEqual([10, 10, 20, 30]);
  });

  test('goes on after a priority that is given', () => {
    const site = new Site();
    const gateway = site.tier1();
    const made = [undefined, 500, undefined, 5, undefined].map((priority, index) => rule(site, `r${index}`, { gateway, priority }).priority);
    expect(made).toEqual([10, 500, 510, 5, 520]);
  });

  test('has no ties, whoever came first', () => {
    const site = new Site();
    const gateway = site.tier1();
    rule(site, 'a', { gateway });
    expect(() => rule(site, 'b', { gateway, priority: 10 })).toThrow(
      '[site/b] priority 10 is that of site/a already; leave it out, so that the rules go in the order of the program, or choose another',
    );
    expect(() => rule(site, 'c', { gateway, priority: 0 })).not.toThrow();
    expect(() => rule(site, 'd', { gateway, priority: 0 })).toThrow('priority 0 is that of site/c already');
  });

  test('of NAT64 is apart', () => {
    const site = new Site();
    const gateway = site.tier1();
    rule(site, 'a', { gateway, priority: 7 });
    const six = { gateway, sources: ['2001:db8::1'], destinations: ['2001:db8::2'], translated: ['10.0.0.1'] };
    expect(NatRule.nat64(site, 'b', { ...six, priority: 7 }).priority).toBe(7);
  });

  test('takes a token as it is, and stays in its bounds', () => {
    const site = new Site();
    const gateway = site.tier1();
    const priority = Token.asNumber({ a: 1 });
    expect(rule(site, 'a', { gateway, priority }).priority).toBe(priority);
    expect(rule(site, 'b', { gateway }).priority).toBe(10);
    expect(() => rule(site, 'c', { gateway, priority: -1 })).toThrow('priority must be a whole number from 0 to 2147481599, got -1');
    rule(site, 'd', { gateway, priority: 2147481599 });
    expect(() => rule(site, 'e', { gateway })).toThrow('no priority is left after 2147481599 of site/d; give that a lower one');
  });

  test('is that of the VPC too', () => {
    const site = new Site();
    const vpc = site.vpc();
    expect([rule(vpc, 'a', {}).priority, rule(vpc, 'b', {}).priority]).toEqual([10, 20]);
    expect(
      Object.values(site.rendered(VPC_TYPE))
        .map(({ sequence_number }) => sequence_number)
        .sort(),
    ).toEqual([10, 20]);
  });
});

describe('NatRule refuses', () => {
  test('no props at all', () => {
    expect(() => NatRule.snat(new Site(), 'out', undefined as never)).toThrow(
      '[site/out] props must be an object, got undefined; give at least `{ sources, translated }`',
    );
  });

  test.each<[Partial<SnatRuleProps>, string]>([
    [{ gateway: undefined }, 'a NAT rule needs the gateway that translates, got none; give gateway, or make the rule below a VPC'],
    [{ gateway: '/infra/tier-1s/a' as never }, 'gateway must be a gateway, got "/infra/tier-1s/a"'],
    [{ sources: undefined }, 'sources must be given, got undefined; give a list of addresses and Cidrs'],
    [{ sources: inside as never }, 'sources must be a list of addresses and Cidrs, got an object of Cidr; write `[...]`'],
    [{ sources: [] }, 'sources must be a list of addresses and Cidrs, got a list of 0'],
    [{ sources: ['10.20.0.0/16'] }, 'sources[0] must be an address or a Cidr, got "10.20.0.0/16"; give one such as `Cidr.of('],
    [{ sources: ['10.0.0.1-10.0.0.9'] }, 'sources[0] must be an address or a Cidr, got "10.0.0.1-10.0.0.9"; NSX translates no range'],
    [{ translated: ['2001:db8::1'] }, 'a rule is for IPv4 or for IPv6, got 10.20.0.0/16 among sources and 2001:db8::1/128 among translated'],
    [{ destinations: ['2001:db8::1'] }, 'a rule is for IPv4 or for IPv6, got 10.20.0.0/16 among sources and 2001:db8::1/128 among destinations'],
    [{ service: 'HTTPS' as never }, 'service must be a service, got "HTTPS"'],
    [{ firewallMatch: 'BYPASS' as never }, 'firewallMatch must be one of "internal", "external", "bypass", got "BYPASS"'],
    [{ enabled: 1 as never }, 'enabled must be one of true, false, got 1'],
    [{ logging: 'no' as never }, 'logging must be one of true, false, got "no"'],
    [{ appliedTo: ['uplink'] }, 'appliedTo[0] must be a policy path'],
    [{ appliedTo: [] }, 'appliedTo is an empty list, which NSX takes for every interface; leave it out where that is meant'],
    [{ name: '' }, 'name must not be empty'],
  ])('%#', (props, message) => {
    expect(() => snat(props)).toThrow(`[site/out] ${message}`);
  });

  test.each<[Partial<DnatRuleProps>, string]>([
    [{ destinations: undefined }, 'destinations must be given, got undefined'],
    [{ translated: ['10.0.0.1'] as never }, 'translated must be one address or Cidr, got a list; NSX takes no several there, make a rule for each'],
    [{ translated: undefined }, 'translated must be one address or Cidr, got undefined'],
    [{ externalPorts: 8443 }, 'externalPorts lead to the ports of a service, and NSX ignores them where there is none; give service too'],
    [{ onlyPolicyBasedVpn: 'yes' as never }, 'onlyPolicyBasedVpn must be one of true, false, got "yes"'],
  ])('of destinations %#', (props, message) => {
    expect(() => dnat(props)).toThrow(`[site/in] ${message}`);
  });

  test('reflexive NAT of ranges that differ in size', () => {
    expect(() => reflexive({ translated: Cidr.of('192.0.2.0/25') })).toThrow(
      '[site/both] reflexive NAT goes address for address, and source 10.20.1.0/24 has 256 and translated 192.0.2.0/25 has 128; give ranges of one size',
    );
    expect(() => reflexive({ source: '10.0.0.1', translated: '192.0.2.1' })).not.toThrow();
  });

  test('NAT64 of the wrong family or prefix', () => {
    const site = new Site();
    const good = { gateway: site.tier1(), sources: ['2001:db8::1'], destinations: ['2001:db8::2'], translated: ['10.0.0.1'] };
    expect(() => NatRule.nat64(site, 'a', { ...good, sources: ['10.0.0.1'] })).toThrow('sources of this rule must be IPv6, got 10.0.0.1/32');
    expect(() => NatRule.nat64(site, 'b', { ...good, destinations: ['10.0.0.1'] })).toThrow('destinations of this rule must be IPv6');
    expect(() => NatRule.nat64(site, 'c', { ...good, translated: ['2001:db8::1'] })).toThrow('translated of this rule must be IPv4');
    expect(() => NatRule.nat64(site, 'd', { ...good, destinations: [Cidr.of('2001:db8::/64')] })).toThrow(
      'destinations of NAT64 are addresses or have a prefix of 96 bits, got 2001:db8::/64',
    );
  });

  test('a tier-1 that is known to have no edge cluster', () => {
    const site = new Site();
    const bare = new Tier1Gateway(site, 'bare');
    expect(() => snat({ gateway: bare }, site)).toThrow(
      '[site/out] gateway site/bare has no edge cluster, and without one a tier-1 translates nothing; give it edgeCluster, or name one in the NsxManager',
    );
    const preferred = new Tier1Gateway(site, 'preferred', { edgeCluster: site.node.findChild('edges') as never, preferredEdgePaths: ['/infra/e'] });
    const known = Tier1Gateway.fromLookup(site, 'known', { name: 'prod' });
    for (const [id, gateway] of Object.entries({ preferred, known })) {
      expect(() => NatRule.snat(site, `to-${id}`, { gateway, sources: [inside], translated: ['192.0.2.1'] })).not.toThrow();
    }
  });

  test('a gateway of another manager', () => {
    const site = new Site();
    const gateway = Tier1Gateway.fromLookup(manager(site, 'other', 'other', 'nsx2.example.com'), 't1b', { name: 'a' });
    expect(() => snat({ gateway }, site)).toThrow('gateway is site/other/t1b, of the NSX manager "nsx2.example.com"');
  });
});

describe('NatRule in a project', () => {
  const known = (site: Site): Construct => Project.fromAttributes(site, 'shop', { projectId: 'shop' });
  const rule = (scope: Construct, props: Partial<SnatRuleProps>): NatRule =>
    NatRule.snat(scope, 'out', { sources: [inside], translated: ['192.0.2.10'], ...props });

  test('is rendered in it', () => {
    const site = new Site();
    const project = known(site);
    rule(project, { gateway: site.tier1(undefined, project) });
    expect(site.only(TYPE).context).toEqual({ project_id: 'shop' });
  });

  test('refuses a tier-0, and a tier-1 from elsewhere', () => {
    const site = new Site();
    const tier0 = Tier0Gateway.fromLookup(site, 't0', { name: 'fra-t0' });
    expect(() => rule(known(site), { gateway: tier0 })).toThrow(
      '[site/shop/out] gateway site/t0 is a tier-0, which lies in no project, and this is of site/shop; make the rule outside, or give a tier-1 of the project',
    );
    const outside = new Site();
    expect(() => rule(known(outside), { gateway: outside.tier1() })).toThrow(
      '[site/shop/out] gateway is site/t1, of the default space, and this is of the project shop; make this there, or give one of its own project',
    );
    const within = new Site();
    expect(() => rule(within, { gateway: within.tier1(undefined, known(within)) })).toThrow(
      '[site/out] gateway is site/shop/t1, of the project shop, and this is of the default space',
    );
  });

  test('takes a tier-0 outside, and in the default project, which is outside', () => {
    const site = new Site();
    const gateway = Tier0Gateway.fromLookup(site, 't0', { name: 'fra-t0' });
    rule(site, { gateway });
    expect(() => rule(Project.default(site, 'default'), { gateway })).not.toThrow();
  });

  test('knows a gateway by its path, wherever that is said', () => {
    const site = new Site();
    const gateway = Tier1Gateway.fromAttributes(site, 'own', { gatewayPath: '/orgs/default/projects/shop/infra/tier-1s/own' });
    expect(() => rule(known(site), { gateway })).not.toThrow();
    const unknown = Tier1Gateway.fromAttributes(site, 'token', { gatewayPath: token });
    expect(() =>
      NatRule.snat(site.node.findChild('shop') as Construct, 'b', { gateway: unknown, sources: [inside], translated: [token] }),
    ).not.toThrow();
  });
});

describe('NatRule in a VPC', () => {
  test('is rendered in its NAT section, after what attaches it', () => {
    const site = new Site();
    const project = Project.fromAttributes(site, 'shop', { projectId: 'shop' });
    const connectivityProfile = new VpcConnectivityProfile(project, 'p', { transitGateway: TransitGateway.default(project, 'tgw') });
    const vpc = new Vpc(project, 'web', { connectivityProfile });
    const common = { description: 'd', nsxTags: [{ tag: 'a' }], nsxId: 'x', enabled: true, logging: true };
    NatRule.snat(vpc, 'out', { ...common, sources: [inside], destinations: ['198.51.100.1'], translated: ['192.0.2.10'], priority: 3 });
    expect(site.only(VPC_TYPE)).toMatchSnapshot();
    expect(site.rendered(TYPE)).toEqual({});
  });

  test('is destination NAT or reflexive NAT', () => {
    const site = new Site();
    const vpc = Vpc.fromAttributes(Project.fromAttributes(site, 'shop', { projectId: 'shop' }), 'web', { vpcId: 'web' });
    NatRule.dnat(vpc, 'in', { destinations: ['192.0.2.11'], translated: '10.20.2.11' });
    NatRule.reflexive(vpc, 'both', { source: '10.20.2.12', translated: '192.0.2.12' });
    expect(site.rendered(VPC_TYPE)).toMatchSnapshot();
  });

  test('refuses what a VPC has not', () => {
    const site = new Site();
    const vpc = site.vpc();
    const source = { sources: [inside], translated: ['192.0.2.10'] };
    const in_ = { destinations: ['192.0.2.11'], translated: '10.20.2.11' };
    const service = Service.fromLookup(site, 'https', { name: 'HTTPS' });
    const none = (what: string): string => `the NAT of the VPC site/shop/web has no ${what}; leave it out`;
    expect(() => NatRule.snat(vpc, 'a', { ...source, gateway: site.tier1() })).toThrow(`[site/shop/web/a] ${none('gateway')}`);
    expect(() => NatRule.snat(vpc, 'b', { ...source, appliedTo: ['/infra/x'] })).toThrow(none('appliedTo'));
    expect(() => NatRule.snat(vpc, 'c', { ...source, service })).toThrow(none('service'));
    expect(() => NatRule.dnat(vpc, 'd', { ...in_, onlyPolicyBasedVpn: false })).toThrow(none('onlyPolicyBasedVpn'));
    expect(() => NatRule.noSnat(vpc, 'e', { sources: [inside] })).toThrow(
      'a VPC has SNAT, DNAT, REFLEXIVE, and this is NO_SNAT; make it for a gateway',
    );
    expect(() => NatRule.snat(vpc, 'f', { ...source, translated: ['192.0.2.1', '192.0.2.2'] })).toThrow(
      'translated must be one address or Cidr in a VPC, got 2; make a rule for each',
    );
    expect(() => NatRule.snat(vpc, 'g', { ...source, sources: [inside, '10.0.0.1'] })).toThrow('sources must be one address or Cidr in a VPC');
    expect(() => NatRule.snat(vpc, 'h', { ...source, destinations: ['10.0.0.2', '10.0.0.1'] })).toThrow('destinations must be one');
  });
});

test('NatRule in another stack than its gateway names it by an output of that', () => {
  const owner = new Site();
  const user = new Site(owner.node.root as never, 'user');
  NatRule.snat(user, 'out', { gateway: owner.tier1(), sources: [inside], translated: ['192.0.2.10'] });
  for (const stack of [owner, user]) stack.prepareStack();
  expect(user.only(TYPE).gateway_path).toMatch(/^\$\{data\.terraform_remote_state\.cross-stack-reference-input-site\.outputs\./);
});
