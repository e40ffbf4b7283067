import { isList, isObject, entriesOf, objectOf, SetValue, type Evaluated } from '../values/evaluated';
import { toText } from '../values/convert';
import { isPlainDecimal, numberText } from '../values/numbers';
import { decodeYaml } from './yaml';

export const ENCODING_FUNCTIONS = {
  base64encode: ([text]: readonly Evaluated[]) => encodeBase64(toText(text ?? null)),
  base64decode: ([text]: readonly Evaluated[]) => decodeBase64(toText(text ?? null)),
  textdecodebase64: ([text, encoding]: readonly Evaluated[]) => (encoding === 'UTF-8' ? decodeBase64(toText(text ?? null)) : undefined),
  jsondecode: ([text]: readonly Evaluated[]) => decodeJson(toText(text ?? null)),
  yamldecode: ([text]: readonly Evaluated[]) => decodeYaml(toText(text ?? null)),
  jsonencode: ([value]: readonly Evaluated[]) => (value === undefined ? undefined : encode(value)),
};

function encodeBase64(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'utf8').toString('base64');
}

/** The text of a canonical encoding; one with line breaks or loose bits is left to Terraform. */
function decodeBase64(text: string | undefined): string | undefined {
  const bytes = text === undefined ? undefined : Buffer.from(text, 'base64');
  if (!bytes || bytes.toString('base64') !== text) return undefined;
  const decoded = bytes.toString('utf8');
  const isUtf8 = bytes.equals(Buffer.from(decoded, 'utf8')) && !decoded.startsWith('\ufeff');
  return isUtf8 ? decoded.normalize('NFC') : undefined;
}

/** Whether Terraform, too, takes a text for JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Texts of JSON, which hold neither numbers nor the colons of members. */
const JSON_TEXT = /"(?:[^"\\]|\\.)*"/g;
/** A surrogate on its own. */
const HALF_CHARACTER = /[\ud800-\udfff]/u;
/** Deeper than anything written by hand. */
const DEEPEST = 200;

function decodeJson(text: string | undefined): Evaluated | undefined {
  if (text === undefined || !isJson(text)) return undefined;
  const bare = text.replace(JSON_TEXT, '""');
  // What a double does not hold Terraform does.
  if (!(bare.match(/-?\d[\d.eE+-]*/g) ?? []).every(isPlainDecimal)) return undefined;
  const members = { count: 0 };
  const value = jsonValue(JSON.parse(text), members, 0);
  // Terraform has its own way with a key that is there twice.
  return members.count === bare.split(':').length - 1 ? value : undefined;
}

function jsonValue(json: unknown, members: { count: number }, depth: number): Evaluated | undefined {
  if (typeof json === 'string') return HALF_CHARACTER.test(json) ? undefined : json.normalize('NFC');
  if (typeof json !== 'object' || json === null) return json as number | boolean | null;
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(json)) {
    const items = json.map((item: unknown) => jsonValue(item, members, depth + 1));
    return items.includes(undefined) ? undefined : (items as Evaluated[]);
  }
  const pairs: [string, Evaluated][] = [];
  for (const [key, each] of Object.entries(json)) {
    members.count++;
    const value = jsonValue(each, members, depth + 1);
    if (value === undefined || HALF_CHARACTER.test(key) || key !== key.normalize('NFC')) return undefined;
    pairs.push([key, value]);
  }
  return objectOf(pairs);
}

/** JSON as Go writes it: keys sorted, no spaces, and what HTML minds escaped. */
function encode(value: Evaluated): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return encodeText(value);
  const list = isList(value) ? value : value instanceof SetValue && value.ordered ? value.items : undefined;
  if (list) {
    const items = list.map(encode);
    return items.includes(undefined) ? undefined : `[${items.join(',')}]`;
  }
  if (!isObject(value)) return undefined;
  const entries = entriesOf(value).map(([key, each]) => [encodeText(key), encode(each)] as const);
  return entries.some((entry) => entry.includes(undefined)) ? undefined : `{${entries.map(([key, each]) => `${key}:${each}`).join(',')}}`;
}

function encodeText(text: string): string | undefined {
  // Versions of Go differ in how they escape these two.
  if (/[\b\f]/.test(text)) return undefined;
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
