import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkOneOf, checkProps, ifGiven } from '../../check';
import { nsxt, type PolicyPredefinedGatewayPolicy } from '../bindings';
import { nsxConnectionOf } from '../connection';
import type { IGateway } from '../edge/igateway';
import { checkLength } from '../nsx-object';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext } from '../space';
import { logging } from './default-firewall';
import { firewallGateways } from './gateway-scope';
import { checkOnly } from './place';
import { ACTIONS } from './rule-block';

export interface DefaultGatewayFirewallProps {
  /**
   * Gateways whose default rule it is: all that have theirs in this policy of NSX. One that is left out stays as it is, and shows as
   * a difference at each plan.
   */
  readonly gateways: readonly IGateway[];

  /** What becomes of packets that no rule of the gateway is for. */
  readonly action: 'allow' | 'drop' | 'reject';

  /**
   * Whether what meets the rule is logged.
   * @default false
   */
  readonly logged?: boolean;

  /**
   * Text in the log beside it. NSX shows its first 32 characters.
   * @default - none
   */
  readonly logLabel?: string;

  /**
   * Name in NSX of the policy that the default rules are in.
   * @default - the only one of the category default
   */
  readonly policyName?: string;
}

const DEFAULT_GATEWAY_FIREWALL = Symbol.for('cdk-strata.DefaultGatewayFirewall');

/**
 * The default rules of gateways: the last word on what crosses them, which NSX has as allow. They are there already and are only set;
 * taken out of the program they are set back to allow.
 *
 * @throws when no gateway is given, one is of another project or enforces nothing, they are set twice in a stack, or it lies in a VPC
 */
export class DefaultGatewayFirewall extends Construct {
  public static isDefaultGatewayFirewall(x: unknown): x is DefaultGatewayFirewall {
    return isBranded(x, DEFAULT_GATEWAY_FIREWALL);
  }

  public readonly resource: PolicyPredefinedGatewayPolicy;

  public constructor(scope: Construct, id: string, props: DefaultGatewayFirewallProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['gateways', 'action']);
    recordOrigin(this);
    brand(this, DEFAULT_GATEWAY_FIREWALL);
    checkOutsideVpc(this, 'default rules of gateways', 'give the gateway firewall policies of the VPC a default instead');
    const gateways = firewallGateways(this, props.gateways);
    const action = ACTIONS[checkOneOf(this, 'action', props.action, ['allow', 'drop', 'reject'])];
    const displayName = ifGiven(props.policyName, (name) => checkLength(this, 'policyName', name, 255));
    checkOnly(this, `gateway ${displayName ?? ''}`, 'the default rules of gateways are set');
    const place = { provider: nsxConnectionOf(this), ...projectContext(this) };
    const { path } = new nsxt.DataNsxtPolicyGatewayPolicy(this, 'policy', { ...place, displayName, category: 'Default' });
    this.resource = new nsxt.PolicyPredefinedGatewayPolicy(this, 'Default', {
      ...place,
      path,
      defaultRule: gateways.map(({ gatewayPath }) => ({ scope: gatewayPath, action, ...logging(this, props) })),
    });
  }
}
