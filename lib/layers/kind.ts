/**
 * What a prop takes. A program that runs without a type check hands over anything, and users may bring their own
 * implementation of an interface, so that a kind is told by a member that it has and others lack.
 */
export interface Kind {
  readonly member: string;
  /** With its article. */
  readonly name: string;
  readonly repair: string;
  /**
   * Whether what is given instead may be a secret in clear, of which a message says the type only.
   * @default false
   */
  readonly secret?: boolean;
}

export const CONSTRUCT: Kind = { member: 'node', name: 'a construct', repair: 'give a machine, a fleet, a network or a tenant' };
export const CIDR: Kind = { member: 'firstAddress', name: 'a Cidr', repair: "give one such as `Cidr.of('10.20.0.0/23')`" };
export const DURATION: Kind = { member: 'toMinutes', name: 'a Duration', repair: 'give one such as `Duration.minutes(5)`' };
export const FLOW: Kind = { member: 'protocol', name: 'a Flow', repair: 'give one such as `Flow.tcp(443)`' };
export const SECRET: Kind = {
  member: 'bind',
  name: 'a Secret',
  repair: "give one such as `Secret.variable('esxi_password')`, since a text would stand in the output in clear",
  secret: true,
};
export const SIZE: Kind = { member: 'toKibibytes', name: 'a Size', repair: 'give one such as `Size.gibibytes(16)`' };

export const ACCELERATOR: Kind = { member: 'name', name: 'an Accelerator', repair: "give one such as `Accelerator.gpu('NVIDIA L40S')`" };
export const CPU_MODEL: Kind = {
  member: 'baseMhz',
  name: 'a CpuModel',
  repair: 'take one that CpuModel lists, such as `CpuModel.EPYC_9354`, or state your own with `CpuModel.of(...)`',
};
export const DISK: Kind = { member: 'sizeMiB', name: 'a Disk', repair: 'give one such as `Disk.nvme(Size.gibibytes(7680), 8)`' };
export const HOST_MODEL: Kind = { member: 'physicalCores', name: 'a HostModel', repair: 'state it with `HostModel.of(...)`' };
export const NIC: Kind = { member: 'gigabitsPerSecond', name: 'a Nic', repair: 'give one such as `Nic.gigabits(25, 4)`' };

export const ADMISSION_CONTROL: Kind = {
  member: '_admission',
  name: 'an AdmissionControl',
  repair: 'give one such as `AdmissionControl.resourcePercentage()`',
};
export const CLUSTER: Kind = {
  member: 'clusterId',
  name: 'a cluster',
  repair: 'give a `new VcenterCluster(...)` or `VcenterCluster.fromLookup(...)`',
};
export const DATACENTER: Kind = {
  member: 'datacenterId',
  name: 'a datacenter',
  repair: 'give a `new Datacenter(...)` or `Datacenter.fromLookup(...)`',
};
export const DATASTORE: Kind = { member: 'datastoreId', name: 'a datastore', repair: 'give a `Datastore.fromLookup(...)`' };
export const DRS: Kind = { member: 'automationLevel', name: 'a Drs', repair: 'give one such as `Drs.fullyAutomated()`' };
export const HOST: Kind = {
  member: 'hostId',
  name: 'an ESXi host',
  repair: 'give what `EsxiHost.fleet(...)`, `new EsxiHost(...)` or `EsxiHost.fromLookup(...)` makes',
};
export const HOST_FAILURES: Kind = { member: 'orRack', name: 'a HostFailures', repair: 'give one such as `HostFailures.any(1)`' };
export const NETWORK: Kind = {
  member: 'networkId',
  name: 'a network',
  repair: 'give a `new PortGroup(...)`, `PortGroup.fromLookup(...)` or a `new Segment(...)`',
};
export const SWITCH: Kind = {
  member: 'switchUuid',
  name: 'a distributed switch',
  repair: 'give a `new DistributedSwitch(...)` or `DistributedSwitch.fromLookup(...)`',
};
export const TEMPLATE: Kind = {
  member: 'templateUuid',
  name: 'a template',
  repair: 'give its name in vCenter, or `VirtualMachineTemplate.fromLookup(...)`',
};

export const CONTENT_LIBRARY: Kind = {
  member: 'libraryId',
  name: 'a content library',
  repair: 'give a `new ContentLibrary(...)` or `ContentLibrary.fromLookup(...)`',
};
export const LIBRARY_ITEM: Kind = {
  member: 'libraryItemId',
  name: 'an item of a content library',
  repair: 'give a `new ContentLibraryItem(...)` or `ContentLibraryItem.fromLookup(...)`',
};
export const DATASTORE_CLUSTER: Kind = {
  member: 'datastoreClusterId',
  name: 'a datastore cluster',
  repair: 'give a `new DatastoreCluster(...)` or `DatastoreCluster.fromLookup(...)`',
};
export const FOLDER: Kind = { member: 'folderPath', name: 'a folder', repair: 'give a `new Folder(...)` or `Folder.fromLookup(...)`' };
export const LIBRARY_PUBLICATION: Kind = {
  member: 'publishes',
  name: 'a LibraryPublication',
  repair: 'give one such as `LibraryPublication.open()`',
};
export const LIBRARY_SUBSCRIPTION: Kind = {
  member: 'subscribesTo',
  name: 'a LibrarySubscription',
  repair: 'give one such as `LibrarySubscription.of({ url })`',
};
export const PERMISSION: Kind = {
  member: 'userOrGroup',
  name: 'a Permission',
  repair: "give one such as `Permission.group('EXAMPLE\\ops', { role, propagate: true })`",
};
export const PERMISSION_TARGET: Kind = {
  member: 'entityType',
  name: 'a PermissionTarget',
  repair: 'give one such as `PermissionTarget.cluster(cluster)`',
};
export const ROLE: Kind = { member: 'roleId', name: 'a role', repair: 'give a `new Role(...)` or `Role.fromLookup(...)`' };
export const STORAGE_DRS: Kind = { member: 'storageDrsAutomation', name: 'a StorageDrs', repair: 'give one such as `StorageDrs.fullyAutomated()`' };
export const TAG: Kind = { member: 'tagId', name: 'a tag', repair: 'give a `new Tag(...)` or `Tag.fromLookup(...)`' };
export const TAG_CATEGORY: Kind = {
  member: 'categoryId',
  name: 'a tag category',
  repair: 'give a `new TagCategory(...)` or `TagCategory.fromLookup(...)`',
};
export const TAG_RULE: Kind = { member: 'tagged', name: 'a TagRule', repair: 'give one such as `TagRule.tagged(gold)`' };
export const VSAN_REDUNDANCY: Kind = { member: 'mirroredSites', name: 'a redundancy of vSAN', repair: 'give one such as `Vsan.raid5()`' };

export const CLOUD_INIT: Kind = { member: 'toGuestInfo', name: 'a CloudInit', repair: 'give one such as `CloudInit.of({ userData })`' };
export const COMPUTE_RESOURCE: Kind = {
  member: 'resourcePoolId',
  name: 'a cluster or a resource pool',
  repair: 'give a `new VcenterCluster(...)`, `VcenterCluster.fromLookup(...)` or a `new ResourcePool(...)`',
};
export const HOST_GROUP: Kind = { member: 'hostGroupName', name: 'a host group', repair: 'give a `new HostGroup(...)`' };
export const MACHINE: Kind = {
  member: 'machineUuid',
  name: 'a virtual machine',
  repair: 'give what `VirtualMachine.fleet(...)`, `new VirtualMachine(...)` or `VirtualMachine.fromLookup(...)` makes',
};
export const MACHINE_DISK: Kind = { member: 'size', name: 'a disk', repair: 'give one such as `{ size: Size.gibibytes(100) }`' };
export const MACHINE_STORAGE: Kind = {
  member: 'machineStorage',
  name: 'a datastore, a datastore cluster or a storage policy',
  repair: 'give one such as `Datastore.fromLookup(...)`',
};
export const SHARES: Kind = { member: 'shareLevel', name: 'a Shares', repair: 'give one such as `Shares.high()`' };
export const VM_GROUP: Kind = { member: 'vmGroupName', name: 'a VM group', repair: 'give a `new VmGroup(...)`' };

export const LACP: Kind = { member: 'lacpApiVersion', name: 'a Lacp', repair: "give one such as `Lacp.singleLag('active')`" };
export const LINK_DISCOVERY: Kind = {
  member: 'linkDiscoveryOperation',
  name: 'a LinkDiscovery',
  repair: "give one such as `LinkDiscovery.lldp('both')`",
};
export const STANDARD_PORT_GROUP: Kind = {
  member: 'portGroupName',
  name: 'a port group of a standard switch',
  repair: 'give a `new StandardPortGroup(...)` or `StandardPortGroup.fromAttributes(...)`',
};
export const STANDARD_SWITCH: Kind = {
  member: 'switchName',
  name: 'a standard switch',
  repair: 'give a `new StandardSwitch(...)` or `StandardSwitch.fromAttributes(...)`',
};
export const TCP_IP_STACK: Kind = { member: 'netstack', name: 'a TcpIpStack', repair: 'give one such as `TcpIpStack.VMOTION`' };
export const VLAN: Kind = { member: '_toPortConfig', name: 'a Vlan', repair: 'give a number, or one such as `Vlan.trunk([[100, 199]])`' };
export const COMPONENT_PROTECTION: Kind = {
  member: '_responses',
  name: 'a ComponentProtection',
  repair: 'give one such as `ComponentProtection.of()`',
};
export const EVC_MODE: Kind = { member: 'evcKey', name: 'an EvcMode', repair: 'give one such as `EvcMode.INTEL_SAPPHIRE_RAPIDS`' };
export const HEARTBEAT_DATASTORES: Kind = {
  member: '_heartbeats',
  name: 'a HeartbeatDatastores',
  repair: 'give one such as `HeartbeatDatastores.automatic()`',
};
export const HIGH_AVAILABILITY: Kind = {
  member: '_availability',
  name: 'a HighAvailability',
  repair: "give true, false, or one such as `HighAvailability.of({ isolationResponse: 'powerOff' })`",
};
export const POWER_MANAGEMENT: Kind = {
  member: 'powerLevel',
  name: 'a PowerManagement',
  repair: 'give one such as `PowerManagement.automated()`',
};
export const PROACTIVE_HA: Kind = {
  member: '_proactive',
  name: 'a ProactiveHa',
  repair: 'give one such as `ProactiveHa.automated({ providerIds })`',
};
export const RESIDENT: Kind = {
  member: 'toFacts',
  name: 'a ResidentMachine',
  repair: "give one such as `ResidentMachine.of({ name: 'backup proxy', cpus: 4, memory: Size.gibibytes(8) })`",
};
export const VM_MONITORING: Kind = { member: '_monitoring', name: 'a VmMonitoring', repair: 'give one such as `VmMonitoring.machines()`' };
export const VMKERNEL_ADAPTER: Kind = {
  member: 'adapterId',
  name: 'a VMkernel adapter',
  repair: 'give what `new VmkernelAdapter(...)` or `VmkernelAdapter.fleet(...)` makes',
};
export const VSAN: Kind = { member: 'architecture', name: 'a Vsan', repair: 'give one such as `Vsan.esa()`, or leave it out where there is none' };

export const TENANT: Kind = { member: 'tenantName', name: 'a tenant', repair: 'give a `new Tenant(...)`' };

export const DHCP_PROFILE: Kind = {
  member: 'dhcpConfigPath',
  name: 'a DHCP profile',
  repair: 'give a `new DhcpServer(...)`, a `new DhcpRelay(...)` or `DhcpServer.fromLookup(...)`',
};
export const EDGE_CLUSTER: Kind = { member: 'edgeClusterPath', name: 'an edge cluster', repair: 'give an `EdgeCluster.fromLookup(...)`' };
export const GATEWAY: Kind = {
  member: 'gatewayPath',
  name: 'a gateway',
  repair: 'give a `new Tier1Gateway(...)`, `Tier1Gateway.fromLookup(...)` or `Tier0Gateway.fromLookup(...)`',
};
export const SEGMENT: Kind = { member: 'segmentPath', name: 'a segment', repair: 'give a `new Segment(...)` or `Segment.fromLookup(...)`' };
export const SEGMENT_SECURITY_PROFILE: Kind = {
  member: 'segmentSecurityProfilePath',
  name: 'a segment security profile',
  repair: 'give a `new SegmentSecurityProfile(...)` or `SegmentSecurityProfile.fromLookup(...)`',
};
export const SPOOF_GUARD_PROFILE: Kind = {
  member: 'spoofGuardProfilePath',
  name: 'a spoof guard profile',
  repair: 'give a `new SpoofGuardProfile(...)` or `SpoofGuardProfile.fromLookup(...)`',
};
export const TRANSPORT_ZONE: Kind = { member: 'transportZonePath', name: 'a transport zone', repair: 'give a `TransportZone.fromLookup(...)`' };

export const IP_BLOCK: Kind = { member: 'ipBlockPath', name: 'an IP block', repair: 'give a `new IpBlock(...)` or `IpBlock.fromLookup(...)`' };
export const IP_POOL_SUBNET: Kind = {
  member: '_bindToPool',
  name: 'an IpPoolSubnet',
  repair: "give one such as `IpPoolSubnet.fixed({ cidr, ranges: [{ start: '10.20.0.10', end: '10.20.0.99' }] })`",
};
export const IP_RANGE: Kind = {
  member: 'start',
  name: 'a range of addresses',
  repair: "give one such as `{ start: '10.20.0.10', end: '10.20.0.99' }`",
};
export const TRANSIT_GATEWAY: Kind = {
  member: 'transitGatewayPath',
  name: 'a transit gateway',
  repair: 'give a `TransitGateway.default(...)` or `TransitGateway.fromLookup(...)`',
};
export const VPC_CONNECTIVITY_PROFILE: Kind = {
  member: 'vpcConnectivityProfilePath',
  name: 'a VPC connectivity profile',
  repair: 'give a `new VpcConnectivityProfile(...)` or `VpcConnectivityProfile.fromLookup(...)`',
};
export const VPC_SERVICE_PROFILE: Kind = {
  member: 'vpcServiceProfilePath',
  name: 'a VPC service profile',
  repair: 'give a `new VpcServiceProfile(...)` or `VpcServiceProfile.fromAttributes(...)`',
};
export const VPC_SUBNET_DHCP: Kind = { member: '_vpcDhcp', name: 'a VpcSubnetDhcp', repair: 'give one such as `VpcSubnetDhcp.server()`' };

export const NSX_GROUP: Kind = { member: 'groupPath', name: 'a group', repair: 'give a `new Group(...)` or `Group.fromLookup(...)`' };
export const GROUP_MEMBERS: Kind = {
  member: '_alternatives',
  name: 'a GroupMembers',
  repair: "give one such as `GroupMembers.machines.tagged('tier', 'db')`",
};
export const NSX_SERVICE: Kind = {
  member: 'servicePath',
  name: 'a service',
  repair: "give a `new Service(...)` or `Service.fromLookup(this, 'https', { name: 'HTTPS' })`",
};
export const SERVICE_ENTRY: Kind = { member: '_entry', name: 'a ServiceEntry', repair: 'give one such as `ServiceEntry.tcp(443)`' };
export const CONTEXT_PROFILE: Kind = {
  member: 'contextProfilePath',
  name: 'a context profile',
  repair: 'give a `new ContextProfile(...)` or `ContextProfile.fromLookup(...)`',
};
