import { indexOf, isUnknown, type Estate, type FirewallRule, type Members, type SecurityPolicy } from '../../estate';
import { isOn, rulesInOrder, type FirewallView, type PlacedRule } from '../../proofs/firewall';
import { subjectOf } from '../subjects';
import type { Subject } from '../verdict';
import { ruleText } from './firewall-words';
import { quotedName } from '../wording';

/** A place that rules of the app are applied to: said by their policy for all of them, or by one of them. */
export interface AppliedRules {
  readonly subject: Subject;
  /** Tells it from others of the same subject. */
  readonly key: string;
  /** `policy x`, or `rule y of policy x`. */
  readonly name: string;
  readonly policy: SecurityPolicy;
  /** Undefined for every vNIC. */
  readonly appliedTo: Members | undefined;
  /** Whether it is the policy that says so. */
  readonly isByPolicy: boolean;
  readonly rules: readonly PlacedRule[];
}

/** The rules that the app has in the distributed firewall of a manager, those that are switched off for certain left out. */
export function ownRules(estate: Estate, view: FirewallView): readonly AppliedRules[] {
  const own = new Map<SecurityPolicy, PlacedRule[]>();
  for (const placed of rulesInOrder(view)) {
    const { policy, rule } = placed;
    if (isOn(view.manager, policy).is !== 'yes' || (policy.origin !== 'owned' && !isEntry(estate, policy, rule))) continue;
    own.set(policy, [...(own.get(policy) ?? []), placed]);
  }
  return [...own].flatMap(([policy, rules]) => placesOf(estate, policy, rules));
}

function placesOf(estate: Estate, policy: SecurityPolicy, rules: readonly PlacedRule[]): AppliedRules[] {
  const ofPolicy = { subject: subjectOf(policy), name: `policy ${quotedName(policy)}`, policy };
  if (isSaid(policy.appliedTo)) return [{ ...ofPolicy, key: '', appliedTo: policy.appliedTo, isByPolicy: true, rules }];
  return rules.map((placed) => {
    const { rule } = placed;
    const subject = isEntry(estate, policy, rule) ? subjectOf({ ...policy, ...entryOf(estate, policy, rule) }) : ofPolicy.subject;
    const appliedTo = isSaid(rule.appliedTo) ? rule.appliedTo : undefined;
    return { subject, key: rule.key, name: ruleText(policy, rule), policy, appliedTo, isByPolicy: false, rules: [placed] };
  });
}

function isSaid({ ids, complete }: Members): boolean {
  return ids.length > 0 || !complete;
}

/** Whether a rule has an entry of its own, by which the app adds it to a policy, of others too. */
function isEntry(estate: Estate, policy: SecurityPolicy, { id }: FirewallRule): boolean {
  return id !== policy.id && indexOf(estate).entryOf({ ...policy, id })?.mode === 'managed';
}

function entryOf(estate: Estate, policy: SecurityPolicy, { id }: FirewallRule) {
  const { stack, address, path } = indexOf(estate).entryOf({ ...policy, id })!;
  return { addresses: [{ stack, address }], ...(path !== undefined && { path }) };
}

/** Whether something is dropped by a rule, as far as is known. */
export function mayDrop({ rule: { action } }: PlacedRule): boolean {
  return isUnknown(action) || action === 'DROP' || action === 'REJECT';
}
