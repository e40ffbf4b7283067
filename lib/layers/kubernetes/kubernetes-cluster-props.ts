import type { Cidr } from '../../units';
import type { Containerd, OciImage } from '../container';
import type { IComputeResource, IFolder, IMachineStorage, INetwork, ITag, ITemplate, IVcenterCluster, Machines } from '../vsphere';
import type { StorageClassProps, VsphereFacts } from './addons/system-chart-props';
import type { ApiServerProps } from './api-server';
import type { Bootstrap } from './bootstrap/bootstrap';
import type { Cni } from './cni/cni';
import type { GitOps } from './gitops/gitops';
import type { NodeAddresses } from './node-pool-addresses';
import type { ControlPlaneProps, NodePoolProps, StatedPoolProps } from './node-pool-props';
import type { PodSecurity } from './pod-security';
import type { KubernetesVersion } from './version';

/** Ranges of addresses inside a cluster. */
export interface ClusterRangesProps {
  /**
   * Ranges of pods: one, or one of IPv4 and one of IPv6. They overlap neither services nor the network of the nodes.
   * @default - `10.244.0.0/16`, or another one where that overlaps the network of the nodes
   */
  readonly podCidrs?: readonly Cidr[];

  /**
   * Ranges of services, of the same versions of IP as those of pods, in the same order.
   * @default - `10.96.0.0/16`, or another one where that overlaps the network of the nodes
   */
  readonly serviceCidrs?: readonly Cidr[];

  /**
   * Length of the prefix that each node has of a pod range, in their order.
   * @default - 24 of IPv4, 64 of IPv6
   */
  readonly nodeCidrPrefixes?: readonly number[];
}

/** What cloud provider and storage driver of vSphere are told. */
export interface CloudProviderProps extends Pick<VsphereFacts, 'topology' | 'thumbprint' | 'storageDriver'> {
  /**
   * Host name or address of the vCenter.
   * @default - that of the `VCenter` that the cluster goes to
   */
  readonly server?: string;

  /**
   * Names of the datacenters that hold nodes, as in the inventory.
   * @default - that of the vCenter cluster
   */
  readonly datacenters?: readonly string[];
}

export interface KubernetesClusterProps extends ClusterRangesProps {
  /**
   * Its name: lower-case letters, digits and dashes.
   * @default - the construct id
   */
  readonly name?: string;

  readonly version: KubernetesVersion;

  /** The vCenter cluster that runs its nodes. */
  readonly on: IVcenterCluster;

  /**
   * The part of the vCenter cluster that its nodes draw on.
   * @default - all of it
   */
  readonly resourcePool?: IComputeResource;

  /** The network of its nodes: a port group, or a segment of NSX. */
  readonly network: INetwork;

  /** Where its nodes lie. A storage policy becomes its default storage class as well. */
  readonly storage: IMachineStorage;

  /**
   * Classes of volumes, by storage policies; the first is the default one.
   * @default - that of `storage`, where it is a policy whose name is known
   */
  readonly storageClasses?: readonly StorageClassProps[];

  /** Where its nodes get the secrets from that make them one cluster. */
  readonly bootstrap: Bootstrap;

  /** The network plugin. */
  readonly cni: Cni;

  /**
   * What installs its add-ons and keeps them as they are.
   * @default - nothing: somebody else does
   */
  readonly addons?: GitOps;

  /**
   * What cloud provider and storage driver of vSphere are told. Nodes take no pods before the provider has seen them.
   * @default - the vCenter and the datacenter that the nodes run in; no topology
   */
  readonly cloudProvider?: CloudProviderProps;

  readonly controlPlane: ControlPlaneProps;

  /** Its worker pools, by name. */
  readonly pools: Readonly<Record<string, NodePoolProps>>;

  /**
   * What its nodes are cloned from: an image of the Kubernetes image-builder, with cloud-init's datasource for VMware, of its version of
   * Kubernetes. Nodes that there are stay as they are when another one is given.
   * @default - the name that the image-builder gives to Ubuntu 24.04, such as `ubuntu-2404-kube-v1.34.4`
   */
  readonly template?: string | ITemplate;

  /**
   * What runs containers on its nodes, as the template has it.
   * @default Containerd.of({ version: '2.1' })
   */
  readonly containerd?: Containerd;

  /**
   * What names of nodes, of their VMs and of their guests begin with.
   * @default - the name of the cluster
   */
  readonly nodePrefix?: string;

  /**
   * The domain of services.
   * @default 'cluster.local'
   */
  readonly dnsDomain?: string;

  /**
   * How the API server runs, and by what names it is reached.
   * @default - port 6443, reached by its virtual IP
   */
  readonly apiServer?: ApiServerProps;

  /**
   * Name, or address, by which nodes and clients reach the API server. A name has to lead to the virtual IP.
   * @default - the virtual IP
   */
  readonly endpoint?: string;

  /**
   * What a namespace without labels of its own is held to.
   * @default PodSecurity.baseline({ exemptNamespaces: ['kube-system'] })
   */
  readonly podSecurity?: PodSecurity;

  /**
   * Feature gates that are switched against the default of the version, by name.
   * @default - none
   */
  readonly featureGates?: Readonly<Record<string, boolean>>;

  /**
   * How its nodes get their addresses.
   * @default NodeAddresses.dhcp()
   */
  readonly addresses?: NodeAddresses;

  /**
   * The image that holds the virtual IP.
   * @default - kube-vip v1.2.1, by its digest
   */
  readonly virtualIpImage?: OciImage;

  /**
   * Folder for its VMs: one that was made or looked up, or its path in the datacenter.
   * @default - the datacenter's own
   */
  readonly folder?: string | IFolder;

  /**
   * Tags on its VMs.
   * @default - none
   */
  readonly tags?: readonly ITag[];
}

/** A pool of a cluster that stands already, with the machines of it that the program knows. */
export interface KnownPoolProps extends StatedPoolProps {
  /**
   * The VMs that are its nodes, looked up or made by others: as many as nodes.
   * @default - not known
   */
  readonly machines?: Machines;
}

/** What is stated of a cluster that stands already. What is left out stays unknown, and what depends on it undecided. */
export interface KubernetesClusterAttributes extends ClusterRangesProps {
  /**
   * Its name: lower-case letters, digits and dashes.
   * @default - the construct id
   */
  readonly name?: string;

  readonly version: KubernetesVersion;

  /**
   * Where clients reach its API server: a host, and perhaps a port, such as `10.20.0.10:6443`.
   * @default - not known
   */
  readonly endpoint?: string;

  /**
   * The address that its control plane shares.
   * @default - not known
   */
  readonly virtualIp?: string;

  /** @default - not known */
  readonly cni?: Cni;

  /**
   * What a namespace without labels of its own is held to.
   * @default - not known
   */
  readonly podSecurity?: PodSecurity;

  /**
   * The networks of its nodes.
   * @default - not known
   */
  readonly networks?: readonly INetwork[];

  /**
   * The vCenter clusters that run its nodes.
   * @default - not known
   */
  readonly on?: readonly IVcenterCluster[];

  /**
   * Its worker pools, by name.
   * @default - not known
   */
  readonly pools?: Readonly<Record<string, KnownPoolProps>>;

  /**
   * Feature gates that are switched against the default of the version, by name.
   * @default - none
   */
  readonly featureGates?: Readonly<Record<string, boolean>>;
}
