import { isUnknown, type Estate, type Premise, type VirtualMachine } from '../../estate';
import { MEASURED_CLOCK } from '../../proofs/capacity';
import { Mend } from '../mend';
import { assumedOf } from '../assumed';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Refuted, Undecided, Verdict } from '../verdict';
import { grouped, knownOnlyTo, quotedName } from '../wording';
import type { Gap } from './cluster-view';
import { lowLatencyCpu } from './cpu-reservations';
import { explain } from './demand';
import { hostsOf } from './machine-hosts';
import { demandsOf, latency, PASSTHROUGH, type Demand } from './reservation-demands';
import { vgpuClasses, VM_CLASS } from './vgpu-classes';

/**
 * What vSphere refuses to power on without: all memory of a VM that a device reads by itself, or whose latency sensitivity is
 * high, and of the latter the CPU of every vCPU too. A lock of the reservation to the memory that the provider drops is
 * a warning. vGPUs come with VM classes only: the provider gives none to a VM of its own.
 */
export const reservations: Rule = {
  id: 'CAP-012',
  title: 'Full reservations',
  decides:
    'VMs with passed-through devices have all their memory reserved, those of high latency sensitivity their CPUs as well, and VM classes with a vGPU reserve all memory.',
  why: 'vSphere takes the configuration and refuses to power the VM on: the apply ends half way.',
  severity: 'error',
  evidence: 'What is reserved, what must be, and what of the VM asks for it.',
  sources: [
    PASSTHROUGH,
    'https://github.com/vmware/terraform-provider-vsphere/pull/490',
    'https://github.com/vmware/terraform-provider-vsphere/pull/580',
    MEASURED_CLOCK.source.replace(/ .*/, ''),
    VM_CLASS,
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const machine of estate.vsphere.machines) if (machine.origin === 'owned' && machine.instances.high !== 0) yield* decide(estate, machine);
    yield* vgpuClasses(estate);
  },
};

function* decide(estate: Estate, machine: VirtualMachine): Iterable<Verdict> {
  const demands = demandsOf(estate, machine);
  const memory = memoryOf(machine, demands);
  const high = latency(machine);
  const hosts = high && hostsOf(estate, machine);
  const cpu = high && hosts ? lowLatencyCpu(machine, high, hosts) : [];
  const wrong = [memory, cpu].flatMap((answer) => ('verdict' in answer ? [answer] : []));
  const gaps = [memory, cpu].flatMap((answer) => ('verdict' in answer ? [] : answer));
  const premises = [...assumedOf(estate, [machine], ASSUMABLE), ...(hosts ? [...(hosts.view?.premises ?? []), ...clockPremises(hosts)] : [])];
  const unlocked = wrong.some(({ key }) => key === 'memory') ? [] : unlockedOf(machine);
  for (const each of [...wrong, ...unlocked]) yield { ...each, premises };
  if (gaps.length > 0) yield { ...open(machine, gaps), premises };
  else if (demands.length > 0 && wrong.length === 0) yield { verdict: 'proved', subject: subjectOf(machine), premises };
}

const ASSUMABLE = ['memory', 'memory_reservation', 'num_cpus', 'cpu_reservation', 'latency_sensitivity', 'pci_device_id'];

function clockPremises({ hosts }: ReturnType<typeof hostsOf>): Premise[] {
  return [...hosts.flatMap(({ object }) => (object.hardware ? [Premises.hardware(object)] : [])), Premises.constant(MEASURED_CLOCK)];
}

/** What is wrong with the memory reservation, or what keeps it open: nothing where it is as it must be. */
function memoryOf(machine: VirtualMachine, demands: readonly Demand[]): Refuted | Gap[] {
  const { memoryMiB, memoryReservationMiB: reserved } = machine;
  if (demands.length === 0) return [];
  if (isUnknown(memoryMiB) || isUnknown(reserved)) return openValues(machine);
  if (memoryMiB === reserved) return [];
  const sure = demands.filter(({ gap }) => gap === undefined);
  if (sure.length === 0) return demands.flatMap(({ gap }) => gap ?? []);
  return {
    verdict: 'refuted',
    subject: subjectOf(machine, 'memory_reservation'),
    key: 'memory',
    message: `VM ${quotedName(machine)} does not have all its memory reserved`,
    witness: [
      { label: 'reserved', text: `${grouped(reserved)} MiB of ${grouped(memoryMiB)} MiB` },
      ...sure.map(({ what, source }) => ({ label: 'needed', text: `all of it: ${what} (${source})` })),
    ],
    remedies: [
      {
        text: `${quotedName(machine)} with ${grouped(memoryMiB)} MiB reserved`,
        mend: Mend.changeMachines([machine.id], { memoryReservationMiB: memoryMiB }),
      },
    ],
  };
}

function openValues({ memoryMiB, memoryReservationMiB }: VirtualMachine): Gap[] {
  return [
    ...(isUnknown(memoryMiB) ? [{ reason: `its memory is ${knownOnlyTo(memoryMiB)}`, decidedBy: 'a literal `memory`' }] : []),
    ...(isUnknown(memoryReservationMiB)
      ? [{ reason: `its memory reservation is ${knownOnlyTo(memoryReservationMiB)}`, decidedBy: 'a literal `memory_reservation`' }]
      : []),
  ];
}

/** The provider sends the lock only with a reservation of the whole memory, and says nothing where it does not. */
function unlockedOf(machine: VirtualMachine): Refuted[] {
  const { memoryMiB, memoryReservationMiB: reserved, memoryReservationLocked } = machine;
  if (memoryReservationLocked !== true || isUnknown(memoryMiB) || isUnknown(reserved) || memoryMiB === reserved) return [];
  return [
    {
      verdict: 'refuted',
      severity: 'warning',
      subject: subjectOf(machine, 'memory_reservation_locked_to_max'),
      key: 'locked',
      message: `VM ${quotedName(machine)} locks its memory reservation to its memory, and the two differ: the provider drops the lock`,
      witness: [{ label: 'reserved', text: `${grouped(reserved)} MiB of ${grouped(memoryMiB)} MiB` }],
      remedies: [
        {
          text: `${quotedName(machine)} with ${grouped(memoryMiB)} MiB reserved`,
          mend: Mend.changeMachines([machine.id], { memoryReservationMiB: memoryMiB }),
        },
        { text: `${quotedName(machine)} without the lock`, mend: Mend.changeMachines([machine.id], { memoryReservationLocked: false }) },
      ],
    },
  ];
}

function open(machine: VirtualMachine, gaps: readonly Gap[]): Undecided {
  const unique = new Map(gaps.map((gap) => [gap.reason, gap]));
  return {
    verdict: 'undecided',
    subject: subjectOf(machine),
    key: 'reservations',
    message: `whether VM ${quotedName(machine)} reserves all that it must`,
    ...explain([...unique.values()]),
  };
}
