import type { ComputeCluster, Premise, VirtualMachine } from '../../estate';
import { memoryBalance, placesOn, roomOf, sizeOf, type Crowd, type HostMemory, type MachineMemory, type MemoryBalance } from '../../proofs/capacity';
import { Interval } from '../../units';
import type { Refuted, Subject } from '../verdict';
import { count, formatGib, gibTenths, grouped, quotedName } from '../wording';
import type { ClusterView } from './cluster-view';
import { largestFamilies, largestText, type Family } from './demand';
import { idleText } from './idle-hosts';
import { memoryOf, type MemoryLoads } from './memory-loads';
import { fittingSize, memoryRemedies } from './memory-remedies';

/** A cluster whose memory is not enough. */
export interface Case {
  readonly view: ClusterView;
  readonly loads: MemoryLoads;
  /** VMs that no host holds. */
  readonly tooLarge: ReadonlySet<VirtualMachine>;
  readonly subject: Subject;
  readonly premises: readonly Premise[];
}

/** The VMs need more in total than the hosts have. */
export function shortage(balance: MemoryBalance, { view, loads, tooLarge, subject, premises }: Case): Refuted {
  const configured = gibTenths(balance.configured.low, 'up');
  const overhead = gibTenths(balance.overhead.low, 'up');
  const available = gibTenths(balance.supply.high!, 'down');
  const families = familiesOf(view);
  const machines = families.reduce((sum, family) => sum + family.count, 0);
  const serving = loads.hosts.filter((host) => host.count.high !== 0);
  return {
    verdict: 'refuted',
    subject,
    premises,
    message: `the VMs of cluster ${quotedName(view.cluster)} need at least ${formatGib(configured + overhead - available)} more memory than its hosts have`,
    witness: [
      {
        label: 'wanted',
        text: `${formatGib(configured + overhead)}: ${formatGib(configured)} for ${count(machines, 'VM')}, at least ${formatGib(overhead)} overhead`,
      },
      {
        label: 'available',
        text: `${formatGib(available)} on ${count(serving.length, 'host')}${ratioText(view.cluster, loads.ratio)}${serving.length === 0 ? '' : reserveText(serving)}${idleText(view)}`,
      },
      { label: 'largest', text: largestText(families, view.name, memoryText) },
    ],
    remedies: memoryRemedies(view, loads, families[0], tooLarge),
  };
}

/** VMs of a size that are more than the hosts have places for. */
export function crowded({ sizeMiB, machines, places }: Crowd, { view, loads, tooLarge, subject, premises }: Case): Refuted {
  const families = familiesOf(view, (machine) => !tooLarge.has(machine) && Math.floor(sizeOf(oneOf(machine)).low) >= sizeMiB);
  return {
    verdict: 'refuted',
    subject,
    premises,
    key: 'places',
    message: `the hosts of cluster ${quotedName(view.cluster)} have no place for ${grouped(machines - places)} of its VMs`,
    witness: [
      { label: 'wanted', text: `${count(machines, 'place')} for VMs that take ${memoryText(sizeMiB)} or more each, with overhead` },
      {
        label: 'available',
        text: `${count(places, 'place')} of that size${ratioText(view.cluster, loads.ratio)}: ${placesText(loads, sizeMiB)}${idleText(view)}`,
      },
      { label: 'largest', text: largestText(families, view.name, memoryText) },
    ],
    remedies: memoryRemedies(view, loads, families[0], tooLarge),
  };
}

export function tooLargeVerdict(machine: VirtualMachine, { view, loads, premises }: Case): Refuted {
  const needs = memoryBalance([oneOf(machine)], [], loads.ratio);
  const roomiest = Math.max(0, ...loads.hosts.filter((host) => host.count.high !== 0).map((host) => roomOf(host, loads.ratio).high ?? 0));
  return {
    verdict: 'refuted',
    subject: machine.path === undefined ? {} : { path: machine.path, attribute: 'memory' },
    premises,
    key: 'larger-than-any-host',
    message: `VM ${view.name(machine)} is larger than any host of cluster ${quotedName(view.cluster)}`,
    witness: [
      { label: 'wanted', text: `${memoryText(needs.configured.low)} and at least ${memoryText(needs.overhead.low)} overhead` },
      { label: 'available', text: `${formatGib(gibTenths(roomiest, 'down'))} on the largest host` },
    ],
    remedies: fittingSize(machine, view, loads),
  };
}

function ratioText(cluster: ComputeCluster, ratio: number): string {
  return cluster.memoryRatio === undefined ? '' : `, ${ratio} times over as declared`;
}

function reserveText(hosts: readonly HostMemory[]): string {
  const reserve = Interval.sum(hosts.map((host) => host.reserveMiB)).low;
  return reserve > 0 ? `, after ${formatGib(gibTenths(reserve, 'up'))} that ESXi keeps` : ', were ESXi to keep nothing';
}

/** "2 each on 3 hosts with 372 GiB, none on 1 host with 100 GiB". */
function placesText({ hosts, ratio }: MemoryLoads, sizeMiB: number): string {
  const rooms = new Map<number, number>();
  for (const host of hosts) {
    const room = roomOf(host, ratio).high ?? 0;
    if (host.count.high) rooms.set(room, (rooms.get(room) ?? 0) + host.count.high);
  }
  const parts = [...rooms].map(([room, howMany]) => {
    const places = placesOn(room, sizeMiB);
    const held = places === 0 ? 'none' : howMany === 1 ? String(places) : `${places} each`;
    return `${held} on ${count(howMany, 'host')} with ${formatGib(gibTenths(room, 'down'))}`;
  });
  return parts.join(', ');
}

function familiesOf(view: ClusterView, isMeant: (machine: VirtualMachine) => boolean = () => true): Family[] {
  return largestFamilies(
    view.machines.filter(({ object }) => isMeant(object)),
    (machine) => memoryOf(machine).memoryMiB,
  );
}

function oneOf(machine: VirtualMachine): MachineMemory {
  return { count: Interval.exactly(1), ...memoryOf(machine) };
}

function memoryText(mib: number): string {
  return formatGib(gibTenths(mib, 'up'));
}
