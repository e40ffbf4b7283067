import { reference, type PlannedChange } from '../../../lib/estate';
import { shrinking as rule } from '../../../lib/rules/transitions/pln-005-shrinking';
import { aProvider, aResource, STACK } from '../../support/estate';
import { judged, outcomes, text } from '../../support/judge';
import { aChange, LATER, left, planned, replaced, type Values } from './plans';

const MACHINE: Values = { id: 'uuid-a', name: 'a' };
const disk = (label: Values[string], size: Values[string], more: Values = {}): Values => ({
  label,
  size,
  keep_on_remove: null,
  attach: null,
  ...more,
});
const disks = (before: Values[], after: Values[string]): PlannedChange =>
  aChange('virtual_machine', 'a', { ...MACHINE, disk: before }, { ...MACHINE, disk: after, annotation: 'x' });

describe('the disks of a VM that is changed in place', () => {
  test.each([
    ['stay', disks([disk('disk0', 40)], [disk('disk0', 40)]), ['proved']],
    ['grow', disks([disk('disk0', 40)], [disk('disk0', 60)]), ['proved']],
    ['change places', disks([disk('disk0', 40), disk('disk1', 10)], [disk('disk1', 10), disk('disk0', 40)]), ['proved']],
    ['get one more', disks([disk('disk0', 40)], [disk('disk0', 40), disk('disk1', 10)]), ['proved']],
    ['shrink', disks([disk('disk0', 40)], [disk('disk0', 39)]), ['refuted']],
    ['shrink behind one that is known later', disks([disk('disk0', 40), disk('disk1', 10)], [disk('disk0', 39), disk('disk1', LATER)]), ['refuted']],
    ['lose one', disks([disk('disk0', 40), disk('disk1', 10)], [disk('disk0', 40)]), ['refuted']],
    ['lose one whose file is kept', disks([disk('disk0', 40), disk('disk1', 10, { keep_on_remove: true })], [disk('disk0', 40)]), ['proved']],
    ['lose one that was attached', disks([disk('disk0', 40), disk('disk1', 10, { attach: true })], [disk('disk0', 40)]), ['proved']],
    ['have a size that is known later', disks([disk('disk0', 40)], [disk('disk0', LATER)]), ['undecided']],
    ['lose one of which it is not known whether its file is kept', disks([disk('disk0', 40, { keep_on_remove: LATER })], []), ['undecided']],
    ['have one of which nothing is known', disks([disk('disk0', 40)], [LATER]), ['undecided']],
    ['have a label that is known later', disks([disk('disk0', 40)], [disk(LATER, 40)]), ['undecided']],
    ['are known later', disks([disk('disk0', 40)], LATER), ['undecided']],
  ])('%s', (_, change, wanted) => {
    expect(outcomes(rule, planned([change]))).toEqual(wanted);
  });

  test('are of no concern where it is made, made anew, or goes', () => {
    const of = { ...MACHINE, disk: [disk('disk0', 40)] };
    const small = { ...MACHINE, disk: [disk('disk0', 4)] };
    expect(
      outcomes(
        rule,
        planned([aChange('virtual_machine', 'a', null, of), replaced('virtual_machine', 'b', of, small), aChange('virtual_machine', 'c', of, null)]),
      ),
    ).toEqual([]);
  });

  test('are shown with their sizes', () => {
    expect(judged(rule, planned([disks([disk('disk0', 40), disk('disk1', 10)], [disk('disk0', 30)])])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "disk \`disk0\` of \`a\` shrinks",
         "size: 40 -> 30 GiB",
         ": the provider refuses to shrink a disk",
         "hint: 40 GiB or more; or a new disk under another label, and this one kept until its data has moved",
       ],
       [
         "disk \`disk1\` of \`a\` is deleted with its data",
         "size: 10 GiB -> none",
         "keep_on_remove: false",
         "hint: an apply before this one that sets \`keep_on_remove\` on the disk; the file then stays when the disk is taken from the VM",
       ],
     ]
    `);
  });
});

const virtualDisk = (before: Values[string], after: Values[string]): PlannedChange =>
  aChange('virtual_disk', 'd', { vmdk_path: 'd.vmdk', size: before }, { vmdk_path: 'd.vmdk', size: after });
const vmfs = (before: Values[string], after: Values[string]): PlannedChange =>
  aChange('vmfs_datastore', 'gold', { name: 'gold', disks: before, x: 1 }, { name: 'gold', disks: after, x: 2 });

describe('storage', () => {
  test.each([
    ['a disk that grows', virtualDisk(10, 20), ['proved']],
    ['a disk that shrinks', virtualDisk(10, 5), ['refuted']],
    ['a disk that shrinks by being made anew', replaced('virtual_disk', 'd', { size: 10 }, { size: 5 }), ['refuted', 'proved']],
    ['a disk of a size that is known later', virtualDisk(10, LATER), ['undecided']],
    ['a datastore that gets a disk', vmfs(['naa.1'], ['naa.1', 'naa.2']), ['proved']],
    ['a datastore that loses a disk', vmfs(['naa.1', 'naa.2'], ['naa.2']), ['refuted']],
    ['a datastore of disks that are known later', vmfs(['naa.1'], ['naa.1', LATER]), ['undecided']],
  ])('%s', (_, change, wanted) => {
    expect(outcomes(rule, planned([change]))).toEqual(wanted);
  });

  test('a datastore is not taken away from under a VM that stays', () => {
    const gone = aChange('nas_datastore', 'nfs', { id: 'datastore-1', name: 'nfs' }, null);
    const on = (values: Values) => left('virtual_machine', 'a', { ...MACHINE, datastore_id: 'datastore-9', disk: [], ...values });
    expect(outcomes(rule, planned([gone, on({})]))).toEqual(['proved']);
    expect(outcomes(rule, planned([gone, on({ datastore_id: 'datastore-1' })]))).toEqual(['refuted']);
    expect(outcomes(rule, planned([gone, on({ disk: [{ label: 'disk0', datastore_id: 'datastore-1' }] })]))).toEqual(['refuted']);
    expect(outcomes(rule, planned([gone, aChange('virtual_machine', 'a', { ...MACHINE, datastore_id: 'datastore-1' }, null)]))).toEqual(['proved']);
    expect(judged(rule, planned([gone, on({ datastore_id: 'datastore-1' })])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "datastore \`nfs\` is taken away from under VMs that stay",
         "on it: \`a\`",
         "hint: an apply before this one that moves their disks to another datastore",
       ],
     ]
    `);
  });
});

const host = (n: number, more: Values = {}): Values => ({ id: `host-${n}`, hostname: `esx-${n}`, ...more });

describe('a host that is taken away', () => {
  const on = (id: Values[string]) => left('virtual_machine', 'a', { ...MACHINE, host_system_id: id });

  test.each([
    ['with a VM on it', [aChange('host', 'x', host(1), null), on('host-1')], ['refuted']],
    ['to be made anew with a VM on it', [replaced('host', 'x', host(1)), on('host-1')], ['refuted']],
    ['in maintenance', [aChange('host', 'x', host(1, { maintenance: true }), null), on('host-1')], ['proved']],
    ['while the VM is elsewhere', [aChange('host', 'x', host(1), null), on('host-2')], ['proved']],
    [
      'with a VM that goes too',
      [aChange('host', 'x', host(1), null), aChange('virtual_machine', 'a', { ...MACHINE, host_system_id: 'host-1' }, null)],
      ['proved'],
    ],
    ['while nobody shows where a VM is', [aChange('host', 'x', host(1), null), on(LATER)], ['undecided']],
    ['in maintenance, while nobody shows where a VM is', [aChange('host', 'x', host(1, { maintenance: true }), null), on(LATER)], ['proved']],
    ['while a VM is on none', [aChange('host', 'x', host(1), null), on(null)], ['proved']],
    ['inside a module with a VM on it', [aChange('host', 'x', host(1), null, { module: 'module.m' }), on('host-1')], ['refuted']],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  test('is shown with the VMs on it', () => {
    expect(judged(rule, planned([aChange('host', 'x', host(1), null), on('host-1')])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "host \`esx-1\` is destroyed while VMs are on it",
         "on it: \`a\`, when the plan was made",
         ": the provider disconnects and removes a host without evacuating it",
         "hint: an apply before this one that puts the host into maintenance (\`maintenance: true\`), and then a new plan",
       ],
     ]
    `);
  });
});

describe('a cluster that loses hosts from its list', () => {
  const cluster = (before: Values[string], after: Values[string], more: Values = {}) =>
    aChange(
      'compute_cluster',
      'c',
      { id: 'domain-c8', name: 'c', host_system_ids: before },
      { id: 'domain-c8', name: 'c', host_system_ids: after, ...more },
    );
  const pinned = left('virtual_machine', 'a', { ...MACHINE, host_system_id: 'host-1' });
  const stating = { stack: { resources: [aResource('vsphere_virtual_machine', 'a', { host_system_id: 'host-1' })] } };
  const silent = { stack: { resources: [aResource('vsphere_virtual_machine', 'a', {})] } };

  test.each([
    ['and keeps one', cluster(['host-1', 'host-2'], ['host-2']), silent, ['proved']],
    ['and keeps none', cluster(['host-1', 'host-2'], []), silent, ['refuted']],
    ['that a VM is pinned to', cluster(['host-1', 'host-2'], ['host-2']), stating, ['refuted']],
    ['and gets hosts', cluster(['host-2'], ['host-1', 'host-2']), stating, ['proved']],
    ['to their own resources', cluster(['host-1'], null, { host_managed: true }), stating, []],
    ['that are known later', cluster(['host-1', 'host-2'], LATER), silent, ['undecided']],
    ['of which one was hidden', cluster([LATER, 'host-2'], ['host-2']), silent, ['undecided']],
  ])('%s', (_, change, more, wanted) => {
    expect(outcomes(rule, planned([change, pinned], more))).toEqual(wanted);
  });
});

describe('a resource pool', () => {
  const POOL: Values = {
    id: 'resgroup-1',
    name: 'p',
    cpu_reservation: 8000,
    cpu_limit: -1,
    cpu_expandable: false,
    memory_reservation: 8192,
    memory_limit: null,
    memory_expandable: false,
  };
  const pool = (more: Values): PlannedChange => aChange('resource_pool', 'p', POOL, { ...POOL, ...more });
  const inside = (cpu: Values[string], memory: Values[string]) =>
    left('virtual_machine', 'a', { ...MACHINE, resource_pool_id: 'resgroup-1', cpu_reservation: cpu, memory_reservation: memory });
  const child = left('resource_pool', 'q', {
    id: 'resgroup-2',
    name: 'q',
    parent_resource_pool_id: 'resgroup-1',
    cpu_reservation: 3000,
    memory_reservation: 1024,
  });

  test.each([
    ['keeps what it has', pool({ name: 'renamed' }), [inside(9000, 0)], []],
    ['gets more', pool({ cpu_reservation: 9000 }), [inside(9500, 0)], []],
    ['gets less, and enough', pool({ cpu_reservation: 4000 }), [inside(4000, 0)], ['proved']],
    ['gets less CPU than is reserved', pool({ cpu_reservation: 3999 }), [inside(4000, 0)], ['refuted']],
    ['gets less CPU than is reserved, and may take more', pool({ cpu_reservation: 3999, cpu_expandable: true }), [inside(4000, 0)], ['proved']],
    ['gets less than VMs and pools in it reserve', pool({ cpu_reservation: 6999 }), [inside(4000, 0), child], ['refuted']],
    ['gets less memory than is reserved', pool({ memory_reservation: 4095 }), [inside(0, 4096)], ['refuted']],
    ['is limited to less than is reserved', pool({ cpu_reservation: 0, cpu_expandable: true, cpu_limit: 3000 }), [inside(4000, 0)], ['refuted']],
    ['is limited to less than it reserves', pool({ memory_limit: 8000 }), [], ['refuted']],
    ['is limited to enough', pool({ memory_limit: 8192 }), [inside(0, 8000)], ['proved']],
    ['gets less, and a VM reserves what is known later', pool({ cpu_reservation: 5000 }), [inside(LATER, 0)], ['undecided']],
    ['gets what is known later', pool({ cpu_reservation: LATER }), [], ['undecided']],
    [
      'gets less, and a VM is in a pool that is known later',
      pool({ cpu_reservation: 4000 }),
      [aChange('virtual_machine', 'b', null, { name: 'b', resource_pool_id: LATER, cpu_reservation: 4000 })],
      ['undecided'],
    ],
  ])('%s', (_, change, others, wanted) => {
    expect(outcomes(rule, planned([change, ...others]))).toEqual(wanted);
  });

  test('is shown with what is reserved in it', () => {
    expect(judged(rule, planned([pool({ cpu_reservation: 3999 }), inside(4000, 0)])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "resource pool \`p\` gets less CPU than is reserved in it",
         "cpu_reservation: 8000 -> 3999",
         "reserved: 4,000 MHz, by 1 VM or pool in it",
         "hint: smaller reservations in it, in an apply before this one",
       ],
     ]
    `);
  });
});

describe('a port group', () => {
  const group = (before: number, after: Values[string], expands: Values[string] = false) => {
    const of = { id: 'dvportgroup-1', name: 'web', auto_expand: expands };
    return aChange('distributed_port_group', 'web', { ...of, number_of_ports: before }, { ...of, number_of_ports: after });
  };
  const adapters = (n: number) =>
    left('virtual_machine', 'a', { ...MACHINE, network_interface: Array.from({ length: n }, () => ({ network_id: 'dvportgroup-1' })) });

  test.each([
    ['that gets more ports', group(8, 16), 20, []],
    ['that keeps enough', group(8, 2), 2, ['proved']],
    ['that gets too few', group(8, 2), 3, ['refuted']],
    ['that gets too few, and makes more', group(8, 2, true), 3, ['undecided']],
    ['that gets too few, and makes more by default', group(8, 2, null), 3, ['undecided']],
    ['that gets a number known later', group(8, LATER), 3, ['undecided']],
  ])('%s', (_, change, n, wanted) => {
    expect(outcomes(rule, planned([change, adapters(n)]))).toEqual(wanted);
  });

  test('is found by what the program names, where its id is known later', () => {
    const resources = [
      aResource('vsphere_virtual_machine', 'a', {
        network_interface: [{ network_id: reference(STACK, 'vsphere_distributed_port_group.web', 'id') }],
      }),
    ];
    const machine = aChange('virtual_machine', 'a', null, { name: 'a', network_interface: [{ network_id: LATER }] });
    expect(outcomes(rule, planned([group(8, 0), machine], { stack: { resources } }))).toEqual(['refuted']);
  });
});

describe('what is taken away from under something else', () => {
  const group = aChange('distributed_port_group', 'web', { id: 'dvportgroup-1', name: 'web' }, null);
  const renewed = (...actions: PlannedChange['actions'][number][]) =>
    replaced('distributed_port_group', 'web', { id: 'dvportgroup-1', name: 'web' }, { id: LATER, name: 'web2' }, { actions });
  const nic = (id: Values[string]): Values => ({ ...MACHINE, network_interface: [{ network_id: id }] });
  const moving = (to: Values[string]) => aChange('virtual_machine', 'a', nic('dvportgroup-1'), nic(to));

  test.each([
    ['a network with nobody on it', [group, left('virtual_machine', 'a', nic('dvportgroup-2'))], ['proved']],
    ['a network with a VM on it', [group, left('virtual_machine', 'a', nic('dvportgroup-1'))], ['refuted']],
    ['a network while nobody shows where a VM is', [group, left('virtual_machine', 'a', nic(LATER))], ['undecided']],
    ['a network that a VM leaves in the same apply', [group, moving('dvportgroup-2')], ['proved', 'refuted']],
    ['a network with a VM that goes too', [group, aChange('virtual_machine', 'a', nic('dvportgroup-1'), null)], ['proved']],
    ['a network that a VM comes to', [group, aChange('virtual_machine', 'a', null, nic('dvportgroup-1'))], ['proved']],
    ['a network with a VMkernel adapter on it', [group, left('vnic', 'v', { id: 'v', distributed_port_group: 'dvportgroup-1' })], ['refuted']],
    ['a network that is made anew', [renewed('delete', 'create'), moving(LATER)], ['proved', 'refuted']],
    ['a network whose replacement comes first', [renewed('create', 'delete'), moving(LATER)], ['proved', 'proved']],
    [
      'a network whose replacement comes first, and a VM stays',
      [renewed('create', 'delete'), left('virtual_machine', 'a', nic('dvportgroup-1'))],
      ['refuted'],
    ],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  const CLUSTER: Values = { id: 'domain-c8', name: 'c', host_managed: null, host_system_ids: null };
  const cluster = (more: Values) => aChange('compute_cluster', 'c', { ...CLUSTER, ...more }, null);
  const maintained = host(1, { maintenance: true, cluster: 'domain-c8' });

  test.each([
    ['a cluster without hosts', [cluster({})], ['proved']],
    ['a cluster with hosts in its list', [cluster({ host_system_ids: ['host-1'] })], ['refuted']],
    [
      'a cluster with hosts in its list that go too',
      [cluster({ host_system_ids: ['host-1'] }), aChange('host', 'x', maintained, null)],
      ['proved', 'refuted'],
    ],
    ['a cluster that evacuates its hosts', [cluster({ host_system_ids: ['host-1'], force_evacuate_on_destroy: true })], ['proved']],
    ['a cluster that hosts name', [cluster({ host_managed: true, host_system_ids: ['host-1'] }), left('host', 'x', maintained)], ['refuted']],
    [
      'a cluster that hosts name, which go first',
      [cluster({ host_managed: true, host_system_ids: ['host-1'] }), aChange('host', 'x', maintained, null)],
      ['proved', 'proved'],
    ],
    [
      'a cluster that other hosts do not name',
      [cluster({}), left('host', 'x', { ...maintained, cluster: 'domain-c9' }), left('host', 'y', host(2))],
      ['proved'],
    ],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  const vsan = (after: Values[string]) => aChange('compute_cluster', 'c', { ...CLUSTER, vsan_enabled: true }, { ...CLUSTER, vsan_enabled: after });
  const stored = (id: string) => left('virtual_machine', 'a', { ...MACHINE, datastore_id: id, disk: [{ label: 'disk0', datastore_id: id }] });
  const nfs = left('nas_datastore', 'nfs', { id: 'datastore-1', name: 'nfs' });

  test.each([
    ['a vSAN with nobody on it', [vsan(false)], ['proved']],
    ['a vSAN while a VM may be on it', [vsan(false), stored('datastore-9')], ['undecided']],
    ['a vSAN by leaving it out', [vsan(null), stored('datastore-9')], ['undecided']],
    ['a vSAN perhaps', [vsan(LATER), stored('datastore-9')], ['undecided']],
    ['a vSAN while VMs are elsewhere', [vsan(false), stored('datastore-1'), nfs], ['proved']],
    ['a vSAN while nobody shows where a VM is', [vsan(false), left('virtual_machine', 'a', MACHINE)], ['undecided']],
    ['no vSAN', [aChange('compute_cluster', 'c', { ...CLUSTER, vsan_enabled: true }, { ...CLUSTER, vsan_enabled: true, name: 'x' })], []],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  const file = (actions: PlannedChange['actions']) =>
    aChange('virtual_disk', 'd', { size: 10, vmdk_path: '/data/d.vmdk' }, actions.length > 1 ? { size: 20, vmdk_path: 'e.vmdk' } : null, { actions });
  const having = (path: string, attach: boolean) => left('virtual_machine', 'a', { ...MACHINE, disk: [{ label: 'disk1', attach, path }] });

  test.each([
    ['a disk that no VM has', [file(['delete']), having('data/other.vmdk', true)], ['proved']],
    ['a disk that a VM has', [file(['delete']), having('data/d.vmdk', true)], ['undecided']],
    ['a disk that a VM has by its datastore', [file(['delete']), having('[gold] data/d.vmdk', true)], ['undecided']],
    ['a disk that is made anew and larger', [file(['delete', 'create']), having('data/d.vmdk', true)], ['proved', 'undecided']],
    ['a disk beside a VM whose own has such a path', [file(['delete']), having('data/d.vmdk', false)], ['proved']],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  test('is shown with what is on it', () => {
    const changes = [renewed('delete', 'create'), moving(LATER), cluster({ host_system_ids: ['host-1'] })];
    const refuted = judged(rule, planned(changes)).filter(({ verdict }) => verdict === 'refuted');
    expect(refuted.map(text)).toMatchInlineSnapshot(`
     [
       [
         "cluster \`c\` is destroyed while hosts are in it",
         "in it: 1 host",
         ": the provider destroys an empty cluster only, and hosts that a cluster lists leave it no sooner",
         "hint: an apply before this one that takes the hosts out of it, or one that sets \`force_evacuate_on_destroy\` where no VM is to survive",
       ],
       [
         "port group \`web2\` is replaced while it is in use",
         "on it: \`a\`",
         ": vCenter does not remove a network in use, and they leave it only afterwards",
         "hint: an apply before this one that puts them on another network",
         "hint: \`create_before_destroy\`, under another name",
       ],
     ]
    `);
    expect(judged(rule, planned([vsan(false), stored('datastore-9')])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "whether VMs are on the vSAN of cluster \`c\` while it is turned off",
         "vsan_enabled: true -> false",
         "perhaps: \`a\`",
         "because: a plan does not show which datastore is that of a vSAN",
         "decides it: an apply before this one that moves their disks to datastores of the app",
       ],
     ]
    `);
  });

  test('a datastore of the same id in another vCenter is another one', () => {
    const providers = [aProvider({ key: 'vsphere' }), aProvider({ key: 'vsphere.west', identity: 'west.example.com' })];
    const resources = [aResource('vsphere_nas_datastore', 'nfs'), aResource('vsphere_virtual_machine', 'a', {}, { provider: 'vsphere.west' })];
    const gone = aChange('nas_datastore', 'nfs', { id: 'datastore-1', name: 'nfs' }, null);
    const at = (servers: typeof providers) => outcomes(rule, planned([gone, stored('datastore-1')], { stack: { providers: servers, resources } }));
    expect(at(providers)).toEqual(['proved']);
    expect(at([providers[0]!, aProvider({ key: 'vsphere.west', identity: LATER })])).toEqual(['undecided']);
  });
});
