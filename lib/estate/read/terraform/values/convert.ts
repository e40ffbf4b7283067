import { isReference, isUnknown } from '../../../value';
import { byBytes, causeIn, causeOf, Configured, isList, isObject, isScalar, SetValue, type Evaluated } from './evaluated';
import { numberText, parseDecimal } from './numbers';

// Terraform's conversions between types, as far as they are certain: undefined means that Terraform refuses, or that
// what it does depends on a type which the rendered output does not show.

export function toText(value: Evaluated): string | undefined {
  const scalar = scalarOf(value);
  if (typeof scalar === 'string') return scalar;
  if (typeof scalar === 'number') return numberText(scalar);
  return typeof scalar === 'boolean' ? String(scalar) : undefined;
}

export function toNumber(value: Evaluated): number | undefined {
  const scalar = scalarOf(value);
  return typeof scalar === 'string' ? parseDecimal(scalar) : typeof scalar === 'number' ? scalar : undefined;
}

export function toBoolean(value: Evaluated): boolean | undefined {
  const scalar = scalarOf(value);
  if (scalar === 'true' || scalar === '1') return true;
  if (scalar === 'false' || scalar === '0') return false;
  return typeof scalar === 'boolean' ? scalar : undefined;
}

/** Whether a value is a text and could not be converted to anything else. */
export function isOnlyText(value: Evaluated): value is string {
  return typeof value === 'string' && !/^[-+\d.]|^(?:true|false|inf)/i.test(value);
}

/** A scalar whose exact type does not matter to what is done with it. */
export function scalarOf(value: Evaluated): string | number | boolean | null | undefined {
  const inner = value instanceof Configured ? value.value : value;
  return isScalar(inner) ? inner : undefined;
}

/** The elements of a list, tuple or set, in the order Terraform goes through them. */
export function elementsOf(value: Evaluated): readonly Evaluated[] | undefined {
  if (isList(value)) return value;
  return value instanceof SetValue && value.ordered ? value.items : undefined;
}

/** The elements brought to one type, as those of a list are. */
export function unified(items: readonly Evaluated[]): readonly Evaluated[] | undefined {
  if (allSameType(items)) return items;
  if (!items.every(isScalar) || !items.some((item) => typeof item === 'string')) return undefined;
  return items.map((item) => (item === null ? null : toText(item)!));
}

/**
 * The branch that a condition chose, brought to the type of both: undefined where that might change it in a way which
 * cannot be told.
 */
export function unifiedWith(chosen: Evaluated, other: Evaluated): Evaluated | undefined {
  if (isReference(chosen) || sameType(chosen, other)) return chosen;
  if (isScalar(other)) return typeof other === 'string' && isScalar(chosen) ? toText(chosen) : typeof chosen === 'string' ? chosen : undefined;
  // The type of the other is not known. A text stays what it is beside any; so does a collection of at most one,
  // which has no order to lose.
  if (causeOf(other) === undefined && !(other instanceof Configured)) return undefined;
  if (isList(chosen)) return chosen.length <= 1 && chosen.every(isTextual) ? chosen : undefined;
  if (isObject(chosen)) return Object.values(chosen).every(isTextual) ? chosen : undefined;
  return typeof chosen === 'string' ? chosen : undefined;
}

/**
 * Whether unifying the types of two values leaves both as they are, whether a list here is a list or a tuple to
 * Terraform, and an object a map.
 */
export function sameType(a: Evaluated, b: Evaluated): boolean {
  if (a === null || b === null) return true;
  const [plainA, plainB] = [isTextual(a), isTextual(b)];
  if (plainA || plainB) return plainA && plainB;
  if (isScalar(a) || isScalar(b)) return typeof a === typeof b;
  if (isList(a) && isList(b)) return allSameType([...a, ...b]) || tuplesOfSameType(a, b);
  if (isObject(a) && isObject(b)) return objectsOfSameType(a, b);
  return a instanceof SetValue && b instanceof SetValue && allSameType([...a.items, ...b.items]);
}

/** Text, or an attribute of another object, which a text beside it can only turn into a text. */
function isTextual(x: Evaluated): boolean {
  return typeof x === 'string' || isReference(x);
}

/** Whether elements may make a list as they are. */
export function allSameType(items: readonly Evaluated[]): boolean {
  const present = items.filter((item) => item !== null);
  // Beside a null inside, two values may each be of one type with a third and not with each other.
  if (present.some(hasNullInside)) return present.every((x, i) => present.every((y, j) => j <= i || sameType(x, y)));
  return present.every((item) => sameType(present[0]!, item));
}

function hasNullInside(x: Evaluated): boolean {
  return (isList(x) || isObject(x)) && Object.values(x).some((each: Evaluated) => each === null || hasNullInside(each));
}

function tuplesOfSameType(a: readonly Evaluated[], b: readonly Evaluated[]): boolean {
  if (a.length !== b.length || allSameType(a) || allSameType(b)) return false; // one of them may be a list
  return a.every((item, i) => sameType(item, b[i]!));
}

function objectsOfSameType(a: Readonly<Record<string, Evaluated>>, b: Readonly<Record<string, Evaluated>>): boolean {
  const keys = Object.keys(a);
  if (keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameType(a[key]!, b[key]!))) return true;
  return allSameType([...Object.values(a), ...Object.values(b)]);
}

/** A set of the elements: sorted and without repetition, where they are literals of one type. */
export function toSet(items: readonly Evaluated[]): SetValue | undefined {
  const elements = unified(items);
  if (!elements) return undefined;
  if (elements.some((item) => item === null)) return undefined;
  if (elements.every((item) => typeof item === 'string')) return new SetValue([...new Set(elements as string[])].sort(byBytes), true);
  if (elements.every((item) => typeof item === 'number'))
    return new SetValue(
      [...new Set(elements as number[])].sort((x, y) => x - y),
      true,
    );
  if (elements.every((item) => typeof item === 'boolean'))
    return new SetValue(
      [...new Set(elements as boolean[])].sort((x, y) => Number(x) - Number(y)),
      true,
    );
  if (!elements.every(isPlain)) return undefined;
  const distinct = new Map(elements.map((item) => [JSON.stringify(item), item]));
  // Undecided elements that read alike may differ, so that only a set made of one is certain to be one.
  return new SetValue([...distinct.values()], elements.length < 2 || (distinct.size < 2 && elements.every((item) => causeIn(item) === undefined)));
}

/** Literals, references and unknowns, and lists and objects of such. */
export function isPlain(x: Evaluated): boolean {
  if (isScalar(x) || isReference(x) || isUnknown(x)) return true;
  return (isList(x) || isObject(x)) && Object.values(x).every(isPlain);
}
