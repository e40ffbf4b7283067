import { unknown, type Declaration, type HostHardware } from '../../../lib/estate';
import { estateOf } from '../../../lib/estate/read/estate-of';
import { Interval } from '../../../lib/units';
import { cluster, datacenter, entry, host, machine, model, ref, stack, type Entry } from './model';

const hardware = (memoryMiB: number): HostHardware => ({
  cpu: { vendor: 'intel', name: 'Xeon', cores: 56, threads: 112, baseMhz: 2000, features: [] },
  sockets: 2,
  numaNodesPerSocket: 1,
  memoryMiB,
  disks: [],
  nics: [],
  accelerators: [],
});

const at = (path: string, one: Entry): Entry => ({ ...one, path });
const network = (name: string) =>
  at(`s/nets/${name}/pg`, entry(`vsphere_distributed_port_group.${name}`, { name, distributed_virtual_switch_uuid: ref('x.y') }));

const app = model(
  stack('s', [
    datacenter,
    at('s/compute/cluster', cluster),
    at('s/esx/1/host', host('one')),
    at('s/esx/2/host', host('two')),
    at('s/esx2/host', host('three')),
    network('blue'),
    at('s/db/1/template', entry('data.vsphere_virtual_machine.t', { name: 'debian' })),
    at('s/db/1/vm', machine('db1', { clone: [{ template_uuid: ref('data.vsphere_virtual_machine.t') }] })),
    at('s/db/2/vm', { ...machine('db2'), instances: Interval.atLeast(0) }),
    at(
      's/db/apart',
      entry('vsphere_compute_cluster_vm_anti_affinity_rule.r', {
        name: 'r',
        compute_cluster_id: ref('vsphere_compute_cluster.c'),
        virtual_machine_ids: [],
      }),
    ),
  ]),
);

function read(...declarations: Declaration[]) {
  return estateOf(app, { declarations });
}

test('hardware declared at or above a host is its own, the nearest where there are two', () => {
  const { vsphere } = read(
    { kind: 'host-hardware', of: 's/esx/2/host', hardware: hardware(2), rack: 'r2' },
    { kind: 'host-hardware', of: 's/esx', hardware: hardware(1), rack: 'r1' },
  );
  expect(vsphere.hosts.map((one) => [one.hardware?.memoryMiB, one.rack])).toEqual([
    [1, 'r1'],
    [2, 'r2'],
    [undefined, undefined],
  ]);
  expect(vsphere.hosts[2]).not.toHaveProperty('hardware');
});

test('a path that begins with the name of another construct is not under it', () => {
  const { vsphere } = read({ kind: 'host-hardware', of: 's/esx2', hardware: hardware(3) });
  expect(vsphere.hosts.map((one) => one.hardware?.memoryMiB)).toEqual([undefined, undefined, 3]);
});

test('limits of a cluster and ranges of a network are merged', () => {
  const { vsphere } = read(
    { kind: 'cluster-limits', of: 's/compute', cpuRatio: 4 },
    { kind: 'cluster-limits', of: 's/compute/cluster', memoryRatio: 1.2 },
    { kind: 'network-range', of: 's/nets/blue', cidr: '10.0.0.0/24', gateway: '10.0.0.1' },
  );
  expect(vsphere.clusters[0]).toMatchObject({ cpuRatio: 4, memoryRatio: 1.2 });
  expect(vsphere.portGroups[0]).toMatchObject({ cidr: '10.0.0.0/24', gateway: '10.0.0.1' });
});

test('a declaration made at a lookup holds for the object it finds', () => {
  const lookup = { ...entry('data.vsphere_compute_cluster.c', { name: 'compute' }), path: 't/compute' };
  const { vsphere } = estateOf(model(...app.stacks, stack('t', [lookup])), {
    declarations: [{ kind: 'cluster-limits', of: 't/compute', cpuRatio: 3 }],
  });
  expect(vsphere.clusters).toHaveLength(1);
  expect(vsphere.clusters[0]!.cpuRatio).toBe(3);
});

describe('hosts declared for a cluster that is looked up', () => {
  const looked = model(
    stack('s', [
      entry('data.vsphere_compute_cluster.c', { name: 'old' }),
      entry('data.vsphere_host.a', { name: 'a', datacenter_id: ref('vsphere_datacenter.dc') }),
      host('b', { cluster: ref('data.vsphere_compute_cluster.c') }),
      machine('m', { resource_pool_id: ref('data.vsphere_host.a', 'resource_pool_id') }),
    ]),
  );

  test('are all it has, and are in it', () => {
    const { vsphere, premises } = estateOf(looked, { declarations: [{ kind: 'cluster-hosts', of: 's/c', hosts: ['s/a', 's/b'] }] });
    expect(vsphere.clusters[0]!.hosts).toEqual({ ids: ['s/data.vsphere_host.a', 's/vsphere_host.b'], complete: true });
    expect(vsphere.hosts.map((one) => one.cluster)).toEqual(['s/data.vsphere_compute_cluster.c', 's/data.vsphere_compute_cluster.c']);
    expect(vsphere.machines[0]!.cluster).toBe('s/data.vsphere_compute_cluster.c');
    expect(premises).toContainEqual({
      id: 'cluster-hosts:s/c',
      kind: 'stated',
      statement: 'the 2 hosts declared for `s/c` are all it has',
      subject: 's/c',
    });
  });

  test('leave it open where one of them rendered nothing', () => {
    const { vsphere } = estateOf(looked, { declarations: [{ kind: 'cluster-hosts', of: 's/c', hosts: ['s/a', 's/gone'] }] });
    expect(vsphere.clusters[0]!.hosts).toMatchObject({ complete: false, unknown: unknown('dangling', 's/gone', 's/data.vsphere_compute_cluster.c') });
  });
});

describe('the hosts of a switch that is looked up', () => {
  const looked = model(
    stack('s', [
      entry('data.vsphere_distributed_virtual_switch.fabric', { name: 'old' }),
      entry('data.vsphere_host.a', { name: 'a', datacenter_id: ref('vsphere_datacenter.dc') }),
    ]),
  );

  test('are those declared for it, as a premise', () => {
    const { vsphere, premises } = estateOf(looked, { declarations: [{ kind: 'switch-hosts', of: 's/fabric', hosts: ['s/a'] }] });
    expect(vsphere.switches[0]!.hosts).toEqual({ ids: ['s/data.vsphere_host.a'], complete: true });
    expect(premises).toContainEqual(expect.objectContaining({ id: 'switch-hosts:s/fabric', kind: 'stated', subject: 's/fabric' }));
  });

  test('are not known otherwise: that nobody else adds any says nothing of those it has', () => {
    const { vsphere } = estateOf(looked, { assumptions: [{ kind: 'closed', scope: 's/fabric' }] });
    expect(vsphere.switches[0]!.hosts).toMatchObject({ ids: [], complete: false });
  });
});

describe('tenants and intents', () => {
  const tenant: Declaration = {
    kind: 'tenant',
    of: 's/banking',
    name: 'banking',
    machines: ['s/db', 's/gone'],
    networks: ['s/nets/blue'],
    namespaces: [],
  };
  const machines = ['s/vsphere_virtual_machine.db1', 's/vsphere_virtual_machine.db2'];

  test('a tenant has the VMs and networks under its paths; a template is no VM of it, a path of nothing is missing', () => {
    expect(read(tenant).tenants).toEqual([
      {
        name: 'banking',
        path: 's/banking',
        machines: { ids: machines, missing: ['s/gone'] },
        networks: { ids: ['s/vsphere_distributed_port_group.blue'], missing: [] },
        namespaces: { ids: [], missing: [] },
      },
    ]);
  });

  test('a template that is named itself is meant', () => {
    const { tenants } = read({ ...tenant, machines: ['s/db/1/template'] });
    expect(tenants[0]!.machines).toEqual({ ids: ['s/data.vsphere_virtual_machine.t'], missing: [] });
  });

  test('the sides of an intent are tenants, machines, networks, hosts and clusters; rules are none', () => {
    const [intent] = read(tenant, {
      kind: 'intent',
      of: 's/pci',
      intent: 'tenants-isolated',
      statement: 'isolated',
      sides: [
        { label: 'tenant `banking`', of: ['s/banking'] },
        { label: 'from', of: ['s/compute', 's/db', 's/esx/1'] },
        { label: 'to', of: ['s/db/apart'] },
      ],
      parameters: { ports: [1], none: undefined },
    }).intents;
    expect(intent).toEqual({
      kind: 'tenants-isolated',
      path: 's/pci',
      statement: 'isolated',
      sides: [
        { label: 'tenant `banking`', endpoints: { ids: [...machines, 's/vsphere_distributed_port_group.blue'], missing: ['s/gone'] } },
        { label: 'from', endpoints: { ids: ['s/vsphere_compute_cluster.c', ...machines, 's/vsphere_host.one'], missing: [] } },
        { label: 'to', endpoints: { ids: [], missing: ['s/db/apart'] } },
      ],
      parameters: { ports: [1] },
    });
  });
});

test('two constructs that state different things of one object contradict each other', () => {
  const { faults } = read(
    { kind: 'cluster-limits', of: 's/compute', cpuRatio: 4, memoryRatio: 1 },
    { kind: 'cluster-limits', of: 's/compute', cpuRatio: 8, memoryRatio: 1 },
  );
  expect(faults).toEqual([
    {
      kind: 'contradicted-premise',
      file: 'stacks/s/cdk.tf.json',
      stack: 's',
      path: 's/compute',
      attribute: 'cpuRatio',
      found: '8',
      detail: '`s/compute` is the same object (`s/compute/cluster`) and states another cpuRatio: 4',
    },
  ]);
  expect(
    read({ kind: 'cluster-limits', of: 's/compute', cpuRatio: 4 }, { kind: 'cluster-limits', of: 's/compute/cluster', cpuRatio: 8 }).faults,
  ).toEqual([]);
});

test('what one stack states of a network it makes, and another of its lookup, must be the same', () => {
  const two = model(...app.stacks, stack('t', [entry('data.vsphere_network.blue', { name: 'blue' })]));
  const range = (of: string, cidr: string): Declaration => ({ kind: 'network-range', of, cidr });
  const faults = (cidr: string) => estateOf(two, { declarations: [range('s/nets/blue', '10.0.0.0/24'), range('t/blue', cidr)] }).faults;
  expect(faults('10.0.0.0/24')).toEqual([]);
  expect(faults('10.0.1.0/24')).toMatchObject([{ kind: 'contradicted-premise', attribute: 'cidr' }]);
});

test('what is stated of an object that is not there contradicts the output, unless a module may make it or there are none', () => {
  const limits = (of: string): Declaration => ({ kind: 'cluster-limits', of, cpuRatio: 4 });
  expect(read(limits('s/gone')).faults).toEqual([
    {
      kind: 'contradicted-premise',
      file: 'stacks/s/cdk.tf.json',
      stack: 's',
      path: 's/gone',
      found: 's/gone',
      detail: 'it states the limits of a cluster, and nothing at or under it is read as one',
    },
  ]);
  expect(read(limits('s/nets/blue')).faults).toHaveLength(1);
  const none = model(stack('s', [{ ...host('none'), path: 's/none', instances: Interval.exactly(0) }]));
  expect(estateOf(none, { declarations: [{ kind: 'host-hardware', of: 's/none', hardware: hardware(1) }] }).faults).toEqual([]);
  const module = { name: 'm', source: 'x', path: 's/m', instances: Interval.exactly(1), arguments: {}, providers: null };
  expect(estateOf(model(stack('s', [], { modules: [module] })), { declarations: [limits('s/m')] }).faults).toEqual([]);
});
