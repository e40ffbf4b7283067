import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkOneOf, checkProps, checkText, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt, type PolicyGatewayPolicy, type VpcGatewayPolicy } from '../bindings';
import type { IGateway } from '../edge/igateway';
import { enclosingProjectContext, vpcContext } from '../space';
import { checkPolicyPaths } from '../tenancy/policy-paths';
import { checkRules } from './check-rules';
import { checkGatewayProfiles } from './gateway-profiles';
import { firewallGateways } from './gateway-scope';
import { checkDefaultLogged, checkNotInVpc, policyConfig } from './policy-config';
import { type PolicyPlacement, sequenceOf } from './policy-order';
import type { FirewallPolicyCommonProps } from './policy-props';
import { directionText, lastRule, type RuleBlock, ruleParts, ruleTitle } from './rule-block';
import { RuleList } from './rule-list';
import type { GatewayFirewallRuleProps } from './rule-props';
import { checkWords, GATEWAY_WORDS } from './rule-words';

/** Categories of the gateway firewall that one can make policies of, in the order in which NSX tries them. */
export type GatewayFirewallCategory = 'emergency' | 'preRules' | 'localGateway' | 'default';

const CATEGORIES: Readonly<Record<GatewayFirewallCategory, string>> = {
  emergency: 'Emergency',
  preRules: 'SharedPreRules',
  localGateway: 'LocalGatewayRules',
  default: 'Default',
};

export interface GatewayFirewallPolicyProps extends FirewallPolicyCommonProps, PolicyPlacement<GatewayFirewallPolicy> {
  /**
   * Gateways that enforce it.
   * @default - the VPC that it stands below; elsewhere they must be given
   */
  readonly gateways?: readonly IGateway[];

  /**
   * Its rules. NSX tries them in this order, and the first one that matches decides.
   * @default - none as yet: see `addRule`
   */
  readonly rules?: readonly GatewayFirewallRuleProps[];

  /**
   * Its category; policies of a VPC have none. Another category makes another policy.
   * @default 'localGateway'
   */
  readonly category?: GatewayFirewallCategory;

  /**
   * Whether connections must begin with a handshake of TCP; of stateful policies only.
   * @default - as NSX has it
   */
  readonly tcpStrict?: boolean;
}

const GATEWAY_FIREWALL_POLICY = Symbol.for('cdk-strata.GatewayFirewallPolicy');

/**
 * A policy of the firewall of gateways: for what crosses them. Below a VPC in the construct tree it is for what enters or leaves that
 * VPC, and is enforced where the firewall between north and south is on in the project.
 *
 * @throws when no gateway is given, or one below a VPC, is of another project, or a tier-1 without an edge cluster; a rule does nothing
 * or several things, is for no traffic or from nowhere, bears a name twice, says what no rule of it does, or has profiles that its gateways
 * do not take; or its place among other policies is taken
 */
export class GatewayFirewallPolicy extends Construct {
  public static isGatewayFirewallPolicy(x: unknown): x is GatewayFirewallPolicy {
    return isBranded(x, GATEWAY_FIREWALL_POLICY);
  }

  /** Its sequence number. */
  public readonly sequence: number;
  public readonly resource: PolicyGatewayPolicy | VpcGatewayPolicy;
  /** Undefined in a VPC. */
  private readonly gateways: readonly IGateway[] | undefined;
  private readonly rules: RuleList;

  public constructor(scope: Construct, id: string, props: GatewayFirewallPolicyProps) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, GATEWAY_FIREWALL_POLICY);
    const vpc = vpcContext(this);
    if (vpc !== undefined) checkNotInVpc(this, { gateways: props.gateways, category: props.category, domain: props.domain });
    this.gateways = vpc === undefined ? this.checkGateways(props) : undefined;
    const category = checkOneOf(this, 'category', props.category ?? 'localGateway', Object.keys(CATEGORIES) as GatewayFirewallCategory[]);
    checkDefaultLogged(this, props);
    this.rules = new RuleList(
      this,
      ifGiven(props.default, (verb) => ({ ...lastRule(this, verb, props.defaultLogged, 3), scope: this.gatewayPaths() })),
    );
    const state = this.state(props);
    this.sequence = sequenceOf(this, `gateway ${vpc === undefined ? category : 'vpc'}`, props);
    const config = { ...policyConfig(this, props, this.sequence), ...state };
    this.resource =
      vpc === undefined
        ? new nsxt.PolicyGatewayPolicy(this, 'Default', {
            ...config,
            category: CATEGORIES[category],
            domain: ifGiven(props.domain, (domain) => checkText(this, 'domain', domain)),
            ...enclosingProjectContext(this),
          })
        : new nsxt.VpcGatewayPolicy(this, 'Default', { ...config, ...vpc });
    this.render();
    for (const rule of checkRules(this, props.rules)) this.addRule(rule);
  }

  /** A token costs a stack trace in cdktf, so it is made when somebody asks. */
  public get policyPath(): string {
    return this.resource.path;
  }

  /** One more rule, after the others and before the last one that `default` makes. */
  public addRule(rule: GatewayFirewallRuleProps): this {
    const what = ruleTitle(this, this.rules.length, rule);
    this.rules.add(what, this.block(what, rule));
    this.render();
    return this;
  }

  private block(what: string, rule: GatewayFirewallRuleProps): RuleBlock {
    const { verb, block } = ruleParts(this, what, rule, 3);
    if (verb === 'jumpToApplication') {
      throw new ConstructError(this, `${what} jumps, which only rules of the distributed firewall do; let it allow, drop or reject`);
    }
    checkWords(this, what, rule, GATEWAY_WORDS);
    checkGatewayProfiles(this, what, rule.profiles ?? [], this.gateways ?? []);
    return {
      ...block,
      scope: this.scopeOf(what, rule),
      direction: directionText(this, what, rule.direction ?? 'in-out'),
    };
  }

  private scopeOf(what: string, { interfaces }: GatewayFirewallRuleProps): string[] | undefined {
    if (interfaces === undefined) return this.gatewayPaths();
    if (this.gateways === undefined) throw new ConstructError(this, `${what} has interfaces, and in a VPC there are none to name; leave it out`);
    const paths = checkPolicyPaths(this, `${what}: interfaces`, interfaces)!;
    if (paths.length > 0) return paths;
    throw new ConstructError(this, `${what}: interfaces is an empty list; leave it out for all of the gateways`);
  }

  private gatewayPaths(): string[] | undefined {
    return this.gateways?.map(({ gatewayPath }) => gatewayPath);
  }

  private render(): void {
    const rules = this.rules.all;
    // The scope is optional in rules of a VPC and required elsewhere, where `scopeOf` gives it.
    if (rules !== undefined) (this.resource as VpcGatewayPolicy).putRule(rules);
  }

  private checkGateways({ gateways }: GatewayFirewallPolicyProps): IGateway[] {
    if (gateways !== undefined) return firewallGateways(this, gateways);
    throw new ConstructError(
      this,
      `a policy of the gateway firewall needs the gateways that enforce it, got ${got(gateways)}; give gateways, or make it below a VPC`,
    );
  }

  private state(props: GatewayFirewallPolicyProps): { stateful?: boolean; tcpStrict?: boolean } {
    const stateful = ifGiven(props.stateful, (flag) => checkFlag(this, 'stateful', flag));
    const tcpStrict = ifGiven(props.tcpStrict, (flag) => checkFlag(this, 'tcpStrict', flag));
    if (tcpStrict !== true || stateful !== false) return { stateful, tcpStrict };
    throw new ConstructError(this, 'tcpStrict is true, and the policy keeps no state; leave it out, or make the policy stateful');
  }
}
