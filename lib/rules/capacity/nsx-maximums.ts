import {
  indexOf,
  isUnknown,
  type Blocks,
  type Estate,
  type Field,
  type GatewayPolicy,
  type Group,
  type GroupExpression,
  type SecurityPolicy,
} from '../../estate';
import { CONDITIONS_PER_CRITERION, CRITERIA_PER_GROUP, DIRECT_MEMBERS_PER_GROUP, RULES_PER_POLICY, type Maximum } from '../../proofs/capacity';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, grouped, knownOnlyTo, quotedName } from '../wording';
import { firewallMaximums } from './firewall-maximums';

/** Published maximums of NSX. */
export function* nsxMaximums(estate: Estate): Iterable<Verdict> {
  const { securityPolicies, gatewayPolicies, groups } = estate.nsx;
  for (const policy of [...securityPolicies, ...gatewayPolicies]) if (isOurs(policy)) yield* rulesOf(estate, policy);
  for (const group of groups) if (isOurs(group)) yield* sizesOf(group);
  yield* firewallMaximums(estate);
}

function isOurs({ origin, instances }: SecurityPolicy | GatewayPolicy | Group): boolean {
  return origin === 'owned' && instances.high !== 0;
}

/** How many of something an object has; `open` says why there may be more. */
interface Counted {
  readonly object: SecurityPolicy | GatewayPolicy | Group;
  readonly attribute: string;
  /** `rules`, in "group `x` has more direct members than a group can have". */
  readonly what: string;
  readonly least: number;
  readonly open?: string;
  readonly maximum: Maximum;
}

function decide(kind: 'policy' | 'group', { object, attribute, what, least, open, maximum }: Counted): Verdict {
  const subject = subjectOf(object, attribute);
  const name = quotedName(object);
  if (least > maximum.value) {
    return {
      verdict: 'refuted',
      subject,
      key: what,
      message: `${kind} ${name} has more ${what} than it can have`,
      witness: [
        { label: 'configured', text: `${open === undefined ? '' : 'at least '}${grouped(least)}` },
        { label: 'maximum', text: `${grouped(maximum.value)} (${maximum.source})` },
      ],
      remedies: [{ text: `${count(Math.ceil(least / maximum.value), kind, kind === 'policy' ? 'policies' : 'groups')} instead of one` }],
    };
  }
  if (open === undefined) return { verdict: 'proved', subject };
  return { verdict: 'undecided', subject, key: what, message: `number of ${what} of ${kind} ${name}`, reason: open, decidedBy: 'literal blocks' };
}

/** Rules that stand in the entry of a policy. One with an entry of its own is no block of it. */
function* rulesOf(estate: Estate, policy: SecurityPolicy | GatewayPolicy): Iterable<Verdict> {
  if (indexOf(estate).entryOf(policy)?.type === 'nsxt_policy_parent_security_policy') return;
  const own = policy.rules.items.filter(({ id }) => id === policy.id);
  const open = openIn(policy.rules);
  yield decide('policy', {
    object: policy,
    attribute: 'rule',
    what: 'rules',
    least: own.length,
    maximum: RULES_PER_POLICY,
    ...(open !== undefined && { open }),
  });
}

function openIn(blocks: Pick<Blocks<unknown>, 'complete' | 'unknown'>): string | undefined {
  if (blocks.complete) return undefined;
  return blocks.unknown ? `how many there are is ${knownOnlyTo(blocks.unknown)}` : 'not all of them are shown';
}

function* sizesOf(group: Group): Iterable<Verdict> {
  const { terms } = group.expression;
  const verdicts = [
    ...members(group),
    ...terms.items.flatMap((term, i) => (term.kind === 'nested' ? conditions(group, term.expression, i) : [])),
    decide('group', {
      object: group,
      attribute: 'criteria',
      what: 'criteria of conditions',
      least: terms.items.filter(({ kind }) => kind === 'condition' || kind === 'nested').length,
      maximum: CRITERIA_PER_GROUP,
      ...openOf(terms),
    }),
  ];
  const failed = verdicts.filter(({ verdict }) => verdict !== 'proved');
  // A group of which a token says the criteria is told once.
  const isToken = !terms.complete && failed.every(({ verdict }) => verdict === 'undecided');
  yield* isToken ? failed.slice(-1) : failed.length > 0 ? failed : [{ verdict: 'proved' as const, subject: subjectOf(group) }];
}

function openOf(blocks: Pick<Blocks<unknown>, 'complete' | 'unknown'>): { open?: string } {
  const open = openIn(blocks);
  return open === undefined ? {} : { open };
}

/** Objects that it names one by one: by path, or VMs by their external ids. */
function members(group: Group): Verdict[] {
  const { terms } = group.expression;
  const named = terms.items.flatMap((term) =>
    term.kind === 'paths'
      ? [{ ids: term.members.ids, ...openOf(term.members) }]
      : term.kind === 'external-ids'
        ? [{ ids: term.ids.items, ...openOf(term.ids) }]
        : [],
  );
  const ids = named.flatMap((each): readonly Field<string>[] => each.ids);
  const known = new Set(ids.filter((id) => !isUnknown(id))).size;
  const hidden = ids.filter(isUnknown);
  const isNear = hidden.length > 0 && known + hidden.length > DIRECT_MEMBERS_PER_GROUP.value;
  const open =
    openIn(terms) ?? named.find((each) => each.open !== undefined)?.open ?? (isNear ? `which VM one is is ${knownOnlyTo(hidden[0]!)}` : undefined);
  return [
    decide('group', {
      object: group,
      attribute: 'criteria',
      what: 'direct members',
      least: known,
      maximum: DIRECT_MEMBERS_PER_GROUP,
      ...(open !== undefined && { open }),
    }),
  ];
}

function conditions(group: Group, { terms }: GroupExpression, i: number): Verdict[] {
  return [
    decide('group', {
      object: group,
      attribute: `criteria.${i}.condition`,
      what: 'conditions in one criterion',
      least: terms.items.length,
      maximum: CONDITIONS_PER_CRITERION,
      ...openOf(terms),
    }),
  ];
}
