import { reference, type PlannedChange } from '../../../lib/estate';
import { shrinking as rule } from '../../../lib/rules/transitions/pln-005-shrinking';
import { aResource, STACK } from '../../support/estate';
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
    ['a disk that shrinks by being made anew', replaced('virtual_disk', 'd', { size: 10 }, { size: 5 }), ['refuted']],
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
  const group = (before: number, after: Values[string]) =>
    aChange(
      'distributed_port_group',
      'web',
      { id: 'dvportgroup-1', name: 'web', number_of_ports: before },
      { id: 'dvportgroup-1', name: 'web', number_of_ports: after },
    );
  const adapters = (n: number) =>
    left('virtual_machine', 'a', { ...MACHINE, network_interface: Array.from({ length: n }, () => ({ network_id: 'dvportgroup-1' })) });

  test.each([
    ['that gets more ports', group(8, 16), 20, []],
    ['that keeps enough', group(8, 2), 2, ['proved']],
    ['that gets too few', group(8, 2), 3, ['refuted']],
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
