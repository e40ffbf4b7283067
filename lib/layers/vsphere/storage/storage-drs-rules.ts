import { DatastoreClusterVmAntiAffinityRule } from '@cdktf/provider-vsphere/lib/datastore-cluster-vm-anti-affinity-rule';
import { StorageDrsVmOverride } from '@cdktf/provider-vsphere/lib/storage-drs-vm-override';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkDistinct, checkFlag, checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATASTORE_CLUSTER, MACHINE } from '../../kind';
import { checkKindHere, checkKindsHere, connectionOf } from '../connection';
import type { IDatastoreCluster } from './datastore-cluster';
import type { StorageDrsAutomation } from './storage-drs';
import type { IVirtualMachine } from '../machine/virtual-machine';

export interface DatastoreAntiAffinityProps {
  readonly cluster: IDatastoreCluster;

  /** The machines to keep on different datastores, at least two. */
  readonly machines: Iterable<IVirtualMachine>;

  /**
   * Name of the rule, unique in the cluster.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * Whether what would break the rule is refused; else Storage DRS only does its best.
   * @default false
   */
  readonly mandatory?: boolean;
}

/**
 * Keeps machines on different datastores of a datastore cluster.
 *
 * @throws when it has fewer than two machines, or one twice
 */
export class DatastoreAntiAffinity extends Construct {
  public readonly resource: DatastoreClusterVmAntiAffinityRule;

  public constructor(scope: Construct, id: string, props: DatastoreAntiAffinityProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['cluster', 'machines']);
    recordOrigin(this);
    const machines = checkKindsHere(this, 'machines', props.machines, MACHINE);
    if (machines.length < 2) throw new ConstructError(this, `machines must be at least two, got ${machines.length}`);
    const ids = machines.map((machine) => machine.machineUuid);
    checkDistinct(this, 'machines', ids);
    this.resource = new DatastoreClusterVmAntiAffinityRule(this, 'Default', {
      provider: connectionOf(this),
      name: checkText(this, 'name', props.name ?? id),
      datastoreClusterId: checkKindHere(this, 'cluster', props.cluster, DATASTORE_CLUSTER).datastoreClusterId,
      virtualMachineIds: ids,
      enabled: true,
      mandatory: checkFlag(this, 'mandatory', props.mandatory ?? false),
    });
  }
}

export interface StorageDrsOverrideProps {
  readonly cluster: IDatastoreCluster;

  readonly machine: IVirtualMachine;

  /**
   * Whether Storage DRS cares for the machine at all.
   * @default - as the cluster has it
   */
  readonly enabled?: boolean;

  /**
   * Whether Storage DRS moves its disks itself, or recommends it.
   * @default - as the cluster has it
   */
  readonly automation?: StorageDrsAutomation;

  /**
   * Whether its disks are kept on one datastore.
   * @default - as the cluster has it
   */
  readonly keepDisksTogether?: boolean;
}

/**
 * What Storage DRS does with one machine, other than with the rest.
 *
 * @throws when it says nothing
 */
export class StorageDrsOverride extends Construct {
  public readonly resource: StorageDrsVmOverride;

  public constructor(scope: Construct, id: string, props: StorageDrsOverrideProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['cluster', 'machine']);
    recordOrigin(this);
    if (props.enabled === undefined && props.automation === undefined && props.keepDisksTogether === undefined) {
      throw new ConstructError(this, 'the override says nothing; give enabled, automation or keepDisksTogether');
    }
    // Texts, since the provider tells "as the cluster has it" from no.
    this.resource = new StorageDrsVmOverride(this, 'Default', {
      provider: connectionOf(this),
      datastoreClusterId: checkKindHere(this, 'cluster', props.cluster, DATASTORE_CLUSTER).datastoreClusterId,
      virtualMachineId: checkKindHere(this, 'machine', props.machine, MACHINE).machineUuid,
      sdrsEnabled: ifGiven(props.enabled, (each) => String(checkFlag(this, 'enabled', each))),
      sdrsAutomationLevel: ifGiven(props.automation, (each) => checkOneOf(this, 'automation', each, ['automated', 'manual'])),
      sdrsIntraVmAffinity: ifGiven(props.keepDisksTogether, (each) => String(checkFlag(this, 'keepDisksTogether', each))),
    });
  }
}
