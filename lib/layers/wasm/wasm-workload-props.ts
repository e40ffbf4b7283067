import type { Size } from 'cdk8s';
import type { OciImage } from '../container';
import type { IWasmCode } from './wasm-code';
import type { WasmFiles } from './wasm-files';
import type { WasmRuntime } from './wasm-runtime';

/** What a workload may touch; all else is kept from it. */
export interface WasmWorkloadGrants {
  /**
   * Files, by what is mounted.
   * @default - none
   */
  readonly files?: readonly WasmFiles[];

  /**
   * What it may call, each with a TCP port: addresses such as `10.20.8.0/24:5432`, pods such as `shop/app=ledger:5432`. Look-ups in the
   * cluster's DNS are for its namespace to allow.
   * @default - nothing
   */
  readonly network?: readonly string[];

  /**
   * Environment variables, by name; variables of the application where Spin runs it. No secret belongs here: it would stand in the
   * manifest in clear.
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface WasmWorkloadProps {
  /**
   * The component or composition that it runs.
   * @default - `module` is given
   */
  readonly component?: IWasmCode;

  /**
   * The core module that it runs.
   * @default - `component` is given
   */
  readonly module?: IWasmCode;

  /**
   * Where nodes pull it from. Without a digest it is pinned to that of the artifact which `writeOciLayout` writes: push that one. With a
   * digest, what the registry has there is not known here, unless it is that artifact. Where Spin runs it, it is what `spin registry push` pushed.
   * @default - where the component came from, by `fromOciLayout` or `fromLock`
   */
  readonly image?: OciImage;

  /**
   * What runs it. Its pool has to be one of the cluster.
   * @default - that with the handler `wasmtime`, or `spin` for a SpinApp
   */
  readonly runtime?: WasmRuntime;

  /**
   * Who makes the pods: a Deployment, or the operator of SpinKube from a SpinApp.
   * @default 'deployment'
   */
  readonly executor?: 'deployment' | 'spin-app';

  /**
   * Pods at once.
   * @default 1
   */
  readonly replicas?: number;

  /** What its container may have, linear memory and all: limit and request. */
  readonly memory: Size;

  /**
   * CPU that is set aside for a pod, in thousandths of a core.
   * @default - none
   */
  readonly cpuMillis?: number;

  /**
   * Arguments of the program. A Deployment's only.
   * @default - none
   */
  readonly args?: readonly string[];

  /**
   * Port that it serves, such as 8080 for `wasi:http`. A SpinApp serves 80.
   * @default - none
   */
  readonly port?: number;

  /**
   * What it may touch.
   * @default - nothing
   */
  readonly grants?: WasmWorkloadGrants;

  /**
   * Labels of its pods beside those that tell them.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}
