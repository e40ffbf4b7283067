import type { ResourceInstance, TerraformModel } from '../terraform';
import { isReference, isUnknown, reference, unknown, type Field, type Reference, type Unknown, type Value } from '../value';
import { providerDefault, type ProviderDefault } from './provider-defaults';

/** An entry, or a block within one, to read attributes from. */
export interface Source {
  readonly entry: ResourceInstance;
  readonly values: Readonly<Record<string, Value>>;
  /** Dotted names of the blocks down to this one. @default - the entry itself */
  readonly block?: string;
}

/** What a type of entry stands for. */
export interface EntryType<K extends string = string> {
  readonly kind: K;
  /** Attributes whose value denotes the object, or something of it that has no entry of its own. */
  readonly identity: readonly string[];
}

/** Finds what a type of entry stands for; undefined for one that is not read. */
export type EntryTypes<K extends string = string> = (mode: 'managed' | 'data', type: string) => EntryType<K> | undefined;

/** What a reference denotes: the object of an entry, by one of the attributes that do. */
export interface Denoted<K extends string = string> {
  readonly kind: K;
  /** `<stack>/<address>` of the entry. */
  readonly key: string;
  readonly attribute: string;
}

/** A list of which some elements may not be decided. */
export interface Elements<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
  readonly unknown?: Unknown;
}

const MAX_HOPS = 64;

/** Reads typed attributes off Terraform entries: references are followed, what is left out is what the provider takes it for. */
export class AttributeReader<K extends string = string> {
  /** Rows of the provider's defaults that some value rests on. */
  public readonly defaultsUsed = new Set<ProviderDefault>();
  private readonly entries = new Map<string, ResourceInstance>();

  public constructor(
    model: TerraformModel,
    private readonly types: EntryTypes<K>,
  ) {
    for (const stack of model.stacks) for (const entry of stack.resources) this.entries.set(keyOf(entry), entry);
  }

  public of(entry: ResourceInstance): Source {
    return { entry, values: entry.values };
  }

  /** The value of an attribute, references followed up to an object; undefined where it is left out and nothing is said of that. */
  public value(source: Source, attribute: string): Value | undefined {
    const stated = present(source.values[attribute]);
    if (stated !== undefined) return this.follow(stated);
    const row = providerDefault(source.entry, within(source, attribute));
    if (row) this.defaultsUsed.add(row);
    return row?.value;
  }

  public string(source: Source, attribute: string): Field<string> {
    return this.scalar(source, attribute, textOf);
  }

  public number(source: Source, attribute: string): Field<number> {
    return this.scalar(source, attribute, numberOf);
  }

  /** A number of things, or of units that come whole. What Terraform or vCenter would refuse is not known: it must not make other numbers smaller. */
  public whole(source: Source, attribute: string, least: number, most: number = Infinity): Field<number> {
    return this.scalar(source, attribute, (value) => {
      const number = numberOf(value);
      return number !== undefined && Number.isInteger(number) && number >= least && number <= most ? number : undefined;
    });
  }

  public boolean(source: Source, attribute: string): Field<boolean> {
    return this.scalar(source, attribute, (value) =>
      typeof value === 'boolean' ? value : value === 'true' ? true : value === 'false' ? false : undefined,
    );
  }

  /** The object an attribute names; undefined where it is left out. */
  public denoted(source: Source, attribute: string): Denoted<K> | Unknown | undefined {
    const value = this.value(source, attribute);
    return value === undefined ? undefined : this.denotedBy(value, source);
  }

  /** The objects of a list or set of ids. */
  public denotedList(source: Source, attribute: string): Elements<Denoted<K>> {
    const { items, ...rest } = this.list(source, attribute);
    return sift(
      items.map((item) => this.denotedBy(item, source)),
      rest,
    );
  }

  /** The blocks of a name, which may be one block, a list of them, or a token that stands for some. */
  public blocks(source: Source, name: string): Elements<Source> {
    const { items, ...rest } = this.blockList(source, name);
    return sift(items, rest);
  }

  /** As `blocks`, with a token for a block where it stands: how many blocks it is worth is not known. */
  public blockList(source: Source, name: string): Elements<Source | Unknown> {
    const { items, ...rest } = this.list(source, name);
    const blocks = items.map((value): Source | Unknown => {
      if (isUnknown(value)) return value;
      if (typeof value !== 'object' || value === null || Array.isArray(value) || isReference(value)) return notSuch(value, source);
      return { entry: source.entry, values: value as Readonly<Record<string, Value>>, block: within(source, name) };
    });
    return { items: blocks, ...rest };
  }

  /** The elements of a list or set, references followed up to an object. */
  public list(source: Source, attribute: string): Elements<Value> {
    const { items, ...rest } = this.elements(this.value(source, attribute), source, attribute);
    return { items: items.map((item) => this.follow(item)), ...rest };
  }

  /** The texts of a list or set, each decided or not. */
  public strings(source: Source, attribute: string): Elements<Field<string>> {
    const { items, ...rest } = this.list(source, attribute);
    return { items: items.map((value) => (isUnknown(value) ? value : (textOf(value) ?? this.undecided(value, source)))), ...rest };
  }

  /** What an attribute is where it is left out and no row says what that means. */
  public leftOut(source: Source, attribute: string): Unknown {
    return unknown(source.entry.mode === 'data' ? 'data-source' : 'provider-default', attribute, keyOf(source.entry));
  }

  private elements(value: Value | undefined, source: Source, attribute: string): Elements<Value> {
    if (value === undefined) return { items: [], complete: false, unknown: this.leftOut(source, attribute) };
    if (isUnknown(value)) return { items: [], complete: false, unknown: value };
    return { items: Array.isArray(value) ? value : [value as Value], complete: true };
  }

  private scalar<T>(source: Source, attribute: string, convert: (value: Value) => T | undefined): Field<T> {
    const value = this.value(source, attribute);
    if (value === undefined) return this.leftOut(source, attribute);
    if (isUnknown(value)) return value;
    return convert(value) ?? this.undecided(value, source);
  }

  /** What stands for an object is, as plain text, for the object to say. */
  private undecided(value: Value, source: Source): Unknown {
    if (!isReference(value)) return notSuch(value, source);
    return computed(value, this.entries.get(`${value.$ref.stack}/${value.$ref.address}`)?.mode ?? 'managed');
  }

  private denotedBy(value: Value, source: Source): Denoted<K> | Unknown {
    if (isUnknown(value)) return value;
    if (!isReference(value)) return notSuch(value, source);
    return this.denotes(value) ?? computed(value, 'managed');
  }

  /** The object that a reference leads to; undefined where it leads to something else. */
  public denotes({ $ref }: Reference): Denoted<K> | undefined {
    const key = `${$ref.stack}/${$ref.address}`;
    const entry = this.entries.get(key);
    const type = entry && this.types(entry.mode, entry.type);
    return type?.identity.includes($ref.attribute) ? { kind: type.kind, key, attribute: $ref.attribute } : undefined;
  }

  /** Follows references from attribute to attribute, up to one that denotes an object or is decided. */
  private follow(start: Value): Value {
    let value = start;
    for (let hop = 0; hop < MAX_HOPS && isReference(value); hop++) {
      if (this.denotes(value)) return value;
      const { stack, address, attribute }: Reference['$ref'] = value.$ref;
      const entry = this.entries.get(`${stack}/${address}`);
      if (!entry) return unknown('dangling', `\${${address}.${attribute}}`, `${stack}/${address}`);
      const next = present(at(entry.values, attribute.split('.')));
      if (next === undefined) {
        const row = providerDefault(entry, attribute);
        if (!row) return computed(value, entry.mode);
        this.defaultsUsed.add(row);
        return row.value;
      }
      value = next;
    }
    return isReference(value) ? computed(value, 'managed') : value;
  }
}

export function keyOf(entry: ResourceInstance): string {
  return `${entry.stack}/${entry.address}`;
}

function within({ block }: Source, name: string): string {
  return block === undefined ? name : `${block}.${name}`;
}

/** The provider's SDK takes null and the empty string for an attribute that is left out. */
function present(value: Value | undefined): Value | undefined {
  return value === null || value === '' ? undefined : value;
}

/** Terraform makes text of a number or a flag where it wants text. */
function textOf(value: Value): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'object' ? undefined : String(value);
}

const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Terraform makes a number of a decimal text, and of no other: `0x10` is none. */
function numberOf(value: Value): number | undefined {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function at(values: Value, path: readonly string[]): Value | undefined {
  let value: Value | undefined = values;
  for (const [depth, step] of path.entries()) {
    if (isUnknown(value)) return value;
    if (isReference(value)) return reference(value.$ref.stack, value.$ref.address, [value.$ref.attribute, ...path.slice(depth)].join('.'));
    if (typeof value !== 'object' || value === null) return undefined;
    // A block written as an object is the only element of its list.
    if (!Array.isArray(value) && step === '0' && !Object.hasOwn(value, step)) continue;
    value = Object.hasOwn(value, step) ? (value as Record<string, Value>)[step] : undefined;
  }
  return value;
}

function computed({ $ref }: Reference, mode: 'managed' | 'data'): Unknown {
  return unknown(mode === 'data' ? 'data-source' : 'computed', `\${${$ref.address}.${$ref.attribute}}`, `${$ref.stack}/${$ref.address}`);
}

/** A literal where an object or another type is wanted, such as a managed object id: only the server knows what it stands for. */
export function notSuch(value: Value, source: Source): Unknown {
  return unknown('expression', JSON.stringify(value), keyOf(source.entry));
}

function sift<T extends object>(items: readonly (T | Unknown)[], rest: Omit<Elements<T>, 'items'>): Elements<T> {
  const missing = rest.unknown ?? items.find(isUnknown);
  return {
    items: items.filter((item): item is T => !isUnknown(item)),
    complete: rest.complete && missing === undefined,
    ...(missing && { unknown: missing }),
  };
}
