import fc from 'fast-check';
import type { WasmArtifact } from '../../../../lib/estate';
import { componentArtifact, moduleArtifact, validatedComponent } from '../../../../lib/estate/read/wasm/artifact';
import { BadWasm } from '../../../../lib/estate/read/wasm/bytes';
import { readComponent } from '../../../../lib/estate/read/wasm/component';
import { byVersion, standsIn } from '../../../../lib/estate/read/wasm/interface-name';
import { kindOf } from '../../../../lib/estate/read/wasm/module';
import { dummy } from '../../../support/wasm/components';
import { fromJco, parsed } from '../../../support/wasm/jco';
import { pricing, rates } from '../../../support/wasm/rates';

const HEAD = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];

describe('the reader of components', () => {
  test('names what its world does', () => {
    const bytes = rates();
    const { imports, exports } = readComponent(bytes);
    expect(kindOf(bytes)).toBe('component');
    expect(imports).toEqual([
      { name: 'acme:rates/base@0.2.0', kind: 'instance' },
      { name: 'acme:rates/host@0.2.0', kind: 'instance' },
    ]);
    expect(exports).toEqual([{ name: 'acme:rates/table@0.2.0', kind: 'instance' }]);
    const world = fromJco<string>('componentWit', bytes);
    for (const { name } of imports) expect(world).toContain(`import ${name};`);
    for (const { name } of exports) expect(world).toContain(`export ${name};`);
  });

  test('tells an interface of types alone from one that has to be given', () => {
    const wit = `package a:b; interface types { record r { x: u8 } } interface held { resource h; } interface f { use types.{r}; use held.{h}; f: func(r: r, h: h); }
      world w { import f; export run: func(); }`;
    expect(readComponent(dummy(wit, 'w')).imports).toEqual([
      { name: 'a:b/types', kind: 'instance', typesOnly: true },
      { name: 'a:b/held', kind: 'instance', typesOnly: true },
      { name: 'a:b/f', kind: 'instance' },
    ]);
  });

  test.each<[string, string, number[], boolean]>([
    ['once', '(component (core module $m (memory 1 3)) (core instance (instantiate $m)))', [3], false],
    ['twice', '(component (core module $m (memory 1 3)) (core instance (instantiate $m)) (core instance (instantiate $m)))', [3, 3], false],
    ['never', '(component (core module $m (memory 1 3)))', [], false],
    [
      'in a component in it',
      '(component (component $c (core module $m (memory 1 5)) (core instance (instantiate $m))) (instance (instantiate $c)))',
      [5],
      false,
    ],
    [
      'by what encloses it',
      '(component (core module $m (memory 1 7)) (component $c (core instance (instantiate $m))) (instance (instantiate $c)) (instance (instantiate $c)))',
      [7, 7],
      false,
    ],
    [
      'under a second name',
      '(component (core module $m (memory 1 9)) (export $e "m" (core module $m)) (core instance (instantiate $e)))',
      [9],
      false,
    ],
    ['of an imported module', '(component (import "m" (core module $m)) (core instance (instantiate $m)))', [], true],
    [
      'with a memory that another has',
      '(component (core module $a (memory (export "m") 1 2)) (core module $b (import "a" "m" (memory 1))) (core instance $i (instantiate $a)) (core instance (instantiate $b (with "a" (instance $i)))))',
      [2],
      false,
    ],
  ])('counts the memories of modules instantiated %s', (_, text, maximums, open) => {
    const facts = readComponent(parsed(text));
    expect(facts.memories.map(({ maximum = 0 }) => maximum)).toEqual(maximums);
    expect(facts.memoriesOpen !== undefined).toBe(open);
  });

  test('gives up counting where instances double at each level', () => {
    let text = '(component $c0 (core module $m (memory 1 1)) (core instance (instantiate $m)))';
    for (let level = 1; level <= 20; level++)
      text = `(component $c${level} ${text} (instance (instantiate $c${level - 1})) (instance (instantiate $c${level - 1})))`;
    expect(readComponent(parsed(text)).memoriesOpen).toBe('it makes more than 10000 instances');
  });

  test('has the features of the modules in it', () => {
    const text = '(component (component (core module (func return_call 0))) (core module (memory 1 1 shared)))';
    expect(readComponent(parsed(text)).features).toEqual(['component-model', 'tail-call', 'threads']);
  });

  test.each<[string, number[], string]>([
    ['a module', [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], 'this is no component at byte 0'],
    ['a component of the future', [0, 0x61, 0x73, 0x6d, 0x0e, 0, 1, 0], 'a component of the unknown version 14 at byte 4'],
    ['a cut section', [...HEAD, 4, 9, 0], 'the bytes end 8 too early at byte 10'],
    ['a section nobody knows', [...HEAD, 13, 0], 'an unknown section 13 at byte 8'],
    ['a type nobody knows', [...HEAD, 7, 2, 1, 0x20], 'an unknown type 0x20 of a component at byte 11'],
    ['an instance of nothing', [...HEAD, 5, 4, 1, 0, 3, 0], 'there is no number 3 at byte 12'],
  ])('%s is told with its place', (_, bytes, message) => {
    expect(() => readComponent(Uint8Array.from(bytes))).toThrow(message);
  });

  test('damaged bytes give an answer or an error with a place in them', () => {
    const samples = [pricing(), rates()];
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (sample, edits, cut) => {
          const bytes = Uint8Array.from(sample.slice(0, cut > 1 ? undefined : Math.floor(cut * sample.length)));
          for (const { at, byte } of edits) if (bytes.length > 0) bytes[Math.min(bytes.length - 1, Math.floor(at * bytes.length))] = byte;
          try {
            readComponent(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(BadWasm);
            expect((error as BadWasm).offset).toBeLessThanOrEqual(bytes.length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('an artifact', () => {
  test('knows its WASI', () => {
    expect(moduleArtifact('m', parsed('(module (import "wasi_snapshot_preview1" "f" (func)))')).wasi).toBe('preview1');
    expect(moduleArtifact('m', parsed('(module)')).wasi).toBeUndefined();
    const wit = `package a:b; world w { import wasi:io/poll@0.2.0; import wasi:io/error@0.2.6; }
      package wasi:io@0.2.0 { interface poll { f: func(); } } package wasi:io@0.2.6 { interface error { g: func(); } }`;
    expect(componentArtifact('c', dummy(wit, 'w')).wasi).toBe('0.2.6');
    expect(componentArtifact('c', rates()).wasi).toBeUndefined();
  });

  test('is named by the digest of its bytes', () => {
    const bytes = parsed('(module)');
    expect(moduleArtifact('m', bytes).digest).toBe('sha256:93a44bbb96c751218e4c00d479e4c14358122a389acca16205b1e4d0dc5f9476');
  });

  test('of a component is what the validator has seen, or says that it has not', () => {
    const bytes = rates();
    expect(validatedComponent('r', bytes)).toEqual(componentArtifact('r', bytes));
    expect(validatedComponent('r', bytes, () => ({ unavailable: 'not installed' }))).toEqual({
      ...(componentArtifact('r', bytes) satisfies WasmArtifact),
      unvalidated: 'not installed',
    });
    // An alias of an export that is not there: well formed, and wrong.
    const wrong = Uint8Array.from([...HEAD, 5, 3, 1, 1, 0, 6, 6, 1, 3, 0, 0, 1, 0x78]);
    expect(validatedComponent('r', wrong)).toEqual({ refusal: expect.stringContaining('no export named') });
  });
});

describe('versions of an interface', () => {
  test('stand in for each other alike both ways', () => {
    const version = fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)).map((parts) => `a:b/c@${parts.join('.')}`);
    fc.assert(
      fc.property(version, version, (a, b) => standsIn(a, b) === standsIn(b, a)),
      { numRuns: 200 },
    );
    expect(standsIn('a:b/c@1.0.0-rc.1', 'a:b/c@1.0.0')).toBe(false);
    expect(standsIn('a:b/c@1.0.0-rc.1', 'a:b/c@1.0.0-rc.1')).toBe(true);
    expect(standsIn('a:b/c', 'a:b/c@1.0.0')).toBe(false);
    expect(standsIn('a:b/d@1.0.0', 'a:b/c@1.0.0')).toBe(false);
  });

  test('are put newest first', () => {
    expect(['a@0.2.0', 'a@1.0.0', 'a@0.10.0', 'a@0.2.6'].sort(byVersion)).toEqual(['a@1.0.0', 'a@0.10.0', 'a@0.2.6', 'a@0.2.0']);
  });
});
