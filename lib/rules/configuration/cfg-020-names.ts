import {
  indexOf,
  isReference,
  isUnknown,
  mayBeSame,
  sameVcenter,
  type Datacenter,
  type DistributedSwitch,
  type Estate,
  type VsphereObject,
  type Field,
  type ObjectId,
  type PortGroup,
  type ResourceInstance,
  type UnknownReason,
  type VirtualMachine,
} from '../../estate';
import { Interval } from '../../units';
import { addTo } from '../../units/multimap';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Verdict } from '../verdict';
import { count, knownOnlyTo, listed, literalIn, quoted, quotedName } from '../wording';

/** Names are compared letter by letter: whether vCenter tells `web` from `Web` is documented nowhere. */
export const names: Rule = {
  id: 'CFG-020',
  title: 'Names that vCenter takes once',
  decides:
    'No two VMs that the app makes in one folder of a datacenter, and no two port groups that it makes on one distributed switch, have the same literal name; names by tokens are not compared.',
  why: 'vCenter answers the second with DuplicateName, halfway through the apply.',
  severity: 'error',
  evidence: 'The name, what is made by it, and the folder or the switch.',
  sources: [
    'https://developer.broadcom.com/xapis/vsphere-web-services-api/8.0u3/vim.fault.DuplicateName.html',
    'https://github.com/vmware/govmomi/issues/2983',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const places = new Places(estate);
    yield* judge(estate.vsphere.machines, VMS, (machine) => places.ofMachine(machine));
    yield* judge(estate.vsphere.portGroups, PORT_GROUPS, (group) => places.ofPortGroup(group));
  },
};

interface Kind {
  readonly one: string;
  /** Where a name is taken once. */
  readonly where: string;
  readonly witness: (place: Place) => Evidence;
  readonly remedy: string;
  readonly decidedBy: string;
}

const VMS: Kind = {
  one: 'VM',
  where: 'in one folder',
  witness: ({ folder, within }) => ({
    label: 'folder',
    text: `${folder === undefined ? 'the same token for all' : folder === '' ? 'the topmost' : quoted(folder)}${within ? `, of datacenter ${quotedName(within)}` : ''}`,
  }),
  remedy: 'a name of its own for each, or a folder of its own',
  decidedBy: 'names that differ, or literal folders and datacenters that are named',
};
const PORT_GROUPS: Kind = {
  one: 'port group',
  where: 'on one switch',
  witness: ({ within }) => ({ label: 'switch', text: within ? quotedName(within) : 'the same token for all' }),
  remedy: 'a name of its own for each',
  decidedBy: 'names that differ, or switches that are named, not tokens',
};

/** Where an object is made. */
interface Place {
  readonly object: VsphereObject;
  /** The same for what is surely in one place. */
  readonly key: string;
  /** The datacenter, or the switch; absent where it is not known. */
  readonly within?: DistributedSwitch | (Datacenter & { readonly datacenter: null });
  /** Undefined where it is not known. */
  readonly folder: string | undefined;
  /** Each of a family may be in a place of its own. */
  readonly varies: boolean;
  /** What is not known of it. */
  readonly gap?: string;
}

function* judge<T extends VsphereObject>(objects: readonly T[], kind: Kind, placeOf: (object: T) => Place): Iterable<Verdict> {
  const named = new Map<string, T[]>();
  for (const object of objects) {
    if (object.origin === 'owned' && !isUnknown(object.name) && object.instances.high !== 0) addTo(named, object.name, object);
  }
  for (const [name, made] of named) {
    if (made.length === 1 && made[0]!.instances.high === 1) continue;
    const groups = new Map<string, Place[]>();
    for (const place of made.map(placeOf)) addTo(groups, place.key, place);
    yield* decide(name, [...groups.values()], kind);
  }
}

function* decide(name: string, groups: readonly Place[][], kind: Kind): Iterable<Verdict> {
  const doubled = groups.filter((group) => !group[0]!.varies && howMany(group).low > 1);
  for (const group of doubled) yield refuted(name, group, kind);
  if (doubled.length > 0) return;
  const perhaps = groups.find((group) => (howMany(group).high ?? Infinity) > 1);
  const pair = perhaps ? undefined : pairIn(groups.map(([place]) => place!));
  if (!perhaps && !pair) return;
  const places = perhaps ?? pair!;
  yield {
    verdict: 'undecided',
    subject: subjectOf(places[0]!.object, 'name'),
    key: name,
    message: `whether only one ${kind.one} takes the name ${quoted(name)} ${kind.where}`,
    ...(perhaps
      ? {
          reason: perhaps[0]!.varies
            ? `whether those of ${pathsOf(perhaps)} are ${kind.where} is open: ${perhaps[0]!.gap}`
            : `how many there are of ${pathsOf(perhaps.filter(({ object }) => !Interval.isExact(object.instances)))} depends on a count or for_each that is not decided`,
          decidedBy: 'names that differ, such as by `count.index` or `each.key`',
        }
      : {
          reason: `whether ${pathsOf(places)} are ${kind.where} is open: ${places.find(({ gap }) => gap !== undefined)?.gap ?? 'a token says which vCenter it is in'}`,
          decidedBy: kind.decidedBy,
        }),
  };
}

function howMany(places: readonly Place[]): Interval {
  return Interval.sum(places.map(({ object }) => object.instances));
}

/** Two places that may turn out to be one: of literal folders, only those in folders alike are compared. */
function pairIn(places: readonly Place[]): [Place, Place] | undefined {
  const byFolder = new Map<string | undefined, Place[]>();
  for (const [at, place] of places.entries()) {
    const { folder } = place;
    const earlier = folder === undefined ? places.slice(0, at) : [...(byFolder.get(folder) ?? []), ...(byFolder.get(undefined) ?? [])];
    const other = earlier.find((each) => mayCoincide(each, place));
    if (other) return [other, place];
    addTo(byFolder, folder, place);
  }
  return undefined;
}

function mayCoincide(a: Place, b: Place): boolean {
  if (sameVcenter(a.object, b.object) === 'no') return false;
  return !a.within || !b.within || a.within.id === b.within.id || mayBeSame(a.within, b.within, () => undefined);
}

function refuted(name: string, group: readonly Place[], kind: Kind): Refuted {
  const total = howMany(group);
  return {
    verdict: 'refuted',
    subject: subjectOf(group.at(-1)!.object, 'name'),
    key: name,
    message: `${Interval.isExact(total) ? '' : 'at least '}${count(total.low, kind.one)} take the name ${quoted(name)} ${kind.where}`,
    witness: [{ label: 'made by', text: pathsOf(group) }, kind.witness(group[0]!)],
    remedies: [{ text: kind.remedy }],
  };
}

function pathsOf(places: readonly Place[]): string {
  return listed(places.map(({ object }) => quoted(object.path ?? object.id)));
}

/** Works out where objects are made. */
class Places {
  private entries?: Map<string, ResourceInstance>;

  public constructor(private readonly estate: Estate) {}

  public ofMachine(machine: VirtualMachine): Place {
    const { objects } = indexOf(this.estate);
    const { cluster, host } = machine;
    const runsOn: Field<ObjectId | null> = cluster ?? host;
    const home = typeof runsOn === 'string' ? (objects.get(runsOn) as { datacenter?: Field<ObjectId | null> } | undefined) : undefined;
    const found = typeof home?.datacenter === 'string' ? (objects.get(home.datacenter) as Datacenter | undefined) : undefined;
    const within = found && { ...found, datacenter: null };
    const folder = this.folderOf(machine);
    const hidden = isUnknown(runsOn) ? runsOn : isUnknown(home?.datacenter) ? home.datacenter : undefined;
    const who = quoted(machine.path ?? machine.id);
    const gap = folder.gap ?? (within ? undefined : `the datacenter of ${who} is ${hidden ? knownOnlyTo(hidden) : 'not stated'}`);
    const varies = folder.varies || isEach(machine, hidden);
    // What is on one cluster is in one datacenter, whichever that is.
    const at = within?.id ?? (typeof runsOn === 'string' ? runsOn : [stackOf(machine), runsOn]);
    return {
      object: machine,
      key: JSON.stringify([vcenterKey(machine), at, folder.key, ...(varies || runsOn === null ? [machine.id] : [])]),
      ...(within && { within }),
      folder: folder.literal,
      varies: varies || runsOn === null,
      ...(gap !== undefined && { gap }),
    };
  }

  public ofPortGroup(group: PortGroup): Place {
    const on = group.switch;
    const within = typeof on === 'string' ? (indexOf(this.estate).objects.get(on) as DistributedSwitch | undefined) : undefined;
    const varies = on === null || isEach(group, on);
    const who = quoted(group.path ?? group.id);
    return {
      object: group,
      key: JSON.stringify([vcenterKey(group), typeof on === 'string' ? on : [stackOf(group), on], ...(varies ? [group.id] : [])]),
      ...(within && { within }),
      folder: '',
      varies,
      ...(within ? {} : { gap: `the switch of ${who} is ${isUnknown(on) ? knownOnlyTo(on) : 'not stated'}` }),
    };
  }

  private folderOf(machine: VirtualMachine): Folder {
    const entry = indexOf(this.estate).entryOf(machine);
    const who = quoted(machine.path ?? machine.id);
    const pool = entry?.values.resource_pool_id;
    if (!entry || (isReference(pool) && pool.$ref.address.includes('vsphere_vapp_container.'))) {
      return { key: machine.id, varies: true, gap: `${who} is in a vApp, and the folder of that is not shown` };
    }
    const folder = entry.values.folder ?? '';
    if (typeof folder === 'string') return literalFolder(folder);
    const key = [machine.addresses[0]?.stack, folder];
    if (isReference(folder)) {
      const { stack, address, attribute } = folder.$ref;
      const path = this.entry(stack, address)?.values[attribute];
      if (address.startsWith('vsphere_folder.') && attribute === 'path' && typeof path === 'string') return literalFolder(path);
      return { key: folder, varies: false, gap: `the folder of ${who} is what ${quoted(`${address}.${attribute}`)} turns out to be` };
    }
    if (isUnknown(folder)) return { key, varies: isEach(machine, folder), gap: `the folder of ${who} is ${knownOnlyTo(folder)}` };
    return { key, varies: true, gap: `the folder of ${who} is no text` };
  }

  private entry(stack: string, address: string): ResourceInstance | undefined {
    this.entries ??= new Map(
      this.estate.terraform.stacks.flatMap(({ resources }) => resources.map((each) => [`${each.stack}/${each.address}`, each])),
    );
    return this.entries.get(`${stack}/${address}`);
  }
}

interface Folder {
  readonly key: unknown;
  readonly literal?: string;
  readonly varies: boolean;
  readonly gap?: string;
}

function literalFolder(path: string): Folder {
  const literal = path
    .split('/')
    .filter((segment) => segment !== '')
    .join('/');
  return { key: literal, literal, varies: false };
}

/** Whether a token may stand for another value in each element, or in each of a family. */
function isEach(object: VsphereObject, value: Field<unknown> | undefined): boolean {
  if (!isUnknown(value) || literalIn(value) !== undefined) return false;
  const { reason } = value.$unknown;
  return FRESH.has(reason) || (reason !== 'variable' && object.instances.high !== 1);
}

/** What two elements may write alike and not mean alike: `each.key`, `uuid()`. */
const FRESH: ReadonlySet<UnknownReason> = new Set(['instance-key', 'run', 'function', 'expression']);

function stackOf(object: VsphereObject): string {
  return object.addresses[0]?.stack ?? object.id;
}

function vcenterKey(object: VsphereObject): unknown {
  return isUnknown(object.vcenter) ? [stackOf(object), object.vcenter] : object.vcenter.toLowerCase();
}
