import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { reference, unknown } from '../../lib/estate';
import type { Estate } from '../../lib/estate';
import { baselineOf, constructFinding, findingsOf, reportOf } from '../../lib/report';
import { judge } from '../../lib/rules';
import { schemas } from '../../scripts/schemas';
import { estate, refuted, rule, undecided } from './estates';

const ROOT = join(__dirname, '..', '..');

function validator(name: 'report' | 'baseline' | 'estate') {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(join(ROOT, `schema/${name}.schema.json`), 'utf8')));
  return (value: unknown) =>
    validate(JSON.parse(JSON.stringify(value))) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const world = estate(['a'], [{ id: 'p', kind: 'closed-scope', statement: 'nothing else puts VMs on `a`', subject: 'a' }]);
const judgements = judge(
  [
    rule('CAP-001', ({ closed }) =>
      closed.map((path) =>
        refuted(
          { path, attribute: 'x' },
          { witness: [{ label: 'got', text: '5' }], remedies: [{ text: 'open it', mend: (before) => ({ ...before, closed: [] }) }] },
        ),
      ),
    ),
    rule('CAP-002', () => [
      undecided({ stack: 's', address: 't.a' }),
      { verdict: 'proved', subject: { object: 'ns/n[Pod]' }, premises: world.premises },
    ]),
  ],
  world,
);
const findings = [
  constructFinding({ kind: 'validation', path: 'a', message: 'no', source: [{ file: 'a.ts', line: 1, column: 1, function: 'Stack' }] }),
  ...findingsOf(judgements, world, { originOf: () => [] }),
];
const report = reportOf({ committed: false, gate: 'error', judgements, findings, estate: world, files: { 'manifest.json': '00' }, inputs: {} });

test('the published schemas are those of the types: `npx tsx scripts/schemas.ts` changes nothing', () => {
  for (const [file, text] of schemas()) expect([file, readFileSync(join(ROOT, file), 'utf8')]).toEqual([file, text]);
}, 60_000);

describe('the schema of the report', () => {
  const errors = validator('report');

  test('accepts what a run reports', () => {
    expect(errors(report)).toEqual([]);
  });

  test.each<[string, object]>([
    ['an outcome there is not', { outcome: 'fine' }],
    ['another version', { schema: 'https://strata.dev/schema/report/v2' }],
    ['no word on whether it is committed', { committed: undefined }],
    ['a field there is not', { time: '2024-01-01' }],
    ['a finding without a rule', { findings: [{ ...report.findings[0], rule: undefined }] }],
    ['a severity there is not', { findings: [{ ...report.findings[0], severity: 'fatal' }] }],
    ['a premise without a kind', { premises: [{ id: 'p', statement: 's' }] }],
    ['a digest that is no text', { files: { 'manifest.json': 5 } }],
  ])('refuses %s', (_, change) => {
    expect(errors({ ...report, ...change })).not.toEqual([]);
  });
});

describe('the schema of a baseline', () => {
  const errors = validator('baseline');
  const baseline = baselineOf(report, 'r');

  test('accepts what is written', () => {
    expect(baseline.findings).toHaveLength(1);
    expect(errors(baseline)).toEqual([]);
  });

  test.each<[string, object]>([
    ['a fingerprint that is none', { fingerprint: 'x' }],
    ['an empty reason', { reason: '' }],
    ['no rule', { rule: undefined }],
    ['a field there is not', { until: '2030' }],
  ])('refuses an entry with %s', (_, change) => {
    expect(errors({ ...baseline, findings: [{ ...baseline.findings[0], ...change }] })).not.toEqual([]);
  });
});

describe('the schema of an estate', () => {
  const errors = validator('estate');
  const host = {
    id: 's/vsphere_host.a',
    addresses: [{ stack: 's', address: 'vsphere_host.a' }],
    path: 's/a',
    origin: 'owned' as const,
    vcenter: 'vc.example.com',
    name: 'a',
    instances: { low: 1, high: null },
    datacenter: null,
    cluster: unknown('computed', '${x}', 's/x'),
    maintenance: false,
  };
  const full: Estate = {
    ...world,
    vsphere: { ...world.vsphere, hosts: [host] },
    terraform: {
      stacks: [
        {
          name: 's',
          file: 'stacks/s/cdk.tf.json',
          backend: { type: 'local', config: { path: 'x' } },
          variables: [],
          outputs: [],
          resources: [],
          modules: [],
          providers: [
            { key: 'vsphere', type: 'vsphere', identity: unknown('variable', '${var.x}', 's/var.x'), values: { a: [1, true, null, { b: 'c' }] } },
          ],
          locals: { r: reference('s', 'vsphere_host.a', 'id'), u: unknown('computed', '${x}', 's/x') },
        },
      ],
    },
  };

  test('accepts an estate with references and unknowns', () => {
    expect(errors(full)).toEqual([]);
  });

  test.each<[string, object]>([
    ['another version', { schema: 'x' }],
    ['a host without a name', { vsphere: { ...full.vsphere, hosts: [{ ...host, name: undefined }] } }],
    ['an origin there is not', { vsphere: { ...full.vsphere, hosts: [{ ...host, origin: 'guessed' }] } }],
    ['a premise of a kind there is not', { premises: [{ id: 'p', kind: 'hoped', statement: 's' }] }],
  ])('refuses one with %s', (_, change) => {
    expect(errors({ ...full, ...change })).not.toEqual([]);
  });
});
