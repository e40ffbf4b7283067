import { isReference, isUnknown, type Reference, type Scalar, type Unknown, type Value } from '../../estate';

/** A value at the end of a path: a scalar, a reference or an unknown. */
export interface Leaf {
  /** Dotted path from where the walk began. */
  readonly path: string;
  readonly value: Scalar | Reference | Unknown;
}

/** Every leaf of a value, in order. */
export function leavesOf(value: Value): Leaf[] {
  const leaves: Leaf[] = [];
  collect(value, '', leaves);
  return leaves;
}

function collect(value: Value, path: string, leaves: Leaf[]): void {
  if (typeof value !== 'object' || value === null || isUnknown(value) || isReference(value)) {
    leaves.push({ path, value: value as Leaf['value'] });
    return;
  }
  for (const key of Object.keys(value)) collect((value as Readonly<Record<string, Value>>)[key]!, path === '' ? key : `${path}.${key}`, leaves);
}
