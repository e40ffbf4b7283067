import { isUnknown, type Field } from '../../value';
import type { Blocks, ObjectId } from '../../object';
import type { VmkernelAdapter } from '../../vsphere';
import type { Source } from '../attributes';
import type { InventoryObject, Place } from './inventory';
import type { Reading } from './reading';

export function vmkernelPlace(reading: Reading, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'host');
  return { host: recorded === undefined ? reading.required(object.entry!, 'host', 'hosts') : recorded };
}

export function readVmkernelAdapters(reading: Reading): VmkernelAdapter[] {
  const { inventory, reader } = reading;
  return inventory.of('vmkernelAdapters').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('vmkernelAdapters', object);
    if (recorded) return { ...recorded, ...base };
    const source = reading.source(object);
    return {
      ...base,
      host: reading.requiredIn(source, 'host', 'hosts'),
      portGroup: portGroupOf(reading, source),
      mtu: reader.whole(source, 'mtu', 1),
      services: servicesOf(reading, source),
      ...addressOf(reading, source),
    };
  });
}

/** The provider takes the distributed port group only where no port group of a standard switch is named. */
function portGroupOf(reading: Reading, source: Source): Field<ObjectId | null> {
  const distributed = reading.referenceIn(source, 'distributed_port_group', 'portGroups');
  const standard = reading.reader.value(source, 'portgroup');
  if (standard === undefined) return distributed ?? reading.reader.leftOut(source, 'distributed_port_group');
  return distributed !== undefined && isUnknown(standard) ? standard : null;
}

const DEFAULT_STACK = 'defaultTcpipStack';
const VMOTION = 'vmotion';

/** An adapter on another TCP/IP stack than the default serves what the stack is for without being told: the provider takes no services there. */
function servicesOf({ reader }: Reading, source: Source): Blocks<Field<string>> {
  const stack = reader.string(source, 'netstack');
  if (!isUnknown(stack) && stack !== DEFAULT_STACK && reader.value(source, 'services') === undefined) {
    return { items: stack === VMOTION ? [VMOTION] : [], complete: true };
  }
  const stated = reader.strings(source, 'services');
  if (stack === VMOTION) return { ...stated, items: [...stated.items.filter((service) => service !== VMOTION), VMOTION] };
  return isUnknown(stack) ? { items: stated.items, complete: false, unknown: stated.unknown ?? stack } : stated;
}

/** The provider sets an address where both it and its netmask are given, and DHCP is not asked for. */
function addressOf(reading: Reading, source: Source): Pick<VmkernelAdapter, 'address' | 'netmask'> {
  const { reader } = reading;
  const { items, unknown: gap } = reader.blocks(source, 'ipv4');
  if (gap) return { address: gap, netmask: gap };
  const [block] = items;
  if (!block) return NO_ADDRESS;
  const dhcp = reader.value(block, 'dhcp') === undefined ? false : reader.boolean(block, 'dhcp');
  if (isUnknown(dhcp)) return { address: dhcp, netmask: dhcp };
  if (dhcp || reader.value(block, 'ip') === undefined || reader.value(block, 'netmask') === undefined) return NO_ADDRESS;
  return { address: reader.string(block, 'ip'), netmask: reader.string(block, 'netmask') };
}

const NO_ADDRESS = { address: null, netmask: null };
