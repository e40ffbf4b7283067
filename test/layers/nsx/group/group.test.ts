import { TerraformVariable, Testing } from 'cdktf';
import { Group, GroupMembers, Segment } from 'cdk-strata/nsx';
import type { Construct } from 'constructs';
import { manager, Net, Space } from './net';

const members = GroupMembers.machines.tagged('tier', 'db');

describe('a group', () => {
  test('renders every prop', () => {
    const net = new Net();
    const group = new Group(net, 'dbs', {
      name: 'databases',
      description: 'The ledger',
      nsxTags: [{ scope: 'team', tag: 'dba' }],
      nsxId: 'dbs',
      domain: 'cgw',
      groupType: 'ANTREA',
      members: members.or(GroupMembers.addresses('10.20.8.0/24')),
      directoryGroups: [
        { distinguishedName: 'CN=dbas,DC=example,DC=com', domainBaseDistinguishedName: 'DC=example,DC=com', sid: 'S-1-5-21-1' },
        { distinguishedName: 'CN=ops,DC=example,DC=com', domainBaseDistinguishedName: 'DC=example,DC=com' },
      ],
    });
    expect(net.rendered('nsxt_policy_group')).toMatchSnapshot();
    expect(Group.isGroup(group)).toBe(true);
    expect(Group.isGroup({})).toBe(false);
    expect(group.groupName).toBe('databases');
    expect(net.resolve(group.groupPath)).toBe('${nsxt_policy_group.dbs.path}');
  });

  test('may be empty, and is deleted after what names it, also with an id of its own', () => {
    const net = new Net();
    new Group(net, 'later');
    new Group(net, 'fixed', { nsxId: 'fixed' });
    const { later, fixed } = net.rendered('nsxt_policy_group');
    expect(later).toEqual({ display_name: 'later', lifecycle: { create_before_destroy: true } });
    expect(fixed).toEqual({ display_name: 'fixed', nsx_id: 'fixed', lifecycle: { create_before_destroy: true } });
  });

  test('lies where it stands in the tree', () => {
    const net = new Net();
    new Group(new Space(net, 'shop'), 'g', { members });
    new Group(new Space(net, 'default', 'default'), 'd', { members });
    new Group(new Space(net, 'web', 'shop', 'web'), 'v', { members });
    new Group(new Space(net, 'main', 'default', 'main'), 'm', { members });
    const at = (type: string): unknown => Object.values(net.rendered(type)).map(({ display_name, context }) => ({ display_name, context }));
    expect(at('nsxt_policy_group')).toEqual([
      { display_name: 'd', context: undefined },
      { display_name: 'g', context: { project_id: 'shop' } },
    ]);
    expect(at('nsxt_vpc_group')).toEqual([
      { display_name: 'm', context: { project_id: 'default', vpc_id: 'main' } },
      { display_name: 'v', context: { project_id: 'shop', vpc_id: 'web' } },
    ]);
  });

  test('goes to the manager above it', () => {
    const net = new Net();
    new Group(manager(net, 'edge', 'edge', 'nsx.edge.example.com'), 'g', { members });
    expect(Object.values(net.rendered('nsxt_policy_group'))[0]).toMatchObject({ provider: 'nsxt.edge' });
  });

  test('takes tokens', () => {
    const net = new Net();
    const text = new TerraformVariable(net, 'text', { type: 'string' }).stringValue;
    new Group(net, 'g', { name: text, description: text, nsxId: text, domain: text, nsxTags: [{ scope: text }] });
    expect(Object.values(net.rendered('nsxt_policy_group'))[0]).toMatchObject({ display_name: '${var.text}', domain: '${var.text}' });
  });

  test('names another one across stacks', () => {
    const app = Testing.app();
    const [one, two] = [new Net(app, 'one'), new Net(app, 'two')];
    new Group(two, 'all', { members: GroupMembers.of(new Group(one, 'dbs', { members })) });
    for (const stack of [one, two]) stack.prepareStack();
    expect(JSON.stringify(two.rendered('nsxt_policy_group'))).toContain('data.terraform_remote_state.cross-stack-reference-input-one');
  });

  test.each([
    ['[lab/g] members must be a GroupMembers, got "db"', { members: 'db' as never }],
    ['[lab/g] groupType must be one of "IPAddress", "ANTREA", "BareMetalServer", got "VM"', { groupType: 'VM' as never }],
    [
      '[lab/g] groupType is IPAddress, and the members are not addresses only',
      { groupType: 'IPAddress', members: GroupMembers.macAddresses('02:00:00:00:00:01') },
    ],
    ['[lab/g] directoryGroups must be a list of at least one, got a list of 0', { directoryGroups: [] }],
    ['[lab/g] directoryGroups[0].distinguishedName must be a text', { directoryGroups: [{ domainBaseDistinguishedName: 'DC=example' } as never] }],
    ['[lab/g] name must not be empty', { name: '' }],
    ['[lab/g] domain must not be empty', { domain: '' }],
    ['[lab/g] props must be an object', null as never],
  ] as const)('is refused: %s', (message, props) => {
    expect(() => new Group(new Net(), 'g', props)).toThrow(message);
  });

  test('of addresses only takes addresses', () => {
    const net = new Net();
    new Group(net, 'g', { groupType: 'IPAddress', members: GroupMembers.addresses('10.0.0.1') });
    expect(Object.values(net.rendered('nsxt_policy_group'))[0]).toMatchObject({ group_type: 'IPAddress' });
  });

  test('of a VPC has no domain', () => {
    expect(() => new Group(new Space(new Net(), 'web', 'shop', 'web'), 'g', { domain: 'cgw' })).toThrow(
      '[lab/web/g] domain is given, and the groups of a VPC lie in no domain',
    );
  });

  test('has no members of another manager', () => {
    const net = new Net();
    const other = new Group(manager(net, 'edge', 'edge', 'nsx.edge.example.com'), 'other');
    expect(() => new Group(net, 'g', { members: GroupMembers.of(other) })).toThrow('of the NSX manager "nsx.edge.example.com" by lab/edge');
    const wire = Segment.fromLookup(net.node.findChild('edge') as Construct, 'wire', { name: 'wire' });
    expect(() => new Group(net, 'h', { members: GroupMembers.of(wire) })).toThrow('[lab/h] members is lab/edge/wire, of the NSX manager');
  });
});

describe('a group that exists', () => {
  test('is looked up by its name', () => {
    const net = new Net();
    const group = Group.fromLookup(net, 'dbs', { name: 'databases', domain: 'cgw' });
    Group.fromLookup(new Space(net, 'shop'), 'own', { name: 'own' });
    Group.fromLookup(new Space(net, 'web', 'shop', 'web'), 'shared', { name: 'shared', shared: true });
    expect(net.rendered('data.nsxt_policy_group')).toMatchSnapshot();
    expect(group.groupName).toBe('databases');
    expect(net.resolve(group.groupPath)).toBe('${data.nsxt_policy_group.dbs.path}');
  });

  test('is known by its path', () => {
    const group = Group.fromAttributes(new Net(), 'dbs', { groupPath: '/infra/domains/default/groups/dbs', groupName: 'databases' });
    expect(group).toMatchObject({ groupPath: '/infra/domains/default/groups/dbs', groupName: 'databases' });
  });

  test('is refused where it cannot be found', () => {
    const net = new Net();
    expect(() => Group.fromLookup(net, 'a', { name: '' })).toThrow('[lab/a] name must not be empty');
    expect(() => Group.fromLookup(net, 'b', {} as never)).toThrow('[lab/b] name must be a text');
    expect(() => Group.fromLookup(new Space(net, 'web', 'shop', 'web'), 'c', { name: 'x' })).toThrow('the provider cannot look up a group of a VPC');
    expect(() => Group.fromAttributes(net, 'd', { groupPath: 'dbs' })).toThrow('[lab/d] groupPath must be a policy path');
  });
});
