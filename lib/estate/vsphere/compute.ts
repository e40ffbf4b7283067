import type { HostHardware } from '../hardware';

import type { Field } from '../value';

import type { Members, ObjectId } from '../object';

import type { VsphereObject } from './object';

import type { VsanConfiguration } from './vsan';

export type Datacenter = VsphereObject;

export interface EsxiHost extends VsphereObject {
  readonly datacenter: Field<ObjectId | null>;
  readonly cluster: Field<ObjectId | null>;
  /** In maintenance, or disconnected: it runs nothing. */
  readonly maintenance: Field<boolean>;
  /** Stated by a `HostModel`; absent where nobody said. */
  readonly hardware?: HostHardware;
  readonly rack?: string;
}

export interface ComputeCluster extends VsphereObject {
  readonly datacenter: Field<ObjectId | null>;
  readonly hosts: Members;
  readonly ha: HighAvailability;
  readonly drs: { readonly enabled: Field<boolean>; readonly automation: Field<string> };
  /** Name of the EVC baseline, such as `intel-sapphirerapids`; null where EVC is off. */
  readonly evcMode: Field<string | null>;
  readonly vsan: VsanConfiguration;
  /** Declared ceiling of vCPUs a physical core. */
  readonly cpuRatio?: number;
  /** Declared ceiling of configured VM memory over host memory; 1 where not declared. */
  readonly memoryRatio?: number;
  /** Declared: any so many hosts at once, also any one rack. */
  readonly tolerates?: { readonly hosts: number; readonly rack: boolean };
  /** Declared: HA is off for the apply that enables vSAN, and comes with the next. */
  readonly bringUp?: boolean;
}

export interface HighAvailability {
  readonly enabled: Field<boolean>;
  readonly hostMonitoring: Field<string>;
  readonly admissionControl: AdmissionControl;
}

/** What HA holds back. Which of the fields count depends on the policy. */
export interface AdmissionControl {
  readonly policy: Field<string>;
  /** Hosts that may fail, for the policies by percentage and by slots. */
  readonly hostFailures: Field<number>;
  /** Whether the percentages follow from the failures. */
  readonly autoCompute: Field<boolean>;
  readonly cpuPercent: Field<number>;
  readonly memoryPercent: Field<number>;
  readonly explicitSlot: Field<boolean>;
  readonly slotCpuMhz: Field<number>;
  readonly slotMemoryMiB: Field<number>;
  readonly failoverHosts: Members;
}

export interface ResourcePool extends VsphereObject {
  /** The cluster it divides, through any number of parent pools; null for a standalone host. */
  readonly cluster: Field<ObjectId | null>;
  /** The pool it is part of; null where that is the root of a cluster or host. */
  readonly parent: Field<ObjectId | null>;
  readonly cpu: PoolShare;
  readonly memory: PoolShare;
}

/** What a resource pool has of CPU, MHz, or of memory, MiB. */
export interface PoolShare {
  readonly reservation: Field<number>;
  /** Null where there is none. */
  readonly limit: Field<number | null>;
  /** Whether it may take more than its reservation from its parent. */
  readonly expandable: Field<boolean>;
}
