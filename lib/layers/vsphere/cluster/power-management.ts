import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { IConstruct } from 'constructs';
import { checkProps, checkWhole, ifGiven } from '../../check';

export interface PowerManagementProps {
  /**
   * How readily hosts are switched, from 1 to 5, as vCenter's interface takes it. By the provider's page 5 tolerates the least
   * surplus and deficit; look in vCenter once it is applied.
   * @default 3
   */
  readonly threshold?: number;
}

/**
 * Whether DRS switches hosts off while there is little load (Distributed Power Management). It takes hosts that can be woken: by IPMI,
 * iLO or wake-on-LAN.
 */
export class PowerManagement {
  /** It switches hosts off and on. */
  public static automated(props: PowerManagementProps = {}): PowerManagement {
    return new PowerManagement('automated', props);
  }

  /** It only recommends. */
  public static manual(props: PowerManagementProps = {}): PowerManagement {
    return new PowerManagement('manual', props);
  }

  private constructor(
    /** As the provider names it. */
    public readonly powerLevel: 'automated' | 'manual',
    private readonly props: PowerManagementProps,
  ) {}

  /** @internal */
  public _power(cluster: IConstruct): Partial<ComputeClusterConfig> {
    checkProps(cluster, 'power management', this.props, []);
    return {
      dpmEnabled: true,
      dpmAutomationLevel: this.powerLevel,
      dpmThreshold: ifGiven(this.props.threshold, (each) => checkWhole(cluster, 'threshold', each, { low: 1, high: 5 })),
    };
  }
}
