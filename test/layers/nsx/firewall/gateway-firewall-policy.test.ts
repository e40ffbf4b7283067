import { Token } from 'cdktf';
import { Cidr, Flow } from 'cdk-strata';
import {
  ContextProfile,
  GatewayFirewallPolicy,
  type GatewayFirewallPolicyProps,
  type GatewayFirewallRuleProps,
  ServiceEntry,
  Tier0Gateway,
  Tier1Gateway,
} from 'cdk-strata/nsx';
import type { Construct } from 'constructs';
import { manager, Space } from '../group/net';
import { Wall } from './wall';

const TYPE = 'nsxt_policy_gateway_policy';
const VPC_TYPE = 'nsxt_vpc_gateway_policy';

const gateway = (wall: Wall): Tier1Gateway => (wall.node.tryFindChild('t1') as Tier1Gateway | undefined) ?? wall.tier1();
const make = (wall: Wall, props: Partial<GatewayFirewallPolicyProps> = {}, scope: Construct = wall, id = 'edge'): GatewayFirewallPolicy =>
  new GatewayFirewallPolicy(scope, id, { gateways: [gateway(wall)], ...props });

describe('GatewayFirewallPolicy renders', () => {
  test('rules for its gateways', () => {
    const wall = new Wall();
    const policy = make(wall, { default: 'drop', rules: [{ name: 'web', to: [wall.ledger], allow: [Flow.tcp(443)] }] });
    expect(wall.only(TYPE)).toEqual({
      category: 'LocalGatewayRules',
      display_name: 'edge',
      lifecycle: { create_before_destroy: true },
      rule: [
        {
          action: 'ALLOW',
          destination_groups: ['${nsxt_policy_group.ledger_nsx-group_1583EB00.path}'],
          direction: 'IN_OUT',
          display_name: 'web',
          scope: ['${nsxt_policy_tier1_gateway.t1.path}'],
          service_entries: { l4_port_set_entry: [{ destination_ports: ['443'], protocol: 'TCP' }] },
        },
        { action: 'DROP', direction: 'IN_OUT', display_name: 'default', scope: ['${nsxt_policy_tier1_gateway.t1.path}'] },
      ],
      sequence_number: 10,
    });
    expect([GatewayFirewallPolicy.isGatewayFirewallPolicy(policy), GatewayFirewallPolicy.isGatewayFirewallPolicy(wall)]).toEqual([true, false]);
    expect(wall.resolve(policy.policyPath)).toBe('${nsxt_policy_gateway_policy.edge.path}');
  });

  test('everything it is told', () => {
    const wall = new Wall();
    const t0 = Tier0Gateway.fromLookup(wall, 't0', { name: 'fra-t0' });
    const policy = make(wall, {
      name: 'Edge',
      description: 'what crosses the edge',
      nsxTags: [{ tag: 'edge' }],
      nsxId: 'edge',
      gateways: [t0, wall.tier1(), t0],
      category: 'preRules',
      sequence: 7,
      stateful: true,
      tcpStrict: true,
      locked: false,
      comments: 'x',
      domain: 'fra',
      default: 'allow',
      defaultLogged: true,
    });
    const interfaces = ['/infra/tier-0s/fra-t0/locale-services/default/interfaces/up1'];
    policy.addRule({ name: 'up', from: [Cidr.of('0.0.0.0/0')], reject: 'any', direction: 'in', interfaces, logged: true, logLabel: 'up' });
    expect(wall.only(TYPE)).toMatchSnapshot();
  });

  test.each([
    ['emergency', 'Emergency'],
    ['localGateway', 'LocalGatewayRules'],
    ['default', 'Default'],
  ] as const)('the category %s', (category, text) => {
    const wall = new Wall();
    make(wall, { category });
    expect(wall.only(TYPE)).toMatchObject({ category: text });
    expect(wall.only(TYPE)).not.toHaveProperty('rule');
  });

  test('a policy of the VPC that it stands below', () => {
    const wall = new Wall();
    const vpc = new Space(new Space(wall, 'shop'), 'web', 'shop', 'web');
    new GatewayFirewallPolicy(vpc, 'ns', { default: 'drop', rules: [{ name: 'in', to: ['10.0.0.1'], allow: [Flow.tcp(443)] }] });
    expect(wall.only(VPC_TYPE)).toMatchSnapshot();
  });

  test('a policy of a project, with a gateway of it', () => {
    const wall = new Wall();
    const shop = new Space(wall, 'shop');
    make(wall, { gateways: [wall.tier1(undefined, 't1', shop)] }, shop);
    expect(wall.only(TYPE)).toMatchObject({ context: { project_id: 'shop' } });
  });

  test('a gateway that is looked up, and one with edges that it prefers', () => {
    const wall = new Wall();
    const preferred = wall.tier1({ edgeCluster: wall.edges(), preferredEdgePaths: ['/infra/a/b'] }, 't2');
    expect(() => make(wall, { gateways: [Tier1Gateway.fromLookup(wall, 't1', { name: 'prod' }), preferred] })).not.toThrow();
  });
});

describe('GatewayFirewallPolicy is refused', () => {
  const web: GatewayFirewallRuleProps = { name: 'web', allow: 'any' };
  test.each<[string, (wall: Wall) => Partial<GatewayFirewallPolicyProps>]>([
    [
      'a policy of the gateway firewall needs the gateways that enforce it, got undefined; give gateways, or make it below a VPC',
      () => ({ gateways: undefined }),
    ],
    ['gateways must be a list of at least one, got a list of 0; write `[t1]`', () => ({ gateways: [] })],
    ['gateways must be a list of at least one, got ', (wall) => ({ gateways: gateway(wall) as never })],
    ['gateways[0] must be a gateway, got 5', () => ({ gateways: [5 as never] })],
    ['gateways[0] is lab/t2, which has no edge cluster, and without one a tier-1 enforces nothing', (wall) => ({ gateways: [wall.tier1({}, 't2')] })],
    [
      'gateways[0] is lab/t2, whose firewall is off; leave out its `firewall: false`',
      (wall) => ({ gateways: [wall.tier1({ edgeCluster: wall.edges(), firewall: false }, 't2')] }),
    ],
    [
      'gateways[0] is lab/shop/t2, of the project shop, and this is of the default space',
      (wall) => ({ gateways: [wall.tier1(undefined, 't2', new Space(wall, 'shop'))] }),
    ],
    ['category must be one of "emergency", "preRules", "localGateway", "default", got "application"', () => ({ category: 'application' as never })],
    ['tcpStrict is true, and the policy keeps no state', () => ({ stateful: false, tcpStrict: true })],
    ['defaultLogged is given without default', () => ({ defaultLogged: false })],
    ['default must be one of "allow", "drop", "reject", got true', () => ({ default: true as never })],
    ['rules must be a list, got "x"', () => ({ rules: 'x' as never })],
    [
      'rule "web" jumps, which only rules of the distributed firewall do; let it allow',
      () => ({ rules: [{ name: 'web', jumpToApplication: 'any' } as never] }),
    ],
    ['rule "web" has the name of another one', () => ({ rules: [web, web] })],
    ['rule "web": interfaces is an empty list; leave it out', () => ({ rules: [{ ...web, interfaces: [] }] })],
    ['rule "web": interfaces[0] must be a policy path', () => ({ rules: [{ ...web, interfaces: ['uplink'] }] })],
    ['rule "web" has `appliedTo`, which rules of this firewall do not', (wall) => ({ rules: [{ ...web, appliedTo: [wall.ledger] } as never] })],
    [
      'rule "web" has profiles, which NSX supports on no tier-0, and lab/t0 is one; leave them out, or make the policy for a tier-1',
      (wall) => ({
        gateways: [gateway(wall), Tier0Gateway.fromLookup(wall, 't0', { name: 't0' })],
        rules: [{ ...web, profiles: [new ContextProfile(wall, 'p', { apps: ['SSL'] })] }],
      }),
    ],
    [
      'rule "web": profiles[1] is lab/p, which lists domain names, and the gateway firewall knows applications only; say it in a `FirewallPolicy`',
      (wall) => ({
        rules: [
          { ...web, profiles: [new ContextProfile(wall, 'o', { apps: ['SSL'] }), new ContextProfile(wall, 'p', { domainNames: ['*.example.com'] })] },
        ],
      }),
    ],
    [
      'rule "web": profiles[0] is lab/p, which narrows an application, and the gateway firewall knows',
      (wall) => ({ rules: [{ ...web, profiles: [new ContextProfile(wall, 'p', { apps: [{ id: 'SSL', tlsVersions: ['TLS_V12'] }] })] }] }),
    ],
    ['rule "web": allow[0] is an EtherType', () => ({ rules: [{ ...web, allow: [ServiceEntry.etherType(0x0806)] }] })],
  ])('where %s', (message, props) => {
    const wall = new Wall();
    expect(() => new GatewayFirewallPolicy(wall, 'edge', { gateways: [gateway(wall)], ...props(wall) })).toThrow(`[lab/edge] ${message}`);
  });

  test('with a tier-0 in a project, or a gateway of another manager', () => {
    const wall = new Wall();
    const shop = new Space(wall, 'shop');
    const t0 = Tier0Gateway.fromLookup(shop, 't0', { name: 'fra-t0' });
    expect(() => make(wall, { gateways: [t0] }, shop)).toThrow(
      'gateways[0] is lab/shop/t0, a tier-0, which lies in no project, and this is of lab/shop',
    );
    const far = Tier1Gateway.fromLookup(manager(wall, 'edge', 'edge', 'nsx.edge.example.com'), 't1', { name: 'far' });
    expect(() => make(wall, { gateways: [far] }, wall, 'x')).toThrow('gateways[0] is lab/edge/t1, of the NSX manager "nsx.edge.example.com"');
  });

  test('in a VPC with what it does not have', () => {
    const wall = new Wall();
    const vpc = new Space(wall, 'web', 'shop', 'web');
    const no = 'is given, and the policies of a VPC, here lab/web, have none; leave it out';
    expect(() => make(wall, {}, vpc, 'a')).toThrow(`gateways ${no}`);
    expect(() => make(wall, { gateways: undefined, category: 'default' }, vpc, 'b')).toThrow(`category ${no}`);
    expect(() => make(wall, { gateways: undefined, domain: 'x' }, vpc, 'c')).toThrow(`domain ${no}`);
    expect(() => make(wall, { gateways: undefined, rules: [{ ...web, interfaces: ['/infra/x'] }] }, vpc, 'd')).toThrow(
      'rule "web" has interfaces, and in a VPC there are none to name; leave it out',
    );
  });

  test('never for a token', () => {
    const token = Token.asString({ x: 1 });
    expect(() => make(new Wall(), { name: token, rules: [{ ...web, name: token, interfaces: [token] }] })).not.toThrow();
  });
});
