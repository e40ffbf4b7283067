import type { Construct } from 'constructs';
import { checkFlag, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxConnectionOf } from '../connection';
import { DELETED_LAST, objectConfig } from '../nsx-object';
import { spaceOf } from '../space';
import type { FirewallPolicyCommonProps } from './policy-props';

/** What policies of every firewall and every space have, as a resource takes it. */
export function policyConfig(policy: Construct, props: FirewallPolicyCommonProps, sequenceNumber: number) {
  return {
    provider: nsxConnectionOf(policy),
    ...objectConfig(policy, props),
    sequenceNumber,
    locked: ifGiven(props.locked, (locked) => checkFlag(policy, 'locked', locked)),
    comments: ifGiven(props.comments, (comments) => checkText(policy, 'comments', comments)),
    // Otherwise nothing is enforced between the end of the old one and the start of the new one. With an id of its own it would take the
    // place of itself where its category changes, which NSX refuses.
    ...(props.nsxId === undefined && DELETED_LAST),
  };
}

/** @throws when a prop is given that policies of a VPC do not have */
export function checkNotInVpc(policy: Construct, props: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(props).find(([, value]) => value !== undefined);
  if (given === undefined) return;
  throw new ConstructError(policy, `${given[0]} is given, and the policies of a VPC, here ${spaceOf(policy)!.node.path}, have none; leave it out`);
}

/** @throws when `defaultLogged` is given without a rule that it is for */
export function checkDefaultLogged(policy: Construct, props: FirewallPolicyCommonProps): void {
  if (props.default !== undefined || props.defaultLogged === undefined) return;
  throw new ConstructError(
    policy,
    "defaultLogged is given without default, so that there is no last rule; give default, such as 'drop', or leave it out",
  );
}
