import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxt, type PolicyPredefinedSecurityPolicy } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext } from '../space';
import { checkOnly } from './place';
import { ACTIONS } from './rule-block';

export interface DefaultFirewallProps {
  /**
   * What becomes of packets that no rule of any category is for: the rule of the "Default Layer3 Section".
   * @default - as it is
   */
  readonly layer3?: 'allow' | 'drop' | 'reject';

  /**
   * What becomes of frames that no rule of the category ethernet is for: the rule of the "Default Layer2 Section".
   * @default - as it is
   */
  readonly layer2?: 'allow' | 'drop';

  /**
   * Whether what meets these rules is logged.
   * @default false
   */
  readonly logged?: boolean;

  /**
   * Text in the log beside it. NSX shows its first 32 characters.
   * @default - none
   */
  readonly logLabel?: string;
}

/** Categories that the default sections are the last of. */
const SECTIONS = { layer3: 'Application', layer2: 'Ethernet' } as const;

const DEFAULT_FIREWALL = Symbol.for('cdk-strata.DefaultFirewall');

/**
 * The default rules of the distributed firewall, of the default space or of the project that it stands below: the last word on each
 * vNIC, which NSX has as allow. They are there already and are only set; taken out of the program they are set back to allow, and rules
 * that somebody else has put into these sections are removed.
 *
 * @throws when neither layer is given, they are set twice in a stack, or it lies in a VPC
 */
export class DefaultFirewall extends Construct {
  public static isDefaultFirewall(x: unknown): x is DefaultFirewall {
    return isBranded(x, DEFAULT_FIREWALL);
  }

  /** What sets the "Default Layer3 Section"; undefined where it stays as it is. */
  public readonly layer3?: PolicyPredefinedSecurityPolicy;
  /** What sets the "Default Layer2 Section"; undefined where it stays as it is. */
  public readonly layer2?: PolicyPredefinedSecurityPolicy;

  public constructor(scope: Construct, id: string, props: DefaultFirewallProps) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, DEFAULT_FIREWALL);
    checkOutsideVpc(this, 'default rules of the distributed firewall', 'give the policies of the VPC a default instead');
    if (props.layer3 === undefined && props.layer2 === undefined) {
      throw new ConstructError(this, "layer3 or layer2 must be given, got neither; give one such as `layer3: 'drop'`");
    }
    this.layer3 = ifGiven(props.layer3, (verb) => this.section('layer3', checkOneOf(this, 'layer3', verb, ['allow', 'drop', 'reject']), props));
    this.layer2 = ifGiven(props.layer2, (verb) => this.section('layer2', checkOneOf(this, 'layer2', verb, ['allow', 'drop']), props));
  }

  private section(layer: 'layer3' | 'layer2', verb: 'allow' | 'drop' | 'reject', props: DefaultFirewallProps): PolicyPredefinedSecurityPolicy {
    checkOnly(this, layer, `the default rule of ${layer} is set`);
    const place = { provider: nsxConnectionOf(this), ...projectContext(this) };
    const { path } = new nsxt.DataNsxtPolicySecurityPolicy(this, `${layer}-section`, { ...place, isDefault: true, category: SECTIONS[layer] });
    return new nsxt.PolicyPredefinedSecurityPolicy(this, layer, {
      ...place,
      path,
      defaultRule: { action: ACTIONS[verb], ...logging(this, props) },
    });
  }
}

/** How what meets a default rule is logged, as a resource takes it. */
export function logging(construct: Construct, { logged, logLabel }: Pick<DefaultFirewallProps, 'logged' | 'logLabel'>) {
  return {
    logged: checkFlag(construct, 'logged', logged ?? false),
    logLabel: ifGiven(logLabel, (label) => checkText(construct, 'logLabel', label)),
  };
}
