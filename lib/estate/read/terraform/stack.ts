import type { ReadingFault } from '../../estate';
import type { TerraformOutputModel, TerraformStackModel, TerraformVariableModel } from '../../terraform';
import { unknown, type Unknown } from '../../value';
import { evaluateJson, modelValue } from './body';
import type { CircleGuard } from './circle-guard';
import { isCorrupt } from './corrupt';
import { evaluate } from './evaluate';
import { checkReferences, metaReferences } from './meta-references';
import { isJsonObject, type Element, type Json, type JsonObject, type StackDocument } from './document';
import { moduleCall } from './module-call';
import { providerConfiguration, providerKey } from './provider-configuration';
import type { Backend, RemoteStates, StateOwner } from './remote-state';
import { Resource } from './resource';
import { unknownIn, type Names, type Scope, type Site } from './scope';
import { parseExpression, parseTemplate } from './syntax/parser';
import type { Expression } from './syntax/ast';
import { converted } from './type-constraint';
import { isMarked } from './values/marks';
import { causeIn, Namespace, objectOf, ResourceObject, sensitive, unmarked, type Evaluated } from './values/evaluated';

/** What may be a reference in a text that is not parsed. */
const NAMED = /(?<![\w.-])[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\.\d+|\[[^\][]*\])+/g;

/** A stack whose names mean something: works out what is asked for, once. */
export class Stack implements Names, StateOwner {
  public readonly name: string;
  public readonly backend: Backend;
  private readonly resources: Readonly<Record<'data' | 'managed', ReadonlyMap<string, ReadonlyMap<string, Resource>>>>;
  private readonly elements: Readonly<Record<'variable' | 'output' | 'module', ReadonlyMap<string, Element>>>;
  private readonly locals: ReadonlyMap<string, Json>;
  private readonly providers: ReadonlySet<string>;
  private readonly known = new Map<string, Evaluated>();

  public constructor(
    private readonly document: StackDocument,
    private readonly remoteStates: RemoteStates,
    private readonly guard: CircleGuard,
    private readonly syntax: Map<string, Expression | undefined>,
    public readonly hasCorruptTokens: boolean,
    private readonly report: (fault: ReadingFault) => void,
  ) {
    this.name = document.stack;
    this.backend = backendOf(document);
    this.providers = new Set(document.elements('provider').map(providerKey));
    this.resources = { data: this.resourcesIn('data', 'data'), managed: this.resourcesIn('resource', 'managed') };
    this.elements = { variable: byName(document, 'variable'), output: byName(document, 'output'), module: byName(document, 'module') };
    this.locals = new Map(document.elements('locals').flatMap(({ body }) => Object.entries(body).filter(([name]) => name !== '//')));
  }

  public model(): TerraformStackModel {
    const file = this.document.file;
    for (const element of this.elements.output.values()) this.checkMeta(element, `output.${element.labels[0]!}`);
    for (const element of this.elements.module.values()) this.checkMeta(element, `module.${element.labels[0]!}`);
    for (const element of this.document.elements('check')) checkReferences(element, this.scopeAt(`check.${element.labels[0]!}`, element.path));
    const config = modelValue(literalValue(this.backend.config, this.scopeAt('terraform')), '', []);
    return {
      name: this.name,
      file,
      backend: { type: this.backend.type, config },
      providers: this.document
        .elements('provider')
        .map((element) => providerConfiguration(element, this.sources, (address) => this.scopeAt(address))),
      variables: [...this.elements.variable.values()].map((element) => this.variableModel(element)),
      locals: Object.fromEntries([...this.locals.keys()].map((name) => [name, modelValue(this.local(name), '', [])])),
      outputs: [...this.elements.output.keys()].map((name) => this.outputModel(name)),
      resources: [this.resources.data, this.resources.managed].flatMap((ofMode) =>
        [...ofMode.values()].flatMap((ofType) => [...ofType.values()].flatMap((resource) => resource.model())),
      ),
      modules: [...this.elements.module.values()].map((element) => moduleCall(element, this.scopeAt(`module.${element.labels[0]!}`, element.path))),
    };
  }

  public parse(text: string): Expression | undefined {
    if (!this.syntax.has(text)) this.syntax.set(text, parseTemplate(text));
    return this.syntax.get(text);
  }

  public namesMarked(text: string, scope: Scope): boolean {
    const silent: Scope = { ...scope, silent: true, guarded: true };
    return (text.match(NAMED) ?? []).some((name) => {
      const expression = this.parse(`\${${name}}`) ?? this.parse(`\${${name.replace(/\[.*$/s, '')}}`);
      return expression !== undefined && isMarked(evaluate(expression, silent));
    });
  }

  public dangling(scope: Scope, name: string, detail: string): void {
    if (scope.silent) return;
    const { file, stack, address, path } = scope.site;
    this.report({
      kind: 'dangling-reference',
      file,
      stack,
      address,
      ...(path === undefined ? {} : { path }),
      ...(scope.attribute === '' ? {} : { attribute: scope.attribute }),
      found: scope.text === '' ? name : scope.text,
      detail,
    });
  }

  public root(name: string, scope: Scope): Evaluated {
    if (Object.hasOwn(scope.bindings, name)) return scope.bindings[name]!;
    switch (name) {
      case 'var':
        return this.namespace('var', scope, (each) => (this.elements.variable.has(each) ? this.variable(each) : undefined));
      case 'local':
        return this.namespace('local', scope, (each) => (this.locals.has(each) ? this.local(each) : undefined));
      case 'module':
        return this.namespace('module', scope, (each) =>
          this.elements.module.has(each) ? unknownIn(scope, 'module', `${this.name}/module.${each}`) : undefined,
        );
      case 'data':
        return new Namespace(
          (type) => this.resourcesOf('data', type, scope),
          () => unknownIn(scope, 'expression'),
        );
      case 'resource':
        return new Namespace(
          (type) => this.resourcesOf('managed', type, scope),
          () => unknownIn(scope, 'expression'),
        );
      case 'each':
      case 'count':
        return this.missing(`${name}`, scope, `\`${name}\` stands outside a block with \`${name === 'each' ? 'for_each' : 'count'}\``);
      case 'self':
      case 'path':
      case 'terraform':
        return unknownIn(scope, 'run');
      case 'ephemeral':
        return unknownIn(scope, 'expression');
      default:
        return this.resourcesOf('managed', name, scope);
    }
  }

  public get outputNames(): Iterable<string> {
    return this.elements.output.keys();
  }

  /** Undefined where the stack has no such output. */
  public output(name: string): Evaluated | undefined {
    const element = this.elements.output.get(name);
    if (!element) return undefined;
    return this.once(`output.${name}`, (scope) => evaluateJson(element.body.value ?? null, scope, 'value'), element.path);
  }

  /** Whether the program itself marks an output; cdktf marks all it makes for other stacks, whatever they hold. */
  public isOutputMarked(name: string): boolean {
    return this.elements.output.get(name)?.body.sensitive === true && !name.startsWith('cross-stack-output-');
  }

  /** The configuration of a provider without an alias need not stand anywhere: what it needs is in the environment. */
  private readonly hasProvider = (key: string): boolean => !key.includes('.') || this.providers.has(key);

  private resourcesIn(kind: string, mode: 'data' | 'managed'): Map<string, Map<string, Resource>> {
    const byType = new Map<string, Map<string, Resource>>();
    for (const element of this.document.elements(kind)) {
      const resource = new Resource(mode, element, this, this.guard, { stack: this.name, file: this.document.file }, this.hasProvider);
      const ofType = byType.get(resource.type) ?? new Map<string, Resource>();
      byType.set(resource.type, ofType.set(resource.name, resource));
    }
    return byType;
  }

  private resourcesOf(mode: 'managed' | 'data', type: string, scope: Scope): Namespace {
    const resources = this.resources[mode].get(type);
    const prefix = mode === 'data' ? `data.${type}` : type;
    const member = (name: string): Evaluated => {
      const resource = resources?.get(name);
      if (!resource) return this.missing(`${prefix}.${name}`, scope, `the stack \`${this.name}\` has no \`${prefix}.${name}\``);
      return type === 'terraform_remote_state' && mode === 'data' ? this.remoteState(resource, scope) : resource.value(scope);
    };
    return new Namespace(member, () => this.missing(prefix, scope, `\`${prefix}\` names no object`));
  }

  private remoteState(resource: Resource, scope: Scope): Evaluated {
    const value = resource.value(scope);
    if (!(value instanceof ResourceObject)) return value;
    return this.remoteStates.reading(value, resource.body, scope, (name, owner) =>
      this.missing(`${resource.address}.outputs.${name}`, scope, `the stack \`${owner}\` has no output \`${name}\``, `${owner}/output.${name}`),
    );
  }

  private namespace(kind: string, scope: Scope, member: (name: string) => Evaluated | undefined): Namespace {
    return new Namespace(
      (name) => {
        const value = member(name);
        return value === undefined ? this.missing(`${kind}.${name}`, scope, `the stack \`${this.name}\` has no \`${kind}.${name}\``) : value;
      },
      () => unknownIn(scope, 'expression'),
    );
  }

  private missing(name: string, scope: Scope, detail: string, knownBy = `${this.name}/${name}`): Unknown {
    this.dangling(scope, name, detail);
    return unknownIn(scope, 'dangling', knownBy);
  }

  private variable(name: string): Evaluated {
    return this.once(`var.${name}`, (scope) => {
      const { body } = this.elements.variable.get(name)!;
      const value = body.default === undefined ? unknown('variable', `\${var.${name}}`, `${this.name}/var.${name}`) : this.defaultOf(body, scope);
      return body.sensitive === true ? sensitive(value) : value;
    });
  }

  /** The default of a variable, which is no template, brought to the variable's type. */
  private defaultOf(body: JsonObject, scope: Scope): Evaluated {
    const value = literalValue(body.default ?? null, scope);
    if (causeIn(value)) return value;
    if (typeof body.type !== 'string') return value;
    const type = parseExpression(body.type.replace(/^\$\{(.*)\}$/s, '$1'));
    const typed = type && converted(value, type, (expression) => constant(expression, scope));
    return typed === undefined ? unknownIn({ ...scope, text: body.type }, 'expression') : typed;
  }

  private local(name: string): Evaluated {
    return this.once(`local.${name}`, (scope) => evaluateJson(this.locals.get(name)!, scope, name));
  }

  private once(address: string, compute: (scope: Scope) => Evaluated, path?: string): Evaluated {
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const scope = this.scopeAt(address, path);
    const computed = this.guard.once(this, address, () => compute(scope));
    const value = computed === undefined ? unknownIn({ ...scope, text: `\${${address}}` }, 'expression') : computed; // it goes round in circles
    this.known.set(address, value);
    return value;
  }

  private variableModel(element: Element): TerraformVariableModel {
    const name = element.labels[0]!;
    const { type, default: byDefault } = element.body;
    return {
      name,
      ...(typeof type === 'string' ? { type } : {}),
      sensitive: element.body.sensitive === true,
      ...(byDefault === undefined ? {} : { default: modelValue(unmarked(this.variable(name)), '', []) }),
      ...(element.path === undefined ? {} : { path: element.path }),
    };
  }

  private outputModel(name: string): TerraformOutputModel {
    const element = this.elements.output.get(name)!;
    const sensitivePaths: string[] = [];
    const value = modelValue(this.output(name)!, 'value', sensitivePaths);
    return {
      name,
      value,
      sensitive: element.body.sensitive === true,
      containsSensitive: sensitivePaths.length > 0,
      ...(element.path === undefined ? {} : { path: element.path }),
    };
  }

  private checkMeta(element: Element, address: string): void {
    metaReferences(element, () => this.scopeAt(address, element.path), this.hasProvider);
  }

  private get sources(): ReadonlyMap<string, string> {
    const required = this.document.elements('terraform').flatMap(({ body }) => [body.required_providers ?? []].flat());
    return new Map(
      required
        .filter(isJsonObject)
        .flatMap((providers) =>
          Object.entries(providers).flatMap(([key, each]): [string, string][] =>
            isJsonObject(each) && typeof each.source === 'string' ? [[key, each.source]] : [],
          ),
        ),
    );
  }

  private scopeAt(address: string, path?: string): Scope {
    const site: Site = { stack: this.name, file: this.document.file, address, ...(path === undefined ? {} : { path }) };
    return { names: this, site, attribute: '', text: '', bindings: {}, guarded: false };
  }
}

/** The value of an expression that names nothing. */
function constant(expression: Expression, scope: Scope): Evaluated | undefined {
  const value = evaluate(expression, { ...scope, silent: true, guarded: true });
  return causeIn(value) ? undefined : value;
}

function byName(document: StackDocument, kind: string): Map<string, Element> {
  return new Map(document.elements(kind).map((element) => [element.labels[0]!, element]));
}

function backendOf(document: StackDocument): Backend {
  for (const { body } of document.elements('terraform')) {
    if (isJsonObject(body.backend)) {
      const type = Object.keys(body.backend)[0];
      const config = type === undefined ? undefined : body.backend[type];
      if (type !== undefined) return { type, config: isJsonObject(config) ? config : {} };
    }
    if (isJsonObject(body.cloud)) return { type: 'cloud', config: body.cloud };
  }
  return { type: 'local', config: {} };
}

/** JSON that Terraform takes as it stands: no text of it is a template. */
function literalValue(json: Json, scope: Scope): Evaluated {
  if (typeof json !== 'object' || json === null) {
    if (isCorrupt(json)) return unknownIn({ ...scope, text: String(json) }, 'corrupt');
    return typeof json === 'string' ? json.normalize('NFC') : json;
  }
  if (Array.isArray(json)) return json.map((item) => literalValue(item, scope));
  return objectOf(Object.entries(json).map(([key, each]) => [key, literalValue(each, scope)])) ?? unknownIn(scope, 'expression');
}
