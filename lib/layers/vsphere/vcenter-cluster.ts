import { ComputeCluster, type ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import { DataVsphereComputeCluster } from '@cdktf/provider-vsphere/lib/data-vsphere-compute-cluster';
import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkDistinct, checkFlag, checkKind, checkKinds, checkText, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { ADMISSION_CONTROL, DATACENTER, DRS, HOST, SWITCH } from '../kind';
import { AdmissionControl } from './admission-control';
import { needConnection } from './connection';
import type { IDatacenter } from './datacenter';
import type { IDistributedSwitch } from './distributed-switch';
import { Drs } from './drs';
import { EsxiHost, type IEsxiHost } from './esxi-host';
import { checkSpan } from './span';

/** A vSphere cluster, owned or looked up. */
export interface IVcenterCluster extends IConstruct {
  /** Managed object id, such as `domain-c8`. */
  readonly clusterId: string;
  /** Managed object id of its root resource pool, such as `resgroup-9`. */
  readonly resourcePoolId: string;
  /** Undefined where nobody said. */
  readonly datacenter?: IDatacenter;
  /** Its hosts; undefined where nobody said. */
  readonly hosts?: readonly IEsxiHost[];
}

/** How far a cluster may be filled. Terraform knows of neither. */
export interface ClusterLimitsProps {
  /**
   * vCPUs a physical core, at most.
   * @default - not declared
   */
  readonly cpuRatio?: number;

  /**
   * Configured memory of machines over memory of hosts, at most. Above 1 is overcommitment.
   * @default 1
   */
  readonly memoryRatio?: number;
}

export interface VcenterClusterProps extends ClusterLimitsProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  readonly datacenter: IDatacenter;

  /** Its hosts: at least one. */
  readonly hosts: Iterable<IEsxiHost>;

  /**
   * The switch its machines are attached to, which must span every host.
   * @default - not checked
   */
  readonly network?: IDistributedSwitch;

  /**
   * Whether vSphere HA restarts the machines of a failed host on the others. Host monitoring comes with it.
   *
   * HA must be off while vSAN is being enabled on a cluster.
   * @default true
   */
  readonly ha?: boolean;

  /**
   * What HA holds back for a failure.
   * @default AdmissionControl.resourcePercentage() where HA is on
   */
  readonly admissionControl?: AdmissionControl;

  /**
   * How machines are placed and moved.
   * @default Drs.fullyAutomated()
   */
  readonly drs?: Drs;

  /**
   * Whether vSAN is on.
   * @default - off in a new cluster
   */
  readonly vsan?: boolean;
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
}

const VCENTER_CLUSTER = Symbol.for('cdk-strata.VcenterCluster');

/** The cluster each host was handed to. */
const clusterOf = new WeakMap<IEsxiHost, IConstruct>();

/**
 * A vSphere cluster with HA and fully automated DRS.
 *
 * Its own hosts name the cluster and not the other way round, since the provider moves a host to and fro where both do
 * (hashicorp/terraform-provider-vsphere issues 1041 and 2543). Only where Terraform does not own every host, or admission
 * control dedicates failover hosts, does the cluster list them.
 *
 * @throws when it has no host, a host twice or a host of another cluster; when `network` does not span its hosts; when
 * admission control does not suit its hosts, or is given without HA
 */
export class VcenterCluster extends Construct implements IVcenterCluster {
  public static isVcenterCluster(x: unknown): x is VcenterCluster {
    return isBranded(x, VCENTER_CLUSTER);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: VcenterClusterLookup): IVcenterCluster {
    return new LookedUpVcenterCluster(scope, id, props);
  }

  /** One that exists, by its ids. */
  public static fromAttributes(scope: Construct, id: string, attributes: VcenterClusterAttributes): IVcenterCluster {
    return new KnownVcenterCluster(scope, id, attributes);
  }

  public readonly clusterId: string;
  public readonly resourcePoolId: string;
  public readonly datacenter: IDatacenter;
  public readonly hosts: readonly IEsxiHost[];
  public readonly resource: ComputeCluster;

  public constructor(scope: Construct, id: string, props: VcenterClusterProps) {
    super(scope, id);
    recordOrigin(this);
    brand(this, VCENTER_CLUSTER);
    needConnection(this);

    this.datacenter = checkKind(this, 'datacenter', props.datacenter, DATACENTER);
    this.hosts = checkKinds(this, 'hosts', props.hosts, HOST);
    if (this.hosts.length === 0) throw new ConstructError(this, 'a cluster needs at least one host, got none');
    claimHosts(this, this.hosts);
    checkSpan(
      this,
      this.hosts,
      ifGiven(props.network, (network) => checkKind(this, 'network', network, SWITCH)),
    );

    const ha = haConfig(this, props);
    const listsHosts = ha.haAdmissionControlFailoverHostSystemIds !== undefined || !this.hosts.every(EsxiHost.isEsxiHost);
    const { automationLevel } = checkKind(this, 'drs', props.drs ?? Drs.fullyAutomated(), DRS);
    this.resource = new ComputeCluster(this, 'Default', {
      name: checkText(this, 'name', props.name ?? id),
      datacenterId: this.datacenter.datacenterId,
      ...(listsHosts ? { hostSystemIds: this.hosts.map((host) => host.hostId) } : { hostManaged: true }),
      ...ha,
      drsEnabled: automationLevel !== undefined,
      drsAutomationLevel: automationLevel,
      vsanEnabled: ifGiven(props.vsan, (vsan) => checkFlag(this, 'vsan', vsan)),
    });
    this.clusterId = this.resource.id;
    this.resourcePoolId = this.resource.resourcePoolId;
    for (const host of this.hosts.filter(EsxiHost.isEsxiHost)) {
      host._join({ cluster: this, clusterId: this.clusterId, datacenter: this.datacenter, listedByCluster: listsHosts });
    }
    declareLimits(this, this.resource.node.path, props);
  }
}

class LookedUpVcenterCluster extends Construct implements IVcenterCluster {
  public readonly clusterId: string;
  public readonly resourcePoolId: string;
  public readonly datacenter: IDatacenter;
  public readonly hosts?: readonly IEsxiHost[];

  public constructor(scope: Construct, id: string, props: VcenterClusterLookup) {
    super(scope, id);
    recordOrigin(this);
    needConnection(this);
    this.datacenter = checkKind(this, 'datacenter', props.datacenter, DATACENTER);
    const lookup = new DataVsphereComputeCluster(this, 'Default', {
      name: checkText(this, 'name', props.name),
      datacenterId: this.datacenter.datacenterId,
    });
    this.clusterId = lookup.id;
    this.resourcePoolId = lookup.resourcePoolId;
    declareLimits(this, lookup.node.path, props);
    if (props.hosts === undefined) return;

    this.hosts = checkKinds(this, 'hosts', props.hosts, HOST);
    claimHosts(this, this.hosts);
    for (const host of this.hosts.filter(EsxiHost.isEsxiHost)) {
      host._join({ cluster: this, clusterId: this.clusterId, datacenter: this.datacenter, listedByCluster: false });
    }
    declare(this, { kind: 'cluster-hosts', of: lookup.node.path, hosts: this.hosts.map((host) => host.node.path) });
  }
}

class KnownVcenterCluster extends Construct implements IVcenterCluster {
  public readonly clusterId: string;
  public readonly resourcePoolId: string;
  public readonly datacenter?: IDatacenter;

  public constructor(scope: Construct, id: string, attributes: VcenterClusterAttributes) {
    super(scope, id);
    recordOrigin(this);
    this.clusterId = checkText(this, 'clusterId', attributes.clusterId);
    this.resourcePoolId = checkText(this, 'resourcePoolId', attributes.resourcePoolId);
    this.datacenter = ifGiven(attributes.datacenter, (datacenter) => checkKind(this, 'datacenter', datacenter, DATACENTER));
  }
}

function claimHosts(cluster: Construct, hosts: readonly IEsxiHost[]): void {
  checkDistinct(
    cluster,
    'hosts of a cluster',
    hosts.map((host) => host.hostname),
  );
  for (const host of hosts) {
    const other = clusterOf.get(host);
    if (other !== undefined) {
      throw new ConstructError(
        cluster,
        `host "${host.hostname}" (${host.node.path}) is in cluster ${other.node.path} already; a host is in one cluster`,
      );
    }
    clusterOf.set(host, cluster);
  }
}

function haConfig(cluster: VcenterCluster, { ha, admissionControl }: VcenterClusterProps): Partial<ComputeClusterConfig> {
  if (checkFlag(cluster, 'ha', ha ?? true)) {
    return {
      haEnabled: true,
      haHostMonitoring: 'enabled',
      ...checkKind(cluster, 'admissionControl', admissionControl ?? AdmissionControl.resourcePercentage(), ADMISSION_CONTROL)._bind(
        cluster,
        cluster.hosts,
      ),
    };
  }
  if (admissionControl === undefined) return { haEnabled: false };
  throw new ConstructError(cluster, 'admission control is part of HA, which is off; turn HA on, or leave out admissionControl');
}

function declareLimits(cluster: Construct, of: string, { cpuRatio, memoryRatio }: ClusterLimitsProps): void {
  if (cpuRatio === undefined && memoryRatio === undefined) return;
  declare(cluster, {
    kind: 'cluster-limits',
    of,
    ...(cpuRatio !== undefined && { cpuRatio: checkRatio(cluster, 'cpuRatio', cpuRatio) }),
    ...(memoryRatio !== undefined && { memoryRatio: checkRatio(cluster, 'memoryRatio', memoryRatio) }),
  });
}

/** A token is refused too: a limit is a statement to Strata, which Terraform never sees. */
function checkRatio(cluster: Construct, what: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new ConstructError(cluster, `${what} must be a number above 0 that is known at synthesis, got ${got(value)}`);
}
