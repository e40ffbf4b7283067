import type { Expression } from './syntax/ast';
import { objectOf, isList, isObject, type Evaluated } from './values/evaluated';
import { toBoolean, toNumber, toSet, toText, unified } from './values/convert';

/** Works out the literal that an optional attribute is worth by default. Undefined where it is not decided. */
export type ConstantOf = (expression: Expression) => Evaluated | undefined;

/**
 * A literal brought to the type of a variable, as Terraform does with a default. Undefined where Terraform refuses it, or
 * where the type is not one that is read here.
 */
export function converted(value: Evaluated, type: Expression, constantOf: ConstantOf): Evaluated | undefined {
  if (value === null) return null;
  if (type.kind === 'name') return primitive(value, type.name);
  if (type.kind !== 'call') return undefined;
  const [of] = type.arguments;
  if (!of) return undefined;
  switch (type.name) {
    case 'list':
    case 'set': {
      const items = isList(value) ? elements(value, of, constantOf) : undefined;
      return type.name === 'list' ? items : items && toSet(items);
    }
    case 'map': {
      if (!isObject(value)) return undefined;
      const values = elements(Object.values(value), of, constantOf);
      return values && objectOf(Object.keys(value).map((key, i) => [key, values[i]!]));
    }
    case 'tuple':
      return of.kind === 'tuple' && isList(value) && value.length === of.items.length ? each(value, of.items, constantOf) : undefined;
    case 'object':
      return of.kind === 'object' && isObject(value) ? object(value, of.entries, constantOf) : undefined;
    default:
      return undefined;
  }
}

function primitive(value: Evaluated, name: string): Evaluated | undefined {
  switch (name) {
    case 'string':
      return toText(value);
    case 'number':
      return toNumber(value);
    case 'bool':
      return toBoolean(value);
    case 'any':
      return value;
    default:
      return undefined;
  }
}

function elements(values: readonly Evaluated[], type: Expression, constantOf: ConstantOf): readonly Evaluated[] | undefined {
  const items = each(
    values,
    values.map(() => type),
    constantOf,
  );
  return items && type.kind === 'name' && type.name === 'any' ? unified(items) : items;
}

function each(values: readonly Evaluated[], types: readonly Expression[], constantOf: ConstantOf): Evaluated[] | undefined {
  const results = values.map((value, i) => converted(value, types[i]!, constantOf));
  return results.includes(undefined) ? undefined : (results as Evaluated[]);
}

/**
 * An object keeps the attributes of its type and no other. An optional one that is left out or null is worth its default,
 * to which the defaults inside its own type apply in turn.
 */
function object(
  value: Readonly<Record<string, Evaluated>>,
  entries: Extract<Expression, { kind: 'object' }>['entries'],
  constantOf: ConstantOf,
): Evaluated | undefined {
  const pairs: [string, Evaluated][] = [];
  for (const { key, value: stated } of entries) {
    const name = key.kind === 'literal' && typeof key.value === 'string' ? key.value : undefined;
    if (name === undefined) return undefined;
    const optional = stated.kind === 'call' && stated.name === 'optional' ? stated.arguments : undefined;
    const [type, byDefault] = optional ?? [stated];
    if (!type || (optional && optional.length > 2)) return undefined;
    if (!Object.hasOwn(value, name) && !optional) return undefined;
    const given = Object.hasOwn(value, name) ? value[name]! : null;
    const full = given === null && byDefault ? constantOf(byDefault) : given;
    const attribute = full === undefined ? undefined : converted(full, type, constantOf);
    if (attribute === undefined) return undefined;
    pairs.push([name, attribute]);
  }
  return objectOf(pairs);
}
