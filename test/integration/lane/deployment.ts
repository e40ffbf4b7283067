import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanJson, StateJson } from '../differential/plan-json';
import type { SchemaJson } from '../differential/schema-json';
import type { TerraformsView } from '../differential/compare';
import { schemaOfVsphereBindings } from '../provider/schema-of-bindings';
import { STRESS_VARIABLES } from '../stress/stress';
import { Terraform } from '../tools/terraform';
import type { Vcsim } from '../tools/vcsim';
import { available } from './components';
import type { Rendered, RenderedStack } from './program';

const VSPHERE = { source: 'vmware/vsphere', version: '2.15.0' };
const PLAN = 'lane.tfplan';

/** Terraform with a provider that plans and applies anything of the right shape. */
export function terraformWithStandIn(rendered: Rendered): Terraform {
  const { terraform, standIn } = available();
  const schema = join(rendered.workingDirectory, 'schema.json');
  writeFileSync(schema, JSON.stringify(schemaOfVsphereBindings()));
  return new Terraform({
    binary: terraform,
    providers: [{ ...VSPHERE, binary: standIn }],
    environment: { ...variablesOf(rendered), STRATA_PROVIDER_SCHEMA: schema },
  });
}

/** Terraform with the real provider, every stack's server replaced by a simulator. */
export function terraformWithProvider(rendered: Rendered, simulator: Vcsim): Terraform {
  const { terraform, provider } = available();
  for (const { name, folder } of rendered.stacks) {
    const keys = rendered.model.stacks.find((stack) => stack.name === name)!.providers.filter(({ type }) => type === 'vsphere');
    const server = { vsphere_server: simulator.server, user: simulator.user, password: simulator.password, allow_unverified_ssl: true };
    const blocks = keys.map(({ key }) => (key.includes('.') ? { ...server, alias: key.split('.')[1] } : server));
    if (blocks.length > 0) writeFileSync(join(folder, 'simulator_override.tf.json'), JSON.stringify({ provider: { vsphere: blocks } }));
  }
  return new Terraform({ binary: terraform, providers: [{ ...VSPHERE, binary: provider! }], environment: variablesOf(rendered) });
}

/** Plans a stack whose folder is initialised. */
export async function planOf(terraform: Terraform, { folder }: RenderedStack): Promise<PlanJson> {
  await terraform.plan(folder, PLAN);
  return (await terraform.showJson(folder, PLAN)) as PlanJson;
}

/** Plans and applies every stack, each after those it reads. */
export async function deploy(terraform: Terraform, rendered: Rendered): Promise<{ views: Map<string, TerraformsView>; schemas: SchemaJson[] }> {
  const views = new Map<string, TerraformsView>();
  const schemas: SchemaJson[] = [];
  for (const stack of rendered.stacks) {
    await terraform.init(stack.folder);
    const plan = await planOf(terraform, stack);
    await terraform.apply(stack.folder, PLAN);
    views.set(stack.name, { plan, state: (await terraform.showJson(stack.folder)) as StateJson });
    schemas.push(...(await schemasOf(terraform, stack)));
  }
  return { views, schemas };
}

export async function schemasOf(terraform: Terraform, { folder }: RenderedStack): Promise<SchemaJson[]> {
  const { provider_schemas: schemas = {} } = (await terraform.providersSchema(folder)) as { provider_schemas?: Record<string, SchemaJson> };
  return Object.values(schemas);
}

/** A value for each variable that has none: its own name, unless the program says what it takes. */
function variablesOf({ model }: Rendered): Record<string, string> {
  const names = model.stacks.flatMap(({ variables }) => variables.filter((each) => each.default === undefined).map(({ name }) => name));
  return Object.fromEntries(names.map((name) => [`TF_VAR_${name}`, name in STRESS_VARIABLES ? JSON.stringify(STRESS_VARIABLES[name]) : name]));
}
