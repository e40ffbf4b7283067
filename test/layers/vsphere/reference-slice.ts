import { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr, Secret } from 'cdk-strata';
import { CpuModel, Disk, HostModel, Nic } from 'cdk-strata/hardware';
import {
  AdmissionControl,
  Datacenter,
  Datastore,
  DistributedSwitch,
  EsxiHost,
  HostFailures,
  PortGroup,
  VCenter,
  VcenterCluster,
  VirtualMachine,
} from 'cdk-strata/vsphere';
import { DedicatedHosts, SurvivesFailures, Tenant } from 'cdk-strata/tenancy';

/** The slice of the reference stack that stands on vSphere alone; plain fleets stand in for node pools. */
export class ReferenceSlice extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    new VCenter(this, 'vcenter', {
      server: 'vc.fra.example.com',
      user: Secret.variable('vcenter_user'),
      password: Secret.variable('vcenter_password'),
    });

    const metal = HostModel.of({
      cpu: CpuModel.XEON_PLATINUM_8480_PLUS,
      sockets: 2,
      memory: Size.tebibytes(1),
      disks: Disk.nvme(Size.gibibytes(7680), 8),
      nics: Nic.gigabits(25, 4),
    });

    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'fra1' });
    const hosts = EsxiHost.fleet(this, 'esx', {
      count: 12,
      model: metal,
      racks: ['r1', 'r2', 'r3'],
      hostname: (n) => `esx-${n}.fra.example.com`,
      password: Secret.variable('esxi_password'),
    });
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter, hosts, uplinks: 2, mtu: 9000 });
    const compute = new VcenterCluster(this, 'compute', {
      datacenter,
      hosts,
      network: fabric,
      admissionControl: AdmissionControl.resourcePercentage(),
      cpuRatio: 4,
    });

    const management = new PortGroup(this, 'management', { switch: fabric, vlan: 10, cidr: Cidr.of('10.20.4.0/24'), gateway: '10.20.4.1' });
    const nodes = new PortGroup(this, 'nodes', { switch: fabric, vlan: 20, cidr: Cidr.of('10.20.0.0/23'), gateway: '10.20.0.1' });
    const ledger = new PortGroup(this, 'ledger', { switch: fabric, vlan: 28, cidr: Cidr.of('10.20.8.0/24'), gateway: '10.20.8.1' });

    const storage = Datastore.fromLookup(this, 'gold', { name: 'gold', datacenter });
    const common = { on: compute, storage, template: 'debian-12', apart: 'hosts' } as const;
    VirtualMachine.fleet(this, 'control-plane', {
      ...common,
      network: nodes,
      moreNetworks: [management],
      count: 3,
      cpus: 4,
      memory: Size.gibibytes(16),
    });
    VirtualMachine.fleet(this, 'general', { ...common, network: nodes, count: 6, cpus: 16, memory: Size.gibibytes(64) });
    VirtualMachine.fleet(this, 'wasm', { ...common, network: nodes, count: 2, cpus: 8, memory: Size.gibibytes(32) });
    const databases = VirtualMachine.fleet(this, 'ledger-db', { ...common, network: ledger, count: 2, cpus: 16, memory: Size.gibibytes(256) });

    const banking = new Tenant(this, 'banking', { machines: databases, networks: ledger });
    new SurvivesFailures(this, 'n-plus-1', { of: [banking], failures: HostFailures.any(1).orRack() });
    new DedicatedHosts(this, 'bank-metal', { tenant: banking, hosts: hosts.onePerRack() });
  }
}
