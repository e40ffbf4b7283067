import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { Group, GroupMembers, Segment } from 'cdk-strata/nsx';
import { VirtualMachine } from 'cdk-strata/vsphere';
import { Construct } from 'constructs';
import { groupOf, pathOrAddress } from '../../../../lib/layers/nsx/group/endpoint';
import { manager, Net, Space, Wire } from './net';

const groups = (net: Net, type = 'nsxt_policy_group'): Record<string, unknown>[] => Object.values(net.rendered(type));

describe('what a rule names', () => {
  test('stays what it is where it is an address', () => {
    const net = new Net();
    const token = new TerraformVariable(net, 'address', { type: 'string' }).stringValue;
    expect([Cidr.of('10.0.0.0/8'), '10.0.0.1', '10.0.0.0/8', '10.0.0.1-10.0.0.9', '2001:db8::1', token].map((each) => groupOf(net, each))).toEqual([
      '10.0.0.0/8',
      '10.0.0.1',
      '10.0.0.0/8',
      '10.0.0.1-10.0.0.9',
      '2001:db8::1',
      token,
    ]);
    expect(groups(net)).toEqual([]);
  });

  test('stays what it is where it is a group', () => {
    const net = new Net();
    const group = new Group(net, 'g');
    expect(groupOf(net, group)).toBe(group);
    expect(net.resolve(pathOrAddress(net, group))).toBe('${nsxt_policy_group.g.path}');
    expect(pathOrAddress(net, '10.0.0.1')).toBe('10.0.0.1');
  });

  test('becomes one group beside a segment, in its stack', () => {
    const app = Testing.app();
    const [one, two] = [new Net(app, 'one'), new Net(app, 'two')];
    const wire = new Wire(one, 'ledger');
    const group = groupOf(two, wire) as Group;
    expect(groupOf(one, wire)).toBe(group);
    expect(TerraformStack.of(group)).toBe(one);
    expect(groups(one)).toMatchSnapshot();
    expect(groups(two)).toEqual([]);
  });

  test('is refused where the group of a segment that is known by its path would be of another manager', () => {
    const app = Testing.app();
    const one = new Net(app, 'one');
    const two = new TerraformStack(app, 'two');
    manager(two, 'nsx', undefined, 'nsx.other.example.com');
    const segment = Segment.fromAttributes(one, 'ledger', { segmentPath: '/infra/segments/ledger' });
    expect(() => groupOf(two, segment, 'from[0]')).toThrow(
      '[two] the group of from[0] is one/ledger/nsx-group, of the NSX manager "nsx.example.com" by one/nsx, and this goes to "nsx.other.example.com"',
    );
  });

  test('is refused at synthesis where it turns out to be of another manager', () => {
    const app = Testing.app();
    const [one, two] = ['one', 'two'].map((id) => new TerraformStack(app, id)) as [TerraformStack, TerraformStack];
    const group = new Group(one, 'g');
    groupOf(two, group, 'from[0]');
    manager(one, 'nsx');
    manager(two, 'nsx', undefined, 'nsx.other.example.com');
    expect(() => Testing.synth(two, true)).toThrow('from[0] is one/g, of the NSX manager "nsx.example.com" by one/nsx, and this goes to');
    expect(() => Testing.synth(one, true)).not.toThrow();
  });

  test.each([{ segmentPath: '/infra/segments/ledger' }, { machineUuid: '4204' }])('is refused where a group cannot stand beside it: %j', (thing) => {
    expect(() => groupOf(new Net(), thing as never, 'from[0]')).toThrow(
      '[lab] from[0] must be a group, a segment, a machine, a fleet or an address, got',
    );
  });

  test('gives its group a name that is no longer than NSX takes it', () => {
    const net = new Net();
    groupOf(net, net.machine({ name: 'db' } as object, 'd'.repeat(300)));
    groupOf(net, Segment.fromAttributes(net, 'ledger', { segmentPath: '/infra/segments/x', segmentName: 's'.repeat(300) }));
    expect(groups(net).map(({ display_name: name }) => (name as string).length)).toEqual([255, 255]);
  });

  test('becomes a group of a segment that the app makes or looks up, in its project', () => {
    const net = new Net();
    const shop = new Space(net, 'shop');
    groupOf(net, new Segment(shop, 'ledger', { gateway: undefined }));
    groupOf(net, Segment.fromLookup(shop, 'nodes2', { name: 'nodes' }));
    expect(groups(net)).toMatchObject([
      {
        display_name: 'ledger',
        context: { project_id: 'shop' },
        criteria: [{ path_expression: { member_paths: ['${nsxt_policy_segment.shop_ledger_91D4F5A1.path}'] } }],
      },
      { display_name: 'nodes', context: { project_id: 'shop' } },
    ]);
  });

  test('becomes one group of a fleet, by the tag of its machines', () => {
    const net = new Net();
    const fleet = net.fleet();
    const [a, b] = [new Construct(net, 'a'), new Construct(net, 'b')];
    expect(groupOf(a, fleet)).toBe(groupOf(b, fleet));
    expect(groupOf(a, fleet.machines[0]!)).not.toBe(groupOf(a, fleet));
    expect(groups(net)).toMatchSnapshot();
    expect(Object.values(net.rendered('nsxt_policy_vm_tags')).map(({ tag }) => tag)).toEqual([
      [
        { scope: 'strata', tag: 'lab/db' },
        { scope: 'strata', tag: 'lab/db/db-1' },
      ],
      [{ scope: 'strata', tag: 'lab/db' }],
    ]);
  });

  test('becomes a group in the stack, at the manager and in the space of who names the machines', () => {
    const app = Testing.app();
    const [one, two] = [new Net(app, 'one'), new Net(app, 'two')];
    const machine = VirtualMachine.fromLookup(one, 'web', { name: 'web', datacenter: one.datacenter });
    groupOf(two, machine);
    const shop = new Space(two, 'shop');
    groupOf(new Construct(shop, 'policy'), machine);
    groupOf(new Construct(new Space(shop, 'web', 'shop', 'web'), 'policy'), machine);
    const edge = manager(one, 'edge', 'edge', 'nsx.edge.example.com');
    groupOf(new Construct(edge, 'policy'), machine);
    expect(groups(two).map(({ context }) => context)).toEqual([undefined, { project_id: 'shop' }]);
    expect(groups(two, 'nsxt_vpc_group').map(({ context }) => context)).toEqual([{ project_id: 'shop', vpc_id: 'web' }]);
    expect(groups(one).map(({ provider }) => provider)).toEqual(['nsxt.edge']);
    expect(Object.values(one.rendered('nsxt_policy_vm_tags')).map(({ provider }) => provider)).toEqual(['nsxt.edge', undefined]);
  });

  test('becomes a group below who gives an expression, once for one expression', () => {
    const net = new Net();
    const user = new Construct(net, 'policy');
    const members = GroupMembers.machines.tagged('tier', 'db');
    const group = groupOf(user, members, 'rules[0].from[0]') as Group;
    expect(groupOf(user, members, 'rules[1].from[0]')).toBe(group);
    expect(group.node.path).toBe('lab/policy/members-of-rules-0-from-0');
    const other = groupOf(user, GroupMembers.addresses('10.0.0.1'), 'rules[0].from[0]') as Group;
    expect(other.node.id).toBe('members-of-rules-0-from-0-2');
  });

  test.each([
    ['[lab] from[0] is not an IP address: "nodes"', 'nodes'],
    ['[lab] from[0] is the path "/infra/domains/default/groups/x"; give `Group.fromAttributes', '/infra/domains/default/groups/x'],
    ['[lab] from[0] must be a group, a segment, a machine, a fleet or an address, got 5', 5 as never],
    ['[lab] from[0] must be a group, a segment, a machine, a fleet or an address, got undefined', undefined as never],
  ])('is refused: %s', (message, endpoint) => {
    expect(() => groupOf(new Net(), endpoint, 'from[0]')).toThrow(message);
  });

  test('is refused where it is of another manager', () => {
    const net = new Net();
    const other = new Group(manager(net, 'edge', 'edge', 'nsx.edge.example.com'), 'other');
    expect(() => groupOf(new Group(net, 'user'), other, 'to[0]')).toThrow('[lab/user] to[0] is lab/edge/other, of the NSX manager');
  });
});
