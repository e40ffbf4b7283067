import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkOneOf, checkProps, checkText, checkTexts, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DHCP_PROFILE, EDGE_CLUSTER } from '../../kind';
import { nsxt, type PolicyTier1Gateway, type PolicyTier1GatewayConfig } from '../bindings';
import { checkKindHere, nsxConnectionOf } from '../connection';
import { defaultEdgeCluster } from '../default-lookups';
import { checkPolicyPath, objectConfig } from '../nsx-object';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext } from '../space';
import { checkGateway } from './check-gateway';
import { checkTier0Lent } from './check-tier0';
import type { ITier0Gateway, ITier1Gateway } from './igateway';
import { advertisedTypes, advertisementRules } from './route-advertisement';
import type { Tier1GatewayAttributes, Tier1GatewayLookup, Tier1GatewayProps } from './tier1-gateway-props';

const TIER1_GATEWAY = Symbol.for('cdk-strata.Tier1Gateway');

const HA_MODES = { activeStandby: 'ACTIVE_STANDBY', activeActive: 'ACTIVE_ACTIVE', distributedOnly: 'NONE' } as const;
const FAILOVER_MODES = { preemptive: 'PREEMPTIVE', nonPreemptive: 'NON_PREEMPTIVE' } as const;
const POOL_ALLOCATIONS = {
  routing: 'ROUTING',
  lbSmall: 'LB_SMALL',
  lbMedium: 'LB_MEDIUM',
  lbLarge: 'LB_LARGE',
  lbXlarge: 'LB_XLARGE',
} as const;
const TYPES = { routed: 'ROUTED', isolated: 'ISOLATED', natted: 'NATTED' } as const;

/**
 * A tier-1 gateway. It lies in the project that it is made in, else in the default space.
 *
 * @throws when it is made in a VPC, `tier0` is no tier-0 gateway, a distributed one is given edges, edges are preferred and there is
 * no edge cluster or the standby may move, routes are advertised or its type needs it and there is no tier-0, or the tier-0 is none of
 * those of the project
 */
export class Tier1Gateway extends Construct implements ITier1Gateway {
  public static isTier1Gateway(x: unknown): x is Tier1Gateway {
    return isBranded(x, TIER1_GATEWAY);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: Tier1GatewayLookup): ITier1Gateway {
    return new LookedUpTier1Gateway(scope, id, props);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: Tier1GatewayAttributes): ITier1Gateway {
    return new KnownTier1Gateway(scope, id, attributes);
  }

  public readonly tier = 1;
  public readonly gatewayPath: string;
  public readonly tier0?: ITier0Gateway;
  public readonly resource: PolicyTier1Gateway;

  public constructor(scope: Construct, id: string, props: Tier1GatewayProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, TIER1_GATEWAY);
    checkOutsideVpc(this, 'tier-1 gateways', 'a VPC is its own gateway; make this in the project, or leave it out');

    this.tier0 = ifGiven(props.tier0, (tier0) => checkGateway(this, 'tier0', tier0, 0) as ITier0Gateway);
    ifGiven(this.tier0, (tier0) => checkTier0Lent(this, 'tier0', tier0));
    this.resource = new nsxt.PolicyTier1Gateway(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      ...objectConfig(this, props),
      tier0Path: this.tier0?.gatewayPath,
      ...this.edges(props),
      failoverMode: choice(this, 'failoverMode', props.failoverMode ?? 'preemptive', FAILOVER_MODES),
      enableFirewall: checkFlag(this, 'firewall', props.firewall ?? true),
      defaultRuleLogging: ifGiven(props.defaultRuleLogging, (logged) => checkFlag(this, 'defaultRuleLogging', logged)),
      ...this.advertisement(props),
      poolAllocation: ifGiven(props.poolAllocation, (size) => choice(this, 'poolAllocation', size, POOL_ALLOCATIONS)),
      dhcpConfigPath: ifGiven(props.dhcp, (profile) => checkKindHere(this, 'dhcp', profile, DHCP_PROFILE).dhcpConfigPath),
      type: this.gatewayType(props),
      ...this.profiles(props),
    });
    this.gatewayPath = this.resource.path;
  }

  private edges(props: Tier1GatewayProps): Partial<PolicyTier1GatewayConfig> {
    const haMode = ifGiven(props.haMode, (mode) => choice(this, 'haMode', mode, HA_MODES));
    const standbyRelocation = ifGiven(props.standbyRelocation, (moves) => checkFlag(this, 'standbyRelocation', moves));
    const preferred = checkTexts(this, 'preferredEdgePaths', props.preferredEdgePaths ?? []).map((path, index) =>
      checkPolicyPath(this, `preferredEdgePaths[${index}]`, path),
    );
    const given = ifGiven(props.edgeCluster, (cluster) => checkKindHere(this, 'edgeCluster', cluster, EDGE_CLUSTER));
    if (haMode === HA_MODES.distributedOnly) {
      if (given === undefined && preferred.length === 0 && standbyRelocation !== true) return { haMode };
      throw new ConstructError(
        this,
        "haMode is 'distributedOnly', which runs on no edge; leave out edgeCluster, preferredEdgePaths and standbyRelocation, or haMode",
      );
    }
    const edgeClusterPath = (given ?? (projectContext(this).context === undefined ? defaultEdgeCluster(this) : undefined))?.edgeClusterPath;
    if (preferred.length === 0) return { haMode, edgeClusterPath, enableStandbyRelocation: standbyRelocation };
    if (edgeClusterPath === undefined) throw new ConstructError(this, 'preferredEdgePaths are edges of an edge cluster; give edgeCluster too');
    if (standbyRelocation === true) {
      throw new ConstructError(this, 'standbyRelocation moves the standby away from the preferredEdgePaths; leave out one of the two');
    }
    return { haMode, localeService: [{ edgeClusterPath, preferredEdgePaths: preferred }] };
  }

  private advertisement(props: Tier1GatewayProps): Partial<PolicyTier1GatewayConfig> {
    const types = props.routeAdvertisement ?? (this.tier0 === undefined ? [] : ['connected']);
    const rules = advertisementRules(this, props.routeAdvertisementRules ?? []);
    if (this.tier0 === undefined && (types.length > 0 || rules.length > 0)) {
      throw new ConstructError(
        this,
        'routes are advertised to a tier-0, and this gateway hangs on none; give tier0, or leave out what it advertises',
      );
    }
    return {
      routeAdvertisementTypes: advertisedTypes(this, 'routeAdvertisement', types),
      routeAdvertisementRule: rules.length === 0 ? undefined : rules,
    };
  }

  private gatewayType({ type }: Tier1GatewayProps): string | undefined {
    if (type === undefined) return undefined;
    const chosen = choice(this, 'type', type, TYPES);
    if (chosen === TYPES.isolated || this.tier0 !== undefined) return chosen;
    throw new ConstructError(this, `a gateway of type '${type}' needs a tier-0; give tier0, or make it 'isolated'`);
  }

  private profiles(props: Tier1GatewayProps): Partial<PolicyTier1GatewayConfig> {
    const path = (what: 'ingressQosProfilePath' | 'egressQosProfilePath' | 'ipv6NdraProfilePath' | 'ipv6DadProfilePath'): string | undefined =>
      ifGiven(props[what], (value) => checkPolicyPath(this, what, value));
    return {
      ingressQosProfilePath: path('ingressQosProfilePath'),
      egressQosProfilePath: path('egressQosProfilePath'),
      ipv6NdraProfilePath: path('ipv6NdraProfilePath'),
      ipv6DadProfilePath: path('ipv6DadProfilePath'),
    };
  }
}

class LookedUpTier1Gateway extends Construct implements ITier1Gateway {
  public readonly tier = 1;
  public readonly gatewayPath: string;

  public constructor(scope: Construct, id: string, props: Tier1GatewayLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.gatewayPath = new nsxt.DataNsxtPolicyTier1Gateway(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownTier1Gateway extends Construct implements ITier1Gateway {
  public readonly tier = 1;
  public readonly gatewayPath: string;

  public constructor(scope: Construct, id: string, attributes: Tier1GatewayAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['gatewayPath']);
    recordOrigin(this);
    this.gatewayPath = checkPolicyPath(this, 'gatewayPath', attributes.gatewayPath);
  }
}

function choice<T extends string>(gateway: Construct, what: string, value: T, names: Readonly<Record<T, string>>): string {
  return names[checkOneOf(gateway, what, value, Object.keys(names) as T[])];
}
