import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { Duration } from 'cdk8s';
import type { ITerraformDependable } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { VsanRedundancy } from '../../../estate/vsphere';
import { checkFlag, checkOneOf, checkProps, checkText, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { DATASTORE } from '../../kind';
import { checkKindsHere } from '../connection';
import type { IDatastore } from '../storage/datastore';
import { checkMinutes } from '../durations';
import type { IEsxiHost } from '../host/esxi-host';
import { diskGroupsOf, type VsanDiskGroup } from './vsan-disk-group';
import { type MirroredSitesProps, redundancyOf, type RedundancyProps } from './vsan-redundancy';
import { adaptersToAwait, topologyOf, type VsanTopologyProps } from './vsan-topology';

/** What both architectures of vSAN have. */
export interface VsanEsaProps extends VsanTopologyProps {
  /**
   * Whether vSAN records how it performs.
   * @default true
   */
  readonly performanceService?: boolean;

  /**
   * Whether it records more, for a support case. Takes the performance service.
   * @default false
   */
  readonly verboseMode?: boolean;

  /**
   * Whether it records its network every second, for a support case. Takes the performance service.
   * @default false
   */
  readonly networkDiagnosticMode?: boolean;

  /**
   * Whether what hosts send each other is encrypted. Not together with remote datastores.
   * @default false
   */
  readonly encryptionInTransit?: boolean;

  /**
   * How often the key of encryption in transit changes: whole minutes, from 30 to 10080 (a week). Takes `encryptionInTransit`.
   * @default - vSAN's own, a day
   */
  readonly rekeyInterval?: Duration;

  /**
   * vSAN datastores of other clusters that this one mounts (HCI mesh): five at most.
   * @default - none
   */
  readonly remoteDatastores?: readonly IDatastore[];

  /**
   * Name of the cluster's datastore in vCenter, for who puts machines there. vCenter gives it and the provider does not: it calls the
   * first of a datacenter `vsanDatastore` and the next `vsanDatastore (1)`, until somebody renames them.
   * @default 'vsanDatastore'
   */
  readonly datastoreName?: string;
}

export interface VsanOsaProps extends VsanEsaProps {
  /**
   * What saves space on the capacity devices. It counts for the whole cluster.
   * @default 'none'
   */
  readonly spaceEfficiency?: 'none' | 'compression' | 'deduplication-and-compression';

  /**
   * Whether space that guests give back is freed (TRIM, UNMAP).
   * @default false
   */
  readonly unmap?: boolean;

  /**
   * Devices that vSAN takes, by their names.
   * @default - claimed outside Terraform
   */
  readonly diskGroups?: readonly VsanDiskGroup[];
}

/** As a cluster takes it. @internal */
export interface VsanStorage {
  readonly config: Partial<ComputeClusterConfig>;
  /** Whether the cluster lists its hosts: what names hosts, or claims their disks, takes hosts that are in the cluster already. */
  readonly listsHosts: boolean;
  /** What the cluster comes after. */
  readonly awaits: ITerraformDependable[];
}

const MOST_REMOTE_DATASTORES = 5; // the provider's schema of `vsan_remote_datastore_ids`
const REKEY_MINUTES = { low: 30, high: 10_080 }; // the provider's schema of `vsan_dit_rekey_interval`

/**
 * The vSAN of a cluster: the disks of its hosts as one datastore. Also what its policies ask of it.
 *
 * HA must be off while vSAN is being enabled, also in the apply that makes the cluster: make the first apply of a vSAN cluster with HA with
 * `bringUp: true` of the cluster, and the second without.
 */
export class Vsan {
  /**
   * Express Storage Architecture: NVMe devices without a cache tier, which are claimed outside Terraform. It compresses and frees space by
   * itself. vSphere 8 and later; it cannot be turned on where vSAN is on already.
   *
   * @throws (once in a cluster) when what is asked for excludes something else, or does not suit the hosts of the cluster
   */
  public static esa(props: VsanEsaProps = {}): Vsan {
    return new Vsan('esa', props);
  }

  /**
   * Original Storage Architecture: disk groups of a cache device and capacity devices.
   *
   * @throws (once in a cluster) when what is asked for excludes something else, or does not suit the hosts of the cluster
   */
  public static osa(props: VsanOsaProps = {}): Vsan {
    return new Vsan('osa', props);
  }

  /**
   * A policy of one copy: a failed host loses it.
   *
   * @throws when a prop is not of its kind
   */
  public static raid0({ mirroredSites = false }: MirroredSitesProps = {}): VsanRedundancy {
    return { raid: 'raid-0', failures: 0, mirroredSites: checkFlag(undefined, 'mirroredSites of RAID-0', mirroredSites) };
  }

  /**
   * A policy of mirrors, one more than failures: 1, 2 or 3.
   *
   * @throws when it is another number
   */
  public static raid1(props: RedundancyProps = {}): VsanRedundancy {
    return redundancyOf('raid-1', props);
  }

  /**
   * A policy of stripes with one parity.
   *
   * @throws when it is to survive anything but one failure
   */
  public static raid5(props: RedundancyProps = {}): VsanRedundancy {
    return redundancyOf('raid-5', props);
  }

  /**
   * A policy of stripes with two parities.
   *
   * @throws when it is to survive anything but two failures
   */
  public static raid6(props: RedundancyProps = {}): VsanRedundancy {
    return redundancyOf('raid-6', props);
  }

  private constructor(
    /** Express or original storage architecture. */
    public readonly architecture: 'esa' | 'osa',
    private readonly props: VsanOsaProps,
  ) {}

  /** @internal */
  public _datastoreName(cluster: IConstruct): string {
    return checkText(cluster, 'datastoreName', this.props.datastoreName ?? 'vsanDatastore');
  }

  /** @internal */
  public _storage(cluster: IConstruct, hosts: readonly IEsxiHost[]): VsanStorage {
    checkProps(cluster, 'vSAN', this.props, []);
    const diskGroups = ifGiven(this.props.diskGroups, (groups) => diskGroupsOf(cluster, groups));
    const topology = topologyOf(cluster, hosts, this.props);
    return {
      config: {
        vsanEnabled: true,
        ...this.architectureOf(cluster),
        ...this.servicesOf(cluster),
        ...this.encryptionOf(cluster),
        vsanDiskGroup: diskGroups,
        ...topology,
      },
      listsHosts: diskGroups !== undefined || topology !== undefined,
      awaits: adaptersToAwait(cluster, this.props),
    };
  }

  private architectureOf(cluster: IConstruct): Partial<ComputeClusterConfig> {
    const { spaceEfficiency, unmap } = this.props;
    // Deduplication and compression must not even be mentioned beside ESA, and unmap must be.
    if (this.architecture === 'esa') return { vsanEsaEnabled: true, vsanUnmapEnabled: true };
    const efficiency = ifGiven(spaceEfficiency, (each) =>
      checkOneOf(cluster, 'spaceEfficiency', each, ['none', 'compression', 'deduplication-and-compression']),
    );
    return {
      ...(efficiency !== undefined && {
        vsanDedupEnabled: efficiency === 'deduplication-and-compression',
        vsanCompressionEnabled: efficiency !== 'none',
      }),
      vsanUnmapEnabled: ifGiven(unmap, (each) => checkFlag(cluster, 'unmap', each)),
    };
  }

  private servicesOf(cluster: IConstruct): Partial<ComputeClusterConfig> {
    const { verboseMode, networkDiagnosticMode } = this.props;
    const performanceService = checkFlag(cluster, 'performanceService', this.props.performanceService ?? true);
    const taking = verboseMode === true ? 'verboseMode' : networkDiagnosticMode === true ? 'networkDiagnosticMode' : undefined;
    if (!performanceService && taking !== undefined) {
      throw new ConstructError(
        cluster,
        `${taking} is part of the performance service of vSAN, which is off; turn performanceService on, or leave out ${taking}`,
      );
    }
    return {
      vsanPerformanceEnabled: performanceService,
      vsanVerboseModeEnabled: ifGiven(verboseMode, (each) => checkFlag(cluster, 'verboseMode', each)),
      vsanNetworkDiagnosticModeEnabled: ifGiven(networkDiagnosticMode, (each) => checkFlag(cluster, 'networkDiagnosticMode', each)),
    };
  }

  private encryptionOf(cluster: IConstruct): Partial<ComputeClusterConfig> {
    const { rekeyInterval } = this.props;
    const encrypted = ifGiven(this.props.encryptionInTransit, (each) => checkFlag(cluster, 'encryptionInTransit', each));
    const remote = ifGiven(this.props.remoteDatastores, (each) => [...new Set(checkKindsHere(cluster, 'remoteDatastores', each, DATASTORE))]) ?? [];
    if (rekeyInterval !== undefined && encrypted !== true) {
      throw new ConstructError(
        cluster,
        'rekeyInterval is that of encryption in transit, which is off; turn encryptionInTransit on, or leave out rekeyInterval',
      );
    }
    if (encrypted === true && remote.length > 0) {
      throw new ConstructError(
        cluster,
        'vSAN does not encrypt in transit where it mounts remote datastores; leave out encryptionInTransit or remoteDatastores',
      );
    }
    if (remote.length > MOST_REMOTE_DATASTORES) {
      throw new ConstructError(cluster, `vSAN mounts at most ${MOST_REMOTE_DATASTORES} remote datastores, got ${remote.length}`);
    }
    return {
      vsanDitEncryptionEnabled: encrypted,
      vsanDitRekeyInterval: ifGiven(rekeyInterval, (each) => checkMinutes(cluster, 'rekeyInterval', each, REKEY_MINUTES)),
      ...(remote.length > 0 && { vsanRemoteDatastoreIds: remote.map((datastore) => datastore.datastoreId) }),
    };
  }
}
