import type { Evaluated } from '../values/evaluated';
import { elementsOf, toNumber, toText } from '../values/convert';

/**
 * Characters that JavaScript and Terraform count, fold and trim alike. A carriage return is left out: Terraform counts
 * one before a line feed as one character with it.
 */

const SIMPLE = /^[\x00-\x0c\x0e-\x7f]*$/;

type Texts = (...texts: string[]) => Evaluated | undefined;

export const TEXT_FUNCTIONS = {
  upper: texts(1, (text) => (isSimple(text) ? text.toUpperCase() : undefined)),
  lower: texts(1, (text) => (isSimple(text) ? text.toLowerCase() : undefined)),
  trimspace: texts(1, (text) => (isSimple(text) ? text.trim() : undefined)),
  trimprefix: texts(2, (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimsuffix: texts(2, (text, suffix) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)),
  startswith: texts(2, (text, prefix) => text.startsWith(prefix)),
  endswith: texts(2, (text, suffix) => text.endsWith(suffix)),
  strcontains: texts(2, (text, part) => text.includes(part)),
  replace: texts(3, replace),
  split: texts(2, (separator, text) => (separator === '' && !isSimple(text) ? undefined : text.split(separator))),
  substr: ([text, offset, length]: readonly Evaluated[]) => substring(toText(text ?? null), toNumber(offset ?? null), toNumber(length ?? null)),
  join,
};

/** Whether every character of a text is handled the same way by both languages. */
export function isSimple(text: string): boolean {
  return SIMPLE.test(text);
}

function texts(count: number, run: Texts): (given: readonly Evaluated[]) => Evaluated | undefined {
  return (given) => {
    const converted = given.map(toText);
    return given.length !== count || converted.includes(undefined) ? undefined : run(...(converted as string[]));
  };
}

function replace(text: string, part: string, by: string): string | undefined {
  const isPattern = part.length > 1 && part.startsWith('/') && part.endsWith('/');
  if (isPattern || (part === '' && !isSimple(text))) return undefined;
  return text.replaceAll(part, () => by);
}

function substring(text: string | undefined, offset: number | undefined, length: number | undefined): string | undefined {
  if (text === undefined || offset === undefined || length === undefined || !isSimple(text)) return undefined;
  const start = offset < 0 ? text.length + offset : offset;
  if (start < 0 || (offset < 0 && length === 0) || !Number.isInteger(offset) || !Number.isInteger(length)) return undefined;
  return length < 0 ? text.slice(start) : text.slice(start, start + length);
}

function join(given: readonly Evaluated[]): string | undefined {
  const separator = toText(given[0] ?? null);
  const lists = given.slice(1).map(elementsOf);
  if (separator === undefined || lists.length === 0 || lists.includes(undefined)) return undefined;
  const parts = lists.flatMap((list) => list!.map(toText));
  return parts.includes(undefined) ? undefined : parts.join(separator);
}
