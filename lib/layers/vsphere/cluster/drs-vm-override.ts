import { DrsVmOverride as DrsVmOverrideResource } from '@cdktf/provider-vsphere/lib/drs-vm-override';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkOneOf, checkProps } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLUSTER, MACHINE } from '../../kind';
import { checkKindHere, connectionOf } from '../connection';
import { type IVcenterCluster, VcenterCluster } from './vcenter-cluster';
import type { IVirtualMachine } from '../machine/virtual-machine';

export interface DrsVmOverrideProps {
  /** The cluster that runs the machine. */
  readonly cluster: IVcenterCluster;

  readonly machine: IVirtualMachine;

  /** What DRS does with the machine by itself; `off`: it leaves the machine where it is. */
  readonly automationLevel: 'fullyAutomated' | 'partiallyAutomated' | 'manual' | 'off';
}

/**
 * What DRS does with one machine, other than with the rest of its cluster.
 *
 * @throws when the cluster takes no overrides
 */
export class DrsVmOverride extends Construct {
  public readonly resource: DrsVmOverrideResource;

  public constructor(scope: Construct, id: string, props: DrsVmOverrideProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['cluster', 'machine', 'automationLevel']);
    recordOrigin(this);
    const cluster = checkKindHere(this, 'cluster', props.cluster, CLUSTER);
    const machine = checkKindHere(this, 'machine', props.machine, MACHINE);
    const level = checkOneOf(this, 'automationLevel', props.automationLevel, ['fullyAutomated', 'partiallyAutomated', 'manual', 'off']);
    if (VcenterCluster.isVcenterCluster(cluster) && cluster.resource.drsEnableVmOverridesInput === false) {
      throw new ConstructError(this, `cluster ${cluster.node.path} lets no machine differ in DRS; leave out vmOverrides of its DRS, or the override`);
    }
    this.resource = new DrsVmOverrideResource(this, 'Default', {
      provider: connectionOf(this),
      computeClusterId: cluster.clusterId,
      virtualMachineId: machine.machineUuid,
      drsEnabled: level !== 'off',
      ...(level !== 'off' && { drsAutomationLevel: level }),
    });
  }
}
