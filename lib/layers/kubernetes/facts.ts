import type { AddOnFacts, KubernetesClusterFacts, RequiredFlow } from '../../estate';
import type { Cni } from './cni/cni';
import type { ClusterRanges } from './kubernetes-cluster-ranges';
import type { PodSecurity } from './pod-security';
import type { KubernetesVersion } from './version';

/** What is known of a cluster, by whomever it was made. */
export interface ClusterShape {
  readonly version: KubernetesVersion;
  readonly ranges: ClusterRanges;
  readonly endpoint?: { readonly host: string; readonly port: number };
  readonly virtualIp?: string;
  readonly cni?: Cni;
  readonly podSecurity?: PodSecurity;
  readonly featureGates: Readonly<Record<string, boolean>>;
}

/** As the estate has it. */
export function clusterFacts(
  shape: ClusterShape,
  requiredFlows: readonly RequiredFlow[],
  addOns: readonly AddOnFacts[] = [],
): KubernetesClusterFacts {
  const { version, ranges, endpoint, virtualIp, cni, podSecurity, featureGates } = shape;
  return {
    version: version.minorVersion,
    podCidrs: ranges.podCidrs.map(String),
    serviceCidrs: ranges.serviceCidrs.map(String),
    nodePrefixes: ranges.nodePrefixes,
    ...(endpoint !== undefined && { endpoint }),
    ...(virtualIp !== undefined && { virtualIp }),
    ...(cni !== undefined && { cni: cni.toFacts() }),
    ...(podSecurity !== undefined && { podSecurity: podSecurity.toFacts() }),
    requiredFlows,
    featureGates,
    addOns,
  };
}
