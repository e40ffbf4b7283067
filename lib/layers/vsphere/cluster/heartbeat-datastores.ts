import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { DATASTORE } from '../../kind';
import { checkKindsHere } from '../connection';
import type { IDatastore } from '../storage/datastore';
import { NfsDatastore } from '../storage/nfs-datastore';
import { VmfsDatastore } from '../storage/vmfs-datastore';

/**
 * By which datastores HA tells a host that failed from one that is only cut off from the network. A vSAN datastore is none of them:
 * it fails with the network.
 */
export class HeartbeatDatastores {
  /** vCenter chooses among all that the hosts share. */
  public static automatic(): HeartbeatDatastores {
    return new HeartbeatDatastores('allFeasibleDs', undefined);
  }

  /**
   * These first; vCenter adds others where they do not suffice.
   *
   * @throws (once in a cluster) when there is none
   */
  public static preferred(datastores: readonly IDatastore[]): HeartbeatDatastores {
    return new HeartbeatDatastores('allFeasibleDsWithUserPreference', datastores);
  }

  /**
   * These and no others. vCenter wants two for each host.
   *
   * @throws (once in a cluster) when there is none
   */
  public static only(datastores: readonly IDatastore[]): HeartbeatDatastores {
    return new HeartbeatDatastores('userSelectedDs', datastores);
  }

  private constructor(
    private readonly policy: string,
    private readonly datastores: readonly IDatastore[] | undefined,
  ) {}

  /**
   * Whether some are made here, on hosts: a cluster that names them comes after those hosts.
   *
   * @internal
   */
  public _areMade(): boolean {
    return [...(this.datastores ?? [])].some((datastore) => VmfsDatastore.isVmfsDatastore(datastore) || NfsDatastore.isNfsDatastore(datastore));
  }

  /** @internal */
  public _heartbeats(cluster: IConstruct): Partial<ComputeClusterConfig> {
    if (this.datastores === undefined) return { haHeartbeatDatastorePolicy: this.policy };
    const datastores = checkKindsHere(cluster, 'heartbeat datastores', this.datastores, DATASTORE);
    if (datastores.length === 0) {
      throw new ConstructError(
        cluster,
        'heartbeat datastores must be at least one, got none; `HeartbeatDatastores.automatic()` leaves the choice to vCenter',
      );
    }
    return {
      haHeartbeatDatastorePolicy: this.policy,
      haHeartbeatDatastoreIds: [...new Set(datastores)].map((datastore) => datastore.datastoreId),
    };
  }
}
