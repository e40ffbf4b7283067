import type { Estate, Premise } from '../estate';

export type Severity = 'error' | 'warning' | 'info';

/** What a rule decides about one subject. */
export type Verdict = Proved | Refuted | Undecided;

interface Judged {
  readonly subject: Subject;
  /** What the verdict rests on that the output does not show. */
  readonly premises?: readonly Premise[];
}

export interface Proved extends Judged {
  readonly verdict: 'proved';
}

export interface Refuted extends Judged {
  readonly verdict: 'refuted';
  /** Milder than the rule's, where this fault is less of one than others that the rule finds. @default - the rule's */
  readonly severity?: Severity;
  /** What is wrong, in the user's words, as a title: no full stop, names in backticks. */
  readonly message: string;
  /** Tells findings of one rule about one subject apart, without figures that change from day to day. @default '' */
  readonly key?: string;
  /** The numbers, the packet, the failure: what makes it so. */
  readonly witness: readonly Evidence[];
  readonly remedies: readonly Remedy[];
}

export interface Undecided extends Judged {
  readonly verdict: 'undecided';
  readonly message: string;
  readonly key?: string;
  /** Why nobody can say, and who will know. */
  readonly reason: string;
  /** What the user can do so that it is decided. */
  readonly decidedBy: string;
  readonly witness?: readonly Evidence[];
}

/** What a verdict is about. */
export interface Subject {
  /** Construct path. */
  readonly path?: string;
  readonly stack?: string;
  /** Terraform address. */
  readonly address?: string;
  /** Manifest object: `namespace/name[Kind]`. */
  readonly object?: string;
  /** Dotted path of the attribute, where it is about one. */
  readonly attribute?: string;
}

/** One line of evidence: a short label (at most 14 characters align; none for a plain sentence) and what it says. */
export interface Evidence {
  readonly label: string;
  readonly text: string;
}

export interface Remedy {
  readonly text: string;
  /**
   * The estate with the remedy applied. The rules are run on it again: if the finding is gone, and this rule finds nothing
   * else, the remedy "mends it"; if another rule refutes what it did not before, the remedy is not offered at all. Without
   * one the remedy is called a hint.
   */
  readonly mend?: (estate: Estate) => Estate;
}
