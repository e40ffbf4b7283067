import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkProps, checkWhole, ifGiven } from '../../check';
import { checkSeconds } from '../durations';

export interface VmMonitoringProps {
  /**
   * How long a guest may be silent before it counts as failed, in whole seconds.
   * @default Duration.seconds(30)
   */
  readonly failureInterval?: Duration;

  /**
   * How long after power on a guest is not watched, in whole seconds.
   * @default Duration.minutes(2)
   */
  readonly minimumUptime?: Duration;

  /**
   * Resets of a machine at most.
   * @default 3
   */
  readonly maximumResets?: number;

  /**
   * The time in which `maximumResets` are counted, in whole seconds.
   * @default - all time: a machine is given up after that many resets
   */
  readonly failureWindow?: Duration;
}

type Monitoring = Pick<
  ComputeClusterConfig,
  'haVmMonitoring' | 'haVmFailureInterval' | 'haVmMinimumUptime' | 'haVmMaximumResets' | 'haVmMaximumFailureWindow'
>;

/** Whether HA resets a machine whose guest is silent while its host runs. */
export class VmMonitoring {
  /** It does not. */
  public static off(): VmMonitoring {
    return new VmMonitoring('vmMonitoringDisabled', {});
  }

  /** By the heartbeats of VMware Tools and the machine's I/O. */
  public static machines(props: VmMonitoringProps = {}): VmMonitoring {
    return new VmMonitoring('vmMonitoringOnly', props);
  }

  /** Also by the heartbeats that an application gives through VMware Tools. */
  public static machinesAndApplications(props: VmMonitoringProps = {}): VmMonitoring {
    return new VmMonitoring('vmAndAppMonitoring', props);
  }

  private constructor(
    private readonly level: string,
    private readonly props: VmMonitoringProps,
  ) {}

  /** Of a cluster, or of one machine in it. @internal */
  public _monitoring(construct: IConstruct): Monitoring {
    checkProps(construct, 'VM monitoring', this.props, []);
    const { failureInterval, minimumUptime, maximumResets, failureWindow } = this.props;
    return {
      haVmMonitoring: this.level,
      haVmFailureInterval: ifGiven(failureInterval, (each) => checkSeconds(construct, 'failureInterval', each, { low: 1 })),
      haVmMinimumUptime: ifGiven(minimumUptime, (each) => checkSeconds(construct, 'minimumUptime', each, { low: 0 })),
      haVmMaximumResets: ifGiven(maximumResets, (each) => checkWhole(construct, 'maximumResets', each, { low: 0 })),
      haVmMaximumFailureWindow: ifGiven(failureWindow, (each) => checkSeconds(construct, 'failureWindow', each, { low: 1 })),
    };
  }
}
