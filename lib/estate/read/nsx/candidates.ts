import { addTo } from '../../../units/multimap';
import { isUnknown, type Field } from '../../value';
import type { Lookup } from './lookups';
import type { InventoryObject } from './objects';

/** What lookups of a kind may find: what the app makes, and what records know. */
export class Candidates<T extends InventoryObject> {
  private readonly byName = new Map<string, T[]>();
  private readonly byId = new Map<string, T[]>();

  public constructor(
    private readonly all: readonly T[],
    pathOf: (object: T) => Field<string>,
  ) {
    for (const one of all) {
      if (!isUnknown(one.name)) addTo(this.byName, one.name, one);
      const path = pathOf(one);
      if (!isUnknown(path)) addTo(this.byId, path.slice(path.lastIndexOf('/') + 1), one);
    }
  }

  /** Those that a lookup may find; all where it says neither an id nor a name. */
  public of({ id, name }: Lookup): readonly T[] {
    if (id !== undefined) return (typeof id === 'string' && this.byId.get(id)) || [];
    if (name !== undefined) return (typeof name === 'string' && this.byName.get(name)) || [];
    return this.all;
  }
}
