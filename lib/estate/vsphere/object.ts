import type { EstateObject } from '../object';
import type { Field } from '../value';

/** Something that a vCenter knows. */
export interface VsphereObject extends EstateObject {
  /** Identity of the vCenter; unknown where a token says which. */
  readonly vcenter: Field<string>;
}
