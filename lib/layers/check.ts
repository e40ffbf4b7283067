import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { shown } from '../units/shown';
import { ConstructError } from './construct-error';
import type { Kind } from './kind';

/** Whom a fault is said of; undefined for a value that is in no tree. */
type Subject = IConstruct | undefined;

export interface Bounds {
  readonly low: number;
  /** @default - none */
  readonly high?: number;
  /**
   * What to do about it.
   * @default - said by the bounds
   */
  readonly repair?: string;
}

/** Beyond every number that a program means: cdktf's number tokens are near 1e289, and so is what arithmetic makes of them. */
const TOKEN_MAGNITUDE = 1e100;

/** What was given, for a message. Only where it cannot be a secret. */
export function got(value: unknown): string {
  if (Token.isUnresolved(value)) return 'a Terraform token';
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) < TOKEN_MAGNITUDE) return shown(value);
  return `${value}, a damaged Terraform token: only Terraform can calculate with it; write an expression of cdktf's \`Op\` or \`Fn\`, such as \`Token.asNumber(Op.mul(variable.numberValue, 2))\``;
}

/** The names of what may not be left out. */
type RequiredKey<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K & string }[keyof T];

/** That there are props at all; each is then checked for itself. They are not shown: one may be a secret in clear. */
export function checkProps<T extends object>(subject: Subject, what: string, props: T, required: readonly RequiredKey<T>[]): void {
  if (typeof props === 'object' && props !== null) return;
  const repair = required.length === 0 ? 'give `{}` for none' : `give at least \`{ ${required.join(', ')} }\``;
  throw new ConstructError(
    subject,
    `${what} must be an object, got ${props === undefined || props === null ? String(props) : `a ${typeof props}`}; ${repair}`,
  );
}

/** A whole number within bounds, or a token, which nobody can check at synthesis. */
export function checkWhole(subject: Subject, what: string, value: number, { low, high, repair }: Bounds): number {
  if (Token.isUnresolved(value)) return value;
  if (Number.isSafeInteger(value) && value >= low && value <= (high ?? Infinity)) return value;
  const allowed = high === undefined ? `a whole number of at least ${low}` : `a whole number from ${low} to ${high}`;
  throw new ConstructError(subject, `${what} must be ${allowed}, got ${got(value)}${repair === undefined ? '' : `; ${repair}`}`);
}

/** How many of something to make: the program runs before Terraform does, so a token cannot say it. */
export function checkCount(subject: Subject, value: number, what = 'count'): number {
  if (!Token.isUnresolved(value)) return checkWhole(subject, what, value, { low: 1 });
  throw new ConstructError(subject, `${what} must be a number known at synthesis, got a Terraform token; give it in the program`);
}

/** A text with something in it, or a token. */
export function checkText(subject: Subject, what: string, value: string): string {
  if (Token.isUnresolved(value) || (typeof value === 'string' && value.trim() !== '')) return value;
  throw new ConstructError(subject, `${what} must ${typeof value === 'string' ? 'not be empty' : 'be a text'}, got ${got(value)}`);
}

/** Throws when a text stands twice in a list. Tokens are compared as they are. */
export function checkDistinct(subject: Subject, what: string, values: readonly string[]): void {
  const seen = new Map<string, number>();
  values.forEach((value, index) => {
    const earlier = seen.get(value);
    if (earlier !== undefined) {
      throw new ConstructError(subject, `${what} must differ, got ${JSON.stringify(value)} for number ${earlier + 1} and number ${index + 1}`);
    }
    seen.set(value, index);
  });
}

/** One of a few values. A token is none: which value it stands for is known too late. */
export function checkOneOf<T extends string | boolean>(subject: Subject, what: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  const values = allowed.map((each) => JSON.stringify(each));
  throw new ConstructError(subject, `${what} must be ${values.length === 1 ? values[0]! : `one of ${values.join(', ')}`}, got ${got(value)}`);
}

/** Yes or no: any text would count as yes. */
export function checkFlag(subject: Subject, what: string, value: boolean): boolean {
  return checkOneOf(subject, what, value, [true, false]);
}

/** A thing of a kind. */
export function checkKind<T>(subject: Subject, what: string, value: T, { member, name, repair, secret = false }: Kind): T {
  if (typeof value === 'object' && value !== null && member in value) return value;
  throw new ConstructError(subject, `${what} must be ${name}, got ${secret && value !== undefined ? `a ${typeof value}` : got(value)}; ${repair}`);
}

/** Several things, each of which passes. A text is iterable too, letter by letter, and never meant so. */
function checkList<T>(subject: Subject, what: string, values: Iterable<T>, name: string, check: (what: string, value: T) => void): T[] {
  if (typeof values !== 'object' || values === null || !(Symbol.iterator in values)) {
    throw new ConstructError(subject, `${what} must be a list, each of it ${name}, got ${got(values)}; write \`[...]\`, also around a single one`);
  }
  const list = [...values];
  list.forEach((value, index) => check(`${what}[${index}]`, value));
  return list;
}

/** Several things of a kind. */
export function checkKinds<T>(subject: Subject, what: string, values: Iterable<T>, kind: Kind): T[] {
  return checkList(subject, what, values, kind.name, (each, value) => checkKind(subject, each, value, kind));
}

/** Several texts. */
export function checkTexts(subject: Subject, what: string, values: Iterable<string>): string[] {
  return checkList(subject, what, values, 'a text', (each, value) => checkText(subject, each, value));
}

/** What makes a text for each number of a fleet. */
export function checkNumbering(subject: Subject, what: string, value: (n: number) => string): (n: number) => string {
  if (typeof value === 'function') return value;
  throw new ConstructError(
    subject,
    `${what} must be a function of a number from 1, got ${got(value)}; give one such as \`(n) => \`esx-\${n}.example.com\`\``,
  );
}

/** A check of what may be left out. */
export function ifGiven<T, R>(value: T | undefined, check: (value: T) => R): R | undefined {
  return value === undefined ? undefined : check(value);
}
