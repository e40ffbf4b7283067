import type { Blocks, Members, ObjectId } from '../object';
import type { Field } from '../value';
import type { NsxObject } from './object';

/**
 * A VM as an NSX manager knows it: by its tags, or by a record. The app's own VMs that nobody tagged stand in the vSphere
 * part of the estate only.
 */
export interface NsxMachine extends NsxObject {
  /** The VM of the vSphere part; null where that has none. */
  readonly machine: Field<ObjectId | null>;
  /** What vCenter calls its instance UUID. */
  readonly externalId: Field<string | null>;
  /** Segments that its vNICs are on. */
  readonly segments: Members;
  readonly ipAddresses: Blocks<Field<string>>;
}
