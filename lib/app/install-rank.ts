/**
 * Kinds in the order in which they are installed: what confines and what is looked up before what runs. As Helm has it
 * (pkg/release/v1/util/kind_sorter.go), but classes first, and RBAC before what may hold a secret.
 */
const ORDER = [
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget',
  'ServiceAccount',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
] as const;

/** A webhook that stands before what answers it refuses the rest. */
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

const RANKS = new Map<string, number>([
  ...ORDER.map((kind, rank) => [kind, rank] as const),
  ...LAST.map((kind) => [kind, ORDER.length + 1] as const),
]);

/** Where a kind stands in a file; a kind of the user's own after those of Kubernetes. */
export function installRank(kind: string): number {
  return RANKS.get(kind) ?? ORDER.length;
}
