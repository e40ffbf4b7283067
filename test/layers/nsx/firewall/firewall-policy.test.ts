import { Testing, Token } from 'cdktf';
import { Cidr, Flow } from 'cdk-strata';
import {
  ContextProfile,
  FirewallPolicy,
  type FirewallPolicyProps,
  Group,
  GroupMembers,
  Segment,
  Service,
  ServiceEntry,
  TransportZone,
} from 'cdk-strata/nsx';
import { manager, Space, Wire } from '../group/net';
import { Wall } from './wall';

const TYPE = 'nsxt_policy_security_policy';
const VPC_TYPE = 'nsxt_vpc_security_policy';
const settle = Flow.tcp(5432);

describe('FirewallPolicy renders', () => {
  test('the program that one wants to write', () => {
    const wall = new Wall();
    const pool = wall.fleet();
    const policy = wall.policy({ default: 'drop', rules: [{ name: 'settle', from: [pool], allow: [settle] }] });
    expect(wall.only(TYPE)).toEqual({
      category: 'Application',
      display_name: 'ledger-fw',
      lifecycle: { create_before_destroy: true },
      rule: [
        {
          action: 'ALLOW',
          direction: 'IN',
          display_name: 'settle',
          service_entries: { l4_port_set_entry: [{ destination_ports: ['5432'], protocol: 'TCP' }] },
          source_groups: ['${nsxt_policy_group.group-of-db-' + pool.node.addr.slice(-8) + '.path}'],
        },
        { action: 'DROP', direction: 'IN_OUT', display_name: 'default' },
      ],
      scope: ['${nsxt_policy_group.ledger_nsx-group_1583EB00.path}'],
      sequence_number: 10,
      tcp_strict: true,
    });
    expect([FirewallPolicy.isFirewallPolicy(policy), FirewallPolicy.isFirewallPolicy(wall), policy.sequence]).toEqual([true, false, 10]);
    expect(wall.resolve(policy.policyPath)).toBe('${nsxt_policy_security_policy.ledger-fw.path}');
  });

  test('everything it is told', () => {
    const wall = new Wall();
    const tls = ContextProfile.fromLookup(wall, 'tls', { name: 'SSL' });
    wall.policy({
      name: 'Ledger',
      description: 'who may reach the ledger',
      nsxTags: [{ scope: 'owner', tag: 'bank' }],
      nsxId: 'ledger',
      appliedTo: 'everything',
      category: 'infrastructure',
      sequence: 700,
      stateful: true,
      tcpStrict: false,
      locked: true,
      comments: 'audit',
      domain: 'fra',
      default: 'reject',
      defaultLogged: true,
      rules: [
        {
          name: 'settle',
          description: 'settlement',
          notes: 'see the book',
          from: [Cidr.of('10.20.0.0/23'), '10.20.4.1-10.20.4.9'],
          toExcept: [wall.ledger],
          allow: [settle, Service.fromLookup(wall, 'https', { name: 'HTTPS' })],
          profiles: [tls, tls],
          direction: 'out',
          ipVersion: 4,
          logged: true,
          logLabel: 'settle',
          disabled: true,
          nsxTags: [{ tag: 'x' }],
          appliedTo: [wall.ledger, wall.ledger],
        },
      ],
    });
    expect(wall.only(TYPE)).toMatchSnapshot();
  });

  test('a policy without rules, to which rules are added before its last one', () => {
    const wall = new Wall();
    const policy = wall.policy({ default: 'drop' });
    expect(wall.only(TYPE).rule).toMatchObject([{ display_name: 'default' }]);
    expect(policy.addRule({ name: 'one', allow: 'any' }).addRule({ name: 'two', drop: 'any' })).toBe(policy);
    expect(wall.only(TYPE).rule).toMatchObject([{ display_name: 'one' }, { display_name: 'two' }, { display_name: 'default' }]);
    expect(new Wall().policy().resource.ruleInput).toBeUndefined();
  });

  test('rules in the order of the list, without numbers of their own', () => {
    const wall = new Wall();
    wall.policy({ rules: ['c', 'a', 'b'].map((name) => ({ name, drop: 'any' })) });
    const rules = wall.only(TYPE).rule as Record<string, unknown>[];
    expect(rules.map(({ display_name }) => display_name)).toEqual(['c', 'a', 'b']);
    for (const rule of rules) expect(rule).not.toHaveProperty('sequence_number');
  });

  test('each category, and no ethernet that keeps state or knows versions of IP', () => {
    const wall = new Wall();
    for (const category of ['ethernet', 'emergency', 'infrastructure', 'environment', 'application'] as const) {
      wall.policy(
        { category, default: 'drop', rules: [{ name: 'r', allow: category === 'ethernet' ? [ServiceEntry.etherType(0x0806)] : 'any' }] },
        category,
      );
    }
    expect(Object.values(wall.rendered(TYPE)).map(({ category }) => category)).toEqual([
      'Application',
      'Emergency',
      'Environment',
      'Ethernet',
      'Infrastructure',
    ]);
    expect(Object.values(wall.rendered(TYPE)).find(({ category }) => category === 'Ethernet')).toMatchObject({
      stateful: false,
      tcp_strict: false,
      rule: [
        { ip_version: 'NONE', service_entries: { ether_type_entry: [{ ether_type: 0x0806 }] } },
        { display_name: 'default', ip_version: 'NONE' },
      ],
    });
  });

  test('a strict handshake only where state is kept', () => {
    const wall = new Wall();
    wall.policy({ stateful: false });
    expect(wall.only(TYPE)).toMatchObject({ stateful: false, tcp_strict: false });
  });

  test('a policy that keeps its id, which is not replaced ahead', () => {
    const wall = new Wall();
    wall.policy({ nsxId: 'x' });
    expect(wall.only(TYPE)).not.toHaveProperty('lifecycle');
  });

  test('tokens as they are', () => {
    const wall = new Wall();
    const [text, number] = [Token.asString({ 'Fn::x': 1 }), Token.asNumber({ 'Fn::y': 1 })];
    const rule = { from: [text], allow: [settle], logLabel: text, notes: text, description: text, ipVersion: 6 } as const;
    const policy = wall.policy({
      name: text,
      domain: text,
      comments: text,
      sequence: number,
      rules: [
        { ...rule, name: text },
        { ...rule, name: text, from: [GroupMembers.addresses(text)] },
      ],
    });
    expect(policy.sequence).toBe(number);
    expect(policy.node.children.map(({ node }) => node.id)).toEqual(['Default', 'members-of-rules-1-from-0']);
  });
});

describe('FirewallPolicy is applied', () => {
  test('to segments, machines, fleets, groups and expressions', () => {
    const wall = new Wall();
    const tagged = GroupMembers.machines.tagged('tier', 'db');
    const group = new Group(wall, 'dbs', { members: tagged.or(GroupMembers.addresses('10.0.0.1')) });
    wall.policy({
      appliedTo: [
        wall.ledger,
        wall.machine(),
        wall.fleet(),
        group,
        tagged,
        group,
        new Group(wall, 'nobody'),
        Group.fromLookup(wall, 'front', { name: 'front' }),
      ],
    });
    expect(wall.only(TYPE).scope).toMatchSnapshot();
  });

  test('to everything, where that is said', () => {
    const wall = new Wall();
    wall.policy({ appliedTo: 'everything', default: 'drop' });
    expect(wall.only(TYPE)).not.toHaveProperty('scope');
  });

  test.each<[string, (wall: Wall) => unknown]>([
    ["appliedTo must be given, since NSX takes nothing for every vNIC; give a list such as `[segment]`, or 'everything'", () => undefined],
    ["appliedTo is an empty list, which NSX takes for every vNIC; say 'everything' where that is meant", () => []],
    ['appliedTo must be a list of groups, segments, machines or fleets, got "all"', () => 'all'],
    ['appliedTo must be a list of groups, segments, machines or fleets, got ', (wall) => wall.fleet()],
    ['appliedTo[0] is an address, and rules are enforced on vNICs; give a group', () => [Cidr.of('10.0.0.0/8')]],
    ['appliedTo[1] is an address', (wall) => [wall.ledger, '10.0.0.1']],
    ['appliedTo[0] is lab/ledger-fw/members-of-appliedTo-0, a group of addresses or of users', () => [GroupMembers.addresses('10.0.0.1')]],
    ['appliedTo[0] is lab/g, a group of addresses', (wall) => [new Group(wall, 'g', { members: GroupMembers.macAddresses('00:50:56:00:00:01') })]],
    ['appliedTo[0] is lab/g, a group of addresses', (wall) => [new Group(wall, 'g', { groupType: 'IPAddress' })]],
    ['appliedTo[0] is lab/g, a group of addresses', (wall) => [new Group(wall, 'g', { directoryGroups: [directory] })]],
    ['appliedTo[0] must be a group, a segment, a machine, a fleet or an address, got 5', () => [5]],
  ])('and is refused: %s', (message, appliedTo) => {
    const wall = new Wall();
    expect(() => wall.policy({ appliedTo: appliedTo(wall) as never })).toThrow(`[lab/ledger-fw] ${message}`);
  });

  test('with rules that are applied to less only where it is applied to everything', () => {
    const wall = new Wall();
    const rules = [{ name: 'r', drop: 'any', appliedTo: [wall.ledger] }] as const;
    expect(() => wall.policy({ rules })).toThrow('rule "r" has appliedTo, and NSX goes by that of the policy; leave it out, apply');
    expect(() => wall.policy({ appliedTo: 'everything', rules: [{ ...rules[0], appliedTo: [] }] }, 'b')).toThrow(
      'rule "r": appliedTo is an empty list',
    );
  });
});

const directory = { domainBaseDistinguishedName: 'DC=example,DC=com', distinguishedName: 'CN=ops,DC=example,DC=com' };

describe('FirewallPolicy is refused', () => {
  test.each<[string, Partial<FirewallPolicyProps>]>([
    [
      'category must be one of "ethernet", "emergency", "infrastructure", "environment", "application", got "Application"',
      { category: 'Application' as never },
    ],
    ["stateful is true, and rules of the category 'ethernet' keep no state; leave it out", { category: 'ethernet', stateful: true }],
    ['tcpStrict is true, and the policy keeps no state', { stateful: false, tcpStrict: true }],
    ['tcpStrict is true, and the policy keeps no state', { category: 'ethernet', tcpStrict: true }],
    ['default must be one of "allow", "drop", "reject", got "deny"', { default: 'deny' as never }],
    ['default must be one of "allow", "drop", got "reject"', { category: 'ethernet', default: 'reject' }],
    ['defaultLogged is given without default', { defaultLogged: true }],
    ['rules must be a list, got ', { rules: { name: 'x' } as never }],
    ['rules[0] must be an object, got undefined; give at least `{ name }`', { rules: [undefined as never] }],
    ['rules[0].name must be a text, got undefined', { rules: [{ drop: 'any' } as never] }],
    ['rules[0].name must not be empty', { rules: [{ name: '', drop: 'any' }] }],
    ['rules[0].name must have at most 255 characters, got 256', { rules: [{ name: 'x'.repeat(256), drop: 'any' }] }],
    ['locked must be one of true, false, got "yes"', { locked: 'yes' as never }],
    ['comments must not be empty', { comments: '' }],
    ['sequence must be a whole number from 0 to 999999, got 1000000', { sequence: 1_000_000 }],
  ])('where %s', (message, props) => {
    expect(() => new Wall().policy(props)).toThrow(`[lab/ledger-fw] ${message}`);
  });

  test('without props', () => {
    expect(() => new FirewallPolicy(new Wall(), 'x', undefined as never)).toThrow(
      'props must be an object, got undefined; give at least `{ appliedTo }`',
    );
  });

  test('with two rules of one name, or one that bears that of the last rule', () => {
    const rules = [
      { name: 'a', drop: 'any' },
      { name: 'a', allow: 'any' },
    ] as const;
    expect(() => new Wall().policy({ rules })).toThrow('rule "a" has the name of another one of the policy; choose another');
    const last = [{ name: 'default', drop: 'any' }] as const;
    expect(() => new Wall().policy({ default: 'drop', rules: last })).toThrow('rule "default" has the name of the last one, which `default` makes');
    expect(() => new Wall().policy({ rules: last })).not.toThrow();
  });

  test('with more rules than the provider takes, the last one among them', () => {
    const rules = (count: number): FirewallPolicyProps['rules'] => Array.from({ length: count }, (_, n) => ({ name: `r${n}`, drop: 'any' as const }));
    expect(() => new Wall().policy({ rules: rules(1000) })).not.toThrow();
    expect(() => new Wall().policy({ rules: rules(1001) })).toThrow('a policy takes at most 1000 rules, and rule "r1000" is one more');
    expect(() => new Wall().policy({ rules: rules(1000), default: 'drop' })).toThrow('rule "r999" is one more');
  });

  test('with what is of another NSX manager', () => {
    const wall = new Wall();
    const edge = manager(wall, 'edge', 'edge', 'nsx.edge.example.com');
    const [group, service] = [new Group(edge, 'g'), new Service(edge, 's', { entries: [settle] })];
    const profile = ContextProfile.fromLookup(edge, 'p', { name: 'SSL' });
    const rule = { name: 'r', drop: 'any' } as const;
    const other = 'of the NSX manager "nsx.edge.example.com"';
    expect(() => wall.policy({ appliedTo: [group] }, 'a')).toThrow(`appliedTo[0] is lab/edge/g, ${other}`);
    expect(() => wall.policy({ rules: [{ ...rule, from: [group] }] }, 'b')).toThrow(`rule "r": from[0] is lab/edge/g, ${other}`);
    expect(() => wall.policy({ rules: [{ name: 'r', drop: [service] }] }, 'c')).toThrow(`rule "r": drop[0] is lab/edge/s, ${other}`);
    expect(() => wall.policy({ rules: [{ ...rule, profiles: [profile] }] }, 'd')).toThrow(`rule "r": profiles[0] is lab/edge/p, ${other}`);
  });
});

describe('FirewallPolicy lies', () => {
  test('in the project that it stands below', () => {
    const wall = new Wall();
    const shop = new Space(wall, 'shop');
    wall.policy({ appliedTo: 'everything' }, 'fw', shop);
    wall.policy({ appliedTo: 'everything' }, 'in-default', new Space(wall, 'default', 'default'));
    expect(Object.values(wall.rendered(TYPE)).map(({ context }) => context)).toEqual([undefined, { project_id: 'shop' }]);
  });

  test('in the VPC that it stands below, without category and domain', () => {
    const wall = new Wall();
    const vpc = new Space(new Space(wall, 'shop'), 'web', 'shop', 'web');
    const wire = new Wire(vpc, 'subnet', '/orgs/default/projects/shop/vpcs/web/subnets/a');
    const policy = wall.policy(
      { appliedTo: [wire], default: 'drop', rules: [{ name: 'in', from: [GroupMembers.machines.tagged('a', 'b')], allow: [settle] }] },
      'fw',
      vpc,
    );
    expect(wall.only(VPC_TYPE)).toMatchSnapshot();
    expect(Object.values(wall.rendered('nsxt_vpc_group'))).toHaveLength(2);
    expect(wall.resolve(policy.policyPath)).toMatch(/^\$\{nsxt_vpc_security_policy\./);
    const no = (what: string): string => `${what} is given, and the policies of a VPC, here lab/shop/web, have none; leave it out`;
    expect(() => wall.policy({ category: 'application' }, 'a', vpc)).toThrow(no('category'));
    expect(() => wall.policy({ domain: 'default' }, 'b', vpc)).toThrow(no('domain'));
    expect(() => wall.policy({ appliedTo: 'everything', rules: [{ name: 'j', jumpToApplication: 'any' }] }, 'c', vpc)).toThrow(
      'rule "j" jumps, which only rules of the category \'environment\' do, and the policies of a VPC have no categories',
    );
  });

  test('where it may name what is shared, and nothing of another project', () => {
    const wall = new Wall();
    const [shop, bank] = [new Space(wall, 'shop'), new Space(wall, 'bank', 'bank')];
    const rules = (from: Group): FirewallPolicyProps['rules'] => [{ name: 'r', from: [from], drop: 'any' }];
    const mine = new Group(shop, 'mine');
    const theirs = new Group(bank, 'theirs');
    const shared = new Group(wall, 'shared');
    const everything = { appliedTo: 'everything' } as const;
    for (const [id, group] of Object.entries({ mine, shared })) {
      expect(() => wall.policy({ ...everything, rules: rules(group) }, `of-${id}`, shop)).not.toThrow();
    }
    expect(() => wall.policy({ ...everything, rules: rules(theirs) }, 'of-all')).not.toThrow();
    expect(() => wall.policy({ ...everything, rules: rules(theirs) }, 'a', shop)).toThrow(
      'rule "r": from[0] is lab/bank/theirs, of the project bank, and this is of the project shop',
    );
    expect(() => wall.policy({ appliedTo: [theirs] }, 'b', shop)).toThrow('appliedTo[0] is lab/bank/theirs, of the project bank');
    const by = (groupPath: string): Group => Group.fromAttributes(wall, groupPath.replace(/\//g, '-'), { groupPath }) as Group;
    expect(() => wall.policy({ ...everything, rules: rules(by('/orgs/default/projects/bank/infra/domains/default/groups/x')) }, 'c', shop)).toThrow(
      'of the project bank',
    );
    expect(() =>
      wall.policy({ ...everything, rules: rules(by('/orgs/default/projects/default/infra/domains/default/groups/x')) }, 'd', shop),
    ).not.toThrow();
    const service = new Service(bank, 's', { entries: [settle] });
    expect(() => wall.policy({ ...everything, rules: [{ name: 'r', drop: [service] }] }, 'e', shop)).toThrow(
      'rule "r": drop[0] is lab/bank/s, of the project bank',
    );
    const profile = ContextProfile.fromLookup(bank, 'p', { name: 'own', shared: false });
    expect(() => wall.policy({ ...everything, rules: [{ name: 'r', drop: 'any', profiles: [profile] }] }, 'f', shop)).toThrow(
      'rule "r": profiles[0] is lab/bank/p',
    );
  });

  test('at the manager that it stands below', () => {
    const wall = new Wall();
    wall.policy({ appliedTo: 'everything' }, 'fw', manager(wall, 'edge', 'edge', 'nsx.edge.example.com'));
    expect(wall.only(TYPE)).toMatchObject({ provider: 'nsxt.edge' });
  });

  test('in another stack than what it protects, which it names by an output of that', () => {
    const app = Testing.app();
    const [owner, user] = [new Wall(app, 'owner'), new Wall(app, 'user')];
    const transportZone = TransportZone.fromLookup(owner, 'zone', { name: 'overlay' });
    user.policy({ appliedTo: [new Segment(owner, 'orders', { transportZone })] });
    for (const stack of [owner, user]) stack.prepareStack();
    expect(user.only(TYPE).scope).toEqual([expect.stringMatching(/^\$\{data\.terraform_remote_state\.cross-stack-reference-input-owner\.outputs\./)]);
  });
});
