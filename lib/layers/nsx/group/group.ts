import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkKind, checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { GROUP_MEMBERS } from '../../kind';
import { nsxt, type PolicyGroup, type VpcGroup } from '../bindings';
import { nsxConnectionOf } from '../connection';
import { checkLength, checkPolicyPath, type NsxObjectProps, objectConfig, DELETED_LAST } from '../nsx-object';
import { enclosingProjectContext, vpcContext } from '../space';
import { criteriaOf } from './criteria';
import { type DirectoryGroup, extendedCriteria } from './directory-group';
import type { GroupMembers } from './group-members';
import type { IGroup } from './igroup';
import { tagCondition } from './tag-condition';

export type { IGroup } from './igroup';

/** What an NSX group is for, where it is for nothing else. */
export type GroupType = 'IPAddress' | 'ANTREA' | 'BareMetalServer';

export interface GroupProps extends NsxObjectProps {
  /**
   * Who is in it. At most five conditions may be joined by `or`, and of each at most five by `and`.
   * @default - nobody
   */
  readonly members?: GroupMembers;

  /**
   * Groups of a directory (Active Directory), for the sources of the identity firewall: of the members only those count on which one of
   * their users is logged in. Such a group must be the only source of its rule.
   * @default - none
   */
  readonly directoryGroups?: readonly DirectoryGroup[];

  /**
   * What it is for, where it is for nothing else: addresses (`IPAddress`), Kubernetes with Antrea, or bare metal (from NSX 9.0 on).
   * Another type makes another group, ahead of this one: where that has an `nsxId`, give another with it.
   * @default - for anything
   */
  readonly groupType?: GroupType;

  /**
   * The domain it lies in, outside VPCs. Another domain makes another group.
   * @default 'default'
   */
  readonly domain?: string;
}

export interface GroupLookup {
  /** Name in NSX. */
  readonly name: string;

  /**
   * The domain it lies in.
   * @default 'default'
   */
  readonly domain?: string;

  /**
   * In a project or a VPC, whether it is one of the default space that is shared with it, and not one of its own.
   * @default false
   */
  readonly shared?: boolean;
}

export interface GroupAttributes {
  /** Policy path, such as `/infra/domains/default/groups/dbs`. */
  readonly groupPath: string;

  /**
   * Name in NSX.
   * @default - not known
   */
  readonly groupName?: string;
}

const BRAND = Symbol.for('cdk-strata.Group');

/**
 * A group of NSX: what rules of the firewall are from, to and applied to. Below a VPC in the construct tree it lies in that VPC. Terraform
 * deletes it after whatever names it is changed, since NSX refuses to delete a group that a rule names.
 *
 * @throws when it has more conditions than NSX takes, or members that a group of its type cannot have
 */
export class Group extends Construct implements IGroup {
  public static isGroup(x: unknown): x is Group {
    return isBranded(x, BRAND);
  }

  /**
   * One that exists, found by its name when Terraform runs.
   *
   * @throws in a VPC, of whose groups the provider has no lookup
   */
  public static fromLookup(scope: Construct, id: string, props: GroupLookup): IGroup {
    return new LookedUpGroup(scope, id, props);
  }

  /** One that exists, by its path. */
  public static fromAttributes(scope: Construct, id: string, attributes: GroupAttributes): IGroup {
    return new KnownGroup(scope, id, attributes);
  }

  public readonly resource: PolicyGroup | VpcGroup;
  public readonly groupName: string;

  public constructor(scope: Construct, id: string, props: GroupProps = {}) {
    super(scope, id);
    checkProps(this, 'props', props, []);
    recordOrigin(this);
    brand(this, BRAND);
    const members = ifGiven(props.members, (each) => checkKind(this, 'members', each, GROUP_MEMBERS));
    const object = objectConfig(this, props);
    this.groupName = object.displayName;
    const config = {
      provider: nsxConnectionOf(this),
      ...object,
      groupType: ifGiven(props.groupType, (type) => this.checkType(type, members)),
      ...(members !== undefined && criteriaOf(this, members, (machines) => tagCondition(this, machines))),
      extendedCriteria: ifGiven(props.directoryGroups, (groups) => extendedCriteria(this, groups)),
      ...DELETED_LAST,
    };
    const vpc = vpcContext(this);
    if (vpc !== undefined) {
      if (props.domain !== undefined) throw new ConstructError(this, `domain is given, and the groups of a VPC lie in no domain; leave it out`);
      this.resource = new nsxt.VpcGroup(this, 'Default', { ...config, ...vpc });
    } else {
      const domain = ifGiven(props.domain, (each) => checkText(this, 'domain', each));
      this.resource = new nsxt.PolicyGroup(this, 'Default', { ...config, domain, ...enclosingProjectContext(this) });
    }
  }

  /** A token costs a stack trace in cdktf, so it is made when somebody asks. */
  public get groupPath(): string {
    return this.resource.path;
  }

  private checkType(type: GroupType, members: GroupMembers | undefined): GroupType {
    checkOneOf(this, 'groupType', type, ['IPAddress', 'ANTREA', 'BareMetalServer']);
    const other = (members?._alternatives ?? [])
      .flat()
      .find((term) => term.kind === 'machines' || term.kind === 'macs' || term.kind === 'external-ids');
    if (type !== 'IPAddress' || other === undefined) return type;
    throw new ConstructError(
      this,
      `groupType is IPAddress, and the members are not addresses only; leave out groupType, or give \`GroupMembers.addresses(...)\``,
    );
  }
}

class LookedUpGroup extends Construct implements IGroup {
  public readonly groupPath: string;
  public readonly groupName: string;

  public constructor(scope: Construct, id: string, props: GroupLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name']);
    recordOrigin(this);
    this.groupName = checkLength(this, 'name', props.name, 255);
    const shared = checkFlag(this, 'shared', props.shared ?? false);
    if (!shared && vpcContext(this) !== undefined) {
      throw new ConstructError(this, `the provider cannot look up a group of a VPC; give its path with \`Group.fromAttributes(...)\``);
    }
    this.groupPath = new nsxt.DataNsxtPolicyGroup(this, 'Default', {
      provider: nsxConnectionOf(this),
      displayName: this.groupName,
      domain: ifGiven(props.domain, (each) => checkText(this, 'domain', each)),
      ...(shared ? {} : enclosingProjectContext(this)),
    }).path;
  }
}

class KnownGroup extends Construct implements IGroup {
  public readonly groupPath: string;
  public readonly groupName?: string;

  public constructor(scope: Construct, id: string, attributes: GroupAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['groupPath']);
    recordOrigin(this);
    this.groupPath = checkPolicyPath(this, 'groupPath', attributes.groupPath);
    this.groupName = ifGiven(attributes.groupName, (name) => checkText(this, 'groupName', name));
  }
}
