import { join, relative } from 'node:path';
import { Duration, Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Assume, Cidr, Flow, Secret, StrataApp } from 'cdk-strata';
import { CpuModel, HostModel, Nic } from 'cdk-strata/hardware';
import { DhcpServer, FirewallPolicy, NatRule, NsxManager, Segment, Tier0Gateway, Tier1Gateway, type ITier0Gateway } from 'cdk-strata/nsx';
import { Tenant } from 'cdk-strata/tenancy';
import { Datacenter, Datastore, DistributedSwitch, EsxiHost, VCenter, VcenterCluster, VirtualMachine } from 'cdk-strata/vsphere';

/** What others have in NSX, as its API answers. In this folder, wherever the program is run. */
const SURROUNDINGS = relative(process.cwd(), join(__dirname, 'surroundings', 'nsx-export.json'));

const RESOLVER = '192.0.2.53';

/** The same connection in each stack: tags of machines go to NSX as well. */
function connect(stack: TerraformStack): void {
  new NsxManager(stack, 'nsx', {
    host: 'nsx.example.com',
    user: Secret.variable('nsx_user'),
    password: Secret.variable('nsx_password'),
    transportZone: 'overlay',
    edgeCluster: 'edges',
  });
}

/** What a tenant of the network has: a gateway of its own, two segments with DHCP behind it, and one address outside. */
export class TenantNetwork extends Construct {
  public readonly apps: Segment;
  public readonly db: Segment;

  /** @param net second number of the tenant's addresses */
  public constructor(scope: Construct, id: string, props: { tier0: ITier0Gateway; net: number; outside: string }) {
    super(scope, id);
    const { tier0, net, outside } = props;
    const gateway = new Tier1Gateway(this, 'gateway', {
      name: id,
      tier0,
      routeAdvertisement: ['nat'], // the outside sees the translated addresses, and no segment
      dhcp: new DhcpServer(this, 'leases', { name: id, leaseTime: Duration.hours(12) }),
    });
    const segment = (name: string, third: number): Segment =>
      new Segment(this, name, {
        name: `${id}-${name}`,
        gateway,
        cidr: Cidr.of(`10.${net}.${third}.0/24`),
        dhcp: { ranges: [`10.${net}.${third}.100-10.${net}.${third}.199`], dnsServers: [RESOLVER] },
      });
    this.apps = segment('apps', 0);
    this.db = segment('db', 1);
    NatRule.snat(this, 'out', { name: `${id}-out`, gateway, sources: [Cidr.of(`10.${net}.0.0/16`)], translated: [outside] });

    new FirewallPolicy(this, 'firewall', {
      name: id,
      appliedTo: [this.apps, this.db],
      default: 'drop',
      rules: [
        { name: 'sql', from: [this.apps], to: [this.db], allow: [Flow.tcp(5432)] },
        // The drop is for DHCP too.
        { name: 'dhcp out', allow: [Flow.udp(67)], direction: 'out' },
        { name: 'dhcp in', allow: [Flow.udp(68)], direction: 'in' },
        { name: 'dns', to: [RESOLVER], allow: [Flow.udp(53), Flow.tcp(53)] },
        { name: 'https out', allow: [Flow.tcp(443)], direction: 'out' },
      ],
    });
    new Tenant(this, 'tenant', { name: id, segments: [this.apps, this.db] });
  }
}

/** Two tenants behind one tier-0, which the network team runs. */
export class Network extends TerraformStack {
  public readonly orchard: TenantNetwork;
  public readonly harbour: TenantNetwork;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    connect(this);
    const tier0 = Tier0Gateway.fromLookup(this, 'tier0', { name: 'edge-t0' });
    const orchard = (this.orchard = new TenantNetwork(this, 'orchard', { tier0, net: 50, outside: '203.0.113.50' }));
    const harbour = (this.harbour = new TenantNetwork(this, 'harbour', { tier0, net: 51, outside: '203.0.113.51' }));

    // Before the tenants' own policies, so that no rule of theirs lets the other in.
    new FirewallPolicy(this, 'apart', {
      category: 'environment',
      appliedTo: [orchard.apps, orchard.db, harbour.apps, harbour.db],
      rules: [
        { name: 'orchard to harbour', from: [orchard.apps, orchard.db], to: [harbour.apps, harbour.db], drop: 'any', logged: true },
        { name: 'harbour to orchard', from: [harbour.apps, harbour.db], to: [orchard.apps, orchard.db], drop: 'any', logged: true },
      ],
    });
  }
}

/** The machines of both, on one cluster. */
export class Machines extends TerraformStack {
  public constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    connect(this);
    new VCenter(this, 'vcenter', { server: 'vc.example.com', user: Secret.variable('vcenter_user'), password: Secret.variable('vcenter_password') });
    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'hall-3' });
    const hosts = EsxiHost.fleet(this, 'esx', {
      count: 4,
      model: HostModel.of({ cpu: CpuModel.XEON_GOLD_6448Y, sockets: 2, memory: Size.gibibytes(512), nics: Nic.gigabits(25, 4) }),
      hostname: (n) => `esx-${n}.example.com`,
      password: Secret.variable('esxi_password'),
    });
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter, hosts, uplinks: 2, mtu: 9000 });
    const compute = new VcenterCluster(this, 'compute', { datacenter, hosts, network: fabric, cpuRatio: 4 });
    const storage = Datastore.fromLookup(this, 'array', { name: 'array-1', datacenter });

    for (const [tenant, { apps, db }] of Object.entries({ orchard: network.orchard, harbour: network.harbour })) {
      const machine = { on: compute, storage, template: 'debian-12', hardwareVersion: 21, count: 2, apart: 'hosts' } as const;
      VirtualMachine.fleet(this, `${tenant}-app`, { ...machine, network: apps, cpus: 4, memory: Size.gibibytes(8) });
      const databases = VirtualMachine.fleet(this, `${tenant}-db`, { ...machine, network: db, cpus: 8, memory: Size.gibibytes(64) });

      // Only these two replicate, whatever else comes onto their segment: NSX knows them by a tag that this stack gives them. The tenant's
      // own policy ends in a drop, so that a policy which comes after it lets nothing through: this one stands in an earlier category.
      new FirewallPolicy(this, `${tenant}-replication`, {
        category: 'environment',
        appliedTo: [databases],
        rules: [{ name: 'replication', from: [databases], to: [databases], allow: [Flow.tcp(5433)] }],
      });
    }
  }
}

export function build(app: StrataApp): void {
  app.assume(Assume.estate(SURROUNDINGS));
  new Machines(app, 'machines', new Network(app, 'network'));
}

if (require.main === module) {
  const app = new StrataApp();
  build(app);
  app.synth();
}
