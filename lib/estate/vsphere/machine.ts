import type { Field } from '../value';
import type { Blocks, ObjectId } from '../object';
import type { VsphereObject } from './object';

export interface VirtualMachine extends VsphereObject {
  /** The cluster whose hosts may run it; null for a standalone host. */
  readonly cluster: Field<ObjectId | null>;
  /** The pool it draws on; null where that is the root of a cluster or host. */
  readonly resourcePool: Field<ObjectId | null>;
  readonly cpus: Field<number>;
  readonly coresPerSocket: Field<number>;
  readonly cpuReservationMhz: Field<number>;
  readonly memoryMiB: Field<number>;
  readonly memoryReservationMiB: Field<number>;
  /** Whether the reservation follows the memory; the provider drops it where the two differ. */
  readonly memoryReservationLocked: Field<boolean>;
  /** `low`, `normal`, `medium` or `high`. */
  readonly latencySensitivity: Field<string>;
  readonly hardwareVersion: Field<number | null>;
  /** Whether the guest sees the UUIDs of its disks: `disk.EnableUUID`. */
  readonly diskUuid: Field<boolean>;
  readonly networks: readonly Field<ObjectId>[];
  readonly networksComplete: boolean;
  readonly datastore: Field<ObjectId | null>;
  readonly storagePolicy: Field<ObjectId | null>;
  readonly disks: readonly Disk[];
  readonly disksComplete: boolean;
  /** Host the program pins it to, where it does. */
  readonly host: Field<ObjectId | null>;
  /** PCI devices of that host that are passed through. */
  readonly pciDevices: Blocks<Field<string>>;
}

export interface Disk {
  readonly label: Field<string>;
  readonly sizeGiB: Field<number>;
  /** Null where it is the VM's. */
  readonly storagePolicy: Field<ObjectId | null>;
}
