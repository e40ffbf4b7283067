import type { Duration } from 'cdk8s';
import type { AdmissionControl } from './admission-control';
import type { ClusterLimitsProps } from './cluster-limits';
import type { IDatacenter } from '../datacenter';
import type { IDatastore } from '../storage/datastore';
import type { IDistributedSwitch } from '../network/distributed-switch';
import type { Drs } from './drs';
import type { IEsxiHost } from '../host/esxi-host';
import type { EvcMode } from './evc-mode';
import type { IFolder } from '../folder';
import type { HighAvailability } from './high-availability';
import type { HostImageProps } from './host-image';
import type { PowerManagement } from './power-management';
import type { ProactiveHa } from './proactive-ha';
import type { ITag } from '../access/tags';
import type { Vsan } from '../vsan/vsan';

export interface VcenterClusterProps extends ClusterLimitsProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  readonly datacenter: IDatacenter;

  /**
   * Folder of hosts and clusters that it lies in.
   * @default - the datacenter's own
   */
  readonly folder?: string | IFolder;

  /** Its hosts: at least one. */
  readonly hosts: Iterable<IEsxiHost>;

  /**
   * The switch its machines are attached to, which must span every host.
   * @default - not checked
   */
  readonly network?: IDistributedSwitch;

  /**
   * Whether, and how, vSphere HA restarts the machines of a failed host on the others. Host monitoring comes with it.
   * @default true
   */
  readonly ha?: boolean | HighAvailability;

  /**
   * What HA holds back for a failure.
   * @default AdmissionControl.resourcePercentage() where HA is on
   */
  readonly admissionControl?: AdmissionControl;

  /**
   * Whether machines leave hosts that their vendor reports as degraded. Takes DRS.
   * @default - off
   */
  readonly proactiveHa?: ProactiveHa;

  /**
   * How machines are placed and moved.
   * @default Drs.fullyAutomated()
   */
  readonly drs?: Drs;

  /**
   * Whether hosts are switched off while there is little load. Takes DRS.
   * @default - they are not
   */
  readonly powerManagement?: PowerManagement;

  /**
   * Which CPU the hosts pretend to be, at most.
   * @default - each its own
   */
  readonly evc?: EvcMode;

  /**
   * The disks of its hosts as one datastore.
   * @default - off in a new cluster
   */
  readonly vsan?: Vsan;

  /**
   * Whether this is the apply that enables vSAN: HA must be off while vSAN is being enabled, also in the apply that makes the cluster (the
   * provider's page of `vsphere_compute_cluster`). Make the first apply of a vSAN cluster with `bringUp: true`, in which HA and its admission
   * control are off, and the second without, which turns them on.
   * @default false
   */
  readonly bringUp?: boolean;

  /**
   * The image that its hosts run. A cluster that had one cannot go without again.
   * @default - hosts keep what they have
   */
  readonly hostImage?: HostImageProps;

  /**
   * How long a host may take to enter maintenance when it leaves the cluster's list of hosts, in whole seconds up to a week.
   * @default Duration.hours(1)
   */
  readonly hostExitTimeout?: Duration;

  /** @default - none */
  readonly tags?: readonly ITag[];
}

export interface VcenterClusterLookup extends ClusterLimitsProps {
  /** Name in vCenter. */
  readonly name: string;

  readonly datacenter: IDatacenter;

  /**
   * All of its hosts.
   * @default - not known: what depends on its capacity is undecided
   */
  readonly hosts?: Iterable<IEsxiHost>;

  /**
   * Datastore of its vSAN.
   * @default - not known, or none
   */
  readonly vsanDatastore?: IDatastore;
}

export interface VcenterClusterAttributes {
  /** Managed object id, such as `domain-c8`. */
  readonly clusterId: string;

  /** Managed object id of its root resource pool, such as `resgroup-9`. */
  readonly resourcePoolId: string;

  /**
   * The datacenter it is in.
   * @default - not known
   */
  readonly datacenter?: IDatacenter;

  /**
   * Datastore of its vSAN.
   * @default - not known, or none
   */
  readonly vsanDatastore?: IDatastore;
}
