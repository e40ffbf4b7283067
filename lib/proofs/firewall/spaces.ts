import { isUnknown, type Field, type ObjectId } from '../../estate';
import { answer, maybe, YES, type Answer } from './answer';
import type { Vnic } from './endpoints';
import type { FirewallView } from './view';

/**
 * Whether what stands in a space of NSX reaches a vNIC. Policies and groups of the default space are for every VM, those of a project
 * for what is connected to its segments, those of a VPC for its subnets.
 */
export function reaches(view: FirewallView, { space }: { readonly space: Field<ObjectId | null> }, { segment }: Vnic): Answer {
  if (space === null) return YES;
  if (isUnknown(space)) return maybe('which project a policy or group lies in', space);
  if (!segment) return maybe('which project a VM is in');
  if (isUnknown(segment.space)) return maybe('which project a segment lies in', segment.space);
  if (segment.space === space) return YES;
  const vpc = view.estate.nsx.vpcs.find(({ id }) => id === segment.space);
  const isWithin = vpc !== undefined && (isUnknown(vpc.project) || vpc.project === space);
  return isWithin ? maybe("whether a project's policies and groups reach into its VPCs") : answer(false);
}
