import { hidden, type PlannedValues } from '../../plan';
import { unknown, type Value } from '../../value';
import { isObject } from './json';

const KNOWN_AFTER_APPLY = '(known after apply)';

/**
 * The attributes of an object.
 *
 * @param unknownMask what of it is known after apply only: true, or masks of its parts
 * @param sensitiveMask what of it is sensitive, in the same way
 * @param knownBy who knows what is not known: the stack and the address
 */
export function plannedValues(values: object, unknownMask: unknown, sensitiveMask: unknown, knownBy: string): PlannedValues {
  const names = new Set([...Object.keys(values), ...(isObject(unknownMask) ? Object.keys(unknownMask) : [])]);
  return Object.fromEntries(
    [...names].map((name) => [name, plannedValue(part(values, name), part(unknownMask, name), part(sensitiveMask, name), knownBy)]),
  );
}

export function plannedValue(value: unknown, unknownMask: unknown, sensitiveMask: unknown, knownBy: string): Value {
  if (sensitiveMask === true) return hidden(knownBy);
  if (unknownMask === true) return unknown('computed', KNOWN_AFTER_APPLY, knownBy);
  if (Array.isArray(value) || Array.isArray(unknownMask)) {
    const length = Math.max(Array.isArray(value) ? value.length : 0, Array.isArray(unknownMask) ? unknownMask.length : 0);
    return Array.from({ length }, (_, index) => plannedValue(part(value, index), part(unknownMask, index), part(sensitiveMask, index), knownBy));
  }
  // An object none of whose parts is known is left out of the values.
  if (isObject(value) || (value === undefined && isObject(unknownMask))) return plannedValues(value ?? {}, unknownMask, sensitiveMask, knownBy);
  return (value ?? null) as Value;
}

function part(x: unknown, key: string | number): unknown {
  return typeof x === 'object' && x !== null && Object.hasOwn(x, key) ? (x as Record<string | number, unknown>)[key] : undefined;
}
