import fc from 'fast-check';
import { Flow, type Field, type FirewallRule, type RulePeers, type SecurityPolicy, type Unknown } from '../../../lib/estate';
import { FlowFates, viewOf, VnicKinds, type FlowEndpoint } from '../../../lib/proofs/firewall';
import { aMachine, anEstate, token } from '../../support/estate';
import {
  aCondition,
  aDefaultSection,
  aGroup,
  all,
  anNsxMachine,
  aRule,
  aSecurityPolicy,
  aSegment,
  aSubnet,
  aTag,
  aTcpEntry,
  MANAGER,
  members,
} from '../../support/nsx';

const nodes = aSegment('nodes', { subnets: all(aSubnet('10.20.0.1/24')) });
const NAMES = ['a', 'b', 'c'] as const;
const machines = NAMES.map((name) => aMachine(name, undefined, { networks: [nodes.id] }));

/** Whom each group has: the last two are of a token, which may be anyone's tag. */
const GROUPS = {
  'is-a': aGroup('is-a', aCondition('Tag', 'EQUALS', 'pool|a')),
  'is-b': aGroup('is-b', aCondition('Tag', 'EQUALS', 'pool|b')),
  open: aGroup('open', aCondition('Tag', 'EQUALS', token('tag'))),
} as const;
type GroupName = keyof typeof GROUPS;

const CATEGORIES = ['Emergency', 'Environment', 'Application'] as const;
const FLOW = Flow.tcp(10, 12);

interface Drawn {
  readonly category: (typeof CATEGORIES)[number];
  readonly policy: number;
  readonly rule: number;
  readonly action: 'ALLOW' | 'DROP' | 'REJECT' | 'JUMP_TO_APPLICATION' | 'open';
  readonly direction: 'IN' | 'OUT' | 'IN_OUT' | 'open';
  readonly isOff: boolean | 'open';
  readonly from: { readonly groups: readonly GroupName[]; readonly excluded: boolean };
  readonly to: { readonly groups: readonly GroupName[]; readonly excluded: boolean };
  readonly scope: readonly GroupName[];
  readonly ports: string | null;
  readonly hasProfile: boolean;
}

const rarely = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<T | 'open'> =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: fc.constant('open' as const) });
const groups = fc.subarray(Object.keys(GROUPS) as GroupName[], { maxLength: 2 });
const side = fc.record({ groups, excluded: fc.boolean() }).map((each) => ({ ...each, excluded: each.excluded && each.groups.length > 0 }));
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    category: fc.constantFrom(...CATEGORIES),
    policy: fc.integer({ min: 1, max: 3 }),
    rule: fc.integer({ min: 1, max: 3 }),
    action: rarely(fc.constantFrom('ALLOW' as const, 'DROP' as const, 'REJECT' as const, 'JUMP_TO_APPLICATION' as const)),
    direction: rarely(fc.constantFrom('IN' as const, 'OUT' as const, 'IN_OUT' as const, 'IN_OUT' as const)),
    isOff: rarely(fc.constant(false)),
    from: side,
    to: side,
    scope: groups,
    ports: fc.constantFrom(null, null, '11', '10-11', '12-20', '80'),
    hasProfile: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  // Only the category Environment has jumps.
  .map((each) => (each.action === 'JUMP_TO_APPLICATION' ? { ...each, category: 'Environment' } : each));

const ids = (names: readonly GroupName[]): string[] => names.map((name) => GROUPS[name].id);
const orOpen = <T>(value: T | 'open'): Field<T> => (value === 'open' ? (token('x') as Unknown) : value);

function ruleOf(each: Drawn, i: number): FirewallRule {
  const peersOf = (of: Drawn['from']): RulePeers => ({ groups: members(...ids(of.groups)), addresses: all(), excluded: of.excluded });
  return aRule(`r${i}`, {
    sequence: each.rule,
    action: orOpen<string>(each.action),
    direction: orOpen<string>(each.direction),
    disabled: orOpen(each.isOff),
    sources: peersOf(each.from),
    destinations: peersOf(each.to),
    appliedTo: members(...ids(each.scope)),
    services: { services: members(), entries: each.ports === null ? all() : all(aTcpEntry(each.ports)) },
    profiles: each.hasProfile ? members('profile') : members(),
  });
}

function policiesOf(rules: readonly Drawn[]): SecurityPolicy[] {
  const found = new Map<string, FirewallRule[]>();
  rules.forEach((each, i) => {
    const key = `${each.category}-${each.policy}`;
    found.set(key, [...(found.get(key) ?? []), ruleOf(each, i)]);
  });
  return [...found].map(([key, of]) => {
    const [category, sequence] = key.split('-') as [string, string];
    return aSecurityPolicy(key, of, { category, sequence: Number(sequence) });
  });
}

function estateOf(rules: readonly Drawn[], tags: readonly (string | null)[] = ['a', 'b']) {
  const tagged = tags.flatMap((tag, i) =>
    tag === null ? [] : [anNsxMachine(`tag-${i}`, { machine: machines[i]!.id, tags: all(aTag('pool', tag)) })],
  );
  return anEstate({
    machines,
    recordedManagers: [MANAGER],
    nsx: { segments: [nodes], nsxMachines: tagged, groups: Object.values(GROUPS), securityPolicies: [...policiesOf(rules), aDefaultSection()] },
  });
}

function fatesIn(rules: readonly Drawn[], tags?: readonly (string | null)[]) {
  const view = viewOf(estateOf(rules, tags), MANAGER);
  const end = (i: number): FlowEndpoint => ({ name: NAMES[i]!, vnic: { endpoint: view.endpoint.get(machines[i]!.id)!, segment: nodes } });
  const fates = new FlowFates(view);
  return { view, end, of: (from: number, to: number) => fates.of(FLOW, end(from), end(to), 4) };
}

/** One of the ways in which what is open may be. */
interface World {
  readonly rules: readonly (Drawn & { readonly takesProfile: boolean })[];
  readonly inOpen: readonly [boolean, boolean];
}

function* worldsOf(rules: readonly Drawn[]): Iterable<World> {
  let lists: World['rules'][] = [[]];
  for (const each of rules) {
    const ways = (each.action === 'open' ? (['ALLOW', 'DROP'] as const) : [each.action]).flatMap((action) =>
      (each.direction === 'open' ? (['IN', 'OUT', 'IN_OUT'] as const) : [each.direction]).flatMap((direction) =>
        (each.isOff === 'open' ? [true, false] : [each.isOff]).flatMap((isOff) =>
          (each.hasProfile ? [true, false] : [true]).map((takesProfile) => ({ ...each, action, direction, isOff, takesProfile })),
        ),
      ),
    );
    lists = lists.flatMap((list) => ways.map((way) => [...list, way]));
  }
  for (const list of lists) {
    for (const order of permutations(list)) {
      if (order.some((one, i) => order.slice(i + 1).some((later) => rank(later) < rank(one)))) continue;
      for (const first of [true, false]) for (const second of [true, false]) yield { rules: order, inOpen: [first, second] };
    }
  }
}

const rank = ({ category, policy, rule }: Drawn): number => CATEGORIES.indexOf(category) * 100 + policy * 10 + rule;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, i) => permutations(items.filter((_, j) => j !== i)).map((rest) => [first, ...rest]));
}

/** Port by port, rule by rule. */
function happens({ rules, inOpen }: World): 'passes' | 'dropped' {
  const isIn = (names: readonly GroupName[], who: 0 | 1): boolean =>
    names.some((name) => (name === 'open' ? inOpen[who] : name === (who === 0 ? 'is-a' : 'is-b')));
  const matches = (of: Drawn['from'], who: 0 | 1): boolean => of.groups.length === 0 || isIn(of.groups, who) !== of.excluded;
  const isDropped = (port: number, direction: 'IN' | 'OUT'): boolean => {
    const at = direction === 'OUT' ? 0 : 1;
    let isJumping = false;
    for (const each of rules) {
      if (each.isOff || !each.takesProfile || (isJumping && each.category === 'Environment')) continue;
      if (each.direction !== 'IN_OUT' && each.direction !== direction) continue;
      if (each.scope.length > 0 && !isIn(each.scope, at)) continue;
      if (!matches(each.from, 0) || !matches(each.to, 1)) continue;
      const [first = 0, last = first] = each.ports?.split('-').map(Number) ?? [0, 65_535];
      if (port < first || port > last) continue;
      if (each.action !== 'JUMP_TO_APPLICATION') return each.action !== 'ALLOW';
      isJumping = true;
    }
    return false;
  };
  return [10, 11, 12].some((port) => isDropped(port, 'OUT') || isDropped(port, 'IN')) ? 'dropped' : 'passes';
}

describe('the fate of a flow, against every way in which the world may be', () => {
  test('is what every one of them gives, and the only one where nothing is open', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(drawn, { maxLength: 4 }), (rules) => {
        const { is } = fatesIn(rules).of(0, 1);
        let some: string | undefined;
        let isOne = true;
        let worlds = 0;
        for (const world of worldsOf(rules)) {
          const here = happens(world);
          isOne &&= some === undefined || some === here;
          some = here;
          if (++worlds > 4000) return;
        }
        seen.set(is, (seen.get(is) ?? 0) + 1);
        if (is !== 'open') expect([isOne, some]).toEqual([true, is]);
        // Where only who is in a group is open, or nothing, what decides is not hidden by a doubt that does not matter.
        const isPlain = rules.every((each) => ![...each.scope, ...each.from.groups, ...each.to.groups].includes('open') && each.action !== 'open');
        if (isPlain && worlds === 4) expect(is).toBe(some);
      }),
      { numRuns: 300, seed: 3 },
    );
    expect([...seen.keys()].sort()).toEqual(['dropped', 'open', 'passes']);
    for (const times of seen.values()) expect(times).toBeGreaterThan(25);
  });

  test('is the same for vNICs that nothing tells apart', () => {
    let alike = 0;
    fc.assert(
      fc.property(
        fc.array(drawn, { maxLength: 4 }),
        fc.constantFrom('a', 'b', 'other', null),
        fc.constantFrom('a', 'b', 'more', null),
        (rules, one, other) => {
          const { view, end, of } = fatesIn(rules, [one, other, 'a']);
          const kinds = new VnicKinds(view);
          if (kinds.keyOf(end(0).vnic!) !== kinds.keyOf(end(1).vnic!)) return;
          alike += 1;
          expect(of(0, 2).is).toBe(of(1, 2).is);
          expect(of(2, 0).is).toBe(of(2, 1).is);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
    expect(alike).toBeGreaterThan(40);
  });
});
