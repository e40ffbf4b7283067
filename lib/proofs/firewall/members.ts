import { isUnknown, type Group, type GroupExpression, type GroupTerm, type Members, type ObjectId } from '../../estate';
import { all, answer, any, maybe, named, NO, told, YES, type Answer, type Doubt } from './answer';
import { kindOf, meets } from './condition';
import type { Endpoint, Vnic } from './endpoints';
import { reaches } from './spaces';
import type { FirewallView } from './view';

/** What is a member of a group for certain, and what may be. */
export interface GroupMembers {
  readonly endpoints: Bounds;
  /** Segments all of whose vNICs are members, whatever VM they are of. */
  readonly segments: Bounds;
  /** Why the two differ. */
  readonly doubts: readonly Doubt[];
}

export interface Bounds {
  readonly must: ReadonlySet<ObjectId>;
  readonly may: ReadonlySet<ObjectId>;
}

/**
 * The members of a group among the VMs and segments that the estate knows. A VM is a member by itself or by a segment that one of
 * its vNICs is on. What a group holds of addresses has no vNIC.
 */
export function membersOf(view: FirewallView, group: ObjectId): GroupMembers {
  const doubts: Doubt[] = [];
  const bounds = (answers: Iterable<readonly [ObjectId, Answer]>): Bounds => {
    const [must, may] = [new Set<ObjectId>(), new Set<ObjectId>()];
    for (const [id, given] of answers) {
      if (given.is === 'yes') must.add(id);
      if (given.is !== 'no') may.add(id);
      doubts.push(...given.doubts);
    }
    return { must, may };
  };
  return {
    endpoints: bounds(view.endpoints.map((endpoint) => [endpoint.id, any(vnicsOf(view, endpoint).map((vnic) => isMember(view, group, vnic)))])),
    segments: bounds([...view.segments.values()].map((segment) => [segment.id, isMember(view, group, { segment })])),
    doubts,
  };
}

/** The vNICs of a VM as far as they are known: one for each network, and one where more may be. */
export function vnicsOf(view: FirewallView, endpoint: Endpoint): readonly Vnic[] {
  const on = endpoint.segments.ids.map((id): Vnic => {
    const segment = view.segments.get(id);
    return segment ? { endpoint, segment } : { endpoint };
  });
  return endpoint.elsewhere === 'no' && on.length > 0 ? on : [...on, { endpoint }];
}

/** Whether a vNIC is a member of a group. */
export function isMember(view: FirewallView, group: ObjectId, vnic: Vnic): Answer {
  return inGroup(view, group, vnic, new Set());
}

/** Whether a vNIC is one of some objects, or belongs to one: a group, a segment, a VM. */
export function isAmong(view: FirewallView, { ids, complete, unknown }: Members, vnic: Vnic): Answer {
  return amongThese(view, { ids, complete, ...(unknown && { unknown }) }, vnic, new Set());
}

function amongThese(view: FirewallView, { ids, complete, unknown }: Members, vnic: Vnic, above: ReadonlySet<ObjectId>): Answer {
  return any([...ids.map((id) => isOf(view, id, vnic, above)), ...(complete ? [] : [maybe('which objects are named', unknown)])]);
}

function isOf(view: FirewallView, id: ObjectId, vnic: Vnic, above: ReadonlySet<ObjectId>): Answer {
  if (view.groups.has(id)) return inGroup(view, id, vnic, above);
  const segment = view.segments.get(id);
  if (segment) return onSegment(segment.id, vnic);
  const endpoint = view.endpoint.get(id);
  if (endpoint) return answer(vnic.endpoint?.id === endpoint.id);
  return maybe(`what \`${id}\` is`);
}

function onSegment(id: ObjectId, vnic: Vnic): Answer {
  if (vnic.segment?.id === id) return YES;
  const segments = vnic.segment ? undefined : vnic.endpoint?.segments;
  return segments && !segments.complete ? maybe('which network a VM is on', segments.unknown) : NO;
}

/** @param above groups that this is looked at for: one that holds itself has no members by that */
function inGroup(view: FirewallView, id: ObjectId, vnic: Vnic, above: ReadonlySet<ObjectId>): Answer {
  const group = view.groups.get(id);
  if (!group) return maybe(`what group \`${id}\` holds`);
  if (above.has(id)) return NO;
  const within = new Set([...above, id]);
  return asRecorded(group, vnic, inExpression(view, group, group.expression, vnic, within));
}

/** What a record says of who was a member when it was taken. It knows nothing of the app's own VMs and groups. */
function asRecorded({ origin, recordedMembers }: Group, { endpoint }: Vnic, byExpression: Answer): Answer {
  if (!recordedMembers || !endpoint || origin !== 'surroundings' || endpoint.object.origin !== 'surroundings') return byExpression;
  const isListed = recordedMembers.items.some(({ machine }) => machine !== null && endpoint.ids.includes(machine));
  if (isListed) return YES;
  return recordedMembers.complete && byExpression.is === 'maybe' ? NO : byExpression;
}

function inExpression(view: FirewallView, group: Group, { terms, operators }: GroupExpression, vnic: Vnic, above: ReadonlySet<ObjectId>): Answer {
  const answers = terms.items.map((term) => byTerm(view, group, term, vnic, above));
  const known = joined(terms.items, answers, operators);
  // A further term may add members, or by an AND take some away.
  return terms.complete ? known : maybe(`what group ${named(group)} holds`, terms.unknown);
}

function byTerm(view: FirewallView, group: Group, term: GroupTerm, vnic: Vnic, above: ReadonlySet<ObjectId>): Answer {
  switch (term.kind) {
    case 'condition':
      return all([reaches(view, group, vnic), meets(term, vnic)]);
    case 'paths':
      return amongThese(view, term.members, vnic, above);
    case 'external-ids':
      return byExternalId(term, vnic);
    case 'nested':
      return inExpression(view, group, term.expression, vnic, above);
    case 'addresses':
    case 'mac-addresses':
    case 'identities':
      return NO;
  }
}

function byExternalId({ memberType, ids }: Extract<GroupTerm, { kind: 'external-ids' }>, { endpoint }: Vnic): Answer {
  if (ids.complete && ids.items.length === 0) return NO;
  return told(memberType, 'what external ids are of', (type) => {
    if (type === 'VirtualNetworkInterface') return maybe('which vNICs have the external ids of a group');
    if (type !== 'VirtualMachine') return NO;
    const about = `which external id ${endpoint ? `VM ${named(endpoint.object)} has` : 'other VMs on the network have'}`;
    if (!endpoint || endpoint.externalId === null) return maybe(about);
    return told(endpoint.externalId, about, (own) =>
      any([
        ...ids.items.map((id) => told(id, 'which external id a group names', (text) => text === own)),
        ...(ids.complete ? [] : [maybe('which external ids a group names', ids.unknown)]),
      ]),
    );
  });
}

/**
 * Terms with their operators. How an AND beside an OR binds is not documented: where from left to right and AND before OR differ,
 * nobody can say. Nor can anybody where an AND joins kinds that NSX documents no AND for.
 */
export function joined(terms: readonly GroupTerm[], answers: readonly Answer[], operators: GroupExpression['operators']): Answer {
  const [first] = answers;
  if (!first) return NO;
  const rest = answers.slice(1).map((given, i) => ({ given, operator: operators[i], i }));
  const plain = rest.filter(({ operator }) => operator === undefined || isUnknown(operator));
  if (plain.length > 0) {
    const [every, some] = [all(answers), any(answers)];
    return every.is === some.is ? every : maybe('how the terms of a group are joined', plain[0]!.operator as never);
  }
  let fromLeft = first;
  const groups: Answer[][] = [[first]];
  let mixed = false;
  for (const { given, operator, i } of rest) {
    if (operator === 'AND') {
      fromLeft = all([fromLeft, given]);
      groups.at(-1)!.push(given);
      mixed ||= kindOf(terms[i]!) !== kindOf(terms[i + 1]!);
    } else {
      fromLeft = any([fromLeft, given]);
      groups.push([given]);
    }
  }
  const andFirst = any(groups.map((each) => all(each)));
  if (fromLeft.is !== andFirst.is) return maybe('how NSX reads AND beside OR');
  return mixed && fromLeft.is === 'yes' ? maybe('what an AND between members of two kinds means') : fromLeft;
}
