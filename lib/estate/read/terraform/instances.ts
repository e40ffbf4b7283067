import { evaluateJson } from './body';
import type { Element } from './document';
import { unknownIn, type Scope } from './scope';
import { toNumber } from './values/convert';
import { madeOf } from './values/marks';
import { byBytes, isList, isObject, Sensitive, SetValue, type Evaluated } from './values/evaluated';

/** How often a block stands for an object: once, once a key, or a number of times that is not decided. */
export type Expansion =
  { readonly kind: 'single' } | { readonly kind: 'each'; readonly entries: readonly ExpandedEntry[] } | { readonly kind: 'undecided' };

export interface ExpandedEntry {
  readonly key: string | number;
  /** What `each` or `count` stands for. */
  readonly bindings: Readonly<Record<string, Evaluated>>;
}

/** Nobody writes out more by hand; an expansion beyond it is left as a family. */
const MOST_INSTANCES = 100_000;

/** Reads `count` and `for_each` of a block. */
export function expansionOf(element: Element, scope: Scope): Expansion {
  const { count, for_each: forEach } = element.body;
  if (count !== undefined && count !== null) {
    const value = evaluateJson(count, scope, 'count');
    const number = value instanceof Sensitive ? undefined : toNumber(value);
    if (number === undefined || !Number.isInteger(number) || number < 0 || number > MOST_INSTANCES) return { kind: 'undecided' };
    return { kind: 'each', entries: Array.from({ length: number }, (_, index) => ({ key: index, bindings: { count: { index } } })) };
  }
  if (forEach !== undefined && forEach !== null) {
    const entries = keyed(evaluateJson(forEach, scope, 'for_each'));
    return entries ? { kind: 'each', entries: entries.map(([key, value]) => ({ key, bindings: { each: { key, value } } })) } : { kind: 'undecided' };
  }
  return { kind: 'single' };
}

/** What `each` and `count` stand for where the keys are not decided. */
export function undecidedBindings(element: Element, scope: Scope): Readonly<Record<string, Evaluated>> {
  const undecided = unknownIn(scope, 'instance-key');
  if (element.body.count !== undefined && element.body.count !== null) return { count: undecided };
  const over = element.body.for_each;
  const value = over === undefined || over === null ? undecided : madeOf([evaluateJson(over, scope, 'for_each')], undecided);
  return { each: value === undecided ? undecided : { key: undecided, value } };
}

/** Address of an instance: `t.n`, `t.n[0]`, `t.n["k"]`. */
export function instanceAddress(address: string, key: string | number | undefined): string {
  if (key === undefined) return address;
  return typeof key === 'number' ? `${address}[${key}]` : `${address}["${quoted(key)}"]`;
}

function keyed(value: Evaluated): [string, Evaluated][] | undefined {
  if (value instanceof SetValue) {
    return value.ordered && value.items.every((item) => typeof item === 'string') ? (value.items as string[]).map((item) => [item, item]) : undefined;
  }
  if (isList(value) || !isObject(value)) return undefined;
  const keys = Object.keys(value).sort(byBytes);
  return keys.length > MOST_INSTANCES ? undefined : keys.map((key) => [key, value[key]!]);
}

/** A key as Terraform quotes it in an address. */
function quoted(key: string): string {
  return key
    .replace(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[$%](?=\{)/g, '$&$&')

    .replace(/[\x00-\x1f\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
