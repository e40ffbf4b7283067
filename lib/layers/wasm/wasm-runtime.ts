import type { WasmEngineFacts } from '../../estate';
import { brand, isBranded } from '../brand';
import { checkFlag, checkKind, checkProps, checkText, checkWhole, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { IContainerRuntime, NodeDownload, RuntimeOverhead } from '../container';
import { SIZE } from '../kind';
import { SPIN, WASMTIME, type Shim } from './shims';

export interface ShimProps {
  /**
   * Release of the shim, such as `0.6.1`.
   * @default - the newest that Strata knows
   */
  readonly version?: string;

  /**
   * Name of the RuntimeClass and of containerd's entry.
   * @default - `wasmtime` or `spin`
   */
  readonly handler?: string;

  /**
   * Digests of the release's archives, 64 hexadecimal digits each, by the architecture of nodes.
   * @default - those that Strata knows of the release
   */
  readonly sha256?: Readonly<Partial<Record<'amd64' | 'arm64', string>>>;

  /**
   * Whether the node's image has the shim already, in containerd's path, so that nodes fetch nothing.
   * @default false
   */
  readonly installed?: boolean;

  /**
   * What a pod costs beside its containers. Neither project publishes a figure.
   * @default - nothing is set aside
   */
  readonly overhead?: RuntimeOverhead;
}

export interface WasmRuntimeProps {
  /** Name of the RuntimeClass and of containerd's entry, such as `wasmedge`. */
  readonly handler: string;

  /** Such as `io.containerd.wasmedge.v1`. */
  readonly runtimeType: string;

  /** The engine, by its name in lower case: `wasmtime`, `spin`, `wasmedge`, `wasmer`, `wamr`. */
  readonly engine: string;

  /**
   * Version of the engine in the shim. What an engine can do is known by its version.
   * @default - not stated, so that rules about features are undecided
   */
  readonly engineVersion?: string;

  /** The binary that containerd starts, such as `containerd-shim-wasmedge-v1`. */
  readonly shim: string;

  /** Release of the shim. */
  readonly shimVersion: string;

  /**
   * Options of containerd's entry.
   * @default - the cgroups of systemd, as the kubelet gives them
   */
  readonly runtimeOptions?: Readonly<Record<string, string | number | boolean>>;

  /**
   * What a pod costs beside its containers.
   * @default - nothing is set aside
   */
  readonly overhead?: RuntimeOverhead;

  /**
   * What a node fetches, by its architecture.
   * @default - nothing: the node's image has the shim
   */
  readonly downloads?: Readonly<Partial<Record<'amd64' | 'arm64', readonly NodeDownload[]>>>;
}

const WASM_RUNTIME = Symbol.for('cdk-strata.WasmRuntime');
const VERSION = /^\d+\.\d+\.\d+$/;
const SHA256 = /^[0-9a-f]{64}$/;
/** Shims of runwasi take it as runc does (https://runwasi.dev/). */
const CGROUPS = { SystemdCgroup: true };

/**
 * A way to run WebAssembly that a pool of nodes offers: a shim for containerd, with an engine in it. The pool is to have a taint, so that
 * nothing else lands there; the RuntimeClass that a cluster makes of it tolerates that.
 *
 * @example
 * WasmRuntime.wasmtime().handler;
 */
export class WasmRuntime implements IContainerRuntime {
  /**
   * Wasmtime, by the shim of runwasi. It runs core modules of WASI preview 1, and components of WASI 0.2 with `wasi:http`.
   *
   * @throws when the release is none that Strata knows and has no digests
   */
  public static wasmtime(props: ShimProps = {}): WasmRuntime {
    return WasmRuntime.ofShim(WASMTIME, props);
  }

  /**
   * Spin, by the shim of SpinKube.
   *
   * @throws when the release is none that Strata knows and has no digests
   */
  public static spin(props: ShimProps = {}): WasmRuntime {
    return WasmRuntime.ofShim(SPIN, props);
  }

  /** Another one, which the user installs: WasmEdge, Wasmer, WAMR. */
  public static of(props: WasmRuntimeProps): WasmRuntime {
    return new WasmRuntime(props);
  }

  public static isWasmRuntime(x: unknown): x is WasmRuntime {
    return isBranded(x, WASM_RUNTIME);
  }

  private static ofShim(shim: Shim, props: ShimProps): WasmRuntime {
    checkProps(undefined, 'props', props, []);
    const version = props.version ?? shim.releases[0].version;
    if (typeof version !== 'string' || !VERSION.test(version)) {
      throw new ConstructError(undefined, `version must be a release of ${shim.name} such as "${shim.releases[0].version}", got ${got(version)}`);
    }
    const installed = checkFlag(undefined, 'installed', props.installed ?? false);
    const release = shim.releases.find((each) => each.version === version);
    const downloads = installed ? undefined : downloadsOf(shim, version, props.sha256 ?? release?.sha256);
    return new WasmRuntime({
      handler: props.handler ?? shim.handler,
      runtimeType: shim.runtimeType,
      engine: shim.engine,
      ...(release && { engineVersion: release.engine }),
      shim: shim.name,
      shimVersion: version,
      ...(props.overhead && { overhead: props.overhead }),
      ...(downloads && { downloads }),
    });
  }

  public readonly handler: string;
  public readonly runtimeType: string;
  public readonly isolation = 'wasm';
  public readonly runtimeOptions: Readonly<Record<string, string | number | boolean>>;
  public readonly overhead?: RuntimeOverhead;
  public readonly engine: WasmEngineFacts;
  private readonly fetched: WasmRuntimeProps['downloads'];

  private constructor(props: WasmRuntimeProps) {
    brand(this, WASM_RUNTIME);
    checkProps(undefined, 'props', props, ['handler', 'runtimeType', 'engine', 'shim', 'shimVersion']);
    this.handler = checkText(undefined, 'handler', props.handler);
    this.runtimeType = checkText(undefined, 'runtimeType', props.runtimeType);
    this.runtimeOptions = props.runtimeOptions ?? CGROUPS;
    const { overhead } = props;
    if (overhead !== undefined) {
      ifGiven(overhead.cpuMillis, (millis) => checkWhole(undefined, 'overhead.cpuMillis', millis, { low: 0 }));
      ifGiven(overhead.memory, (memory) => checkKind(undefined, 'overhead.memory', memory, SIZE));
      this.overhead = overhead;
    }
    this.engine = {
      name: checkText(undefined, 'engine', props.engine),
      ...(props.engineVersion !== undefined && { version: checkText(undefined, 'engineVersion', props.engineVersion) }),
      shim: { name: checkText(undefined, 'shim', props.shim), version: checkText(undefined, 'shimVersion', props.shimVersion) },
    };
    this.fetched = props.downloads;
  }

  public downloads(architecture: 'amd64' | 'arm64'): readonly NodeDownload[] {
    if (this.fetched === undefined) return [];
    const own = this.fetched[architecture];
    if (own !== undefined) return own;
    throw new ConstructError(
      undefined,
      `${this.engine.shim.name} ${this.engine.shim.version} has nothing to fetch for ${architecture}; give the digest of its archive for that as well, or \`installed: true\` where the node's image has it`,
    );
  }
}

/** What nodes fetch of a release: only bytes whose digest is known. */
function downloadsOf(shim: Shim, version: string, digests: ShimProps['sha256']): WasmRuntimeProps['downloads'] {
  if (digests === undefined) {
    throw new ConstructError(
      undefined,
      `the digests of ${shim.name} ${version} are not known here, and nodes take no bytes without; give \`sha256: { amd64: '…' }\` from the release's SHA256SUMS, take ${shim.releases[0].version}, or say \`installed: true\` where the node's image has it`,
    );
  }
  return Object.fromEntries(
    Object.entries(digests).map(([architecture, sha256]) => {
      if (!SHA256.test(sha256))
        throw new ConstructError(undefined, `sha256.${architecture} must be 64 hexadecimal digits in lower case, got ${got(sha256)}`);
      const url = shim.url(version, architecture as 'amd64' | 'arm64');
      return [architecture, [{ url, sha256, to: '/usr/local/bin', archive: 'tar.gz', permissions: '0755' }]];
    }),
  );
}
