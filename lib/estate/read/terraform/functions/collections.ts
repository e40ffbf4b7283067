import { isReference } from '../../../value';
import { equals } from '../values/equality';
import { allSameType, elementsOf, isOnlyText, sameType, toBoolean, toNumber, toSet, toText, unified } from '../values/convert';
import {
  byBytes,
  entriesOf,
  isList,
  isObject,
  isScalar,
  objectOf,
  ResourceObject,
  Sensitive,
  SetValue,
  unmarked,
  type Evaluated,
} from '../values/evaluated';
import { isSimple } from './text';

type Given = readonly Evaluated[];

/** Conversions to a type. */
export const TYPE_FUNCTIONS = {
  // Of null they would make a null of that type, and values here do not show the type of a null.
  tostring: ([x]: Given) => toText(x ?? null),
  tonumber: ([x]: Given) => toNumber(x ?? null),
  tobool: ([x]: Given) => toBoolean(x ?? null),
  tolist: ([x]: Given) => {
    const elements = elementsOf(x ?? null);
    return elements && unified(elements);
  },
  toset: ([x]: Given) => (x instanceof SetValue ? x : isList(x ?? null) ? toSet(x as Given) : undefined),
  tomap: ([x]: Given) => toMap(x),
};

/** Functions that take collections apart and put them together, whatever is inside. */
export const SHAPE_FUNCTIONS = {
  concat: (given: Given) => concat(given),
  element: ([list, position]: Given) => elementAt(list, toNumber(position ?? null)),
  flatten: ([list]: Given) => flatten(list),
  keys: ([object]: Given) => (object !== undefined && isObject(object) ? Object.keys(object).sort(byBytes) : undefined),
  length: ([x]: Given) => lengthOf(x),
  lookup,
  merge: (given: Given) => merge(given),
  one: ([list]: Given) => one(list),
  reverse: ([list]: Given) => (list !== undefined && isList(list) ? [...list].reverse() : undefined),
  slice: ([list, start, end]: Given) => slice(list, toNumber(start ?? null), toNumber(end ?? null)),
  values: ([object]: Given) => (object !== undefined && isObject(object) ? entriesOf(object).map(([, value]) => value) : undefined),
  zipmap: ([keys, values]: Given) => zip(keys, values),
};

/** Functions that look at what is inside. */
export const COLLECTION_FUNCTIONS = {
  alltrue: ([list]: Given) => booleans(list)?.every(Boolean),
  anytrue: ([list]: Given) => booleans(list)?.some(Boolean),
  coalesce: (given: Given) => coalesce(given),
  compact: ([list]: Given) => textsOf(list, true)?.filter((text) => text !== null && text !== ''),
  contains: ([list, value]: Given) => contains(elementsOf(list ?? null), value),
  distinct: ([list]: Given) => distinct(list),
  index: ([list, value]: Given) => position(list, value),
  setintersection: (given: Given) => combined(given, (a, b) => a.filter((x) => b.includes(x))),
  setsubtract: (given: Given) => (given.length === 2 ? combined(given, (a, b) => a.filter((x) => !b.includes(x))) : undefined),
  setunion: (given: Given) => combined(given, (a, b) => [...a, ...b]),
  sort: ([list]: Given) => (textsOf(list, false) as string[] | undefined)?.sort(byBytes),
};

function toMap(x: Evaluated | undefined): Evaluated | undefined {
  if (x === undefined || !isObject(x)) return undefined;
  const values = unified(Object.values(x));
  return values && objectOf(Object.keys(x).map((key, i) => [key, values[i]!]));
}

/** Lists of different types are brought to one, tuples are not; one of mixed types is certainly a tuple. */
function concat(given: Given): Evaluated | undefined {
  if (!given.every(isList)) return undefined;
  const all = given.flat();
  return allSameType(all) || given.some((list) => !allSameType(list)) ? all : undefined;
}

function elementAt(list: Evaluated | undefined, position: number | undefined): Evaluated | undefined {
  if (list === undefined || !isList(list) || list.length === 0 || position === undefined) return undefined;
  return Number.isSafeInteger(position) && position >= 0 ? list[position % list.length] : undefined;
}

function flatten(list: Evaluated | undefined): Evaluated[] | undefined {
  const elements = elementsOf(list ?? null);
  if (!elements) return undefined;
  const flat: Evaluated[] = [];
  for (const element of elements) {
    const isCollection = isList(element) || element instanceof SetValue;
    const inner = isCollection ? flatten(element) : isNeverList(element) ? [element] : undefined;
    if (!inner) return undefined;
    flat.push(...inner);
  }
  return flat;
}

/** Whether it is certain that a value is no list, which would be flattened too. The `id` of an object is always a text. */
function isNeverList(x: Evaluated): boolean {
  if (isReference(x)) return x.$ref.attribute === 'id';
  if (x instanceof Sensitive) return isScalar(unmarked(x));
  return isScalar(x) || isObject(x) || x instanceof ResourceObject;
}

function lengthOf(x: Evaluated | undefined): number | undefined {
  if (typeof x === 'string') return isSimple(x) ? x.length : undefined;
  if (x === undefined || x === null) return undefined;
  if (isObject(x)) return Object.keys(x).length;
  return elementsOf(x)?.length;
}

function lookup([object, key, fallback]: Given): Evaluated | undefined {
  if (object === undefined || !isObject(object) || typeof key !== 'string') return undefined;
  if (Object.hasOwn(object, key)) return object[key];
  if (fallback === undefined) return undefined;
  // A map would bring the default to the type of its values.
  const values = Object.values(object).filter((value) => value !== null);
  const keepsType = values.length > 0 ? values.every((value) => sameType(value, fallback)) : isOnlyText(fallback);
  return keepsType ? fallback : undefined;
}

function merge(given: Given): Evaluated | undefined {
  const objects = given.filter((each) => each !== null);
  return objects.length > 0 && objects.every(isObject) ? objectOf(objects.flatMap((each) => Object.entries(each))) : undefined;
}

function one(list: Evaluated | undefined): Evaluated | undefined {
  const elements = elementsOf(list ?? null);
  if (!elements || elements.length > 1) return undefined;
  return elements.length === 0 ? null : elements[0];
}

function slice(list: Evaluated | undefined, start: number | undefined, end: number | undefined): Evaluated | undefined {
  if (list === undefined || !isList(list) || start === undefined || end === undefined) return undefined;
  const fits = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= list.length;
  return fits ? list.slice(start, end) : undefined;
}

function zip(keys: Evaluated | undefined, values: Evaluated | undefined): Evaluated | undefined {
  const names = elementsOf(keys ?? null)?.map(toText);
  if (!names || names.includes(undefined) || values === undefined || !isList(values) || names.length !== values.length) return undefined;
  return objectOf(names.map((name, i) => [name!, values[i]!]));
}

function booleans(list: Evaluated | undefined): boolean[] | undefined {
  const values = elementsOf(list ?? null)?.map(toBoolean);
  return !values || values.includes(undefined) ? undefined : (values as boolean[]);
}

/** The elements of a list of texts. */
function textsOf(list: Evaluated | undefined, nullable: boolean): (string | null)[] | undefined {
  const texts = elementsOf(list ?? null)?.map((item) => (item === null && nullable ? null : toText(item)));
  return !texts || texts.includes(undefined) ? undefined : (texts as (string | null)[]);
}

function coalesce(given: Given): Evaluated | undefined {
  if (!given.every(isScalar)) return undefined;
  const first = unified(given)?.find((value) => value !== null && value !== '');
  // A null beside it may be one of a text, which would make a text of the result too.
  return given.includes(null) && typeof first !== 'string' ? undefined : first;
}

function contains(list: Given | undefined, value: Evaluated | undefined): boolean | undefined {
  if (!list || value === undefined || value === null) return undefined;
  const answers = list.map((item) => equals(item, value));
  if (answers.includes(undefined)) return undefined;
  return answers.includes(true);
}

function position(list: Evaluated | undefined, value: Evaluated | undefined): number | undefined {
  if (list === undefined || !isList(list) || value === undefined) return undefined;
  const answers = list.map((item) => equals(item, value));
  const at = answers.indexOf(true);
  return at < 0 || answers.includes(undefined) ? undefined : at;
}

function distinct(list: Evaluated | undefined): Evaluated | undefined {
  const elements = list !== undefined && isList(list) ? unified(list) : undefined;
  return elements?.every(isScalar) ? [...new Set(elements)] : undefined;
}

/** Sets of texts, combined from left to right. */
function combined(given: Given, combine: (a: string[], b: string[]) => string[]): Evaluated | undefined {
  const sets = given.map((each) => elementsOf(each));
  if (sets.length === 0 || !sets.every((items) => items?.every((item) => typeof item === 'string'))) return undefined;
  return toSet((sets as string[][]).reduce(combine));
}
