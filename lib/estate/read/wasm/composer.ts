import { ByteReader } from './bytes';
import { ByteWriter } from './byte-writer';
import { DECLARES, INSTANCE_TYPE, SORTS, TypeCopier, type Sort, type TypeMap } from './component-types';
import type { ComponentImport, Definition, ImportPrefix } from './prefix';

/** A component that goes into a composition, and whose exports its imports are plugged with. */
export interface Part {
  readonly prefix: ImportPrefix;
  readonly exports: readonly { readonly name: string; readonly kind: string }[];
  /** By the name of the import. */
  readonly plugged: ReadonlyMap<string, { readonly by: Part; readonly name: string }>;
}

/** A form of component that cannot be put together here. It says nothing about whether its parts fit. */
export class CannotCompose extends Error {}

const SECTION = { component: 4, instance: 5, alias: 6, type: 7, import: 10, export: 11 } as const;
const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

/**
 * The component that has the parts in it, each plugged into those that come after it; the last one's exports are the exports of the
 * whole, and imports that nobody is plugged into are imports of the whole.
 *
 * @param parts each after those it is plugged with
 * @throws CannotCompose
 */
export function composed(parts: readonly Part[]): Uint8Array {
  return new Composer(parts).compose();
}

class Composer {
  private readonly out = new ByteWriter();
  /** How many of each kind there are in the whole as yet. */
  private readonly counts: Record<Sort, number> = { core: 0, function: 0, value: 0, type: 0, component: 0, instance: 0 };
  private readonly instanceOf = new Map<Part, number>();
  private readonly imported = new Map<string, { readonly sort: Sort; readonly index: number }>();
  private readonly aliases = new Map<string, number>();
  private readonly typeMaps = new Map<Part, Map<number, number>>();

  public constructor(private readonly parts: readonly Part[]) {}

  public compose(): Uint8Array {
    for (const byte of PREAMBLE) this.out.u8(byte);
    for (const part of this.parts) this.instantiate(part);
    const root = this.parts.at(-1)!;
    for (const { name, kind } of root.exports) this.export(root, name, kind as Sort);
    return this.out.done();
  }

  private instantiate(part: Part): void {
    const given = part.prefix.imports.map((each) => ({ ...each, index: this.import(part, each) }));
    this.out.section(SECTION.component, new ByteWriter().bytes(part.prefix.bytes));
    const instance = new ByteWriter().u32(1).u8(0x00).u32(this.counts.component++).u32(given.length);
    for (const { name, sort, index } of given) instance.name(name).u8(SORTS.indexOf(sort)).u32(index);
    this.out.section(SECTION.instance, instance);
    this.instanceOf.set(part, this.counts.instance++);
  }

  private export(root: Part, name: string, sort: Sort): void {
    if (!SORTS.includes(sort)) throw new CannotCompose(`the export \`${name}\` is a core module`);
    const index = this.alias(this.instanceOf.get(root)!, name, sort);
    this.out.section(SECTION.export, new ByteWriter().u32(1).u8(0x00).name(name).u8(SORTS.indexOf(sort)).u32(index).u8(0x00));
    this.counts[sort]++;
  }

  /** What a part gets for an import: what it is plugged with, else an import of the whole. */
  private import(part: Part, wanted: ComponentImport): number {
    const plug = part.plugged.get(wanted.name);
    if (plug !== undefined) {
      const instance = this.instanceOf.get(plug.by);
      if (instance === undefined) throw new CannotCompose(`the type of \`${wanted.name}\` is needed before what has it`);
      return this.alias(instance, plug.name, wanted.sort);
    }
    const there = this.imported.get(wanted.name);
    if (there !== undefined) {
      if (there.sort !== wanted.sort) throw new CannotCompose(`\`${wanted.name}\` is imported as two kinds of things`);
      return there.index;
    }
    const description = wanted.sort === 'instance' ? this.instanceDescription(wanted.name) : this.copied(part, wanted);
    this.out.section(SECTION.import, new ByteWriter().u32(1).u8(0x00).name(wanted.name).bytes(description));
    const index = this.counts[wanted.sort]++;
    this.imported.set(wanted.name, { sort: wanted.sort, index });
    return index;
  }

  private copied(part: Part, { at }: ComponentImport): Uint8Array {
    const writer = new ByteWriter();
    new TypeCopier(new ByteReader(part.prefix.bytes, at), writer, [this.typesOf(part)]).description();
    return writer.done();
  }

  /** Parts name of an interface what they use of it: the whole imports all that any of them does. */
  private instanceDescription(name: string): Uint8Array {
    const merged = new MergedInstance();
    for (const part of this.parts) {
      if (part.plugged.has(name)) continue;
      const wanted = part.prefix.imports.find((each) => each.name === name);
      if (wanted === undefined) continue;
      const definition = part.prefix.types[wanted.type ?? -1];
      if (definition?.is !== 'definition') throw new CannotCompose(`the type of the import \`${name}\` is not written out`);
      merged.add(part.prefix.bytes, definition.at, this.typesOf(part));
    }
    this.out.section(SECTION.type, new ByteWriter().u32(1).bytes(merged.done()));
    return new ByteWriter().u8(SORTS.indexOf('instance')).u32(this.counts.type++).done();
  }

  /** The types of a part as types of the whole, each made when it is first asked for. */
  private typesOf(part: Part): TypeMap {
    const made = this.typeMaps.get(part) ?? new Map<number, number>();
    this.typeMaps.set(part, made);
    return (index) => {
      let there = made.get(index);
      if (there === undefined) made.set(index, (there = this.type(part, part.prefix.types[index])));
      return there;
    };
  }

  private type(part: Part, definition: Definition | undefined): number {
    switch (definition?.is) {
      case 'definition': {
        const writer = new ByteWriter().u32(1);
        new TypeCopier(new ByteReader(part.prefix.bytes, definition.at), writer, [this.typesOf(part)]).definition();
        this.out.section(SECTION.type, writer);
        return this.counts.type++;
      }
      case 'alias':
        return this.alias(this.instance(part, part.prefix.instances[definition.instance]), definition.name, 'type');
      case 'import':
        return this.import(part, part.prefix.imports[definition.import]!);
      default:
        throw new CannotCompose('an import rests on a type that the component makes for itself');
    }
  }

  private instance(part: Part, definition: Definition | undefined): number {
    if (definition?.is === 'import') return this.import(part, part.prefix.imports[definition.import]!);
    if (definition?.is === 'alias') return this.alias(this.instance(part, part.prefix.instances[definition.instance]), definition.name, 'instance');
    throw new CannotCompose('an import rests on an instance that the component makes for itself');
  }

  /** What an instance of the whole exports, named once. */
  private alias(instance: number, name: string, sort: Sort): number {
    const key = `${instance} ${sort} ${name}`;
    let there = this.aliases.get(key);
    if (there === undefined) {
      const alias = new ByteWriter().u32(1).u8(SORTS.indexOf(sort)).u8(0x00).u32(instance).name(name);
      this.out.section(SECTION.alias, alias);
      this.aliases.set(key, (there = this.counts[sort]++));
    }
    return there;
  }
}

/** One instance type that exports all that several do. */
class MergedInstance {
  private readonly declarations: Uint8Array[] = [];
  /** Index of each exported type in the merged one; null for what is no type. */
  private readonly exported = new Map<string, number | null>();
  private types = 0;

  public done(): Uint8Array {
    const writer = new ByteWriter().u8(INSTANCE_TYPE).u32(this.declarations.length);
    for (const declaration of this.declarations) writer.bytes(declaration);
    return writer.done();
  }

  public add(bytes: Uint8Array, at: number, outer: TypeMap): void {
    const reader = new ByteReader(bytes, at);
    if (reader.u8() !== INSTANCE_TYPE) throw new CannotCompose('an import is of a type that is no instance');
    const local: number[] = [];
    reader.list(() => {
      const code = reader.u8();
      const writer = new ByteWriter().u8(code);
      const copier = new TypeCopier(reader, writer, [outer, (index) => local[index]!]);
      if (code === DECLARES.type) {
        copier.definition();
        local.push(this.types++);
      } else if (code === DECLARES.alias) {
        if (SORTS[reader.peek() ?? 0] !== 'type') throw new CannotCompose('an interface holds an instance');
        copier.alias();
        local.push(this.types++);
      } else if (code === DECLARES.export) {
        const name = copier.externName();
        const isType = copier.description() === 'type';
        const there = this.exported.get(name);
        if (there !== undefined) {
          if (there !== null) local.push(there);
          return;
        }
        if (isType) local.push(this.types);
        this.exported.set(name, isType ? this.types++ : null);
      } else throw new CannotCompose(`an interface declares something of the kind ${code}`);
      this.declarations.push(writer.done());
    });
  }
}
