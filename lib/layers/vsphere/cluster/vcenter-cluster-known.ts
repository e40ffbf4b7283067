import { DataVsphereComputeCluster } from '@cdktf/provider-vsphere/lib/data-vsphere-compute-cluster';
import { Construct } from 'constructs';
import { declare } from '../../../estate/declaration';
import { recordOrigin } from '../../../estate/origin';
import { checkProps, checkText, ifGiven } from '../../check';
import { DATACENTER, DATASTORE, HOST } from '../../kind';
import { claimHosts } from './cluster-hosts';
import type { HostFailures } from './host-failures';
import { checkTolerates, declareLimits, declareResidents } from './cluster-limits';
import type { IVcenterCluster } from './compute-resource';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import type { IDatastore } from '../storage/datastore';
import { EsxiHost, type IEsxiHost } from '../host/esxi-host';
import type { VcenterClusterAttributes, VcenterClusterLookup } from './vcenter-cluster-props';

/** One that exists, found by its name. */
export class LookedUpVcenterCluster extends Construct implements IVcenterCluster {
  public readonly clusterId: string;
  public readonly resourcePoolId: string;
  public readonly datacenter: IDatacenter;
  public readonly hosts?: readonly IEsxiHost[];
  public readonly vsanDatastore?: IDatastore;
  public readonly tolerates?: HostFailures;

  public constructor(scope: Construct, id: string, props: VcenterClusterLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'datacenter']);
    recordOrigin(this);
    this.datacenter = checkKindHere(this, 'datacenter', props.datacenter, DATACENTER);
    this.vsanDatastore = ifGiven(props.vsanDatastore, (datastore) => checkKindHere(this, 'vsanDatastore', datastore, DATASTORE));
    const lookup = new DataVsphereComputeCluster(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
      datacenterId: this.datacenter.datacenterId,
    });
    this.clusterId = lookup.id;
    this.resourcePoolId = lookup.resourcePoolId;
    declareLimits(this, lookup.node.path, props);
    this.tolerates = props.tolerates;
    declareResidents(this, lookup.node.path, props, true);
    if (props.hosts === undefined) return;

    this.hosts = checkKindsHere(this, 'hosts', props.hosts, HOST);
    claimHosts(this, this.hosts);
    checkTolerates(this, this.hosts, props.tolerates);
    for (const host of this.hosts.filter(EsxiHost.isEsxiHost)) {
      host._join({ cluster: this, clusterId: this.clusterId, datacenter: this.datacenter, listedByCluster: false });
    }
    declare(this, { kind: 'cluster-hosts', of: lookup.node.path, hosts: this.hosts.map((host) => host.node.path) });
  }
}

/** One that exists, by its ids. */
export class KnownVcenterCluster extends Construct implements IVcenterCluster {
  public readonly clusterId: string;
  public readonly resourcePoolId: string;
  public readonly datacenter?: IDatacenter;
  public readonly vsanDatastore?: IDatastore;

  public constructor(scope: Construct, id: string, attributes: VcenterClusterAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['clusterId', 'resourcePoolId']);
    recordOrigin(this);
    this.clusterId = checkText(this, 'clusterId', attributes.clusterId);
    this.resourcePoolId = checkText(this, 'resourcePoolId', attributes.resourcePoolId);
    this.datacenter = ifGiven(attributes.datacenter, (datacenter) => checkKindHere(this, 'datacenter', datacenter, DATACENTER));
    this.vsanDatastore = ifGiven(attributes.vsanDatastore, (datastore) => checkKindHere(this, 'vsanDatastore', datastore, DATASTORE));
  }
}
