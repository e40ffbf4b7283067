import { TerraformVariable } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { DhcpRelay, EdgeCluster, StaticRoute, type StaticRouteProps, Tier0Gateway, Tier1Gateway, type Tier1GatewayProps } from 'cdk-strata/nsx';
import { NODES, NsxLab, refusal, Space } from '../network/net';

let lab: NsxLab;
beforeEach(() => {
  lab = new NsxLab();
});
const TIER1 = 'nsxt_policy_tier1_gateway';
const t0 = () => Tier0Gateway.fromAttributes(lab, 't0', { gatewayPath: '/infra/tier-0s/fra' });
const edges = () => EdgeCluster.fromAttributes(lab, 'edges', { edgeClusterPath: '/infra/sites/default/enforcement-points/default/edge-clusters/e' });

describe('Tier1Gateway', () => {
  test('on a tier-0 tells it of its segments', () => {
    new Tier1Gateway(lab, 'prod', { tier0: Tier0Gateway.fromLookup(lab, 't0', { name: 'fra-t0' }) });
    expect(lab.rendered('data.nsxt_policy_tier0_gateway')).toEqual({ t0: { display_name: 'fra-t0' } });
    expect(lab.rendered(TIER1)).toEqual({
      prod: {
        display_name: 'prod',
        tier0_path: '${data.nsxt_policy_tier0_gateway.t0.path}',
        failover_mode: 'PREEMPTIVE',
        enable_firewall: true,
        route_advertisement_types: ['TIER1_CONNECTED'],
      },
    });
  });

  test('alone tells nobody of anything', () => {
    new Tier1Gateway(lab, 'alone');
    expect(lab.rendered(TIER1).alone).toMatchObject({ route_advertisement_types: [] });
  });

  test('says all that it can', () => {
    const gateway = new Tier1Gateway(lab, 'prod', {
      name: 'prod-t1',
      description: 'production',
      nsxTags: [{ scope: 'env', tag: 'prod' }],
      nsxId: 'prod',
      tier0: t0(),
      edgeCluster: edges(),
      haMode: 'activeStandby',
      failoverMode: 'nonPreemptive',
      standbyRelocation: true,
      firewall: false,
      defaultRuleLogging: true,
      routeAdvertisement: ['staticRoutes', 'connected', 'nat', 'loadBalancerVip', 'loadBalancerSnat', 'dnsForwarder', 'ipsecLocalEndpoint'],
      routeAdvertisementRules: [
        { name: 'apps', subnets: [Cidr.of('10.20.0.0/16')] },
        { name: 'rest', subnets: [Cidr.of('0.0.0.0/0')], action: 'deny', match: 'exact', types: ['connected'] },
      ],
      poolAllocation: 'lbXlarge',
      dhcp: DhcpRelay.fromAttributes(lab, 'relay', { dhcpConfigPath: '/infra/dhcp-relay-configs/r' }),
      type: 'routed',
      ingressQosProfilePath: '/infra/gateway-qos-profiles/in',
      egressQosProfilePath: '/infra/gateway-qos-profiles/out',
      ipv6NdraProfilePath: '/infra/ipv6-ndra-profiles/default',
      ipv6DadProfilePath: '/infra/ipv6-dad-profiles/default',
    });
    expect(lab.rendered(TIER1)).toMatchSnapshot();
    expect(lab.resolve(gateway.gatewayPath)).toBe('${nsxt_policy_tier1_gateway.prod.path}');
    expect([gateway.tier, Tier1Gateway.isTier1Gateway(gateway), Tier1Gateway.isTier1Gateway(gateway.tier0)]).toEqual([1, true, false]);
  });

  test('prefers edges of its cluster', () => {
    new Tier1Gateway(lab, 'prod', { edgeCluster: edges(), preferredEdgePaths: ['/infra/edge/1', '/infra/edge/2'] });
    expect(lab.rendered(TIER1).prod).toMatchObject({
      locale_service: [
        {
          edge_cluster_path: '/infra/sites/default/enforcement-points/default/edge-clusters/e',
          preferred_edge_paths: ['/infra/edge/1', '/infra/edge/2'],
        },
      ],
    });
    expect(lab.rendered(TIER1).prod).not.toHaveProperty('edge_cluster_path');
  });

  test('takes the edge cluster that the manager names, looked up once, but not in a project or without edges', () => {
    lab = new NsxLab(undefined, 'lab', { edgeCluster: 'edge-fra' });
    for (const id of ['a', 'b']) new Tier1Gateway(lab, id);
    new Tier1Gateway(lab, 'distributed', { haMode: 'distributedOnly' });
    new Tier1Gateway(new Space(lab, 'shop'), 't1');
    new Tier1Gateway(new Space(lab, 'default', 'default'), 't1');
    const taken = Object.entries(lab.rendered(TIER1)).map(([id, each]) => [id.split('_')[0], each.edge_cluster_path, each.ha_mode, each.context]);
    expect(taken.map(([id, edge, ha, context]) => [id, edge !== undefined, ha, context])).toEqual([
      ['a', true, undefined, undefined],
      ['b', true, undefined, undefined],
      ['default', true, undefined, undefined],
      ['distributed', false, 'NONE', undefined],
      ['shop', false, undefined, { project_id: 'shop' }],
    ]);
    expect(Object.values(lab.rendered('data.nsxt_policy_edge_cluster'))).toEqual([{ display_name: 'edge-fra', provider: 'nsxt' }]);
  });

  test.each<[string, () => Tier1GatewayProps, string]>([
    [
      'a tier-1 as tier-0',
      () => ({ tier0: lab.tier1() as never }),
      'tier0 must be a tier-0 gateway, got lab/t1, a tier-1 one; give a `Tier0Gateway.fromLookup(...)`',
    ],
    ['something else as tier-0', () => ({ tier0: 'fra-t0' as never }), 'tier0 must be a gateway, got "fra-t0"; give'],
    [
      'edges of a distributed one',
      () => ({ haMode: 'distributedOnly', edgeCluster: edges() }),
      "haMode is 'distributedOnly', which runs on no edge; leave out",
    ],
    [
      'preferred edges of none',
      () => ({ preferredEdgePaths: ['/infra/e/1'] }),
      'preferredEdgePaths are edges of an edge cluster; give edgeCluster too',
    ],
    [
      'preferred edges that a standby leaves',
      () => ({ edgeCluster: edges(), preferredEdgePaths: ['/infra/e/1'], standbyRelocation: true }),
      'standbyRelocation moves the standby away from the preferredEdgePaths; leave out one of the two',
    ],
    [
      'routes told to nobody',
      () => ({ routeAdvertisement: ['nat'] }),
      'routes are advertised to a tier-0, and this gateway hangs on none; give tier0',
    ],
    [
      'an unknown kind of routes',
      () => ({ tier0: t0(), routeAdvertisement: ['TIER1_NAT' as never] }),
      'routeAdvertisement[0] must be one of "staticRoutes", "connected"',
    ],
    [
      'a kind of routes twice',
      () => ({ tier0: t0(), routeAdvertisement: ['nat', 'nat'] }),
      'routeAdvertisement must differ, got "nat" for number 1 and number 2',
    ],
    [
      'one kind of routes outside a list',
      () => ({ tier0: t0(), routeAdvertisement: 'nat' as never }),
      "routeAdvertisement must be a list, such as ['connected', 'nat'], got \"nat\"",
    ],
    [
      'a rule about nothing',
      () => ({ tier0: t0(), routeAdvertisementRules: [{ name: 'r', subnets: [] }] }),
      'routeAdvertisementRules[0] is about no range; give it at least one, or leave it out',
    ],
    [
      'a rule of advertisement outside of a list',
      () => ({ tier0: t0(), routeAdvertisementRules: { name: 'r', subnets: [NODES] } as never }),
      'routeAdvertisementRules must be a list, each of it a rule, got ',
    ],
    ['a routed one without a tier-0', () => ({ type: 'natted' }), "a gateway of type 'natted' needs a tier-0; give tier0, or make it 'isolated'"],
    [
      'an unknown mode',
      () => ({ failoverMode: 'PREEMPTIVE' as never }),
      'failoverMode must be one of "preemptive", "nonPreemptive", got "PREEMPTIVE"',
    ],
    ['a path that is none', () => ({ ingressQosProfilePath: 'in' }), 'ingressQosProfilePath must be a policy path'],
    ['a long name', () => ({ name: 'n'.repeat(256) }), 'name must have at most 255 characters, got 256'],
  ])('refuses %s', (_, props, message) => {
    expect(refusal(() => new Tier1Gateway(lab, 'x', props()))).toContain(`[lab/x] ${message}`);
  });

  test('is not made in a VPC', () => {
    expect(refusal(() => new Tier1Gateway(new Space(lab, 'web', 'shop', 'web'), 'x'))).toBe(
      '[lab/web/x] tier-1 gateways are not made in a VPC, and this one is, in lab/web; a VPC is its own gateway; make this in the project, or leave it out',
    );
  });

  test('is looked up where it lies', () => {
    Tier1Gateway.fromLookup(lab, 'a', { name: 'prod' });
    Tier1Gateway.fromLookup(new Space(lab, 'shop'), 'b', { name: 'shop' });
    expect(Object.values(lab.rendered('data.nsxt_policy_tier1_gateway'))).toEqual([
      { display_name: 'prod' },
      { display_name: 'shop', context: { project_id: 'shop' } },
    ]);
    expect(Tier1Gateway.fromAttributes(lab, 'c', { gatewayPath: '/infra/tier-1s/c' })).toMatchObject({ tier: 1, gatewayPath: '/infra/tier-1s/c' });
    expect(refusal(() => Tier1Gateway.fromAttributes(lab, 'd', { gatewayPath: 'prod' }))).toContain('gatewayPath must be a policy path');
  });
});

test('a tier-0 and an edge cluster are looked up outside of projects', () => {
  const project = new Space(lab, 'shop');
  Tier0Gateway.fromLookup(project, 't0', { name: 'fra-t0' });
  EdgeCluster.fromLookup(project, 'edges', { name: 'edge-fra' });
  expect(Object.values(lab.rendered('data.nsxt_policy_tier0_gateway'))).toEqual([{ display_name: 'fra-t0' }]);
  expect(Object.values(lab.rendered('data.nsxt_policy_edge_cluster'))).toEqual([{ display_name: 'edge-fra' }]);
  expect(refusal(() => EdgeCluster.fromAttributes(lab, 'x', { edgeClusterPath: '' }))).toContain('edgeClusterPath must not be empty');
});

describe('StaticRoute', () => {
  const route = (props: Partial<StaticRouteProps> = {}): StaticRoute =>
    new StaticRoute(lab, 'x', { gateway: lab.tier1(), network: NODES, nextHops: [{ address: '10.9.0.1' }], ...props });

  test('leads to next hops', () => {
    route({
      name: 'to-nodes',
      nextHops: [
        { address: '10.9.0.1' },
        { address: '10.9.0.2', adminDistance: 4 },
        { interfacePath: '/infra/tier-1s/t1/locale-services/default/interfaces/i' },
      ],
    });
    expect(lab.rendered('nsxt_policy_static_route').x).toEqual({
      display_name: 'to-nodes',
      gateway_path: '${nsxt_policy_tier1_gateway.t1.path}',
      network: '10.20.0.0/23',
      next_hop: [
        { ip_address: '10.9.0.1' },
        { ip_address: '10.9.0.2', admin_distance: 4 },
        { interface: '/infra/tier-1s/t1/locale-services/default/interfaces/i' },
      ],
    });
  });

  test('lies in the project of its gateway, and of a tier-0 in none', () => {
    const project = new Space(lab, 'shop');
    route({ gateway: new Tier1Gateway(project, 't1') });
    new StaticRoute(project, 'y', {
      gateway: Tier0Gateway.fromLookup(project, 't0', { name: 't0' }),
      network: NODES,
      nextHops: [{ address: '10.9.0.1' }],
    });
    expect(Object.values(lab.rendered('nsxt_policy_static_route')).map(({ context }) => context)).toEqual([undefined, { project_id: 'shop' }]);
  });

  test('takes tokens', () => {
    const token = new TerraformVariable(lab, 'hop', { type: 'string' }).stringValue;
    route({ nextHops: [{ address: token }] });
    expect(lab.rendered('nsxt_policy_static_route').x).toMatchObject({ next_hop: [{ ip_address: '${var.hop}' }] });
  });

  test.each<[string, Partial<StaticRouteProps>, string]>([
    ['no next hop', { nextHops: [] }, 'nextHops must name at least one; give one such as `{ address:'],
    ['a next hop to nowhere', { nextHops: [{ adminDistance: 2 }] }, 'nextHops[0] leads nowhere; give its address, or its interfacePath'],
    ['a next hop of IPv6', { nextHops: [{ address: '2001:db8::1' }] }, 'address of nextHops[0] must be an IPv4 address, got "2001:db8::1"'],
    [
      'a cost out of bounds',
      { nextHops: [{ address: '10.9.0.1', adminDistance: 256 }] },
      'adminDistance of nextHops[0] must be a whole number from 1 to 255, got 256',
    ],
    ['a text as network', { network: '10.0.0.0/8' as never }, 'network must be a Cidr, got "10.0.0.0/8"'],
    ['no gateway', { gateway: undefined as never }, 'gateway must be a gateway, got undefined; give a `new Tier1Gateway(...)`'],
  ])('refuses %s', (_, props, message) => {
    expect(refusal(() => route(props))).toContain(`[lab/x] ${message}`);
  });

  test('is not made in a VPC', () => {
    const vpc = new Space(lab, 'web', 'shop', 'web');
    const make = () => new StaticRoute(vpc, 'x', { gateway: lab.tier1(), network: NODES, nextHops: [{ address: '10.9.0.1' }] });
    expect(refusal(make)).toContain('static routes are not made in a VPC, and this one is, in lab/web; make it outside of the VPC');
  });
});
