import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt, type PolicySecurityPolicy, type VpcSecurityPolicy } from '../bindings';
import type { IGroup } from '../group/igroup';
import { enclosingProjectContext, vpcContext } from '../space';
import { type AppliedTo, appliedGroups } from './applied-to';
import { checkRules } from './check-rules';
import { checkDefaultLogged, checkNotInVpc, policyConfig } from './policy-config';
import { type PolicyPlacement, sequenceOf } from './policy-order';
import type { FirewallPolicyCommonProps } from './policy-props';
import { directionText, lastRule, type RuleBlock, type RuleParts, ruleParts, ruleTitle } from './rule-block';
import { RuleList } from './rule-list';
import type { FirewallRuleProps } from './rule-props';
import { checkWords, DISTRIBUTED_WORDS } from './rule-words';
import type { Layer } from './rule-services';

/** Categories of the distributed firewall, in the order in which NSX tries them. Ethernet is for frames, the others for packets. */
export type FirewallCategory = 'ethernet' | 'emergency' | 'infrastructure' | 'environment' | 'application';

const CATEGORIES: Readonly<Record<FirewallCategory, string>> = {
  ethernet: 'Ethernet',
  emergency: 'Emergency',
  infrastructure: 'Infrastructure',
  environment: 'Environment',
  application: 'Application',
};

export interface FirewallPolicyProps extends FirewallPolicyCommonProps, PolicyPlacement<FirewallPolicy> {
  /**
   * Machines whose vNICs it is enforced on ("Applied To"), or `everything`: each vNIC of the distributed firewall, or of the project
   * or the VPC that it lies in. It has to be said, since a policy that drops all and is applied to nothing in particular stops a data
   * centre.
   */
  readonly appliedTo: readonly AppliedTo[] | 'everything';

  /**
   * Its rules. NSX tries them in this order, and the first one that matches decides.
   * @default - none as yet: see `addRule`
   */
  readonly rules?: readonly FirewallRuleProps[];

  /**
   * Its category; policies of a VPC have none. Another category makes another policy.
   * @default 'application'
   */
  readonly category?: FirewallCategory;

  /**
   * Whether connections must begin with a handshake of TCP; of stateful policies only.
   * @default true for a stateful policy, as NSX itself has it
   */
  readonly tcpStrict?: boolean;
}

const FIREWALL_POLICY = Symbol.for('cdk-strata.FirewallPolicy');

/**
 * A policy of the distributed firewall; below a VPC in the construct tree, one of that VPC. A rule lets through what comes in to the
 * machines that the policy is applied to where it says `from` alone, and what goes out from them where it says `to` alone. Where both
 * ends of a connection have a vNIC that the policy is applied to, both must let it through: name both then.
 *
 * @throws when it is applied to nothing, to addresses, or not said to what; a rule does nothing or several things, is for no traffic or
 * from nowhere, bears a name twice, says what no rule of it does, or does what its category does not; or its place among other policies is
 * taken
 */
export class FirewallPolicy extends Construct {
  public static isFirewallPolicy(x: unknown): x is FirewallPolicy {
    return isBranded(x, FIREWALL_POLICY);
  }

  /** Its sequence number. */
  public readonly sequence: number;
  public readonly resource: PolicySecurityPolicy | VpcSecurityPolicy;
  private readonly category: FirewallCategory | undefined;
  /** Undefined for every vNIC. */
  private readonly scope: readonly IGroup[] | undefined;
  private readonly rules: RuleList;

  public constructor(scope: Construct, id: string, props: FirewallPolicyProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['appliedTo']);
    recordOrigin(this);
    brand(this, FIREWALL_POLICY);
    const vpc = vpcContext(this);
    if (vpc !== undefined) checkNotInVpc(this, { category: props.category, domain: props.domain });
    this.category =
      vpc === undefined ? checkOneOf(this, 'category', props.category ?? 'application', Object.keys(CATEGORIES) as FirewallCategory[]) : undefined;
    this.scope = this.appliedTo(props.appliedTo);
    checkDefaultLogged(this, props);
    this.rules = new RuleList(
      this,
      ifGiven(props.default, (verb) => lastRule(this, verb, props.defaultLogged, this.layer)),
    );
    const state = this.state(props);
    this.sequence = sequenceOf(this, `distributed ${this.category ?? 'vpc'}`, props);
    const config = {
      ...policyConfig(this, props, this.sequence),
      ...state,
      scope: this.scope?.map(({ groupPath }) => groupPath),
      rule: this.rules.all,
    };
    this.resource =
      this.category === undefined
        ? new nsxt.VpcSecurityPolicy(this, 'Default', { ...config, ...vpc! })
        : new nsxt.PolicySecurityPolicy(this, 'Default', {
            ...config,
            category: CATEGORIES[this.category],
            domain: ifGiven(props.domain, (domain) => checkText(this, 'domain', domain)),
            ...enclosingProjectContext(this),
          });
    for (const rule of checkRules(this, props.rules)) this.addRule(rule);
  }

  /** A token costs a stack trace in cdktf, so it is made when somebody asks. */
  public get policyPath(): string {
    return this.resource.path;
  }

  /** One more rule, after the others and before the last one that `default` makes. */
  public addRule(rule: FirewallRuleProps): this {
    const what = ruleTitle(this, this.rules.length, rule);
    this.rules.add(what, this.block(what, rule));
    this.resource.putRule(this.rules.all!);
    return this;
  }

  private get layer(): Layer {
    return this.category === 'ethernet' ? 2 : 3;
  }

  private block(what: string, rule: FirewallRuleProps): RuleBlock {
    const parts = ruleParts(this, what, rule, this.layer);
    checkWords(this, what, rule, DISTRIBUTED_WORDS);
    if (parts.verb === 'jumpToApplication' && this.category !== 'environment') {
      const here = this.category === undefined ? 'the policies of a VPC have no categories' : `this policy is of '${this.category}'`;
      throw new ConstructError(this, `${what} jumps, which only rules of the category 'environment' do, and ${here}; let it allow or drop`);
    }
    const scope = this.scopeOf(what, rule);
    return {
      ...parts.block,
      scope: scope?.map(({ groupPath }) => groupPath),
      direction: directionText(this, what, rule.direction ?? this.directionOf(what, parts, scope ?? this.scope)),
    };
  }

  private scopeOf(what: string, { appliedTo }: FirewallRuleProps): IGroup[] | undefined {
    if (appliedTo === undefined) return undefined;
    if (this.scope === undefined) return appliedGroups(this, `${what}: appliedTo`, appliedTo);
    throw new ConstructError(
      this,
      `${what} has appliedTo, and NSX goes by that of the policy; leave it out, apply the policy to 'everything', or make a policy of its own`,
    );
  }

  /**
   * A rule that says one side only means the machines that it is applied to on the other. Letting more through is the mistake that
   * nobody notices, and so is stopping less: what stops is for both directions.
   */
  private directionOf(what: string, { verb, from, to }: RuleParts, scope: readonly IGroup[] | undefined): 'in' | 'out' | 'in-out' {
    const [hasFrom, hasTo] = [from.members.length > 0, to.members.length > 0];
    if (scope === undefined || verb === 'drop' || verb === 'reject' || hasFrom === hasTo) return 'in-out';
    const named = hasFrom ? from : to;
    const both = named.excluded ? undefined : scope.find((group) => named.members.includes(group));
    if (both === undefined) return hasFrom ? 'in' : 'out';
    const [side, other] = hasFrom ? ['from', 'to'] : ['to', 'from'];
    throw new ConstructError(
      this,
      `${what} is ${side} what it is applied to as well, ${both.node.path}, whose machines enforce both ends; name \`${other}\` too, or add \`direction: '${hasFrom ? 'out' : 'in'}'\` for that end alone`,
    );
  }

  private appliedTo(value: FirewallPolicyProps['appliedTo']): IGroup[] | undefined {
    if (value === 'everything') return undefined;
    if (value !== undefined) return appliedGroups(this, 'appliedTo', value);
    throw new ConstructError(
      this,
      "appliedTo must be given, since NSX takes nothing for every vNIC; give a list such as `[segment]`, or 'everything' where that is meant",
    );
  }

  private state(props: FirewallPolicyProps): { stateful?: boolean; tcpStrict: boolean } {
    const stateful = ifGiven(props.stateful, (flag) => checkFlag(this, 'stateful', flag));
    const tcpStrict = ifGiven(props.tcpStrict, (flag) => checkFlag(this, 'tcpStrict', flag));
    if (this.layer === 2 && stateful === true) {
      throw new ConstructError(this, "stateful is true, and rules of the category 'ethernet' keep no state; leave it out");
    }
    const isStateful = stateful ?? this.layer === 3;
    if (tcpStrict === true && !isStateful) {
      throw new ConstructError(this, 'tcpStrict is true, and the policy keeps no state; leave it out, or make the policy stateful');
    }
    // Left out, the provider sends true for the one and false for the other, against what NSX itself does by default.
    return { stateful: this.layer === 2 ? false : stateful, tcpStrict: tcpStrict ?? isStateful };
  }
}
