export type { HelmChart } from './addons/helm-chart';
export type { StorageClassProps } from './addons/system-chart-props';
export type { ApiServerProps } from './api-server';
export { AuditPolicy } from './audit-policy';
export { Bootstrap, type VaultBootstrapProps } from './bootstrap/bootstrap';
export type { ClusterChartProps } from './chart/chart-props';
export { KubernetesChart } from './chart/kubernetes-chart';
export type { AntreaProps } from './cni/antrea';
export type { CalicoProps } from './cni/calico';
export type { CiliumProps } from './cni/cilium';
export { Cni, type OtherCniProps } from './cni/cni';
export type { CniChart, CniCluster, CniCommonProps } from './cni/cni-parts';
export type { ConnectionEnd, ConnectionFrom } from './connect/connector';
export { Encryption } from './encryption';
export type { ArgoCdProps } from './gitops/argo-cd';
export type { FluxProps } from './gitops/flux';
export { GitOps, type GitOpsProps } from './gitops/gitops';
export type { IKubernetesCluster, INodePool } from './ikubernetes-cluster';
export { KubeletReservations, type KubeletReservationsProps, type NodeSize, type ReservedResources } from './kubelet-reservations';
export {
  type CloudProviderProps,
  type ClusterRangesProps,
  type KnownPoolProps,
  KubernetesCluster,
  type KubernetesClusterAttributes,
  type KubernetesClusterProps,
} from './kubernetes-cluster';
export { NodePool } from './node-pool';
export { type FixedAddressesProps, NodeAddresses } from './node-pool-addresses';
export { POOL_LABEL } from './node-pool-facts';
export type { ControlPlaneProps, NodeGroupProps, NodePoolProps, StatedPoolProps } from './node-pool-props';
export { PodSecurity, type PodSecurityProps } from './pod-security';
export type { RequiredRulesProps } from './required-flows-rules';
export { KubernetesVersion } from './version';
