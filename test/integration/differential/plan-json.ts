/** What `terraform show -json` says of a saved plan, as far as it is compared. */
export interface PlanJson {
  readonly planned_values: ValuesJson;
  readonly prior_state?: { readonly values?: ValuesJson };
  readonly resource_changes?: readonly ResourceChangeJson[];
  readonly output_changes?: Readonly<Record<string, ChangeJson>>;
  readonly configuration: ConfigurationJson;
}

/** What `terraform show -json` says of the state. */
export interface StateJson {
  readonly values?: ValuesJson;
}

export interface ValuesJson {
  readonly outputs?: Readonly<Record<string, { readonly value?: unknown; readonly sensitive?: boolean }>>;
  readonly root_module?: { readonly resources?: readonly ResourceJson[] };
}

export interface ResourceJson {
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly sensitive_values?: unknown;
}

interface ResourceChangeJson {
  readonly address: string;
  readonly change: ChangeJson;
}

interface ChangeJson {
  readonly actions?: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
}

export interface ConfigurationJson {
  readonly root_module?: {
    readonly resources?: readonly ResourceConfigurationJson[];
    readonly outputs?: Readonly<Record<string, { readonly expression?: ExpressionJson }>>;
  };
}

export interface ResourceConfigurationJson {
  readonly address: string;
  readonly provider_config_key?: string;
  readonly expressions?: Expressions;
  readonly for_each_expression?: ExpressionJson;
}

/** By attribute, or by block: one entry for each block. A dynamic block leaves nothing here. */
export interface Expressions {
  readonly [name: string]: ExpressionJson | readonly Expressions[];
}

/** In a JSON configuration `constant_value` is what the file has, templates and all. */
export interface ExpressionJson {
  readonly constant_value?: unknown;
  readonly references?: readonly string[];
}

/** Stands where Terraform does not know a value until it has applied. */
export const NOT_KNOWN = Symbol('known after apply');

/** The resources of the root module and the outputs, each value that is known after apply marked as such. */
export interface Planned {
  readonly resources: ReadonlyMap<string, PlannedResource>;
  readonly outputs: ReadonlyMap<string, { readonly value: unknown; readonly sensitive: boolean }>;
}

export interface PlannedResource {
  readonly type: string;
  readonly mode: 'managed' | 'data';
  /** Address without an instance key. */
  readonly resource: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly sensitive: unknown;
}

/** Lookups that a plan has done stand in its prior state, everything else among the planned values. */
export function plannedIn(plan: PlanJson): Planned {
  const changes = new Map((plan.resource_changes ?? []).map(({ address, change }) => [address, change]));
  const found = (plan.prior_state?.values?.root_module?.resources ?? []).filter(({ mode }) => mode === 'data');
  const resources = [...found, ...(plan.planned_values.root_module?.resources ?? [])];
  return {
    resources: new Map(resources.map((resource) => [resource.address, plannedResource(resource, changes.get(resource.address)?.after_unknown)])),
    outputs: new Map(
      Object.entries(plan.planned_values.outputs ?? {}).map(([name, { value, sensitive }]) => [
        name,
        { value: marked(value, plan.output_changes?.[name]?.after_unknown ?? false), sensitive: sensitive ?? false },
      ]),
    ),
  };
}

/** A state has the shape of a plan in which everything is known. */
export function appliedIn(state: StateJson): Planned {
  return plannedIn({ planned_values: state.values ?? {}, configuration: {} });
}

function plannedResource({ type, mode, name, values, sensitive_values: sensitive }: ResourceJson, unknown: unknown): PlannedResource {
  return {
    type,
    mode,
    resource: `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
    values: marked(values ?? {}, unknown) as Record<string, unknown>,
    sensitive,
  };
}

function marked(value: unknown, unknown: unknown): unknown {
  if (unknown === true) return NOT_KNOWN;
  if (typeof unknown !== 'object' || unknown === null) return value;
  if (Array.isArray(unknown)) return unknown.map((each, i) => marked((value as unknown[] | undefined)?.[i], each));
  const result: Record<string, unknown> = { ...(value as Record<string, unknown> | undefined) };
  for (const [name, each] of Object.entries(unknown)) result[name] = marked(result[name], each);
  return result;
}
