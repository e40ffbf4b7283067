import { isUnknown, type Estate, type VirtualMachine } from '../../estate';
import { countPlaces, hasRoom, memoryBalance } from '../../proofs/capacity';
import { Interval } from '../../units';
import { Mend } from '../mend';
import type { Remedy } from '../verdict';
import { count, formatGib, gibTenths } from '../wording';
import type { ClusterView } from './cluster-view';
import { familyName, type Family } from './demand';
import { backInService } from './idle-hosts';
import { memoryOf, supplyOf, type MemoryLoads } from './memory-loads';

const MOST_HOSTS_WORTH_NAMING = 64;
const MIB_PER_GIB = 1024;

/**
 * What would make room: hosts back in service, more hosts, smaller VMs of the family that takes most.
 *
 * @param tooLarge VMs that no host holds: each has a finding of its own, and more hosts of the same kind do not mend it
 */
export function memoryRemedies(view: ClusterView, loads: MemoryLoads, largest: Family | undefined, tooLarge: ReadonlySet<VirtualMachine>): Remedy[] {
  const idle = backInService(view);
  if (view.machinesOpen || memoryBalance(loads.machines, loads.hosts, loads.ratio).demand.high === null) return idle;
  const isEnough = ({ machines, hosts, ratio }: MemoryLoads): boolean =>
    memoryBalance(machines, hosts, ratio).fits === 'yes' &&
    countPlaces(
      machines.filter((_, at) => !tooLarge.has(view.machines[at]!.object)),
      hosts,
      ratio,
    ).fits === 'yes';
  const canShrink = largest !== undefined && !largest.machines.some((machine) => tooLarge.has(machine));
  return [...idle, ...moreHosts(view, loads, isEnough), ...(canShrink ? smallerMachines(view, loads, largest, isEnough) : [])];
}

type Check = (loads: MemoryLoads) => boolean;

/** Hosts like the roomiest. */
function moreHosts(view: ClusterView, loads: MemoryLoads, isEnough: Check): Remedy[] {
  const serving = view.hosts.filter(({ object, count: howMany }) => object.hardware && howMany.high !== 0).map(({ object }) => object);
  if (serving.length === 0) return [];
  const model = serving.reduce((a, b) => (b.hardware!.memoryMiB > a.hardware!.memoryMiB ? b : a));
  for (let more = 1; more <= MOST_HOSTS_WORTH_NAMING; more += 1) {
    if (!isEnough({ ...loads, hosts: [...loads.hosts, supplyOf(model, Interval.exactly(more), view.cluster.vsan.enabled !== false)] })) continue;
    const each = `${formatGib(gibTenths(model.hardware!.memoryMiB, 'down'))}${more > 1 ? ' each' : ''}`;
    return [{ text: `${count(more, 'more host')} like ${view.name(model)} (${each})`, mend: Mend.addHosts(view.cluster, model, more) }];
  }
  return [];
}

function smallerMachines(view: ClusterView, loads: MemoryLoads, family: Family, isEnough: Check): Remedy[] {
  // How many there are, and what they reserve, must be known to say what would do.
  if (family.machines.length !== family.count || family.machines.some((machine) => isUnknown(machine.memoryReservationMiB))) return [];
  const chosen = new Set(family.machines);
  const gib = largestThat(
    (size) => {
      const memoryMiB = Interval.exactly(size * MIB_PER_GIB);
      const machines = loads.machines.map((load, at) => (chosen.has(view.machines[at]!.object) ? { ...load, memoryMiB } : load));
      return isEnough({ ...loads, machines });
    },
    Math.ceil(family.each / MIB_PER_GIB),
  );
  return gib < 1 ? [] : [shrunk(family, view, gib)];
}

/** The most memory with which a VM that no host holds has a place on the roomiest. */
export function fittingSize(machine: VirtualMachine, view: ClusterView, { hosts, ratio }: MemoryLoads): Remedy[] {
  const { memoryMiB: now, instances } = machine;
  if (isUnknown(now) || isUnknown(machine.memoryReservationMiB)) return [];
  const one = { count: Interval.exactly(1), ...memoryOf(machine) };
  const gib = largestThat(
    (size) => hasRoom({ ...one, memoryMiB: Interval.exactly(size * MIB_PER_GIB) }, hosts, ratio) === 'yes',
    Math.ceil(now / MIB_PER_GIB),
  );
  return gib < 1 ? [] : [shrunk({ machines: [machine], count: instances.low, each: now }, view, gib)];
}

function shrunk(family: Family, view: ClusterView, gib: number): Remedy {
  const reserved = family.machines.filter(({ memoryReservationMiB }) => (memoryReservationMiB as number) > gib * MIB_PER_GIB);
  const now = `(${formatGib(gibTenths(family.each, 'up'))} now)`;
  return {
    text: `${familyName(family, view.name)} with ${formatGib(gib * 10)}${family.count > 1 ? ' each' : ''} ${now}${reserved.length > 0 ? ', and no more of it reserved' : ''}`,
    mend: (estate: Estate): Estate =>
      Mend.changeMachines(ids(reserved), { memoryReservationMiB: gib * MIB_PER_GIB })(
        Mend.changeMachines(ids(family.machines), { memoryMiB: gib * MIB_PER_GIB })(estate),
      ),
  };
}

/** The largest whole number below a bound that fits, 0 where none does: what fits, fits smaller. */
function largestThat(fits: (n: number) => boolean, bound: number): number {
  let [low, high] = [0, bound];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function ids(machines: readonly VirtualMachine[]): string[] {
  return machines.map(({ id }) => id);
}
