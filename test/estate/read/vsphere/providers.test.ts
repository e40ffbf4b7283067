import type { VsphereObject, ProviderConfiguration, VsphereEstate } from '../../../../lib/estate';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { entry, machine, model, ref, stack, type Entry } from '../model';

const EAST = 'vc-east.example.com';
const WEST = 'vc-west.example.com';

const configuration = (key: string, server: string): ProviderConfiguration => ({
  key,
  type: 'vsphere',
  identity: server,
  values: { vsphere_server: server },
});
const providers = [configuration('vsphere', EAST), configuration('vsphere.west', WEST)];

/** One object of every kind, all of them by one configuration of the provider. */
function site(provider: string, within: string): Entry[] {
  const dc = { datacenter_id: ref('vsphere_datacenter.dc', 'moid', within) };
  const c = { compute_cluster_id: ref('vsphere_compute_cluster.c', 'id', within) };
  const onHost = { host_system_id: ref('vsphere_host.h', 'id', within) };
  return [
    entry('vsphere_datacenter.dc', { name: 'dc' }),
    entry('vsphere_compute_cluster.c', { name: 'c', ...dc }),
    entry('vsphere_host.h', { hostname: 'h', cluster: ref('vsphere_compute_cluster.c', 'id', within) }),
    entry('vsphere_distributed_virtual_switch.d', { name: 'd', ...dc }),
    entry('vsphere_distributed_port_group.g', {
      name: 'g',
      distributed_virtual_switch_uuid: ref('vsphere_distributed_virtual_switch.d', 'id', within),
    }),
    entry('vsphere_host_virtual_switch.v', { name: 'v', ...onHost }),
    entry('vsphere_host_port_group.p', { name: 'p', virtual_switch_name: 'v', ...onHost }),
    entry('vsphere_vnic.k', { host: ref('vsphere_host.h', 'id', within), portgroup: 'p' }),
    entry('vsphere_datastore_cluster.s', { name: 's', ...dc }),
    entry('vsphere_nas_datastore.n', { name: 'n', host_system_ids: [ref('vsphere_host.h', 'id', within)] }),
    entry('vsphere_vm_storage_policy.sp', { name: 'sp' }),
    entry('vsphere_resource_pool.r', { name: 'r', parent_resource_pool_id: ref('vsphere_compute_cluster.c', 'resource_pool_id', within) }),
    machine('m', { resource_pool_id: ref('vsphere_resource_pool.r', 'id', within) }),
    entry('vsphere_compute_cluster_vm_anti_affinity_rule.vr', { name: 'vr', ...c, virtual_machine_ids: [] }),
    entry('vsphere_compute_cluster_vm_group.vg', { name: 'vg', ...c }),
    entry('vsphere_compute_cluster_host_group.hg', { name: 'hg', ...c }),
    entry('vsphere_compute_cluster_vm_host_rule.vhr', { name: 'vhr', ...c, vm_group_name: 'vg' }),
  ].map((one) => ({ ...one, provider }));
}

/** Lookups of what a site makes, where there is a data source. */
function lookups(provider: string): Entry[] {
  const dc = { datacenter_id: ref('data.vsphere_datacenter.dc', 'id', 'b') };
  return [
    entry('data.vsphere_datacenter.dc', { name: 'dc' }),
    entry('data.vsphere_compute_cluster.c', { name: 'c', ...dc }),
    entry('data.vsphere_host.h', { name: 'h', ...dc }),
    entry('data.vsphere_distributed_virtual_switch.d', { name: 'd', ...dc }),
    entry('data.vsphere_network.g', { name: 'g', ...dc }),
    entry('data.vsphere_datastore_cluster.s', { name: 's', ...dc }),
    entry('data.vsphere_datastore.n', { name: 'n', ...dc }),
    entry('data.vsphere_storage_policy.sp', { name: 'sp' }),
    entry('data.vsphere_resource_pool.r', { name: 'r', ...dc }),
    entry('data.vsphere_virtual_machine.m', { name: 'm', ...dc }),
    entry('data.vsphere_compute_cluster_host_group.hg', { name: 'hg', compute_cluster_id: ref('data.vsphere_compute_cluster.c', 'id', 'b') }),
  ].map((one) => ({ ...one, provider }));
}

const kindsOf = (vsphere: VsphereEstate) => Object.entries(vsphere) as [keyof VsphereEstate, readonly VsphereObject[]][];

test.each([
  ['vsphere', EAST],
  ['vsphere.west', WEST],
])('an object of every kind by `%s` is of the vCenter of that configuration', (provider, server) => {
  const { vsphere } = estateOf(model(stack('a', site(provider, 'a'), { providers })));
  expect(Object.fromEntries(kindsOf(vsphere).map(([kind, objects]) => [kind, objects.map(({ vcenter }) => vcenter)]))).toEqual(
    Object.fromEntries(kindsOf(vsphere).map(([kind]) => [kind, [server]])),
  );
});

test('a configuration that the stack does not have is of no known vCenter', () => {
  const { vsphere } = estateOf(model(stack('a', site('vsphere.north', 'a'), { providers })));
  for (const [, objects] of kindsOf(vsphere)) expect(objects[0]!.vcenter).toHaveProperty('$unknown.knownBy', 'a/provider.vsphere.north');
});

test.each<[string, string, number]>([
  ['the same vCenter under another key', 'vsphere', 1],
  ['another vCenter', 'vsphere.east', 2],
])('a lookup of every kind by %s finds what it should', (_, key, objects) => {
  const other = [configuration('vsphere', WEST), configuration('vsphere.east', EAST)];
  const { vsphere } = estateOf(model(stack('a', site('vsphere.west', 'a'), { providers }), stack('b', lookups(key), { providers: other })));
  const counts = Object.fromEntries(kindsOf(vsphere).map(([kind, of]) => [kind, of.length]));
  const made = ['standardSwitches', 'standardPortGroups', 'vmkernelAdapters', 'vmRules', 'vmGroups', 'vmHostRules'];
  expect(counts).toEqual(Object.fromEntries(kindsOf(vsphere).map(([kind]) => [kind, made.includes(kind) ? 1 : objects])));
});

test('two sites that are alike but for their vCenter stay apart', () => {
  const west = site('vsphere.west', 'b');
  const { vsphere, faults } = estateOf(model(stack('a', site('vsphere', 'a'), { providers }), stack('b', west, { providers })));
  for (const [, objects] of kindsOf(vsphere)) expect(objects.map(({ vcenter }) => vcenter)).toEqual([EAST, WEST]);
  expect(vsphere.machines.map(({ cluster }) => cluster)).toEqual(['a/vsphere_compute_cluster.c', 'b/vsphere_compute_cluster.c']);
  expect(faults).toEqual([]);
});
