import { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Assume, Cidr, Secret, StrataApp } from 'cdk-strata';
import { CpuModel, HostModel, Nic } from 'cdk-strata/hardware';
import {
  Datacenter,
  Datastore,
  DistributedSwitch,
  EsxiHost,
  HostFailures,
  PortGroup,
  ResidentMachine,
  StoragePolicy,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  Vsan,
  type IPortGroup,
  type IVcenterCluster,
} from 'cdk-strata/vsphere';

/** What somebody went and looked at: Terraform cannot, and without it nothing about capacity is decided. */
export interface Survey {
  /** What the hosts are made of. */
  readonly metal: HostModel;
  /** All that runs there and is not made here. */
  readonly residents: readonly ResidentMachine[];
}

export const SURVEY: Survey = {
  metal: HostModel.of({ cpu: CpuModel.XEON_GOLD_6448Y, sockets: 2, memory: Size.gibibytes(512), nics: Nic.gigabits(25, 2) }),
  residents: [
    ResidentMachine.of({ name: 'vcenter', cpus: 8, memory: Size.gibibytes(30) }),
    ResidentMachine.of({ name: 'backup-proxy', count: 2, cpus: 8, memory: Size.gibibytes(16) }),
    ResidentMachine.vcls(),
  ],
};

/** Machines on two clusters that others made and run. */
export class Tenancy extends TerraformStack {
  public readonly clusters: readonly [north: IVcenterCluster, south: IVcenterCluster];
  public readonly network: IPortGroup;

  public constructor(scope: Construct, id: string, survey?: Survey) {
    super(scope, id);

    new VCenter(this, 'vcenter', { server: 'vc.example.com', user: Secret.variable('vcenter_user'), password: Secret.variable('vcenter_password') });
    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'hall-3' });
    const cluster = (name: string): IVcenterCluster =>
      VcenterCluster.fromLookup(this, name, {
        name,
        datacenter,
        hosts: [1, 2, 3, 4].map((n) =>
          EsxiHost.fromLookup(this, `${name}-${n}`, { hostname: `${name}-${n}.example.com`, datacenter, model: survey?.metal }),
        ),
        tolerates: HostFailures.any(1),
        cpuRatio: 4,
        residents: survey?.residents,
      });
    const north = cluster('north');
    const south = cluster('south');
    this.clusters = [north, south];

    const fabric = DistributedSwitch.fromLookup(this, 'fabric', { name: 'fabric', datacenter, hosts: [...north.hosts!, ...south.hosts!] });
    const network = (this.network = PortGroup.fromLookup(this, 'web', {
      name: 'web',
      switch: fabric,
      cidr: Cidr.of('192.0.2.0/24'),
      gateway: '192.0.2.1',
    }));
    const machine = { network, template: 'debian-12', hardwareVersion: 20, cpus: 8, memory: Size.gibibytes(32), apart: 'hosts' } as const;

    // In the north on an array; in the south on the vSAN, by a policy of it.
    const array = Datastore.fromLookup(this, 'array', { name: 'array-1', datacenter });
    const vsan = Datastore.fromLookup(this, 'south-vsan', { name: 'vsanDatastore', datacenter });
    const gold = StoragePolicy.fromLookup(this, 'gold', { cluster: south, storage: vsan, redundancy: Vsan.raid5() });
    VirtualMachine.fleet(this, 'web-north', { ...machine, on: north, storage: array, count: 3 });
    VirtualMachine.fleet(this, 'web-south', { ...machine, on: south, storage: gold, count: 3 });
  }
}

export function build(app: StrataApp): void {
  const { clusters, network } = new Tenancy(app, 'tenancy', SURVEY);

  // What vCenter shows and no lookup returns before Terraform runs. Each of these stands in the report as a premise.
  for (const cluster of clusters) {
    for (const host of cluster.hosts!) app.assume(Assume.value(host, 'maintenance', false));
    app.assume(Assume.value(cluster, 'drs_enabled', true));
    app.assume(Assume.value(cluster, 'drs_automation_level', 'fullyAutomated'));
    app.assume(Assume.value(cluster, 'ha_enabled', true));
    app.assume(Assume.value(cluster, 'ha_host_monitoring', 'enabled'));
    app.assume(Assume.value(cluster, 'ha_admission_control_policy', 'resourcePercentage'));
  }
  const [, south] = clusters;
  app.assume(Assume.value(south, 'vsan_esa_enabled', true));
  app.assume(Assume.value(south, 'vsan_stretched_cluster', []));
  app.assume(Assume.value(south, 'vsan_fault_domains', []));
  for (const each of ['allow_promiscuous', 'allow_forged_transmits', 'allow_mac_changes']) app.assume(Assume.value(network, each, false));
}

if (require.main === module) {
  const app = new StrataApp();
  build(app);
  app.synth();
}
