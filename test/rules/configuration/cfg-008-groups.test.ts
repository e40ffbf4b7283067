import { reference, type Estate, type ResourceInstance, type Value } from '../../../lib/estate';
import { nsx } from '../../../lib/rules/configuration/cfg-008-nsx';
import { anEstate, aResource, aStack, STACK, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { aGroup, recorded } from '../../support/nsx';

const condition = (memberType: Value = 'VirtualMachine') => ({
  condition: [{ key: 'Tag', member_type: memberType, operator: 'EQUALS', value: 'a' }],
});
const addresses = (...list: Value[]) => ({ ipaddress_expression: [{ ip_addresses: list }] });
const paths = { path_expression: [{ member_paths: ['/x'] }] };
const join = (operator: Value = 'OR') => ({ operator });

const group = (criteria: Value, conjunction: Value = [], change: Parameters<typeof aGroup>[2] = {}): Estate =>
  anEstate({
    nsx: { groups: [aGroup('g', undefined, change)] },
    stacks: [aStack({ resources: [aResource('nsxt_policy_group', 'g', { criteria, conjunction } as ResourceInstance['values'])] })],
  });
const lines = (estate: Estate) => refutations(nsx, estate).map((verdict) => text(verdict).slice(0, -2));

describe('CFG-008 on groups', () => {
  test.each<[string, Value, Value]>([
    ['nothing', [], []],
    ['one criterion', [condition()], []],
    ['criteria with a conjunction between', [condition(), addresses('10.0.0.1')], [join()]],
    ['criteria of one kind by AND', [condition(), condition('Segment')], [join('AND')]],
    ['three', [condition(), condition(), paths], [join('AND'), join('OR')]],
    ['a list of ids', [{ external_id_expression: [{ external_ids: ['a', 'b'] }] }], []],
    ['five conditions on VMs', [{ condition: [1, 2, 3, 4, 5].map(() => condition().condition[0]!) }], []],
  ])('passes with %s', (_, criteria, conjunction) => expect(outcomes(nsx, group(criteria, conjunction))).toEqual(['proved']));

  test.each<[string, Value, Value, string[]]>([
    ['no conjunction between two', [condition(), condition()], [], ['group `g` has too few conjunctions', 'criteria: 2', 'conjunctions: 0']],
    [
      'none between three, which the provider does not see',
      [condition(), condition(), condition()],
      [],
      ['group `g` has too few conjunctions', 'criteria: 3', 'conjunctions: 0'],
    ],
    ['a conjunction at the end', [condition()], [join()], ['group `g` has too many conjunctions', 'criteria: 1', 'conjunctions: 1']],
    ['a conjunction of nothing', [], [join()], ['group `g` has too many conjunctions', 'criteria: 0', 'conjunctions: 1']],
    [
      'two kinds in a criterion',
      [{ ...condition(), ...paths }],
      [],
      ['a criterion of group `g` mixes kinds of members', 'has: `condition` and `path_expression`'],
    ],
    ['an empty criterion', [{}], [], ['a criterion of group `g` is empty', 'has: no condition, address, path or id']],
    [
      'AND between kinds',
      [condition(), paths],
      [join('AND')],
      ['group `g` joins different kinds of members by "AND"', 'joins: `condition` and `path_expression`'],
    ],
    [
      'AND between others',
      [condition(), condition(), addresses('10.0.0.1')],
      [join(), join('AND')],
      ['group `g` joins different kinds of members by "AND"', 'joins: `condition` and `ipaddress_expression`'],
    ],
    [
      'conditions on different members',
      [{ condition: [...condition().condition, ...condition('Segment').condition] }],
      [],
      ['a criterion of group `g` joins conditions on different members', 'has: `VirtualMachine` and `Segment`'],
    ],
    [
      'two lists of ids',
      [{ external_id_expression: [{ external_ids: ['a'] }, { external_ids: ['b'] }] }],
      [],
      ['a criterion of group `g` joins lists of ids', 'has: more than one `external_id_expression`'],
    ],
    [
      'addresses of both versions',
      [addresses('10.0.0.1', '2001:db8::/64')],
      [],
      ['a criterion of group `g` has addresses of both versions', 'has: IPv4 and IPv6'],
    ],
  ])('fails with %s', (_, criteria, conjunction, expected) => expect(lines(group(criteria, conjunction))).toEqual([expected]));

  test('names the provider where that refuses, and NSX where only that does', () => {
    const source = (estate: Estate) => text(refutations(nsx, estate)[0]).find((line) => line.startsWith('source'))!;
    expect(source(group([condition(), condition()]))).toContain('resource_nsxt_policy_group.go');
    expect(source(group([condition(), condition(), condition()]))).toContain('developer.broadcom.com');
  });

  test('is undecided about tokens', () => {
    const reasons = (estate: Estate) => undecideds(nsx, estate).map(({ reason }) => reason);
    const known = 'known only to whoever sets `site/var.size`';
    expect(reasons(group(token()))).toEqual([`a criterion or conjunction is ${known}`]);
    expect(reasons(group([condition(), token()]))).toEqual([`a criterion or conjunction is ${known}`]);
    expect(reasons(group([condition()], token()))).toEqual([`a criterion or conjunction is ${known}`]);
    expect(reasons(group([{ condition: token() }]))).toEqual([`a part of one is ${known}`]);
    expect(reasons(group([{ ...paths, condition: token() }]))).toEqual([`a part of one is ${known}`]);
    expect(reasons(group([condition(), paths], [join(token())]))).toEqual([`\`operator\` is ${known}`, `its operator is ${known}`]);
    expect(reasons(group([condition(), paths], [join(reference(STACK, 'x.y', 'operator'))]))).toEqual(['its operator is known only after apply']);
    expect(reasons(group([condition(), condition()], [join(token())]))).toEqual([`\`operator\` is ${known}`]);
  });

  test('says what is certain beside a token', () => {
    expect(outcomes(nsx, group([{}, token()]))).toEqual(['refuted', 'undecided']);
  });

  test('those of others are none of its business', () => {
    expect(judged(nsx, anEstate({ nsx: { groups: [recorded(aGroup('g'))] } }))).toEqual([]);
  });
});
