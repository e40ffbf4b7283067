import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_DEFAULTS, type ProviderDefault } from '../../lib/estate/read/provider-defaults';
import type { Value } from '../../lib/estate/value';
import { compare, type Comparison, type TerraformsView } from './differential/compare';
import type { PlanJson } from './differential/plan-json';
import { announce, available, components, describeLane, describeReal, say } from './lane/components';
import {
  applied,
  connectTo,
  deploy,
  planOf,
  schemasOf,
  terraformWithNsx,
  terraformWithProvider,
  terraformWithStandIn,
  variablesOf,
} from './lane/deployment';
import { startNsxFor } from './lane/nsx';
import { programs, renderProgram, SITES, STRESS, type Rendered } from './lane/program';
import { APPLIED, fitted, isOlder, NOT_PLANNED, schemaOf, withSimulator, type FittedProgram } from './lane/real';
import type { SchemaJson } from './differential/schema-json';
import { withNsx } from './nsx/with-nsx';
import { nsxtProviderSchema } from './provider/nsxt-schema';
import type { Terraform } from './tools/terraform';
import { startVcsim } from './tools/vcsim';

announce();
if (components && !components.provider) say('without the real provider its plans and its defaults are not compared: skipped');

describeLane.each([...programs(), STRESS, SITES])('what the reader decides of the $name', (program) => {
  let comparison: Comparison;
  let app: Rendered;

  beforeAll(async () => {
    app = renderProgram(program);
    const nsx = await startNsxFor(app);
    const terraform = terraformWithNsx(nsx, variablesOf(app));
    try {
      const { views, schemas } = await deploy(terraform, app);
      comparison = compare(app.model, views, schemas);
    } finally {
      terraform.dispose();
      await nsx.stop();
    }
    const { instances, values, references, applied } = comparison.compared;
    say(
      `${program.name}: ${instances} instances, ${values} values and ${references} references as planned, ${applied} as applied; ${comparison.undecided.length} undecided`,
    );
  });
  afterAll(() => app.dispose());

  test('is read without a fault', () => {
    expect(app.faults).toEqual([]);
  });

  test('is what Terraform plans and applies', () => {
    expect(comparison.differences).toEqual([]);
    const { instances, values, references, applied } = comparison.compared;
    if (!app.stacks.every(({ isEmpty }) => isEmpty)) expect(Math.min(instances, values, references)).toBeGreaterThan(5);
    expect(applied).toBe(values + references);
  });

  test('is everything but what the list names', () => {
    expect(comparison.undecided.join('\n')).toMatchSnapshot();
  });

  test('has the type that Terraform gives it, but for what the list names', () => {
    expect(comparison.converted.join('\n')).toMatchSnapshot();
  });
});

describeReal.each([...programs(), STRESS, SITES])('what the reader decides of the $name, with the real provider', (program) => {
  let app: FittedProgram;
  let terraform: Terraform;

  beforeAll(async () => {
    const rendered = renderProgram(program);
    terraform = terraformWithProvider(variablesOf(rendered));
    app = await fitted(rendered, terraform);
  });
  afterAll(() => {
    terraform.dispose();
    app.dispose();
  });

  test('is what it plans against the simulator, and keeps where it can apply', async () => {
    const views = new Map<string, TerraformsView>();
    const schemas: SchemaJson[] = [];
    // A stack that reads another can be planned once that one is applied, which the simulator does not carry.
    for (const stack of app.stacks.filter(({ dependencies }) => dependencies.length === 0)) {
      const { name, folder } = stack;
      const obstacle = NOT_PLANNED[`${program.name}/${name}`];
      await withSimulator(app, stack, async () => {
        await terraform.init(folder);
        if (obstacle !== undefined) {
          say(`${program.name}/${name} is not planned by the real provider: ${obstacle.why}`);
          await expect(planOf(terraform, folder)).rejects.toThrow(obstacle.error);
          return;
        }
        const plan = await planOf(terraform, folder);
        views.set(name, name === APPLIED ? { plan, state: await applied(terraform, folder) } : { plan });
        schemas.push(...(await schemasOf(terraform, folder)));
      });
    }
    const { differences, compared } = compare({ stacks: app.model.stacks.filter(({ name }) => views.has(name)) }, views, schemas);
    expect(differences).toEqual([]);
    if (views.size === 0) return;
    const { instances, values, references, applied: kept } = compared;
    say(`${program.name}, real: ${instances} instances, ${values} values and ${references} references as planned, ${kept} as applied`);
  });
});

const VSPHERE_DEFAULTS = PROVIDER_DEFAULTS.filter(({ provider }) => provider === 'vmware/vsphere');
const NSX_DEFAULTS = PROVIDER_DEFAULTS.filter(({ provider }) => provider === 'vmware/nsxt');

/** One resource of each type in the table of defaults, with nothing said that can be left out. */
function minimalResources(of: 'minimal-resources' | 'minimal-nsx'): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-lane-'));
  cpSync(join(__dirname, 'differential', of), folder, { recursive: true });
  return folder;
}

function plannedFor(plan: PlanJson, type: string): Readonly<Record<string, unknown>> {
  const resource = plan.planned_values.root_module?.resources?.find((each) => each.address === `${type}.minimal`);
  if (!resource) throw new Error(`no minimal ${type} is planned: add one to test/integration/differential/minimal-resources or minimal-nsx`);
  return resource.values ?? {};
}

const nameOf = ({ type, attribute }: ProviderDefault): string => `${type}.${attribute}`;

function plannedOf(plan: PlanJson, rows: readonly ProviderDefault[]): unknown[] {
  return rows.map((row) => [nameOf(row), plannedFor(plan, row.type)[row.attribute] ?? null]);
}

describeLane('a minimal resource of each type of vSphere that has a default', () => {
  let plan: PlanJson;

  beforeAll(async () => {
    const folder = minimalResources('minimal-resources');
    const terraform = terraformWithStandIn();
    try {
      await terraform.init(folder);
      plan = await planOf(terraform, folder);
    } finally {
      terraform.dispose();
      rmSync(folder, { recursive: true });
    }
  });

  test.each(VSPHERE_DEFAULTS.map(({ type, attribute }) => [type, attribute] as const))('leaves out %s.%s', (type, attribute) => {
    expect(plannedFor(plan, type)).toHaveProperty(attribute);
    expect([null, []]).toContainEqual(plannedFor(plan, type)[attribute]);
  });
});

/** Names of types that the reader knows and the schema, which is trimmed to the types in use, does not have. */
const OTHER_NAMES = ['nsxt_policy_spoof_guard_profile'];

describeLane('the table of the defaults of NSX', () => {
  let plan: PlanJson;

  beforeAll(async () => {
    const folder = minimalResources('minimal-nsx');
    try {
      plan = await withNsx(async (nsx) => {
        const terraform = terraformWithNsx(nsx);
        try {
          nsx.connect(folder, [{ type: 'nsxt', key: 'nsxt' }]);
          await terraform.init(folder);
          return await planOf(terraform, folder);
        } finally {
          terraform.dispose();
        }
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('says what is planned', () => {
    const rows = NSX_DEFAULTS.filter(({ type }) => !OTHER_NAMES.includes(type));
    const { nsxProvider } = available();
    say(
      `${rows.length} of ${NSX_DEFAULTS.length} defaults of NSX are ` +
        (nsxProvider === undefined
          ? 'what the stand-in plans, as the same public source was read for it; none is checked with the real provider'
          : `checked with ${nsxProvider}`),
    );
    expect(plannedOf(plan, rows)).toEqual(rows.map((row) => [nameOf(row), row.planned]));
  });

  test('has each type of the schema under the name that the schema has', () => {
    const types = Object.keys(nsxtProviderSchema().resource_schemas);
    expect([...new Set(NSX_DEFAULTS.map(({ type }) => type))].filter((type) => !types.includes(type))).toEqual(OTHER_NAMES);
  });
});

const realProvider = components?.provider?.name ?? 'the real provider';

describeReal('the table of the defaults of vSphere', () => {
  let plan: PlanJson;
  let schema: SchemaJson;

  beforeAll(async () => {
    const folder = minimalResources('minimal-resources');
    writeFileSync(join(folder, 'real_override.tf.json'), JSON.stringify({ resource: { vsphere_virtual_machine: { minimal: LEAST_MACHINE } } }));
    const simulator = await startVcsim(available().vcsim);
    const terraform = terraformWithProvider();
    try {
      connectTo(simulator, folder, [{ key: 'vsphere', type: 'vsphere' }]);
      await terraform.init(folder);
      plan = await planOf(terraform, folder);
      schema = await schemaOf(terraform);
    } finally {
      terraform.dispose();
      await simulator.stop();
      rmSync(folder, { recursive: true });
    }
  });

  const isChecked = ({ type, attribute }: ProviderDefault): boolean => {
    const { attributes = {}, block_types: blocks = {} } = schema.resource_schemas![type]!.block;
    return (attribute in attributes || attribute in blocks) && !(type === 'vsphere_virtual_machine' && attribute in LEAST_MACHINE);
  };

  test(`says what is planned, as checked with ${realProvider}`, () => {
    const rows = VSPHERE_DEFAULTS.filter(isChecked);
    say(`${rows.length} of ${VSPHERE_DEFAULTS.length} defaults of vSphere are checked with ${realProvider}`);
    const said = rows.map((row) => [nameOf(row), isOlder(schema) ? plannedBefore(row) : row.planned]);
    expect(plannedOf(plan, rows)).toEqual(said);
  });

  test(`is unchecked with ${realProvider} where the list says so`, () => {
    expect(VSPHERE_DEFAULTS.filter((row) => !isChecked(row)).map(nameOf)).toMatchSnapshot();
  });
});

/** Defaults that v1.26.0 has and later versions do not: the rows say what these do (the file that each row names). */
const BEFORE: Readonly<Record<string, Value>> = { 'vsphere_compute_cluster.vsan_enabled': null, 'vsphere_vnic.netstack': 'default' };

function plannedBefore(row: ProviderDefault): Value {
  const name = nameOf(row);
  return name in BEFORE ? (BEFORE[name] ?? null) : row.planned;
}

/** What the provider asks of any machine before it plans it, whatever its schema leaves open. */
const LEAST_MACHINE = { network_interface: [{ network_id: 'network-7' }], disk: [{ label: 'disk0', size: 20 }] };
