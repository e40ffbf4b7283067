import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { DistributedSwitch } from './distributed-switch';
import { EsxiHost, type IEsxiHost } from './esxi-host';
import type { INetwork } from './network';
import type { IVcenterCluster } from './vcenter-cluster';

/** By stack, cluster and network: a fleet asks the same for every machine. */
const answers = new WeakMap<TerraformStack, Map<IVcenterCluster, Map<INetwork, ITerraformDependable[]>>>();

/**
 * What a machine has to wait for besides what it refers to. Where hosts name their cluster, the cluster exists before it has
 * any host. Mostly a machine waits for them by way of its network, whose switch spans them; else it must say so.
 *
 * @returns undefined where there is nothing to add
 */
export function hostsToAwait(stack: TerraformStack, cluster: IVcenterCluster, networks: readonly INetwork[]): ITerraformDependable[] | undefined {
  let fewest: ITerraformDependable[] | undefined;
  for (const network of networks) {
    const missing = missingBehind(stack, cluster, network);
    if (missing.length === 0) return undefined;
    if (fewest === undefined || missing.length < fewest.length) fewest = missing;
  }
  return fewest;
}

function missingBehind(stack: TerraformStack, cluster: IVcenterCluster, network: INetwork): ITerraformDependable[] {
  const byCluster = getOrMake(answers, stack, () => new Map<IVcenterCluster, Map<INetwork, ITerraformDependable[]>>());
  const byNetwork = getOrMake(byCluster, cluster, () => new Map<INetwork, ITerraformDependable[]>());
  return getOrMake(byNetwork, network, () => {
    const spanned = new Set<IEsxiHost>(DistributedSwitch.isDistributedSwitch(network.switch) ? network.switch.hosts : []);
    return (cluster.hosts ?? [])
      .filter(EsxiHost.isEsxiHost)
      .filter((host) => host.resource.clusterInput !== undefined && TerraformStack.of(host) === stack && !spanned.has(host))
      .map((host) => host.resource);
  });
}

interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function getOrMake<K, V>(store: Store<K, V>, key: K, make: () => V): V {
  const existing = store.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  store.set(key, made);
  return made;
}
