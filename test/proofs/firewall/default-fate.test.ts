import fc from 'fast-check';
import type { Field, FirewallRule, SecurityPolicy } from '../../../lib/estate';
import { catchAllsOf, catchAllsOn, fateOf, precedes, rulesInOrder, segmentFates, viewOf, type PlacedRule } from '../../../lib/proofs/firewall';
import { Interval } from '../../../lib/units';
import { aMachine, anEstate, token, type EstateParts } from '../../support/estate';
import {
  aCondition,
  aDefaultSection,
  aDrop,
  aGroup,
  all,
  anExclusion,
  aRule,
  aSecurityPolicy,
  aSegment,
  aSubnet,
  aTcpEntry,
  MANAGER,
  members,
  peers,
} from '../../support/nsx';

const ledger = aSegment('ledger', { subnets: all(aSubnet('10.20.8.1/24')) });
const db = aMachine('db', undefined, { networks: [ledger.id] });
const dbs = aGroup('dbs', aCondition('Name', 'EQUALS', 'db'));
const none = aGroup('none', aCondition('Name', 'EQUALS', 'x'));

/** What becomes of the packets of the VM, in and out by IPv4, then by IPv6; then of those of a VM that nobody knows. */
function fates(policies: readonly SecurityPolicy[], nsx: EstateParts['nsx'] = {}): string {
  const view = viewOf(anEstate({ machines: [db], nsx: { segments: [ledger], groups: [dbs, none], securityPolicies: policies, ...nsx } }), MANAGER);
  const all = segmentFates(view, ledger);
  const list = (kinds: readonly string[]): string => (new Set(kinds).size === 1 ? kinds[0]! : kinds.join(' '));
  return `${list(all.map(({ known }) => known[0]!.fate.is))} | ${list(all.map(({ stranger }) => stranger.is))}`;
}

const policy = (rule: FirewallRule, change: Partial<SecurityPolicy> = {}): SecurityPolicy => aSecurityPolicy(`p-${rule.key}`, [rule], change);
const allow = (change: Partial<FirewallRule> = {}, of: Partial<SecurityPolicy> = {}): SecurityPolicy =>
  policy(aRule('allow', change), { sequence: 1, ...of });
const drop = (change: Partial<FirewallRule> = {}, of: Partial<SecurityPolicy> = {}): SecurityPolicy =>
  policy(aDrop('drop', change), { sequence: 2, ...of });
const jump = (change: Partial<FirewallRule> = {}, of: Partial<SecurityPolicy> = {}): SecurityPolicy =>
  policy(aRule('jump', { action: 'JUMP_TO_APPLICATION', ...change }), { sequence: 1, category: 'Environment', ...of });
const tcp = { services: { services: members(), entries: all(aTcpEntry('443')) } };

const zero = { ...peers(), addresses: all('0.0.0.0/0') };

describe('what becomes of what no rule is for', () => {
  test('a drop of all frames of one version of IP is one of that version', () => {
    const frames = { services: { services: members(), entries: all({ kind: 'ether' as const, etherType: 0x86dd }) }, ipVersion: 'NONE' };
    const policies = [drop(frames, { category: 'Ethernet', stateful: false }), aDefaultSection()];
    expect(fates(policies)).toBe('allowed allowed dropped dropped | allowed allowed dropped dropped');
    expect(fates([drop(frames), aDefaultSection()])).toBe('allowed | allowed');
  });

  test('a connectivity preference without a scope may add no rule', () => {
    expect(fates([aSecurityPolicy('p', [], { connectivity: 'ALLOWLIST' }), aDefaultSection()])).toBe('open | open');
  });

  test.each<[string, readonly SecurityPolicy[], string]>([
    ['a drop for all, applied everywhere', [drop()], 'dropped | dropped'],
    ['a reject is one', [drop({ action: 'REJECT' })], 'dropped | dropped'],
    ['the default of NSX lets it pass', [aDefaultSection()], 'allowed | allowed'],
    ['or does not, where somebody set it so', [aDefaultSection('DROP')], 'dropped | dropped'],
    ['a drop before the default', [drop(), aDefaultSection()], 'dropped | dropped'],
    ['an allow before a drop', [allow(), drop()], 'allowed | allowed'],
    ['an allow after a drop', [drop({}, { sequence: 0 }), allow()], 'dropped | dropped'],
    ['two that tie', [allow({}, { sequence: 2 }), drop()], 'open | open'],
    ['an allow that ties with a reject', [allow({}, { sequence: 2 }), drop({ action: 'REJECT' })], 'open | open'],
    ['nothing for all', [allow(tcp)], 'open | open'],
    ['no rule at all', [], 'open | open'],
    ['an allow for one service is no matter', [allow(tcp), drop()], 'dropped | dropped'],
    ['one for every port of TCP is', [allow({ services: { services: members(), entries: all(aTcpEntry()) } }), drop()], 'open | open'],
    ['an allow from somewhere is no matter', [allow({ sources: { ...peers(), addresses: all('192.0.2.0/24') } }), drop()], 'dropped | dropped'],
    [
      'all addresses of IPv4 on either side',
      [allow({ sources: zero, destinations: zero }), drop()],
      'allowed allowed dropped dropped | allowed allowed dropped dropped',
    ],
    ['one direction only', [drop({ direction: 'IN' }), aDefaultSection()], 'dropped allowed dropped allowed | dropped allowed dropped allowed'],
    ['the other', [drop({ direction: 'OUT' }), aDefaultSection()], 'allowed dropped allowed dropped | allowed dropped allowed dropped'],
    ['one version of IP only', [drop({ ipVersion: 'IPV4' }), aDefaultSection()], 'dropped dropped allowed allowed | dropped dropped allowed allowed'],
    ['the other version', [drop({ ipVersion: 'IPV6' }), aDefaultSection()], 'allowed allowed dropped dropped | allowed allowed dropped dropped'],
    ['a token for the direction', [drop({ direction: token() }), aDefaultSection()], 'open | open'],
    ['a token for the version', [drop({ ipVersion: token() }), aDefaultSection()], 'open | open'],
    ['a token for the action', [drop({ action: token() }), aDefaultSection()], 'open | open'],
    ['... that does no harm', [drop({}, { sequence: 0 }), allow({ action: token() })], 'dropped | dropped'],
    ['a drop that is off', [drop({ disabled: true }), aDefaultSection()], 'allowed | allowed'],
    ['a drop that may be off', [drop({ disabled: token() }), aDefaultSection()], 'open | open'],
    ['an allow that may be there', [allow({ disabled: token() }), drop()], 'open | open'],
    ['a drop elsewhere', [drop({}, { appliedTo: members(none) }), aDefaultSection()], 'allowed | open'],
    ['a drop on its VMs', [drop({}, { appliedTo: members(dbs) }), aDefaultSection()], 'dropped | open'],
    ['a drop on the segment', [drop({}, { appliedTo: members(ledger) }), aDefaultSection()], 'dropped | dropped'],
    ['an allow on its VMs', [allow({}, { appliedTo: members(dbs) }), drop()], 'allowed | open'],
    ['an allow elsewhere', [allow({}, { appliedTo: members(none) }), drop()], 'dropped | open'],
    ['an earlier category', [allow({}, { category: 'Emergency' }), drop({}, { sequence: 0 })], 'allowed | allowed'],
    [
      'the connectivity preference',
      [aSecurityPolicy('p', [], { connectivity: 'ALLOWLIST', appliedTo: members(ledger) }), aDefaultSection()],
      'dropped | dropped',
    ],
    [
      'a policy whose rules are not shown',
      [aSecurityPolicy('p', [], { rules: { items: [], complete: false } }), drop({}, { sequence: 11 })],
      'open | open',
    ],
    ['... after the drop', [aSecurityPolicy('p', [], { rules: { items: [], complete: false } }), drop()], 'dropped | dropped'],
  ])('%s', (_, policies, expected) => {
    expect(fates(policies)).toBe(expected);
  });

  test('all of the segment as its own side is all there is for an allow; for a drop it may miss some', () => {
    const own = (groups: readonly string[], addresses: readonly string[] = []): FirewallRule['destinations'] => ({
      ...peers(...groups),
      addresses: all(...addresses),
    });
    expect(fates([allow({ destinations: own([ledger.id]), direction: 'IN' }), drop()])).toBe(
      'allowed dropped allowed dropped | allowed dropped allowed dropped',
    );
    expect(fates([allow({ destinations: own([], ['10.20.8.0/24']), direction: 'IN', ipVersion: 'IPV4' }), drop()])).toBe(
      'allowed dropped dropped dropped | allowed dropped dropped dropped',
    );
    expect(fates([allow({ sources: own([ledger.id]), direction: 'OUT' }), drop()])).toBe(
      'dropped allowed dropped allowed | dropped allowed dropped allowed',
    );
    expect(fates([allow({ destinations: own([], ['10.20.8.0/25']), direction: 'IN' }), drop()])).toBe('dropped | dropped');
    expect(fates([drop({ destinations: own([ledger.id]), direction: 'IN' }), aDefaultSection()])).toBe(
      'open allowed open allowed | open allowed open allowed',
    );
  });

  test('a group of all VMs of the segment that are known need not hold others', () => {
    expect(fates([allow({ destinations: peers(dbs), direction: 'IN' }), drop()])).toBe('allowed dropped allowed dropped | open dropped open dropped');
  });

  test('layer 2 drops before layer 3, and allows nothing that layer 3 drops', () => {
    const ethernet = { category: 'Ethernet', sequence: 1 };
    expect(fates([drop({}, ethernet), aDefaultSection()])).toBe('dropped | dropped');
    expect(fates([allow({}, ethernet), drop()])).toBe('dropped | dropped');
    expect(fates([allow({}, ethernet), aDefaultSection()])).toBe('allowed | allowed');
    expect(fates([allow({}, ethernet), drop({}, { category: 'Ethernet', sequence: 2 }), aDefaultSection()])).toBe('allowed | allowed');
    expect(fates([drop({ disabled: token() }, ethernet), aDefaultSection()])).toBe('open | open');
    expect(fates([drop({ disabled: token() }, ethernet), drop()])).toBe('dropped | dropped');
    expect(fates([drop({ ipVersion: 'NONE' }, ethernet)])).toBe('dropped | dropped');
    expect(fates([drop({ ipVersion: 'IPV4' }, ethernet), aDefaultSection()])).toBe('dropped | dropped');
    expect(fates([drop({}, { category: token() }), aDefaultSection()])).toBe('open | open');
  });

  test('a jump skips the rest of Environment, and nothing else', () => {
    const environment = { category: 'Environment', sequence: 2 };
    expect(fates([jump(), drop({}, environment), aDefaultSection()])).toBe('allowed | allowed');
    expect(fates([jump(), allow({}, environment), drop()])).toBe('dropped | dropped');
    expect(fates([jump({}, { sequence: 3 }), drop({}, environment), aDefaultSection()])).toBe('dropped | dropped');
    expect(fates([jump({}, { sequence: 2 }), drop({}, environment), aDefaultSection()])).toBe('open | open');
    expect(fates([jump({ disabled: token() }), drop({}, environment), aDefaultSection()])).toBe('open | open');
    expect(fates([jump({ disabled: token() }), drop({}, environment), aDefaultSection('DROP')])).toBe('dropped | dropped');
    expect(fates([jump({ disabled: token() }), drop({}, environment), allow({}, { ...environment, sequence: 3 }), aDefaultSection('DROP')])).toBe(
      'dropped | dropped',
    );
    expect(fates([jump(), drop({}, { category: 'Infrastructure' }), aDefaultSection()])).toBe('dropped | dropped');
    expect(fates([jump(), drop()])).toBe('dropped | dropped');
    expect(fates([jump(tcp), drop({}, environment), aDefaultSection()])).toBe('dropped | dropped');
    expect(fates([jump({}, { category: 'Application' }), drop()])).toBe('open | open');
    expect(fates([jump()])).toBe('open | open');
  });

  test('what is excluded has no firewall', () => {
    expect(fates([drop()], { firewallExclusions: [anExclusion('x', db)] })).toBe('allowed | dropped');
    expect(fates([drop()], { firewallExclusions: [anExclusion('x', ledger)] })).toBe('allowed | allowed');
    expect(fates([drop()], { firewallExclusions: [anExclusion('x', token('member'))] })).toBe('open | open');
    const view = viewOf(anEstate({ nsx: { segments: [ledger], firewallExclusions: [anExclusion('x', ledger)] } }), MANAGER);
    expect(fateOf(view, [], { segment: ledger }).exclusion?.name).toBe('x');
  });

  test('says which rules may decide, and why nobody can say', () => {
    const view = viewOf(
      anEstate({ nsx: { segments: [ledger], securityPolicies: [allow({}, { sequence: 2 }), drop({ action: token('act') })] } }),
      MANAGER,
    );
    const [{ stranger } = { stranger: undefined }] = segmentFates(view, ledger);
    expect(stranger!.rules.map(({ rule }) => rule.key)).toEqual(['allow', 'drop']);
    expect(stranger!.doubts).toEqual([
      { about: 'whether rule `allow` or `drop` comes first' },
      { about: 'what rule `drop` does', unknown: token('act') },
    ]);
  });

  test('a VM that may be on the segment counts as one that may be', () => {
    const open = aMachine('open', undefined, { networks: [token('net')] });
    const few = aMachine('few', undefined, { networks: [ledger.id], instances: Interval.between(0, 2) });
    const none = [
      aMachine('none', undefined, { networks: [ledger.id], instances: Interval.exactly(0) }),
      { ...open, id: 'x', instances: Interval.exactly(0) },
    ];
    const view = viewOf(
      anEstate({ machines: [db, open, few, ...none, aMachine('off', undefined, { networks: [] })], nsx: { segments: [ledger] } }),
      MANAGER,
    );
    expect(segmentFates(view, ledger)[0]!.known.map(({ endpoint, isOn }) => [endpoint.name, isOn])).toEqual([
      ['db', 'yes'],
      ['open', 'maybe'],
      ['few', 'maybe'],
    ]);
  });
});

/** Another way: every world, rule by rule in every order that precedence leaves. */
function worlds(placed: readonly PlacedRule[]): Set<string> {
  const outcomes = new Set<string>();
  const walk = (order: readonly PlacedRule[], isOn: readonly boolean[], actions: readonly string[]): string => {
    let jumped = false;
    for (const each of order) {
      const i = placed.indexOf(each);
      const isEnvironment = each.policy.category === 'Environment';
      if (!isOn[i] || (jumped && isEnvironment)) continue;
      if (actions[i] === 'JUMP_TO_APPLICATION') {
        jumped = true;
        continue;
      }
      return actions[i] === 'ALLOW' ? 'allowed' : 'dropped';
    }
    return 'neither';
  };
  const pick = <T>(lists: readonly (readonly T[])[]): T[][] =>
    lists.reduce<T[][]>((sum, list) => sum.flatMap((each) => list.map((one) => [...each, one])), [[]]);
  const orders = permutations(placed).filter((order) => order.every((x, i) => order.slice(i + 1).every((y) => precedes(y, x) !== 'yes')));
  const onOff = pick(placed.map(({ isThere: { is } }) => (is === 'yes' ? [true] : [true, false])));
  const actions = pick(
    placed.map(({ rule: { action }, policy: { category } }) =>
      typeof action === 'string' ? [action] : category === 'Environment' ? ['ALLOW', 'DROP', 'JUMP_TO_APPLICATION'] : ['ALLOW', 'DROP'],
    ),
  );
  for (const order of orders) for (const isOn of onOff) for (const action of actions) outcomes.add(walk(order, isOn, action));
  return outcomes;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((each, i) => permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [each, ...rest]));
}

describe('the fate of a packet', () => {
  const rule = fc.record({
    category: fc.constantFrom('Emergency', 'Environment', 'Environment', 'Application'),
    sequence: fc.integer({ min: 1, max: 3 }),
    action: fc.constantFrom<Field<string>[]>('ALLOW', 'DROP', 'JUMP_TO_APPLICATION', token('act')),
    disabled: fc.constantFrom<Field<boolean>[]>(false, false, token('off')),
  });
  const view = (rules: readonly { category: string; sequence: number; action: Field<string>; disabled: Field<boolean> }[]) =>
    viewOf(
      anEstate({
        nsx: {
          segments: [ledger],
          securityPolicies: rules.map(({ category, sequence, action, disabled }, i) =>
            aSecurityPolicy(
              `p${i}`,
              [aRule(`r${i}`, { action: action === 'JUMP_TO_APPLICATION' && category !== 'Environment' ? 'DROP' : action, disabled })],
              { category, sequence },
            ),
          ),
        },
      }),
      MANAGER,
    );

  test('is said only where it is the same in every world, and always where no jump is about', () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), (rules) => {
        const at = view(rules);
        const placed = rulesInOrder(at);
        const traffic = { direction: 'IN', version: 4 } as const;
        const { is } = fateOf(at, catchAllsOn(at, catchAllsOf(at, placed, traffic), ledger, [], traffic), { segment: ledger });
        const all = worlds(placed);
        const certain = all.size === 1 && !all.has('neither') ? [...all][0]! : 'open';
        const mayJump = placed.some(({ rule: { action } }) => action !== 'ALLOW' && action !== 'DROP');
        expect(is === 'open' && mayJump ? 'open' : certain).toBe(is);
      }),
      { numRuns: 500 },
    );
  });
});
