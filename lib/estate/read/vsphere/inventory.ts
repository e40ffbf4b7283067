import type { VsphereObject } from '../../vsphere';
import { Interval, type Ternary } from '../../../units';
import type { ReadingFault } from '../../estate';

import type { ProviderConfiguration, ResourceInstance, TerraformModel } from '../../terraform';

import { isUnknown, unknown, type Field } from '../../value';
import type { ObjectId } from '../../object';
import { keyOf, type AttributeReader } from '../attributes';
import { entryType, type Kind } from './kinds';
import { normalFolder, parseInventoryPath, type InventoryPath } from './path';

/** An object of a recorded estate. */
export interface RecordedObject extends VsphereObject {
  readonly recordedIn: string;
  readonly [field: string]: unknown;
}

/** Where an object stands, as far as that tells it from others of its name. A lookup leaves out what it does not ask for. */
export interface Place {
  readonly datacenter?: Field<ObjectId | null>;
  readonly datacenterName?: string;
  readonly switch?: Field<ObjectId | null>;
  readonly cluster?: Field<ObjectId | null>;
  readonly host?: Field<ObjectId | null>;
  readonly folder?: Field<string>;
}

/** One object with every entry that denotes it. */
export interface InventoryObject {
  readonly id: ObjectId;
  readonly kind: Kind;
  readonly origin: VsphereObject['origin'];
  readonly vcenter: Field<string>;
  readonly vcenterKey: string;
  readonly name: Field<string>;
  /** The entry that owns it, else the first that looks it up; none where only a recorded estate knows it. */
  readonly entry?: ResourceInstance;
  readonly recorded?: RecordedObject;
  readonly entries: readonly ResourceInstance[];
}

type Draft = { -readonly [K in keyof InventoryObject]: InventoryObject[K] } & { entries: ResourceInstance[] };

interface Lookup {
  readonly entry: ResourceInstance;
  readonly draft: Draft;
  readonly path?: InventoryPath;
}

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
    private readonly reader: AttributeReader<Kind>,
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

  public base(object: InventoryObject): VsphereObject {
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

  /**
   * Joins the entries of a kind to its objects.
   *
   * @param places says where an object stands; asked for again after every round, since a resource pool stands within
   * others that a round has joined
   */
  public join(kind: Kind, places: () => (object: InventoryObject) => Place): void {
    const names = new NameIndex();
    const owned = (this.entries.get(kind) ?? []).filter(({ mode }) => mode === 'managed').map((entry) => this.draft(kind, entry));
    const lookups = (this.entries.get(kind) ?? []).filter(({ mode }) => mode === 'data').map((entry) => this.lookup(kind, entry));
    for (const draft of owned) names.add(draft);
    if (kind === 'hosts') this.refuseTwins(owned);
    for (const draft of [...owned, ...lookups.map(({ draft }) => draft)]) this.ids.set(draft.id, draft);
    const recorded = this.joinRecorded(kind, names, places());
    this.objects.set(kind, [...owned, ...recorded]);

    let pending = lookups;
    for (let before = Infinity; pending.length < before;) {
      before = pending.length;
      const place = cached(places());
      pending = pending.filter((lookup) => {
        const [target, ...others] = this.findings(lookup, names, place);
        if (!target || others.length > 0 || target === 'maybe') return true;
        this.attach(lookup.draft, target);
        return false;
      });
    }
    this.objects.set(kind, [...owned, ...recorded, ...this.joinEqual(pending, names, cached(places()))]);
  }

  /** What others own joins what the app owns; the rest are objects of their own. */
  private joinRecorded(kind: Kind, names: NameIndex, place: (draft: Draft) => Place): Draft[] {
    const objects = this.recorded.get(kind) ?? [];
    const looked = objects.filter(({ origin }) => origin === 'looked-up');
    const drafts: Draft[] = [];
    for (const object of [...objects.filter(({ origin }) => origin !== 'looked-up'), ...looked]) {
      const draft = recordedDraft(kind, object);
      this.ids.set(draft.id, draft);
      const [only, ...others] = names
        .alike(draft)
        .filter(
          (candidate) => candidate.recorded?.recordedIn !== object.recordedIn && agree(asked(place(draft), object), place(candidate)) === 'yes',
        );
      if (only && others.length === 0) this.ids.set(draft.id, only);
      else {
        names.add(draft);
        drafts.push(draft);
      }
    }
    return drafts;
  }

  /** Lookups that find nothing of the app's: those that ask for the same thing find the same. */
  private joinEqual(lookups: readonly Lookup[], names: NameIndex, place: (draft: Draft) => Place): Draft[] {
    const found = new Map<string, Draft>();
    for (const lookup of lookups) {
      const { draft, entry } = lookup;
      const findings = this.findings(lookup, names, place);
      if (findings.length > 1 && !findings.includes('maybe')) this.refuseAmbiguous(lookup, findings as Draft[]);
      const raw = this.rawName(entry);
      const key = isUnknown(raw) ? draft.id : JSON.stringify([draft.vcenterKey, raw, place(draft)]);
      const first = found.get(key);
      if (first) this.attach(draft, first);
      else found.set(key, draft);
    }
    return [...found.values()];
  }

  private attach(draft: Draft, target: Draft): void {
    const entry = draft.entry!;
    if (!target.entry) Object.assign(target, { id: draft.id, entry });
    target.entries.push(entry);
    this.ids.set(keyOf(entry), target);
  }

  /** The objects a lookup finds; `maybe` for each of which a token keeps that from being decided. */
  private findings({ draft, path, entry }: Lookup, names: NameIndex, placeOf: (draft: Draft) => Place): (Draft | 'maybe')[] {
    const direct = draft.kind === 'machines' ? this.denotedMachine(entry) : undefined;
    if (direct) return [direct];
    const candidates = names.alike(draft);
    if (candidates.length === 0) return [];
    const place = placeOf(draft);
    const wanted: Place = {
      ...place,
      // A name alone is looked for at the top of the inventory.
      folder: isUnknown(place.folder) ? place.folder : normalFolder(`${place.folder ?? ''}/${path?.folder ?? ''}`),
      ...(path?.datacenter !== undefined && { datacenterName: path.datacenter }),
    };
    return candidates.flatMap((candidate) => {
      const found = this.finds(wanted, candidate, placeOf(candidate));
      // vCenter has a host once: a lookup of its name finds that one, wherever it stands, or nothing.
      const answer = found === 'maybe' && candidate.kind === 'hosts' ? 'yes' : found;
      return answer === 'no' ? [] : answer === 'yes' ? candidate : 'maybe';
    });
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

  private lookup(kind: Kind, entry: ResourceInstance): Lookup {
    const draft = this.draft(kind, entry);
    if (isUnknown(draft.name)) return { entry, draft };
    const path = parseInventoryPath(kind, draft.name);
    return { entry, draft: { ...draft, name: path.name }, path };
  }

  private rawName(entry: ResourceInstance): Field<string> {
    return this.reader.string(this.reader.of(entry), entryType(entry.mode, entry.type)!.name);
  }

  /** Notes that an attribute of an entry leads to more than one thing, or what else is wrong with it. */
  public refuse(entry: ResourceInstance, attribute: string, found: string, detail: string, kind: ReadingFault['kind'] = 'ambiguous-name'): void {
    this.faults.push({
      kind,
      file: this.files.get(entry.stack) ?? '',
      stack: entry.stack,
      address: entry.address,
      ...(entry.path !== undefined && { path: entry.path }),
      attribute,
      found,
      detail,
    });
  }

  private refuseAmbiguous({ entry, draft }: Lookup, found: readonly Draft[]): void {
    const name = String(draft.name);
    this.refuse(
      entry,
      'name',
      name,
      `the name \`${name}\` finds ${found.length} objects: ${found.map(({ id, entry: by }) => `\`${by?.path ?? id}\``).join(', ')}`,
    );
  }

  /** vCenter takes a host once, whatever its place: two entries of one name are one host, and the second apply fails. */
  private refuseTwins(hosts: readonly Draft[]): void {
    const first = new Map<string, Draft>();
    for (const host of hosts) {
      const entry = host.entry!;
      if (isUnknown(host.name) || entry.instances.low === 0) continue;
      const key = `${host.vcenterKey}\0${host.name.toLowerCase()}`;
      const twin = first.get(key);
      if (!twin) first.set(key, host);
      else {
        this.refuse(entry, 'hostname', host.name, `\`${twin.entry?.path ?? twin.id}\` makes a host of that name in the same vCenter too`);
      }
    }
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
    // Who only looked a cluster up does not know all that runs on it.
    origin: kind === 'clusters' && object.origin === 'looked-up' ? 'looked-up' : 'surroundings',
    vcenter: object.vcenter,
    vcenterKey: vcenterKey(object.vcenter, object.id),
    name: object.name,
    recorded: object,
    entries: [],
  };
}

/** Objects of a kind that can be found, by vCenter and name. */
class NameIndex {
  private readonly drafts = new Map<string, Draft[]>();

  public add(draft: Draft): void {
    if (isUnknown(draft.name)) return;
    const alike = this.drafts.get(nameKey(draft));
    if (alike) alike.push(draft);
    else this.drafts.set(nameKey(draft), [draft]);
  }

  public alike(draft: Draft): readonly Draft[] {
    return isUnknown(draft.name) ? [] : (this.drafts.get(nameKey(draft)) ?? []);
  }
}

function nameKey(draft: Draft): string {
  return `${draft.vcenterKey}\0${String(draft.name)}`;
}

function cached(place: (object: InventoryObject) => Place): (draft: Draft) => Place {
  const places = new Map<Draft, Place>();
  return (draft) => {
    const known = places.get(draft) ?? place(draft);
    places.set(draft, known);
    return known;
  };
}

/** A recorded lookup did not ask for what only the lookup could have told. */
function asked(place: Place, { origin }: RecordedObject): Place {
  if (origin !== 'looked-up') return place;
  return Object.fromEntries(Object.entries(place).filter(([, field]) => !isUnknown(field) || field.$unknown.reason !== 'data-source'));
}

/** Whether an object stands where a lookup looks. What the lookup does not ask for agrees. */
function agree(wanted: Place, place: Place): Ternary {
  let answer: Ternary = 'yes';
  for (const dimension of ['datacenter', 'switch', 'cluster', 'host', 'folder'] as const) {
    const asked = wanted[dimension];
    const given = place[dimension];
    if (asked === undefined || given === undefined) continue;
    if (JSON.stringify(asked) === JSON.stringify(given)) continue;
    if (!isUnknown(asked) && !isUnknown(given)) return 'no';
    answer = 'maybe';
  }
  return answer;
}
