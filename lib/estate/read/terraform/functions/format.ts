import type { Evaluated } from '../values/evaluated';
import { toBoolean, toNumber, toText } from '../values/convert';
import { isSimple } from './text';

const VERB = /%(?:%|([-+0 ]*)(\d*)([sdtv]))/g;

export const FORMAT_FUNCTIONS = { format };

/** The verbs `%s`, `%d`, `%t`, `%v` of scalars with flags and width, and `%%`; any other makes the result undecided. */
function format(given: readonly Evaluated[]): string | undefined {
  const [pattern, ...values] = given;
  if (typeof pattern !== 'string') return undefined;
  if (pattern.replace(VERB, '').includes('%')) return undefined;
  let used = 0;
  let failed = false;
  const text = pattern.replace(VERB, (verb, flags: string | undefined, width: string | undefined, kind: string | undefined) => {
    if (kind === undefined) return '%';
    const formatted = used < values.length ? one(kind, flags ?? '', Number(width), values[used]!) : undefined;
    used++;
    failed ||= formatted === undefined;
    return formatted ?? verb;
  });
  return failed || used !== values.length ? undefined : text;
}

function one(kind: string, flags: string, width: number, value: Evaluated): string | undefined {
  if (kind === 'd') {
    const number = toNumber(value);
    return number === undefined || !Number.isSafeInteger(number) ? undefined : integer(number, flags, width);
  }
  if (/[+0 ]/.test(flags)) return undefined;
  // `%v` turns to exponents where a number has more than six digits, or a fraction is small.
  const number = kind === 'v' ? toNumber(value) : undefined;
  if (typeof value !== 'string' && number !== undefined && number !== 0 && !(Math.abs(number) < 1e6 && Math.abs(number) >= 1e-4)) return undefined;
  const text = kind === 't' ? toBoolean(value)?.toString() : toText(value);
  if (text === undefined || (width > 0 && !isSimple(text))) return undefined;
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
}

function integer(number: number, flags: string, width: number): string {
  const sign = number < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const digits = String(Math.abs(number));
  if (flags.includes('-')) return (sign + digits).padEnd(width);
  return flags.includes('0') ? sign + digits.padStart(width - sign.length, '0') : (sign + digits).padStart(width);
}
