import type { WasmFeature, WasmMemory } from '../../wasm';
import type { ByteReader } from './bytes';

/** Features as they are met. */
export type Met = Set<WasmFeature>;

const PAGE = 65_536;

/** Types of values and references that are one byte, as signed numbers of 33 bits, with the feature they came with. */
const TYPES: ReadonlyMap<number, WasmFeature | undefined> = new Map<number, WasmFeature | undefined>([
  [-0x01, undefined], // i32
  [-0x02, undefined], // i64
  [-0x03, undefined], // f32
  [-0x04, undefined], // f64
  [-0x05, 'simd'], // v128
  [-0x10, undefined], // funcref: tables have had it from the first
  [-0x11, 'reference-types'], // externref
  [-0x12, 'gc'], // anyref
  [-0x13, 'gc'], // eqref
  [-0x14, 'gc'], // i31ref
  [-0x15, 'gc'], // structref
  [-0x16, 'gc'], // arrayref
  [-0x0f, 'gc'], // nullref
  [-0x0e, 'gc'], // nullexternref
  [-0x0d, 'gc'], // nullfuncref
  [-0x17, 'exceptions'], // exnref
  [-0x0c, 'exceptions'], // nullexnref
]);
const FUNCREF = -0x10;
const REF = -0x1c;
const REF_NULL = -0x1d;

/** A type of a value; its features are met. @param isReference whether `funcref` is new where it stands, as it is in all but a table */
export function valueType(reader: ByteReader, met: Met, isTable = false): void {
  const start = reader.offset;
  const type = reader.s33();
  if (type === REF || type === REF_NULL) {
    met.add('function-references');
    heapType(reader, met);
    return;
  }
  if (!TYPES.has(type)) reader.fail(`an unknown type 0x${(type & 0x7f).toString(16)}`, start);
  const feature = type === FUNCREF && !isTable ? 'reference-types' : TYPES.get(type);
  if (feature) met.add(feature);
}

/** An index of a type, or one of the types that the format knows. */
export function heapType(reader: ByteReader, met: Met): void {
  const start = reader.offset;
  const type = reader.s33();
  if (type >= 0) {
    met.add('function-references');
    return;
  }
  if (!TYPES.has(type)) reader.fail(`an unknown heap type 0x${(type & 0x7f).toString(16)}`, start);
  met.add(TYPES.get(type) ?? 'reference-types');
}

/** An entry of the type section. */
export function recursiveType(reader: ByteReader, met: Met): void {
  const start = reader.offset;
  if (reader.peek() === 0x4e) {
    reader.u8();
    met.add('gc');
    reader.list(() => subType(reader, met));
    return;
  }
  subType(reader, met);
  if (reader.offset === start) reader.fail('an empty type');
}

function subType(reader: ByteReader, met: Met): void {
  const form = reader.peek();
  if (form === 0x50 || form === 0x4f) {
    reader.u8();
    met.add('gc');
    reader.list(() => reader.u32());
  }
  compositeType(reader, met);
}

function compositeType(reader: ByteReader, met: Met): void {
  const start = reader.offset;
  const form = reader.u8();
  if (form === 0x60) {
    reader.list(() => valueType(reader, met));
    if (reader.list(() => valueType(reader, met)).length > 1) met.add('multi-value');
    return;
  }
  if (form !== 0x5e && form !== 0x5f) reader.fail(`an unknown form of type 0x${form.toString(16)}`, start);
  met.add('gc');
  if (form === 0x5e) fieldType(reader, met);
  else reader.list(() => fieldType(reader, met));
}

function fieldType(reader: ByteReader, met: Met): void {
  const packed = reader.peek() === 0x78 || reader.peek() === 0x77;
  if (packed) reader.u8();
  else valueType(reader, met);
  mutability(reader);
}

/** Whether what it is of may change. */
export function mutability(reader: ByteReader): boolean {
  const flag = reader.u8();
  if (flag > 1) reader.fail(`a mutability of ${flag}`, reader.offset - 1);
  return flag === 1;
}

export function tableType(reader: ByteReader, met: Met): void {
  valueType(reader, met, true);
  const flags = limitFlags(reader, 0x05);
  if ((flags & 4) !== 0) met.add('memory64');
  reader.u64();
  if ((flags & 1) !== 0) reader.u64();
}

export function memoryType(reader: ByteReader, met: Met, imported: boolean): WasmMemory {
  const start = reader.offset;
  const flags = limitFlags(reader, 0x0f);
  const [shared, memory64] = [(flags & 2) !== 0, (flags & 4) !== 0];
  const minimum = reader.u64();
  const maximum = (flags & 1) === 0 ? undefined : reader.u64();
  let pageBytes = PAGE;
  if ((flags & 8) !== 0) {
    const log2 = reader.u32();
    if (log2 > 16) reader.fail(`a page of 2^${log2} bytes`, start);
    pageBytes = 2 ** log2;
    met.add('custom-page-sizes');
  }
  if (shared) met.add('threads');
  if (memory64) met.add('memory64');
  return { minimum, ...(maximum !== undefined && { maximum }), pageBytes, shared, memory64, imported };
}

function limitFlags(reader: ByteReader, known: number): number {
  const start = reader.offset;
  const flags = reader.u8();
  if ((flags & ~known) !== 0) reader.fail(`limits with the unknown flags 0x${flags.toString(16)}`, start);
  return flags;
}
