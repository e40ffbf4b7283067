import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanJson, StateJson } from '../differential/plan-json';
import type { SchemaJson } from '../differential/schema-json';
import type { TerraformsView } from '../differential/compare';
import { ADDED_IN, withAdditions } from '../provider/schema-additions';
import { schemaOfVsphereBindings } from '../provider/schema-of-bindings';
import { STRESS_VARIABLES } from '../stress/stress';
import { Terraform, type ProviderBinary } from '../tools/terraform';
import type { Vcsim } from '../tools/vcsim';
import { available } from './components';
import type { Rendered } from './program';

/** What programs ask for: bindings an exact version, constructs one of a range. */
const VERSIONS = ['2.15.0', ADDED_IN];

const PLAN = 'lane.tfplan';

/** Terraform with a provider that plans and applies anything of the right shape; its schema is kept in the folder. */
export function terraformWithStandIn(folder: string, variables: Readonly<Record<string, string>> = {}): Terraform {
  const { terraform, standIn } = available();
  const schema = join(folder, 'schema.json');
  writeFileSync(schema, JSON.stringify(withAdditions(schemaOfVsphereBindings())));
  return new Terraform({
    binary: terraform,
    providers: offered(standIn),
    environment: { ...variables, STRATA_PROVIDER_SCHEMA: schema },
  });
}

/** Terraform with the real provider. */
export function terraformWithProvider(variables: Readonly<Record<string, string>> = {}): Terraform {
  const { terraform, provider } = available();
  return new Terraform({ binary: terraform, providers: offered(provider!.path), environment: variables });
}

function offered(binary: string): ProviderBinary[] {
  return VERSIONS.map((version) => ({ source: 'vmware/vsphere', version, binary }));
}

/** Points provider configurations at a simulator, whatever server the program names. */
export function connectTo(simulator: Vcsim, folder: string, providers: readonly { readonly key: string; readonly type: string }[]): void {
  const server = { vsphere_server: simulator.server, user: simulator.user, password: simulator.password, allow_unverified_ssl: true };
  const aliases = providers.filter(({ type }) => type === 'vsphere').map(({ key }) => key.split('.')[1]);
  const blocks = aliases.map((alias) => (alias === undefined ? server : { ...server, alias }));
  if (blocks.length > 0) writeFileSync(join(folder, 'simulator_override.tf.json'), JSON.stringify({ provider: { vsphere: blocks } }));
}

/** Plans what stands in an initialised folder. */
export async function planOf(terraform: Terraform, folder: string): Promise<PlanJson> {
  await terraform.plan(folder, PLAN);
  return (await terraform.showJson(folder, PLAN)) as PlanJson;
}

/** The state once the plan of a folder is applied. */
export async function applied(terraform: Terraform, folder: string): Promise<StateJson> {
  await terraform.apply(folder, PLAN);
  return (await terraform.showJson(folder)) as StateJson;
}

/** Plans and applies every stack, each after those it reads. */
export async function deploy(terraform: Terraform, rendered: Rendered): Promise<{ views: Map<string, TerraformsView>; schemas: SchemaJson[] }> {
  const views = new Map<string, TerraformsView>();
  const schemas: SchemaJson[] = [];
  for (const stack of rendered.stacks) {
    await terraform.init(stack.folder);
    const plan = await planOf(terraform, stack.folder);
    views.set(stack.name, { plan, state: await applied(terraform, stack.folder) });
    schemas.push(...(await schemasOf(terraform, stack.folder)));
  }
  return { views, schemas };
}

export async function schemasOf(terraform: Terraform, folder: string): Promise<SchemaJson[]> {
  const { provider_schemas: schemas = {} } = (await terraform.providersSchema(folder)) as { provider_schemas?: Record<string, SchemaJson> };
  return Object.values(schemas);
}

/** A value for each variable that has none: its own name, unless the program says what it takes. */
export function variablesOf({ model }: Rendered): Record<string, string> {
  const names = model.stacks.flatMap(({ variables }) => variables.filter((each) => each.default === undefined).map(({ name }) => name));
  return Object.fromEntries(names.map((name) => [`TF_VAR_${name}`, name in STRESS_VARIABLES ? JSON.stringify(STRESS_VARIABLES[name]) : name]));
}
