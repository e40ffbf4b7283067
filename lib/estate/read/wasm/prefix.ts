import { ByteReader } from './bytes';
import { ByteWriter } from './byte-writer';
import { SORTS, TypeCopier, type Sort } from './component-types';

/** What an index of a component's types or instances names, as far as its imports may rest on it. */
export type Definition =
  /** Bytes of a type definition, from an offset. */
  | { readonly is: 'definition'; readonly at: number }
  /** Something that an instance exports. */
  | { readonly is: 'alias'; readonly instance: number; readonly name: string }
  | { readonly is: 'import'; readonly import: number }
  /** Something that the component makes for itself. */
  | { readonly is: 'own' };

export interface ComponentImport {
  readonly name: string;
  readonly sort: Sort;
  /** Offset of the description of what it has to be. */
  readonly at: number;
  /** Index of the type that it has to be of, where it names one. */
  readonly type?: number;
}

/** What a component imports, and the types that say what that has to be. */
export interface ImportPrefix {
  readonly bytes: Uint8Array;
  readonly imports: readonly ComponentImport[];
  readonly types: readonly Definition[];
  readonly instances: readonly Definition[];
}

const OWN: Definition = { is: 'own' };

/** @throws BadWasm where the bytes are malformed, or of a form that is not known */
export function readPrefix(bytes: Uint8Array): ImportPrefix {
  const reader = new ByteReader(bytes, 8);
  const sections: (readonly [number, ByteReader])[] = [];
  while (!reader.isDone) sections.push([reader.u8(), reader.sub(reader.u32())]);
  const last = sections.map(([id]) => id).lastIndexOf(10);
  const prefix = new PrefixReader(bytes);
  for (const [id, content] of sections.slice(0, last + 1)) prefix.section(id, content);
  return prefix;
}

class PrefixReader implements ImportPrefix {
  public readonly imports: ComponentImport[] = [];
  public readonly types: Definition[] = [];
  public readonly instances: Definition[] = [];

  public constructor(public readonly bytes: Uint8Array) {}

  public section(id: number, reader: ByteReader): void {
    if (id === 5) for (let left = reader.u32(); left > 0; left--) this.instances.push(OWN);
    else if (id === 6) reader.list(() => this.alias(reader));
    else if (id === 7) reader.list(() => this.type(reader));
    else if (id === 10) reader.list(() => this.import(reader));
    else if (id === 11) reader.list(() => this.export(reader));
  }

  private type(reader: ByteReader): void {
    this.types.push({ is: 'definition', at: reader.offset });
    skim(reader).definition();
  }

  private alias(reader: ByteReader): void {
    const sort = SORTS[reader.u8()];
    if (sort === 'core') reader.u8();
    const target = reader.u8();
    const first = reader.u32();
    if (target === 2) {
      const index = reader.u32();
      if (sort === 'type') this.types.push(first === 0 ? (this.types[index] ?? OWN) : OWN);
      return;
    }
    const name = reader.name();
    const alias: Definition = target === 0 ? { is: 'alias', instance: first, name } : OWN;
    this.define(sort, alias);
  }

  private import(reader: ByteReader): void {
    const name = skim(reader).externName();
    const at = reader.offset;
    let type: number | undefined;
    const sort = new TypeCopier(reader, new ByteWriter(), [(index) => (type = index)]).description();
    this.define(sort, { is: 'import', import: this.imports.length });
    this.imports.push({ name, sort, at, ...(type !== undefined && { type }) });
  }

  private export(reader: ByteReader): void {
    skim(reader).externName();
    const sort = SORTS[reader.u8()];
    if (sort === 'core') reader.u8();
    const index = reader.u32();
    this.define(sort, (sort === 'type' ? this.types : this.instances)[index] ?? OWN);
    if (reader.u8() === 1) skim(reader).description();
  }

  private define(sort: Sort | undefined, definition: Definition): void {
    if (sort === 'type') this.types.push(definition);
    else if (sort === 'instance') this.instances.push(definition);
  }
}

/** Reads without copying. */
function skim(reader: ByteReader): TypeCopier {
  return new TypeCopier(reader, new ByteWriter(), [(index) => index]);
}
