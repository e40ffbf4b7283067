import type { Severity } from '../rules';
import type { Finding } from './finding';
import { nameOfSubject } from './subject';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Says that Strata cannot decide an intent yet: true of the version, not of the program, hence after all else. */
const NO_PROCEDURE = 'INT-004';

const NATURAL = new Intl.Collator('en', { numeric: true });

/** Whether `a` is less severe than `b`. */
export function isLower(a: Severity, b: Severity): boolean {
  return RANK[a] > RANK[b];
}

export function isSeverity(x: unknown): x is Severity {
  return typeof x === 'string' && Object.hasOwn(RANK, x);
}

/** Text order in which `esx-2` comes before `esx-10`. */
export function compareText(a: string, b: string): number {
  return NATURAL.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Errors, warnings, information; inside by rule, then by subject; INT-004 last of all. Equal ones keep their order. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return findings
    .map((finding) => ({ finding, last: finding.rule === NO_PROCEDURE ? 1 : 0, name: nameOfSubject(finding.subject) }))
    .sort(
      (a, b) =>
        a.last - b.last ||
        RANK[a.finding.severity] - RANK[b.finding.severity] ||
        compareText(a.finding.rule, b.finding.rule) ||
        compareText(a.name, b.name),
    )
    .map(({ finding }) => finding);
}
