import { type Size, SizeRoundingBehavior } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkKind } from '../check';
import { ConstructError } from '../construct-error';
import { SIZE } from '../kind';

/** A size as whole MiB, at least one. */
export function checkMebibytes(construct: IConstruct, what: string, size: Size): number {
  return whole(construct, what, size, 1, 'MiB', 'mebibytes');
}

/** A size as whole GiB, at least one. */
export function checkGibibytes(construct: IConstruct, what: string, size: Size): number {
  return whole(construct, what, size, 1024, 'GiB', 'gibibytes');
}

function whole(construct: IConstruct, what: string, size: Size, mebibytesInUnit: number, unit: string, factory: string): number {
  const amount = checkKind(construct, what, size, SIZE).toKibibytes({ rounding: SizeRoundingBehavior.NONE }) / 1024 / mebibytesInUnit;
  if (Number.isSafeInteger(amount) && amount >= 1) return amount;
  const repair = amount < 1 ? '' : `; did you mean Size.${factory}(${Math.round(amount)})?`;
  throw new ConstructError(construct, `${what} must be a whole number of ${unit} of at least 1, got ${size.asString()}${repair}`);
}
