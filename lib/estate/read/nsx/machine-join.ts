import { addTo } from '../../../units/multimap';
import type { NsxMachine } from '../../nsx';
import type { ObjectId } from '../../object';
import type { Premise } from '../../premise';
import type { ResourceInstance } from '../../terraform';
import { isReference, isUnknown, type Field, type Value } from '../../value';
import type { VirtualMachine } from '../../vsphere';
import { keyOf, type AttributeReader } from '../attributes';
import type { Inventory } from './inventory';
import { isOne, managerKeyOf } from './objects';
import type { Kind } from './kinds';
import type { RecordedObject } from './recorded';

/** A VM as the entries of a manager know it, and a record. */
export interface JoinedMachine {
  readonly id: ObjectId;
  readonly manager: Field<string>;
  readonly machine?: VirtualMachine;
  readonly recorded?: RecordedObject;
  /** Entries that tag it, then those that look it up. */
  readonly entries: readonly ResourceInstance[];
  /** What an entry asks for, where that is an id or a name. */
  readonly asked: Field<string> | undefined;
}

const IDS = ['external_id', 'bios_id', 'instance_id'];
const TAGS: ReadonlySet<string> = new Set(['nsxt_policy_vm_tags', 'nsxt_vm_tags']);
const LOOKUP = 'nsxt_policy_vm';

/** Finds out which entries and records speak of one VM. */
export class MachineJoin {
  public readonly joined: JoinedMachine[] = [];
  public readonly premises: Premise[] = [];
  /** Objects of records by what they turned out to be. */
  public readonly ids = new Map<ObjectId, ObjectId>();
  private readonly byEntry = new Map<string, VirtualMachine>();
  private readonly byName = new Map<string, VirtualMachine[]>();
  private readonly byId = new Map<ObjectId, VirtualMachine>();
  /** Objects of records by name, and by the id that vCenter has for them. */
  private readonly recordedBy = new Map<string, RecordedObject[]>();

  public constructor(
    private readonly reader: AttributeReader<Kind>,
    private readonly inventory: Inventory,
    entries: readonly ResourceInstance[],
    machines: readonly VirtualMachine[],
    recorded: readonly RecordedObject[],
  ) {
    for (const one of recorded) for (const key of keysOf(one)) addTo(this.recordedBy, key, one);
    for (const machine of machines) {
      this.byId.set(machine.id, machine);
      for (const { stack, address } of machine.addresses) this.byEntry.set(`${stack}/${address}`, machine);
      if (!isUnknown(machine.name)) addTo(this.byName, machine.name, machine);
    }
    const groups = new Map<string, ResourceInstance[]>();
    const order = (entry: ResourceInstance): number => (TAGS.has(entry.type) ? 0 : 1);
    const known = entries.filter(({ mode, type, instances }) => instances.high !== 0 && (mode === 'data' ? type === LOOKUP : TAGS.has(type)));
    for (const entry of [...known].sort((a, b) => order(a) - order(b))) addTo(groups, this.keyFor(entry), entry);
    const taken = new Set<RecordedObject>();
    for (const group of groups.values()) this.join(group, taken);
    for (const object of recorded.filter((one) => !taken.has(one))) this.alone(object);
  }

  private join(entries: readonly ResourceInstance[], taken: Set<RecordedObject>): void {
    const [first] = entries as readonly [ResourceInstance];
    const id = keyOf(first);
    const manager = this.inventory.managerOf(first);
    const asked = entries.map((entry) => this.askedBy(entry)).find((value) => value !== undefined && !isReference(value)) as
      Field<string> | undefined;
    const machine = entries.map((entry) => this.machineOf(entry)).find((one) => one !== undefined);
    const recorded = this.recordOf(managerKeyOf(manager), machine, asked);
    if (recorded) {
      taken.add(recorded);
      this.ids.set(recorded.object.id, id);
      if (machine) this.own(recorded, machine);
    }
    this.joined.push({ id, manager, entries, asked, ...(machine && { machine }), ...(recorded && { recorded }) });
  }

  /** A VM that only a record knows may still be the app's, which nobody tagged. */
  private alone(recorded: RecordedObject): void {
    const { object, manager } = recorded;
    const { machine: id } = object as NsxMachine;
    const isOnly = !isUnknown(object.name) && this.recordedAs(object.name, managerKeyOf(manager)).length === 1;
    const machine = (typeof id === 'string' ? this.byId.get(id) : undefined) ?? (isOnly ? this.named(object.name as string) : undefined);
    if (machine) this.own(recorded, machine);
    this.joined.push({ id: object.id, manager, entries: [], asked: object.name, recorded, ...(machine && { machine }) });
  }

  private own({ file, object }: RecordedObject, machine: VirtualMachine): void {
    if (machine.origin === 'surroundings') return;
    this.premises.push({
      id: `nsx-own:${object.id}`,
      kind: 'stated',
      statement: `the VM \`${String(object.name)}\` that \`${file}\` records is \`${machine.path ?? machine.id}\``,
      ...(machine.path !== undefined && { subject: machine.path }),
      source: file,
    });
  }

  /** The same for entries that speak of one VM. */
  private keyFor(entry: ResourceInstance): string {
    const value = this.askedBy(entry);
    const machine = this.machineOf(entry);
    if (machine) return `vm ${machine.id}`;
    if (typeof value === 'string') return `asked ${managerKeyOf(this.inventory.managerOf(entry))} ${value.toLowerCase()}`;
    const lookup = this.lookupOf(value);
    return lookup ? this.keyFor(lookup) : keyOf(entry);
  }

  /** The id or name that an entry asks for. */
  private askedBy(entry: ResourceInstance): Value | undefined {
    const source = this.reader.of(entry);
    if (TAGS.has(entry.type)) return this.reader.value(source, 'instance_id');
    return (
      IDS.map((attribute) => this.reader.value(source, attribute)).find((value) => value !== undefined) ?? this.reader.value(source, 'display_name')
    );
  }

  private machineOf(entry: ResourceInstance): VirtualMachine | undefined {
    const value = this.askedBy(entry);
    const lookup = this.lookupOf(value);
    if (lookup) return this.machineOf(lookup);
    if (value !== undefined && isReference(value)) return this.byEntry.get(`${value.$ref.stack}/${value.$ref.address}`);
    const isName = entry.type === LOOKUP && IDS.every((attribute) => this.reader.value(this.reader.of(entry), attribute) === undefined);
    const machine = isName && typeof value === 'string' ? this.named(value) : undefined;
    if (machine) {
      this.premises.push({
        id: `nsx-vm:${keyOf(entry)}`,
        kind: 'stated',
        statement: `the VM \`${String(value)}\` that NSX knows is \`${machine.path ?? machine.id}\``,
        ...(entry.path !== undefined && { subject: entry.path }),
      });
    }
    return machine;
  }

  private lookupOf(value: Value | undefined): ResourceInstance | undefined {
    const denoted = value !== undefined && isReference(value) ? this.reader.denotes(value) : undefined;
    const entry = denoted?.kind === 'nsxMachines' ? this.inventory.entry(denoted.key) : undefined;
    return entry?.type === LOOKUP ? entry : undefined;
  }

  private named(name: string): VirtualMachine | undefined {
    const [only, ...others] = this.byName.get(name) ?? [];
    return only && others.length === 0 && isOne(only) ? only : undefined;
  }

  private recordOf(managerKey: string, machine: VirtualMachine | undefined, asked: Field<string> | undefined): RecordedObject | undefined {
    const names = [machine?.name, asked].filter((name): name is string => typeof name === 'string');
    const found = new Set(names.flatMap((name) => this.recordedAs(name, managerKey)));
    return found.size === 1 ? [...found][0] : undefined;
  }

  private recordedAs(name: string, managerKey: string): RecordedObject[] {
    return (this.recordedBy.get(name.toLowerCase()) ?? []).filter(({ manager, object }) => {
      const { externalId } = object as NsxMachine;
      const isId = typeof externalId === 'string' && externalId.toLowerCase() === name.toLowerCase();
      return managerKeyOf(manager) === managerKey && (isId || object.name === name);
    });
  }
}

function keysOf({ object }: RecordedObject): ReadonlySet<string> {
  const keys = [object.name, (object as NsxMachine).externalId].filter((key): key is string => typeof key === 'string');
  return new Set(keys.map((key) => key.toLowerCase()));
}
