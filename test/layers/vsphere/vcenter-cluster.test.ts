import { Size } from 'cdk8s';
import { Token } from 'cdktf';
import { AdmissionControl, DistributedSwitch, Drs, EsxiHost, VcenterCluster, type VcenterClusterProps } from 'cdk-strata/vsphere';
import { Lab, metal, password } from './lab';

function clusterOf(count: number, props: Partial<VcenterClusterProps> = {}, lab = new Lab()): Record<string, unknown> {
  new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts: lab.hosts(count), ...props });
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

  test('has no admission control where HA is off', () => {
    const rendered = clusterOf(1, { ha: false });
    expect(rendered).toMatchObject({ ha_enabled: false });
    expect(Object.keys(rendered).filter((key) => key.startsWith('ha_'))).toEqual(['ha_enabled']);
  });

  test('says nothing of vSAN unless told', () => {
    expect(clusterOf(2)).not.toHaveProperty('vsan_enabled');
    expect(clusterOf(2, { vsan: true, name: 'prod' })).toMatchObject({ vsan_enabled: true, name: 'prod' });
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
