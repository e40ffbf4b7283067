import { isUnknown, type GroupTerm, type Members } from '../../estate';
import { all, answer, any, asksTags, canHoldVnics, NO, YES, type Answer, type Enforcements, type FirewallView } from '../../proofs/firewall';
import type { Ternary } from '../../units';
import type { Evidence, Verdict } from '../verdict';
import { listed, quoted, quotedName } from '../wording';
import { doubtsText, recordPremises, tagPremises, whyOpen } from './firewall-words';
import { mayDrop, type AppliedRules } from './own-policies';

/** Whether rules are enforced anywhere, and what there is to say of it. */
export interface Somewhere {
  readonly is: Ternary;
  readonly verdict: Verdict;
}

/**
 * Whether rules are applied to something that has a vNIC. What holds addresses, users or nothing has none, whoever comes; that nobody the
 * estate knows is in a group by tags or names is milder, since a VM of the next run may be. A rule that only allows does no harm
 * where it is not enforced: what it was for is dropped, which a declared flow tells.
 */
export function appliedSomewhere(view: FirewallView, enforcements: Enforcements, place: AppliedRules, appliedTo: Members): Somewhere {
  const { subject, name, key, rules } = place;
  const about = { subject, key: `applied-to:${key}` };
  const message = `whether ${name} is enforced anywhere`;
  const isThere = any(rules.map((placed) => placed.isThere));
  const can = canHoldVnics(view, appliedTo);
  const empty = appliedTo.ids.filter((id) => canHoldVnics(view, { ids: [id], complete: true }).is === 'no');
  const among = can.is === 'no' ? NO : any([enforcements.isSomewhere(appliedTo), wasSomewhere(view, appliedTo)]);
  const tags = asksTags(view, appliedTo) ? tagPremises(view) : [];
  if (among.is === 'yes') {
    const isVoid = empty.length > 0 && isThere.is === 'yes';
    return { is: 'yes', verdict: isVoid ? partlyVoid(view, place, empty) : { verdict: 'proved', subject, premises: tags } };
  }
  const doubts = among.is === 'maybe' ? among.doubts : all([isThere, can.is === 'no' ? YES : can]).doubts;
  if (doubts.length > 0) return { is: 'maybe', verdict: { ...about, verdict: 'undecided', message, reason: doubtsText(doubts), decidedBy: LITERAL } };
  const open = can.is === 'no' ? undefined : whyOpen(view, 'VMs and tags');
  if (open) return { is: 'maybe', verdict: { ...about, verdict: 'undecided', message, ...open } };
  const isMild = can.is !== 'no' || !rules.some(mayDrop);
  return {
    is: 'no',
    verdict: {
      ...about,
      ...(isMild && { severity: 'warning' as const }),
      verdict: 'refuted',
      premises: can.is === 'no' ? [] : [...recordPremises(view), ...tags],
      message: `${name} is enforced nowhere: ${can.is === 'no' ? 'nothing that it is applied to has a vNIC' : 'nobody is in what it is applied to'}`,
      witness: appliedTo.ids.map((id) => emptyText(view, id)),
      remedies: [
        can.is === 'no'
          ? { text: 'a group of VMs, segments or ports as what it is applied to' }
          : { text: 'VMs with the tags or names that the group asks for, or a group by those that they have' },
      ],
    },
  };
}

/** A record may list VMs as members that are no VM of the estate. */
function wasSomewhere({ groups }: FirewallView, { ids }: Members): Answer {
  return answer(
    ids.some((id) => groups.get(id)?.recordedMembers?.items.some(({ kind, machine }) => kind === 'machine' && machine === null) === true),
  );
}

const LITERAL = 'literal groups, tags and names';

/** NSX enforces it on the others that it is applied to. */
function partlyVoid(view: FirewallView, { subject, key, name }: AppliedRules, empty: readonly string[]): Verdict {
  return {
    subject,
    key: `applied-to:${key}`,
    severity: 'warning',
    verdict: 'refuted',
    message: `part of what ${name} is applied to has no vNIC`,
    witness: empty.map((id) => emptyText(view, id)),
    remedies: [{ text: 'a group of VMs, segments or ports in its place, or nothing' }],
  };
}

function emptyText(view: FirewallView, id: string): Evidence {
  const group = view.groups.get(id);
  if (!group) return { label: 'applied to', text: quoted(id) };
  const held = [...new Set(group.expression.terms.items.map(heldText))];
  return { label: 'applied to', text: `group ${quotedName(group)}, which holds ${held.length === 0 ? 'nothing' : `only ${listed(held)}`}` };
}

function heldText(term: GroupTerm): string {
  switch (term.kind) {
    case 'addresses':
      return 'addresses';
    case 'mac-addresses':
      return 'MAC addresses';
    case 'identities':
      return 'users of a directory';
    case 'paths':
    case 'nested':
      return 'groups in which nobody is';
    case 'external-ids':
      return 'ids that no VM of the estate has';
    case 'condition': {
      const { memberType, key, operator, value } = term;
      const parts = [key, operator, value].map((each) => (isUnknown(each) ? '?' : each));
      return `what has ${quoted(parts.join(' '))}, as no ${memberType === 'VirtualMachine' ? 'VM' : quoted(String(memberType))} of the estate has`;
    }
  }
}
