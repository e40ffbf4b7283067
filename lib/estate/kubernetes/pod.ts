import type { Taint } from './pool';

/**
 * A pod as a manifest has it: the fields of `core/v1` that a rule reads, of the right type. The reader leaves out what a manifest
 * has of another type, and records a fault.
 */
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly overhead?: Quantities;
  readonly resources?: ResourceRequirements;
  readonly runtimeClassName?: string;
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: Affinity;
  readonly tolerations?: readonly Toleration[];
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  readonly priorityClassName?: string;
  /** Who places it; `default-scheduler` where left out. */
  readonly schedulerName?: string;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly hostUsers?: boolean;
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: PodSecurityContext;
  readonly volumes?: readonly Volume[];
  readonly os?: { readonly name?: string };
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly ports?: readonly ContainerPort[];
  readonly resources?: ResourceRequirements;
  /** `Always` makes an init container a sidecar. */
  readonly restartPolicy?: string;
  readonly securityContext?: ContainerSecurityContext;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly lifecycle?: { readonly postStart?: Probe; readonly preStop?: Probe };
}

export interface ContainerPort {
  readonly name?: string;
  readonly containerPort?: number;
  readonly hostPort?: number;
  /** `TCP` where left out. */
  readonly protocol?: string;
}

export interface Probe {
  readonly httpGet?: { readonly host?: string };
  readonly tcpSocket?: { readonly host?: string };
}

/** Quantities by resource, as texts of the API: `500m`, `64Mi`. */
export type Quantities = Readonly<Record<string, string>>;

export interface ResourceRequirements {
  readonly requests?: Quantities;
  readonly limits?: Quantities;
}

export interface PodSecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: SeLinuxOptions;
  readonly sysctls?: readonly { readonly name: string }[];
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

export interface ContainerSecurityContext {
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly procMount?: string;
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: SeLinuxOptions;
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

export interface SeLinuxOptions {
  readonly type?: string;
  readonly user?: string;
  readonly role?: string;
}

export interface Volume {
  readonly name: string;
  /** Field that says what it is: `emptyDir`, `hostPath`, `persistentVolumeClaim`; `emptyDir` where none does. */
  readonly source: string;
  /** Of a `persistentVolumeClaim`. */
  readonly claimName?: string;
  /** Of an `ephemeral` volume. */
  readonly storageClassName?: string;
}

export interface Affinity {
  readonly nodeAffinity?: { readonly required?: readonly NodeSelectorTerm[] };
  readonly podAffinity?: { readonly required?: readonly PodAffinityTerm[] };
  readonly podAntiAffinity?: { readonly required?: readonly PodAffinityTerm[] };
}

/** One of the terms must hold, all of its expressions and fields at once. */
export interface NodeSelectorTerm {
  readonly matchExpressions: readonly Requirement[];
  readonly matchFields: readonly Requirement[];
}

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly Requirement[];
}

export interface PodAffinityTerm {
  readonly topologyKey: string;
  /** Null where left out, which matches no pod. */
  readonly labelSelector: LabelSelector | null;
  readonly namespaces: readonly string[];
  /** Null where left out. */
  readonly namespaceSelector: LabelSelector | null;
  /** Labels of the pod itself that others must share, and must not. @default - none */
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
}

export interface Toleration {
  readonly key?: string;
  /** `Equal` where left out. */
  readonly operator?: 'Equal' | 'Exists';
  readonly value?: string;
  readonly effect?: Taint['effect'];
}

export interface TopologySpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains?: number;
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  readonly labelSelector: LabelSelector | null;
  readonly matchLabelKeys: readonly string[];
  readonly nodeAffinityPolicy: 'Honor' | 'Ignore';
  readonly nodeTaintsPolicy: 'Honor' | 'Ignore';
}
