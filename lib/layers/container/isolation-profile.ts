import { ApiObject, JsonPatch } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkFlag, checkKind, checkProps, checkText, checkWhole, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { AppArmorField, AppArmorProfile } from './app-armor-profile';
import { Capabilities } from './capabilities';
import { APP_ARMOR_PROFILE, CAPABILITIES, SECCOMP_PROFILE } from './kinds';
import type { NodeFile } from './node-file';
import { podSpecPath, type PodSpecJson, podSpecOf } from './pod-spec';
import { type SeccompField, SeccompProfile } from './seccomp-profile';

export interface RestrictedProps {
  /**
   * System calls that the containers may make.
   * @default SeccompProfile.runtimeDefault()
   */
  readonly seccomp?: SeccompProfile;

  /**
   * What AppArmor lets the containers do. Needs Kubernetes 1.30.
   * @default - whatever the node does without being asked
   */
  readonly appArmor?: AppArmorProfile;

  /**
   * Capabilities that the containers keep.
   * @default Capabilities.dropAll()
   */
  readonly capabilities?: Capabilities;

  /**
   * Whether the root file system of the containers cannot be written to. The standard does not ask for it.
   * @default true
   */
  readonly readOnlyRootFilesystem?: boolean;

  /**
   * Number of the user that the containers run as, not 0.
   * @default - that of the image, which must be a number and not root
   */
  readonly runAsUser?: number;

  /**
   * Whether the pod has users of its own, so that its root is nobody on the node.
   * @default false
   */
  readonly userNamespaces?: boolean;

  /**
   * Name of a RuntimeClass, such as that of a `GVisor`.
   * @default - the node's own runtime, runc
   */
  readonly runtimeClassName?: string;
}

/** The security context of a pod. */
export interface PodSecurityContextJson {
  readonly runAsNonRoot: true;
  readonly runAsUser?: number;
  readonly seccompProfile: SeccompField;
  readonly appArmorProfile?: AppArmorField;
}

/** The security context of a container. */
export interface ContainerSecurityContextJson {
  readonly privileged: false;
  readonly allowPrivilegeEscalation: false;
  readonly readOnlyRootFilesystem: boolean;
  readonly runAsNonRoot: true;
  readonly capabilities: ReturnType<Capabilities['toField']>;
}

const LISTS = ['containers', 'initContainers'] as const;

/**
 * How far the containers of a pod are kept from their node, as plain fields of a manifest: what cdk8s-plus has no props for as well.
 *
 * @example
 * IsolationProfile.restricted({ userNamespaces: true }).applyTo(deployment);
 */
export class IsolationProfile {
  /**
   * What the Pod Security Standard "restricted" asks for, of every version of it.
   *
   * @throws when it is given capabilities or a user that the standard refuses
   */
  public static restricted(props: RestrictedProps = {}): IsolationProfile {
    return new IsolationProfile(props);
  }

  /** `spec.securityContext` of a pod. */
  public readonly pod: PodSecurityContextJson;
  /** `securityContext` of each container. */
  public readonly container: ContainerSecurityContextJson;
  /** Fields of the pod's `spec` beside the security context. */
  public readonly podSpec: { readonly hostUsers?: false; readonly runtimeClassName?: string };
  private readonly profiles: readonly (SeccompProfile | AppArmorProfile)[];

  private constructor(props: RestrictedProps) {
    checkProps(undefined, 'props', props, []);
    const { runAsUser, runtimeClassName, appArmor } = props;
    const seccomp = checkKind(undefined, 'seccomp', props.seccomp ?? SeccompProfile.runtimeDefault(), SECCOMP_PROFILE);
    const capabilities = checkKind(undefined, 'capabilities', props.capabilities ?? Capabilities.dropAll(), CAPABILITIES);
    ifGiven(appArmor, (profile) => checkKind(undefined, 'appArmor', profile, APP_ARMOR_PROFILE));
    ifGiven(runAsUser, (user) => checkWhole(undefined, 'runAsUser', user, { low: 1, high: 2 ** 31 - 1, repair: 'root is refused by the standard' }));
    ifGiven(runtimeClassName, (name) => checkText(undefined, 'runtimeClassName', name));
    if (!capabilities.isRestricted) {
      throw new ConstructError(undefined, `the standard "restricted" takes no capability but NET_BIND_SERVICE, got ${capabilities.add.join(', ')}`);
    }
    this.pod = {
      runAsNonRoot: true,
      ...(runAsUser !== undefined && { runAsUser }),
      seccompProfile: seccomp.toField(),
      ...(appArmor !== undefined && { appArmorProfile: appArmor.toField() }),
    };
    this.container = {
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: checkFlag(undefined, 'readOnlyRootFilesystem', props.readOnlyRootFilesystem ?? true),
      runAsNonRoot: true,
      capabilities: capabilities.toField(),
    };
    this.podSpec = {
      ...(checkFlag(undefined, 'userNamespaces', props.userNamespaces ?? false) && { hostUsers: false as const }),
      ...(runtimeClassName !== undefined && { runtimeClassName }),
    };
    this.profiles = [seccomp, ...(appArmor === undefined ? [] : [appArmor])];
  }

  /** What every node has to have that runs such a pod. */
  public files(): readonly NodeFile[] {
    return this.profiles.flatMap((profile) => profile.files());
  }

  /**
   * Writes the profile into a workload, of cdk8s-plus or a plain `ApiObject`, over what it says itself. Other fields of its security
   * contexts stay. A container that is added later is a fault of the synthesis.
   *
   * @throws when it makes no pods
   */
  public applyTo(workload: IConstruct): void {
    const object = ApiObject.isApiObject(workload) ? workload : apiObjectOf(workload);
    const path = podSpecPath(object.kind);
    if (path === undefined) {
      throw new ConstructError(
        workload,
        `a profile is for what makes pods, got a ${object.kind}; give a Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod`,
      );
    }
    const spec = podSpecOf(object.toJson(), path);
    const at = (...keys: readonly (string | number)[]): string => ['', ...path, ...keys].join('/');
    object.addJsonPatch(
      JsonPatch.add(at('securityContext'), { ...spec.securityContext, ...this.pod }),
      ...Object.entries(this.podSpec).map(([key, value]) => JsonPatch.add(at(key), value)),
      ...LISTS.flatMap((list) =>
        (spec[list] ?? []).map(({ securityContext }, index) => JsonPatch.add(at(list, index, 'securityContext'), this.over(securityContext))),
      ),
    );
    object.node.addValidation({ validate: () => this.lacking(podSpecOf(object.toJson(), path)) });
  }

  /** What a container says itself may contradict the pod, which counts for less. */
  private over(own: Readonly<Record<string, unknown>> = {}): object {
    const kept = Object.fromEntries(Object.entries(own).filter(([key]) => !(key in this.pod)));
    return { ...kept, ...this.container };
  }

  private lacking(spec: PodSpecJson): string[] {
    return LISTS.flatMap((list) => spec[list] ?? [])
      .filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
      .map(({ name }) => `container ${got(name)} came after the isolation profile and has none; call applyTo after the last container`);
  }
}

function apiObjectOf(workload: IConstruct): ApiObject {
  const children = typeof workload === 'object' && workload !== null && 'node' in workload ? workload.node.defaultChild : undefined;
  if (ApiObject.isApiObject(children)) return children;
  throw new ConstructError(undefined, `a profile is for a workload, got ${got(workload)}; give a Deployment of cdk8s-plus, or an ApiObject`);
}
