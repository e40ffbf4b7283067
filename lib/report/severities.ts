import type { Rule, Severity } from '../rules';
import { InputError } from './input-error';
import { isLower, isSeverity } from './order';

/** Severity of a rule's refutations where it is not the rule's own, by rule id; it also raises its undecided verdicts, never lowers them. */
export type Severities = Readonly<Record<string, Severity>>;

/**
 * Holds overrides of severities against the rules.
 *
 * @throws InputError when one names no rule, is no severity, or lowers a rule that decides what the user declared (an
 * intent: `waivable: false`), which may only be raised
 */
export function checkSeverities(severities: Severities, rules: readonly Rule[]): void {
  for (const [id, severity] of Object.entries(severities)) {
    const rule = rules.find((candidate) => candidate.id === id);
    if (rule === undefined) {
      throw new InputError(`a severity is set for ${id}, which is no rule of this app; \`strata rules\` lists those of Strata`);
    }
    if (!isSeverity(severity)) {
      throw new InputError(`severity of ${id}: got ${JSON.stringify(severity)}, expected 'error', 'warning' or 'info'`);
    }
    if (rule.waivable === false && isLower(severity, rule.severity)) {
      throw new InputError(
        `severity of ${id}: '${severity}' is lower than its own, '${rule.severity}', and ${id} decides what the program declares; ` +
          'remove the declaration where it need not hold',
      );
    }
  }
}

/** Severity of a refutation by this rule. @param milder what the refutation says of itself */
export function severityOf(rule: Rule, severities: Severities, milder?: Severity): Severity {
  return severities[rule.id] ?? (milder !== undefined && isLower(milder, rule.severity) ? milder : rule.severity);
}

/** Severity of an undecided verdict of this rule. */
export function undecidedSeverityOf(rule: Rule, severities: Severities): Severity {
  const own = rule.undecidedSeverity ?? 'warning';
  const wanted = severities[rule.id] ?? own;
  return isLower(wanted, own) ? own : wanted;
}
