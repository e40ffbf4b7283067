import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { Datastore, EsxiHost, type IDatastore, type IEsxiHost, PortGroup, VcenterCluster, VmkernelAdapter, Vsan } from 'cdk-strata/vsphere';
import { Lab, metal, password } from '../lab';

class Site extends Lab {
  public readonly racked = EsxiHost.fleet(this, 'esx', {
    count: 6,
    model: metal,
    racks: ['r1', 'r2', 'r3'],
    hostname: (n) => `esx-${n}`,
    password,
  });
  public readonly witness: IEsxiHost = EsxiHost.fromLookup(this, 'witness', { hostname: 'witness', datacenter: this.datacenter });

  public cluster(vsan: Vsan, hosts: Iterable<IEsxiHost> = this.racked): VcenterCluster {
    return new VcenterCluster(this, 'compute', { datacenter: this.datacenter, hosts, vsan });
  }

  public vsan(vsan: Vsan, hosts?: Iterable<IEsxiHost>): Record<string, unknown> {
    this.cluster(vsan, hosts);
    const rendered = this.rendered('vsphere_compute_cluster').compute!;
    return Object.fromEntries(Object.entries(rendered).filter(([key]) => key.startsWith('vsan_')));
  }

  public datastores(count: number): IDatastore[] {
    return Array.from({ length: count }, (_, n) => Datastore.fromAttributes(this, `remote-${n}`, { datastoreId: `datastore-${n}` }));
  }

  /** Who names whom: hosts the cluster, or the cluster its hosts. */
  public listed(): boolean {
    const lists = this.rendered('vsphere_compute_cluster').compute!.host_system_ids !== undefined;
    for (const host of Object.values(this.rendered('vsphere_host'))) expect('cluster' in host).toBe(!lists);
    return lists;
  }
}

const idOf = (n: number): string => `\${vsphere_host.esx_esx-${n}_`;
const ids = (...numbers: number[]): unknown[] => numbers.map((n) => expect.stringContaining(idOf(n)));

describe('Vsan', () => {
  test('of the express architecture frees space and mentions no deduplication', () => {
    expect(new Site().vsan(Vsan.esa())).toEqual({
      vsan_enabled: true,
      vsan_esa_enabled: true,
      vsan_unmap_enabled: true,
      vsan_performance_enabled: true,
    });
  });

  test('of the original architecture', () => {
    expect(new Site().vsan(Vsan.osa())).toEqual({ vsan_enabled: true, vsan_performance_enabled: true });
  });

  test('renders every option of the express architecture', () => {
    const site = new Site();
    expect(
      site.vsan(
        Vsan.esa({
          performanceService: true,
          verboseMode: true,
          networkDiagnosticMode: true,
          encryptionInTransit: true,
          rekeyInterval: Duration.hours(12),
          datastoreName: 'vsan-prod',
        }),
      ),
    ).toEqual({
      vsan_enabled: true,
      vsan_esa_enabled: true,
      vsan_unmap_enabled: true,
      vsan_performance_enabled: true,
      vsan_verbose_mode_enabled: true,
      vsan_network_diagnostic_mode_enabled: true,
      vsan_dit_encryption_enabled: true,
      vsan_dit_rekey_interval: 720,
    });
    expect(site.listed()).toBe(false);
  });

  test('renders every option of the original architecture', () => {
    const site = new Site();
    expect(
      site.vsan(
        Vsan.osa({
          spaceEfficiency: 'deduplication-and-compression',
          unmap: true,
          performanceService: false,
          remoteDatastores: site.datastores(5),
          diskGroups: [{ cache: 'naa.1', capacity: ['naa.2', 'naa.3'] }],
        }),
      ),
    ).toEqual({
      vsan_enabled: true,
      vsan_dedup_enabled: true,
      vsan_compression_enabled: true,
      vsan_unmap_enabled: true,
      vsan_performance_enabled: false,
      vsan_remote_datastore_ids: [0, 1, 2, 3, 4].map((n) => `datastore-${n}`),
      vsan_disk_group: [{ cache: 'naa.1', storage: ['naa.2', 'naa.3'] }],
    });
    expect(site.listed()).toBe(true); // the provider claims disks of hosts that are in the cluster when it makes it
  });

  test.each([
    ['none', false, false],
    ['compression', false, true],
    ['deduplication-and-compression', true, true],
  ] as const)('saves space by %s', (spaceEfficiency, dedup, compression) => {
    expect(new Site().vsan(Vsan.osa({ spaceEfficiency }))).toMatchObject({ vsan_dedup_enabled: dedup, vsan_compression_enabled: compression });
  });

  test.each<[string, (site: Site) => Vsan, string]>([
    ['verbose mode on its own', () => Vsan.esa({ performanceService: false, verboseMode: true }), 'verboseMode is part of the performance service'],
    [
      'network diagnostics on their own',
      () => Vsan.osa({ performanceService: false, networkDiagnosticMode: true }),
      'networkDiagnosticMode is part of the performance service',
    ],
    ['a key that is not used', () => Vsan.esa({ rekeyInterval: Duration.days(1) }), 'rekeyInterval is that of encryption in transit, which is off'],
    [
      'too short an interval',
      () => Vsan.esa({ encryptionInTransit: true, rekeyInterval: Duration.minutes(29) }),
      'rekeyInterval must be a whole number of minutes from 30 to 10080',
    ],
    [
      'too long an interval',
      () => Vsan.esa({ encryptionInTransit: true, rekeyInterval: Duration.days(8) }),
      'rekeyInterval must be a whole number of minutes from 30 to 10080',
    ],
    [
      'encryption to remote datastores',
      (site) => Vsan.osa({ encryptionInTransit: true, remoteDatastores: site.datastores(1) }),
      'vSAN does not encrypt in transit where it mounts remote datastores',
    ],
    ['six remote datastores', (site) => Vsan.osa({ remoteDatastores: site.datastores(6) }), 'vSAN mounts at most 5 remote datastores, got 6'],
    [
      'a device in two groups',
      () =>
        Vsan.osa({
          diskGroups: [
            { cache: 'naa.1', capacity: ['naa.2'] },
            { cache: 'naa.3', capacity: ['naa.2'] },
          ],
        }),
      'devices of vSAN must differ, got "naa.2"',
    ],
    [
      'a group without capacity',
      () => Vsan.osa({ diskGroups: [{ cache: 'a', capacity: [] }] }),
      'capacity of diskGroups[0] must be one to 7 devices, got 0',
    ],
    [
      'a group of eight',
      () => Vsan.osa({ diskGroups: [{ cache: 'a', capacity: [...'bcdefghi'] }] }),
      'capacity of diskGroups[0] must be one to 7 devices, got 8',
    ],
    ['an unnamed datastore', () => Vsan.esa({ datastoreName: '' }), 'datastoreName must not be empty, got ""'],
    ['a strange efficiency', () => Vsan.osa({ spaceEfficiency: 'dedup' as never }), 'spaceEfficiency must be one of "none", "compression"'],
  ])('refuses %s', (_, vsan, message) => {
    const site = new Site();
    expect(() => site.vsan(vsan(site))).toThrow(`[lab/compute] ${message}`);
  });
});

describe('fault domains of vSAN', () => {
  test('are the racks of the hosts, which the cluster then lists', () => {
    const site = new Site();
    expect(site.vsan(Vsan.esa({ faultDomains: 'racks' }))).toMatchObject({
      vsan_fault_domains: [
        {
          fault_domain: [
            { name: 'r1', host_ids: ids(1, 4) },
            { name: 'r2', host_ids: ids(2, 5) },
            { name: 'r3', host_ids: ids(3, 6) },
          ],
        },
      ],
    });
    expect(site.listed()).toBe(true);
  });

  test('may be named, and a host in none of them fails alone', () => {
    const site = new Site();
    const [a, b] = [...site.racked];
    expect(site.vsan(Vsan.osa({ faultDomains: { left: [a!, b!] } }))).toMatchObject({
      vsan_fault_domains: [{ fault_domain: [{ name: 'left', host_ids: ids(1, 2) }] }],
    });
  });

  test('by racks hold each host once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 4 }), (count, racks) => {
        const lab = new Lab();
        const hosts = EsxiHost.fleet(lab, 'esx', {
          count,
          model: metal,
          racks: Array.from({ length: racks }, (_, n) => `r${n}`),
          hostname: (n) => `h${n}`,
          password,
        });
        new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts, vsan: Vsan.esa({ faultDomains: 'racks' }) });
        const rendered = lab.rendered('vsphere_compute_cluster').compute as {
          host_system_ids: string[];
          vsan_fault_domains: { fault_domain: { host_ids: string[] }[] }[];
        };
        const held = rendered.vsan_fault_domains.flatMap(({ fault_domain }) => fault_domain.flatMap(({ host_ids }) => host_ids));
        expect(held.sort()).toEqual([...rendered.host_system_ids].sort());
      }),
      { numRuns: 15 },
    );
  });

  test.each<[string, (site: Site) => Vsan, string]>([
    [
      'a host in two',
      ({ racked: { hosts } }) => Vsan.esa({ faultDomains: { a: [hosts[0]!], b: [hosts[0]!, hosts[1]!] } }),
      'host "esx-1" (lab/esx/esx-1) is in fault domain "a" and in fault domain "b"; leave it in one',
    ],
    [
      'a host twice in one',
      ({ racked: { hosts } }) => Vsan.esa({ faultDomains: { a: [hosts[0]!, hosts[0]!] } }),
      'host "esx-1" (lab/esx/esx-1) stands twice in fault domain "a"',
    ],
    ['an empty one', () => Vsan.esa({ faultDomains: { a: [] } }), 'fault domain "a" has no host; leave it out'],
    [
      'a stranger',
      ({ witness }) => Vsan.esa({ faultDomains: { a: [witness] } }),
      'fault domain "a" takes hosts of the cluster, got "witness" (lab/witness)',
    ],
    ['all in one', ({ racked }) => Vsan.esa({ faultDomains: { all: racked } }), 'vSAN takes at least two fault domains, got every host in "all"'],
    [
      'a text',
      () => Vsan.esa({ faultDomains: 'rack' as never }),
      'faultDomains must be \'racks\' or hosts by the name of their fault domain, got "rack"',
    ],
    [
      'sites as well',
      ({ witness }) => Vsan.esa({ faultDomains: 'racks', twoNode: { witness } }),
      'vSAN takes one of faultDomains, stretched and twoNode, got faultDomains and twoNode',
    ],
  ])('refuse %s', (_, vsan, message) => {
    const site = new Site();
    expect(() => site.cluster(vsan(site))).toThrow(`[lab/compute] ${message}`);
  });

  test('by racks refuse a host without one', () => {
    const site = new Site();
    const hosts = [...site.racked, ...site.hosts(1, 'bare')];
    expect(() => site.cluster(Vsan.esa({ faultDomains: 'racks' }), hosts)).toThrow(
      '[lab/compute] fault domains by racks take a rack of every host, and "bare-1.example.com" (lab/bare/bare-1) has none',
    );
  });
});

describe('a stretched vSAN', () => {
  const sites = ({ racked: { hosts }, witness }: Site): { preferred: IEsxiHost[]; secondary: IEsxiHost[]; witness: IEsxiHost } => ({
    preferred: hosts.slice(0, 3),
    secondary: hosts.slice(3),
    witness,
  });

  test('has two sites and a witness', () => {
    const site = new Site();
    expect(site.vsan(Vsan.esa({ stretched: { ...sites(site), preferredName: 'fra', secondaryName: 'muc' } }))).toMatchObject({
      vsan_stretched_cluster: {
        preferred_fault_domain_host_ids: ids(1, 2, 3),
        secondary_fault_domain_host_ids: ids(4, 5, 6),
        witness_node: '${data.vsphere_host.witness.id}',
        preferred_fault_domain_name: 'fra',
        secondary_fault_domain_name: 'muc',
      },
    });
    expect(site.listed()).toBe(true);
  });

  test('comes after the adapters by which vSAN reaches the witness', () => {
    const site = new Site();
    const fabric = site.fabric(site.racked);
    const portGroup = new PortGroup(site, 'vsan-net', { switch: fabric, vlan: 10 });
    const adapters = VmkernelAdapter.fleet(site, 'vmk', { hosts: site.racked, portGroup, dhcp: true, services: ['vsan'] });
    new VcenterCluster(site, 'compute', {
      datacenter: site.datacenter,
      hosts: site.racked,
      network: fabric,
      vsan: Vsan.esa({ stretched: { ...sites(site), adapters } }),
    });
    const own = Object.keys(site.rendered('vsphere_vnic'));
    expect(own).toHaveLength(6);
    expect(site.rendered('vsphere_compute_cluster').compute!.depends_on).toEqual(own.map((name) => `vsphere_vnic.${name}`));
    for (const vnic of Object.values(site.rendered('vsphere_vnic'))) expect(JSON.stringify(vnic)).not.toContain('vsphere_compute_cluster');
  });

  test('leaves the names of its sites to the provider', () => {
    const site = new Site();
    const { vsan_stretched_cluster: rendered } = site.vsan(Vsan.osa({ stretched: sites(site) }));
    expect(Object.keys(rendered as object)).toEqual(['preferred_fault_domain_host_ids', 'secondary_fault_domain_host_ids', 'witness_node']);
  });

  test.each<[string, (site: Site) => Parameters<typeof Vsan.esa>[0], string]>([
    [
      'a host at neither site',
      (site) => ({ stretched: { ...sites(site), secondary: site.racked.hosts.slice(4) } }),
      'every host of a stretched cluster is at one of the two sites, and "esx-4" (lab/esx/esx-4) is at neither',
    ],
    [
      'a host at both sites',
      (site) => ({ stretched: { ...sites(site), secondary: site.racked.hosts.slice(2) } }),
      'host "esx-3" (lab/esx/esx-3) is in the preferred site and in the secondary site',
    ],
    [
      'an empty site',
      (site) => ({ stretched: { ...sites(site), preferred: [], secondary: site.racked } }),
      'the preferred site of a stretched cluster needs at least one host, got none',
    ],
    [
      'a witness of its own',
      (site) => ({ stretched: { ...sites(site), witness: site.racked.hosts[0]! } }),
      'the witness decides between the hosts of the cluster, so "esx-1" (lab/esx/esx-1) cannot be one of them',
    ],
    [
      'one name for both sites',
      (site) => ({ stretched: { ...sites(site), preferredName: 'Secondary' } }),
      'names of the two sites must differ, got "Secondary" for number 1 and number 2',
    ],
    [
      'names of adapters',
      (site) => ({ stretched: { ...sites(site), adapters: ['vmk2'] as never } }),
      'adapters[0] must be a VMkernel adapter, got "vmk2"',
    ],
    ['no witness', (site) => ({ stretched: { ...sites(site), witness: undefined as never } }), 'witness must be an ESXi host, got undefined'],
  ])('refuses %s', (_, props, message) => {
    const site = new Site();
    expect(() => site.cluster(Vsan.esa(props(site)))).toThrow(`[lab/compute] ${message}`);
  });
});

describe('a vSAN of two nodes', () => {
  test('is a stretched cluster of one host a site', () => {
    const site = new Site();
    expect(site.vsan(Vsan.esa({ twoNode: { witness: site.witness } }), site.racked.hosts.slice(0, 2))).toMatchObject({
      vsan_stretched_cluster: {
        preferred_fault_domain_host_ids: ids(1),
        secondary_fault_domain_host_ids: ids(2),
        witness_node: '${data.vsphere_host.witness.id}',
      },
    });
  });

  test.each([1, 3])('refuses %d', (count) => {
    const site = new Site();
    const vsan = Vsan.esa({ twoNode: { witness: site.witness } });
    const make = (): unknown =>
      new VcenterCluster(site, 'x', { datacenter: site.datacenter, hosts: site.racked.hosts.slice(0, count), vsan, ha: false });
    expect(make).toThrow(`[lab/x] twoNode is for a cluster of two hosts, and this one has ${count}`);
  });

  test('refuses one of the two as witness', () => {
    const site = new Site();
    const [first, second] = site.racked.hosts;
    expect(() => site.cluster(Vsan.esa({ twoNode: { witness: second! } }), [first!, second!])).toThrow('the witness decides between');
  });
});

describe('the datastore of a vSAN', () => {
  test('is found by its name once the cluster and its hosts are there', () => {
    const site = new Site();
    const cluster = site.cluster(Vsan.esa());
    expect(site.rendered('data.vsphere_datastore')).toEqual({});
    expect(cluster.vsanDatastore).toBe(cluster.vsanDatastore);
    const [[name, lookup]] = Object.entries(site.rendered('data.vsphere_datastore')) as [[string, Record<string, unknown>]];
    expect(lookup).toEqual({
      name: 'vsanDatastore',
      datacenter_id: '${data.vsphere_datacenter.dc.id}',
      depends_on: ['vsphere_compute_cluster.compute', ...Object.keys(site.rendered('vsphere_host')).map((host) => `vsphere_host.${host}`)],
    });
    expect(site.resolve(cluster.vsanDatastore.machineStorage)).toEqual({ datastoreId: `\${data.vsphere_datastore.${name}.id}` });
    expect(site.declarations()).toContainEqual({
      kind: 'vsan-datastore',
      of: 'lab/compute/vsan-datastore/Default',
      cluster: 'lab/compute/Default',
    });
  });

  test('waits for no host where the cluster lists them, and so waits itself', () => {
    const site = new Site();
    void site.cluster(Vsan.esa({ faultDomains: 'racks', datastoreName: 'prod' })).vsanDatastore;
    const [lookup] = Object.values(site.rendered('data.vsphere_datastore'));
    expect(lookup).toMatchObject({ name: 'prod', depends_on: ['vsphere_compute_cluster.compute'] });
  });

  test('is refused where there is no vSAN', () => {
    const lab = new Lab();
    const cluster = new VcenterCluster(lab, 'compute', { datacenter: lab.datacenter, hosts: lab.hosts(2) });
    expect(() => cluster.vsanDatastore).toThrow(
      '[lab/compute] the cluster has no vSAN, and so no vSAN datastore; give it one, such as `vsan: Vsan.esa()`',
    );
  });

  test('has a name that no other cluster of the datacenter has', () => {
    const site = new Site();
    const other = (id: string, vsan: Vsan): VcenterCluster =>
      new VcenterCluster(site, id, { datacenter: site.datacenter, hosts: site.hosts(2, `of-${id}`), vsan });
    site.cluster(Vsan.esa());
    expect(() => other('second', Vsan.osa())).toThrow(
      '[lab/second] the vSAN datastore of lab/compute is "vsanDatastore" already, and vCenter gives a name once in a datacenter; say by datastoreName what this one is called, "vsanDatastore (1)" unless somebody renames it',
    );
    expect(other('third', Vsan.osa({ datastoreName: 'vsanDatastore (1)' })).vsanDatastore.datastoreId).toBeDefined();
    expect(() => new Site().cluster(Vsan.esa())).not.toThrow(); // another datacenter
  });
});

describe('redundancy of a vSAN policy', () => {
  test.each([
    [Vsan.raid0(), { raid: 'raid-0', failures: 0, mirroredSites: false }],
    [Vsan.raid0({ mirroredSites: true }), { raid: 'raid-0', failures: 0, mirroredSites: true }],
    [Vsan.raid1(), { raid: 'raid-1', failures: 1, mirroredSites: false }],
    [Vsan.raid1({ failures: 3, mirroredSites: true }), { raid: 'raid-1', failures: 3, mirroredSites: true }],
    [Vsan.raid5(), { raid: 'raid-5', failures: 1, mirroredSites: false }],
    [Vsan.raid6({ failures: 2 }), { raid: 'raid-6', failures: 2, mirroredSites: false }],
  ])('is plain data', (redundancy, expected) => {
    expect(redundancy).toEqual(expected);
  });

  test.each([
    [() => Vsan.raid1({ failures: 0 }), 'RAID-1 loses nothing by 1, 2 or 3 failures, got 0; vSAN keeps four copies at most'],
    [() => Vsan.raid1({ failures: 4 }), 'RAID-1 loses nothing by 1, 2 or 3 failures, got 4'],
    [() => Vsan.raid5({ failures: 2 }), 'RAID-5 loses nothing by 1 failure, got 2; RAID-6 survives two'],
    [() => Vsan.raid6({ failures: 1 }), 'RAID-6 loses nothing by 2 failures, got 1; RAID-5 survives one, RAID-1 up to three'],
    [() => Vsan.raid1({ mirroredSites: 'yes' as never }), 'mirroredSites of RAID-1 must be one of true, false, got "yes"'],
  ])('refuses what vSAN has not', (make, message) => {
    expect(make).toThrow(message);
  });
});
