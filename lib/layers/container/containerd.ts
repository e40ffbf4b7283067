import type { ContainerdFacts, RuntimeHandler } from '../../estate';
import { brand, isBranded } from '../brand';
import { checkDistinct, checkKind, checkKinds, checkProps, checkTexts, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { IContainerRuntime } from './container-runtime';
import { checkConfigVersion, checkContainerdVersion, PLUGINS } from './containerd-version';
import { CONTAINER_RUNTIME, OCI_IMAGE, REGISTRY_MIRROR } from './kinds';
import type { NodeFile } from './node-file';
import type { OciImage } from './oci-image';
import { REGISTRIES, type RegistryMirror } from './registry-mirror';
import { toToml } from './toml';

export interface ContainerdProps {
  /** Version that the node's image has, such as `2.1` or `1.7.27`. */
  readonly version: string;

  /**
   * Version of its configuration: containerd 1.x reads 2, containerd 2.x either.
   * @default - 2 for containerd 1.x, 3 for 2.x
   */
  readonly configVersion?: 2 | 3;

  /**
   * Where nodes fetch the images of registries from, one for each registry.
   * @default - from the registries themselves
   */
  readonly mirrors?: readonly RegistryMirror[];

  /**
   * Further files of the configuration, as absolute paths with `*` for any text: `/etc/containerd/conf.d/*.toml`.
   * @default - none
   */
  readonly imports?: readonly string[];
}

const CONTAINERD = Symbol.for('cdk-strata.Containerd');
const RUNC: Pick<IContainerRuntime, 'handler' | 'runtimeType' | 'isolation'> = {
  handler: 'runc',
  runtimeType: 'io.containerd.runc.v2',
  isolation: 'kernel',
};
const HANDLER = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const CONFIG = '/etc/containerd/config.toml';

/**
 * What runs the containers of a node. runc is there always, with the cgroups of systemd, which the kubelet is to use too.
 *
 * @example
 * Containerd.of({ version: '2.1', mirrors: [RegistryMirror.of({ registry: 'docker.io', endpoints: ['https://mirror.example.com'] })] });
 */
export class Containerd {
  /** @throws when the version is none that Strata knows the configuration of, or does not read the version of the configuration */
  public static of(props: ContainerdProps): Containerd {
    return new Containerd(props);
  }

  public static isContainerd(x: unknown): x is Containerd {
    return isBranded(x, CONTAINERD);
  }

  public readonly version: string;
  public readonly configVersion: 2 | 3;
  /** Plugin under which runtimes stand in the configuration. */
  public readonly runtimesPlugin: string;
  public readonly mirrors: readonly RegistryMirror[];
  private readonly imports: readonly string[];

  private constructor(props: ContainerdProps) {
    brand(this, CONTAINERD);
    checkProps(undefined, 'props', props, ['version']);
    this.version = checkContainerdVersion(props.version);
    this.configVersion = checkConfigVersion(props.configVersion, this.version);
    this.runtimesPlugin = PLUGINS[this.configVersion].runtimes;
    this.mirrors = checkKinds(undefined, 'mirrors', props.mirrors ?? [], REGISTRY_MIRROR);
    checkDistinct(
      undefined,
      'registries of mirrors',
      this.mirrors.map(({ registry }) => registry),
    );
    this.imports = ifGiven(props.imports, (paths) => checkTexts(undefined, 'imports', paths)) ?? [];
    for (const path of this.imports) {
      if (!path.startsWith('/')) throw new ConstructError(undefined, `imports must be absolute paths, got ${got(path)}`);
    }
  }

  /** Whether it can give a pod users of its own: containerd 2.0 and later (kubernetes.io/docs/concepts/workloads/pods/user-namespaces). */
  public get supportsUserNamespaces(): boolean {
    return !this.version.startsWith('1.');
  }

  /**
   * What a node has to have: `config.toml`, the mirrors, and what the runtimes bring along.
   *
   * @param runtimes those beside runc
   * @param pauseImage the image that holds a pod together
   * @throws when two runtimes have one handler, or one is no name of a RuntimeClass
   */
  public files(runtimes: readonly IContainerRuntime[], pauseImage: OciImage): NodeFile[] {
    checkKind(undefined, 'pauseImage', pauseImage, OCI_IMAGE);
    return [
      { path: CONFIG, content: toToml(this.config(checkRuntimes(runtimes), pauseImage)), permissions: '0644' },
      ...this.mirrors.flatMap((mirror) => mirror.files()),
      ...runtimes.flatMap((runtime) => runtime.files?.() ?? []),
    ];
  }

  /**
   * The runtimes of a node as RuntimeClasses name them, runc first.
   *
   * @param runtimes those beside runc
   * @throws when two runtimes have one handler, or one is no name of a RuntimeClass
   */
  public handlersOf(runtimes: readonly IContainerRuntime[]): RuntimeHandler[] {
    return [RUNC, ...checkRuntimes(runtimes)].map(({ handler, runtimeType, isolation, engine }: Partial<IContainerRuntime> & typeof RUNC) => ({
      handler,
      runtimeType,
      isolation,
      plugin: this.runtimesPlugin,
      ...(engine !== undefined && { engine }),
    }));
  }

  public toFacts(): ContainerdFacts {
    return { version: this.version, configVersion: this.configVersion, runtimesPlugin: this.runtimesPlugin };
  }

  private config(runtimes: readonly IContainerRuntime[], pauseImage: OciImage): Record<string, unknown> {
    const containerd = {
      default_runtime_name: RUNC.handler,
      runtimes: Object.fromEntries([[RUNC.handler, entryOf(RUNC)], ...runtimes.map((runtime) => [runtime.handler, entryOf(runtime)])]),
    };
    const registry = { config_path: REGISTRIES };
    // containerd keeps it from being collected where it knows it by this very name: with a tag or a digest, never both.
    const sandbox = pauseImage.digest === undefined ? pauseImage.reference : `${pauseImage.repository}@${pauseImage.digest}`;
    const { runtimes: runtimesPlugin, images } = PLUGINS[this.configVersion];
    return {
      version: this.configVersion,
      ...(this.imports.length > 0 && { imports: this.imports }),
      plugins:
        this.configVersion === 2
          ? { [runtimesPlugin]: { sandbox_image: sandbox, containerd, registry } }
          : { [images]: { pinned_images: { sandbox }, registry }, [runtimesPlugin]: { containerd } },
    };
  }
}

/** An entry of the configuration. Each that is runc at heart is to have the cgroups of the first. */
function entryOf(runtime: Pick<IContainerRuntime, 'runtimeType'> & Partial<IContainerRuntime>): Record<string, unknown> {
  const { runtimeType, runtimePath, podAnnotations, privilegedWithoutHostDevices, runtimeOptions } = runtime;
  const options = { ...(runtimeType === RUNC.runtimeType && { SystemdCgroup: true }), ...runtimeOptions };
  return {
    runtime_type: runtimeType,
    ...(runtimePath !== undefined && { runtime_path: runtimePath }),
    ...(podAnnotations !== undefined && { pod_annotations: podAnnotations }),
    ...(privilegedWithoutHostDevices === true && { privileged_without_host_devices: true }),
    ...(Object.keys(options).length > 0 && { options }),
  };
}

function checkRuntimes(runtimes: readonly IContainerRuntime[]): IContainerRuntime[] {
  const checked = checkKinds(undefined, 'runtimes', runtimes, CONTAINER_RUNTIME);
  for (const { handler } of checked) {
    // What a RuntimeClass takes: a label of DNS (kubernetes.io/docs/concepts/containers/runtime-class).
    if (typeof handler !== 'string' || !HANDLER.test(handler)) {
      throw new ConstructError(undefined, `a handler must be lower-case letters, digits and dashes, at most 63, got ${got(handler)}`);
    }
  }
  checkDistinct(undefined, 'handlers of runtimes', [RUNC.handler, ...checked.map(({ handler }) => handler)]);
  return checked;
}
