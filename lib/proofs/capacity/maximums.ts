import { Interval } from '../../units';

/** A bound that the vendor or the provider publishes. */
export interface Maximum {
  readonly value: number;
  readonly source: string;
}

const VM_HARDWARE = 'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-vm-administration/GUID-789C3913-1053-4850-A0F0-E29C3D32B6DA.html';
const VM_HARDWARE_OLD =
  'https://docs.vmware.com/en/VMware-vSphere/6.7/com.vmware.vsphere.vm_admin.doc/GUID-789C3913-1053-4850-A0F0-E29C3D32B6DA.html';
const VM_HARDWARE_22 = 'https://vinfrastructure.it/it/?p=39307';
const CLUSTER_HOSTS =
  'https://docs.vmware.com/en/VMware-Validated-Design/services/scaling-up-and-scaling-out-vmware-validated-design/GUID-CFEB07D3-657F-4295-ACD4-CF3591BE3FCC.html';
const PROVIDER_2_16 = 'https://github.com/vmware/terraform-provider-vsphere/pull/2676';

/** Maximums of a VM from a hardware version on, newest first. Memory is not published for version 22. */
const BY_HARDWARE_VERSION: readonly {
  readonly from: number;
  readonly vcpus: number;
  readonly memoryGiB?: number;
  readonly nics: number;
  readonly source: string;
}[] = [
  { from: 22, vcpus: 960, nics: 10, source: VM_HARDWARE_22 },
  { from: 18, vcpus: 768, memoryGiB: 24_560, nics: 10, source: VM_HARDWARE },
  { from: 15, vcpus: 256, memoryGiB: 6_128, nics: 10, source: VM_HARDWARE },
  { from: 13, vcpus: 128, memoryGiB: 6_128, nics: 10, source: VM_HARDWARE_OLD },
  { from: 11, vcpus: 128, memoryGiB: 4_080, nics: 10, source: VM_HARDWARE_OLD },
  { from: 9, vcpus: 64, memoryGiB: 1_011, nics: 10, source: VM_HARDWARE_OLD },
  { from: 8, vcpus: 32, memoryGiB: 1_011, nics: 10, source: VM_HARDWARE_OLD },
  { from: 7, vcpus: 8, memoryGiB: 255, nics: 10, source: VM_HARDWARE_OLD },
  { from: 4, vcpus: 4, memoryGiB: 64, nics: 4, source: VM_HARDWARE_OLD },
];

/** Newest hardware version the table knows. */
export const NEWEST_HARDWARE_VERSION = 22;
/** Newest of which all maximums are published. */
export const NEWEST_HARDWARE_VERSION_WITH_ALL = 21;

/** Where a VM names no version it takes the newest its host knows, or that of its template: at least ESXi 6.0, which made version 11. */
export const OLDEST_HARDWARE_VERSION_BY_DEFAULT = 11;

export interface MachineMaximums {
  readonly vcpus: Maximum;
  /** Configured memory, MiB; absent where nothing is published. */
  readonly memoryMiB?: Maximum;
  readonly nics: Maximum;
}

/** Maximums of a VM of a hardware version; undefined where the version is older or newer than the table. */
export function machineMaximums(hardwareVersion: number): MachineMaximums | undefined {
  if (hardwareVersion > NEWEST_HARDWARE_VERSION) return undefined;
  const row = BY_HARDWARE_VERSION.find(({ from }) => from <= hardwareVersion);
  if (!row) return undefined;
  const { source } = row;
  return {
    vcpus: { value: row.vcpus, source },
    ...(row.memoryGiB === undefined ? {} : { memoryMiB: { value: row.memoryGiB * 1024, source } }),
    nics: { value: row.nics, source },
  };
}

/** A VM has a whole number of vCPUs, one at least. */
export const LEAST_VCPUS: Maximum = { value: 1, source: VM_HARDWARE };

/** Memory of a VM is a multiple of this many MiB, and no less; with EFI firmware it does not power on below 96. */
export const MEMORY_STEP_MIB: Maximum = {
  value: 4,
  source: 'https://docs.vmware.com/en/VMware-vSphere/7.0/com.vmware.vsphere.vm_admin.doc/GUID-81E25CBB-16D9-416B-AD6F-5A96D7CD0A2D.html',
};

/** VMs on one cluster, vSphere 8.0. */
export const MACHINES_PER_CLUSTER: Maximum = { value: 10_000, source: 'https://configmax.broadcom.com' };

/** Hosts of one cluster that every provider version takes, and that those from 2.16 on take. */
export const HOSTS_PER_CLUSTER: Maximum = { value: 64, source: CLUSTER_HOSTS };
export const HOSTS_PER_CLUSTER_FROM_2_16: Maximum = { value: 96, source: PROVIDER_2_16 };

const VSAN = 'https://vmwarearena.com/configuration-maximums-of-vmware-vsan-6-6';

/** Hosts of a cluster with vSAN. */
export const HOSTS_PER_VSAN: Maximum = { value: 64, source: VSAN };
/** Disk groups of one host, in the original architecture. */
export const DISK_GROUPS_PER_HOST: Maximum = { value: 5, source: VSAN };
/** vSAN datastores of other clusters that a cluster mounts. */
export const REMOTE_DATASTORES: Maximum = {
  value: 5,
  source: 'https://docs.vmware.com/en/VMware-vSphere/8.0/vsan-administration/GUID-9113BBD6-5428-4287-9F61-C8C3EE51E07E.html',
};

const PASSTHROUGH = 'https://knowledge.broadcom.com/external/article/309986/configuring-vmdirectpath-io-passthrough.html';
const PASSTHROUGH_6_0 =
  'https://docs.vmware.com/de/VMware-vSphere/6.0/com.vmware.vsphere.configmax.doc/GUID-F9B64152-F1F2-45B4-90D0-214E655F5A66.html';

/** PCI devices passed through to one VM, from a hardware version on, newest first; version 20 takes more from ESXi 8.0 U1 on. */
const PASSTHROUGH_DEVICES: readonly { readonly from: number; readonly value: Interval; readonly source: string }[] = [
  { from: 22, value: Interval.atLeast(128), source: PASSTHROUGH },
  { from: 21, value: Interval.exactly(128), source: PASSTHROUGH },
  { from: 20, value: Interval.between(32, 64), source: PASSTHROUGH },
  { from: 13, value: Interval.exactly(16), source: PASSTHROUGH },
  { from: 11, value: Interval.exactly(16), source: PASSTHROUGH_6_0 },
];

/** The maximum between which bounds a VM has it; undefined for a hardware version older than the table. */
export function passthroughMaximum(hardwareVersion: number): { readonly value: Interval; readonly source: string } | undefined {
  return PASSTHROUGH_DEVICES.find(({ from }) => from <= hardwareVersion);
}

/** SCSI controllers of one VM. */
export const SCSI_CONTROLLERS: Maximum = { value: 4, source: VM_HARDWARE_OLD };
/**
 * Disks on one SCSI controller: of its 16 targets one is the controller itself. The provider holds every type to that up
 * to 2.15; later ones allow a paravirtual controller more.
 */
export const DISKS_PER_SCSI_CONTROLLER: Maximum = {
  value: 15,
  source: 'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/virtual_machine#unit_number',
};

/** A VM cannot have more vCPUs than its host has logical CPUs. */
export const VCPUS_ARE_LOGICAL_CPUS =
  'https://docs.vmware.com/en/VMware-vSphere/6.7/com.vmware.vsphere.vm_admin.doc/GUID-13AD347E-3B77-4A67-B3F4-4AC2230E4509.html';

/** The vCPUs of a VM are a multiple of its cores per socket. */
export const VCPUS_FILL_SOCKETS = 'https://registry.terraform.io/providers/vmware/vsphere/2.15.0/docs/resources/virtual_machine#num_cores_per_socket';
