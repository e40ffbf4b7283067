import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDER_DEFAULTS } from '../../lib/estate/read';

type Json = Record<string, unknown>;

export interface PlanJson {
  resource_changes: {
    address: string;
    type: string;
    module_address?: string;
    change: { actions: string[]; before: Json | null; after: Json | null; after_unknown: Json };
  }[];
  variables: Record<string, { value: unknown }>;
  [key: string]: unknown;
}

/**
 * What `terraform show -json` would say of the first plan of a rendered stack, in which everything is made: expressions are
 * known after apply. What Terraform itself says is the integration lane's part.
 */
export function firstPlan(out: string, stack: string): PlanJson {
  const rendered = JSON.parse(readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as Record<
    string,
    Record<string, Record<string, Json>>
  >;
  const resources = Object.entries(rendered.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, address: `${type}.${name}`, values: valuesOf(body) })),
  );
  const providers = Object.entries((rendered.provider ?? {}) as unknown as Record<string, Json[]>).map(([name, [body]]) => [
    name,
    { name, expressions: expressionsOf(body!) },
  ]);
  const variables = Object.entries((rendered.variable ?? {}) as unknown as Record<string, Json>);
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {},
    variables: Object.fromEntries(variables.map(([name, { default: value = 'top-secret' }]) => [name, { value }])),
    resource_changes: resources.map(({ type, address, values }) => {
      const later = Object.entries(values).filter(([, value]) => JSON.stringify(value).includes('${'));
      return {
        address,
        mode: 'managed',
        type,
        change: {
          actions: ['create'],
          before: null,
          after: { ...defaultsOf(type), ...Object.fromEntries(Object.entries(values).filter(([name]) => !later.some(([other]) => other === name))) },
          after_unknown: { id: true, ...Object.fromEntries(later.map(([name]) => [name, true])) },
        },
      };
    }),
    configuration: {
      provider_config: Object.fromEntries(providers),
      root_module: {
        resources: resources.map(({ address, values }) => ({ address, expressions: expressionsOf(values) })),
        variables: Object.fromEntries(variables.map(([name, { default: value }]) => [name, value === undefined ? {} : { default: value }])),
      },
    },
    complete: true,
    errored: false,
  };
}

/** The plan of a stack that is applied: every object stands as it was planned, with an id of its own. */
export function secondPlan(out: string, stack: string): PlanJson {
  const plan = firstPlan(out, stack);
  for (const { address, change } of plan.resource_changes) {
    change.actions = ['no-op'];
    change.after = { ...change.after, id: `id of ${address}` };
    change.before = change.after;
    change.after_unknown = {};
  }
  return plan;
}

function valuesOf(body: Json): Json {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !['//', 'lifecycle', 'depends_on', 'provider'].includes(name)));
}

function expressionsOf(body: Json): Json {
  return Object.fromEntries(Object.entries(valuesOf(body)).map(([name, value]) => [name, { constant_value: value }]));
}

function defaultsOf(type: string): Json {
  return Object.fromEntries(PROVIDER_DEFAULTS.filter((row) => row.type === type).map(({ attribute, planned }) => [attribute, planned]));
}
