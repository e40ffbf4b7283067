import type { Flow } from '../flow';
import type { ObjectId } from '../object';
import type { Selection } from '../tenancy';
import type { KubernetesObject } from './object';
import type { PodSecurityLevel } from './pod-security';

/** A Kubernetes cluster: its facts are stated by the construct, since no file has them. `id` and `path` are its construct path. */
export interface KubernetesCluster extends KubernetesObject, KubernetesClusterFacts {
  /** The networks that its nodes are on. */
  readonly networks: Selection;
  /** What runs its nodes: clusters of vSphere. */
  readonly computeClusters: Selection;
  readonly pools: readonly ObjectId[];
}

/** What a cluster construct says of itself. */
export interface KubernetesClusterFacts {
  /** Minor version, such as `1.34`. */
  readonly version: string;
  /** Ranges of pods, at most one of each version of IP; none where not stated. */
  readonly podCidrs: readonly string[];
  /** Ranges of services, likewise. */
  readonly serviceCidrs: readonly string[];
  /** Length of the prefix that each node has of a pod range, in their order. */
  readonly nodePrefixes: readonly number[];
  /** Where clients reach the API server; absent where not stated. */
  readonly endpoint?: { readonly host: string; readonly port: number };
  /** The address that the control plane shares on its network. */
  readonly virtualIp?: string;
  readonly cni?: CniFacts;
  /** What a namespace without labels of its own is held to; absent where the cluster configures nothing. */
  readonly podSecurity?: PodSecurityDefaults;
  /** What it needs to live. */
  readonly requiredFlows: readonly RequiredFlow[];
  /** Admission plugins, feature gates and API groups that are switched against the default of the version, by name. */
  readonly featureGates: Readonly<Record<string, boolean>>;
  /** What it runs that no manifest shows the inside of: charts that a controller of the cluster installs. */
  readonly addOns: readonly AddOnFacts[];
}

export interface AddOnFacts {
  /** Of the release, such as `cilium`. */
  readonly name: string;
  /** `cilium 1.20.2`. */
  readonly chart: string;
  readonly namespace: string;
  /** Versions of APIs that its CustomResourceDefinitions bring, such as `cilium.io/v2`. */
  readonly apis: readonly string[];
  /** Secrets that it reads and somebody else makes, as `namespace/name`. */
  readonly secrets: readonly string[];
}

/** The network plugin, as far as other layers feel it. */
export interface CniFacts {
  /** `cilium`, `calico`, `antrea`, or another's name. */
  readonly name: string;
  readonly version?: string;
  /** How packets between nodes are wrapped; `none` shows pod addresses to the network. */
  readonly encapsulation: 'vxlan' | 'geneve' | 'ipip' | 'wireguard' | 'none';
  /** UDP port of the tunnel, where it has one. */
  readonly tunnelPort?: number;
  /** Whether packets that leave the cluster have the address of their node. */
  readonly snat: boolean;
  /** Kinds of policy that it enforces, such as `NetworkPolicy`; null where nobody said. */
  readonly enforces: readonly string[] | null;
}

export interface PodSecurityDefaults {
  readonly enforce: PodSecurityLevel;
  /** `latest`, or a minor version such as `v1.34`. */
  readonly enforceVersion: string;
  /** Namespaces that are held to nothing. */
  readonly exemptNamespaces: readonly string[];
}

/** A flow that a cluster cannot live without. */
export interface RequiredFlow {
  /** What it is for: `etcd peers`, `kubelet API`. */
  readonly purpose: string;
  readonly from: FlowEnd;
  readonly to: FlowEnd;
  /** ICMP and other protocols without ports are not among them. */
  readonly flow: Flow;
}

export type FlowEnd =
  /** Node VMs of a role, or all of them. */
  | { readonly kind: 'nodes'; readonly role: 'control-plane' | 'worker' | 'any' }
  /** The vCenter of the cluster the nodes run on. */
  | { readonly kind: 'vcenter' }
  /** The shared address of the control plane. */
  | { readonly kind: 'virtual-ip' }
  /** Something outside, by its name or address: a store of secrets, a registry. */
  | { readonly kind: 'host'; readonly host: string }
  /** Whoever uses the cluster's API from outside. */
  | { readonly kind: 'clients' };
