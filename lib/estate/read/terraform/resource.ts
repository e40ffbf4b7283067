import { Interval } from '../../../units';
import type { ResourceInstance } from '../../terraform';
import { reference, type Value } from '../../value';
import { attributeNames, evaluateAttribute, isStatic, modelValue } from './body';
import { isJsonObject, type Element, type Json, type JsonObject } from './document';
import { expansionOf, instanceAddress, undecidedBindings, type Expansion } from './instances';
import { asCollection } from './collections';
import { configured } from './members';
import { metaReferences } from './meta-references';
import { unknownIn, type Names, type Scope, type Site } from './scope';
import { isMarked } from './values/marks';
import { Namespace, ResourceFamily, ResourceObject, sensitive, setOwn, type Evaluated } from './values/evaluated';
import type { CircleGuard } from './circle-guard';

/** Arguments that Terraform itself takes; the provider never sees them. */
const META_ARGUMENTS = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'provisioner', 'connection']);
/** Those of them that hold values of the user's, secrets too. */
const PROVISIONING = ['connection', 'provisioner'];

/** A managed resource or data source of a stack, with all its instances. */
export class Resource {
  public readonly mode: 'managed' | 'data';
  public readonly type: string;
  public readonly name: string;
  /** Address without a key. */
  public readonly address: string;
  private expansion: Expansion | undefined;
  private instances: Instance[] | undefined;
  private collection: Evaluated | undefined;
  private readonly site: Site;

  public constructor(
    mode: 'managed' | 'data',
    private readonly element: Element,
    private readonly names: Names,
    private readonly guard: CircleGuard,
    at: { readonly stack: string; readonly file: string },
    private readonly hasProvider: (key: string) => boolean,
  ) {
    this.mode = mode;
    [this.type, this.name] = [element.labels[0]!, element.labels[1]!];
    this.address = `${mode === 'data' ? 'data.' : ''}${this.type}.${this.name}`;
    this.site = { ...at, address: this.address, ...(element.path === undefined ? {} : { path: element.path }) };
  }

  /** What a reference to the resource stands for: one object, or the objects by their keys. */
  public value(scope: Scope): Evaluated {
    const expansion = this.expanded();
    if (!expansion) return unknownIn(scope, 'expression');
    if (expansion.kind === 'single') return this.all()[0]!.object;
    return (this.collection ??= this.collected(expansion.kind === 'undecided'));
  }

  private collected(isUndecided: boolean): Evaluated {
    const instances = this.all();
    const first = instances[0];
    const isCounted = this.element.body.for_each === undefined || this.element.body.for_each === null;
    const example = first?.key ?? (isCounted ? 0 : 'key');
    const noted = { stack: this.site.stack, address: this.address, by: isCounted ? 'count' : 'for_each', example } as const;
    if (isUndecided) return asCollection(new ResourceFamily(this.site.stack, this.address, first!.object.attribute, first!.object.isMarked), noted);
    if (isCounted)
      return asCollection(
        instances.map((instance) => instance.object),
        noted,
      );
    return asCollection(Object.fromEntries(instances.map((instance) => [String(instance.key), instance.object])), noted);
  }

  /** The entries of the model: one an instance, or one for a family. */
  public model(): ResourceInstance[] {
    const instances = this.all();
    const bindings = this.expanded()?.kind === 'single' ? {} : undefined;
    // What instances would ask of others may be missing where there are none of them.
    const guarded = instances.length === 0;
    const general = (): Scope => ({ ...this.scope(bindings ?? undecidedBindings(this.element, this.scope({}))), guarded });
    metaReferences(this.element, general, this.hasProvider);
    // Terraform looks for what a block names even where the block stands for nothing.
    if (guarded) new Instance(this.element, general(), this.guard, undefined, Interval.exactly(0)).model(this);
    return instances.map((instance) => instance.model(this));
  }

  /** The block as it stands in the file. */
  public get body(): JsonObject {
    return this.element.body;
  }

  public get provider(): string {
    const { provider } = this.element.body;
    if (typeof provider === 'string') return provider.replace(/^\$\{(.*)\}$/, '$1');
    return this.type.split('_', 1)[0]!;
  }

  /** Undefined where the keys depend on the resource itself. */
  private expanded(): Expansion | undefined {
    if (!this.expansion) {
      const expansion = this.guard.once(this, '', () => expansionOf(this.element, this.scope({})));
      if (!expansion) return undefined;
      this.expansion = expansion;
    }
    return this.expansion;
  }

  private all(): Instance[] {
    if (this.instances) return this.instances;
    const expansion: Expansion = this.expanded() ?? { kind: 'undecided' };
    const made =
      expansion.kind === 'each'
        ? expansion.entries.map(({ key, bindings }) => new Instance(this.element, this.scope(bindings, key), this.guard, key, Interval.exactly(1)))
        : expansion.kind === 'single'
          ? [new Instance(this.element, this.scope({}), this.guard, undefined, Interval.exactly(1))]
          : [new Instance(this.element, this.scope(undecidedBindings(this.element, this.scope({}))), this.guard, undefined, Interval.atLeast(0))];
    this.instances = made;
    return made;
  }

  private scope(bindings: Readonly<Record<string, Evaluated>>, key?: string | number): Scope {
    const site = key === undefined ? this.site : { ...this.site, address: instanceAddress(this.address, key) };
    return { names: this.names, site, attribute: '', text: '', bindings, guarded: false };
  }
}

class Instance {
  public readonly object: ResourceObject;
  private readonly values = new Map<string, Evaluated>();
  private marked: boolean | undefined;

  public constructor(
    private readonly element: Element,
    private readonly scope: Scope,
    private readonly guard: CircleGuard,
    public readonly key: string | number | undefined,
    private readonly instances: Interval,
  ) {
    const { stack, address } = scope.site;
    this.object = new ResourceObject(
      stack,
      address,
      (name) => {
        if (!this.states(name)) return reference(stack, address, name);
        return configured(this.value(name), this.object, name);
      },
      () => this.isMarked(),
    );
  }

  public model(resource: Resource): ResourceInstance {
    const sensitivePaths: string[] = [];
    const values: Record<string, Value> = {};
    for (const name of attributeNames(this.element.body)) {
      if (META_ARGUMENTS.has(name)) continue;
      const stated = this.stated(name);
      setOwn(values, name, stated === undefined ? modelValue(this.value(name), name, sensitivePaths) : stated);
    }
    const provisioning = this.provisioning(sensitivePaths);
    const { site } = this.scope;
    return {
      stack: site.stack,
      address: site.address,
      mode: resource.mode,
      type: resource.type,
      name: resource.name,
      ...(this.key === undefined ? {} : { key: this.key }),
      instances: this.instances,
      provider: resource.provider,
      ...(site.path === undefined ? {} : { path: site.path }),
      values,
      ...(provisioning ? { provisioning } : {}),
      ...(createsFirst(this.element) ? { createBeforeDestroy: true } : {}),
      sensitive: sensitivePaths,
    };
  }

  private provisioning(sensitivePaths: string[]): Record<string, Value> | undefined {
    const names = PROVISIONING.filter((name) => Object.hasOwn(this.element.body, name));
    if (names.length === 0) return undefined;
    // What provider and schema make of the object is known when it is created.
    const self = new Namespace(
      (name) => {
        const value = unknownIn(this.scope, 'run');
        return this.states(name) && isMarked(this.value(name)) ? sensitive(value) : value;
      },
      () => unknownIn(this.scope, 'run'),
      () => this.isMarked(),
    );
    const scope = { ...this.scope, bindings: { ...this.scope.bindings, self } };
    return Object.fromEntries(names.map((name) => [name, modelValue(evaluateAttribute(this.element.body, name, scope), name, sensitivePaths)]));
  }

  private isMarked(): boolean {
    if (this.marked === undefined) {
      const names = attributeNames(this.element.body).filter((name) => this.states(name) && this.stated(name) === undefined);
      this.marked = this.guard.once(this, '', () => names.some((name) => isMarked(this.value(name))));
    }
    return this.marked ?? false;
  }

  private states(name: string): boolean {
    if (META_ARGUMENTS.has(name) || name === '//') return false;
    if (Object.hasOwn(this.element.body, name) && name !== 'dynamic') return true;
    return Object.hasOwn(this.element.body, 'dynamic') && attributeNames(this.element.body).includes(name);
  }

  /** What stands there, where that is the value itself. */
  private stated(name: string): Value | undefined {
    const { body } = this.element;
    return this.scope.names.hasCorruptTokens || Object.hasOwn(body, 'dynamic') || !isStatic(body[name]!) ? undefined : body[name]!;
  }

  private value(name: string): Evaluated {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const compute = (): Evaluated => evaluateAttribute(this.element.body, name, this.scope);
    const computed = this.guard.once(this, name, compute);
    const value = computed === undefined ? unknownIn({ ...this.scope, text: shown(this.element.body[name]) }, 'expression') : computed;
    this.values.set(name, value);
    return value;
  }
}

/** Terraform takes a literal there, and nothing else; a text that says so is one. */
function createsFirst({ body: { lifecycle } }: Element): boolean {
  return [lifecycle ?? []]
    .flat()
    .some((block) => isJsonObject(block) && (block.create_before_destroy === true || block.create_before_destroy === 'true'));
}

/** What stands at an attribute, for an unknown to show. */
function shown(json: Json | undefined): string {
  return typeof json === 'string' ? json : JSON.stringify(json ?? null);
}
