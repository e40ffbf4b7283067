import { isHidden, isUnknown, type Premise, type Value } from '../../estate';
import type { Evidence, Subject, Verdict } from '../verdict';

/** Why nobody can tell a value from a plan. */
export function whyOpen(value: Value | undefined): string {
  if (!isUnknown(value)) return 'the plan does not show it';
  const { knownBy } = value.$unknown;
  return isHidden(value) ? `the plan hides it, since \`${knownBy}\` is sensitive there` : `known only after apply, from \`${knownBy}\``;
}

/** `vsan_enabled   false -> true`: what an attribute is and what it will be. */
export function change(attribute: string, before: Value | undefined, after: Value | undefined): Evidence {
  return { label: attribute, text: `${shownValue(before)} -> ${shownValue(after)}` };
}

export function shownValue(value: Value | undefined): string {
  if (value === undefined || value === null) return 'none';
  if (isUnknown(value)) return isHidden(value) ? '(sensitive)' : '(known after apply)';
  return JSON.stringify(value);
}

/** Whether two values are one, whatever type Terraform gave them; undefined where a part is not known. */
export function sameValue(a: Value, b: Value): boolean | undefined {
  if (isUnknown(a) || isUnknown(b)) return undefined;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    return a === b || (a !== null && b !== null && typeof a !== 'object' && typeof b !== 'object' && String(a) === String(b));
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Record<string, Value>, b as Record<string, Value>];
  const parts = [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => sameValue(one[name] ?? null, other[name] ?? null));
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
}

/** A premise that the plan says nothing of yet. */
export function notShown(subject: Subject, premise: Premise, what: string, reason: string): Verdict {
  return {
    verdict: 'undecided',
    subject,
    key: premise.id,
    premises: [premise],
    message: `whether a premise about ${what} holds`,
    witness: [{ label: 'premise', text: premise.statement }],
    reason,
    decidedBy: 'a plan that knows it: one more after the apply that makes it known',
  };
}
