import { TerraformVariable, Token } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { Group, GroupMembers } from 'cdk-strata/nsx';
import { Net, Wire } from './net';

interface Rendered {
  readonly criteria?: {
    readonly condition?: { key: string; member_type: string; operator: string; value: string }[];
    readonly path_expression?: { member_paths: string[] };
    readonly ipaddress_expression?: { ip_addresses: string[] };
    readonly macaddress_expression?: { mac_addresses: string[] };
    readonly external_id_expression?: { member_type: string; external_ids: string[] }[];
  }[];
  readonly conjunction?: { operator: string }[];
}

const { machines } = GroupMembers;

/** What is rendered of a group with these members. */
function rendered(members: (net: Net) => GroupMembers): Rendered {
  const net = new Net();
  new Group(net, 'g', { members: members(net) });
  return Object.values(net.rendered('nsxt_policy_group'))[0] as Rendered;
}

/** The conditions, each as a text, criterion by criterion. */
function conditions(members: GroupMembers): string[][] {
  const { criteria = [] } = rendered(() => members);
  return criteria.map(({ condition = [] }) => condition.map((each) => [each.member_type, each.key, each.operator, each.value].join(' ')));
}

describe('a condition', () => {
  test.each([
    [machines.tagged('tier', 'db'), 'VirtualMachine Tag EQUALS tier|db'],
    [machines.tag().equals('db'), 'VirtualMachine Tag EQUALS |db'],
    [machines.taggedWithin('tier'), 'VirtualMachine Tag EQUALS tier|'],
    [machines.tag('tier').startsWith('d'), 'VirtualMachine Tag STARTSWITH tier|d'],
    [machines.tag('tier').isNoneOf('a', 'b'), 'VirtualMachine Tag NOTIN tier|a,b'],
    [machines.name.equals('x'), 'VirtualMachine Name EQUALS x'],
    [machines.name.differsFrom('x'), 'VirtualMachine Name NOTEQUALS x'],
    [machines.name.contains('x'), 'VirtualMachine Name CONTAINS x'],
    [machines.name.startsWith('x'), 'VirtualMachine Name STARTSWITH x'],
    [machines.name.endsWith('x'), 'VirtualMachine Name ENDSWITH x'],
    [machines.name.matches('x.*'), 'VirtualMachine Name MATCHES x.*'],
    [machines.name.isOneOf('x', 'y'), 'VirtualMachine Name IN x,y'],
    [machines.osName.contains('Ubuntu'), 'VirtualMachine OSName CONTAINS Ubuntu'],
    [machines.computerName.endsWith('.example.com'), 'VirtualMachine ComputerName ENDSWITH .example.com'],
    [GroupMembers.segments.tagged('tenant', 'bank'), 'Segment Tag EQUALS tenant|bank'],
    [GroupMembers.segmentPorts.tagged('tenant', 'bank'), 'SegmentPort Tag EQUALS tenant|bank'],
    [GroupMembers.vpcSubnets.tagged('tenant', 'bank'), 'VpcSubnet Tag EQUALS tenant|bank'],
    [GroupMembers.vpcSubnetPorts.tagged('tenant', 'bank'), 'VpcSubnetPort Tag EQUALS tenant|bank'],
    [GroupMembers.distributedPortGroups.name.equals('x'), 'DVPG Name EQUALS x'],
    [GroupMembers.distributedPorts.tagged('a', 'b'), 'DVPort Tag EQUALS a|b'],
    [GroupMembers.groups.tagged('a', 'b'), 'Group Tag EQUALS a|b'],
    [GroupMembers.pods.tagged('app', 'web'), 'Pod Tag EQUALS app|web'],
    [GroupMembers.kubernetesNamespaces.name.equals('shop'), 'KubernetesNamespace Name EQUALS shop'],
    [GroupMembers.kubernetesClusters.name.equals('prod'), 'KubernetesCluster Name EQUALS prod'],
    [GroupMembers.kubernetesServices.name.equals('web'), 'KubernetesService Name EQUALS web'],
    [GroupMembers.kubernetesNodes.name.equals('n1'), 'KubernetesNode Name EQUALS n1'],
    [
      GroupMembers.where({ memberType: 'TransportNode', key: 'NodeType', operator: 'EQUALS', value: 'EdgeNode' }),
      'TransportNode NodeType EQUALS EdgeNode',
    ],
  ])('%#: is rendered as %s', (members, condition) => {
    expect(conditions(members)).toEqual([[condition]]);
  });

  test.each([
    [() => machines.tagged('a|b', 'c'), 'scope must not have a "|", got "a|b": a condition is written `scope|tag`'],
    [() => machines.tagged('a', 'b|c'), 'tag must not have a "|", got "b|c"'],
    [() => machines.tag().startsWith('b|c'), 'tag must not have a "|"'],
    [() => machines.taggedWithin('a|'), 'scope must not have a "|"'],
    [() => machines.tagged('', 'c'), 'scope must not be empty'],
    [() => machines.tagged('a', ''), 'tag must not be empty'],
    [() => machines.tagged('s'.repeat(129), 'c'), 'tag.scope must have at most 128 characters, got 129'],
    [() => machines.tagged('s', 't'.repeat(257)), 'tag.tag must have at most 256 characters, got 257'],
    [() => machines.name.isOneOf(), 'name is compared with nothing; give at least one text'],
    [() => machines.name.isOneOf('a,b'), 'name is compared with "a,b", and NSX takes a list with commas in between'],
    [() => machines.name.equals(''), 'name must not be empty'],
    [() => GroupMembers.each('LogicalPort' as never).name.equals('x'), 'memberType must be one of "VirtualMachine"'],
    [() => GroupMembers.where({ memberType: 'Pod', key: 'Label' as never, operator: 'EQUALS', value: 'x' }), 'key must be one of "Tag"'],
    [() => GroupMembers.where({ memberType: 'Pod', key: 'Tag', operator: 'LIKE' as never, value: 'x' }), 'operator must be one of "EQUALS"'],
  ])('%#: that NSX would misread is refused', (make, message) => {
    expect(make).toThrow(message);
  });

  test('takes tokens', () => {
    const { criteria } = rendered((net) => {
      const tier = new TerraformVariable(net, 'tier', { type: 'string' }).stringValue;
      return machines.tagged(tier, 'db').and(machines.name.isOneOf(tier, 'b'));
    });
    expect(criteria![0]!.condition!.map(({ value }) => value)).toEqual(['${var.tier}|db', '${var.tier},b']);
  });
});

describe('and', () => {
  test('puts conditions on one type of members into one criterion, each once', () => {
    const db = machines.tagged('tier', 'db');
    expect(conditions(db.and(machines.name.startsWith('ledger-')).and(db))).toEqual([
      ['VirtualMachine Tag EQUALS tier|db', 'VirtualMachine Name STARTSWITH ledger-'],
    ]);
  });

  test('is distributed over or', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => machines.name.equals(name));
    expect(conditions(a!.or(b!).and(c!))).toEqual([
      ['VirtualMachine Name EQUALS a', 'VirtualMachine Name EQUALS c'],
      ['VirtualMachine Name EQUALS b', 'VirtualMachine Name EQUALS c'],
    ]);
  });

  test.each([
    [
      () => machines.tagged('a', 'b').and(GroupMembers.segments.tagged('a', 'b')),
      'one type of members only by `and`, got VirtualMachine and Segment',
    ],
    [() => machines.tagged('a', 'b').and(GroupMembers.addresses('10.0.0.1')), 'NSX joins conditions only by `and`, got addresses'],
    [() => GroupMembers.paths('/infra/segments/a').and(GroupMembers.paths('/infra/segments/b')), 'got paths'],
    [() => GroupMembers.macAddresses('02:00:00:00:00:01').and(machines.tagged('a', 'b')), 'got MAC addresses'],
    [() => GroupMembers.externalIds('VirtualMachine', 'x').and(machines.tagged('a', 'b')), 'got external ids'],
    [
      () => ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => machines.name.contains(name)).reduce((all, each) => all.and(each)),
      'NSX joins at most 5 conditions by `and`, got 6; give the members a tag',
    ],
    [() => machines.tagged('a', 'b').and('c' as never), 'other must be a GroupMembers, got "c"'],
    [() => machines.tagged('a', 'b').or(undefined as never), 'other must be a GroupMembers, got undefined'],
  ])('%#: refuses what NSX cannot join', (make, message) => {
    expect(make).toThrow(message);
  });

  test('takes five', () => {
    const five = ['a', 'b', 'c', 'd', 'e'].map((name) => machines.name.contains(name)).reduce((all, each) => all.and(each));
    expect(conditions(five)[0]).toHaveLength(5);
  });

  test('takes a segment or a group for no condition', () => {
    const net = new Net();
    expect(() => GroupMembers.of(new Wire(net, 'ledger')).and(machines.tagged('a', 'b'))).toThrow('got groups or segments by themselves');
  });
});

describe('or', () => {
  test('puts an OR between any two criteria', () => {
    const group = rendered(() => machines.name.equals('a').or(machines.name.equals('b')).or(GroupMembers.addresses('10.0.0.1')));
    expect(group.criteria).toHaveLength(3);
    expect(group.conjunction).toEqual([{ operator: 'OR' }, { operator: 'OR' }]);
  });

  test('has each criterion once', () => {
    const a = machines.name.equals('a');
    const b = machines.name.equals('b');
    expect(conditions(a.or(a))).toEqual([['VirtualMachine Name EQUALS a']]);
    expect(conditions(a.and(b).or(b.and(a)))).toHaveLength(1);
    expect(rendered(() => a.or(a)).conjunction).toBeUndefined();
  });

  test('puts members of one kind together', () => {
    const group = rendered((net) =>
      GroupMembers.of(new Wire(net, 'ledger'))
        .or(GroupMembers.addresses(Cidr.of('10.20.8.0/24'), '10.20.9.1'))
        .or(GroupMembers.paths('/infra/segments/nodes'))
        .or(GroupMembers.addresses('10.20.9.1', '10.20.9.5-10.20.9.9'))
        .or(GroupMembers.macAddresses('02:00:00:00:00:01'))
        .or(GroupMembers.macAddresses('02:00:00:00:00:02'))
        .or(GroupMembers.externalIds('VirtualMachine', 'x'))
        .or(GroupMembers.externalIds('VirtualNetworkInterface', 'y'))
        .or(GroupMembers.externalIds('VirtualMachine', 'z')),
    );
    expect(group.criteria).toEqual([
      { path_expression: { member_paths: ['/infra/segments/ledger', '/infra/segments/nodes'] } },
      { ipaddress_expression: { ip_addresses: ['10.20.8.0/24', '10.20.9.1', '10.20.9.5-10.20.9.9'] } },
      { macaddress_expression: { mac_addresses: ['02:00:00:00:00:01', '02:00:00:00:00:02'] } },
      { external_id_expression: [{ member_type: 'VirtualMachine', external_ids: ['x', 'z'] }] },
      { external_id_expression: [{ member_type: 'VirtualNetworkInterface', external_ids: ['y'] }] },
    ]);
  });

  test('keeps addresses of IPv4 and IPv6 apart, as NSX wants them, and tokens with neither', () => {
    const token = '${var.address}';
    const lists = (...addresses: string[]): unknown =>
      rendered(() => GroupMembers.addresses(...addresses)).criteria!.map((each) => each.ipaddress_expression!.ip_addresses);
    expect(lists('10.0.0.1', '2001:db8::1-2001:db8::9', '10.0.0.2', '2001:db8::/32')).toEqual([
      ['10.0.0.1', '10.0.0.2'],
      ['2001:db8::1-2001:db8::9', '2001:db8::/32'],
    ]);
    expect(lists('10.0.0.1', '2001:db8::1', Token.asString({ resolve: () => token }))).toEqual([['10.0.0.1'], ['2001:db8::1'], [token]]);
    expect(lists('2001:db8::1', Token.asString({ resolve: () => token }))).toEqual([['2001:db8::1', token]]);
  });

  test('takes five criteria of conditions, and no more', () => {
    const some = (n: number): GroupMembers =>
      Array.from({ length: n }, (_, each) => machines.name.equals(`m${each}`)).reduce((all, each) => all.or(each));
    expect(conditions(some(5).or(GroupMembers.addresses('10.0.0.1')))).toHaveLength(6);
    expect(() => conditions(some(6))).toThrow('[lab/g] NSX takes at most 5 criteria of conditions in a group, got 6; put some of them into a group');
  });
});

describe('members by themselves', () => {
  test.each([
    [() => GroupMembers.addresses('10.0.0.1/24'), 'did you mean "10.0.0.0/24"'],
    [() => GroupMembers.addresses('10.0.0.300'), 'addresses[0] is not an IP address: "10.0.0.300"'],
    [() => GroupMembers.addresses('10.0.0.9-10.0.0.1'), 'that does not end before it starts, got "10.0.0.9-10.0.0.1"'],
    [() => GroupMembers.addresses('10.0.0.9-2001:db8::1'), 'a range of addresses of one version'],
    [() => GroupMembers.addresses('10.0.0.1-10.0.0.2-10.0.0.3'), 'addresses[0]'],
    [() => GroupMembers.addresses(5 as never), 'addresses[0] must be a Cidr or a text, got 5'],
    [() => GroupMembers.addresses(), 'addresses must name at least one'],
    [() => GroupMembers.macAddresses('02-00-00-00-00-01'), 'addresses[0] must be a MAC address such as "00:50:56:a1:b2:c3", got "02-00-00-00-00-01"'],
    [() => GroupMembers.paths('infra/segments/a'), 'paths[0] must be a policy path'],
    [() => GroupMembers.paths(), 'paths must name at least one'],
    [() => GroupMembers.externalIds('Vm' as never, 'x'), 'type must be one of "VirtualMachine"'],
    [() => GroupMembers.externalIds('VirtualMachine'), 'ids must name at least one'],
    [() => GroupMembers.of(), 'members must name at least one'],
    [() => GroupMembers.of('db' as never), 'members[0] must be a group, a segment, a machine or a fleet, got "db"'],
  ])('%#: are checked', (make, message) => {
    expect(make).toThrow(message);
  });

  test('may be a group', () => {
    expect(rendered((net) => GroupMembers.of(Group.fromAttributes(net, 'k', { groupPath: '/infra/domains/default/groups/k' }))).criteria).toEqual([
      { path_expression: { member_paths: ['/infra/domains/default/groups/k'] } },
    ]);
  });
});
