import type { ComputeClusterConfig } from '@cdktf/provider-vsphere/lib/compute-cluster';
import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkKinds, checkWhole } from '../check';
import { ConstructError } from '../construct-error';
import { HOST } from '../kind';
import type { IEsxiHost } from './esxi-host';
import { checkMebibytes } from './mebibytes';

export interface ResourcePercentageProps {
  /**
   * Hosts whose failure the cluster holds resources back for; vCenter works out the percentages.
   * @default 1, unless percentages are given
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

export interface SlotPolicyProps {
  /**
   * Hosts whose failure the cluster holds slots back for.
   * @default 1
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
  public static failoverHosts(hosts: Iterable<IEsxiHost>): AdmissionControl {
    return new FailoverHosts(hosts);
  }

  /** HA starts everything it is asked to, whether or not it could restart it. */
  public static disabled(): AdmissionControl {
    return new Disabled();
  }

  /** @internal */
  public abstract _bind(cluster: Construct, hosts: readonly IEsxiHost[]): Partial<ComputeClusterConfig>;
}

class ResourcePercentage extends AdmissionControl {
  public constructor(private readonly props: ResourcePercentageProps) {
    super();
  }

  public override _bind(cluster: Construct, hosts: readonly IEsxiHost[]): Partial<ComputeClusterConfig> {
    const { hostFailures, cpuPercent, memoryPercent } = this.props;
    const base = { haAdmissionControlPolicy: 'resourcePercentage' };
    if (cpuPercent === undefined && memoryPercent === undefined) {
      return {
        ...base,
        haAdmissionControlHostFailureTolerance: checkTolerance(cluster, hosts, hostFailures ?? 1),
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

  public override _bind(cluster: Construct, hosts: readonly IEsxiHost[]): Partial<ComputeClusterConfig> {
    const { hostFailures, slotCpuMhz, slotMemory } = this.props;
    const base = {
      haAdmissionControlPolicy: 'slotPolicy',
      haAdmissionControlHostFailureTolerance: checkTolerance(cluster, hosts, hostFailures ?? 1),
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
  public constructor(private readonly hosts: Iterable<IEsxiHost>) {
    super();
  }

  public override _bind(cluster: Construct, hosts: readonly IEsxiHost[]): Partial<ComputeClusterConfig> {
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
      haAdmissionControlFailoverHostSystemIds: [...failover].map((host) => host.hostId),
    };
  }
}

class Disabled extends AdmissionControl {
  public override _bind(): Partial<ComputeClusterConfig> {
    return { haAdmissionControlPolicy: 'disabled' };
  }
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
