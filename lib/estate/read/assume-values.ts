import type { Assumption } from '../assume';
import type { ReadingFault } from '../estate';
import { isUnder } from '../paths';
import type { ProviderConfiguration, ResourceInstance, TerraformModel, TerraformStackModel } from '../terraform';
import { isReference, isUnknown, type Value } from '../value';
import { BadInput } from './error';
import { isReadOf, readOf } from './known-attributes';
import { hostOf } from './nsx/host';
import { providerDefault } from './provider-defaults';

export type AssumedValue = Extract<Assumption, { readonly kind: 'value' }>;

/** The attribute by which users name the value of a Terraform variable. */
const VARIABLE_VALUE = 'value';

interface Element {
  readonly kind: 'resource' | 'provider' | 'variable';
  readonly stack: TerraformStackModel;
  readonly path: string;
  /** Address of a resource, key of a provider configuration, name of a variable. */
  readonly name: string;
  readonly entry?: ResourceInstance;
  readonly values: Readonly<Record<string, Value>>;
}

/**
 * Puts assumed values where the output leaves an attribute open, and wherever else that attribute is named alone.
 * An expression that does more with it stays unknown.
 *
 * @throws BadInput where an assumption names no element, or more than one, or an attribute that nothing reads
 */
export function assumeValues(model: TerraformModel, assumptions: readonly AssumedValue[]): { model: TerraformModel; faults: ReadingFault[] } {
  if (assumptions.length === 0) return { model, faults: [] };
  const elements = elementsIn(model);
  const faults: ReadingFault[] = [];
  const assumed = new Map<string, Map<string, Value>>();
  const said = new Map<string, AssumedValue>();
  for (const assumption of assumptions) {
    const meant = elementsFor(assumption, elements);
    checkAttribute(assumption, meant, model);
    for (const element of meant) {
      const stated = statedBy(element, assumption.attribute);
      if (stated !== undefined && !agrees(stated, assumption.value)) {
        faults.push(contradiction(element, assumption, stated));
        continue;
      }
      const key = `${element.stack.name}/${element.kind === 'variable' ? `var.${element.name}` : element.name}`;
      const first = said.get(`${key}.${assumption.attribute}`);
      // Two of one path have one premise, which INT-002 finds ambiguous.
      if (first && first.path !== assumption.path && JSON.stringify(first.value) !== JSON.stringify(assumption.value)) {
        faults.push(disagreement(element, first, assumption));
        continue;
      }
      said.set(`${key}.${assumption.attribute}`, assumption);
      assumed.set(key, (assumed.get(key) ?? new Map()).set(assumption.attribute, assumption.value));
    }
  }
  return { model: { stacks: model.stacks.map((stack) => rewritten(stack, assumed)) }, faults };
}

function elementsIn(model: TerraformModel): Element[] {
  return model.stacks.flatMap((stack) => [
    ...stack.resources.map((entry) => ({
      kind: 'resource' as const,
      stack,
      path: entry.path ?? '',
      name: entry.address,
      entry,
      values: entry.values,
    })),
    ...stack.providers.map(({ key, path, values }) => ({ kind: 'provider' as const, stack, path: path ?? '', name: key, values })),
    ...stack.variables.map((variable) => ({
      kind: 'variable' as const,
      stack,
      path: variable.path ?? '',
      name: variable.name,
      values: (variable.default === undefined ? {} : { [VARIABLE_VALUE]: variable.default }) as Readonly<Record<string, Value>>,
    })),
  ]);
}

/** The element at a path, all its instances; or the single one under it that has the attribute. */
function elementsFor({ path, attribute }: AssumedValue, elements: readonly Element[]): Element[] {
  const exact = elements.filter((element) => element.path === path);
  if (exact.length > 0) {
    if (exact[0]!.kind === 'variable' && attribute !== VARIABLE_VALUE) {
      throw new BadInput(`a variable has no attribute but \`${VARIABLE_VALUE}\`, got \`${attribute}\` in Assume.value of \`${path}\``);
    }
    return exact;
  }
  const under = elements.filter((element) => isUnder(element.path, path));
  const having = under.filter(({ values }) => Object.hasOwn(values, attribute));
  const readers = under.filter(({ entry }) => entry && isReadOf(entry, attribute));
  const found = having.length > 0 ? having : readers.length > 0 ? readers : under;
  const paths = [...new Set(found.map((element) => element.path))];
  if (paths.length === 0)
    throw new BadInput(`Assume.value names \`${path}\`, which rendered nothing; name a Terraform element or a construct above one`);
  if (paths.length > 1) {
    throw new BadInput(
      `Assume.value of \`${attribute}\` names \`${path}\`, which rendered ${paths.length} elements; name one of ${paths
        .slice(0, 5)
        .map((one) => `\`${one}\``)
        .join(', ')}`,
    );
  }
  return found;
}

/** An assumption about an attribute that nothing reads would be a premise of nothing: almost always it is a misspelt name. */
function checkAttribute({ path, attribute }: AssumedValue, elements: readonly Element[], model: TerraformModel): void {
  if (elements.some((element) => isKnown(element, attribute)) || elements.some((element) => isReferredTo(element, attribute, model))) return;
  const snake = attribute.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
  const names = [...new Set(elements.flatMap(namesOf))].sort();
  const meant = snake !== attribute && elements.some((element) => isKnown(element, snake)) ? snake : names.find((name) => isSlip(name, snake));
  const hint =
    meant === undefined
      ? `name one of ${
          names
            .slice(0, MOST_NAMES)
            .map((name) => `\`${name}\``)
            .join(', ') || 'another element'
        }`
      : `did you mean \`${meant}\`?`;
  throw new BadInput(`\`${attribute}\` in Assume.value of \`${path}\` is not an attribute that anything was read from; ${hint}`);
}

const MOST_NAMES = 12;

function isKnown(element: Element, attribute: string): boolean {
  return namesOf(element).includes(attribute) || (element.entry !== undefined && isReadOf(element.entry, attribute));
}

/** Attributes of an element that it renders, or that are read of its kind. */
function namesOf({ kind, entry, values, stack, name }: Element): string[] {
  const provider = kind === 'provider' ? stack.providers.find(({ key }) => key === name) : undefined;
  return [
    ...Object.keys(values),
    ...(entry ? readOf(entry) : []),
    ...(kind === 'variable' ? [VARIABLE_VALUE] : []),
    ...(SERVER_NAMES[provider?.type ?? ''] ?? []),
  ];
}

/** Attributes of a provider that say which vCenter or NSX manager it talks to. */
const SERVER_NAMES: Readonly<Record<string, readonly string[]>> = { vsphere: ['vsphere_server', 'vcenter_server'], nsxt: ['host'] };

/** Whether one name is another with its `_` misplaced or an `s` too many or too few. */
function isSlip(name: string, other: string): boolean {
  const bare = (text: string): string => text.replaceAll('_', '').replace(/s$/, '');
  return bare(name) === bare(other);
}

/** Whether some value of the app is, or is made of, the attribute. */
function isReferredTo({ kind, stack, name, entry }: Element, attribute: string, model: TerraformModel): boolean {
  if (kind !== 'resource') return false;
  const bare = `${entry!.mode === 'data' ? 'data.' : ''}${entry!.type}.${entry!.name}`;
  const inText = new RegExp(`(?<![\\w.])${escaped(bare)}(?:\\[[^\\]]*\\])?\\.${escaped(attribute)}(?![\\w-])`);
  const refers = (value: Value): boolean => {
    if (isReference(value)) {
      const { $ref } = value;
      return $ref.stack === stack.name && $ref.address === name && $ref.attribute.split('.')[0] === attribute;
    }
    if (isUnknown(value)) return inText.test(value.$unknown.expression);
    return typeof value === 'object' && value !== null && Object.values(value).some((each) => refers(each as Value));
  };
  return model.stacks.some((one) =>
    [
      one.locals,
      ...one.resources.map(({ values }) => values),
      ...one.providers.map(({ values }) => values),
      ...one.outputs.map(({ value }) => value),
      ...one.modules.map((module) => module.arguments),
    ].some(refers),
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What the output says, by itself or through the provider's default. */
function statedBy({ entry, values }: Element, attribute: string): Value | undefined {
  const value = values[attribute];
  return value === undefined || value === null ? entry && providerDefault(entry, attribute)?.value : value;
}

/** Whether what is decided of a value is as assumed. A reference that denotes an object is decided. */
function agrees(stated: Value, assumed: Value | undefined): boolean {
  if (isUnknown(stated)) return true;
  if (isReference(stated))
    return !['id', 'moid', 'uuid', 'resource_pool_id'].includes(stated.$ref.attribute) || JSON.stringify(stated) === JSON.stringify(assumed);
  if (typeof stated !== 'object' || stated === null) return typeof assumed !== 'object' && String(stated) === String(assumed);
  if (typeof assumed !== 'object' || assumed === null || Array.isArray(stated) !== Array.isArray(assumed)) return false;
  const [a, b] = [stated as Record<string, Value>, assumed as Record<string, Value>];
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => agrees(a[key]!, b[key]));
}

function contradiction(element: Element, assumption: AssumedValue, stated: Value): ReadingFault {
  const { attribute, value } = assumption;
  return wrong(
    element,
    assumption,
    JSON.stringify(stated),
    `\`${attribute}\` is assumed to be ${JSON.stringify(value)}, and the output says ${JSON.stringify(stated)}`,
  );
}

/** One element, named by two paths. */
function disagreement(element: Element, first: AssumedValue, second: AssumedValue): ReadingFault {
  const [one, other] = [first, second].map(({ path, value }) => `${JSON.stringify(value)} of \`${path}\``);
  return wrong(element, second, JSON.stringify(first.value), `\`${second.attribute}\` is assumed to be ${one} and ${other}, which are one element`);
}

function wrong(element: Element, { path, attribute }: AssumedValue, found: string, detail: string): ReadingFault {
  return {
    kind: 'contradicted-premise',
    file: element.stack.file,
    stack: element.stack.name,
    ...(element.kind === 'resource' && { address: element.name }),
    path: element.path === '' ? path : element.path,
    attribute,
    found,
    detail,
  };
}

function rewritten(stack: TerraformStackModel, assumed: ReadonlyMap<string, ReadonlyMap<string, Value>>): TerraformStackModel {
  const byExpression = new Map<string, Value>();
  for (const [key, attributes] of assumed) {
    if (!key.startsWith(`${stack.name}/`)) continue;
    const name = key.slice(stack.name.length + 1);
    for (const [attribute, value] of attributes) byExpression.set(name.startsWith('var.') ? `\${${name}}` : `\${${name}.${attribute}}`, value);
  }
  const replace = (value: Value): Value => {
    if (isUnknown(value)) return byExpression.get(value.$unknown.expression) ?? value;
    if (isReference(value)) {
      const [attribute, ...rest] = value.$ref.attribute.split('.');
      const known = assumed.get(`${value.$ref.stack}/${value.$ref.address}`)?.get(attribute!);
      return known === undefined ? value : (within(known, rest) ?? value);
    }
    if (typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? value.map(replace) : replaceAll(value as Readonly<Record<string, Value>>);
  };
  const replaceAll = (values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, replace(value)]));
  const own = (name: string, values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> => ({
    ...replaceAll(values),
    ...Object.fromEntries(assumed.get(`${stack.name}/${name}`) ?? []),
  });
  return {
    ...stack,
    providers: stack.providers.map((provider) => withIdentity({ ...provider, values: own(provider.key, provider.values) }, replace)),
    locals: replaceAll(stack.locals),
    outputs: stack.outputs.map((output) => ({ ...output, value: replace(output.value) })),
    resources: stack.resources.map((entry) => ({ ...entry, values: own(entry.address, entry.values) })),
    modules: stack.modules.map((module) => ({ ...module, arguments: replaceAll(module.arguments) })),
  };
}

/** A server whose name was a token may be known now. */
function withIdentity(provider: ProviderConfiguration, replace: (value: Value) => Value): ProviderConfiguration {
  if (!isUnknown(provider.identity)) return provider;
  const server = (SERVER_NAMES[provider.type] ?? []).map((name) => provider.values[name]).find((value) => value !== undefined);
  const identity = typeof server === 'string' ? server : replace(provider.identity);
  if (typeof identity !== 'string') return provider;
  return { ...provider, identity: provider.type === 'nsxt' ? hostOf(identity) : identity };
}

function within(value: Value, path: readonly string[]): Value | undefined {
  let found: Value | undefined = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string, Value>>)[step];
  }
  return found;
}
