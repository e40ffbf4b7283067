import type { EstateObject } from '../../estate';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Remedy, Undecided } from '../verdict';

/** Ranges of addresses that cannot be what they are said to be, or hold too few. */
export function refutedAddresses(
  object: EstateObject,
  attribute: string,
  key: string,
  message: string,
  witness: readonly Evidence[],
  remedy?: string | Remedy,
): Refuted {
  const remedies = remedy === undefined ? [] : [typeof remedy === 'string' ? { text: remedy } : remedy];
  return { verdict: 'refuted', subject: subjectOf(object, attribute), key, message, witness, remedies };
}

export function openAddresses(object: EstateObject, attribute: string, key: string, message: string, reason: string, decidedBy: string): Undecided {
  return { verdict: 'undecided', subject: subjectOf(object, attribute), key, message, reason, decidedBy };
}

/** `1,024`, however many there are. */
export function many(n: bigint): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

export function addresses(n: bigint): string {
  return n === 1n ? '1 address' : `${many(n)} addresses`;
}
