import type { Blocks, Members, ObjectId } from '../object';
import type { Field } from '../value';
import type { NsxObject } from './object';

export interface Project extends NsxObject {
  readonly tier0Gateways: Members;
  /** Ranges for addresses that are seen outside. */
  readonly externalBlocks: Members;
  /** Whether NSX puts its own default rules, which let a project talk within itself only, into it. */
  readonly defaultFirewallRules: Field<boolean>;
}

export interface Vpc extends NsxObject {
  readonly project: Field<ObjectId>;
  /** Ranges that only the VPC knows. */
  readonly privateRanges: Blocks<Field<string>>;
}
