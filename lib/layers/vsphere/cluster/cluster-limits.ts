import type { Construct } from 'constructs';
import { declare } from '../../../estate/declaration';
import { checkFlag, checkKind, checkKinds, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { HOST_FAILURES, RESIDENT } from '../../kind';
import type { IEsxiHost } from '../host/esxi-host';
import type { HostFailures } from './host-failures';
import type { ResidentMachine } from './resident-machine';

/** How far a cluster may be filled. Terraform knows of none of these. */
export interface ClusterLimitsProps {
  /**
   * vCPUs a physical core, at most.
   * @default - not declared
   */
  readonly cpuRatio?: number;

  /**
   * Configured memory of machines over memory of hosts, at most. Above 1 is overcommitment.
   * @default 1
   */
  readonly memoryRatio?: number;

  /**
   * Failures after which its machines must still fit.
   * @default - not declared
   */
  readonly tolerates?: HostFailures;

  /**
   * Machines that run on it and that no construct makes: vCenter Server, NSX managers, backup proxies. On a cluster that is looked up:
   * all of them.
   * @default - not declared
   */
  readonly residents?: readonly ResidentMachine[];
}

export function declareLimits(cluster: Construct, of: string, props: ClusterLimitsProps, bringUp?: boolean): void {
  const { cpuRatio, memoryRatio, tolerates } = props;
  if (cpuRatio === undefined && memoryRatio === undefined && tolerates === undefined && bringUp !== true) return;
  declare(cluster, {
    kind: 'cluster-limits',
    of,
    ...(cpuRatio !== undefined && { cpuRatio: checkRatio(cluster, 'cpuRatio', cpuRatio) }),
    ...(memoryRatio !== undefined && { memoryRatio: checkRatio(cluster, 'memoryRatio', memoryRatio) }),
    ...(tolerates !== undefined && { tolerates: checkKind(cluster, 'tolerates', tolerates, HOST_FAILURES).toFacts() }),
    ...(bringUp === true && { bringUp: checkFlag(cluster, 'bringUp', bringUp) }),
  });
}

/** @param complete whether nothing else runs there beside what the app makes */
export function declareResidents(cluster: Construct, of: string, { residents }: ClusterLimitsProps, complete: boolean): void {
  const machines = ifGiven(residents, (given) => checkKinds(cluster, 'residents', given, RESIDENT));
  if (machines !== undefined) declare(cluster, { kind: 'residents', of, machines: machines.map((machine) => machine.toFacts()), complete });
}

/** Throws where a cluster is to survive the loss of all it has. */
export function checkTolerates(cluster: Construct, hosts: readonly IEsxiHost[], tolerates: HostFailures | undefined): void {
  if (tolerates === undefined || checkKind(cluster, 'tolerates', tolerates, HOST_FAILURES).largest(hosts) < hosts.length) return;
  throw new ConstructError(
    cluster,
    `nothing is left of ${hosts.length === 1 ? 'a cluster of one host' : `a cluster of ${hosts.length} hosts`} after the failure of ${tolerates.describe()}; give it more hosts, or tolerate less`,
  );
}

/** A token is refused too: a limit is a statement to Strata, which Terraform never sees. */
function checkRatio(cluster: Construct, what: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new ConstructError(cluster, `${what} must be a number above 0 that is known at synthesis, got ${got(value)}`);
}
