import { isDeepStrictEqual } from 'node:util';
import type { Element, Json, StackDocument } from '../terraform/document';
import { isObject, type ConfigurationJson } from './json';

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
  return [...found, ...differingModules(root, document), ...differingVariables(root, document), ...differingProviders(providers, document)];
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

function differingMeta(
  address: string,
  resource: { readonly count_expression?: unknown; readonly for_each_expression?: unknown },
  { body }: Element,
): string[] {
  const pairs = [
    ['count', resource.count_expression],
    ['for_each', resource.for_each_expression],
  ] as const;
  return pairs.flatMap(([name, expression]) => (isSame(expression, body[name]) ? [] : [`\`${name}\` of \`${address}\` differs`]));
}

function differingModules(root: ConfigurationJson['root_module'], document: StackDocument): string[] {
  const planned = Object.keys(root.module_calls ?? {}).sort();
  const rendered = document
    .elements('module')
    .map(({ labels }) => labels[0]!)
    .sort();
  return isDeepStrictEqual(planned, rendered) ? [] : ['they call different modules'];
}

function differingVariables(root: ConfigurationJson['root_module'], document: StackDocument): string[] {
  const rendered = new Map(document.elements('variable').map(({ labels, body }) => [labels[0]!, body.default ?? null]));
  const planned = new Map(Object.entries(root.variables ?? {}).map(([name, { default: value }]) => [name, value ?? null]));
  return [...new Set([...rendered.keys(), ...planned.keys()])].flatMap((name) =>
    rendered.has(name) && planned.has(name) && isLoosely(planned.get(name), rendered.get(name)) ? [] : [`variable \`${name}\` differs`],
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

/** Terraform writes numbers and texts as it types them. */
function isLoosely(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
    return a === b || (a !== null && b !== null && typeof a !== 'object' && typeof b !== 'object' && String(a) === String(b));
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isLoosely(one[name] ?? null, other[name] ?? null));
}

function isEmpty(json: Json | undefined): boolean {
  return json === undefined || json === null || (Array.isArray(json) && json.length === 0);
}
