import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkFlag, checkKind, checkOneOf, checkProps, ifGiven } from '../../check';
import { COMPONENT_PROTECTION, HEARTBEAT_DATASTORES, VM_MONITORING } from '../../kind';
import { checkTextsByName } from '../texts-by-name';
import type { ComponentProtection } from './component-protection';
import { checkSeconds } from '../durations';
import type { HeartbeatDatastores } from './heartbeat-datastores';
import type { VmMonitoring } from './vm-monitoring';

/** What HA does with the machines of a host that is cut off from the network: leaves them, switches them off, shuts their guests down. */
export type IsolationResponse = 'none' | 'powerOff' | 'shutdown';

export type RestartPriority = 'lowest' | 'low' | 'medium' | 'high' | 'highest';

export const ISOLATION_RESPONSES: readonly IsolationResponse[] = ['none', 'powerOff', 'shutdown'];
export const RESTART_PRIORITIES: readonly RestartPriority[] = ['lowest', 'low', 'medium', 'high', 'highest'];

export interface HighAvailabilityProps {
  /**
   * Whether machines of a failed host are restarted. Off, HA only watches: for work on the network.
   * @default true
   */
  readonly hostMonitoring?: boolean;

  /**
   * What becomes of the machines of a host that is cut off from the network. On vSAN they lose their disks as well, and `powerOff`
   * lets the other hosts restart them.
   * @default 'none'
   */
  readonly isolationResponse?: IsolationResponse;

  /**
   * Who is restarted first.
   * @default 'medium'
   */
  readonly restartPriority?: RestartPriority;

  /**
   * When machines of one priority count as running, so that those of the next are started: at once, when they have power, when
   * VMware Tools answers, when the application answers.
   * @default 'none'
   */
  readonly restartCondition?: 'none' | 'poweredOn' | 'guestHbStatusGreen' | 'appHbStatusGreen';

  /**
   * How much longer to wait after that, in whole seconds.
   * @default - no longer
   */
  readonly restartDelay?: Duration;

  /**
   * How long to wait for machines of one priority at most, in whole seconds.
   * @default Duration.minutes(10)
   */
  readonly restartTimeout?: Duration;

  /**
   * How HA reacts to a lost datastore.
   * @default - vCenter knows of the loss and leaves the machines as they are
   */
  readonly componentProtection?: ComponentProtection;

  /**
   * Whether HA resets machines whose guests are silent.
   * @default VmMonitoring.off()
   */
  readonly vmMonitoring?: VmMonitoring;

  /**
   * By which datastores HA tells a failed host from one that is cut off.
   * @default - vCenter chooses
   */
  readonly heartbeatDatastores?: HeartbeatDatastores;

  /**
   * Advanced options by their names, such as `das.isolationaddress0`.
   * @default - none
   */
  readonly advancedOptions?: Readonly<Record<string, string>>;
}

/** How vSphere HA watches hosts and machines, and what it does when they fail. */
export class HighAvailability {
  /** @throws (once in a cluster) when a duration is not whole seconds, or no heartbeat datastore is named where they are chosen */
  public static of(props: HighAvailabilityProps = {}): HighAvailability {
    return new HighAvailability(props);
  }

  private constructor(private readonly props: HighAvailabilityProps) {}

  /**
   * Whether the cluster comes after hosts of its own, so that they cannot name it.
   *
   * @internal
   */
  public _followsHosts(): boolean {
    return this.props.heartbeatDatastores?._areMade() === true;
  }

  /** @internal */
  public _availability(cluster: IConstruct): Partial<ComputeClusterConfig> {
    const { props } = this;
    checkProps(cluster, 'high availability', props, []);
    const protection = ifGiven(props.componentProtection, (each) => checkKind(cluster, 'componentProtection', each, COMPONENT_PROTECTION));
    return {
      haHostMonitoring: checkFlag(cluster, 'hostMonitoring', props.hostMonitoring ?? true) ? 'enabled' : 'disabled',
      haHostIsolationResponse: ifGiven(props.isolationResponse, (each) => checkOneOf(cluster, 'isolationResponse', each, ISOLATION_RESPONSES)),
      haVmRestartPriority: ifGiven(props.restartPriority, (each) => checkOneOf(cluster, 'restartPriority', each, RESTART_PRIORITIES)),
      haVmDependencyRestartCondition: ifGiven(props.restartCondition, (each) =>
        checkOneOf(cluster, 'restartCondition', each, ['none', 'poweredOn', 'guestHbStatusGreen', 'appHbStatusGreen']),
      ),
      haVmRestartAdditionalDelay: ifGiven(props.restartDelay, (each) => checkSeconds(cluster, 'restartDelay', each, { low: 0 })),
      haVmRestartTimeout: ifGiven(props.restartTimeout, (each) => checkSeconds(cluster, 'restartTimeout', each, { low: 0 })),
      ...(protection !== undefined && { haVmComponentProtection: protection._protection(), ...protection._responses(cluster) }),
      ...ifGiven(props.vmMonitoring, (each) => checkKind(cluster, 'vmMonitoring', each, VM_MONITORING)._monitoring(cluster)),
      ...ifGiven(props.heartbeatDatastores, (each) => checkKind(cluster, 'heartbeatDatastores', each, HEARTBEAT_DATASTORES)._heartbeats(cluster)),
      haAdvancedOptions: ifGiven(props.advancedOptions, (each) => checkTextsByName(cluster, 'advancedOptions of HA', each)),
    };
  }
}
