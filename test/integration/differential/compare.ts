import type { Unknown, UnknownReason, Value } from '../../../lib/estate/value';
import type { ResourceInstance, TerraformModel, TerraformStackModel } from '../../../lib/estate/terraform';
import { compareBlock, compareValue, text, type Findings, type Path } from './compare-value';
import { appliedIn, NOT_KNOWN, plannedIn, type PlanJson, type Planned, type PlannedResource, type StateJson } from './plan-json';
import { misplacedReferences, type StatedReferences } from './references';
import type { BlockJson, SchemaJson } from './schema-json';

/** What Terraform made of a stack. */
export interface TerraformsView {
  /** `terraform show -json` of a saved plan, made once every stack that this one reads was applied. */
  readonly plan: PlanJson;
  /** `terraform show -json` once the plan was applied. @default - the plan alone is compared */
  readonly state?: StateJson;
}

export interface Comparison {
  /** Where the reader and Terraform do not agree, one sentence each. */
  readonly differences: readonly string[];
  /** What the reader left open, each with its reason; instances of the same block once. */
  readonly undecided: readonly string[];
  /** Where the reader has a scalar in another type than Terraform, because a schema converted it on the way. */
  readonly converted: readonly string[];
  /** How much was compared. */
  readonly compared: { readonly instances: number; readonly values: number; readonly references: number; readonly applied: number };
}

/**
 * Holds what the reader decided of an app against what Terraform planned of it and, once applied, keeps in its state.
 *
 * @param views by stack
 * @param schemas of every provider the app uses, as `terraform providers schema -json` has them
 */
export function compare(model: TerraformModel, views: ReadonlyMap<string, TerraformsView>, schemas: readonly SchemaJson[]): Comparison {
  const comparing = new Comparing(model, views, schemas);
  for (const stack of model.stacks) comparing.compareStack(stack);
  return comparing.result();
}

class Comparing {
  private readonly differences: string[] = [];
  private readonly open = new Set<string>();
  private readonly conversions = new Set<string>();
  private readonly count = { instances: 0, values: 0, references: 0, applied: 0 };
  private readonly planned: ReadonlyMap<string, Planned>;
  private readonly applied: ReadonlyMap<string, Planned>;

  public constructor(
    private readonly model: TerraformModel,
    private readonly views: ReadonlyMap<string, TerraformsView>,
    private readonly schemas: readonly SchemaJson[],
  ) {
    this.planned = new Map([...views].map(([stack, { plan }]) => [stack, plannedIn(plan)]));
    this.applied = new Map([...views].flatMap(([stack, { state }]): [string, Planned][] => (state ? [[stack, appliedIn(state)]] : [])));
  }

  public result(): Comparison {
    return { differences: this.differences, undecided: [...this.open].sort(), converted: [...this.conversions].sort(), compared: this.count };
  }

  public compareStack(stack: TerraformStackModel): void {
    const planned = this.planned.get(stack.name);
    if (!planned) return this.differs(stack.name, 'there is no plan of it');
    const seen = new Set<string>();
    for (const entry of stack.resources) {
      for (const address of this.instancesOf(entry, planned)) {
        seen.add(address);
        this.compareInstance(entry, address, planned.resources.get(address)!);
      }
      this.compareConfiguration(entry);
    }
    for (const address of planned.resources.keys()) {
      if (!seen.has(address)) this.differs(`${stack.name}/${address}`, 'Terraform plans it, the reader does not have it');
    }
    this.compareOutputs(stack, planned);
  }

  /** The addresses that an entry of the model stands for. */
  private instancesOf(entry: ResourceInstance, planned: Planned): string[] {
    const { low, high } = entry.instances;
    const where = `${entry.stack}/${entry.address}`;
    if (low === 1 && high === 1) {
      if (planned.resources.has(entry.address)) return [entry.address];
      this.differs(where, 'the reader has it, Terraform does not plan it');
      return [];
    }
    this.open.add(`${where}: how many there are`);
    const members = [...planned.resources].filter(([, { resource }]) => resource === entry.address).map(([address]) => address);
    if (members.length < low || members.length > (high ?? Infinity))
      this.differs(where, `${members.length} are planned, the reader has ${low} to ${high ?? 'any number'}`);
    return members;
  }

  private compareInstance(entry: ResourceInstance, address: string, planned: PlannedResource): void {
    this.count.instances++;
    const block = this.blockOf(entry);
    if (!block) return this.differs(`${entry.stack}/${address}`, `there is no schema of ${entry.mode} ${entry.type}`);
    compareBlock(block, entry.values, planned.values, [], this.findings(entry, address, 'planned'));
    this.missed(block, entry, address, planned);
    this.compareSensitivity(entry, address, planned.sensitive, block);
    const applied = this.applied.get(entry.stack)?.resources.get(address);
    if (applied) compareBlock(block, entry.values, applied.values, [], this.findings(entry, address, 'applied'));
    else if (this.applied.has(entry.stack)) this.differs(`${entry.stack}/${address}`, 'it is planned and not in the state');
  }

  /** Attributes and blocks that the program states and the reader does not have. */
  private missed(block: BlockJson, entry: ResourceInstance, address: string, planned: PlannedResource): void {
    const stated = this.configurationOf(entry)?.expressions ?? {};
    const isThere = (blocks: unknown): boolean => Array.isArray(blocks) && blocks.length > 0;
    // What a lookup found stands in blocks as well.
    const blocks = entry.mode === 'data' ? [] : Object.keys(block.block_types ?? {}).filter((name) => isThere(planned.values[name]));
    for (const name of new Set([...Object.keys(stated), ...blocks])) {
      if (!(name in entry.values)) this.differs(`${entry.stack}/${address} ${name}`, 'the program states it, the reader does not have it');
    }
  }

  private compareConfiguration(entry: ResourceInstance): void {
    const where = `${entry.stack}/${entry.address}`;
    const configuration = this.configurationOf(entry);
    if (!configuration) return this.differs(where, 'Terraform has no such block in the configuration');
    if (configuration.provider_config_key !== entry.provider) {
      this.differs(where, `the reader has the provider ${entry.provider}, Terraform ${configuration.provider_config_key}`);
    }
    this.compareReferences(entry, configuration, entry.values);
  }

  private compareReferences({ stack, address }: Named, configuration: StatedReferences, values: Readonly<Record<string, Value>>): void {
    const configurations = new Map([...this.views].map(([name, { plan }]) => [name, plan.configuration]));
    for (const { path, reference, why } of misplacedReferences(stack, configuration, values, configurations)) {
      this.differs(`${stack}/${address} ${path.join('.')}`, `the reader has ${text(reference)}, ${why}`);
    }
  }

  private configurationOf(entry: ResourceInstance) {
    const resource = `${entry.mode === 'data' ? 'data.' : ''}${entry.type}.${entry.name}`;
    return this.views.get(entry.stack)?.plan.configuration.root_module?.resources?.find(({ address }) => address === resource);
  }

  /** Whatever Terraform keeps out of its own output the reader must know to be sensitive. It may hold more to be so. */
  private compareSensitivity(entry: ResourceInstance, address: string, sensitive: unknown, block: BlockJson): void {
    const known = entry.sensitive.map(withoutPositions);
    for (const path of truePaths(sensitive)) {
      const dotted = withoutPositions(path.join('.'));
      if (block.attributes?.[String(path[0])]?.sensitive) continue;
      if (!known.some((each) => each === dotted || dotted.startsWith(`${each}.`) || each.startsWith(`${dotted}.`))) {
        this.differs(`${entry.stack}/${address} ${path.join('.')}`, 'Terraform holds it to be sensitive, the reader does not');
      }
    }
  }

  private compareOutputs(stack: TerraformStackModel, planned: Planned): void {
    const applied = this.applied.get(stack.name);
    for (const output of stack.outputs) {
      const entry: Named = { stack: stack.name, address: `output.${output.name}` };
      const there = planned.outputs.get(output.name);
      if (!there) {
        this.differs(`${stack.name}/output.${output.name}`, 'the reader has it, Terraform does not plan it');
        continue;
      }
      compareValue('dynamic', output.value, there.value, [], this.findings(entry, entry.address, 'planned'));
      const expression = this.views.get(stack.name)?.plan.configuration.root_module?.outputs?.[output.name]?.expression ?? {};
      this.compareReferences(entry, { expressions: { value: expression } }, { value: output.value });
      if (there.sensitive !== output.sensitive) this.differs(`${stack.name}/output.${output.name}`, `sensitive: the reader has ${output.sensitive}`);
      if (applied) compareValue('dynamic', output.value, applied.outputs.get(output.name)?.value, [], this.findings(entry, entry.address, 'applied'));
    }
    for (const name of planned.outputs.keys()) {
      if (!stack.outputs.some((output) => output.name === name))
        this.differs(`${stack.name}/output.${name}`, 'Terraform plans it, the reader does not have it');
    }
  }

  private blockOf({ mode, type }: ResourceInstance): BlockJson | undefined {
    return this.schemas.map((schema) => (mode === 'data' ? schema.data_source_schemas : schema.resource_schemas)?.[type]?.block).find(Boolean);
  }

  private findings(entry: Named, address: string, stage: 'planned' | 'applied'): Findings {
    const where = (path: Path): string => [`${entry.stack}/${address}`, path.join('.')].filter(Boolean).join(' ');
    return {
      resolve: ({ $ref }) => this.resolved(entry.stack, $ref, stage),
      differs: (path, decided, actual, why) =>
        this.differs(where(path), `the reader has ${text(decided)}, ${stage} is ${text(actual)}${why === undefined ? '' : ` (${why})`}`),
      undecided: (path, unknown, actual) => {
        if (stage === 'applied') return;
        const whatever = `${entry.stack}/${entry.address}`.replace(KEY, '[…]');
        this.open.add(`${[whatever, path.join('.')].filter(Boolean).join(' ')}: ${openBecause(unknown)}`);
        const why = this.unfounded(unknown, actual, entry.stack);
        if (why !== undefined) this.differs(where(path), `the reader has ${openBecause(unknown)}, planned is ${text(actual)}: ${why}`);
      },
      converted: (path, decided, actual) => this.conversions.add(`${where(path)}: the reader has ${text(decided)}, Terraform ${text(actual)}`),
      compared: (_, decided) => {
        if (stage === 'applied') this.count.applied++;
        else if (typeof decided === 'object' && decided !== null) this.count.references++;
        else this.count.values++;
      },
    };
  }

  /** What the attribute that is referred to is. A stack that another one reads is applied before that is planned. */
  private resolved(from: string, { stack, address, attribute }: { stack: string; address: string; attribute: string }, stage: 'planned' | 'applied') {
    const side = stage === 'applied' || stack !== from ? (this.applied.get(stack) ?? this.planned.get(stack)) : this.planned.get(stack);
    const object = side?.resources.get(address);
    return object && attributeAt(object.values, attribute.split('.'));
  }

  /** Why an unknown is not one: what it says will know it is known, or is not there. */
  private unfounded({ $unknown: { reason, knownBy } }: Unknown, actual: unknown, from: string): string | undefined {
    const slash = knownBy.indexOf('/');
    const [stack, address] = [knownBy.slice(0, slash), knownBy.slice(slash + 1)];
    const owner = this.model.stacks.find(({ name }) => name === stack);
    const checks: Readonly<Record<UnknownReason, () => boolean>> = {
      computed: () => stack !== from || actual === NOT_KNOWN || !isDecidedThroughout(actual),
      variable: () => owner?.variables.some(({ name, default: given }) => address === `var.${name}` && given === undefined) ?? false,
      'data-source': () => address.startsWith('data.'),
      module: () => address.startsWith('module.'),
      'instance-key': () => true,
      'remote-state': () => address.startsWith('data.terraform_remote_state.'),
      run: () => true,
      function: () => true,
      expression: () => true,
      'provider-default': () => false,
      dangling: () => false,
      corrupt: () => false,
    };
    return checks[reason]() ? undefined : `${reason} is not why, or ${knownBy} not who will know`;
  }

  private differs(where: string, what: string): void {
    this.differences.push(`${where}: ${what}`);
  }
}

interface Named {
  readonly stack: string;
  readonly address: string;
}

const KEY = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/;

function openBecause({ $unknown: { reason, expression, knownBy } }: Unknown): string {
  return `${reason}, ${knownBy.replace(KEY, '[…]')} will know (${expression})`;
}

function attributeAt(value: unknown, path: readonly string[]): { value: unknown } | undefined {
  if (path.length === 0) return { value };
  if (value === NOT_KNOWN) return { value };
  if (typeof value !== 'object' || value === null) return undefined;
  // The keys of a map may have dots.
  for (let length = 1; length <= path.length; length++) {
    const name = path.slice(0, length).join('.');
    const found = Object.hasOwn(value, name) ? attributeAt((value as Record<string, unknown>)[name], path.slice(length)) : undefined;
    if (found) return found;
  }
  return undefined;
}

function isDecidedThroughout(value: unknown): boolean {
  if (value === NOT_KNOWN) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isDecidedThroughout);
}

function withoutPositions(path: string): string {
  return path
    .split('.')
    .filter((name) => !/^\d+$/.test(name))
    .join('.');
}

function truePaths(marks: unknown, path: Path = []): Path[] {
  if (marks === true) return [path];
  if (typeof marks !== 'object' || marks === null) return [];
  return Object.entries(marks).flatMap(([name, each]) => truePaths(each, [...path, name]));
}
