import { sizeOf, type Crowd } from '../../proofs/capacity';
import { count, formatGib, gibTenths, listed } from '../wording';
import type { ClusterView, Gap } from './cluster-view';
import type { MemoryLoads } from './memory-loads';
import { MEMORY, openSizes, VCPUS } from './open-sizes';
import { reservesTooMuch } from './reservations';

/** What keeps the memory of a cluster open. @param crowd the size that may lack places, where the totals surely fit */
export function memoryGaps(view: ClusterView, loads: MemoryLoads, crowd: Crowd | undefined): Gap[] {
  const machines = view.machines.map(({ object }) => object);
  const bare = listed(view.hosts.filter(({ object }) => !object.hardware).map(({ object }) => view.name(object)));
  const greedy = listed(machines.filter(reservesTooMuch).map(view.name));
  const gaps: Gap[] = [
    ...(bare === '' ? [] : [{ reason: `nobody stated the hardware of ${bare}`, decidedBy: `the model of ${bare}` }]),
    ...openSizes(machines, MEMORY, view.name),
    ...(greedy === ''
      ? []
      : [
          {
            reason: `more memory is reserved for ${greedy} than given, which vSphere refuses`,
            decidedBy: '`memory_reservation` of at most `memory`',
          },
        ]),
    ...openSizes(machines, VCPUS, view.name, ', and the overhead of a VM grows with them'),
  ];
  if (gaps.length > 0 || view.gaps.length > 0) return gaps;
  return [
    {
      reason: `${crowd ? placeText(view, loads, crowd) : 'whether it is enough'} depends on what ESXi keeps for itself and on the overhead of each VM, which are known only within bounds`,
      decidedBy: 'the measured `hypervisorReserve` in the host model, or more room',
    },
  ];
}

function placeText(view: ClusterView, { machines }: MemoryLoads, { sizeMiB, machines: howMany, places }: Crowd): string {
  if (places > 0)
    return `whether there is a place for each of the ${count(howMany, 'VM')} that may take ${formatGib(gibTenths(sizeMiB, 'up'))} or more`;
  const at = machines.findIndex((machine) => machine.count.high !== 0 && Math.ceil(sizeOf(machine).high ?? Infinity) >= sizeMiB);
  return `whether ${view.name(view.machines[at]!.object)} fits the largest host`;
}
