import { addTo } from '../../../units/multimap';
import type { ReadingFault } from '../../estate';
import type { NsxObject } from '../../nsx';
import type { ProviderConfiguration, ResourceInstance, TerraformModel } from '../../terraform';
import { isReference, isUnknown, unknown, type Field } from '../../value';
import { keyOf, type AttributeReader } from '../attributes';
import { Candidates } from './candidates';
import { nsxType, type Kind, type NsxKind } from './kinds';
import { lookupOf, type Lookup } from './lookups';
import { Drafts } from './drafts';
import { instancesOf, managerKeyOf, type Draft, type InventoryObject } from './objects';
import { PolicyPaths } from './policy-path';
import { RecordJoin, twinOf, type Kinship } from './record-join';
import type { RecordedObject } from './recorded';
import { spaceKey, Spaces } from './spaces';

/** Joins entries and records to objects: what a stack makes is an object of its own; a lookup is the object it finds. */
export class Inventory {
  public readonly faults: ReadingFault[] = [];
  /** Objects of records that turned out to be the app's own, or may be. */
  public readonly kin: (Kinship & { readonly recorded: RecordedObject })[] = [];
  public readonly spaces: Spaces;
  public readonly paths: PolicyPaths;
  private readonly drafts: Drafts;
  private readonly ownRecords = new Map<InventoryObject, RecordedObject>();
  private readonly objects = new Map<NsxKind, Draft[]>();
  private readonly ofKind = new Map<NsxKind, ResourceInstance[]>();
  private readonly entries = new Map<string, ResourceInstance>();
  private readonly ids = new Map<string, Draft>();
  private readonly byPath = new Map<string, Draft>();
  private readonly pathOfObject = new Map<Draft, Field<string>>();
  private readonly providers = new Map<string, ProviderConfiguration>();
  private readonly files = new Map<string, string>();

  public constructor(
    model: TerraformModel,
    private readonly reader: AttributeReader<Kind>,
    private readonly recorded: ReadonlyMap<NsxKind, readonly RecordedObject[]>,
  ) {
    for (const stack of model.stacks) {
      this.files.set(stack.name, stack.file);
      for (const provider of stack.providers) this.providers.set(`${stack.name}/${provider.key}`, provider);
      for (const entry of stack.resources) {
        this.entries.set(keyOf(entry), entry);
        const type = nsxType(entry.mode, entry.type);
        if (type && entry.instances.high !== 0) addTo(this.ofKind, type.kind, entry);
      }
    }
    this.spaces = new Spaces(reader, this);
    this.paths = new PolicyPaths(reader, this, this.spaces);
    this.drafts = new Drafts(reader, this);
  }

  public of(kind: NsxKind): readonly InventoryObject[] {
    return this.objects.get(kind) ?? [];
  }

  /** The object that an entry, or an object of a record, turned out to be. */
  public find(key: string): InventoryObject | undefined {
    return this.ids.get(key);
  }

  /** The object at a policy path of a manager. */
  public at(manager: string, path: string): InventoryObject | undefined {
    return this.byPath.get(`${manager}\0${path}`);
  }

  public entry(key: string): ResourceInstance | undefined {
    return this.entries.get(key);
  }

  public providerOf(entry: ResourceInstance): ProviderConfiguration | undefined {
    return this.providers.get(`${entry.stack}/${entry.provider}`);
  }

  public managerOf(entry: ResourceInstance): Field<string> {
    return this.providerOf(entry)?.identity ?? unknown('provider-default', 'host', `${entry.stack}/provider.${entry.provider}`);
  }

  public pathOf(object: InventoryObject): Field<string> {
    const known = this.pathOfObject.get(object as Draft);
    if (known !== undefined) return known;
    const { entry, recorded, space, managerKey } = object;
    // What is below itself is nothing that can be applied.
    if (entry) this.pathOfObject.set(object as Draft, unknown('expression', 'path', keyOf(entry)));
    const path = recorded ? recorded.object.policyPath : this.paths.of(entry!, space, managerKey);
    this.pathOfObject.set(object as Draft, path);
    return path;
  }

  public base(object: InventoryObject): NsxObject {
    const { id, entries, changes, entry, origin, manager, name, space } = object;
    return {
      id,
      addresses: [...entries, ...changes].map(({ stack, address }) => ({ stack, address })),
      ...(entry?.path !== undefined && { path: entry.path }),
      origin,
      manager,
      name,
      instances: instancesOf(object, this.pathOf(object)),
      policyPath: this.pathOf(object),
      space: space.id,
      tags: { items: [], complete: true },
    };
  }

  /** What a record has of an object of the app's own. */
  public ownRecord(object: InventoryObject): RecordedObject | undefined {
    return this.ownRecords.get(object);
  }

  /** Joins the entries and records of a kind to its objects. */
  public join(kind: NsxKind): void {
    const [making, changing, looking] = [[], [], []] as ResourceInstance[][] as [ResourceInstance[], ResourceInstance[], ResourceInstance[]];
    for (const entry of this.ofKind.get(kind) ?? []) {
      (entry.mode === 'data' ? looking : nsxType(entry.mode, entry.type)!.changes === undefined ? making : changing).push(entry);
    }
    this.objects.set(kind, []);
    for (const entry of making) this.add(this.drafts.ofEntry(kind, entry, 'owned'));
    this.joinRecorded(kind);
    const found = new Map<string, Draft>();
    const candidates = new Candidates(this.objects.get(kind)!.slice(), (object) => this.pathOf(object));
    for (const entry of looking) this.joinLookup(kind, entry, candidates, found);
    for (const entry of changing) this.joinChange(kind, entry);
  }

  /** Notes that an attribute of an entry leads to more than one thing, or what else is wrong with it. */
  public refuse(entry: ResourceInstance, attribute: string, found: string, detail: string, kind: ReadingFault['kind'] = 'ambiguous-name'): void {
    const { stack, address, path } = entry;
    this.faults.push({ kind, file: this.files.get(stack) ?? '', stack, address, ...(path !== undefined && { path }), attribute, found, detail });
  }

  private joinRecorded(kind: NsxKind): void {
    const drafts = (this.recorded.get(kind) ?? []).map((recorded) => this.drafts.ofRecord(kind, recorded));
    const join = new RecordJoin(this, this.of(kind), drafts);
    for (const draft of drafts) {
      const recorded = draft.recorded!;
      const kin = join.kinOf(draft);
      const own = kin?.is === 'own' ? (kin.object as Draft) : undefined;
      const target = own ?? (twinOf(this, draft) as Draft | undefined);
      this.ids.set(recorded.object.id, target ?? draft);
      if (kin) this.kin.push({ ...kin, recorded });
      if (!target) this.add(kin ? { ...draft, isDoubtful: true } : draft);
      else if (own) {
        this.ownRecords.set(own, recorded);
        if (isUnknown(this.pathOf(own))) this.setPath(own, recorded.object.policyPath);
      }
    }
  }

  private joinLookup(kind: NsxKind, entry: ResourceInstance, candidates: Candidates<Draft>, found: Map<string, Draft>): void {
    const draft = this.drafts.ofEntry(kind, entry, 'looked-up');
    const lookup = lookupOf(this.reader, entry);
    const denoted = this.denotedBy(lookup, kind);
    const all = denoted ? [denoted] : (this.knownAt(draft) ?? this.findings(draft, lookup, candidates));
    // Where two were there it would fail.
    const findings = all.some(({ origin }) => origin === 'owned') ? all.filter(({ isDoubtful }) => !isDoubtful) : all;
    const [target] = findings;
    if (target && findings.length === 1) return this.attach(entry, target);
    if (findings.length > 1) {
      const names = findings.map((one) => `\`${one.entry?.path ?? one.id}\``).join(', ');
      const asked = String(lookup.id ?? lookup.name ?? entry.name);
      this.refuse(entry, lookup.id === undefined ? 'display_name' : 'id', asked, `\`${asked}\` finds ${findings.length} objects: ${names}`);
    }
    const key = lookup.key === undefined ? draft.id : JSON.stringify([draft.managerKey, spaceKey(draft.space), lookup.key]);
    const first = found.get(key);
    if (first) return this.attach(entry, first);
    found.set(key, draft);
    this.add(draft);
  }

  /** The object whose id an entry of the app gives. */
  private denotedBy({ id }: Lookup, kind: NsxKind): Draft | undefined {
    const denoted = id !== undefined && isReference(id) ? this.reader.denotes(id) : undefined;
    const object = denoted && this.ids.get(denoted.key);
    return object?.kind === kind ? object : undefined;
  }

  /** What stands at the path that is assumed of a lookup. */
  private knownAt(draft: Draft): Draft[] | undefined {
    const path = this.pathOf(draft);
    const known = isUnknown(path) ? undefined : this.byPath.get(`${draft.managerKey}\0${path}`);
    return known?.kind === draft.kind ? [known] : undefined;
  }

  private findings(draft: Draft, lookup: Lookup, candidates: Candidates<Draft>): Draft[] {
    return candidates.of(lookup).filter((candidate) => {
      if (candidate.managerKey !== draft.managerKey) return false;
      return spaceKey(candidate.space) === spaceKey(draft.space) && lookup.finds(candidate, this.pathOf(candidate));
    });
  }

  /** An entry that changes an object at a path is of the object there; where nobody knows that, it is all that is known of it. */
  private joinChange(kind: NsxKind, entry: ResourceInstance): void {
    const attribute = nsxType(entry.mode, entry.type)!.changes!;
    const value = this.reader.value(this.reader.of(entry), attribute);
    const denoted = value !== undefined && isReference(value) ? this.reader.denotes(value) : undefined;
    const path = this.paths.named(entry, attribute);
    const managerKey = managerKeyOf(this.managerOf(entry));
    const target = denoted ? this.find(denoted.key) : isUnknown(path) ? undefined : this.at(managerKey, path);
    if (target?.kind === kind || target?.kind === 'gatewayPolicies') {
      (target as Draft).changes.push(entry);
      this.ids.set(keyOf(entry), target as Draft);
      if (!target.entry) Object.assign(target, { id: keyOf(entry), entry });
      return;
    }
    const space = isUnknown(path) ? { id: path, base: path } : this.spaces.at(path, entry, managerKey);
    this.add({
      ...this.drafts.ofEntry(kind, entry, 'looked-up'),
      space,
      name: unknown('data-source', 'display_name', keyOf(entry)),
      entries: [],
      changes: [entry],
    });
  }

  private attach(entry: ResourceInstance, target: Draft): void {
    if (!target.entry) Object.assign(target, { id: keyOf(entry), entry });
    target.entries.push(entry);
    this.ids.set(keyOf(entry), target);
  }

  private add(draft: Draft): void {
    this.objects.get(draft.kind)!.push(draft);
    this.ids.set(draft.id, draft);
    this.index(draft);
  }

  private index(draft: Draft): void {
    const path = this.pathOf(draft);
    if (!isUnknown(path) && draft.kind !== 'firewallExclusions') this.byPath.set(`${draft.managerKey}\0${path}`, draft);
  }

  private setPath(draft: Draft, path: Field<string>): void {
    this.pathOfObject.set(draft, path);
    this.index(draft);
  }
}
