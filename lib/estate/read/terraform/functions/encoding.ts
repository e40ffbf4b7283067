import { isList, isObject, entriesOf, SetValue, type Evaluated } from '../values/evaluated';
import { toText } from '../values/convert';
import { numberText } from '../values/numbers';

export const ENCODING_FUNCTIONS = {
  base64encode: ([text]: readonly Evaluated[]) => encodeBase64(toText(text ?? null)),
  jsonencode: ([value, ...rest]: readonly Evaluated[]) => (value === undefined || rest.length > 0 ? undefined : encode(value)),
};

function encodeBase64(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text, 'utf8').toString('base64');
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
