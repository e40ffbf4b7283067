import type { WasmArtifact } from '../../../../lib/estate';
import { componentArtifact } from '../../../../lib/estate/read/wasm/artifact';
import { compose, type ComponentBytes } from '../../../../lib/estate/read/wasm/compose';
import type { askJco } from '../../../../lib/estate/read/wasm/jco';
import { outlineOf } from '../../../../lib/estate/read/wasm/outline';
import { readPrefix } from '../../../../lib/estate/read/wasm/prefix';
import { component, core, dummy, instantiated } from '../../../support/wasm/components';
import { fromJco } from '../../../support/wasm/jco';
import { base, pricing, rates } from '../../../support/wasm/rates';

function file(name: string, bytes: Uint8Array, change: Partial<WasmArtifact> = {}): ComponentBytes {
  return { artifact: { ...componentArtifact(name, bytes), ...change }, bytes };
}

/** A root that imports what a plug exports, each by its own idea of the interface. */
function pair(wanted: string, given: string): readonly [ComponentBytes, ComponentBytes] {
  const wit = (body: string): string => `package acme:rates@0.2.0;
    interface table { ${body} }
    world root { import table; export run: func() -> u32; }
    world plug { export table; }`;
  return [file('root.wasm', dummy(wit(wanted), 'root')), file('plug.wasm', dummy(wit(given), 'plug'))];
}

/** Components of worlds with one interface each way, by version. */
function chain(name: string, imports: readonly string[], exports: readonly string[]): ComponentBytes {
  const packages = [...new Set([...imports, ...exports])].map((each) => {
    const [of, version] = each.split('@');
    return `package acme:${of}@${version} { interface i { f: func() -> u32; } }`;
  });
  const lines = [
    ...imports.map((each) => `import acme:${each.split('@')[0]}/i@${each.split('@')[1]};`),
    ...exports.map((each) => `export acme:${each.split('@')[0]}/i@${each.split('@')[1]};`),
  ];
  const wit = `package test:${name}; world w { ${lines.join(' ')} ${exports.length === 0 ? 'export run: func();' : ''} } ${packages.join(' ')}`;
  return file(`${name}.wasm`, dummy(wit, 'w'));
}

describe('a composition', () => {
  test('that fits is one component, which gives the right answers', () => {
    const { outcome, bytes } = compose('shop', file('pricing.wasm', pricing()), [file('base.wasm', base()), file('rates.wasm', rates())]);
    expect(outcome).toMatchObject({ fits: true, composed: { name: 'shop', kind: 'component', imports: [{ name: 'acme:rates/host@0.2.0' }] } });
    const host = { first: (x: number): number => x + 100, second: (x: number): number => x + 1000 };
    const whole = instantiated(bytes!, { 'acme:rates/host': host });
    // A record, a list, an option and both ends of a result, a variant, a resource; what each part asks of its host.
    expect([whole.quote!(4), whole.sum!(), whole.picked!(5), whole.picked!(0), whole.wild!(3), whole.count!(), whole.askFirst!(1)]).toEqual([
      47n,
      42n,
      6,
      4,
      1003,
      42,
      101,
    ]);
  });

  test('has the memories of all that it is made of', () => {
    const { outcome } = compose('shop', file('pricing.wasm', pricing()), [file('base.wasm', base()), file('rates.wasm', rates())]);
    const memories = outcome.fits === true ? outcome.composed.memories : [];
    expect(memories.map(({ maximum }) => maximum)).toEqual([2, 4, 2]);
  });

  const RATE = 'record rate { price: u64, valid-until: u64 } lookup: func(id: u32) -> rate;';
  test.each<[string, string, string, readonly string[], string, string]>([
    ['a field', RATE, RATE.replace('until: u64', 'until: u32'), ['function `lookup`', 'record `rate`', 'field `valid-until`'], 'u64', 'u32'],
    ['a name', RATE, RATE.replace('valid-until', 'until'), ['function `lookup`', 'record `rate`'], 'field name `valid-until`', '`until`'],
    ['a number of fields', RATE, RATE.replace('price: u64, ', ''), ['function `lookup`', 'record `rate`'], '2 fields', '1'],
    [
      'a type within a type',
      'record day { rates: list<option<u8>> } record year { days: list<day> } of: func() -> year;',
      'record day { rates: list<option<u16>> } record year { days: list<day> } of: func() -> year;',
      ['function `of`', 'record `day`', 'field `rates`'],
      'u8',
      'u16',
    ],
    ['a parameter', 'f: func(id: u32);', 'f: func(id: u64);', ['function `f`', 'parameter `id`'], 'u32', 'u64'],
    ['the name of a parameter', 'f: func(id: u32);', 'f: func(ix: u32);', ['function `f`'], 'parameter named `id`', '`ix`'],
    ['a result', 'f: func() -> u32;', 'f: func() -> string;', ['function `f`', 'result'], 'u32', 'string'],
    ['no result', 'f: func() -> u32;', 'f: func();', ['function `f`', 'result'], '', ''],
    ['a result too many', 'f: func();', 'f: func() -> u32;', ['function `f`', 'result'], '', ''],
    ['an error', 'f: func() -> result<u8, u8>;', 'f: func() -> result<u8, u16>;', ['function `f`', 'result', 'error of the result'], 'u8', 'u16'],
    ['a value', 'f: func() -> result<u8, u8>;', 'f: func() -> result<u16, u8>;', ['function `f`', 'result', 'value of the result'], 'u8', 'u16'],
    ['a tuple', 'f: func() -> tuple<u8, u8>;', 'f: func() -> tuple<u8, u16>;', ['function `f`', 'result', 'tuple field 1'], 'u8', 'u16'],
    [
      'a case',
      'variant v { a(u32), b } f: func(v: v);',
      'variant v { a(u64), b } f: func(v: v);',
      ['function `f`', 'variant `v`', 'case `a`'],
      'u32',
      'u64',
    ],
    ['an enumeration', 'enum e { a, b } f: func(e: e);', 'enum e { a, c } f: func(e: e);', ['function `f`', 'enum `e`'], '', ''],
    [
      'a kind of type',
      RATE,
      'variant rate { price(u64) } lookup: func(id: u32) -> rate;',
      ['function `lookup`', 'record `rate`'],
      'record',
      'variant',
    ],
    ['a function', 'f: func(); g: func();', 'f: func();', [], 'function `g`', 'nothing of that name'],
    [
      'a method',
      'resource r { m: func(a: u32); } f: func() -> r;',
      'resource r { m: func(a: u64); } f: func() -> r;',
      ['function `[method]r.m`', 'parameter `a`'],
      'u32',
      'u64',
    ],
  ])('that disagrees about %s names it', (_, wanted, given, within, expected, found) => {
    const [root, plug] = pair(wanted, given);
    const { outcome, bytes } = compose('whole', root, [plug]);
    expect(outcome).toEqual({
      fits: false,
      mismatch: {
        import: 'acme:rates/table@0.2.0',
        plug: 'plug.wasm',
        within,
        expected,
        found,
        message: expect.stringMatching(/^type mismatch for import/),
      },
    });
    expect(bytes).toBeUndefined();
  });

  test.each<[string, string]>([
    ['the same', RATE],
    ['a resource', 'resource r { m: func(a: u32); } f: func(r: borrow<r>) -> r;'],
    ['a type that names another', 'record a { b: u8 } type c = list<a>; f: func(c: c) -> option<a>;'],
  ])('agrees with itself: %s', (_, body) => {
    expect(compose('whole', ...plugged(pair(body, body))).outcome.fits).toBe(true);
  });

  test('what one exports beyond what the other imports is no matter', () => {
    expect(compose('whole', ...plugged(pair('f: func();', 'f: func(); g: func();'))).outcome.fits).toBe(true);
  });

  test('what nobody is plugged into stays an import, with the types it rests on', () => {
    const wit = `package acme:rates@0.2.0;
      interface table { use acme:types/things.{thing}; f: func(t: thing) -> u32; }
      world root { import table; import acme:types/users; export run: func() -> u32; }
      package acme:types { interface things { record thing { a: list<string> } resource handle; } interface users { use things.{thing, handle}; g: func(t: thing, h: handle); } }`;
    const root = file('root.wasm', dummy(wit, 'root'));
    const given = file(
      'plug.wasm',
      dummy(wit.replace('world root { import table; import acme:types/users; export run', 'world plug { export table; export run'), 'plug'),
    );
    const { outcome, bytes } = compose('whole', root, [given]);
    expect(outcome).toMatchObject({
      fits: true,
      composed: {
        imports: [
          { name: 'acme:types/things', kind: 'instance' },
          { name: 'acme:types/users', kind: 'instance' },
        ],
      },
    });
    expect(fromJco<string>('componentWit', bytes)).toContain('import acme:types/users');
  });

  test.each<[string, string, boolean]>([
    ['a@1.2.0', 'a@1.0.0', true],
    ['a@0.2.3', 'a@0.2.0', true],
    ['a@0.2.0', 'a@0.2.3', true],
    ['a@0.3.0', 'a@0.2.0', false],
    ['a@2.0.0', 'a@1.0.0', false],
    ['a@0.0.2', 'a@0.0.1', false],
  ])('%s for %s: %s', (given, wanted, fits) => {
    const { outcome } = compose('whole', chain('root', [wanted], []), [chain('plug', [], [given])]);
    expect(outcome.fits).toBe(fits);
    if (!fits)
      expect(outcome).toHaveProperty('refused', `\`plug.wasm\` exports \`acme:${given.replace('@', '/i@')}\`, which no other of them imports`);
  });

  test('two that export the same are refused, and so is a circle', () => {
    const twice = compose('whole', chain('root', ['a@1.0.0'], []), [chain('one', [], ['a@1.0.0']), chain('two', [], ['a@1.0.0'])]);
    expect(twice.outcome).toEqual({ fits: false, refused: '`one.wasm` and `two.wasm` both export `acme:a/i@1.0.0`, which `root.wasm` imports' });
    const circle = compose('whole', chain('root', ['a@1.0.0'], []), [chain('one', ['b@1.0.0'], ['a@1.0.0']), chain('two', ['a@1.0.0'], ['b@1.0.0'])]);
    expect(circle.outcome).toEqual({ fits: false, refused: 'they need each other: `one.wasm` -> `two.wasm` -> `one.wasm`' });
  });

  test('one in the middle is plugged into the root, and asks its host for the same interface', () => {
    const wit = `package acme:a@1.0.0; interface i { f: func() -> u32; g: func() -> u32; }
      world root { import i; export run: func() -> u32; } world middle { import i; export i; }`;
    const call = (name: string): string => `(import "acme:a/i@1.0.0" "${name}" (func $${name} (result i32)))`;
    const functions = ['f', 'g'].map((name) => `(func (export "acme:a/i@1.0.0#${name}") (result i32) (call $f))`).join(' ');
    const middle = component(wit, 'middle', core(functions, '1 1', call('f')));
    const root = component(wit, 'root', core('(func (export "run") (result i32) (i32.add (call $f) (call $g)))', '1 1', `${call('f')} ${call('g')}`));
    const { outcome, bytes } = compose('whole', file('root.wasm', root), [file('middle.wasm', middle)]);
    expect(outcome).toMatchObject({ fits: true, composed: { imports: [{ name: 'acme:a/i@1.0.0' }] } });
    // The middle uses `f` only: the whole asks its host for no more.
    expect([...outlineOf(readPrefix(bytes!), 'acme:a/i@1.0.0')!.kinds.keys()]).toEqual(['f']);
    expect(instantiated(bytes!, { 'acme:a/i': { f: () => 21 } }).run!()).toBe(42);
  });

  test('of two versions the very one that is wanted goes in, else the newest that fits', () => {
    const root = chain('root', ['a@1.1.0'], []);
    const [old, same, newer] = [chain('old', [], ['a@1.0.0']), chain('same', [], ['a@1.1.0']), chain('newer', [], ['a@1.4.0'])];
    expect(compose('whole', root, [newer, same]).outcome).toMatchObject({ refused: expect.stringContaining('`newer.wasm`') });
    expect(compose('whole', root, [old, newer]).outcome).toMatchObject({ refused: expect.stringMatching(/^`old.wasm` exports .*, which no other/) });
  });

  test('is not decided without the validator, nor by a refusal that is about no import of it', () => {
    const [root, plug] = pair('f: func();', 'f: func();');
    const unavailable: typeof askJco = () => ({ unavailable: 'not installed' });
    expect(compose('whole', root, [plug], unavailable).outcome).toEqual({ fits: 'unknown', reason: 'not installed' });
    expect(compose('whole', file('root.wasm', root.bytes, { unvalidated: 'not installed' }), [plug]).outcome).toEqual({
      fits: 'unknown',
      reason: 'not installed',
    });
    const other: typeof askJco = () => ({ refusal: 'type mismatch for import `else`\nexpected 1' });
    expect(compose('whole', root, [plug], other).outcome).toEqual({
      fits: 'unknown',
      reason: 'the reference validator says of the whole: type mismatch for import `else`: expected 1',
    });
  });
});

function plugged([root, plug]: readonly [ComponentBytes, ComponentBytes]): [ComponentBytes, readonly ComponentBytes[]] {
  return [root, [plug]];
}
