import { EntityPermissions as EntityPermissionsResource } from '@cdktf/provider-vsphere/lib/entity-permissions';
import { Token } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkDistinct, checkFlag, checkKind, checkKinds, checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { PERMISSION, PERMISSION_TARGET, ROLE } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { PermissionTarget } from './permission-target';
import type { IRole } from './role';

export interface PermissionProps {
  /** What is allowed. */
  readonly role: IRole;

  /** Whether it holds for everything below the object too. */
  readonly propagate: boolean;
}

/** What a user or a group may do. */
export class Permission {
  /** @param name such as `EXAMPLE\alice` or `alice@vsphere.local` as vCenter shows it */
  public static user(name: string, props: PermissionProps): Permission {
    return new Permission(name, false, props);
  }

  /** @param name such as `EXAMPLE\ops`, as vCenter shows it */
  public static group(name: string, props: PermissionProps): Permission {
    return new Permission(name, true, props);
  }

  private constructor(
    public readonly userOrGroup: string,
    public readonly isGroup: boolean,
    private readonly props: PermissionProps,
  ) {}

  /** @internal */
  public _bind(permissions: IConstruct, what: string): { userOrGroup: string; isGroup: boolean; roleId: string; propagate: boolean } {
    checkProps(permissions, `${what}.props`, this.props, ['role', 'propagate']);
    return {
      userOrGroup: checkText(permissions, `${what}.name`, this.userOrGroup),
      isGroup: this.isGroup,
      roleId: checkKindHere(permissions, `${what}.role`, this.props.role, ROLE).roleId,
      propagate: checkFlag(permissions, `${what}.propagate`, this.props.propagate),
    };
  }
}

export interface EntityPermissionsProps {
  /** The object. */
  readonly on: PermissionTarget;

  /** All permissions that are set on the object itself: Terraform wants to take away others that it finds there. */
  readonly permissions: readonly Permission[];
}

/** By what they are set on, and which of its objects: a cluster has a resource pool too. */
const given = new WeakMap<IConstruct, Map<string, IConstruct>>();

/**
 * The permissions on an object of the inventory.
 *
 * @throws when there are none, one user or group has two, or the object has permissions by another construct already
 */
export class EntityPermissions extends Construct {
  public readonly resource: EntityPermissionsResource;

  public constructor(scope: Construct, id: string, props: EntityPermissionsProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['on', 'permissions']);
    recordOrigin(this);
    const target = checkKind(this, 'on', props.on, PERMISSION_TARGET);
    const entityId = target._entityId(this, 'on');
    const permissions = checkKinds(this, 'permissions', props.permissions, PERMISSION).map((each, index) =>
      each._bind(this, `permissions[${index}]`),
    );
    if (permissions.length === 0) throw new ConstructError(this, 'permissions must have at least one permission, got none');
    const names = permissions.map(({ userOrGroup }) => userOrGroup);
    // The provider tells no capital letters in them.
    checkDistinct(
      this,
      'users and groups',
      names.map((name) => (Token.isUnresolved(name) ? name : name.toLowerCase())),
    );
    const byType = given.get(target.entity) ?? new Map<string, IConstruct>();
    given.set(target.entity, byType);
    const other = byType.get(target.entityType);
    if (other !== undefined) {
      throw new ConstructError(this, `${target.entity.node.path} has permissions already, by ${other.node.path}; give them all in one place`);
    }
    byType.set(target.entityType, this);
    this.resource = new EntityPermissionsResource(this, 'Default', {
      provider: connectionOf(this),
      entityId,
      entityType: target.entityType,
      permissions,
    });
  }
}
