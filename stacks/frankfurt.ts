import { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr, Secret } from 'cdk-strata';
import { CpuModel, Disk, HostModel, Nic } from 'cdk-strata/hardware';
import { DedicatedHosts, Tenant } from 'cdk-strata/tenancy';
import {
  Datacenter,
  DistributedSwitch,
  EsxiHost,
  EvcMode,
  HostFailures,
  PortGroup,
  StoragePolicy,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  VmkernelAdapter,
  Vsan,
} from 'cdk-strata/vsphere';

/** The reference site: twelve hosts in three racks, one vSAN cluster, the machines of a Kubernetes cluster to be, and a bank's databases. */
export class Frankfurt extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    new VCenter(this, 'vcenter', {
      server: 'vc.fra.example.com',
      user: Secret.variable('vcenter_user'),
      password: Secret.variable('vcenter_password'),
    });

    // What the metal is. Terraform cannot know it; every capacity proof stands on it.
    const metal = HostModel.of({
      cpu: CpuModel.XEON_PLATINUM_8480_PLUS,
      sockets: 2,
      memory: Size.tebibytes(1),
      disks: Disk.nvme(Size.gibibytes(7680), 8),
      nics: Nic.gigabits(25, 4),
    });

    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'fra1' }); // with its templates
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
      tolerates: HostFailures.any(1).orRack(),
      cpuRatio: 4, // vCPUs a physical core, at most
      evc: EvcMode.INTEL_SAPPHIRE_RAPIDS,
      vsan: Vsan.esa({ faultDomains: 'racks' }),
    });
    const gold = StoragePolicy.fromLookup(this, 'gold', { cluster: compute, redundancy: Vsan.raid1({ failures: 1 }) });

    // What the hosts themselves talk over.
    const vmotion = new PortGroup(this, 'vmotion', { switch: fabric, vlan: 11, cidr: Cidr.of('10.20.17.0/24') });
    VmkernelAdapter.fleet(this, 'vmotion-adapters', {
      hosts,
      portGroup: vmotion,
      addresses: (n) => `10.20.17.${10 + n}/24`,
      mtu: 9000,
      services: ['vmotion'],
    });
    const storage = new PortGroup(this, 'vsan', { switch: fabric, vlan: 12, cidr: Cidr.of('10.20.18.0/24') });
    VmkernelAdapter.fleet(this, 'vsan-adapters', {
      hosts,
      portGroup: storage,
      addresses: (n) => `10.20.18.${10 + n}/24`,
      mtu: 9000,
      services: ['vsan'],
    });

    const nodes = new PortGroup(this, 'nodes', { switch: fabric, vlan: 20, cidr: Cidr.of('10.20.0.0/23'), gateway: '10.20.0.1' });
    const ledger = new PortGroup(this, 'ledger', { switch: fabric, vlan: 28, cidr: Cidr.of('10.20.8.0/24'), gateway: '10.20.8.1' });
    new PortGroup(this, 'management', { switch: fabric, vlan: 10, cidr: Cidr.of('10.20.16.0/24'), gateway: '10.20.16.1' });

    const node = { on: compute, network: nodes, storage: gold, template: 'debian-12', hardwareVersion: 20, apart: 'hosts' } as const;
    VirtualMachine.fleet(this, 'prod-control-plane', { ...node, count: 3, cpus: 4, memory: Size.gibibytes(16) });
    VirtualMachine.fleet(this, 'prod-general', { ...node, count: 6, cpus: 16, memory: Size.gibibytes(64) });
    VirtualMachine.fleet(this, 'prod-wasm', { ...node, count: 2, cpus: 8, memory: Size.gibibytes(32) });
    const databases = VirtualMachine.fleet(this, 'ledger-db', {
      count: 2,
      on: compute,
      network: ledger,
      storage: gold,
      template: 'debian-12',
      hardwareVersion: 20,
      cpus: 16,
      memory: Size.gibibytes(256),
      apart: 'hosts',
    });

    // The bank's databases have one host in each rack to themselves.
    const banking = new Tenant(this, 'banking', { networks: [ledger], machines: databases });
    new DedicatedHosts(this, 'bank-metal', { tenant: banking, hosts: hosts.onePerRack() });
  }
}
