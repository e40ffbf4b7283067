import { DataVsphereRole } from '@cdktf/provider-vsphere/lib/data-vsphere-role';
import { Role as RoleResource } from '@cdktf/provider-vsphere/lib/role';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkDistinct, checkProps, checkText, checkTexts } from '../../check';
import { ConstructError } from '../../construct-error';
import { connectionOf } from '../connection';

/** What somebody may do, by privileges. */
export interface IRole extends IConstruct {
  /** Number of the role, as a text. */
  readonly roleId: string;
}

export interface RoleProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  /** Ids of its privileges, such as `VirtualMachine.Interact.PowerOn`. vCenter adds those of `System` itself. */
  readonly privileges: readonly string[];
}

export interface RoleLookup {
  /** What vCenter shows for it, such as `Read-only` or `Administrator`. */
  readonly label: string;
}

export interface RoleAttributes {
  /** Number of the role, as a text; built-in roles have negative ones. */
  readonly roleId: string;
}

const BRAND = Symbol.for('cdk-strata.Role');

/**
 * A role that the stack owns.
 *
 * @throws when it has no privileges, one twice, or one of `System`
 */
export class Role extends Construct implements IRole {
  public static isRole(x: unknown): x is Role {
    return isBranded(x, BRAND);
  }

  /** One that exists, built in or not, found by its label when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: RoleLookup): IRole {
    return new LookedUpRole(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: RoleAttributes): IRole {
    return new KnownRole(scope, id, attributes);
  }

  public readonly roleId: string;
  public readonly resource: RoleResource;

  public constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['privileges']);
    recordOrigin(this);
    brand(this, BRAND);
    const privileges = checkTexts(this, 'privileges', props.privileges);
    if (privileges.length === 0) throw new ConstructError(this, 'privileges must name at least one privilege, got none');
    checkDistinct(this, 'privileges', privileges);
    // The provider reads a role without them, so that every plan would add them again.
    const system = privileges.find((privilege) => privilege.startsWith('System.'));
    if (system !== undefined) throw new ConstructError(this, `every role has the privileges of System, got "${system}"; leave it out`);
    this.resource = new RoleResource(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      rolePrivileges: privileges,
    });
    this.roleId = this.resource.id;
  }
}

class LookedUpRole extends Construct implements IRole {
  public readonly roleId: string;

  public constructor(scope: Construct, id: string, props: RoleLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['label']);
    recordOrigin(this);
    this.roleId = new DataVsphereRole(this, 'Default', { provider: connectionOf(this), label: checkText(this, 'label', props.label) }).id;
  }
}

class KnownRole extends Construct implements IRole {
  public readonly roleId: string;

  public constructor(scope: Construct, id: string, attributes: RoleAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['roleId']);
    recordOrigin(this);
    this.roleId = checkText(this, 'roleId', attributes.roleId);
  }
}
