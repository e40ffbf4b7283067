import type { Refuted, Remedy, Subject } from '../verdict';

/**
 * A secret in clear. The key says what kind of fault it is beside where it stands, so that a baseline which lets a mild
 * one stand does not cover a worse one in its place.
 */
export function refuted(subject: Subject, key: string, message: string, found: string, remedies: readonly Remedy[]): Refuted {
  return { verdict: 'refuted', subject, key, message, witness: [{ label: 'found', text: found }], remedies };
}
