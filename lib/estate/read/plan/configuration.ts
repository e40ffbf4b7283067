import type { Element, Json, StackDocument } from '../terraform/document';
import { isObject, type ConfigurationJson, type Repetition, type ResourceConfigurationJson } from './json';
import { isLoosely, isTyped } from './same';

/** How the configuration that a plan was made from differs from a rendered stack: one clause each, none where it is that stack. */
export function differences({ root_module: root, provider_config: providers = {} }: ConfigurationJson, document: StackDocument): string[] {
  const rendered = new Map([...elementsAt(document, 'data', 'data.'), ...elementsAt(document, 'resource', '')]);
  const planned = new Map((root.resources ?? []).map((resource) => [resource.address, resource]));
  const found: string[] = [];
  for (const [address, element] of rendered) {
    const resource = planned.get(address);
    if (resource) found.push(...differingAttributes(address, resource.expressions ?? {}, element), ...differingMeta(address, resource, element));
    else found.push(`the plan has no \`${address}\``);
  }
  for (const address of planned.keys()) if (!rendered.has(address)) found.push(`the stack has no \`${address}\``);
  return [
    ...found,
    ...differingModules(root, document),
    ...differingVariables(root, document),
    ...differingOutputs(root, document),
    ...differingProviders(providers, document),
  ];
}

/** How many resources two have in common, by address. */
export function resourcesInCommon({ root_module: root }: ConfigurationJson, document: StackDocument): number {
  const rendered = new Map([...elementsAt(document, 'data', 'data.'), ...elementsAt(document, 'resource', '')]);
  return (root.resources ?? []).filter(({ address }) => rendered.has(address)).length;
}

function elementsAt(document: StackDocument, kind: string, prefix: string): [string, Element][] {
  return document.elements(kind).map((element) => [`${prefix}${element.labels.join('.')}`, element]);
}

/** What Terraform itself takes, and what a plan does not show. */
const NOT_COMPARED = new Set(['//', 'count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection', 'dynamic']);

function differingAttributes(address: string, expressions: Readonly<Record<string, unknown>>, { body }: Element): string[] {
  const made = new Set(Array.isArray(body.dynamic) ? body.dynamic.flatMap((each) => Object.keys(each as object)) : Object.keys(body.dynamic ?? {}));
  const names = new Set([...Object.keys(expressions), ...Object.keys(body).filter((name) => !isEmpty(body[name]))]);
  return [...names].flatMap((name) =>
    NOT_COMPARED.has(name) || made.has(name) || isSame(expressions[name], body[name]) ? [] : [`\`${name}\` of \`${address}\` differs`],
  );
}

function differingMeta(address: string, resource: ResourceConfigurationJson, { body, labels }: Element): string[] {
  const found = differingRepetition(address, resource, body);
  const { provider_config_key: provider } = resource;
  // Without one, the provider is the one that the type begins with; with a key in it, it is one of several.
  const rendered = body.provider ?? labels[0]!.replace(/_.*$/, '');
  const isOther = typeof provider === 'string' && typeof rendered === 'string' && rendered.replace(/^\$\{(.*)\}$/, '$1') !== provider;
  return isOther && !rendered.includes('[') ? [...found, `\`provider\` of \`${address}\` differs`] : found;
}

function differingRepetition(address: string, repeated: Repetition, body: Element['body']): string[] {
  const pairs = [
    ['count', repeated.count_expression],
    ['for_each', repeated.for_each_expression],
  ] as const;
  return pairs.flatMap(([name, expression]) => (isSame(expression, body[name]) ? [] : [`\`${name}\` of \`${address}\` differs`]));
}

/** What stands inside a module is not rendered, and so not compared. */
function differingModules(root: ConfigurationJson['root_module'], document: StackDocument): string[] {
  const planned = new Map(Object.entries(root.module_calls ?? {}));
  const rendered = document.elements('module');
  const known = rendered.flatMap(({ labels }) => (planned.has(labels[0]!) ? [labels[0]!] : []));
  if (known.length < rendered.length || known.length < planned.size) return ['they call different modules'];
  return rendered.flatMap(({ labels: [name], body }) => {
    const address = `module.${name!}`;
    const { source, expressions = {}, ...call } = planned.get(name!)!;
    const given = new Set([...Object.keys(expressions), ...Object.keys(body).filter((each) => !OF_CALL.has(each))]);
    return [
      ...(source === undefined || source === body.source ? [] : [`\`source\` of \`${address}\` differs`]),
      ...differingRepetition(address, call, body),
      ...[...given].flatMap((each) => (isSame(expressions[each], body[each]) ? [] : [`\`${each}\` of \`${address}\` differs`])),
    ];
  });
}

/** Of a module call, what is no argument. */
const OF_CALL = new Set(['//', 'source', 'version', 'providers', 'count', 'for_each', 'depends_on']);

function differingVariables(root: ConfigurationJson['root_module'], document: StackDocument): string[] {
  const rendered = new Map(document.elements('variable').map(({ labels, body }) => [labels[0]!, body]));
  const planned = new Map(Object.entries(root.variables ?? {}).map(([name, { default: value }]) => [name, value ?? null]));
  return [...new Set([...rendered.keys(), ...planned.keys()])].flatMap((name) => {
    const { default: value, type } = rendered.get(name) ?? {};
    const isSameDefault = rendered.has(name) && planned.has(name) && isTyped(planned.get(name), value ?? null, type);
    return isSameDefault ? [] : [`variable \`${name}\` differs`];
  });
}

/** Outputs of one stack are what another one reads. */
function differingOutputs(root: ConfigurationJson['root_module'], document: StackDocument): string[] {
  const rendered = new Map(document.elements('output').map(({ labels, body }) => [labels[0]!, body.value]));
  const planned = new Map(Object.entries(root.outputs ?? {}).map(([name, { expression }]) => [name, expression]));
  return [...new Set([...rendered.keys(), ...planned.keys()])].flatMap((name) =>
    rendered.has(name) && planned.has(name) && isSame(planned.get(name), rendered.get(name)) ? [] : [`output \`${name}\` differs`],
  );
}

function differingProviders(providers: NonNullable<ConfigurationJson['provider_config']>, document: StackDocument): string[] {
  return document.elements('provider').flatMap(({ labels, body }) => {
    const key = typeof body.alias === 'string' ? `${labels[0]!}.${body.alias}` : labels[0]!;
    const expressions = providers[key]?.expressions ?? {};
    return Object.keys(body).flatMap((name) =>
      name === '//' || name === 'alias' || isEmpty(body[name]) || isSame(expressions[name], body[name])
        ? []
        : [`\`${name}\` of provider \`${key}\` differs`],
    );
  });
}

/** A plan keeps what the file has, also where that is an expression. Terraform's own language leaves the references only. */
function isSame(expression: unknown, json: Json | undefined): boolean {
  if (expression === undefined) return isEmpty(json);
  if (Array.isArray(expression)) {
    const blocks = Array.isArray(json) ? json : [json];
    return expression.length === blocks.length && expression.every((each, index) => isSameBlock(each, blocks[index]));
  }
  if (!isObject(expression)) return false;
  if (Object.hasOwn(expression, 'constant_value')) return isLoosely(expression.constant_value, json ?? null);
  if (Object.hasOwn(expression, 'references') || Object.keys(expression).length === 0) return json !== undefined;
  return isSameBlock(expression, Array.isArray(json) && json.length === 1 ? json[0] : json);
}

function isSameBlock(expressions: unknown, json: Json | undefined): boolean {
  if (!isObject(expressions) || !isObject(json)) return false;
  if (Object.hasOwn(json, 'dynamic')) return true;
  const names = new Set([...Object.keys(expressions), ...Object.keys(json).filter((name) => !isEmpty(json[name] as Json))]);
  return [...names].every((name) => name === '//' || isSame(expressions[name], json[name] as Json | undefined));
}

function isEmpty(json: Json | undefined): boolean {
  return json === undefined || json === null || (Array.isArray(json) && json.length === 0);
}
