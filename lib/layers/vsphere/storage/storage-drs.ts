import type { DatastoreClusterConfig } from '@cdktf/provider-vsphere/lib/datastore-cluster';
import type { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkFlag, checkOneOf, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { checkGibibytes } from '../mebibytes';
import { checkMinutes } from '../durations';

/** Whether Storage DRS does something itself, or recommends it. */
export type StorageDrsAutomation = 'automated' | 'manual';

/** Bounds are those of the provider's schema of `vsphere_datastore_cluster`, where nothing else is said. */
export interface StorageDrsProps {
  /**
   * What it does about datastores that are fuller than others.
   * @default - as the rest
   */
  readonly spaceBalance?: StorageDrsAutomation;

  /**
   * What it does about datastores that are busier than others.
   * @default - as the rest
   */
  readonly ioBalance?: StorageDrsAutomation;

  /**
   * What it does about disks that break an affinity rule.
   * @default - as the rest
   */
  readonly ruleEnforcement?: StorageDrsAutomation;

  /**
   * What it does about disks that break their storage policy.
   * @default - as the rest
   */
  readonly policyEnforcement?: StorageDrsAutomation;

  /**
   * What it does about a datastore that is to enter maintenance mode.
   * @default - as the rest
   */
  readonly evacuation?: StorageDrsAutomation;

  /**
   * Whether it looks at I/O load too, beside space.
   * @default true
   */
  readonly ioLoadBalancing?: boolean;

  /**
   * Whether it keeps the disks of a machine on one datastore.
   * @default true
   */
  readonly keepDisksTogether?: boolean;

  /**
   * Used space from which it moves disks off a datastore, percent, from 50 to 100
   * (developer.broadcom.com/xapis/vsphere-web-services-api, StorageDrsSpaceLoadBalanceConfig). Not together with `freeSpace`.
   * @default 80
   */
  readonly spaceUtilizationPercent?: number;

  /**
   * Free space below which it moves disks off a datastore, in whole GiB.
   * @default - by `spaceUtilizationPercent`
   */
  readonly freeSpace?: Size;

  /**
   * By how much two datastores must differ in used space before it moves disks between them, percent, from 1 to 50.
   * @default 5
   */
  readonly spaceDifferencePercent?: number;

  /**
   * I/O latency from which it moves disks off a datastore, milliseconds, from 5 to 100.
   * @default 15
   */
  readonly ioLatencyMilli?: number;

  /**
   * By how much two datastores must differ in I/O load before it moves disks between them, from 1 to 100.
   * @default 5
   */
  readonly ioLoadImbalance?: number;

  /**
   * Share of a datastore's I/O operations that may be reserved, percent, from 30 to 100. Not together with `reservableIops`.
   * @default 60
   */
  readonly reservableIopsPercent?: number;

  /**
   * I/O operations of a datastore that may be reserved, a second.
   * @default - by `reservableIopsPercent`
   */
  readonly reservableIops?: number;

  /**
   * How often it looks, in whole minutes of at least 60.
   * @default Duration.minutes(480)
   */
  readonly interval?: Duration;
}

/** What Storage DRS does by itself: it places disks on the datastores of a cluster and moves them between them. */
export class StorageDrs {
  /**
   * It places disks and moves them.
   *
   * @throws (once in a datastore cluster) when a threshold is out of bounds, or one is given in two ways
   */
  public static fullyAutomated(props: StorageDrsProps = {}): StorageDrs {
    return new StorageDrs('automated', props);
  }

  /**
   * It places disks of new machines, and recommends moves.
   *
   * @throws (once in a datastore cluster) when a threshold is out of bounds, or one is given in two ways
   */
  public static manual(props: StorageDrsProps = {}): StorageDrs {
    return new StorageDrs('manual', props);
  }

  /** Off: machines name a datastore of the cluster, since nothing chooses one for them. */
  public static off(): StorageDrs {
    return new StorageDrs(undefined, {});
  }

  private constructor(
    /** Undefined where Storage DRS is off. */
    public readonly storageDrsAutomation: StorageDrsAutomation | undefined,
    private readonly props: StorageDrsProps,
  ) {}

  /** @internal */
  public _bind(cluster: Construct): Partial<DatastoreClusterConfig> {
    if (this.storageDrsAutomation === undefined) return { sdrsEnabled: false };
    const { props } = this;
    const level = (what: keyof StorageDrsProps & string, given: StorageDrsAutomation | undefined): string | undefined =>
      ifGiven(given, (each) => checkOneOf(cluster, what, each, ['automated', 'manual']));
    return {
      sdrsEnabled: true,
      sdrsAutomationLevel: this.storageDrsAutomation,
      sdrsSpaceBalanceAutomationLevel: level('spaceBalance', props.spaceBalance),
      sdrsIoBalanceAutomationLevel: level('ioBalance', props.ioBalance),
      sdrsRuleEnforcementAutomationLevel: level('ruleEnforcement', props.ruleEnforcement),
      sdrsPolicyEnforcementAutomationLevel: level('policyEnforcement', props.policyEnforcement),
      sdrsVmEvacuationAutomationLevel: level('evacuation', props.evacuation),
      sdrsIoLoadBalanceEnabled: ifGiven(props.ioLoadBalancing, (each) => checkFlag(cluster, 'ioLoadBalancing', each)),
      sdrsDefaultIntraVmAffinity: ifGiven(props.keepDisksTogether, (each) => checkFlag(cluster, 'keepDisksTogether', each)),
      ...space(cluster, props),
      ...io(cluster, props),
      sdrsLoadBalanceInterval: ifGiven(props.interval, (each) => checkMinutes(cluster, 'interval', each, { low: 60, high: 2505600 })),
    };
  }
}

function space(cluster: Construct, props: StorageDrsProps): Partial<DatastoreClusterConfig> {
  const { spaceUtilizationPercent, freeSpace, spaceDifferencePercent } = props;
  if (spaceUtilizationPercent !== undefined && freeSpace !== undefined) {
    throw new ConstructError(cluster, 'Storage DRS goes by used space or by free space; give spaceUtilizationPercent or freeSpace');
  }
  return {
    sdrsSpaceUtilizationThreshold: ifGiven(spaceUtilizationPercent, (each) =>
      checkWhole(cluster, 'spaceUtilizationPercent', each, { low: 50, high: 100 }),
    ),
    sdrsFreeSpaceThreshold: ifGiven(freeSpace, (each) => checkGibibytes(cluster, 'freeSpace', each)),
    sdrsFreeSpaceThresholdMode: freeSpace === undefined ? undefined : 'freeSpace',
    sdrsFreeSpaceUtilizationDifference: ifGiven(spaceDifferencePercent, (each) =>
      checkWhole(cluster, 'spaceDifferencePercent', each, { low: 1, high: 50 }),
    ),
  };
}

function io(cluster: Construct, props: StorageDrsProps): Partial<DatastoreClusterConfig> {
  const { ioLatencyMilli, ioLoadImbalance, reservableIopsPercent, reservableIops } = props;
  if (reservableIopsPercent !== undefined && reservableIops !== undefined) {
    throw new ConstructError(cluster, 'reservable I/O is a share or a number; give reservableIopsPercent or reservableIops');
  }
  return {
    sdrsIoLatencyThreshold: ifGiven(ioLatencyMilli, (each) => checkWhole(cluster, 'ioLatencyMilli', each, { low: 5, high: 100 })),
    sdrsIoLoadImbalanceThreshold: ifGiven(ioLoadImbalance, (each) => checkWhole(cluster, 'ioLoadImbalance', each, { low: 1, high: 100 })),
    sdrsIoReservablePercentThreshold: ifGiven(reservableIopsPercent, (each) =>
      checkWhole(cluster, 'reservableIopsPercent', each, { low: 30, high: 100 }),
    ),
    sdrsIoReservableIopsThreshold: ifGiven(reservableIops, (each) => checkWhole(cluster, 'reservableIops', each, { low: 1 })),
    sdrsIoReservableThresholdMode: reservableIops === undefined ? undefined : 'manual',
  };
}
