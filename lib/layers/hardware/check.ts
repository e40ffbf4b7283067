import { type Size, SizeRoundingBehavior } from 'cdk8s';
import { checkKind, got } from '../check';
import { SIZE } from '../kind';

/** A whole number within bounds, or an error that names both. */
export function checkWhole(what: string, value: number, low: number, high = Infinity, repair = ''): number {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return value;
  const allowed = high === Infinity ? `a whole number of at least ${low}` : low === high ? `${low}` : `a whole number from ${low} to ${high}`;
  throw new Error(`${what} must be ${allowed}, got ${got(value)}${repair && `; ${repair}`}`);
}

/** A finite number above zero. */
export function checkPositive(what: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${what} must be a number above 0, got ${got(value)}`);
}

/** A text with something in it. */
export function checkText(what: string, value: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new Error(`${what} must ${typeof value === 'string' ? 'not be empty' : 'be a text'}, got ${got(value)}`);
}

/** A size as whole mebibytes, above zero unless `low` says otherwise. */
export function checkMiB(what: string, size: Size, low = 1): number {
  const mebibytes = checkKind(undefined, what, size, SIZE).toKibibytes({ rounding: SizeRoundingBehavior.NONE }) / 1024;
  if (Number.isSafeInteger(mebibytes) && mebibytes >= low) return mebibytes;
  const repair = Number.isSafeInteger(mebibytes) ? '' : `; did you mean Size.mebibytes(${Math.round(mebibytes)})?`;
  throw new Error(`${what} must be a whole number of MiB of at least ${low}, got ${size.asString()}${repair}`);
}
