import { isUnknown, unknown, type Field } from '../../value';
import type { Members, ObjectId } from '../../object';
import type { ComputeCluster, Datacenter } from '../../vsphere';
import { mayBeSame } from '../../same-object';
import { folderOf } from './datacenters';
import { highAvailability } from './high-availability';
import type { InventoryObject, Place } from './inventory';
import type { HostMembership } from './membership';
import { lookedUp, owning, type Reading } from './reading';
import { vsanOf } from './vsan';

export function clusterPlace(reading: Reading, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'datacenter');
  if (recorded !== undefined) return { datacenter: recorded };
  const owner = owning(object);
  if (owner)
    return { datacenter: reading.required(owner, 'datacenter_id', 'datacenters'), folder: folderOf(reading, reading.reader.of(owner), 'clusters') };
  const datacenter = reading.reference(object.entry!, 'datacenter_id', 'datacenters');
  return datacenter === undefined ? {} : { datacenter };
}

/** The datacenter of a cluster, by its id. */
export function clusterDatacenter(reading: Reading, cluster: ObjectId): Field<ObjectId | null> {
  const object = reading.inventory.find(cluster);
  const datacenter = object && clusterPlace(reading, object).datacenter;
  return datacenter === undefined ? unknown('data-source', 'datacenter_id', cluster) : datacenter;
}

export function readClusters(reading: Reading, membership: HostMembership, datacenters: readonly Datacenter[]): ComputeCluster[] {
  const clusters = reading.inventory.of('clusters').map((object) => readCluster(reading, membership, object));
  return withUncertainHosts(clusters, datacenters);
}

function readCluster(reading: Reading, membership: HostMembership, object: InventoryObject): ComputeCluster {
  const base = reading.inventory.base(object);
  const hosts = membership.hostsOf(object.id);
  const recorded = reading.recorded('clusters', object);
  if (recorded) return { ...recorded, ...base, hosts };
  const datacenter = clusterPlace(reading, object).datacenter ?? lookedUp(object, 'datacenter_id');
  const { reader } = reading;
  const source = reading.source(object);
  return {
    ...base,
    datacenter,
    hosts,
    ha: highAvailability(reading, source),
    drs: { enabled: reader.boolean(source, 'drs_enabled'), automation: reader.string(source, 'drs_automation_level') },
    // Since 2.16.0 of the provider. Left out, it is what vCenter has.
    evcMode: reader.string(source, 'evc_mode'),
    vsan: vsanOf(reading, source),
  };
}

/** A host may have been put into a cluster by another name for it, when a token keeps the two from being told apart. */
function withUncertainHosts(clusters: readonly ComputeCluster[], datacenters: readonly Datacenter[]): ComputeCluster[] {
  const byId = new Map(datacenters.map((datacenter) => [datacenter.id, datacenter]));
  const peopled = clusters.filter(({ hosts }) => hosts.ids.length > 0);
  const named = new Map<string | null, ComputeCluster[]>();
  for (const cluster of peopled) {
    const name = isUnknown(cluster.name) ? null : cluster.name;
    named.set(name, [...(named.get(name) ?? []), cluster]);
  }
  return clusters.map((cluster) => {
    if (!cluster.hosts.complete) return cluster;
    const alike = isUnknown(cluster.name) ? peopled : [...(named.get(cluster.name) ?? []), ...(named.get(null) ?? [])];
    const twin = alike.find((other) => mayBeSame(cluster, other, (id) => byId.get(id)));
    if (!twin) return cluster;
    const hosts: Members = { ids: cluster.hosts.ids, complete: false, unknown: unknown('data-source', 'host_system_ids', twin.id) };
    return { ...cluster, hosts };
  });
}
