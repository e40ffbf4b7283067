import * as fc from 'fast-check';
import { parseExpression, parseTemplate } from '../../../../lib/estate/read/terraform/syntax/parser';
import { ANY_FORM, print } from './expressions';

const name = (x: string) => ({ kind: 'name', name: x });
const literal = (value: unknown) => ({ kind: 'literal', value });

describe('templates', () => {
  it('are text without an interpolation', () => {
    expect(parseTemplate('plain "text" \\n')).toEqual(literal('plain "text" \\n'));
  });

  it('stand for the value itself where one interpolation is all there is', () => {
    expect(parseTemplate('${5}')).toEqual(literal(5));
    expect(parseTemplate('${ vsphere_host.h.id }')).toEqual(parseTemplate('${vsphere_host.h.id}'));
    expect(parseTemplate('${"${true}"}')).toEqual(literal(true));
  });

  it('are texts where there is more', () => {
    expect(parseTemplate('${5} ')).toEqual({ kind: 'template', parts: [literal(5), literal(' ')] });
  });

  it('have escapes for both openings', () => {
    expect(parseTemplate('a $${x} b %%{ if } $5 100%')).toEqual(literal('a ${x} b %{ if } $5 100%'));
  });

  it('trim beside a tilde', () => {
    expect(parseTemplate('a  ${~ 1 ~}  b')).toEqual({ kind: 'template', parts: [literal('a'), literal(1), literal('b')] });
  });

  it.each([
    '%{ if true }a%{ endif }',
    '${',
    '${a',
    '${a b}',
    '${1 +}',
    'x ${~ a ~}\n b',
    '$$${x}',
    '${<<EOT\nx\nEOT\n}',
    '${a::b()}',
    '${foo(1,,2)}',
    '${0.1000000000000000055}',
    '${12345678901234567890}',
  ])('are not read where Terraform, or only this version, cannot: %j', (text) => {
    expect(parseTemplate(text)).toBeUndefined();
  });

  it('do not overrun the stack', () => {
    expect(parseTemplate(`\${${'('.repeat(20_000)}1${')'.repeat(20_000)}}`)).toBeUndefined();
  });
});

describe('expressions', () => {
  it('bind as Terraform binds', () => {
    expect(parseExpression('1 + 2 * 3 == 7 && !a || b')).toEqual(parseExpression('((((1 + (2 * 3)) == 7) && (!a)) || b)'));
    expect(parseExpression('a ? b : c ? d : e')).toEqual(parseExpression('a ? b : (c ? d : e)'));
    expect(parseExpression('10 - 4 - 3')).toEqual(parseExpression('(10 - 4) - 3'));
    expect(parseExpression('-a.b + 1')).toEqual(parseExpression('(-(a.b)) + 1'));
  });

  it('have names with dashes', () => {
    expect(parseExpression('a-1')).toEqual(name('a-1'));
    expect(parseExpression('a - 1')).toMatchObject({ kind: 'binary', operator: '-' });
  });

  it('have objects with either sign, commas or line breaks, and keys of every kind', () => {
    const expected = parseExpression('{a = 1, b = 2}');
    expect(parseExpression('{a: 1, "b": 2}')).toEqual(expected);
    expect(parseExpression('{\n  a = 1\n  b = 2,\n}')).toEqual(expected);
    expect(parseExpression('{(k) = 1, "x-${k}" = 2, 5 = 3}')).toMatchObject({
      entries: [{ key: name('k') }, { key: { kind: 'template' } }, { key: literal(5) }],
    });
  });

  it('step through members in every notation', () => {
    expect(parseExpression('a.0.b')).toEqual(parseExpression('a[0].b'));
    expect(parseExpression('a.0.1')).toEqual(parseExpression('a[0][1]'));
    expect(parseExpression('a[*].b[0]')).toEqual({
      kind: 'splat',
      of: name('a'),
      each: { kind: 'index', of: { kind: 'attribute', of: { kind: 'item' }, name: 'b' }, key: literal(0) },
    });
    expect(parseExpression('a.*.b[0]')).toEqual({
      kind: 'index',
      of: { kind: 'splat', of: name('a'), each: { kind: 'attribute', of: { kind: 'item' }, name: 'b' } },
      key: literal(0),
    });
  });

  it('have comments and line breaks where brackets allow them', () => {
    expect(parseExpression('[1, # one\n 2 /* two */, // three\n 3]')).toEqual(parseExpression('[1, 2, 3]'));
    expect(parseExpression('f(\n a...\n)')).toMatchObject({ kind: 'call', expandLast: true });
  });

  it('survive being printed and read again', () => {
    fc.assert(
      fc.property(ANY_FORM, (expression) => {
        const text = print(expression);
        const once = parseExpression(text);
        expect(once).toBeDefined();
        expect(parseExpression(print(once!))).toEqual(once);
      }),
      { numRuns: 400 },
    );
  });

  it('are the same inside a template', () => {
    fc.assert(
      fc.property(ANY_FORM, (expression) => expect(parseTemplate(`\${${print(expression)}}`)).toEqual(parseExpression(print(expression)))),
      { numRuns: 200 },
    );
  });
});
