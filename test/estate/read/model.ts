import type { Field, ModuleCall, ProviderConfiguration, ResourceInstance, TerraformModel, TerraformStackModel, Value } from '../../../lib/estate';
import { reference, unknown } from '../../../lib/estate';
import { Interval } from '../../../lib/units';

export type Entry = Omit<ResourceInstance, 'stack'>;

/** A resource, or a data source where the address begins with `data.`, as the Terraform reader gives it. */
export function entry(address: string, values: Readonly<Record<string, Value>>, more: Partial<Entry> = {}): Entry {
  const [type, name] = address.replace(/^data\./, '').split('.') as [string, string];
  return {
    address,
    mode: address.startsWith('data.') ? 'data' : 'managed',
    type,
    name: name.replace(/\[.*$/, ''),
    instances: Interval.exactly(1),
    provider: 'vsphere',
    values,
    sensitive: [],
    ...more,
  };
}

export interface StackParts {
  readonly server?: Field<string>;
  readonly providers?: readonly ProviderConfiguration[];
  readonly modules?: readonly Omit<ModuleCall, 'stack'>[];
}

export function stack(
  name: string,
  entries: readonly Entry[],
  { server = 'vc.example.com', providers, modules = [] }: StackParts = {},
): TerraformStackModel {
  return {
    name,
    file: `stacks/${name}/cdk.tf.json`,
    backend: { type: 'local', config: {} },
    providers: providers ?? [{ key: 'vsphere', type: 'vsphere', identity: server, values: { vsphere_server: server as Value } }],
    variables: [],
    locals: {},
    outputs: [],
    resources: entries.map((one) => ({ ...one, stack: name, path: one.path ?? `${name}/${one.name}` })),
    modules: modules.map((module) => ({ ...module, stack: name })),
  };
}

export function model(...stacks: readonly TerraformStackModel[]): TerraformModel {
  return { stacks };
}

/** A reference within stack `s`, or within the one named before the address: `ref('vsphere_host.a', 'id', 'other')`. */
export function ref(address: string, attribute = 'id', within = 's'): Value {
  return reference(within, address, attribute);
}

export function variable(name: string, within = 's'): Value {
  return unknown('variable', `\${var.${name}}`, `${within}/var.${name}`);
}

export const datacenter = entry('vsphere_datacenter.dc', { name: 'fra1' });
export const cluster = entry('vsphere_compute_cluster.c', {
  name: 'compute',
  datacenter_id: ref('vsphere_datacenter.dc', 'moid'),
  host_managed: true,
});

export function host(name: string, values: Readonly<Record<string, Value>> = {}): Entry {
  return entry(`vsphere_host.${name}`, {
    hostname: `${name}.example.com`,
    username: 'root',
    password: 'x',
    cluster: ref('vsphere_compute_cluster.c'),
    ...values,
  });
}

export function machine(name: string, values: Readonly<Record<string, Value>> = {}): Entry {
  return entry(`vsphere_virtual_machine.${name}`, { name, resource_pool_id: ref('vsphere_compute_cluster.c', 'resource_pool_id'), ...values });
}
