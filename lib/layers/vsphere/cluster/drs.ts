import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { IConstruct } from 'constructs';
import { checkFlag, checkProps, checkWhole, ifGiven } from '../../check';
import { checkTextsByName } from '../texts-by-name';

export interface DrsProps {
  /**
   * How readily machines are moved, from 1 to 5, as vCenter's interface takes it. By the provider's page 5 tolerates the least
   * imbalance; vCenter's own pages say it of its slider only, so look there once it is applied.
   * @default 3
   */
  readonly migrationThreshold?: number;

  /**
   * Whether a machine may have its own level, by a `DrsVmOverride`.
   * @default true
   */
  readonly vmOverrides?: boolean;

  /**
   * Whether it also moves machines for load that is forecast. It takes VMware Aria Operations, which forecasts it.
   * @default false
   */
  readonly predictive?: boolean;

  /**
   * Whether the shares of each resource pool grow with the machines in it, so that a machine in a full pool has no less than one in
   * an empty pool.
   * @default false
   */
  readonly scalableShares?: boolean;

  /**
   * Advanced options of DRS and of power management by their names, such as `TryBalanceVmsPerHost`.
   * @default - none
   */
  readonly advancedOptions?: Readonly<Record<string, string>>;
}

/** What DRS does by itself: it places virtual machines and moves them between the hosts of a cluster. */
export class Drs {
  /** It places virtual machines and moves them. */
  public static fullyAutomated(props: DrsProps = {}): Drs {
    return new Drs('fullyAutomated', props);
  }

  /** It places virtual machines when they start, and recommends moves. */
  public static partiallyAutomated(props: DrsProps = {}): Drs {
    return new Drs('partiallyAutomated', props);
  }

  /** It only recommends. */
  public static manual(props: DrsProps = {}): Drs {
    return new Drs('manual', props);
  }

  /** Off: nothing keeps affinity rules. */
  public static off(): Drs {
    return new Drs(undefined, {});
  }

  private constructor(
    /** As the provider names it; undefined where DRS is off. */
    public readonly automationLevel: string | undefined,
    private readonly props: DrsProps,
  ) {}

  /** @internal */
  public _scheduling(cluster: IConstruct): Partial<ComputeClusterConfig> {
    if (this.automationLevel === undefined) return { drsEnabled: false };
    const { props } = this;
    checkProps(cluster, 'DRS', props, []);
    return {
      drsEnabled: true,
      drsAutomationLevel: this.automationLevel,
      drsMigrationThreshold: ifGiven(props.migrationThreshold, (each) => checkWhole(cluster, 'migrationThreshold', each, { low: 1, high: 5 })),
      drsEnableVmOverrides: ifGiven(props.vmOverrides, (each) => checkFlag(cluster, 'vmOverrides', each)),
      drsEnablePredictiveDrs: ifGiven(props.predictive, (each) => checkFlag(cluster, 'predictive', each)),
      drsScaleDescendantsShares: ifGiven(props.scalableShares, (each) =>
        checkFlag(cluster, 'scalableShares', each) ? 'scaleCpuAndMemoryShares' : 'disabled',
      ),
      drsAdvancedOptions: ifGiven(props.advancedOptions, (each) => checkTextsByName(cluster, 'advancedOptions of DRS', each)),
    };
  }
}
