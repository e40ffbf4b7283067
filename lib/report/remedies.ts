import type { Estate } from '../estate';
import type { Refuted, Remedy, Rule } from '../rules';
import { RuleCrash } from '../rules/engine';
import { faultOf, identityOf } from './fingerprint';
import type { FindingRemedy } from './finding';

/** What is offered against one refutation, each remedy under the name it has earned. Those that mend come first. */
export function decideRemedies(rule: Rule, refuted: Refuted, estate: Estate, faultsBefore: ReadonlySet<string>): FindingRemedy[] {
  return mendsFirst(
    refuted.remedies.map((remedy) => ({ kind: mends(rule, refuted, remedy, estate, faultsBefore) ? 'mends' : 'hint', text: remedy.text })),
  );
}

/** The same remedies where nobody looked. */
export function hintsOf(refuted: Refuted): FindingRemedy[] {
  return refuted.remedies.map(({ text }) => ({ kind: 'hint', text }));
}

/** The fault is gone from the mended estate, and the rule found nothing there that it had not found before. */
function mends(rule: Rule, refuted: Refuted, remedy: Remedy, estate: Estate, faultsBefore: ReadonlySet<string>): boolean {
  if (remedy.mend === undefined) return false;
  const fault = faultOf(rule.id, refuted);
  const stillThere = new Set([identityOf(fault), identityOf({ ...fault, verdict: 'undecided' })]);
  try {
    for (const verdict of rule.check(remedy.mend(estate))) {
      if (verdict.verdict === 'proved') continue;
      const identity = identityOf(faultOf(rule.id, verdict));
      if (stillThere.has(identity) || !faultsBefore.has(identity)) return false;
    }
    return true;
  } catch (cause) {
    throw new RuleCrash(rule.id, cause);
  }
}

function mendsFirst(remedies: readonly FindingRemedy[]): FindingRemedy[] {
  return [...remedies.filter(({ kind }) => kind === 'mends'), ...remedies.filter(({ kind }) => kind !== 'mends')];
}
