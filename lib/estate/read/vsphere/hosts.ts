import { isUnknown, type Field } from '../../value';
import type { ObjectId } from '../../object';
import type { EsxiHost } from '../../vsphere';
import { clusterDatacenter } from './clusters';
import type { ResourceInstance } from '../../terraform';
import type { InventoryObject, Place } from './inventory';
import type { HostMembership } from './membership';
import { lookedUp, owning, type Reading } from './reading';

export function hostPlace(reading: Reading, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'datacenter');
  if (recorded !== undefined) return { datacenter: recorded };
  const owner = owning(object);
  if (!owner) return { datacenter: reading.required(object.entry!, 'datacenter_id', 'datacenters') };
  const datacenter = reading.reference(owner, 'datacenter', 'datacenters');
  if (datacenter !== undefined) return { datacenter };
  const cluster = reading.reference(owner, 'cluster', 'clusters');
  return { datacenter: cluster !== undefined && !isUnknown(cluster) ? clusterDatacenter(reading, cluster) : lookedUp(object, 'datacenter') };
}

/** The datacenter of a host, by its id. */
export function hostDatacenter(reading: Reading, membership: HostMembership, host: ObjectId): Field<ObjectId | null> {
  const object = reading.inventory.find(host);
  const datacenter = object ? hostPlace(reading, object).datacenter! : lookedUp({ id: host }, 'datacenter');
  const cluster = membership.clusterOf(host);
  return isUnknown(datacenter) && cluster !== null && !isUnknown(cluster) ? clusterDatacenter(reading, cluster) : datacenter;
}

/** Of a host that is looked up nothing is rendered that says so: what is assumed of one of its lookups stands there. */
function assumedOutOfService(reading: Reading, object: InventoryObject): Field<boolean> {
  const open = lookedUp(object, 'maintenance');
  const said = assumedOf(object).map((entry): Field<boolean> => {
    // That it is connected does not say that it is not in maintenance.
    const saysEnough = entry.values.connected === false || entry.values.maintenance !== undefined;
    return saysEnough ? outOfService(reading, entry) : open;
  });
  const [first, ...others] = said;
  return first === undefined || others.some((other) => other !== first) ? open : first;
}

/** The lookups of a host of which something is assumed that says whether it runs. */
function assumedOf({ entries }: InventoryObject): ResourceInstance[] {
  return entries.filter(({ mode, values }) => mode === 'data' && (values.maintenance !== undefined || values.connected !== undefined));
}

/** A host that is disconnected runs nothing that vCenter could place, as one in maintenance does. */
function outOfService({ reader }: Reading, owner: ResourceInstance): Field<boolean> {
  const source = reader.of(owner);
  const maintenance = reader.boolean(source, 'maintenance');
  if (maintenance === true || reader.value(source, 'connected') === undefined) return maintenance;
  const connected = reader.boolean(source, 'connected');
  if (isUnknown(connected)) return connected;
  return connected ? maintenance : true;
}

/** What is assumed of a lookup of a host that the app makes holds where the host itself leaves it open, and may contradict it. */
function ownOutOfService(reading: Reading, object: InventoryObject, owner: ResourceInstance): Field<boolean> {
  const own = outOfService(reading, owner);
  const assumed = assumedOutOfService(reading, object);
  if (isUnknown(assumed) || own === assumed) return own;
  if (isUnknown(own)) return assumed;
  const detail = `the host is assumed to be ${assumed ? 'out of' : 'in'} service, and \`${owner.path ?? owner.address}\`, which makes it, says otherwise`;
  reading.inventory.refuse(assumedOf(object)[0]!, 'maintenance', String(own), detail, 'contradicted-premise');
  return own;
}

export function readHosts(reading: Reading, membership: HostMembership): EsxiHost[] {
  const { inventory } = reading;
  return inventory.of('hosts').map((object) => {
    const base = inventory.base(object);
    const cluster = membership.clusterOf(object.id);
    const recorded = reading.recorded('hosts', object);
    if (recorded) return { ...recorded, ...base, cluster };
    const owner = owning(object);
    return {
      ...base,
      datacenter: hostDatacenter(reading, membership, object.id),
      cluster,
      maintenance: owner ? ownOutOfService(reading, object, owner) : assumedOutOfService(reading, object),
    };
  });
}
