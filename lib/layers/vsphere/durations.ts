import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Bounds, checkKind } from '../check';
import { ConstructError } from '../construct-error';
import { DURATION } from '../kind';

/** A duration as whole seconds. */
export function checkSeconds(construct: IConstruct, what: string, duration: Duration, bounds: Bounds = { low: 0 }): number {
  return whole(construct, what, duration, { seconds: 1, name: 'seconds' }, bounds);
}

/** A duration as whole minutes. */
export function checkMinutes(construct: IConstruct, what: string, duration: Duration, bounds: Bounds = { low: 0 }): number {
  return whole(construct, what, duration, { seconds: 60, name: 'minutes' }, bounds);
}

interface Unit {
  readonly seconds: number;
  readonly name: 'seconds' | 'minutes';
}

function whole(construct: IConstruct, what: string, duration: Duration, unit: Unit, { low, high }: Bounds): number {
  const amount = checkKind(construct, what, duration, DURATION).toSeconds({ integral: false }) / unit.seconds;
  if (Number.isSafeInteger(amount) && amount >= low && amount <= (high ?? Infinity)) return amount;
  const allowed = high === undefined ? `of at least ${low}` : `from ${low} to ${high}`;
  const rounded = Math.ceil(amount);
  const repair =
    !Number.isInteger(amount) && rounded >= low && rounded <= (high ?? Infinity) ? `; did you mean Duration.${unit.name}(${rounded})?` : '';
  throw new ConstructError(construct, `${what} must be a whole number of ${unit.name} ${allowed}, got ${duration.toHumanString()}${repair}`);
}
