import { Cidr, Flow } from 'cdk-strata';
import {
  DhcpServer,
  FirewallPolicy,
  type FirewallPolicyProps,
  GatewayFirewallPolicy,
  Group,
  GroupMembers,
  type ISegment,
  NatRule,
  Project,
  Segment,
  Service,
  Tier0Gateway,
  Tier1Gateway,
  TransportZone,
  Vpc,
  VpcSubnet,
} from 'cdk-strata/nsx';
import { PortGroup } from 'cdk-strata/vsphere';
import { TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { Room } from '../../vsphere/room';
import { manager } from './site';

/** Two projects that the app makes, whose ids are tokens, with a VPC in each. */
class Towns extends Room {
  public readonly nsx = manager(this, 'nsx');
  public readonly t0 = Tier0Gateway.fromLookup(this, 't0', { name: 'fra-t0' });
  public readonly shop = new Project(this, 'shop', { tier0Gateways: [this.t0] });
  public readonly bank = new Project(this, 'bank', { tier0Gateways: [this.t0] });
  public readonly web = new Vpc(this.shop, 'web', { privateRanges: [Cidr.of('10.0.0.0/16')] });
  private count = 0;

  public segment(scope: Construct, id: string, gateway?: Tier1Gateway): Segment {
    const zone = scope === this ? TransportZone.fromAttributes(this, `${id}-zone`, { transportZonePath: '/infra/zones/tz' }) : undefined;
    return new Segment(scope, id, { gateway, transportZone: zone });
  }

  public policy(scope: Construct, props: Partial<FirewallPolicyProps>): FirewallPolicy {
    return new FirewallPolicy(scope, `policy-${++this.count}`, { appliedTo: 'everything', ...props });
  }

  public rule(scope: Construct, rule: object): () => unknown {
    return () => this.policy(scope, { rules: [{ name: 'r', drop: 'any', ...rule }] });
  }
}

let towns: Towns;
beforeEach(() => {
  towns = new Towns();
});

const path = (what: string): string => `/orgs/default/projects/${what}`;

describe('a segment hangs on a gateway of its own project', () => {
  const places = (): Record<string, Construct> => ({ lab: towns, shop: towns.shop, bank: towns.bank });

  test('and on none of another, nor across the default space', () => {
    const gateways = Object.fromEntries(Object.entries(places()).map(([id, scope]) => [id, new Tier1Gateway(scope, `t1-${id}`)]));
    for (const [of, gateway] of Object.entries(gateways)) {
      for (const [at, scope] of Object.entries(places())) {
        const make = (): Segment => towns.segment(scope, `on-${of}-${at}`, gateway);
        if (of === at) expect(make).not.toThrow();
        else
          expect(make).toThrow(`gateway is ${gateway.node.path}, of the ${of === 'lab' ? 'default space' : `project lab/${of}`}, and this is of the`);
      }
    }
  });

  test('be it looked up there, or known by its path, and what nobody can tell passes', () => {
    const looked = Tier1Gateway.fromLookup(towns.bank, 'looked', { name: 't1' });
    const known = Tier1Gateway.fromAttributes(towns, 'known', { gatewayPath: path('bank/infra/tier-1s/t1') });
    const unknown = Tier1Gateway.fromAttributes(towns, 'token', { gatewayPath: new TerraformVariable(towns, 'path', {}).stringValue });
    const below = Tier1Gateway.fromAttributes(towns.bank, 'below', { gatewayPath: unknown.gatewayPath });
    const on = (gateway: object, id: string) => (): unknown => towns.segment(towns.shop, id, gateway as Tier1Gateway);
    expect(on(looked, 'a')).toThrow('gateway is lab/bank/looked, of the project lab/bank');
    expect(on(below, 'b')).toThrow('gateway is lab/bank/below, of the project lab/bank');
    expect(on(unknown, 'c')).not.toThrow();
    expect(on(known, 'd')).not.toThrow(); // the id of the project that is made is not known
    const named = new Project(towns, 'named', { nsxId: 'named' });
    expect(() => towns.segment(named, 'e', known as Tier1Gateway)).toThrow(
      'gateway is lab/known, of the project bank, and this is of the project named',
    );
    const again = Project.fromLookup(towns, 'again', { name: 'shop' });
    expect(() => towns.segment(again, 'f', new Tier1Gateway(towns.shop, 't1'))).not.toThrow();
  });

  test('and takes DHCP profiles of it, or of the default space', () => {
    const [ours, theirs, shared] = [towns.shop, towns.bank, towns].map((scope) => new DhcpServer(scope, 'leases'));
    const served = (id: string, dhcpProfile: DhcpServer) => (): unknown => new Segment(towns.shop, id, { dhcpProfile });
    expect(served('a', ours!)).not.toThrow();
    expect(served('b', shared!)).not.toThrow();
    expect(served('c', theirs!)).toThrow('dhcpProfile is lab/bank/leases, of the project lab/bank');
  });
});

describe('a firewall policy names what is of its project, or shared', () => {
  test('as what it is applied to', () => {
    const [ours, theirs, shared] = [towns.segment(towns.shop, 's'), towns.segment(towns.bank, 's'), towns.segment(towns, 's')];
    for (const segment of [ours, shared]) expect(() => towns.policy(towns.shop, { appliedTo: [segment] })).not.toThrow();
    expect(() => towns.policy(towns.shop, { appliedTo: [theirs] })).toThrow('appliedTo[0] is lab/bank/s, of the project lab/bank');
    const known = Segment.fromAttributes(towns, 'known', { segmentPath: path('bank/infra/segments/s') });
    const named = new Project(towns, 'named', { nsxId: 'named' });
    expect(() => towns.policy(named, { appliedTo: [known] })).toThrow('appliedTo[0] is lab/known, of the project bank');
    expect(() => towns.policy(towns, { appliedTo: [theirs] })).not.toThrow();
  });

  test('in its rules, and in groups', () => {
    const [segment, group] = [towns.segment(towns.bank, 's'), new Group(towns.bank, 'g')];
    expect(towns.rule(towns.shop, { from: [segment] })).toThrow('rule "r": from[0] is lab/bank/s, of the project lab/bank');
    expect(towns.rule(towns.shop, { to: [group] })).toThrow('rule "r": to[0] is lab/bank/g, of the project lab/bank');
    expect(towns.rule(towns.shop, { from: [GroupMembers.of(group)] })).toThrow('one of the members is lab/bank/g, of the project lab/bank');
    expect(towns.rule(towns.web, { from: [group] })).toThrow('rule "r": from[0] is lab/bank/g, of the project lab/bank');
    const service = new Service(towns.bank, 'svc', { entries: [Flow.tcp(1)] });
    expect(towns.rule(towns.shop, { drop: [service] })).toThrow('rule "r": drop[0] is lab/bank/svc, of the project lab/bank');
    for (const scope of [towns, towns.bank]) expect(towns.rule(scope, { from: [segment], to: [group] })).not.toThrow();
    const shared = Group.fromLookup(towns.bank, 'shared', { name: 'g', shared: true });
    expect(towns.rule(towns.shop, { from: [shared] })).not.toThrow();
  });
});

describe('what is in a project hangs on a tier-0 that is lent to it', () => {
  const hang =
    (project: Construct, id: string, tier0 = towns.t0) =>
    (): unknown =>
      new Tier1Gateway(project, id, { tier0 });

  test('where both are known', () => {
    const other = Tier0Gateway.fromLookup(towns, 'other', { name: 'ber-t0' });
    const none = new Project(towns, 'none');
    expect(hang(towns.shop, 'a')).not.toThrow();
    expect(hang(towns, 'b', other)).not.toThrow();
    expect(hang(towns.shop, 'c', other)).toThrow('tier0 is lab/other, which is none of the tier0Gateways of the project lab/shop; add it to these');
    expect(hang(none, 'd')).toThrow('tier0 is lab/t0, which is none of the tier0Gateways of the project lab/none');
    expect(() => towns.segment(towns.shop, 'e', other as never)).toThrow('gateway is lab/other, which is none of the tier0Gateways');
    expect(() => towns.segment(towns.shop, 'f', towns.t0 as never)).not.toThrow();
  });

  test('and passes where two may be one', () => {
    const [again, longer] = ['fra-t0', 'fra-t0-vrf'].map((name) => Tier0Gateway.fromLookup(towns, `${name}-again`, { name }));
    const [known, same, far] = ['fra', 'fra', 'ber'].map((id, index) =>
      Tier0Gateway.fromAttributes(towns, `known-${index}`, { gatewayPath: `/infra/tier-0s/${id}` }),
    );
    for (const [index, tier0] of [again!, longer!, known!].entries()) expect(hang(towns.shop, `t1-${index}`, tier0)).not.toThrow();
    expect(hang(Project.fromLookup(towns, 'looked', { name: 'x' }), 't1', far)).not.toThrow();
    const byPath = new Project(towns, 'by-path', { tier0Gateways: [known!] });
    expect(hang(byPath, 'same', same)).not.toThrow();
    expect(hang(byPath, 'looked', again)).not.toThrow();
    expect(hang(byPath, 'far', far)).toThrow('tier0 is lab/known-2, which is none of the tier0Gateways of the project lab/by-path');
  });
});

describe('a VPC has what is in it', () => {
  const inVpc = (id = 'apps', scope: Construct = towns.web): VpcSubnet => new VpcSubnet(scope, id, { size: 16 });
  const on = (network: ISegment | PortGroup, id: string) => towns.fleet({ network }, id);
  const outside = 'which is on no subnet of the VPC lab/shop/web, and a group of a VPC has machines of the VPC only; give its addresses';

  test('so that a rule names no machine outside it', () => {
    const other = new Vpc(towns.shop, 'other', { privateRanges: [Cidr.of('10.0.0.0/16')] });
    const far = {
      segment: towns.segment(towns.shop, 's'),
      subnet: inVpc('apps', other),
      ports: towns.nodes,
      old: Segment.fromAttributes(towns, 'known', { segmentPath: '/infra/segments/s' }),
    };
    for (const [key, network] of Object.entries(far)) {
      const id = `on-${key}`;
      const fleet = on(network as ISegment, id);
      expect(towns.rule(towns.web, { from: [fleet] })).toThrow(`rule "r": from[0] has lab/${id}/${id}-1, ${outside}`);
      expect(() => towns.policy(towns.web, { appliedTo: [fleet] })).toThrow(`appliedTo[0] has lab/${id}/${id}-1, ${outside}`);
      expect(towns.rule(towns.web, { from: [GroupMembers.of(fleet)] })).toThrow(`members has lab/${id}/${id}-1, ${outside}`);
      expect(towns.rule(towns.shop, { from: [fleet] })).not.toThrow();
    }
  });

  test('and any that is, or may be, on one of its subnets', () => {
    const subnet = inVpc();
    const both = towns.fleet({ network: towns.nodes, moreNetworks: [subnet] }, 'both');
    const token = Segment.fromAttributes(towns, 'token', { segmentPath: new TerraformVariable(towns, 'path', {}).stringValue });
    const looked = PortGroup.fromAttributes(towns, 'looked', { networkId: 'dvportgroup-7' });
    const machines = [on(subnet, 'in'), both, on(token, 'unknown'), on(looked as PortGroup, 'port-group')];
    for (const fleet of machines) expect(towns.rule(towns.web, { from: [fleet] })).not.toThrow();
  });

  test('and is applied to none of the segments of others', () => {
    const far = [
      towns.segment(towns.shop, 's'),
      towns.segment(towns, 's'),
      inVpc('apps', new Vpc(towns.shop, 'other', { privateRanges: [Cidr.of('10.0.0.0/16')] })),
    ];
    for (const segment of far) {
      expect(() => towns.policy(towns.web, { appliedTo: [segment] })).toThrow(
        `appliedTo[0] is ${segment.node.path}, which is no subnet of the VPC lab/shop/web, and a policy of a VPC is enforced on what is in it`,
      );
    }
    expect(towns.rule(towns.web, { from: far.slice(0, 2) })).not.toThrow();
    expect(() => towns.policy(towns.web, { appliedTo: [inVpc()] })).not.toThrow();
    const known = Vpc.fromAttributes(Project.fromAttributes(towns, 'p', { projectId: 'p' }), 'v', { vpcId: 'v' });
    const by = (segmentPath: string): ISegment => Segment.fromAttributes(towns, segmentPath.replace(/\//g, '-'), { segmentPath });
    expect(() => towns.policy(known, { appliedTo: [by(path('p/vpcs/v/subnets/a'))] })).not.toThrow();
    for (const other of ['p/vpcs/w/subnets/a', 'p/infra/segments/a']) {
      expect(() => towns.policy(known, { appliedTo: [by(path(other))] })).toThrow('which is no subnet of the VPC lab/p/v');
    }
  });
});

test("a tier-1 of a project without edges is told that the manager's do not hold there", () => {
  const [bare, own] = [new Tier1Gateway(towns, 'bare'), new Tier1Gateway(towns.shop, 'own')];
  const nat = (scope: Construct, gateway: Tier1Gateway) => (): unknown =>
    NatRule.snat(scope, 'out', { gateway, sources: [Cidr.of('10.0.0.0/8')], translated: ['192.0.2.1'] });
  expect(nat(towns, bare)).toThrow('translates nothing; give it edgeCluster, or name one in the NsxManager');
  expect(nat(towns.shop, own)).toThrow("translates nothing; give it edgeCluster, since the manager's holds in no project");
  expect(() => new GatewayFirewallPolicy(towns.shop, 'door', { gateways: [own] })).toThrow("since the manager's holds in no project");
});
