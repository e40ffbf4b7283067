import { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Secret } from 'cdk-strata';
import { Datacenter, Datastore, DistributedSwitch, EsxiHost, PortGroup, VCenter, VcenterCluster, VirtualMachine } from 'cdk-strata/vsphere';
import { METAL, PASSWORD } from './site';

/** The same twice, each below a connection of its own. */
export class TwoVCenters extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const alias of ['east', 'west']) {
      const vcenter = new VCenter(this, alias, {
        alias,
        server: `vc.${alias}.example.com`,
        user: Secret.variable('vcenter_user'),
        password: Secret.variable('vcenter_password'),
      });
      region(vcenter, alias);
    }
  }
}

function region(scope: Construct, name: string): void {
  const datacenter = Datacenter.fromLookup(scope, 'dc', { name: 'main' });
  const hosts = EsxiHost.fleet(scope, 'esx', { count: 3, model: METAL, hostname: (n) => `esx-${n}.${name}.example.com`, password: PASSWORD });
  const fabric = new DistributedSwitch(scope, 'fabric', { datacenter, hosts, uplinks: 2 });
  const cluster = new VcenterCluster(scope, 'compute', { datacenter, hosts });
  new VirtualMachine(scope, 'web', {
    on: cluster,
    network: new PortGroup(scope, 'net', { switch: fabric, vlan: 20 }),
    storage: Datastore.fromLookup(scope, 'store', { name: 'store', datacenter }),
    template: 'debian-12',
    disk: Size.gibibytes(20),
    cpus: 2,
    memory: Size.gibibytes(4),
  });
}
