import type { Blocks, Members, ObjectId } from '../object';
import type { Field } from '../value';
import type { NsxObject } from './object';

export interface Group extends NsxObject {
  /** What is a member, as NSX has it: terms, with an operator between each and the next. */
  readonly expression: GroupExpression;
  /** `IPAddress`, `ANTREA`, ...; null where it is of no special type. */
  readonly type: Field<string | null>;
  /** Who was a member when the group was recorded; of a group that nobody recorded none are known. */
  readonly recordedMembers?: Blocks<RecordedMember>;
}

/** Empty and complete: the group has no member. */
export interface GroupExpression {
  readonly terms: Blocks<GroupTerm>;
  /** One fewer than terms. An `AND` joins terms of one kind of member. */
  readonly operators: readonly Field<'AND' | 'OR'>[];
}

export type GroupTerm =
  | {
      readonly kind: 'condition';
      /** `VirtualMachine`, `Segment`, `SegmentPort`, `Pod`, ... */
      readonly memberType: Field<string>;
      /** `Tag`, `Name`, `OSName`, `ComputerName`, ... */
      readonly key: Field<string>;
      /** `EQUALS`, `CONTAINS`, `STARTSWITH`, `ENDSWITH`, `NOTEQUALS`, `IN`, `NOTIN`, `MATCHES`. */
      readonly operator: Field<string>;
      /** Of a tag `scope|tag`. */
      readonly value: Field<string>;
    }
  /** Objects by their paths: other groups, segments, ports, VMs. */
  | { readonly kind: 'paths'; readonly members: Members }
  | { readonly kind: 'addresses'; readonly addresses: Blocks<Field<string>> }
  | { readonly kind: 'mac-addresses'; readonly addresses: Blocks<Field<string>> }
  /** VMs by their external ids. */
  | { readonly kind: 'external-ids'; readonly memberType: Field<string>; readonly ids: Blocks<Field<string>> }
  /** Users and groups of a directory. */
  | { readonly kind: 'identities' }
  | { readonly kind: 'nested'; readonly expression: GroupExpression };

export interface RecordedMember {
  readonly kind: 'machine' | 'address' | 'other';
  /** The VM; null where it is none, or none that is recorded. */
  readonly machine: ObjectId | null;
  /** Its name, or the address. */
  readonly text: string;
}
