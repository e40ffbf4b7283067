import { boundsOf, contestedRules, has, type HostRule, type KnownSet } from '../../../lib/proofs/placement';

const all = (...ids: string[]): KnownSet => ({ ids: new Set(ids), complete: true });
const some = (...ids: string[]): KnownSet => ({ ids: new Set(ids), complete: false });
const cluster = { hosts: all('a', 'b', 'c') };

function rule(id: string, change: Partial<HostRule> = {}): HostRule {
  return { id, enabled: 'yes', mandatory: 'yes', polarity: 'on', machines: all('vm'), hosts: all('a', 'b'), ...change };
}

function bounds(rules: readonly HostRule[], hosts: KnownSet = cluster.hosts, contested: readonly string[] = []): string {
  const { surely, possibly, never } = boundsOf('vm', { hosts, rules }, new Set(contested));
  return `${[...surely].join('')}|${[...possibly.ids].join('')}${possibly.complete ? '' : '+'}|${[...never].join('')}`;
}

describe('where a machine may run', () => {
  test.each<[string, readonly HostRule[], string]>([
    ['anywhere without a rule', [], 'abc|abc|'],
    ['on the hosts of a rule', [rule('r')], 'ab|ab|'],
    ['off the hosts of a rule', [rule('r', { polarity: 'off' })], 'c|c|ab'],
    ['on the hosts that two rules share', [rule('r'), rule('s', { hosts: all('b', 'c') })], 'b|b|'],
    ['anywhere for a rule of others', [rule('r', { machines: all('other') })], 'abc|abc|'],
    ['anywhere for a rule that is off, or a should', [rule('r', { enabled: 'no' }), rule('s', { mandatory: 'no' })], 'abc|abc|'],
    ['not known where the rule may be off', [rule('r', { enabled: 'maybe' })], 'ab|abc|'],
    ['not known where it may be a should', [rule('r', { mandatory: 'maybe', polarity: 'off' })], 'c|abc|'],
    ['not known where it may be of others', [rule('r', { machines: some('other') })], 'ab|abc|'],
    ['not known where its hosts are not', [rule('r', { hosts: some('a') })], 'a|abc|'],
    ['off the hosts that are known of a rule', [rule('r', { polarity: 'off', hosts: some('a') })], '|bc|a'],
    ['not known for a rule of no known kind', [rule('r', { polarity: undefined })], '|abc|'],
  ])('%s', (_, rules, expected) => {
    expect(bounds(rules)).toBe(expected);
  });

  test('a contested rule neither holds nor frees', () => {
    expect(bounds([rule('r')], cluster.hosts, ['r'])).toBe('ab|abc|');
  });

  test('of a cluster with hosts that nobody knows, only a rule that holds it on hosts says all', () => {
    expect(bounds([], some('a', 'b', 'c'))).toBe('abc|abc+|');
    expect(bounds([rule('r')], some('a', 'b', 'c'))).toBe('ab|ab|');
    expect(bounds([rule('r', { polarity: 'off' })], some('a', 'b', 'c'))).toBe('c|c+|ab');
  });

  test('membership is known, or not', () => {
    expect([has(all('a'), 'a'), has(all('a'), 'b'), has(some('a'), 'b')]).toEqual(['yes', 'no', 'maybe']);
  });
});

describe('rules that may contradict each other', () => {
  const contested = (rules: readonly HostRule[], hosts: KnownSet = cluster.hosts): string => [...contestedRules(['vm'], { hosts, rules })].join('');

  test.each<[string, readonly HostRule[], string]>([
    ['none of one rule', [rule('r')], ''],
    ['none where a host is left', [rule('r'), rule('s', { hosts: all('b') })], ''],
    ['both where none is', [rule('r'), rule('s', { hosts: all('c') })], 'rs'],
    ['a should counts too', [rule('r'), rule('s', { hosts: all('c'), mandatory: 'no' })], 'rs'],
    ['one that is off does not', [rule('r'), rule('s', { hosts: all('c'), enabled: 'no' })], ''],
    ['nor one of other machines', [rule('r'), rule('s', { hosts: all('c'), machines: all('other') })], ''],
    ['three that leave none together', [rule('r'), rule('s', { hosts: all('b', 'c') }), rule('t', { hosts: all('a', 'c') })], 'rst'],
    ['what is not known may contradict', [rule('r'), rule('s', { hosts: some('c') })], 'rs'],
    ['one that leaves no host by itself', [rule('r', { hosts: all() })], 'r'],
    ['one that keeps off every host', [rule('r', { polarity: 'off', hosts: all('a', 'b', 'c') })], 'r'],
  ])('%s', (_, rules, expected) => {
    expect(contested(rules)).toBe(expected);
  });

  test('one that keeps off the known hosts leaves those that nobody knows', () => {
    expect(contested([rule('r', { polarity: 'off' })], some('a', 'b'))).toBe('');
  });
});
