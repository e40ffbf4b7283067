import type { Size } from 'cdk8s';
import type { NodeResources } from '../../../estate';
import { Interval } from '../../../units';

/** What a node is given: its VM. */
export interface NodeSize {
  readonly cpus: number;
  readonly memory: Size;
  /** The disk with the root file system: images, logs and empty volumes of pods lie on it. */
  readonly disk: Size;
}

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/**
 * The least a kernel leaves of a VM's memory, as `MemTotal`. Taken off: what it writes for each page of 4 KiB, 64 bytes, and its hash tables;
 * its image, the 64 MiB of `swiotlb` and what the firmware keeps (https://linux-mm.org/WhereDidMyMemoryGo names the parts); and the room for a
 * crash kernel where a distribution keeps one (RHEL 9, "Memory requirements for kdump", the line of ARM with pages of 4 KiB, the largest).
 * A stated bound, not a measurement: nobody publishes one. At most the kernel has all of it.
 */
const PER_PAGE = 0.02;
const FIXED = 192 * MIB;
const CRASH_KERNEL: readonly (readonly [upTo: number, bytes: number])[] = [
  [4 * GIB, 256 * MIB],
  [64 * GIB, 320 * MIB],
  [Infinity, 576 * MIB],
];

/**
 * The least a file system has of a disk: other partitions (EFI, boot) have 2 GiB at most, inodes and journal of ext4 6 %
 * (https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes shows 98,831,908 KiB of a disk of 100 GiB, 5.7 % less). A stated bound.
 */
const FILE_SYSTEM = 0.06;
const PARTITIONS = 2 * GIB;

/** What the kubelet of such a VM can report as the capacity of its node, whatever the distribution. */
export function nodeCapacity({ cpus, memory, disk }: NodeSize, maxPods: number): NodeResources {
  const memoryBytes = memory.toKibibytes() * 1024;
  const diskBytes = disk.toKibibytes() * 1024;
  const crashKernel = CRASH_KERNEL.find(([upTo]) => memoryBytes < upTo)![1];
  return {
    cpuMillis: Interval.exactly(cpus * 1000),
    memoryBytes: Interval.between(Math.max(0, Math.floor(memoryBytes * (1 - PER_PAGE)) - FIXED - crashKernel), memoryBytes),
    ephemeralStorageBytes: Interval.between(Math.max(0, Math.floor(diskBytes * (1 - FILE_SYSTEM)) - PARTITIONS), diskBytes),
    pods: maxPods,
  };
}
