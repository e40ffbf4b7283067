import { isUnknown, type ComputeCluster, type EsxiHost, type Estate, type Premise, type VirtualMachine } from '../../estate';
import {
  hasRoom,
  hostReserveMiB,
  HYPERVISOR_RESERVE,
  memoryBalance,
  roomOf,
  VM_OVERHEAD,
  VSAN_RESERVE,
  type HostMemory,
  type MachineMemory,
  type MemoryBalance,
} from '../../proofs/capacity';
import { Interval } from '../../units';
import { Mend } from '../mend';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Remedy, Subject, Verdict } from '../verdict';
import { count, formatGib, gibTenths, knownOnlyTo, listedNames, quotedName } from '../wording';
import { viewOf, type ClusterView, type Gap } from './cluster-view';
import { homeless } from './homeless';
import { backInService, idleText } from './idle-hosts';
import { explain, familyName, largestFamilies } from './demand';

/**
 * Memory, in sum and VM by VM: what the VMs of a cluster are given, with their overhead, fits what its hosts leave after
 * their own reserve, and every VM alone fits some host. Whether all find a place at once is CAP-003's question.
 */
export const memory: Rule = {
  id: 'CAP-002',
  title: 'Memory overcommit',
  decides: 'Configured VM memory, per-VM overhead and host reserve fit the memory of the hosts, overcommitted only as far as the cluster declares.',
  why: 'ESXi reclaims what it has promised twice by ballooning and swapping, which guests feel as stalls of seconds.',
  severity: 'error',
  evidence: 'Memory wanted and available in GiB with overhead and reserve apart, the largest fleets, and what would make room.',
  sources: [VM_OVERHEAD.source, 'https://knowledge.broadcom.com/external/article/420935/estimated-memory-requirements-for-esxi-h.html'],
  *check(estate: Estate): Iterable<Verdict> {
    const views = estate.vsphere.clusters.map((cluster) => viewOf(estate, cluster));
    for (const view of views) yield* decide(view);
    yield* homeless(estate, views);
  },
};

function* decide(view: ClusterView): Iterable<Verdict> {
  const { cluster } = view;
  const ratio = cluster.memoryRatio ?? 1;
  const subject: Subject = cluster.path === undefined ? {} : { path: cluster.path };
  const machines = view.machines.map(({ object, count: howMany }) => memoryOf(object, howMany));
  const hosts = view.hosts.map(({ object, count: howMany }) => supplyOf(object, howMany, cluster));
  const premises = premisesOf(view, ratio);

  const hasNone = !view.hostsOpen && view.hosts.every((host) => host.count.high === 0);
  if (!hasNone && !view.hosts.some(({ object }) => object.hardware)) {
    if (machines.length === 0 && !view.machinesOpen) {
      yield { verdict: 'proved', subject, premises: view.premises };
      return;
    }
    yield {
      verdict: 'undecided',
      subject,
      premises: view.premises,
      message: `memory of cluster ${quotedName(cluster)}`,
      ...explain([
        {
          reason: view.hosts.length > 0 ? 'nobody stated the hardware of any of its hosts' : 'none of its hosts is known',
          decidedBy: 'the model of its hosts',
        },
        ...view.gaps,
      ]),
    };
    return;
  }

  const balance = memoryBalance(
    view.machinesOpen ? [...machines, { count: Interval.atLeast(0), memoryMiB: Interval.atLeast(0), vcpus: Interval.atLeast(1) }] : machines,
    view.hostsOpen ? [...hosts, { count: Interval.atLeast(0), memoryMiB: null, reserveMiB: Interval.exactly(0) }] : hosts,
    ratio,
  );
  const tooLarge =
    view.hostsOpen || hasNone ? [] : view.machines.filter(({ count: howMany }, i) => howMany.low > 0 && hasRoom(machines[i]!, hosts, ratio) === 'no');
  for (const { object } of tooLarge) yield tooLargeVerdict(object, view, hosts, ratio, premises);

  if (balance.fits === 'no') {
    yield shortage(view, balance, hosts, ratio, subject, premises);
    return;
  }
  if (tooLarge.length > 0) return;
  const tight = hasNone ? -1 : machines.findIndex((machine) => machine.count.high !== 0 && hasRoom(machine, hosts, ratio) !== 'yes');
  if (balance.fits === 'yes' && tight < 0) {
    yield { verdict: 'proved', subject, premises };
    return;
  }
  yield {
    verdict: 'undecided',
    subject,
    premises,
    message: `memory of cluster ${quotedName(cluster)}`,
    ...explain([...view.gaps, ...gapsOf(view, balance.fits === 'yes' ? view.machines[tight]!.object : undefined)]),
    witness: [
      { label: 'wanted', text: intervalText(Interval.add(balance.configured, balance.overhead), 'up') },
      { label: 'available', text: intervalText(balance.supply, 'down') },
    ],
  };
}

function memoryOf(machine: VirtualMachine, howMany: Interval): MachineMemory {
  return {
    count: howMany,
    memoryMiB: isUnknown(machine.memoryMiB) ? Interval.atLeast(0) : Interval.exactly(machine.memoryMiB),
    vcpus: isUnknown(machine.cpus) ? Interval.atLeast(1) : Interval.exactly(machine.cpus),
  };
}

function supplyOf(host: EsxiHost, howMany: Interval, cluster: ComputeCluster): HostMemory {
  const { hardware } = host;
  if (!hardware) return { count: howMany, memoryMiB: null, reserveMiB: Interval.exactly(0) };
  const { memoryMiB, hypervisorReserveMiB } = hardware;
  const reserveMiB =
    hypervisorReserveMiB === undefined ? hostReserveMiB(memoryMiB, cluster.vsanEnabled !== false) : Interval.exactly(hypervisorReserveMiB);
  return { count: howMany, memoryMiB, reserveMiB };
}

function premisesOf(view: ClusterView, ratio: number): Premise[] {
  const { cluster } = view;
  const guessed = view.hosts.some(({ object }) => object.hardware && object.hardware.hypervisorReserveMiB === undefined);
  return [
    ...view.premises,
    ...(cluster.memoryRatio === undefined ? [] : [Premises.ratio(cluster, 'of host memory', ratio)]),
    ...view.hosts.flatMap(({ object }) => (object.hardware ? [Premises.hardware(object)] : [])),
    Premises.constant(VM_OVERHEAD),
    ...(guessed ? [Premises.constant(HYPERVISOR_RESERVE)] : []),
    ...(guessed && cluster.vsanEnabled !== false ? [Premises.constant(VSAN_RESERVE)] : []),
  ];
}

function shortage(
  view: ClusterView,
  balance: MemoryBalance,
  hosts: readonly HostMemory[],
  ratio: number,
  subject: Subject,
  premises: readonly Premise[],
): Verdict {
  const configured = gibTenths(balance.configured.low, 'up');
  const overhead = gibTenths(balance.overhead.low, 'up');
  const available = gibTenths(balance.supply.high!, 'down');
  const families = largestFamilies(view.machines, (machine) => memoryOf(machine, Interval.exactly(1)).memoryMiB);
  const machines = families.reduce((sum, family) => sum + family.count, 0);
  const serving = hosts.filter((host) => host.count.high !== 0);
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
        text: `${formatGib(available)} on ${count(serving.length, 'host')}${ratioText(view.cluster, ratio)}${serving.length === 0 ? '' : reserveText(serving)}${idleText(view)}`,
      },
      {
        label: 'largest',
        text: families
          .slice(0, 3)
          .map((family) => `${familyName(family)}: ${family.count > 1 ? `${family.count} x ` : ''}${formatGib(gibTenths(family.each, 'up'))}`)
          .join('; '),
      },
    ],
    remedies: [...backInService(view), ...remediesOf(view, balance, hosts, ratio)],
  };
}

function ratioText(cluster: ComputeCluster, ratio: number): string {
  return cluster.memoryRatio === undefined ? '' : `, ${ratio} times over as declared`;
}

function reserveText(hosts: readonly HostMemory[]): string {
  const reserve = Interval.sum(hosts.map((host) => host.reserveMiB)).low;
  return reserve > 0 ? `, after ${formatGib(gibTenths(reserve, 'up'))} that ESXi keeps` : ', were ESXi to keep nothing';
}

function tooLargeVerdict(
  machine: VirtualMachine,
  view: ClusterView,
  hosts: readonly HostMemory[],
  ratio: number,
  premises: readonly Premise[],
): Verdict {
  const needs = memoryBalance([memoryOf(machine, Interval.exactly(1))], [], ratio);
  const roomiest = Math.max(0, ...hosts.filter((host) => host.count.high !== 0).map((host) => roomOf(host, ratio).high ?? 0));
  return {
    verdict: 'refuted',
    subject: machine.path === undefined ? {} : { path: machine.path, attribute: 'memory' },
    premises,
    key: 'larger-than-any-host',
    message: `VM ${quotedName(machine)} is larger than any host of cluster ${quotedName(view.cluster)}`,
    witness: [
      {
        label: 'wanted',
        text: `${formatGib(gibTenths(needs.configured.low, 'up'))} and at least ${formatGib(gibTenths(needs.overhead.low, 'up'))} overhead`,
      },
      { label: 'available', text: `${formatGib(gibTenths(roomiest, 'down'))} on the largest host` },
    ],
    remedies: [],
  };
}

const MOST_HOSTS_WORTH_NAMING = 64;

function remediesOf(view: ClusterView, balance: MemoryBalance, hosts: readonly HostMemory[], ratio: number): Remedy[] {
  if (balance.demand.high === null) return [];
  const remedies: Remedy[] = [];
  const missing = balance.demand.high - balance.supply.low;
  const at = view.hosts.findIndex(({ object, count: howMany }) => object.hardware && howMany.high !== 0);
  if (at >= 0) {
    const room = roomOf(hosts[at]!, ratio).low;
    const needed = Math.ceil(missing / room);
    const model = view.hosts[at]!.object;
    if (needed <= MOST_HOSTS_WORTH_NAMING) {
      remedies.push({
        text: `${count(needed, 'more host')} like ${quotedName(model)} (${formatGib(gibTenths(model.hardware!.memoryMiB, 'down'))}${needed > 1 ? ' each' : ''})`,
        mend: Mend.addHosts(view.cluster, model, needed),
      });
    }
  }
  const largest = largestFamilies(view.machines, (machine) => memoryOf(machine, Interval.exactly(1)).memoryMiB)[0];
  if (largest && largest.machines.length === largest.count) {
    // The overhead shrinks with the VM, so taking it for what it is now errs on the safe side.
    const smaller = Math.floor((largest.each - missing / largest.count) / 1024);
    if (smaller >= 1) {
      remedies.push({
        text: `${familyName(largest)} with ${formatGib(smaller * 10)}${largest.count > 1 ? ' each' : ''} (${formatGib(gibTenths(largest.each, 'up'))} now)`,
        mend: Mend.changeMachines(
          largest.machines.map(({ id }) => id),
          { memoryMiB: smaller * 1024 },
        ),
      });
    }
  }
  return remedies;
}

function gapsOf(view: ClusterView, tight: VirtualMachine | undefined): Gap[] {
  const bare = view.hosts.map(({ object }) => object).filter((host) => !host.hardware);
  const machines = view.machines.map(({ object }) => object);
  const tokens = machines.filter((machine) => isUnknown(machine.memoryMiB));
  const sizeless = machines.filter((machine) => isUnknown(machine.cpus));
  const gaps: Gap[] = [];
  if (bare.length > 0) gaps.push({ reason: `nobody stated the hardware of ${listedNames(bare)}`, decidedBy: `the model of ${listedNames(bare)}` });
  const [first] = tokens;
  if (first && isUnknown(first.memoryMiB)) {
    gaps.push({
      reason: `the memory of ${listedNames(tokens)} is ${knownOnlyTo(first.memoryMiB)}`,
      decidedBy: "a literal `memory`, or `app.assume(Assume.value(vm, 'memory', …))`",
    });
  }
  const [open] = sizeless;
  if (open && isUnknown(open.cpus)) {
    gaps.push({
      reason: `the vCPUs of ${listedNames(sizeless)} are ${knownOnlyTo(open.cpus)}, and the overhead of a VM grows with them`,
      decidedBy: "a literal `num_cpus`, or `app.assume(Assume.value(vm, 'num_cpus', …))`",
    });
  }
  if (gaps.length === 0 && view.gaps.length === 0) {
    gaps.push({
      reason: `${tight ? `whether ${quotedName(tight)} fits the largest host` : 'whether it is enough'} depends on what ESXi keeps for itself and on the overhead of each VM, which are known only within bounds`,
      decidedBy: 'the measured `hypervisorReserve` in the host model, or more room',
    });
  }
  return gaps;
}

function intervalText(mib: Interval, rounding: 'up' | 'down'): string {
  return Interval.format(mib, (value) => formatGib(gibTenths(value, rounding)));
}
