import { DataVsphereDatastoreCluster } from '@cdktf/provider-vsphere/lib/data-vsphere-datastore-cluster';
import { DatastoreCluster as DatastoreClusterResource } from '@cdktf/provider-vsphere/lib/datastore-cluster';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkKind, checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATACENTER, STORAGE_DRS } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import { folderPathOf, type IFolder } from '../folder';
import type { IMachineStorage, MachineStorage } from './machine-storage';
import { StorageDrs } from './storage-drs';
import { type ITag, tagIds } from '../access/tags';

/** Datastores that machines name as one: Storage DRS chooses among them. */
export interface IDatastoreCluster extends IMachineStorage {
  /** Managed object id, such as `group-p42`. */
  readonly datastoreClusterId: string;
}

export interface DatastoreClusterProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  readonly datacenter: IDatacenter;

  /**
   * What Storage DRS does by itself.
   * @default StorageDrs.manual()
   */
  readonly storageDrs?: StorageDrs;

  /**
   * Folder for it: a folder of datastores, or its path in the datacenter, such as `prod/fast`.
   * @default - the datacenter's own
   */
  readonly folder?: string | IFolder;

  /**
   * Its tags.
   * @default - none
   */
  readonly tags?: readonly ITag[];
}

export interface DatastoreClusterLookup {
  /** Name in vCenter. */
  readonly name: string;

  readonly datacenter: IDatacenter;
}

export interface DatastoreClusterAttributes {
  /** Managed object id, such as `group-p42`. */
  readonly datastoreClusterId: string;
}

const BRAND = Symbol.for('cdk-strata.DatastoreCluster');

/**
 * A datastore cluster that the stack owns. A datastore joins it by its `datastoreCluster`.
 *
 * @throws when `storageDrs` has a threshold out of bounds; when machines are put on it and Storage DRS is off
 */
export class DatastoreCluster extends Construct implements IDatastoreCluster {
  public static isDatastoreCluster(x: unknown): x is DatastoreCluster {
    return isBranded(x, BRAND);
  }

  /** One that exists, found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: DatastoreClusterLookup): IDatastoreCluster {
    return new LookedUpDatastoreCluster(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: DatastoreClusterAttributes): IDatastoreCluster {
    return new KnownDatastoreCluster(scope, id, attributes);
  }

  public readonly datastoreClusterId: string;
  public readonly resource: DatastoreClusterResource;

  private readonly storageDrs: StorageDrs;

  public constructor(scope: Construct, id: string, props: DatastoreClusterProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['datacenter']);
    recordOrigin(this);
    brand(this, BRAND);
    this.storageDrs = checkKind(this, 'storageDrs', props.storageDrs ?? StorageDrs.manual(), STORAGE_DRS);
    this.resource = new DatastoreClusterResource(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      datacenterId: checkKindHere(this, 'datacenter', props.datacenter, DATACENTER).datacenterId,
      folder: folderPathOf(this, props.folder, 'datastore'),
      tags: tagIds(this, props.tags, 'StoragePod'),
      ...this.storageDrs._bind(this),
    });
    this.datastoreClusterId = this.resource.id;
  }

  public get machineStorage(): MachineStorage {
    if (this.storageDrs.storageDrsAutomation !== undefined) return { datastoreClusterId: this.datastoreClusterId };
    throw new ConstructError(
      this,
      'Storage DRS is off, so nothing chooses a datastore for a machine; name a datastore there, or take StorageDrs.manual()',
    );
  }
}

class LookedUpDatastoreCluster extends Construct implements IDatastoreCluster {
  public readonly datastoreClusterId: string;

  public constructor(scope: Construct, id: string, props: DatastoreClusterLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'datacenter']);
    recordOrigin(this);
    this.datastoreClusterId = new DataVsphereDatastoreCluster(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
      datacenterId: checkKindHere(this, 'datacenter', props.datacenter, DATACENTER).datacenterId,
    }).id;
  }

  public get machineStorage(): MachineStorage {
    return { datastoreClusterId: this.datastoreClusterId };
  }
}

class KnownDatastoreCluster extends Construct implements IDatastoreCluster {
  public readonly datastoreClusterId: string;

  public constructor(scope: Construct, id: string, attributes: DatastoreClusterAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['datastoreClusterId']);
    recordOrigin(this);
    this.datastoreClusterId = checkText(this, 'datastoreClusterId', attributes.datastoreClusterId);
  }

  public get machineStorage(): MachineStorage {
    return { datastoreClusterId: this.datastoreClusterId };
  }
}
