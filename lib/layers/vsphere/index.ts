export type { AddressRangeProps } from './network/address-range';
export * from './cluster/admission-control';
export * from './cluster/cluster-configuration-profile';
export * from './machine/cloud-init';
export { ComponentProtection, type ApdResponse, type ComponentProtectionProps, type PdlResponse } from './cluster/component-protection';
export type { IComputeResource } from './cluster/compute-resource';
export * from './storage/content-library';
export * from './storage/content-library-item';
export * from './datacenter';
export * from './storage/datastore';
export * from './storage/datastore-cluster';
export {
  DistributedSwitch,
  type DistributedSwitchAttributes,
  type DistributedSwitchLookup,
  type DistributedSwitchProps,
  type DistributedSwitchVersion,
  type IDistributedSwitch,
  type MulticastFiltering,
} from './network/distributed-switch';
export * from './cluster/dpm-host-override';
export * from './cluster/drs';
export * from './cluster/drs-vm-override';
export {
  EsxiHost,
  EsxiHostFleet,
  type EsxiHostAttributes,
  type EsxiHostFleetProps,
  type EsxiHostLookup,
  type EsxiHostProps,
  type HostConnectionProps,
  type HostHardwareProps,
  type IEsxiHost,
  type NtpProps,
} from './host/esxi-host';
export { EvcMode } from './cluster/evc-mode';
export { Folder, type FolderAttributes, type FolderLookup, type FolderProps, type FolderType, type IFolder } from './folder';
export * from './cluster/ha-vm-override';
export * from './cluster/heartbeat-datastores';
export { HighAvailability, type HighAvailabilityProps, type IsolationResponse, type RestartPriority } from './cluster/high-availability';
export * from './cluster/host-failures';
export * from './placement/host-group';
export type { HostImageProps } from './cluster/host-image';
export * from './host/host-thumbprint';
export * from './network/lacp';
export * from './storage/library-sharing';
export * from './network/link-discovery';
export type { IMachineStorage, MachineStorage } from './storage/machine-storage';
export type { Netflow } from './network/netflow';
export * from './network/network';
export type { NetworkIoControl, TrafficAllocation, TrafficClass } from './network/network-io-control';
export type { NetworkSecurityConfig, NetworkSecurityProps } from './network/network-security';
export * from './storage/nfs-datastore';
export type { OwnedDatastoreProps } from './storage/owned-datastore';
export * from './access/permission-target';
export * from './access/permissions';
export type { Machines } from './placement/placement';
export * from './network/port-group';
export type { PrivateVlan, PrivateVlanType } from './network/private-vlan';
export * from './network/private-vlan-mapping';
export * from './cluster/power-management';
export * from './cluster/proactive-ha';
export * from './cluster/resident-machine';
export * from './cluster/resource-pool';
export * from './access/role';
export * from './shares';
export * from './network/standard-network';
export * from './network/standard-port-group';
export * from './network/standard-switch';
export * from './storage/storage-drs';
export * from './storage/storage-drs-rules';
export * from './storage/storage-policy';
export * from './access/tag-category';
export * from './storage/tag-rule';
export { type ITag, Tag, type TagAttributes, type TagLookup, type TagProps } from './access/tags';
export * from './network/tcp-ip-stack';
export type { FailoverProps, StandardTeamingPolicy, TeamingPolicy, UplinkTeamingProps } from './network/teaming';
export type { TrafficShaping } from './network/traffic-shaping';
export * from './vcenter';
export * from './cluster/vcenter-cluster';
export * from './machine/virtual-machine';
export type { MachineDisk, MachineFirmwareProps, MachineProcessorProps, VirtualMachineCommonProps } from './machine/virtual-machine-props';
export {
  type ITemplate,
  VirtualMachineTemplate,
  type VirtualMachineTemplateAttributes,
  type VirtualMachineTemplateLookup,
} from './machine/virtual-machine-template';
export { Vlan } from './network/vlan';
export * from './placement/vm-dependency-rule';
export * from './placement/vm-group';
export * from './placement/vm-host-rule';
export * from './placement/vm-rules';
export * from './storage/vmfs-datastore';
export * from './network/vmkernel-adapter';
export * from './cluster/vm-monitoring';
export { Vsan, type VsanEsaProps, type VsanOsaProps } from './vsan/vsan';
export type { VsanDiskGroup } from './vsan/vsan-disk-group';
export type { MirroredSitesProps, RedundancyProps } from './vsan/vsan-redundancy';
export type { StretchedSites, TwoNodeSite, VsanTopologyProps, WitnessProps } from './vsan/vsan-topology';
