import type { Interval } from '../../units';
import type { ObjectId } from '../object';
import type { Selection } from '../tenancy';
import type { KubernetesObject } from './object';

/** Nodes that are alike: a node pool, or the control plane. `id` and `path` are its construct path. */
export interface NodePool extends KubernetesObject, NodePoolFacts {
  readonly cluster: ObjectId;
  /** The VMs that are its nodes; empty for one that nobody rendered. */
  readonly machines: Selection;
  readonly nodes: readonly KubernetesNode[];
}

/** What a pool says of itself. */
export interface NodePoolFacts {
  readonly role: 'control-plane' | 'worker';
  /** Nodes there are. */
  readonly replicas: number;
  /** Bounds of its autoscaler; absent where it has none. */
  readonly autoscaling?: { readonly min: number; readonly max: number };
  /** Nodes there may be beyond the others while they are replaced. */
  readonly surge: number;
  /** Labels that every node has, beside those that Kubernetes gives. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** `amd64` or `arm64`. */
  readonly architecture: string;
  readonly capacity: NodeResources;
  /** What pods can have of it: capacity less what kubelet reserves and keeps free. */
  readonly allocatable: NodeResources;
  /** Absent where nobody said what runs containers. */
  readonly containerd?: ContainerdFacts;
  /** Ways to run a container that RuntimeClasses may name, `runc` among them. */
  readonly handlers: readonly RuntimeHandler[];
  /** Whether each node can do user namespaces: kernel, containerd and gate; null where not known. */
  readonly userNamespaces: boolean | null;
}

/** Amounts of a node. */
export interface NodeResources {
  readonly cpuMillis: Interval;
  readonly memoryBytes: Interval;
  readonly ephemeralStorageBytes: Interval;
  readonly pods: number;
}

export interface Taint {
  readonly key: string;
  /** Empty for none. */
  readonly value: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

export interface ContainerdFacts {
  /** Such as `2.1` or `1.7.27`. */
  readonly version: string;
  /** Version of its configuration file. */
  readonly configVersion: 2 | 3;
  /** The plugin under which runtimes stand in the file. */
  readonly runtimesPlugin: string;
}

/** A runtime entry of containerd. */
export interface RuntimeHandler {
  /** Name of the entry: what a RuntimeClass calls its `handler`. */
  readonly handler: string;
  /** Such as `io.containerd.runc.v2` or `io.containerd.wasmtime.v1`. */
  readonly runtimeType: string;
  /** What a container shares with its node: the kernel, a kernel of its own, or a wasm sandbox. */
  readonly isolation: 'kernel' | 'sandbox' | 'virtual-machine' | 'wasm';
  /** The plugin key it stands under in the file, as rendered. */
  readonly plugin: string;
  /** Of a wasm runtime. */
  readonly engine?: WasmEngineFacts;
}

export interface WasmEngineFacts {
  /** `wasmtime`, `spin`, `wasmedge`, `wasmer`, `wamr`. */
  readonly name: string;
  /** Version of the engine in the shim; absent where not known. */
  readonly version?: string;
  /** The binary that containerd starts, and its release. */
  readonly shim: { readonly name: string; readonly version: string };
}

export interface KubernetesNode {
  /** As `kubectl get nodes` shows it. */
  readonly name: string;
  /** The VM it runs on; null where the app makes none for it. */
  readonly machine: ObjectId | null;
  /** Labels it has as it joins: those of the pool, the well-known ones, zone and region. */
  readonly labels: Readonly<Record<string, string>>;
  /** Host name that the guest is told, where it is told one. */
  readonly hostname?: string;
}
