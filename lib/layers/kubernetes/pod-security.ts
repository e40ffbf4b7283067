import type { PodSecurityDefaults, PodSecurityLevel } from '../../estate';
import { brand, isBranded } from '../brand';
import { checkDistinct, checkKind, checkOneOf, checkProps, checkTexts, ifGiven } from '../check';
import type { Kind } from '../kind';
import type { KubernetesVersion } from './version';

export interface PodSecurityProps {
  /**
   * The version of Kubernetes whose Pod Security Standards count.
   * @default - always that of the cluster, `latest`
   */
  readonly version?: KubernetesVersion;

  /**
   * What the audit log notes when a pod does not meet it.
   * @default - nothing for a namespace of its own; what the cluster says of all
   */
  readonly audit?: PodSecurityLevel;

  /**
   * What a client is warned of when a pod does not meet it.
   * @default - nothing for a namespace of its own; what the cluster says of all
   */
  readonly warn?: PodSecurityLevel;

  /**
   * Namespaces that are held to nothing; of a cluster only.
   * @default - none
   */
  readonly exemptNamespaces?: readonly string[];
}

const POD_SECURITY = Symbol.for('cdk-strata.PodSecurity');
const LEVELS: readonly PodSecurityLevel[] = ['privileged', 'baseline', 'restricted'];
const LABEL = 'pod-security.kubernetes.io';
const VERSION: Kind = { member: 'minorVersion', name: 'a KubernetesVersion', repair: 'give one such as `KubernetesVersion.V1_34`' };

/**
 * What pods of a namespace, or of namespaces without labels of their own, are held to: one of the Pod Security Standards. The API server
 * refuses a pod that does not meet it; pods that run already stay.
 */
export class PodSecurity {
  /** Nothing is refused. */
  public static privileged(props: PodSecurityProps = {}): PodSecurity {
    return new PodSecurity('privileged', props);
  }

  /** What is known to take over a node is refused. */
  public static baseline(props: PodSecurityProps = {}): PodSecurity {
    return new PodSecurity('baseline', props);
  }

  /** What is hardened as current practice has it is let through, and nothing else. */
  public static restricted(props: PodSecurityProps = {}): PodSecurity {
    return new PodSecurity('restricted', props);
  }

  public static isPodSecurity(x: unknown): x is PodSecurity {
    return isBranded(x, POD_SECURITY);
  }

  /** `latest`, or a minor version such as `v1.34`. */
  public readonly version: string;
  public readonly audit: PodSecurityLevel | undefined;
  public readonly warn: PodSecurityLevel | undefined;
  public readonly exemptNamespaces: readonly string[];

  private constructor(
    /** What is refused where it is not met. */
    public readonly enforce: PodSecurityLevel,
    props: PodSecurityProps,
  ) {
    brand(this, POD_SECURITY);
    checkProps(undefined, 'Pod Security', props, []);
    const version = ifGiven(props.version, (each) => checkKind(undefined, 'version of Pod Security', each, VERSION));
    this.version = version === undefined ? 'latest' : `v${version.minorVersion}`;
    this.audit = ifGiven(props.audit, (each) => checkOneOf(undefined, 'audit of Pod Security', each, LEVELS));
    this.warn = ifGiven(props.warn, (each) => checkOneOf(undefined, 'warn of Pod Security', each, LEVELS));
    this.exemptNamespaces = checkTexts(undefined, 'exemptNamespaces of Pod Security', props.exemptNamespaces ?? []);
    checkDistinct(undefined, 'exemptNamespaces of Pod Security', this.exemptNamespaces);
  }

  /** Labels that hold a namespace to it. */
  public namespaceLabels(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.modes()).map(([mode, value]) => [`${LABEL}/${mode}`, value]));
  }

  /**
   * Configuration of the API server's `PodSecurity` plugin that holds every namespace without labels of its own to it.
   * https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/
   */
  public admissionConfiguration(): Readonly<Record<string, unknown>> {
    return {
      apiVersion: 'pod-security.admission.config.k8s.io/v1',
      kind: 'PodSecurityConfiguration',
      defaults: this.modes(),
      exemptions: { usernames: [], runtimeClasses: [], namespaces: [...this.exemptNamespaces] },
    };
  }

  /** As the estate has it. */
  public toFacts(): PodSecurityDefaults {
    return { enforce: this.enforce, enforceVersion: this.version, exemptNamespaces: this.exemptNamespaces };
  }

  private modes(): Record<string, string> {
    const { enforce, audit, warn, version } = this;
    return Object.fromEntries(
      Object.entries({ enforce, audit, warn }).flatMap(([mode, level]) =>
        level === undefined
          ? []
          : [
              [mode, level],
              [`${mode}-version`, version],
            ],
      ),
    );
  }
}
