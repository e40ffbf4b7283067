import type { IConstruct } from 'constructs';

/** A vSphere datacenter, owned or looked up. */
export interface IDatacenter extends IConstruct {
  /** Managed object id, such as `datacenter-2`. */
  readonly datacenterId: string;
  /** Its name in vCenter; undefined where nobody said. */
  readonly datacenterName?: string;
}

/** What a folder holds: virtual machines and templates, hosts and clusters, datastores, networks and switches, or datacenters. */
export type FolderType = 'vm' | 'host' | 'datastore' | 'network' | 'datacenter';

/** A folder of the inventory, owned or looked up. */
export interface IFolder extends IConstruct {
  /** Path below the datacenter's folder of its type, such as `prod/web`; of a folder of datacenters, below the root. */
  readonly folderPath: string;
  /** Undefined where nobody said. */
  readonly folderType?: FolderType;
  /** Managed object id, such as `group-v42`; undefined where nobody said. */
  readonly folderId?: string;
  /** Undefined for a folder of datacenters, and where nobody said. */
  readonly datacenter?: IDatacenter;
}
