import type { Size } from 'cdk8s';
import type { HostHardware } from '../../estate/hardware';
import type { Accelerator } from './accelerator';
import { checkKind, checkProps, got } from '../check';
import { ACCELERATOR, CPU_MODEL, DISK, type Kind, NIC } from '../kind';
import { checkMiB, checkWhole } from './check';
import type { CpuModel } from './cpu-model';
import type { Disk } from './disk';
import type { Nic } from './nic';

export interface HostModelProps {
  /** The CPU in every socket. */
  readonly cpu: CpuModel;

  /** Sockets with a CPU in them. */
  readonly sockets: number;

  /** Memory of the whole host, in whole MiB. */
  readonly memory: Size;

  /**
   * Disks that ESXi or vSAN may use; the boot device is not one of them.
   * @default - none
   */
  readonly disks?: Disk | readonly Disk[];

  /**
   * Network ports.
   * @default - none
   */
  readonly nics?: Nic | readonly Nic[];

  /**
   * GPUs, DPUs and the like.
   * @default - none
   */
  readonly accelerators?: Accelerator | readonly Accelerator[];

  /**
   * Into how many NUMA nodes the firmware splits a socket: sub-NUMA clusters (SNC) on Intel, nodes per socket (NPS) on
   * AMD.
   * @default 1
   */
  readonly numaNodesPerSocket?: number;

  /**
   * Memory that ESXi keeps for itself, as measured on such a host. There is no formula for it, so proofs use bounds
   * until somebody measures it.
   * @default - not measured
   */
  readonly hypervisorReserve?: Size;
}

/** One NUMA node of a host: the cores and the memory that are near each other. */
export interface NumaNode {
  readonly cores: number;
  readonly logicalCpus: number;
  /** Memory, MiB, rounded down; the host's modules are taken as spread evenly over its nodes. */
  readonly memoryMiB: number;
}

const HOST_MODEL = Symbol.for('cdk-strata.HostModel');

/**
 * What the metal of an ESXi host is.
 *
 * Terraform cannot know it and every capacity proof stands on it: state what is in the rack, not what was ordered.
 *
 * @example
 * HostModel.of({
 *   cpu: CpuModel.XEON_PLATINUM_8480_PLUS, sockets: 2, memory: Size.tebibytes(1),
 *   disks: Disk.nvme(Size.gibibytes(7680), 8), nics: Nic.gigabits(25, 4),
 * });
 */
export class HostModel {
  public static of(props: HostModelProps): HostModel {
    return new HostModel(props);
  }

  public static isHostModel(x: unknown): x is HostModel {
    return typeof x === 'object' && x !== null && HOST_MODEL in x;
  }

  public readonly cpu: CpuModel;
  public readonly sockets: number;
  /** Memory of the whole host, MiB. */
  public readonly memoryMiB: number;
  public readonly disks: readonly Disk[];
  public readonly nics: readonly Nic[];
  public readonly accelerators: readonly Accelerator[];
  public readonly numaNodesPerSocket: number;
  /** Measured memory that ESXi keeps for itself, MiB; undefined where nobody measured it. */
  public readonly hypervisorReserveMiB?: number;

  private constructor(props: HostModelProps) {
    checkProps(undefined, 'props of a host', props, ['cpu', 'sockets', 'memory']);
    const cpu = checkKind(undefined, 'cpu of a host', props.cpu, CPU_MODEL);
    this.cpu = cpu;
    const tooMany = `the most that ${cpu.name} is made for is ${cpu.maxSockets}: model several hosts, or take another CPU`;
    this.sockets = checkWhole('sockets of a host', props.sockets, 1, cpu.maxSockets, props.sockets > (cpu.maxSockets ?? Infinity) ? tooMany : '');
    this.memoryMiB = checkMiB('memory of a host', props.memory);
    const mostMiB = (cpu.maxMemoryGiBPerSocket ?? Infinity) * 1024 * this.sockets;
    if (this.memoryMiB > mostMiB) {
      throw new Error(
        `memory of a host with ${this.sockets} x ${cpu.name} must be at most ${mostMiB / 1024} GiB (${cpu.maxMemoryGiBPerSocket} GiB a socket), got ${props.memory.asString()}; check the size, or model several hosts`,
      );
    }

    this.numaNodesPerSocket = props.numaNodesPerSocket ?? 1;
    if (!cpu.numaNodesPerSocket.includes(this.numaNodesPerSocket)) {
      throw new Error(
        `numaNodesPerSocket of a host with ${cpu.name} must be one of ${cpu.numaNodesPerSocket.join(', ')}, got ${got(this.numaNodesPerSocket)}; if your firmware offers it, say so with CpuModel.of({ ...cpu, numaNodesPerSocket: [...] })`,
      );
    }

    this.disks = listOf('disks', props.disks, DISK);
    this.nics = listOf('nics', props.nics, NIC);
    this.accelerators = listOf('accelerators', props.accelerators, ACCELERATOR);
    if (props.hypervisorReserve) {
      const reserve = checkMiB('hypervisorReserve', props.hypervisorReserve, 0);
      if (reserve >= this.memoryMiB) {
        throw new Error(
          `hypervisorReserve must be less than the host's memory (${props.memory.asString()}), got ${props.hypervisorReserve.asString()}; give what ESXi itself uses, as measured`,
        );
      }
      this.hypervisorReserveMiB = reserve;
    }
    Object.defineProperty(this, HOST_MODEL, { value: true });
  }

  /** Physical cores of the host. */
  public get physicalCores(): number {
    return this.sockets * this.cpu.cores;
  }

  /** Logical processors of the host: what ESXi counts with hyper-threading on. */
  public get logicalCpus(): number {
    return this.sockets * this.cpu.threads;
  }

  /** CPU capacity of the host at base clock, MHz: cores times clock, as ESXi counts it. Threads and turbo add nothing. */
  public get cpuMhz(): number {
    return this.physicalCores * this.cpu.baseMhz;
  }

  /** The NUMA nodes of the host, all alike. */
  public get numaNodes(): readonly NumaNode[] {
    const count = this.sockets * this.numaNodesPerSocket;
    return Array.from({ length: count }, () => ({
      cores: this.physicalCores / count,
      logicalCpus: this.logicalCpus / count,
      memoryMiB: Math.floor(this.memoryMiB / count),
    }));
  }

  /** The same as plain data, for the estate. */
  public toFacts(): HostHardware {
    const { cpu } = this;
    return {
      cpu: {
        vendor: cpu.vendor,
        name: cpu.name,
        cores: cpu.cores,
        threads: cpu.threads,
        baseMhz: cpu.baseMhz,
        ...(cpu.evcMode !== undefined && { evcMode: cpu.evcMode }),
        features: [...cpu.features],
      },
      sockets: this.sockets,
      numaNodesPerSocket: this.numaNodesPerSocket,
      memoryMiB: this.memoryMiB,
      ...(this.hypervisorReserveMiB !== undefined && { hypervisorReserveMiB: this.hypervisorReserveMiB }),
      disks: this.disks.map(({ kind, sizeMiB, count }) => ({ kind, sizeMiB, count })),
      nics: this.nics.map(({ gigabitsPerSecond, count }) => ({ gigabitsPerSecond, count })),
      accelerators: this.accelerators.map(({ kind, name, count, memoryMiB }) => ({
        kind,
        name,
        count,
        ...(memoryMiB !== undefined && { memoryMiB }),
      })),
    };
  }
}

function listOf<T extends object>(what: string, given: T | readonly T[] | undefined, kind: Kind): readonly T[] {
  if (given === undefined) return [];
  const list = Array.isArray(given) ? (given as readonly T[]) : [given as T];
  return list.map((each) => checkKind(undefined, `${what} of a host`, each, kind));
}
