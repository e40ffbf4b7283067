import type { ComputeCluster, Datacenter, EsxiHost, ResourcePool } from './compute';
import type { VirtualMachine } from './machine';
import type { DistributedSwitch, PortGroup, StandardPortGroup, StandardSwitch, VmkernelAdapter } from './network';
import type { HostGroup, VmGroup, VmHostRule, VmRule } from './placement';
import type { Datastore, DatastoreCluster, StoragePolicy } from './storage';

export * from './compute';
export * from './machine';
export * from './network';
export * from './object';
export * from './placement';
export * from './storage';
export * from './vsan';

/** The vSphere part of the estate: objects by what they are, not by which stack or lookup mentions them. */
export interface VsphereEstate {
  readonly datacenters: readonly Datacenter[];
  readonly hosts: readonly EsxiHost[];
  readonly clusters: readonly ComputeCluster[];
  readonly switches: readonly DistributedSwitch[];
  readonly portGroups: readonly PortGroup[];
  readonly standardSwitches: readonly StandardSwitch[];
  readonly standardPortGroups: readonly StandardPortGroup[];
  readonly vmkernelAdapters: readonly VmkernelAdapter[];
  readonly datastores: readonly Datastore[];
  readonly datastoreClusters: readonly DatastoreCluster[];
  readonly storagePolicies: readonly StoragePolicy[];
  readonly resourcePools: readonly ResourcePool[];
  readonly machines: readonly VirtualMachine[];
  readonly vmRules: readonly VmRule[];
  readonly vmGroups: readonly VmGroup[];
  readonly hostGroups: readonly HostGroup[];
  readonly vmHostRules: readonly VmHostRule[];
}
