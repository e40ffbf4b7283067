import { ComputeCluster } from '@cdktf/provider-vsphere/lib/compute-cluster';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkKind, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATACENTER, EVC_MODE, HOST, SWITCH, VSAN } from '../../kind';
import { joiningHosts } from './await-hosts';
import { claimHosts, listHosts } from './cluster-hosts';
import { checkTolerates, declareLimits, declareResidents } from './cluster-limits';
import { availabilityOf, isBringUp, schedulingOf } from './cluster-services';
import type { IVcenterCluster } from './compute-resource';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import type { HostFailures } from './host-failures';
import type { IDatastore } from '../storage/datastore';
import { checkSeconds } from '../durations';
import { EsxiHost, type IEsxiHost } from '../host/esxi-host';
import { checkEvc } from './evc-mode';
import { folderPathOf } from '../folder';
import { noteCluster } from './owned-clusters';
import { hostImageOf } from './host-image';
import { checkSpan } from './span';
import { tagIds } from '../access/tags';
import { KnownVcenterCluster, LookedUpVcenterCluster } from './vcenter-cluster-known';
import type { VcenterClusterAttributes, VcenterClusterLookup, VcenterClusterProps } from './vcenter-cluster-props';
import { claimVsanDatastore, VsanDatastore } from '../vsan/vsan-datastore';

export type { ClusterLimitsProps } from './cluster-limits';
export type { IVcenterCluster } from './compute-resource';
export type { VcenterClusterAttributes, VcenterClusterLookup, VcenterClusterProps } from './vcenter-cluster-props';

const VCENTER_CLUSTER = Symbol.for('cdk-strata.VcenterCluster');

const EXIT_SECONDS = { low: 0, high: 604_800 }; // the provider's schema of `host_cluster_exit_timeout`

/**
 * A vSphere cluster with HA and fully automated DRS.
 *
 * Its own hosts name the cluster and not the other way round, since the provider moves a host to and fro where both do
 * (hashicorp/terraform-provider-vsphere issues 1041 and 2543). Only where Terraform does not own every host, admission control
 * dedicates failover hosts, HA has heartbeat datastores that are made here, or vSAN has fault domains, sites or disk groups, does the
 * cluster list them.
 *
 * @throws when it has no host, a host twice or a host of another cluster; when `network` does not span its hosts; when admission
 * control does not suit its hosts, or is given without HA; when `powerManagement` or `proactiveHa` is given without DRS; when a host is
 * seen not to run the EVC mode; when vSAN is asked for what excludes something else, does not suit the hosts, or has a datastore of
 * another cluster's name; when it is to tolerate the failure of all it has; when `bringUp` is given without vSAN or HA
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
  public readonly tolerates?: HostFailures;
  public readonly resource: ComputeCluster;
  private readonly datastoreName?: string;
  private datastore?: IDatastore;

  public constructor(scope: Construct, id: string, props: VcenterClusterProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['datacenter', 'hosts']);
    recordOrigin(this);
    brand(this, VCENTER_CLUSTER);

    this.datacenter = checkKindHere(this, 'datacenter', props.datacenter, DATACENTER);
    this.hosts = checkKindsHere(this, 'hosts', props.hosts, HOST);
    if (this.hosts.length === 0) throw new ConstructError(this, 'a cluster needs at least one host, got none');
    claimHosts(this, this.hosts);
    checkTolerates(this, this.hosts, props.tolerates);
    this.tolerates = props.tolerates;
    checkSpan(
      this,
      this.hosts,
      ifGiven(props.network, (network) => checkKindHere(this, 'network', network, SWITCH)),
    );

    const ha = availabilityOf(this, this.hosts, props);
    const vsan = ifGiven(props.vsan, (each) => checkKind(this, 'vsan', each, VSAN));
    const storage = vsan?._storage(this, this.hosts);
    const bringUp = isBringUp(this, props);
    // The same hosts are listed in every apply, also in the one without HA: else they would move from one to the other.
    const listsHosts =
      ha.haAdmissionControlFailoverHostSystemIds !== undefined ||
      (typeof props.ha === 'object' && props.ha._followsHosts()) ||
      storage?.listsHosts === true ||
      !this.hosts.every(EsxiHost.isEsxiHost);
    this.resource = new ComputeCluster(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      datacenterId: this.datacenter.datacenterId,
      folder: folderPathOf(this, props.folder, 'host'),
      ...(listsHosts ? { hostSystemIds: listHosts(this, this.hosts) } : { hostManaged: true }),
      hostClusterExitTimeout: ifGiven(props.hostExitTimeout, (timeout) => checkSeconds(this, 'hostExitTimeout', timeout, EXIT_SECONDS)),
      ...(bringUp ? { haEnabled: false } : ha),
      ...schedulingOf(this, props),
      ...storage?.config,
      hostImage: ifGiven(props.hostImage, (image) => hostImageOf(this, image)),
      ...(storage !== undefined && storage.awaits.length > 0 && { dependsOn: storage.awaits }),
      tags: tagIds(this, props.tags, 'ClusterComputeResource'),
    });
    // The bindings are older than the attribute.
    const evc = ifGiven(props.evc, (mode) => checkEvc(this, checkKind(this, 'evc', mode, EVC_MODE), this.hosts));
    if (evc !== undefined) this.resource.addOverride('evc_mode', evc);

    this.clusterId = this.resource.id;
    noteCluster(this, this.clusterId);
    this.resourcePoolId = this.resource.resourcePoolId;
    for (const host of this.hosts.filter(EsxiHost.isEsxiHost)) {
      host._join({ cluster: this, clusterId: this.clusterId, datacenter: this.datacenter, listedByCluster: listsHosts });
    }
    if (vsan !== undefined) {
      this.datastoreName = vsan._datastoreName(this);
      claimVsanDatastore(this, this.datacenter, this.datastoreName);
    }
    declareLimits(this, this.resource.node.path, props, bringUp);
    declareResidents(this, this.resource.node.path, props, false);
  }

  /**
   * Datastore of its vSAN, found by its name once the cluster and its hosts are there.
   *
   * @throws when the cluster has no vSAN
   */
  public get vsanDatastore(): IDatastore {
    if (this.datastoreName === undefined) {
      throw new ConstructError(this, 'the cluster has no vSAN, and so no vSAN datastore; give it one, such as `vsan: Vsan.esa()`');
    }
    this.datastore ??= new VsanDatastore(this, 'vsan-datastore', {
      name: this.datastoreName,
      datacenter: this.datacenter,
      cluster: this.resource.node.path,
      bringers: [this.resource, ...joiningHosts(TerraformStack.of(this), this)],
    });
    return this.datastore;
  }
}
