import type { Estate } from '../estate';
import type { Severity, Verdict } from './verdict';

/** An invariant with an id that never changes. Pure: the same estate gives the same verdicts in the same order. */
export interface Rule {
  /** Three capital letters and three digits, such as `CAP-001`; a rule of your own takes letters of its own. */
  readonly id: string;
  /** A few words. */
  readonly title: string;
  /** One sentence: what holds when the rule is proved. */
  readonly decides: string;
  /** Why it matters: what goes wrong without it. */
  readonly why: string;
  /** Severity of a refutation, unless that names a milder one. */
  readonly severity: Severity;
  /**
   * Severity of an undecided verdict; an error where the rule decides what a user declared as an intent. A rule has one, also for tenants that
   * are sides of an intent: what that says is for the rule of the intent, or for INT-004 where no version has one as yet.
   *
   * @default 'warning'
   */
  readonly undecidedSeverity?: Severity;
  /** Whether a baseline may let its findings stand; never so for an intent. @default true */
  readonly waivable?: boolean;
  /** What it decides on: the estate fully applied, which a synthesis reads, or a plan, which `strata verify` reads. @default 'estate' */
  readonly reads?: 'estate' | 'plan';
  /** What a finding shows. */
  readonly evidence: string;
  /** Public pages that the rule or its numbers come from. @default none */
  readonly sources?: readonly string[];
  /** One verdict for each subject the rule speaks about; nothing where it does not apply. */
  check(estate: Estate): Iterable<Verdict>;
}

/** Whether a rule decides on a plan: it has nothing to say of an estate without one. */
export function readsPlan({ reads }: Rule): boolean {
  return reads === 'plan';
}
