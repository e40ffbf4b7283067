import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_DEFAULTS } from '../../lib/estate/read/provider-defaults';
import { compare, type Comparison, type TerraformsView } from './differential/compare';
import type { PlanJson } from './differential/plan-json';
import { announce, available, components, describeLane, describeReal, say } from './lane/components';
import { connectTo, deploy, planOf, schemasOf, terraformWithProvider, terraformWithStandIn, variablesOf } from './lane/deployment';
import { programs, renderProgram, STRESS, type Rendered } from './lane/program';
import { seedsFor } from './lane/seeds';
import { startVcsim } from './tools/vcsim';

announce();
if (components && !components.provider) say('without the real provider its plans and its defaults are not compared: skipped');

describeLane.each([...programs(), STRESS])('what the reader decides of the $name', (program) => {
  let comparison: Comparison;
  let app: Rendered;

  beforeAll(async () => {
    app = renderProgram(program);
    const terraform = terraformWithStandIn(app.workingDirectory, variablesOf(app));
    try {
      const { views, schemas } = await deploy(terraform, app);
      comparison = compare(app.model, views, schemas);
    } finally {
      terraform.dispose();
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
    expect(Math.min(instances, values, references)).toBeGreaterThan(5);
    expect(applied).toBe(values + references);
  });

  test('is everything but what the list names', () => {
    expect(comparison.undecided.join('\n')).toMatchSnapshot();
  });

  test('has the type that Terraform gives it, but for what the list names', () => {
    expect(comparison.converted.join('\n')).toMatchSnapshot();
  });
});

describeReal.each(programs())('what the reader decides of the $name, with the real provider', (program) => {
  test('is what it plans against the simulator', async () => {
    const app = renderProgram(program);
    const simulator = await startVcsim(available().vcsim, seedsFor(app.model));
    const terraform = terraformWithProvider(variablesOf(app));
    try {
      // A stack that reads another can be planned once that one is applied, which the simulator does not carry.
      const alone = app.stacks.filter(({ dependencies }) => dependencies.length === 0);
      const stacks = app.model.stacks.filter(({ name }) => alone.some((stack) => stack.name === name));
      const views = new Map<string, TerraformsView>();
      const schemas = [];
      for (const { name, folder } of alone) {
        connectTo(simulator, folder, stacks.find((stack) => stack.name === name)!.providers);
        await terraform.init(folder);
        views.set(name, { plan: await planOf(terraform, folder) });
        schemas.push(...(await schemasOf(terraform, folder)));
      }
      expect(compare({ stacks }, views, schemas).differences).toEqual([]);
    } finally {
      terraform.dispose();
      await simulator.stop();
      app.dispose();
    }
  });
});

/** One resource of each type in the table of defaults, with nothing said that can be left out. */
function minimalResources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-lane-'));
  cpSync(join(__dirname, 'differential/minimal-resources'), folder, { recursive: true });
  return folder;
}

function plannedFor(plan: PlanJson, type: string): Readonly<Record<string, unknown>> {
  const resource = plan.planned_values.root_module?.resources?.find((each) => each.address === `${type}.minimal`);
  if (!resource) throw new Error(`no minimal ${type} is planned: add one to test/integration/differential/minimal-resources`);
  return resource.values ?? {};
}

describeLane('a minimal resource of each type that has a default', () => {
  let plan: PlanJson;

  beforeAll(async () => {
    const folder = minimalResources();
    const terraform = terraformWithStandIn(folder);
    try {
      await terraform.init(folder);
      plan = await planOf(terraform, folder);
    } finally {
      terraform.dispose();
      rmSync(folder, { recursive: true });
    }
  });

  test.each(PROVIDER_DEFAULTS.map(({ type, attribute }) => [type, attribute] as const))('leaves out %s.%s', (type, attribute) => {
    expect(plannedFor(plan, type)).toHaveProperty(attribute);
    expect([null, []]).toContainEqual(plannedFor(plan, type)[attribute]);
  });
});

describeReal('the table of provider defaults', () => {
  let plan: PlanJson;

  beforeAll(async () => {
    const folder = minimalResources();
    const simulator = await startVcsim(available().vcsim);
    const terraform = terraformWithProvider();
    try {
      connectTo(simulator, folder, [{ key: 'vsphere', type: 'vsphere' }]);
      await terraform.init(folder);
      plan = await planOf(terraform, folder);
    } finally {
      terraform.dispose();
      await simulator.stop();
      rmSync(folder, { recursive: true });
    }
  });

  test.each(PROVIDER_DEFAULTS.map((row) => [row.type, row.attribute, row.planned] as const))(
    'says what is planned for %s.%s',
    (type, attribute, planned) => {
      expect(plannedFor(plan, type)[attribute] ?? null).toEqual(planned);
    },
  );
});
