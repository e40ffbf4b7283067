import { Host } from '@cdktf/provider-vsphere/lib/host';
import { VirtualMachine as VirtualMachineResource } from '@cdktf/provider-vsphere/lib/virtual-machine';
import { Size } from 'cdk8s';
import { Aspects, TerraformCount, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { Assume, Cidr, Flow, Secret, StrataApp } from 'cdk-strata';
import { CpuModel, HostModel } from 'cdk-strata/hardware';
import { FlowReachable, Tenant } from 'cdk-strata/tenancy';
import {
  Datacenter,
  Datastore,
  DistributedSwitch,
  Drs,
  EsxiHost,
  PortGroup,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  type IDatacenter,
} from 'cdk-strata/vsphere';

const metal = HostModel.of({ cpu: CpuModel.EPYC_9354, sockets: 1, memory: Size.gibibytes(384) }); // 32 cores

/** Ten faults, one for each rule; five of them in what Strata's own constructs never see. */
class Site extends TerraformStack {
  public readonly datacenter: IDatacenter;
  public readonly web: VirtualMachine;
  public readonly network: PortGroup;

  public constructor(scope: Construct, id: string) {
    super(scope, id);

    new VCenter(this, 'vcenter', { server: 'vc.example.com', user: Secret.variable('vcenter_user'), password: Secret.variable('vcenter_password') });
    const datacenter = (this.datacenter = Datacenter.fromLookup(this, 'dc', { name: 'lab' }));
    const storage = Datastore.fromLookup(this, 'datastore', { name: 'lab-nfs', datacenter });
    const host = { model: metal, password: Secret.variable('esxi_password') };
    const busyHosts = EsxiHost.fleet(this, 'esx-busy', { ...host, count: 3, hostname: (n) => `esx-busy-${n}.example.com` });
    const largeHosts = EsxiHost.fleet(this, 'esx-large', { ...host, count: 2, hostname: (n) => `esx-large-${n}.example.com` });
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter, hosts: [...busyHosts, ...largeHosts], uplinks: 2 });

    // ISO-009: the two ranges overlap.
    const network = (this.network = new PortGroup(this, 'web', { switch: fabric, vlan: 100, cidr: Cidr.of('10.1.0.0/16') }));
    new PortGroup(this, 'backup', { switch: fabric, vlan: 101, cidr: Cidr.of('10.1.128.0/20') });

    // CAP-001: 320 vCPUs on 96 cores, where at most two a core were declared.
    const busy = new VcenterCluster(this, 'busy', { datacenter, hosts: busyHosts, network: fabric, cpuRatio: 2 });
    const machine = { network, storage, template: 'debian-12', hardwareVersion: 20, memory: Size.gibibytes(8) };
    const web = VirtualMachine.fleet(this, 'web-server', { ...machine, on: busy, count: 20, cpus: 16 });
    this.web = web.machines[0]!;

    // AVL-005: a mandatory rule that nobody keeps, since DRS is off.
    const large = new VcenterCluster(this, 'large', { datacenter, hosts: largeHosts, network: fabric, drs: Drs.off() });
    const queue = VirtualMachine.fleet(this, 'queue', { ...machine, on: large, count: 2, cpus: 4, apart: 'hosts' });

    // CAP-010: ten network adapters more than the one it has, by an override.
    queue.machines[0]!.resource.addOverride(
      'network_interface',
      Array.from({ length: 10 }, () => ({ network_id: network.networkId })),
    );

    // CAP-002: 960 GiB of memory on two hosts of 384 GiB, by a raw resource.
    new VirtualMachineResource(this, 'warehouse', {
      count: TerraformCount.of(3),
      name: 'warehouse-${count.index}',
      resourcePoolId: large.resourcePoolId,
      datastoreId: storage.datastoreId,
      numCpus: 16,
      memory: 320 * 1024,
      hardwareVersion: 20,
      networkInterface: [{ networkId: network.networkId }],
      disk: [{ label: 'disk0', size: 100 }],
    });

    // CFG-010: a password in clear, in a raw resource.
    new Host(this, 'spare', { hostname: 'esx-spare.example.com', username: 'root', password: 'VMware1!', datacenter: datacenter.datacenterId });

    // CFG-015: arithmetic on a token. In Terraform it would be an expression; here it is a damaged number.
    const seconds = new TerraformVariable(this, 'boot_delay_seconds', { type: 'number', default: 5 });
    queue.machines[1]!.resource.bootDelay = seconds.numberValue * 1000;

    // INT-001: nothing of the app is on the tenant's network, so the flow is proved of nobody.
    const billing = new Tenant(this, 'billing', { networks: PortGroup.fromAttributes(this, 'billing-net', { networkId: 'dvportgroup-99' }) });
    new FlowReachable(this, 'invoices', { from: web, to: billing, flow: Flow.tcp(443) });
  }
}

class Inventory extends TerraformStack {
  public constructor(scope: Construct, id: string, site: Site) {
    super(scope, id);
    new VCenter(this, 'vcenter', { server: 'vc.example.com', user: Secret.variable('vcenter_user'), password: Secret.variable('vcenter_password') });
    const spare = new Host(this, 'cold-spare', {
      hostname: 'esx-cold.example.com',
      username: 'root',
      password: Secret.variable('esxi_password').bind(this),
      datacenter: site.datacenter.datacenterId,
    });

    // CFG-014: an aspect runs after cdktf has wired stacks together, so this reference leads nowhere.
    Aspects.of(this).add({
      visit: (node: IConstruct) => {
        if (node === spare) spare.license = site.network.resource.key;
      },
    });
  }
}

export function build(app: StrataApp): void {
  const site = new Site(app, 'site');
  new Inventory(app, 'inventory', site);

  // INT-002: the output says 16.
  app.assume(Assume.value(site.web, 'num_cpus', 8));
}

if (require.main === module) {
  const app = new StrataApp();
  build(app);
  app.synth();
}
