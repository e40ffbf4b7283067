import fc from 'fast-check';
import type { WasmFeature } from '../../../../lib/estate';
import { BadWasm } from '../../../../lib/estate/read/wasm/bytes';
import { kindOf, readModule } from '../../../../lib/estate/read/wasm/module';
import { parsed } from '../../../support/wasm/jco';
import { ENGINE, moduleBuilder, type WabtFeature } from '../../../support/wasm/modules';

const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** What a text uses, and the flags of wabt without any of which it is not valid; none where wabt does not tell. */
const CASES: readonly (readonly [string, string, readonly WasmFeature[], readonly WabtFeature[]])[] = [
  ['nothing', '(module (memory 1 4) (func (export "f") (param i32) (result i32) local.get 0 i32.load))', [], []],
  ['mutable globals, exported', '(module (global (export "g") (mut i32) (i32.const 0)))', ['mutable-globals'], []],
  ['mutable globals, imported', '(module (import "a" "g" (global (mut i32))))', ['mutable-globals'], ['mutable_globals']],
  ['a constant global, exported', '(module (global (export "g") i32 (i32.const 0)) (global (mut i32) (i32.const 0)))', [], []],
  ['sign extension', '(module (func (param i32) (result i32) local.get 0 i32.extend8_s))', ['sign-extension'], ['sign_extension']],
  [
    'saturating conversion',
    '(module (func (param f32) (result i32) local.get 0 i32.trunc_sat_f32_s))',
    ['nontrapping-float-to-int'],
    ['sat_float_to_int'],
  ],
  ['several results', '(module (func (result i32 i32) i32.const 1 i32.const 2))', ['multi-value'], ['multi_value']],
  ['a block with parameters', '(module (func (result i32) i32.const 1 (block (param i32) (result i32))))', ['multi-value'], ['multi_value']],
  ['memory.copy', '(module (memory 1) (func i32.const 0 i32.const 0 i32.const 0 memory.copy))', ['bulk-memory'], ['bulk_memory']],
  ['passive data', '(module (memory 1) (data "a"))', ['bulk-memory'], ['bulk_memory']],
  ['externref', '(module (func (param externref)))', ['reference-types'], []],
  ['ref.null', '(module (func ref.null func drop))', ['reference-types'], []],
  ['table.get', '(module (table 1 funcref) (func i32.const 0 table.get 0 drop))', ['reference-types'], []],
  ['two tables', '(module (table 1 funcref) (table 1 funcref))', ['reference-types'], []],
  ['a vector', '(module (func v128.const i32x4 0 0 0 0 drop))', ['simd'], ['simd']],
  ['a lane', '(module (memory 1) (func i32.const 0 v128.const i32x4 0 0 0 0 v128.load8_lane 3 drop))', ['simd'], ['simd']],
  [
    'a relaxed vector',
    '(module (func (param v128 v128) (result v128) local.get 0 local.get 1 i8x16.relaxed_swizzle))',
    ['relaxed-simd', 'simd'],
    ['relaxed_simd', 'simd'],
  ],
  ['atomics', '(module (memory 1 1) (func (result i32) i32.const 0 i32.atomic.load))', ['threads'], ['threads']],
  ['a shared memory', '(module (memory 1 4 shared))', ['threads'], ['threads']],
  ['a fence', '(module (func atomic.fence))', ['threads'], ['threads']],
  ['a tail call', '(module (func return_call 0))', ['tail-call'], ['tail_call']],
  [
    'an indirect tail call',
    '(module (type $t (func)) (table 1 funcref) (func i32.const 0 return_call_indirect (type $t)))',
    ['tail-call'],
    ['tail_call'],
  ],
  ['constant arithmetic', '(module (global i32 (i32.add (i32.const 1) (i32.const 2))))', ['extended-const'], ['extended_const']],
  ['the same arithmetic in a function', '(module (func (result i32) i32.const 1 i32.const 2 i32.add))', [], []],
  ['two memories', '(module (memory 1) (memory 1))', ['multi-memory'], ['multi_memory']],
  ['a load from the second memory', '(module (memory 1) (memory 1) (func (result i32) i32.const 0 i32.load 1))', ['multi-memory'], ['multi_memory']],
  ['a memory of 64 bits', '(module (memory i64 1 4) (func (result i32) i64.const 0 i32.load))', ['memory64'], ['memory64']],
  ['a tag', '(module (tag (param i32)))', ['exceptions'], ['exceptions']],
  ['an imported tag', '(module (import "a" "t" (tag)))', ['exceptions'], ['exceptions']],
  ['a throw', '(module (tag) (func throw 0))', ['exceptions'], ['exceptions']],
  [
    'the exceptions of the first phase',
    '(module (tag) (func try nop catch 0 nop catch_all nop end))',
    ['exceptions', 'legacy-exceptions'],
    ['exceptions'],
  ],
];

/** What wabt does not know; its features as jco, whose validator does, has them. */
const NEWER: readonly (readonly [string, string, readonly WasmFeature[]])[] = [
  ['a typed reference', '(module (type $t (func)) (func (param (ref $t)) local.get 0 call_ref $t))', ['function-references']],
  ['a typed tail call', '(module (type $t (func)) (func (param (ref $t)) local.get 0 return_call_ref $t))', ['function-references', 'tail-call']],
  ['br_on_null', '(module (type $t (func)) (func (param (ref null $t)) (block local.get 0 br_on_null 0 drop)))', ['function-references']],
  [
    'a table with a value to start with',
    '(module (type $t (func)) (func $f (type $t)) (table 1 (ref $t) (ref.func $f)))',
    ['function-references', 'reference-types'],
  ],
  [
    'a structure',
    '(module (type $s (struct (field (mut i8)) (field i64))) (func (result (ref $s)) struct.new_default $s))',
    ['function-references', 'gc'],
  ],
  ['a recursive group', '(module (rec (type $a (sub (struct))) (type $b (sub final $a (struct)))))', ['gc']],
  [
    'a cast',
    '(module (func (param anyref) (result i32) local.get 0 ref.test (ref i31)) (func (param anyref) (block (result anyref) local.get 0 br_on_cast 0 anyref (ref i31)) drop))',
    ['gc'],
  ],
  ['an array', '(module (type $a (array (mut i32))) (func (param (ref $a)) (result i32) local.get 0 array.len))', ['function-references', 'gc']],
  ['try_table', '(module (tag $t) (func (block try_table (catch $t 0) (catch_all 0) end)))', ['exceptions']],
  ['exnref', '(module (func (param exnref) local.get 0 throw_ref))', ['exceptions']],
  ['a page of a size of its own', '(module (memory 1 8 (pagesize 1)))', ['custom-page-sizes']],
  ['wide arithmetic', '(module (func (param i64 i64) (result i64 i64) local.get 0 local.get 1 i64.mul_wide_u))', ['multi-value', 'wide-arithmetic']],
  ['a table of 64 bits', '(module (table i64 1 funcref))', ['memory64']],
  ['a constant vector', '(module (global v128 (v128.const i64x2 1 2)))', ['simd']],
  [
    'relaxed arithmetic',
    '(module (func (param v128 v128 v128) (result v128) local.get 0 local.get 1 local.get 2 f32x4.relaxed_madd))',
    ['relaxed-simd', 'simd'],
  ],
  ['a declared element', '(module (func $f) (elem declare func $f) (func ref.func $f drop))', ['reference-types']],
  ['elements by expressions', '(module (table 1 funcref) (elem (i32.const 0) funcref (ref.null func)))', ['reference-types']],
];

const RICH = `(module
  (import "env" "f" (func (param i32)))
  (import "env" "t" (table 1 funcref))
  (import "env" "m" (memory 1 2))
  (import "env" "g" (global i32))
  (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
  (func $a (export "run") (result i64) i64.const -9007199254740993)
  (func (export "br") (param i32) (block (block local.get 0 br_table 0 1 0)))
  (func (export "floats") (result f64) f32.const 1.5 drop f64.const -0.25)
  (global (export "one") i32 (i32.const 1))
  (export "mem" (memory 0))
  (export "tab" (table 0))
  (data (i32.const 0) "text"))`;

describe('the reader of core modules', () => {
  let tools: Awaited<ReturnType<typeof moduleBuilder>>;
  beforeAll(async () => {
    tools = await moduleBuilder();
  });

  test.each(CASES)('%s', (_, text, features, flags) => {
    const bytes = tools.build(text);
    expect(kindOf(bytes)).toBe('module');
    expect(readModule(bytes).features).toEqual(features);
    expect(tools.isValid(bytes)).toBe(true);
    for (const flag of flags) expect([flag, tools.isValid(bytes, flag)]).toEqual([flag, false]);
  });

  test.each(NEWER)('%s', (_, text, features) => {
    expect(readModule(parsed(text)).features).toEqual(features);
  });

  test('imports and exports are those that an engine sees', () => {
    const bytes = tools.build(RICH);
    const engine = new ENGINE.Module(bytes.slice());
    const { imports, exports } = readModule(bytes);
    expect(imports).toEqual(ENGINE.Module.imports(engine).map(({ module, name, kind }) => ({ name: `${module}.${name}`, kind })));
    expect(exports).toEqual(ENGINE.Module.exports(engine).map(({ name, kind }) => ({ name, kind })));
  });

  test('memories with their limits', () => {
    const own = { pageBytes: 65_536, shared: false, memory64: false, imported: false };
    expect(readModule(tools.build('(module (memory 2))')).memories).toEqual([{ ...own, minimum: 2 }]);
    expect(readModule(tools.build('(module (import "a" "m" (memory 300 70000 shared)))')).memories).toEqual([
      { ...own, minimum: 300, maximum: 70_000, shared: true, imported: true },
    ]);
    expect(readModule(tools.build('(module (memory i64 1 0x100000000))')).memories).toEqual([
      { ...own, minimum: 1, maximum: 2 ** 32, memory64: true },
    ]);
    expect(readModule(parsed('(module (memory 10 4000 (pagesize 1)))')).memories).toEqual([{ ...own, minimum: 10, maximum: 4000, pageBytes: 1 }]);
  });

  test.each<[string, number[], string]>([
    ['a text', [...Buffer.from('hello world')], 'this is no WebAssembly: the file does not start with `\\0asm` at byte 0'],
    ['a component', [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0], 'this is no core module of version 1, but of 13 0 1 0 at byte 4'],
    ['too few bytes', [0, 0x61, 0x73], 'the bytes end too early at byte 3'],
    ['a section that is cut', [...HEAD, 1, 5, 1], 'the bytes end 4 too early at byte 10'],
    ['a section that is too long', [...HEAD, 1, 2, 0, 0], 'section 1 is longer than what it holds at byte 11'],
    ['a section nobody knows', [...HEAD, 14, 0], 'an unknown section 14 at byte 8'],
    ['sections in the wrong order', [...HEAD, 3, 1, 0, 1, 1, 0], 'section 1 out of order at byte 11'],
    ['the same section twice', [...HEAD, 1, 1, 0, 1, 1, 0], 'section 1 out of order at byte 11'],
    ['a list longer than the file', [...HEAD, 1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f], 'a list of 4294967295 is longer than what is left at byte 10'],
    ['a number that does not end', [...HEAD, 1, 6, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], 'a number does not end at byte 10'],
    ['an instruction nobody knows', [...HEAD, 10, 5, 1, 3, 0, 0xf0, 0x0b], 'an unknown instruction 0xf0 at byte 13'],
    ['a function without an end', [...HEAD, 10, 4, 1, 2, 0, 0x01], 'the bytes end too early at byte 14'],
    ['a function that goes on', [...HEAD, 10, 5, 1, 3, 0, 0x0b, 0x01], 'a function goes on after its end at byte 14'],
  ])('%s is told with its place', (_, bytes, message) => {
    expect(() => readModule(Uint8Array.from(bytes))).toThrow(new BadWasm(message.replace(/ at byte (\d+)$/, ''), Number(/(\d+)$/.exec(message)![1])));
  });

  test('damaged bytes give an answer or an error with a place in them, and never anything else', () => {
    const samples = [RICH, ...CASES.map(([, text]) => text)].map((text) => tools.build(text));
    const damage = fc.record({
      sample: fc.constantFrom(...samples),
      edits: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.integer({ min: 0, max: 255 }) }), {
        minLength: 1,
        maxLength: 4,
      }),
      cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(damage, ({ sample, edits, cut }) => {
        const bytes = sample.slice(0, cut === null ? undefined : Math.floor(cut * sample.length));
        for (const { at, byte } of edits) if (bytes.length > 0) bytes[Math.min(bytes.length - 1, Math.floor(at * bytes.length))] = byte;
        let met: readonly string[] | undefined;
        try {
          met = readModule(bytes).features;
        } catch (error) {
          expect(error).toBeInstanceOf(BadWasm);
          expect((error as BadWasm).offset).toBeLessThanOrEqual(bytes.length);
        }
        // What an engine takes is never malformed.
        if (ENGINE.validate(bytes)) expect(met).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  test('a function of many instructions is read in linear time', () => {
    const bytes = tools.build(`(module (memory 1) (func ${'i32.const 1 i32.load offset=70000 drop '.repeat(30_000)}))`);
    expect(readModule(bytes).features).toEqual([]);
  });
});
