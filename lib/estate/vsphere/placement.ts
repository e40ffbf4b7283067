import type { Field } from '../value';
import type { Members, ObjectId } from '../object';
import type { VsphereObject } from './object';

/** VM-VM affinity or anti-affinity. */
export interface VmRule extends VsphereObject {
  readonly kind: 'affinity' | 'anti-affinity';
  readonly cluster: Field<ObjectId | null>;
  readonly machines: Members;
  readonly enabled: Field<boolean>;
  readonly mandatory: Field<boolean>;
}

export interface VmGroup extends VsphereObject {
  readonly cluster: Field<ObjectId | null>;
  readonly machines: Members;
}

export interface HostGroup extends VsphereObject {
  readonly cluster: Field<ObjectId | null>;
  readonly hosts: Members;
}

export interface VmHostRule extends VsphereObject {
  readonly cluster: Field<ObjectId | null>;
  readonly vmGroup: Field<string>;
  readonly affinityHostGroup: Field<string | null>;
  readonly antiAffinityHostGroup: Field<string | null>;
  readonly enabled: Field<boolean>;
  readonly mandatory: Field<boolean>;
}
