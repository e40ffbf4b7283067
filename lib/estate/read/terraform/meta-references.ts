import { isUnknown } from '../../value';
import { evaluateJson } from './body';
import { isJsonObject, type Element, type Json, type JsonObject } from './document';
import { evaluate } from './evaluate';
import { memberOf } from './members';
import { unknownIn, type Names, type Scope } from './scope';
import { Namespace, type Evaluated } from './values/evaluated';

/** What blocks depend on and is there, by stack: thousands depend on the same few. */
const KNOWN = new WeakMap<Names, Set<string>>();

/**
 * Looks up what the meta-arguments of a block refer to, for the faults of it: their values are nobody's.
 *
 * @param scopeOf scope of the block, its instances left open
 */
export function metaReferences(element: Element, scopeOf: () => Scope, hasProvider: (key: string) => boolean): void {
  const { body } = element;
  let known: Scope | undefined;
  const scope = (): Scope => (known ??= scopeOf());
  if (body.depends_on !== undefined) dependencies(body.depends_on, 'depends_on', scope());
  if (body.precondition !== undefined) conditions(body.precondition, 'precondition', scope());
  for (const lifecycle of blocks(body.lifecycle)) {
    if (lifecycle.replace_triggered_by !== undefined) bareReferences(lifecycle.replace_triggered_by, 'lifecycle.replace_triggered_by', scope());
    for (const name of ['precondition', 'postcondition']) {
      if (lifecycle[name] !== undefined) conditions(lifecycle[name], `lifecycle.${name}`, scope());
    }
  }
  if (typeof body.provider === 'string') provider(body.provider, 'provider', scope, hasProvider);
  if (isJsonObject(body.providers)) {
    for (const [name, key] of Object.entries(body.providers)) {
      if (typeof key === 'string') provider(key, `providers.${name}`, scope, hasProvider);
    }
  }
}

/** Looks up what a `check` block refers to, to whom alone its own data sources are known. */
export function checkReferences(element: Element, scope: Scope): void {
  const own = blocks(element.body.data);
  const isOwn = (type: string, name: string): boolean => own.some((types) => blocks(types[type]).some((names) => Object.hasOwn(names, name)));
  const inner = { ...scope, names: withDataSources(scope.names, isOwn) };
  for (const [type, names] of own.flatMap((types) => Object.entries(types))) {
    for (const [name, bodies] of blocks(names).flatMap((each) => Object.entries(each))) {
      for (const body of blocks(bodies)) stated(body, `data.${type}.${name}`, inner);
    }
  }
  for (const [i, assertion] of blocks(element.body.assert).entries()) stated(assertion, `assert.${i}`, inner);
}

/** The names of a stack, with data sources that are known nowhere else. */
function withDataSources(names: Names, isOwn: (type: string, name: string) => boolean): Names {
  const ofType = (type: string, scope: Scope): Namespace =>
    new Namespace(
      (name) => (isOwn(type, name) ? unknownIn(scope, 'data-source') : memberOf(memberOf(names.root('data', scope), type, scope), name, scope)),
      () => unknownIn(scope, 'expression'),
    );
  return {
    hasCorruptTokens: names.hasCorruptTokens,
    parse: (text) => names.parse(text),
    namesMarked: (text, scope) => names.namesMarked(text, scope),
    dangling: (scope, name, detail) => names.dangling(scope, name, detail),
    root: (name, scope) =>
      name === 'data'
        ? new Namespace(
            (type) => ofType(type, scope),
            () => unknownIn(scope, 'expression'),
          )
        : names.root(name, scope),
  };
}

function blocks(json: Json | undefined): JsonObject[] {
  return (Array.isArray(json) ? json : [json]).filter(isJsonObject);
}

function stated(body: JsonObject, attribute: string, scope: Scope): void {
  for (const [name, value] of Object.entries(body)) {
    if (name === 'depends_on') dependencies(value, `${attribute}.depends_on`, scope);
    else if (name !== '//' && name !== 'provider') evaluateJson(value, scope, `${attribute}.${name}`);
  }
}

function conditions(json: Json, attribute: string, scope: Scope): void {
  // Whatever the object itself has become, a condition may ask.
  const self: Evaluated = unknownIn(scope, 'run');
  evaluateJson(json, { ...scope, bindings: { ...scope.bindings, self } }, attribute);
}

/** Whole blocks: which instance is named makes no difference to Terraform. */
function dependencies(json: Json, attribute: string, scope: Scope): void {
  const known = KNOWN.get(scope.names) ?? new Set<string>();
  KNOWN.set(scope.names, known);
  for (const [i, stated] of (Array.isArray(json) ? json : [json]).entries()) {
    if (typeof stated !== 'string' || known.has(stated)) continue;
    const block = /^(?:data\.)?[^.[]+\.[^.[]+/.exec(bare(stated))?.[0];
    const found = block === undefined ? undefined : bareReference(block, stated, `${attribute}.${i}`, scope);
    if (found !== undefined && !(isUnknown(found) && found.$unknown.reason === 'dangling')) known.add(stated);
  }
}

function bareReferences(json: Json, attribute: string, scope: Scope): void {
  for (const [i, stated] of (Array.isArray(json) ? json : [json]).entries()) {
    if (typeof stated === 'string') bareReference(bare(stated), stated, `${attribute}.${i}`, scope);
  }
}

function bareReference(name: string, stated: string, attribute: string, scope: Scope): Evaluated | undefined {
  const expression = scope.names.parse(`\${${name}}`);
  return expression && evaluate(expression, { ...scope, attribute, text: stated });
}

function bare(stated: string): string {
  return stated.startsWith('${') ? stated.slice(2, -1) : stated;
}

function provider(stated: string, attribute: string, scope: () => Scope, hasProvider: (key: string) => boolean): void {
  const key = bare(stated);
  if (hasProvider(key)) return;
  const at = { ...scope(), attribute, text: stated };
  at.names.dangling(at, key, `the stack \`${at.site.stack}\` has no configuration \`${key}\` of a provider`);
}
