import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../lib/cli/program';
import { constructFinding, findingsOf, formatReport, readBaseline, reportOf } from '../../lib/report';
import type { Waiver } from '../../lib/report';
import { judge } from '../../lib/rules';
import { estate, refuted, rule } from '../report/estates';

jest.mock('../../lib/rules/catalogue', () => ({
  CATALOGUE: [
    {
      id: 'ISO-001',
      title: 'tenants exchange no packet',
      decides: 'Two tenants exchange no packet.',
      why: 'They must not.',
      severity: 'error',
      undecidedSeverity: 'error',
      waivable: false,
      evidence: 'The packet and its path.',
      sources: ['https://example.com/a'],
      check: () => [],
    },
    {
      id: 'CAP-001',
      title: 'vCPUs a core',
      decides: 'A ratio stays within its bounds. '.repeat(5),
      why: 'Waits.',
      severity: 'warning',
      evidence: 'Numbers.',
      check: () => [],
    },
  ],
}));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-cli-'))));
afterEach(() => rmSync(folder, { recursive: true }));

async function strata(...args: string[]) {
  let out = '';
  let err = '';
  const exit = await run(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { exit, out, err };
}

/** What a synthesis leaves: one stack, or nothing but the report. */
function synthesised({ scopes = [], waivers = [] }: { scopes?: string[]; waivers?: readonly Waiver[] } = {}): string {
  const out = join(folder, 'cdktf.out');
  rmSync(out, { recursive: true, force: true });
  const world = estate(scopes);
  const judgements = judge([rule('CAP-001', ({ closed }) => closed.map((path) => refuted({ path })))], world);
  const findings = [
    ...findingsOf(judgements, world, { originOf: () => [], waivers }),
    ...(scopes.length === 0
      ? []
      : [
          constructFinding({
            kind: 'validation',
            path: 'app/x',
            message: 'x must be y',
            source: [],
          }),
        ]),
  ];
  const files: Record<string, string> = {};
  if (scopes.length === 0) {
    for (const [file, text] of [
      ['manifest.json', '{}'],
      ['stacks/s/cdk.tf.json', '{"a": 1}'],
    ] as const) {
      mkdirSync(join(out, file, '..'), { recursive: true });
      writeFileSync(join(out, file), text);
      files[file] = createHash('sha256').update(text).digest('hex');
    }
  }
  mkdirSync(join(out, 'strata'), { recursive: true });
  const report = reportOf({
    committed: scopes.length === 0,
    gate: 'error',
    judgements,
    findings,
    estate: world,
    waivers,
    files,
  });
  writeFileSync(join(out, 'strata/report.json'), formatReport(report));
  return out;
}

describe('strata', () => {
  test('prints its commands and exit codes with --help, and its version', async () => {
    const { exit, out } = await strata('--help');
    expect(exit).toBe(0);
    for (const text of ['verify', 'baseline', 'rules', '4  refuted, refused or changed', '3  undecided', '2  bad input', '1  a crash'])
      expect(out).toContain(text);
    expect(await strata('--version')).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  test.each([[['frobnicate']], [['verify', '--frobnicate']], [['rules', 'a', 'b']], [['baseline', '--reason']], [[]]])(
    'ends with 2 when it is used wrongly: %j',
    async (args) => {
      const { exit, err, out } = await strata(...args);
      expect(exit).toBe(2);
      expect(err).not.toBe('');
      expect(out).toBe('');
    },
  );

  test('ends with 1 after an exception nobody foresaw, with its message and stack', async () => {
    let err = '';
    const out = () => {
      throw new TypeError('the pipe is gone');
    };
    expect(await run(['rules'], { out, err: (text) => (err += text) })).toBe(1);
    expect(err).toMatch(/^strata: TypeError: the pipe is gone\n\s+at /);
  });
});

describe('strata verify', () => {
  test('ends with 0 when the folder is what the synthesis wrote', async () => {
    expect(await strata('verify', '--intact', synthesised())).toMatchObject({
      exit: 0,
      err: '',
    });
  });

  test('ends with 4 and names what changed', async () => {
    const out = synthesised();
    writeFileSync(join(out, 'stacks/s/cdk.tf.json'), '{"a": 2}');
    const { exit, err } = await strata('verify', '--intact', out);
    expect(exit).toBe(4);
    expect(err).toContain('  stacks/s/cdk.tf.json has changed');
  });

  test('ends with 4 after a synthesis that was stopped', async () => {
    expect((await strata('verify', '--intact', synthesised({ scopes: ['a'] }))).exit).toBe(4);
  });

  test('ends with 2 where there is nothing to verify', async () => {
    expect((await strata('verify', '--intact', join(folder, 'none'))).exit).toBe(2);
  });
});

describe('strata baseline', () => {
  const baseline = (...more: string[]) => strata('baseline', '--out', join(folder, 'cdktf.out'), '--file', join(folder, 'b.json'), ...more);
  const written = () => readBaseline(join(folder, 'b.json')).findings;

  test('lets the errors of the last synthesis stand and says what it cannot let stand', async () => {
    synthesised({ scopes: ['a', 'b'] });
    const { exit, out, err } = await baseline('--reason', 'since before');
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain('2 findings may stand (2 new, 0 kept, 0 dropped)');
    expect(out).toContain('  VALIDATION  x must be y (app/x)');
    expect(written().map(({ subject, reason }) => [subject, reason])).toEqual([
      ['a', 'since before'],
      ['b', 'since before'],
    ]);
  });

  test('keeps the reasons of its entries, written since the last synthesis or before, and drops stale ones', async () => {
    synthesised({ scopes: ['a', 'b'] });
    await baseline('--reason', 'old');
    synthesised({ scopes: ['b', 'c'], waivers: written() });
    const file = join(folder, 'b.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"old"', '"TICKET-7"'));
    expect((await baseline()).out).toContain('2 findings may stand (1 new, 1 kept, 1 dropped)');
    expect(written().map(({ subject, reason }) => [subject, reason])).toEqual([
      ['b', 'TICKET-7'],
      ['c', 'stood when the baseline was written'],
    ]);
  });

  test('is the same text when it is written twice', async () => {
    synthesised({ scopes: ['b', 'a'] });
    await baseline();
    const once = readFileSync(join(folder, 'b.json'), 'utf8');
    await baseline();
    expect(readFileSync(join(folder, 'b.json'), 'utf8')).toBe(once);
  });

  test('ends with 2 and writes nothing without a report to write it from', async () => {
    const { exit, err } = await baseline();
    expect(exit).toBe(2);
    expect(err).toMatch(/report\.json: no such report; run the synthesis first/);
    expect(existsSync(join(folder, 'b.json'))).toBe(false);
  });

  test.each([
    ['{', /not JSON/],
    ['{"schema": "other", "rules": [], "findings": []}', /not a report of this version/],
    ['null', /not a report of this version/],
  ])('ends with 2 for a report that cannot be used: %s', async (text, message) => {
    const out = synthesised();
    writeFileSync(join(out, 'strata/report.json'), text);
    expect(await baseline()).toMatchObject({
      exit: 2,
      err: expect.stringMatching(message),
    });
  });

  test('ends with 2 and leaves a baseline alone that it cannot read', async () => {
    synthesised({ scopes: ['a'] });
    writeFileSync(join(folder, 'b.json'), '{"findings": "mine"}');
    expect(await baseline()).toMatchObject({
      exit: 2,
      err: expect.stringContaining('b.json: schema: expected'),
    });
    expect(readFileSync(join(folder, 'b.json'), 'utf8')).toBe('{"findings": "mine"}');
  });

  test('ends with 2 where it cannot write, and for an empty reason', async () => {
    synthesised({ scopes: ['a'] });
    expect(await strata('baseline', '--out', join(folder, 'cdktf.out'), '--file', join(folder, 'no/such/b.json'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('cannot be written'),
    });
    expect(await baseline('--reason', ' ')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('--reason is empty'),
    });
  });
});

describe('strata rules', () => {
  test('lists the catalogue by id', async () => {
    expect(await strata('rules')).toEqual({
      exit: 0,
      err: '',
      out: 'CAP-001  warning  vCPUs a core\nISO-001  error    tenants exchange no packet\n',
    });
  });

  test('tells what one rule decides, whatever the case of its id', async () => {
    expect((await strata('rules', 'iso-001')).out).toMatchInlineSnapshot(`
     "ISO-001  tenants exchange no packet
       decides     Two tenants exchange no packet.
       why         They must not.
       severity    error; error where it is undecided
       baseline    never lets it stand
       shows       The packet and its path.
       source      https://example.com/a
     "
    `);
    expect((await strata('rules', 'CAP-001')).out).toMatchInlineSnapshot(`
     "CAP-001  vCPUs a core
       decides     A ratio stays within its bounds. A ratio stays within its bounds. A ratio stays within
                   its bounds. A ratio stays within its bounds. A ratio stays within its bounds.
       why         Waits.
       severity    warning; warning where it is undecided
       baseline    may let it stand
       shows       Numbers.
     "
    `);
  });

  test('ends with 2 for a rule there is not', async () => {
    expect(await strata('rules', 'CAP-999')).toEqual({
      exit: 2,
      out: '',
      err: 'strata: rules: no rule CAP-999; `strata rules` lists them all\n',
    });
  });
});
