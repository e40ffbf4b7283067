import type { Maximum } from './maximums';

const LARGE_CLUSTERS = 'https://kubernetes.io/docs/setup/best-practices/cluster-large/';

/** Nodes of a cluster that Kubernetes is designed for. */
export const NODES_PER_KUBERNETES_CLUSTER: Maximum = { value: 5_000, source: LARGE_CLUSTERS };

/** Pods of a node that it is designed for. */
export const PODS_PER_NODE: Maximum = { value: 110, source: LARGE_CLUSTERS };

/** Pods of a cluster that it is designed for. */
export const PODS_PER_KUBERNETES_CLUSTER: Maximum = { value: 150_000, source: LARGE_CLUSTERS };

/** Bytes of the data of a ConfigMap, or of a Secret. */
export const CONFIG_BYTES: Maximum = { value: 1_048_576, source: 'https://kubernetes.io/docs/concepts/configuration/configmap/#motivation' };

/** Bytes of all annotations of an object, keys included. */
export const ANNOTATION_BYTES: Maximum = {
  value: 262_144,
  source: 'https://github.com/kubernetes/apimachinery/blob/v0.34.4/pkg/api/validation/objectmeta.go',
};

/** Volumes of the storage driver of vSphere on a node: four SCSI controllers of 15 disks, less the node's own. */
export const VOLUMES_PER_NODE: Maximum = { value: 59, source: 'https://github.com/kubernetes-sigs/vsphere-csi-driver/pull/1331' };

export const KUBERNETES_MAXIMUMS: readonly Maximum[] = [
  NODES_PER_KUBERNETES_CLUSTER,
  PODS_PER_NODE,
  PODS_PER_KUBERNETES_CLUSTER,
  CONFIG_BYTES,
  ANNOTATION_BYTES,
  VOLUMES_PER_NODE,
];
