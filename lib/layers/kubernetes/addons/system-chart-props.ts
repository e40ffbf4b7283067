import type { Taint } from '../../../estate';
import type { IContainerRuntime } from '../../container';
import type { GitOps } from '../gitops/gitops';
import type { HelmChart } from './helm-chart';

/** What a cluster runs beside the charts of its users. */
export interface SystemChartProps {
  /** Name of the cluster. */
  readonly name: string;

  /** Minor version of Kubernetes, such as `1.34`. */
  readonly version: string;

  /** Where nodes without a CNI reach the API server, without the service network. */
  readonly endpoint: { readonly host: string; readonly port: number };

  readonly podCidrs: readonly string[];

  /** The network plugin; `name` is that of its release. @default - it is installed by other means */
  readonly cni?: HelmChart & { readonly name: string };

  /** @default - no controller: no add-on can be added, and what the cluster needs itself is installed once, by the bootstrap Job */
  readonly gitOps?: GitOps;

  /** @default - the cluster has neither the cloud provider nor the storage driver of vSphere */
  readonly vsphere?: VsphereFacts;

  /** vSAN policies that claims can be bound to; the first is the default class. @default - none */
  readonly storage?: readonly StorageClassProps[];

  /** Every pool of the cluster, the control plane included. */
  readonly pools: readonly SystemPool[];
}

/** The vCenter that a cluster runs on, as its cloud provider and storage driver are told of it. */
export interface VsphereFacts {
  /** Host name or address of the vCenter. */
  readonly server: string;

  /** Names of the datacenters that hold nodes, as in the inventory. */
  readonly datacenters: readonly string[];

  /** Categories of vSphere tags that say in which region and zone a node is. @default - nodes have no zone */
  readonly topology?: { readonly regionCategory: string; readonly zoneCategory: string };

  /** SHA-1 of vCenter's certificate, with colons. @default - its certificate has to be of an authority that the images know */
  readonly thumbprint?: string;

  /** Chart of the storage driver. @default - one that is known to work with what Strata says of it */
  readonly storageDriver?: HelmChart;
}

export interface StorageClassProps {
  /** Name of the StorageClass. @default - that of the policy, as a name of Kubernetes */
  readonly name?: string;

  /** Name of the storage policy in vCenter. */
  readonly policy: string;

  /** Zones whose datastores have the policy, where not all have. @default - every zone */
  readonly zones?: readonly string[];
}

/** What pods have to know of a pool. */
export interface SystemPool {
  readonly name: string;
  readonly role: 'control-plane' | 'worker';
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly runtimes: readonly IContainerRuntime[];
}
