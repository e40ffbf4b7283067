import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { isUnknown } from '../../../../lib/estate';
import { BadInput } from '../../../../lib/estate/read';
import { readPlan, type ReadPlan } from '../../../../lib/estate/read/plan';
import { readTerraform } from '../../../../lib/estate/read/terraform';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'strata-plan-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const NOTE = (path: string) => ({ '//': { metadata: { path } } });
const SITE = {
  provider: { vsphere: [{ user: 'root', vsphere_server: 'vc.example.com' }] },
  variable: { cpus: { default: 4, type: 'number' }, password: { sensitive: true, type: 'string', default: 'none' } },
  data: { vsphere_datacenter: { dc: { ...NOTE('site/dc'), name: 'lab' } } },
  resource: {
    vsphere_virtual_machine: {
      a: { ...NOTE('site/a'), name: 'a', num_cpus: '${var.cpus}', disk: [{ label: 'disk0', size: 40 }], lifecycle: { ignore_changes: ['disk'] } },
    },
  },
  module: { edge: { ...NOTE('site/edge'), source: './edge', zone: '${var.cpus}' } },
  output: { name: { value: '${vsphere_virtual_machine.a.name}' } },
};

/** What Terraform 1.11 says of a plan of it, as far as it is read. */
const PLAN = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  variables: { cpus: { value: 4 }, password: { value: 'top-secret' } },
  planned_values: {},
  resource_changes: [
    {
      address: 'vsphere_virtual_machine.a',
      mode: 'managed',
      type: 'vsphere_virtual_machine',
      name: 'a',
      change: {
        actions: ['create'],
        before: null,
        after: { name: 'a', num_cpus: 4, disk: [{ label: 'disk0', size: 40 }], extra_config: { a: 'top-secret' }, tags: [null, 'x'] },
        after_unknown: { id: true, disk: [{ uuid: true }], tags: [true, false], vapp: [{ properties: true }] },
        before_sensitive: false,
        after_sensitive: { extra_config: true, disk: [{}] },
      },
    },
    {
      address: 'module.edge[0].vsphere_tag.t',
      module_address: 'module.edge[0]',
      mode: 'managed',
      type: 'vsphere_tag',
      name: 't',
      deposed: 'abcd',
      change: {
        actions: ['delete'],
        before: { id: 'urn:1', secret: 'top-secret' },
        after: null,
        after_unknown: {},
        before_sensitive: { secret: true },
        after_sensitive: false,
      },
    },
  ],
  prior_state: {
    values: {
      root_module: {
        resources: [
          {
            address: 'data.vsphere_datacenter.dc',
            mode: 'data',
            type: 'vsphere_datacenter',
            values: { id: 'datacenter-2', key: 'top-secret' },
            sensitive_values: { key: true },
          },
          { address: 'vsphere_virtual_machine.a', mode: 'managed', type: 'vsphere_virtual_machine', values: {} },
        ],
        child_modules: [
          { resources: [{ address: 'module.edge[0].data.vsphere_host.h', mode: 'data', type: 'vsphere_host', values: { id: 'host-1' } }] },
        ],
      },
    },
  },
  configuration: {
    provider_config: {
      vsphere: { name: 'vsphere', expressions: { user: { constant_value: 'root' }, vsphere_server: { constant_value: 'vc.example.com' } } },
    },
    root_module: {
      resources: [
        { address: 'data.vsphere_datacenter.dc', provider_config_key: 'vsphere', expressions: { name: { constant_value: 'lab' } } },
        {
          address: 'vsphere_virtual_machine.a',
          provider_config_key: 'vsphere',
          depends_on: ['data.vsphere_datacenter.dc'],
          expressions: {
            name: { constant_value: 'a' },
            num_cpus: { constant_value: '${var.cpus}', references: ['var.cpus'] },
            disk: [{ label: { constant_value: 'disk0' }, size: { constant_value: 40 } }],
          },
        },
      ],
      module_calls: { edge: { source: './edge', expressions: { zone: { constant_value: '${var.cpus}', references: ['var.cpus'] } } } },
      outputs: { name: { expression: { constant_value: '${vsphere_virtual_machine.a.name}', references: ['vsphere_virtual_machine.a.name'] } } },
      variables: { cpus: { default: 4 }, password: { default: 'none', sensitive: true } },
    },
  },
  complete: true,
  errored: false,
};

type Plan = typeof PLAN;

function change(edit: (plan: Plan) => void): Plan {
  const plan = structuredClone(PLAN);
  edit(plan);
  return plan;
}

function read(content: unknown, { stacks = { site: SITE as object }, stack }: { stacks?: Record<string, object>; stack?: string } = {}): ReadPlan {
  const staged = Object.entries(stacks).map(([name, json]) => {
    const file = `stacks/${name}/cdk.tf.json`;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(json));
    return { name, path: name, file };
  });
  const { model } = readTerraform(folder, staged);
  return readPlan({ content, file: 'plan.json', folder, stacks: staged, models: model.stacks, ...(stack === undefined ? {} : { stack }) });
}

function planOf(content: unknown, options?: Parameters<typeof read>[1]) {
  const result = read(content, options);
  if (result.errored) throw new Error('the plan is errored');
  return result.plan;
}

test('reads what is known, and what is not, of each change and lookup', () => {
  const plan = planOf(PLAN);
  expect(plan).toMatchObject({ stack: 'site', terraformVersion: '1.11.4', open: [] });
  const [machine, tag] = plan.changes;
  expect(machine).toMatchObject({ stack: 'site', address: 'vsphere_virtual_machine.a', actions: ['create'], before: null });
  expect(machine!.after).toMatchObject({ name: 'a', num_cpus: 4, disk: [{ label: 'disk0', size: 40 }] });
  const made = machine!.after as Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  for (const unknown of [made.id, made.extra_config, made.tags![0], made.disk![0]!.uuid, made.vapp![0]!.properties])
    expect(isUnknown(unknown)).toBe(true);
  expect(made.tags![1]).toBe('x');
  expect(tag).toMatchObject({ module: 'module.edge[0]', deposed: 'abcd', actions: ['delete'], after: null, before: { id: 'urn:1' } });
  expect(plan.lookups.map(({ address, values }) => [address, values.id])).toEqual([
    ['data.vsphere_datacenter.dc', 'datacenter-2'],
    ['module.edge[0].data.vsphere_host.h', 'host-1'],
  ]);
});

test('keeps nothing that is sensitive, but whether a variable is its default', () => {
  const plan = planOf(PLAN);
  expect(JSON.stringify(plan)).not.toContain('top-secret');
  expect(plan.variables.map(({ name, isDefault }) => [name, isDefault])).toEqual([
    ['cpus', true],
    ['password', false],
  ]);
});

describe('is refused', () => {
  test.each([
    ['where it is no object', [], 'is no plan: it holds no JSON object'],
    ['where it is no plan', {}, 'has no `format_version`'],
    ['where it is a state', { format_version: '1.0', values: {} }, 'perhaps a state'],
    ['in a format to come', { ...PLAN, format_version: '2.0' }, 'is of format "2.0", and this version of Strata reads 1.x'],
    ['in a format of old', { ...PLAN, format_version: '0.2' }, 'is of format "0.2"'],
    ['where an action is unheard of', change((plan) => (plan.resource_changes[0]!.change.actions = ['teleport'])), 'entry 1 of `resource_changes`'],
    ['where nothing is done', change((plan) => (plan.resource_changes[1]!.change.actions = [])), 'entry 2 of `resource_changes`'],
    ['where a change is none', { ...PLAN, resource_changes: [7] }, 'entry 1 of `resource_changes`'],
    ['where changes are no list', { ...PLAN, resource_changes: {} }, 'no list'],
    ['where a mode is unheard of', change((plan) => (plan.resource_changes[0]!.mode = 'dream')), 'entry 1'],
    [
      'where dependencies are none',
      change((plan) => Object.assign(plan.configuration.root_module.resources[1]!, { depends_on: 7 })),
      'its configuration is not of the shape',
    ],
    ['where what is made is not said', change((plan) => delete (plan.resource_changes[0]!.change as { after?: unknown }).after), 'entry 1'],
  ])('%s', (_, content, message) => {
    expect(() => read(content)).toThrow(message);
  });
});

describe('of another tree', () => {
  const edited = (edit: (site: typeof SITE & Record<string, never>) => void): object => {
    const site = structuredClone(SITE) as never;
    edit(site);
    return site;
  };

  test.each([
    ['an attribute differs', edited((site) => (site.resource.vsphere_virtual_machine.a.name = 'b')), '`name` of `vsphere_virtual_machine.a` differs'],
    [
      'a block differs',
      edited((site) => (site.resource.vsphere_virtual_machine.a.disk[0]!.size = 50)),
      '`disk` of `vsphere_virtual_machine.a` differs',
    ],
    ['a block is there twice', edited((site) => site.resource.vsphere_virtual_machine.a.disk.push({ label: 'disk1', size: 1 })), '`disk` of'],
    ['an attribute is new', edited((site) => Object.assign(site.resource.vsphere_virtual_machine.a, { memory: 1024 })), '`memory` of'],
    ['an expression differs', edited((site) => (site.resource.vsphere_virtual_machine.a.num_cpus = '${var.cpus + 1}')), '`num_cpus` of'],
    ['there are instances', edited((site) => Object.assign(site.resource.vsphere_virtual_machine.a, { count: 2 })), '`count` of'],
    [
      'there is one resource more',
      edited((site) => Object.assign(site.resource, { vsphere_tag: { t: { name: 't' } } })),
      'the plan has no `vsphere_tag.t`',
    ],
    ['there is one resource less', edited((site) => Object.assign(site, { data: {} })), 'the stack has no `data.vsphere_datacenter.dc`'],
    [
      'a provider is another',
      edited((site) => Object.assign(site.resource.vsphere_virtual_machine.a, { provider: 'vsphere.west' })),
      '`provider` of `vsphere_virtual_machine.a` differs',
    ],
    ['a module is from elsewhere', edited((site) => (site.module.edge.source = './other')), '`source` of `module.edge` differs'],
    ['an argument of a module differs', edited((site) => (site.module.edge.zone = 'b')), '`zone` of `module.edge` differs'],
    ['an argument of a module is new', edited((site) => Object.assign(site.module.edge, { more: 1 })), '`more` of `module.edge` differs'],
    ['a module has instances', edited((site) => Object.assign(site.module.edge, { count: 2 })), '`count` of `module.edge` differs'],
    ['a module is new', edited((site) => Object.assign(site.module, { more: { source: './edge' } })), 'they call different modules'],
    ['an output differs', edited((site) => (site.output.name.value = '${vsphere_virtual_machine.a.id}')), 'output `name` differs'],
    ['an output is new', edited((site) => Object.assign(site.output, { more: { value: 1 } })), 'output `more` differs'],
    ['an output is gone', edited((site) => Object.assign(site, { output: {} })), 'output `name` differs'],
    ['a module is gone', edited((site) => Object.assign(site, { module: {} })), 'they call different modules'],
    ['a default differs', edited((site) => (site.variable.cpus.default = 5)), 'variable `cpus` differs'],
    [
      'the vCenter is another',
      edited((site) => (site.provider.vsphere[0]!.vsphere_server = 'west.example.com')),
      '`vsphere_server` of provider `vsphere` differs',
    ],
  ])('it says so: %s', (_, site, message) => {
    expect(() => read(PLAN, { stacks: { site } })).toThrow(message);
  });

  test('it says which of the stacks comes closest', () => {
    const other = { resource: { vsphere_tag: { t: { name: 't' } } } };
    const close = edited((site) => (site.resource.vsphere_virtual_machine.a.name = 'b'));
    expect(() => read(PLAN, { stacks: { other, close } })).toThrow('not a plan of any stack of this tree: it differs from stack `close`');
    expect(() => read(PLAN, { stacks: { other } })).toThrow('it has no resource in common with stack `other`');
    expect(() => read(PLAN, { stacks: { other, site: SITE }, stack: 'other' })).toThrow('not a plan of stack `other`');
    expect(() => read(PLAN, { stack: 'nowhere' })).toThrow('the tree has no stack `nowhere`; it has `site`');
  });

  test('meta-arguments, dynamic blocks and empty ones are not compared', () => {
    const more = { depends_on: ['x'], dynamic: { network_interface: { for_each: [1], content: {} } }, cdrom: [], folder: null };
    expect(planOf(PLAN, { stacks: { site: edited((site) => Object.assign(site.resource.vsphere_virtual_machine.a, more)) } }).stack).toBe('site');
  });
});

test.each(['vsphere', '${vsphere}'])('a provider that is the default one may be said: %s', (provider) => {
  const site = structuredClone(SITE);
  Object.assign(site.resource.vsphere_virtual_machine.a, { provider });
  expect(planOf(PLAN, { stacks: { site } }).stack).toBe('site');
});

describe('of a variable, a default', () => {
  const ofDefault = (type: string, given: unknown, planned: unknown, value: unknown = planned) => {
    const site = structuredClone(SITE);
    Object.assign(site.variable, { v: { type, default: given } });
    const plan = change((each) => {
      Object.assign(each.configuration.root_module.variables, { v: { default: planned } });
      Object.assign(each.variables, { v: { value } });
    });
    return planOf(plan, { stacks: { site } }).variables.find(({ name }) => name === 'v')!.isDefault;
  };

  test('is what Terraform makes of it', () => {
    expect(ofDefault('set(string)', ['b', 'a'], ['a', 'b'])).toBe(true);
    expect(ofDefault('object({a=optional(string,"x"),b=number})', { b: 1 }, { a: 'x', b: 1 })).toBe(true);
    expect(ofDefault('string', 4, '4')).toBe(true);
    expect(ofDefault('set(string)', ['b', 'a'], ['a', 'b'], ['a'])).toBe(false);
    expect(ofDefault('set(string)', ['b'], ['b'], ['b', 'c'])).toBe(false);
  });

  test('is another where it differs beyond that', () => {
    expect(() => ofDefault('list(string)', ['b', 'a'], ['a', 'b'])).toThrow('variable `v` differs');
    expect(() => ofDefault('set(string)', ['b', 'a'], ['a'])).toThrow('variable `v` differs');
    expect(() => ofDefault('object({a=string,b=number})', { b: 1 }, { a: 'x', b: 1 })).toThrow('variable `v` differs');
    expect(() => ofDefault('object({a=optional(string),b=number})', { b: 1 }, { a: 'x', b: 2 })).toThrow('variable `v` differs');
  });
});

describe('an attribute that rests on a local', () => {
  const withLocal = (planned: unknown) => {
    const site = structuredClone(SITE);
    Object.assign(site, { locals: { cpus: 4 } });
    site.resource.vsphere_virtual_machine.a.num_cpus = '${local.cpus}';
    const plan = change((each) => {
      Object.assign(each.configuration.root_module.resources[1]!.expressions, {
        num_cpus: { constant_value: '${local.cpus}', references: ['local.cpus'] },
      });
      Object.assign(each.resource_changes[0]!.change.after!, { num_cpus: planned });
    });
    return planOf(plan, { stacks: { site } }).open;
  };

  test('is planned as the stack has it, or the plan is open', () => {
    expect(withLocal(4)).toEqual([]);
    expect(withLocal('4')).toEqual([]);
    expect(withLocal(null)).toEqual([]);
    expect(withLocal(16)).toEqual([
      '`num_cpus` of `vsphere_virtual_machine.a` is not what the locals of the stack say; plan what lies there, unless the provider writes it otherwise',
    ]);
  });
});

test('a change says what it depends on by its own word', () => {
  expect(planOf(PLAN).changes.map(({ dependsOn }) => dependsOn)).toEqual([['data.vsphere_datacenter.dc'], undefined]);
});

test('whatever stands in place of a part of a plan, it is read or refused', () => {
  const paths: string[][] = [];
  const walk = (node: unknown, path: string[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof node === 'object' && node !== null) for (const [key, part] of Object.entries(node)) walk(part, [...path, key]);
  };
  walk(PLAN, []);
  for (const path of paths) {
    for (const other of [null, 7, 'x', true, [], {}, [null], { x: null }]) {
      const plan = structuredClone(PLAN);
      const holder = path.slice(0, -1).reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], plan);
      (holder as Record<string, unknown>)[path.at(-1)!] = other;
      try {
        read(plan);
      } catch (error) {
        if (!BadInput.isBadInput(error)) throw new Error(`${path.join('.')} as ${JSON.stringify(other)}`, { cause: error });
      }
    }
  }
});

test('of two stacks that are the same, the user says which', () => {
  const stacks = { site: SITE, twin: SITE };
  expect(() => read(PLAN, { stacks })).toThrow('more than one stack: `site`, `twin`; say which with --stack');
  expect(planOf(PLAN, { stacks, stack: 'twin' }).stack).toBe('twin');
});

test('a plan that Terraform did not finish says nothing', () => {
  expect(read({ ...PLAN, errored: true })).toEqual({ errored: true, stack: 'site' });
});

test.each([
  ['is not complete', { ...PLAN, complete: false }, 'Terraform says that it is not complete'],
  ['defers changes', { ...PLAN, complete: false, deferred_changes: [{}, {}] }, 'it defers 2 changes to a later plan'],
  ['invokes actions', { ...PLAN, action_invocations: [{}] }, 'it invokes 1 action of a provider, which Strata does not read'],
  ['refreshes only', { ...PLAN, resource_changes: [] }, 'it says nothing of any resource, as one with -refresh-only does'],
  ['is of a part', change((plan) => plan.resource_changes.shift()), 'it leaves out `vsphere_virtual_machine.a`, as one with -target does'],
])('a plan that %s is open', (_, content, reason) => {
  expect(planOf(content).open).toEqual([reason]);
});

test('a plan of before `complete` was said is taken as complete', () => {
  const old: Partial<Plan> = structuredClone(PLAN);
  delete old.complete;
  delete old.errored;
  expect(planOf(old).open).toEqual([]);
});

test('every change that stands in a plan is read, or the plan is refused or open', () => {
  const action = fc.constantFrom('no-op', 'create', 'read', 'update', 'delete', 'forget', 'teleport', '', null);
  const entry = fc.record(
    {
      address: fc.constantFrom('vsphere_virtual_machine.a', 'vsphere_host.x', undefined),
      mode: fc.constantFrom('managed', 'data', 'other'),
      type: fc.constantFrom('vsphere_virtual_machine', 'x', 7),
      change: fc.record(
        { actions: fc.array(action, { maxLength: 3 }), before: fc.constantFrom(null, {}, 'x'), after: fc.constantFrom(null, {}, 7, undefined) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
  const plans = fc.record({ entries: fc.array(entry, { maxLength: 4 }), complete: fc.boolean(), deferred: fc.integer({ min: 0, max: 1 }) });
  fc.assert(
    fc.property(plans, ({ entries, complete, deferred }) => {
      let plan;
      try {
        plan = planOf({ ...PLAN, resource_changes: entries, complete, deferred_changes: Array.from({ length: deferred }, () => ({})) });
      } catch {
        return true;
      }
      const readAll =
        plan.changes.length === entries.length && plan.changes.every(({ actions }, index) => actions === (entries[index]!.change!.actions as never));
      return (
        readAll && (plan.open.length > 0 || (complete && deferred === 0 && entries.some(({ address }) => address === 'vsphere_virtual_machine.a')))
      );
    }),
  );
});
