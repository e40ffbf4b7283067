import type { Intent } from '../../estate';

/**
 * Kinds of intent that a rule of this version decides, each with the rule. A kind that is missing here is undecided,
 * which INT-004 says on every synthesis: add the kind with the rule that decides it.
 */
export const PROCEDURES: ReadonlyMap<Intent['kind'], string> = new Map([
  ['dedicated-hosts', 'ISO-010'],
  ['pod-isolation', 'ISO-011'],
]);
