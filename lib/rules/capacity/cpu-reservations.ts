import { isUnknown, type EsxiHost, type VirtualMachine } from '../../estate';
import { MEASURED_CLOCK } from '../../proofs/capacity';
import { Interval } from '../../units';
import { Mend } from '../mend';
import { subjectOf } from '../subjects';
import type { Refuted } from '../verdict';
import { count, grouped, knownOnlyTo, listed, quotedName } from '../wording';
import type { Gap } from './cluster-view';
import { onHosts, type MachineHosts } from './machine-hosts';
import { namesApart } from './names';
import type { Demand } from './reservation-demands';

/** What is wrong with the CPU reservation of a VM of high latency sensitivity, or what keeps it open. */
export function lowLatencyCpu(machine: VirtualMachine, demand: Demand, hosts: MachineHosts): Refuted | Gap[] {
  const { cpus, cpuReservationMhz: reserved } = machine;
  if (isUnknown(cpus) || isUnknown(reserved)) return openValues(machine);
  // Without any no clock is slow enough.
  const answer = reserved === 0 ? 'wrong' : onHosts(hosts, (host) => isShort(reserved, neededMhz(cpus, host)));
  if (answer === 'right') return [];
  if (answer === 'open') return openHosts(machine, cpus, reserved, hosts);
  if (demand.gap) return [demand.gap];
  const stated = hosts.hosts.map(({ object }) => object).filter(({ hardware }) => hardware);
  const fastest = stated.reduce<EsxiHost | undefined>((a, b) => (a && clockOf(a) >= clockOf(b) ? a : b), undefined);
  const all = fastest && cpus * clockOf(fastest);
  const needed = fastest
    ? `${count(cpus, 'vCPU')} at ${grouped(clockOf(fastest))} MHz of ${quotedName(fastest)}`
    : 'its vCPUs times the clock of the host';
  return {
    verdict: 'refuted',
    subject: subjectOf(machine, 'cpu_reservation'),
    key: 'cpu',
    message: `VM ${quotedName(machine)} does not have all its CPU reserved`,
    witness: [
      { label: 'reserved', text: `${grouped(reserved)} MHz` },
      { label: 'needed', text: `${all === undefined ? '' : `${grouped(all)} MHz, `}${needed}: ${demand.what} (${MEASURED_CLOCK.source})` },
    ],
    remedies:
      all === undefined
        ? []
        : [{ text: `${quotedName(machine)} with ${grouped(all)} MHz reserved`, mend: Mend.changeMachines([machine.id], { cpuReservationMhz: all }) }],
  };
}

/** MHz that the VM needs on a host; undefined where nobody stated its hardware. */
function neededMhz(cpus: number, host: EsxiHost): Interval | undefined {
  const { low, high } = MEASURED_CLOCK.value;
  return host.hardware && { low: Math.floor(cpus * clockOf(host) * low), high: Math.ceil(cpus * clockOf(host) * high!) };
}

function clockOf({ hardware }: EsxiHost): number {
  return hardware?.cpu.baseMhz ?? 0;
}

function isShort(reserved: number, needed: Interval | undefined): boolean | undefined {
  if (!needed) return undefined;
  const fits = Interval.fits(needed, Interval.exactly(reserved));
  return fits === 'maybe' ? undefined : fits === 'no';
}

function openValues({ cpus, cpuReservationMhz }: VirtualMachine): Gap[] {
  return [
    ...(isUnknown(cpus) ? [{ reason: `its vCPUs are ${knownOnlyTo(cpus)}`, decidedBy: 'a literal `num_cpus`' }] : []),
    ...(isUnknown(cpuReservationMhz)
      ? [{ reason: `its CPU reservation is ${knownOnlyTo(cpuReservationMhz)}`, decidedBy: 'a literal `cpu_reservation`' }]
      : []),
  ];
}

function openHosts(machine: VirtualMachine, cpus: number, reserved: number, { hosts, gaps, view }: MachineHosts): Gap[] {
  const objects = hosts.map(({ object }) => object);
  const name = view?.name ?? namesApart([machine, ...objects]);
  const bare = objects.filter((host) => !host.hardware);
  const most = Math.max(0, ...objects.map((host) => cpus * clockOf(host)));
  return [
    ...(bare.length === 0
      ? []
      : [{ reason: `nobody stated the hardware of ${listed(bare.map(name))}`, decidedBy: `the model of ${listed(bare.map(name))}` }]),
    ...gaps,
    ...(reserved >= most
      ? []
      : [
          {
            reason: `${grouped(reserved)} MHz are reserved, and whether that is the clock of every host for ${count(cpus, 'vCPU')} is known only to ESXi`,
            decidedBy: `\`cpu_reservation\` of ${grouped(most)}`,
          },
        ]),
  ];
}
