import type { Construct } from 'constructs';
import type { Cidr } from '../../../units';
import { checkDistinct, checkKinds, checkOneOf, checkText, got } from '../../check';
import { ConstructError } from '../../construct-error';
import { CIDR, type Kind } from '../../kind';
import type { PolicyTier1GatewayRouteAdvertisementRule } from '../bindings';

/** What a tier-1 gateway can tell its tier-0 of, in the order of NSX's own switches. */
export type RouteAdvertisement =
  'staticRoutes' | 'connected' | 'nat' | 'loadBalancerVip' | 'loadBalancerSnat' | 'dnsForwarder' | 'ipsecLocalEndpoint';

/** NSX's names of them. */
const TYPES: Readonly<Record<RouteAdvertisement, string>> = {
  staticRoutes: 'TIER1_STATIC_ROUTES',
  connected: 'TIER1_CONNECTED',
  nat: 'TIER1_NAT',
  loadBalancerVip: 'TIER1_LB_VIP',
  loadBalancerSnat: 'TIER1_LB_SNAT',
  dnsForwarder: 'TIER1_DNS_FORWARDER_IP',
  ipsecLocalEndpoint: 'TIER1_IPSEC_LOCAL_ENDPOINT',
};

/** Which of the routes that a tier-1 gateway could tell of it does. */
export interface RouteAdvertisementRule {
  readonly name: string;

  /** The ranges it is about, at least one. */
  readonly subnets: readonly Cidr[];

  /**
   * Whether routes to them are told or kept.
   * @default 'permit'
   */
  readonly action?: 'permit' | 'deny';

  /**
   * Whether it is about routes to the ranges themselves only, or to parts of them as well.
   * @default 'orLonger'
   */
  readonly match?: 'exact' | 'orLonger';

  /**
   * The kinds of routes it is about.
   * @default - all that are advertised
   */
  readonly types?: readonly RouteAdvertisement[];
}

const RULE: Kind = { member: 'subnets', name: 'a rule', repair: "give one such as `{ name: 'nodes', subnets: [Cidr.of('10.20.0.0/23')] }`" };

/** Kinds of routes as the provider takes them, each once. */
export function advertisedTypes(gateway: Construct, what: string, types: readonly RouteAdvertisement[]): string[] {
  if (!Array.isArray(types)) {
    throw new ConstructError(gateway, `${what} must be a list, such as ['connected', 'nat'], got ${got(types)}`);
  }
  const checked = (types as readonly RouteAdvertisement[]).map((type, index) =>
    checkOneOf(gateway, `${what}[${index}]`, type, Object.keys(TYPES) as RouteAdvertisement[]),
  );
  checkDistinct(gateway, what, checked);
  return checked.map((type) => TYPES[type]);
}

export function advertisementRules(gateway: Construct, rules: readonly RouteAdvertisementRule[]): PolicyTier1GatewayRouteAdvertisementRule[] {
  return checkKinds(gateway, 'routeAdvertisementRules', rules, RULE).map((rule, index) => {
    const what = `routeAdvertisementRules[${index}]`;
    const subnets = checkKinds(gateway, `subnets of ${what}`, rule.subnets, CIDR);
    if (subnets.length === 0) throw new ConstructError(gateway, `${what} is about no range; give it at least one, or leave it out`);
    return {
      name: checkText(gateway, `name of ${what}`, rule.name),
      subnets: subnets.map(String),
      action: checkOneOf(gateway, `action of ${what}`, rule.action ?? 'permit', ['permit', 'deny']).toUpperCase(),
      prefixOperator: checkOneOf(gateway, `match of ${what}`, rule.match ?? 'orLonger', ['exact', 'orLonger']) === 'exact' ? 'EQ' : 'GE',
      ...(rule.types !== undefined && { routeAdvertisementTypes: advertisedTypes(gateway, `types of ${what}`, rule.types) }),
    };
  });
}
