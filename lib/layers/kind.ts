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
  member: '_bind',
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
export const NETWORK: Kind = { member: 'networkId', name: 'a network', repair: 'give a `new PortGroup(...)` or `PortGroup.fromLookup(...)`' };
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

export const TENANT: Kind = { member: 'tenantName', name: 'a tenant', repair: 'give a `new Tenant(...)`' };
