import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import type { Members, ObjectId } from '../../object';
import type { VsphereEstate } from '../../vsphere';
import { isUnder } from '../../paths';
import type { ResourceInstance } from '../../terraform';
import { keyOf, type AttributeReader, type Denoted, type Source } from '../attributes';
import type { Inventory, InventoryObject } from './inventory';
import { ROOT_POOL, type Kind } from './kinds';
import { relinked } from './record-shapes';
import { Sources } from './sources';

/** What is said beside the output that the reading itself depends on. */
export interface Said {
  /** Construct paths that nothing but the app puts anything into. */
  readonly closed: readonly string[];
  /** Construct paths of all hosts of clusters and switches that are looked up. */
  readonly hosts: readonly { readonly of: string; readonly hosts: readonly string[] }[];
}

/** What the readers of each kind share. */
export class Reading {
  private readonly sources: Sources;

  public constructor(
    public readonly reader: AttributeReader<Kind>,
    public readonly inventory: Inventory,
    private readonly said: Said,
  ) {
    this.sources = new Sources(reader, inventory);
  }

  /** The hosts that a construct declares as all of a cluster or switch that is looked up; undefined where none does. */
  public declaredHosts(object: InventoryObject): Members | undefined {
    const declared = this.said.hosts.filter(({ of }) => isAt(object, of));
    if (declared.length === 0) return undefined;
    const ids = new Set<ObjectId>();
    let missing: Unknown | undefined;
    for (const path of declared.flatMap(({ hosts }) => hosts)) {
      const found = this.inventory.of('hosts').filter((host) => isAt(host, path));
      for (const { id } of found) ids.add(id);
      if (found.length === 0) missing ??= unknown('dangling', path, object.id);
    }
    return { ids: [...ids], complete: missing === undefined, ...(missing && { unknown: missing }) };
  }

  /** Whether the user takes an object as closed: nothing but this app puts anything into it. */
  public isClosed(object: InventoryObject): boolean {
    return this.said.closed.some((scope) => isAt(object, scope));
  }

  /** The object of a kind that an attribute names; undefined where it is left out. */
  public reference(entry: ResourceInstance, attribute: string, kind: Kind): Field<ObjectId> | undefined {
    return this.referenceIn(this.reader.of(entry), attribute, kind);
  }

  public referenceIn(source: Source, attribute: string, kind: Kind): Field<ObjectId> | undefined {
    const denoted = this.reader.denoted(source, attribute);
    if (denoted === undefined || isUnknown(denoted)) return denoted;
    return this.idOf(denoted, kind) ?? unknown('expression', attribute, keyOf(source.entry));
  }

  /** As `reference`, where an attribute left out is not known. */
  public required(entry: ResourceInstance, attribute: string, kind: Kind): Field<ObjectId> {
    return this.reference(entry, attribute, kind) ?? this.reader.leftOut(this.reader.of(entry), attribute);
  }

  /** The attributes of an object that some entry denotes. */
  public source(object: InventoryObject): Source {
    return this.sources.of(object);
  }

  /** As `referenceIn`, where an attribute left out is not known. */
  public requiredIn(source: Source, attribute: string, kind: Kind): Field<ObjectId> {
    return this.referenceIn(source, attribute, kind) ?? this.reader.leftOut(source, attribute);
  }

  /** The objects of a kind that a list of ids names. */
  public members(entry: ResourceInstance, attribute: string, kind: Kind): Members {
    return this.membersIn(this.reader.of(entry), attribute, kind);
  }

  public membersIn(source: Source, attribute: string, kind: Kind): Members {
    const { items, complete, unknown: gap } = this.reader.denotedList(source, attribute);
    const ids = new Set<ObjectId>();
    let missing = gap;
    for (const denoted of items) {
      const id = this.idOf(denoted, kind);
      if (id === undefined) missing ??= unknown('expression', attribute, keyOf(source.entry));
      else ids.add(id);
    }
    return { ids: [...ids], complete: complete && missing === undefined, ...(missing && { unknown: missing }) };
  }

  /** The fields of an object that only a recorded estate knows, with the ids of this estate. */
  public recorded<K extends Kind>(kind: K, object: InventoryObject): VsphereEstate[K][number] | undefined {
    if (!object.recorded || object.entry?.mode === 'managed') return undefined;
    return relinked(kind, object.recorded, (id) => this.inventory.find(id)?.id ?? id);
  }

  /** One field of an object that a recorded estate knows. */
  public recordedReference(object: InventoryObject, field: string): Field<ObjectId | null> | undefined {
    if (!object.recorded || object.entry?.mode === 'managed') return undefined;
    const value = object.recorded[field] as Field<ObjectId | null>;
    return value === null || isUnknown(value) ? value : (this.inventory.find(value)?.id ?? value);
  }

  private idOf(denoted: Denoted<Kind>, kind: Kind): ObjectId | undefined {
    return denoted.kind === kind && denoted.attribute !== ROOT_POOL ? this.inventory.find(denoted.key)?.id : undefined;
  }
}

/** Whether some entry of an object stands at or under a construct path. */
function isAt({ entries }: InventoryObject, scope: string): boolean {
  return entries.some(({ path }) => path !== undefined && isUnder(path, scope));
}

/** The entry of an object that the app makes. */
export function owning(object: InventoryObject): ResourceInstance | undefined {
  return object.entry?.mode === 'managed' ? object.entry : undefined;
}

/** A field of an object that is only looked up. */
export function lookedUp({ id }: { readonly id: ObjectId }, attribute: string): Unknown {
  return unknown('data-source', attribute, id);
}

export function mayShareVcenter(a: InventoryObject, b: InventoryObject): boolean {
  return a.vcenterKey === b.vcenterKey || isUnknown(a.vcenter) || isUnknown(b.vcenter);
}
