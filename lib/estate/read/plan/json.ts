import { BadInput } from '../error';

/** What `terraform show -json` says of a saved plan, as far as it is read: https://developer.hashicorp.com/terraform/internals/json-format */
export interface PlanJson {
  readonly terraform_version: string;
  readonly variables: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly resource_changes: readonly ResourceChangeJson[];
  readonly prior_state: { readonly values?: { readonly root_module?: ModuleValuesJson } };
  readonly configuration: ConfigurationJson;
  readonly open: readonly string[];
  readonly errored: boolean;
}

export interface ResourceChangeJson {
  readonly address: string;
  readonly module_address?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly deposed?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown?: unknown;
    readonly before_sensitive?: unknown;
    readonly after_sensitive?: unknown;
  };
}

export interface ModuleValuesJson {
  readonly resources?: readonly {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly values?: Readonly<Record<string, unknown>>;
    readonly sensitive_values?: unknown;
  }[];
  readonly child_modules?: readonly ModuleValuesJson[];
}

export interface ConfigurationJson {
  readonly provider_config?: Readonly<
    Record<string, { readonly name?: string; readonly alias?: string; readonly module_address?: string; readonly expressions?: Expressions }>
  >;
  readonly root_module: {
    readonly resources?: readonly ResourceConfigurationJson[];
    readonly module_calls?: Readonly<Record<string, ModuleCallJson>>;
    readonly variables?: Readonly<Record<string, { readonly default?: unknown }>>;
    readonly outputs?: Readonly<Record<string, { readonly expression?: unknown }>>;
  };
}

export interface Repetition {
  readonly count_expression?: unknown;
  readonly for_each_expression?: unknown;
}

export interface ModuleCallJson extends Repetition {
  readonly source?: string;
  readonly expressions?: Expressions;
}

export interface ResourceConfigurationJson extends Repetition {
  readonly address: string;
  readonly expressions?: Expressions;
  readonly depends_on?: readonly string[];
  readonly provider_config_key?: string;
}

/** By attribute; a block is a list of its kind. */
export interface Expressions {
  readonly [name: string]: unknown;
}

/**
 * A plan in the shape that the reader counts on.
 *
 * @param name of the file, for messages
 * @throws BadInput where it is no plan, or one of a format that this version does not know
 */
export function planJson(content: unknown, name: string): PlanJson {
  const wrong = (what: string): BadInput =>
    new BadInput(`"${name}" ${what}; make one with \`terraform plan -out=tfplan\` and \`terraform show -json tfplan\``);
  if (!isObject(content)) throw wrong('is no plan: it holds no JSON object');
  const { format_version: format, configuration } = content;
  if (typeof format !== 'string') throw wrong('is no plan: it has no `format_version`');
  if (!/^1\.\d+$/.test(format))
    throw new BadInput(`"${name}" is of format ${JSON.stringify(format)}, and this version of Strata reads 1.x; plan with Terraform 1.1 or later`);
  if (!isObject(content.planned_values) || !isObject(configuration) || !isObject(configuration.root_module)) {
    throw wrong('is no plan, perhaps a state: it has no planned values or no configuration');
  }
  if (!isConfiguration(configuration)) throw wrong('is no plan: its configuration is not of the shape that Terraform writes');
  const changes = optional(content.resource_changes, []);
  if (!Array.isArray(changes)) throw wrong('is no plan: `resource_changes` is no list');
  changes.forEach((change, index) => {
    if (!isChange(change)) throw wrong(`cannot be read: entry ${index + 1} of \`resource_changes\` is no change of a resource`);
  });
  const variables = optional(content.variables, {});
  const priorState = optional(content.prior_state, {});
  if (!isObject(variables) || !Object.values(variables).every(isObject)) throw wrong('is no plan: `variables` is no object of variables');
  if (!isObject(priorState) || !isState(priorState)) throw wrong('is no plan: its `prior_state` is not of the shape that Terraform writes');
  return {
    terraform_version: typeof content.terraform_version === 'string' ? content.terraform_version : '',
    variables: variables as PlanJson['variables'],
    resource_changes: changes as ResourceChangeJson[],
    prior_state: priorState as PlanJson['prior_state'],
    configuration: configuration as unknown as ConfigurationJson,
    open: openIn(content),
    errored: content.errored === true,
  };
}

function isConfiguration({ provider_config: providers, root_module: root }: Readonly<Record<string, unknown>>): boolean {
  if (!isObject(root)) return false;
  const objects = [providers, root.module_calls, root.variables, root.outputs];
  return (
    objects.every((each) => each === undefined || (isObject(each) && Object.values(each).every(isObject))) &&
    [...Object.values(providers ?? {}), ...Object.values(root.module_calls ?? {})].every(isBody) &&
    isListOf(root.resources, (each) => isObject(each) && typeof each.address === 'string' && isBody(each) && isListOf(each.depends_on, isText))
  );
}

function isBody(x: unknown): boolean {
  return isObject(x) && (x.expressions === undefined || isObject(x.expressions));
}

function isState({ values }: Readonly<Record<string, unknown>>): boolean {
  return values === undefined || (isObject(values) && (values.root_module === undefined || isModuleOfState(values.root_module)));
}

function isModuleOfState(x: unknown): boolean {
  if (!isObject(x)) return false;
  const isResource = (each: unknown): boolean =>
    isObject(each) && [each.address, each.mode, each.type].every(isText) && (isNone(each.values) || isObject(each.values));
  return isListOf(x.resources, isResource) && isListOf(x.child_modules, isModuleOfState);
}

function isListOf(x: unknown, is: (each: unknown) => boolean): boolean {
  return x === undefined || (Array.isArray(x) && x.every(is));
}

function isText(x: unknown): boolean {
  return typeof x === 'string';
}

function isNone(x: unknown): boolean {
  return x === undefined || x === null;
}

const ACTIONS = new Set(['no-op', 'create', 'read', 'update', 'delete', 'forget']);

function isChange(x: unknown): boolean {
  if (!isObject(x) || !isObject(x.change)) return false;
  const { actions, before, after } = x.change;
  return (
    typeof x.address === 'string' &&
    typeof x.type === 'string' &&
    (x.mode === 'managed' || x.mode === 'data') &&
    isTextOrNone(x.module_address) &&
    isTextOrNone(x.deposed) &&
    Array.isArray(actions) &&
    actions.length > 0 &&
    actions.every((action) => ACTIONS.has(action as string)) &&
    [before, after].every((values) => values === undefined || values === null || isObject(values)) &&
    // Whatever leaves an object behind says what it will be.
    (after !== undefined || !actions.some((action) => action === 'create' || action === 'update'))
  );
}

/** What a plan does, or leaves for later, beside the changes that it lists. */
function openIn(content: Readonly<Record<string, unknown>>): string[] {
  const count = (key: string): number =>
    Array.isArray(content[key]) ? content[key].length : content[key] === undefined || content[key] === null ? 0 : 1;
  const deferred = count('deferred_changes');
  const actions = count('action_invocations') + count('deferred_action_invocations');
  return [
    ...(deferred > 0 ? [`it defers ${deferred === 1 ? '1 change' : `${deferred} changes`} to a later plan`] : []),
    ...(actions > 0 ? [`it invokes ${actions === 1 ? '1 action' : `${actions} actions`} of a provider, which Strata does not read`] : []),
    ...(content.complete === false && deferred === 0 ? ['Terraform says that it is not complete'] : []),
  ];
}

function isTextOrNone(x: unknown): boolean {
  return x === undefined || typeof x === 'string';
}

function optional(x: unknown, otherwise: unknown): unknown {
  return x === undefined || x === null ? otherwise : x;
}

export function isObject(x: unknown): x is Record<string, unknown> {
  return typeof x === 'object' && x !== null && !Array.isArray(x);
}
