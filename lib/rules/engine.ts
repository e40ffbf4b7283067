import type { Estate } from '../estate';
import type { Rule } from './rule';
import type { Verdict } from './verdict';
import { verdictsIn } from './verdict-shape';

/** A rule with everything it said about an estate. */
export interface Judgement {
  readonly rule: Rule;
  readonly verdicts: readonly Verdict[];
}

/** Runs every rule. One that throws, or says what is no verdict, fails the run under its own name: it is never skipped. */
export function judge(rules: readonly Rule[], estate: Estate): Judgement[] {
  return rules.map((rule) => ({ rule, verdicts: verdictsOf(rule, estate) }));
}

/**
 * What one rule says about an estate.
 *
 * @throws RuleCrash when it throws, or gives anything but verdicts
 */
export function verdictsOf(rule: Rule, estate: Estate): readonly Verdict[] {
  try {
    return verdictsIn(rule.check(estate));
  } catch (cause) {
    throw new RuleCrash(rule.id, cause);
  }
}

/** A rule failed to give a verdict. The synthesis stops: what it would have said is not known. */
export class RuleCrash extends Error {
  public constructor(
    public readonly rule: string,
    cause: unknown,
  ) {
    super(`rule ${rule} crashed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'RuleCrash';
  }
}
