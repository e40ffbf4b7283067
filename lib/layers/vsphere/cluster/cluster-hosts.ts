import type { Construct, IConstruct } from 'constructs';
import { checkDistinct } from '../../check';
import { ConstructError } from '../../construct-error';
import type { IEsxiHost } from '../host/esxi-host';

/** The cluster each host was handed to. */
const clusterOf = new WeakMap<IEsxiHost, IConstruct>();

/** The provider's schema of `host_system_ids` since 2.16. */
const MOST_LISTED = 96;

/** Throws where a host stands twice, or is in a cluster already. */
export function claimHosts(cluster: Construct, hosts: readonly IEsxiHost[]): void {
  checkDistinct(
    cluster,
    'hosts of a cluster',
    hosts.map((host) => host.hostname),
  );
  for (const host of hosts) {
    const other = clusterOf.get(host);
    if (other !== undefined) {
      throw new ConstructError(
        cluster,
        `host "${host.hostname}" (${host.node.path}) is in cluster ${other.node.path} already; a host is in one cluster`,
      );
    }
    clusterOf.set(host, cluster);
  }
}

/** The ids of hosts that a cluster lists. */
export function listHosts(cluster: Construct, hosts: readonly IEsxiHost[]): string[] {
  if (hosts.length <= MOST_LISTED) return hosts.map((host) => host.hostId);
  throw new ConstructError(cluster, `the provider takes at most ${MOST_LISTED} hosts of a cluster that lists them, got ${hosts.length}`);
}
