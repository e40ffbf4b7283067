import type { Field } from '../value';
import type { ManifestedObject } from './object';
import type { PodSpec } from './pod';

/** What makes pods: a Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job, CronJob, bare Pod, or a SpinApp. */
export interface Workload extends ManifestedObject {
  readonly namespace: string;
  /** Pods at once: a number, or one on each node that takes it. */
  readonly replicas: Field<number> | 'per-node';
  /** Whether one run of a CronJob may begin before the last has ended, so that there may be more pods than that. @default - none may */
  readonly overlaps?: true;
  readonly pod: PodTemplate;
  /** Templates of claims that a StatefulSet makes for each pod. */
  readonly claimTemplates: readonly { readonly name: string; readonly storageClassName?: string }[];
}

export interface PodTemplate {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
  /**
   * Dotted paths, from the pod on, of attributes that are not what the pod will have: `spec.nodeSelector.disk`. Beside what the manifest has
   * wrong, what an operator fills in. @default - none
   */
  readonly unread?: readonly string[];
}

export interface Namespace extends ManifestedObject {
  readonly namespace: null;
}

/** A HorizontalPodAutoscaler, a ScaledObject of KEDA. */
export interface Autoscaler extends ManifestedObject {
  readonly namespace: string;
  readonly target: { readonly kind: string; readonly name: string };
  readonly min: Field<number>;
  readonly max: Field<number>;
}

export interface RuntimeClass extends ManifestedObject {
  readonly handler: string;
  readonly overhead: Readonly<Record<string, string>>;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: NonNullable<PodSpec['tolerations']>;
}

export interface StorageClass extends ManifestedObject {
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether claims that name none take it. */
  readonly isDefault: boolean;
  readonly allowedTopologies: boolean;
}

export interface PersistentVolumeClaim extends ManifestedObject {
  readonly namespace: string;
  /** Absent for the default class; empty for none. */
  readonly storageClassName?: string;
}

export interface NetworkPolicy extends ManifestedObject {
  readonly spec: unknown;
}

export interface DisruptionBudget extends ManifestedObject {
  readonly spec: unknown;
}

export interface KubernetesService extends ManifestedObject {
  readonly namespace: string;
  /** `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`. */
  readonly type: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly {
    readonly name?: string;
    readonly port?: number;
    readonly protocol: string;
    readonly targetPort?: number | string;
    readonly nodePort?: number;
  }[];
}
