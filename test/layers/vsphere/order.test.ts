import { Size } from 'cdk8s';
import type { TerraformStack } from 'cdktf';
import { Testing } from 'cdktf';
import {
  AdmissionControl,
  ClusterConfigurationProfile,
  DistributedSwitch,
  EsxiHost,
  HeartbeatDatastores,
  HighAvailability,
  HostGroup,
  type IEsxiHost,
  NfsDatastore,
  PortGroup,
  ResourcePool,
  StandardNetwork,
  StandardPortGroup,
  StandardSwitch,
  StoragePolicy,
  VcenterCluster,
  type VcenterClusterProps,
  VirtualMachine,
  VmfsDatastore,
  VmGroup,
  VmHostRule,
  VmkernelAdapter,
  type VmkernelAdapterFleet,
  Vsan,
} from 'cdk-strata/vsphere';
import { Lab, password } from './lab';

/** What each element names, so that Terraform makes it first. */
function dependencies(stack: TerraformStack): Map<string, string[]> {
  const { resource, data } = JSON.parse(Testing.synth(stack)) as Record<string, Record<string, Record<string, object>>>;
  const found = new Map<string, string[]>();
  for (const [prefix, types] of [['', resource ?? {}] as const, ['data.', data ?? {}] as const]) {
    for (const [type, elements] of Object.entries(types)) {
      for (const [name, element] of Object.entries(elements)) {
        const text = JSON.stringify({ ...element, '//': undefined });
        found.set(
          `${prefix}${type}.${name}`,
          [...text.matchAll(/(?:data\.)?vsphere_[a-z_]+\.[\w-]+/g)].map(([address]) => address),
        );
      }
    }
  }
  return found;
}

/** A circle that Terraform would refuse. */
function circleIn(stack: TerraformStack): string[] | undefined {
  const all = dependencies(stack);
  const done = new Set<string>();
  const walk = (address: string, above: readonly string[]): string[] | undefined => {
    if (above.includes(address)) return [...above.slice(above.indexOf(address)), address];
    if (done.has(address)) return undefined;
    for (const next of all.get(address) ?? []) {
      const circle = walk(next, [...above, address]);
      if (circle !== undefined) return circle;
    }
    done.add(address);
    return undefined;
  };
  for (const address of all.keys()) {
    const circle = walk(address, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

/** Elements that stand in what is named and nowhere else. */
function dangling(stack: TerraformStack): string[] {
  const all = dependencies(stack);
  return [...all.values()].flat().filter((address) => !all.has(address));
}

/** Everything that may stand on the hosts of a cluster, with a machine on top. */
class Site extends Lab {
  public constructor(count: number, cluster: (site: Site, hosts: readonly IEsxiHost[]) => Partial<VcenterClusterProps>) {
    super();
    const { hosts } = this.hosts(count);
    this.witness = new EsxiHost(this, 'witness', { hostname: 'witness', password, datacenter: this.datacenter });
    const spanned = [...hosts, this.witness];
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter: this.datacenter, hosts: spanned, uplinks: 2 });
    const storage = new PortGroup(this, 'storage', { switch: fabric });
    this.adapters = VmkernelAdapter.fleet(this, 'vsan', { hosts: spanned, portGroup: storage, dhcp: true, services: ['vsan'] });
    this.nfs = new NfsDatastore(this, 'nfs', { hosts, remoteHosts: ['10.0.0.1'], remotePath: '/vms' });
    this.vmfs = new VmfsDatastore(this, 'vmfs', { host: hosts[0]!, disks: ['naa.1'] });
    const made = new VcenterCluster(this, 'compute', { datacenter: this.datacenter, hosts, network: fabric, ...cluster(this, hosts) });
    const on = new ResourcePool(this, 'pool', { on: made });
    const policy = StoragePolicy.fromLookup(this, 'policy', { cluster: made, storage: this.vmfs });
    const fleet = VirtualMachine.fleet(this, 'vm', {
      count: 2,
      on,
      network: storage,
      storage: policy,
      template: 'ubuntu',
      cpus: 1,
      memory: Size.gibibytes(1),
      apart: 'hosts',
      host: undefined,
    });
    const group = new VmGroup(this, 'machines', { cluster: made, machines: fleet });
    const some = new HostGroup(this, 'some', { cluster: made, hosts: [hosts[0]!] });
    new VmHostRule(this, 'rule', { machines: group, strength: 'should', run: 'on', hosts: some });
    new ClusterConfigurationProfile(this, 'profile', { cluster: made, referenceHost: hosts[0]! });
  }

  public readonly witness: EsxiHost;
  public readonly adapters: VmkernelAdapterFleet;
  public readonly nfs: NfsDatastore;
  public readonly vmfs: VmfsDatastore;
}

const heartbeats = (of: HeartbeatDatastores): Partial<VcenterClusterProps> => ({ ha: HighAvailability.of({ heartbeatDatastores: of }) });

describe('Terraform can order', () => {
  test.each<[string, number, (site: Site, hosts: readonly IEsxiHost[]) => Partial<VcenterClusterProps>]>([
    ['a plain cluster', 3, () => ({})],
    ['heartbeat datastores on VMFS', 3, ({ vmfs }) => heartbeats(HeartbeatDatastores.only([vmfs]))],
    ['heartbeat datastores on NFS', 3, ({ nfs }) => heartbeats(HeartbeatDatastores.preferred([nfs]))],
    [
      'heartbeat datastores while vSAN is brought up',
      3,
      ({ nfs }) => ({ ...heartbeats(HeartbeatDatastores.only([nfs])), vsan: Vsan.esa(), bringUp: true }),
    ],
    ['failover hosts', 3, (_, [first]) => ({ admissionControl: AdmissionControl.failoverHosts([first!]) })],
    ['vSAN', 3, () => ({ vsan: Vsan.esa() })],
    ['disk groups', 3, () => ({ vsan: Vsan.osa({ diskGroups: [{ cache: 'naa.2', capacity: ['naa.3'] }] }) })],
    ['two nodes', 2, ({ witness, adapters }) => ({ vsan: Vsan.esa({ twoNode: { witness, adapters } }) })],
    [
      'two sites',
      4,
      ({ witness, adapters }, [a, b, c, d]) => ({ vsan: Vsan.esa({ stretched: { preferred: [a!, b!], secondary: [c!, d!], witness, adapters } }) }),
    ],
  ])('%s with all that stands on it', (_, count, cluster) => {
    const site = new Site(count, cluster);
    expect(circleIn(site)).toBeUndefined();
    expect(dangling(site)).toEqual([]);
  });

  test('what comes after elements of another stack', () => {
    const app = Testing.app();
    const [below, above] = [new Lab(app, 'below'), new Lab(app, 'above')];
    const { hosts } = below.hosts(2);
    const witness = new EsxiHost(below, 'witness', { hostname: 'witness', password, datacenter: below.datacenter });
    const fabric = new DistributedSwitch(below, 'fabric', { datacenter: below.datacenter, hosts: [...hosts, witness], uplinks: 2 });
    const portGroup = new PortGroup(below, 'storage', { switch: fabric });
    const adapters = VmkernelAdapter.fleet(below, 'vsan', { hosts: [...hosts, witness], portGroup, dhcp: true, services: ['vsan'] });
    const known = hosts.map(({ hostname }) => EsxiHost.fromLookup(above, hostname, { hostname, datacenter: above.datacenter }));
    const third = EsxiHost.fromLookup(above, 'third', { hostname: 'witness', datacenter: above.datacenter });
    new VcenterCluster(above, 'compute', {
      datacenter: above.datacenter,
      hosts: known,
      vsan: Vsan.esa({ twoNode: { witness: third, adapters } }),
    });
    expect(dangling(above)).toEqual([]);
    expect(above.dependencies).toEqual([below]);
  });

  test('a network after port groups of another stack', () => {
    const app = Testing.app();
    const [below, above] = [new Lab(app, 'below'), new Lab(app, 'above')];
    const edge = new StandardSwitch(below, 'edge', { host: below.hosts(1).hosts[0]!, adapters: [] });
    const portGroups = [new StandardPortGroup(below, 'dmz', { switch: edge })];
    StandardNetwork.fromPortGroups(above, 'dmz', { portGroups, datacenter: above.datacenter });
    expect(above.rendered('data.vsphere_network').dmz).not.toHaveProperty('depends_on');
    expect(above.dependencies).toEqual([below]);
  });
});
