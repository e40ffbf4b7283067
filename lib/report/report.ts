import type { Premise } from '../estate';
import type { Severity, Subject } from '../rules';
import type { Finding } from './finding';

/** `cdktf.out/strata/report.json`: what was decided, on what, and what was written. */
export interface Report {
  readonly schema: typeof REPORT_SCHEMA;
  /** True once every file below stands as its digest says. */
  readonly committed: boolean;
  /** `proved`: no finding stops; `refuted`: an unwaived error; `undecided`: only undecided intents stop. */
  readonly outcome: 'passed' | 'warned' | 'stopped';
  readonly gate: 'error' | 'warn';
  readonly versions: Readonly<Record<string, string>>;
  readonly rules: readonly RuleSummary[];
  readonly findings: readonly Finding[];
  readonly premises: readonly Premise[];
  /** Baseline entries that match nothing any more. */
  readonly staleWaivers: readonly { readonly fingerprint: string; readonly rule: string; readonly message: string }[];
  /** sha256 of every other file written, by path relative to the output folder. */
  readonly files: Readonly<Record<string, string>>;
  /** sha256 of every input read beside the program, by path relative to the output folder. */
  readonly inputs: Readonly<Record<string, string>>;
}

export interface RuleSummary {
  readonly id: string;
  readonly severity: Severity;
  readonly proved: number;
  readonly refuted: number;
  readonly undecided: number;
  readonly verdicts: readonly { readonly verdict: 'proved' | 'refuted' | 'undecided'; readonly subject: Subject; readonly premises: readonly string[] }[];
}

export const REPORT_SCHEMA = 'https://strata.dev/schema/report/v1';
