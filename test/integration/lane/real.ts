import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TerraformStackModel } from '../../../lib/estate/terraform';
import type { SchemaJson } from '../differential/schema-json';
import type { Terraform } from '../tools/terraform';
import { startVcsim } from '../tools/vcsim';
import { available } from './components';
import { connectTo, schemasOf } from './deployment';
import { fitToSchema } from './fit';
import { readOutput, type Rendered, type RenderedStack } from './program';
import { seedsFor } from './seeds';

/** A program with what the real provider's schema has of it. */
export interface FittedProgram extends Rendered {
  /** What was cut out: by type and attribute. */
  readonly leftOut: readonly string[];
}

/** Attributes that v1.26.0 has, with fewer values than are rendered: cut out with what it does not have at all. */
const OUTGROWN: readonly { readonly type: string; readonly attribute: string; readonly takes: string }[] = [
  { type: 'vsphere_virtual_machine', attribute: 'hardware_version', takes: '4 to 19' },
  { type: 'vsphere_distributed_virtual_switch', attribute: 'version', takes: '5.0.0 to 7.0.0' },
];

interface Obstacle {
  readonly why: string;
  readonly error: string;
}

/** Stacks that the real provider does not plan against a simulator, by program and stack. */
export const NOT_PLANNED: Readonly<Record<string, Obstacle>> = {
  'example two-clusters/tenancy': { why: 'it looks up what the simulator does not have', error: "cluster 'north' not found" },
  'stress/edges': { why: 'it looks up what no vCenter has', error: 'please specify a datacenter' },
  'sites/lookups': { why: 'it looks up what the simulator does not have', error: 'category name "owner" not found' },
};

/** The one stack that it can apply to the simulator: all that it makes stands on a cluster that is there already. */
export const APPLIED = 'existing';

/** Cuts what the provider does not have out of a program's output, and reads that again. */
export async function fitted(app: Rendered, terraform: Terraform): Promise<FittedProgram> {
  const schema = await schemaOf(terraform);
  const leftOut = new Set<string>();
  const gone: string[] = [];
  for (const { folder } of app.stacks) {
    const file = join(folder, 'cdk.tf.json');
    const fit = fitToSchema(JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof fitToSchema>[0], schema, gone);
    writeFileSync(file, JSON.stringify(fit.configuration));
    gone.push(...fit.outputs);
    for (const each of fit.leftOut) leftOut.add(each);
  }
  return { ...app, ...readOutput(app.output), leftOut: [...leftOut].sort() };
}

/** Runs with a stack connected to a simulator of its own that has what the stack looks up. */
export async function withSimulator<T>(app: Rendered, { name, folder }: RenderedStack, run: (model: TerraformStackModel) => Promise<T>): Promise<T> {
  const model = app.model.stacks.find((stack) => stack.name === name)!;
  const simulator = await startVcsim(available().vcsim, seedsFor({ stacks: [model] }));
  try {
    connectTo(simulator, folder, model.providers);
    return await run(model);
  } finally {
    await simulator.stop();
  }
}

/** The schema of the vSphere provider that a Terraform has in its mirror; where it is an older one, without what it has outgrown. */
export async function schemaOf(terraform: Terraform): Promise<SchemaJson> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-schema-'));
  try {
    writeFileSync(join(folder, 'main.tf.json'), '{ "terraform": { "required_providers": { "vsphere": { "source": "vmware/vsphere" } } } }');
    await terraform.init(folder);
    const [schema] = await schemasOf(terraform, folder);
    return isOlder(schema!) ? withoutOutgrown(schema!) : schema!;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether it is the older provider that a module proxy has. */
export function isOlder(schema: SchemaJson): boolean {
  return schema.resource_schemas?.vsphere_compute_cluster?.block.attributes?.vsan_esa_enabled === undefined;
}

function withoutOutgrown(schema: SchemaJson): SchemaJson {
  const resources = { ...schema.resource_schemas };
  for (const { type, attribute } of OUTGROWN) {
    const { block } = resources[type]!;
    const attributes = Object.entries(block.attributes ?? {}).filter(([name]) => name !== attribute);
    resources[type] = { block: { ...block, attributes: Object.fromEntries(attributes) } };
  }
  return { ...schema, resource_schemas: resources };
}
