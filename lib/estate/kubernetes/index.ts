import type { KubernetesCluster } from './cluster';
import type { NodePool } from './pool';
import type {
  Autoscaler,
  DisruptionBudget,
  KubernetesService,
  Namespace,
  NetworkPolicy,
  PersistentVolumeClaim,
  RuntimeClass,
  StorageClass,
  Workload,
} from './workload';

export * from './cluster';
export * from './object';
export * from './pod';
export * from './pod-security';
export * from './pool';
export * from './workload';

/** The Kubernetes part of the estate: clusters and pools as constructs state them, objects as the manifests have them. */
export interface KubernetesEstate {
  readonly kubernetesClusters: readonly KubernetesCluster[];
  readonly nodePools: readonly NodePool[];
  readonly namespaces: readonly Namespace[];
  readonly workloads: readonly Workload[];
  readonly autoscalers: readonly Autoscaler[];
  readonly kubernetesServices: readonly KubernetesService[];
  readonly networkPolicies: readonly NetworkPolicy[];
  readonly disruptionBudgets: readonly DisruptionBudget[];
  readonly runtimeClasses: readonly RuntimeClass[];
  readonly storageClasses: readonly StorageClass[];
  readonly volumeClaims: readonly PersistentVolumeClaim[];
}

/** No Kubernetes cluster. */
export const NO_KUBERNETES: KubernetesEstate = {
  kubernetesClusters: [],
  nodePools: [],
  namespaces: [],
  workloads: [],
  autoscalers: [],
  kubernetesServices: [],
  networkPolicies: [],
  disruptionBudgets: [],
  runtimeClasses: [],
  storageClasses: [],
  volumeClaims: [],
};
