import { indexOf, isUnknown, type Estate, type Premise, type ResourceInstance, type VirtualMachine } from '../../estate';
import {
  DISKS_PER_SCSI_CONTROLLER,
  HOSTS_PER_CLUSTER,
  HOSTS_PER_CLUSTER_FROM_2_16,
  HOSTS_PER_VSAN,
  KUBERNETES_MAXIMUMS,
  LEAST_VCPUS,
  MACHINES_PER_CLUSTER,
  machineMaximums,
  MEMORY_STEP_MIB,
  NEWEST_HARDWARE_VERSION,
  NEWEST_HARDWARE_VERSION_WITH_ALL,
  OLDEST_HARDWARE_VERSION_BY_DEFAULT,
  passthroughMaximum,
  NSX_MAXIMUMS,
  REMOTE_DATASTORES,
  RESERVATION_WITHIN_MEMORY,
  VCPUS_ARE_LOGICAL_CPUS,
  VCPUS_FILL_SOCKETS,
  type MachineMaximums,
} from '../../proofs/capacity';
import type { Rule } from '../rule';
import type { Refuted, Verdict } from '../verdict';
import { count, grouped, knownOnlyTo, literalIn, plain, quoted, quotedName } from '../wording';
import { hostsWithin, machinesWithin } from './cluster-maximums';
import { viewOf, type ClusterView } from './cluster-view';
import { disks } from './disk-maximums';
import { logicalCpus, restsOnUncertainHost, roomiestOf, uncertainHosts } from './logical-cpus';
import { open, refuted } from './maximum-verdicts';
import { kubernetesMaximums } from './kubernetes-maximums';
import { nsxMaximums } from './nsx-maximums';
import { passthroughDevices } from './passthrough-devices';
import { wrongReservation } from './reservations';
import { unfilledSocket } from './sockets';
import { vsanMaximums } from './vsan-maximums';
import { addTo } from '../../units/multimap';

/**
 * Maximums of vSphere, NSX and Kubernetes that somebody publishes: nothing fails on a number from hearsay. A VM that names no hardware
 * version takes the newest its host knows, or its template's: it is held to version 11 (ESXi 6.0), which is a premise.
 */
export const maximums: Rule = {
  id: 'CAP-010',
  title: 'Configuration maximums',
  decides:
    'Clusters, VMs, groups, firewall policies, and the nodes, pods and objects of Kubernetes stay within the published bounds of vSphere, of NSX, of their providers and of Kubernetes.',
  why: 'vCenter refuses what lies beyond, in the middle of an apply; what it does not refuse nobody supports.',
  severity: 'error',
  evidence: 'What is configured, the bound and where it is published.',
  sources: [
    ...new Set([
      HOSTS_PER_CLUSTER.source,
      HOSTS_PER_CLUSTER_FROM_2_16.source,
      MACHINES_PER_CLUSTER.source,
      HOSTS_PER_VSAN.source,
      REMOTE_DATASTORES.source,
      VCPUS_ARE_LOGICAL_CPUS,
      ...[21, 11].map((version) => passthroughMaximum(version)!.source),
      ...[22, 18, 11].map((version) => machineMaximums(version)!.vcpus.source),
      MEMORY_STEP_MIB.source,
      RESERVATION_WITHIN_MEMORY.source,
      VCPUS_FILL_SOCKETS,
      DISKS_PER_SCSI_CONTROLLER.source,
      ...NSX_MAXIMUMS.map(({ source }) => source),
      ...KUBERNETES_MAXIMUMS.map(({ source }) => source),
    ]),
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const views = new Map(estate.vsphere.clusters.map((cluster) => [cluster.id, viewOf(estate, cluster)]));
    for (const view of views.values()) {
      yield hostsWithin(view);
      yield machinesWithin(view);
      yield* vsanMaximums(view);
    }
    const passed = new Map<string, Premise[]>();
    const roomiest = new Map([...views.values()].map((view) => [view, roomiestOf(view)]));
    const failed = new Set<string>();
    const waiting = new Map<ClusterView, VirtualMachine[]>();
    for (const machine of estate.vsphere.machines) {
      if (machine.origin !== 'owned') continue;
      const stack = machine.addresses[0]?.stack ?? '';
      const view = typeof machine.cluster === 'string' ? views.get(machine.cluster) : undefined;
      const verdicts = [...verdictsOn(machine, view, indexOf(estate).entryOf(machine))];
      if (view && restsOnUncertainHost(machine, view)) addTo(waiting, view, machine);
      if (verdicts.length > 0) failed.add(stack);
      if (!passed.has(stack)) passed.set(stack, []);
      if (isVersionLeftOut(machine) && !passed.get(stack)!.includes(DEFAULT_HARDWARE_VERSION)) passed.get(stack)!.push(DEFAULT_HARDWARE_VERSION);
      const host = view && roomiest.get(view);
      if (host && !passed.get(stack)!.some(({ id }) => id === host.id)) passed.get(stack)!.push(host);
      yield* verdicts;
    }
    for (const [view, machines] of waiting) yield uncertainHosts(view, machines);
    for (const [stack, premises] of passed) if (!failed.has(stack)) yield { verdict: 'proved', subject: { stack }, premises };
    yield* nsxMaximums(estate);
    yield* kubernetesMaximums(estate);
  },
};

const DEFAULT_HARDWARE_VERSION: Premise = {
  id: 'oldest-hardware-version',
  kind: 'provider-default',
  statement: `a VM without \`hardware_version\` gets at least version ${OLDEST_HARDWARE_VERSION_BY_DEFAULT} (ESXi 6.0), from its host or its template`,
  source: 'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/virtual_machine#hardware_version',
};

function* verdictsOn(machine: VirtualMachine, view: ClusterView | undefined, entry: ResourceInstance | undefined): Iterable<Verdict> {
  const { hardwareVersion } = machine;
  const wrong = [...wrongSizes(machine)];
  const isWrong = (attribute: string): boolean => wrong.some(({ subject }) => subject.attribute === attribute);
  yield* wrong;
  const leftOut = isVersionLeftOut(machine);
  if (isUnknown(hardwareVersion) && !leftOut) {
    yield open(machine, 'hardware_version', 'maximums', `its hardware version is ${knownOnlyTo(hardwareVersion)}`, 'a literal `hardware_version`');
  } else {
    const version = leftOut ? OLDEST_HARDWARE_VERSION_BY_DEFAULT : (hardwareVersion as number);
    const least = machineMaximums(version);
    // Left out, the version may be any from the oldest on: more than the newest allows fails, between the two is open.
    const most = leftOut ? machineMaximums(NEWEST_HARDWARE_VERSION) : least;
    if (!least || !most) {
      yield open(
        machine,
        'hardware_version',
        'maximums',
        `no maximum is published for hardware version ${version}`,
        `a hardware version up to ${NEWEST_HARDWARE_VERSION}`,
      );
    } else {
      if (!isWrong('num_cpus')) yield* checked(machine, machine.cpus, least, most, VCPUS);
      if (!isWrong('memory')) yield* checked(machine, machine.memoryMiB, least, most, MEMORY);
      yield* passthroughDevices(machine, leftOut ? undefined : version);
      yield* checked(machine, machine.networksComplete ? machine.networks.length : undefined, least, most, NICS);
    }
  }
  if (view) yield* logicalCpus(machine, view);
  if (entry) yield* disks(machine, entry);
}

/** Sizes that are decided and that no VM can have, whatever its hardware version. */
function* wrongSizes(machine: VirtualMachine): Iterable<Refuted> {
  const { cpus, memoryMiB } = machine;
  const noCpus = isUnknown(cpus) ? literalIn(cpus) : undefined;
  if (noCpus !== undefined) {
    const message = `VM ${quotedName(machine)} has ${quoted(plain(noCpus))} vCPUs`;
    yield refuted(machine, 'num_cpus', message, noCpus, `a whole number of at least ${LEAST_VCPUS.value} (${LEAST_VCPUS.source})`, 'allowed');
  }
  const step = MEMORY_STEP_MIB.value;
  const noMemory = isUnknown(memoryMiB) ? literalIn(memoryMiB) : memoryMiB % step === 0 ? undefined : String(memoryMiB);
  if (noMemory !== undefined) {
    const message = `VM ${quotedName(machine)} has ${quoted(plain(noMemory))} MiB of memory`;
    yield refuted(
      machine,
      'memory',
      message,
      noMemory,
      `a whole number of MiB of at least ${step}, and a multiple of ${step} (${MEMORY_STEP_MIB.source})`,
      'allowed',
    );
  }
  yield* wrongReservation(machine);
  yield* unfilledSocket(machine);
}

function isVersionLeftOut({ hardwareVersion }: VirtualMachine): boolean {
  return hardwareVersion === null || (isUnknown(hardwareVersion) && hardwareVersion.$unknown.reason === 'provider-default');
}

interface Dimension {
  readonly attribute: string;
  readonly what: string;
  readonly of: (maximums: MachineMaximums) => MachineMaximums['vcpus'] | undefined;
  readonly format: (value: number) => string;
}

const VCPUS: Dimension = { attribute: 'num_cpus', what: 'vCPUs', of: ({ vcpus }) => vcpus, format: (n) => count(n, 'vCPU') };
const MEMORY: Dimension = { attribute: 'memory', what: 'memory', of: ({ memoryMiB }) => memoryMiB, format: (mib) => `${grouped(mib / 1024)} GiB` };
const NICS: Dimension = {
  attribute: 'network_interface',
  what: 'network adapters',
  of: ({ nics }) => nics,
  format: (n) => count(n, 'network adapter'),
};

function* checked(
  machine: VirtualMachine,
  value: VirtualMachine['cpus'] | undefined,
  least: MachineMaximums,
  most: MachineMaximums,
  { attribute, what, of, format }: Dimension,
): Iterable<Verdict> {
  const decidedBy = `a literal \`${attribute}\``;
  if (value === undefined) {
    yield open(machine, attribute, attribute, `how many ${what} it has is not shown`, decidedBy);
    return;
  }
  if (isUnknown(value)) {
    yield open(machine, attribute, attribute, `its ${what} ${what === 'memory' ? 'is' : 'are'} ${knownOnlyTo(value)}`, decidedBy);
    return;
  }
  // Where nothing is published for a version, the one before bounds it from below: maximums never shrink.
  const floor = of(least) ?? of(machineMaximums(NEWEST_HARDWARE_VERSION_WITH_ALL)!);
  const ceiling = of(most);
  if (floor && value <= floor.value) return;
  if (ceiling && value > ceiling.value) {
    yield refuted(
      machine,
      attribute,
      `VM ${quotedName(machine)} has more ${what} than a VM can have`,
      format(value),
      `${format(ceiling.value)} ${hardwareText(machine)} (${ceiling.source})`,
    );
    return;
  }
  yield open(
    machine,
    attribute,
    attribute,
    `it has ${format(value)}: ${isVersionLeftOut(machine) && floor ? `hardware version ${OLDEST_HARDWARE_VERSION_BY_DEFAULT} allows ${format(floor.value)}, later ones more, and it names none` : 'no maximum is published for its hardware version'}`,
    'a literal `hardware_version`',
  );
}

function hardwareText(machine: VirtualMachine): string {
  return isVersionLeftOut(machine) ? 'in any hardware version' : `in hardware version ${String(machine.hardwareVersion)}`;
}
