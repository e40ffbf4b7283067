import type { Interval } from '../units';
import type { Field, Unknown } from './value';

/** Key of an object within the estate. */
export type ObjectId = string;

/** Something that a management plane knows by a name. */
export interface EstateObject {
  /** Key within this estate: `<stack>/<address>` of the entry that owns it, else of the first that looks it up. */
  readonly id: ObjectId;
  /** Every Terraform entry that denotes this object: the one that owns it and the lookups that found it. */
  readonly addresses: readonly { readonly stack: string; readonly address: string }[];
  /** Construct path of the entry that `id` names. */
  readonly path?: string;
  /** The app owns it, only looks it up, or learnt of it from the surroundings. */
  readonly origin: 'owned' | 'looked-up' | 'surroundings';
  readonly name: Field<string>;
  /** How many objects this entry stands for: one, or a family whose size is not decided. */
  readonly instances: Interval;
}

/** Names of things, by key; `complete` is false where more may belong that the output does not show. */
export interface Members {
  readonly ids: readonly ObjectId[];
  readonly complete: boolean;
  /** Where not complete: what would know the rest. */
  readonly unknown?: Unknown;
}

/** Blocks of an element; `complete` is false where more may stand there than the output shows. */
export interface Blocks<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
  /** Where not complete: what would know the rest. */
  readonly unknown?: Unknown;
}
