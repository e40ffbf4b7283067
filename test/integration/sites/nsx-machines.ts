import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { Cidr, Secret } from 'cdk-strata';
import { MachineTags, Project, Segment, Vpc, VpcSubnet } from 'cdk-strata/nsx';
import { Datacenter, Datastore, VCenter, VcenterCluster, VirtualMachine } from 'cdk-strata/vsphere';
import { NsxSite } from './nsx-site';

/** Machines on a segment, on one of a project and on a subnet of a VPC, with their tags in NSX. */
export class NsxMachines extends NsxSite {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new VCenter(this, 'vcenter', { server: 'vc.example.com', user: Secret.variable('vcenter_user'), password: Secret.variable('vcenter_password') });
    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'DC0' });
    const machine = {
      on: VcenterCluster.fromLookup(this, 'compute', { name: 'DC0_C0', datacenter }),
      storage: Datastore.fromLookup(this, 'store', { name: 'LocalDS_0', datacenter }),
      template: 'debian-12',
      cpus: 2,
      memory: Size.gibibytes(4),
    };
    const segment = new Segment(this, 'floor', {});
    const web = VirtualMachine.fleet(this, 'floor-web', { ...machine, network: segment, count: 2 });
    new MachineTags(this, 'of-web', {
      machines: web,
      tags: [{ scope: 'tier', tag: 'web' }],
      portTags: [{ segment, tags: [{ scope: 'port', tag: 'front' }] }],
    });

    const project = new Project(this, 'workshop', { tier0Gateways: [this.tier0] });
    const bench = new VirtualMachine(this, 'bench', { ...machine, network: new Segment(project, 'benches', {}) });
    new MachineTags(this, 'of-bench', { machines: bench, tags: [{ scope: 'tier', tag: 'bench' }] });

    const vpc = new Vpc(project, 'robots', { privateRanges: [Cidr.of('192.168.80.0/24')] });
    new VirtualMachine(this, 'robot', { ...machine, network: new VpcSubnet(vpc, 'arms', { size: 32 }) });
  }
}
