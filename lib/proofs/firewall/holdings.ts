import { isUnknown, type Blocks, type Field, type GroupExpression, type GroupTerm, type Members, type ObjectId } from '../../estate';
import { answer, any, maybe, NO, told, YES, type Answer } from './answer';
import { joined } from './members';
import type { FirewallView } from './view';

/** What a term of a group says by itself; undefined for one that leads to other groups. */
type Leaf = (term: Exclude<GroupTerm, { kind: 'paths' | 'nested' }>) => Answer;

/** What is no group: a segment, a VM, or what nobody knows. */
type Other = (id: ObjectId) => Answer;

/**
 * Whether some objects can have a vNIC among them, whatever VMs there are. What holds addresses, users of a directory or nothing has none,
 * so that a rule that is applied to it is enforced nowhere.
 */
export function canHoldVnics(view: FirewallView, members: Members): Answer {
  return holds(view, members, ofVnics, (id) => (view.segments.has(id) || view.endpoint.has(id) ? YES : maybe(`what \`${id}\` is`)));
}

function ofVnics(term: Parameters<Leaf>[0]): Answer {
  switch (term.kind) {
    case 'condition':
      return told(term.memberType, 'what kind of member a condition asks for', (type) => {
        if (OF_ADDRESSES.has(type)) return NO;
        return OF_VNICS.has(type) ? YES : maybe(`where a rule is enforced that is applied to members of kind \`${type}\``);
      });
    case 'external-ids':
      return answer(!term.ids.complete || term.ids.items.length > 0);
    case 'addresses':
    case 'mac-addresses':
    case 'identities':
      return NO;
  }
}

const OF_ADDRESSES: ReadonlySet<string> = new Set(['IPSet', 'IPAddress']);
const OF_VNICS: ReadonlySet<string> = new Set(['VirtualMachine', 'Segment', 'SegmentPort', 'VpcSubnet', 'VpcSubnetPort']);

/** Whether some objects hold addresses, which need be of no VM. */
export function holdsAddresses(view: FirewallView, members: Members): Answer {
  return holds(view, members, ofAddresses, (id) => (view.segments.has(id) || view.endpoint.has(id) ? NO : maybe(`what \`${id}\` is`)));
}

function ofAddresses(term: Parameters<Leaf>[0]): Answer {
  if (term.kind === 'addresses') return areSome(term.addresses);
  if (term.kind !== 'condition') return NO;
  return told(term.memberType, 'what kind of member a condition asks for', (type) =>
    OF_ADDRESSES.has(type) ? maybe('which addresses a condition finds') : NO,
  );
}

function areSome({ items, complete, unknown }: Blocks<Field<string>>): Answer {
  if (items.length > 0) return YES;
  return complete ? NO : maybe('which addresses a group holds', unknown);
}

/** Whether who belongs to some objects is told by tags. */
export function asksTags(view: FirewallView, members: Members): boolean {
  const isTag: Leaf = (term) => answer(term.kind === 'condition' && (isUnknown(term.key) || term.key === 'Tag'));
  return holds(view, members, isTag, () => NO, any).is === 'yes';
}

/** @param join how the terms of a group make its answer. @default - as NSX joins them */
function holds(view: FirewallView, members: Members, leaf: Leaf, other: Other, join?: (answers: readonly Answer[]) => Answer): Answer {
  const of = ({ ids, complete, unknown }: Members, above: ReadonlySet<ObjectId>): Answer =>
    any([...ids.map((id) => ofObject(id, above)), ...(complete ? [] : [maybe('which objects are named', unknown)])]);
  const ofObject = (id: ObjectId, above: ReadonlySet<ObjectId>): Answer => {
    const group = view.groups.get(id);
    if (!group) return other(id);
    return above.has(id) ? NO : ofExpression(group.expression, new Set([...above, id]));
  };
  const ofExpression = ({ terms, operators }: GroupExpression, above: ReadonlySet<ObjectId>): Answer => {
    const answers = terms.items.map((term) => {
      if (term.kind === 'paths') return of(term.members, above);
      return term.kind === 'nested' ? ofExpression(term.expression, above) : leaf(term);
    });
    const known = join ? join(answers) : joined(terms.items, answers, operators);
    return terms.complete ? known : any([known, maybe('which terms a group has', terms.unknown)]);
  };
  return of(members, new Set());
}
