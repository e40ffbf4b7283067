import type { Construct } from 'constructs';
import { DistributedSwitch, EsxiHost, PortGroup, VcenterCluster, VmkernelAdapter, Vsan } from 'cdk-strata/vsphere';
import { METAL, PASSWORD, Site } from './site';

/** A cluster over two sites, and the witness that decides between them. */
export class Stretched extends Site {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const preferred = this.hosts(2, 'north');
    const secondary = this.hosts(2, 'south');
    const hosts = [...preferred, ...secondary];
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter: this.datacenter, hosts, uplinks: 2 });
    const storage = new PortGroup(this, 'vsan', { switch: fabric, vlan: 12 });
    const adapters = VmkernelAdapter.fleet(this, 'vsan-adapters', {
      hosts,
      portGroup: storage,
      addresses: (n) => `10.20.18.${10 + n}/24`,
      services: ['vsan'],
    });
    new VcenterCluster(this, 'compute', {
      datacenter: this.datacenter,
      hosts,
      vsan: Vsan.esa({ stretched: { preferred, secondary, witness: witness(this), adapters, preferredName: 'North', secondaryName: 'South' } }),
    });
  }
}

/** Two hosts at a branch. */
export class TwoNode extends Site {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new VcenterCluster(this, 'branch', {
      datacenter: this.datacenter,
      hosts: this.hosts(2),
      vsan: Vsan.osa({ twoNode: { witness: witness(this) } }),
      bringUp: true,
    });
  }
}

function witness(site: Site): EsxiHost {
  return new EsxiHost(site, 'witness', { hostname: 'witness.example.com', model: METAL, password: PASSWORD, datacenter: site.datacenter });
}
