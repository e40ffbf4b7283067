import { Token } from 'cdktf';
import { brand, isBranded } from '../brand';
import { got } from '../check';
import { ConstructError } from '../construct-error';
import { featureGate, isListedGate, type FeatureGate } from './versions/feature-gates';
import { KUBELET_DEFAULTS, LEAST_CONTAINERD, RELEASES, USER_NAMESPACES, type KubernetesRelease } from './versions/releases';

const VERSION = Symbol.for('cdk-strata.KubernetesVersion');

const OLDEST = RELEASES[0]!.minor;
const NEWEST = RELEASES.at(-1)!.minor;

/** Which version of Kubernetes a cluster runs, and what follows from that. */
export class KubernetesVersion {
  public static readonly V1_30 = KubernetesVersion.of('1.30');
  public static readonly V1_31 = KubernetesVersion.of('1.31');
  public static readonly V1_32 = KubernetesVersion.of('1.32');
  public static readonly V1_33 = KubernetesVersion.of('1.33');
  public static readonly V1_34 = KubernetesVersion.of('1.34');
  public static readonly V1_35 = KubernetesVersion.of('1.35');
  public static readonly V1_36 = KubernetesVersion.of('1.36');
  public static readonly V1_37 = KubernetesVersion.of('1.37');

  /**
   * A version by its number: `1.34.4`, or `1.34` for the newest patch that is known. A patch may be newer than that.
   *
   * @throws when it is no version from 1.30 to 1.37
   */
  public static of(version: string): KubernetesVersion {
    const [, minor, patch] = /^v?1\.(\d{1,3})(?:\.(\d{1,4}))?$/.exec(typeof version === 'string' ? version : '') ?? [];
    const release = RELEASES.find((each) => each.minor === Number(minor));
    if (release !== undefined) return new KubernetesVersion(release, patch === undefined ? release.newestPatch : Number(patch));
    const repair = Token.isUnresolved(version) ? 'give it in the program' : `give one such as "1.${NEWEST}.${RELEASES.at(-1)!.newestPatch}"`;
    throw new ConstructError(undefined, `version of Kubernetes must be from 1.${OLDEST} to 1.${NEWEST}, got ${got(version)}; ${repair}`);
  }

  public static isKubernetesVersion(x: unknown): x is KubernetesVersion {
    return isBranded(x, VERSION);
  }

  /** Such as 34. */
  public readonly minor: number;

  private constructor(
    private readonly release: KubernetesRelease,
    public readonly patch: number,
  ) {
    brand(this, VERSION);
    this.minor = release.minor;
  }

  /** Such as `1.34`. */
  public get minorVersion(): string {
    return `1.${this.minor}`;
  }

  /** Such as `1.34.4`. */
  public toString(): string {
    return `1.${this.minor}.${this.patch}`;
  }

  public isAtLeast(other: KubernetesVersion): boolean {
    return this.minor > other.minor || (this.minor === other.minor && this.patch >= other.patch);
  }

  /** API version of kubeadm's configuration: `kubeadm.k8s.io/v1beta4`. */
  public get kubeadmApiVersion(): string {
    return `kubeadm.k8s.io/${this.release.kubeadmApi}`;
  }

  /**
   * Tags of the images that kubeadm asks for beside those of its own version, as of the newest patch that is known. An earlier patch may
   * ask for an earlier etcd or CoreDNS.
   */
  public get images(): KubernetesRelease['images'] {
    return this.release.images;
  }

  /** The least minor of containerd that kubelet works with. */
  public get leastContainerd(): string {
    return LEAST_CONTAINERD;
  }

  /** The least patch of each minor of containerd that its makers recommend; undefined where they have not said. */
  public get recommendedContainerd(): readonly string[] | undefined {
    return this.release.recommendedContainerd;
  }

  /** What pods in user namespaces take of a node: the least containerd, Linux and runc. */
  public get userNamespaceNeeds(): typeof USER_NAMESPACES {
    return USER_NAMESPACES;
  }

  /** What kubelet does where its configuration says nothing. */
  public get kubeletDefaults(): typeof KUBELET_DEFAULTS {
    return KUBELET_DEFAULTS;
  }

  /** A feature gate as this version has it; undefined where it has none of the name yet, or none that is listed here. */
  public featureGate(name: string): FeatureGate | undefined {
    return featureGate(name, this.minor);
  }

  /** Whether a feature is on where nobody sets its gate; undefined where no gate of the name is listed. */
  public isFeatureEnabled(name: string): boolean | undefined {
    return isListedGate(name) ? (this.featureGate(name)?.enabled ?? false) : undefined;
  }
}
