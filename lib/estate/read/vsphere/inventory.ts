import { Interval, type Ternary } from '../../../units';
import type { ReadingFault } from '../../estate';
import type { ProviderConfiguration, ResourceInstance, TerraformModel } from '../../terraform';
import { isUnknown, unknown, type Field } from '../../value';
import type { EstateObject, ObjectId } from '../../vsphere';
import { keyOf, type AttributeReader } from './attributes';
import { entryType, type Kind } from './kinds';
import { normalFolder, parseInventoryPath, type InventoryPath } from './path';

/** An object of a recorded estate. */
export interface RecordedObject extends EstateObject {
  readonly recordedIn: string;
  readonly [field: string]: unknown;
}

/** Where an object stands, as far as that tells it from others of its name. A lookup leaves out what it does not ask for. */
export interface Place {
  readonly datacenter?: Field<ObjectId | null>;
  readonly datacenterName?: string;
  readonly switch?: Field<ObjectId | null>;
  readonly cluster?: Field<ObjectId | null>;
  readonly folder?: Field<string>;
}

/** One object with every entry that denotes it. */
export interface InventoryObject {
  readonly id: ObjectId;
  readonly kind: Kind;
  readonly origin: EstateObject['origin'];
  readonly vcenter: Field<string>;
  readonly vcenterKey: string;
  readonly name: Field<string>;
  /** The entry that owns it, else the first that looks it up; none where only a recorded estate knows it. */
  readonly entry?: ResourceInstance;
  readonly recorded?: RecordedObject;
  readonly entries: readonly ResourceInstance[];
}

type Draft = { -readonly [K in keyof InventoryObject]: InventoryObject[K] } & { entries: ResourceInstance[]; place?: Place };

/**
 * Joins entries to objects: what a stack owns is an object of its own; a lookup is the object it finds. Kinds are
 * joined one after another, since where an object stands is told by objects of earlier kinds.
 */
export class Inventory {
  public readonly faults: ReadingFault[] = [];
  private readonly objects = new Map<Kind, Draft[]>();
  private readonly entries = new Map<Kind, ResourceInstance[]>();
  private readonly ids = new Map<string, Draft>();
  private readonly providers = new Map<string, ProviderConfiguration>();
  private readonly files = new Map<string, string>();

  public constructor(
    model: TerraformModel,
    private readonly reader: AttributeReader,
    private readonly recorded: ReadonlyMap<Kind, readonly RecordedObject[]>,
  ) {
    for (const stack of model.stacks) {
      this.files.set(stack.name, stack.file);
      for (const provider of stack.providers) this.providers.set(`${stack.name}/${provider.key}`, provider);
      for (const entry of stack.resources) {
        const type = entryType(entry.mode, entry.type);
        if (!type || entry.instances.high === 0) continue;
        const ofKind = this.entries.get(type.kind);
        if (ofKind) ofKind.push(entry);
        else this.entries.set(type.kind, [entry]);
      }
    }
  }

  public of(kind: Kind): readonly InventoryObject[] {
    return this.objects.get(kind) ?? [];
  }

  /** The object that an entry, or an object of a recorded estate, turned out to be. */
  public find(key: string): InventoryObject | undefined {
    return this.ids.get(key);
  }

  /** Objects of a kind and name in one vCenter. */
  public named(kind: Kind, vcenterKey: string, name: string): readonly InventoryObject[] {
    return this.of(kind).filter((object) => object.vcenterKey === vcenterKey && object.name === name);
  }

  public base(object: InventoryObject): EstateObject {
    const path = object.entry?.path;
    return {
      id: object.id,
      addresses: object.entries.map(({ stack, address }) => ({ stack, address })),
      ...(path !== undefined && { path }),
      origin: object.origin,
      vcenter: object.vcenter,
      name: object.name,
      instances: instancesOf(object),
    };
  }

  public join(kind: Kind, place: (object: InventoryObject) => Place): void {
    const drafts: Draft[] = [];
    const byName = new Map<string, Draft[]>();
    const placeOf = (draft: Draft): Place => (draft.place ??= place(draft));
    const candidates = (wanted: Draft): readonly Draft[] => (isUnknown(wanted.name) ? [] : (byName.get(nameKey(wanted)) ?? []));
    const add = (draft: Draft): void => {
      drafts.push(draft);
      this.ids.set(draft.id, draft);
      if (isUnknown(draft.name)) return;
      const same = byName.get(nameKey(draft));
      if (same) same.push(draft);
      else byName.set(nameKey(draft), [draft]);
    };
    this.objects.set(kind, drafts);

    const entries = this.entries.get(kind) ?? [];
    for (const entry of entries) if (entry.mode === 'managed') add(this.draft(kind, entry));

    const recorded = this.recorded.get(kind) ?? [];
    for (const object of [...recorded.filter(({ origin }) => origin !== 'looked-up'), ...recorded.filter(({ origin }) => origin === 'looked-up')]) {
      const draft = recordedDraft(kind, object);
      this.ids.set(draft.id, draft);
      const [only, ...others] = candidates(draft).filter(
        (candidate) => !sameFile(candidate.recorded, object) && agree(placeOf(draft), placeOf(candidate)) === 'yes',
      );
      if (only && others.length === 0) this.ids.set(draft.id, only);
      else add(draft);
    }

    const found = new Map<string, Draft>();
    for (const entry of entries) {
      if (entry.mode !== 'data') continue;
      const { draft, path } = this.lookup(kind, entry);
      const direct = kind === 'machines' ? this.denotedMachine(entry) : undefined;
      const target = direct ?? this.match(entry, draft, path, candidates(draft), placeOf);
      if (target) {
        if (!target.entry) Object.assign(target, { id: draft.id, entry });
        target.entries.push(entry);
        this.ids.set(draft.id, target);
        continue;
      }
      const key = lookupKey(draft, this.rawName(entry), placeOf(draft));
      const first = key === undefined ? undefined : found.get(key);
      if (first) {
        first.entries.push(entry);
        this.ids.set(draft.id, first);
      } else {
        drafts.push(draft);
        this.ids.set(draft.id, draft);
        if (key !== undefined) found.set(key, draft);
      }
    }
  }

  private draft(kind: Kind, entry: ResourceInstance): Draft {
    const vcenter = this.vcenterOf(entry);
    return {
      id: keyOf(entry),
      kind,
      origin: entry.mode === 'managed' ? 'owned' : 'looked-up',
      vcenter,
      vcenterKey: vcenterKey(vcenter, entry.stack),
      name: this.rawName(entry),
      entry,
      entries: [entry],
    };
  }

  private lookup(kind: Kind, entry: ResourceInstance): { draft: Draft; path?: InventoryPath } {
    const draft = this.draft(kind, entry);
    if (isUnknown(draft.name)) return { draft };
    const path = parseInventoryPath(kind, draft.name);
    return { draft: { ...draft, name: path.name }, path };
  }

  private rawName(entry: ResourceInstance): Field<string> {
    return this.reader.string(this.reader.of(entry), entryType(entry.mode, entry.type)!.name);
  }

  /** The one object a lookup finds, where it is decided. More than one is a fault. */
  private match(
    entry: ResourceInstance,
    draft: Draft,
    path: InventoryPath | undefined,
    candidates: readonly Draft[],
    placeOf: (draft: Draft) => Place,
  ): Draft | undefined {
    if (candidates.length === 0) return undefined;
    const place = placeOf(draft);
    const wanted: Place = {
      ...place,
      // A name alone is looked for at the top of the inventory.
      folder: isUnknown(place.folder) ? place.folder : normalFolder(`${place.folder ?? ''}/${path?.folder ?? ''}`),
      ...(path?.datacenter !== undefined && { datacenterName: path.datacenter }),
    };
    const answers = candidates.map((candidate) => ({ candidate, answer: this.finds(wanted, candidate, placeOf(candidate)) }));
    const certain = answers.filter(({ answer }) => answer === 'yes').map(({ candidate }) => candidate);
    if (certain.length > 1) {
      this.faults.push({
        kind: 'ambiguous-name',
        file: this.files.get(entry.stack) ?? '',
        stack: entry.stack,
        address: entry.address,
        ...(entry.path !== undefined && { path: entry.path }),
        attribute: 'name',
        found: String(draft.name),
        detail: `the name \`${String(draft.name)}\` finds ${certain.length} objects: ${certain.map(({ id, entry: by }) => `\`${by?.path ?? id}\``).join(', ')}`,
      });
    }
    return certain.length === 1 && answers.every(({ answer }) => answer !== 'maybe') ? certain[0] : undefined;
  }

  private finds(wanted: Place, candidate: Draft, place: Place): Ternary {
    const answer = agree(wanted, place);
    if (answer === 'no' || wanted.datacenterName === undefined) return answer;
    if (candidate.kind === 'datacenters' || place.datacenter === undefined) return 'maybe';
    const datacenter = isUnknown(place.datacenter) || place.datacenter === null ? undefined : this.find(place.datacenter);
    if (!datacenter || isUnknown(datacenter.name)) return 'maybe';
    return datacenter.name === wanted.datacenterName ? answer : 'no';
  }

  /** A VM that is looked up by the id of one the app has. */
  private denotedMachine(entry: ResourceInstance): Draft | undefined {
    for (const attribute of ['uuid', 'moid']) {
      const denoted = this.reader.denoted(this.reader.of(entry), attribute);
      if (denoted && !isUnknown(denoted)) return this.ids.get(denoted.key);
    }
    return undefined;
  }

  private vcenterOf(entry: ResourceInstance): Field<string> {
    const provider = this.providers.get(`${entry.stack}/${entry.provider}`);
    return provider?.identity ?? unknown('provider-default', 'vsphere_server', `${entry.stack}/provider.${entry.provider}`);
  }
}

/** A lookup of a decided name finds one object, however often it is made. */
function instancesOf({ entry, recorded, name }: InventoryObject): Interval {
  if (entry && (entry.mode === 'managed' || isUnknown(name))) return entry.instances;
  return recorded?.instances ?? Interval.exactly(1);
}

function vcenterKey(vcenter: Field<string>, within: string): string {
  return isUnknown(vcenter) ? `?${within} ${JSON.stringify(vcenter)}` : vcenter.toLowerCase();
}

function recordedDraft(kind: Kind, object: RecordedObject): Draft {
  return {
    id: object.id,
    kind,
    origin: 'surroundings',
    vcenter: object.vcenter,
    vcenterKey: vcenterKey(object.vcenter, object.id),
    name: object.name,
    recorded: object,
    entries: [],
  };
}

function sameFile(a: RecordedObject | undefined, b: RecordedObject): boolean {
  return a?.recordedIn === b.recordedIn;
}

function nameKey(draft: Draft): string {
  return `${draft.vcenterKey}\0${String(draft.name)}`;
}

/** Lookups of the same key find the same object, whatever that is. */
function lookupKey(draft: Draft, rawName: Field<string>, place: Place): string | undefined {
  return isUnknown(rawName) ? undefined : JSON.stringify([draft.vcenterKey, rawName, place]);
}

/** Whether an object stands where a lookup looks. What the lookup does not ask for agrees. */
function agree(wanted: Place, place: Place): Ternary {
  let answer: Ternary = 'yes';
  for (const dimension of ['datacenter', 'switch', 'cluster', 'folder'] as const) {
    const asked = wanted[dimension];
    const given = place[dimension];
    if (asked === undefined || given === undefined) continue;
    if (JSON.stringify(asked) === JSON.stringify(given)) continue;
    if (!isUnknown(asked) && !isUnknown(given)) return 'no';
    answer = 'maybe';
  }
  return answer;
}
