import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BASELINE_SCHEMA,
  InputError,
  baselineOf,
  constructFinding,
  findingsOf,
  formatBaseline,
  outcomeOf,
  readBaseline,
  reportOf,
  staleWaivers,
} from '../../lib/report';
import type { Waiver } from '../../lib/report';
import { judge } from '../../lib/rules';
import { estate, refuted, rule, undecided } from './estates';

const closed = rule('CAP-001', (world) => world.closed.map((path) => refuted({ path }, { message: `\`${path}\` is closed` })));
const advice = rule('CFG-013', () => [refuted({ path: 'web' })], {
  severity: 'warning',
});
const intent = rule('ISO-001', () => [undecided({ path: 'pci' })], {
  undecidedSeverity: 'error',
  waivable: false,
});
const annotation = constructFinding({
  kind: 'annotation',
  path: 'x',
  message: 'no',
  source: [],
});

/** A run over a world where each of the given scopes is wrong. */
function run(scopes: readonly string[], waivers: readonly Waiver[] = [], rules = [closed, advice, intent]) {
  const world = estate(scopes);
  const judgements = judge(rules, world);
  const findings = [annotation, ...findingsOf(judgements, world, { originOf: () => [], waivers })];
  return reportOf({
    committed: false,
    gate: 'error',
    judgements,
    findings,
    estate: world,
    waivers,
  });
}

describe('a baseline', () => {
  const first = baselineOf(run(['b', 'a']), 'before Strata');

  test('holds the errors that may stand, sorted: no warning, no intent, nothing that a construct says', () => {
    expect(first.findings.map(({ rule: id, subject }) => [id, subject])).toEqual([
      ['CAP-001', 'a'],
      ['CAP-001', 'b'],
    ]);
  });

  test('lets old findings stand and stops new ones', () => {
    const only = (scopes: string[]) => run(scopes, first.findings, [closed]).findings.filter(({ rule: id }) => id === 'CAP-001');
    expect(outcomeOf(only(['a', 'b']), 'error')).toBe('passed');
    expect(only(['a', 'b', 'c']).map(({ subject, waived }) => [subject.path, waived?.reason])).toEqual([
      ['a', 'before Strata'],
      ['b', 'before Strata'],
      ['c', undefined],
    ]);
    expect(outcomeOf(only(['a', 'b', 'c']), 'error')).toBe('stopped');
    expect(outcomeOf(only(['a', 'b', 'c']), 'warn')).toBe('warned');
  });

  test('written again keeps the reasons of what stood, takes in what is new and drops what is stale', () => {
    expect(baselineOf(run(['b', 'c'], first.findings), 'later').findings.map(({ subject, reason }) => [subject, reason])).toEqual([
      ['b', 'before Strata'],
      ['c', 'later'],
    ]);
  });

  test('has stale entries where nothing is found any more, and they are listed', () => {
    const report = run(['b'], first.findings);
    expect(report.staleWaivers).toEqual([
      {
        fingerprint: first.findings[0]!.fingerprint,
        rule: 'CAP-001',
        message: '`a` is closed',
      },
    ]);
  });

  test('entry that was written by hand for an intent is stale, since it lets nothing stand', () => {
    const { fingerprint } = run([]).findings.find(({ rule: id }) => id === 'ISO-001')!;
    const forged = {
      fingerprint,
      rule: 'ISO-001',
      subject: 'pci',
      message: 'm',
      reason: 'r',
    };
    expect(staleWaivers([forged], run([], [forged]).findings)).toEqual([forged]);
  });

  test('reads well in a diff', () => {
    expect(formatBaseline(first)).toMatchInlineSnapshot(`
     "{
       "schema": "https://strata.dev/schema/baseline/v1",
       "findings": [
         {
           "fingerprint": "44a7e81284f9fc9d8e2cc1cab82f669a",
           "rule": "CAP-001",
           "subject": "a",
           "message": "\`a\` is closed",
           "reason": "before Strata"
         },
         {
           "fingerprint": "e2d3449e13e4c3acd7eb4553c98a2f68",
           "rule": "CAP-001",
           "subject": "b",
           "message": "\`b\` is closed",
           "reason": "before Strata"
         }
       ]
     }
     "
    `);
  });
});

describe('reading a baseline', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-baseline-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const entry: Waiver = {
    fingerprint: 'a'.repeat(32),
    rule: 'CAP-001',
    subject: 'a',
    message: 'm',
    reason: 'r',
  };
  const read = (text: string) => {
    const file = join(folder, 'b.json');
    writeFileSync(file, text);
    return readBaseline(file);
  };

  test('gives what was written', () => {
    const baseline = baselineOf(run(['a', 'b']), 'r');
    expect(read(formatBaseline(baseline))).toEqual(baseline);
  });

  test.each<[string, string, RegExp]>([
    ['no JSON', '{', /b\.json: not JSON/],
    ['no object', '[]', /b\.json: the baseline: expected an object, got \[\]/],
    ['another schema', '{"schema": "x", "findings": []}', /schema: expected "https:\/\/strata\.dev\/schema\/baseline\/v1", got "x"/],
    ['no findings', JSON.stringify({ schema: BASELINE_SCHEMA }), /findings: expected a list, got nothing/],
    ['a field too many', JSON.stringify({ schema: BASELINE_SCHEMA, findings: [], rules: [] }), /a field "rules", expected only schema, findings/],
    ['an entry that is none', JSON.stringify({ schema: BASELINE_SCHEMA, findings: [5] }), /findings\[0\]: expected an object, got 5/],
    [
      'an entry without a reason',
      JSON.stringify({
        schema: BASELINE_SCHEMA,
        findings: [entry, { ...entry, reason: '' }],
      }),
      /findings\[1\]\.reason: expected a text that is not empty, got ""/,
    ],
    [
      'an entry with another field',
      JSON.stringify({
        schema: BASELINE_SCHEMA,
        findings: [{ ...entry, until: '2030' }],
      }),
      /findings\[0\] has a field "until"/,
    ],
    [
      'a fingerprint that is none',
      JSON.stringify({
        schema: BASELINE_SCHEMA,
        findings: [{ ...entry, fingerprint: 'x' }],
      }),
      /findings\[0\]\.fingerprint: expected 32 hexadecimal digits/,
    ],
    [
      'an entry twice',
      JSON.stringify({ schema: BASELINE_SCHEMA, findings: [entry, entry] }),
      /findings\[1\]\.fingerprint is that of findings\[0\] too/,
    ],
  ])('refuses %s, naming file and field', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(InputError);
  });

  test('says so where there is no such file', () => {
    expect(() => readBaseline(join(folder, 'none.json'))).toThrow(/none\.json: cannot be read \(ENOENT\)/);
  });
});
