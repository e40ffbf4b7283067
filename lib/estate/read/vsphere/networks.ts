import { isUnknown, unknown, type Field } from '../../value';
import type { Members, ObjectId } from '../../object';
import type { DistributedSwitch, PortGroup } from '../../vsphere';
import type { ResourceInstance } from '../../terraform';
import { keyOf, type Source } from '../attributes';
import { folderOf } from './datacenters';
import type { InventoryObject, Place } from './inventory';
import { lookedUp, owning, type Reading } from './reading';
import { securityOf } from './security';

export function switchPlace(reading: Reading, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'datacenter');
  if (recorded !== undefined) return { datacenter: recorded };
  const owner = owning(object);
  if (owner)
    return { datacenter: reading.required(owner, 'datacenter_id', 'datacenters'), folder: folderOf(reading, reading.reader.of(owner), 'switches') };
  const datacenter = reading.reference(object.entry!, 'datacenter_id', 'datacenters');
  return datacenter === undefined ? {} : { datacenter };
}

export function readSwitches(reading: Reading): DistributedSwitch[] {
  const { inventory, reader } = reading;
  return inventory.of('switches').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('switches', object);
    if (recorded) return { ...recorded, ...base };
    const owner = owning(object);
    const source = reading.source(object);
    return {
      ...base,
      datacenter: switchPlace(reading, object).datacenter ?? lookedUp(object, 'datacenter_id'),
      hosts: owner ? switchHosts(reading, owner) : (reading.declaredHosts(object) ?? { ids: [], complete: false, unknown: lookedUp(object, 'host') }),
      mtu: reader.whole(source, 'max_mtu', 1, 9000),
      security: securityOf(reading, source),
    };
  });
}

function switchHosts(reading: Reading, owner: ResourceInstance): Members {
  const { items, unknown: gap } = reading.reader.blocks(reading.reader.of(owner), 'host');
  const hosts = items.map((block) => reading.referenceIn(block, 'host_system_id', 'hosts') ?? unknown('expression', 'host_system_id', keyOf(owner)));
  const missing = gap ?? hosts.find(isUnknown);
  const ids = [...new Set(hosts.filter((host): host is ObjectId => !isUnknown(host)))];
  return { ids, complete: missing === undefined, ...(missing && { unknown: missing }) };
}

export function portGroupPlace(reading: Reading, object: InventoryObject): Place {
  const on = switchOf(reading, object);
  if (object.entry?.mode === 'data' && !object.recorded) {
    const datacenter = reading.reference(object.entry, 'datacenter_id', 'datacenters');
    return { ...(on !== undefined && { switch: on }), ...(datacenter !== undefined && { datacenter }) };
  }
  const switchObject = on === undefined || on === null || isUnknown(on) ? undefined : reading.inventory.find(on);
  return {
    switch: on ?? null,
    datacenter: (switchObject && switchPlace(reading, switchObject).datacenter) ?? lookedUp(object, 'datacenter_id'),
  };
}

export function readPortGroups(reading: Reading): PortGroup[] {
  const { inventory } = reading;
  return inventory.of('portGroups').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('portGroups', object);
    if (recorded) return { ...recorded, ...base };
    const on = switchOf(reading, object);
    const source = reading.source(object);
    return {
      ...base,
      switch: on === undefined ? lookedUp(object, 'distributed_virtual_switch_uuid') : on,
      vlan: vlanOf(reading, source),
      security: securityOf(reading, source),
    };
  });
}

/** The switch of a port group; null for a network of another kind, undefined where a lookup does not ask. */
function switchOf(reading: Reading, object: InventoryObject): Field<ObjectId | null> | undefined {
  const recorded = reading.recordedReference(object, 'switch');
  if (recorded !== undefined) return recorded;
  const owner = owning(object);
  if (owner) return reading.required(owner, 'distributed_virtual_switch_uuid', 'switches');
  const entry = object.entry!;
  for (const filter of reading.reader.blocks(reading.reader.of(entry), 'filter').items) {
    const type = reading.reader.value(filter, 'network_type');
    if (typeof type === 'string' && type !== 'DistributedVirtualPortgroup') return null;
  }
  return reading.reference(entry, 'distributed_virtual_switch_uuid', 'switches');
}

/** The VLAN of a port group; null for a trunk or a private VLAN. The provider takes no range, and 0 as a private VLAN, for neither. */
function vlanOf({ reader }: Reading, source: Source): Field<number | null> {
  const range = reader.value(source, 'vlan_range');
  if (range !== undefined && !(Array.isArray(range) && range.length === 0)) return isUnknown(range) ? range : null;
  if (reader.value(source, 'port_private_secondary_vlan_id') !== undefined) {
    const secondary = reader.whole(source, 'port_private_secondary_vlan_id', 0, 4094);
    if (isUnknown(secondary)) return secondary;
    if (secondary !== 0) return null;
  }
  return reader.whole(source, 'vlan_id', 0, 4094);
}
