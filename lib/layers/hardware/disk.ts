import type { Size } from 'cdk8s';
import { checkMiB, checkWhole } from './check';

export type DiskKind = 'nvme' | 'ssd' | 'hdd';

/** Disks of one kind and size in a host, as a local datastore or vSAN finds them. */
export class Disk {
  /**
   * Flash on the PCIe bus.
   * @param size capacity of one disk, in whole MiB
   * @param count how many of them the host has
   */
  public static nvme(size: Size, count = 1): Disk {
    return new Disk('nvme', size, count);
  }

  /**
   * Flash behind a SATA or SAS controller.
   * @param size capacity of one disk, in whole MiB
   * @param count how many of them the host has
   */
  public static ssd(size: Size, count = 1): Disk {
    return new Disk('ssd', size, count);
  }

  /**
   * Spinning disks.
   * @param size capacity of one disk, in whole MiB
   * @param count how many of them the host has
   */
  public static hdd(size: Size, count = 1): Disk {
    return new Disk('hdd', size, count);
  }

  /** Capacity of one disk, MiB. */
  public readonly sizeMiB: number;

  private constructor(
    public readonly kind: DiskKind,
    size: Size,
    public readonly count: number,
  ) {
    this.sizeMiB = checkMiB(`size of ${kind} disks`, size);
    checkWhole(`count of ${kind} disks`, count, 1, Infinity, 'leave the disks out if the host has none');
  }
}
