import { DataVsphereDatastore } from '@cdktf/provider-vsphere/lib/data-vsphere-datastore';
import type { ITerraformDependable } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../../estate/declaration';
import { recordOrigin } from '../../../estate/origin';
import { ConstructError } from '../../construct-error';
import { connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import type { IDatastore } from '../storage/datastore';
import type { MachineStorage } from '../storage/machine-storage';

export interface VsanDatastoreProps {
  /** Name in vCenter. */
  readonly name: string;
  readonly datacenter: IDatacenter;
  /** Construct path of the cluster's element. */
  readonly cluster: string;
  /** What it comes with: the cluster and its hosts. */
  readonly bringers: ITerraformDependable[];
}

/** The datastore of an owned cluster's vSAN: vCenter makes it, Terraform finds it. */
export class VsanDatastore extends Construct implements IDatastore {
  public readonly datastoreId: string;

  public constructor(scope: Construct, id: string, { name, datacenter, cluster, bringers }: VsanDatastoreProps) {
    super(scope, id);
    recordOrigin(this);
    const lookup = new DataVsphereDatastore(this, 'Default', {
      provider: connectionOf(this),
      name,
      datacenterId: datacenter.datacenterId,
      dependsOn: bringers,
    });
    this.datastoreId = lookup.id;
    declare(this, { kind: 'vsan-datastore', of: lookup.node.path, cluster });
  }

  public get machineStorage(): MachineStorage {
    return { datastoreId: this.datastoreId };
  }
}

/** Which cluster has a datastore of which name. */
const claims = new WeakMap<IDatacenter, Map<string, IConstruct>>();

/** Throws where another cluster of the datacenter has a datastore of that name. */
export function claimVsanDatastore(cluster: IConstruct, datacenter: IDatacenter, name: string): void {
  const names = claims.get(datacenter) ?? new Map<string, IConstruct>();
  claims.set(datacenter, names);
  const other = names.get(name);
  if (other !== undefined) {
    throw new ConstructError(
      cluster,
      `the vSAN datastore of ${other.node.path} is "${name}" already, and vCenter gives a name once in a datacenter; say by datastoreName what this one is called, "${name} (1)" unless somebody renames it`,
    );
  }
  names.set(name, cluster);
}
