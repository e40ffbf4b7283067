import { unknown, type Group, type GroupTerm } from '../../../../lib/estate';
import { at, DOMAIN, MANAGER, node, nsxOf, results, type ApiNode } from './api';

const PATH = `${DOMAIN}/groups/g`;
const all = (...items: unknown[]): unknown => ({ items, complete: true });
const open = (field: string): unknown => unknown('data-source', field, at(PATH));
const condition = { resource_type: 'Condition', key: 'Tag', member_type: 'VirtualMachine', operator: 'EQUALS', value: 'tenant|a' };
const read = { kind: 'condition', key: 'Tag', memberType: 'VirtualMachine', operator: 'EQUALS', value: 'tenant|a' };
const operator = (conjunction_operator: string): object => ({ resource_type: 'ConjunctionOperator', conjunction_operator });

function group(body: object, ...others: ApiNode[]): Group {
  return nsxOf(results(node('Group', PATH, { ...body }), ...others)).groups.find(({ id }) => id === at(PATH))!;
}
const term = (expression: object, ...others: ApiNode[]): GroupTerm | undefined =>
  group({ expression: [expression] }, ...others).expression.terms.items[0];

test('terms stand with the operators between them', () => {
  const { expression } = group({ expression: [condition, operator('AND'), { ...condition, value: 'b' }, operator('OR'), condition] });
  expect(expression).toEqual({ terms: all(read, { ...read, value: 'b' }, read), operators: ['AND', 'OR'] });
});

test('an expression that is empty has no member, one that is missing is not known', () => {
  expect(group({ expression: [] }).expression).toEqual({ terms: all(), operators: [] });
  expect(group({}).expression).toEqual({ terms: { items: [], complete: false, unknown: open('expression') }, operators: [] });
});

test('a nested expression without its terms is not known', () => {
  expect(term({ resource_type: 'NestedExpression' })).toEqual({
    kind: 'nested',
    expression: { terms: { items: [], complete: false, unknown: open('expressions') }, operators: [] },
  });
});

test.each<readonly [string, object, unknown]>([
  ['Condition', condition, read],
  [
    'PathExpression',
    { resource_type: 'PathExpression', paths: ['/infra/segments/s', '/infra/segments/x', '/infra/segments/y'] },
    {
      kind: 'paths',
      members: { ids: [at('/infra/segments/s')], complete: false, unknown: unknown('data-source', '/infra/segments/x, /infra/segments/y', MANAGER) },
    },
  ],
  [
    'PathExpression without paths',
    { resource_type: 'PathExpression' },
    { kind: 'paths', members: { ids: [], complete: false, unknown: open('paths') } },
  ],
  [
    'IPAddressExpression',
    { resource_type: 'IPAddressExpression', ip_addresses: ['10.0.0.1', '::1'] },
    { kind: 'addresses', addresses: all('10.0.0.1', '::1') },
  ],
  [
    'MACAddressExpression',
    { resource_type: 'MACAddressExpression', mac_addresses: ['02:00:00:00:00:01'] },
    { kind: 'mac-addresses', addresses: all('02:00:00:00:00:01') },
  ],
  [
    'MACAddressExpression without addresses',
    { resource_type: 'MACAddressExpression' },
    { kind: 'mac-addresses', addresses: { items: [], complete: false, unknown: open('mac_addresses') } },
  ],
  [
    'ExternalIDExpression',
    { resource_type: 'ExternalIDExpression', member_type: 'VirtualMachine', external_ids: ['v1'] },
    { kind: 'external-ids', memberType: 'VirtualMachine', ids: all('v1') },
  ],
  ['IdentityGroupExpression', { resource_type: 'IdentityGroupExpression', identity_groups: [] }, { kind: 'identities' }],
  [
    'NestedExpression',
    { resource_type: 'NestedExpression', expressions: [condition, operator('AND'), condition] },
    { kind: 'nested', expression: { terms: all(read, read), operators: ['AND'] } },
  ],
  [
    'a type that is not known',
    { resource_type: 'FutureExpression' },
    { kind: 'paths', members: { ids: [], complete: false, unknown: open('FutureExpression') } },
  ],
])('%s', (_, expression, expected) => {
  expect(term(expression, node('Segment', '/infra/segments/s'))).toEqual(expected);
});

describe('a condition', () => {
  test('without an operator asks for equality only of the tags of segments and ports', () => {
    const without = (body: object): unknown => (term({ ...condition, operator: undefined, ...body }) as { readonly operator: unknown }).operator;
    expect(without({ member_type: 'Segment' })).toBe('EQUALS');
    expect(without({ member_type: 'SegmentPort' })).toBe('EQUALS');
    expect(without({})).toEqual(open('operator'));
    expect(without({ member_type: 'Segment', key: 'Name' })).toEqual(open('operator'));
  });

  test('with an operator for the scope of its own, or with exceptions, is open', () => {
    expect(term({ ...condition, scope_operator: 'NOTEQUALS' })).toEqual({ ...read, operator: open('scope_operator') });
    expect(term({ ...condition, scope_operator: 'EQUALS' })).toEqual(read);
    expect(term({ ...condition, exclude: { members: [] } })).toEqual({ ...read, value: open('exclude') });
  });

  test('that somebody cut is open', () => {
    expect(term({ resource_type: 'Condition' })).toEqual({
      kind: 'condition',
      key: open('key'),
      memberType: open('member_type'),
      operator: open('operator'),
      value: open('value'),
    });
  });
});

test('directory users narrow down the members', () => {
  const users = [{ resource_type: 'IdentityGroupExpression', identity_groups: [] }];
  expect(group({ expression: [], extended_expression: users }).expression).toEqual({ terms: all({ kind: 'identities' }), operators: [] });
  expect(group({ expression: [condition], extended_expression: [] }).expression).toEqual({ terms: all(read), operators: [] });
  expect(group({ expression: [condition, operator('OR'), condition], extended_expression: users }).expression).toEqual({
    terms: all(
      { kind: 'nested', expression: { terms: all(read, read), operators: ['OR'] } },
      { kind: 'nested', expression: { terms: all({ kind: 'identities' }), operators: [] } },
    ),
    operators: ['AND'],
  });
});

test('the type is that of the list, and null without one', () => {
  expect(group({ group_type: ['IPAddress'] }).type).toBe('IPAddress');
  expect(group({ group_type: [] }).type).toBeNull();
  expect(group({}).type).toBeNull();
  expect(nsxOf({ groups: [{ path: PATH }] }).groups[0]!.type).toEqual(open('group_type'));
});

describe('recorded members', () => {
  const members = (body: object): unknown => {
    const content = { virtual_machines: [{ external_id: 'v1', display_name: 'web-1' }], groups: [{ path: PATH, ...body }] };
    return nsxOf(content).groups[0]!.recordedMembers;
  };

  test('are VMs, addresses and whatever else the manager listed', () => {
    expect(
      members({
        vm_members: [{ id: 'v1', display_name: 'web-1' }, { id: 'v2' }, { external_id: 'v1', id: 'x', display_name: 'again' }],
        ips_members: ['10.0.0.1'],
        segments_members: [{ path: '/infra/segments/s' }],
        vif_members: [{ display_name: 'Network adapter 1' }],
        ip_group_members: [{ external_id: 'e' }],
      }),
    ).toEqual(
      all(
        { kind: 'machine', machine: at('/infra/realized-state/virtual-machines/v1'), text: 'web-1' },
        { kind: 'machine', machine: null, text: 'v2' },
        { kind: 'machine', machine: at('/infra/realized-state/virtual-machines/v1'), text: 'again' },
        { kind: 'address', machine: null, text: '10.0.0.1' },
        { kind: 'other', machine: null, text: 'Network adapter 1' },
        { kind: 'other', machine: null, text: '/infra/segments/s' },
        { kind: 'other', machine: null, text: 'e' },
      ),
    );
  });

  test('are none where the manager listed none, and not known where nobody asked', () => {
    expect(members({ vm_members: [] })).toEqual(all());
    expect(members({ vm_members: null })).toBeUndefined();
    expect(members({})).toBeUndefined();
  });
});
