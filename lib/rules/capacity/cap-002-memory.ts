import { isUnknown, type Estate, type Premise, type VirtualMachine } from '../../estate';
import {
  countPlaces,
  hasRoom,
  HYPERVISOR_RESERVE,
  memoryBalance,
  RESERVATION_WITHIN_MEMORY,
  VM_OVERHEAD,
  VSAN_RESERVE,
  type HostMemory,
  type MachineMemory,
} from '../../proofs/capacity';
import { Interval } from '../../units';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Subject, Verdict } from '../verdict';
import { formatGib, gibTenths, quotedName } from '../wording';
import { viewOf, type ClusterView } from './cluster-view';
import { explain } from './demand';
import { homeless } from './homeless';
import { memoryGaps } from './memory-gaps';
import { memoryLoads } from './memory-loads';
import { crowded, shortage, tooLargeVerdict, type Case } from './memory-shortages';

/**
 * Memory, in sum and by count: what the VMs of a cluster are given, with their overhead, fits what its hosts leave after
 * their own reserve, and for no size are there more VMs of it than hosts have places. Neither gives a placement: VMs may
 * still fit in sum and by count and have none. A declared overcommitment holds for the cluster and for each host of it;
 * whether reservations are met is not asked.
 */
export const memory: Rule = {
  id: 'CAP-002',
  title: 'Memory overcommit',
  decides:
    'Configured VM memory, per-VM overhead and host reserve fit the memory of the hosts in total, and the hosts have places enough for the VMs of each size, overcommitted only as far as the cluster declares; totals and counts are compared, no placement is sought.',
  why: 'ESXi reclaims what it has promised twice by ballooning and swapping, which guests feel as stalls of seconds.',
  severity: 'error',
  evidence: 'Memory wanted and available in GiB with overhead and reserve apart, or VMs of a size and places for them; what would make room.',
  sources: [VM_OVERHEAD.source, 'https://knowledge.broadcom.com/external/article/420935/estimated-memory-requirements-for-esxi-h.html'],
  *check(estate: Estate): Iterable<Verdict> {
    const views = estate.vsphere.clusters.map((cluster) => viewOf(estate, cluster));
    for (const view of views) yield* decide(view);
    yield* homeless(estate, views);
  },
};

function* decide(view: ClusterView): Iterable<Verdict> {
  const { cluster } = view;
  const subject: Subject = cluster.path === undefined ? {} : { path: cluster.path };
  const hasNone = !view.hostsOpen && view.hosts.every((host) => host.count.high === 0);
  if (!hasNone && !view.hosts.some(({ object }) => object.hardware)) {
    yield withoutHardware(view, subject);
    return;
  }

  const loads = memoryLoads(view);
  const { ratio } = loads;
  const premises = premisesOf(view, ratio);
  const machines = view.machinesOpen ? [...loads.machines, UNSEEN_MACHINES] : loads.machines;
  const hosts = view.hostsOpen ? [...loads.hosts, UNSEEN_HOSTS] : loads.hosts;
  const balance = memoryBalance(machines, hosts, ratio);
  const tooLarge = new Set(
    hasNone
      ? []
      : view.machines
          .filter(({ count: howMany }, at) => howMany.low > 0 && hasRoom(machines[at]!, hosts, ratio) === 'no')
          .map(({ object }) => object),
  );
  const short: Case = { view, loads, tooLarge, subject, premises };
  for (const machine of tooLarge) yield tooLargeVerdict(machine, short);

  if (balance.fits === 'no') {
    yield shortage(balance, short);
    return;
  }
  const placed = machines.filter((_, at) => !tooLarge.has(view.machines[at]?.object as VirtualMachine));
  const { fits, crowd } = hasNone ? { fits: 'yes' as const } : countPlaces(placed, hosts, ratio);
  if (fits === 'no') yield crowded(crowd!, short);
  if (tooLarge.size > 0 || fits === 'no') return;
  if (balance.fits === 'yes' && fits === 'yes') {
    yield { verdict: 'proved', subject, premises };
    return;
  }
  yield {
    verdict: 'undecided',
    subject,
    premises,
    message: `memory of cluster ${quotedName(cluster)}`,
    ...explain([...view.gaps, ...memoryGaps(view, loads, balance.fits === 'yes' ? crowd : undefined)]),
    witness: [
      { label: 'wanted', text: intervalText(Interval.add(balance.configured, balance.overhead), 'up') },
      { label: 'available', text: intervalText(balance.supply, 'down') },
    ],
  };
}

/** VMs and hosts that the estate does not know. */
const UNSEEN_MACHINES: MachineMemory = { count: Interval.atLeast(0), memoryMiB: Interval.atLeast(0), vcpus: Interval.atLeast(1) };
const UNSEEN_HOSTS: HostMemory = { count: Interval.atLeast(0), memoryMiB: null, reserveMiB: Interval.exactly(0) };

function withoutHardware(view: ClusterView, subject: Subject): Verdict {
  const { premises } = view;
  if (view.machines.length === 0 && !view.machinesOpen) return { verdict: 'proved', subject, premises };
  return {
    verdict: 'undecided',
    subject,
    premises,
    message: `memory of cluster ${quotedName(view.cluster)}`,
    ...explain([
      {
        reason: view.hosts.length > 0 ? 'nobody stated the hardware of any of its hosts' : 'none of its hosts is known',
        decidedBy: 'the model of its hosts',
      },
      ...view.gaps,
    ]),
  };
}

function premisesOf(view: ClusterView, ratio: number): Premise[] {
  const { cluster } = view;
  const guessed = view.hosts.some(({ object }) => object.hardware && object.hardware.hypervisorReserveMiB === undefined);
  const reservationUnknown = view.machines.some(({ object }) => !isUnknown(object.memoryMiB) && isUnknown(object.memoryReservationMiB));
  return [
    ...view.premises,
    ...(cluster.memoryRatio === undefined ? [] : [Premises.ratio(cluster, 'of host memory', ratio)]),
    ...view.hosts.flatMap(({ object }) => (object.hardware ? [Premises.hardware(object)] : [])),
    Premises.constant(VM_OVERHEAD),
    ...(reservationUnknown ? [Premises.constant(RESERVATION_WITHIN_MEMORY)] : []),
    ...(guessed ? [Premises.constant(HYPERVISOR_RESERVE)] : []),
    ...(guessed && cluster.vsan.enabled !== false ? [Premises.constant(VSAN_RESERVE)] : []),
  ];
}

function intervalText(mib: Interval, rounding: 'up' | 'down'): string {
  return Interval.format(mib, (value) => formatGib(gibTenths(value, rounding)));
}
