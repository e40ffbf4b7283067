import fc from 'fast-check';
import type { FirewallRule, SecurityPolicy } from '../../../lib/estate';
import { actsOn, excludes, isExcluded, scopeOf, viewOf } from '../../../lib/proofs/firewall';
import { Interval } from '../../../lib/units';
import { aMachine, anEstate, aPortGroup, token, type EstateParts } from '../../support/estate';
import {
  aCondition,
  aGroup,
  all,
  anExclusion,
  aProject,
  aRule,
  aSecurityPolicy,
  aSegment,
  aVpc,
  joined,
  MANAGER,
  members,
  openMembers,
} from '../../support/nsx';

const ledger = aSegment('ledger');
const nodes = aSegment('nodes');
const vlan = aPortGroup('vlan');
const db = aMachine('db', undefined, { networks: [ledger.id] });
const web = aMachine('web', undefined, { networks: [nodes.id] });
const old = aMachine('old', undefined, { networks: [vlan.id] });
const onLedger = aGroup('on-ledger', { kind: 'paths', members: members(ledger) });
const dbs = aGroup('dbs', aCondition('Name', 'EQUALS', 'db'));
const addresses = aGroup('addresses', { kind: 'addresses', addresses: all('10.0.0.0/8') });
const both = aGroup('both', joined('OR', { kind: 'addresses', addresses: all('10.0.0.0/8') }, { kind: 'paths', members: members(nodes) }));

function scope(policy: Partial<SecurityPolicy>, rule: Partial<FirewallRule> = {}, nsx: EstateParts['nsx'] = {}): string {
  const estate = anEstate({
    machines: [db, web, old],
    portGroups: [vlan],
    nsx: { segments: [ledger, nodes], groups: [onLedger, dbs, addresses, both], ...nsx },
  });
  const one = aSecurityPolicy('p', [aRule('r', rule)], policy);
  const { endpoints, segments } = scopeOf(viewOf(estate, MANAGER), one, one.rules.items[0]!);
  return [endpoints, segments].flatMap(({ must, may }) => [...may].map((id) => `${id.split('.').at(-1)}${must.has(id) ? '' : '?'}`)).join(' ');
}

describe('where a rule acts', () => {
  test.each<[string, Partial<SecurityPolicy>, Partial<FirewallRule>, string]>([
    ['everywhere where neither says; on a network that is no segment perhaps', {}, {}, 'db web old? ledger nodes'],
    ['where the policy is applied', { appliedTo: members(onLedger) }, {}, 'db ledger'],
    ['where the rule is, if the policy says nothing', {}, { appliedTo: members(onLedger) }, 'db ledger'],
    ['where the policy is, whatever the rule says', { appliedTo: members(onLedger) }, { appliedTo: members(nodes) }, 'db ledger'],
    ['on a segment that is named itself', { appliedTo: members(nodes) }, {}, 'web nodes'],
    ['on VMs of a group; on others of a segment perhaps', { appliedTo: members(dbs) }, {}, 'db ledger? nodes?'],
    ['nowhere by a group of addresses', { appliedTo: members(addresses) }, {}, ''],
    ['by the rest of a group that has addresses too', { appliedTo: members(both) }, {}, 'web nodes'],
    ['on either of two', { appliedTo: members(onLedger, both) }, {}, 'db web ledger nodes'],
    ['perhaps by a group that is not known', { appliedTo: members('gone') }, {}, 'db? web? old? ledger? nodes?'],
    ['perhaps where a token says more', { appliedTo: openMembers(onLedger) }, {}, 'db web? old? ledger nodes?'],
    ['perhaps where a token says all of the policy', { appliedTo: openMembers() }, { appliedTo: members(onLedger) }, 'db? web? old? ledger? nodes?'],
    ['perhaps where a token says all of the rule', {}, { appliedTo: openMembers() }, 'db? web? old? ledger? nodes?'],
  ])('%s', (_, policy, rule, expected) => {
    expect(scope(policy, rule)).toBe(expected);
  });

  test('not on what is excluded', () => {
    const without = (member: Parameters<typeof anExclusion>[1], change = {}): string =>
      scope({}, {}, { firewallExclusions: [{ ...anExclusion('x', member), ...change }] });
    expect(without(onLedger)).toBe('web old? nodes');
    expect(without(db)).toBe('web old? ledger nodes');
    expect(without(dbs)).toBe('web old? ledger? nodes?');
    expect(without(token('member'))).toBe('db? web? old? ledger? nodes?');
    expect(without(onLedger, { instances: Interval.between(0, 1) })).toBe('db? web old? ledger? nodes');
    expect(without(onLedger, { instances: Interval.exactly(0) })).toBe('db web old? ledger nodes');
    expect(without(onLedger, { manager: 'nsx-2.example.com' })).toBe('db web old? ledger nodes');
    expect(without(onLedger, { manager: token('host') })).toBe('db? web old? ledger? nodes');
  });

  test('an exclusion says whom it is for', () => {
    const view = viewOf(
      anEstate({ machines: [db, web], nsx: { segments: [ledger, nodes], firewallExclusions: [anExclusion('x', ledger)] } }),
      MANAGER,
    );
    const at = (id: string, segment: string): string =>
      excludes(view, view.exclusions[0]!, { endpoint: view.endpoint.get(id)!, segment: view.segments.get(segment)! }).is;
    expect([at(db.id, ledger.id), at(web.id, nodes.id)]).toEqual(['yes', 'no']);
    expect(isExcluded(view, { segment: view.segments.get(ledger.id)! }).is).toBe('yes');
  });

  test('a policy of a project acts in the project only, one of the default space everywhere', () => {
    const [a, b] = [aProject('a'), aProject('b')];
    const vpc = aVpc('v', a);
    const segments = [aSegment('s-a', { space: a.id }), aSegment('s-b', { space: b.id }), aSegment('s'), aSegment('s-v', { space: vpc.id })];
    const nsx = { projects: [a, b], vpcs: [vpc], segments };
    expect(scope({}, {}, nsx)).toBe('db? web? old? s-a s-b s s-v');
    expect(scope({ space: a.id }, {}, nsx)).toBe('db? web? old? s-a s-v?');
    expect(scope({ space: vpc.id }, {}, nsx)).toBe('db? web? old? s-v');
    expect(scope({ space: token('space') }, {}, nsx)).toBe('db? web? old? s-a? s-b? s? s-v?');
  });
});

describe('scope', () => {
  const names = ['on-ledger', 'dbs', 'addresses', 'both'];
  const objects = new Map([onLedger, dbs, addresses, both].map((each) => [each.name as string, each]));
  /** Who is in each group, by hand. */
  const holds: Record<string, readonly string[]> = { 'on-ledger': [db.id], dbs: [db.id], addresses: [], both: [web.id] };

  test('is that of the policy, else of the rule, else all, less what is excluded', () => {
    fc.assert(
      fc.property(fc.subarray(names), fc.subarray(names), fc.subarray(names), (ofPolicy, ofRule, excluded) => {
        const to = (list: readonly string[]) => members(...list.map((name) => objects.get(name)!));
        const estate = anEstate({
          machines: [db, web],
          nsx: {
            segments: [ledger, nodes],
            groups: [...objects.values()],
            firewallExclusions: excluded.map((name) => anExclusion(`x-${name}`, objects.get(name)!)),
          },
        });
        const view = viewOf(estate, MANAGER);
        const policy = aSecurityPolicy('p', [aRule('r', { appliedTo: to(ofRule) })], { appliedTo: to(ofPolicy) });
        for (const endpoint of view.endpoints) {
          const segment = view.segments.get(endpoint.segments.ids[0]!)!;
          const list = ofPolicy.length > 0 ? ofPolicy : ofRule;
          const isIn = list.length === 0 || list.some((name) => holds[name]!.includes(endpoint.id));
          const isOut = excluded.some((name) => holds[name]!.includes(endpoint.id));
          expect(actsOn(view, policy, policy.rules.items[0]!, { endpoint, segment }).is).toBe(isIn && !isOut ? 'yes' : 'no');
        }
      }),
    );
  });
});
