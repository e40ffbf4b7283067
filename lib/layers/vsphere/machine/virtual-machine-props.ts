import type { Duration, Size } from 'cdk8s';
import type { CloudInit } from './cloud-init';
import type { IComputeResource } from '../cluster/compute-resource';
import type { IContentLibraryItem } from '../storage/content-library';
import type { IEsxiHost } from '../host/esxi-host';
import type { IFolder } from '../folder';
import type { IMachineStorage } from '../storage/machine-storage';
import type { INetwork } from '../network/network';
import type { Shares } from '../shares';
import type { ITag } from '../access/tags';
import type { ITemplate } from './virtual-machine-template';

/** A disk beside the first. */
export interface MachineDisk {
  /** In whole GiB. */
  readonly size: Size;

  /**
   * What Terraform knows it by: another label is another disk.
   * @default - `disk` and its place in the list, from 1
   */
  readonly label?: string;

  /**
   * Where it lies: a datastore, or a storage policy.
   * @default - where the machine does
   */
  readonly storage?: IMachineStorage;

  /**
   * How its space is allocated. vSAN goes by the storage policy instead.
   * @default - thin
   */
  readonly provisioning?: 'thin' | 'lazy-zeroed' | 'eager-zeroed';

  /**
   * Its place on the SCSI controllers, from 1 to 59, 15 on each. State it where disks before it may come or go.
   * @default - the lowest that is free
   */
  readonly unit?: number;
}

/** How much a machine has, and is sure to have. */
export interface MachineProcessorProps {
  /** vCPUs. */
  readonly cpus: number;

  /**
   * Cores that a virtual socket has: `cpus` is a multiple of it.
   * @default 1
   */
  readonly coresPerSocket?: number;

  /** Configured memory, in whole MiB, known at synthesis: cdk8s lets no `Size` hold a token. */
  readonly memory: Size;

  /**
   * CPU that it has for sure, MHz.
   * @default - none; all of it with `latencySensitivity: 'high'`, where the hosts' models are known
   */
  readonly cpuReservationMhz?: number;

  /**
   * CPU that it never exceeds, MHz: at least the reservation.
   * @default - no limit
   */
  readonly cpuLimitMhz?: number;

  /** @default Shares.normal() */
  readonly cpuShares?: Shares;

  /**
   * Memory that it has for sure, in whole MiB: at most its memory. `all` follows the memory when that is changed.
   * @default - none; `all` with `pciDevices` or `latencySensitivity: 'high'`, which need it
   */
  readonly memoryReservation?: Size | 'all';

  /**
   * Host memory that it never exceeds, in whole MiB: at least the reservation.
   * @default - no limit
   */
  readonly memoryLimit?: Size;

  /** @default Shares.normal() */
  readonly memoryShares?: Shares;

  /**
   * How little it may be delayed. `high` takes cores for itself, and needs all of its CPU and memory reserved.
   * @default 'normal'
   */
  readonly latencySensitivity?: 'low' | 'normal' | 'medium' | 'high';

  /**
   * Whether vCPUs may be added while it runs.
   * @default false
   */
  readonly cpuHotAdd?: boolean;

  /**
   * Whether vCPUs may be taken away while it runs.
   * @default false
   */
  readonly cpuHotRemove?: boolean;

  /**
   * Whether memory may be added while it runs.
   * @default false
   */
  readonly memoryHotAdd?: boolean;

  /**
   * The host that Terraform puts it on. HA and DRS may still move it, unless a device or a rule holds it there.
   * @default - DRS decides
   */
  readonly host?: IEsxiHost;

  /**
   * PCI devices of `host` that are passed through to it, by their addresses, such as `0000:3b:00.0`. They hold it on the host, and
   * need all of its memory reserved.
   * @default - none
   */
  readonly pciDevices?: readonly string[];
}

/** How a machine starts, and what its virtual hardware offers. */
export interface MachineFirmwareProps {
  /**
   * Virtual hardware version, such as 20 (ESXi 8.0): it bounds vCPUs, memory and devices.
   * @default - the template's, which is not known before Terraform runs
   */
  readonly hardwareVersion?: number;

  /**
   * Firmware. It must be the template's, or the guest does not start.
   * @default - as the template has it; an item of a content library says none, so state it
   */
  readonly firmware?: 'bios' | 'efi';

  /**
   * Whether the firmware starts signed code only. Needs `firmware: 'efi'`.
   * @default false
   */
  readonly secureBoot?: boolean;

  /**
   * Whether it has a virtual TPM 2.0. Needs `firmware: 'efi'`, and a key provider in vCenter.
   * @default false
   */
  readonly vtpm?: boolean;

  /**
   * Whether its guest may be a hypervisor.
   * @default false; true with `virtualizationBasedSecurity`
   */
  readonly nestedVirtualization?: boolean;

  /**
   * Whether it has a virtual I/O MMU (VT-d, AMD-Vi).
   * @default false; true with `virtualizationBasedSecurity`
   */
  readonly ioMmu?: boolean;

  /**
   * Whether Windows may use virtualization-based security. Needs `firmware: 'efi'`; secure boot, nested virtualization and the I/O
   * MMU come with it.
   * @default false
   */
  readonly virtualizationBasedSecurity?: boolean;

  /**
   * How long it waits before it starts, in whole milliseconds.
   * @default Duration.millis(0)
   */
  readonly bootDelay?: Duration;

  /**
   * After how long it tries again where it failed to start, in whole milliseconds.
   * @default - it does not
   */
  readonly bootRetryDelay?: Duration;
}

/** What the machines of a fleet have in common, and a machine on its own has too. */
export interface VirtualMachineCommonProps extends MachineProcessorProps, MachineFirmwareProps {
  /** What runs it: a cluster, or a resource pool. */
  readonly on: IComputeResource;

  /** Its first network. */
  readonly network: INetwork;

  /**
   * Its further networks.
   * @default - none
   */
  readonly moreNetworks?: readonly INetwork[];

  /**
   * What its network adapters are.
   * @default 'vmxnet3'
   */
  readonly networkAdapter?: 'vmxnet3' | 'e1000' | 'e1000e' | 'vrdma';

  /** Where it lies with its disks: a datastore, a datastore cluster, or where a storage policy says. */
  readonly storage: IMachineStorage;

  /**
   * What it is cloned from. A name is looked up in the datacenter of what runs it, once for each stack. An item of a content
   * library says nothing of what is in it, so that `firmware` and `disk` must be given.
   */
  readonly template: string | ITemplate | IContentLibraryItem;

  /**
   * Size of its first disk, in whole GiB: at least what the template's disk has.
   * @default - as the template has it
   */
  readonly disk?: Size;

  /**
   * Its further disks. Those that the template has come first, at least as large as there.
   * @default - none
   */
  readonly moreDisks?: readonly MachineDisk[];

  /**
   * SCSI controllers, from 1 to 4, with 15 disks on each.
   * @default - as many as the disks need
   */
  readonly scsiControllers?: number;

  /**
   * Whether the guest sees the UUIDs of its disks. The vSphere CSI driver needs it.
   * @default false
   */
  readonly enableDiskUuid?: boolean;

  /**
   * What cloud-init finds in it when it first starts.
   * @default - nothing
   */
  readonly cloudInit?: CloudInit;

  /**
   * Advanced configuration parameters by name. Everybody who may read the machine in vCenter sees them.
   * @default - none
   */
  readonly extraConfig?: Readonly<Record<string, string>>;

  /**
   * Folder for it: one that was made or looked up, or its path in the datacenter.
   * @default - the datacenter's own
   */
  readonly folder?: string | IFolder;

  /**
   * Tags on it.
   * @default - none
   */
  readonly tags?: readonly ITag[];

  /**
   * Notes on it.
   * @default - the template's
   */
  readonly annotation?: string;

  /**
   * How long Terraform waits for the guest to have a network with an address, in whole minutes; `Duration.minutes(0)` does not wait.
   * @default Duration.minutes(5)
   */
  readonly waitForGuestNet?: Duration;

  /**
   * How long Terraform waits for VMware Tools to report an address, in whole minutes, for a guest whose tools report no network.
   * @default - it does not wait
   */
  readonly waitForGuestIp?: Duration;

  /**
   * Whether Terraform refuses to destroy or replace it.
   * @default false
   */
  readonly preventDestroy?: boolean;

  /**
   * Attributes of `vsphere_virtual_machine` that Terraform leaves as they are once it is made, such as `disk` where somebody else
   * attaches disks.
   * @default - none
   */
  readonly ignoreChanges?: readonly string[];
}
