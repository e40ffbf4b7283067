import { isUnknown, type Field } from '../../value';
import type { Datacenter } from '../../vsphere';
import type { Source } from '../attributes';
import type { InventoryObject, Place } from './inventory';
import type { Kind } from './kinds';
import { parseInventoryPath } from './path';
import { owning, type Reading } from './reading';

export function datacenterPlace(reading: Reading, object: InventoryObject): Place {
  const entry = owning(object);
  return entry ? { folder: folderOf(reading, reading.reader.of(entry), 'datacenters') } : {};
}

export function readDatacenters({ inventory }: Reading): Datacenter[] {
  return inventory.of('datacenters').map((object) => inventory.base(object));
}

/** The folder an entry is put in, within its datacenter; empty where none is named. */
export function folderOf({ reader }: Reading, source: Source, kind: Kind): Field<string> {
  if (reader.value(source, 'folder') === undefined) return '';
  const folder = reader.string(source, 'folder');
  return isUnknown(folder) ? folder : (parseInventoryPath(kind, `${folder}/_`).folder ?? '');
}
