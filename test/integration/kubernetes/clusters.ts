import { Size } from 'cdk8s';
import { Testing } from 'cdktf';
import { Cidr } from 'cdk-strata';
import { GVisor, Kata, type IContainerRuntime } from 'cdk-strata/container';
import { Cni, type KubernetesClusterProps, KubernetesVersion } from 'cdk-strata/kubernetes';
import { WasmRuntime } from 'cdk-strata/wasm';
import { Site } from '../../layers/kubernetes/cluster/site';
import { nodesIn, type NodeData } from './node-data';

/** Every minor version that Strata knows. */
export const VERSIONS: readonly KubernetesVersion[] = Array.from({ length: 8 }, (_, n) => KubernetesVersion.of(`1.${30 + n}`));

export const CNIS: Readonly<Record<string, () => Cni>> = {
  Cilium: () => Cni.cilium(),
  'Cilium without an overlay': () => Cni.cilium({ overlay: false }),
  Calico: () => Cni.calico({ tunnel: 'ipip' }),
  Antrea: () => Cni.antrea({ wireGuard: true }),
  'another plugin': () => Cni.of({ name: 'flannel', encapsulation: 'vxlan', tunnelPort: 8472, snat: true }),
};

/** Ranges of both versions of IP. */
export const DUAL_STACK = {
  podCidrs: [Cidr.of('10.244.0.0/16'), Cidr.of('fd00:244::/56')],
  serviceCidrs: [Cidr.of('10.96.0.0/16'), Cidr.of('fd00:96::/112')],
  nodeCidrPrefixes: [24, 64],
} satisfies Partial<KubernetesClusterProps>;

/** Each runtime that Strata writes an entry for. */
export const RUNTIMES: readonly IContainerRuntime[] = [WasmRuntime.wasmtime(), WasmRuntime.spin(), GVisor.of(), Kata.qemu(), Kata.cloudHypervisor()];

const NODE = { cpus: 8, memory: Size.gibibytes(32) };

/** The nodes of a cluster of three control-plane nodes and two workers, as Terraform would make them. */
export function nodesOfCluster(change: Partial<KubernetesClusterProps>): readonly NodeData[] {
  const site = new Site();
  site.prod({
    pools: {
      general: { ...NODE, replicas: 1, labels: { 'example.com/tier': 'web' } },
      special: {
        ...NODE,
        replicas: 1,
        taints: ['dedicated', { key: 'sandbox', value: 'yes', effect: 'NoExecute' }],
        nestedVirtualization: true,
        runtimes: RUNTIMES,
      },
    },
    ...change,
  });
  return nodesIn(JSON.parse(Testing.synth(site)));
}
