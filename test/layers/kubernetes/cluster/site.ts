import { Size } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr, Secret } from 'cdk-strata';
import type { IContainerRuntime } from 'cdk-strata/container';
import { CpuModel, Disk, HostModel, Nic } from 'cdk-strata/hardware';
import { Bootstrap, Cni, KubernetesCluster, type KubernetesClusterProps, KubernetesVersion } from 'cdk-strata/kubernetes';
import { NsxManager, Segment } from 'cdk-strata/nsx';
import {
  AdmissionControl,
  Datacenter,
  DistributedSwitch,
  EsxiHost,
  HostFailures,
  type IMachineStorage,
  type IVcenterCluster,
  StoragePolicy,
  VcenterCluster,
  VCenter,
  Vsan,
} from 'cdk-strata/vsphere';
import { declarationsIn } from '../../../../lib/estate/declaration';

const metal = HostModel.of({
  cpu: CpuModel.XEON_PLATINUM_8480_PLUS,
  sockets: 2,
  memory: Size.tebibytes(1),
  disks: Disk.nvme(Size.gibibytes(7680), 8),
  nics: Nic.gigabits(25, 4),
});

export interface SiteProps {
  readonly hosts?: number;
  readonly racks?: readonly string[];
  readonly tolerates?: HostFailures;
}

/** The ground that a cluster of Kubernetes stands on, as in the program we want. */
export class Site extends TerraformStack {
  public readonly compute: IVcenterCluster;
  public readonly gold: IMachineStorage;
  public readonly nodes: Segment;
  public readonly hosts: EsxiHost[];

  public constructor(scope: Construct = Testing.app(), props: SiteProps = {}, id = 'fra') {
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
    const datacenter = Datacenter.fromLookup(this, 'dc', { name: 'fra1' });
    const { hosts: count = 12, racks = ['r1', 'r2', 'r3'], tolerates = HostFailures.any(1).orRack() } = props;
    const fleet = EsxiHost.fleet(this, 'esx', {
      count,
      model: metal,
      ...(racks.length > 0 && { racks }),
      hostname: (n) => `esx-${n}.fra.example.com`,
      password: Secret.variable('esxi_password'),
    });
    this.hosts = [...fleet];
    const fabric = new DistributedSwitch(this, 'fabric', { datacenter, hosts: fleet, uplinks: 2, mtu: 9000 });
    this.compute = new VcenterCluster(this, 'compute', {
      datacenter,
      hosts: fleet,
      network: fabric,
      tolerates,
      admissionControl: AdmissionControl.resourcePercentage(),
      cpuRatio: 4,
      vsan: racks.length > 2 ? Vsan.esa({ faultDomains: 'racks' }) : Vsan.esa(),
    });
    this.gold = StoragePolicy.fromLookup(this, 'gold', { cluster: this.compute, redundancy: Vsan.raid1({ failures: 1 }) });
    this.nodes = new Segment(this, 'nodes', { cidr: Cidr.of('10.20.0.0/23') });
  }

  /** The cluster of the program we want, but for what a test changes. */
  public prod(change: Partial<KubernetesClusterProps> = {}, id = 'prod'): KubernetesCluster {
    return new KubernetesCluster(this, id, {
      version: KubernetesVersion.V1_34,
      on: this.compute,
      network: this.nodes,
      storage: this.gold,
      bootstrap: Bootstrap.vault({ address: 'https://vault.fra.example.com' }),
      cni: Cni.cilium({ overlay: true }),
      controlPlane: { replicas: 3, virtualIp: '10.20.0.10' },
      pools: { general: GENERAL },
      ...change,
    });
  }

  /** The rendered resources of a type, by their names. */
  public rendered(type: string): Record<string, Record<string, unknown>> {
    const { resource = {} } = JSON.parse(Testing.synth(this)) as Record<string, Record<string, Record<string, Record<string, unknown>>>>;
    return Object.fromEntries(Object.values(resource[type] ?? {}).map((element) => [element.name as string, element]));
  }

  public declared<K extends string>(kind: K): Extract<ReturnType<typeof declarationsIn>[number], { kind: K }>[] {
    return declarationsIn(this).filter((each) => each.kind === kind) as never;
  }
}

export const GENERAL = { replicas: 6, max: 8, cpus: 16, memory: Size.gibibytes(64), apart: 'hosts' } as const;

export const wasm: IContainerRuntime = {
  handler: 'wasmtime',
  runtimeType: 'io.containerd.wasmtime.v1',
  isolation: 'wasm',
  downloads: () => [
    { url: 'https://github.com/x/wasmtime.tar.gz', sha256: '0'.repeat(64), to: '/usr/local/bin', archive: 'tar.gz', permissions: '0755' },
  ],
};

/** What a construct says is wrong. */
export function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}
