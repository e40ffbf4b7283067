import { isUnknown, unknown } from '../../../../lib/estate';
import { estateOf } from '../../../../lib/estate/read/estate-of';
import { datacenter, entry, host, model, ref, stack, variable, type Entry } from '../model';

const DC = { datacenter_id: ref('vsphere_datacenter.dc') };
type Values = Parameters<typeof entry>[1];

function clusterOf(values: Values, ...more: Entry[]) {
  const made = entry('vsphere_compute_cluster.c', { name: 'c', ...DC, host_managed: true, ...values });
  return estateOf(model(stack('s', [datacenter, host('a'), host('b'), made, ...more]))).vsphere.clusters[0]!;
}

const reasonOf = (field: unknown) => (isUnknown(field) ? field.$unknown.reason : field);
const open = { ids: [], complete: false };

describe('admission control', () => {
  const control = (values: Values) => clusterOf(values).ha.admissionControl;

  test('is read in full', () => {
    expect(
      control({
        ha_admission_control_policy: 'slotPolicy',
        ha_admission_control_host_failure_tolerance: '2',
        ha_admission_control_resource_percentage_auto_compute: false,
        ha_admission_control_resource_percentage_cpu: 25,
        ha_admission_control_resource_percentage_memory: 30,
        ha_admission_control_slot_policy_use_explicit_size: true,
        ha_admission_control_slot_policy_explicit_cpu: 500,
        ha_admission_control_slot_policy_explicit_memory: 1024,
        ha_admission_control_failover_host_system_ids: [ref('vsphere_host.a')],
      }),
    ).toEqual({
      policy: 'slotPolicy',
      hostFailures: 2,
      autoCompute: false,
      cpuPercent: 25,
      memoryPercent: 30,
      explicitSlot: true,
      slotCpuMhz: 500,
      slotMemoryMiB: 1024,
      failoverHosts: { ids: ['s/vsphere_host.a'], complete: true },
    });
  });

  test('by tokens is not known, and a percentage that Terraform would refuse is not either', () => {
    const token = variable('x');
    const read = control({
      ha_admission_control_policy: token,
      ha_admission_control_host_failure_tolerance: token,
      ha_admission_control_resource_percentage_auto_compute: token,
      ha_admission_control_resource_percentage_cpu: 0,
      ha_admission_control_resource_percentage_memory: 101,
      ha_admission_control_slot_policy_use_explicit_size: token,
      ha_admission_control_slot_policy_explicit_cpu: token,
      ha_admission_control_slot_policy_explicit_memory: 2.5,
      ha_admission_control_failover_host_system_ids: [ref('vsphere_host.a'), token],
    });
    expect(read).toEqual({
      policy: token,
      hostFailures: token,
      autoCompute: token,
      cpuPercent: unknown('expression', '0', 's/vsphere_compute_cluster.c'),
      memoryPercent: unknown('expression', '101', 's/vsphere_compute_cluster.c'),
      explicitSlot: token,
      slotCpuMhz: token,
      slotMemoryMiB: unknown('expression', '2.5', 's/vsphere_compute_cluster.c'),
      failoverHosts: { ids: ['s/vsphere_host.a'], complete: false, unknown: token },
    });
  });
});

test('an EVC baseline is its name; left out it is what vCenter has', () => {
  expect(clusterOf({ evc_mode: 'intel-sapphirerapids' }).evcMode).toBe('intel-sapphirerapids');
  expect(clusterOf({ evc_mode: variable('evc') }).evcMode).toEqual(variable('evc'));
  expect(reasonOf(clusterOf({ evc_mode: '' }).evcMode)).toBe('provider-default');
});

describe('vSAN', () => {
  const vsan = (values: Values, ...more: Entry[]) => clusterOf(values, ...more).vsan;

  test.each([
    ['enabled', 'vsan_enabled'],
    ['esa', 'vsan_esa_enabled'],
    ['deduplication', 'vsan_dedup_enabled'],
    ['compression', 'vsan_compression_enabled'],
    ['unmap', 'vsan_unmap_enabled'],
    ['performanceService', 'vsan_performance_enabled'],
    ['verboseMode', 'vsan_verbose_mode_enabled'],
    ['networkDiagnosticMode', 'vsan_network_diagnostic_mode_enabled'],
    ['encryptionInTransit', 'vsan_dit_encryption_enabled'],
  ] as const)('%s is %s, off where it is left out', (field, attribute) => {
    expect(vsan({ [attribute]: 'true' })[field]).toBe(true);
    expect(vsan({ [attribute]: null })[field]).toBe(false);
    expect(vsan({ [attribute]: variable('x') })[field]).toEqual(variable('x'));
  });

  test('mounts the datastores it names', () => {
    const remote = entry('data.vsphere_datastore.remote', { name: 'vsanDatastore' });
    expect(vsan({ vsan_remote_datastore_ids: [ref('data.vsphere_datastore.remote')] }, remote).remoteDatastores).toEqual({
      ids: ['s/data.vsphere_datastore.remote'],
      complete: true,
    });
    expect(vsan({ vsan_remote_datastore_ids: variable('ids') }).remoteDatastores).toEqual({ ...open, unknown: variable('ids') });
  });

  test('has the disk groups of its blocks, one of them without a list', () => {
    expect(
      vsan({
        vsan_disk_group: [{ cache: 'naa.1', storage: ['naa.2', variable('disk')] }, { storage: [ref('data.vsphere_vmfs_disks.d', 'disks.0')] }, {}],
      }).diskGroups,
    ).toEqual({
      items: [
        { cache: 'naa.1', storage: ['naa.2', variable('disk')] },
        { cache: null, storage: [expect.objectContaining({ $unknown: expect.anything() })] },
        { cache: null, storage: [] },
      ],
      complete: true,
    });
    expect(vsan({ vsan_disk_group: { cache: variable('cache'), storage: ['naa.2'] } }).diskGroups).toEqual({
      items: [{ cache: variable('cache'), storage: ['naa.2'] }],
      complete: true,
    });
  });

  test('has disks of an unknown number where a token stands for them', () => {
    expect(vsan({ vsan_disk_group: [{ cache: 'naa.1', storage: variable('disks') }] }).diskGroups).toEqual({
      items: [{ cache: 'naa.1', storage: [variable('disks')] }],
      complete: false,
      unknown: variable('disks'),
    });
    expect(vsan({ vsan_disk_group: [variable('group')] }).diskGroups).toEqual({ items: [], complete: false, unknown: variable('group') });
  });

  test('has the fault domains of every block around them', () => {
    const domain = (name: string, ...hosts: string[]) => ({ name, host_ids: hosts.map((one) => ref(`vsphere_host.${one}`)) });
    const both = {
      items: [
        { name: 'r1', hosts: { ids: ['s/vsphere_host.a'], complete: true } },
        { name: 'r2', hosts: { ids: ['s/vsphere_host.b'], complete: true } },
      ],
      complete: true,
    };
    expect(vsan({ vsan_fault_domains: [{ fault_domain: [domain('r1', 'a'), domain('r2', 'b')] }] }).faultDomains).toEqual(both);
    expect(vsan({ vsan_fault_domains: [{ fault_domain: domain('r1', 'a') }, { fault_domain: [domain('r2', 'b')] }] }).faultDomains).toEqual(both);
    expect(vsan({ vsan_fault_domains: [] }).faultDomains).toEqual({ items: [], complete: true });
    expect(vsan({ vsan_fault_domains: {} }).faultDomains).toEqual({ items: [], complete: true });
  });

  test('has fault domains that are not known in full where a token stands for some', () => {
    const gap = { complete: false, unknown: variable('x') };
    expect(vsan({ vsan_fault_domains: variable('x') }).faultDomains).toEqual({ items: [], ...gap });
    expect(vsan({ vsan_fault_domains: [{ fault_domain: variable('x') }] }).faultDomains).toEqual({ items: [], ...gap });
    expect(vsan({ vsan_fault_domains: [{ fault_domain: [{ name: variable('n'), host_ids: variable('x') }] }] }).faultDomains).toEqual({
      items: [{ name: variable('n'), hosts: { ids: [], ...gap } }],
      complete: true,
    });
  });

  test('is stretched over two sites and a witness', () => {
    const witness = entry('data.vsphere_host.w', { name: 'witness', ...DC });
    const block = {
      preferred_fault_domain_host_ids: [ref('vsphere_host.a')],
      secondary_fault_domain_host_ids: [ref('vsphere_host.b')],
      witness_node: ref('data.vsphere_host.w'),
    };
    const read = {
      preferredHosts: { ids: ['s/vsphere_host.a'], complete: true },
      secondaryHosts: { ids: ['s/vsphere_host.b'], complete: true },
      witness: 's/data.vsphere_host.w',
    };
    expect(vsan({ vsan_stretched_cluster: [block] }, witness).stretched).toEqual({ items: [read], complete: true });
    expect(vsan({ vsan_stretched_cluster: block }, witness).stretched).toEqual({ items: [read], complete: true });
    expect(vsan({ vsan_stretched_cluster: { ...block, witness_node: variable('w') } }).stretched.items[0]!.witness).toEqual(variable('w'));
    expect(vsan({ vsan_stretched_cluster: variable('x') }).stretched).toEqual({ items: [], complete: false, unknown: variable('x') });
  });
});

describe('a cluster that is looked up', () => {
  const lookup = (path: string) => ({ ...entry('data.vsphere_compute_cluster.l', { name: 'edge' }), path });
  const assumed = (attribute: string, value: never, path = 's/l') => ({ kind: 'value' as const, path, attribute, value });

  test('has settings that only vCenter knows', () => {
    const { ha, drs, evcMode, vsan } = estateOf(model(stack('s', [lookup('s/l')]))).vsphere.clusters[0]!;
    const settings = [ha.enabled, ha.admissionControl.policy, ha.admissionControl.hostFailures, drs.automation, evcMode, vsan.enabled, vsan.esa];
    expect(settings.map(reasonOf)).toEqual(settings.map(() => 'data-source'));
    expect([vsan.diskGroups, vsan.faultDomains, vsan.stretched, vsan.remoteDatastores, ha.admissionControl.failoverHosts]).toEqual(
      [
        'vsan_disk_group',
        'vsan_fault_domains',
        'vsan_stretched_cluster',
        'vsan_remote_datastore_ids',
        'ha_admission_control_failover_host_system_ids',
      ].map((attribute) =>
        expect.objectContaining({ complete: false, unknown: unknown('data-source', attribute, 's/data.vsphere_compute_cluster.l') }),
      ),
    );
  });

  test('has those that are assumed of one of its lookups', () => {
    const both = model(stack('s', [lookup('s/l')]), stack('t', [lookup('t/l')]));
    const [cluster] = estateOf(both, {
      assumptions: [assumed('ha_enabled', true as never, 't/l'), assumed('vsan_enabled', false as never), assumed('evc_mode', 'amd-zen4' as never)],
    }).vsphere.clusters;
    expect([cluster!.ha.enabled, cluster!.vsan.enabled, cluster!.evcMode]).toEqual([true, false, 'amd-zen4']);
  });

  test('has none that two lookups are assumed to have differently', () => {
    const both = model(stack('s', [lookup('s/l')]), stack('t', [lookup('t/l')]));
    const [cluster] = estateOf(both, {
      assumptions: [assumed('ha_enabled', true as never), assumed('ha_enabled', false as never, 't/l')],
    }).vsphere.clusters;
    expect(reasonOf(cluster!.ha.enabled)).toBe('data-source');
  });

  test('that the app makes elsewhere is assumed to be what it leaves open, and contradicted by what it does not', () => {
    const made = entry('vsphere_compute_cluster.c', { name: 'edge', ...DC, drs_enabled: 'true', vsan_enabled: variable('vsan') });
    const both = model(stack('s', [datacenter, made]), stack('t', [lookup('t/l')]));
    const { vsphere, faults } = estateOf(both, {
      assumptions: [
        assumed('vsan_enabled', true as never, 't/l'),
        assumed('evc_mode', 'amd-zen4' as never, 't/l'),
        assumed('drs_enabled', true as never, 't/l'),
        assumed('ha_enabled', true as never, 't/l'),
      ],
    });
    expect(vsphere.clusters).toMatchObject([{ vsan: { enabled: true }, evcMode: 'amd-zen4', drs: { enabled: true }, ha: { enabled: false } }]);
    expect(faults).toMatchObject([
      {
        kind: 'contradicted-premise',
        stack: 't',
        attribute: 'ha_enabled',
        found: 'false',
        detail: '`ha_enabled` is assumed to be true, and `s/c`, which makes it, says false',
      },
    ]);
  });
});
