import type { ResourceInstance, TerraformModel, TerraformStackModel } from '../../../lib/estate/terraform';
import { reference, unknown, type Value } from '../../../lib/estate/value';
import { Interval } from '../../../lib/units';
import { compare, type TerraformsView } from './compare';
import { compareValue } from './compare-value';
import { NOT_KNOWN, type PlanJson, type StateJson } from './plan-json';
import type { SchemaJson } from './schema-json';

const SCHEMA: SchemaJson = {
  resource_schemas: {
    x_net: { block: { attributes: { id: { type: 'string' }, name: { type: 'string' }, vlan: { type: 'number' }, secret: { type: 'string' } } } },
    x_vm: {
      block: {
        attributes: {
          id: { type: 'string' },
          name: { type: 'string' },
          cpus: { type: 'number' },
          on: { type: 'bool' },
          nets: { type: ['list', 'string'] },
          tags: { type: ['set', 'string'] },
          labels: { type: ['map', 'string'] },
          boot: { type: 'string' },
        },
        block_types: {
          nic: { nesting_mode: 'list', block: { attributes: { net: { type: 'string' }, mtu: { type: 'number' } } } },
          disk: { nesting_mode: 'set', block: { attributes: { size: { type: 'number' }, label: { type: 'string' } } } },
          clone: { nesting_mode: 'list', block: { attributes: { from: { type: 'string' } } } },
        },
      },
    },
  },
  data_source_schemas: {
    terraform_remote_state: { block: { attributes: { backend: { type: 'string' }, outputs: { type: 'dynamic' } } } },
  },
};

const PLANS: Record<string, PlanJson> = {
  net: {
    planned_values: {
      outputs: { id: { sensitive: true }, vlan: { value: 10, sensitive: false } },
      root_module: {
        resources: [
          {
            address: 'x_net.a',
            mode: 'managed',
            type: 'x_net',
            name: 'a',
            values: { name: 'a', vlan: 10, secret: 's' },
            sensitive_values: { secret: true },
          },
          { address: 'x_net.b', mode: 'managed', type: 'x_net', name: 'b', values: { name: 'b', vlan: null, secret: null }, sensitive_values: {} },
          { address: 'x_net.spare[0]', mode: 'managed', type: 'x_net', name: 'spare', values: { name: 'spare', vlan: null, secret: null } },
          { address: 'x_net.spare[1]', mode: 'managed', type: 'x_net', name: 'spare', values: { name: 'spare', vlan: null, secret: null } },
        ],
      },
    },
    resource_changes: ['a', 'b', 'spare[0]', 'spare[1]'].map((name) => ({ address: `x_net.${name}`, change: { after_unknown: { id: true } } })),
    output_changes: { id: { after_unknown: true }, vlan: { after_unknown: false } },
    configuration: {
      root_module: {
        outputs: { id: { expression: { constant_value: '${x_net.a.id}', references: ['x_net.a.id', 'x_net.a'] } }, vlan: { expression: {} } },
        resources: [
          {
            address: 'x_net.a',
            provider_config_key: 'x',
            expressions: {
              name: { constant_value: 'a' },
              vlan: { constant_value: '${5 * 2}' },
              secret: { constant_value: '${var.s}', references: ['var.s'] },
            },
          },
          { address: 'x_net.b', provider_config_key: 'x', expressions: { name: { constant_value: 'b' } } },
          { address: 'x_net.spare', provider_config_key: 'x', expressions: { name: { constant_value: 'spare' } } },
        ],
      },
    },
  },
  vm: {
    planned_values: {
      root_module: {
        resources: [0, 1].map((index) => ({
          address: `x_vm.db[${index}]`,
          mode: 'managed',
          type: 'x_vm',
          name: 'db',
          values: {
            name: `db-${index}`,
            cpus: 4,
            on: true,
            nets: ['id-a', 'id-b'],
            tags: ['t1', 't2'],
            labels: { a: '1' },
            boot: 'id-a',
            nic: [{ net: 'id-a', mtu: 9000 }],
            disk: [
              { size: 10, label: 'x' },
              { size: 20, label: 'y' },
            ],
            clone: [{ from: 'id-a' }],
          },
        })),
      },
    },
    resource_changes: [0, 1].map((index) => ({ address: `x_vm.db[${index}]`, change: { after_unknown: { id: true, nic: [{}] } } })),
    prior_state: {
      values: {
        root_module: {
          resources: [
            { address: 'data.terraform_remote_state.net', mode: 'data', type: 'terraform_remote_state', name: 'net', values: { backend: 'local' } },
          ],
        },
      },
    },
    configuration: {
      root_module: {
        resources: [
          { address: 'data.terraform_remote_state.net', provider_config_key: 'terraform', expressions: { backend: { constant_value: 'local' } } },
          {
            address: 'x_vm.db',
            provider_config_key: 'x.west',
            expressions: {
              name: { constant_value: 'db-${count.index}', references: ['count.index'] },
              cpus: { constant_value: '4' },
              on: { constant_value: 'true' },
              nets: { constant_value: '${local.nets}', references: ['local.nets'] },
              boot: {
                constant_value: '${data.terraform_remote_state.net.outputs.id}',
                references: [
                  'data.terraform_remote_state.net.outputs.id',
                  'data.terraform_remote_state.net.outputs',
                  'data.terraform_remote_state.net',
                ],
              },
              tags: { constant_value: ['t2', 't1'] },
              labels: { constant_value: { a: 1 } },
              nic: [{ net: { constant_value: '${local.nets[0]}', references: ['local.nets'] }, mtu: { constant_value: 9000 } }],
              clone: [{ from: { constant_value: '${local.nets[0]}', references: ['local.nets'] } }],
            },
          },
        ],
      },
    },
  },
};

/** The same, with what a provider would have filled in. */
function stateOf(plan: PlanJson): StateJson {
  const resources = [...(plan.prior_state?.values?.root_module?.resources ?? []), ...plan.planned_values.root_module!.resources!];
  const outputs = plan.planned_values.outputs && { id: { value: 'id-a', sensitive: true }, vlan: { value: 10, sensitive: false } };
  return {
    values: {
      ...(outputs ? { outputs } : {}),
      root_module: { resources: resources.map((each) => ({ ...each, values: { ...each.values, id: `id-${each.name}` } })) },
    },
  };
}

const netId = (name: string): Value => reference('net', `x_net.${name}`, 'id');

function instance(stack: string, address: string, values: Record<string, Value>, more: Partial<ResourceInstance> = {}): ResourceInstance {
  const [, data, type, name] = /^(data\.)?(\w+)\.(\w+)/.exec(address)!;
  return {
    stack,
    address,
    mode: data ? 'data' : 'managed',
    type: type!,
    name: name!,
    instances: Interval.exactly(1),
    provider: 'x',
    values,
    sensitive: [],
    ...more,
  };
}

function stack(name: string, resources: ResourceInstance[], more: Partial<TerraformStackModel> = {}): TerraformStackModel {
  return {
    name,
    file: `stacks/${name}/cdk.tf.json`,
    backend: { type: 'local', config: {} },
    providers: [],
    variables: [],
    locals: {},
    outputs: [],
    modules: [],
    resources,
    ...more,
  };
}

const DB: Record<string, Value> = {
  cpus: '4',
  on: 'true',
  nets: [netId('a'), netId('b')],
  tags: ['t2', 't1', 't2'],
  labels: { a: 1 },
  boot: netId('a'),
  nic: [{ net: netId('a'), mtu: '9000' }],
  disk: [
    { label: 'y', size: 20 },
    { label: 'x', size: 10 },
  ],
  clone: { from: netId('a') },
};

/** What a right reader has. */
function model(): { net: Record<string, ResourceInstance>; db: ResourceInstance[]; outputs: TerraformStackModel['outputs'] } {
  return {
    net: {
      a: instance('net', 'x_net.a', { name: 'a', vlan: 10, secret: unknown('variable', '${var.s}', 'net/var.s') }, { sensitive: ['secret'] }),
      b: instance('net', 'x_net.b', { name: 'b' }),
      spare: instance('net', 'x_net.spare', { name: 'spare' }, { instances: Interval.atLeast(0) }),
    },
    db: [0, 1].map((index) => instance('vm', `x_vm.db[${index}]`, { name: `db-${index}`, ...DB }, { key: index, provider: 'x.west' })),
    outputs: [
      { name: 'id', value: netId('a'), sensitive: true, containsSensitive: false },
      { name: 'vlan', value: 10, sensitive: false, containsSensitive: false },
    ],
  };
}

function comparing(made: ReturnType<typeof model>, stages: 'planned' | 'applied' = 'applied') {
  const remote = instance('vm', 'data.terraform_remote_state.net', { backend: 'local' }, { provider: 'terraform' });
  const whole: TerraformModel = {
    stacks: [
      stack('net', Object.values(made.net), { outputs: made.outputs, variables: [{ name: 's', sensitive: true }] }),
      stack('vm', [remote, ...made.db]),
    ],
  };
  const views = new Map<string, TerraformsView>(
    Object.entries(PLANS).map(([name, plan]) => [name, stages === 'applied' || name === 'net' ? { plan, state: stateOf(plan) } : { plan }]),
  );
  return compare(whole, views, [SCHEMA]);
}

test('a right reader differs in nothing, and what it leaves open is listed', () => {
  const { differences, undecided, converted, compared } = comparing(model());
  expect([differences, converted]).toEqual([[], []]);
  expect(undecided).toEqual(['net/x_net.a secret: variable, net/var.s will know (${var.s})', 'net/x_net.spare: how many there are']);
  expect(compared).toEqual({ instances: 7, values: 29, references: 11, applied: 40 });
});

type Mutant = readonly [name: string, change: (made: ReturnType<typeof model>) => void, difference: string];

/** The first machine with other values. */
function values(change: Record<string, Value>): Mutant[1] {
  return (made) => void (made.db[0] = { ...made.db[0]!, values: { ...made.db[0]!.values, ...change } });
}

function left(name: string): Mutant[1] {
  return (made) => {
    const rest = Object.entries(made.db[0]!.values).filter(([each]) => each !== name);
    made.db[0] = { ...made.db[0]!, values: Object.fromEntries(rest) };
  };
}

const MUTANTS: readonly Mutant[] = [
  ['has another text', values({ name: 'db-7' }), 'vm/x_vm.db[0] name: the reader has "db-7", planned is "db-0"'],
  ['has another number', values({ cpus: 5 }), 'vm/x_vm.db[0] cpus: the reader has 5, planned is 4'],
  ['has another truth', values({ on: false }), 'vm/x_vm.db[0] on: the reader has false, planned is true'],
  ['has nothing where there is a value', values({ cpus: null }), 'vm/x_vm.db[0] cpus: the reader has null, planned is 4'],
  ['has another element of a set', values({ tags: ['t1', 't3'] }), 'vm/x_vm.db[0] tags'],
  ['has one block less', values({ disk: [{ label: 'x', size: 10 }] }), 'vm/x_vm.db[0] disk: the reader has [{"label":"x","size":10}], planned is'],
  [
    'mixes up two blocks of a set',
    values({
      disk: [
        { label: 'x', size: 20 },
        { label: 'y', size: 10 },
      ],
    }),
    'vm/x_vm.db[0] disk',
  ],
  [
    'has another value in a block',
    values({ nic: [{ net: netId('a'), mtu: 1500 }] }),
    'vm/x_vm.db[0] nic.0.mtu: the reader has 1500, planned is 9000',
  ],
  ['has another key in a map', values({ labels: { b: '1' } }), 'vm/x_vm.db[0] labels.b: the reader has "1", planned is nothing'],
  [
    'has an attribute nobody knows',
    values({ colour: 'red' }),
    'vm/x_vm.db[0] colour: the reader has "red", planned is nothing (the schema has no such attribute)',
  ],
  ['lost an attribute', left('boot'), 'vm/x_vm.db[0] boot: the program states it, the reader does not have it'],
  ['lost dynamic blocks', left('disk'), 'vm/x_vm.db[0] disk: the program states it, the reader does not have it'],
  ['swapped references that come from a local', values({ nets: [netId('b'), netId('a')] }), 'vm/x_vm.db[0] nets.0'],
  [
    "swapped a reference through another stack's output",
    values({ boot: netId('b') }),
    'vm/x_vm.db[0] boot: the reader has {"$ref":{"stack":"net","address":"x_net.b"',
  ],
  ['refers to another attribute', values({ boot: reference('net', 'x_net.a', 'name') }), 'vm/x_vm.db[0] boot'],
  ['refers to what is not there', values({ boot: netId('z') }), 'there is no such object or attribute'],
  ['refers where there is a literal', values({ name: netId('a') }), 'the expression refers to count.index'],
  [
    'leaves open what is known, as computed',
    values({ name: unknown('computed', '${x}', 'vm/x_vm.z') }),
    'computed is not why, or vm/x_vm.z not who will know',
  ],
  ['leaves open what a variable has a default for', values({ name: unknown('variable', '${var.v}', 'vm/var.v') }), 'variable is not why'],
  ['finds dangling what Terraform plans', values({ name: unknown('dangling', '${x_net.z.id}', 'vm/x_net.z') }), 'dangling is not why'],
  [
    'takes another provider',
    (made) => void (made.db[0] = { ...made.db[0]!, provider: 'x' }),
    'vm/x_vm.db[0]: the reader has the provider x, Terraform x.west',
  ],
  ['misses an instance', (made) => made.db.pop(), 'vm/x_vm.db[1]: Terraform plans it, the reader does not have it'],
  [
    'has an instance too many',
    (made) => made.db.push({ ...made.db[0]!, address: 'x_vm.db[2]' }),
    'vm/x_vm.db[2]: the reader has it, Terraform does not plan it',
  ],
  [
    'has a family that is too small',
    (made) => void (made.net.spare = { ...made.net.spare!, instances: Interval.between(0, 1) }),
    '2 are planned, the reader has 0 to 1',
  ],
  [
    'has another value in a family',
    (made) => void (made.net.spare = instance('net', 'x_net.spare', { name: 'other' }, { instances: Interval.atLeast(0) })),
    'net/x_net.spare[1] name',
  ],
  [
    'decides what only the provider knows',
    (made) => void (made.net.b = instance('net', 'x_net.b', { name: 'b', id: 'x' })),
    'net/x_net.b id: the reader has "x", planned is known after apply',
  ],
  [
    'lost a mark of sensitivity',
    (made) => void (made.net.a = { ...made.net.a!, sensitive: [] }),
    'net/x_net.a secret: Terraform holds it to be sensitive, the reader does not',
  ],
  [
    'has another output',
    (made) => void (made.outputs = [made.outputs[0]!, { ...made.outputs[1]!, value: 11 }]),
    'net/output.vlan: the reader has 11, planned is 10',
  ],
  ['lost an output', (made) => void (made.outputs = [made.outputs[0]!]), 'net/output.vlan: Terraform plans it, the reader does not have it'],
  [
    'swapped the reference in an output',
    (made) => void (made.outputs = [{ ...made.outputs[0]!, value: netId('b') }, made.outputs[1]!]),
    'the expression is ${x_net.a.id}',
  ],
];

test.each(MUTANTS)('a reader that %s is caught', (_, change, difference) => {
  const wrong = model();
  change(wrong);
  expect(comparing(wrong).differences.join('\n')).toContain(difference);
});

test('a scalar of another type, where nothing says the type, is listed', () => {
  const wrong = model();
  wrong.outputs = [wrong.outputs[0]!, { ...wrong.outputs[1]!, value: '10' }];
  const { differences, converted } = comparing(wrong);
  expect(differences).toEqual([]);
  expect(converted).toEqual(['net/output.vlan: the reader has "10", Terraform 10']);
});

test("a reference through another stack's output is caught by what the expression refers to, before anything is applied", () => {
  const wrong = model();
  values({ boot: netId('b') })(wrong);
  const why = comparing(wrong, 'planned').differences.join('\n');
  expect(why).toContain('the expression refers to data.terraform_remote_state.net.outputs.id');
});

test.each<[string, Value, unknown, boolean]>([
  ['one of whose elements is known after apply', [netId('a'), 'x'], NOT_KNOWN, true],
  ['whose elements are all known', [netId('a'), 'x'], 'id-a', false],
  ['without references', ['x', 'y'], NOT_KNOWN, false],
])('a set that is planned as unknown and of which the reader has one %s', (_, decided, resolved, agrees) => {
  const differs = jest.fn();
  const ignore = (): void => undefined;
  compareValue(['set', 'string'], decided, NOT_KNOWN, [], {
    resolve: () => ({ value: resolved }),
    differs,
    undecided: ignore,
    converted: ignore,
    compared: ignore,
  });
  expect(differs).toHaveBeenCalledTimes(agrees ? 0 : 1);
});
