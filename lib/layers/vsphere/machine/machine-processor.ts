import type { VirtualMachineConfig } from '@cdktf/provider-vsphere/lib/virtual-machine';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkFlag, checkKind, checkOneOf, checkTexts, checkDistinct, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST } from '../../kind';
import { checkWithin, cpuAllocation, memoryAllocation } from '../allocation';
import type { IComputeResource } from '../cluster/compute-resource';
import { checkKindHere } from '../connection';
import { checkMebibytes } from '../mebibytes';
import type { VirtualMachineCommonProps } from './virtual-machine-props';

/** What the provider takes (its schema of `vsphere_virtual_machine`, `latency_sensitivity`). */
const LATENCIES = ['low', 'normal', 'medium', 'high'] as const;

/**
 * CPU, memory, and what asks for all of them: passthrough and high latency sensitivity.
 *
 * @throws when `cpus` is no multiple of `coresPerSocket`, a reservation exceeds what there is, or what needs a full reservation is
 * told another or cannot know it
 */
export function processorConfig(machine: Construct, props: VirtualMachineCommonProps): Partial<VirtualMachineConfig> {
  const numCpus = checkWhole(machine, 'cpus', props.cpus, { low: 1 });
  const memory = checkMebibytes(machine, 'memory', props.memory);
  const latency = ifGiven(props.latencySensitivity, (level) => checkOneOf(machine, 'latencySensitivity', level, LATENCIES));
  const pciDeviceId = pciDevices(machine, props);
  const why = latency === 'high' ? 'latencySensitivity "high"' : pciDeviceId === undefined ? undefined : 'a passed-through PCI device';
  const reservesAll = props.memoryReservation === 'all' || (why !== undefined && props.memoryReservation === undefined);
  const memoryShare = memoryAllocation(machine, {
    memoryReservation: props.memoryReservation === 'all' || reservesAll ? props.memory : props.memoryReservation,
    memoryLimit: props.memoryLimit,
    memoryShares: props.memoryShares,
  });
  checkWithin(machine, ['memoryReservation', memoryShare.reservation], ['memory', memory], 'MiB');
  if (why !== undefined && memoryShare.reservation !== memory) {
    throw new ConstructError(
      machine,
      `${why} needs all memory reserved, got ${memoryShare.reservation} MiB of ${memory} MiB; leave out memoryReservation, or give 'all'`,
    );
  }
  const cpuShare = cpuAllocation(machine, {
    ...props,
    cpuReservationMhz: props.cpuReservationMhz ?? (latency === 'high' ? allCpu(machine, numCpus, props.on) : undefined),
  });
  return {
    numCpus,
    numCoresPerSocket: ifGiven(props.coresPerSocket, (cores) => checkCoresPerSocket(machine, cores, numCpus)),
    cpuHotAddEnabled: flag(machine, 'cpuHotAdd', props.cpuHotAdd),
    cpuHotRemoveEnabled: flag(machine, 'cpuHotRemove', props.cpuHotRemove),
    cpuReservation: cpuShare.reservation,
    cpuLimit: cpuShare.limit,
    cpuShareLevel: cpuShare.shareLevel,
    cpuShareCount: cpuShare.shareCount,
    memory,
    memoryHotAddEnabled: flag(machine, 'memoryHotAdd', props.memoryHotAdd),
    memoryReservation: memoryShare.reservation,
    memoryReservationLockedToMax: reservesAll ? true : undefined,
    memoryLimit: memoryShare.limit,
    memoryShareLevel: memoryShare.shareLevel,
    memoryShareCount: memoryShare.shareCount,
    latencySensitivity: latency,
    hostSystemId: pinnedTo(machine, props),
    pciDeviceId,
  };
}

/** A flag that may be left out. */
export function flag(machine: Construct, what: string, value: boolean | undefined): boolean | undefined {
  return ifGiven(value, (given) => checkFlag(machine, what, given));
}

function checkCoresPerSocket(machine: Construct, cores: number, cpus: number): number {
  checkWhole(machine, 'coresPerSocket', cores, { low: 1 });
  if (Token.isUnresolved(cores) || Token.isUnresolved(cpus) || cpus % cores === 0) return cores;
  throw new ConstructError(machine, `cpus must be a multiple of coresPerSocket, got ${cpus} and ${cores}`);
}

/** The CPU that a machine may use at most: vCPUs times the clock of the fastest host. */
function allCpu(machine: Construct, cpus: number, { hosts }: IComputeResource): number {
  const clocks = (hosts ?? []).map((host) => host.model?.cpu.baseMhz);
  if (clocks.length > 0 && !Token.isUnresolved(cpus) && clocks.every((mhz) => mhz !== undefined)) return cpus * Math.max(...clocks);
  throw new ConstructError(
    machine,
    'latencySensitivity "high" needs all CPU reserved, and how much that is, is not known: not every host has a model; give cpuReservationMhz, vCPUs times the clock of the hosts',
  );
}

function pinnedTo(machine: Construct, { host: given, on }: VirtualMachineCommonProps): string | undefined {
  if (given === undefined) return undefined;
  const host = checkKindHere(machine, 'host', given, HOST);
  const named = host.hostname !== host.hostId;
  const among = on.hosts?.some((each) => each.hostname === host.hostname || (each.hostname !== each.hostId) !== named);
  if (among === false) {
    throw new ConstructError(machine, `host "${host.hostname}" is none of those of ${on.node.path}; name one of its hosts`);
  }
  return host.hostId;
}

function pciDevices(machine: Construct, { pciDevices: given, host }: VirtualMachineCommonProps): string[] | undefined {
  if (given === undefined) return undefined;
  const devices = checkTexts(machine, 'pciDevices', given);
  checkDistinct(machine, 'pciDevices', devices);
  if (devices.length === 0) return undefined;
  if (host === undefined) throw new ConstructError(machine, 'pciDevices are those of a host; give host too');
  checkKind(machine, 'host', host, HOST);
  return devices;
}
