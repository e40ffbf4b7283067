import { Token } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkProps } from '../../check';
import { ConstructError } from '../../construct-error';
import { SEGMENT } from '../../kind';
import { nsxt, type PolicyFirewallExcludeListMember } from '../bindings';
import { checkKindHere, nsxConnectionOf } from '../connection';
import { checkPolicyPath } from '../nsx-object';
import { spaceOf } from '../space';
import { type AppliedTo, appliedGroup, holdsAddresses } from './applied-to';
import { checkOnly } from './place';

export interface FirewallExclusionProps {
  /**
   * What the distributed firewall leaves alone: a group, a segment, machines, or what an expression tells; of what Strata has no
   * construct for, such as a port of a segment, its policy path. Another member makes another entry.
   */
  readonly member: AppliedTo | string;
}

const FIREWALL_EXCLUSION = Symbol.for('cdk-strata.FirewallExclusion');

/**
 * An entry of the exclusion list: no rule of the distributed firewall is enforced on its members, whatever policies say. The list is
 * one for all of NSX, so it stands outside projects.
 *
 * @throws when the member is an address, or a group with some, is excluded twice in a stack, or it lies in a project
 */
export class FirewallExclusion extends Construct {
  public static isFirewallExclusion(x: unknown): x is FirewallExclusion {
    return isBranded(x, FIREWALL_EXCLUSION);
  }

  public readonly resource: PolicyFirewallExcludeListMember;

  public constructor(scope: Construct, id: string, props: FirewallExclusionProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['member']);
    recordOrigin(this);
    brand(this, FIREWALL_EXCLUSION);
    const space = spaceOf(this);
    if (space !== undefined) {
      throw new ConstructError(this, `the exclusion list is one for all of NSX, and this stands below ${space.node.path}; make it outside`);
    }
    this.resource = new nsxt.PolicyFirewallExcludeListMember(this, 'Default', {
      provider: nsxConnectionOf(this),
      member: this.pathOf(props.member),
    });
  }

  private pathOf(member: AppliedTo | string): string {
    if (typeof member === 'string') return this.once(member, checkPolicyPath(this, 'member', member));
    if (typeof member === 'object' && member !== null && 'segmentPath' in member) {
      return this.once(member.node.path, checkKindHere(this, 'member', member, SEGMENT).segmentPath);
    }
    const group = appliedGroup(this, 'member', member);
    if (holdsAddresses(group)) {
      throw new ConstructError(
        this,
        `member is ${group.node.path}, a group with addresses or users among others, which NSX takes in no group of the exclusion list; give a group without`,
      );
    }
    return this.once(group.node.path, group.groupPath);
  }

  private once(key: string, path: string): string {
    const known = Token.isUnresolved(path) ? key : path;
    checkOnly(this, `exclusion ${known}`, 'the member is on the exclusion list');
    return path;
  }
}
