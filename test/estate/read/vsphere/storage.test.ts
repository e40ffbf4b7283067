import { isUnknown, unknown } from '../../../../lib/estate';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { cluster, datacenter, entry, host, machine, model, ref, stack, variable, type Entry } from '../model';

type Values = Parameters<typeof entry>[1];

function read(...entries: Entry[]) {
  return estateOf(model(stack('s', [datacenter, cluster, host('a'), host('b'), ...entries]))).vsphere;
}

const reasonOf = (field: unknown) => (isUnknown(field) ? field.$unknown.reason : field);
const DC = { datacenter_id: ref('vsphere_datacenter.dc') };
const pod = (values: Values = {}) => entry('vsphere_datastore_cluster.pod', { name: 'gold', ...DC, ...values });
const vmfs = (values: Values = {}) =>
  entry('vsphere_vmfs_datastore.v', { name: 'v', host_system_id: ref('vsphere_host.a'), disks: ['x'], ...values });
const nas = (values: Values = {}) => entry('vsphere_nas_datastore.n', { name: 'n', host_system_ids: [ref('vsphere_host.a')], ...values });

describe('datastores', () => {
  test('have a type and the hosts that mount them: of a VMFS one there may be more', () => {
    const [one, two, found] = read(
      vmfs(),
      nas({ host_system_ids: [ref('vsphere_host.a'), ref('vsphere_host.b')] }),
      entry('data.vsphere_datastore.d', { name: 'd' }),
    ).datastores;
    expect(one).toMatchObject({
      type: 'vmfs',
      hosts: { ids: ['s/vsphere_host.a'], complete: false, unknown: unknown('computed', 'host_system_id', 's/vsphere_vmfs_datastore.v') },
    });
    expect(two).toMatchObject({ type: 'nfs', hosts: { ids: ['s/vsphere_host.a', 's/vsphere_host.b'], complete: true } });
    expect(found).toMatchObject({
      type: null,
      hosts: { ids: [], complete: false, unknown: unknown('data-source', 'host_system_ids', 's/data.vsphere_datastore.d') },
    });
  });

  test('are mounted where a token says', () => {
    const [one, two] = read(vmfs({ host_system_id: variable('h') }), nas({ host_system_ids: variable('hs') })).datastores;
    expect(one!.hosts).toEqual({ ids: [], complete: false, unknown: variable('h') });
    expect(two!.hosts).toEqual({ ids: [], complete: false, unknown: variable('hs') });
  });

  test('are in the datastore cluster they name, and in none where they name none', () => {
    const [one, two, found] = read(
      pod(),
      vmfs({ datastore_cluster_id: ref('vsphere_datastore_cluster.pod') }),
      nas(),
      entry('data.vsphere_datastore.d', { name: 'd' }),
    ).datastores;
    expect([one!.datastoreCluster, two!.datastoreCluster, reasonOf(found!.datastoreCluster)]).toEqual([
      's/vsphere_datastore_cluster.pod',
      null,
      'data-source',
    ]);
    expect(read(vmfs({ datastore_cluster_id: variable('pod') })).datastores[0]!.datastoreCluster).toEqual(variable('pod'));
  });

  test('in a datastore cluster are found where that stands', () => {
    const found = (name: string, folder: string | null) =>
      read(pod({ folder }), vmfs({ datastore_cluster_id: ref('vsphere_datastore_cluster.pod') }), entry('data.vsphere_datastore.d', { name, ...DC }))
        .datastores.length;
    expect(found('v', null)).toBe(1);
    expect(found('tier1/v', 'tier1')).toBe(1);
    expect(found('v', 'tier1')).toBe(2);
  });
});

describe('datastore clusters', () => {
  test('are read, and found by name or path', () => {
    const vsphere = read(
      pod({ sdrs_enabled: true, folder: 'tier1' }),
      entry('data.vsphere_datastore_cluster.same', { name: '/fra1/datastore/tier1/gold' }),
      entry('data.vsphere_datastore_cluster.other', { name: 'gold', ...DC }),
    );
    expect(vsphere.datastoreClusters).toMatchObject([
      {
        id: 's/vsphere_datastore_cluster.pod',
        addresses: [{ address: 'vsphere_datastore_cluster.pod' }, { address: 'data.vsphere_datastore_cluster.same' }],
        datacenter: 's/vsphere_datacenter.dc',
        sdrsEnabled: true,
      },
      { id: 's/data.vsphere_datastore_cluster.other', sdrsEnabled: unknown('data-source', 'sdrs_enabled', 's/data.vsphere_datastore_cluster.other') },
    ]);
  });

  test('are without storage DRS where nothing is said, and not known where a token stands', () => {
    expect(read(pod()).datastoreClusters[0]!.sdrsEnabled).toBe(false);
    expect(read(pod({ sdrs_enabled: variable('s'), datacenter_id: variable('dc') })).datastoreClusters[0]).toMatchObject({
      sdrsEnabled: variable('s'),
      datacenter: variable('dc'),
    });
  });
});

describe('storage policies', () => {
  const policy = entry('vsphere_vm_storage_policy.p', { name: 'RAID-1/FTT 1', tag_rules: [] });

  test('of one name in one vCenter are one, though a slash stands in it', () => {
    const vsphere = read(
      policy,
      entry('data.vsphere_storage_policy.p', { name: 'RAID-1/FTT 1' }),
      entry('data.vsphere_storage_policy.q', { name: 'FTT 1' }),
    );
    expect(vsphere.storagePolicies.map(({ id, addresses }) => [id, addresses.length])).toEqual([
      ['s/vsphere_vm_storage_policy.p', 2],
      ['s/data.vsphere_storage_policy.q', 1],
    ]);
  });

  test('are followed by the VMs and disks that name them; where none is named, vCenter takes its default', () => {
    const lookup = entry('data.vsphere_storage_policy.q', { name: 'q' });
    const vms = read(
      policy,
      lookup,
      machine('m', {
        storage_policy_id: ref('vsphere_vm_storage_policy.p'),
        disk: [
          { label: 'a', size: 1 },
          { label: 'b', size: 1, storage_policy_id: ref('data.vsphere_storage_policy.q') },
          { label: 'c', storage_policy_id: variable('p') },
        ],
      }),
      machine('n'),
      machine('o', { storage_policy_id: variable('p') }),
    ).machines;
    expect(vms.map(({ storagePolicy }) => reasonOf(storagePolicy))).toEqual(['s/vsphere_vm_storage_policy.p', 'provider-default', 'variable']);
    expect(vms[0]!.disks.map(({ storagePolicy }) => reasonOf(storagePolicy))).toEqual([
      'provider-default',
      's/data.vsphere_storage_policy.q',
      'variable',
    ]);
  });
});
