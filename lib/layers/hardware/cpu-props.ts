/** Maker of a CPU. vSphere never migrates a running VM from one maker's CPU to another's. */
export type CpuVendor = 'intel' | 'amd' | 'other';

export interface CpuModelProps {
  readonly vendor: CpuVendor;

  /** The maker's name for it, such as `Intel Xeon Platinum 8480+`. */
  readonly name: string;

  /** Physical cores of one CPU. */
  readonly cores: number;

  /** Threads of one CPU: as many as cores, or twice as many. */
  readonly threads: number;

  /** Base clock, MHz: what ESXi counts as a core's capacity. */
  readonly baseMhz: number;

  /**
   * Highest clock of a single core, MHz.
   * @default - not stated
   */
  readonly maxTurboMhz?: number;

  /**
   * The generation it is sold under, such as `4th Gen Intel Xeon Scalable`.
   * @default - not stated
   */
  readonly generation?: string;

  /**
   * The maker's code name of the silicon, such as `Sapphire Rapids`.
   * @default - not stated
   */
  readonly codeName?: string;

  /**
   * The most sockets a host with this CPU can have.
   * @default - not checked
   */
  readonly maxSockets?: number;

  /**
   * Into how many NUMA nodes the firmware can split a socket.
   * @default [1]
   */
  readonly numaNodesPerSocket?: readonly number[];

  /**
   * Memory channels of one CPU.
   * @default - not stated
   */
  readonly memoryChannels?: number;

  /**
   * Memory speed with one module a channel, megatransfers a second (MT/s).
   * @default - not stated
   */
  readonly memorySpeedMTps?: number;

  /**
   * The most memory one CPU can address, GiB.
   * @default - not checked
   */
  readonly maxMemoryGiBPerSocket?: number;

  /**
   * Last-level cache of one CPU, MiB.
   * @default - not stated
   */
  readonly l3MiB?: number;

  /**
   * Thermal design power, watts.
   * @default - not stated
   */
  readonly tdpWatts?: number;

  /**
   * Instruction sets and security features, named as Linux names CPU flags; `CpuFeature` has the usual ones.
   * @default []
   */
  readonly features?: readonly string[];

  /**
   * The highest EVC mode that fits it, as vSphere names it, such as `intel-sapphirerapids` or `amd-zen4`.
   * @default - not stated: rules about EVC stay undecided
   */
  readonly evcMode?: string;

  /**
   * Where the figures can be checked: a public address.
   * @default - not stated
   */
  readonly source?: string;
}
