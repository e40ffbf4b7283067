import type { Size } from 'cdk8s';
import type { RuntimeHandler, WasmEngineFacts } from '../../estate';
import type { NodeDownload, NodeFile } from './node-file';

/** A way to run containers that a node pool offers beside runc: gVisor, Kata, a runtime for WebAssembly. */
export interface IContainerRuntime {
  /** Name of the entry in containerd's configuration, and of the RuntimeClass that leads to it. */
  readonly handler: string;
  /** Such as `io.containerd.wasmtime.v1`. */
  readonly runtimeType: string;
  readonly isolation: RuntimeHandler['isolation'];
  /** Options of the entry, as they stand in containerd's configuration. @default - none */
  readonly runtimeOptions?: Readonly<Record<string, string | number | boolean>>;
  /** Absolute path of the shim. @default - containerd finds it by the runtime type, in its path */
  readonly runtimePath?: string;
  /** Annotations of a pod that its runtime is told, with `*` for any text. @default - none */
  readonly podAnnotations?: readonly string[];
  /**
   * Whether a privileged container is kept from the devices of the node, which another kernel than the node's cannot give it.
   * @default false
   */
  readonly privilegedWithoutHostDevices?: boolean;
  /** What a pod costs beside its containers. @default - nothing */
  readonly overhead?: { readonly cpuMillis?: number; readonly memory?: Size };
  /** Whether it needs virtualisation in the node itself: a VM that is a node has to expose it to its guest. @default false */
  readonly requiresNestedVirtualization?: boolean;
  /** Of a wasm runtime. */
  readonly engine?: WasmEngineFacts;
  /** Files of its own, beside containerd's. @default - none */
  files?(): readonly NodeFile[];
  /** What a node fetches for it; empty where the image of the node has it. */
  downloads(architecture: 'amd64' | 'arm64'): readonly NodeDownload[];
}
