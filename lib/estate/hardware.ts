/** What the metal of one ESXi host is: the output cannot say it, a `HostModel` does. */
export interface HostHardware {
  readonly cpu: {
    readonly vendor: 'intel' | 'amd' | 'other';
    readonly name: string;
    /** Physical cores of one socket. */
    readonly cores: number;
    /** Logical processors of one socket. */
    readonly threads: number;
    readonly baseMhz: number;
    /** EVC baseline of the CPU, as vSphere names it, such as `intel-sapphirerapids`. */
    readonly evcMode?: string;
    readonly features: readonly string[];
  };
  readonly sockets: number;
  readonly numaNodesPerSocket: number;
  readonly memoryMiB: number;
  /** Measured memory that ESXi keeps for itself, MiB; absent where nobody measured it. */
  readonly hypervisorReserveMiB?: number;
  readonly disks: readonly { readonly kind: 'nvme' | 'ssd' | 'hdd'; readonly sizeMiB: number; readonly count: number }[];
  readonly nics: readonly { readonly gigabitsPerSecond: number; readonly count: number }[];
  readonly accelerators: readonly { readonly kind: string; readonly name: string; readonly count: number; readonly memoryMiB?: number }[];
}
