import type { StandardPortGroup, StandardSwitch } from '../../vsphere';
import type { InventoryObject, Place } from './inventory';
import type { Reading } from './reading';
import { securityOf } from './security';

/** Standard switches and their port groups are named within their host. No data source looks them up. */
export function standardPlace(reading: Reading, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'host');
  return { host: recorded === undefined ? reading.required(object.entry!, 'host_system_id', 'hosts') : recorded };
}

export function readStandardSwitches(reading: Reading): StandardSwitch[] {
  const { inventory, reader } = reading;
  return inventory.of('standardSwitches').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('standardSwitches', object);
    if (recorded) return { ...recorded, ...base };
    const source = reading.source(object);
    return {
      ...base,
      host: reading.requiredIn(source, 'host_system_id', 'hosts'),
      mtu: reader.whole(source, 'mtu', 1, 9000),
      security: securityOf(reading, source),
    };
  });
}

export function readStandardPortGroups(reading: Reading): StandardPortGroup[] {
  const { inventory, reader } = reading;
  return inventory.of('standardPortGroups').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('standardPortGroups', object);
    if (recorded) return { ...recorded, ...base };
    const source = reading.source(object);
    return {
      ...base,
      host: reading.requiredIn(source, 'host_system_id', 'hosts'),
      switchName: reader.string(source, 'virtual_switch_name'),
      vlan: reader.whole(source, 'vlan_id', 0, 4095),
      security: securityOf(reading, source),
    };
  });
}
