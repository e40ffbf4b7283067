import { createHash } from 'node:crypto';
import type { Subject, Verdict } from '../rules';
import { plainSubject } from './subject';

/** What tells one fault from another: no message and no figure, since those change from day to day. */
export interface Fault {
  readonly rule: string;
  /** A refutation is news where there was only doubt, so the two never share a fingerprint. */
  readonly verdict: 'refuted' | 'undecided';
  readonly subject: Subject;
  readonly key: string;
}

export function faultOf(rule: string, verdict: Exclude<Verdict, { verdict: 'proved' }>): Fault {
  return { rule, verdict: verdict.verdict, subject: plainSubject(verdict.subject), key: verdict.key ?? '' };
}

/** Text that is equal for equal faults only. */
export function identityOf({ rule, verdict, subject, key }: Fault): string {
  return JSON.stringify([rule, verdict, subject, key]);
}

/**
 * 16 bytes of the SHA-256 of a fault, in hexadecimal.
 *
 * @param occurrence which one it is of several equal faults, from 1: a baseline that holds two of them does not cover a third
 */
export function fingerprintOf(fault: Fault, occurrence: number = 1): string {
  const text = occurrence === 1 ? identityOf(fault) : `${identityOf(fault)}#${occurrence}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
