import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { isLiteral, type Value } from '../../lib/estate';
import { readTerraform } from '../../lib/estate/read/terraform';
import { anyExpression, NO_NAMES, print, type Names } from '../estate/read/terraform/expressions';

/** Expressions in one plan; every one is compared with what Terraform itself makes of it. */
const EXPRESSIONS = Number(process.env.EVALUATOR_EXPRESSIONS ?? 1500);
const SEED = Number(process.env.EVALUATOR_SEED ?? 20240607);

const hasTerraform = spawnSync('terraform', ['version']).status === 0;
const terraformIt = hasTerraform ? it : it.skip;
if (!hasTerraform) console.warn('skipped: the evaluator is not compared with Terraform, since no `terraform` is on the PATH');

interface Plan {
  readonly planned_values: { readonly outputs?: Record<string, { value?: unknown }>; readonly root_module?: { readonly resources?: PlannedResource[] } };
  readonly configuration: { readonly root_module: { readonly resources?: { address: string; expressions?: Record<string, { references?: string[] }> }[] } };
}

interface PlannedResource {
  readonly address: string;
  readonly values: Record<string, unknown>;
}

/** A real plan of a configuration that needs no provider but Terraform's own. */
function plan(configuration: object, variables: Record<string, string> = {}): { plan: Plan; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'strata-evaluator-'));
  const given = Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
  const run = (...command: string[]): string =>
    execFileSync('terraform', command, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' } });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(configuration));
  run('init', '-no-color', '-input=false');
  run('plan', '-no-color', '-input=false', '-out=plan.bin', ...given);
  return { plan: JSON.parse(run('show', '-json', 'plan.bin')) as Plan, folder };
}

const FAILED = '\u0001failed';

const NAMES: Names = {
  numbers: [{ kind: 'attribute', of: { kind: 'name', name: 'local' }, name: 'three' }, { kind: 'attribute', of: { kind: 'name', name: 'var' }, name: 'five' }],
  texts: [{ kind: 'attribute', of: { kind: 'name', name: 'local' }, name: 'name' }, { kind: 'attribute', of: { kind: 'name', name: 'var' }, name: 'region' }],
  booleans: [{ kind: 'attribute', of: { kind: 'name', name: 'local' }, name: 'yes' }],
  lists: [{ kind: 'attribute', of: { kind: 'name', name: 'var' }, name: 'zones' }, { kind: 'attribute', of: { kind: 'name', name: 'local' }, name: 'ports' }],
  objects: [{ kind: 'attribute', of: { kind: 'name', name: 'var' }, name: 'sizes' }, { kind: 'attribute', of: { kind: 'name', name: 'local' }, name: 'host' }],
};

const DECLARATIONS = {
  variable: {
    five: { type: 'number', default: '5' },
    region: { type: 'string', default: 'eu-1' },
    zones: { type: 'list(string)', default: ['b', 'a', 'b'] },
    sizes: { type: 'map(number)', default: { small: 1, large: '8' } },
  },
  locals: { three: 3, name: 'esx-${var.region}', yes: true, ports: [443, 80, 443], host: { a: 'x', b: 2, c: [1, 'two'] } },
};

describe('every value the evaluator decides is the one Terraform has', () => {
  terraformIt.each([
    ['without names', NO_NAMES, SEED],
    ['with names', NAMES, SEED + 1],
  ])(
    'in random expressions %s',
    (_, names, seed) => {
      const texts = [...new Set(fc.sample(anyExpression(names), { numRuns: EXPRESSIONS, seed }).map(print))];
      const output = Object.fromEntries(texts.map((text, i) => [`o${i}`, { value: `\${try(jsonencode(${text}), "${FAILED}")}` }]));
      const { plan: planned, folder } = plan({ ...DECLARATIONS, output });
      try {
        const read = { ...DECLARATIONS, output: Object.fromEntries(texts.map((text, i) => [`o${i}`, { value: `\${${text}}` }])) };
        writeFileSync(join(folder, 'read.tf.json'), JSON.stringify(read));
        const { model } = readTerraform(folder, [{ name: 'main', path: 'main', file: 'read.tf.json' }]);
        const differences: string[] = [];
        let decided = 0;
        let valid = 0;
        for (const { name, value } of model.stacks[0]!.outputs) {
          const theirs = planned.planned_values.outputs?.[name]?.value as string | undefined;
          if (theirs === FAILED) continue; // a stack that Terraform refuses has no values to be wrong about
          valid++;
          if (!isLiteral(value)) continue;
          if (theirs === undefined || !same(JSON.parse(theirs) as Value, value)) {
            differences.push(`${texts[Number(name.slice(1))]}: Terraform has ${theirs}, decided ${JSON.stringify(value)}`);
          } else decided++;
        }
        expect(differences).toEqual([]);
        console.info(`${decided} of ${valid} valid expressions (of ${texts.length}) decided, all as Terraform has them`);
        // What is valid and not decided: functions left out, and types the output does not show.
        expect(decided).toBeGreaterThan(valid * 0.7);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    300_000,
  );
});

function same(theirs: unknown, ours: unknown): boolean {
  return JSON.stringify(sorted(theirs)) === JSON.stringify(sorted(ours));
}

function sorted(x: unknown): unknown {
  if (Array.isArray(x)) return x.map(sorted);
  if (typeof x !== 'object' || x === null) return x;
  return Object.fromEntries(Object.entries(x).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]));
}
