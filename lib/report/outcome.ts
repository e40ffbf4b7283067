import type { Finding } from './finding';

/** What an unwaived error does: stop the synthesis, or only be reported. */
export type Gate = 'error' | 'warn';

/** How a synthesis ended: see `outcomeOf`. */
export type Outcome = 'passed' | 'warned' | 'stopped';

/** Whether a finding is an error that no baseline lets stand. */
export function isStopping({ severity, waived }: Pick<Finding, 'severity' | 'waived'>): boolean {
  return severity === 'error' && waived === undefined;
}

/** `passed`: no unwaived error; else `stopped`, or `warned` where the gate lets it through. */
export function outcomeOf(findings: readonly Pick<Finding, 'severity' | 'waived'>[], gate: Gate): Outcome {
  if (!findings.some(isStopping)) return 'passed';
  return gate === 'warn' ? 'warned' : 'stopped';
}
