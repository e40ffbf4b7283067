import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkProps, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt, type PolicyNatRule, type PolicyNatRuleConfig, type VpcNatRule } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkGateway } from '../edge/check-gateway';
import { giveEdges, lacksEdges } from '../edge/edges';
import type { IGateway } from '../edge/igateway';
import { objectConfig } from '../nsx-object';
import { checkSameProject, type IVpcSpace, projectContext, spaceOf, vpcContext, vpcOf } from '../space';
import { checkPolicyPaths } from '../tenancy/policy-paths';
import { attachmentOf } from '../tenancy/vpc';
import { priorityOf } from './nat-order';
import type {
  DnatRuleProps,
  Nat64RuleProps,
  NatRuleCommonProps,
  NoDnatRuleProps,
  NoSnatRuleProps,
  ReflexiveNatRuleProps,
  SnatRuleProps,
} from './nat-rule-props';
import { dnat, nat64, type NatTranslation, noDnat, noSnat, reflexive, snat } from './nat-translation';

const NAT_RULE = Symbol.for('cdk-strata.NatRule');

/** Where rules of users stand in NSX. Those of NAT64 have a place of their own. */
const USER_SECTION = 'USER';

/** What a VPC knows of. */
const VPC_ACTIONS: readonly string[] = ['SNAT', 'DNAT', 'REFLEXIVE'];

/**
 * A NAT rule of a gateway or, below a VPC in the construct tree, of that VPC.
 *
 * @throws when no gateway is given, or one below a VPC, the gateway is a tier-1 known to have no edge cluster, a tier-0 and the rule
 * lies in a project, or of another project, a network is none, or what is given does not go together
 */
export class NatRule extends Construct {
  public static isNatRule(x: unknown): x is NatRule {
    return isBranded(x, NAT_RULE);
  }

  /** Source NAT: what comes from inside seems to come from other addresses. */
  public static snat(scope: Construct, id: string, props: SnatRuleProps): NatRule {
    return new NatRule(scope, id, props, ['sources', 'translated'], (rule) => snat(rule, props));
  }

  /** Destination NAT: an address outside leads inside. */
  public static dnat(scope: Construct, id: string, props: DnatRuleProps): NatRule {
    return new NatRule(scope, id, props, ['destinations', 'translated'], (rule) => dnat(rule, props));
  }

  /** Reflexive NAT: address for address, both ways, without state. A gateway that is active on several edges can do no other. */
  public static reflexive(scope: Construct, id: string, props: ReflexiveNatRuleProps): NatRule {
    return new NatRule(scope, id, props, ['source', 'translated'], (rule) => reflexive(rule, props));
  }

  /** Keeps the source of what other rules would translate. Give it a lower priority than theirs, or make it first. */
  public static noSnat(scope: Construct, id: string, props: NoSnatRuleProps): NatRule {
    return new NatRule(scope, id, props, ['sources'], (rule) => noSnat(rule, props));
  }

  /** Keeps the destination of what other rules would translate. Give it a lower priority than theirs, or make it first. */
  public static noDnat(scope: Construct, id: string, props: NoDnatRuleProps): NatRule {
    return new NatRule(scope, id, props, ['destinations'], (rule) => noDnat(rule, props));
  }

  /** NAT64: clients of IPv6 outside reach servers of IPv4 inside. */
  public static nat64(scope: Construct, id: string, props: Nat64RuleProps): NatRule {
    return new NatRule(scope, id, props, ['sources', 'destinations', 'translated'], (rule) => nat64(rule, props));
  }

  /** Which goes first where several match: that with the lower one. */
  public readonly priority: number;
  public readonly resource: PolicyNatRule | VpcNatRule;

  private constructor(
    scope: Construct,
    id: string,
    props: NatRuleCommonProps,
    needed: readonly string[],
    translate: (rule: NatRule) => NatTranslation,
  ) {
    super(scope, id);
    checkProps<object>(this, 'props', props, needed as never[]);
    recordOrigin(this);
    brand(this, NAT_RULE);

    const inVpc = vpcContext(this) !== undefined;
    const translation = translate(this);
    const gateway = inVpc ? this.vpcOf(props, translation) : this.gatewayOf(props);
    this.priority = priorityOf(this, gateway, translation.action === 'NAT64' ? 'NAT64' : USER_SECTION, props.priority);
    const common = {
      provider: nsxConnectionOf(this),
      ...objectConfig(this, props),
      action: translation.action,
      firewallMatch: translation.firewallMatch,
      enabled: ifGiven(props.enabled, (enabled) => checkFlag(this, 'enabled', enabled)),
      logging: ifGiven(props.logging, (logging) => checkFlag(this, 'logging', logging)),
    };
    this.resource = 'spacePath' in gateway ? this.ofVpc(gateway, common, translation) : this.ofGateway(gateway, props, common, translation);
  }

  private gatewayOf({ gateway }: NatRuleCommonProps): IGateway {
    if (gateway === undefined) {
      throw new ConstructError(this, 'a NAT rule needs the gateway that translates, got none; give gateway, or make the rule below a VPC');
    }
    checkGateway(this, 'gateway', gateway);
    if (gateway.tier === 0 && projectContext(this).context !== undefined) {
      throw new ConstructError(
        this,
        `gateway ${gateway.node.path} is a tier-0, which lies in no project, and this is of ${spaceOf(this)!.node.path}; make the rule outside, or give a tier-1 of the project`,
      );
    }
    checkSameProject(this, 'gateway', gateway, gateway.gatewayPath);
    if (!lacksEdges(gateway)) return gateway;
    throw new ConstructError(
      this,
      `gateway ${gateway.node.path} has no edge cluster, and without one a tier-1 translates nothing; ${giveEdges(gateway)}`,
    );
  }

  private vpcOf(props: NatRuleCommonProps, { action, service, translatedPorts, policyBasedVpnMode }: NatTranslation): IVpcSpace {
    const vpc = vpcOf(this, 'the rule');
    if (!VPC_ACTIONS.includes(action))
      throw new ConstructError(this, `a VPC has ${VPC_ACTIONS.join(', ')}, and this is ${action}; make it for a gateway`);
    const unknown = {
      gateway: props.gateway,
      appliedTo: props.appliedTo,
      service,
      externalPorts: translatedPorts,
      onlyPolicyBasedVpn: policyBasedVpnMode,
    };
    const given = Object.entries(unknown).find(([, value]) => value !== undefined);
    if (given !== undefined) throw new ConstructError(this, `the NAT of the VPC ${vpc.node.path} has no ${given[0]}; leave it out`);
    return vpc;
  }

  private ofGateway(gateway: IGateway, props: NatRuleCommonProps, common: Common, translation: NatTranslation): PolicyNatRule {
    const { sources, destinations, translated, service, translatedPorts, policyBasedVpnMode } = translation;
    return new nsxt.PolicyNatRule(this, 'Default', {
      ...common,
      ...projectContext(this),
      gatewayPath: gateway.gatewayPath,
      rulePriority: this.priority,
      sourceNetworks: unlessEmpty(sources),
      destinationNetworks: unlessEmpty(destinations),
      translatedNetworks: unlessEmpty(translated),
      service,
      translatedPorts,
      policyBasedVpnMode,
      scope: this.interfaces(props),
    });
  }

  private interfaces({ appliedTo }: NatRuleCommonProps): string[] | undefined {
    const paths = checkPolicyPaths(this, 'appliedTo', appliedTo);
    if (paths?.length !== 0) return paths;
    throw new ConstructError(this, 'appliedTo is an empty list, which NSX takes for every interface; leave it out where that is meant');
  }

  private ofVpc(vpc: IVpcSpace, common: Common, translation: NatTranslation): VpcNatRule {
    return new nsxt.VpcNatRule(this, 'Default', {
      ...common,
      parentPath: `${vpc.spacePath}/nat/${USER_SECTION}`,
      sequenceNumber: this.priority,
      sourceNetwork: only(this, 'sources', translation.sources),
      destinationNetwork: only(this, 'destinations', translation.destinations),
      translatedNetwork: only(this, 'translated', translation.translated),
      dependsOn: attachmentOf(this, vpc),
    });
  }
}

type Common = Pick<
  PolicyNatRuleConfig,
  'provider' | 'displayName' | 'description' | 'tag' | 'nsxId' | 'action' | 'firewallMatch' | 'enabled' | 'logging'
>;

/** The one network of a side of a rule of a VPC, which takes one. */
function only(rule: Construct, what: string, networks: readonly string[]): string | undefined {
  if (networks.length <= 1) return networks[0];
  throw new ConstructError(rule, `${what} must be one address or Cidr in a VPC, got ${networks.length}; make a rule for each`);
}

function unlessEmpty(networks: readonly string[]): string[] | undefined {
  return networks.length === 0 ? undefined : [...networks];
}
