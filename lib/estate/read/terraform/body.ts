import { isReference, isUnknown, reference, unknown, type Unknown, type Value } from '../../value';
import { isCorrupt } from './corrupt';
import { evaluate, iterated } from './evaluate';
import { unknownFrom, unknownIn, type Scope } from './scope';
import { toText } from './values/convert';
import { isMarked, madeOf } from './values/marks';
import {
  causeOf,
  Configured,
  isList,
  isObject,
  isScalar,
  Namespace,
  objectOf,
  ResourceFamily,
  ResourceObject,
  Sensitive,
  sensitive,
  setOwn,
  SetValue,
  UndecidedMember,
  unmarked,
  type Evaluated,
} from './values/evaluated';
import { isJsonObject, type Json, type JsonObject } from './document';

/** The value of what stands at an attribute of an element: JSON in which every text is a template. */
export function evaluateJson(json: Json, scope: Scope, attribute: string): Evaluated {
  if (typeof json === 'string') return evaluateText(json, scope, attribute);
  if (typeof json === 'number') return scope.names.hasCorruptTokens && isCorrupt(json) ? corrupt(String(json), scope) : json;
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((item, i) => evaluateJson(item, scope, `${attribute}.${i}`));
  return evaluateObject(json as JsonObject, scope, attribute);
}

/** The value of a template. */
function evaluateText(text: string, scope: Scope, attribute: string): Evaluated {
  if (scope.names.hasCorruptTokens && isCorrupt(text)) return unread(corrupt(text, scope), text, scope);
  if (!isTemplate(text)) return text.normalize('NFC');
  const inner: Scope = { ...scope, attribute, text };
  const expression = scope.names.parse(text);
  if (!expression) return unread(unknownIn(inner, 'expression'), text, inner);
  const value = evaluate(expression, inner);
  const plain = unmarked(value);
  if (plain instanceof UndecidedMember) return madeOf([plain], unknownFrom(inner, plain.whole().$unknown));
  if (!isUnknown(plain) || plain.$unknown.expression === text) return value;
  const own = unknownFrom(inner, plain.$unknown);
  return value instanceof Sensitive ? sensitive(own) : own;
}

/** What is not parsed is as sensitive as anything it names. */
function unread(result: Unknown, text: string, scope: Scope): Evaluated {
  return scope.names.namesMarked(text, scope) ? sensitive(result) : result;
}

function isTemplate(text: string): boolean {
  return text.includes('${') || text.includes('%{');
}

/** Whether JSON stands for itself: no template, nothing to expand, nothing the model has another meaning for. */
export function isStatic(json: Json): boolean {
  if (typeof json === 'string') return !isTemplate(json) && !/[^\x00-\x7f]/.test(json);
  if (typeof json !== 'object' || json === null) return true;
  if (Array.isArray(json)) return json.every(isStatic);
  const object = json as JsonObject;
  return Object.keys(object).every((key) => key !== '$ref' && key !== '$unknown' && key !== 'dynamic' && isStatic(key) && isStatic(object[key]!));
}

/** One attribute of a body, or all blocks of one name: those that stand there and those that dynamic blocks make. */
export function evaluateAttribute(body: JsonObject, name: string, scope: Scope, attribute = name): Evaluated {
  const dynamic = dynamicBlocks(body, name);
  if (dynamic.length === 0) return evaluateJson(body[name]!, scope, attribute);
  const fixed = Object.hasOwn(body, name) ? [evaluateJson(body[name]!, scope, attribute)] : [];
  const made = dynamic.map((block) => expand(block, name, scope, attribute));
  // Terraform takes blocks of one name in the order of the file.
  const keys = Object.keys(body);
  const parts = keys.indexOf(name) > keys.indexOf('dynamic') ? [...made, ...fixed] : [...fixed, ...made];
  return blockList(parts, scope);
}

/** Names of the attributes and blocks of a body, dynamic blocks under the name of what they make. */
export function attributeNames(body: JsonObject): string[] {
  if (!Object.hasOwn(body, 'dynamic')) return Object.keys(body).filter((name) => name !== '//');
  const names = Object.keys(body).filter((name) => name !== '//' && name !== 'dynamic');
  const made = specifications(body.dynamic).flatMap((labelled) => Object.keys(labelled));
  return made.length === 0 ? [...names, 'dynamic'] : [...new Set([...names, ...made])];
}

function evaluateObject(json: JsonObject, scope: Scope, attribute: string): Evaluated {
  if (Object.hasOwn(json, 'dynamic') && specifications(json.dynamic).length > 0) {
    const pairs = attributeNames(json).map((name): [string, Evaluated] => [name, evaluateAttribute(json, name, scope, `${attribute}.${name}`)]);
    return objectOf(pairs) ?? insideOf(pairs, unknownIn(scope, 'expression'));
  }
  const pairs: [string, Evaluated][] = [];
  let wasSensitive = false;
  let undecided: Unknown | undefined;
  for (const key of Object.keys(json)) {
    const marked = evaluateText(key, scope, attribute);
    wasSensitive ||= marked instanceof Sensitive;
    const name = unmarked(marked);
    const text = toText(name);
    if (text === undefined) undecided ??= unknownFrom({ ...scope, text: key }, causeOf(name) ?? unknownIn(scope, 'expression').$unknown);
    pairs.push([text ?? '', evaluateJson(json[key]!, scope, `${attribute}.${key}`)]);
  }
  const made = undecided ? undefined : objectOf(pairs);
  const result = made ?? insideOf(pairs, undecided ?? unknownIn({ ...scope, text: JSON.stringify(json) }, 'expression'));
  return wasSensitive ? sensitive(result) : result;
}

/** An object that cannot be told as one, made of the values of its keys. */
function insideOf(pairs: readonly (readonly [string, Evaluated])[], result: Unknown): Evaluated {
  return madeOf(
    pairs.map(([, value]) => value),
    result,
  );
}

/** The `dynamic` blocks of a body, if that is what stands there and not an attribute of that name. */
function specifications(dynamic: Json | undefined): JsonObject[] {
  const list = (Array.isArray(dynamic) ? dynamic : [dynamic]).filter(isJsonObject);
  const areBlocks = list.every((labelled) =>
    Object.values(labelled).every((block) => [block].flat().every((each) => isJsonObject(each) && 'for_each' in each && 'content' in each)),
  );
  return areBlocks ? list.filter((labelled) => Object.keys(labelled).length > 0) : [];
}

function dynamicBlocks(body: JsonObject, name: string): JsonObject[] {
  if (!Object.hasOwn(body, 'dynamic')) return [];
  return specifications(body.dynamic).flatMap((labelled) => (Object.hasOwn(labelled, name) ? [labelled[name]!].flat().filter(isJsonObject) : []));
}

function expand(block: JsonObject, name: string, scope: Scope, attribute: string): Evaluated {
  const marked = evaluateJson(block.for_each!, scope, `${attribute}.for_each`);
  const over = unmarked(marked);
  const entries = iterated(over);
  const iterator = typeof block.iterator === 'string' ? block.iterator : name;
  const content = isList(block.content!) && block.content.length === 1 ? block.content[0]! : block.content!;
  if (!entries || block.labels !== undefined) {
    const text = typeof block.for_each === 'string' ? block.for_each : JSON.stringify(block.for_each);
    const result = unknownFrom({ ...scope, text }, causeOf(over) ?? unknownIn(scope, 'expression').$unknown);
    const each = madeOf([marked], result);
    const one = evaluateJson(
      content,
      { ...scope, guarded: true, bindings: { ...scope.bindings, [iterator]: { key: each, value: each } } },
      attribute,
    );
    return marked instanceof Sensitive || isMarked(one) ? sensitive(result) : result;
  }
  const blocks = entries.map(([key, value]) =>
    evaluateJson(content, { ...scope, bindings: { ...scope.bindings, [iterator]: { key, value } } }, attribute),
  );
  return marked instanceof Sensitive ? sensitive(blocks) : blocks;
}

function blockList(parts: readonly Evaluated[], scope: Scope): Evaluated {
  const blocks: Evaluated[] = [];
  let wasSensitive = false;
  for (const part of parts) {
    wasSensitive ||= part instanceof Sensitive;
    const inner = unmarked(part);
    const cause = causeOf(inner);
    if (cause) {
      const result = unknownFrom({ ...scope, text: isUnknown(inner) ? inner.$unknown.expression : scope.text }, cause);
      return parts.some(isMarked) ? sensitive(result) : result;
    }
    if (isList(inner)) blocks.push(...inner);
    else if (inner !== null) blocks.push(inner);
  }
  return wasSensitive ? sensitive(blocks) : blocks;
}

function corrupt(text: string, scope: Scope): Unknown {
  return unknownIn({ ...scope, text }, 'corrupt');
}

/**
 * A value as the model holds it. The dotted paths of what is sensitive are added to `sensitivePaths`.
 */
export function modelValue(value: Evaluated, attribute: string, sensitivePaths: string[]): Value {
  if (isScalar(value) || isUnknown(value) || isReference(value)) return value;
  if (value instanceof Sensitive) {
    sensitivePaths.push(attribute);
    return modelValue(value.value, attribute, []);
  }
  if (value instanceof Configured) {
    // A schema may order, merge or complete what a collection or a block is given: only whose attribute it is, is certain.
    const inside: string[] = [];
    const given = modelValue(value.value, attribute, inside);
    if (inside.length > 0) sensitivePaths.push(attribute);
    return isScalar(value.value) ? given : reference(value.owner.stack, value.owner.address, value.attribute);
  }
  if ((value instanceof Namespace || value instanceof ResourceFamily || value instanceof ResourceObject) && value.isMarked())
    sensitivePaths.push(attribute);
  if (value instanceof Namespace) return value.whole();
  if (value instanceof SetValue) return value.items.map((item, i) => modelValue(item, `${attribute}.${i}`, sensitivePaths));
  if (isList(value)) return value.map((item, i) => modelValue(item, `${attribute}.${i}`, sensitivePaths));
  if (isObject(value)) {
    const object: Record<string, Value> = {};
    for (const key of Object.keys(value))
      setOwn(object, key, modelValue(value[key]!, attribute === '' ? key : `${attribute}.${key}`, sensitivePaths));
    return object;
  }
  // A whole object: each of its attributes is a value of its own.
  const reason = value instanceof ResourceFamily ? 'instance-key' : value.address.startsWith('data.') ? 'data-source' : 'computed';
  return unknown(reason, `\${${value.address}}`, `${value.stack}/${value.address}`);
}
