import { Size } from 'cdk8s';
import { Testing } from 'cdktf';
import { Kata } from 'cdk-strata/container';
import { type NodePoolProps, POOL_LABEL } from 'cdk-strata/kubernetes';
import { EsxiHost, HostFailures, VcenterCluster } from 'cdk-strata/vsphere';
import { Secret } from 'cdk-strata';
import { refusal, Site, wasm } from '../cluster/site';

const POOL = { replicas: 2, cpus: 8, memory: Size.gibibytes(32) };
const site = new Site(Testing.app(), { tolerates: HostFailures.any(1) });
let made = 0;
/** A cluster with one pool, on a site for all. */
const prod = (change: Partial<NodePoolProps>, on: Site = site) => on.prod({ pools: { pool: { ...POOL, ...change } } }, `case-${(made += 1)}`);
const declared = (change: Partial<NodePoolProps>) => {
  const { path } = prod(change).pool('pool').node;
  return site.declared('node-pool').find(({ of }) => of === path)!;
};

describe('labels and taints', () => {
  test('a pool has its name as a label', () => {
    expect(declared({ labels: { 'example.com/disk': 'ssd' } }).facts.labels).toEqual({ 'example.com/disk': 'ssd', [POOL_LABEL]: 'pool' });
  });

  test.each([
    ['wasm', { key: 'wasm', value: '', effect: 'NoSchedule' }],
    ['gpu=a100', { key: 'gpu', value: 'a100', effect: 'NoSchedule' }],
    ['example.com/gpu=a100:NoExecute', { key: 'example.com/gpu', value: 'a100', effect: 'NoExecute' }],
    ['spare:PreferNoSchedule', { key: 'spare', value: '', effect: 'PreferNoSchedule' }],
  ])('the taint %s', (taint, expected) => {
    expect(declared({ taint }).facts.taints).toEqual([expected]);
  });

  test('taints of both kinds come together', () => {
    const { taints } = declared({ taint: 'wasm', taints: ['wasm:NoExecute', { key: 'gpu', value: 'a100', effect: 'NoSchedule' }] }).facts;
    expect(taints.map(({ key, effect }) => `${key}:${effect}`)).toEqual(['wasm:NoSchedule', 'wasm:NoExecute', 'gpu:NoSchedule']);
  });

  test.each<[string, Partial<NodePoolProps>, string]>([
    [
      'an effect that there is not',
      { taint: 'wasm:Never' },
      'taint: its effect must be one of "NoSchedule", "PreferNoSchedule", "NoExecute", got "Never"',
    ],
    ['a taint of several parts', { taint: 'a=b=c' }, 'taint must be written key=value:effect'],
    ['no key', { taint: '=x' }, 'taint must be written key=value:effect, such as "wasm" or "gpu=a100:NoExecute", got "=x"'],
    ['a key that is no name', { taints: ['-a'] }, 'taints[0]: its key must be a name of a label, got "-a"'],
    ['a value that is none', { taint: 'a=-b' }, 'taint: its value must be that of a label, got "-b"'],
    ['a taint twice', { taint: 'wasm', taints: ['wasm=x'] }, 'taints of a pool must differ, got "wasm:NoSchedule"'],
    ['a label that is no name', { labels: { 'a b': 'x' } }, 'labels must have names that Kubernetes takes'],
    ['a label that is too long', { labels: { a: 'x'.repeat(64) } }, 'labels["a"] must be at most 63 letters'],
  ])('%s is refused', (_, change, message) => {
    expect(refusal(() => prod(change))).toContain(message);
  });
});

describe('runtimes', () => {
  test('stand in what nodes have, behind runc', () => {
    const { facts } = declared({ runtimes: [wasm], taint: 'wasm' });
    expect(facts.handlers.map(({ handler, isolation }) => [handler, isolation])).toEqual([
      ['runc', 'kernel'],
      ['wasmtime', 'wasm'],
    ]);
  });

  test('of WebAssembly want a taint', () => {
    expect(refusal(() => prod({ runtimes: [wasm] }))).toContain(
      "its nodes run wasmtime, and no taint keeps other pods off; give the pool one, such as taint: 'wasm'",
    );
  });

  test('of another kind want none', () => {
    expect(() => prod({ runtimes: [Kata.qemu()] })).not.toThrow();
  });

  test('that make virtual machines make VMs of nodes hypervisors, and no others', () => {
    const own = new Site();
    own.prod({ pools: { kata: { ...POOL, runtimes: [Kata.qemu()] }, plain: POOL, asked: { ...POOL, nestedVirtualization: true } } });
    const machines = own.rendered('vsphere_virtual_machine');
    expect(['kata', 'plain', 'asked', 'control-plane'].map((pool) => machines[`prod-${pool}-1`]!.nested_hv_enabled)).toEqual([
      true,
      undefined,
      true,
      undefined,
    ]);
    expect(refusal(() => prod({ runtimes: [Kata.qemu()], nestedVirtualization: false }))).toContain(
      'kata-qemu makes virtual machines in the nodes, and nestedVirtualization is false',
    );
  });

  test('have to be runtimes', () => {
    expect(refusal(() => prod({ runtimes: ['kata' as never] }))).toContain('runtimes[0] must be a container runtime, got "kata"');
  });
});

describe('numbers', () => {
  test.each<[Partial<NodePoolProps>, unknown]>([
    [{}, undefined],
    [{ max: 5 }, { min: 2, max: 5 }],
    [{ min: 0 }, { min: 0, max: 2 }],
    [
      { min: 1, max: 3 },
      { min: 1, max: 3 },
    ],
  ])('the autoscaler of %j', (change, expected) => {
    expect(declared(change).facts.autoscaling).toEqual(expected);
  });

  test.each<[string, Partial<NodePoolProps>, string]>([
    ['no nodes', { replicas: 0 }, 'replicas must be a whole number of at least 1, got 0'],
    ['half a CPU', { cpus: 0.5 }, 'cpus must be a whole number of at least 1, got 0.5'],
    ['memory as a number', { memory: 32 as never }, 'memory must be a Size, got 32'],
    ['a disk as a number', { disk: 40 as never }, 'disk must be a Size, got 40'],
    ['less than no surge', { surge: -1 }, 'surge must be a whole number of at least 0, got -1'],
    ['an architecture that there is not', { architecture: 'x86' as never }, 'architecture must be one of "amd64", "arm64", got "x86"'],
    ['apart from something else', { apart: 'racks' as never }, 'apart must be "hosts", got "racks"'],
    ['zones of something else', { zones: 'hosts' as never }, 'zones must be "racks", got "hosts"'],
  ])('%s: refused', (_, change, message) => {
    expect(refusal(() => prod(change))).toContain(message);
  });

  test('a pool as large as there are hosts has a place, and where hosts are not known nobody can tell', () => {
    expect(() => prod({ replicas: 12, apart: 'hosts' })).not.toThrow();
    const elsewhere = VcenterCluster.fromAttributes(site, 'elsewhere', {
      clusterId: 'domain-c8',
      resourcePoolId: 'resgroup-9',
      datacenter: site.compute.datacenter,
    });
    expect(() => site.prod({ on: elsewhere, pools: { pool: { ...POOL, replicas: 20, apart: 'hosts' } } }, 'unknown')).not.toThrow();
  });
});

describe('zones', () => {
  test('hold nodes to the racks, one after the other, and label them so', () => {
    const own = new Site(Testing.app(), { tolerates: HostFailures.any(1) });
    own.prod({ pools: { pool: { ...POOL, replicas: 4, zones: 'racks', apart: 'hosts' } } });
    const pool = own.declared('node-pool').find(({ name }) => name === 'pool')!;
    expect(pool.nodes.map(({ labels }) => labels['topology.kubernetes.io/zone'])).toEqual(['r1', 'r2', 'r3', 'r1']);
    const groups = own.rendered('vsphere_compute_cluster_vm_group');
    expect(Object.entries(groups).map(([name, { virtual_machine_ids: ids }]) => [name, (ids as string[]).length])).toEqual([
      ['fra-prod-pool-nodes-in-r1', 2],
      ['fra-prod-pool-nodes-in-r2', 1],
      ['fra-prod-pool-nodes-in-r3', 1],
    ]);
    const rules = Object.values(own.rendered('vsphere_compute_cluster_vm_host_rule'));
    expect(rules).toHaveLength(3);
    for (const rule of rules) expect(rule).toMatchObject({ enabled: true, mandatory: true });
    expect(Object.keys(own.rendered('vsphere_compute_cluster_vm_anti_affinity_rule'))).toContain('fra-prod-pool-nodes-apart');
  });

  test('share the groups of hosts with the control plane', () => {
    const own = new Site();
    own.prod({ pools: { one: { ...POOL, zones: 'racks' }, two: { ...POOL, zones: 'racks' } } });
    expect(Object.keys(own.rendered('vsphere_compute_cluster_host_group'))).toEqual(['fra-prod-rack-r1', 'fra-prod-rack-r2', 'fra-prod-rack-r3']);
  });

  test('need racks', () => {
    const own = new Site(Testing.app(), { racks: [], tolerates: HostFailures.any(1) });
    expect(refusal(() => prod({ zones: 'racks' }, own))).toContain('its zones are racks, and no rack of the hosts of fra/compute is known');
  });

  test('have no room for more apart than their hosts', () => {
    const own = new Site();
    const bare = { hostname: 'spare.fra.example.com', password: Secret.variable('esxi_password') };
    const cluster = new VcenterCluster(own, 'mixed', {
      datacenter: own.compute.datacenter!,
      hosts: [
        ...['a', 'b'].map(
          (rack) => new EsxiHost(own, `host-${rack}`, { ...bare, hostname: `${rack}.example.com`, model: own.hosts[0]!.model!, rack }),
        ),
        new EsxiHost(own, 'spare', bare),
      ],
    });
    expect(refusal(() => own.prod({ on: cluster, pools: { pool: { ...POOL, replicas: 3, zones: 'racks', apart: 'hosts' } } }))).toContain(
      '3 nodes cannot be apart on the hosts whose rack is known: a has 1, b has 1; have fewer, or add hosts',
    );
  });
});
