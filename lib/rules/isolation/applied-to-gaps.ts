import { indexOf, type Estate, type Members, type ObjectId, type Premise } from '../../estate';
import {
  all,
  asksTags,
  excludes,
  told,
  type Doubt,
  type Enforcements,
  type FirewallView,
  type Gap,
  type PlacedRule,
  type Vnic,
} from '../../proofs/firewall';
import { Mend } from '../mend';
import { Premises } from '../premises';
import type { Remedy, Verdict } from '../verdict';
import { listed, quoted, quotedName } from '../wording';
import { remediesFor } from './excluded-machines';
import { doubtsText, recordPremises, ruleText, tagPremises, templatePremises, vnicText, whyOpen } from './firewall-words';
import { mayDrop, type AppliedRules } from './own-policies';

/**
 * Whether a rule that drops is enforced on those that it names: on the destination where it is for what comes in, on the source where it
 * is for what goes out, and on one of both where it is for either. Who is named by groups, segments or VMs counts; everyone, everyone but
 * some, and addresses name no vNIC.
 *
 * Of a rule that leaves its other end open a gap is milder: `any` may be meant for whoever it is applied to, where it is enforced.
 * A rule that allows, and is applied to none of those that it names, lets nothing through that anything else drops: it does no harm to
 * isolation and is told mildly. Whether another rule hides it is ISO-007, and whether a flow that is needed gets through ISO-002.
 *
 * Of VMs that nobody knows a rule is decided where it names their whole segment. Those that tags or names may find are of others: who
 * these are, the record of the manager says.
 *
 * @param isTold whether a vNIC is known to be on the exclusion list by another verdict
 */
export function appliedToGaps(
  estate: Estate,
  view: FirewallView,
  enforcements: Enforcements,
  place: AppliedRules,
  placed: PlacedRule,
  isTold: (vnic: Vnic) => boolean,
): Verdict[] {
  const { policy, rule, isThere } = placed;
  if (!mayDrop(placed)) return rule.action === 'ALLOW' && isThere.is === 'yes' ? allowing(view, enforcements, place, placed) : [];
  const { gaps, strangers } = enforcements.ofDrop(placed);
  const drops = told(rule.action, `what ${ruleText(policy, rule)} does`, () => true);
  const judged = gaps
    .map((gap) => ({ ...gap, is: all([isThere, drops, gap.is]) }))
    .filter(({ vnic, isExcluded: alone, is }) => is.is !== 'no' && !(alone && isTold(vnic)));
  const certain = judged.filter(({ is }) => is.is === 'yes');
  const tags = asksTags(view, deciding(placed, place.appliedTo)) ? tagPremises(view) : [];
  const about = { subject: place.subject, key: `gap:${rule.key}` };
  if (certain.length > 0) return [refuted(view, place, placed, certain, tags)];
  const open = strangers.filter((segment) => segment.origin !== 'owned' && !indexOf(estate).isClosed(segment));
  const premises: Premise[] = [
    ...(strangers.length > 0 ? recordPremises(view) : []),
    ...strangers.filter(({ origin }) => origin === 'owned').map((segment) => Premises.closedNetwork(segment)),
    ...(tags.length > 0 || namedBy(placed).length === 0 ? tags : templatePremises(view)),
  ];
  const message = `whether ${ruleText(policy, rule)} is enforced on all that it names`;
  if (judged.length > 0) {
    const doubts = judged.flatMap(({ is }): readonly Doubt[] => is.doubts);
    return [
      { ...about, verdict: 'undecided', premises, message, reason: doubtsText(doubts), decidedBy: 'literal groups, tags, names and networks of VMs' },
    ];
  }
  const others = open.length > 0 ? whyOpen(view, 'VMs') : undefined;
  if (others) return [{ ...about, verdict: 'undecided', premises, message, ...others }];
  return [{ verdict: 'proved', subject: place.subject, premises }];
}

/** What decides whom a rule names and misses: nothing, where those that it names are what it is applied to. */
function deciding(placed: PlacedRule, appliedTo: Members | undefined): Members {
  const missing = appliedTo ? namedBy(placed).filter((id) => !appliedTo.ids.includes(id)) : [];
  return { ids: missing.length > 0 ? [...missing, ...appliedTo!.ids] : [], complete: true };
}

/** What a rule names at the ends at which it is enforced. */
function namedBy({ rule: { direction, sources, destinations } }: PlacedRule): readonly ObjectId[] {
  const ends = [...(direction === 'OUT' ? [] : [destinations]), ...(direction === 'IN' ? [] : [sources])];
  return [...new Set(ends.flatMap(({ groups, excluded }) => (excluded === true ? [] : groups.ids)))];
}

function refuted(view: FirewallView, place: AppliedRules, placed: PlacedRule, gaps: readonly Gap[], tags: readonly Premise[]): Verdict {
  const { policy, rule } = placed;
  const isPartial = gaps.every((gap) => gap.isPartial);
  const [outside, excluded] = [gaps.filter(({ isExcluded: alone }) => !alone), gaps.filter(({ isExcluded: alone }) => alone)];
  const entries = view.exclusions.filter((each) => excluded.some(({ vnic }) => excludes(view, each, vnic).is === 'yes'));
  const line = (label: string, those: readonly Gap[]) => (those.length > 0 ? [{ label, text: namesOf(those) }] : []);
  return {
    verdict: 'refuted',
    subject: place.subject,
    key: `gap:${rule.key}`,
    ...(isPartial && { severity: 'warning' as const }),
    premises: [...(entries.some(({ origin }) => origin !== 'owned') ? recordPremises(view) : []), ...tags],
    message: `${ruleText(policy, rule)} is not enforced on all that it names`,
    witness: [
      ...line('not applied to', outside),
      ...line('excluded', excluded),
      { label: 'applied to', text: scopeText(view, place.appliedTo) },
      ...(isPartial ? [{ label: 'all the same', text: 'it is enforced where the other end is one that it is applied to' }] : []),
    ],
    remedies: [...widenings(view, place, placed, outside), ...remediesFor(entries)],
  };
}

/** Of a segment that is named as a whole, its VMs are not told one by one. */
function namesOf(gaps: readonly Gap[]): string {
  const wholes = new Set(gaps.flatMap(({ vnic }) => (vnic.endpoint ? [] : [vnic.segment])));
  const shown = gaps.filter(({ vnic }) => !vnic.endpoint || !vnic.segment || !wholes.has(vnic.segment));
  return listed([...new Set(shown.map(({ vnic }) => vnicText(vnic)))], SHOWN);
}

const SHOWN = 4;

function scopeText({ groups, segments, endpoint }: FirewallView, appliedTo: Members | undefined): string {
  if (!appliedTo) return 'every vNIC';
  const nameOf = (id: ObjectId): string => {
    const object = groups.get(id) ?? segments.get(id) ?? endpoint.get(id)?.object;
    return object ? quotedName(object) : quoted(id);
  };
  return listed(appliedTo.ids.map(nameOf));
}

/** The named groups in the scope as well. A policy that drops everything where it is applied is not widened for one rule. */
function widenings(
  view: FirewallView,
  { appliedTo, policy, isByPolicy, rules }: AppliedRules,
  placed: PlacedRule,
  outside: readonly Gap[],
): Remedy[] {
  if (outside.length === 0 || !appliedTo) return [];
  const named = namedBy(placed);
  const missing = named.filter((id) => !appliedTo.ids.includes(id));
  const wider: Members = { ...appliedTo, ids: [...appliedTo.ids, ...missing] };
  const text = `${scopeText(view, { ids: missing, complete: true })} in what it is applied to`;
  if (!isByPolicy) return [{ text, mend: Mend.changeRule(policy, placed.rule.key, { appliedTo: wider }) }];
  if (rules.some((each) => mayDrop(each) && namesNobody(each)))
    return [{ text: `a policy of its own for the rule, applied to ${scopeText(view, { ids: named, complete: true })}` }];
  return [{ text, mend: Mend.change('securityPolicies', policy.id, { appliedTo: wider }) }];
}

function namesNobody({ rule: { sources, destinations } }: PlacedRule): boolean {
  return [sources, destinations].every(({ groups, addresses }) => groups.ids.length === 0 && addresses.items.length === 0);
}

/** Of an `ALLOW`, whether it allows anything. One that does is for other rules to judge. */
function allowing(view: FirewallView, enforcements: Enforcements, place: AppliedRules, placed: PlacedRule): Verdict[] {
  const used = enforcements.isUsed(placed);
  if (used.is === 'yes') return [];
  if (used.is === 'no') return [idle(view, place, placed)];
  return [
    {
      verdict: 'undecided',
      subject: place.subject,
      key: `idle:${placed.rule.key}`,
      premises: asksTags(view, deciding(placed, place.appliedTo)) ? tagPremises(view) : [],
      message: `whether ${ruleText(placed.policy, placed.rule)} allows what any that it is applied to sends or receives`,
      reason: doubtsText(used.doubts),
      decidedBy: 'literal groups, tags, names and networks of VMs',
    },
  ];
}

function idle(view: FirewallView, { subject, appliedTo }: AppliedRules, placed: PlacedRule): Verdict {
  const { policy, rule } = placed;
  return {
    verdict: 'refuted',
    subject,
    key: `idle:${rule.key}`,
    severity: 'warning',
    premises: asksTags(view, deciding(placed, appliedTo)) ? tagPremises(view) : [],
    message: `${ruleText(policy, rule)} allows what none that it is applied to sends or receives`,
    witness: [{ label: 'applied to', text: scopeText(view, appliedTo) }],
    remedies: [{ text: 'the groups that the rule names in what it is applied to, or no such rule' }],
  };
}
