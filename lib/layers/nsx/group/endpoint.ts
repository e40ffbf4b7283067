import { TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { type IConstruct } from 'constructs';
import { Cidr } from '../../../units';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import { NSX_GROUP, SEGMENT } from '../../kind';
import { checkKindHere, nsxConnectionOf, nsxManagers } from '../connection';
import type { ISegment } from '../network/isegment';
import { LONGEST_NAME } from '../nsx-object';
import { checkOfSpace, spaceOf } from '../space';
import { addressText } from './address-texts';
import { Group } from './group';
import { GroupMembers } from './group-members';
import type { IGroup } from './igroup';
import { checkMachinesInSpace } from './machines-in-vpc';
import { isMachineSet, type Machines } from './machine-set';

export type { RuleService } from '../service/rule-service';

/**
 * What a rule of the firewall is from or to: a group, a segment, a machine, a fleet, an address, a range of them, or an expression that
 * tells members.
 */
export type RuleEndpoint = IGroup | ISegment | Machines | Cidr | string | GroupMembers;

/** Groups that Strata made, by whom they are of and what they stand for. */
const made = new WeakMap<IConstruct, Map<unknown, Group>>();

/**
 * The group that stands for what a user named, or the text of an address. What is no group gets one, once: a segment beside the
 * segment; machines and expressions in the stack, the project and the VPC of the user.
 *
 * @param what how the user called it, for messages and for the id of a group that is made
 */
export function groupOf(user: Construct, endpoint: RuleEndpoint, what = 'endpoint'): IGroup | string {
  if (typeof endpoint === 'string' || Cidr.isCidr(endpoint)) return addressOf(user, what, endpoint);
  if (GroupMembers.isGroupMembers(endpoint)) return once(user, endpoint, () => new Group(user, freeId(user, what), { members: endpoint }));
  if (isMachineSet(endpoint)) return groupOfMachines(user, what, endpoint);
  if (typeof endpoint === 'object' && endpoint !== null) {
    if ('groupPath' in endpoint) return checkKindHere(user, what, endpoint, NSX_GROUP);
    if ('segmentPath' in endpoint && 'node' in endpoint) {
      // Of a segment that is known by its path only, the manager is that of its group.
      return checkKindHere(user, `the group of ${what}`, groupOfSegment(checkKindHere(user, what, endpoint, SEGMENT)), NSX_GROUP);
    }
    if ('machineUuid' in endpoint && 'node' in endpoint) return groupOfMachines(user, what, endpoint);
  }
  throw new ConstructError(
    user,
    `${what} must be a group, a segment, a machine, a fleet or an address, got ${got(endpoint)}; give one such as \`new Group(...)\` or \`Cidr.of('10.20.8.0/24')\``,
  );
}

/**
 * What a rule names, of the space that the rule lies in. Of a segment it is the segment that counts, not the group beside it.
 *
 * @param group what stands for it
 * @throws when it is surely of another project
 */
export function checkEndpoint(user: Construct, what: string, endpoint: RuleEndpoint, group: IGroup): void {
  if (typeof endpoint === 'object' && 'segmentPath' in endpoint) checkOfSpace(user, what, endpoint, endpoint.segmentPath);
  else checkOfSpace(user, what, group, group.groupPath);
}

/** The same as a rule takes it: a path, or an address. */
export function pathOrAddress(user: Construct, endpoint: RuleEndpoint, what?: string): string {
  const group = groupOf(user, endpoint, what);
  return typeof group === 'string' ? group : group.groupPath;
}

function addressOf(user: Construct, what: string, address: Cidr | string): string {
  if (!Token.isUnresolved(address) && typeof address === 'string' && address.startsWith('/')) {
    throw new ConstructError(user, `${what} is the path ${got(address)}; give \`Group.fromAttributes(this, 'id', { groupPath })\``);
  }
  try {
    return addressText(what, address);
  } catch (error) {
    throw new ConstructError(user, (error as Error).message);
  }
}

function groupOfSegment(segment: ISegment): Group {
  return once(segment, segment, () => {
    return new Group(segment as unknown as Construct, 'nsx-group', {
      name: groupName(segment.segmentName ?? segment.node.id),
      description: 'All that is on the segment, for rules that name it',
      members: GroupMembers.of(segment),
    });
  });
}

function groupOfMachines(user: Construct, what: string, machines: Machines): Group {
  checkMachinesInSpace(user, what, machines);
  const holder = holderOf(user);
  return once(holder, machines, () => {
    return new Group(holder, `group-of-${machines.node.id}-${machines.node.addr.slice(-8)}`, {
      name: groupName(machines.node.id),
      description: 'Machines that rules name, by the tag that Strata puts on them',
      members: GroupMembers.of(machines),
    });
  });
}

/** A name of somebody else's choice, no longer than NSX takes it. */
function groupName(name: string): string {
  return Token.isUnresolved(name) ? name : name.slice(0, LONGEST_NAME);
}

/** Where a group goes to the NSX manager, and lies in the project and the VPC, that the user's own objects do. */
function holderOf(user: Construct): Construct {
  const above = [spaceOf(user), nsxConnectionOf(user) && nsxManagers.makerFor(user), TerraformStack.of(user)];
  const deepest = above.reduce((deep, each) => (each !== undefined && each.node.scopes.length > (deep?.node.scopes.length ?? 0) ? each : deep));
  return deepest as Construct;
}

function once(owner: IConstruct, what: unknown, make: () => Group): Group {
  const groups = made.get(owner) ?? new Map<unknown, Group>();
  made.set(owner, groups);
  const group = groups.get(what) ?? make();
  groups.set(what, group);
  return group;
}

/** An id for a group below a user, after what it is for. */
function freeId(user: Construct, what: string): string {
  const id = `members-of-${what.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}`;
  for (let n = 1; ; n++) {
    const each = n === 1 ? id : `${id}-${n}`;
    if (user.node.tryFindChild(each) === undefined) return each;
  }
}
