import { addressOf, cidrOf, networkOf, rangeOf } from './addresses';
import { FORMATS } from './formats';
import type { Format } from './formats';
import { LIMITS } from './limits';
import { concreteType, fieldsOf, isType, subtypesOf } from './model';
import type { Field } from './model';
import { Refusal } from './refusals';
import { REQUIRED } from './required';

export type Body = Readonly<Record<string, unknown>>;

const READS: Readonly<Record<Format, (text: string) => boolean>> = {
  cidr: (text) => cidrOf(text) !== undefined,
  'address-with-prefix': (text) => networkOf(text) !== undefined,
  address: (text) => addressOf(text) !== undefined,
  'address-or-range': (text) => rangeOf(text) !== undefined,
  mac: (text) => /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text),
};

const TYPE_OF: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  any: () => true,
};

/** What answers carry and requests may bring back: ignored. */
const ENVELOPE = new Set(['_links', '_self', '_schema', 'children']);

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * An object as it was sent, held against what the documentation says of its type.
 * @param declared the type its place or attribute is of; abstract, where the object names its own
 */
export function checkValue(declared: string, body: Body, at = ''): void {
  const type = concreteType(declared, body);
  const below = subtypesOf(declared);
  if (below && type === declared) {
    const named = body[below.by];
    if (named === undefined) throw new Refusal('missing-field', `required property ${join(at, below.by)} is missing`);
    throw new Refusal('not-allowed-value', `${join(at, below.by)} is ${JSON.stringify(named)}, expected one of ${below.names.join(', ')}`);
  }
  const fields = fieldsOf(type);
  for (const [name, value] of Object.entries(body)) {
    if (ENVELOPE.has(name)) continue;
    const field = fields[name];
    if (!field) throw new Refusal('unknown-field', `Json de-serialization error: property ${join(at, name)} is unrecognized.`);
    if (value !== null) checkField(type, name, field, value, join(at, name));
  }
  for (const { field, type: owner, source } of REQUIRED) {
    if (owner !== type || !isAbsent(body[field])) continue;
    throw new Refusal('missing-field', `required property ${join(at, field)} of ${type} is missing`, source);
  }
  if (!below && at === '' && body.resource_type !== undefined && body.resource_type !== type) {
    throw new Refusal('not-allowed-value', `resource_type is ${JSON.stringify(body.resource_type)}, expected "${type}"`);
  }
}

function checkField(type: string, name: string, field: Field, value: unknown, at: string): void {
  if (!field.list) return checkItem(type, name, field, value, at);
  if (!Array.isArray(value)) throw new Refusal('wrong-type', `${at} is no list`);
  const limit = LIMITS.find((row) => row.type === type && row.field === name);
  if (limit && value.length > limit.max) {
    throw new Refusal('too-many-items', `${at} has ${value.length} items, allowed are ${limit.max}`, limit.source);
  }
  if (field.unique && new Set(value).size !== value.length) throw new Refusal('duplicate-item', `items of ${at} must be unique`);
  value.forEach((item: unknown, i) => checkItem(type, name, field, item, `${at}[${i}]`));
}

function checkItem(type: string, name: string, field: Field, value: unknown, at: string): void {
  if (isType(field.kind)) {
    if (!isBody(value)) throw new Refusal('wrong-type', `${at} is no ${field.kind}`);
    return checkValue(field.kind, value, at);
  }
  if (!TYPE_OF[field.kind]!(value)) throw new Refusal('wrong-type', `${at} is ${JSON.stringify(value)}, expected ${field.kind}`);
  if (field.readOnly) return;
  if (field.values && !field.values.includes(value as string)) {
    throw new Refusal('not-allowed-value', `${at} is ${JSON.stringify(value)}, expected one of ${field.values.join(', ')}`);
  }
  const size = typeof value === 'string' ? value.length : Number(value);
  const [least, most] = typeof value === 'string' ? [field.minLength, field.maxLength] : [field.min, field.max];
  if (size < (least ?? -Infinity) || size > (most ?? Infinity)) {
    throw new Refusal('out-of-range', `${at} is ${JSON.stringify(value)}, allowed is ${least ?? ''}..${most ?? ''}`);
  }
  const format = FORMATS.find((row) => row.type === type && row.field === name);
  if (format && !READS[format.format](value as string)) {
    throw new Refusal('not-an-address', `${at} is ${JSON.stringify(value)}, expected ${format.format}`, format.source);
  }
}

/** Missing, null or empty. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function join(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}
