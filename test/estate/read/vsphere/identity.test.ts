import fc from 'fast-check';
import { isReference, isUnknown, reference, unknown, type Estate, type TerraformModel, type Value } from '../../../../lib/estate';
import { indexOf } from '../../../../lib/estate/lookup';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable, type Entry } from '../model';

const C = 'a/vsphere_compute_cluster.c';
const owners = [
  entry('vsphere_datacenter.dc', { name: 'fra1' }),
  entry('vsphere_compute_cluster.c', { name: 'compute', datacenter_id: ref('vsphere_datacenter.dc', 'moid', 'a') }),
];
const lookedUpDatacenter = entry('data.vsphere_datacenter.dc', { name: 'fra1' });

function lookup(values: Record<string, Value> = {}): Entry {
  return entry('data.vsphere_compute_cluster.c', { name: 'compute', datacenter_id: ref('data.vsphere_datacenter.dc', 'id', 'b'), ...values });
}

const onLookup = machine('m', { resource_pool_id: ref('data.vsphere_compute_cluster.c', 'resource_pool_id', 'b') });

describe('a lookup of what another stack owns', () => {
  test('is the object that stack owns', () => {
    const { vsphere } = estateOf(model(stack('a', owners), stack('b', [lookedUpDatacenter, lookup(), onLookup])));
    expect(vsphere.clusters).toHaveLength(1);
    expect(vsphere.clusters[0]).toMatchObject({
      id: C,
      origin: 'owned',
      path: 'a/c',
      addresses: [
        { stack: 'a', address: 'vsphere_compute_cluster.c' },
        { stack: 'b', address: 'data.vsphere_compute_cluster.c' },
      ],
    });
    expect(vsphere.datacenters).toHaveLength(1);
    expect(vsphere.machines[0]!.cluster).toBe(C);
  });

  test('joins whatever order the stacks are in', () => {
    const { vsphere } = estateOf(model(stack('b', [lookedUpDatacenter, lookup(), onLookup]), stack('a', owners)));
    expect(vsphere.clusters.map(({ id, origin }) => [id, origin])).toEqual([[C, 'owned']]);
    expect(vsphere.machines[0]!.cluster).toBe(C);
  });

  test('joins by an absolute inventory path', () => {
    const found = estateOf(model(stack('a', owners), stack('b', [lookup({ name: '/fra1/host/compute', datacenter_id: null }), onLookup])));
    expect(found.vsphere.machines[0]!.cluster).toBe(C);
    const elsewhere = estateOf(model(stack('a', owners), stack('b', [lookup({ name: '/muc1/host/compute', datacenter_id: null }), onLookup])));
    expect(elsewhere.vsphere.clusters).toHaveLength(2);
  });

  test.each([
    ['another vCenter', stack('b', [lookedUpDatacenter, lookup(), onLookup], { server: 'vc2.example.com' })],
    ['another datacenter', stack('b', [entry('data.vsphere_datacenter.dc', { name: 'muc1' }), lookup(), onLookup])],
    ['another name', stack('b', [lookedUpDatacenter, lookup({ name: 'edge' }), onLookup])],
    ['a name that is a token', stack('b', [lookedUpDatacenter, lookup({ name: variable('name', 'b') }), onLookup])],
    ['a datacenter that is a token', stack('b', [lookup({ datacenter_id: variable('dc', 'b') }), onLookup])],
    ['a folder it is not in', stack('b', [lookedUpDatacenter, lookup({ name: 'prod/compute' }), onLookup])],
  ])('does not join what stands in %s', (_, other) => {
    const { vsphere, faults } = estateOf(model(stack('a', owners), other));
    expect(vsphere.clusters.map(({ origin }) => origin)).toEqual(['owned', 'looked-up']);
    expect(vsphere.clusters[1]!.hosts.complete).toBe(false);
    expect(vsphere.machines[0]!.cluster).toBe('b/data.vsphere_compute_cluster.c');
    expect(faults).toEqual([]);
  });

  test('two lookups of one thing that nobody owns are one object', () => {
    const { vsphere } = estateOf(
      model(
        stack('b', [lookedUpDatacenter, lookup()]),
        stack('b2', [
          entry('data.vsphere_datacenter.d', { name: 'fra1' }),
          entry('data.vsphere_compute_cluster.x', { name: 'compute', datacenter_id: ref('data.vsphere_datacenter.d', 'id', 'b2') }),
        ]),
      ),
    );
    expect(vsphere.clusters).toHaveLength(1);
    expect(vsphere.clusters[0]).toMatchObject({ id: 'b/data.vsphere_compute_cluster.c', origin: 'looked-up' });
    expect(vsphere.clusters[0]!.addresses).toHaveLength(2);
  });

  test('a VM that is looked up by its id is that VM', () => {
    const { vsphere } = estateOf(
      model(stack('s', [datacenter, cluster, machine('m'), entry('data.vsphere_virtual_machine.again', { uuid: ref('vsphere_virtual_machine.m') })])),
    );
    expect(vsphere.machines.map(({ id }) => id)).toEqual(['s/vsphere_virtual_machine.m']);
  });
});

describe('a vCenter that is a token', () => {
  const here = { server: unknown('variable', '${var.server}', 'a/var.server') };
  const there = { server: unknown('variable', '${var.server}', 'b/var.server') };

  test('is one vCenter within its stack', () => {
    const { vsphere } = estateOf(model(stack('a', [...owners, entry('data.vsphere_compute_cluster.again', { name: 'compute' })], here)));
    expect(vsphere.clusters).toHaveLength(1);
  });

  test('joins nothing across stacks, and what hangs on it is undecided', () => {
    const onOwned = machine('own', { resource_pool_id: ref('vsphere_compute_cluster.c', 'resource_pool_id', 'a') });
    const estate = estateOf(model(stack('a', [...owners, onOwned], here), stack('b', [lookedUpDatacenter, lookup(), onLookup], there)));
    const [owned, looked] = estate.vsphere.clusters;
    expect(looked!.hosts.complete).toBe(false);
    const on = indexOf(estate).machinesOn(owned!);
    expect(on.certain.map(({ id }) => id)).toEqual(['a/vsphere_virtual_machine.own']);
    expect(on.possible.map(({ id }) => id)).toEqual(['b/vsphere_virtual_machine.m']);
    expect(indexOf(estate).machinesOn(looked!).open).toBeDefined();
  });

  test('leaves open whether a host joined the cluster by its other name', () => {
    const joining = host('x', { cluster: ref('data.vsphere_compute_cluster.c', 'id', 'b') });
    const estate = estateOf(model(stack('a', owners, here), stack('b', [lookedUpDatacenter, lookup(), joining], there)));
    const [owned] = estate.vsphere.clusters;
    expect(owned!.hosts.complete).toBe(false);
    expect(
      indexOf(estate)
        .hostsOf(owned!)
        .possible.map(({ id }) => id),
    ).toEqual(['b/vsphere_host.x']);
  });

  test('is another one where the provider configuration is missing', () => {
    const { vsphere } = estateOf(model(stack('a', owners, { providers: [] })));
    expect(vsphere.clusters[0]!.vcenter).toEqual(unknown('provider-default', 'vsphere_server', 'a/provider.vsphere'));
  });
});

describe('a name that two objects have', () => {
  const group = (on: string) =>
    entry(`vsphere_distributed_port_group.${on}_vlan10`, {
      name: 'vlan10',
      distributed_virtual_switch_uuid: ref(`vsphere_distributed_virtual_switch.${on}`, 'id', 'a'),
    });
  const switches = ['one', 'two'].map((name) =>
    entry(`vsphere_distributed_virtual_switch.${name}`, { name, datacenter_id: ref('vsphere_datacenter.dc', 'id', 'a') }),
  );
  const networks = stack('a', [entry('vsphere_datacenter.dc', { name: 'fra1' }), ...switches, group('one'), group('two')]);

  test('is a fault of the lookup that names no switch', () => {
    const { vsphere, faults } = estateOf(model(networks, stack('b', [entry('data.vsphere_network.n', { name: 'vlan10' })])));
    expect(faults).toEqual([
      {
        kind: 'ambiguous-name',
        file: 'stacks/b/cdk.tf.json',
        stack: 'b',
        address: 'data.vsphere_network.n',
        path: 'b/n',
        attribute: 'name',
        found: 'vlan10',
        detail: 'the name `vlan10` finds 2 objects: `a/one_vlan10`, `a/two_vlan10`',
      },
    ]);
    expect(vsphere.portGroups).toHaveLength(3);
    expect(isUnknown(vsphere.portGroups[2]!.switch)).toBe(true);
  });

  test('is decided by the switch', () => {
    const { vsphere, faults } = estateOf(
      model(
        networks,
        stack('b', [
          entry('data.vsphere_distributed_virtual_switch.s', { name: 'two' }),
          entry('data.vsphere_network.n', {
            name: 'vlan10',
            distributed_virtual_switch_uuid: ref('data.vsphere_distributed_virtual_switch.s', 'id', 'b'),
          }),
        ]),
      ),
    );
    expect(faults).toEqual([]);
    expect(vsphere.portGroups[1]!.addresses).toHaveLength(2);
  });

  test('is no fault where a token says which switch', () => {
    const { faults } = estateOf(
      model(networks, stack('b', [entry('data.vsphere_network.n', { name: 'vlan10', distributed_virtual_switch_uuid: variable('dvs', 'b') })])),
    );
    expect(faults).toEqual([]);
  });

  test('is not found by a lookup of another kind of network', () => {
    const { vsphere, faults } = estateOf(
      model(networks, stack('b', [entry('data.vsphere_network.n', { name: 'vlan10', filter: [{ network_type: 'OpaqueNetwork' }] })])),
    );
    expect(faults).toEqual([]);
    expect(vsphere.portGroups[2]!.switch).toBeNull();
  });
});

describe('one app in one stack or two', () => {
  /** A small app: every entry refers only to entries before it. */
  const apps = fc
    .record({
      hosts: fc.array(fc.constantFrom('member', 'listed', 'alone'), { maxLength: 4 }),
      pools: fc.array(fc.nat(3), { maxLength: 3 }),
      machines: fc.array(fc.record({ pool: fc.nat(3), network: fc.nat(2), cpus: fc.integer({ min: 1, max: 8 }) }), { maxLength: 5 }),
      rule: fc.boolean(),
    })
    .map(({ hosts, pools, machines, rule }): Entry[] => [
      datacenter,
      entry('vsphere_host.listed', { hostname: 'listed', datacenter: ref('vsphere_datacenter.dc', 'moid') }),
      entry('vsphere_compute_cluster.c', {
        name: 'compute',
        datacenter_id: ref('vsphere_datacenter.dc', 'moid'),
        host_system_ids: [ref('vsphere_host.listed')],
      }),
      ...hosts.map((how, n) => host(`h${n}`, how === 'member' ? {} : { cluster: null, datacenter: ref('vsphere_datacenter.dc', 'moid') })),
      entry('vsphere_distributed_virtual_switch.s', {
        name: 's',
        datacenter_id: ref('vsphere_datacenter.dc'),
        host: [{ host_system_id: ref('vsphere_host.listed') }],
      }),
      ...[0, 1, 2].map((n) =>
        entry(`vsphere_distributed_port_group.n${n}`, {
          name: `n${n}`,
          distributed_virtual_switch_uuid: ref('vsphere_distributed_virtual_switch.s'),
          vlan_id: n,
        }),
      ),
      ...pools.map((parent, n) => entry(`vsphere_resource_pool.p${n}`, { name: `p${n}`, parent_resource_pool_id: poolRef(parent, n) })),
      ...machines.map(({ pool, network, cpus }, n) =>
        machine(`m${n}`, {
          resource_pool_id: poolRef(pool, pools.length),
          num_cpus: cpus,
          network_interface: [{ network_id: ref(`vsphere_distributed_port_group.n${network}`) }],
        }),
      ),
      ...(rule
        ? [
            entry('vsphere_compute_cluster_vm_anti_affinity_rule.r', {
              name: 'r',
              compute_cluster_id: ref('vsphere_compute_cluster.c'),
              virtual_machine_ids: machines.map((_, n) => ref(`vsphere_virtual_machine.m${n}`)),
            }),
          ]
        : []),
    ]);

  function poolRef(pool: number, before: number): Value {
    return pool < before ? ref(`vsphere_resource_pool.p${pool}`) : ref('vsphere_compute_cluster.c', 'resource_pool_id');
  }

  /** The data source that finds what a resource owns. */
  const LOOKUPS: Record<string, (owner: Entry) => [string, Record<string, Value>]> = {
    vsphere_datacenter: ({ values }) => ['vsphere_datacenter', { name: values.name! }],
    vsphere_compute_cluster: ({ values }) => ['vsphere_compute_cluster', { name: values.name!, datacenter_id: values.datacenter_id! }],
    vsphere_host: ({ values }) => ['vsphere_host', { name: values.hostname!, datacenter_id: ref('vsphere_datacenter.dc', 'moid') }],
    vsphere_distributed_virtual_switch: ({ values }) => ['vsphere_distributed_virtual_switch', { name: values.name! }],
    vsphere_distributed_port_group: ({ values }) => [
      'vsphere_network',
      { name: values.name!, distributed_virtual_switch_uuid: values.distributed_virtual_switch_uuid! },
    ],
    vsphere_resource_pool: ({ values }) => [
      'vsphere_resource_pool',
      { name: values.name!, parent_resource_pool_id: values.parent_resource_pool_id! },
    ],
  };

  /** Spreads the entries over two stacks; what one needs of the other is an output of it, or is looked up by name. */
  function split(entries: readonly Entry[], inSecond: (n: number) => boolean, byName: boolean): TerraformModel {
    const stackOf = new Map(entries.map((one, n) => [one.address, inSecond(n) ? 'b' : 'a']));
    const byAddress = new Map(entries.map((one) => [one.address, one]));
    const parts: Record<string, Entry[]> = { a: [], b: [] };
    const looked = new Set<string>();
    const bind = (value: Value, into: string): Value => {
      if (isReference(value)) {
        const owner = byAddress.get(value.$ref.address)!;
        const home = stackOf.get(owner.address)!;
        const find = LOOKUPS[owner.type];
        if (home === into || !byName || !find) return reference(home, owner.address, value.$ref.attribute);
        const [type, values] = find(owner);
        const address = `data.${type}.of_${owner.name}`;
        if (!looked.has(`${into}/${address}`)) {
          looked.add(`${into}/${address}`);
          parts[into]!.push(entry(address, bindAll(values, into)));
        }
        return reference(into, address, value.$ref.attribute === 'moid' ? 'id' : value.$ref.attribute);
      }
      if (typeof value !== 'object' || value === null) return value;
      return Array.isArray(value) ? value.map((each) => bind(each, into)) : bindAll(value as Record<string, Value>, into);
    };
    const bindAll = (values: Readonly<Record<string, Value>>, into: string): Record<string, Value> =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, bind(value, into)]));
    for (const one of entries) {
      const home = stackOf.get(one.address)!;
      parts[home]!.push({ ...one, path: `app/${one.address}`, values: bindAll(one.values, home) });
    }
    return model(stack('a', parts.a!), stack('b', parts.b!));
  }

  /** The estate without what tells where it was written. */
  function essence({ vsphere, faults }: Estate): unknown {
    const text = JSON.stringify({ vsphere, faults }, (key, value: unknown) => {
      if (key === 'addresses') return undefined;
      if (key === 'ids') return [...(value as string[])].map((id) => id.replace(/^[ab]\//, '')).sort();
      if (Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null && 'id' in each)) {
        return [...(value as { id: string }[])].sort((x, y) => (x.id.replace(/^[ab]\//, '') < y.id.replace(/^[ab]\//, '') ? -1 : 1));
      }
      return typeof value === 'string' ? value.replace(/^[ab]\//, '') : value;
    });
    return JSON.parse(text);
  }

  test.each([
    ['by references', false],
    ['by lookups', true],
  ])('is the same estate, the stacks joined %s', (_, byName) => {
    fc.assert(
      fc.property(apps, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (app, second) => {
        const whole = essence(estateOf(split(app, () => false, byName)));
        expect(essence(estateOf(split(app, (n) => second[n]!, byName)))).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});

test('a host is one in its vCenter: a lookup of its name finds it, though a token or a list of hosts hides where it stands', () => {
  const lister = entry('vsphere_compute_cluster.c', {
    name: 'c',
    datacenter_id: ref('vsphere_datacenter.dc'),
    host_system_ids: [ref('vsphere_host.a')],
  });
  const lookup = entry('data.vsphere_host.l', { name: 'a.example.com', datacenter_id: variable('dc', 't') });
  const app = (server: string) =>
    estateOf(model(stack('s', [datacenter, lister, host('a', { cluster: null })]), stack('t', [lookup], { server }))).vsphere.hosts;
  expect(app('vc.example.com').map(({ id, addresses }) => [id, addresses.length])).toEqual([['s/vsphere_host.a', 2]]);
  expect(app('vc2.example.com')).toHaveLength(2);
});
