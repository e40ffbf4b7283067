import type { NsxMachine } from '../../../../lib/estate';
import { estate, nsx, record, T, those, tokenT, whole, why, type Elements } from './model';

const VM = { 'vsphere_virtual_machine.db': { name: 'db', resource_pool_id: T, network_interface: [{ network_id: '${data.vsphere_network.n.id}' }] } };
const NETWORK = { 'data.vsphere_network.n': { name: 'nodes' }, 'nsxt_policy_segment.nodes': { display_name: 'nodes' } };
const TAG = { tag: [{ scope: 'tier', tag: 'db' }] };
const PATH = '/infra/realized-state/virtual-machines/uuid-1';

const recorded = (more: Partial<NsxMachine> & { readonly name?: unknown } = {}) => [
  record({
    nsxMachines: {
      [PATH]: {
        name: 'db',
        machine: null,
        externalId: 'uuid-1',
        segments: those('nsx.json#/infra/segments/x'),
        ipAddresses: whole('10.0.0.1'),
        tags: whole({ scope: 'old', tag: 'x' }),
        ...more,
      },
    },
  }),
];
const machines = (elements: Elements, parts = {}) => nsx(elements, parts).nsxMachines;

test('a VM of the app with tags', () => {
  const [vm, ...others] = machines({
    ...VM,
    ...NETWORK,
    'nsxt_policy_vm_tags.t': { instance_id: '${vsphere_virtual_machine.db.id}', ...TAG },
    'data.nsxt_policy_vm.l': { bios_id: '${vsphere_virtual_machine.db.uuid}' },
  });
  expect(others).toEqual([]);
  expect(vm).toMatchObject({
    id: 's/nsxt_policy_vm_tags.t',
    path: 's/t',
    addresses: [{ address: 'nsxt_policy_vm_tags.t' }, { address: 'data.nsxt_policy_vm.l' }],
    origin: 'owned',
    manager: 'nsx.example.com',
    name: 'db',
    space: null,
    tags: whole({ scope: 'tier', tag: 'db' }),
    machine: 's/vsphere_virtual_machine.db',
    segments: those('s/nsxt_policy_segment.nodes'),
    ipAddresses: { items: [], complete: false },
  });
  expect([why(vm!.policyPath), why(vm!.externalId)]).toEqual(['computed s/nsxt_policy_vm_tags.t', 'computed s/nsxt_policy_vm_tags.t']);
});

test('tags through a lookup of the VM, by its id or by its name', () => {
  const through = (lookup: object) =>
    estate({ ...VM, ...NETWORK, 'data.nsxt_policy_vm.l': lookup, 'nsxt_policy_vm_tags.t': { instance_id: '${data.nsxt_policy_vm.l.id}', ...TAG } });
  for (const lookup of [{ instance_id: '${vsphere_virtual_machine.db.id}' }, { display_name: '${vsphere_virtual_machine.db.name}' }]) {
    expect(through(lookup).nsx.nsxMachines).toMatchObject([{ machine: 's/vsphere_virtual_machine.db', tags: { items: [{ scope: 'tier' }] } }]);
  }
  expect(through({ display_name: 'db' }).premises.filter(({ id }) => id.startsWith('nsx-vm'))).toEqual([
    { id: 'nsx-vm:s/data.nsxt_policy_vm.l', kind: 'stated', statement: 'the VM `db` that NSX knows is `s/db`', subject: 's/l' },
  ]);
});

test('a VM that the app does not have', () => {
  const [tagged, found] = machines({
    ...VM,
    'nsxt_policy_vm_tags.t': { instance_id: 'uuid-9', ...TAG },
    'data.nsxt_policy_vm.l': { display_name: 'other' },
  });
  expect(tagged).toMatchObject({ origin: 'looked-up', segments: { ids: [], complete: false } });
  expect([why(tagged!.machine), why(tagged!.name)]).toEqual(['data-source s/nsxt_policy_vm_tags.t', 'computed s/nsxt_policy_vm_tags.t']);
  expect(found).toMatchObject({ origin: 'looked-up', name: 'other', machine: null, tags: { items: [], complete: false } });
  // A VM whose name a token says may be it.
  expect(why(machines({ 'vsphere_virtual_machine.v': { name: T }, 'data.nsxt_policy_vm.l': { display_name: 'other' } })[0]!.machine)).toBe(
    'expression s/data.nsxt_policy_vm.l',
  );
  const [open] = machines({ 'nsxt_policy_vm_tags.t': { instance_id: T, tag: T } });
  expect(open).toMatchObject({ machine: tokenT, tags: { items: [], complete: false, unknown: tokenT } });
});

test('of two VMs of a name neither is meant', () => {
  const twins = { ...VM, 'vsphere_virtual_machine.db2': { name: 'db', resource_pool_id: T } };
  expect(why(machines({ ...twins, 'data.nsxt_policy_vm.l': { display_name: 'db' } })[0]!.machine)).toBe('expression s/data.nsxt_policy_vm.l');
});

describe('a VM of a record', () => {
  test('is the one of the app that is tagged, by its name or by its id', () => {
    const read = estate(
      { ...VM, ...NETWORK, 'nsxt_policy_vm_tags.t': { instance_id: '${vsphere_virtual_machine.db.id}', ...TAG } },
      { recorded: recorded() },
    );
    expect(read.nsx.nsxMachines).toMatchObject([
      {
        origin: 'owned',
        policyPath: PATH,
        externalId: 'uuid-1',
        tags: { items: [{ scope: 'tier' }] },
        segments: those('s/nsxt_policy_segment.nodes'),
        ipAddresses: whole('10.0.0.1'),
      },
    ]);
    expect(read.premises.filter(({ id }) => id.startsWith('nsx-own'))).toMatchObject([
      { statement: 'the VM `db` that `nsx.json` records is `s/db`', source: 'nsx.json' },
    ]);
    const [theirs, ...others] = machines({ 'nsxt_policy_vm_tags.t': { instance_id: 'UUID-1', ...TAG } }, { recorded: recorded() });
    expect(others).toEqual([]);
    expect(theirs).toMatchObject({
      id: 's/nsxt_policy_vm_tags.t',
      origin: 'surroundings',
      name: 'db',
      machine: null,
      tags: { items: [{ scope: 'tier' }] },
      segments: { ids: ['nsx.json#/infra/segments/x'] },
    });
  });

  test('of a name that two have, or of another manager, is another', () => {
    const tags = { 'nsxt_policy_vm_tags.t': { instance_id: '${vsphere_virtual_machine.db.id}', ...TAG } };
    const [one] = recorded();
    const twin = { ...one!.nsx.nsxMachines[0]!, id: 'nsx.json#twin', externalId: 'uuid-2', policyPath: `${PATH}2` };
    const twins = [{ ...one!, nsx: { ...one!.nsx, nsxMachines: [...one!.nsx.nsxMachines, twin] } }];
    expect(machines({ ...VM, ...NETWORK, ...tags }, { recorded: twins }).map(({ origin }) => origin)).toEqual([
      'owned',
      'surroundings',
      'surroundings',
    ]);
    const west = { provider: { nsxt: [{ host: 'nsx.example.com' }, { alias: 'west', host: 'b' }], vsphere: { vsphere_server: 'vc' } } };
    const elsewhere = [{ ...one!, manager: 'b' }];
    expect(machines({ ...VM, ...NETWORK, ...tags }, { recorded: elsewhere, more: west })).toMatchObject([
      { origin: 'owned' },
      { origin: 'surroundings' },
    ]);
  });

  test('is that of the app which nobody tags: it keeps the tags it has', () => {
    const read = estate(VM, { recorded: recorded() });
    expect(read.nsx.nsxMachines).toMatchObject([
      { id: `nsx.json#${PATH}`, origin: 'surroundings', machine: 's/vsphere_virtual_machine.db', tags: { items: [{ scope: 'old' }] } },
    ]);
    expect(read.premises.some(({ id }) => id === `nsx-own:nsx.json#${PATH}`)).toBe(true);
  });

  test('is none of the app where the names say so', () => {
    expect(machines(VM, { recorded: recorded({ name: 'theirs' }) })[0]).toMatchObject({
      machine: null,
      segments: { ids: ['nsx.json#/infra/segments/x'] },
    });
    expect(why(machines({ 'vsphere_virtual_machine.v': { name: T } }, { recorded: recorded() })[0]!.machine)).toBe(`expression nsx.json#${PATH}`);
  });

  test('is renamed wherever the record names it', () => {
    const file = recorded();
    const groups = record({
      groups: {
        '/infra/g': {
          expression: { terms: whole(), operators: [] },
          type: null,
          recordedMembers: whole({ kind: 'machine' as const, machine: `nsx.json#${PATH}`, text: 'db' }),
        },
      },
    });
    const joined = [{ ...file[0]!, nsx: { ...file[0]!.nsx, groups: groups.nsx.groups } }];
    const read = nsx({ ...VM, 'nsxt_policy_vm_tags.t': { instance_id: '${vsphere_virtual_machine.db.id}', ...TAG } }, { recorded: joined });
    expect(read.groups[0]!.recordedMembers!.items[0]!.machine).toBe('s/nsxt_policy_vm_tags.t');
  });
});

test('the tags of a VM can be set once', () => {
  const tags = { instance_id: '${vsphere_virtual_machine.db.id}', ...TAG };
  const read = estate({ ...VM, ...NETWORK, 'nsxt_policy_vm_tags.a': tags, 'nsxt_policy_vm_tags.b': tags });
  expect(read.nsx.nsxMachines).toMatchObject([{ tags: { items: [], complete: false } }]);
  expect(read.faults).toMatchObject([
    { kind: 'ambiguous-name', address: 'nsxt_policy_vm_tags.b', attribute: 'instance_id', detail: '`s/a` sets the tags of that VM too' },
  ]);
  const [family] = machines({ ...VM, 'nsxt_policy_vm_tags.a': { ...tags, count: T } });
  expect(family!.tags).toMatchObject({ items: [], complete: false, unknown: { $unknown: { reason: 'instance-key' } } });
});

test('the segments of a VM are not known in full where a network of it is not', () => {
  const tags = { 'nsxt_policy_vm_tags.t': { instance_id: '${vsphere_virtual_machine.db.id}' } };
  const on = (network_interface: unknown) =>
    machines({ ...NETWORK, ...tags, 'vsphere_virtual_machine.db': { ...VM['vsphere_virtual_machine.db'], network_interface } })[0]!.segments;
  expect(on([{ network_id: '${data.vsphere_network.n.id}' }, { network_id: T }])).toEqual({
    ids: ['s/nsxt_policy_segment.nodes'],
    complete: false,
    unknown: tokenT,
  });
  expect(on(T)).toMatchObject({ ids: [], complete: false });
  expect(on([])).toEqual(those());
  // A network that is looked up by another name may be a segment that nobody knows; a port group of the app is none.
  const other = { 'data.vsphere_network.n': { name: 'other' } };
  expect(machines({ ...NETWORK, ...other, ...tags, ...VM })[0]!.segments).toMatchObject({ ids: [], complete: false });
  const own = {
    'vsphere_distributed_virtual_switch.w': { name: 'w', datacenter_id: T },
    'vsphere_distributed_port_group.g': { name: 'g', distributed_virtual_switch_uuid: '${vsphere_distributed_virtual_switch.w.id}' },
    'vsphere_virtual_machine.db': { name: 'db', network_interface: { network_id: '${vsphere_distributed_port_group.g.id}' } },
  };
  expect(machines({ ...NETWORK, ...own, ...tags })[0]!.segments).toEqual(those());
});

test('a VM that the resource of the manager API tags is tagged', () => {
  const tags = { instance_id: 'abc', tag: { scope: 'a', tag: 'b' } };
  expect(nsx({ 'nsxt_vm_tags.v': tags }).nsxMachines).toMatchObject([{ id: 's/nsxt_vm_tags.v', tags: whole({ scope: 'a', tag: 'b' }) }]);
  const both = estate({ 'nsxt_vm_tags.v': tags, 'nsxt_policy_vm_tags.w': tags });
  expect(both.nsx.nsxMachines).toMatchObject([{ tags: { complete: false } }]);
  expect(both.faults).toMatchObject([{ attribute: 'instance_id' }]);
});
