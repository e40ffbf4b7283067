import * as fc from 'fast-check';
import { isLiteral, isUnknown, type Value } from '../../../../lib/estate';
import { anyExpression, NO_NAMES, print } from './expressions';
import { readStack, valueOf } from './render';

const NAMES = {
  variable: {
    none: { type: 'string', default: null },
    region: { default: 'eu-1' },
    five: { type: 'number', default: '5' },
    open: {},
    zones: { type: 'list(string)', default: ['b', 'a'] },
  },
  locals: { host: { a: 'x', b: 2 }, list: ['x', 'y', 'z'], holds: { open: '${var.open}' } },
};

function reasonOf(value: Value): string | undefined {
  return isUnknown(value) ? value.$unknown.reason : undefined;
}

describe('decided expressions', () => {
  it.each<[string, Value]>([
    ['plain', 'plain'],
    ['${1 + 2 * 3}', 7],
    ['${7 / 2}', 3.5],
    ['${-7 % 3}', -1],
    ['v${1 + 1}', 'v2'],
    ['${"a" == "a" && 1 != 2}', true],
    ['${"1" == 1}', false],
    ['${"2" + 3}', 5],
    ['${!true || "true"}', true],
    ['${true ? 1 : "a"}', '1'],
    ['${false ? [] : ["a"]}', ['a']],
    ['${null}', null],
    ['${one([])}', null],
    ['${lookup({a = null}, "a", "b")}', null],
    ['${var.none}', null],
    ['${var.none == null}', true],
    ['${[1, "two", [true]]}', [1, 'two', [true]]],
    ['${{a = 1, "b-${1}" = 2, (upper("c")) = 3}}', { a: 1, 'b-1': 2, C: 3 }],
    ['${[for x in ["a", "b"] : upper(x)]}', ['A', 'B']],
    ['${[for i, x in ["a", "b"] : "${i}${x}" if i > 0]}', ['1b']],
    ['${{for k, v in {b = 1, a = 2} : v => k}}', { 1: 'b', 2: 'a' }],
    ['${[for k, v in {b = 1, a = 2} : k]}', ['a', 'b']],
    ['${{for x in ["ab", "ac", "b"] : substr(x, 0, 1) => x...}}', { a: ['ab', 'ac'], b: ['b'] }],
    ['${[{a = 1}, {a = 2}][*].a}', [1, 2]],
    ['${local.list.*}', ['x', 'y', 'z']],
    ['${"x"[*]}', ['x']],
    ['${null[*]}', []],
    ['${local.host["a"]}', 'x'],
    ['${local.list[1]}', 'y'],
    ['${local.list.2}', 'z'],
    ['${var.region}', 'eu-1'],
    ['${var.five + 1}', 6],
    ['${toset(["b", "a", "b"])}', ['a', 'b']],
    ['${cidrsubnet("10.0.0.0/16", 8, 2)}', '10.0.2.0/24'],
    ['${cidrsubnets("10.1.0.0/16", 4, 4, 8)}', ['10.1.0.0/20', '10.1.16.0/20', '10.1.32.0/24']],
    ['${cidrhost("10.0.0.0/24", -2)}', '10.0.0.254'],
    ['${cidrhost("2001:db8::/64", 1)}', '2001:db8::1'],
    ['${cidrnetmask("10.0.0.0/23")}', '255.255.254.0'],
    ['${format("%s-%03d%%", "a", 7)}', 'a-007%'],
    ['${join(", ", [1, true, "x"])}', '1, true, x'],
    ['${split(",", "a,b")}', ['a', 'b']],
    ['${replace("a.b.c", ".", "-")}', 'a-b-c'],
    ['${merge({a = 1}, null, {a = 2, b = 3})}', { a: 2, b: 3 }],
    ['${lookup({a = "x"}, "b", "y")}', 'y'],
    ['${flatten([["a"], [], [["b"]]])}', ['a', 'b']],
    ['${zipmap(["a", "b"], [1, 2])}', { a: 1, b: 2 }],
    ['${element(["a", "b"], 3)}', 'b'],
    ['${max([1, 5, 3]...)}', 5],
    ['${jsonencode({b = [1, null], a = "<"})}', '{"a":"\\u003c","b":[1,null]}'],
    ['${base64encode("é")}', 'w6k='],
    ['${try(local.host.a, "y")}', 'x'],
    ['${try(local.host.zzz, "y")}', 'y'],
    ['${try(local.host.zzz.deeper, local.list[7], local.host["b"])}', 2],
    ['${try(local.holds.zzz, "y")}', 'y'],
    ['${try(upper(local.host.zzz), "y")}', 'y'],
    ['${try("v-${var.none}", "y")}', 'y'],
    ['${try([for x in local.host.zzz : x], "y")}', 'y'],
    ['${try([{a = 1}, {}][*].a, "y")}', 'y'],
    ['${try(try(local.host.zzz, "inner").x, "y")}', 'y'],
    ['${[for m in [{size = 1}, {}] : try(m.size, 4)]}', [1, 4]],
    ['${can(local.host.a)}', true],
    ['${can(local.host.zzz)}', false],
    ['${can(local.host.a.deeper)}', false],
    ['${can(tonumber("many"))}', false],
    ['${can(tobool("2"))}', false],
    ['${can(local.host.a + 1)}', false],
    ['${can(jsondecode("{"))}', false],
    ['${can(lookup(local.host, "zzz"))}', false],
    ['${jsondecode("{\\"a\\": [1, 2.50, null, true, \\"e\u0301\\"]}")}', { a: [1, 2.5, null, true, '\u00e9'] }],
    [
      '${yamldecode("cpus: 4\\ntags: [web, \\"5\\"]\\nnet:\\n  - 10.0.0.0/24\\n  - on\\nnote: |\\n  two\\n  lines\\n")}',
      { cpus: 4, tags: ['web', '5'], net: ['10.0.0.0/24', true], note: 'two\nlines\n' },
    ],
    ['${base64decode("w6k=")}', '\u00e9'],
    ['${textdecodebase64("aGVsbG8=", "UTF-8")}', 'hello'],
    ['${coalesce(null, "", "z")}', 'z'],
    ['${tostring(1.50)}', '1.5'],
    ['${"${0.1}"}', 0.1],
    ['${0.1} ', '0.1 '],
  ])('%s', (text, expected) => {
    expect(valueOf(text, NAMES)).toEqual(expected);
  });

  it('of a text are put into Unicode normal form C, as Terraform does', () => {
    expect(valueOf('e\u0301')).toBe('\u00e9');
  });

  it('keep null attributes as null', () => {
    expect(valueOf({ a: null })).toEqual({ a: null });
  });
});

describe('what is not decided', () => {
  it.each<[string, string, string]>([
    ['a variable without a default', '${var.open}', 'variable'],
    ['a text with one inside', 'x-${var.open}', 'variable'],
    ['arithmetic on one', '${var.open * 2}', 'variable'],
    ['a condition on one', '${var.open ? 1 : 2}', 'variable'],
    ['a list of unknown length', '${[for x in var.open : x]}', 'variable'],
    ['a function that is not done here', '${regex("a", "b")}', 'function'],
    ['the time of a run', '${timestamp()}', 'run'],
    ['a function whose result depends on the machine', '${file("a")}', 'run'],
    ['a regular expression', '${replace("a", "/x/", "b")}', 'function'],
    ['a directive', '%{ if true }x%{ endif }', 'expression'],
    ['a text that is no template', '${', 'expression'],
    ['the folder Terraform runs in', '${path.module}/x', 'run'],
    ['the workspace', '${terraform.workspace}', 'run'],
    ['a sum that 53 bits do not hold', '${0.1 + 0.2}', 'expression'],
    ['a quotient that no decimal holds', '${1 / 3}', 'expression'],
    ['minus zero', '${-0}', 'expression'],
    ['equality of collections whose types do not show', '${["a"] == tolist(["a"])}', 'expression'],
    ['a branch whose type the other may change', '${true ? 5 : var.open}', 'expression'],
    ['a member that is not there', '${local.host.zzz}', 'expression'],
    ['what `try` is asked of something unknown', '${try(var.open.size, "y")}', 'variable'],
    ['what `can` is asked of something unknown', '${can(var.open.size)}', 'variable'],
    ['an argument of `try` that only is not evaluated here', '${try(regex("x", "y"), "z")}', 'function'],
    ['an argument of `can` that only is not evaluated here', '${can(regex("x", "y"))}', 'function'],
    ['an operand that may not be looked at', '${can(false && local.host.zzz)}', 'expression'],
    ['a call with an argument too many', '${try(tonumber("10", "x"), "y")}', 'function'],
    ['a `try` whose every argument fails', '${try(local.host.zzz)}', 'function'],
    ['an attribute of nothing, whose type may not have it', '${can(sort([])[*].a)}', 'function'],
    ['JSON with a key twice', '${jsondecode("{\\"a\\": 1, \\"a\\": 2}")}', 'function'],
    ['JSON with a number beyond a double', '${jsondecode("12345678901234567890")}', 'function'],
    ['YAML with a tag', '${yamldecode("!!str 5")}', 'function'],
    ['YAML with an anchor', '${yamldecode("[&a x, *a]")}', 'function'],
    ['a date in YAML', '${yamldecode("2001-12-14")}', 'function'],
    ['an octal number in YAML', '${yamldecode("007")}', 'function'],
    ['an empty block of YAML', '${yamldecode("a: |\\n")}', 'function'],
    ['a colon in brackets of YAML', '${yamldecode("[a:, z]")}', 'function'],
    ['a text of YAML without its last line break', '${yamldecode("|\\n  x")}', 'function'],
    ['base64 that is no text', '${base64decode("/w==")}', 'function'],
    ['base64 with loose bits', '${base64decode("YR==")}', 'function'],
    ['an encoding that is not read', '${textdecodebase64("aGVsbG8=", "UTF-16LE")}', 'function'],
    ['numbers beside an empty list that may be one of texts', '${true ? [1, 2] : slice(tolist(var.zones), 0, 0)}', 'expression'],
    ['a whole object whose keys look like the marks of the model', '${{"$ref" = "x"}}', 'expression'],
  ])('%s', (_, text, reason) => {
    expect(reasonOf(valueOf(text, NAMES))).toBe(reason);
  });

  it('says the expression as it stands in the output, and who will know', () => {
    expect(valueOf('x-${local.a}', { variable: { n: {} }, locals: { a: '${var.n}' } })).toEqual({
      $unknown: { reason: 'variable', expression: 'x-${local.a}', knownBy: 'main/var.n' },
    });
  });

  it('names the function that is not evaluated, through whatever uses its result', () => {
    expect(valueOf('x-${local.a}', { locals: { a: '${regex("a", "b")}' } })).toEqual({
      $unknown: { reason: 'function', expression: 'x-${local.a}', knownBy: 'main/local.a', lacks: 'regex' },
    });
  });

  it('leaves decided what is decided beside it', () => {
    expect(valueOf(['a', '${var.open}', { b: '${1 + 1}' }], NAMES)).toEqual([
      'a',
      expect.objectContaining({ $unknown: expect.anything() }),
      { b: 2 },
    ]);
  });

  it('is an object of the user whose keys are the marks of the model', () => {
    expect(reasonOf(valueOf({ $ref: '#/definitions/x' }))).toBe('expression');
  });

  it('is what goes round in circles, at every door into the circle', () => {
    const { stack } = readStack({ locals: { a: '${local.b}', b: '${local.c}', c: '${local.a}', d: '${1 + local.a}' } });
    expect(Object.values(stack.locals).map(reasonOf)).toEqual(['expression', 'expression', 'expression', 'expression']);
  });

  it('is not a long chain of locals in the order of the file', () => {
    const locals = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`l${i}`, i === 0 ? 'end' : `\${local.l${i - 1}}`]));
    expect(readStack({ locals }).stack.locals.l4999).toBe('end');
  });

  it('is a chain too deep to follow, rather than a crash', () => {
    const locals = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`l${i}`, i === 4999 ? 'end' : `\${local.l${i + 1}}`]));
    expect(reasonOf(readStack({ locals }).stack.locals.l0!)).toBe('expression');
  });

  it('is whatever `try` may have to catch', () => {
    expect(reasonOf(valueOf('${try(keys({a = 1 / 0}), "x")}'))).toBe('function');
  });
});

describe('what Terraform does not read as a template', () => {
  it('is the default of a variable, which is brought to its type instead', () => {
    const variable = {
      text: { default: '${x}' },
      number: { type: 'number', default: '5' },
      list: { type: 'list(string)', default: [1, true] },
      object: { type: 'object({a = number, b = optional(string)})', default: { a: '1', c: 'dropped' } },
      unread: { type: 'unheard(string)', default: {} },
    };
    const defaults = readStack({ variable }).stack.variables.map((each) => each.default);
    expect(defaults.slice(0, 4)).toEqual(['${x}', 5, ['1', 'true'], { a: 1, b: null }]);
    expect(defaults[4]).toEqual({ $unknown: { reason: 'expression', expression: 'unheard(string)', knownBy: 'main/var.unread' } });
  });

  it('is an optional attribute with a default, which stands for one that is left out or null', () => {
    const type =
      'map(object({ cpus = optional(number, 2), disk = optional(object({ gib = optional(number, "40") }), {}), note = optional(string) }))';
    const read = (each: object): Value => readStack({ variable: { v: { type, default: { each } } } }).stack.variables[0]!.default!;
    expect(read({})).toEqual({ each: { cpus: 2, disk: { gib: 40 }, note: null } });
    expect(read({ cpus: null, disk: null, note: null })).toEqual({ each: { cpus: 2, disk: { gib: 40 }, note: null } });
    expect(read({ cpus: '8', disk: { gib: 80 }, note: 5 })).toEqual({ each: { cpus: 8, disk: { gib: 80 }, note: '5' } });
    expect(reasonOf(read({ cpus: 'many' }))).toBe('expression');
  });

  it('is the backend', () => {
    const { stack } = readStack({ terraform: { backend: { s3: { bucket: '$${x}', key: 'k' } } } });
    expect(stack.backend).toEqual({ type: 's3', config: { bucket: '$${x}', key: 'k' } });
  });

  it('is the source of a module, and the providers handed to it', () => {
    const { stack } = readStack({
      module: { m: { source: './a', version: '1.0', providers: { vsphere: 'vsphere.west' }, size: '${1 + 1}', depends_on: ['x.y'] } },
    });
    expect(stack.modules).toEqual([
      { stack: 'main', name: 'm', source: './a', instances: { low: 1, high: 1 }, arguments: { size: 2 }, sensitive: [], providers: ['vsphere.west'] },
    ]);
  });
});

describe('laws', () => {
  type Small = { text: string; value: number | boolean };
  // A second evaluator, in plain JavaScript, over whole numbers small enough for it to be exact.
  const smallExpression = fc.letrec<{ n: Small; b: Small }>((tie) => {
    const n = tie('n') as fc.Arbitrary<{ text: string; value: number }>;
    const b = tie('b') as fc.Arbitrary<{ text: string; value: boolean }>;
    return {
      n: fc.oneof(
        { maxDepth: 5 },
        fc.integer({ min: 1, max: 9 }).map((value) => ({ text: String(value), value })),
        fc.tuple(n, n).map(([x, y]) => ({ text: `(${x.text} + ${y.text})`, value: x.value + y.value })),
        fc.tuple(n, n).map(([x, y]) => ({ text: `(${x.text}*${y.text})`, value: x.value * y.value })),
        fc.tuple(b, n, n).map(([c, x, y]) => ({ text: `(${c.text} ? ${x.text} : ${y.text})`, value: c.value ? x.value : y.value })),
        fc.tuple(n, n).map(([x, y]) => ({ text: `max(${x.text}, ${y.text})`, value: Math.max(x.value, y.value) })),
        fc
          .array(n, { minLength: 1, maxLength: 4 })
          .map((all) => ({ text: `sum([for x in [${all.map((x) => x.text).join(', ')}] : x])`, value: all.reduce((sum, x) => sum + x.value, 0) })),
      ),
      b: fc.oneof(
        { maxDepth: 5 },
        fc.boolean().map((value) => ({ text: String(value), value })),
        fc.tuple(n, n).map(([x, y]) => ({ text: `(${x.text} < ${y.text})`, value: x.value < y.value })),
        fc.tuple(n, n).map(([x, y]) => ({ text: `(${x.text} == ${y.text})`, value: x.value === y.value })),
        fc.tuple(b, b).map(([x, y]) => ({ text: `(${x.text} && !${y.text})`, value: x.value && !y.value })),
        fc.tuple(n, fc.array(n, { maxLength: 3 })).map(([x, all]) => ({
          text: `contains([${all.map((each) => each.text).join(', ')}], ${x.text})`,
          value: all.some((each) => each.value === x.value),
        })),
      ),
    };
  });

  it('a second, naive evaluator agrees', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(smallExpression.n, smallExpression.b), { minLength: 1, maxLength: 20 }), (all) => {
        const locals = Object.fromEntries(all.map(({ text }, i) => [`l${i}`, `\${${text}}`]));
        const ours = readStack({ locals }).stack.locals;
        for (const [i, { value, text }] of all.entries()) {
          const isExact = typeof value === 'boolean' || Number.isSafeInteger(value);
          // What outgrows a double may be left undecided, but is never wrong.
          if (isExact && isLiteral(ours[`l${i}`]!)) expect([text, ours[`l${i}`]]).toEqual([text, value]);
          if (typeof value === 'number' && value < 1e6) expect(isLiteral(ours[`l${i}`]!)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('nothing throws, whatever the expression, and a known variable can be put in the place of its value', () => {
    fc.assert(
      fc.property(fc.array(anyExpression(NO_NAMES), { minLength: 1, maxLength: 30 }), (expressions) => {
        const texts = expressions.map(print);
        const plain = readStack({ locals: Object.fromEntries(texts.map((text, i) => [`l${i}`, `\${${text}}`])) }).stack.locals;
        const throughLocals = readStack({
          locals: {
            ...Object.fromEntries(texts.map((text, i) => [`l${i}`, `\${${text}}`])),
            ...Object.fromEntries(texts.map((_, i) => [`m${i}`, `\${local.l${i}}`])),
          },
        }).stack.locals;
        for (const i of texts.keys()) if (isLiteral(plain[`l${i}`]!)) expect(throughLocals[`m${i}`]).toEqual(plain[`l${i}`]);
      }),
      { numRuns: 40 },
    );
  });

  it('an unknown never becomes a literal: a variable left open makes undecided what its value changes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50 }), fc.constantFrom('+', '*', '-'), (n, operator) => {
        const read = (variable: object): Value =>
          readStack({ variable: { v: variable }, locals: { x: `\${[for i in range(var.v) : i ${operator} ${n}]}` } }).stack.locals.x!;
        expect(isLiteral(read({ default: 3 }))).toBe(true);
        expect(isUnknown(read({}))).toBe(true);
      }),
    );
  });
});
