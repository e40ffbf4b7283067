import { DataVsphereResourcePool } from '@cdktf/provider-vsphere/lib/data-vsphere-resource-pool';
import { ResourcePool as ResourcePoolResource } from '@cdktf/provider-vsphere/lib/resource-pool';
import type { Size } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkKind, checkProps, checkText, ifGiven } from '../../check';
import { COMPUTE_RESOURCE } from '../../kind';
import { cpuAllocation, memoryAllocation } from '../allocation';
import { hostsToAwait } from './await-hosts';
import type { IComputeResource } from './compute-resource';
import { checkKindHere, connectionOf } from '../connection';
import type { IDatacenter } from '../datacenter';
import type { IEsxiHost } from '../host/esxi-host';
import type { Shares } from '../shares';
import { type ITag, tagIds } from '../access/tags';

/** A part of a cluster, or of another pool, that machines share. */
export type IResourcePool = IComputeResource;

export interface ResourcePoolProps {
  /**
   * Name in vCenter.
   * @default - the construct id
   */
  readonly name?: string;

  /** What it divides: a cluster, or another pool. */
  readonly on: IComputeResource;

  /**
   * CPU that its machines have for sure, MHz.
   * @default 0
   */
  readonly cpuReservationMhz?: number;

  /**
   * CPU that its machines never exceed together, MHz: at least the reservation.
   * @default - no limit
   */
  readonly cpuLimitMhz?: number;

  /**
   * Whether machines may reserve more CPU than the pool has, as long as its parent has some left.
   * @default true
   */
  readonly cpuExpandable?: boolean;

  /** @default Shares.normal() */
  readonly cpuShares?: Shares;

  /**
   * Memory that its machines have for sure, in whole MiB.
   * @default - none
   */
  readonly memoryReservation?: Size;

  /**
   * Memory that its machines never exceed together, in whole MiB: at least the reservation.
   * @default - no limit
   */
  readonly memoryLimit?: Size;

  /**
   * Whether machines may reserve more memory than the pool has, as long as its parent has some left.
   * @default true
   */
  readonly memoryExpandable?: boolean;

  /** @default Shares.normal() */
  readonly memoryShares?: Shares;

  /**
   * Whether the shares of what is in the pool follow its own ("scalable shares", vSphere 7.0 and later). A pool below one
   * that does so does so too.
   * @default - as vCenter has it: false, unless somebody changed it
   */
  readonly scaleDescendantsShares?: boolean;

  /**
   * Tags on it.
   * @default - none
   */
  readonly tags?: readonly ITag[];
}

export interface ResourcePoolLookup {
  /** Name in vCenter, without a path. */
  readonly name: string;

  /** What it divides: a cluster, or another pool. */
  readonly on: IComputeResource;
}

export interface ResourcePoolAttributes {
  /** Managed object id, such as `resgroup-42`. */
  readonly resourcePoolId: string;

  /**
   * What it divides, through any number of pools: placement rules and capacity stand on it.
   * @default - not known
   */
  readonly on?: IComputeResource;
}

const RESOURCE_POOL = Symbol.for('cdk-strata.ResourcePool');

/**
 * A resource pool. On a cluster it takes DRS.
 *
 * @throws when a reservation exceeds its limit
 */
export class ResourcePool extends Construct implements IResourcePool {
  public static isResourcePool(x: unknown): x is ResourcePool {
    return isBranded(x, RESOURCE_POOL);
  }

  /** One that exists, found by its name and what it divides when Terraform runs. */
  public static fromLookup(scope: Construct, id: string, props: ResourcePoolLookup): IResourcePool {
    return new LookedUpResourcePool(scope, id, props);
  }

  /** One that exists, by its id. */
  public static fromAttributes(scope: Construct, id: string, attributes: ResourcePoolAttributes): IResourcePool {
    return new KnownResourcePool(scope, id, attributes);
  }

  public readonly resourcePoolId: string;
  public readonly clusterId?: string;
  public readonly datacenter?: IDatacenter;
  public readonly hosts?: readonly IEsxiHost[];
  public readonly resource: ResourcePoolResource;

  public constructor(scope: Construct, id: string, props: ResourcePoolProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['on']);
    recordOrigin(this);
    brand(this, RESOURCE_POOL);

    const on = checkKindHere(this, 'on', props.on, COMPUTE_RESOURCE);
    ({ clusterId: this.clusterId, datacenter: this.datacenter, hosts: this.hosts } = on);
    const cpu = cpuAllocation(this, props);
    const memory = memoryAllocation(this, props);
    this.resource = new ResourcePoolResource(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      parentResourcePoolId: on.resourcePoolId,
      cpuReservation: cpu.reservation,
      cpuLimit: cpu.limit,
      cpuExpandable: ifGiven(props.cpuExpandable, (expandable) => checkFlag(this, 'cpuExpandable', expandable)),
      cpuShareLevel: cpu.shareLevel,
      cpuShares: cpu.shareCount,
      memoryReservation: memory.reservation,
      memoryLimit: memory.limit,
      memoryExpandable: ifGiven(props.memoryExpandable, (expandable) => checkFlag(this, 'memoryExpandable', expandable)),
      memoryShareLevel: memory.shareLevel,
      memoryShares: memory.shareCount,
      scaleDescendantsShares: ifGiven(props.scaleDescendantsShares, (scale) =>
        checkFlag(this, 'scaleDescendantsShares', scale) ? 'scaleCpuAndMemoryShares' : 'disabled',
      ),
      tags: tagIds(this, props.tags, 'ResourcePool'),
      dependsOn: hostsToAwait(TerraformStack.of(this), on, []),
    });
    this.resourcePoolId = this.resource.id;
  }
}

class LookedUpResourcePool extends Construct implements IResourcePool {
  public readonly resourcePoolId: string;
  public readonly clusterId?: string;
  public readonly datacenter?: IDatacenter;
  public readonly hosts?: readonly IEsxiHost[];

  public constructor(scope: Construct, id: string, props: ResourcePoolLookup) {
    super(scope, id);
    checkProps(this, 'props', props, ['name', 'on']);
    recordOrigin(this);
    const on = checkKindHere(this, 'on', props.on, COMPUTE_RESOURCE);
    ({ clusterId: this.clusterId, datacenter: this.datacenter, hosts: this.hosts } = on);
    this.resourcePoolId = new DataVsphereResourcePool(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name),
      parentResourcePoolId: on.resourcePoolId,
      datacenterId: on.datacenter?.datacenterId,
    }).id;
  }
}

class KnownResourcePool extends Construct implements IResourcePool {
  public readonly resourcePoolId: string;
  public readonly clusterId?: string;
  public readonly datacenter?: IDatacenter;
  public readonly hosts?: readonly IEsxiHost[];

  public constructor(scope: Construct, id: string, attributes: ResourcePoolAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['resourcePoolId']);
    recordOrigin(this);
    this.resourcePoolId = checkText(this, 'resourcePoolId', attributes.resourcePoolId);
    const on = ifGiven(attributes.on, (compute) => checkKind(this, 'on', compute, COMPUTE_RESOURCE));
    ({ clusterId: this.clusterId, datacenter: this.datacenter, hosts: this.hosts } = on ?? {});
  }
}
