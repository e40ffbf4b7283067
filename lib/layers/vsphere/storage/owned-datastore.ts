import type { Construct } from 'constructs';
import { checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATASTORE_CLUSTER } from '../../kind';
import { checkKindHere } from '../connection';
import type { IDatastoreCluster } from './datastore-cluster';
import { folderPathOf, type IFolder } from '../folder';
import { type ITag, tagIds } from '../access/tags';

/** What datastores that the stack owns have in common. */
export interface OwnedDatastoreProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * Folder for it: a folder of datastores, or its path in the datacenter, such as `prod/fast`. Not together with
   * `datastoreCluster`.
   * @default - the datacenter's own
   */
  readonly folder?: string | IFolder;

  /**
   * The datastore cluster it belongs to.
   * @default - none
   */
  readonly datastoreCluster?: IDatastoreCluster;

  /**
   * Its tags.
   * @default - none
   */
  readonly tags?: readonly ITag[];
}

export interface OwnedDatastoreConfig {
  readonly name: string;
  readonly folder?: string;
  readonly datastoreClusterId?: string;
  readonly tags?: string[];
}

/** What datastores that the stack owns have in common, as their resources take it. */
export function ownedDatastoreConfig(datastore: Construct, props: OwnedDatastoreProps): OwnedDatastoreConfig {
  if (props.folder !== undefined && props.datastoreCluster !== undefined) {
    throw new ConstructError(datastore, 'a datastore lies in a folder or in a datastore cluster; leave folder out, and give it to the cluster');
  }
  return {
    name: checkText(datastore, 'name', props.name ?? datastore.node.id),
    folder: folderPathOf(datastore, props.folder, 'datastore'),
    datastoreClusterId: ifGiven(
      props.datastoreCluster,
      (cluster) => checkKindHere(datastore, 'datastoreCluster', cluster, DATASTORE_CLUSTER).datastoreClusterId,
    ),
    tags: tagIds(datastore, props.tags, 'Datastore'),
  };
}
