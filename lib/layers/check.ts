import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ConstructError } from './construct-error';

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

/** A whole number within bounds, or a token, which nobody can check at synthesis. */
export function checkWhole(construct: IConstruct, what: string, value: number, { low, high, repair }: Bounds): number {
  if (Token.isUnresolved(value)) return value;
  if (Number.isSafeInteger(value) && value >= low && value <= (high ?? Infinity)) return value;
  const allowed = high === undefined ? `a whole number of at least ${low}` : `a whole number from ${low} to ${high}`;
  throw new ConstructError(construct, `${what} must be ${allowed}, got ${value}${repair === undefined ? '' : `; ${repair}`}`);
}

/** How many of something to make: the program runs before Terraform does, so a token cannot say it. */
export function checkCount(construct: IConstruct, value: number, what = 'count'): number {
  if (!Token.isUnresolved(value)) return checkWhole(construct, what, value, { low: 1 });
  throw new ConstructError(construct, `${what} must be a number known at synthesis, got a Terraform token; give it in the program`);
}

/** A text with something in it, or a token. */
export function checkText(construct: IConstruct, what: string, value: string): string {
  if (Token.isUnresolved(value) || value.trim() !== '') return value;
  throw new ConstructError(construct, `${what} must not be empty, got ${JSON.stringify(value)}`);
}

/** Throws when a text stands twice in a list. Tokens are compared as they are. */
export function checkDistinct(construct: IConstruct, what: string, values: readonly string[]): void {
  const seen = new Map<string, number>();
  values.forEach((value, index) => {
    const earlier = seen.get(value);
    if (earlier !== undefined) {
      throw new ConstructError(construct, `${what} must differ, got ${JSON.stringify(value)} for number ${earlier + 1} and number ${index + 1}`);
    }
    seen.set(value, index);
  });
}
