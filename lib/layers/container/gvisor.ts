import { checkOneOf, checkProps } from '../check';
import type { IContainerRuntime } from './container-runtime';
import { checkDownloads, downloadsFor, type DownloadsByArchitecture } from './node-download';
import type { NodeDownload, NodeFile } from './node-file';
import { checkOverhead, type RuntimeOverhead } from './runtime-overhead';
import { toToml } from './toml';

export interface GVisorProps {
  /**
   * Name of the RuntimeClass and of containerd's entry.
   * @default 'runsc'
   */
  readonly handler?: string;

  /**
   * How system calls are intercepted: `systrap` runs everywhere, `kvm` needs virtualisation in the node.
   * @default 'systrap'
   */
  readonly platform?: 'systrap' | 'kvm';

  /**
   * What a pod costs beside its containers. gVisor publishes no figure.
   * @default - nothing is set aside
   */
  readonly overhead?: RuntimeOverhead;

  /**
   * Where a node fetches `runsc` and `containerd-shim-runsc-v1` from, which have to be in containerd's path.
   * @default - the node's image has them
   */
  readonly downloads?: DownloadsByArchitecture;
}

/** Settings of the shim (gvisor.dev/docs/user_guide/containerd/configuration). */
const SETTINGS = '/etc/containerd/runsc.toml';

/**
 * gVisor: a kernel of its own for each pod, in user space.
 *
 * @example
 * GVisor.of().handler;
 */
export class GVisor implements IContainerRuntime {
  /** @throws when a download cannot be fetched or checked */
  public static of(props: GVisorProps = {}): GVisor {
    return new GVisor(props);
  }

  public readonly handler: string;
  public readonly runtimeType = 'io.containerd.runsc.v1';
  public readonly isolation = 'sandbox';
  public readonly runtimeOptions: Readonly<Record<string, string>>;
  public readonly podAnnotations = ['dev.gvisor.*'];
  public readonly overhead?: RuntimeOverhead;
  public readonly requiresNestedVirtualization: boolean;
  private readonly platform: 'systrap' | 'kvm';
  private readonly fetched: DownloadsByArchitecture | undefined;

  private constructor(props: GVisorProps) {
    checkProps(undefined, 'props', props, []);
    this.handler = props.handler ?? 'runsc';
    this.platform = checkOneOf(undefined, 'platform', props.platform ?? 'systrap', ['systrap', 'kvm']);
    this.requiresNestedVirtualization = this.platform === 'kvm';
    this.runtimeOptions = { TypeUrl: 'io.containerd.runsc.v1.options', ConfigPath: this.settings };
    if (props.overhead !== undefined) this.overhead = checkOverhead(props.overhead);
    this.fetched = checkDownloads(props.downloads);
  }

  /** The cgroups of systemd, as the kubelet gives them. */
  public files(): readonly NodeFile[] {
    const content = toToml({ runsc_config: { 'systemd-cgroup': 'true', platform: this.platform } });
    return [{ path: this.settings, content, permissions: '0644' }];
  }

  public downloads(architecture: 'amd64' | 'arm64'): readonly NodeDownload[] {
    return downloadsFor('gVisor', this.fetched, architecture);
  }

  /** Two of them on a node may differ in their platform. */
  private get settings(): string {
    return this.handler === 'runsc' ? SETTINGS : SETTINGS.replace('runsc', () => `runsc-${this.handler}`);
  }
}
