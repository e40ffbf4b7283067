import { DataVsphereDatastore } from '@cdktf/provider-vsphere/lib/data-vsphere-datastore';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../estate/origin';
import { checkKind, checkText } from '../check';
import { DATACENTER } from '../kind';
import { needConnection } from './connection';
import type { IDatacenter } from './datacenter';

/** Where the disks of virtual machines lie. */
export interface IDatastore extends IConstruct {
  /** Managed object id, such as `datastore-17`. */
  readonly datastoreId: string;
}

export interface DatastoreLookup {
  /** Name in vCenter. */
  readonly name: string;

  readonly datacenter: IDatacenter;
}

export interface DatastoreAttributes {
  /** Managed object id, such as `datastore-17`. */
  readonly datastoreId: string;
}

/** A datastore that exists: hosts or a storage array bring it, Terraform finds it. */
export abstract class Datastore extends Construct implements IDatastore {
  /** Found by its name when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: DatastoreLookup): IDatastore {
    return new LookedUpDatastore(scope, id, props);
  }

  /** By its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: DatastoreAttributes): IDatastore {
    return new KnownDatastore(scope, id, attributes);
  }

  public abstract readonly datastoreId: string;
}

class LookedUpDatastore extends Datastore {
  public readonly datastoreId: string;

  public constructor(scope: Construct, id: string, props: DatastoreLookup) {
    super(scope, id);
    recordOrigin(this);
    needConnection(this);
    this.datastoreId = new DataVsphereDatastore(this, 'Default', {
      name: checkText(this, 'name', props.name),
      datacenterId: checkKind(this, 'datacenter', props.datacenter, DATACENTER).datacenterId,
    }).id;
  }
}

class KnownDatastore extends Datastore {
  public readonly datastoreId: string;

  public constructor(scope: Construct, id: string, attributes: DatastoreAttributes) {
    super(scope, id);
    recordOrigin(this);
    this.datastoreId = checkText(this, 'datastoreId', attributes.datastoreId);
  }
}
