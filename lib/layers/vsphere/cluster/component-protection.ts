import type { HaVmOverrideConfig } from '@cdktf/provider-vsphere/lib/ha-vm-override';
import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkOneOf, checkProps, ifGiven } from '../../check';
import { checkSeconds } from '../durations';

/** What HA does with a machine whose datastore reports that it is gone for good. */
export type PdlResponse = 'disabled' | 'warning' | 'restartAggressive';

/** What HA does with a machine whose datastore no longer answers, for good or not. */
export type ApdResponse = 'disabled' | 'warning' | 'restartConservative' | 'restartAggressive';

export interface ComponentProtectionProps {
  /**
   * When a datastore is lost for good (permanent device loss).
   * @default 'restartAggressive'
   */
  readonly pdlResponse?: PdlResponse;

  /**
   * When a datastore no longer answers on any path (all paths down). `restartConservative` leaves a machine alone unless HA knows
   * that another host can run it.
   * @default 'restartConservative'
   */
  readonly apdResponse?: ApdResponse;

  /**
   * How long HA waits after the host gave the datastore up before it responds to all paths down, in whole seconds.
   * @default Duration.minutes(3)
   */
  readonly apdDelay?: Duration;

  /**
   * What happens to a machine where the paths come back in the meantime: nothing, or a reset of its guest.
   * @default 'none'
   */
  readonly apdRecovery?: 'none' | 'reset';
}

type Responses = Pick<
  HaVmOverrideConfig & ComputeClusterConfig,
  'haDatastorePdlResponse' | 'haDatastoreApdResponse' | 'haDatastoreApdResponseDelay' | 'haDatastoreApdRecoveryAction'
>;

/** How HA reacts where a host keeps running and a machine's datastore does not (VM component protection). */
export class ComponentProtection {
  /** @throws (once in a cluster or an override) when `apdDelay` is not whole seconds */
  public static of(props: ComponentProtectionProps = {}): ComponentProtection {
    return new ComponentProtection(props);
  }

  /** It does not react. */
  public static disabled(): ComponentProtection {
    return new ComponentProtection(undefined);
  }

  private constructor(private readonly props: ComponentProtectionProps | undefined) {}

  /** @internal */
  public _protection(): 'enabled' | 'disabled' {
    return this.props === undefined ? 'disabled' : 'enabled';
  }

  /** Of a cluster, or of one machine in it. @internal */
  public _responses(construct: IConstruct): Responses {
    if (this.props === undefined) return { haDatastorePdlResponse: 'disabled', haDatastoreApdResponse: 'disabled' };
    checkProps(construct, 'component protection', this.props, []);
    const { pdlResponse = 'restartAggressive', apdResponse = 'restartConservative', apdDelay, apdRecovery } = this.props;
    return {
      haDatastorePdlResponse: checkOneOf(construct, 'pdlResponse', pdlResponse, ['disabled', 'warning', 'restartAggressive']),
      haDatastoreApdResponse: checkOneOf(construct, 'apdResponse', apdResponse, ['disabled', 'warning', 'restartConservative', 'restartAggressive']),
      haDatastoreApdResponseDelay: ifGiven(apdDelay, (delay) => checkSeconds(construct, 'apdDelay', delay, { low: 0 })),
      haDatastoreApdRecoveryAction: ifGiven(apdRecovery, (recovery) => checkOneOf(construct, 'apdRecovery', recovery, ['none', 'reset'])),
    };
  }
}
