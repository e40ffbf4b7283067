import fc from 'fast-check';
import type { GroupExpression, GroupTerm, Members, NsxTag, SecurityPolicy } from '../../../lib/estate';
import { actsOn, rulesInOrder, ScopeIndex, viewOf, vnicsOf, type FirewallView, type PlacedRule, type Vnic } from '../../../lib/proofs/firewall';
import { aMachine, anEstate, token } from '../../support/estate';
import {
  aCondition,
  aDrop,
  aGroup,
  all,
  anNsxMachine,
  aProject,
  aSecurityPolicy,
  aSegment,
  aTag,
  aVpc,
  joined,
  MANAGER,
  members,
  openMembers,
  recorded,
  some,
} from '../../support/nsx';

const shop = aProject('shop');
const vpc = aVpc('cart', shop);

function indexOf(view: FirewallView): ScopeIndex<PlacedRule> {
  return new ScopeIndex(view, rulesInOrder(view), (placed) => placed);
}

function vnicsIn(view: FirewallView): Vnic[] {
  return [...view.endpoints.flatMap((each) => vnicsOf(view, each)), ...[...view.segments.values()].map((segment) => ({ segment }))];
}

describe('rules by what they are applied to', () => {
  const ledger = aSegment('ledger');
  const nodes = aSegment('nodes', { space: shop.id });
  const db = aMachine('db', undefined, { networks: [ledger.id] });
  const tagged = anNsxMachine('tags', { machine: db.id, tags: all(aTag('tier', 'DB')) });
  const near = (policies: readonly SecurityPolicy[], change: Parameters<typeof anEstate>[0] = {}): string[] => {
    const groups = [
      aGroup('by-tag', aCondition('Tag', 'EQUALS', 'TIER|db')),
      aGroup('other', aCondition('Tag', 'EQUALS', 'tier|web')),
      aGroup('named', aCondition('Name', 'STARTSWITH', 'web')),
    ];
    const nsx = { segments: [ledger, nodes], groups, nsxMachines: [tagged], securityPolicies: policies };
    const view = viewOf(anEstate({ machines: [db], nsx, ...change }), MANAGER);
    const [vnic] = vnicsOf(view, view.endpoints[0]!);
    return indexOf(view)
      .near(vnic!)
      .map(({ policy }) => policy.name as string);
  };
  const at = (name: string, appliedTo: Members, change: Partial<SecurityPolicy> = {}): SecurityPolicy =>
    aSecurityPolicy(name, [aDrop()], { appliedTo, ...change });
  const byId = (name: string): Members => members(aGroup(name));

  test('are those of its segment, its tags and anywhere, in their order, and not those of other segments, tags and spaces', () => {
    const policies = [
      at('segment', members(ledger), { sequence: 4 }),
      at('tag', byId('by-tag'), { sequence: 3 }),
      at('anywhere', members(), { sequence: 2 }),
      at('name', byId('named'), { sequence: 1 }),
      at('other segment', members(nodes)),
      at('other tag', byId('other')),
      at('other space', members(), { space: shop.id }),
      at('addresses', members()),
    ];
    expect(near(policies.slice(0, 7))).toEqual(['name', 'anywhere', 'tag', 'segment']);
  });

  test('leave out none that may act on a vNIC', () => {
    const tag = fc.record({ scope: fc.constantFrom('', 's'), tag: fc.constantFrom('a', 'B', '?') });
    const tags = fc.record({ items: fc.array(tag, { maxLength: 2 }), isAll: fc.constantFrom(true, true, true, false) }).map(({ items, isAll }) => {
      const found = items.map((each): NsxTag => aTag(each.scope, each.tag === '?' ? token('tag') : each.tag));
      return isAll ? all(...found) : some(...found);
    });
    const ids = ['g0', 'g1', 'g2'].map((name) => aGroup(name).id);
    const [a, b, c] = [aSegment('a'), aSegment('b', { space: shop.id }), aSegment('c', { space: vpc.id, kind: 'vpc-subnet' })];
    const [one, two, three] = [
      aMachine('one', undefined, { networks: [a.id, b.id] }),
      aMachine('two', undefined, { networks: [c.id] }),
      aMachine('three', undefined, { networks: [token('net')] }),
    ];
    const objects = [...ids, a.id, b.id, c.id, one.id, two.id, 'nobody'];
    const condition = fc
      .record({
        key: fc.constantFrom('Tag', 'Tag', 'Tag', 'Name'),
        operator: fc.constantFrom('EQUALS', 'EQUALS', 'EQUALS', 'NOTEQUALS', 'STARTSWITH'),
        value: fc.constantFrom('s|a', 'S|b', '|a', 's|', 'a', 's', '|'),
        type: fc.constantFrom('VirtualMachine', 'VirtualMachine', 'Segment', 'VpcSubnet', 'Pod'),
      })
      .map(({ key, operator, value, type }): GroupTerm => aCondition(key, operator, value, type));
    const leaf: fc.Arbitrary<GroupTerm> = fc.oneof(
      { weight: 3, arbitrary: condition },
      { weight: 2, arbitrary: fc.subarray(objects, { maxLength: 2 }).map((each): GroupTerm => ({ kind: 'paths', members: members(...each) })) },
      fc.constant<GroupTerm>({ kind: 'paths', members: openMembers() }),
      fc.constant<GroupTerm>({ kind: 'addresses', addresses: all('10.0.0.0/8') }),
      fc.constant<GroupTerm>({ kind: 'external-ids', memberType: 'VirtualMachine', ids: all('1') }),
    );
    const operator = fc.constantFrom<GroupExpression['operators'][number]>('AND', 'OR', token('how'));
    const expressionOf = (term: fc.Arbitrary<GroupTerm>): fc.Arbitrary<GroupExpression> =>
      fc
        .record({ terms: fc.array(term, { maxLength: 3 }), operator, isCut: fc.boolean(), isAll: fc.constantFrom(true, true, true, false) })
        .map((each) => {
          const whole = joined(each.operator, ...each.terms);
          const operators = each.isCut ? whole.operators.slice(1) : whole.operators;
          return { operators, terms: each.isAll ? whole.terms : some(...each.terms) };
        });
    const nested = expressionOf(leaf).map((expression): GroupTerm => ({ kind: 'nested', expression }));
    const group = fc.record({ expression: expressionOf(fc.oneof(leaf, nested)), wasIn: fc.subarray(['tags-one', 'tags-two'], { maxLength: 1 }) });
    const scope = fc.subarray(objects, { maxLength: 2 }).chain((each) => fc.constantFrom(members(...each), members(...each), openMembers(...each)));
    const policy = fc.record({
      ofPolicy: scope,
      ofRule: scope,
      space: fc.constantFrom<SecurityPolicy['space']>(null, null, shop.id, vpc.id, token('project')),
    });
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 3, maxLength: 3 }),
        fc.array(policy, { maxLength: 4 }),
        tags,
        tags,
        tags,
        (groups, policies, x, y, z) => {
          const machines = [one, two, three];
          const seen = [
            ...machines.map((machine, i) => anNsxMachine(`tags-${String(machine.name)}`, { machine: machine.id, tags: i === 0 ? x : y })),
            recorded(anNsxMachine('seen', { segments: members(a), tags: x })),
          ];
          const view = viewOf(
            anEstate({
              machines,
              nsx: {
                projects: [shop],
                vpcs: [vpc],
                segments: [a, b, c].map((segment, i) => (i === 2 ? segment : { ...segment, tags: z })),
                nsxMachines: seen,
                groups: groups.map(({ expression, wasIn }, i) => {
                  const machine = wasIn.length === 0 ? null : seen[3]!.id;
                  return recorded({ ...aGroup(`g${i}`, expression), recordedMembers: all({ kind: 'machine' as const, machine, text: 'seen' }) });
                }),
                securityPolicies: policies.map(({ ofPolicy, ofRule, space }, i) =>
                  aSecurityPolicy(`p${i}`, [aDrop('drop', { appliedTo: ofRule })], { appliedTo: ofPolicy, space }),
                ),
              },
            }),
            MANAGER,
          );
          const index = indexOf(view);
          for (const vnic of vnicsIn(view)) {
            const mayAct = rulesInOrder(view).filter((each) => actsOn(view, each.policy, each.rule, vnic).is !== 'no');
            const keys = (rules: readonly PlacedRule[]): string[] => rules.map((each) => each.policy.id);
            expect(keys(index.near(vnic))).toEqual(expect.arrayContaining(keys(mayAct)));
          }
        },
      ),
      { numRuns: 600 },
    );
  });
});
