import type { IConstruct } from 'constructs';
import type { IDatacenter } from '../datacenter';
import type { IDatastore } from '../storage/datastore';
import type { IEsxiHost } from '../host/esxi-host';
import type { HostFailures } from './host-failures';

/** What runs virtual machines: a cluster, or a resource pool of one. */
export interface IComputeResource extends IConstruct {
  /** Managed object id of the pool that machines draw on, such as `resgroup-9`. */
  readonly resourcePoolId: string;
  /** Managed object id of the cluster, such as `domain-c8`; undefined on a standalone host, or where nobody said. */
  readonly clusterId?: string;
  /** Undefined where nobody said. */
  readonly datacenter?: IDatacenter;
  /** The hosts its machines may run on; undefined where nobody said. */
  readonly hosts?: readonly IEsxiHost[];
}

/** A vSphere cluster, owned or looked up. */
export interface IVcenterCluster extends IComputeResource {
  /** Managed object id, such as `domain-c8`. */
  readonly clusterId: string;
  /** Datastore of its vSAN. */
  readonly vsanDatastore?: IDatastore;
  /** Failures after which its machines must still fit; undefined where nobody declared any. */
  readonly tolerates?: HostFailures;
}
