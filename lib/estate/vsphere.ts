import type { Interval } from '../units';
import type { HostHardware } from './hardware';
import type { Field, Unknown } from './value';

/** The vSphere part of the estate: objects by what they are, not by which stack or lookup mentions them. */
export interface VsphereEstate {
  readonly datacenters: readonly Datacenter[];
  readonly hosts: readonly EsxiHost[];
  readonly clusters: readonly ComputeCluster[];
  readonly switches: readonly DistributedSwitch[];
  readonly portGroups: readonly PortGroup[];
  readonly datastores: readonly Datastore[];
  readonly resourcePools: readonly ResourcePool[];
  readonly machines: readonly VirtualMachine[];
  readonly vmRules: readonly VmRule[];
  readonly vmGroups: readonly VmGroup[];
  readonly hostGroups: readonly HostGroup[];
  readonly vmHostRules: readonly VmHostRule[];
}

/** Key of an object within the estate. */
export type ObjectId = string;

export interface EstateObject {
  /** Key within this estate: `<stack>/<address>` of the entry that owns it, else of the first that looks it up. */
  readonly id: ObjectId;
  /** Every Terraform entry that denotes this object: the one that owns it and the lookups that found it. */
  readonly addresses: readonly { readonly stack: string; readonly address: string }[];
  /** Construct path of the entry that `id` names. */
  readonly path?: string;
  /** The app owns it, only looks it up, or learnt of it from the surroundings. */
  readonly origin: 'owned' | 'looked-up' | 'surroundings';
  /** Identity of the vCenter; unknown where a token says which. */
  readonly vcenter: Field<string>;
  readonly name: Field<string>;
  /** How many objects this entry stands for: one, or a family whose size is not decided. */
  readonly instances: Interval;
}

/** Names of things, by key; `complete` is false where more may belong that the output does not show. */
export interface Members {
  readonly ids: readonly ObjectId[];
  readonly complete: boolean;
  /** Where not complete: what would know the rest. */
  readonly unknown?: Unknown;
}

export type Datacenter = EstateObject;

export interface EsxiHost extends EstateObject {
  readonly datacenter: Field<ObjectId | null>;
  readonly cluster: Field<ObjectId | null>;
  /** In maintenance, or disconnected: it runs nothing. */
  readonly maintenance: Field<boolean>;
  /** Stated by a `HostModel`; absent where nobody said. */
  readonly hardware?: HostHardware;
  readonly rack?: string;
}

export interface ComputeCluster extends EstateObject {
  readonly datacenter: Field<ObjectId | null>;
  readonly hosts: Members;
  readonly ha: {
    readonly enabled: Field<boolean>;
    readonly hostMonitoring: Field<string>;
    readonly admissionControl: Field<string>;
  };
  readonly drs: { readonly enabled: Field<boolean>; readonly automation: Field<string> };
  readonly vsanEnabled: Field<boolean>;
  /** Declared ceiling of vCPUs a physical core. */
  readonly cpuRatio?: number;
  /** Declared ceiling of configured VM memory over host memory; 1 where not declared. */
  readonly memoryRatio?: number;
}

export interface DistributedSwitch extends EstateObject {
  readonly datacenter: Field<ObjectId | null>;
  readonly hosts: Members;
  readonly mtu: Field<number>;
}

export interface PortGroup extends EstateObject {
  readonly switch: Field<ObjectId | null>;
  readonly vlan: Field<number | null>;
  /** Declared address range, in CIDR notation. */
  readonly cidr?: string;
  /** Declared address of the default gateway. */
  readonly gateway?: string;
}

export interface Datastore extends EstateObject {
  readonly datacenter: Field<ObjectId | null>;
}

export interface ResourcePool extends EstateObject {
  /** The cluster it divides, through any number of parent pools; null for a standalone host. */
  readonly cluster: Field<ObjectId | null>;
}

export interface VirtualMachine extends EstateObject {
  /** The cluster whose hosts may run it; null for a standalone host. */
  readonly cluster: Field<ObjectId | null>;
  readonly cpus: Field<number>;
  readonly memoryMiB: Field<number>;
  readonly memoryReservationMiB: Field<number>;
  readonly hardwareVersion: Field<number | null>;
  readonly networks: readonly Field<ObjectId>[];
  readonly networksComplete: boolean;
  readonly datastore: Field<ObjectId | null>;
  readonly disks: readonly { readonly label: Field<string>; readonly sizeGiB: Field<number> }[];
  readonly disksComplete: boolean;
  /** Host the program pins it to, where it does. */
  readonly host: Field<ObjectId | null>;
}

/** VM-VM affinity or anti-affinity. */
export interface VmRule extends EstateObject {
  readonly kind: 'affinity' | 'anti-affinity';
  readonly cluster: Field<ObjectId | null>;
  readonly machines: Members;
  readonly enabled: Field<boolean>;
  readonly mandatory: Field<boolean>;
}

export interface VmGroup extends EstateObject {
  readonly cluster: Field<ObjectId | null>;
  readonly machines: Members;
}

export interface HostGroup extends EstateObject {
  readonly cluster: Field<ObjectId | null>;
  readonly hosts: Members;
}

export interface VmHostRule extends EstateObject {
  readonly cluster: Field<ObjectId | null>;
  readonly vmGroup: Field<string>;
  readonly affinityHostGroup: Field<string | null>;
  readonly antiAffinityHostGroup: Field<string | null>;
  readonly enabled: Field<boolean>;
  readonly mandatory: Field<boolean>;
}
