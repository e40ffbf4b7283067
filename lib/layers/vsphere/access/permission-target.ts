import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { CLUSTER, COMPUTE_RESOURCE, DATACENTER, DATASTORE, DATASTORE_CLUSTER, FOLDER, HOST, type Kind, MACHINE, NETWORK, SWITCH } from '../../kind';
import type { IComputeResource } from '../cluster/compute-resource';
import { checkKindHere } from '../connection';
import type { IDatacenter } from '../datacenter';
import type { IDatastore } from '../storage/datastore';
import type { IDatastoreCluster } from '../storage/datastore-cluster';
import type { IDistributedSwitch } from '../network/distributed-switch';
import type { IEsxiHost } from '../host/esxi-host';
import type { IFolder } from '../folder';
import { networkIdOf } from '../network/network-id';
import type { INetwork } from '../network/network';
import type { IPortGroup } from '../network/port-group';
import type { IVcenterCluster } from '../cluster/vcenter-cluster';
import type { IVirtualMachine } from '../machine/virtual-machine';

/** A network that is not made in vCenter. */
type LookedUpNetwork = INetwork & Required<Pick<INetwork, 'networkIdFor'>>;

/** An object of the inventory on which permissions are set. */
export class PermissionTarget {
  public static datacenter(datacenter: IDatacenter): PermissionTarget {
    return new PermissionTarget('Datacenter', datacenter, DATACENTER, () => datacenter.datacenterId);
  }

  /** A folder of any type; the root of all datacenters is `Folder.fromLookup(this, 'root', { type: 'datacenter', path: '/' })`. */
  public static folder(folder: IFolder): PermissionTarget {
    return new PermissionTarget('Folder', folder, FOLDER, () => folder.folderId);
  }

  public static cluster(cluster: IVcenterCluster): PermissionTarget {
    return new PermissionTarget('ClusterComputeResource', cluster, CLUSTER, () => cluster.clusterId);
  }

  /** A resource pool; of a cluster, the pool at its root. */
  public static resourcePool(pool: IComputeResource): PermissionTarget {
    return new PermissionTarget('ResourcePool', pool, COMPUTE_RESOURCE, () => pool.resourcePoolId);
  }

  public static host(host: IEsxiHost): PermissionTarget {
    return new PermissionTarget('HostSystem', host, HOST, () => host.hostId);
  }

  public static virtualMachine(machine: IVirtualMachine): PermissionTarget {
    return new PermissionTarget('VirtualMachine', machine, MACHINE, () => machine.machineUuid);
  }

  public static datastore(datastore: IDatastore): PermissionTarget {
    return new PermissionTarget('Datastore', datastore, DATASTORE, () => datastore.datastoreId);
  }

  public static datastoreCluster(cluster: IDatastoreCluster): PermissionTarget {
    return new PermissionTarget('StoragePod', cluster, DATASTORE_CLUSTER, () => cluster.datastoreClusterId);
  }

  public static distributedSwitch(fabric: IDistributedSwitch): PermissionTarget {
    return new PermissionTarget('VmwareDistributedVirtualSwitch', fabric, SWITCH, () => fabric.switchUuid);
  }

  /** A port group of a distributed switch, or the one that a segment of NSX has there. */
  public static portGroup(portGroup: IPortGroup | LookedUpNetwork): PermissionTarget {
    return new PermissionTarget('DistributedVirtualPortgroup', portGroup, NETWORK, (permissions) => networkIdOf(portGroup, permissions));
  }

  private constructor(
    /** Type of the managed object, as vSphere names it. */
    public readonly entityType: string,
    /** What stands for the object in the construct tree. */
    public readonly entity: IConstruct,
    private readonly kind: Kind,
    private readonly id: (permissions: IConstruct) => string | undefined,
  ) {}

  /**
   * Id of the object, as the provider takes it: of a machine and a switch the UUID, which it translates.
   *
   * @internal
   */
  public _entityId(permissions: IConstruct, what: string): string {
    checkKindHere(permissions, what, this.entity, this.kind);
    const id = this.id(permissions);
    if (id !== undefined) return id;
    throw new ConstructError(permissions, `${what} is ${this.entity.node.path}, whose id is not known; give it a folderId, or look it up`);
  }
}
