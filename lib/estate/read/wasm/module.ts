import type { WasmExtern, WasmFeature, WasmMemory } from '../../wasm';
import { ByteReader } from './bytes';
import { expression, functionBody } from './instructions';
import { memoryType, mutability, recursiveType, tableType, valueType, type Met } from './types';

/** What the bytes of a core module say. */
export interface ModuleFacts {
  /** In the order of their names. */
  readonly features: readonly WasmFeature[];
  /** `module.name`. */
  readonly imports: readonly WasmExtern[];
  readonly exports: readonly WasmExtern[];
  /** Imported ones first, as the format numbers them. */
  readonly memories: readonly WasmMemory[];
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d] as const;
const KINDS = ['function', 'table', 'memory', 'global', 'tag'] as const;

/** Sections in the order that the format wants; that of tags and that of the data count came later. */
const ORDER: readonly number[] = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

/** Whether bytes are WebAssembly, and of which layer. */
export function kindOf(bytes: Uint8Array): 'module' | 'component' | undefined {
  if (bytes.length < 8 || MAGIC.some((byte, i) => bytes[i] !== byte)) return undefined;
  if (bytes[6] === 0 && bytes[7] === 0) return 'module';
  return bytes[6] === 1 && bytes[7] === 0 ? 'component' : undefined;
}

/**
 * Reads a core module: every section, and every instruction, since most features show in nothing else.
 *
 * It does not validate: it tells what a module uses, and whoever runs it validates it.
 *
 * @throws BadWasm where the bytes are malformed, with the offset
 */
export function readModule(bytes: Uint8Array, start = 0, end = bytes.length): ModuleFacts {
  return new ModuleReader(new ByteReader(bytes, start, end)).read();
}

class ModuleReader {
  private readonly met: Met = new Set();
  private readonly imports: WasmExtern[] = [];
  private readonly exports: (WasmExtern & { readonly index: number })[] = [];
  private readonly memories: WasmMemory[] = [];
  /** Whether each global may change. */
  private readonly globals: boolean[] = [];
  private tables = 0;

  public constructor(private readonly reader: ByteReader) {}

  public read(): ModuleFacts {
    const { reader } = this;
    if (MAGIC.some((byte) => reader.u8() !== byte)) reader.fail('this is no WebAssembly: the file does not start with `\\0asm`', 0);
    const version = [reader.u8(), reader.u8(), reader.u8(), reader.u8()];
    if (version.join() !== '1,0,0,0') reader.fail(`this is no core module of version 1, but of ${version.join(' ')}`, reader.offset - 4);
    let last = -1;
    while (!reader.isDone) {
      const at = reader.offset;
      const id = reader.u8();
      const content = reader.sub(reader.u32());
      if (id === 0) continue;
      const place = ORDER.indexOf(id);
      if (place < 0) reader.fail(`an unknown section ${id}`, at);
      if (place <= last) reader.fail(`section ${id} out of order`, at);
      last = place;
      this.section(id, content);
      if (!content.isDone) content.fail(`section ${id} is longer than what it holds`);
    }
    if (this.memories.length > 1) this.met.add('multi-memory');
    if (this.tables > 1) this.met.add('reference-types');
    if (this.exports.some(({ kind, index }) => kind === 'global' && this.globals[index] === true)) this.met.add('mutable-globals');
    return {
      features: [...this.met].sort(),
      imports: this.imports,
      exports: this.exports.map(({ name, kind }) => ({ name, kind })),
      memories: this.memories,
    };
  }

  private section(id: number, reader: ByteReader): void {
    const { met } = this;
    switch (id) {
      case 1:
        reader.list(() => recursiveType(reader, met));
        return;
      case 2:
        reader.list(() => this.import(reader));
        return;
      case 3:
        reader.list(() => reader.u32());
        return;
      case 4:
        reader.list(() => this.table(reader));
        return;
      case 5:
        reader.list(() => this.memories.push(memoryType(reader, met, false)));
        return;
      case 6:
        reader.list(() => this.global(reader));
        return;
      case 7:
        reader.list(() => this.exports.push(this.export(reader)));
        return;
      case 8:
        reader.u32();
        return;
      case 9:
        reader.list(() => this.element(reader));
        return;
      case 10:
        reader.list(() => functionBody(reader.sub(reader.u32()), met));
        return;
      case 11:
        reader.list(() => this.data(reader));
        return;
      case 12:
        reader.u32();
        met.add('bulk-memory');
        return;
      case 13:
        met.add('exceptions');
        reader.list(() => tagType(reader));
    }
  }

  private import(reader: ByteReader): void {
    const name = `${reader.name()}.${reader.name()}`;
    const start = reader.offset;
    const form = reader.u8();
    const kind = KINDS[form] ?? reader.fail(`an unknown kind of import ${form}`, start);
    if (kind === 'function') reader.u32();
    else if (kind === 'table') {
      this.tables++;
      tableType(reader, this.met);
    } else if (kind === 'memory') this.memories.push(memoryType(reader, this.met, true));
    else if (kind === 'tag') {
      this.met.add('exceptions');
      tagType(reader);
    } else {
      valueType(reader, this.met);
      const changes = mutability(reader);
      this.globals.push(changes);
      if (changes) this.met.add('mutable-globals');
    }
    this.imports.push({ name, kind });
  }

  private export(reader: ByteReader): WasmExtern & { readonly index: number } {
    const name = reader.name();
    const start = reader.offset;
    const form = reader.u8();
    return { name, kind: KINDS[form] ?? reader.fail(`an unknown kind of export ${form}`, start), index: reader.u32() };
  }

  /** A table may say what its elements are at the start. */
  private table(reader: ByteReader): void {
    this.tables++;
    const filled = reader.peek() === 0x40;
    if (filled) {
      reader.take(2);
      this.met.add('function-references');
    }
    tableType(reader, this.met);
    if (filled) expression(reader, this.met, true);
  }

  private global(reader: ByteReader): void {
    valueType(reader, this.met);
    this.globals.push(mutability(reader));
    expression(reader, this.met, true);
  }

  /** Its flags: not put anywhere at the start; a table of its own, or only declared; expressions instead of indices. */
  private element(reader: ByteReader): void {
    const start = reader.offset;
    const flags = reader.u32();
    if (flags > 7) reader.fail(`an unknown form of elements ${flags}`, start);
    const [passive, explicit, expressions] = [(flags & 1) !== 0, (flags & 2) !== 0, (flags & 4) !== 0];
    if (flags !== 0) this.met.add(passive && !explicit && !expressions ? 'bulk-memory' : 'reference-types');
    if (!passive) {
      if (explicit) reader.u32();
      expression(reader, this.met, true);
    }
    if (passive || explicit) {
      if (expressions) valueType(reader, this.met);
      else reader.u8();
    }
    reader.list(() => (expressions ? expression(reader, this.met, true) : reader.u32()));
  }

  private data(reader: ByteReader): void {
    const start = reader.offset;
    const form = reader.u32();
    if (form > 2) reader.fail(`an unknown form of data ${form}`, start);
    if (form === 1) this.met.add('bulk-memory');
    if (form === 2 && reader.u32() !== 0) this.met.add('multi-memory');
    if (form !== 1) expression(reader, this.met, true);
    reader.take(reader.u32());
  }
}

function tagType(reader: ByteReader): void {
  const start = reader.offset;
  if (reader.u8() !== 0) reader.fail('an unknown form of a tag', start);
  reader.u32();
}
