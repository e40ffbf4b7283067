import type { NsxEstate, NsxObject, NsxTag } from '../../nsx';
import type { Blocks, Members, ObjectId } from '../../object';
import { isReference, isUnknown, unknown, type Field, type Unknown, type Value } from '../../value';
import { keyOf, notSuch, type AttributeReader, type Elements, type Source } from '../attributes';
import type { Inventory } from './inventory';
import { managerKeyOf, type InventoryObject } from './objects';
import type { Kind, NsxKind } from './kinds';

/** What an object has beside what all have. */
export type Own<T extends NsxObject> = Omit<T, keyof NsxObject>;

/** What the readers of each kind share. Where an entry makes an object, nothing said is none; of a lookup it is not known. */
export class Reading {
  public constructor(
    public readonly reader: AttributeReader<Kind>,
    public readonly inventory: Inventory,
    private readonly rename: (id: ObjectId) => ObjectId,
  ) {}

  /** The attributes of an object: of what makes it, else what its lookups state, where they agree. */
  public source(object: InventoryObject): Source {
    const source = this.reader.of(object.entry!);
    // What only changes an object says nothing of the object as it is.
    if (object.entries.length === 0) return { entry: { ...source.entry, mode: 'data' }, values: {} };
    const lookups = object.entries.filter((entry) => entry !== object.entry);
    if (source.entry.mode === 'managed' || lookups.length === 0) return source;
    const values: Record<string, Value> = { ...source.values };
    for (const { values: more } of lookups) {
      for (const [attribute, value] of Object.entries(more)) {
        const known = values[attribute];
        if (known === undefined) values[attribute] = value;
        else if (JSON.stringify(known) !== JSON.stringify(value)) values[attribute] = notSuch([known, value], source);
      }
    }
    return { ...source, values };
  }

  /** The objects of a kind, read from what makes or looks them up, or taken from a record with the ids of this estate. */
  public all<K extends NsxKind>(kind: K, read: (source: Source, object: InventoryObject) => Own<NsxEstate[K][number]>): NsxEstate[K] {
    return this.inventory.of(kind).map((object) => {
      const base = this.inventory.base(object);
      const recorded = this.recorded<K>(object);
      if (recorded) return { ...recorded, ...base, tags: recorded.tags };
      const source = this.source(object);
      return { ...read(source, object), ...base, tags: this.tags(source) };
    }) as unknown as NsxEstate[K];
  }

  /** An object that a record knows. What the app makes stands without its record. */
  public recorded<K extends NsxKind>(object: InventoryObject): NsxEstate[K][number] | undefined {
    return object.recorded && (this.relinked(object.recorded.object) as NsxEstate[K][number]);
  }

  /** Something of a record, with the ids of this estate. What names nothing that has another is the same as before: most of a record does. */
  public relinked<T>(value: T): T {
    if (typeof value === 'string') return this.rename(value) as T;
    if (typeof value !== 'object' || value === null) return value;
    const fields = value as Readonly<Record<string, unknown>>;
    let copy: Record<string, unknown> | undefined;
    for (const key of Object.keys(value)) {
      const field = fields[key];
      const own = typeof field === 'string' || typeof field === 'object' ? this.relinked(field) : field;
      if (own !== field) (copy ??= (Array.isArray(value) ? [...(value as readonly unknown[])] : { ...value }) as Record<string, unknown>)[key] = own;
    }
    return (copy ?? value) as T;
  }

  public isSaid(source: Source, attribute: string): boolean {
    return this.reader.value(source, attribute) !== undefined;
  }

  public textOrNull(source: Source, attribute: string): Field<string | null> {
    return this.orNull(source, attribute, () => this.reader.string(source, attribute));
  }

  public texts(source: Source, attribute: string): Blocks<Field<string>> {
    return this.isNone(source, attribute) ? NONE : this.reader.strings(source, attribute);
  }

  public blocks(source: Source, name: string): Elements<Source> {
    return this.isNone(source, name) ? NONE : this.reader.blocks(source, name);
  }

  /** The only block of a name; null for none. */
  public block(source: Source, name: string): Source | Unknown | null {
    const { items, complete, unknown: gap } = this.blocks(source, name);
    return items[0] ?? (complete ? null : (gap ?? this.reader.leftOut(source, name)));
  }

  /** The object that an attribute names by its path. */
  public object(source: Source, attribute: string, kinds?: readonly NsxKind[]): Field<ObjectId> {
    const value = this.reader.value(source, attribute);
    return value === undefined ? this.reader.leftOut(source, attribute) : this.target(value, source, kinds);
  }

  public objectOrNull(source: Source, attribute: string, kinds?: readonly NsxKind[]): Field<ObjectId | null> {
    return this.orNull(source, attribute, () => this.object(source, attribute, kinds));
  }

  /** The objects of a list or set of paths. */
  public members(source: Source, attribute: string, kinds?: readonly NsxKind[]): Members {
    if (this.isNone(source, attribute)) return NOBODY;
    const { items, ...rest } = this.reader.list(source, attribute);
    return membersOf(
      items.map((value) => this.target(value, source, kinds)),
      rest,
    );
  }

  /** The object that a value names: by a reference to it, or by its path. */
  public target(value: Value, source: Source, kinds?: readonly NsxKind[]): Field<ObjectId> {
    if (isUnknown(value)) return value;
    const object = isReference(value) ? this.denoted(value) : typeof value === 'string' ? this.at(value, source) : undefined;
    return object && (!kinds || kinds.includes(object.kind)) ? object.id : notSuch(value, source);
  }

  private denoted(value: Extract<Value, { readonly $ref: unknown }>): InventoryObject | undefined {
    const denoted = this.reader.denotes(value);
    return denoted && this.inventory.find(denoted.key);
  }

  /** The object at a path of the manager that an entry is for. */
  public at(path: string, { entry }: Source): InventoryObject | undefined {
    return this.inventory.at(managerKeyOf(this.inventory.managerOf(entry)), path);
  }

  public tags(source: Source): Blocks<NsxTag> {
    const { items, ...rest } = this.blocks(source, 'tag');
    const part = (tag: Source, name: string): Field<string> => (this.isSaid(tag, name) ? this.reader.string(tag, name) : '');
    return { items: items.map((tag) => ({ scope: part(tag, 'scope'), tag: part(tag, 'tag') })), ...rest };
  }

  private isNone(source: Source, attribute: string): boolean {
    return source.entry.mode === 'managed' && !this.isSaid(source, attribute);
  }

  private orNull<T>(source: Source, attribute: string, said: () => Field<T>): Field<T | null> {
    if (this.isSaid(source, attribute)) return said();
    return source.entry.mode === 'managed' ? null : this.reader.leftOut(source, attribute);
  }
}

export const NONE: Blocks<never> = { items: [], complete: true };
export const NOBODY: Members = { ids: [], complete: true };

export function membersOf(found: readonly Field<ObjectId>[], rest: { readonly complete: boolean; readonly unknown?: Unknown }): Members {
  const missing = rest.unknown ?? found.find(isUnknown);
  return {
    ids: [...new Set(found.filter((id): id is ObjectId => !isUnknown(id)))],
    complete: rest.complete && missing === undefined,
    ...(missing && { unknown: missing }),
  };
}

/** Blocks that are several lists of such, one after another. */
export function together<T>(parts: readonly Blocks<T>[]): Blocks<T> {
  const missing = parts.find(({ unknown: gap }) => gap !== undefined)?.unknown;
  return { items: parts.flatMap(({ items }) => items), complete: parts.every(({ complete }) => complete), ...(missing && { unknown: missing }) };
}

/** Blocks of which nothing is known. */
export function openBlocks<T>(cause: Unknown): Blocks<T> {
  return { items: [], complete: false, unknown: cause };
}

/** Where a family of entries adds to an object, how many it adds is not known. */
export function sizeOf(source: Source): Unknown {
  return unknown('instance-key', source.entry.address, keyOf(source.entry));
}
