import type { Frame, Premise } from '../estate';
import type { Evidence, Severity, Subject } from '../rules';

/** What a user reads: one refuted or undecided verdict, an error annotation, a failed validation. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly verdict: 'refuted' | 'undecided';
  readonly message: string;
  readonly subject: Subject;
  /** Lines of the user's code that made the subject, innermost first. */
  readonly source: readonly Frame[];
  /** Why nobody can say; stands with every undecided verdict and no other. */
  readonly reason?: string;
  readonly witness: readonly Evidence[];
  readonly remedies: readonly FindingRemedy[];
  readonly premises: readonly Premise[];
  /** The same for the same rule, subject and fault in every run; what a baseline keeps. */
  readonly fingerprint: string;
  /** Stands in the baseline, so it does not stop the synthesis. */
  readonly waived?: { readonly reason: string };
}

export interface FindingRemedy {
  /** `mends` was decided again on the mended estate; `hint` was not; `decides` says what would decide it. */
  readonly kind: 'mends' | 'hint' | 'decides';
  readonly text: string;
}
