import type { Size } from 'cdk8s';
import type { Taint } from '../../estate';
import type { Containerd, IContainerRuntime } from '../container';
import type { ITemplate } from '../vsphere';
import type { KubeletReservations } from './kubelet-reservations';

/** What nodes of any role have in common. */
export interface NodeGroupProps {
  /**
   * What kubelet keeps for the system and for itself.
   * @default KubeletReservations.bySize()
   */
  readonly reservations?: KubeletReservations;

  /**
   * Pods that a node takes.
   * @default 110
   */
  readonly maxPods?: number;

  /**
   * What its nodes are cloned from.
   * @default - the template of the cluster
   */
  readonly template?: string | ITemplate;

  /**
   * What runs containers on its nodes.
   * @default - that of the cluster
   */
  readonly containerd?: Containerd;

  /**
   * Labels that each node has, beside those that Kubernetes gives and `cdk-strata/pool`, the name of its pool.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Whether kernel and runc of the template can give a pod users of its own: Linux 6.3 and runc 1.2 (kubernetes.io, "User Namespaces").
   * @default - not known
   */
  readonly userNamespaces?: boolean;
}

/** Nodes that are alike, on VMs that are made for them. */
export interface NodePoolProps extends NodeGroupProps {
  /** How many nodes. */
  readonly replicas: number;

  /**
   * Fewest nodes that its autoscaler leaves.
   * @default - `replicas`, where `max` is given
   */
  readonly min?: number;

  /**
   * Most nodes that its autoscaler makes.
   * @default - `replicas`, where `min` is given; else it has none
   */
  readonly max?: number;

  /**
   * Nodes there may be beyond the others while they are replaced.
   * @default 0
   */
  readonly surge?: number;

  /** vCPUs of a node. */
  readonly cpus: number;

  /** Memory of a node, in whole MiB. */
  readonly memory: Size;

  /**
   * Disk of a node, in whole GiB: images, logs and empty volumes of its pods lie on it.
   * @default Size.gibibytes(40)
   */
  readonly disk?: Size;

  /**
   * A taint that keeps other pods off, as kubectl writes it: `wasm`, `gpu=a100`, `gpu=a100:NoExecute`. Without an effect it is
   * `NoSchedule`.
   * @default - none
   */
  readonly taint?: string;

  /**
   * Further taints.
   * @default - none
   */
  readonly taints?: readonly (string | Taint)[];

  /**
   * Ways to run containers that its nodes have beside runc. Nodes with a runtime for WebAssembly need a taint, so that only such pods
   * land there.
   * @default - none
   */
  readonly runtimes?: readonly IContainerRuntime[];

  /**
   * What its nodes must not share. `hosts`: no two of them run on one ESXi host, by a mandatory rule.
   * @default - they may share anything
   */
  readonly apart?: 'hosts';

  /**
   * What its zones are. `racks`: its nodes are spread over the racks of the hosts, each is held to its rack by a mandatory rule, and has
   * the rack as its zone.
   * @default - it has none
   */
  readonly zones?: 'racks';

  /**
   * Whether its VMs may be hypervisors themselves.
   * @default - true where a runtime needs it, such as Kata
   */
  readonly nestedVirtualization?: boolean;

  /**
   * Processor of its nodes, which images have to be built for. Nodes of `arm64` need a `template` of the pool, since that of the cluster makes
   * its control plane, too.
   * @default 'amd64'
   */
  readonly architecture?: 'amd64' | 'arm64';
}

/** The nodes that run the control plane and etcd. Mandatory rules keep them apart. */
export interface ControlPlaneProps extends NodeGroupProps {
  /** How many: 1, 3, 5 or 7. etcd needs more than half of them. */
  readonly replicas: number;

  /** Address that they share by kube-vip, known at synthesis: in the range of the network, and nobody else's. */
  readonly virtualIp: string;

  /**
   * vCPUs of a node, at least 2.
   * @default 4
   */
  readonly cpus?: number;

  /**
   * Memory of a node, in whole MiB: at least 1700.
   * @default Size.gibibytes(16)
   */
  readonly memory?: Size;

  /**
   * Disk of a node, in whole GiB.
   * @default Size.gibibytes(40)
   */
  readonly disk?: Size;
}

/** A pool of a cluster that stands already. */
export interface StatedPoolProps extends Omit<NodePoolProps, 'template' | 'apart' | 'zones' | 'nestedVirtualization'> {
  /**
   * What its nodes are called, from 1.
   * @default - the names of `machines`; else the name of the cluster, that of the pool and the number, with dashes
   */
  readonly nodeNames?: (n: number) => string;
}
