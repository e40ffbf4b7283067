import type { IConstruct } from 'constructs';

/** Where the files of a virtual machine are put: a datastore, a cluster of datastores, or what a storage policy asks for. */
export interface IMachineStorage extends IConstruct {
  readonly machineStorage: MachineStorage;
}

/** As the provider takes it: a datastore or a datastore cluster, and perhaps a policy. */
export interface MachineStorage {
  /** Managed object id, such as `datastore-17`. */
  readonly datastoreId?: string;
  /** Managed object id, such as `group-p42`. */
  readonly datastoreClusterId?: string;
  /** UUID of the policy. */
  readonly storagePolicyId?: string;
}
