import type { Premise } from '../estate';
import type { Severity, Subject } from '../rules';
import type { Finding } from './finding';
import type { Gate, Outcome } from './outcome';

/** `cdktf.out/strata/report.json`: what was decided, on what, and what was written. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  /** True once every file below stands as its digest says. */
  readonly committed: boolean;
  /** `passed`: no unwaived error. `warned`: there are, and the gate let them through. `stopped`: they stopped the synthesis. */
  readonly outcome: Outcome;
  readonly gate: Gate;
  /** Versions that the output depends on, by package; `node` is the major version. */
  readonly versions: Readonly<Record<string, string>>;
  readonly rules: readonly RuleSummary[];
  readonly findings: readonly ReportedFinding[];
  /** Every premise that a verdict rests on, or that holds for the whole estate; by id. */
  readonly premises: readonly Premise[];
  /** Baseline entries that match nothing any more. */
  readonly staleWaivers: readonly StaleWaiver[];
  /** sha256 of every other file written, by path relative to the output folder. */
  readonly files: Readonly<Record<string, string>>;
  /** sha256 of every input read beside the program, by path relative to the output folder. */
  readonly inputs: Readonly<Record<string, string>>;
}

export interface ReportedFinding extends Omit<Finding, 'premises'> {
  /** Ids of the report's premises. */
  readonly premises: readonly string[];
}

export interface StaleWaiver {
  readonly fingerprint: string;
  readonly rule: string;
  readonly message: string;
}

export interface RuleSummary {
  readonly id: string;
  /** Severity of a refutation in this run. */
  readonly severity: Severity;
  /** Whether a baseline may let its findings stand. */
  readonly waivable: boolean;
  readonly proved: number;
  readonly refuted: number;
  readonly undecided: number;
  readonly verdicts: readonly VerdictSummary[];
}

/** Verdicts of one rule that are the same and rest on the same premises. */
export interface VerdictSummary {
  readonly verdict: 'proved' | 'refuted' | 'undecided';
  readonly count: number;
  /** Ids of the report's premises. */
  readonly premises: readonly string[];
  /** The subjects, the first 20 of them; the findings hold those of every refuted and undecided verdict. */
  readonly subjects: readonly Subject[];
}

export const REPORT_SCHEMA = 'https://strata.dev/schema/report/v1';
