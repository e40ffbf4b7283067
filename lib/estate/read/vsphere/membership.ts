import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import type { Members, ObjectId } from '../../object';
import { lookedUp, mayShareVcenter, owning, type Reading } from './reading';
import type { InventoryObject } from './inventory';

/** Which host is in which cluster, whichever of the two says so. */
export interface HostMembership {
  hostsOf(cluster: ObjectId): Members;
  clusterOf(host: ObjectId): Field<ObjectId | null>;
}

export function readMembership(reading: Reading): HostMembership {
  const clusters = reading.inventory.of('clusters');
  const hosts = reading.inventory.of('hosts');
  const lists = new Map(clusters.map((cluster) => [cluster.id, listOf(reading, cluster, hosts)]));

  const listed = new Map<ObjectId, Set<ObjectId>>();
  const ids = new Map<ObjectId, Set<ObjectId>>();
  for (const [cluster, list] of lists) {
    ids.set(cluster, new Set(list.ids));
    for (const host of list.ids) listed.set(host, (listed.get(host) ?? new Set()).add(cluster));
  }

  const openLists = clusters.filter((cluster) => owning(cluster) && !lists.get(cluster.id)!.complete);
  const clusterOf = new Map<ObjectId, Field<ObjectId | null>>();
  const contested = new Map<ObjectId, Unknown>();
  const floating: { host: InventoryObject; unknown: Unknown }[] = [];
  for (const host of hosts) {
    const own = ownCluster(reading, host);
    const claims = new Set(listed.get(host.id));
    if (own !== undefined && own !== null && !isUnknown(own) && ids.has(own)) claims.add(own);
    if (claims.size > 1) {
      // It ends up in whichever is applied last: it is certain in none of them.
      const open = unknown('expression', 'host_system_ids', host.id);
      clusterOf.set(host.id, open);
      if (host.entry) {
        const names = [...claims].map((id) => reading.inventory.find(id)?.entry?.path ?? id);
        const detail = `${names.length === 2 ? 'both' : 'all of these'} take the host, and it can be in one cluster only`;
        reading.inventory.refuse(host.entry, 'cluster', names.join(', '), detail);
      }
      for (const cluster of claims) {
        ids.get(cluster)!.delete(host.id);
        contested.set(cluster, open);
      }
      continue;
    }
    const [inList] = claims;
    if (own !== undefined && own !== null && !isUnknown(own)) ids.get(own)?.add(host.id);
    if (isUnknown(own) && inList === undefined && host.origin !== 'looked-up') floating.push({ host, unknown: own });
    const decided = decidedOf(own, inList);
    clusterOf.set(host.id, decided !== undefined ? decided : own !== undefined ? own : unlisted(reading, host, openLists, lists));
  }

  const floatingOf = new Map(floating.map((entry) => [entry.host.vcenterKey, entry]));
  const members = new Map<ObjectId, Members>();
  for (const cluster of clusters) {
    const list = lists.get(cluster.id)!;
    const stray = [...floatingOf.values()].find(({ host }) => mayShareVcenter(host, cluster));
    const gap = list.unknown ?? stray?.unknown ?? contested.get(cluster.id);
    const complete = list.complete && !stray && !contested.has(cluster.id);
    members.set(cluster.id, { ids: [...ids.get(cluster.id)!], complete, ...(gap && { unknown: gap }) });
  }
  return {
    hostsOf: (cluster) => members.get(cluster) ?? { ids: [], complete: false, unknown: unknown('data-source', 'host_system_ids', cluster) },
    clusterOf: (host) => (clusterOf.has(host) ? (clusterOf.get(host) as Field<ObjectId | null>) : unknown('data-source', 'cluster', host)),
  };
}

function listOf(reading: Reading, cluster: InventoryObject, hosts: readonly InventoryObject[]): Members {
  const owner = owning(cluster);
  if (owner) return reading.members(owner, 'host_system_ids', 'hosts');
  const declared = reading.declaredHosts(cluster);
  if (declared) return declared;
  const recorded = reading.recorded('clusters', cluster);
  if (recorded) return recorded.hosts;
  // That nothing else puts anything into it does not say what it was made of: with no host of the app it would be none at all.
  const closed = reading.isClosed(cluster) && hosts.some((host) => ownCluster(reading, host) === cluster.id);
  return closed ? { ids: [], complete: true } : { ids: [], complete: false, unknown: lookedUp(cluster, 'host_system_ids') };
}

/** What the host itself says; undefined where it says nothing. */
function ownCluster(reading: Reading, host: InventoryObject): Field<ObjectId | null> | undefined {
  const owner = owning(host);
  if (owner) return reading.reference(owner, 'cluster', 'clusters');
  const recorded = reading.recordedReference(host, 'cluster');
  return recorded === undefined ? lookedUp(host, 'cluster') : recorded;
}

function decidedOf(own: Field<ObjectId | null> | undefined, inList: ObjectId | undefined): ObjectId | undefined {
  return own !== undefined && own !== null && !isUnknown(own) ? own : inList;
}

/** The cluster of a host that names none and that no list names. */
function unlisted(
  reading: Reading,
  host: InventoryObject,
  openLists: readonly InventoryObject[],
  lists: ReadonlyMap<ObjectId, Members>,
): Field<ObjectId | null> {
  const source = reading.reader.of(owning(host)!);
  const managed = reading.reader.boolean(source, 'cluster_managed');
  if (isUnknown(managed)) return managed;
  const open = openLists.find((cluster) => mayShareVcenter(host, cluster));
  if (open) return lists.get(open.id)!.unknown!;
  return managed ? unknown('computed', 'cluster', host.id) : null;
}
