import type { ByteReader } from './bytes';
import type { ByteWriter } from './byte-writer';

/** What an index of a type becomes in the copy. */
export type TypeMap = (index: number) => number;

const SAME: TypeMap = (index) => index;

/** Kinds of things that components import, export and alias, by their numbers in the format. */
export const SORTS = ['core', 'function', 'value', 'type', 'component', 'instance'] as const;
export type Sort = (typeof SORTS)[number];
export const SORT_TYPE = 3;

export const DECLARES = { coreType: 0x00, type: 0x01, alias: 0x02, import: 0x03, export: 0x04 } as const;
export const INSTANCE_TYPE = 0x42;

/**
 * Copies type definitions of components from one binary into another, with indices that fit there. Every form of type has to be known
 * for that, since indices stand anywhere in them.
 *
 * https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md#type-definitions
 */
export class TypeCopier {
  /** Kinds of what an instance type exports, in their order. */
  public readonly exported: Sort[] = [];

  /** @param maps of the component, then of each type inside which the reader stands */
  public constructor(
    private readonly reader: ByteReader,
    private readonly writer: ByteWriter,
    private readonly maps: readonly TypeMap[],
  ) {}

  public definition(): void {
    const { reader } = this;
    const start = reader.offset;
    const code = this.copyByte();
    switch (code) {
      case 0x40: // a function, and one that is asynchronous
      case 0x43:
        this.list(() => this.labelled());
        if (this.copyByte() === 0x00) this.valueType();
        else this.list(() => this.labelled());
        return;
      case 0x41: // component
      case INSTANCE_TYPE:
        this.nested().list((inner) => inner.declaration());
        return;
      case 0x72: // record
        this.list(() => this.labelled());
        return;
      case 0x71: // variant
        this.list(() => {
          this.name();
          this.optional(() => this.valueType());
          this.optional(() => this.copyU32());
        });
        return;
      case 0x70: // list
      case 0x6b: // option
        this.valueType();
        return;
      case 0x67: // list of a length
        this.valueType();
        this.copyU32();
        return;
      case 0x6f: // tuple
        this.list(() => this.valueType());
        return;
      case 0x6e: // flags
      case 0x6d: // enum
        this.list(() => this.name());
        return;
      case 0x6a: // result
        this.optional(() => this.valueType());
        this.optional(() => this.valueType());
        return;
      case 0x69: // own
      case 0x68: // borrow
        this.typeIndex();
        return;
      case 0x3f: // a resource of the component's own, with what ends it
        this.copyByte();
        this.optional(() => this.copyU32());
        return;
      case 0x3e: // the same, where what ends it is asynchronous
        this.copyByte();
        this.copyU32();
        this.optional(() => this.copyU32());
        return;
      case 0x66: // stream
      case 0x65: // future
        this.optional(() => this.valueType());
        return;
      default:
        // Primitive types from `bool` down to `string`, and the context of an error.
        if ((code <= 0x7f && code >= 0x73) || code === 0x64) return;
        reader.fail(`an unknown type 0x${code.toString(16)} of a component`, start);
    }
  }

  /** What the type of an import or export is. */
  public description(): Sort {
    const { reader } = this;
    const start = reader.offset;
    const code = this.copyByte();
    const sort = SORTS[code] ?? reader.fail(`an unknown kind 0x${code.toString(16)}`, start);
    if (sort === 'core') {
      this.copyByte();
      this.copyU32();
    } else if (sort === 'type') {
      if (this.copyByte() === 0x00) this.typeIndex();
    } else if (sort === 'value') {
      if (this.copyByte() === 0x00) this.copyU32();
      else this.valueType();
    } else this.typeIndex();
    return sort;
  }

  /** The name of an import or export. */
  public externName(): string {
    const start = this.reader.offset;
    const form = this.copyByte();
    if (form > 1) this.reader.fail(`an unknown form of a name ${form}`, start);
    return this.name();
  }

  public alias(): void {
    const { reader, writer } = this;
    const start = reader.offset;
    const sort = this.copyByte();
    if (sort === 0) this.copyByte();
    const target = this.copyByte();
    if (target === 0x02) {
      const outward = reader.u32();
      const index = reader.u32();
      const map = sort === SORT_TYPE ? this.maps[this.maps.length - 1 - outward] : SAME;
      writer.u32(outward).u32((map ?? reader.fail('an alias beyond the component', start))(index));
      return;
    }
    this.copyU32();
    this.name();
  }

  private declaration(): void {
    const { reader } = this;
    const start = reader.offset;
    const code = this.copyByte();
    if (code === DECLARES.type) this.definition();
    else if (code === DECLARES.alias) this.alias();
    else if (code === DECLARES.import || code === DECLARES.export) {
      this.externName();
      const sort = this.description();
      if (code === DECLARES.export) this.exported.push(sort);
    } else reader.fail(`a declaration 0x${code.toString(16)} that is not supported in the type of an instance`, start);
  }

  /** Inside a type, indices are its own. */
  private nested(): { list: (copy: (inner: TypeCopier) => void) => void } {
    if (this.maps.length > 100) this.reader.fail('types nested too deep');
    const inner = new TypeCopier(this.reader, this.writer, [...this.maps, SAME]);
    return {
      list: (copy) => {
        this.list(() => copy(inner));
        this.exported.push(...inner.exported);
      },
    };
  }

  private labelled(): void {
    this.name();
    this.valueType();
  }

  private valueType(): void {
    const next = this.reader.peek() ?? 0;
    if (next >= 0x40 && next < 0x80) this.copyByte();
    // Beside primitive types, which are below zero, an index has a sign.
    else this.writer.s33(this.maps.at(-1)!(this.reader.s33()));
  }

  private typeIndex(): void {
    this.writer.u32(this.maps.at(-1)!(this.reader.u32()));
  }

  private list(copy: () => void): void {
    const start = this.reader.offset;
    const count = this.copyU32();
    if (count > this.reader.left) this.reader.fail(`a list of ${count} is longer than what is left`, start);
    for (let i = 0; i < count; i++) copy();
  }

  private optional(copy: () => void): void {
    if (this.copyByte() !== 0x00) copy();
  }

  private name(): string {
    const name = this.reader.name();
    this.writer.name(name);
    return name;
  }

  private copyByte(): number {
    const byte = this.reader.u8();
    this.writer.u8(byte);
    return byte;
  }

  private copyU32(): number {
    const value = this.reader.u32();
    this.writer.u32(value);
    return value;
  }
}
