import type { Blocks, EstateObject, ObjectId } from '../object';
import type { Field } from '../value';

/** Something that an NSX manager knows. */
export interface NsxObject extends EstateObject {
  /** Identity of the NSX manager: its host; unknown where a token says which. */
  readonly manager: Field<string>;
  /** Policy path, such as `/infra/segments/nodes`; unknown where NSX chooses the id as it makes the object. */
  readonly policyPath: Field<string>;
  /** The project or VPC it lies in; null for the default space. */
  readonly space: Field<ObjectId | null>;
  readonly tags: Blocks<NsxTag>;
}

/** A tag of NSX, which knows none of vSphere's. Either part may be the empty string, for none. */
export interface NsxTag {
  readonly scope: Field<string>;
  readonly tag: Field<string>;
}
