import { Duration, Size } from 'cdk8s';
import { Token } from 'cdktf';
import {
  AdmissionControl,
  Datacenter,
  Datastore,
  DistributedSwitch,
  Drs,
  EsxiHost,
  type EsxiHostFleet,
  EvcMode,
  Folder,
  HighAvailability,
  HostFailures,
  PowerManagement,
  ProactiveHa,
  ResidentMachine,
  Tag,
  VCenter,
  VcenterCluster,
  type VcenterClusterProps,
  Vsan,
} from 'cdk-strata/vsphere';
import { Secret } from 'cdk-strata';
import { CpuModel, HostModel } from 'cdk-strata/hardware';
import { EVC_MODES } from '../../../../lib/estate/evc-modes';
import { Lab, metal, password } from '../lab';

function racked(lab: Lab, count: number, racks: readonly string[]): EsxiHostFleet {
  return EsxiHost.fleet(lab, 'esx', { count, racks, model: metal, hostname: (n) => `esx-${n}.example.com`, password });
}

function clusterOf(count: number, props: Partial<VcenterClusterProps> = {}, lab = new Lab()): Record<string, unknown> {
  new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts: props.hosts ?? lab.hosts(count), ...props });
  return lab.rendered('vsphere_compute_cluster').compute!;
}

describe('VcenterCluster', () => {
  test('has HA with admission control and host monitoring, and fully automated DRS', () => {
    expect(clusterOf(3)).toEqual({
      name: 'compute',
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
      host_managed: true,
      ha_enabled: true,
      ha_host_monitoring: 'enabled',
      ha_admission_control_policy: 'resourcePercentage',
      ha_admission_control_host_failure_tolerance: 1,
      ha_admission_control_resource_percentage_auto_compute: true,
      drs_enabled: true,
      drs_automation_level: 'fullyAutomated',
    });
  });

  test('is named by its hosts and does not list them', () => {
    const lab = new Lab();
    const rendered = clusterOf(2, {}, lab);
    expect(rendered).not.toHaveProperty('host_system_ids');
    for (const host of Object.values(lab.rendered('vsphere_host'))) {
      expect(host).toMatchObject({ cluster: '${vsphere_compute_cluster.compute.id}' });
      expect(host).not.toHaveProperty('datacenter');
      expect(host).not.toHaveProperty('cluster_managed');
    }
  });

  test('lists its hosts where Terraform does not own them all', () => {
    const lab = new Lab();
    const old = EsxiHost.fromLookup(lab, 'old', { hostname: 'old', datacenter: lab.datacenter });
    const own = new EsxiHost(lab, 'own', { hostname: 'own', password });
    expect(clusterOf(0, { hosts: [old, own] }, Object.assign(lab, { hosts: () => [] }))).toMatchObject({
      host_system_ids: ['${data.vsphere_host.old.id}', '${vsphere_host.own.id}'],
    });
    const rendered = lab.rendered('vsphere_host').own;
    expect(rendered).toMatchObject({ cluster_managed: true, datacenter: '${data.vsphere_datacenter.dc.id}' });
    expect(rendered).not.toHaveProperty('cluster');
  });

  test('lists no more hosts than the provider takes', () => {
    const lab = new Lab();
    const hosts = Array.from({ length: 97 }, (_, n) => EsxiHost.fromAttributes(lab, `h${n}`, { hostId: `host-${n}` }));
    const make = (id: string, given: typeof hosts): unknown => new VcenterCluster(lab, id, { datacenter: lab.datacenter, hosts: given });
    expect(() => make('many', hosts)).toThrow('[lab/many] the provider takes at most 96 hosts of a cluster that lists them, got 97');
  });

  test('refuses what is of another vCenter', () => {
    const lab = new Lab();
    const other = new VCenter(lab, 'other', {
      server: 'other.example.com',
      user: Secret.environment(),
      password: Secret.environment(),
      alias: 'other',
    });
    const datacenter = Datacenter.fromLookup(other, 'dc', { name: 'fra1' });
    const witness = EsxiHost.fromLookup(other, 'witness', { hostname: 'witness', datacenter });
    expect(() => clusterOf(2, { vsan: Vsan.esa({ twoNode: { witness } }) }, lab)).toThrow(
      '[lab/compute] witness is lab/other/witness, of the vCenter "other.example.com"',
    );
  });

  test.each([
    [Drs.partiallyAutomated(), { drs_enabled: true, drs_automation_level: 'partiallyAutomated' }],
    [Drs.manual(), { drs_enabled: true, drs_automation_level: 'manual' }],
  ])('takes DRS as told', (drs, expected) => {
    expect(clusterOf(2, { drs })).toMatchObject(expected);
  });

  test('has no automation level where DRS is off', () => {
    const rendered = clusterOf(2, { drs: Drs.off() });
    expect(rendered).toMatchObject({ drs_enabled: false });
    expect(rendered).not.toHaveProperty('drs_automation_level');
  });

  test.each([
    ['resourcePercentage', AdmissionControl.resourcePercentage()],
    ['slotPolicy', AdmissionControl.slotPolicy()],
  ])('holds back what the largest failure takes that it tolerates (%s)', (_, admissionControl) => {
    const lab = new Lab();
    const cluster = clusterOf(0, { hosts: racked(lab, 5, ['a', 'b']), admissionControl, tolerates: HostFailures.any(1).orRack() }, lab);
    expect(cluster).toMatchObject({ ha_admission_control_host_failure_tolerance: 3 });
  });

  test('does not tolerate the loss of the only rack', () => {
    const lab = new Lab();
    expect(() => clusterOf(0, { hosts: racked(lab, 3, ['a']), tolerates: HostFailures.any(1).orRack() }, lab)).toThrow(
      'nothing is left of a cluster of 3 hosts after the failure of any one host or any one rack',
    );
  });

  test('has no admission control where HA is off', () => {
    const rendered = clusterOf(1, { ha: false });
    expect(rendered).toMatchObject({ ha_enabled: false });
    expect(Object.keys(rendered).filter((key) => key.startsWith('ha_'))).toEqual(['ha_enabled']);
  });

  test('says nothing of vSAN unless told', () => {
    expect(clusterOf(2)).not.toHaveProperty('vsan_enabled');
    expect(clusterOf(2, { vsan: Vsan.osa(), name: 'prod' })).toMatchObject({ vsan_enabled: true, name: 'prod' });
  });

  test('declares its limits', () => {
    const lab = new Lab();
    new VcenterCluster(lab, 'compute', {
      datacenter: lab.datacenter,
      hosts: [EsxiHost.fromAttributes(lab, 'a', { hostId: 'host-1' })],
      ha: false,
      cpuRatio: 4,
      memoryRatio: 1.2,
    });
    expect(lab.declarations()).toEqual([{ kind: 'cluster-limits', of: 'lab/compute/Default', cpuRatio: 4, memoryRatio: 1.2 }]);
  });

  test('may be spanned by a wider switch', () => {
    const lab = new Lab();
    const hosts = lab.hosts(3);
    const network = lab.fabric(hosts);
    new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts: hosts.hosts.slice(1), network });
  });

  test('is refused on a switch that does not span it, naming the hosts', () => {
    const lab = new Lab();
    const hosts = lab.hosts(3);
    const network = lab.fabric(hosts.hosts.slice(0, 1));
    expect(() => new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts, network })).toThrow(
      '[lab/compute] switch lab/fabric does not span "esx-2.example.com", "esx-3.example.com", so machines that move there lose their network; add what is missing to the hosts of the switch',
    );
  });

  test('takes a switch whose hosts nobody knows', () => {
    const lab = new Lab();
    const network = DistributedSwitch.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter });
    expect(clusterOf(2, { network }, lab)).toBeDefined();
  });

  test('is refused without hosts, with a host twice and with a host of another cluster', () => {
    const lab = new Lab();
    const hosts = lab.hosts(2);
    const make = (id: string, given: EsxiHost[]): VcenterCluster => new VcenterCluster(lab, id, { datacenter: lab.datacenter, hosts: given });
    expect(() => make('none', [])).toThrow('[lab/none] a cluster needs at least one host, got none');
    expect(() => make('twice', [hosts.hosts[0]!, hosts.hosts[0]!])).toThrow(
      '[lab/twice] hosts of a cluster must differ, got "esx-1.example.com" for number 1 and number 2',
    );
    make('first', [...hosts]);
    expect(() => make('second', [...hosts])).toThrow(
      '[lab/second] host "esx-1.example.com" (lab/esx/esx-1) is in cluster lab/first already; a host is in one cluster',
    );
  });

  test('is refused a host that stands on its own', () => {
    const lab = new Lab();
    const host = new EsxiHost(lab, 'own', { hostname: 'own', password, datacenter: lab.datacenter });
    expect(() => new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts: [host], ha: false })).toThrow(
      '[lab/own] a host stands on its own or in a cluster, but this one has a datacenter and is handed to lab/compute; leave out datacenter',
    );
  });

  test.each([
    ['cpuRatio', 0],
    ['cpuRatio', Number.NaN],
    ['memoryRatio', -1],
    ['memoryRatio', Token.asNumber('${var.ratio}')],
  ])('is refused a %s of %d', (what, value) => {
    expect(() => clusterOf(2, { [what]: value })).toThrow(`[lab/compute] ${what} must be a number above 0 that is known at synthesis`);
  });
});

describe('VcenterCluster with every option', () => {
  test('lies in a folder, has tags, an image, an EVC mode and its own patience with hosts that leave', () => {
    const lab = new Lab();
    const folder = new Folder(lab, 'prod', { type: 'host', datacenter: lab.datacenter });
    const tag = Tag.fromAttributes(lab, 'gold', { tagId: 'urn:vmomi:gold' });
    expect(
      clusterOf(
        2,
        {
          folder,
          tags: [tag],
          hostImage: { version: '8.0.3-0.0.24022510', components: { 'Intel-i40en': '2.8.2.0-1OEM' } },
          evc: EvcMode.INTEL_ICE_LAKE,
          hostExitTimeout: Duration.minutes(30),
        },
        lab,
      ),
    ).toMatchObject({
      folder: '${vsphere_folder.prod.path}',
      tags: ['urn:vmomi:gold'],
      host_image: { esx_version: '8.0.3-0.0.24022510', component: [{ key: 'Intel-i40en', version: '2.8.2.0-1OEM' }] },
      evc_mode: 'intel-icelake',
      host_cluster_exit_timeout: 1800,
    });
  });

  test('says nothing of what it was not asked for', () => {
    const said = Object.keys(clusterOf(3));
    for (const prefix of ['vsan', 'dpm', 'proactive', 'evc', 'host_image', 'tags', 'folder']) {
      expect(said.filter((key) => key.startsWith(prefix))).toEqual([]);
    }
  });

  test('takes an image without components', () => {
    expect(clusterOf(2, { hostImage: { version: '8.0.3' } }).host_image).toEqual({ esx_version: '8.0.3' });
  });

  test('has every option of DRS, power management and proactive HA', () => {
    expect(
      clusterOf(3, {
        drs: Drs.partiallyAutomated({
          migrationThreshold: 5,
          vmOverrides: false,
          predictive: true,
          scalableShares: true,
          advancedOptions: { TryBalanceVmsPerHost: '1' },
        }),
        powerManagement: PowerManagement.automated({ threshold: 2 }),
        proactiveHa: ProactiveHa.automated({ providerIds: ['52 4b 1f'], remediation: 'mixed' }),
      }),
    ).toMatchObject({
      drs_automation_level: 'partiallyAutomated',
      drs_migration_threshold: 5,
      drs_enable_vm_overrides: false,
      drs_enable_predictive_drs: true,
      drs_scale_descendants_shares: 'scaleCpuAndMemoryShares',
      drs_advanced_options: { TryBalanceVmsPerHost: '1' },
      dpm_enabled: true,
      dpm_automation_level: 'automated',
      dpm_threshold: 2,
      proactive_ha_enabled: true,
      proactive_ha_automation_level: 'Automated',
      proactive_ha_moderate_remediation: 'QuarantineMode',
      proactive_ha_severe_remediation: 'MaintenanceMode',
      proactive_ha_provider_ids: ['52 4b 1f'],
    });
  });

  test.each([
    ['quarantine', 'QuarantineMode', 'QuarantineMode'],
    ['mixed', 'QuarantineMode', 'MaintenanceMode'],
    ['maintenance', 'MaintenanceMode', 'MaintenanceMode'],
  ] as const)('remediates by %s', (remediation, moderate, severe) => {
    const proactiveHa = ProactiveHa.manual({ providerIds: ['p'], remediation });
    expect(clusterOf(2, { proactiveHa, powerManagement: PowerManagement.manual() })).toMatchObject({
      dpm_automation_level: 'manual',
      proactive_ha_automation_level: 'Manual',
      proactive_ha_moderate_remediation: moderate,
      proactive_ha_severe_remediation: severe,
    });
  });

  test.each<[string, Partial<VcenterClusterProps>, string]>([
    [
      'power management without DRS',
      { drs: Drs.off(), powerManagement: PowerManagement.automated() },
      'powerManagement moves machines by DRS, which is off; turn DRS on, or leave out powerManagement',
    ],
    [
      'proactive HA without DRS',
      { drs: Drs.off(), proactiveHa: ProactiveHa.automated({ providerIds: ['p'] }) },
      'proactiveHa moves machines by DRS, which is off',
    ],
    [
      'proactive HA without a provider',
      { proactiveHa: ProactiveHa.automated({ providerIds: [] }) },
      'proactive HA learns of degraded hosts from health providers, got none',
    ],
    [
      'a remediation that vCenter refuses',
      { proactiveHa: ProactiveHa.automated({ providerIds: ['p'], remediation: 'reversed' as never }) },
      'remediation must be one of "quarantine", "mixed", "maintenance", got "reversed"',
    ],
    ['too low a threshold', { drs: Drs.manual({ migrationThreshold: 0 }) }, 'migrationThreshold must be a whole number from 1 to 5, got 0'],
    ['too high a threshold', { powerManagement: PowerManagement.manual({ threshold: 6 }) }, 'threshold must be a whole number from 1 to 5, got 6'],
    ['more than a week of patience', { hostExitTimeout: Duration.days(8) }, 'hostExitTimeout must be a whole number of seconds from 0 to 604800'],
    ['tolerance of all it has', { tolerates: HostFailures.any(2) }, 'nothing is left of a cluster of 2 hosts after the failure of any 2 hosts'],
    ['bringing up without vSAN', { bringUp: true }, 'bringUp is for the apply that enables vSAN, and the cluster has none'],
    ['bringing up without HA', { bringUp: true, ha: false, vsan: Vsan.esa() }, 'bringUp keeps HA off until vSAN is on, and HA is to stay off'],
    [
      'a number as an advanced option',
      { drs: Drs.manual({ advancedOptions: { X: 1 as never } }) },
      'advancedOptions of DRS["X"] must be a text, got 1',
    ],
  ])('refuses %s', (_, props, message) => {
    expect(() => clusterOf(2, props)).toThrow(`[lab/compute] ${message}`);
  });

  test('declares what it tolerates, and who else runs on it', () => {
    const lab = new Lab();
    const residents = [ResidentMachine.of({ name: 'proxy', count: 2, cpus: 4, memory: Size.gibibytes(8) })];
    clusterOf(3, { tolerates: HostFailures.any(1).orRack(), residents }, lab);
    expect(lab.declarations()).toEqual(
      expect.arrayContaining([
        { kind: 'cluster-limits', of: 'lab/compute/Default', tolerates: { hosts: 1, rack: true } },
        expect.objectContaining({
          kind: 'residents',
          of: 'lab/compute/Default',
          complete: false,
          machines: [expect.objectContaining({ name: 'proxy' })],
        }),
      ]),
    );
  });

  test('says of a cluster that is looked up who all runs there', () => {
    const lab = new Lab();
    VcenterCluster.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter, residents: [], tolerates: HostFailures.any(1) });
    expect(lab.declarations()).toEqual([
      { kind: 'cluster-limits', of: 'lab/old/Default', tolerates: { hosts: 1, rack: false } },
      { kind: 'residents', of: 'lab/old/Default', complete: true, machines: [] },
    ]);
  });
});

describe('bringUp', () => {
  const props = { vsan: Vsan.esa(), ha: HighAvailability.of({ isolationResponse: 'powerOff' }), admissionControl: AdmissionControl.slotPolicy() };

  test('leaves HA and admission control off, and says so', () => {
    const lab = new Lab();
    const rendered = clusterOf(3, { ...props, bringUp: true }, lab);
    expect(Object.entries(rendered).filter(([key]) => key.startsWith('ha_'))).toEqual([['ha_enabled', false]]);
    expect(rendered).toMatchObject({ vsan_enabled: true, drs_enabled: true });
    expect(lab.declarations()).toContainEqual({ kind: 'cluster-limits', of: 'lab/compute/Default', bringUp: true });
  });

  test('does not change who lists the hosts', () => {
    const listing = (bringUp: boolean): unknown => {
      const lab = new Lab();
      const hosts = lab.hosts(3);
      const admissionControl = AdmissionControl.failoverHosts([hosts.hosts[0]!]);
      new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts, vsan: Vsan.esa(), admissionControl, bringUp });
      return lab.rendered('vsphere_compute_cluster').compute!.host_system_ids;
    };
    expect(listing(true)).toEqual(listing(false));
    expect(listing(true)).toHaveLength(3);
  });

  test('still refuses what the next apply could not do', () => {
    expect(() => clusterOf(1, { vsan: Vsan.esa(), bringUp: true })).toThrow('admission control cannot hold back the resources of a failed host');
  });
});

describe('EvcMode', () => {
  const hostsOf = (lab: Lab, cpu: CpuModel): EsxiHost[] => [
    ...EsxiHost.fleet(lab, 'old', {
      count: 2,
      model: HostModel.of({ cpu, sockets: 2, memory: Size.gibibytes(512) }),
      hostname: (n) => `old-${n}`,
      password,
    }),
  ];
  const cascadeLake = CpuModel.of({
    vendor: 'intel',
    name: 'Gold 6230',
    cores: 20,
    threads: 40,
    baseMhz: 2100,
    maxSockets: 4,
    evcMode: 'intel-cascadelake',
  });
  const make = (cpu: CpuModel, evc: EvcMode): Record<string, unknown> => {
    const lab = new Lab();
    return clusterOf(0, { hosts: hostsOf(lab, cpu), evc }, Object.assign(lab, { hosts: () => [] }));
  };

  test.each([
    ['its own', cascadeLake, EvcMode.INTEL_CASCADE_LAKE, 'intel-cascadelake'],
    ['an earlier one', CpuModel.EPYC_9354, EvcMode.AMD_ZEN_3, 'amd-zen3'],
    ['one that is not listed', cascadeLake, EvcMode.of('intel-panther'), 'intel-panther'],
  ])('is taken where it is %s', (_, cpu, evc, key) => {
    expect(make(cpu, evc)).toMatchObject({ evc_mode: key });
  });

  test('is refused by an older host and by one of another vendor', () => {
    expect(() => make(cascadeLake, EvcMode.INTEL_SAPPHIRE_RAPIDS)).toThrow(
      '[lab/compute] EVC mode "intel-sapphirerapids" is not for host "old-1", whose Gold 6230 is older than that; take "intel-cascadelake" or an earlier one',
    );
    expect(() => make(CpuModel.EPYC_9354, EvcMode.INTEL_SKYLAKE)).toThrow('is not of the vendor that the mode is for');
  });

  test('has a name for every listed baseline', () => {
    const named = Object.values(EvcMode) as unknown as EvcMode[];
    expect(named.map(({ evcKey }) => evcKey)).toEqual([...EVC_MODES.intel, ...EVC_MODES.amd]);
    expect(() => EvcMode.of('')).toThrow('key of an EVC mode must not be empty, got ""');
  });

  test('is not refused where a CPU does not say its own', () => {
    const unknown = CpuModel.of({ vendor: 'intel', name: 'own', cores: 20, threads: 40, baseMhz: 2100 });
    expect(make(unknown, EvcMode.INTEL_GRANITE_RAPIDS)).toMatchObject({ evc_mode: 'intel-graniterapids' });
  });
});

describe('AdmissionControl', () => {
  test.each([
    [
      'hosts to fail',
      AdmissionControl.resourcePercentage({ hostFailures: 2 }),
      { ha_admission_control_host_failure_tolerance: 2, ha_admission_control_resource_percentage_auto_compute: true },
    ],
    [
      'percentages, both and not worked out',
      AdmissionControl.resourcePercentage({ cpuPercent: 25, memoryPercent: 30 }),
      {
        ha_admission_control_policy: 'resourcePercentage',
        ha_admission_control_resource_percentage_auto_compute: false,
        ha_admission_control_resource_percentage_cpu: 25,
        ha_admission_control_resource_percentage_memory: 30,
      },
    ],
    ['slots', AdmissionControl.slotPolicy(), { ha_admission_control_policy: 'slotPolicy', ha_admission_control_host_failure_tolerance: 1 }],
    [
      'slots of a size',
      AdmissionControl.slotPolicy({ hostFailures: 2, slotCpuMhz: 500, slotMemory: Size.gibibytes(2) }),
      {
        ha_admission_control_host_failure_tolerance: 2,
        ha_admission_control_slot_policy_use_explicit_size: true,
        ha_admission_control_slot_policy_explicit_cpu: 500,
        ha_admission_control_slot_policy_explicit_memory: 2048,
      },
    ],
    ['none', AdmissionControl.disabled(), { ha_enabled: true, ha_admission_control_policy: 'disabled' }],
  ])('renders %s', (_, admissionControl, expected) => {
    expect(clusterOf(4, { admissionControl })).toMatchObject(expected);
  });

  test.each([AdmissionControl.resourcePercentage({ performanceTolerance: 0 }), AdmissionControl.slotPolicy({ performanceTolerance: 0 })])(
    'warns of slower machines',
    (admissionControl) => {
      expect(clusterOf(3, { admissionControl })).toMatchObject({ ha_admission_control_performance_tolerance: 0 });
    },
  );

  test('warns of slower machines beside failover hosts', () => {
    const lab = new Lab();
    const hosts = lab.hosts(2);
    const admissionControl = AdmissionControl.failoverHosts([hosts.hosts[0]!], { performanceTolerance: 50 });
    new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts, admissionControl });
    expect(lab.rendered('vsphere_compute_cluster').compute).toMatchObject({ ha_admission_control_performance_tolerance: 50 });
    expect(() => clusterOf(2, { admissionControl: AdmissionControl.slotPolicy({ performanceTolerance: 101 }) })).toThrow(
      'performanceTolerance must be a whole number from 0 to 100, got 101',
    );
  });

  test('dedicates hosts without a cycle between cluster and hosts', () => {
    const lab = new Lab();
    const hosts = lab.hosts(3);
    new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts, admissionControl: AdmissionControl.failoverHosts([hosts.hosts[2]!]) });
    expect(lab.rendered('vsphere_compute_cluster').compute).toMatchObject({
      ha_admission_control_policy: 'failoverHosts',
      ha_admission_control_failover_host_system_ids: [expect.stringContaining('esx-3')],
      host_system_ids: [expect.any(String), expect.any(String), expect.any(String)],
    });
    for (const host of Object.values(lab.rendered('vsphere_host'))) {
      expect(host).toMatchObject({ cluster_managed: true });
      expect(JSON.stringify(host)).not.toContain('vsphere_compute_cluster');
    }
  });

  test.each([
    [
      'as many failures as hosts',
      3,
      AdmissionControl.resourcePercentage({ hostFailures: 3 }),
      'hostFailures must be a whole number from 1 to 2, got 3; the cluster has 3 hosts, and one must be left',
    ],
    ['as many failures as hosts', 2, AdmissionControl.slotPolicy({ hostFailures: 2 }), 'hostFailures must be a whole number from 1 to 1, got 2'],
    [
      'a failure of the only host',
      1,
      undefined,
      'admission control cannot hold back the resources of a failed host in a cluster of 1; give it more hosts, or `AdmissionControl.disabled()`',
    ],
    [
      'CPU without memory',
      3,
      AdmissionControl.resourcePercentage({ cpuPercent: 25 }),
      'admission control takes both cpuPercent and memoryPercent or neither, got only cpuPercent 25: the provider holds back 100 % of the other; give both',
    ],
    [
      'memory without CPU',
      3,
      AdmissionControl.resourcePercentage({ memoryPercent: 25 }),
      'admission control takes both cpuPercent and memoryPercent or neither, got only memoryPercent 25',
    ],
    [
      'percentages and failures',
      3,
      AdmissionControl.resourcePercentage({ cpuPercent: 25, memoryPercent: 25, hostFailures: 1 }),
      'admission control takes percentages or hostFailures, got both',
    ],
    [
      'more than everything',
      3,
      AdmissionControl.resourcePercentage({ cpuPercent: 101, memoryPercent: 25 }),
      'cpuPercent must be a whole number from 1 to 100, got 101',
    ],
    [
      'half a slot size',
      3,
      AdmissionControl.slotPolicy({ slotCpuMhz: 500 }),
      'the size of a slot is slotCpuMhz and slotMemory, got only slotCpuMhz; give both, or neither',
    ],
    [
      'a slot that is not whole',
      3,
      AdmissionControl.slotPolicy({ slotCpuMhz: 500, slotMemory: Size.kibibytes(1500) }),
      'slotMemory must be a whole number of MiB of at least 1, got 1500Ki; did you mean Size.mebibytes(1)?',
    ],
    ['no failover host', 3, AdmissionControl.failoverHosts([]), "failover hosts must be some of the cluster's 3 hosts, not none"],
  ])('refuses %s', (_, hosts, admissionControl, message) => {
    expect(() => clusterOf(hosts, { admissionControl })).toThrow(`[lab/compute] ${message}`);
  });

  test('refuses all hosts or a stranger as failover hosts', () => {
    const lab = new Lab();
    const hosts = lab.hosts(2);
    const stranger = EsxiHost.fromAttributes(lab, 'stranger', { hostId: 'host-9' });
    const make = (id: string, failover: Iterable<EsxiHost | typeof stranger>): unknown =>
      new VcenterCluster(lab, id, {
        datacenter: lab.datacenter,
        hosts: lab.hosts(2, `of-${id}`),
        admissionControl: AdmissionControl.failoverHosts(failover),
      });
    expect(() => make('stranger-in', [stranger])).toThrow('failover hosts must be hosts of the cluster, got lab/stranger');
    expect(
      () => new VcenterCluster(lab, 'all', { datacenter: lab.datacenter, hosts, admissionControl: AdmissionControl.failoverHosts(hosts) }),
    ).toThrow("failover hosts must be some of the cluster's 2 hosts, not all");
  });

  test('is refused where HA is off', () => {
    expect(() => clusterOf(2, { ha: false, admissionControl: AdmissionControl.disabled() })).toThrow(
      '[lab/compute] admission control is part of HA, which is off; turn HA on, or leave out admissionControl',
    );
  });
});

describe('VcenterCluster.fromLookup and fromAttributes', () => {
  test('a lookup finds the cluster, and declares its hosts and limits', () => {
    const lab = new Lab();
    const hosts = ['a', 'b'].map((id) => EsxiHost.fromLookup(lab, id, { hostname: id, datacenter: lab.datacenter, model: metal }));
    const cluster = VcenterCluster.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter, hosts, cpuRatio: 3 });
    expect(lab.rendered('data.vsphere_compute_cluster').old).toMatchObject({ name: 'old', datacenter_id: '${data.vsphere_datacenter.dc.id}' });
    expect(lab.resolve([cluster.clusterId, cluster.resourcePoolId])).toEqual([
      '${data.vsphere_compute_cluster.old.id}',
      '${data.vsphere_compute_cluster.old.resource_pool_id}',
    ]);
    expect(lab.declarations()).toEqual(
      expect.arrayContaining([
        { kind: 'cluster-limits', of: 'lab/old/Default', cpuRatio: 3 },
        { kind: 'cluster-hosts', of: 'lab/old/Default', hosts: ['lab/a', 'lab/b'] },
      ]),
    );
  });

  test('both say which is the datastore of their vSAN, where somebody said', () => {
    const lab = new Lab();
    const vsanDatastore = Datastore.fromAttributes(lab, 'vsan', { datastoreId: 'datastore-1' });
    const known = VcenterCluster.fromAttributes(lab, 'known', { clusterId: 'domain-c8', resourcePoolId: 'resgroup-9', vsanDatastore });
    const found = VcenterCluster.fromLookup(lab, 'found', { name: 'found', datacenter: lab.datacenter, vsanDatastore });
    expect([known.vsanDatastore, found.vsanDatastore]).toEqual([vsanDatastore, vsanDatastore]);
    expect(VcenterCluster.fromLookup(lab, 'none', { name: 'none', datacenter: lab.datacenter }).vsanDatastore).toBeUndefined();
  });

  test('without hosts nothing is said of them', () => {
    const lab = new Lab();
    expect(VcenterCluster.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter }).hosts).toBeUndefined();
    expect(lab.declarations()).toEqual([]);
  });

  test('a host of a looked-up cluster is in no other', () => {
    const lab = new Lab();
    const hosts = lab.hosts(2);
    VcenterCluster.fromLookup(lab, 'old', { name: 'old', datacenter: lab.datacenter, hosts });
    expect(() => new VcenterCluster(lab, 'new', { datacenter: lab.datacenter, hosts })).toThrow('is in cluster lab/old already');
  });

  test('attributes render nothing', () => {
    const lab = new Lab();
    const cluster = VcenterCluster.fromAttributes(lab, 'known', { clusterId: 'domain-c8', resourcePoolId: 'resgroup-9' });
    expect([cluster.clusterId, cluster.resourcePoolId, cluster.node.children]).toEqual(['domain-c8', 'resgroup-9', []]);
    expect(() => VcenterCluster.fromAttributes(lab, 'bad', { clusterId: '', resourcePoolId: 'x' })).toThrow(
      '[lab/bad] clusterId must not be empty, got ""',
    );
  });
});
