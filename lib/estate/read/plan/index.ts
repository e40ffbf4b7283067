import { hidden, type PlannedChange, type PlannedLookup, type PlannedVariable, type PlanModel } from '../../plan';
import type { TerraformStackModel } from '../../terraform';
import { isUnknown } from '../../value';
import { BadInput } from '../error';
import type { StagedStack } from '../input';
import { StackDocument } from '../terraform/document';
import { differences, resourcesInCommon } from './configuration';
import { otherLocals } from './locals';
import { planJson, type ModuleValuesJson, type PlanJson, type ResourceChangeJson } from './json';
import { isTyped } from './same';
import { plannedValue, plannedValues } from './values';

export interface PlanInput {
  /** What the file holds. */
  readonly content: unknown;
  /** The file as the user named it. */
  readonly file: string;
  /** Absolute path of the output folder that the plan was made from. */
  readonly folder: string;
  readonly stacks: readonly StagedStack[];
  /** What was read from those stacks. */
  readonly models: readonly TerraformStackModel[];
  /** Name of the stack that it is of. @default - the one whose configuration it holds */
  readonly stack?: string;
}

export type ReadPlan = { readonly errored: false; readonly plan: PlanModel } | { readonly errored: true; readonly stack: string };

/**
 * Reads a plan and finds the stack it is of: the one whose configuration it holds, attribute by attribute.
 *
 * @throws BadInput where it is no plan of a format that is known, or of no stack of the tree, or of more than one
 */
export function readPlan(input: PlanInput): ReadPlan {
  const json = planJson(input.content, input.file);
  const stack = stackOf(json, input);
  if (json.errored) return { errored: true, stack };
  const model = input.models.find(({ name }) => name === stack)!;
  const dependencies = new Map((json.configuration.root_module.resources ?? []).map((each) => [each.address, each.depends_on ?? []]));
  const staged = input.stacks.find(({ name }) => name === stack)!;
  const changes = json.resource_changes.map((change) => changeOf(change, stack, dependencies));
  return {
    errored: false,
    plan: {
      stack,
      terraformVersion: json.terraform_version,
      changes,
      lookups: lookupsIn(json.prior_state.values?.root_module, stack),
      variables: variablesOf(json, model),
      open: [...json.open, ...leftOut(json, model), ...otherLocals(changes, model, new StackDocument(input.folder, staged))],
    },
  };
}

const DIFFERENCES_SHOWN = 3;

function stackOf({ configuration }: PlanJson, { file, folder, stacks, stack: named }: PlanInput): string {
  const candidates = named === undefined ? stacks : stacks.filter(({ name }) => name === named);
  const names = stacks.map(({ name }) => `\`${name}\``).join(', ');
  if (candidates.length === 0) throw new BadInput(`the tree has no stack \`${named ?? ''}\`; it has ${names || 'none'}`);
  const compared = candidates.map((candidate) => {
    const document = new StackDocument(folder, candidate);
    return { name: candidate.name, differs: differences(configuration, document), common: resourcesInCommon(configuration, document) };
  });
  const same = compared.filter(({ differs }) => differs.length === 0);
  if (same.length === 1) return same[0]!.name;
  if (same.length > 1) {
    const all = same.map(({ name }) => `\`${name}\``).join(', ');
    throw new BadInput(`"${file}" may be the plan of more than one stack: ${all}; say which with --stack`);
  }
  const closest = compared.sort((a, b) => b.common - a.common || a.differs.length - b.differs.length)[0]!;
  const shown = closest.differs.slice(0, DIFFERENCES_SHOWN).join('; ');
  const more = closest.differs.length > DIFFERENCES_SHOWN ? `; and ${closest.differs.length - DIFFERENCES_SHOWN} more differences` : '';
  throw new BadInput(
    `"${file}" is not a plan of ${named === undefined ? 'any stack of this tree' : `stack \`${named}\``}: ` +
      `${closest.common === 0 ? 'it has no resource in common with' : 'it differs from'} stack \`${closest.name}\` (${shown}${more}); plan what lies there`,
  );
}

/** What stands in the stack and not in its plan: Terraform was told to look at a part of it, or at its state, only. */
function leftOut({ resource_changes: changes }: PlanJson, { resources }: TerraformStackModel): string[] {
  const planned = new Set(changes.flatMap(({ address }) => [address, address.replace(/\[[^\]]*\]$/, '')]));
  const missing = resources.filter(({ mode, instances, address }) => mode === 'managed' && instances.low > 0 && !planned.has(address));
  if (missing.length === 0) return [];
  if (changes.length === 0) return ['it says nothing of any resource, as one with -refresh-only does'];
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  return [`it leaves out \`${missing[0]!.address}\`${more}, as one with -target does`];
}

function changeOf(
  { address, module_address: module, mode, type, deposed, change }: ResourceChangeJson,
  stack: string,
  dependencies: ReadonlyMap<string, readonly string[]>,
): PlannedChange {
  const knownBy = `${stack}/${address}`;
  const dependsOn = dependencies.get(address.replace(/\[.*$/s, '')) ?? [];
  return {
    stack,
    address,
    ...(module === undefined || module === '' ? {} : { module }),
    mode,
    type,
    actions: change.actions as PlannedChange['actions'],
    before: isNone(change.before) ? null : plannedValues(change.before, undefined, change.before_sensitive, knownBy),
    after: isNone(change.after) ? null : plannedValues(change.after, change.after_unknown, change.after_sensitive, knownBy),
    ...(deposed === undefined ? {} : { deposed }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}

function isNone<T>(x: T | null | undefined): x is null | undefined {
  return x === null || x === undefined;
}

function lookupsIn(module: ModuleValuesJson | undefined, stack: string): PlannedLookup[] {
  if (!module) return [];
  const own = (module.resources ?? [])
    .filter(({ mode }) => mode === 'data')
    .map(({ address, type, values, sensitive_values: sensitive }) => ({
      stack,
      address,
      type,
      values: plannedValues(values ?? {}, undefined, sensitive, `${stack}/${address}`),
    }));
  return [...own, ...(module.child_modules ?? []).flatMap((child) => lookupsIn(child, stack))];
}

/** A plan holds the values of sensitive variables in clear: whether one is its default is all that is kept of it. */
function variablesOf(json: PlanJson, model: TerraformStackModel): PlannedVariable[] {
  return model.variables.flatMap(({ name, type, sensitive, default: byDefault }) => {
    const planned = Object.hasOwn(json.variables, name) ? json.variables[name] : undefined;
    if (planned === undefined) return [];
    const value = plannedValue(planned.value, undefined, undefined, `${model.name}/var.${name}`);
    return [
      {
        name,
        value: sensitive ? hidden(`${model.name}/var.${name}`) : value,
        ...(byDefault === undefined || byDefault === null || isUnknown(byDefault) ? {} : { isDefault: isTyped(value, byDefault, type) }),
      },
    ];
  });
}
