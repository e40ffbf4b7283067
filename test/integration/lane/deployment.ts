import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanJson, StateJson } from '../differential/plan-json';
import type { SchemaJson } from '../differential/schema-json';
import type { TerraformsView } from '../differential/compare';
import { NSXT_PROVIDER } from '../../../scripts/nsx-schema';
import { nsxtProviderSchema } from '../provider/nsxt-schema';
import { ADDED_IN, withAdditions } from '../provider/schema-additions';
import { schemaOfVsphereBindings } from '../provider/schema-of-bindings';
import { STRESS_VARIABLES } from '../stress/stress';
import { Terraform } from '../tools/terraform';
import type { Vcsim } from '../tools/vcsim';
import type { Nsx } from '../nsx/with-nsx';
import { available } from './components';
import type { Rendered } from './program';

/** What programs ask for: bindings an exact version, constructs one of a range. */
const VERSIONS = ['2.15.0', ADDED_IN];

const PLAN = 'lane.tfplan';

/** Terraform with providers that plan and apply anything of the right shape. */
export function terraformWithStandIn(variables: Environment = {}): Terraform {
  const { standIn } = available();
  return terraformWith({ vsphere: standIn, nsxt: standIn }, variables);
}

/** The same, but NSX is that of a server of the Policy API, and its provider is the real one where it can be had. */
export function terraformWithNsx(nsx: Nsx, variables: Environment = {}): Terraform {
  const { standIn, nsxProvider = standIn } = available();
  return terraformWith({ vsphere: standIn, nsxt: nsxProvider }, { ...variables, ...nsx.environment });
}

/** Terraform with the real vSphere provider. */
export function terraformWithProvider(variables: Environment = {}): Terraform {
  const { standIn, provider } = available();
  return terraformWith({ vsphere: provider!.path, nsxt: standIn }, variables);
}

type Environment = Readonly<Record<string, string>>;

function terraformWith({ vsphere, nsxt }: { readonly vsphere: string; readonly nsxt: string }, environment: Environment): Terraform {
  return new Terraform({
    binary: available().terraform,
    providers: [
      ...VERSIONS.map((version) => ({ source: 'vmware/vsphere', version, binary: vsphere })),
      { source: NSXT_PROVIDER.source, version: NSXT_PROVIDER.version, binary: nsxt },
    ],
    environment,
    files: {
      STRATA_PROVIDER_SCHEMA: JSON.stringify(withAdditions(schemaOfVsphereBindings())),
      STRATA_NSXT_SCHEMA: JSON.stringify(nsxtProviderSchema()),
    },
  });
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

/** A value for each variable that has none: its own name, or a map of nothing but that, unless the program says what it takes. */
export function variablesOf({ model }: Rendered): Record<string, string> {
  const needed = model.stacks.flatMap(({ variables }) => variables.filter((each) => each.default === undefined));
  const value = (name: string, type: string | undefined): string => {
    if (name in STRESS_VARIABLES) return JSON.stringify(STRESS_VARIABLES[name]);
    return type === 'map(string)' ? JSON.stringify({ [name]: name }) : name;
  };
  return Object.fromEntries(needed.map(({ name, type }) => [`TF_VAR_${name}`, value(name, type)]));
}
