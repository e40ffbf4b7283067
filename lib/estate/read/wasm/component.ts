import type { WasmExtern, WasmFeature, WasmMemory } from '../../wasm';
import { ByteReader } from './bytes';
import { ByteWriter } from './byte-writer';
import { externName, sortedIndex, sortOf } from './component-names';
import { INSTANCE_TYPE, TypeCopier } from './component-types';
import { readModule, type ModuleFacts } from './module';

/** What the bytes of a component say. */
export interface ComponentFacts {
  /** `component-model`, and those of the core modules in it, in the order of their names. */
  readonly features: readonly WasmFeature[];
  /** Interfaces such as `wasi:http/types@0.2.0`, and whatever else it names. */
  readonly imports: readonly WasmExtern[];
  readonly exports: readonly WasmExtern[];
  /** Those that core modules in it bring along, once for each time that one is instantiated. */
  readonly memories: readonly WasmMemory[];
  /** Why there may be more; absent where there are none. */
  readonly memoriesOpen?: string;
}

/** Beyond that, a component within a component, twice each, would make more instances than anybody can count. */
const MOST_INSTANCES = 10_000;
const DEEPEST = 100;

/**
 * Reads a component down to the core modules in it. It does not validate: that is for the reference validator.
 *
 * @throws BadWasm where the bytes are malformed, with the offset
 */
export function readComponent(bytes: Uint8Array): ComponentFacts {
  const features = new Set<WasmFeature>(['component-model']);
  const root = new ComponentReader(bytes, new ByteReader(bytes), features, []);
  root.read();
  const counted = countMemories(root);
  return {
    features: [...features].sort(),
    imports: root.imports,
    exports: root.exports,
    memories: counted.memories,
    ...(counted.open !== undefined && { memoriesOpen: counted.open }),
  };
}

/** Something that an index names; undefined where only who instantiates the component knows it. */
type Known<T> = T | undefined;

class ComponentReader {
  public readonly imports: WasmExtern[] = [];
  public readonly exports: WasmExtern[] = [];
  public readonly modules: Known<ModuleFacts>[] = [];
  public readonly components: Known<ComponentReader>[] = [];
  /** What is instantiated in it, in order, each as often as it is. */
  public readonly instantiated: Known<ModuleFacts | ComponentReader>[] = [];
  /** Of each type, whether it is an instance that has nothing but types. */
  private readonly types: boolean[] = [];

  public constructor(
    private readonly bytes: Uint8Array,
    private readonly reader: ByteReader,
    private readonly features: Set<WasmFeature>,
    private readonly above: readonly ComponentReader[],
  ) {}

  public read(): void {
    const { reader } = this;
    if (this.above.length > DEEPEST) reader.fail('components nested too deep');
    const start = reader.offset;
    const preamble = [...reader.take(8)];
    if (preamble.slice(0, 4).join() !== '0,97,115,109' || preamble.slice(6).join() !== '1,0') reader.fail('this is no component', start);
    if (preamble[4] !== 0x0d || preamble[5] !== 0) reader.fail(`a component of the unknown version ${preamble[4]}`, start + 4);
    while (!reader.isDone) {
      const at = reader.offset;
      const id = reader.u8();
      const content = reader.sub(reader.u32());
      if (id > 12) reader.fail(`an unknown section ${id}`, at);
      if (this.section(id, content) && !content.isDone) content.fail(`section ${id} is longer than what it holds`);
    }
  }

  /** Whether all of the section is read: what says nothing about memories, imports or exports is passed over. */
  private section(id: number, reader: ByteReader): boolean {
    switch (id) {
      case 1:
        this.module(reader);
        return false;
      case 2:
        reader.list(() => this.coreInstance(reader));
        return true;
      case 4:
        this.component(reader);
        return false;
      case 5:
        reader.list(() => this.instance(reader));
        return true;
      case 6:
        reader.list(() => this.alias(reader));
        return true;
      case 7:
        reader.list(() => this.type(reader));
        return true;
      case 10:
        reader.list(() => this.import(reader));
        return true;
      case 11:
        reader.list(() => this.export(reader));
        return true;
      default:
        return false;
    }
  }

  private module(reader: ByteReader): void {
    const facts = readModule(this.bytes, reader.offset, reader.offset + reader.left);
    for (const feature of facts.features) this.features.add(feature);
    this.modules.push(facts);
  }

  private component(reader: ByteReader): void {
    const nested = new ComponentReader(this.bytes, reader, this.features, [...this.above, this]);
    nested.read();
    this.components.push(nested);
  }

  private coreInstance(reader: ByteReader): void {
    const start = reader.offset;
    const form = reader.u8();
    if (form > 1) reader.fail(`an unknown form of a core instance ${form}`, start);
    if (form === 0) {
      this.instantiated.push(this.named(this.modules, reader));
      reader.list(() => [reader.name(), reader.u8(), reader.u32()]);
    } else reader.list(() => [reader.name(), reader.u8(), reader.u32()]);
  }

  private instance(reader: ByteReader): void {
    const start = reader.offset;
    const form = reader.u8();
    if (form > 1) reader.fail(`an unknown form of an instance ${form}`, start);
    if (form === 0) {
      this.instantiated.push(this.named(this.components, reader));
      reader.list(() => [reader.name(), sortedIndex(reader)]);
    } else reader.list(() => [externName(reader), sortedIndex(reader)]);
  }

  private alias(reader: ByteReader): void {
    const sort = sortOf(reader);
    const start = reader.offset;
    const target = reader.u8();
    if (target > 2) reader.fail(`an unknown target of an alias ${target}`, start);
    const first = reader.u32();
    if (target !== 2) {
      reader.name();
      this.define(sort);
      return;
    }
    const scope = [...this.above, this].at(-1 - first) ?? reader.fail('an alias beyond the component', start);
    if (sort === 'module') this.modules.push(this.named(scope.modules, reader));
    else if (sort === 'component') this.components.push(this.named(scope.components, reader));
    else {
      const index = reader.u32();
      if (sort === 'type') this.types.push(scope.types[index] ?? false);
    }
  }

  private type(reader: ByteReader): void {
    const isInstance = reader.peek() === INSTANCE_TYPE;
    const copier = new TypeCopier(reader, new ByteWriter(), [(index) => index]);
    copier.definition();
    this.types.push(isInstance && copier.exported.every((sort) => sort === 'type'));
  }

  private import(reader: ByteReader): void {
    const name = externName(reader);
    this.imports.push(this.described(name, reader));
  }

  private described(name: string, reader: ByteReader): WasmExtern {
    const isCore = reader.peek() === 0x00;
    let type: number | undefined;
    const sort = new TypeCopier(reader, new ByteWriter(), [(index) => (type = index)]).description();
    const kind = isCore ? 'module' : sort;
    this.define(kind);
    return { name, kind: kind as WasmExtern['kind'], ...(kind === 'instance' && this.types[type ?? -1] === true && { typesOnly: true }) };
  }

  /** An export is something new too: what comes after may name it. */
  private export(reader: ByteReader): void {
    const name = externName(reader);
    const sort = sortOf(reader);
    if (sort === 'module') this.modules.push(this.named(this.modules, reader));
    else if (sort === 'component') this.components.push(this.named(this.components, reader));
    else {
      const index = reader.u32();
      if (sort === 'type') this.types.push(this.types[index] ?? false);
    }
    const start = reader.offset;
    const described = reader.u8();
    if (described > 1) reader.fail(`an unknown form of an export ${described}`, start);
    if (described === 1) new TypeCopier(reader, new ByteWriter(), [(index) => index]).description();
    this.exports.push({ name, kind: sort as WasmExtern['kind'] });
  }

  /** Something new whose content is not known here. */
  private define(sort: string): void {
    if (sort === 'module') this.modules.push(undefined);
    else if (sort === 'component') this.components.push(undefined);
    else if (sort === 'type') this.types.push(false);
  }

  private named<T>(list: readonly Known<T>[], reader: ByteReader): Known<T> {
    const start = reader.offset;
    const index = reader.u32();
    return index < list.length ? list[index] : reader.fail(`there is no number ${index}`, start);
  }
}

function countMemories(root: ComponentReader): { memories: WasmMemory[]; open?: string } {
  const memories: WasmMemory[] = [];
  let instances = 0;
  let open: string | undefined;
  const visit = (component: ComponentReader): void => {
    for (const instantiated of component.instantiated) {
      if (++instances > MOST_INSTANCES) {
        open = `it makes more than ${MOST_INSTANCES} instances`;
        return;
      }
      if (instantiated === undefined) open ??= 'it makes an instance of something that it imports';
      else if (instantiated instanceof ComponentReader) visit(instantiated);
      else memories.push(...instantiated.memories.filter(({ imported }) => !imported));
    }
  };
  visit(root);
  return { memories, ...(open !== undefined && { open }) };
}
