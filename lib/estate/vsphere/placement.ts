import type { Field } from '../value';
import type { EstateObject, Members, ObjectId } from './object';

/** VM-VM affinity or anti-affinity. */
export interface VmRule extends EstateObject {
  readonly kind: 'affinity' | 'anti-affinity';
  readonly cluster: Field<ObjectId | null>;
  readonly machines: Members;
  readonly enabled: Field<boolean>;
  readonly mandatory: Field<boolean>;
}

export interface VmGroup extends EstateObject {
  readonly cluster: Field<ObjectId | null>;
  readonly machines: Members;
}

export interface HostGroup extends EstateObject {
  readonly cluster: Field<ObjectId | null>;
  readonly hosts: Members;
}

export interface VmHostRule extends EstateObject {
  readonly cluster: Field<ObjectId | null>;
  readonly vmGroup: Field<string>;
  readonly affinityHostGroup: Field<string | null>;
  readonly antiAffinityHostGroup: Field<string | null>;
  readonly enabled: Field<boolean>;
  readonly mandatory: Field<boolean>;
}
