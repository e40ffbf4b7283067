import fc from 'fast-check';
import type { Field, SecurityPolicy } from '../../../lib/estate';
import { CATEGORIES, isInEnvironment, isLayer2, precedes, rulesInOrder, viewOf, type PlacedRule } from '../../../lib/proofs/firewall';
import { Interval } from '../../../lib/units';
import { anEstate, token } from '../../support/estate';
import { aDefaultSection, aDrop, all, aProject, aRule, aSecurityPolicy, MANAGER, members, some } from '../../support/nsx';

function placed(...policies: readonly SecurityPolicy[]): readonly PlacedRule[] {
  return rulesInOrder(viewOf(anEstate({ nsx: { securityPolicies: policies } }), MANAGER));
}

function order(...policies: readonly SecurityPolicy[]): string[] {
  return placed(...policies).map(({ rule }) => rule.key);
}

/** Whether the rule `a` comes before the rule `b`; the other way round it is the opposite. */
function before(...policies: readonly SecurityPolicy[]): string {
  const list = placed(...policies);
  const [a, b] = ['a', 'b'].map((key) => list.find(({ rule }) => rule.key === key)!);
  const [there, back] = [precedes(a!, b!), precedes(b!, a!)];
  expect(back).toBe(there === 'maybe' ? 'maybe' : there === 'yes' ? 'no' : 'yes');
  return there;
}

const a = (change: Partial<SecurityPolicy> = {}): SecurityPolicy => aSecurityPolicy('pa', [aRule('a')], change);
const b = (change: Partial<SecurityPolicy> = {}): SecurityPolicy => aSecurityPolicy('pb', [aRule('b')], change);

describe('the order of evaluation', () => {
  test('is by category, then by the numbers of policies, then of rules', () => {
    const policies = [...CATEGORIES].reverse().map((category) => aSecurityPolicy(`in-${category}`, [aRule(`rule in ${category}`)], { category }));
    expect(order(aDefaultSection(), ...policies)).toEqual([...CATEGORIES.map((category) => `rule in ${category}`), 'default-layer3-rule']);
    expect(
      order(aSecurityPolicy('p', [aRule('late', { sequence: 9 }), aRule('early', { sequence: 3 })], { sequence: 2 }), a({ sequence: 1 })),
    ).toEqual(['a', 'early', 'late']);
  });

  test.each<[string, readonly SecurityPolicy[], string]>([
    ['a category before another', [a({ category: 'Infrastructure', sequence: 9 }), b({ sequence: 1 })], 'yes'],
    ['layer 2 before all of layer 3', [a({ category: 'Ethernet', sequence: 9 }), b({ category: 'Emergency', sequence: 1 })], 'yes'],
    ['no category after Application', [a({ category: '', sequence: 1 }), b({ sequence: 9 })], 'no'],
    ['a lower number before a higher one', [a({ sequence: 1 }), b({ sequence: 2 })], 'yes'],
    ['not so for equal ones', [a({ sequence: 1 }), b({ sequence: 1 })], 'maybe'],
    ['nor where a token says the number', [a({ sequence: token() }), b({ sequence: 1 })], 'maybe'],
    ['but a category does', [a({ sequence: token(), category: 'Emergency' }), b({ sequence: token() })], 'yes'],
    ['nor where a token says the category', [a({ category: token(), sequence: 1 }), b({ sequence: 2 })], 'maybe'],
    ['nor in a category that is none', [a({ category: 'Threats', sequence: 1 }), b({ sequence: 2 })], 'maybe'],
    ['the default policy after all', [a({ sequence: 5 }), { ...b({ sequence: 1 }), isDefault: true }], 'yes'],
    ['after one of which a token says the category', [a({ category: token() }), { ...b(), isDefault: true }], 'yes'],
    ['not so the default of layer 2', [a({ category: token() }), { ...b({ category: 'Ethernet' }), isDefault: true }], 'maybe'],
    ['after one without a category', [a({ category: '' }), { ...b(), isDefault: true }], 'yes'],
    ['not known where a token says whether it is', [a({ sequence: 5 }), { ...b({ sequence: 9 }), isDefault: token() }], 'maybe'],
    ['but layer 2 comes first all the same', [a({ category: 'Ethernet' }), { ...b(), isDefault: token() }], 'yes'],
    ['the default of layer 2 before layer 3', [{ ...a({ category: 'Ethernet' }), isDefault: true }, b({ category: 'Emergency' })], 'yes'],
  ])('%s', (_, policies, expected) => {
    expect(before(...policies)).toBe(expected);
  });

  test('rules of one policy by their numbers, of which equal ones tie', () => {
    const rules = (x: Field<number>, y: Field<number>, change: Partial<SecurityPolicy> = {}): string =>
      before(aSecurityPolicy('p', [aRule('a', { sequence: x }), aRule('b', { sequence: y })], change));
    expect([rules(1, 2), rules(2, 2), rules(3, 2), rules(token(), 2)]).toEqual(['yes', 'maybe', 'no', 'maybe']);
    expect(rules(1, 2, { sequence: token(), category: token() })).toBe('yes');
  });

  test('the default space first, within a category; projects side by side; the default of all last', () => {
    const [one, two] = [aProject('one').id, aProject('two').id];
    expect(before(a(), b({ space: one, sequence: 1 }))).toBe('yes');
    expect(before(a({ category: 'Emergency' }), b({ space: one }))).toBe('yes');
    expect(before(a(), b({ space: one, category: 'Infrastructure' }))).toBe('maybe');
    expect(before(a({ space: one, sequence: 1 }), b({ space: one, sequence: 2 }))).toBe('yes');
    expect(before(a({ space: one, sequence: 1 }), b({ space: two, sequence: 2 }))).toBe('maybe');
    expect(before(a({ space: token('space'), sequence: 1 }), b({ sequence: 2 }))).toBe('maybe');
    const defaultOf = (space: string): SecurityPolicy => ({ ...b({ space, sequence: 0 }), isDefault: true });
    expect(before(a({ space: one }), defaultOf(one))).toBe('yes');
    expect(before(a(), defaultOf(one))).toBe('yes');
    expect(before({ ...a(), isDefault: true }, defaultOf(one))).toBe('no');
    expect(before({ ...a(), isDefault: true }, b({ space: one }))).toBe('no');
  });

  test('what is off for certain is not there, what may be off may be', () => {
    const isThere = (change: object, policy: Partial<SecurityPolicy> = {}): string[] =>
      placed(aSecurityPolicy('p', [aRule('a', change)], policy)).map((each) => each.isThere.is);
    expect(isThere({})).toEqual(['yes']);
    expect(isThere({ disabled: true })).toEqual([]);
    expect(isThere({ disabled: token() })).toEqual(['maybe']);
    expect(isThere({}, { instances: Interval.exactly(0) })).toEqual([]);
    expect(isThere({}, { instances: Interval.between(0, 1) })).toEqual(['maybe']);
    expect(isThere({}, { manager: 'nsx-2.example.com' })).toEqual([]);
    expect(isThere({}, { manager: 'NSX.example.com' })).toEqual(['yes']);
    expect(isThere({}, { manager: token('host') })).toEqual(['maybe']);
  });

  test('rules that are not shown stand anywhere in their policy', () => {
    const [first, second, ...others] = placed(aSecurityPolicy('p', [], { rules: some(aDrop('a')) }));
    expect(others).toEqual([]);
    const [hidden, shown] = first!.isHidden ? [first!, second!] : [second!, first!];
    expect([hidden.isHidden, hidden.isThere.is, precedes(hidden, shown)]).toEqual([true, 'maybe', 'maybe']);
    expect(placed(aSecurityPolicy('p', [], { rules: { items: [], complete: false } }))).toHaveLength(1);
  });

  test('the connectivity preference adds a rule at the end of its policy, of layer 3 only', () => {
    const with_ = (connectivity: Field<string | null>, change: Partial<SecurityPolicy> = {}): [string, unknown][] =>
      placed(aSecurityPolicy('p', [aRule('a')], { connectivity, ...change })).map(({ rule }) => [rule.key, rule.action]);
    expect(with_('ALLOWLIST')).toEqual([
      ['a', 'ALLOW'],
      ['connectivity preference', 'DROP'],
    ]);
    expect(with_('ALLOWLIST_ENABLE_LOGGING')[1]).toEqual(['connectivity preference', 'DROP']);
    expect(with_('DENYLIST')[1]).toEqual(['connectivity preference', 'ALLOW']);
    expect(with_(token('c'))[1]).toEqual(['connectivity preference', token('c')]);
    expect(with_('NONE')).toHaveLength(1);
    expect(with_('ALLOWLIST', { category: 'Ethernet' })).toHaveLength(1);
  });

  test('how far down that rule stands is not known beyond its policy and category', () => {
    const list = placed(
      aSecurityPolicy('p', [aRule('own')], { connectivity: 'ALLOWLIST', appliedTo: members('g') }),
      a({ sequence: 5 }),
      b({ sequence: 20 }),
      aSecurityPolicy('pc', [aRule('c')], { category: '', sequence: 1 }),
      aDefaultSection(),
    );
    const added = list.find(({ rule }) => rule.key === 'connectivity preference')!;
    const others = ['own', 'a', 'b', 'c', 'default-layer3-rule'].map((key) => list.find(({ rule }) => rule.key === key)!);
    expect(others.map((each) => precedes(each, added))).toEqual(['yes', 'yes', 'maybe', 'no', 'no']);
    expect(others.map((each) => precedes(added, each))).toEqual(['no', 'no', 'maybe', 'yes', 'yes']);
  });

  test('layers and categories may be open', () => {
    const of = (category: Field<string>): string[] => placed(a({ category })).map((each) => `${isLayer2(each)} ${isInEnvironment(each)}`);
    expect([of('Ethernet'), of('Environment'), of('Application'), of(token())].flat()).toEqual(['yes no', 'no yes', 'no no', 'maybe maybe']);
  });
});

/** Another way: numbers for what is not known, and a place on one line for each rule; ties are broken by a further number. */

describe('precedence', () => {
  const seq = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant(null));
  const policy = fc.record({
    category: fc.oneof(fc.constantFrom('Ethernet', 'Emergency', 'Environment', 'Application', ''), fc.constant(null)),
    sequence: seq,
    rules: fc.array(seq, { minLength: 1, maxLength: 2 }),
    isDefault: fc.constantFrom(false, false, true),
  });
  const guesses = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat(), fc.nat()), { minLength: 8, maxLength: 8 });

  test('holds in every order that the numbers allow, and fails in none of all where it is open', () => {
    fc.assert(
      fc.property(fc.array(policy, { minLength: 1, maxLength: 3 }), fc.array(guesses, { minLength: 12, maxLength: 12 }), (policies, worlds) => {
        const list = placed(
          ...policies.map(({ category, sequence, rules, isDefault }, i) =>
            aSecurityPolicy(`p${i}`, [], {
              category: category ?? token('c'),
              sequence: sequence ?? token('s'),
              isDefault,
              rules: all(...rules.map((each, j) => aRule(`p${i}r${j}`, { sequence: each ?? token('r') }))),
            }),
          ),
        );
        for (const world of worlds) {
          const place = ({ rule: { key } }: PlacedRule): number[] => {
            const [i, j] = [Number(key[1]), Number(key[3])];
            const { category, sequence, rules, isDefault } = policies[i]!;
            const [c, s, , tie] = world[i]!;
            const [, , r, , ruleTie] = world[3 + ((i * 2 + j) % 5)]!;
            const index = category === null ? c % CATEGORIES.length : (CATEGORIES as readonly string[]).indexOf(category);
            return [index === 0 ? 0 : 1, isDefault ? 1 : 0, index, sequence ?? (s % 3) + 1, tie % 97, i, rules[j] ?? (r % 3) + 1, ruleTie % 89, j];
          };
          for (const x of list) {
            for (const y of list) {
              if (x === y) continue;
              const [p, q] = [place(x), place(y)];
              const at = p.findIndex((each, k) => each !== q[k]);
              const isBefore = p[at]! < q[at]!;
              const said = precedes(x, y);
              // Two that are both the last of all are not told apart.
              expect([said === 'yes' && !isBefore, said === 'no' && isBefore]).toEqual([false, false]);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('is decided where every number is known and no two are equal', () => {
    const known = fc.uniqueArray(fc.tuple(fc.constantFrom('Ethernet', 'Emergency', 'Application'), fc.nat(5)), {
      selector: String,
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(known, (policies) => {
        const list = placed(...policies.map(([category, sequence], i) => aSecurityPolicy(`p${i}`, [aRule(`r${i}`)], { category, sequence })));
        for (const [i, x] of list.entries()) for (const [j, y] of list.entries()) if (i !== j) expect(precedes(x, y)).toBe(i < j ? 'yes' : 'no');
      }),
    );
  });
});
