import fc from 'fast-check';
import type { Group, ObjectId, PortGroup, SecurityPolicy, VirtualMachine } from '../../../lib/estate';
import { canHoldVnics, Enforcements, holdsAddresses, rulesInOrder, viewOf, type FirewallView } from '../../../lib/proofs/firewall';
import { Interval } from '../../../lib/units';
import { aMachine, anEstate, type EstateParts } from '../../support/estate';
import {
  aCondition,
  aDrop,
  aGroup,
  all,
  anExclusion,
  anNsxMachine,
  aSecurityPolicy,
  aSegment,
  aTag,
  joined,
  MANAGER,
  members,
  openMembers,
  peers,
  some,
} from '../../support/nsx';

const SEGMENTS = ['s1', 's2', 's3'].map((name) => aSegment(name));
const TAGS = ['a', 'b'];
const BY_TAG = TAGS.map((tag) => aGroup(`tag-${tag}`, aCondition('Tag', 'EQUALS', `t|${tag}`)));
const BY_SEGMENT = SEGMENTS.map((segment) => aGroup(`on-${String(segment.name)}`, { kind: 'paths', members: members(segment) }));
const ADDRESSES = aGroup('addresses', { kind: 'addresses', addresses: all('10.0.0.0/8') });
const GROUPS: readonly Group[] = [...BY_TAG, ...BY_SEGMENT, ADDRESSES];

interface Vm {
  readonly on: readonly number[];
  readonly tags: readonly string[];
}

interface Case {
  readonly vms: readonly Vm[];
  readonly scope: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly notFrom: boolean;
  readonly notTo: boolean;
  readonly excluded: readonly number[];
  readonly direction: 'IN' | 'OUT' | 'IN_OUT';
}

/** What is on the network: VMs by number, undefined for one that nobody knows; outside has no segment. */
interface Place {
  readonly vm?: number;
  readonly on?: number;
}

const groups = fc.uniqueArray(fc.nat({ max: GROUPS.length - 1 }), { maxLength: 2 });
const cases = fc.record<Case>({
  vms: fc.array(fc.record({ on: fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1, maxLength: 2 }), tags: fc.subarray(TAGS) }), { maxLength: 4 }),
  scope: groups,
  from: groups,
  to: groups,
  notFrom: fc.boolean(),
  notTo: fc.boolean(),
  excluded: fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 1 }),
  direction: fc.constantFrom('IN', 'OUT', 'IN_OUT'),
});

function viewAndRule({ vms, scope, from, to, notFrom, notTo, excluded, direction }: Case): readonly [FirewallView, Enforcements] {
  const machines = vms.map(({ on }, i): VirtualMachine => aMachine(`vm-${i}`, undefined, { networks: on.map((each) => SEGMENTS[each]!.id) }));
  const side = (those: readonly number[], isNot: boolean) => ({ ...peers(...those.map((i) => GROUPS[i]!)), excluded: isNot });
  const rule = aDrop('deny', { sources: side(from, notFrom), destinations: side(to, notTo), direction });
  const policy = aSecurityPolicy('fw', [rule], { appliedTo: members(...scope.map((i) => GROUPS[i]!)) });
  const nsx: EstateParts['nsx'] = {
    segments: SEGMENTS,
    groups: GROUPS,
    nsxMachines: vms.map(({ tags }, i) => anNsxMachine(`tags-${i}`, { machine: machines[i]!.id, tags: all(...tags.map((tag) => aTag('t', tag))) })),
    firewallExclusions: excluded.flatMap((i) => (machines[i] ? [anExclusion('off', machines[i])] : [])),
    securityPolicies: [policy],
  };
  const view = viewOf(anEstate({ machines, nsx, portGroups: [] as readonly PortGroup[] }), MANAGER);
  return [view, new Enforcements(view)];
}

/** The naive version: every pair of places, asked one by one whether the rule is for it and whether it meets the rule. */
function naiveGaps({ vms, scope, from, to, notFrom, notTo, excluded, direction }: Case): string[] {
  const inGroup = (i: number, { vm, on }: Place): boolean => {
    if (i < TAGS.length) return vm !== undefined && vms[vm]!.tags.includes(TAGS[i]!);
    return i < TAGS.length + SEGMENTS.length && on === i - TAGS.length;
  };
  const isOutside = ({ on }: Place): boolean => on === undefined;
  const addresses = GROUPS.length - 1;
  const isNamed = (those: readonly number[], place: Place): boolean =>
    isOutside(place) ? those.includes(addresses) : those.some((i) => inGroup(i, place));
  /** A VM that nobody knows may have any tag. */
  const mayBeIn = (i: number, place: Place): boolean => inGroup(i, place) || (place.vm === undefined && i < TAGS.length);
  const isOpen = (those: readonly number[], isNot: boolean): boolean => isNot || those.length === 0;
  const acts = (place: Place): boolean =>
    !isOutside(place) && !(place.vm !== undefined && excluded.includes(place.vm)) && (scope.length === 0 || scope.some((i) => mayBeIn(i, place)));
  const strangers = SEGMENTS.flatMap((_, on): Place[] => [{ on }, { on }]);
  const here: Place[] = [...vms.flatMap(({ on }, vm) => on.map((each): Place => ({ vm, on: each }))), ...strangers];
  const matches = (those: readonly number[], isNot: boolean, place: Place): boolean => isOpen(those, isNot) || isNamed(those, place);
  const found = new Set<string>();
  const tell = (place: Place): void => void found.add(`${place.vm ?? '-'}@${place.on}`);
  for (const place of here) {
    if (direction !== 'OUT' && !isOpen(to, notTo) && isNamed(to, place) && !acts(place)) {
      const senders = [...here, {}].filter((other) => other !== place && (other.vm === undefined || other.vm !== place.vm));
      const isMissed = (sender: Place): boolean => matches(from, notFrom, sender) && !acts(sender);
      if (direction === 'IN' || isOpen(from, notFrom) || senders.some(isMissed)) tell(place);
    }
    if (direction !== 'IN' && !isOpen(from, notFrom) && isNamed(from, place) && !acts(place)) {
      const receivers = [...here, {}].filter((other) => other !== place && (other.vm === undefined || other.vm !== place.vm));
      const isMissed = (receiver: Place): boolean => matches(to, notTo, receiver) && !acts(receiver);
      if (direction === 'OUT' || isOpen(to, notTo) || receivers.some(isMissed)) tell(place);
    }
  }
  return [...found].sort();
}

function gapsOf(given: Case): { readonly certain: string[]; readonly open: number } {
  const [view, enforcements] = viewAndRule(given);
  const { gaps } = enforcements.ofDrop(rulesInOrder(view)[0]!);
  const certain = gaps.filter(({ is }) => is.is === 'yes');
  const key = ({ vnic: { endpoint, segment } }: (typeof gaps)[number]): string =>
    `${endpoint ? String(endpoint.name).slice(3) : '-'}@${SEGMENTS.findIndex(({ id }) => id === segment?.id)}`;
  return { certain: [...new Set(certain.map(key))].sort(), open: gaps.length - certain.length };
}

describe('what a rule that drops leaves out', () => {
  test('is what asking every pair of places tells', () => {
    fc.assert(
      fc.property(cases, (given) => {
        expect(gapsOf(given)).toEqual({ certain: naiveGaps(given), open: 0 });
      }),
      { numRuns: 600 },
    );
  });

  test('grows no smaller as it is applied to less', () => {
    fc.assert(
      fc.property(cases, fc.nat({ max: GROUPS.length - 1 }), (given, more) => {
        fc.pre(given.scope.length > 0);
        const wider = gapsOf({ ...given, scope: [...new Set([...given.scope, more])] }).certain;
        expect(gapsOf(given).certain).toEqual(expect.arrayContaining(wider));
      }),
    );
  });

  test('is nothing where it is applied to everything and nobody is excluded', () => {
    fc.assert(fc.property(cases, (given) => expect(gapsOf({ ...given, scope: [], excluded: [] }).certain).toEqual([])));
  });

  test('is certain only of what is there', () => {
    const given: Case = { vms: [], scope: [2], from: [], to: [3], notFrom: false, notTo: false, excluded: [], direction: 'IN' };
    const [view] = viewAndRule(given);
    const perhaps = { ...SEGMENTS[1]!, instances: { low: 0, high: 1 } };
    const open = { ...view, segments: new Map([...view.segments, [perhaps.id, perhaps]]) };
    expect(new Enforcements(open).ofDrop(rulesInOrder(open)[0]!).gaps.map(({ is }) => is.is)).toEqual(['maybe']);
    expect(gapsOf(given).certain).toEqual(['-@1']);
  });
});

describe('what a group can hold', () => {
  const inGroup = (group: Group, more: readonly Group[] = []): readonly string[] => {
    const estate = anEstate({ nsx: { groups: [group, ...more], segments: SEGMENTS } });
    const view = viewOf(estate, MANAGER);
    return [canHoldVnics(view, members(group)).is, holdsAddresses(view, members(group)).is];
  };
  const address = ADDRESSES.expression.terms.items[0]!;
  const tag = aCondition('Tag', 'EQUALS', 't|a');
  const of = (...ids: readonly ObjectId[]) => ({ kind: 'paths' as const, members: members(...ids) });
  const itself = aGroup('itself');

  test.each<[string, Group, readonly string[]]>([
    ['nothing', aGroup('g'), ['no', 'no']],
    ['addresses', aGroup('g', address), ['no', 'yes']],
    ['no address', aGroup('g', { kind: 'addresses', addresses: all() }), ['no', 'no']],
    ['addresses of a token', aGroup('g', { kind: 'addresses', addresses: some() }), ['no', 'maybe']],
    ['MAC addresses', aGroup('g', { kind: 'mac-addresses', addresses: all('00:50:56:00:00:01') }), ['no', 'no']],
    ['users', aGroup('g', { kind: 'identities' }), ['no', 'no']],
    ['VMs by a tag', aGroup('g', tag), ['yes', 'no']],
    ['segments by a tag', aGroup('g', aCondition('Tag', 'EQUALS', 't|a', 'Segment')), ['yes', 'no']],
    ['sets of addresses by a tag', aGroup('g', aCondition('Tag', 'EQUALS', 't|a', 'IPSet')), ['no', 'maybe']],
    ['pods', aGroup('g', aCondition('Tag', 'EQUALS', 't|a', 'Pod')), ['maybe', 'no']],
    ['VMs by ids', aGroup('g', { kind: 'external-ids', memberType: 'VirtualMachine', ids: all('x') }), ['yes', 'no']],
    ['either', aGroup('g', joined('OR', address, tag)), ['yes', 'yes']],
    ['both at once', aGroup('g', joined('AND', address, tag)), ['no', 'no']],
    ['a segment', aGroup('g', of(SEGMENTS[0]!.id)), ['yes', 'no']],
    ['a group', aGroup('g', of(ADDRESSES.id)), ['no', 'yes']],
    ['itself', { ...itself, expression: joined('OR', of(itself.id)) }, ['no', 'no']],
    ['what nobody knows', aGroup('g', of('site/gone')), ['maybe', 'maybe']],
    ['an expression within', aGroup('g', { kind: 'nested', expression: joined('OR', tag) }), ['yes', 'no']],
    ['terms of a token', aGroup('g', { terms: some(address), operators: [] }), ['maybe', 'yes']],
    ['members of a token', aGroup('g', { kind: 'paths', members: openMembers() }), ['maybe', 'maybe']],
  ])('%s', (_, group, expected) => {
    expect(inGroup(group, [ADDRESSES])).toEqual(expected);
  });

  test('a family of segments that is empty holds nobody', () => {
    const gone = { ...SEGMENTS[0]!, instances: Interval.exactly(0) };
    const view = viewOf(anEstate({ nsx: { segments: [gone] } }), MANAGER);
    expect(new Enforcements(view).isSomewhere(members(gone)).is).toBe('no');
  });

  test('a policy of none of these is nowhere', () => {
    const policy: SecurityPolicy = aSecurityPolicy('p', [aDrop()], { appliedTo: members(ADDRESSES) });
    const view = viewOf(
      anEstate({ machines: [aMachine('vm', undefined, { networks: [SEGMENTS[0]!.id] })], nsx: { segments: SEGMENTS, groups: GROUPS } }),
      MANAGER,
    );
    expect(new Enforcements(view).isSomewhere(policy.appliedTo).is).toBe('no');
  });
});
