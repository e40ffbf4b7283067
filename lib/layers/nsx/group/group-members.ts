import type { Cidr } from '../../../units';
import { brand, isBranded } from '../../brand';
import { checkKind, checkOneOf, checkTexts, got } from '../../check';
import { ConstructError } from '../../construct-error';
import { GROUP_MEMBERS } from '../../kind';
import type { ISegment } from '../network/isegment';
import { checkMac } from '../network/mac-address';
import { checkPolicyPath } from '../nsx-object';
import { addressTexts } from './address-texts';
import { checkCondition, type GroupCondition, type GroupMemberType } from './condition';
import type { IGroup } from './igroup';
import { isMachineSet, type Machines } from './machine-set';
import { MachineQuery, MemberQuery } from './member-query';

/** Of what a group can have members by their ids outside NSX. */
export type ExternalIdType = 'VirtualMachine' | 'VirtualNetworkInterface' | 'CloudNativeServiceInstance' | 'PhysicalServer';

const EXTERNAL_ID_TYPES: readonly ExternalIdType[] = ['VirtualMachine', 'VirtualNetworkInterface', 'CloudNativeServiceInstance', 'PhysicalServer'];

/** How many conditions NSX takes in one criterion (its API, `NestedExpression`). */
const MOST_CONDITIONS = 5;

/** One term of an expression. @internal */
export type GroupTerm =
  | { readonly kind: 'condition'; readonly condition: GroupCondition }
  | { readonly kind: 'machines'; readonly machines: Machines }
  | { readonly kind: 'objects'; readonly objects: readonly (IGroup | ISegment)[] }
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'macs'; readonly addresses: readonly string[] }
  | { readonly kind: 'external-ids'; readonly type: ExternalIdType; readonly ids: readonly string[] };

const BRAND = Symbol.for('cdk-strata.GroupMembers');

/**
 * Who is in a group of NSX, as an expression: `GroupMembers.machines.tagged('tier', 'db').and(GroupMembers.machines.name.startsWith('ledger-'))
 * .or(GroupMembers.of(segment))`. It means what its words say, wherever they stand: `a.or(b).and(c)` has those of `a` that are of `c`, and
 * those of `b` that are.
 */
export class GroupMembers {
  public static isGroupMembers(x: unknown): x is GroupMembers {
    return isBranded(x, BRAND);
  }

  /** Virtual machines: by their name, their tags in NSX, their operating system. */
  public static get machines(): MachineQuery<GroupMembers> {
    return new MachineQuery(GroupMembers.where);
  }

  /** Segments, with all that is on them. */
  public static get segments(): MemberQuery<GroupMembers> {
    return GroupMembers.each('Segment');
  }

  /** Ports of segments, each with the vNIC on it. */
  public static get segmentPorts(): MemberQuery<GroupMembers> {
    return GroupMembers.each('SegmentPort');
  }

  /** Subnets of VPCs. */
  public static get vpcSubnets(): MemberQuery<GroupMembers> {
    return GroupMembers.each('VpcSubnet');
  }

  /** Ports of subnets of VPCs. */
  public static get vpcSubnetPorts(): MemberQuery<GroupMembers> {
    return GroupMembers.each('VpcSubnetPort');
  }

  /** Port groups of vSphere's distributed switches. */
  public static get distributedPortGroups(): MemberQuery<GroupMembers> {
    return GroupMembers.each('DVPG');
  }

  /** Ports of vSphere's distributed switches. */
  public static get distributedPorts(): MemberQuery<GroupMembers> {
    return GroupMembers.each('DVPort');
  }

  /** Other groups, of the type `IPAddress`: NSX takes no other by a condition. */
  public static get groups(): MemberQuery<GroupMembers> {
    return GroupMembers.each('Group');
  }

  /** Pods that NSX or Antrea knows. */
  public static get pods(): MemberQuery<GroupMembers> {
    return GroupMembers.each('Pod');
  }

  /** Namespaces of Kubernetes clusters with Antrea. */
  public static get kubernetesNamespaces(): MemberQuery<GroupMembers> {
    return GroupMembers.each('KubernetesNamespace');
  }

  /** Kubernetes clusters with Antrea. */
  public static get kubernetesClusters(): MemberQuery<GroupMembers> {
    return GroupMembers.each('KubernetesCluster');
  }

  /** Services of Kubernetes clusters with Antrea. */
  public static get kubernetesServices(): MemberQuery<GroupMembers> {
    return GroupMembers.each('KubernetesService');
  }

  /** Nodes of Kubernetes clusters with Antrea. */
  public static get kubernetesNodes(): MemberQuery<GroupMembers> {
    return GroupMembers.each('KubernetesNode');
  }

  /** Members of whichever type NSX knows. */
  public static each(memberType: GroupMemberType): MemberQuery<GroupMembers> {
    return new MemberQuery(memberType, GroupMembers.where);
  }

  /** Those that a condition holds for, written as NSX has it. */
  public static where(condition: GroupCondition): GroupMembers {
    return new GroupMembers([[{ kind: 'condition', condition: checkCondition(condition) }]]);
  }

  /** These groups, segments, machines and fleets. A machine is told by a tag that Strata puts on it, of the scope `strata`. */
  public static of(...members: readonly (IGroup | ISegment | Machines)[]): GroupMembers {
    return new GroupMembers(checkSome('members', members).map((member, index) => [termOf(`members[${index}]`, member)]));
  }

  /** What stands at these policy paths: groups, segments or ports of segments. */
  public static paths(...paths: readonly string[]): GroupMembers {
    const checked = checkSome('paths', paths).map((path, index) => checkPolicyPath(undefined, `paths[${index}]`, path));
    return new GroupMembers([[{ kind: 'paths', paths: checked }]]);
  }

  /** Addresses: a Cidr, or as a text a single one, a range such as `10.0.0.5-10.0.0.9`, or CIDR notation. */
  public static addresses(...addresses: readonly (Cidr | string)[]): GroupMembers {
    return new GroupMembers([[{ kind: 'addresses', addresses: addressTexts('addresses', checkSome('addresses', addresses)) }]]);
  }

  /** MAC addresses, such as `02:00:00:00:00:01`. */
  public static macAddresses(...addresses: readonly string[]): GroupMembers {
    const checked = checkSome('addresses', addresses).map((address, index) => checkMac(undefined, `addresses[${index}]`, address));
    return new GroupMembers([[{ kind: 'macs', addresses: checked }]]);
  }

  /** Things by the ids that others gave them, such as the external id of a VM (`nsxt_policy_vm`). */
  public static externalIds(type: ExternalIdType, ...ids: readonly string[]): GroupMembers {
    checkOneOf(undefined, 'type', type, EXTERNAL_ID_TYPES);
    return new GroupMembers([[{ kind: 'external-ids', type, ids: checkTexts(undefined, 'ids', checkSome('ids', ids)) }]]);
  }

  private constructor(
    /** Any of these, of each all of its terms. @internal */
    public readonly _alternatives: readonly (readonly GroupTerm[])[],
  ) {
    brand(this, BRAND);
  }

  /** Those that are members of either. */
  public or(other: GroupMembers): GroupMembers {
    return new GroupMembers([...this._alternatives, ...checkKind(undefined, 'other', other, GROUP_MEMBERS)._alternatives]);
  }

  /**
   * Those that are members of both. NSX can tell that of conditions on one type of members only.
   *
   * @throws when either is no such condition, or there are too many
   */
  public and(other: GroupMembers): GroupMembers {
    const others = checkKind(undefined, 'other', other, GROUP_MEMBERS)._alternatives;
    return new GroupMembers(this._alternatives.flatMap((left) => others.map((right) => joined(left, right))));
  }
}

/** All the terms of two alternatives. */
function joined(left: readonly GroupTerm[], right: readonly GroupTerm[]): GroupTerm[] {
  const terms = [...left, ...right];
  const types = terms.map(typeOf);
  const [first] = types;
  const other = types.find((type) => type !== first);
  if (other !== undefined) {
    throw new ConstructError(
      undefined,
      `NSX joins conditions on one type of members only by \`and\`, got ${first} and ${other}; tag the members themselves, or make two rules of the firewall`,
    );
  }
  const distinct = [...new Map(terms.map((term) => [keyOf(term), term])).values()];
  if (distinct.length <= MOST_CONDITIONS) return distinct;
  throw new ConstructError(
    undefined,
    `NSX joins at most ${MOST_CONDITIONS} conditions by \`and\`, got ${distinct.length}; give the members a tag that says several of them at once`,
  );
}

/** What type of members a condition is on. */
function typeOf(term: GroupTerm): GroupMemberType {
  if (term.kind === 'condition') return term.condition.memberType;
  if (term.kind === 'machines') return 'VirtualMachine';
  const what = {
    objects: 'groups or segments by themselves',
    paths: 'paths',
    addresses: 'addresses',
    macs: 'MAC addresses',
    'external-ids': 'external ids',
  };
  throw new ConstructError(
    undefined,
    `NSX joins conditions only by \`and\`, got ${what[term.kind]}; join them by \`or\`, or narrow the rule of the firewall that the group is for`,
  );
}

/** The same for terms that mean the same. */
function keyOf(term: GroupTerm): unknown {
  if (term.kind === 'machines') return term.machines;
  return term.kind === 'condition' ? JSON.stringify(term.condition) : term;
}

function termOf(what: string, member: IGroup | ISegment | Machines): GroupTerm {
  if (isMachineSet(member)) return { kind: 'machines', machines: member };
  if (typeof member === 'object' && member !== null) {
    if ('machineUuid' in member) return { kind: 'machines', machines: member };
    if ('groupPath' in member || 'segmentPath' in member) return { kind: 'objects', objects: [member] };
  }
  throw new ConstructError(
    undefined,
    `${what} must be a group, a segment, a machine or a fleet, got ${got(member)}; give addresses with \`GroupMembers.addresses(...)\`, join other members by \`or\``,
  );
}

function checkSome<T>(what: string, values: readonly T[]): readonly T[] {
  if (values.length > 0) return values;
  throw new ConstructError(undefined, `${what} must name at least one; leave out the members of a group that has none`);
}
