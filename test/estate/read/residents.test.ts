import { unknown, type Declaration, type Estate, type ResidentMachineFacts } from '../../../lib/estate';
import { indexOf } from '../../../lib/estate/lookup';
import { surroundingsOf } from '../../../lib/estate/read';
import { estateOf } from '../../../lib/estate/read/estate-of';
import { Interval } from '../../../lib/units';
import { cluster, datacenter, entry, host, machine, model, ref, stack } from './model';

const looked = (path: string) => ({ ...entry('data.vsphere_compute_cluster.edge', { name: 'edge' }), path });
const app = model(
  stack('s', [
    datacenter,
    { ...cluster, path: 's/compute/cluster' },
    { ...looked('s/edge/lookup') },
    machine('m', { resource_pool_id: ref('data.vsphere_compute_cluster.edge', 'resource_pool_id') }),
  ]),
  stack('t', [looked('t/edge')]),
);

const unsourced: ResidentMachineFacts = {
  name: 'backup',
  count: 1,
  cpus: 4,
  memoryMiB: 21504,
  cpuReservationMhz: 100,
  memoryReservationMiB: 200,
};
const vcsa: ResidentMachineFacts = { ...unsourced, name: 'vcsa', source: 'https://example.com/sizing' };
const nsx: ResidentMachineFacts = { ...vcsa, name: 'nsx', count: 3, cpus: 6, memoryMiB: 24576 };

const residents = (of: string, machines: readonly ResidentMachineFacts[], complete = false): Declaration => ({
  kind: 'residents',
  of,
  machines,
  complete,
});

function read(...declarations: Declaration[]) {
  return estateOf(app, { declarations });
}

function statedIn({ premises }: Estate) {
  return premises.filter(({ kind }) => kind === 'stated').map(({ id }) => id);
}

describe('machines that nobody rendered', () => {
  test('of one name and several sizes are told apart, and said twice they agree in any order', () => {
    const small = { ...nsx, count: 1, cpus: 4 };
    const estate = read(residents('s/edge', [nsx, small]), residents('t/edge', [small, nsx]));
    expect(estate.faults).toEqual([]);
    expect(estate.vsphere.machines.slice(1).map(({ id, cpus, path }) => [id, cpus, path])).toEqual([
      ['s/edge#nsx', 6, 's/edge'],
      ['s/edge#nsx (2)', 4, 's/edge'],
    ]);
    expect(read(residents('s/edge', [nsx, small]), residents('t/edge', [nsx])).faults).toMatchObject([
      { kind: 'contradicted-premise', path: 't/edge', detail: expect.stringContaining('of another size') as string },
    ]);
  });

  test('are VMs of the cluster, as many as stated, of which nothing else is known', () => {
    const { vsphere, faults } = read(residents('s/edge', [vcsa, nsx]));
    const open = (attribute: string) => unknown('data-source', attribute, 's/edge#nsx');
    expect(faults).toEqual([]);
    expect(vsphere.machines.map(({ id, instances }) => [id, instances])).toEqual([
      ['s/vsphere_virtual_machine.m', Interval.exactly(1)],
      ['s/edge#vcsa', Interval.exactly(1)],
      ['s/edge#nsx', Interval.exactly(3)],
    ]);
    expect(vsphere.machines[2]).toEqual({
      id: 's/edge#nsx',
      addresses: [],
      path: 's/edge',
      origin: 'surroundings',
      vcenter: 'vc.example.com',
      name: 'nsx',
      instances: Interval.exactly(3),
      cluster: 's/data.vsphere_compute_cluster.edge',
      resourcePool: null,
      cpus: 6,
      coresPerSocket: open('num_cores_per_socket'),
      cpuReservationMhz: 100,
      memoryMiB: 24576,
      memoryReservationMiB: 200,
      memoryReservationLocked: open('memory_reservation_locked_to_max'),
      latencySensitivity: open('latency_sensitivity'),
      hardwareVersion: open('hardware_version'),
      diskUuid: open('enable_disk_uuid'),
      networks: [],
      networksComplete: false,
      datastore: open('datastore_id'),
      storagePolicy: open('storage_policy_id'),
      disks: [],
      disksComplete: false,
      host: null,
      pciDevices: { items: [], complete: false, unknown: open('pci_device_id') },
    });
  });

  test('are a premise that names them', () => {
    expect(read(residents('s/edge', [vcsa, nsx])).premises).toContainEqual({
      id: 'residents:s/edge',
      kind: 'stated',
      statement: 'cluster `s/edge` also runs `vcsa` (4 vCPUs, 21 GiB), 3 x `nsx` (6 vCPUs, 24 GiB), which no stack renders',
      subject: 's/edge',
      source: 'https://example.com/sizing',
    });
    expect(read(residents('s/edge', [vcsa, unsourced])).premises.find(({ id }) => id === 'residents:s/edge')).not.toHaveProperty('source');
  });

  test('count as load of the cluster, owned or looked up', () => {
    for (const [of, at] of [
      ['s/compute', 0],
      ['s/edge', 1],
    ] as const) {
      const estate = read(residents(of, [nsx]));
      const { certain, open } = indexOf(estate).machinesOn(estate.vsphere.clusters[at]!);
      expect(certain.map(({ id }) => id)).toContain(`${of}#nsx`);
      expect(open === undefined).toBe(of === 's/compute');
    }
  });

  test('of a complete list close a cluster that is looked up, as a premise', () => {
    const estate = read(residents('s/edge', [nsx], true));
    const [compute, edge] = estate.vsphere.clusters;
    expect(indexOf(estate).machinesOn(edge!)).toMatchObject({ certain: [{ name: 'm' }, { name: 'nsx' }], possible: [] });
    expect(indexOf(estate).machinesOn(edge!)).not.toHaveProperty('open');
    expect(indexOf(estate).isClosed(edge!)).toBe(false);
    expect(indexOf(estate).machinesOn(compute!).certain).toEqual([]);
    expect(estate.premises).toContainEqual({
      id: 'residents-complete:s/edge',
      kind: 'stated',
      statement: 'beside what this app puts there and what is stated, nothing runs on cluster `s/edge`',
      subject: 's/edge',
    });
  });

  test('may be none at all, which closes the cluster too; a module still may put some there', () => {
    const none = read(residents('s/edge', [], true));
    expect(indexOf(none).machinesOn(none.vsphere.clusters[1]!).open).toBeUndefined();
    expect(statedIn(none)).toEqual(['residents-complete:s/edge']);
    const module = { name: 'm', source: 'x', path: 'u/m', instances: Interval.exactly(1), arguments: {}, providers: null };
    const open = estateOf(model(...app.stacks, stack('u', [], { modules: [module] })), { declarations: [residents('s/edge', [], true)] });
    expect(indexOf(open).machinesOn(open.vsphere.clusters[1]!).open).toEqual(unknown('module', 'module.m', 'u/module.m'));
  });

  test('of two lists add up, once by name', () => {
    const { vsphere, faults } = read(residents('s/edge', [vcsa]), residents('t/edge', [vcsa, nsx]));
    expect(faults).toEqual([]);
    expect(vsphere.machines.map(({ id }) => id).slice(1)).toEqual(['s/edge#vcsa', 't/edge#nsx']);
  });

  test('of one name and two sizes contradict each other, and so does one that a complete list lacks', () => {
    expect(read(residents('s/edge', [vcsa]), residents('t/edge', [{ ...vcsa, cpus: 8 }])).faults).toMatchObject([
      { kind: 'contradicted-premise', path: 't/edge', attribute: 'machines', detail: expect.stringContaining('of another size') as string },
    ]);
    const lacking = {
      kind: 'contradicted-premise',
      path: 't/edge',
      found: 'nsx',
      detail: '`s/edge` states all that runs on the same cluster, and `nsx` is not among it',
    };
    expect(read(residents('s/edge', [vcsa], true), residents('t/edge', [nsx])).faults).toMatchObject([lacking]);
    expect(read(residents('t/edge', [nsx]), residents('s/edge', [vcsa], true)).faults).toMatchObject([lacking]);
    expect(read(residents('s/edge', [vcsa], true), residents('t/edge', [vcsa])).faults).toEqual([]);
  });

  test('of nothing, or of more than one cluster, are a fault and no load', () => {
    const gone = read(residents('s/gone', [vcsa], true));
    expect(gone.faults).toMatchObject([
      { kind: 'contradicted-premise', path: 's/gone', detail: 'it states what runs on a cluster, and nothing at or under it is read as one' },
    ]);
    const all = read(residents('s', [vcsa], true));
    expect(all.faults).toMatchObject([
      { kind: 'contradicted-premise', path: 's', detail: 'it names what runs on one cluster, and there are 2 at or under `s`' },
    ]);
    for (const estate of [gone, all]) {
      expect(estate.vsphere.machines).toHaveLength(1);
      expect(statedIn(estate)).toEqual([]);
      expect(indexOf(estate).machinesOn(estate.vsphere.clusters[1]!).open).toBeDefined();
    }
  });
});

describe('what a layer states of a cluster, a network or storage', () => {
  const onA = { host_system_id: ref('vsphere_host.a') };
  const more = model(
    stack('s', [
      datacenter,
      cluster,
      host('a'),
      entry('vsphere_distributed_port_group.g', { name: 'g', distributed_virtual_switch_uuid: ref('x.y') }),
      { ...entry('vsphere_host_virtual_switch.v', { name: 'v', ...onA }), path: 's/std/v' },
      { ...entry('vsphere_host_port_group.p', { name: 'p', virtual_switch_name: 'v', ...onA }), path: 's/std/p' },
      entry('vsphere_vmfs_datastore.local', { name: 'local', ...onA }),
      entry('data.vsphere_datastore.vsan', { name: 'vsanDatastore' }),
      entry('data.vsphere_storage_policy.policy', { name: 'gold' }),
    ]),
    stack('w', [entry('vsphere_compute_cluster.far', { name: 'far', datacenter_id: ref('x.y') })], { server: 'vc2.example.com' }),
  );
  const of = (...declarations: Declaration[]) => estateOf(more, { declarations });
  const redundancy = { raid: 'raid-5', failures: 1, mirroredSites: true } as const;

  test('what a cluster tolerates, and that it is being brought up', () => {
    const { vsphere, premises } = of({ kind: 'cluster-limits', of: 's/c', tolerates: { hosts: 1, rack: true }, bringUp: true });
    expect(vsphere.clusters[0]).toMatchObject({ tolerates: { hosts: 1, rack: true }, bringUp: true });
    expect(premises).toContainEqual({
      id: 'bring-up:s/c',
      kind: 'stated',
      statement: '`s/c` is being brought up: HA comes with a later apply',
      subject: 's/c',
    });
    const { vsphere: none, premises: without } = of({ kind: 'cluster-limits', of: 's/c', bringUp: false });
    expect([none.clusters[0]!.bringUp, none.clusters[0]!.tolerates]).toEqual([false, undefined]);
    expect(without.map(({ id }) => id)).not.toContain('bring-up:s/c');
    expect(
      of(
        { kind: 'cluster-limits', of: 's/c', tolerates: { hosts: 1, rack: true } },
        { kind: 'cluster-limits', of: 's/c', tolerates: { hosts: 2, rack: true } },
      ).faults,
    ).toMatchObject([{ kind: 'contradicted-premise', attribute: 'tolerates' }]);
  });

  test('why a network needs what is refused elsewhere, of all networks under a construct', () => {
    const { vsphere, premises, faults } = of(
      { kind: 'security-exception', of: 's/g', reason: 'nested ESXi' },
      { kind: 'security-exception', of: 's/std', reason: 'IDS' },
    );
    expect(faults).toEqual([]);
    expect([vsphere.portGroups[0], vsphere.standardSwitches[0], vsphere.standardPortGroups[0]].map((one) => one!.securityException)).toEqual([
      'nested ESXi',
      'IDS',
      'IDS',
    ]);
    expect(premises).toContainEqual({
      id: 'security-exception:s/std',
      kind: 'stated',
      statement: '`s/std` may see or send under other addresses: IDS',
      subject: 's/std',
    });
    expect(of({ kind: 'security-exception', of: 's/c', reason: 'x' }).faults).toMatchObject([
      { detail: 'it states why a network needs what is refused elsewhere, and nothing at or under it is read as one' },
    ]);
    expect(of({ kind: 'security-exception', of: 's/g', reason: 'a' }, { kind: 'security-exception', of: 's/g', reason: 'b' }).faults).toMatchObject([
      { kind: 'contradicted-premise', attribute: 'securityException' },
    ]);
  });

  test('of which cluster a datastore is the vSAN', () => {
    const { vsphere, premises, faults } = of({ kind: 'vsan-datastore', of: 's/vsan', cluster: 's/c' });
    expect(faults).toEqual([]);
    expect(vsphere.datastores.map(({ type, vsanOf }) => [type, vsanOf])).toEqual([
      ['vmfs', undefined],
      ['vsan', 's/vsphere_compute_cluster.c'],
    ]);
    expect(premises).toContainEqual({
      id: 'vsan-datastore:s/vsan',
      kind: 'stated',
      statement: 'datastore `s/vsan` is the vSAN of `s/c`',
      subject: 's/vsan',
    });
  });

  test.each<[string, Declaration, string]>([
    [
      'a datastore that the app makes',
      { kind: 'vsan-datastore', of: 's/local', cluster: 's/c' },
      'it states that the datastore is a vSAN, and the app makes it as VMFS',
    ],
    [
      'a cluster that is none',
      { kind: 'vsan-datastore', of: 's/vsan', cluster: 's/g' },
      'it names the cluster of a vSAN datastore, and nothing at or under `s/g` is read as one',
    ],
    ['a cluster of another vCenter', { kind: 'vsan-datastore', of: 's/vsan', cluster: 'w/far' }, 'it names `w/far`, which is in another vCenter'],
    [
      'a datastore that is none',
      { kind: 'vsan-datastore', of: 's/g', cluster: 's/c' },
      'it states what a datastore is, and nothing at or under it is read as one',
    ],
    [
      'a policy that is none',
      { kind: 'storage-policy', of: 's/g', redundancy },
      'it states what a storage policy keeps, and nothing at or under it is read as one',
    ],
    [
      'a policy for a cluster of another vCenter',
      { kind: 'storage-policy', of: 's/policy', redundancy, cluster: 'w/far' },
      'it names `w/far`, which is in another vCenter',
    ],
    [
      'a policy for a cluster that is none',
      { kind: 'storage-policy', of: 's/policy', redundancy, cluster: 's/g' },
      'it names the cluster of a storage policy, and nothing at or under `s/g` is read as one',
    ],
  ])('contradicts the output where it speaks of %s', (_, declaration, detail) => {
    expect(of(declaration).faults).toMatchObject([{ kind: 'contradicted-premise', path: declaration.of, detail }]);
  });

  test('how a storage policy keeps what follows it, and where', () => {
    const { vsphere, premises } = of({ kind: 'storage-policy', of: 's/policy', redundancy, cluster: 's/c' });
    expect(vsphere.storagePolicies[0]).toMatchObject({ redundancy, cluster: 's/vsphere_compute_cluster.c' });
    expect(premises).toContainEqual({
      id: 'storage-policy:s/policy',
      kind: 'stated',
      statement: 'storage policy `s/policy` keeps objects as RAID-5 for 1 failure within each of two sites',
      subject: 's/policy',
    });
    expect(of({ kind: 'storage-policy', of: 's/policy', redundancy }).vsphere.storagePolicies[0]).not.toHaveProperty('cluster');
    expect(
      of(
        { kind: 'storage-policy', of: 's/policy', redundancy },
        { kind: 'storage-policy', of: 's/policy', redundancy: { ...redundancy, failures: 2 } },
      ).faults,
    ).toMatchObject([{ kind: 'contradicted-premise', attribute: 'redundancy' }]);
  });
});

describe('a recorded estate', () => {
  const lookedUp = model(stack('s', [entry('data.vsphere_compute_cluster.edge', { name: 'edge' })]));
  const recordOf = (...declarations: Declaration[]) =>
    [surroundingsOf(JSON.parse(JSON.stringify(estateOf(lookedUp, { declarations }))), 'theirs.json')] as const;
  const on = (estate: Estate) => indexOf(estate).machinesOn(estate.vsphere.clusters[0]!);

  test('counts the machines that it and the app state once', () => {
    const surroundings = recordOf(residents('s/edge', [vcsa]));
    const estate = estateOf(lookedUp, { surroundings, declarations: [residents('s/edge', [vcsa, nsx], true)] });
    expect(estate.faults).toEqual([]);
    expect(on(estate)).toMatchObject({ certain: [{ id: 'theirs.json#s/edge#vcsa' }, { id: 's/edge#nsx' }], possible: [] });
    expect(on(estate).open).toBeUndefined();
  });

  test('is contradicted by another size of them', () => {
    const { faults, vsphere } = estateOf(lookedUp, {
      surroundings: recordOf(residents('s/edge', [vcsa])),
      declarations: [residents('s/edge', [{ ...vcsa, cpus: 8 }])],
    });
    expect(faults).toMatchObject([
      { kind: 'contradicted-premise', path: 's/edge', detail: expect.stringContaining('a recorded estate has `vcsa` on the same cluster') as string },
    ]);
    expect(vsphere.machines).toHaveLength(1);
  });

  test('of who only looked a cluster up does not know all that runs there, whatever it says of hosts', () => {
    const hosts: Declaration = { kind: 'cluster-hosts', of: 's/edge', hosts: [] };
    const estate = estateOf(lookedUp, { surroundings: recordOf(hosts) });
    expect(estate.vsphere.clusters).toMatchObject([{ origin: 'looked-up', hosts: { ids: [], complete: true } }]);
    expect(on(estate).open).toEqual(unknown('data-source', 'resource_pool_id', 's/data.vsphere_compute_cluster.edge'));
  });
});
