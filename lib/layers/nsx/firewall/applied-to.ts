import type { Construct } from 'constructs';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';
import type { PolicyGroupCriteria } from '../bindings';
import { checkEndpoint, groupOf } from '../group/endpoint';
import { Group } from '../group/group';
import type { GroupMembers } from '../group/group-members';
import type { IGroup } from '../group/igroup';
import type { Machines } from '../group/machine-set';
import type { ISegment } from '../network/isegment';
import { isOutsideVpc, isVpcSpace, spaceOf } from '../space';

/** What a rule is enforced on: the vNICs of what is in a group, on a segment, of a machine or a fleet, or what an expression tells. */
export type AppliedTo = IGroup | ISegment | Machines | GroupMembers;

/**
 * Groups on whose members a policy or a rule is enforced, each once.
 *
 * @throws when there is none, which NSX takes for all vNICs; or one is an address, or a group without anything that has a vNIC
 */
export function appliedGroups(policy: Construct, what: string, values: readonly AppliedTo[]): IGroup[] {
  if (!Array.isArray(values)) {
    throw new ConstructError(
      policy,
      `${what} must be a list of groups, segments, machines or fleets, got ${got(values)}; write \`[...]\`, also around a single one`,
    );
  }
  if (values.length === 0) {
    throw new ConstructError(policy, `${what} is an empty list, which NSX takes for every vNIC; say 'everything' where that is meant`);
  }
  const groups = (values as readonly AppliedTo[]).map((value, index) => appliedGroup(policy, `${what}[${index}]`, value));
  return [...new Set(groups)];
}

/** The same of one. */
export function appliedGroup(policy: Construct, what: string, value: AppliedTo): IGroup {
  const group = groupOf(policy, value, what);
  if (typeof group === 'string') {
    throw new ConstructError(policy, `${what} is an address, and rules are enforced on vNICs; give a group, a segment, a machine or a fleet`);
  }
  checkEndpoint(policy, what, value, group);
  checkInVpc(policy, what, value);
  if (!hasAddressesOnly(group)) return group;
  throw new ConstructError(
    policy,
    `${what} is ${group.node.path}, a group of addresses or of users, and NSX enforces rules on vNICs; give a group of machines, segments or ports`,
  );
}

/** @throws when a policy of a VPC is applied to a segment that surely lies outside: it is enforced on the VPC's own vNICs */
function checkInVpc(policy: Construct, what: string, value: AppliedTo): void {
  const vpc = spaceOf(policy);
  if (!isVpcSpace(vpc) || !('segmentPath' in value) || !isOutsideVpc(vpc, value, value.segmentPath)) return;
  throw new ConstructError(
    policy,
    `${what} is ${value.node.path}, which is no subnet of the VPC ${vpc.node.path}, and a policy of a VPC is enforced on what is in it; give a subnet of the VPC, or make the policy outside`,
  );
}

/**
 * Whether a group is known to have addresses, or users of a directory (NSX Administration Guide, "Add a Group": "IP sets, MAC sets, and AD
 * groups cannot be included as members in a group that is used in a firewall exclusion list").
 */
export function holdsAddresses(group: IGroup): boolean {
  if (!Group.isGroup(group)) return false;
  const { criteriaInput, extendedCriteriaInput } = group.resource;
  return extendedCriteriaInput !== undefined || (Array.isArray(criteriaInput) && criteriaInput.some(isAddresses));
}

/** Whether a group is known to have members without a vNIC only: addresses, or users of a directory. */
function hasAddressesOnly(group: IGroup): boolean {
  if (!Group.isGroup(group)) return false;
  const { groupTypeInput, criteriaInput, extendedCriteriaInput } = group.resource;
  if (groupTypeInput === 'IPAddress') return true;
  if (criteriaInput === undefined) return extendedCriteriaInput !== undefined;
  return Array.isArray(criteriaInput) && criteriaInput.every(isAddresses);
}

function isAddresses({ ipaddressExpression, macaddressExpression }: PolicyGroupCriteria): boolean {
  return (ipaddressExpression ?? macaddressExpression) !== undefined;
}
