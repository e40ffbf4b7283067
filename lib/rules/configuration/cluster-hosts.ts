import { indexOf, type ComputeCluster, type EsxiHost, type Estate, type Membership, type Premise } from '../../estate';
import { viewOf } from '../capacity/cluster-view';
import { Premises } from '../premises';
import { declaredHosts } from './declared-hosts';

/** The hosts of a cluster, in maintenance or not, with what that these are all rests on. */
export interface ClusterHosts extends Membership<EsxiHost> {
  readonly premises: readonly Premise[];
}

/** A cluster that lists no hosts itself is open to those that a module may put into it. */
export function clusterHosts(estate: Estate, cluster: ComputeCluster): ClusterHosts {
  const index = indexOf(estate);
  const { certain, possible, open: unlisted } = index.hostsOf(cluster);
  const open = unlisted ?? (viewOf(estate, cluster).hostsOpen ? index.machinesOn(cluster).open : undefined);
  const premises = [...(cluster.origin === 'owned' ? [Premises.closedCluster(cluster)] : []), ...declaredHosts(estate, [cluster])];
  return { certain, possible, premises, ...(open && { open }) };
}
