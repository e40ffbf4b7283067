import { ComputeClusterVmGroup } from '@cdktf/provider-vsphere/lib/compute-cluster-vm-group';
import { Construct, type IConstruct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { brand, isBranded } from '../../brand';
import { checkProps, checkText } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLUSTER } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import { checkMachines, checkSameCluster, type Machines, nameOfPath, takeGroupName } from './placement';
import type { IVcenterCluster } from '../cluster/vcenter-cluster';

/** Virtual machines of a cluster that rules speak of. */
export interface IVmGroup extends IConstruct {
  /** Name in its cluster, which no other group has, of machines or of hosts. */
  readonly vmGroupName: string;
  readonly cluster: IVcenterCluster;
}

export interface VmGroupProps {
  /**
   * Name in its cluster, which no other group has, of machines or of hosts.
   * @default - the construct path, with dashes
   */
  readonly name?: string;

  readonly cluster: IVcenterCluster;

  /** Machines of the cluster, at least one: single ones, fleets, or both. */
  readonly machines: Machines;
}

export interface VmGroupAttributes {
  /** Name in its cluster. */
  readonly vmGroupName: string;

  readonly cluster: IVcenterCluster;
}

const VM_GROUP = Symbol.for('cdk-strata.VmGroup');

/**
 * A group of virtual machines. vCenter keeps none that is empty: the provider fails to take the last machine out of one. A machine that
 * Terraform replaces is put into it again by the same apply; where all of them are replaced at once, vCenter has to keep the group while it
 * is empty.
 *
 * @throws when there is no machine, one surely runs on another cluster, or the cluster has another group of the name
 */
export class VmGroup extends Construct implements IVmGroup {
  public static isVmGroup(x: unknown): x is VmGroup {
    return isBranded(x, VM_GROUP);
  }

  /** One that exists, by its name: the provider has no lookup of it. */
  public static fromAttributes(scope: Construct, id: string, attributes: VmGroupAttributes): IVmGroup {
    return new KnownVmGroup(scope, id, attributes);
  }

  public readonly vmGroupName: string;
  public readonly cluster: IVcenterCluster;
  public readonly resource: ComputeClusterVmGroup;

  public constructor(scope: Construct, id: string, props: VmGroupProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['cluster', 'machines']);
    recordOrigin(this);
    brand(this, VM_GROUP);
    this.cluster = checkKindHere(this, 'cluster', props.cluster, CLUSTER);
    const machines = checkMachines(this, 'machines', props.machines);
    if (machines.length === 0) throw new ConstructError(this, 'a VM group needs at least one machine, got none');
    const computeClusterId = this.cluster.clusterId;
    checkSameCluster(this, computeClusterId, machines);
    this.resource = new ComputeClusterVmGroup(this, 'Default', {
      provider: connectionOf(this),
      name: takeGroupName(this, this.cluster, checkText(this, 'name', props.name ?? nameOfPath(this))),
      computeClusterId,
      virtualMachineIds: machines.map((machine) => machine.machineUuid),
    });
    this.vmGroupName = this.resource.name; // a reference, so that rules wait for the group
  }
}

class KnownVmGroup extends Construct implements IVmGroup {
  public readonly vmGroupName: string;
  public readonly cluster: IVcenterCluster;

  public constructor(scope: Construct, id: string, attributes: VmGroupAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['vmGroupName', 'cluster']);
    recordOrigin(this);
    this.vmGroupName = checkText(this, 'vmGroupName', attributes.vmGroupName);
    this.cluster = checkKindHere(this, 'cluster', attributes.cluster, CLUSTER);
  }
}
