import type { Containerd, IContainerRuntime, OciImage } from '../container';
import type { Taint } from '../../estate';
import type { ApiServerProps } from './api-server';
import type { Bootstrap } from './bootstrap/bootstrap';
import type { Cni } from './cni/cni';
import type { KubeletReservations, NodeSize } from './kubelet-reservations';
import type { PodSecurity } from './pod-security';
import type { KubernetesVersion } from './version';

/** What every node of a cluster has to know of it: what bootstrapping turns into files. */
export interface ClusterPlan {
  readonly name: string;
  readonly version: KubernetesVersion;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly nodePrefixes: readonly number[];
  /** Such as `cluster.local`. */
  readonly dnsDomain: string;
  /** Host, without a port, and port of the API server as nodes and clients reach it. */
  readonly endpoint: { readonly host: string; readonly port: number };
  /** Address that the control-plane nodes share by kube-vip. */
  readonly virtualIp: string;
  readonly virtualIpImage: OciImage;
  readonly apiServer: Required<ApiServerProps>;
  readonly podSecurity: PodSecurity;
  readonly cni: Cni;
  readonly bootstrap: Bootstrap;
  readonly featureGates: Readonly<Record<string, boolean>>;
  readonly controlPlaneReplicas: number;
}

/** What the nodes of a pool have in common. */
export interface PoolPlan {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly architecture: 'amd64' | 'arm64';
  /** What each node is given: what its reservations go by. */
  readonly size: NodeSize;
  readonly reservations: KubeletReservations;
  readonly maxPods: number;
  readonly containerd: Containerd;
  readonly runtimes: readonly IContainerRuntime[];
}

/** One node. */
export interface NodePlan {
  /** Name of the node, of its VM and of its guest. */
  readonly name: string;
  /** Whether it is the one that makes the cluster; the others join. */
  readonly first: boolean;
  readonly labels: Readonly<Record<string, string>>;
}
