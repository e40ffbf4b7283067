import type { Flow } from '../../estate';
import type { PlacedRule } from '../../proofs/firewall';
import type { JudgedFlow } from './cluster-flows';

/** What a rule, or one of some that nobody can tell the order of, drops of what a cluster needs. */
export interface Blocked {
  readonly rules: readonly PlacedRule[];
  readonly drops: readonly PartOfFlow[];
}

/** Ports of a flow between two kinds of ends. */
export interface PartOfFlow {
  readonly flow: Flow;
  readonly of: JudgedFlow;
}

/** The same ports of one flow, between whatever ends. */
export interface PartsOfFlow {
  readonly flow: Flow;
  readonly pairs: readonly JudgedFlow[];
}

/** What each rule drops. */
export function blockedBy(judged: readonly JudgedFlow[]): Blocked[] {
  const found = new Map<string, { readonly rules: readonly PlacedRule[]; readonly drops: PartOfFlow[] }>();
  for (const of of judged) {
    for (const { flow, rules } of of.drops) {
      const key = JSON.stringify(rules.map(({ policy, rule }) => [policy.id, rule.key]));
      const blocked = found.get(key) ?? { rules, drops: [] };
      found.set(key, blocked);
      blocked.drops.push({ flow, of });
    }
  }
  return [...found.values()];
}

export function byFlow(parts: readonly PartOfFlow[]): PartsOfFlow[] {
  const found = new Map<string, { readonly flow: Flow; readonly pairs: JudgedFlow[] }>();
  for (const { flow, of } of parts) {
    const { purpose, from, to } = of.required;
    const key = JSON.stringify([purpose, from, to, flow]);
    const known = found.get(key);
    if (known) known.pairs.push(of);
    else found.set(key, { flow, pairs: [of] });
  }
  return [...found.values()];
}
