import { findingsOf, formatReport, reportOf } from '../../lib/report';
import type { Premise } from '../../lib/estate';
import { judge } from '../../lib/rules';
import type { Rule, Verdict } from '../../lib/rules';
import { estate, refuted, rule, undecided } from './estates';

const premise = (id: string, more: Partial<Premise> = {}): Premise => ({ id, kind: 'constant', statement: `${id} holds`, ...more });

function report(rules: readonly Rule[], premises: readonly Premise[] = [], more: Partial<Parameters<typeof reportOf>[0]> = {}) {
  const world = estate([], premises);
  const judgements = judge(rules, world);
  return reportOf({
    committed: false,
    gate: 'error',
    judgements,
    findings: findingsOf(judgements, world, { originOf: () => [] }),
    estate: world,
    ...more,
  });
}

const proved = (path: string, premises?: readonly Premise[]): Verdict => ({
  verdict: 'proved',
  subject: { path },
  ...(premises ? { premises } : {}),
});

test('a report counts the verdicts of each rule and gathers those on the same grounds', () => {
  const many = [...Array(10_000).keys()].map((n) => proved(`vm/${n}`, [premise('max-vcpus')]));
  const { rules } = report([
    rule('CAP-010', () => [...many, proved('other'), refuted({ path: 'big' }), undecided({ path: 'x' })], { waivable: false }),
  ]);
  expect(rules[0]).toMatchObject({ id: 'CAP-010', severity: 'error', waivable: false, proved: 10_001, refuted: 1, undecided: 1 });
  expect(rules[0]!.verdicts.map(({ verdict, count, premises, subjects }) => [verdict, count, premises, subjects.length])).toEqual([
    ['proved', 10_000, ['max-vcpus'], 20],
    ['proved', 1, [], 1],
    ['refuted', 1, [], 1],
    ['undecided', 1, [], 1],
  ]);
});

test('a report of ten thousand proved machines stays small', () => {
  const many = rule('CAP-010', () => [...Array(10_000).keys()].map((n) => proved(`vm/${n}`, [premise('max-vcpus')])));
  expect(formatReport(report([many])).length).toBeLessThan(10_000);
});

test('every premise that a verdict rests on is in the report, with its kind', () => {
  const { premises, findings } = report(
    [
      rule('CAP-001', () => [proved('a', [premise('b', { kind: 'stated', subject: 'esx/1' })])]),
      rule('CAP-002', () => [refuted({ path: 'x' }, { premises: [premise('c'), premise('b', { kind: 'stated', subject: 'esx/1' })] })]),
      rule('CAP-003', () => [undecided({ path: 'x' }, { premises: [premise('d', { kind: 'provider-default', source: 'table' })] })]),
    ],
    [premise('a', { kind: 'assumed' })],
  );
  expect(premises.map(({ id, kind }) => [id, kind])).toEqual([
    ['a', 'assumed'],
    ['b', 'stated'],
    ['c', 'constant'],
    ['d', 'provider-default'],
  ]);
  expect(findings.map((finding) => finding.premises)).toEqual([['b', 'c'], ['d']]);
});

test('two wordings of one premise both stand', () => {
  const { premises } = report([rule('CAP-001', () => [proved('a', [premise('p')]), proved('b', [premise('p', { statement: 'otherwise' })])])]);
  expect(premises.map(({ statement }) => statement).sort()).toEqual(['otherwise', 'p holds']);
});

test('a report is the same text whatever order rules, files and fields come in', () => {
  const a = rule('CAP-001', () => [refuted({ path: 'x', stack: 's' }), proved('y', [premise('p'), premise('q')])]);
  const b = rule('CAP-002', () => [refuted({ path: 'x' })]);
  const reordered = rule('CAP-001', () => [refuted({ stack: 's', path: 'x' }), proved('y', [premise('q'), premise('p')])]);
  expect(formatReport(report([b, reordered], [], { files: { a: '1', b: '2' } }))).toBe(
    formatReport(report([a, b], [], { files: { b: '2', a: '1' } })),
  );
});

test('a report says which versions made it', () => {
  expect(report([]).versions).toEqual({
    'cdk-strata': expect.stringMatching(/^\d/),
    cdktf: expect.stringMatching(/^0\.21\./),
    cdk8s: expect.stringMatching(/^2\./),
    constructs: expect.stringMatching(/^10\./),
    node: process.versions.node.split('.')[0],
  });
});

test('a report gives the severities of the run', () => {
  const { rules } = report([rule('CAP-001', () => [])], [], { severities: { 'CAP-001': 'info' } });
  expect(rules[0]!.severity).toBe('info');
});

test('a run that was stopped cannot be said to be committed', () => {
  const wrong = [rule('CAP-001', () => [refuted({ path: 'x' })])];
  expect(report(wrong).outcome).toBe('stopped');
  expect(() => report(wrong, [], { committed: true })).toThrow(/cannot be committed/);
  expect(report(wrong, [], { committed: true, gate: 'warn' }).outcome).toBe('warned');
});
