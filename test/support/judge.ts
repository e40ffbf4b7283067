import type { Estate } from '../../lib/estate';
import { verdictsOf, type Refuted, type Rule, type Undecided, type Verdict } from '../../lib/rules';

/** What a rule says, checked to be verdicts, and the same on a second run. */
export function judged(rule: Rule, estate: Estate): Verdict[] {
  const verdicts = [...verdictsOf(rule, estate)];
  expect([...rule.check(estate)].map(withoutMends)).toEqual(verdicts.map(withoutMends));
  return verdicts;
}

function withoutMends(verdict: Verdict): unknown {
  return JSON.parse(JSON.stringify(verdict));
}

export function outcomes(rule: Rule, estate: Estate): string[] {
  return judged(rule, estate).map(({ verdict }) => verdict);
}

export function refutations(rule: Rule, estate: Estate): Refuted[] {
  return judged(rule, estate).filter((verdict) => verdict.verdict === 'refuted');
}

export function undecideds(rule: Rule, estate: Estate): Undecided[] {
  return judged(rule, estate).filter((verdict) => verdict.verdict === 'undecided');
}

/** The one verdict of a rule, as a user reads it: message, then `label  text` lines, then remedies. */
export function text(verdict: Verdict | undefined): string[] {
  if (!verdict || verdict.verdict === 'proved') return [verdict?.verdict ?? 'none'];
  const lines = [verdict.message, ...(verdict.witness ?? []).map(({ label, text: what }) => `${label}: ${what}`)];
  if (verdict.verdict === 'undecided') return [...lines, `because: ${verdict.reason}`, `decides it: ${verdict.decidedBy}`];
  return [...lines, ...verdict.remedies.map((remedy) => `${remedy.mend ? 'mends it' : 'hint'}: ${remedy.text}`)];
}

/** Every remedy that claims to mend does: the rule, asked again, no longer refutes. Returns how many do. */
export function mends(rule: Rule, estate: Estate): number {
  const remedies = refutations(rule, estate).flatMap((verdict) => verdict.remedies.filter(({ mend }) => mend));
  for (const { mend } of remedies) expect(refutations(rule, mend!(estate))).toEqual([]);
  return remedies.length;
}
