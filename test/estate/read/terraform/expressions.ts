import * as fc from 'fast-check';
import type { Expression, ObjectEntry } from '../../../../lib/estate/read/terraform/syntax/ast';
import { PRECEDENCE } from '../../../../lib/estate/read/terraform/syntax/ast';

// Random expressions of Terraform's language, and their text.

export function print(e: Expression): string {
  switch (e.kind) {
    case 'literal':
      return typeof e.value === 'string' ? `"${printText(e.value)}"` : String(e.value);
    case 'template':
      return `"${e.parts.map((part, i) => (isText(part) && !isText(e.parts[i - 1]) ? printText(part.value) : `\${${print(part)}}`)).join('')}"`;
    case 'tuple':
      return `[${e.items.map(print).join(', ')}]`;
    case 'object':
      return `{${e.entries.map(({ key, value }) => `${printKey(key)} = ${print(value)}`).join(', ')}}`;
    case 'name':
      return e.name;
    case 'item':
      return '';
    case 'attribute':
      return `${print(e.of)}.${e.name}`;
    case 'index':
      return `${print(e.of)}[${print(e.key)}]`;
    case 'splat':
      return `${print(e.of)}[*]${print(e.each)}`;
    case 'unary':
      return `${e.operator}${e.operand.kind === 'binary' || e.operand.kind === 'conditional' ? `(${print(e.operand)})` : print(e.operand)}`;
    case 'binary':
      return `(${print(e.left)} ${e.operator} ${print(e.right)})`;
    case 'conditional':
      return `(${print(e.condition)} ? ${print(e.yes)} : ${print(e.no)})`;
    case 'for': {
      const names = e.keyName === undefined ? e.valueName : `${e.keyName}, ${e.valueName}`;
      const condition = e.condition ? ` if ${print(e.condition)}` : '';
      return e.key
        ? `{for ${names} in ${print(e.over)} : ${print(e.key)} => ${print(e.value)}${e.grouped ? '...' : ''}${condition}}`
        : `[for ${names} in ${print(e.over)} : ${print(e.value)}${condition}]`;
    }
    case 'call':
      return `${e.name}(${e.arguments.map(print).join(', ')}${e.expandLast ? '...' : ''})`;
  }
}

/** Text as it may stand between interpolations; two texts in a row, or an empty one, can only be interpolated. */
function isText(part: Expression | undefined): part is Extract<Expression, { kind: 'literal' }> & { value: string } {
  return part?.kind === 'literal' && typeof part.value === 'string' && part.value !== '';
}

function printKey(key: Expression): string {
  return key.kind === 'literal' || key.kind === 'template' ? print(key) : `(${print(key)})`;
}

function printText(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replace(/\$\{/g, '$$$${').replace(/%\{/g, '%%{');
}

const lit = (value: string | number | boolean | null): Expression => ({ kind: 'literal', value });
const call = (name: string, ...given: Expression[]): Expression => ({ kind: 'call', name, arguments: given, expandLast: false });

const word = fc.constantFrom(
  '',
  'a',
  'b',
  'esx-1',
  'Web',
  'x y',
  ' pad ',
  'a,b,c',
  '10',
  '7',
  '0.5',
  'true',
  'false',
  'é',
  '日本',
  '${',
  'q"q',
  'tab\tx',
  '<&>',
  'aXbXc',
  'null',
);
const small = fc.integer({ min: -12, max: 40 });
const numberValue = fc.oneof({ arbitrary: small, weight: 6 }, { arbitrary: fc.constantFrom(0.5, 2.25, 0.1, 1.5, 1024, 65536, 1e9), weight: 2 });
const prefix = fc.constantFrom(
  '10.0.0.0/16',
  '10.1.2.3/24',
  '192.168.0.0/29',
  '2001:db8::/48',
  'fd00::1/64',
  '0.0.0.0/0',
  '10.0.0.1/32',
  '10.0.0.0',
  'x',
);
/** Scalars of YAML, or what stands in the place of one: those that all versions read alike, and those they do not. */
const yamlScalar = fc.constantFrom(
  ...['a', 'esx-1', 'a b', 'N/A', 'Yes sir', 'x=y', 'v1.2.3', '1.2.3', '10.0.0.1', '10.0.0.0/24', '/dev/sda', 'nan', 'inf', 'é', '_x', 'a@b'],
  ...['yes', 'No', 'on', 'OFF', 'y', 'N', 'yEs', 'true', 'TRUE', 'False', 'null', 'Null', '~', '', '~x', '<<', '='],
  ...['0', '10', '-5', '+5', '-0', '007', '1.50', '1.', '.5', '1e3', '0x1f', '0b1', '0o7', '1_000', '12345678901234567890', '.inf', '.nan'],
  ...['2001-12-14', '2001-12-14 21:59:43', '12:30', '10G', '-x', '- x', '?', '-', 'a: b', 'a:b', 'http://x/y', 'a, b', 'a # note', 'a#b'],
  ...['"q q"', '"a\\nb"', '"a\\\\b"', '"\\u00e9"', '"5"', "'it''s'", "'yes'", '"a\n  b"', 'a\n  b', '@x', '`x', '%x', 'a\tb', '"e\u0301"'],
  ...['{a: 1}', '{a: x, b: [1, y]}', '[a, 2]', '[a,b:c]', '[]', '{}', '{a}', '{"a":1}', '[', '!!str 5', '&a x', '*a'],
  ...[
    '|\n    two\n    lines\n',
    '|-\n    x\n\n',
    '|\n    x',
    '|+\n    x\n\n',
    '|2\n    x',
    '>\n    fold\n    ed\n',
    '|\n\n    x\n      y\n',
    '| # note\n    x\n',
  ],
);
const yamlKey = fc.constantFrom('a', 'b', 'c-1', '"d"', 'yes', '1', 'null', '<<', '? x', 'é', 'a');
const yaml = fc
  .tuple(
    fc.constantFrom('', '', '', '---\n', '# note\n', '\n', '%YAML 1.2\n---\n', '--- '),
    fc.oneof(
      yamlScalar,
      fc.array(yamlScalar, { minLength: 1, maxLength: 3 }).map((each) => each.map((x) => `- ${x}\n`).join('')),
      fc.array(fc.tuple(yamlKey, yamlScalar), { minLength: 1, maxLength: 3 }).map((each) => each.map(([k, x]) => `${k}: ${x}\n`).join('')),
      fc.tuple(yamlKey, fc.array(yamlScalar, { minLength: 1, maxLength: 2 })).map(([k, each]) => `${k}:\n${each.map((x) => `  - ${x}\n`).join('')}`),
      fc.tuple(yamlKey, fc.array(yamlScalar, { minLength: 1, maxLength: 2 })).map(([k, each]) => `${k}:\n${each.map((x) => `- ${x}\n`).join('')}`),
      fc.tuple(yamlKey, yamlScalar, yamlScalar).map(([k, x, y]) => `- ${k}: ${x}\n  z: ${y}\n- ${y}\n`),
    ),
    fc.constantFrom('', '', '', '...\n', '---\n', '# end', '\n\n'),
  )
  .map((parts) => parts.join(''));
const json = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.constantFrom(
    '{"a":1,"a":2}',
    '{"a":1,"a":"x"}',
    '[1e3, 2]',
    '{"a":{"b":[1,"x",null]},"c":true}',
    '{',
    '-0',
    '[0.1,10.50]',
    '12345678901234567890',
  ),
  fc.constantFrom(
    '"\\ud800"',
    '"e\\u0301"',
    '{"e\\u0301":1}',
    '{"__proto__":1}',
    ' [1] ',
    '1 2',
    '{"a:b":":"}',
    '""',
    '',
    'nope',
    '[1,]',
    '{"$ref":1}',
    '{"a":"<&>"}',
  ),
);
const encoded = fc.constantFrom('YQ==', 'YQ', 'YR==', '', 'w6k=', 'ZcyB', '77u/YQ==', 'YWJj\nZGVm', '/w==', 'aGVsbG8=', 'not base64', 'AA==');
const literalNumber = numberValue.map((n) => (n < 0 ? ({ kind: 'unary', operator: '-', operand: lit(-n) } as Expression) : lit(n)));

export interface Names {
  readonly numbers: readonly Expression[];
  readonly texts: readonly Expression[];
  readonly booleans: readonly Expression[];
  readonly lists: readonly Expression[];
  readonly objects: readonly Expression[];
}

/** What a program asks of objects whose attributes may be missing. */
const ASKED = [
  'a',
  'b.c',
  'b.d',
  'list[0]',
  'list[7]',
  'list["x"]',
  'list.x',
  'none.x',
  'none["x"]',
  'text.x',
  'text[0]',
  'b["c"]',
  'b[0]',
  'zzz',
  'zzz.y',
  'unset[0]',
];
const asked = fc.constantFrom(...ASKED, 'list[*].x', 'items[*].a', 'items[*].b', 'set[0]').map((path) => `local.asked.${path}`);
const FORMS = [
  'X',
  'tonumber(X)',
  'tobool(X)',
  'tostring(X)',
  '"v-${X}"',
  'X + 1',
  'X == 1',
  '[X]',
  '{k = X}',
  '[for v in X : v]',
  'lookup(X, "q")',
  '-X',
  'X ? 1 : 2',
];
const MORE_FORMS = [
  'true ? X : 1',
  'true ? 1 : X',
  'false && X',
  'true || X',
  'upper(X)',
  'try(X)',
  'try(X, null)',
  'can(X)',
  'jsondecode(X)',
  '[for v in [1] : X]',
  '{(X) = 1}',
];
const form = fc.constantFrom(...FORMS, ...MORE_FORMS);
const asking = fc.tuple(form, form, asked).map(([outer, inner, path]) => outer.replace('X', () => `(${inner.replace('X', () => path)})`));

/** `local.asked`, of which `ATTEMPTS` ask. */
export const ASKED_OBJECT = {
  a: 1,
  b: { c: 'x' },
  list: ['p', 'q'],
  none: null,
  text: 'word',
  unset: [],
  items: [{ a: 1 }, { a: 2, b: 3 }],
  set: '${toset(["s"])}',
};

/** Attempts at what may fail, as text. */
export const ATTEMPTS: fc.Arbitrary<string> = fc.oneof(
  asking.map((each) => `can(${each})`),
  fc.tuple(asking, asking).map(([x, y]) => `try(${x}, ${y}, "last")`),
);

export const NO_NAMES: Names = { numbers: [], texts: [], booleans: [], lists: [], objects: [] };

/** Expressions that mostly make sense, and some that do not: about every type and function the evaluator knows. */
export function anyExpression(names: Names): fc.Arbitrary<Expression> {
  const one = (of: readonly Expression[], fallback: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
    of.length === 0 ? fallback : fc.oneof(fc.constantFrom(...of), fallback);
  const { number, text, boolean, list, object } = fc.letrec<Record<'number' | 'text' | 'boolean' | 'list' | 'object' | 'any', Expression>>((tie) => {
    const n = tie('number');
    const t = tie('text');
    const b = tie('boolean');
    const l = tie('list');
    const o = tie('object');
    const any = tie('any');
    const bin = (operators: readonly string[], left: fc.Arbitrary<Expression>, right: fc.Arbitrary<Expression>) =>
      fc.tuple(fc.constantFrom(...operators), left, right).map(([operator, x, y]) => ({ kind: 'binary', operator, left: x, right: y }) as Expression);
    const fn = (name: string, ...given: fc.Arbitrary<Expression>[]) => fc.tuple(...given).map((each) => call(name, ...(each as Expression[])));
    const many = (name: string, each: fc.Arbitrary<Expression>) =>
      fc.array(each, { minLength: 1, maxLength: 3 }).map((given) => call(name, ...given));
    const choose = (each: fc.Arbitrary<Expression>) =>
      fc.tuple(b, each, each).map(([condition, yes, no]): Expression => ({ kind: 'conditional', condition, yes, no }));
    const index = (of: fc.Arbitrary<Expression>, key: fc.Arbitrary<Expression>) =>
      fc.tuple(of, key).map(([x, k]): Expression => ({ kind: 'index', of: x, key: k }));
    const member = fc.oneof(
      index(fc.oneof(o, l, any), fc.oneof(word.map(lit), literalNumber, any)),
      fc.tuple(fc.oneof(o, any), fc.constantFrom('a', 'b', 'zzz')).map(([of, name]): Expression => ({ kind: 'attribute', of, name })),
    );
    const item = one(
      [],
      fc.constantFrom<Expression>(
        { kind: 'name', name: 'v' },
        { kind: 'name', name: 'k' },
        { kind: 'template', parts: [lit('x-'), { kind: 'name', name: 'v' }] },
      ),
    );
    const listFor = fc.tuple(fc.oneof(l, o), fc.oneof(item, any), fc.option(b, { nil: undefined })).map(([over, value, condition]): Expression => ({
      kind: 'for',
      keyName: 'k',
      valueName: 'v',
      over,
      value,
      ...(condition ? { condition } : {}),
      grouped: false,
    }));
    const objectFor = fc.tuple(fc.oneof(l, o), item, fc.boolean()).map(([over, value, grouped]): Expression => ({
      kind: 'for',
      keyName: 'k',
      valueName: 'v',
      over,
      key: grouped ? { kind: 'name', name: 'v' } : { kind: 'template', parts: [lit('key-'), { kind: 'name', name: 'k' }] },
      value,
      grouped,
    }));
    return {
      any: fc.oneof({ maxDepth: 4, depthSize: 'small' }, word.map(lit), n, t, b, l, o, fc.constant(lit(null))),
      number: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        one(names.numbers, literalNumber),
        literalNumber,
        bin(['+', '-', '*', '/', '%'], n, n),
        choose(n),
        fn('length', fc.oneof(l, o, t)),
        many('max', n),
        many('min', n),
        fn('abs', n),
        fn('ceil', n),
        fn('floor', n),
        fn('signum', n),
        fn('pow', n, fc.integer({ min: 0, max: 5 }).map(lit)),
        fn('sum', l),
        fn('tonumber', fc.oneof(t, n)),
        fn('index', l, any),
        n.map((operand): Expression => ({ kind: 'unary', operator: '-', operand })),
      ),
      text: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        one(names.texts, word.map(lit)),
        word.map(lit),
        fc.tuple(word, any).map(([x, y]): Expression => ({ kind: 'template', parts: [lit(`${x}-`), y] })),
        choose(t),
        fc.tuple(t, t).chain(() => choose(any)),
        fn('join', t, l),
        fn('upper', t),
        fn('lower', t),
        fn('trimspace', t),
        fn('trimprefix', t, word.map(lit)),
        fn('trimsuffix', t, word.map(lit)),
        fn('replace', t, word.map(lit), t),
        fn('substr', t, small.map(lit), small.map(lit)),
        fn('tostring', any),
        fn('jsonencode', any),
        fn('base64encode', t),
        fn('lookup', o, word.map(lit), any),
        many('coalesce', any),
        fn('try', any, t),
        fn('try', fc.oneof(member, many('tonumber', t)), fc.oneof(member, any), t),
        fn('base64decode', encoded.map(lit)),
        fn('base64decode', fn('base64encode', t)),
        fn('textdecodebase64', encoded.map(lit), fc.constantFrom('UTF-8', 'UTF-8', 'UTF-16LE', 'x').map(lit)),
        fn('jsondecode', json.map(lit)),
        fn('jsondecode', fn('jsonencode', any)),
        { arbitrary: fn('yamldecode', yaml.map(lit)), weight: 2 },
        fc
          .tuple(
            fc.constantFrom(
              '%s',
              '%d',
              'x-%03d',
              '%5s|',
              '%-5s|',
              '%v',
              '%t',
              '%%-%s',
              '%+d',
              '% d',
              '%05d',
              '%-4d|',
              '%s-%s',
              '%q',
              '%.1f',
              '%6.2f',
              '%x',
            ),
            any,
          )
          .map(([p, x]) => call('format', lit(p), x)),
        fn('cidrsubnet', prefix.map(lit), fc.integer({ min: 0, max: 20 }).map(lit), fc.integer({ min: 0, max: 300 }).map(lit)),
        fn('cidrhost', prefix.map(lit), literalNumber),
        fn('cidrnetmask', prefix.map(lit)),
      ),
      boolean: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        one(names.booleans, fc.boolean().map(lit)),
        fc.boolean().map(lit),
        bin(['<', '<=', '>', '>='], n, n),
        bin(['==', '!='], any, any),
        bin(['==', '!='], n, n),
        bin(['==', '!='], t, t),
        bin(['&&', '||'], b, b),
        b.map((operand): Expression => ({ kind: 'unary', operator: '!', operand })),
        fn('contains', l, any),
        fn('startswith', t, word.map(lit)),
        fn('endswith', t, word.map(lit)),
        fn('strcontains', t, word.map(lit)),
        fn('tobool', fc.oneof(b, t)),
        fn(
          'alltrue',
          fc.array(b, { maxLength: 3 }).map((items): Expression => ({ kind: 'tuple', items })),
        ),
        fn(
          'anytrue',
          fc.array(b, { maxLength: 3 }).map((items): Expression => ({ kind: 'tuple', items })),
        ),
        fn('can', any),
        fn(
          'can',
          fc.oneof(
            member,
            fn('tonumber', any),
            fn('tobool', any),
            fn('tostring', any),
            fn('jsondecode', json.map(lit)),
            fn('lookup', o, word.map(lit)),
          ),
        ),
        fn('can', bin(['+', '<', '&&'], any, any)),
      ),
      list: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        one(
          names.lists,
          fc.array(word.map(lit), { maxLength: 4 }).map((items): Expression => ({ kind: 'tuple', items })),
        ),
        fc.array(fc.oneof(t, n, any), { maxLength: 4 }).map((items): Expression => ({ kind: 'tuple', items })),
        fc.array(n, { maxLength: 4 }).map((items): Expression => ({ kind: 'tuple', items })),
        fc.array(o, { maxLength: 3 }).map((items): Expression => ({ kind: 'tuple', items })),
        choose(l),
        listFor,
        many('concat', l),
        fn('flatten', l),
        fn('toset', l),
        fn('tolist', l),
        fn('distinct', l),
        fn('sort', l),
        fn('reverse', l),
        fn('compact', l),
        fn('slice', l, fc.integer({ min: 0, max: 2 }).map(lit), fc.integer({ min: 0, max: 3 }).map(lit)),
        fn('split', word.map(lit), t),
        fn('keys', o),
        fn('values', o),
        many(
          'range',
          small.map((x) => (x < 0 ? ({ kind: 'unary', operator: '-', operand: lit(-x) } as Expression) : lit(x))),
        ),
        many('setunion', l),
        many('setintersection', l),
        fn('setsubtract', l, l),
        fc
          .tuple(prefix, fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }))
          .map(([p, bits]) => call('cidrsubnets', lit(p), ...bits.map(lit))),
        fc.tuple(fc.oneof(l, o, any), fc.constantFrom('', '.a', '.b')).map(([of, step]): Expression => ({
          kind: 'splat',
          of,
          each: step === '' ? { kind: 'item' } : { kind: 'attribute', of: { kind: 'item' }, name: step.slice(1) },
        })),
        fn('element', l, small.map(lit)),
        fn('one', l),
        index(l, fc.integer({ min: 0, max: 3 }).map(lit)),
      ),
      object: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        one(names.objects, fc.constant<Expression>({ kind: 'object', entries: [] })),
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'z-1', 'é', '10', '9'), { maxLength: 4 }).chain((keys) =>
          fc.tuple(...keys.map(() => any)).map((values): Expression => ({
            kind: 'object',
            entries: keys.map((key, i): ObjectEntry => ({ key: lit(key), value: values[i] as Expression })),
          })),
        ),
        choose(o),
        objectFor,
        many('merge', o),
        fn('zipmap', l, l),
        fn('tomap', o),
        index(o, word.map(lit)),
      ),
    };
  });
  return fc.oneof(number, text, boolean, list, object);
}

/** Texts of YAML, JSON and base64, decoded. */
export const DECODED: fc.Arbitrary<Expression> = fc.oneof(
  { arbitrary: yaml.map((text) => call('yamldecode', lit(text))), weight: 8 },
  { arbitrary: json.map((text) => call('jsondecode', lit(text))), weight: 2 },
  { arbitrary: encoded.map((text) => call('base64decode', lit(text))), weight: 1 },
);

/** Expressions for the round trip through text: every form, sensible or not. */
export const ANY_FORM: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => {
  const e = tie('e');
  const name = fc.constantFrom('a', 'b_c', 'vsphere_host', 'x-1', 'for_each', '_u');
  const operators = PRECEDENCE.flat();
  const base = fc.oneof(
    name.map((each): Expression => ({ kind: 'name', name: each })),
    fc.tuple(name, name).map(([of, each]): Expression => ({ kind: 'attribute', of: { kind: 'name', name: of }, name: each })),
  );
  return {
    e: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      fc.oneof(word, fc.string(), fc.nat(), fc.boolean(), fc.constant(null)).map(lit),
      base,
      fc.array(e, { maxLength: 3 }).map((items): Expression => ({ kind: 'tuple', items })),
      fc
        .array(fc.tuple(fc.oneof(word.map(lit), e), e), { maxLength: 3 })
        .map((entries): Expression => ({ kind: 'object', entries: entries.map(([key, value]) => ({ key, value })) })),
      fc.tuple(base, e).map(([of, key]): Expression => ({ kind: 'index', of, key })),
      fc.tuple(base, name).map(([of, each]): Expression => ({ kind: 'splat', of, each: { kind: 'attribute', of: { kind: 'item' }, name: each } })),
      fc.tuple(fc.constantFrom('-' as const, '!' as const), e).map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand })),
      fc.tuple(fc.constantFrom(...operators), e, e).map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right })),
      fc.tuple(e, e, e).map(([condition, yes, no]): Expression => ({ kind: 'conditional', condition, yes, no })),
      fc
        .tuple(name, fc.array(e, { minLength: 1, maxLength: 3 }), fc.boolean())
        .map(([each, given, expandLast]): Expression => ({ kind: 'call', name: each, arguments: given, expandLast })),
      fc
        .record({
          keyName: fc.option(fc.constant('k'), { nil: undefined }),
          over: e,
          key: fc.option(e, { nil: undefined }),
          value: e,
          condition: fc.option(e, { nil: undefined }),
          grouped: fc.boolean(),
        })
        .map(({ keyName, over, key, value, condition, grouped }): Expression => ({
          kind: 'for',
          ...(keyName === undefined ? {} : { keyName }),
          valueName: 'v',
          over,
          ...(key ? { key } : {}),
          value,
          ...(condition ? { condition } : {}),
          grouped: key !== undefined && grouped,
        })),
      fc
        .tuple(
          word.filter((x) => x !== ''),
          e,
        )
        .map(([x, y]): Expression => ({ kind: 'template', parts: [lit(x), y] })),
    ),
  };
}).e;
