import { TerraformVariable, Testing } from 'cdktf';
import { VirtualMachine } from 'cdk-strata/vsphere';
import { Group, GroupMembers, MachineTags } from 'cdk-strata/nsx';
import { strataTag } from '../../../../lib/layers/nsx/group/strata-tag';
import { Room } from '../../vsphere/room';
import { manager, Net, Space, Wire } from './net';

const tier = [{ scope: 'tier', tag: 'db' }];

/** The tags of each machine, by its resource's name without the hash. */
function tags(net: Net): Record<string, unknown> {
  return Object.fromEntries(Object.entries(net.rendered('nsxt_policy_vm_tags')).map(([name, { tag }]) => [name.replace(/_[0-9A-F]{8}$/, ''), tag]));
}

describe('tags of machines', () => {
  test('stand in one resource a machine, whoever gives them', () => {
    const net = new Net();
    const fleet = net.fleet();
    new MachineTags(net, 'tier', { machines: fleet, tags: tier });
    new MachineTags(net, 'first', { machines: [fleet.machines[0]!, fleet.machines[0]!], tags: [{ tag: 'primary' }, ...tier] });
    new Group(net, 'g', { members: GroupMembers.of(fleet) });
    new Group(net, 'h', { members: GroupMembers.of(fleet.machines[1]!) });
    expect(tags(net)).toEqual({
      'db_db-1_nsx-tags': [{ scope: 'tier', tag: 'db' }, { tag: 'primary' }, { scope: 'strata', tag: 'lab/db' }],
      'db_db-2_nsx-tags': [
        { scope: 'tier', tag: 'db' },
        { scope: 'strata', tag: 'lab/db' },
        { scope: 'strata', tag: 'lab/db/db-2' },
      ],
    });
  });

  test('are rendered in full', () => {
    const net = new Net();
    const wire = new Wire(net, 'ledger');
    const made = new MachineTags(net, 'tier', {
      machines: net.machine(),
      tags: tier,
      portTags: [
        { segment: wire, tags: [{ scope: 'port', tag: 'a' }] },
        { segment: wire, tags: [{ tag: 'b' }] },
        { segment: new Wire(net, 'nodes2'), tags: [{ scope: 'c' }] },
      ],
    });
    expect(net.rendered('nsxt_policy_vm_tags')).toMatchSnapshot();
    expect(MachineTags.isMachineTags(made)).toBe(true);
    expect(made.machines).toHaveLength(1);
  });

  test('of ports are a list', () => {
    const net = new Net();
    const portTags = { segment: new Wire(net, 'w'), tags: tier };
    expect(() => new MachineTags(net, 'x', { machines: net.machine(), portTags: portTags as never })).toThrow(
      '[lab/x] portTags must be a list, each of it tags of ports, got ',
    );
  });

  test('may be on ports only', () => {
    const net = new Net();
    new MachineTags(net, 'tier', { machines: net.machine(), portTags: [{ segment: new Wire(net, 'ledger'), tags: tier }] });
    expect(Object.values(net.rendered('nsxt_policy_vm_tags'))[0]).toMatchObject({ port: [{ segment_path: '/infra/segments/ledger', tag: tier }] });
    expect(Object.values(tags(net))).toEqual([undefined]);
  });

  test('stand in the stack of the machine, so that two stacks do not take them from each other', () => {
    const app = Testing.app();
    const [one, two] = [new Net(app, 'one'), new Net(app, 'two')];
    const machine = one.machine();
    new MachineTags(two, 'tier', { machines: machine, tags: tier });
    new MachineTags(one, 'more', { machines: machine, tags: [{ tag: 'more' }] });
    new Group(two, 'g', { members: GroupMembers.of(machine) });
    for (const stack of [one, two]) stack.prepareStack();
    expect(Object.values(tags(one))).toEqual([[...tier, { tag: 'more' }, { scope: 'strata', tag: 'one/web' }]]);
    expect(tags(two)).toEqual({});
    expect(Testing.synth(two)).not.toContain('terraform_remote_state');
  });

  test('need a connection in the stack of the machine, which says what for', () => {
    const app = Testing.app();
    const [one, two] = [new Room(app, 'one'), new Net(app, 'two')];
    new MachineTags(two, 'x', { machines: one.machine(), tags: [{ tag: 'db' }] });
    expect(() => Testing.synth(one, true)).toThrow(
      'the stack has constructs of NSX, such as what tags one/web for two/x, and no connection to an NSX manager; make a `new NsxManager(this',
    );
  });

  test('of a machine in a stack of another manager are refused', () => {
    const app = Testing.app();
    const [one, two] = [new Net(app, 'one'), new Net(app, 'two')];
    const edge = manager(two, 'edge', 'edge', 'nsx.edge.example.com');
    expect(() => new MachineTags(edge, 'tier', { machines: one.machine(), tags: tier })).toThrow(
      '[two/edge/tier] machines[0] is one/web, of the NSX manager "nsx.example.com" by one/nsx',
    );
  });

  test('go to the manager of the one who gives them, in one stack', () => {
    const net = new Net();
    const machine = net.machine();
    const edge = manager(net, 'edge', 'edge', 'nsx.edge.example.com');
    new MachineTags(edge, 'tier', { machines: machine, tags: tier });
    new MachineTags(net, 'tier', { machines: machine, tags: [{ tag: 'here' }] });
    expect(Object.values(net.rendered('nsxt_policy_vm_tags')).map(({ provider, tag }) => [provider, tag])).toEqual([
      ['nsxt.edge', tier],
      [undefined, [{ tag: 'here' }]],
    ]);
  });

  test('of one machine known twice by its UUID stand in one resource', () => {
    const net = new Net();
    const [a, b] = ['4201A', '4201a'].map((machineUuid) => VirtualMachine.fromAttributes(net, `vm-${machineUuid}`, { machineUuid }));
    new MachineTags(net, 'a', { machines: a!, tags: tier });
    new MachineTags(net, 'b', { machines: b!, tags: [{ tag: 'more' }] });
    expect(Object.values(net.rendered('nsxt_policy_vm_tags'))).toEqual([{ instance_id: '4201A', tag: [...tier, { tag: 'more' }] }]);
  });

  test('of a machine on a network of a project are given in that project', () => {
    const net = new Net();
    const shop = new Space(net, 'shop');
    const on = (wire: Wire, id: string): VirtualMachine => net.machine({ network: wire }, id);
    new MachineTags(net, 'a', { machines: on(new Wire(shop, 'w'), 'a1'), tags: tier });
    new MachineTags(net, 'b', { machines: on(new Wire(new Space(net, 'v', 'shop', 'v'), 'w'), 'b1'), tags: tier });
    new MachineTags(net, 'c', { machines: on(new Wire(new Space(net, 'd', 'default', 'd'), 'w'), 'c1'), tags: tier });
    expect(Object.values(net.rendered('nsxt_policy_vm_tags')).map(({ context }) => context)).toEqual([
      { project_id: 'shop' },
      { project_id: 'shop' },
      undefined,
    ]);
  });

  test('take tokens', () => {
    const net = new Net();
    const text = new TerraformVariable(net, 'text', { type: 'string' }).stringValue;
    const machine = VirtualMachine.fromAttributes(net, 'vm', { machineUuid: text });
    new MachineTags(net, 'a', { machines: machine, tags: [{ scope: text, tag: text }] });
    expect(Object.values(net.rendered('nsxt_policy_vm_tags'))).toEqual([
      { instance_id: '${var.text}', tag: [{ scope: '${var.text}', tag: '${var.text}' }] },
    ]);
  });

  test('are never of the scope of Strata, whatever its case', () => {
    const net = new Net();
    const machines = net.machine();
    const taken = "which is Strata's: by it groups find the machines that they name; choose another scope";
    for (const [index, scope] of ['strata', 'Strata', 'STRATA'].entries()) {
      const tags = [...tier, { scope, tag: 'lab/db' }];
      expect(() => new MachineTags(net, `a${index}`, { machines, tags })).toThrow(`[lab/a${index}] tags have the scope "${scope}", ${taken}`);
      const portTags = [{ segment: new Wire(net, `w${index}`), tags }];
      expect(() => new MachineTags(net, `b${index}`, { machines, portTags })).toThrow(`portTags[0].tags have the scope "${scope}", ${taken}`);
    }
    const near = [{ scope: 'strata-tier', tag: 'a' }, { tag: 'strata' }];
    expect(() => new MachineTags(net, 'near', { machines, tags: near })).not.toThrow();
  });

  test.each([
    ['[lab/t] machines must be a virtual machine, got "web"', () => ({ machines: 'web' as never, tags: tier })],
    ['[lab/t] machines must name at least one, got a list of 0', () => ({ machines: [], tags: tier })],
    ['[lab/t] machines[1] must be a virtual machine, got undefined', (net: Net) => ({ machines: [net.machine(), undefined as never], tags: tier })],
    ['[lab/t] neither tags nor portTags are given', (net: Net) => ({ machines: net.machine() })],
    ['[lab/t] tags[0].scope must have at most 128', (net: Net) => ({ machines: net.machine(), tags: [{ scope: 's'.repeat(129) }] })],
    [
      '[lab/t] portTags[0].segment must be a segment',
      (net: Net) => ({ machines: net.machine(), portTags: [{ segment: net.nodes as never, tags: tier }] }),
    ],
    ['[lab/t] portTags[0].tags are none', (net: Net) => ({ machines: net.machine(), portTags: [{ segment: new Wire(net, 'w'), tags: [] }] })],
  ])('are refused: %s', (message, props) => {
    const net = new Net();
    expect(() => new MachineTags(net, 't', props(net))).toThrow(message);
  });
});

describe('machines in a group', () => {
  const value = (net: Net, id: string): unknown => {
    const { criteria } = Object.values(net.rendered('nsxt_policy_group')).find(({ display_name }) => display_name === id) as {
      criteria: { condition: { value: string }[] }[];
    };
    return criteria.map(({ condition }) => condition.map((each) => each.value));
  };

  test('are told by one tag, however many they are', () => {
    const net = new Net();
    const [fleet, machine] = [net.fleet(), net.machine()];
    new Group(net, 'g', { members: GroupMembers.of(fleet, machine).or(GroupMembers.of(machine)) });
    expect(value(net, 'g')).toEqual([['strata|lab/g']]);
    expect(Object.values(tags(net))).toEqual(Array.from({ length: 3 }, () => [{ scope: 'strata', tag: 'lab/g' }]));
  });

  test('named twice are one machine, told by its own tag', () => {
    const net = new Net();
    const machine = net.machine();
    new Group(net, 'g', { members: GroupMembers.of(machine, machine) });
    expect(value(net, 'g')).toEqual([['strata|lab/web']]);
  });

  test('may be narrowed by a condition', () => {
    const net = new Net();
    new Group(net, 'g', { members: GroupMembers.of(net.fleet()).and(GroupMembers.machines.tagged('role', 'primary')) });
    expect(value(net, 'g')).toEqual([['strata|lab/db', 'role|primary']]);
  });

  test('are refused where there is none', () => {
    const net = new Net();
    const none = Object.assign(new Wire(net, 'none'), { [Symbol.iterator]: () => [][Symbol.iterator]() });
    expect(() => new Group(net, 'g', { members: GroupMembers.of(none as never) })).toThrow('[lab/g] members is lab/none, which has no machine');
  });
});

describe('the tag of a construct', () => {
  const at = (path: string): string => strataTag({ node: { path } } as never);

  test('is its path', () => {
    expect(at('frankfurt/ledger-db/ledger-db-1')).toBe('frankfurt/ledger-db/ledger-db-1');
    expect(at(`a/${'b'.repeat(254)}`)).toHaveLength(256);
    expect(at('lab/Ledger DB')).toMatch(/^lab\/ledger-db#[0-9a-f]{12}$/);
  });

  test('differs where NSX would take two paths for one', () => {
    const all = ['lab/db', 'lab/DB', 'lab/Db', 'lab/d|b', 'lab/d b', 'lab/d-b', `lab/${'x'.repeat(300)}1`, `lab/${'x'.repeat(300)}2`].map(at);
    expect(new Set(all.map((tag) => tag.toLowerCase())).size).toBe(all.length);
    for (const tag of all) {
      expect(tag.length).toBeLessThanOrEqual(256);
      expect(tag).not.toContain('|');
    }
    expect(at('lab/DB')).toBe(at('lab/DB'));
  });
});
