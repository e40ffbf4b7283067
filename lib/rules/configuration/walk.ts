import { isReference, isUnknown, type Reference, type Scalar, type Unknown, type Value } from '../../estate';

/** A value at the end of a path: a scalar, a reference or an unknown. */
export interface Leaf {
  /** Dotted path from where the walk began. */
  readonly path: string;
  readonly value: Scalar | Reference | Unknown;
}

/** Every leaf of a value, in order. */
export function* leavesOf(value: Value, path: string = ''): Iterable<Leaf> {
  if (typeof value !== 'object' || value === null || isUnknown(value) || isReference(value)) {
    yield { path, value: value as Leaf['value'] };
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* leavesOf(inner as Value, path === '' ? key : `${path}.${key}`);
}
