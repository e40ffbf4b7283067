import { type ITerraformDependable, TerraformStack } from 'cdktf';
import { DistributedSwitch } from './distributed-switch';
import { EsxiHost } from './esxi-host';
import type { INetwork } from './network';
import type { IVcenterCluster } from './vcenter-cluster';

/** By stack and cluster: a fleet asks the same for every machine. */
const answers = new WeakMap<TerraformStack, WeakMap<IVcenterCluster, ITerraformDependable[]>>();

/**
 * What a machine has to wait for besides what it refers to. Where hosts name their cluster, the cluster exists before it has
 * any host. Mostly a machine waits for them by way of its network, whose switch spans them; else it must say so.
 *
 * @returns undefined where there is nothing to add
 */
export function hostsToAwait(stack: TerraformStack, cluster: IVcenterCluster, networks: readonly INetwork[]): ITerraformDependable[] | undefined {
  if (networks.some((network) => DistributedSwitch.isDistributedSwitch(network.switch))) return undefined;
  const byCluster = answers.get(stack) ?? new WeakMap<IVcenterCluster, ITerraformDependable[]>();
  answers.set(stack, byCluster);
  const hosts = byCluster.get(cluster) ?? joiningHosts(stack, cluster);
  byCluster.set(cluster, hosts);
  return hosts.length === 0 ? undefined : hosts;
}

function joiningHosts(stack: TerraformStack, cluster: IVcenterCluster): ITerraformDependable[] {
  return (cluster.hosts ?? [])
    .filter(EsxiHost.isEsxiHost)
    .filter((host) => host.resource.clusterInput !== undefined && TerraformStack.of(host) === stack)
    .map((host) => host.resource);
}
