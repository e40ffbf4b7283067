/** A token of cdktf that was damaged before it was rendered, or never resolved. */
export interface CorruptToken {
  /** Dotted path of the value, or of the key, that holds it. */
  readonly attribute: string;
  /** What stands there; a long text is cut down to the token and what is around it. */
  readonly found: string;
}

/** No number of an estate is as large: bytes of a petabyte are 1.1e15. cdktf's number tokens are near 1e289. */
const LARGEST_NUMBER = 1e15;
/** Nor as small: what is left of a number token that something was divided by. */
const SMALLEST_NUMBER = 1e-100;
const SHOWN_AROUND = 30;
const SHOWN_WHOLE = 120;

// A number with a point and an exponent cannot be part of base64, hexadecimal or a UUID; one without a point is only
// looked for between separators, since `1e+21` may occur by chance in base64.
const EXPONENT_NUMBER = /-?\d+\.\d+e[+-]\d+|(?<![\w+/=.])-?\de[+-]\d+(?![\w+/=])/gi;
const MARKER = 'TfToken[';
const MAY_HOLD_TOKEN = /TfToken\[|\de[+-]\d/i;

/**
 * Every corrupt token in plain JSON data: numbers of a magnitude over 1e15 (or next to nothing, or not finite), such
 * numbers inside a text as JavaScript prints them, and unresolved markers (`${TfToken[`, `#{TfToken[`); in keys too.
 */
export function corruptTokensIn(value: unknown): CorruptToken[] {
  const found: CorruptToken[] = [];
  if (holdsToken(value)) collect(value, '', found);
  return found;
}

/** Whether a single number or text is, or holds, a corrupt token. */
export function isCorrupt(value: unknown): boolean {
  if (typeof value === 'number') return isCorruptNumber(value);
  return typeof value === 'string' && tokenAt(value) !== undefined;
}

/** Whether there is anything to collect: almost always not, and then no path need be put together. */
function holdsToken(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isCorrupt(value);
  if (Array.isArray(value)) return value.some(holdsToken);
  return Object.keys(value).some((key) => isCorrupt(key) || holdsToken((value as Record<string, unknown>)[key]));
}

function collect(value: unknown, attribute: string, found: CorruptToken[]): void {
  if (typeof value === 'string') {
    const at = tokenAt(value);
    if (at !== undefined) found.push({ attribute, found: excerpt(value, at) });
  } else if (typeof value === 'number') {
    if (isCorruptNumber(value)) found.push({ attribute, found: String(value) });
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) collect(value[i], attribute === '' ? String(i) : `${attribute}.${i}`, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      const path = attribute === '' ? key : `${attribute}.${key}`;
      const at = tokenAt(key);
      if (at !== undefined) found.push({ attribute: path, found: excerpt(key, at) });
      collect((value as Record<string, unknown>)[key], path, found);
    }
  }
}

function isCorruptNumber(value: number): boolean {
  const magnitude = Math.abs(value);
  return !(magnitude <= LARGEST_NUMBER) || (magnitude < SMALLEST_NUMBER && magnitude > 0);
}

/** Where the first token of a text begins. */
function tokenAt(text: string): number | undefined {
  if (!MAY_HOLD_TOKEN.test(text)) return undefined;
  const marker = text.indexOf(MARKER);
  if (marker >= 0) return marker;
  for (const match of text.matchAll(EXPONENT_NUMBER)) {
    if (isCorruptNumber(Number(match[0]))) return match.index;
  }
  return undefined;
}

function excerpt(text: string, at: number): string {
  if (text.length <= SHOWN_WHOLE) return text;
  const start = Math.max(0, at - SHOWN_AROUND);
  const end = Math.min(text.length, at + 2 * SHOWN_AROUND);
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
