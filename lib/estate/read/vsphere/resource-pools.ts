import { isUnknown, unknown, type Field } from '../../value';
import type { ObjectId } from '../../object';
import type { PoolShare, ResourcePool } from '../../vsphere';
import type { ResourceInstance } from '../../terraform';
import { keyOf } from '../attributes';
import { clusterDatacenter } from './clusters';
import { hostDatacenter } from './hosts';
import type { InventoryObject, Place } from './inventory';
import { ROOT_POOL } from './kinds';
import type { HostMembership } from './membership';
import { lookedUp, owning, type Reading } from './reading';

/** The name of the pool that is the root of a cluster or standalone host. */
const ROOT_POOL_NAME = 'Resources';

/** The folder of a datacenter that clusters and hosts stand in. */
const HOST_FOLDER = 'host';

/** Finds the cluster that a resource pool divides, through any number of parent pools. */
export class PoolClusters {
  private readonly found = new Map<ObjectId, Field<ObjectId | null>>();
  private readonly under = new Set<ObjectId>();

  public constructor(
    private readonly reading: Reading,
    private readonly membership: HostMembership,
  ) {}

  /** The cluster behind an attribute that names a resource pool; undefined where it is left out. */
  public behind(entry: ResourceInstance, attribute: string): Field<ObjectId | null> | undefined {
    const denoted = this.reading.reader.denoted(this.reading.reader.of(entry), attribute);
    if (denoted === undefined || isUnknown(denoted)) return denoted;
    const object = this.reading.inventory.find(denoted.key);
    if (object && denoted.attribute === ROOT_POOL) return denoted.kind === 'clusters' ? object.id : this.membership.clusterOf(object.id);
    if (object && denoted.kind === 'resourcePools') return this.of(object);
    return unknown('expression', attribute, keyOf(entry));
  }

  /** The pool behind an attribute that names one; null for the root of a cluster or host. */
  public requiredPool(entry: ResourceInstance, attribute: string): Field<ObjectId | null> {
    const source = this.reading.reader.of(entry);
    const denoted = this.reading.reader.denoted(source, attribute);
    if (denoted === undefined) return this.reading.reader.leftOut(source, attribute);
    if (isUnknown(denoted)) return denoted;
    if (denoted.attribute === ROOT_POOL) return null;
    const pool = denoted.kind === 'resourcePools' ? this.reading.inventory.find(denoted.key) : undefined;
    if (!pool) return unknown('expression', attribute, keyOf(entry));
    return this.isRoot(pool) ? null : pool.id;
  }

  /** Whether a lookup asks for the root of a cluster or host, by a path such as `compute/Resources`. */
  private isRoot(pool: InventoryObject): boolean {
    if (owning(pool) || !pool.entry) return false;
    const path = this.reading.reader.string(this.reading.reader.of(pool.entry), 'name');
    const segments = isUnknown(path) ? [] : path.split('/');
    return segments.length > 0 && segments.indexOf(ROOT_POOL_NAME) === segments.length - 1;
  }

  /** The pool that a pool is part of; null where that is the root of a cluster or host, or the pool is that root. */
  public parentOf(pool: InventoryObject): Field<ObjectId | null> {
    return this.isRoot(pool) ? null : this.requiredPool(pool.entry!, 'parent_resource_pool_id');
  }

  /** The cluster of a pool; null on a standalone host. */
  public of(pool: InventoryObject): Field<ObjectId | null> {
    const known = this.found.get(pool.id);
    if (known !== undefined) return known;
    // A pool under itself is nothing that can be applied.
    if (this.under.has(pool.id)) return unknown('expression', 'parent_resource_pool_id', pool.id);
    this.under.add(pool.id);
    const cluster = this.search(pool);
    this.under.delete(pool.id);
    this.found.set(pool.id, cluster);
    return cluster;
  }

  private search(pool: InventoryObject): Field<ObjectId | null> {
    const recorded = this.reading.recordedReference(pool, 'cluster');
    if (recorded !== undefined) return recorded;
    const entry = pool.entry!;
    const parent = this.behind(entry, 'parent_resource_pool_id');
    if (parent !== undefined) return parent;
    return owning(pool) ? this.reading.reader.leftOut(this.reading.reader.of(entry), 'parent_resource_pool_id') : this.byPath(pool);
  }

  /** The cluster or host before `Resources` in an inventory path such as `compute/Resources`. */
  private byPath(pool: InventoryObject): Field<ObjectId | null> {
    const open = lookedUp(pool, 'parent_resource_pool_id');
    const path = this.reading.reader.string(this.reading.reader.of(pool.entry!), 'name');
    if (isUnknown(path)) return path;
    const segments = path.split('/');
    const owner = segments[segments.indexOf(ROOT_POOL_NAME) - 1];
    if (owner === undefined || !segments.includes(ROOT_POOL_NAME)) return open;
    const datacenter = this.reading.reference(pool.entry!, 'datacenter_id', 'datacenters');
    const inventory = this.reading.inventory;
    const clusters = inventory
      .named('clusters', pool.vcenterKey, owner)
      .filter(({ id }) => datacenter === undefined || clusterDatacenter(this.reading, id) === datacenter);
    const hosts = inventory.named('hosts', pool.vcenterKey, owner);
    const [only, ...others] = [...clusters, ...hosts];
    if (!only || others.length > 0 || !this.standsIn(segments, only)) return open;
    return only.kind === 'clusters' ? only.id : this.membership.clusterOf(only.id);
  }

  /** Whether an object surely stands in the datacenter that an absolute path such as `/fra1/host/compute/Resources` names, where it names one. */
  private standsIn(path: readonly string[], { id, kind }: InventoryObject): boolean {
    const root = path.indexOf(HOST_FOLDER);
    const wanted = root > 0 ? path[root - 1] : undefined;
    if (!wanted) return true;
    const datacenter = kind === 'clusters' ? clusterDatacenter(this.reading, id) : hostDatacenter(this.reading, this.membership, id);
    const name = datacenter === null || isUnknown(datacenter) ? undefined : this.reading.inventory.find(datacenter)?.name;
    return name === wanted;
  }
}

export function poolPlace(reading: Reading, pools: PoolClusters, object: InventoryObject): Place {
  const cluster = pools.of(object);
  if (object.entry?.mode === 'data' && !object.recorded) {
    const datacenter = reading.reference(object.entry, 'datacenter_id', 'datacenters');
    return { ...(!isUnknown(cluster) && { cluster }), ...(datacenter !== undefined && { datacenter }) };
  }
  return { cluster, ...clusterPlaceOf(reading, cluster, object) };
}

/** The datacenter of what is in a cluster. */
export function clusterPlaceOf(reading: Reading, cluster: Field<ObjectId | null>, object: InventoryObject): Place {
  return { datacenter: cluster === null || isUnknown(cluster) ? lookedUp(object, 'datacenter_id') : clusterDatacenter(reading, cluster) };
}

export function readResourcePools(reading: Reading, pools: PoolClusters): ResourcePool[] {
  const { inventory } = reading;
  return inventory.of('resourcePools').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('resourcePools', object);
    if (recorded) return { ...recorded, ...base };
    return {
      ...base,
      cluster: pools.of(object),
      parent: pools.parentOf(object),
      cpu: shareOf(reading, object, 'cpu'),
      memory: shareOf(reading, object, 'memory'),
    };
  });
}

function shareOf(reading: Reading, object: InventoryObject, of: 'cpu' | 'memory'): PoolShare {
  const { reader } = reading;
  const source = reading.source(object);
  const limit = reader.whole(source, `${of}_limit`, UNLIMITED);
  return {
    reservation: reader.whole(source, `${of}_reservation`, 0),
    limit: limit === UNLIMITED ? null : limit,
    expandable: reader.boolean(source, `${of}_expandable`),
  };
}

/** What the provider takes for no limit. */
const UNLIMITED = -1;
