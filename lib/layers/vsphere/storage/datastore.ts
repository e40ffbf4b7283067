import { DataVsphereDatastore } from '@cdktf/provider-vsphere/lib/data-vsphere-datastore';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkProps, checkText } from '../../check';
import { DATACENTER } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import type { IMachineStorage, MachineStorage } from './machine-storage';

/** Where the disks of virtual machines lie. */
export interface IDatastore extends IMachineStorage {
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

/** A datastore that exists: Terraform finds it. One that the stack owns is a `VmfsDatastore` or an `NfsDatastore`. */
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

  public get machineStorage(): MachineStorage {
    return { datastoreId: this.datastoreId };
  }
}

class LookedUpDatastore extends Datastore {
  public readonly datastoreId: string;

  public constructor(scope: Construct, id: string, props: DatastoreLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'datacenter']);
    recordOrigin(this);
    this.datastoreId = new DataVsphereDatastore(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
      datacenterId: checkKindHere(this, 'datacenter', props.datacenter, DATACENTER).datacenterId,
    }).id;
  }
}

class KnownDatastore extends Datastore {
  public readonly datastoreId: string;

  public constructor(scope: Construct, id: string, attributes: DatastoreAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['datastoreId']);
    recordOrigin(this);
    this.datastoreId = checkText(this, 'datastoreId', attributes.datastoreId);
  }
}
