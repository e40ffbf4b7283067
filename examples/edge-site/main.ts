import { Duration, Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr, Secret, StrataApp } from 'cdk-strata';
import { CpuModel, Disk, HostModel, Nic } from 'cdk-strata/hardware';
import {
  Datacenter,
  DistributedSwitch,
  EsxiHost,
  HighAvailability,
  HostFailures,
  PortGroup,
  StoragePolicy,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  VmkernelAdapter,
  Vsan,
} from 'cdk-strata/vsphere';

/** A shop's two hosts, which hold a copy of everything each; their witness runs in the data centre in the capital. */
export class EdgeSite extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    // The vCenter that has the shops. A witness must be a host of the same one.
    new VCenter(this, 'vcenter', {
      server: 'vc-edge.example.com',
      user: Secret.variable('vcenter_user'),
      password: Secret.variable('vcenter_password'),
      apiTimeout: Duration.minutes(20), // the shops hang on slow lines
    });
    const password = Secret.variable('esxi_password');

    const capital = Datacenter.fromLookup(this, 'capital', { name: 'capital' });
    const witness = new EsxiHost(this, 'witness', { hostname: 'witness-17.capital.example.com', password, datacenter: capital });

    const shop = Datacenter.fromLookup(this, 'shop-17', { name: 'shop-17' }); // with its template
    const hosts = EsxiHost.fleet(this, 'esx', {
      count: 2,
      model: HostModel.of({
        cpu: CpuModel.EPYC_9354,
        sockets: 1,
        memory: Size.gibibytes(256),
        disks: Disk.nvme(Size.gibibytes(3840), 4),
        nics: Nic.gigabits(25, 4),
      }),
      hostname: (n) => `esx-${n}.shop-17.example.com`,
      password,
    });
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter: shop, hosts, uplinks: 2, mtu: 9000 });
    const storage = new PortGroup(this, 'vsan', { switch: fabric, vlan: 12, cidr: Cidr.of('10.17.12.0/24') });
    const adapters = VmkernelAdapter.fleet(this, 'vsan-adapters', {
      hosts,
      portGroup: storage,
      addresses: (n) => `10.17.12.${10 + n}/24`,
      mtu: 9000,
      services: ['vsan'],
    });

    const cluster = new VcenterCluster(this, 'shop', {
      datacenter: shop,
      hosts,
      network: fabric,
      tolerates: HostFailures.any(1), // admission control holds back one host: half of the cluster
      cpuRatio: 4,
      ha: HighAvailability.of({ isolationResponse: 'powerOff' }), // a host that is cut off has lost its disks too
      vsan: Vsan.esa({ twoNode: { witness, adapters } }),
    });
    const mirrored = StoragePolicy.fromLookup(this, 'two-node-mirror', { cluster, redundancy: Vsan.raid1() });

    const tills = new PortGroup(this, 'tills', { switch: fabric, vlan: 20, cidr: Cidr.of('10.17.20.0/24'), gateway: '10.17.20.1' });
    VirtualMachine.fleet(this, 'till-server', {
      count: 2,
      on: cluster,
      network: tills,
      storage: mirrored,
      template: 'debian-12',
      hardwareVersion: 20,
      cpus: 4,
      memory: Size.gibibytes(16),
    });
  }
}

export function build(app: StrataApp): void {
  new EdgeSite(app, 'edge');
}

if (require.main === module) {
  const app = new StrataApp();
  build(app);
  app.synth();
}
