import {
  indexOf,
  isUnknown,
  mayBeServer,
  unknown,
  type Blocks,
  type Estate,
  type EstateObject,
  type Field,
  type Members,
  type NsxMachine,
  type NsxTag,
  type ObjectId,
  type PortGroup,
  type Segment,
  type Unknown,
  type VirtualMachine,
} from '../../estate';
import type { Ternary } from '../../units';

/** A VM as the distributed firewall sees it. */
export interface Endpoint {
  readonly id: ObjectId;
  /** Every key by which the estate knows it: that of the VM, and those of what NSX knows of it. */
  readonly ids: readonly ObjectId[];
  /** The VM of the vSphere part, else what NSX knows. */
  readonly object: VirtualMachine | NsxMachine;
  readonly name: Field<string>;
  /** Tags of NSX. Of a VM of the app: those that the app gives it, on the premise that nobody else tags it. */
  readonly tags: Blocks<NsxTag>;
  /** What the manager knows it by; null where nobody recorded it. */
  readonly externalId: Field<string | null>;
  /** Segments that its vNICs are on. */
  readonly segments: Members;
  /** Whether it has a vNIC on a network that is no segment, which NSX may or may not protect. */
  readonly elsewhere: Ternary;
}

/** A place where the firewall acts: a vNIC of a VM, or of any VM that nobody knows. */
export interface Vnic {
  /** Undefined for a VM that the estate does not know. */
  readonly endpoint?: Endpoint;
  /** Undefined for a network that is no segment. */
  readonly segment?: Segment;
}

/**
 * Every VM that a manager may know: those of vCenters, and those that only the manager was seen to know.
 *
 * @param hidden what may tag VMs unseen
 */
export function endpointsOf(estate: Estate, manager: Field<string>, hidden?: Unknown): readonly Endpoint[] {
  const known = estate.nsx.nsxMachines.filter((each) => mayBeServer(manager, each.manager));
  const faces = new Map<ObjectId, NsxMachine[]>();
  const nameless: NsxMachine[] = [];
  for (const each of known) {
    if (isUnknown(each.machine)) nameless.push(each);
    else if (each.machine !== null) faces.set(each.machine, [...(faces.get(each.machine) ?? []), each]);
  }
  const machines = estate.vsphere.machines.map((machine) => ofMachine(estate, machine, faces.get(machine.id) ?? [], nameless, hidden));
  const ids = new Set(estate.vsphere.machines.map(({ id }) => id));
  const others = known.filter(({ machine }) => isUnknown(machine) || machine === null || !ids.has(machine));
  return [...machines, ...others.map((each) => ofNsxMachine(each, hidden))];
}

function ofNsxMachine(machine: NsxMachine, hidden: Unknown | undefined): Endpoint {
  return {
    id: machine.id,
    ids: [machine.id],
    object: machine,
    name: machine.name,
    tags: openTo(machine.tags, hidden),
    externalId: machine.externalId,
    segments: machine.segments,
    // What is on no segment is on some other network.
    elsewhere: machine.segments.complete && machine.segments.ids.length > 0 ? 'no' : 'maybe',
  };
}

function ofMachine(
  estate: Estate,
  machine: VirtualMachine,
  faces: readonly NsxMachine[],
  nameless: readonly NsxMachine[],
  hidden: Unknown | undefined,
): Endpoint {
  const external = faces.map(({ externalId }) => externalId).find((each) => each !== null);
  return {
    id: machine.id,
    ids: [machine.id, ...faces.map(({ id }) => id)],
    object: machine,
    name: machine.name,
    tags: openTo(tagsOf(machine, faces, nameless), hidden),
    externalId: external ?? (machine.origin === 'owned' ? unknown('computed', 'uuid', machine.id) : null),
    ...networksOf(estate, machine, faces),
  };
}

/** Where the app tags a VM, its tags are those and no others: the provider replaces the whole set. */
function tagsOf(machine: VirtualMachine, faces: readonly NsxMachine[], nameless: readonly NsxMachine[]): Blocks<NsxTag> {
  const owned = faces.filter(({ origin }) => origin === 'owned');
  const said = owned.length > 0 ? owned : faces;
  const items = said.flatMap(({ tags }) => tags.items);
  const open = said.find(({ tags }) => !tags.complete)?.tags.unknown ?? conditional(said);
  if (open) return { items, complete: false, unknown: open };
  // Only tags that the app gives can be the machine's: what is recorded of another VM names that.
  const stranger = owned.length === 0 ? nameless.find(({ origin }) => origin === 'owned') : undefined;
  if (stranger) return { items, complete: false, unknown: stranger.machine as Unknown };
  if (said.length === 0 && machine.origin !== 'owned') return { items, complete: false, unknown: unknown('data-source', 'tag', machine.id) };
  return { items, complete: true };
}

/** Why tags may not be there, or may not be those of each of a family. */
function conditional(faces: readonly NsxMachine[]): Unknown | undefined {
  const family = faces.find(({ instances: { low, high } }) => low !== 1 || high !== 1);
  return family && unknown('instance-key', 'each.key', family.id);
}

function openTo(tags: Blocks<NsxTag>, hidden: Unknown | undefined): Blocks<NsxTag> {
  return hidden && tags.complete ? { items: tags.items, complete: false, unknown: hidden } : tags;
}

function networksOf(estate: Estate, machine: VirtualMachine, faces: readonly NsxMachine[]): Pick<Endpoint, 'segments' | 'elsewhere'> {
  const { objects, nsxObjects } = indexOf(estate);
  const segments = new Set<ObjectId>(faces.flatMap((face) => face.segments.ids));
  let elsewhere: Ternary = 'no';
  let open = machine.networksComplete ? undefined : unknown('expression', 'network_interface', machine.id);
  for (const network of machine.networks) {
    const segment = isUnknown(network) ? network : nsxObjects.has(network) ? network : segmentOf(objects.get(network), network);
    if (isUnknown(segment)) open ??= segment;
    else if (segment === null) elsewhere = 'yes';
    else segments.add(segment);
  }
  if (open && elsewhere === 'no') elsewhere = 'maybe';
  return { segments: { ids: [...segments], complete: !open, ...(open && { unknown: open }) }, elsewhere };
}

/** The segment that a network is the face of. One that says none is the face of none that the estate knows, unless nobody knows its name. */
function segmentOf(network: EstateObject | undefined, id: ObjectId): Field<ObjectId | null> {
  if (!network) return unknown('data-source', 'name', id);
  const { segment, name } = network as Partial<PortGroup>;
  if (segment !== undefined) return segment;
  return network.origin !== 'owned' && isUnknown(name) ? name : null;
}
