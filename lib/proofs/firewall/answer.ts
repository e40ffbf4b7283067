import { isUnknown, type EstateObject, type Field, type Unknown } from '../../estate';
import type { Ternary } from '../../units';

/** Why something is not decided. */
export interface Doubt {
  /** What is not known, as an indirect question: "which tags VM `web-1` has". */
  readonly about: string;
  /** Who will know. */
  readonly unknown?: Unknown;
}

/** Yes, no, or maybe with the reasons. */
export interface Answer {
  readonly is: Ternary;
  /** Empty where it is decided. */
  readonly doubts: readonly Doubt[];
}

export const YES: Answer = { is: 'yes', doubts: [] };
export const NO: Answer = { is: 'no', doubts: [] };

export function maybe(about: string, unknown?: Unknown): Answer {
  return { is: 'maybe', doubts: [{ about, ...(unknown && { unknown }) }] };
}

export function answer(holds: boolean): Answer {
  return holds ? YES : NO;
}

/** What a field says, where it says anything. */
export function told<T>(field: Field<T>, about: string, judge: (value: T) => Answer | boolean): Answer {
  if (isUnknown(field)) return maybe(about, field);
  const judged = judge(field as T);
  return typeof judged === 'boolean' ? answer(judged) : judged;
}

export function not({ is, doubts }: Answer): Answer {
  return { is: is === 'yes' ? 'no' : is === 'no' ? 'yes' : 'maybe', doubts };
}

/** Whether all hold. Those after one that does not are not asked. */
export function all(answers: Iterable<Answer>): Answer {
  const doubts: Doubt[] = [];
  for (const each of answers) {
    if (each.is === 'no') return NO;
    doubts.push(...each.doubts);
  }
  return doubts.length === 0 ? YES : { is: 'maybe', doubts };
}

/** Whether one holds. Those after one that does are not asked. */
export function any(answers: Iterable<Answer>): Answer {
  const doubts: Doubt[] = [];
  for (const each of answers) {
    if (each.is === 'yes') return YES;
    doubts.push(...each.doubts);
  }
  return doubts.length === 0 ? NO : { is: 'maybe', doubts };
}

/** An answer that a further doubt keeps from being a yes. */
export function atMostMaybe(given: Answer, about: string, unknown?: Unknown): Answer {
  return given.is === 'yes' ? maybe(about, unknown) : given;
}

/** `x`: its name, else where it stands. */
export function named({ name, path, id }: EstateObject): string {
  return `\`${isUnknown(name) ? (path ?? id) : name}\``;
}

/** Whether an object is there at all. */
export function exists(object: EstateObject): Answer {
  const { low, high } = object.instances;
  if (low >= 1) return YES;
  if (high === 0) return NO;
  // Of a record only what may be the app's own may not be there.
  if (object.origin === 'surroundings' && high === 1) {
    return maybe(`whether the recorded ${named(object)} is the app's own, made by an earlier apply, which an \`nsxId\` of its own decides,`);
  }
  return maybe(`whether ${named(object)} is there, by its count or for_each,`);
}
