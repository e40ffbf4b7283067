import type { WasmFeature } from '../../wasm';

/**
 * What follows an opcode: `i` an index, `b` a block type, `m` a memory operand, `h` a heap type, `l` one byte, `L` sixteen bytes,
 * `4` and `8` so many bytes, `s` and `S` a signed number of 32 or 64 bits, `t` a table or memory index of a later proposal,
 * `M` a memory index, `T` a table index, `B` a branch table, `V` a list of types, `C` catch clauses.
 */
export interface Opcode {
  readonly operands: string;
  readonly feature?: WasmFeature;
  /** Opens a block, or closes one. */
  readonly nesting?: 1 | -1;
}

/** A run of opcodes with the same operands: the first, the last, the operands, the feature they belong to. */
type Row = readonly [number, number, string, WasmFeature?];

/** https://webassembly.github.io/spec/core/binary/instructions.html; the legacy forms of exceptions are of the proposal's first phase. */
const PLAIN: readonly Row[] = [
  [0x00, 0x01, ''],
  [0x05, 0x05, ''],
  [0x07, 0x07, 'i', 'legacy-exceptions'],
  [0x08, 0x08, 'i', 'exceptions'],
  [0x09, 0x09, 'i', 'legacy-exceptions'],
  [0x0a, 0x0a, '', 'exceptions'],
  [0x0c, 0x0d, 'i'],
  [0x0e, 0x0e, 'B'],
  [0x0f, 0x0f, ''],
  [0x10, 0x10, 'i'],
  [0x11, 0x11, 'iT'],
  [0x12, 0x12, 'i', 'tail-call'],
  [0x13, 0x13, 'iT', 'tail-call'],
  [0x14, 0x15, 'i', 'function-references'],
  [0x19, 0x19, '', 'legacy-exceptions'],
  [0x1a, 0x1b, ''],
  [0x1c, 0x1c, 'V', 'reference-types'],
  [0x20, 0x24, 'i'],
  [0x25, 0x26, 'i', 'reference-types'],
  [0x28, 0x3e, 'm'],
  [0x3f, 0x40, 'M'],
  [0x41, 0x41, 's'],
  [0x42, 0x42, 'S'],
  [0x43, 0x43, '4'],
  [0x44, 0x44, '8'],
  [0x45, 0xbf, ''],
  [0xc0, 0xc4, '', 'sign-extension'],
  [0xd0, 0xd0, 'h', 'reference-types'],
  [0xd1, 0xd1, '', 'reference-types'],
  [0xd2, 0xd2, 'i', 'reference-types'],
  [0xd3, 0xd3, '', 'gc'],
  [0xd4, 0xd4, '', 'function-references'],
  [0xd5, 0xd6, 'i', 'function-references'],
];

/** Opcodes that open or close a block. */
const BLOCKS: readonly (readonly [number, Opcode])[] = [
  [0x02, { operands: 'b', nesting: 1 }],
  [0x03, { operands: 'b', nesting: 1 }],
  [0x04, { operands: 'b', nesting: 1 }],
  [0x06, { operands: 'b', nesting: 1, feature: 'legacy-exceptions' }],
  [0x0b, { operands: '', nesting: -1 }],
  [0x18, { operands: 'i', nesting: -1, feature: 'legacy-exceptions' }],
  [0x1f, { operands: 'bC', nesting: 1, feature: 'exceptions' }],
];

/** After the prefix 0xFB: structures, arrays, casts. */
const GC: readonly Row[] = [
  [0, 1, 'i', 'gc'],
  [2, 5, 'ii', 'gc'],
  [6, 7, 'i', 'gc'],
  [8, 10, 'ii', 'gc'],
  [11, 14, 'i', 'gc'],
  [15, 15, '', 'gc'],
  [16, 16, 'i', 'gc'],
  [17, 19, 'ii', 'gc'],
  [20, 23, 'h', 'gc'],
  [24, 25, 'lihh', 'gc'],
  [26, 30, '', 'gc'],
];

/** After the prefix 0xFC. */
const MISCELLANEOUS: readonly Row[] = [
  [0, 7, '', 'nontrapping-float-to-int'],
  [8, 8, 'iM', 'bulk-memory'],
  [9, 9, 'i', 'bulk-memory'],
  [10, 10, 'MM', 'bulk-memory'],
  [11, 11, 'M', 'bulk-memory'],
  [12, 12, 'iT', 'bulk-memory'],
  [13, 13, 'i', 'bulk-memory'],
  [14, 14, 'TT', 'bulk-memory'],
  [15, 17, 'i', 'reference-types'],
  // https://github.com/WebAssembly/wide-arithmetic/blob/main/proposals/wide-arithmetic/Overview.md
  [19, 22, '', 'wide-arithmetic'],
];

/** After the prefix 0xFD. */
const VECTORS: readonly Row[] = [
  [0, 11, 'm', 'simd'],
  [12, 13, 'L', 'simd'],
  [14, 20, '', 'simd'],
  [21, 34, 'l', 'simd'],
  [35, 83, '', 'simd'],
  [84, 91, 'ml', 'simd'],
  [92, 93, 'm', 'simd'],
  [94, 255, '', 'simd'],
  [256, 275, '', 'relaxed-simd'],
];

/** After the prefix 0xFE. https://github.com/WebAssembly/threads/blob/main/proposals/threads/Overview.md */
const ATOMICS: readonly Row[] = [
  [0x00, 0x02, 'm', 'threads'],
  [0x03, 0x03, 'l', 'threads'],
  [0x10, 0x4e, 'm', 'threads'],
];

export const OPCODES: ReadonlyMap<number, Opcode> = new Map([...BLOCKS, ...expanded(PLAIN)]);

/** Tables of the opcodes that follow a prefix. */
export const PREFIXED: ReadonlyMap<number, ReadonlyMap<number, Opcode>> = new Map([
  [0xfb, new Map(expanded(GC))],
  [0xfc, new Map(expanded(MISCELLANEOUS))],
  [0xfd, new Map(expanded(VECTORS))],
  [0xfe, new Map(expanded(ATOMICS))],
]);

function expanded(rows: readonly Row[]): (readonly [number, Opcode])[] {
  return rows.flatMap(([first, last, operands, feature]) =>
    Array.from({ length: last - first + 1 }, (_, i) => [first + i, { operands, ...(feature && { feature }) }] as const),
  );
}

/** Arithmetic that a constant expression may have since the proposal for it: add, subtract, multiply, of 32 and of 64 bits. */
export const EXTENDED_CONST: ReadonlySet<number> = new Set([0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e]);
