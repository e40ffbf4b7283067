import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkProps, checkText, ifGiven } from '../../check';
import { nsxt, type PolicyContextProfile } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkLength, checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { enclosingProjectContext, projectContext } from '../space';
import { type ContextAttributes, contextBlocks } from './context-attributes';
import type { IContextProfile } from './iservice';

export type { IContextProfile } from './iservice';

export interface ContextProfileProps extends NsxObjectProps, ContextAttributes {}

export interface ContextProfileLookup {
  /** Name in NSX, such as `SSL`. */
  readonly name: string;

  /**
   * In a project, whether it is one of NSX itself or of the default space, and not one of the project's own.
   * @default true
   */
  readonly shared?: boolean;
}

export interface ContextProfileAttributes {
  /** Policy path, such as `/infra/context-profiles/SSL`. */
  readonly contextProfilePath: string;

  /**
   * Name in NSX.
   * @default - not known
   */
  readonly contextProfileName?: string;
}

const BRAND = Symbol.for('cdk-strata.ContextProfile');

/**
 * A context profile of NSX: a rule that names it is for the applications and the names that it lists only. Terraform deletes it
 * after whatever names it is changed, since NSX refuses to delete one that a rule names.
 *
 * @throws when it lists nothing; or it lies in a VPC, which has no context profiles
 */
export class ContextProfile extends Construct implements IContextProfile {
  public static isContextProfile(x: unknown): x is ContextProfile {
    return isBranded(x, BRAND);
  }

  /** One that exists, such as those that NSX comes with, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: ContextProfileLookup): IContextProfile {
    return new LookedUpContextProfile(scope, id, props);
  }

  /** One that exists, by its path. */
  public static fromAttributes(scope: Construct, id: string, attributes: ContextProfileAttributes): IContextProfile {
    return new KnownContextProfile(scope, id, attributes);
  }

  public readonly contextProfileName: string;
  public readonly resource: PolicyContextProfile;

  public constructor(scope: Construct, id: string, props: ContextProfileProps) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, BRAND);
    const object = objectConfig(this, props);
    this.contextProfileName = object.displayName;
    this.resource = new nsxt.PolicyContextProfile(this, 'Default', {
      provider: nsxConnectionOf(this),
      ...object,
      ...contextBlocks(this, props),
      ...projectContext(this),
      ...DELETED_LAST,
    });
  }

  /** A token costs a stack trace in cdktf, so it is made when somebody asks. */
  public get contextProfilePath(): string {
    return this.resource.path;
  }
}

class LookedUpContextProfile extends Construct implements IContextProfile {
  public readonly contextProfilePath: string;
  public readonly contextProfileName: string;

  public constructor(scope: Construct, id: string, props: ContextProfileLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.contextProfileName = checkLength(this, 'name', props.name, 255);
    this.contextProfilePath = new nsxt.DataNsxtPolicyContextProfile(this, 'Default', {
      provider: nsxConnectionOf(this),
      displayName: this.contextProfileName,
      ...(checkFlag(this, 'shared', props.shared ?? true) ? {} : enclosingProjectContext(this)),
    }).path;
  }
}

class KnownContextProfile extends Construct implements IContextProfile {
  public readonly contextProfilePath: string;
  public readonly contextProfileName?: string;

  public constructor(scope: Construct, id: string, attributes: ContextProfileAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['contextProfilePath']);
    recordOrigin(this);
    this.contextProfilePath = checkPolicyPath(this, 'contextProfilePath', attributes.contextProfilePath);
    this.contextProfileName = ifGiven(attributes.contextProfileName, (name) => checkText(this, 'contextProfileName', name));
  }
}
