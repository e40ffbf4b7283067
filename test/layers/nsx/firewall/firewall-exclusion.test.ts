import { Token } from 'cdktf';
import { FirewallExclusion, type FirewallExclusionProps, Group, GroupMembers } from 'cdk-strata/nsx';
import { manager, Space, Wire } from '../group/net';
import { Wall } from './wall';

const TYPE = 'nsxt_policy_firewall_exclude_list_member';

const make = (wall: Wall, member: unknown, id = 'out'): FirewallExclusion =>
  new FirewallExclusion(wall, id, { member: member as FirewallExclusionProps['member'] });

describe('FirewallExclusion', () => {
  test.each<[string, (wall: Wall) => unknown, string]>([
    ['a group', (wall) => new Group(wall, 'g'), '${nsxt_policy_group.g.path}'],
    ['a segment', (wall) => wall.ledger, '/infra/segments/ledger'],
    ['an expression', () => GroupMembers.machines.tagged('a', 'b'), '${nsxt_policy_group.out_members-of-member_'],
    ['a machine', (wall) => wall.machine(), '${nsxt_policy_group.group-of-web-'],
    ['a fleet', (wall) => wall.fleet(), '${nsxt_policy_group.group-of-db-'],
    ['a path', () => '/infra/segments/x/ports/y', '/infra/segments/x/ports/y'],
  ])('names %s', (_, member, path) => {
    const wall = new Wall();
    const exclusion = make(wall, member(wall));
    const { member: rendered, ...rest } = wall.only(TYPE);
    expect(String(rendered).slice(0, path.length)).toBe(path);
    expect(rest).toEqual({});
    expect([FirewallExclusion.isFirewallExclusion(exclusion), FirewallExclusion.isFirewallExclusion(wall)]).toEqual([true, false]);
  });

  test('passes tokens on', () => {
    const wall = new Wall();
    make(wall, Token.asString({ x: 1 }));
    expect(wall.rendered(TYPE)).toHaveProperty('out');
  });

  test('is refused twice', () => {
    const wall = new Wall();
    make(wall, wall.ledger);
    expect(() => make(wall, '/infra/segments/ledger', 'b')).toThrow('[lab/b] the member is on the exclusion list by lab/out already; say it there');
    const group = new Group(wall, 'g');
    make(wall, group, 'c');
    expect(() => make(wall, group, 'd')).toThrow('the member is on the exclusion list by lab/c already');
    expect(() => make(wall, new Wire(wall, 'other'), 'e')).not.toThrow();
  });

  test.each<[string, (wall: Wall) => unknown]>([
    ['member must be a policy path, such as "/infra/segments/nodes", got "10.0.0.1"', () => '10.0.0.1'],
    ['member must be a group, a segment, a machine, a fleet or an address, got 5', () => 5],
    ['member must be a group, a segment, a machine, a fleet or an address, got undefined', () => undefined],
    ['member is lab/out/members-of-member, a group of addresses', () => GroupMembers.addresses('10.0.0.1')],
    [
      'member is lab/out/members-of-member, a group with addresses or users among others',
      () => GroupMembers.machines.tagged('a', 'b').or(GroupMembers.addresses('10.0.0.1')),
    ],
    [
      'member is lab/out/members-of-member, a group with addresses or users among others',
      () => GroupMembers.machines.tagged('a', 'b').or(GroupMembers.macAddresses('00:50:56:00:00:01')),
    ],
    [
      'member is lab/g, a group with addresses or users among others',
      (wall) => {
        const directoryGroups = [{ distinguishedName: 'CN=dba', domainBaseDistinguishedName: 'DC=x' }];
        return new Group(wall, 'g', { members: GroupMembers.machines.tagged('a', 'b'), directoryGroups });
      },
    ],
    ['member is lab/edge/g, of the NSX manager', (wall) => new Group(manager(wall, 'edge', 'edge', 'nsx.edge.example.com'), 'g')],
  ])('is refused: %s', (message, member) => {
    const wall = new Wall();
    expect(() => make(wall, member(wall))).toThrow(`[lab/out] ${message}`);
  });

  test('is refused in a project', () => {
    const shop = new Space(new Wall(), 'shop');
    expect(() => new FirewallExclusion(shop, 'x', { member: '/infra/a' })).toThrow(
      '[lab/shop/x] the exclusion list is one for all of NSX, and this stands below lab/shop; make it outside',
    );
  });
});
