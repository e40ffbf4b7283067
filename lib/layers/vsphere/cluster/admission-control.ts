import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkKinds, checkProps, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST } from '../../kind';
import type { IEsxiHost } from '../host/esxi-host';
import { checkMebibytes } from '../mebibytes';

export interface PerformanceToleranceProps {
  /**
   * How much less CPU and memory than they use machines may have after a failover before vCenter warns, percent, from 0 to 100.
   * @default 100: it does not warn
   */
  readonly performanceTolerance?: number;
}

export interface ResourcePercentageProps extends PerformanceToleranceProps {
  /**
   * Hosts whose failure the cluster holds resources back for; vCenter works out the percentages.
   * @default - as many as one failure that the cluster `tolerates` takes at most, 1 where it says nothing of that; none with percentages
   */
  readonly hostFailures?: number;

  /**
   * CPU of the cluster to hold back, percent, from 1 to 100. Goes with `memoryPercent`.
   * @default - vCenter works it out
   */
  readonly cpuPercent?: number;

  /**
   * Memory of the cluster to hold back, percent, from 1 to 100. Goes with `cpuPercent`.
   * @default - vCenter works it out
   */
  readonly memoryPercent?: number;
}

export interface SlotPolicyProps extends PerformanceToleranceProps {
  /**
   * Hosts whose failure the cluster holds slots back for.
   * @default - as many as one failure that the cluster `tolerates` takes at most, 1 where it says nothing of that
   */
  readonly hostFailures?: number;

  /**
   * CPU of a slot, MHz. Goes with `slotMemory`.
   * @default - the largest reservation of a machine that is powered on
   */
  readonly slotCpuMhz?: number;

  /**
   * Memory of a slot, in whole MiB. Goes with `slotCpuMhz`.
   * @default - the largest reservation of a machine that is powered on, and its overhead
   */
  readonly slotMemory?: Size;
}

/**
 * How vSphere HA makes sure that it can restart machines after a failure: it refuses to start what it could not restart. It
 * counts reservations only, so without them it holds back nothing.
 */
export abstract class AdmissionControl {
  /**
   * A share of the cluster's CPU and memory is held back.
   *
   * @throws (once in a cluster) when only one of the percentages is given: the provider takes 100 % for the other, and nothing
   * would power on; or percentages together with `hostFailures`
   */
  public static resourcePercentage(props: ResourcePercentageProps = {}): AdmissionControl {
    return new ResourcePercentage(props);
  }

  /**
   * Slots of one size are held back.
   *
   * Look in vCenter what it makes of a size of your own: the provider is known to send the percentages of the other policy in its place
   * (`expandClusterFailoverLevelAdmissionControlPolicy` in
   * https://github.com/vmware/terraform-provider-vsphere/blob/main/vsphere/resource_vsphere_compute_cluster.go).
   *
   * @throws (once in a cluster) when only one of the slot sizes is given
   */
  public static slotPolicy(props: SlotPolicyProps = {}): AdmissionControl {
    return new SlotPolicy(props);
  }

  /**
   * Hosts that run nothing until others fail.
   *
   * @throws (once in a cluster) when there are none, all are, or one is not of the cluster
   */
  public static failoverHosts(hosts: Iterable<IEsxiHost>, props: PerformanceToleranceProps = {}): AdmissionControl {
    return new FailoverHosts(hosts, props);
  }

  /** HA starts everything it is asked to, whether or not it could restart it. */
  public static disabled(): AdmissionControl {
    return new Disabled();
  }

  /** @param tolerated hosts that one tolerated failure takes at most @internal */
  public abstract _admission(cluster: Construct, hosts: readonly IEsxiHost[], tolerated: number): Partial<ComputeClusterConfig>;
}

class ResourcePercentage extends AdmissionControl {
  public constructor(private readonly props: ResourcePercentageProps) {
    super();
  }

  public override _admission(cluster: Construct, hosts: readonly IEsxiHost[], tolerated: number): Partial<ComputeClusterConfig> {
    const { hostFailures, cpuPercent, memoryPercent } = this.props;
    const base = { haAdmissionControlPolicy: 'resourcePercentage', ...toleranceOf(cluster, this.props) };
    if (cpuPercent === undefined && memoryPercent === undefined) {
      return {
        ...base,
        haAdmissionControlHostFailureTolerance: checkTolerance(cluster, hosts, hostFailures ?? tolerated),
        haAdmissionControlResourcePercentageAutoCompute: true,
      };
    }
    if (cpuPercent === undefined || memoryPercent === undefined) {
      const given = cpuPercent === undefined ? `memoryPercent ${memoryPercent}` : `cpuPercent ${cpuPercent}`;
      throw new ConstructError(
        cluster,
        `admission control takes both cpuPercent and memoryPercent or neither, got only ${given}: the provider holds back 100 % of the other; give both`,
      );
    }
    if (hostFailures !== undefined) {
      throw new ConstructError(cluster, 'admission control takes percentages or hostFailures, got both; leave one of them out');
    }
    return {
      ...base,
      haAdmissionControlResourcePercentageAutoCompute: false,
      haAdmissionControlResourcePercentageCpu: checkWhole(cluster, 'cpuPercent', cpuPercent, { low: 1, high: 100 }),
      haAdmissionControlResourcePercentageMemory: checkWhole(cluster, 'memoryPercent', memoryPercent, { low: 1, high: 100 }),
    };
  }
}

class SlotPolicy extends AdmissionControl {
  public constructor(private readonly props: SlotPolicyProps) {
    super();
  }

  public override _admission(cluster: Construct, hosts: readonly IEsxiHost[], tolerated: number): Partial<ComputeClusterConfig> {
    const { hostFailures, slotCpuMhz, slotMemory } = this.props;
    const base = {
      haAdmissionControlPolicy: 'slotPolicy',
      ...toleranceOf(cluster, this.props),
      haAdmissionControlHostFailureTolerance: checkTolerance(cluster, hosts, hostFailures ?? tolerated),
    };
    if (slotCpuMhz === undefined && slotMemory === undefined) return base;
    if (slotCpuMhz === undefined || slotMemory === undefined) {
      throw new ConstructError(
        cluster,
        `the size of a slot is slotCpuMhz and slotMemory, got only ${slotCpuMhz === undefined ? 'slotMemory' : 'slotCpuMhz'}; give both, or neither`,
      );
    }
    return {
      ...base,
      haAdmissionControlSlotPolicyUseExplicitSize: true,
      haAdmissionControlSlotPolicyExplicitCpu: checkWhole(cluster, 'slotCpuMhz', slotCpuMhz, { low: 1 }),
      haAdmissionControlSlotPolicyExplicitMemory: checkMebibytes(cluster, 'slotMemory', slotMemory),
    };
  }
}

class FailoverHosts extends AdmissionControl {
  public constructor(
    private readonly hosts: Iterable<IEsxiHost>,
    private readonly props: PerformanceToleranceProps,
  ) {
    super();
  }

  public override _admission(cluster: Construct, hosts: readonly IEsxiHost[]): Partial<ComputeClusterConfig> {
    const failover = new Set(checkKinds(cluster, 'failover hosts', this.hosts, HOST));
    const stranger = [...failover].find((host) => !hosts.includes(host));
    if (stranger !== undefined) {
      throw new ConstructError(cluster, `failover hosts must be hosts of the cluster, got ${stranger.node.path}; take it from the cluster's hosts`);
    }
    if (failover.size === 0 || failover.size === hosts.length) {
      throw new ConstructError(
        cluster,
        `failover hosts must be some of the cluster's ${hosts.length} hosts, not ${failover.size === 0 ? 'none' : 'all'}`,
      );
    }
    return {
      haAdmissionControlPolicy: 'failoverHosts',
      ...toleranceOf(cluster, this.props),
      haAdmissionControlFailoverHostSystemIds: [...failover].map((host) => host.hostId),
    };
  }
}

class Disabled extends AdmissionControl {
  public override _admission(): Partial<ComputeClusterConfig> {
    return { haAdmissionControlPolicy: 'disabled' };
  }
}

function toleranceOf(cluster: Construct, props: PerformanceToleranceProps): Partial<ComputeClusterConfig> {
  checkProps(cluster, 'admission control', props, []);
  const performanceTolerance = ifGiven(props.performanceTolerance, (percent) =>
    checkWhole(cluster, 'performanceTolerance', percent, { low: 0, high: 100 }),
  );
  return performanceTolerance === undefined ? {} : { haAdmissionControlPerformanceTolerance: performanceTolerance };
}

/** vCenter takes at most one less than the cluster has hosts. */
function checkTolerance(cluster: Construct, hosts: readonly IEsxiHost[], hostFailures: number): number {
  if (hosts.length < 2) {
    throw new ConstructError(
      cluster,
      `admission control cannot hold back the resources of a failed host in a cluster of ${hosts.length}; give it more hosts, or \`AdmissionControl.disabled()\``,
    );
  }
  return checkWhole(cluster, 'hostFailures', hostFailures, {
    low: 1,
    high: hosts.length - 1,
    repair: `the cluster has ${hosts.length} hosts, and one must be left`,
  });
}
