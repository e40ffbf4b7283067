import { isUnknown, unknown, type Declaration, type Estate, type EstateObject, type VsphereEstate } from '../../../../lib/estate';
import { BadInput, surroundingsOf } from '../../../../lib/estate/read';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable } from '../model';

const RECORD = 'o.json';
const onA = { host_system_id: ref('vsphere_host.a') };

const theirs = estateOf(
  model(
    stack('s', [
      datacenter,
      entry('vsphere_compute_cluster.c', {
        ...cluster.values,
        evc_mode: 'intel-sapphirerapids',
        ha_admission_control_failover_host_system_ids: [ref('vsphere_host.a')],
        vsan_disk_group: [{ cache: variable('cache'), storage: ['naa.1'] }, { storage: variable('disks') }],
        vsan_fault_domains: [{ fault_domain: [{ name: 'r1', host_ids: [ref('vsphere_host.a'), variable('host')] }] }],
        vsan_stretched_cluster: [{ preferred_fault_domain_host_ids: [ref('vsphere_host.a')], witness_node: ref('vsphere_host.a') }],
        vsan_remote_datastore_ids: [ref('vsphere_vmfs_datastore.v')],
      }),
      host('a'),
      entry('vsphere_distributed_virtual_switch.d', { name: 'd', datacenter_id: ref('vsphere_datacenter.dc'), allow_promiscuous: true }),
      entry('vsphere_distributed_port_group.g', { name: 'g', distributed_virtual_switch_uuid: ref('vsphere_distributed_virtual_switch.d') }),
      entry('vsphere_host_virtual_switch.v', { name: 'vSwitch0', ...onA }),
      entry('vsphere_host_port_group.p', { name: 'p', virtual_switch_name: 'vSwitch0', ...onA }),
      entry('vsphere_vnic.k', { host: ref('vsphere_host.a'), distributed_port_group: ref('vsphere_distributed_port_group.g'), services: ['vsan'] }),
      entry('vsphere_datastore_cluster.pod', { name: 'pod', datacenter_id: ref('vsphere_datacenter.dc') }),
      entry('vsphere_vmfs_datastore.v', { name: 'v', ...onA, datastore_cluster_id: ref('vsphere_datastore_cluster.pod') }),
      entry('data.vsphere_datastore.vsan', { name: 'vsanDatastore', datacenter_id: ref('vsphere_datacenter.dc') }),
      entry('data.vsphere_storage_policy.p', { name: 'gold' }),
      entry('vsphere_resource_pool.outer', { name: 'outer', parent_resource_pool_id: ref('vsphere_compute_cluster.c', 'resource_pool_id') }),
      entry('vsphere_resource_pool.inner', { name: 'inner', parent_resource_pool_id: ref('vsphere_resource_pool.outer'), cpu_limit: 5 }),
      machine('m', {
        resource_pool_id: ref('vsphere_resource_pool.inner'),
        storage_policy_id: ref('data.vsphere_storage_policy.p'),
        disk: [{ label: 'd', size: 1, storage_policy_id: ref('data.vsphere_storage_policy.p') }],
        pci_device_id: ['0000:3b:00.0'],
      }),
    ]),
  ),
  {
    declarations: [
      { kind: 'cluster-limits', of: 's/c', tolerates: { hosts: 2, rack: true }, bringUp: true },
      { kind: 'security-exception', of: 's/g', reason: 'nested ESXi' },
      { kind: 'security-exception', of: 's/v', reason: 'nested ESXi' },
      { kind: 'security-exception', of: 's/p', reason: 'nested ESXi' },
      { kind: 'vsan-datastore', of: 's/vsan', cluster: 's/c' },
      { kind: 'storage-policy', of: 's/p', redundancy: { raid: 'raid-1', failures: 1, mirroredSites: false }, cluster: 's/c' },
      {
        kind: 'residents',
        of: 's/c',
        complete: false,
        machines: [{ name: 'vcsa', count: 2, cpus: 4, memoryMiB: 1024, cpuReservationMhz: 1, memoryReservationMiB: 2 }],
      },
    ] satisfies Declaration[],
  },
);

function readBack(recorded: unknown) {
  return estateOf(model(stack('t', [])), { surroundings: [surroundingsOf(recorded, RECORD)] }).vsphere;
}

const copy = (): Mutable<Estate> => JSON.parse(JSON.stringify(theirs)) as Mutable<Estate>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

/** As a record of it reads: other ids, no entries, nobody's own. */
function asRecorded(value: unknown, ids: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return ids.has(value) ? `${RECORD}#${value}` : value;
  if (typeof value !== 'object' || value === null || isUnknown(value)) return value;
  if (Array.isArray(value)) return value.map((one) => asRecorded(one, ids));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, key === 'name' ? one : asRecorded(one, ids)]));
}

test('a record holds every field of every kind', () => {
  const back = readBack(copy());
  const ids = new Set((Object.values(theirs.vsphere) as EstateObject[][]).flat().map(({ id }) => id));
  for (const kind of Object.keys(theirs.vsphere) as (keyof VsphereEstate)[]) {
    const expected = copy().vsphere[kind].map((object) => {
      const same = { ...(asRecorded(object, ids) as EstateObject), addresses: [], origin: 'surroundings' };
      Reflect.deleteProperty(same, 'path');
      return same;
    });
    expect({ [kind]: JSON.parse(JSON.stringify(back[kind])) as unknown }).toEqual({ [kind]: expected });
    if (!kind.startsWith('vm') && kind !== 'hostGroups') expect(expected.length).toBeGreaterThan(0);
  }
});

test('a record that was made before there was a field does not know it', () => {
  const old = copy();
  const drop = (object: object, ...fields: string[]) => fields.forEach((field) => Reflect.deleteProperty(object, field));
  const { clusters, switches, portGroups, datastores, resourcePools, machines } = old.vsphere;
  for (const one of clusters) {
    drop(one, 'evcMode', 'vsan');
    drop(one.ha, 'admissionControl');
  }
  for (const one of [...switches, ...portGroups]) drop(one, 'security');
  for (const one of datastores) drop(one, 'type', 'hosts', 'datastoreCluster');
  for (const one of resourcePools) drop(one, 'parent', 'cpu', 'memory');
  for (const one of machines) {
    drop(one, 'resourcePool', 'coresPerSocket', 'cpuReservationMhz', 'memoryReservationLocked', 'latencySensitivity', 'storagePolicy', 'pciDevices');
    drop(one, 'diskUuid');
    for (const disk of one.disks) drop(disk, 'storagePolicy');
  }
  for (const kind of ['standardSwitches', 'standardPortGroups', 'vmkernelAdapters', 'datastoreClusters', 'storagePolicies']) drop(old.vsphere, kind);

  const back = readBack(old);
  const open = (of: EstateObject, attribute: string) => unknown('data-source', attribute, of.id);
  const [c] = back.clusters;
  expect([c!.evcMode, c!.vsan.enabled, c!.ha.admissionControl.policy]).toEqual([
    open(c!, 'evc_mode'),
    open(c!, 'vsan_enabled'),
    open(c!, 'ha_admission_control_policy'),
  ]);
  expect(c!.ha.enabled).toBe(false);
  expect([c!.vsan.diskGroups.complete, c!.vsan.faultDomains.complete, c!.vsan.stretched.complete]).toEqual([false, false, false]);
  expect(back.switches[0]!.security.promiscuous).toEqual(open(back.switches[0]!, 'allow_promiscuous'));
  expect(back.portGroups[0]!.security.macChanges).toEqual(open(back.portGroups[0]!, 'allow_mac_changes'));
  expect(back.datastores[0]).toMatchObject({
    type: null,
    hosts: { complete: false },
    datastoreCluster: open(back.datastores[0]!, 'datastore_cluster_id'),
  });
  const [pool] = back.resourcePools;
  expect([pool!.parent, pool!.cpu.reservation, pool!.memory.limit]).toEqual([
    open(pool!, 'parent_resource_pool_id'),
    open(pool!, 'cpu_reservation'),
    open(pool!, 'memory_limit'),
  ]);
  const [m] = back.machines;
  expect(m).toMatchObject({
    cpus: 1,
    resourcePool: open(m!, 'resource_pool_id'),
    coresPerSocket: open(m!, 'num_cores_per_socket'),
    cpuReservationMhz: open(m!, 'cpu_reservation'),
    memoryReservationLocked: open(m!, 'memory_reservation_locked_to_max'),
    latencySensitivity: open(m!, 'latency_sensitivity'),
    diskUuid: open(m!, 'enable_disk_uuid'),
    storagePolicy: open(m!, 'storage_policy_id'),
    disks: [{ label: 'd', storagePolicy: open(m!, 'storage_policy_id') }],
    pciDevices: { items: [], complete: false, unknown: open(m!, 'pci_device_id') },
  });
  expect(back.standardSwitches).toEqual([]);
});

test('a field that is none is refused', () => {
  const wrong = copy();
  Object.assign(wrong.vsphere.clusters[0]!.vsan, { raid: 5 });
  expect(() => readBack(wrong)).toThrow(BadInput);
  const other = copy();
  Object.assign(other.vsphere.storagePolicies[0]!.redundancy!, { raid: 'raid-7' });
  expect(() => readBack(other)).toThrow('`vsphere.storagePolicies.0.redundancy.raid` must be one of raid-0, raid-1, raid-5, raid-6, got "raid-7"');
});

test('what others own is what the app looks up: a datastore cluster, a storage policy, a switch of a host', () => {
  const ours = stack('t', [
    entry('data.vsphere_datacenter.dc', { name: 'fra1' }),
    entry('data.vsphere_datastore_cluster.pod', { name: 'pod', datacenter_id: ref('data.vsphere_datacenter.dc', 'id', 't') }),
    entry('data.vsphere_storage_policy.p', { name: 'gold' }),
    entry('data.vsphere_host.a', { name: 'a.example.com', datacenter_id: ref('data.vsphere_datacenter.dc', 'id', 't') }),
    entry('vsphere_host_virtual_switch.v', { name: 'vSwitch0', host_system_id: ref('data.vsphere_host.a', 'id', 't'), mtu: 9000 }),
  ]);
  const { vsphere } = estateOf(model(ours), { surroundings: [surroundingsOf(copy(), RECORD)] });
  expect(vsphere.datastoreClusters).toMatchObject([{ id: 't/data.vsphere_datastore_cluster.pod', sdrsEnabled: false }]);
  expect(vsphere.storagePolicies).toMatchObject([
    { id: 't/data.vsphere_storage_policy.p', redundancy: { raid: 'raid-1' }, cluster: `${RECORD}#s/vsphere_compute_cluster.c` },
  ]);
  expect(vsphere.standardSwitches).toMatchObject([{ id: 't/vsphere_host_virtual_switch.v', mtu: 9000, host: 't/data.vsphere_host.a' }]);
  expect(vsphere.standardPortGroups[0]!.host).toBe('t/data.vsphere_host.a');
});
