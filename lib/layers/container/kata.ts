import { Size } from 'cdk8s';
import { checkProps, checkText, got } from '../check';
import { ConstructError } from '../construct-error';
import type { IContainerRuntime } from './container-runtime';
import { checkDownloads, downloadsFor, type DownloadsByArchitecture } from './node-download';
import type { NodeDownload } from './node-file';
import { checkOverhead, type RuntimeOverhead } from './runtime-overhead';

export interface KataOptions {
  /**
   * Name of the RuntimeClass and of containerd's entry.
   * @default - that of Kata's own deployment, such as `kata-qemu`
   */
  readonly handler?: string;

  /**
   * What a pod costs beside its containers.
   * @default - what Kata's own deployment sets aside for the hypervisor
   */
  readonly overhead?: RuntimeOverhead;

  /**
   * Where a node fetches Kata from. Its releases unpack below `/opt/kata`.
   * @default - the node's image has it
   */
  readonly downloads?: DownloadsByArchitecture;
}

export interface KataProps extends KataOptions {
  /** Name of the RuntimeClass and of containerd's entry. */
  readonly handler: string;

  /** Absolute path of Kata's configuration for the hypervisor. */
  readonly configPath: string;
}

const HOME = '/opt/kata';
/**
 * What Kata's own RuntimeClasses set aside (github.com/kata-containers/kata-containers,
 * tools/packaging/kata-deploy/runtimeclasses/kata-runtimeClasses.yaml, commit 0c3af207).
 */
const OVERHEADS = { qemu: { cpuMillis: 250, memoryMiB: 160 }, clh: { cpuMillis: 250, memoryMiB: 130 } } as const;

/**
 * Kata Containers: a virtual machine for each pod. A node that is a VM itself has to expose virtualisation to its guest.
 *
 * @example
 * Kata.qemu().handler;
 */
export class Kata implements IContainerRuntime {
  /** With QEMU. */
  public static qemu(options: KataOptions = {}): Kata {
    return Kata.published('qemu', options);
  }

  /** With Cloud Hypervisor. */
  public static cloudHypervisor(options: KataOptions = {}): Kata {
    return Kata.published('clh', options);
  }

  /** With another hypervisor, or a configuration of one's own. */
  public static of(props: KataProps): Kata {
    return new Kata(props);
  }

  private static published(hypervisor: keyof typeof OVERHEADS, options: KataOptions): Kata {
    const { cpuMillis, memoryMiB } = OVERHEADS[hypervisor];
    return new Kata({
      handler: `kata-${hypervisor}`,
      overhead: { cpuMillis, memory: Size.mebibytes(memoryMiB) },
      configPath: `${HOME}/share/defaults/kata-containers/configuration-${hypervisor}.toml`,
      ...options,
    });
  }

  public readonly handler: string;
  public readonly runtimeType = 'io.containerd.kata.v2';
  public readonly runtimePath = `${HOME}/bin/containerd-shim-kata-v2`;
  public readonly isolation = 'virtual-machine';
  public readonly runtimeOptions: Readonly<Record<string, string>>;
  public readonly podAnnotations = ['io.katacontainers.*'];
  public readonly privilegedWithoutHostDevices = true;
  public readonly requiresNestedVirtualization = true;
  public readonly overhead?: RuntimeOverhead;
  private readonly fetched: DownloadsByArchitecture | undefined;

  private constructor(props: KataProps) {
    checkProps(undefined, 'props', props, ['handler', 'configPath']);
    this.handler = checkText(undefined, 'handler', props.handler);
    const path = checkText(undefined, 'configPath', props.configPath);
    if (!path.startsWith('/')) throw new ConstructError(undefined, `configPath must be an absolute path on the node, got ${got(path)}`);
    this.runtimeOptions = { ConfigPath: path };
    if (props.overhead !== undefined) this.overhead = checkOverhead(props.overhead);
    this.fetched = checkDownloads(props.downloads);
  }

  public downloads(architecture: 'amd64' | 'arm64'): readonly NodeDownload[] {
    return downloadsFor('Kata', this.fetched, architecture);
  }
}
