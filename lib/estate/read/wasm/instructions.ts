import type { ByteReader } from './bytes';
import { EXTENDED_CONST, OPCODES, PREFIXED, type Opcode } from './opcodes';
import { heapType, valueType, type Met } from './types';

/** The body of a function: its locals and its instructions, which end where it does. */
export function functionBody(reader: ByteReader, met: Met): void {
  reader.list(() => {
    reader.u32();
    valueType(reader, met);
  });
  expression(reader, met, false);
  if (!reader.isDone) reader.fail('a function goes on after its end');
}

/** Instructions up to the end that closes them. */
export function expression(reader: ByteReader, met: Met, isConstant: boolean): void {
  let depth = 1;
  while (depth > 0) {
    const start = reader.offset;
    const code = reader.u8();
    const opcode = opcodeOf(reader, code, start);
    if (opcode.feature) met.add(opcode.feature);
    if (code === 0x15) met.add('tail-call');
    if (isConstant && EXTENDED_CONST.has(code)) met.add('extended-const');
    for (const operand of opcode.operands) operandOf(reader, met, operand);
    depth += opcode.nesting ?? 0;
  }
}

function opcodeOf(reader: ByteReader, code: number, start: number): Opcode {
  const table = PREFIXED.get(code);
  const second = table === undefined ? undefined : reader.u32();
  const opcode = second === undefined ? OPCODES.get(code) : table!.get(second);
  const shown = `0x${code.toString(16)}${second === undefined ? '' : ` 0x${second.toString(16)}`}`;
  return opcode ?? reader.fail(`an unknown instruction ${shown}`, start);
}

function operandOf(reader: ByteReader, met: Met, operand: string): void {
  switch (operand) {
    case 'i':
      reader.u32();
      return;
    case 'M':
      if (reader.u32() !== 0) met.add('multi-memory');
      return;
    case 'T':
      if (reader.u32() !== 0) met.add('reference-types');
      return;
    case 'm':
      memoryOperand(reader, met);
      return;
    case 'b':
      blockType(reader, met);
      return;
    case 'h':
      heapType(reader, met);
      return;
    case 'l':
      reader.u8();
      return;
    case 'L':
      reader.take(16);
      return;
    case '4':
      reader.take(4);
      return;
    case '8':
      reader.take(8);
      return;
    case 's':
      reader.skipLeb(5);
      return;
    case 'S':
      reader.skipLeb(10);
      return;
    case 'B':
      reader.list(() => reader.u32());
      reader.u32();
      return;
    case 'V':
      reader.list(() => valueType(reader, met));
      return;
    case 'C':
      reader.list(() => catchClause(reader));
  }
}

/** Alignment, with a bit for a memory other than the first, and offset. */
function memoryOperand(reader: ByteReader, met: Met): void {
  const alignment = reader.u32();
  if ((alignment & 0x40) !== 0) {
    reader.u32();
    met.add('multi-memory');
  }
  reader.u64();
}

/** Empty, one type, or the index of a function type, which came with several values. */
function blockType(reader: ByteReader, met: Met): void {
  if (reader.peek() === 0x40) {
    reader.u8();
    return;
  }
  // A byte with the two high bits clear, or a longer number, is an index.
  const first = reader.peek() ?? 0;
  if (first >= 0x80 || first < 0x40) {
    if (reader.s33() < 0) reader.fail('an unknown type of a block');
    met.add('multi-value');
    return;
  }
  valueType(reader, met);
}

function catchClause(reader: ByteReader): void {
  const start = reader.offset;
  const form = reader.u8();
  if (form > 3) reader.fail(`an unknown form of a catch clause ${form}`, start);
  if (form < 2) reader.u32();
  reader.u32();
}
