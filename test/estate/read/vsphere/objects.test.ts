import { isUnknown, unknown } from '../../../../lib/estate';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { Interval } from '../../../../lib/units';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable, type Entry } from '../model';

function read(...entries: Entry[]) {
  return estateOf(model(stack('s', entries))).vsphere;
}

const reasonOf = (field: unknown) => (isUnknown(field) ? field.$unknown.reason : field);

describe('hosts and clusters', () => {
  test('a cluster is read with what the provider takes for what is left out', () => {
    const [read1] = read(datacenter, cluster).clusters;
    expect(read1).toEqual({
      id: 's/vsphere_compute_cluster.c',
      addresses: [{ stack: 's', address: 'vsphere_compute_cluster.c' }],
      path: 's/c',
      origin: 'owned',
      vcenter: 'vc.example.com',
      name: 'compute',
      instances: { low: 1, high: 1 },
      datacenter: 's/vsphere_datacenter.dc',
      hosts: { ids: [], complete: true },
      ha: {
        enabled: false,
        hostMonitoring: 'enabled',
        admissionControl: {
          policy: 'resourcePercentage',
          hostFailures: 1,
          autoCompute: true,
          cpuPercent: 100,
          memoryPercent: 100,
          explicitSlot: false,
          slotCpuMhz: 32,
          slotMemoryMiB: 100,
          failoverHosts: { ids: [], complete: true },
        },
      },
      drs: { enabled: false, automation: 'manual' },
      evcMode: unknown('provider-default', 'evc_mode', 's/vsphere_compute_cluster.c'),
      vsan: {
        enabled: false,
        esa: false,
        deduplication: false,
        compression: false,
        unmap: false,
        performanceService: false,
        verboseMode: false,
        networkDiagnosticMode: false,
        encryptionInTransit: false,
        remoteDatastores: { ids: [], complete: true },
        diskGroups: { items: [], complete: false, unknown: unknown('provider-default', 'vsan_disk_group', 's/vsphere_compute_cluster.c') },
        faultDomains: { items: [], complete: true },
        stretched: { items: [], complete: true },
      },
    });
  });

  test('a host belongs to the cluster it names, and stands in its datacenter', () => {
    const vsphere = read(datacenter, cluster, host('a'));
    expect(vsphere.hosts[0]).toMatchObject({ cluster: 's/vsphere_compute_cluster.c', datacenter: 's/vsphere_datacenter.dc', maintenance: false });
    expect(vsphere.clusters[0]!.hosts).toEqual({ ids: ['s/vsphere_host.a'], complete: true });
  });

  test('a host belongs to the cluster that lists it', () => {
    const lister = entry('vsphere_compute_cluster.c', {
      name: 'c',
      datacenter_id: ref('vsphere_datacenter.dc'),
      host_system_ids: [ref('vsphere_host.a')],
    });
    const vsphere = read(
      datacenter,
      lister,
      host('a', { cluster: null }),
      host('b', { cluster: null, datacenter: ref('vsphere_datacenter.dc', 'moid') }),
    );
    expect(vsphere.clusters[0]!.hosts).toEqual({ ids: ['s/vsphere_host.a'], complete: true });
    expect(vsphere.hosts.map((one) => one.cluster)).toEqual(['s/vsphere_compute_cluster.c', null]);
  });

  test('a list that a token hides part of leaves the cluster, and hosts without one, undecided', () => {
    const lister = entry('vsphere_compute_cluster.c', {
      name: 'c',
      datacenter_id: variable('dc'),
      host_system_ids: [ref('vsphere_host.a'), variable('host')],
    });
    const vsphere = read(lister, host('a', { cluster: null }), host('b', { cluster: null, datacenter: variable('dc') }));
    expect(vsphere.clusters[0]!.hosts).toEqual({ ids: ['s/vsphere_host.a'], complete: false, unknown: variable('host') });
    expect(vsphere.hosts.map((one) => one.cluster)).toEqual(['s/vsphere_compute_cluster.c', variable('host')]);
  });

  test('a host whose cluster is a token may be in any cluster of the vCenter', () => {
    const vsphere = read(datacenter, cluster, host('a', { cluster: variable('cluster') }));
    expect(vsphere.clusters[0]!.hosts).toEqual({ ids: [], complete: false, unknown: variable('cluster') });
    expect(vsphere.hosts[0]!.cluster).toEqual(variable('cluster'));
  });

  test('a host that a cluster elsewhere manages is in none that is known', () => {
    const vsphere = read(host('a', { cluster: null, cluster_managed: true, datacenter: variable('dc') }));
    expect(reasonOf(vsphere.hosts[0]!.cluster)).toBe('computed');
  });

  test('hosts of an unknown count stay one family', () => {
    const family = { ...host('esx'), instances: Interval.atLeast(0) };
    const vsphere = read(datacenter, cluster, family);
    expect(vsphere.hosts).toHaveLength(1);
    expect(vsphere.hosts[0]).toMatchObject({ id: 's/vsphere_host.esx', instances: { low: 0, high: null } });
    expect(vsphere.clusters[0]!.hosts.ids).toEqual(['s/vsphere_host.esx']);
  });

  test('an entry of which there is none is no object', () => {
    expect(read({ ...host('a'), instances: Interval.exactly(0) }).hosts).toEqual([]);
  });

  test('a managed object id in clear names no object of the app', () => {
    const vsphere = read(host('a', { cluster: 'domain-c8' }));
    expect(vsphere.hosts[0]!.cluster).toEqual(unknown('expression', '"domain-c8"', 's/vsphere_host.a'));
  });
});

describe('networks and datastores', () => {
  const fabric = entry('vsphere_distributed_virtual_switch.fabric', {
    name: 'fabric',
    datacenter_id: ref('vsphere_datacenter.dc'),
    max_mtu: '9000',
    host: [{ host_system_id: ref('vsphere_host.a'), devices: ['vmnic0'] }],
  });
  const on = { distributed_virtual_switch_uuid: ref('vsphere_distributed_virtual_switch.fabric') };

  test('a switch has the hosts of its blocks and its MTU, even as text', () => {
    const [read1] = read(datacenter, cluster, host('a'), fabric).switches;
    expect(read1).toMatchObject({ mtu: 9000, datacenter: 's/vsphere_datacenter.dc', hosts: { ids: ['s/vsphere_host.a'], complete: true } });
  });

  test('one block may stand without a list, and a token for all of them', () => {
    const single = entry('vsphere_distributed_virtual_switch.one', {
      name: 'one',
      datacenter_id: variable('dc'),
      host: { host_system_id: ref('vsphere_host.a') },
    });
    const token = entry('vsphere_distributed_virtual_switch.some', { name: 'some', datacenter_id: variable('dc'), host: variable('hosts') });
    const none = entry('vsphere_distributed_virtual_switch.none', { name: 'none', datacenter_id: variable('dc') });
    const switches = read(host('a', { cluster: null, datacenter: variable('dc') }), single, token, none).switches;
    expect(switches.map(({ hosts }) => hosts)).toEqual([
      { ids: ['s/vsphere_host.a'], complete: true },
      { ids: [], complete: false, unknown: variable('hosts') },
      { ids: [], complete: true },
    ]);
    expect(reasonOf(switches[0]!.mtu)).toBe('provider-default');
  });

  test('the VLAN of a port group is a number, none for a trunk, unknown where it is inherited', () => {
    const groups = read(
      fabric,
      entry('vsphere_distributed_port_group.a', { name: 'a', ...on, vlan_id: 100 }),
      entry('vsphere_distributed_port_group.b', { name: 'b', ...on, vlan_range: [{ min_vlan: 1, max_vlan: 9 }] }),
      entry('vsphere_distributed_port_group.c', { name: 'c', ...on, port_private_secondary_vlan_id: 7 }),
      entry('vsphere_distributed_port_group.d', { name: 'd', ...on }),
      entry('vsphere_distributed_port_group.e', { name: 'e', ...on, vlan_id: variable('vlan') }),
    ).portGroups;
    expect(groups.map(({ vlan }) => reasonOf(vlan))).toEqual([100, null, null, 'provider-default', 'variable']);
    expect(groups.map(({ switch: s }) => s)).toEqual(Array.from({ length: 5 }, () => 's/vsphere_distributed_virtual_switch.fabric'));
  });

  test('a datastore stands in the datacenter of a host that mounts it', () => {
    const stores = read(
      datacenter,
      cluster,
      host('a'),
      entry('vsphere_vmfs_datastore.v', { name: 'v', host_system_id: ref('vsphere_host.a'), disks: ['x'] }),
      entry('vsphere_nas_datastore.n', { name: 'n', host_system_ids: [ref('vsphere_host.a')], remote_hosts: ['nfs'], remote_path: '/n' }),
      entry('data.vsphere_datastore.d', { name: 'd' }),
    ).datastores;
    expect(stores.map(({ datacenter: dc }) => reasonOf(dc))).toEqual(['s/vsphere_datacenter.dc', 's/vsphere_datacenter.dc', 'data-source']);
  });
});

describe('VMs', () => {
  const network = entry('vsphere_distributed_port_group.net', { name: 'net', distributed_virtual_switch_uuid: variable('dvs') });

  test('a VM is read with its devices', () => {
    const vm = machine('db', {
      num_cpus: '16',
      memory: 262144,
      memory_reservation: 1024,
      hardware_version: 21,
      datastore_id: ref('data.vsphere_datastore.ds'),
      network_interface: [{ network_id: ref('vsphere_distributed_port_group.net') }],
      disk: [
        { label: 'disk0', size: 40 },
        { label: 'disk1', attach: true },
      ],
      host_system_id: ref('vsphere_host.a'),
    });
    const [db] = read(datacenter, cluster, host('a'), network, entry('data.vsphere_datastore.ds', { name: 'ds' }), vm).machines;
    expect(db).toMatchObject({
      cluster: 's/vsphere_compute_cluster.c',
      cpus: 16,
      memoryMiB: 262144,
      memoryReservationMiB: 1024,
      hardwareVersion: 21,
      networks: ['s/vsphere_distributed_port_group.net'],
      networksComplete: true,
      datastore: 's/data.vsphere_datastore.ds',
      disksComplete: true,
      host: 's/vsphere_host.a',
    });
    expect(db!.disks.map(({ label, sizeGiB }) => [label, reasonOf(sizeGiB)])).toEqual([
      ['disk0', 40],
      ['disk1', 'provider-default'],
    ]);
  });

  test('what is left out is the default of the provider, or unknown', () => {
    const [vm] = read(datacenter, cluster, machine('m', { num_cpus: null })).machines;
    expect(vm).toMatchObject({ cpus: 1, memoryMiB: 1024, memoryReservationMiB: 0, networks: [], networksComplete: true, host: null });
    expect(vm).toMatchObject({ disks: [], disksComplete: false });
    expect(reasonOf(vm!.hardwareVersion)).toBe('provider-default');
    expect(reasonOf(vm!.datastore)).toBe('provider-default');
  });

  test('an OVF brings hardware of its own', () => {
    const [vm] = read(datacenter, cluster, machine('m', { ovf_deploy: [{ remote_ovf_url: 'https://x' }] })).machines;
    expect([reasonOf(vm!.cpus), reasonOf(vm!.memoryMiB), vm!.networksComplete, vm!.disksComplete]).toEqual([
      'provider-default',
      'provider-default',
      false,
      false,
    ]);
  });

  test('a reference to what another VM was given is that', () => {
    const machines = read(
      datacenter,
      cluster,
      machine('a', { memory: 4096 }),
      machine('b', {
        memory: ref('vsphere_virtual_machine.a', 'memory'),
        num_cpus: ref('vsphere_virtual_machine.a', 'num_cpus'),
        hardware_version: ref('vsphere_virtual_machine.a', 'hardware_version'),
        resource_pool_id: ref('vsphere_virtual_machine.a', 'resource_pool_id'),
      }),
    ).machines;
    expect(machines[1]).toMatchObject({ memoryMiB: 4096, cpus: 1, cluster: 's/vsphere_compute_cluster.c' });
    expect(machines[1]!.hardwareVersion).toEqual(unknown('computed', '${vsphere_virtual_machine.a.hardware_version}', 's/vsphere_virtual_machine.a'));
  });

  test('references that go round in a circle decide nothing', () => {
    const [a] = read(
      machine('a', { memory: ref('vsphere_virtual_machine.b', 'memory') }),
      machine('b', { memory: ref('vsphere_virtual_machine.a', 'memory') }),
    ).machines;
    expect(isUnknown(a!.memoryMiB)).toBe(true);
  });

  test('the cluster is found through pools, by path, and through hosts', () => {
    const pool = (name: string, parent: unknown) => entry(`vsphere_resource_pool.${name}`, { name, parent_resource_pool_id: parent as never });
    const vsphere = read(
      datacenter,
      cluster,
      host('in'),
      host('alone', { cluster: null, datacenter: ref('vsphere_datacenter.dc', 'moid') }),
      pool('outer', ref('vsphere_compute_cluster.c', 'resource_pool_id')),
      pool('inner', ref('vsphere_resource_pool.outer')),
      pool('round', ref('vsphere_resource_pool.round')),
      entry('data.vsphere_resource_pool.root', { name: 'compute/Resources', datacenter_id: ref('vsphere_datacenter.dc') }),
      entry('data.vsphere_resource_pool.other', { name: 'gold' }),
      ...Object.entries({
        inner: ref('vsphere_resource_pool.inner'),
        root: ref('data.vsphere_resource_pool.root'),
        'host-in': ref('vsphere_host.in', 'resource_pool_id'),
        'host-alone': ref('vsphere_host.alone', 'resource_pool_id'),
        round: ref('vsphere_resource_pool.round'),
        other: ref('data.vsphere_resource_pool.other'),
        wrong: ref('vsphere_compute_cluster.c', 'id'),
        token: variable('pool'),
      }).map(([name, resource_pool_id]) => machine(name, { resource_pool_id })),
    );
    const clusterOf = Object.fromEntries(vsphere.machines.map((vm) => [vm.name, reasonOf(vm.cluster)]));
    const c = 's/vsphere_compute_cluster.c';
    expect(clusterOf).toEqual({
      inner: c,
      root: c,
      'host-in': c,
      'host-alone': null,
      round: 'expression',
      other: 'data-source',
      wrong: 'expression',
      token: 'variable',
    });
  });
});

describe('placement rules', () => {
  const c = { compute_cluster_id: ref('vsphere_compute_cluster.c') };

  test('rules are enabled and not mandatory where nothing is said', () => {
    const vsphere = read(
      datacenter,
      cluster,
      machine('a'),
      machine('b'),
      entry('vsphere_compute_cluster_vm_anti_affinity_rule.apart', {
        name: 'apart',
        ...c,
        virtual_machine_ids: [ref('vsphere_virtual_machine.a'), ref('vsphere_virtual_machine.b')],
      }),
      entry('vsphere_compute_cluster_vm_affinity_rule.together', {
        name: 'together',
        ...c,
        virtual_machine_ids: variable('ids'),
        mandatory: 'true',
        enabled: false,
      }),
    );
    expect(vsphere.vmRules).toMatchObject([
      {
        kind: 'anti-affinity',
        enabled: true,
        mandatory: false,
        cluster: 's/vsphere_compute_cluster.c',
        machines: { ids: ['s/vsphere_virtual_machine.a', 's/vsphere_virtual_machine.b'], complete: true },
      },
      { kind: 'affinity', enabled: false, mandatory: true, machines: { ids: [], complete: false, unknown: variable('ids') } },
    ]);
  });

  test('groups and the rule between them are read', () => {
    const vsphere = read(
      datacenter,
      cluster,
      host('a'),
      machine('m'),
      entry('vsphere_compute_cluster_vm_group.vms', { name: 'vms', ...c, virtual_machine_ids: [ref('vsphere_virtual_machine.m')] }),
      entry('vsphere_compute_cluster_host_group.hosts', { name: 'hosts', ...c, host_system_ids: [ref('vsphere_host.a')] }),
      entry('vsphere_compute_cluster_host_group.empty', { name: 'empty', ...c }),
      entry('vsphere_compute_cluster_vm_host_rule.pin', {
        name: 'pin',
        ...c,
        mandatory: true,
        vm_group_name: ref('vsphere_compute_cluster_vm_group.vms', 'name'),
        affinity_host_group_name: 'hosts',
      }),
    );
    expect(vsphere.vmGroups[0]!.machines).toEqual({ ids: ['s/vsphere_virtual_machine.m'], complete: true });
    expect(vsphere.hostGroups.map(({ hosts }) => hosts)).toEqual([
      { ids: ['s/vsphere_host.a'], complete: true },
      { ids: [], complete: true },
    ]);
    expect(vsphere.vmHostRules[0]).toMatchObject({
      vmGroup: 'vms',
      affinityHostGroup: 'hosts',
      antiAffinityHostGroup: null,
      enabled: true,
      mandatory: true,
    });
  });
});

test('every default that was used is a premise, once', () => {
  const { premises } = estateOf(model(stack('s', [datacenter, cluster, machine('a'), machine('b', { memory: 1 })])));
  const ids = premises.map(({ id }) => id);
  expect(ids).toContain('provider-default:vsphere_virtual_machine.num_cpus');
  expect(ids.filter((id) => id === 'provider-default:vsphere_virtual_machine.memory')).toHaveLength(1);
  expect(new Set(ids).size).toBe(ids.length);
  expect(premises.every(({ kind, source }) => kind === 'provider-default' && source?.startsWith('https://'))).toBe(true);
});

describe('what must not count', () => {
  const listing = (name: string, ...hosts: string[]) =>
    entry(`vsphere_compute_cluster.${name}`, {
      name,
      datacenter_id: ref('vsphere_datacenter.dc'),
      host_system_ids: hosts.map((one) => ref(`vsphere_host.${one}`)),
    });

  test.each<[string, Entry[]]>([
    ['in two lists', [listing('c', 'a'), listing('d', 'a'), host('a', { cluster: null })]],
    ['in one list, and names another cluster itself', [listing('c'), listing('d', 'a'), host('a')]],
  ])('a host %s is certain in neither, and a fault', (_, entries) => {
    const estate = estateOf(model(stack('s', [datacenter, ...entries])));
    expect(estate.vsphere.clusters.map(({ hosts }) => [hosts.ids, hosts.complete])).toEqual([
      [[], false],
      [[], false],
    ]);
    expect(isUnknown(estate.vsphere.hosts[0]!.cluster)).toBe(true);
    expect(estate.faults).toMatchObject([
      { kind: 'ambiguous-name', address: 'vsphere_host.a', attribute: 'cluster', detail: 'both take the host, and it can be in one cluster only' },
    ]);
  });

  test('a host in the list of the cluster it names itself is in that one', () => {
    const estate = estateOf(model(stack('s', [datacenter, listing('c', 'a'), host('a')])));
    expect(estate.vsphere.clusters[0]!.hosts).toEqual({ ids: ['s/vsphere_host.a'], complete: true });
    expect(estate.faults).toEqual([]);
  });

  test('two entries of one hostname in one vCenter are a fault, whatever their case; of two vCenters they are two hosts', () => {
    const twins = stack('s', [datacenter, cluster, host('a', { hostname: 'esx' }), host('b', { hostname: 'ESX' })]);
    expect(estateOf(model(twins)).faults).toMatchObject([{ kind: 'ambiguous-name', address: 'vsphere_host.b', attribute: 'hostname', found: 'ESX' }]);
    const maybe = stack('s', [
      datacenter,
      cluster,
      host('a', { hostname: 'esx' }),
      { ...host('b', { hostname: 'esx' }), instances: Interval.atLeast(0) },
    ]);
    expect(estateOf(model(maybe)).faults).toEqual([]);
    const apart = [stack('s', [host('a')]), stack('t', [host('a')], { server: 'vc2.example.com' })];
    expect(estateOf(model(...apart)).faults).toEqual([]);
  });

  test('a host that is disconnected runs nothing', () => {
    const of = (values: Parameters<typeof host>[1]) => read(datacenter, cluster, host('a', values)).hosts[0]!.maintenance;
    expect(of({ connected: false })).toBe(true);
    expect(of({ connected: true })).toBe(false);
    expect(of({ connected: 'false', maintenance: variable('m') })).toBe(true);
    expect(of({ connected: variable('c') })).toEqual(variable('c'));
    expect(of({ connected: variable('c'), maintenance: true })).toBe(true);
    expect(of({ maintenance: variable('m') })).toEqual(variable('m'));
  });

  test.each([-40, 0, 2.5, '0x10', '-4', ' ', true, 'many'])('%p vCPUs or MiB are not known: they make no other number smaller', (value) => {
    const [one] = read(datacenter, cluster, machine('m', { num_cpus: value, memory: value })).machines;
    expect([isUnknown(one!.cpus), isUnknown(one!.memoryMiB)]).toEqual([true, true]);
  });

  test('a decimal text is a number, as in Terraform', () => {
    expect(read(datacenter, cluster, machine('m', { num_cpus: '8', memory: '1e3' })).machines[0]).toMatchObject({ cpus: 8, memoryMiB: 1000 });
  });

  test('a pool by an absolute path is of a cluster in that very datacenter', () => {
    const on = (name: string) =>
      read(
        datacenter,
        cluster,
        entry('data.vsphere_resource_pool.p', { name }),
        machine('m', { resource_pool_id: ref('data.vsphere_resource_pool.p') }),
      ).machines[0]!.cluster;
    expect(on('/fra1/host/compute/Resources')).toBe('s/vsphere_compute_cluster.c');
    expect(on('compute/Resources')).toBe('s/vsphere_compute_cluster.c');
    expect(isUnknown(on('/fra2/host/compute/Resources'))).toBe(true);
  });

  test('that a cluster which is looked up is closed does not say that it has no host', () => {
    const lookup = entry('data.vsphere_compute_cluster.l', { name: 'edge' });
    const closed = (...more: Entry[]) =>
      estateOf(model(stack('s', [datacenter, lookup, ...more])), { assumptions: [{ kind: 'closed', scope: 's/l' }] }).vsphere.clusters[0]!.hosts;
    expect(closed().complete).toBe(false);
    expect(closed(host('a', { cluster: ref('data.vsphere_compute_cluster.l') }))).toEqual({ ids: ['s/vsphere_host.a'], complete: true });
  });
});
