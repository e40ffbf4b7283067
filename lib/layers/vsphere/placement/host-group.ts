import { ComputeClusterHostGroup } from '@cdktf/provider-vsphere/lib/compute-cluster-host-group';
import { DataVsphereComputeClusterHostGroup } from '@cdktf/provider-vsphere/lib/data-vsphere-compute-cluster-host-group';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkDistinct, checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLUSTER, HOST } from '../../kind';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { IEsxiHost } from '../host/esxi-host';
import { nameOfPath, takeGroupName } from './placement';
import type { IVcenterCluster } from '../cluster/vcenter-cluster';

/** ESXi hosts of a cluster that VM-host rules speak of. */
export interface IHostGroup extends IConstruct {
  /** Name in its cluster, which no other group has, of hosts or of machines. */
  readonly hostGroupName: string;
  readonly cluster: IVcenterCluster;
}

export interface HostGroupProps {
  /**
   * Name in its cluster, which no other group has, of hosts or of machines.
   * @default - the construct path, with dashes
   */
  readonly name?: string;

  readonly cluster: IVcenterCluster;

  /** Hosts of the cluster, at least one, each once. */
  readonly hosts: Iterable<IEsxiHost>;
}

export interface HostGroupLookup {
  /** Name in its cluster. */
  readonly name: string;

  readonly cluster: IVcenterCluster;
}

export interface HostGroupAttributes {
  /** Name in its cluster. */
  readonly hostGroupName: string;

  readonly cluster: IVcenterCluster;
}

const HOST_GROUP = Symbol.for('cdk-strata.HostGroup');

/**
 * A group of ESXi hosts.
 *
 * @throws when there is no host, one stands twice or is not of the cluster, as far as its hosts are known, or the cluster has another
 * group of the name
 */
export class HostGroup extends Construct implements IHostGroup {
  public static isHostGroup(x: unknown): x is HostGroup {
    return isBranded(x, HOST_GROUP);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: HostGroupLookup): IHostGroup {
    return new LookedUpHostGroup(scope, id, props);
  }

  /** One that exists, by its name. */
  public static fromAttributes(scope: Construct, id: string, attributes: HostGroupAttributes): IHostGroup {
    return new KnownHostGroup(scope, id, attributes);
  }

  public readonly hostGroupName: string;
  public readonly cluster: IVcenterCluster;
  public readonly resource: ComputeClusterHostGroup;

  public constructor(scope: Construct, id: string, props: HostGroupProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['cluster', 'hosts']);
    recordOrigin(this);
    brand(this, HOST_GROUP);
    this.cluster = checkKindHere(this, 'cluster', props.cluster, CLUSTER);
    const hosts = checkKindsHere(this, 'hosts', props.hosts, HOST);
    checkMembers(this, this.cluster, hosts);
    this.resource = new ComputeClusterHostGroup(this, 'Default', {
      provider: connectionOf(this),
      name: takeGroupName(this, this.cluster, checkText(this, 'name', props.name ?? nameOfPath(this))),
      computeClusterId: this.cluster.clusterId,
      hostSystemIds: hosts.map((host) => host.hostId),
    });
    this.hostGroupName = this.resource.name; // a reference, so that rules wait for the group
  }
}

class LookedUpHostGroup extends Construct implements IHostGroup {
  public readonly hostGroupName: string;
  public readonly cluster: IVcenterCluster;

  public constructor(scope: Construct, id: string, props: HostGroupLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'cluster']);
    recordOrigin(this);
    this.cluster = checkKindHere(this, 'cluster', props.cluster, CLUSTER);
    this.hostGroupName = new DataVsphereComputeClusterHostGroup(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
      computeClusterId: this.cluster.clusterId,
    }).name;
  }
}

class KnownHostGroup extends Construct implements IHostGroup {
  public readonly hostGroupName: string;
  public readonly cluster: IVcenterCluster;

  public constructor(scope: Construct, id: string, attributes: HostGroupAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['hostGroupName', 'cluster']);
    recordOrigin(this);
    this.hostGroupName = checkText(this, 'hostGroupName', attributes.hostGroupName);
    this.cluster = checkKindHere(this, 'cluster', attributes.cluster, CLUSTER);
  }
}

function checkMembers(group: Construct, cluster: IVcenterCluster, hosts: readonly IEsxiHost[]): void {
  if (hosts.length === 0) throw new ConstructError(group, 'a host group needs at least one host, got none');
  checkDistinct(
    group,
    'hosts of a group',
    hosts.map((host) => host.hostname),
  );
  const stranger = hosts.find((host) => !mayBeOf(cluster, host));
  if (stranger === undefined) return;
  throw new ConstructError(group, `host "${stranger.hostname}" is none of those of ${cluster.node.path}; name hosts of the cluster`);
}

/** Whether a host may be one of those of a cluster: one that is known by its id may be any that is known by name. */
function mayBeOf({ hosts }: IVcenterCluster, host: IEsxiHost): boolean {
  return hosts?.some((each) => each.hostname === host.hostname || isNamed(each) !== isNamed(host)) ?? true;
}

function isNamed(host: IEsxiHost): boolean {
  return host.hostname !== host.hostId;
}
