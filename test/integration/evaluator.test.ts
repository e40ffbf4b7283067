import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { isLiteral, isReference, isUnknown, type TerraformStackModel, type Value } from '../../lib/estate';
import { readTerraform } from '../../lib/estate/read/terraform';
import type { Expression } from '../../lib/estate/read/terraform/syntax/ast';
import { anyExpression, ASKED_OBJECT, ATTEMPTS, DECODED, NO_NAMES, print, type Names } from '../estate/read/terraform/expressions';

/** Expressions in one plan; every one is compared with what Terraform itself makes of it. */
const EXPRESSIONS = Number(process.env.EVALUATOR_EXPRESSIONS ?? 1500);
const SEED = Number(process.env.EVALUATOR_SEED ?? 20240607);

const hasTerraform = spawnSync('terraform', ['version']).status === 0;
const terraformIt = hasTerraform ? it : it.skip;
if (!hasTerraform) console.warn('skipped: the evaluator is not compared with Terraform, since no `terraform` is on the PATH');

interface Plan {
  readonly planned_values: {
    readonly outputs?: Record<string, { value?: unknown }>;
    readonly root_module?: { readonly resources?: PlannedResource[] };
  };
  readonly configuration: {
    readonly root_module: { readonly resources?: { address: string; expressions?: Record<string, { references?: string[] }> }[] };
  };
}

interface PlannedResource {
  readonly address: string;
  readonly values: Record<string, unknown>;
}

/** A real plan of a configuration that needs no provider but Terraform's own. */
function plan(configuration: object, variables: Record<string, string> = {}): { plan: Plan; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'strata-evaluator-'));
  const given = Object.entries(variables).map(([name, value]) => `-var=${name}=${value}`);
  const env = { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  const run = (...command: string[]): string =>
    execFileSync('terraform', command, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'], env });
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(configuration));
  run('init', '-no-color', '-input=false');
  run('plan', '-no-color', '-input=false', '-out=plan.bin', ...given);
  return { plan: JSON.parse(run('show', '-json', 'plan.bin')) as Plan, folder };
}

const FAILED = '\u0001failed';

const named = (of: 'local' | 'var', name: string): Expression => ({ kind: 'attribute', of: { kind: 'name', name: of }, name });

const NAMES: Names = {
  numbers: [named('local', 'three'), named('var', 'five')],
  texts: [named('local', 'name'), named('var', 'region')],
  booleans: [named('local', 'yes')],
  lists: [named('var', 'zones'), named('local', 'ports')],
  objects: [named('var', 'sizes'), named('local', 'host')],
};

const DECLARATIONS = {
  variable: {
    five: { type: 'number', default: '5' },
    region: { type: 'string', default: 'eu-1' },
    zones: { type: 'list(string)', default: ['b', 'a', 'b'] },
    sizes: { type: 'map(number)', default: { small: 1, large: '8' } },
  },
  locals: { three: 3, name: 'esx-${var.region}', yes: true, ports: [443, 80, 443], host: { a: 'x', b: 2, c: [1, 'two'] }, asked: ASKED_OBJECT },
};

/** Everything at once that Terraform can plan without a provider of anyone's. */
const STRESS = {
  variable: {
    size: { type: 'number' },
    names: { type: 'set(string)' },
    secret: { type: 'string', sensitive: true, default: 'hunter2' },
    zones: { type: 'list(string)', default: ['b', 'a'] },
    racks: { type: 'map(object({ hosts = number, row = optional(string) }))', default: { r1: { hosts: '2' }, r2: { hosts: 3, row: 'x' } } },
    nothing: { default: null },
    machines: {
      type: 'map(object({ cpus = optional(number, 2), disk = optional(object({ gib = optional(number, 40), tags = optional(list(string), ["a"]) }), {}), note = optional(string) }))',
      default: {
        plain: {},
        null: { cpus: null, disk: null, note: null },
        given: { cpus: '8', disk: { gib: 80, tags: null }, note: 'x', dropped: 1 },
      },
    },
    boxes: {
      type: 'set(object({ a = optional(string, "x"), b = optional(tuple([number, bool]), [1, true]) }))',
      default: [{}, { a: null }, { a: 'x' }],
    },
  },
  locals: {
    range: '10.20.0.0/16',
    subnets: '${[for i, zone in var.zones : cidrsubnet(local.range, 8, i)]}',
    // One network a rack, by name.
    networks:
      '${{for name, rack in var.racks : name => {cidr = cidrsubnet(local.range, 4, rack.hosts), gateway = cidrhost(cidrsubnet(local.range, 4, rack.hosts), 1)}}}',
    fleet: '${flatten([for name, rack in var.racks : [for i in range(rack.hosts) : {key = "${name}-${i}", rack = name}]])}',
    sizes: '${{for name, each in var.machines : name => try(each.disk.gib + each.missing, each.cpus)}}',
    byKey: '${{for host in local.fleet : host.key => host}}',
  },
  resource: {
    terraform_data: {
      plain: { input: { a: 1, b: ['x', null, true], 'c-${1 + 1}': '${local.subnets}' }, triggers_replace: ['${local.networks.r1.gateway}'] },
      counted: { count: '${length(var.zones)}', input: '${format("node-%02d-%s", count.index, var.zones[count.index])}' },
      each: { for_each: '${local.byKey}', input: { rack: '${each.value.rack}', key: '${each.key}', row: '${var.racks[each.value.rack].row}' } },
      set: { for_each: '${toset(["z", "a b", "q\\"q", "$${x}"])}', input: '${each.value}' },
      none: { count: '${length(var.zones) > 5 ? 1 : 0}', input: 'never' },
      chained: { for_each: '${terraform_data.each}', input: '${each.value.id}', triggers_replace: '${each.value.input.key}' },
      family: { count: '${var.size}', input: 'member-${count.index}', triggers_replace: 'fixed' },
      named: { for_each: '${var.names}', input: '${each.key}', triggers_replace: ['${upper("fixed")}'] },
      refers: {
        input: {
          one: '${terraform_data.plain.id}',
          counted: '${terraform_data.counted[1].id}',
          keyed: '${terraform_data.each["r1-0"].id}',
          legacy: '${terraform_data.counted.0.id}',
          configured: '${terraform_data.plain.input.b[0]}',
          text: 'id ${terraform_data.plain.id}',
          splat: '${terraform_data.counted[*].id}',
          all: '${[for key, each in terraform_data.each : each.id if startswith(key, "r2")]}',
          chosen: '${var.nothing == null ? terraform_data.plain.id : "none"}',
          guarded: '${length(terraform_data.none) > 0 ? terraform_data.none[0].id : "none"}',
          one_of: '${one(terraform_data.none[*].id)}',
          first: '${element([for each in terraform_data.counted : each.input], 0)}',
          absent: '${try(terraform_data.none[0].id, "absent")}',
          unkeyed: '${try(terraform_data.each["nope"].input, terraform_data.each["r1-0"].id)}',
          tolerant: '${try(terraform_data.plain.input.zzz, "fallback")}',
          output: '${terraform_data.plain.output}',
        },
      },
      secrets: { input: '${jsonencode({password = var.secret})}' },
      open: { input: ['${var.size}', '${var.size > 1 ? "many" : "one"}', '${path.module}', '${terraform.workspace}', '${timestamp()}'] },
      templates: {
        input: ['$${literal}', '%%{literal}', 'a ${"b"} ${~ 1 ~} c', '${"${"${3}"}"}', 'tab\t"quoted" \\ é e\u0301', '${<<EOT\nx\nEOT\n}'],
      },
    },
  },
  output: {
    machines: { value: '${var.machines}' },
    boxes: { value: '${var.boxes}' },
    sizes: { value: '${local.sizes}' },
    networks: { value: '${local.networks}' },
    fleet: { value: '${local.byKey}' },
    secret: { value: '${var.secret}', sensitive: true },
  },
};

describe('every value the evaluator decides is the one Terraform has', () => {
  terraformIt.each([
    ['without names', anyExpression(NO_NAMES).map(print), SEED, 0.7],
    ['with names', anyExpression(NAMES).map(print), SEED + 1, 0.7],
    ['that decode texts', DECODED.map(print), SEED + 2, 0.3],
    ['that may fail', ATTEMPTS, SEED + 3, 0.5],
  ])(
    'in random expressions %s',
    (_, expressions, seed, share) => {
      const texts = [...new Set(fc.sample(expressions, { numRuns: EXPRESSIONS, seed }))];
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
        expect(decided).toBeGreaterThan(valid * share);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    300_000,
  );

  describe('in a configuration of every kind', () => {
    const { stack, planned, folder } = hasTerraform ? stress() : { stack: undefined, planned: undefined, folder: undefined };
    afterAll(() => folder && rmSync(folder, { recursive: true, force: true }));

    terraformIt('there are the instances that Terraform plans', () => {
      const theirs = planned!.planned_values.root_module!.resources!.map((each) => each.address);
      const families = stack!.resources.filter((each) => each.instances.high === null).map((each) => each.address);
      expect(families).toEqual(['terraform_data.family', 'terraform_data.named']);
      const decided = theirs.filter((address) => !families.some((family) => address.startsWith(`${family}[`)));
      expect(
        stack!.resources
          .map((each) => each.address)
          .filter((address) => !families.includes(address))
          .sort(),
      ).toEqual(decided.sort());
    });

    terraformIt('they have the values that Terraform plans, as far as these are decided', () => {
      const theirs = planned!.planned_values.root_module!.resources!;
      const found = stack!.resources.flatMap(({ address, instances, values }) =>
        theirs
          .filter((each) => each.address === address || (instances.high === null && each.address.startsWith(`${address}[`)))
          .flatMap((each) =>
            disagreements(each.values, values, each.address).filter((text) => !/: (?:id|output|input|triggers_replace) is missing$/.test(text)),
          ),
      );
      const outputs = stack!.outputs.flatMap(({ name, value }) =>
        disagreements(planned!.planned_values.outputs?.[name]?.value, value, `output.${name}`),
      );
      expect([...found, ...outputs]).toEqual([]);
    });

    terraformIt('they refer to what Terraform says they refer to', () => {
      const configuration = new Map(planned!.configuration.root_module.resources!.map((each) => [each.address, each.expressions ?? {}]));
      let checked = 0;
      for (const { address, values } of stack!.resources) {
        const expressions = configuration.get(address.replace(/\[.*\]$/, ''))!;
        for (const [name, value] of Object.entries(values)) {
          const theirs = expressions[name]?.references ?? [];
          for (const reference of referencesIn(value)) {
            // An instance that `each.value` or a loop stands for is named there by its resource.
            const resource = reference.replace(/\[.*$/, '').replace(/\.(?:id|output)$/, '');
            if (theirs.some((each) => each.startsWith('each.'))) expect(resource).toBe('terraform_data.each');
            else expect(theirs).toContain(theirs.includes(reference) ? reference : resource);
            checked++;
          }
        }
      }
      expect(checked).toBeGreaterThan(15);
    });

    terraformIt('what is left undecided is what Terraform cannot know before it is told, or what is not done here, by name', () => {
      const open = stack!.resources.flatMap(({ address, values }) => unknownsIn(values, address));
      expect(open).toEqual([
        'terraform_data.family.input: instance-key (main/terraform_data.family)',
        'terraform_data.named.input: instance-key (main/terraform_data.named)',
        'terraform_data.refers.input.text: computed (main/terraform_data.plain)',
        'terraform_data.refers.input.tolerant: computed (main/terraform_data.plain)',
        'terraform_data.open.input.0: variable (main/var.size)',
        'terraform_data.open.input.1: variable (main/var.size)',
        'terraform_data.open.input.2: run (main/terraform_data.open)',
        'terraform_data.open.input.3: run (main/terraform_data.open)',
        'terraform_data.open.input.4: run (main/terraform_data.open)',
        'terraform_data.templates.input.5: expression (main/terraform_data.templates)',
      ]);
    });

    terraformIt('what is sensitive to Terraform is so here', () => {
      expect(stack!.resources.filter((each) => each.sensitive.length > 0).map((each) => [each.address, each.sensitive])).toEqual([
        ['terraform_data.secrets', ['input']],
      ]);
      expect(stack!.outputs.map((each) => each.containsSensitive)).toEqual([false, false, false, false, false, true]);
    });
  });
});

function stress(): { stack: TerraformStackModel; planned: Plan; folder: string } {
  const { plan: planned, folder } = plan(STRESS, { size: '2', names: '["n1","n2"]' });
  const { model } = readTerraform(folder, [{ name: 'main', path: 'main', file: 'cdk.tf.json' }]);
  return { stack: model.stacks[0]!, planned, folder };
}

/** Where the two say different things. What we leave undecided says nothing; what we refer to is not known to a plan. */
function disagreements(theirs: unknown, ours: Value, at: string): string[] {
  if (isUnknown(ours)) return [];
  if (isReference(ours))
    return theirs === undefined || theirs === null
      ? []
      : [`${at}: refers to ${JSON.stringify(ours.$ref)}, Terraform knows ${JSON.stringify(theirs)}`];
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
    return ours.flatMap((item: Value, i) => disagreements(theirs[i], item, `${at}.${i}`));
  }
  if (isRecord(ours) && isRecord(theirs)) {
    const keys = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
    return keys.flatMap((key) => (key in ours ? disagreements(theirs[key], ours[key] as Value, `${at}.${key}`) : [`${at}: ${key} is missing`]));
  }
  return same(theirs, ours) ? [] : [`${at}: decided ${JSON.stringify(ours)}, Terraform has ${JSON.stringify(theirs)}`];
}

function isRecord(x: unknown): x is Record<string, unknown> {
  return typeof x === 'object' && x !== null && !Array.isArray(x);
}

function unknownsIn(value: Value, at: string): string[] {
  if (isUnknown(value)) return [`${at}: ${value.$unknown.reason} (${value.$unknown.knownBy})`];
  if (typeof value !== 'object' || value === null || isReference(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => unknownsIn(each as Value, `${at}.${key}`));
}

function referencesIn(value: Value): string[] {
  if (isReference(value)) return [`${value.$ref.address}.${value.$ref.attribute}`];
  if (typeof value !== 'object' || value === null || isUnknown(value)) return [];
  return Object.values(value).flatMap((each) => referencesIn(each as Value));
}

function same(theirs: unknown, ours: unknown): boolean {
  return JSON.stringify(sorted(theirs)) === JSON.stringify(sorted(ours));
}

function sorted(x: unknown): unknown {
  if (Array.isArray(x)) return x.map(sorted);
  if (typeof x !== 'object' || x === null) return x;
  return Object.fromEntries(
    Object.entries(x)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  );
}
