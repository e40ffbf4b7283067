import {
  indexOf,
  isReference,
  isUnknown,
  opaqueModules,
  type Estate,
  type ObjectId,
  type PortGroup,
  type Segment,
  type Value,
  type VirtualMachine,
} from '../../estate';
import { Interval, type Ternary } from '../../units';
import { addTo } from '../../units/multimap';
import { blocksOf, type Block } from '../blocks';
import { knownOnlyTo, nameOf, quoted, quotedName } from '../wording';
import { mostNodes } from './cluster-addresses';

/** The network adapters on a segment, each of which needs an address. */
export interface SegmentNics {
  readonly all: Interval;
  /** Those that take theirs by DHCP. */
  readonly dynamic: Interval;
  /** VMs with an adapter that is surely on it. */
  readonly machines: readonly string[];
  /** Why there may be more than the estate shows, or fewer; none where the count is sure. */
  readonly gaps: readonly string[];
}

export function nicsOn(estate: Estate, segment: Segment): SegmentNics {
  const all: Interval[] = [];
  const dynamic: Interval[] = [];
  const machines: string[] = [];
  const gaps = new Set<string>(othersOn(estate, segment));
  const count = (instances: Interval, on: Ternary, isStatic: Ternary, name: string): void => {
    if (on === 'yes' && instances.low > 0) machines.push(name);
    all.push({ low: on === 'yes' ? instances.low : 0, high: instances.high });
    dynamic.push({ low: on === 'yes' && isStatic === 'no' ? instances.low : 0, high: isStatic === 'yes' ? 0 : instances.high });
    if (!Interval.isExact(instances)) gaps.add(`how many there are of VM ${quoted(name)} depends on a count or for_each that is not decided`);
  };
  for (const machine of machinesNear(estate, segment)) {
    if (machine.origin === 'looked-up' || machine.instances.high === 0) continue;
    for (const [i, network] of machine.networks.entries()) {
      const on: Ternary = isUnknown(network) ? 'maybe' : isSegment(estate, network, segment);
      if (on === 'no') continue;
      if (isUnknown(network)) gaps.add(`a network of VM ${quotedName(machine)} is ${knownOnlyTo(network)}`);
      else if (on === 'maybe') gaps.add(`whether a network of VM ${quotedName(machine)} is this segment is not said`);
      count(machine.instances, on, hasStaticAddress(estate, machine, i), nameOf(machine));
    }
    if (!machine.networksComplete) {
      gaps.add(`not all network adapters of VM ${quotedName(machine)} are shown`);
      all.push(Interval.atLeast(0));
      dynamic.push(Interval.atLeast(0));
    }
  }
  for (const { nodes, like } of nodesToCome(estate)) {
    const isOn = (machine: VirtualMachine): number =>
      machine.networks.findIndex((each) => !isUnknown(each) && isSegment(estate, each, segment) === 'yes');
    const [first, ...others] = like.filter((machine) => isOn(machine) >= 0);
    if (!first) continue;
    const on: Ternary = others.length + 1 === like.length ? 'yes' : 'maybe';
    if (on === 'maybe') gaps.add(`whether nodes to come, like VM ${quotedName(first)}, are on this segment is not known: not all of their pool are`);
    count(on === 'yes' ? Interval.exactly(nodes) : { low: 0, high: nodes }, on, hasStaticAddress(estate, first, isOn(first)), nameOf(first));
  }
  for (const cluster of estate.kubernetes.kubernetesClusters) {
    if (cluster.virtualIp !== undefined && cluster.networks.ids.includes(segment.id)) all.push(Interval.exactly(1));
  }
  for (const machine of estate.nsx.nsxMachines) {
    if (machine.machine !== null) continue;
    if (machine.segments.ids.includes(segment.id)) count(machine.instances, 'yes', 'maybe', nameOf(machine));
  }
  if (othersOn(estate, segment).length > 0) {
    all.push(Interval.atLeast(0));
    dynamic.push(Interval.atLeast(0));
  }
  return { all: Interval.sum(all), dynamic: lessBindings(estate, segment, Interval.sum(dynamic)), machines, gaps: [...gaps] };
}

interface NodesToCome {
  readonly nodes: number;
  /** Those of today, which they are like. */
  readonly like: readonly VirtualMachine[];
}

/** Nodes that pools may have beyond those of today. */
function nodesToCome(estate: Estate): NodesToCome[] {
  const { objects } = indexOf(estate);
  return estate.kubernetes.nodePools.flatMap((pool) => {
    const nodes = mostNodes(pool) - pool.replicas;
    const like = pool.machines.ids.flatMap((id) => (objects.get(id) as VirtualMachine | undefined) ?? []);
    return nodes > 0 && like.length > 0 ? [{ nodes, like }] : [];
  });
}

interface Attached {
  readonly byNetwork: ReadonlyMap<ObjectId, readonly number[]>;
  /** Those with a network that is not known. */
  readonly open: readonly number[];
}

/** Where the machines of an estate are attached, worked out once. */
const ATTACHED = new WeakMap<Estate, Attached>();

function attachedIn(estate: Estate): Attached {
  const known = ATTACHED.get(estate);
  if (known) return known;
  const byNetwork = new Map<ObjectId, number[]>();
  const open: number[] = [];
  for (const [i, { networks, networksComplete }] of estate.vsphere.machines.entries()) {
    if (!networksComplete || networks.some(isUnknown)) open.push(i);
    for (const network of new Set(networks)) if (!isUnknown(network)) addTo(byNetwork, network, i);
  }
  const found = { byNetwork, open };
  ATTACHED.set(estate, found);
  return found;
}

/** The machines that are, or may be, on a segment, in their order. */
function machinesNear(estate: Estate, segment: Segment): readonly VirtualMachine[] {
  const { byNetwork, open } = attachedIn(estate);
  const found = new Set(open);
  for (const [network, machines] of byNetwork) if (isSegment(estate, network, segment) !== 'no') for (const i of machines) found.add(i);
  return [...found].sort((a, b) => a - b).map((i) => estate.vsphere.machines[i]!);
}

/** Who else may put VMs on a segment. */
function othersOn(estate: Estate, segment: Segment): string[] {
  if (indexOf(estate).isClosed(segment)) return [];
  if (segment.origin !== 'owned') return [`others may have VMs on segment ${quotedName(segment)}`];
  const [module] = opaqueModules(estate);
  return module ? [`module ${quoted(module.name)} may put VMs on it`] : [];
}

/** Whether what a VM calls its network is a segment: itself, or its face in vCenter. */
function isSegment(estate: Estate, network: ObjectId, segment: Segment): Ternary {
  if (network === segment.id) return 'yes';
  const face = indexOf(estate).objects.get(network) as Partial<PortGroup> | undefined;
  if (!face) return 'no';
  if (face.segment !== undefined) return isUnknown(face.segment) ? 'maybe' : face.segment === segment.id ? 'yes' : 'no';
  if (face.origin === 'owned' || face.name === undefined || isUnknown(segment.name)) return 'no';
  return isUnknown(face.name) || face.name === segment.name ? 'maybe' : 'no';
}

/**
 * Whether an adapter has an address that the program gives it. Data for cloud-init, and properties of a vApp, may give one that
 * nobody sees here; a VM with neither, and without an address in its customization, asks for one.
 */
function hasStaticAddress(estate: Estate, machine: VirtualMachine, nic: number): Ternary {
  const entry = indexOf(estate).entryOf(machine);
  if (!entry) return 'maybe';
  let blocks: readonly Block[] = [entry.values];
  for (const name of ['clone', 'customize', 'network_interface']) {
    if (blocks.some((block) => isHidden(block[name] ?? null))) return 'maybe';
    blocks = blocks.flatMap((block) => blocksOf(block[name]));
  }
  const addresses = ['ipv4_address', 'ipv6_address'].map((name) => blocks[nic]?.[name] ?? null).filter((each) => each !== null && each !== '');
  if (addresses.length > 0) return 'yes';
  return ['extra_config', 'vapp', 'cdrom'].every((name) => isEmpty(entry.values[name] ?? null)) ? 'no' : 'maybe';
}

function isHidden(value: Value): boolean {
  return isUnknown(value) || isReference(value) || (Array.isArray(value) && value.some((each: Value) => isHidden(each)));
}

function isEmpty(value: Value): boolean {
  return value === null || (typeof value === 'object' && !isUnknown(value) && !isReference(value) && Object.keys(value).length === 0);
}

/** A binding gives a VM its address, which need not be of the ranges for the others. */
function lessBindings({ terraform }: Estate, segment: Segment, nics: Interval): Interval {
  const bindings = terraform.stacks
    .flatMap(({ resources }) => resources)
    .filter(({ type, values }) => BINDINGS.has(type) && mayBeOn(values.segment_path ?? null, segment));
  const most = Interval.sum(bindings.map(({ instances }) => instances)).high;
  return { low: most === null ? 0 : Math.max(0, nics.low - most), high: nics.high };
}

const BINDINGS: ReadonlySet<string> = new Set(['nsxt_policy_dhcp_v4_static_binding', 'nsxt_policy_dhcp_v6_static_binding']);

function mayBeOn(path: Value, segment: Segment): boolean {
  if (isReference(path)) return segment.addresses.some(({ stack, address }) => stack === path.$ref.stack && address === path.$ref.address);
  return typeof path !== 'string' || isUnknown(segment.policyPath) || path === segment.policyPath;
}
