import { type ITerraformDependable, TerraformStack } from 'cdktf';
import type { IComputeResource } from './compute-resource';
import { DistributedSwitch } from '../network/distributed-switch';
import { EsxiHost } from '../host/esxi-host';
import type { INetwork } from '../network/network';

/** By stack and what runs the machine: a fleet asks the same for every machine. */
const answers = new WeakMap<TerraformStack, WeakMap<IComputeResource, ITerraformDependable[]>>();

/**
 * What a machine has to wait for besides what it refers to. Where hosts name their cluster, the cluster exists before it has
 * any host. Mostly a machine waits for them by way of its network, whose switch spans them; else it must say so.
 *
 * @returns undefined where there is nothing to add
 */
export function hostsToAwait(stack: TerraformStack, on: IComputeResource, networks: readonly INetwork[]): ITerraformDependable[] | undefined {
  if (networks.some((network) => DistributedSwitch.isDistributedSwitch(network.switch))) return undefined;
  const byCompute = answers.get(stack) ?? new WeakMap<IComputeResource, ITerraformDependable[]>();
  answers.set(stack, byCompute);
  const hosts = byCompute.get(on) ?? joiningHosts(stack, on);
  byCompute.set(on, hosts);
  return hosts.length === 0 ? undefined : hosts;
}

/** The hosts that name their cluster, and so come after it. */
export function joiningHosts(stack: TerraformStack, on: IComputeResource): ITerraformDependable[] {
  return (on.hosts ?? [])
    .filter(EsxiHost.isEsxiHost)
    .filter((host) => host.resource.clusterInput !== undefined && TerraformStack.of(host) === stack)
    .map((host) => host.resource);
}
