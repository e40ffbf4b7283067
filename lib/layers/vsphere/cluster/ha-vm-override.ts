import { HaVmOverride as HaVmOverrideResource } from '@cdktf/provider-vsphere/lib/ha-vm-override';
import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { recordOrigin } from '../../../estate/origin';
import { checkKind, checkOneOf, checkProps, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { CLUSTER, COMPONENT_PROTECTION, MACHINE, VM_MONITORING } from '../../kind';
import type { ComponentProtection } from './component-protection';
import type { IVcenterCluster } from './compute-resource';
import { checkKindHere, connectionOf } from '../connection';
import { checkSeconds } from '../durations';
import { ISOLATION_RESPONSES, type IsolationResponse, RESTART_PRIORITIES, type RestartPriority } from './high-availability';
import type { IVirtualMachine } from '../machine/virtual-machine';
import type { VmMonitoring } from './vm-monitoring';

export interface HaVmOverrideProps {
  /** The cluster that runs the machine. */
  readonly cluster: IVcenterCluster;

  readonly machine: IVirtualMachine;

  /**
   * When it is restarted after a failure; `disabled`: it is not.
   * @default - the cluster's
   */
  readonly restartPriority?: RestartPriority | 'disabled';

  /**
   * How long the next priority waits for it at most, in whole seconds.
   * @default - the cluster's
   */
  readonly restartTimeout?: Duration;

  /**
   * What becomes of it where its host is cut off.
   * @default - the cluster's
   */
  readonly isolationResponse?: IsolationResponse;

  /**
   * How HA reacts where its datastore is lost.
   * @default - the cluster's
   */
  readonly componentProtection?: ComponentProtection;

  /**
   * Whether HA resets it when its guest is silent.
   * @default - the cluster's
   */
  readonly vmMonitoring?: VmMonitoring;
}

/**
 * What HA does with one machine, other than with the rest of its cluster.
 *
 * @throws when it overrides nothing
 */
export class HaVmOverride extends Construct {
  public readonly resource: HaVmOverrideResource;

  public constructor(scope: Construct, id: string, props: HaVmOverrideProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['cluster', 'machine']);
    recordOrigin(this);
    const { cluster, machine, ...overrides } = props;
    if (Object.values(overrides).every((value) => value === undefined)) {
      throw new ConstructError(this, 'the override changes nothing; give what differs from the cluster, such as restartPriority, or leave it out');
    }
    this.resource = new HaVmOverrideResource(this, 'Default', {
      provider: connectionOf(this),
      computeClusterId: checkKindHere(this, 'cluster', cluster, CLUSTER).clusterId,
      virtualMachineId: checkKindHere(this, 'machine', machine, MACHINE).machineUuid,
      haVmRestartPriority: ifGiven(props.restartPriority, (each) => checkOneOf(this, 'restartPriority', each, [...RESTART_PRIORITIES, 'disabled'])),
      haVmRestartTimeout: ifGiven(props.restartTimeout, (each) => checkSeconds(this, 'restartTimeout', each, { low: 0 })),
      haHostIsolationResponse: ifGiven(props.isolationResponse, (each) => checkOneOf(this, 'isolationResponse', each, ISOLATION_RESPONSES)),
      ...ifGiven(props.componentProtection, (each) => checkKind(this, 'componentProtection', each, COMPONENT_PROTECTION)._responses(this)),
      ...ifGiven(props.vmMonitoring, (each) => ({
        haVmMonitoringUseClusterDefaults: false,
        ...checkKind(this, 'vmMonitoring', each, VM_MONITORING)._monitoring(this),
      })),
    });
  }
}
