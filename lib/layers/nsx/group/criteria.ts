import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { NSX_GROUP, SEGMENT } from '../../kind';
import { checkKindHere } from '../connection';
import { checkOfSpace } from '../space';
import { addressVersion } from './address-texts';
import type { GroupCondition } from './condition';
import type { GroupMembers, GroupTerm } from './group-members';
import type { Machines } from './machine-set';

/** An expression as a resource takes it. */
export interface Criteria {
  readonly criteria?: Criterion[];
  readonly conjunction?: { readonly operator: 'OR' }[];
}

interface Criterion {
  readonly condition?: GroupCondition[];
  readonly pathExpression?: { readonly memberPaths: string[] };
  readonly ipaddressExpression?: { readonly ipAddresses: string[] };
  readonly macaddressExpression?: { readonly macAddresses: string[] };
  readonly externalIdExpression?: { readonly memberType: string; readonly externalIds: string[] }[];
}

/** Tags machines, and says what the condition is that tells them. */
type TagMachines = (machines: readonly Machines[]) => GroupCondition;

/** How many criteria of conditions NSX takes in a group (its API, `Group`, `expression`). */
const MOST_CRITERIA = 5;

/**
 * An expression as a resource takes it: what is joined by `and` in one criterion, and an `OR` between any two of them. NSX does not say
 * which of AND and OR it applies first between criteria, and so nothing hangs on it. Members of one kind are put together, since NSX
 * wants a single list of addresses in a group.
 */
export function criteriaOf(group: IConstruct, members: GroupMembers, tagMachines: TagMachines): Criteria {
  const alone = members._alternatives.flatMap((terms) => (terms.length === 1 ? terms : []));
  const conditions = conditionsOf(members, tagMachines);
  if (conditions.length > MOST_CRITERIA) {
    throw new ConstructError(
      group,
      `NSX takes at most ${MOST_CRITERIA} criteria of conditions in a group, got ${conditions.length}; put some of them into a group of its own, and that into this one with \`GroupMembers.of(...)\``,
    );
  }
  const criteria: Criterion[] = [
    ...conditions.map((condition) => ({ condition })),
    ...some(alone.flatMap((term) => pathsOf(group, term))).map((memberPaths) => ({ pathExpression: { memberPaths } })),
    ...addressSets(alone.flatMap((term) => (term.kind === 'addresses' ? term.addresses : []))).map((ipAddresses) => ({
      ipaddressExpression: { ipAddresses },
    })),
    ...some(alone.flatMap((term) => (term.kind === 'macs' ? term.addresses : []))).map((macAddresses) => ({
      macaddressExpression: { macAddresses },
    })),
    ...externalIds(alone),
  ];
  if (criteria.length === 0) return {};
  return { criteria, ...(criteria.length > 1 && { conjunction: criteria.slice(1).map(() => ({ operator: 'OR' as const })) }) };
}

/** The criteria of conditions, each once. Machines that stand alone have one tag in common, whatever their number. */
function conditionsOf(members: GroupMembers, tagMachines: TagMachines): GroupCondition[][] {
  const criteria: GroupCondition[][] = [];
  const machines: Machines[] = [];
  for (const terms of members._alternatives) {
    if (terms.length === 1 && terms[0]!.kind === 'machines') {
      machines.push(terms[0]!.machines);
    } else if (terms.every((term) => term.kind === 'condition' || term.kind === 'machines')) {
      criteria.push(terms.map((term) => (term.kind === 'condition' ? term.condition : tagMachines([term.machines]))));
    }
  }
  if (machines.length > 0) criteria.push([tagMachines([...new Set(machines)])]);
  return [
    ...new Map(
      criteria.map((each) => [
        each
          .map((one) => JSON.stringify(one))
          .sort()
          .join(),
        each,
      ]),
    ).values(),
  ];
}

function pathsOf(group: IConstruct, term: GroupTerm): readonly string[] {
  if (term.kind === 'paths') return term.paths;
  if (term.kind !== 'objects') return [];
  return term.objects.map((each) => {
    const path =
      'groupPath' in each ? checkKindHere(group, 'members', each, NSX_GROUP).groupPath : checkKindHere(group, 'members', each, SEGMENT).segmentPath;
    checkOfSpace(group, 'one of the members', each, path);
    return path;
  });
}

/** One list of each version of IP: NSX takes no other. Tokens, whose version nobody knows yet, go with what there is of one version. */
function addressSets(addresses: readonly string[]): string[][] {
  const of = (version: 4 | 6 | undefined): string[] => addresses.filter((address) => addressVersion(address) === version);
  const [four, six, unknown] = [of(4), of(6), of(undefined)];
  if (four.length > 0 && six.length > 0) return [four, six, unknown].flatMap(some);
  return some([...four, ...six, ...unknown]);
}

function externalIds(terms: readonly GroupTerm[]): Criterion[] {
  const byType = new Map<string, string[]>();
  for (const term of terms) {
    if (term.kind === 'external-ids') byType.set(term.type, [...(byType.get(term.type) ?? []), ...term.ids]);
  }
  return [...byType].map(([memberType, ids]) => ({ externalIdExpression: [{ memberType, externalIds: [...new Set(ids)] }] }));
}

/** A list of one list, each of its texts once; of none where it is empty. */
function some(texts: readonly string[]): string[][] {
  return texts.length === 0 ? [] : [[...new Set(texts)]];
}
