import { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr, Secret, StrataApp } from 'cdk-strata';
import { CpuModel, HostModel } from 'cdk-strata/hardware';
import { Datacenter, Datastore, DistributedSwitch, EsxiHost, PortGroup, VCenter, VcenterCluster, VirtualMachine } from 'cdk-strata/vsphere';

/** Three hosts, one cluster, three web servers that never share a host. */
export class FirstStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    new VCenter(this, 'vcenter', { server: 'vc.example.com', user: Secret.variable('vcenter_user'), password: Secret.variable('vcenter_password') });
    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'lab' });

    const hosts = EsxiHost.fleet(this, 'esx', {
      count: 3,
      model: HostModel.of({ cpu: CpuModel.EPYC_9354, sockets: 1, memory: Size.gibibytes(384) }),
      hostname: (n) => `esx-${n}.example.com`,
      password: Secret.variable('esxi_password'),
    });
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter, hosts, uplinks: 2 });
    const compute = new VcenterCluster(this, 'compute', { datacenter, hosts, network: fabric, cpuRatio: 3 });

    const network = new PortGroup(this, 'web', { switch: fabric, vlan: 100, cidr: Cidr.of('192.0.2.0/24'), gateway: '192.0.2.1' });
    const storage = Datastore.fromLookup(this, 'datastore', { name: 'lab-nfs', datacenter });
    VirtualMachine.fleet(this, 'web-server', {
      count: 3,
      on: compute,
      network,
      storage,
      template: 'debian-12',
      hardwareVersion: 20,
      cpus: 4,
      memory: Size.gibibytes(8),
      apart: 'hosts',
    });
  }
}

export function build(app: StrataApp): void {
  new FirstStack(app, 'first');
}

if (require.main === module) {
  const app = new StrataApp();
  build(app);
  app.synth();
}
