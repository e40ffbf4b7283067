import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkProps, checkText } from '../../check';
import { nsxt, type PolicySpoofguardProfile } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { checkOutsideVpc } from '../outside-vpc';
import { projectContext } from '../space';

/** Whether the ports of a segment may only use the addresses bound to them. */
export interface ISpoofGuardProfile extends IConstruct {
  /** Policy path, such as `/infra/spoofguard-profiles/bound`. */
  readonly spoofGuardProfilePath: string;
}

export interface SpoofGuardProfileProps extends NsxObjectProps {
  /**
   * Whether a port may only use the addresses bound to it: those that NSX has seen there first, or was told of.
   * @default true
   */
  readonly portBindings?: boolean;
}

export interface SpoofGuardProfileLookup {
  /** Name in NSX, in the project that it is looked up in: NSX's own profiles lie in the default space. */
  readonly name: string;
}

export interface SpoofGuardProfileAttributes {
  /** Policy path. */
  readonly spoofGuardProfilePath: string;
}

const SPOOF_GUARD_PROFILE = Symbol.for('cdk-strata.SpoofGuardProfile');

/**
 * Keeps the ports of a segment to the addresses bound to them. Terraform deletes it after whatever
 * names it is changed, since NSX deletes none that is in use.
 *
 * @throws when it is made in a VPC
 */
export class SpoofGuardProfile extends Construct implements ISpoofGuardProfile {
  public static isSpoofGuardProfile(x: unknown): x is SpoofGuardProfile {
    return isBranded(x, SPOOF_GUARD_PROFILE);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: SpoofGuardProfileLookup): ISpoofGuardProfile {
    return new LookedUpSpoofGuardProfile(scope, id, props);
  }

  /** One that exists, by its policy path. */
  public static fromAttributes(scope: Construct, id: string, attributes: SpoofGuardProfileAttributes): ISpoofGuardProfile {
    return new KnownSpoofGuardProfile(scope, id, attributes);
  }

  public readonly spoofGuardProfilePath: string;
  public readonly resource: PolicySpoofguardProfile;

  public constructor(scope: Construct, id: string, props: SpoofGuardProfileProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, SPOOF_GUARD_PROFILE);
    checkOutsideVpc(this, 'spoof guard profiles', 'make it in the project');
    this.resource = new nsxt.PolicySpoofguardProfile(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      ...objectConfig(this, props),
      addressBindingAllowlist: checkFlag(this, 'portBindings', props.portBindings ?? true),
      ...DELETED_LAST,
    });
    this.spoofGuardProfilePath = this.resource.path;
  }
}

class LookedUpSpoofGuardProfile extends Construct implements ISpoofGuardProfile {
  public readonly spoofGuardProfilePath: string;

  public constructor(scope: Construct, id: string, props: SpoofGuardProfileLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.spoofGuardProfilePath = new nsxt.DataNsxtPolicySpoofguardProfile(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...projectContext(this),
      displayName: checkText(this, 'name', props.name),
    }).path;
  }
}

class KnownSpoofGuardProfile extends Construct implements ISpoofGuardProfile {
  public readonly spoofGuardProfilePath: string;

  public constructor(scope: Construct, id: string, attributes: SpoofGuardProfileAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['spoofGuardProfilePath']);
    recordOrigin(this);
    this.spoofGuardProfilePath = checkPolicyPath(this, 'spoofGuardProfilePath', attributes.spoofGuardProfilePath);
  }
}
