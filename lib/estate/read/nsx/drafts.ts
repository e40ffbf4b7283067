import type { ResourceInstance } from '../../terraform';
import { isUnknown } from '../../value';
import { keyOf, type AttributeReader } from '../attributes';
import type { Inventory } from './inventory';
import type { Kind, NsxKind } from './kinds';
import { managerKeyOf, recordedSpace, type Draft, type InventoryObject } from './objects';
import type { RecordedObject } from './recorded';

/** Objects as a single entry, or a record, has them. */
export class Drafts {
  public constructor(
    private readonly reader: AttributeReader<Kind>,
    private readonly inventory: Inventory,
  ) {}

  public ofEntry(kind: NsxKind, entry: ResourceInstance, origin: InventoryObject['origin']): Draft {
    const manager = this.inventory.managerOf(entry);
    const managerKey = managerKeyOf(manager);
    return {
      id: keyOf(entry),
      kind,
      origin,
      manager,
      managerKey,
      name: this.reader.string(this.reader.of(entry), 'display_name'),
      space: kind === 'projects' ? { id: null, base: '/infra' } : this.inventory.spaces.of(entry, managerKey),
      entry,
      entries: [entry],
      changes: [],
    };
  }

  public ofRecord(kind: NsxKind, recorded: RecordedObject): Draft {
    const { object, manager } = recorded;
    const space = object.space === null || isUnknown(object.space) ? undefined : this.inventory.find(object.space);
    return {
      id: object.id,
      kind,
      origin: 'surroundings',
      manager,
      managerKey: managerKeyOf(manager),
      name: object.name,
      space: space ? this.inventory.spaces.in(space) : recordedSpace(object),
      recorded,
      entries: [],
      changes: [],
    };
  }
}
