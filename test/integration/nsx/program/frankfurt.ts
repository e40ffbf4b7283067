import { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Assume, Cidr, Flow, Secret, type StrataApp } from 'cdk-strata';
import { CpuModel, Disk, HostModel, Nic } from 'cdk-strata/hardware';
import { FirewallPolicy, type ISegment, NsxManager, Segment, Tier0Gateway, Tier1Gateway } from 'cdk-strata/nsx';
import { DedicatedHosts, Tenant } from 'cdk-strata/tenancy';
import {
  Datacenter,
  DistributedSwitch,
  EsxiHost,
  EvcMode,
  HostFailures,
  StoragePolicy,
  VCenter,
  VcenterCluster,
  VirtualMachine,
  Vsan,
} from 'cdk-strata/vsphere';

/** Where the record of the manager is, from the folder that the program runs in. */
export const RECORD = 'surroundings/nsx-export.json';

interface Networks {
  readonly nodes: ISegment;
  readonly ledger: ISegment;
}

/** The NSX part of a site, with the vSphere that it stands on, in one stack. */
class Frankfurt extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    connect(this);
    runOn(this, networksOf(this));
  }
}

/** The same site: whoever runs the network has its gateway and segments. */
class Network extends TerraformStack {
  public readonly networks: Networks;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    connect(this);
    this.networks = networksOf(this);
  }
}

/** The machines, their groups and the firewall, on the network of another stack. */
class Workloads extends TerraformStack {
  public constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    connect(this);
    runOn(this, network.networks);
  }
}

export const STACKS = ['frankfurt', 'network', 'workloads'];

export function inOneStack(app: StrataApp, record = RECORD): void {
  app.assume(Assume.estate(record));
  new Frankfurt(app, 'frankfurt');
}

export function overTwoStacks(app: StrataApp, record = RECORD): void {
  app.assume(Assume.estate(record));
  new Workloads(app, 'workloads', new Network(app, 'network'));
}

function connect(stack: TerraformStack): void {
  const [user, password] = [Secret.variable('nsx_user'), Secret.variable('nsx_password')];
  new NsxManager(stack, 'nsx', { host: 'nsx.fra.example.com', transportZone: 'overlay-fra', user, password });
}

function networksOf(stack: TerraformStack): Networks {
  const t0 = Tier0Gateway.fromLookup(stack, 't0', { name: 'fra-t0' });
  const t1 = new Tier1Gateway(stack, 't1', { name: 'prod', tier0: t0 });
  return {
    nodes: new Segment(stack, 'nodes', { gateway: t1, cidr: Cidr.of('10.20.0.0/23') }),
    ledger: new Segment(stack, 'ledger', { gateway: t1, cidr: Cidr.of('10.20.8.0/24') }),
  };
}

function runOn(stack: TerraformStack, { nodes, ledger }: Networks): void {
  new VCenter(stack, 'vcenter', {
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
  const datacenter = Datacenter.fromLookup(stack, 'dc', { name: 'fra1' });
  const hosts = EsxiHost.fleet(stack, 'esx', {
    count: 12,
    model: metal,
    racks: ['r1', 'r2', 'r3'],
    hostname: (n) => `esx-${n}.fra.example.com`,
    password: Secret.variable('esxi_password'),
  });
  const fabric = new DistributedSwitch(stack, 'fabric', { datacenter, hosts, uplinks: 2, mtu: 9000 });
  const compute = new VcenterCluster(stack, 'compute', {
    datacenter,
    hosts,
    network: fabric,
    tolerates: HostFailures.any(1).orRack(),
    cpuRatio: 4,
    evc: EvcMode.INTEL_SAPPHIRE_RAPIDS,
    vsan: Vsan.esa({ faultDomains: 'racks' }),
  });
  const gold = StoragePolicy.fromLookup(stack, 'gold', { cluster: compute, redundancy: Vsan.raid1({ failures: 1 }) });

  // The machines that are to be the nodes of the Kubernetes cluster, and the databases.
  const machine = { on: compute, storage: gold, template: 'debian-12', hardwareVersion: 20, apart: 'hosts' } as const;
  const general = VirtualMachine.fleet(stack, 'prod-general', { ...machine, network: nodes, count: 6, cpus: 16, memory: Size.gibibytes(64) });
  VirtualMachine.fleet(stack, 'prod-wasm', { ...machine, network: nodes, count: 2, cpus: 8, memory: Size.gibibytes(32) });
  const databases = VirtualMachine.fleet(stack, 'ledger-db', { ...machine, network: ledger, count: 2, cpus: 16, memory: Size.gibibytes(256) });

  new FirewallPolicy(stack, 'ledger-fw', {
    appliedTo: [ledger],
    default: 'drop',
    rules: [{ name: 'settle', from: [general], allow: [Flow.tcp(5432)] }],
  });

  // The other tenant is namespaces of the Kubernetes cluster.
  const banking = new Tenant(stack, 'banking', { segments: [ledger], machines: databases });
  new DedicatedHosts(stack, 'bank-metal', { tenant: banking, hosts: hosts.onePerRack() });
}
