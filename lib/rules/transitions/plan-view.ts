import {
  isReference,
  isUnknown,
  type Estate,
  type PlannedChange,
  type Reference,
  type ResourceInstance,
  type Unknown,
  type Value,
} from '../../estate';
import type { Subject } from '../verdict';

/** What an attribute names: an object, by a key that is the same however it is named. */
export interface Target {
  readonly key: string;
  /** What the plans do with it, where they do or know anything. */
  readonly change?: PlannedChange;
}

/** Ways into plans, read together with the stacks that they are of. Made once for each estate. */
export class PlanView {
  /** Changes of managed resources, modules and what is left alone included. */
  public readonly changes: readonly PlannedChange[];
  private readonly entries = new Map<string, ResourceInstance>();
  /** Some instance of a resource, by the address without a key. */
  private readonly families = new Map<string, ResourceInstance>();
  private readonly byKey = new Map<string, PlannedChange>();
  private readonly byType = new Map<string, PlannedChange[]>();
  private readonly byId = new Map<string, PlannedChange[]>();
  private readonly lookups = new Map<string, Readonly<Record<string, Value>>>();
  /** What each resource will have, module-less, by the address without a key. */
  private readonly standing = new Map<string, Standing[]>();

  public constructor(private readonly estate: Estate) {
    const plans = estate.plan?.plans ?? [];
    for (const { name, resources } of estate.terraform.stacks) {
      for (const entry of resources) {
        this.entries.set(`${name}/${entry.address}`, entry);
        if (!this.families.has(`${name}/${bare(entry.address)}`)) this.families.set(`${name}/${bare(entry.address)}`, entry);
      }
    }
    this.changes = plans.flatMap(({ changes }) => changes.filter(({ mode }) => mode === 'managed'));
    for (const change of this.changes) {
      this.byKey.set(keyOf(change), change);
      add(this.byType, change.type, change);
      for (const id of new Set(identitiesOf(change))) add(this.byId, id, change);
      const { stack, address, module, deposed, after } = change;
      if (module === undefined && deposed === undefined && after !== null)
        add(this.standing, `${stack}/${bare(address)}`, { address, values: after });
    }
    for (const { stack, address, values } of plans.flatMap(({ lookups }) => lookups)) {
      this.lookups.set(`${stack}/${address}`, values);
      add(this.standing, `${stack}/${bare(address)}`, { address, values });
    }
  }

  public ofType(...types: readonly string[]): PlannedChange[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** The entry of the rendered stack, or of the family it is of; undefined inside a module, and for what is no longer rendered. */
  public entryOf({ stack, address, deposed }: PlannedChange): ResourceInstance | undefined {
    return deposed === undefined ? (this.entries.get(`${stack}/${address}`) ?? this.entries.get(`${stack}/${bare(address)}`)) : undefined;
  }

  /** What a plan has of an entry: of a family, each instance; of a data source that is not read yet, nothing. */
  public instancesOf({ stack, address, key }: ResourceInstance): readonly Standing[] {
    return (this.standing.get(`${stack}/${bare(address)}`) ?? []).filter(
      (each) => each.address === address || (key === undefined && each.address.startsWith(`${address}[`)),
    );
  }

  /** What a data source found; undefined where it was not read yet. */
  public lookup(stack: string, address: string): Readonly<Record<string, Value>> | undefined {
    return this.lookups.get(`${stack}/${address}`);
  }

  /**
   * What an attribute will be: as planned, or, where the plan does not know all of it, as the stack was rendered, which says
   * which object is meant.
   */
  public after(change: PlannedChange, attribute: string): Value {
    const planned = change.after?.[attribute] ?? null;
    if (!holdsUnknown(planned)) return planned;
    return this.entryOf(change)?.values[attribute] ?? planned;
  }

  /** The object that an attribute of a change names by its id. */
  public target(of: PlannedChange, value: Value): Target | Unknown {
    if (isUnknown(value)) return value;
    if (isReference(value)) return this.referred(of, value);
    const id = String(value);
    const own = this.vcenterOf(of);
    const named = (this.byId.get(id) ?? []).map((change) => ({ change, vcenter: this.vcenterOf(change) }));
    const perhaps = named.filter(({ vcenter }) => !vcenter.known || !own.known);
    const found = named.filter(({ vcenter }) => vcenter.name === own.name).at(-1) ?? (UNIQUE.test(id) ? perhaps.at(-1) : undefined);
    if (found) return { key: keyOf(found.change), change: found.change };
    return perhaps.length > 0 ? lost(id, keyOf(of)) : { key: `${own.name}\0${id}` };
  }

  /** The objects that a list of ids names; undefined in place of one that nobody can tell. */
  public targets(of: PlannedChange, value: Value): (Target | undefined)[] {
    if (value === null) return [];
    if (!Array.isArray(value)) return [undefined];
    return (value as readonly Value[]).map((each) => {
      const target = this.target(of, each);
      return isUnknown(target) ? undefined : target;
    });
  }

  /** What stands on each object, by its key, and what stands on something that nobody can tell. */
  public usesOf(users: readonly PlannedChange[], idsOf: (user: PlannedChange) => readonly (Value | undefined)[]): Uses {
    const of = new Map<string, PlannedChange[]>();
    const unknown: PlannedChange[] = [];
    for (const user of users) {
      const targets = idsOf(user).flatMap((id) => (id === undefined || id === null || id === '' ? [] : [this.target(user, id)]));
      if (targets.some((target) => isUnknown(target))) unknown.push(user);
      for (const key of new Set(targets.flatMap((target) => (isUnknown(target) ? [] : [target.key])))) add(of, key, user);
    }
    return { of: (object) => of.get(keyOf(object)) ?? [], unknown };
  }

  public subjectOf(change: PlannedChange): Subject {
    const path = this.pathOf(change);
    return { ...(path === undefined ? {} : { path }), stack: change.stack, address: change.address };
  }

  /** The name a user knows an object by: its name in vCenter, else its construct path, else its address. */
  public nameOf(change: PlannedChange): string {
    const values = change.after ?? change.before ?? {};
    const name = values.name ?? values.hostname ?? null;
    const own = change.module === undefined ? this.pathOf(change) : undefined;
    return `\`${typeof name === 'string' ? name : (own ?? change.address)}\``;
  }

  /** Construct path of the element, of the module it is in, or of all its instances. */
  private pathOf(change: PlannedChange): string | undefined {
    const { stack, address, module } = change;
    if (module !== undefined) {
      const model = this.estate.terraform.stacks.find(({ name }) => name === stack);
      const call = /^module\.([^.[]+)/.exec(module)?.[1];
      return model?.modules.find(({ name }) => name === call)?.path;
    }
    return (this.entries.get(`${stack}/${address}`) ?? this.families.get(`${stack}/${bare(address)}`))?.path;
  }

  private referred(of: PlannedChange, { $ref }: Reference): Target | Unknown {
    const { stack, address, attribute } = $ref;
    if (address.startsWith('data.')) {
      const found = this.lookup(stack, address)?.[attribute];
      return found === undefined || isReference(found) ? lost(`\${${address}.${attribute}}`, `${stack}/${address}`) : this.target(of, found);
    }
    const change = this.byKey.get(`${stack}/${address}`);
    if (IDENTITY.has(attribute)) return { key: `${stack}/${address}`, ...(change && { change }) };
    const known = change?.after?.[attribute] ?? null;
    return known === null || isUnknown(known) ? lost(`\${${address}.${attribute}}`, `${stack}/${address}`) : this.target(of, known);
  }

  /**
   * Ids are unique within a vCenter. Which one a change is in is not known where its provider configuration is not in the
   * tree, as inside a module or for what is no longer rendered, or where a variable says the server.
   */
  private vcenterOf(change: PlannedChange): { readonly name: string; readonly known: boolean } {
    const { stack, address } = change;
    const model = this.estate.terraform.stacks.find(({ name }) => name === stack);
    const providers = model?.providers.filter(({ type }) => type === 'vsphere') ?? [];
    const key = (this.entryOf(change) ?? this.families.get(`${stack}/${bare(address)}`))?.provider;
    const provider = providers.length === 1 ? providers[0] : providers.find((each) => each.key === key);
    if (!provider) return { name: `${stack}/${address}`, known: false };
    if (isUnknown(provider.identity)) return { name: `${stack}/${provider.key}`, known: false };
    return { name: provider.identity.toLowerCase(), known: true };
  }
}

/** Which objects are used by what. */
export interface Uses {
  readonly of: (object: PlannedChange) => readonly PlannedChange[];
  /** Users of objects that nobody can tell. */
  readonly unknown: readonly PlannedChange[];
}

/** What one instance of a resource will have. */
export interface Standing {
  readonly address: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** Ids that no two vCenters give, as those of VMs are. */
const UNIQUE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Attributes by which others name a whole object. */
const IDENTITY = new Set(['id', 'moid', 'uuid']);

const views = new WeakMap<Estate, PlanView>();

export function planViewOf(estate: Estate): PlanView {
  let view = views.get(estate);
  if (!view) views.set(estate, (view = new PlanView(estate)));
  return view;
}

export function keyOf({ stack, address, deposed }: PlannedChange): string {
  return `${stack}/${address}${deposed === undefined ? '' : `#${deposed}`}`;
}

function identitiesOf({ before, after }: PlannedChange): string[] {
  return [before, after].flatMap((values) => [...IDENTITY].flatMap((name) => (typeof values?.[name] === 'string' ? [values[name]] : [])));
}

/** An address without the key of its instance. */
function bare(address: string): string {
  return address.replace(/\[.*$/s, '');
}

function add<T>(index: Map<string, T[]>, key: string, value: T): void {
  const values = index.get(key);
  if (values) values.push(value);
  else index.set(key, [value]);
}

function lost(expression: string, knownBy: string): Unknown {
  return { $unknown: { reason: 'computed', expression, knownBy } };
}

export function holdsUnknown(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return isUnknown(value) || Object.values(value).some((each) => holdsUnknown(each as Value));
}

/** Whether the object that stands now is taken away, be it for another in its place. */
export function isRemoved({ actions }: PlannedChange): boolean {
  return actions.includes('delete');
}

/** Whether another object takes the place of the one that stands now. */
export function isReplaced(change: PlannedChange): boolean {
  return isRemoved(change) && change.actions.includes('create');
}

export function isUpdated({ actions }: PlannedChange): boolean {
  return actions.includes('update');
}

/** What a change does, in a word. */
export function deed(change: PlannedChange): string {
  if (isReplaced(change)) return 'replaced';
  if (isRemoved(change)) return 'destroyed';
  return isUpdated(change) ? 'updated in place' : change.actions.includes('create') ? 'created' : 'left as it is';
}
