import type { Field } from '../value';
import type { Members, ObjectId } from '../object';
import type { VsphereObject } from './object';
import type { VsanRedundancy } from './vsan';

export interface Datastore extends VsphereObject {
  readonly datacenter: Field<ObjectId | null>;
  /** `vmfs` or `nfs` of one the app owns, `vsan` of one that is declared as a cluster's; null where nobody said. */
  readonly type: 'vmfs' | 'nfs' | 'vsan' | null;
  /** Hosts that mount it. */
  readonly hosts: Members;
  readonly datastoreCluster: Field<ObjectId | null>;
  /** Declared: the cluster whose vSAN it is. */
  readonly vsanOf?: ObjectId;
}

export interface DatastoreCluster extends VsphereObject {
  readonly datacenter: Field<ObjectId | null>;
  readonly sdrsEnabled: Field<boolean>;
}

export interface StoragePolicy extends VsphereObject {
  /** Declared: how vSAN keeps what follows it. */
  readonly redundancy?: VsanRedundancy;
  /** Declared: the cluster on whose vSAN it is used. */
  readonly cluster?: ObjectId;
}
