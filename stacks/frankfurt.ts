import { join } from 'node:path';
import { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr, Flow, Secret } from 'cdk-strata';
import { CpuModel, Disk, HostModel, Nic } from 'cdk-strata/hardware';
import { ImageLock, OciImage } from 'cdk-strata/container';
import { Bootstrap, Cni, GitOps, KubernetesCluster, KubernetesVersion, PodSecurity } from 'cdk-strata/kubernetes';
import { FirewallPolicy, NsxManager, Segment, Tier0Gateway, Tier1Gateway } from 'cdk-strata/nsx';
import { DedicatedHosts, FlowReachable, SurvivesFailures, Tenant, TenantsIsolated } from 'cdk-strata/tenancy';
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
import { WasmComponent, WasmComposition, WasmRuntime, WasmWorkload } from 'cdk-strata/wasm';
import { shopServices } from './shop';

const component = (name: string): WasmComponent => WasmComponent.fromFile(join(__dirname, '../examples/wasm-functions/components', name));

/**
 * The reference site: twelve hosts in three racks, one vSAN cluster, a Kubernetes cluster with a web shop and a function in WebAssembly, and a
 * bank's databases.
 */
export class Frankfurt extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    new VCenter(this, 'vcenter', {
      server: 'vc.fra.example.com',
      user: Secret.variable('vcenter_user'),
      password: Secret.variable('vcenter_password'),
    });

    new NsxManager(this, 'nsx', {
      host: 'nsx.fra.example.com',
      transportZone: 'overlay-fra',
      user: Secret.variable('nsx_user'),
      password: Secret.variable('nsx_password'),
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

    new PortGroup(this, 'management', { switch: fabric, vlan: 10, cidr: Cidr.of('10.20.16.0/24'), gateway: '10.20.16.1' });

    // What the machines talk over.
    const t0 = Tier0Gateway.fromLookup(this, 't0', { name: 'fra-t0' });
    const t1 = new Tier1Gateway(this, 't1', { name: 'prod', tier0: t0 });
    const nodes = new Segment(this, 'nodes', { gateway: t1, cidr: Cidr.of('10.20.0.0/23') });
    const ledger = new Segment(this, 'ledger', { gateway: t1, cidr: Cidr.of('10.20.8.0/24') });

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

    // Kubernetes, on VMs that the cluster makes for itself.
    const prod = new KubernetesCluster(this, 'prod', {
      version: KubernetesVersion.V1_34,
      on: compute,
      network: nodes,
      storage: gold,
      bootstrap: Bootstrap.vault({ address: 'https://vault.fra.example.com' }),
      cni: Cni.cilium({ overlay: true }),
      addons: GitOps.argoCd(),
      controlPlane: { replicas: 3, virtualIp: '10.20.0.10' },
      pools: {
        general: { replicas: 6, max: 8, cpus: 16, memory: Size.gibibytes(64), apart: 'hosts' },
        wasm: { replicas: 2, cpus: 8, memory: Size.gibibytes(32), apart: 'hosts', taint: 'wasm', runtimes: [WasmRuntime.wasmtime()] },
      },
    });

    // Services: cdk8s-plus as it is, in a namespace that is closed but for who calls whom.
    const images = new ImageLock(this, 'images');
    const shop = prod.chart('shop', { namespace: 'shop', podSecurity: PodSecurity.restricted() });
    const { web } = shopServices(prod, shop, images);
    const pricing = new WasmComposition(this, 'pricing', {
      root: component('pricing.wasm'),
      plugs: [component('rates.wasm')], // every type agrees, or the field that does not is named
    });
    new WasmWorkload(shop, 'pricing', {
      component: pricing,
      image: OciImage.of('registry.example.com/shop/pricing:1.0'),
      replicas: 4,
      memory: Size.mebibytes(64),
      port: 8080,
    });

    // One flow, opened on every layer that it crosses; nobody else gets in to the ledger, and nothing gets out.
    const settle = Flow.tcp(5432);
    prod.connect(web).to(ledger, settle);
    new FirewallPolicy(this, 'ledger-fw', {
      appliedTo: [ledger],
      default: 'drop',
      rules: [{ name: 'settle', from: [prod.pool('general')], allow: [settle] }],
    });

    // Who must not meet whom, and what must survive what: declared once, over the whole stack.
    const shopping = new Tenant(this, 'shopping', { namespaces: [shop] });
    const banking = new Tenant(this, 'banking', { segments: [ledger], machines: databases });
    new TenantsIsolated(this, 'pci', { tenants: [shopping, banking], except: [{ from: web, to: ledger, flows: [settle] }] });
    new FlowReachable(this, 'settlement', { from: web, to: ledger, flow: settle });
    new SurvivesFailures(this, 'n-plus-1', { of: [prod, banking], failures: HostFailures.any(1).orRack() });
    new DedicatedHosts(this, 'bank-metal', { tenant: banking, hosts: hosts.onePerRack() });
  }
}
