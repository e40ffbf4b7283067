import type { IConstruct } from 'constructs';
import type { RequiredFlow, Taint } from '../../estate';
import type { IContainerRuntime } from '../container';
import type { Cidr } from '../../units';
import type { INetwork, IVirtualMachine } from '../vsphere';
import type { ClusterChartProps } from './chart/chart-props';
import type { KubernetesChart } from './chart/kubernetes-chart';
import type { Cni } from './cni/cni';
import type { ConnectionEnd, ConnectionFrom } from './connect/connector';
import type { PodSecurity } from './pod-security';
import type { KubernetesVersion } from './version';

/** A Kubernetes cluster, made by the app or one that stands already. */
export interface IKubernetesCluster extends IConstruct {
  /** Its name: node names begin with it, and its manifests lie in a folder of the name. */
  readonly clusterName: string;
  readonly version: KubernetesVersion;
  /** Undefined where nobody said. */
  readonly cni?: Cni;
  /** What a namespace without labels of its own is held to; undefined where nobody said. */
  readonly podSecurity?: PodSecurity;
  /** Ranges of its pods; none where nobody said. */
  readonly podCidrs: readonly Cidr[];
  /** The networks of its nodes; none where nobody said. */
  readonly networks: readonly INetwork[];
  /** Its worker pools, in the order of the program. */
  readonly pools: readonly INodePool[];
  /** Its control plane; undefined where nobody said what it runs on. */
  readonly controlPlane?: INodePool;
  /**
   * A worker pool.
   *
   * @throws when there is none of the name
   */
  pool(name: string): INodePool;
  /** A chart whose objects go to the cluster: cdk8s, cdk8s-plus and included YAML go in unchanged. */
  chart(id: string, props?: ClusterChartProps): KubernetesChart;
  /** Opens a flow on every layer that it crosses: `prod.connect(web).to(ledger, Flow.tcp(5432))`. */
  connect(from: ConnectionEnd): ConnectionFrom;
  /** What it cannot live without. */
  requiredFlows(): readonly RequiredFlow[];
}

/** Nodes that are alike. The machines can be named wherever several of a kind can, in firewall rules too. */
export interface INodePool extends IConstruct, Iterable<IVirtualMachine> {
  readonly poolName: string;
  readonly role: 'control-plane' | 'worker';
  /** The VMs that are its nodes; none for one that nobody rendered. */
  readonly machines: readonly IVirtualMachine[];
  /** Labels that each node has, beside those that Kubernetes gives. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** What it runs containers with, beside runc. */
  readonly runtimes: readonly IContainerRuntime[];
}
