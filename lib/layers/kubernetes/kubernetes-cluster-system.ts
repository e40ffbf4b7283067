import { Token } from 'cdktf';
import { checkKinds, checkProps, checkText, checkTexts, got, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { Containerd } from '../container';
import type { IStoragePolicy } from '../vsphere';
import { vcenters } from '../vsphere/connection';
import type { StorageClassProps, SystemChartProps, SystemPool } from './addons/system-chart-props';
import type { KubernetesCluster } from './kubernetes-cluster';
import { checkHost } from './kubernetes-cluster-checks';
import { STORAGE_CLASS } from './kubernetes-cluster-kinds';
import type { KubernetesClusterProps } from './kubernetes-cluster-props';
import type { ClusterPlan } from './plan';
import { type FlowSources, outsideHosts } from './required-flows';

const THUMBPRINT = /^[0-9a-f]{2}(:[0-9a-f]{2}){19}$/i;

/** What the add-ons of a cluster are told of it. */
export function systemFacts(cluster: KubernetesCluster, props: KubernetesClusterProps, plan: ClusterPlan): SystemChartProps {
  return {
    name: plan.name,
    version: plan.version.minorVersion,
    endpoint: plan.endpoint,
    podCidrs: plan.podCidrs,
    cni: plan.cni.chart(plan),
    gitOps: props.addons,
    vsphere: vsphereOf(cluster, props),
    storage: ifGiven(props.storageClasses, (classes) => checkKinds(cluster, 'storageClasses', classes, STORAGE_CLASS)) ?? storageOf(props.storage),
    pools: [cluster.controlPlane, ...cluster.pools].map(({ poolName: name, role, labels, taints, runtimes }): SystemPool => ({
      name,
      role,
      labels,
      taints,
      runtimes,
    })),
  };
}

/**
 * Where the flows of a cluster come from.
 *
 * @param containerd that of pools that name none
 * @param addonHosts where its add-ons come from
 */
export function flowSourcesOf(
  { pools: byName, controlPlane, addresses }: KubernetesClusterProps,
  { endpoint, bootstrap, cni, virtualIpImage }: ClusterPlan,
  { containerd, addonHosts }: { readonly containerd: Containerd; readonly addonHosts: readonly string[] },
): FlowSources {
  const pools = Object.values(byName);
  const containerds = [containerd, ...[controlPlane, ...pools].flatMap((each) => each.containerd ?? [])];
  const runtimes = pools.flatMap((pool) => (pool.runtimes ?? []).map((runtime) => ({ runtime, architecture: pool.architecture ?? 'amd64' })));
  return {
    apiPort: endpoint.port,
    virtualIp: true,
    cni,
    bootstrap: bootstrap.endpoint,
    vcenter: true,
    nameservers: addresses?.nameservers,
    hosts: outsideHosts([virtualIpImage.registry, ...cni.registries, ...addonHosts], containerds, runtimes),
  };
}

/** @throws when nobody said what the vCenter or the datacenter is called: manifests take no token */
function vsphereOf(cluster: KubernetesCluster, { on, cloudProvider = {} }: KubernetesClusterProps): SystemChartProps['vsphere'] {
  checkProps(cluster, 'cloudProvider', cloudProvider, []);
  const { server: given, datacenters: named, topology, thumbprint, ...rest } = cloudProvider;
  ifGiven(given, (host) => Token.isUnresolved(host) || checkHost(cluster, 'cloudProvider.server', host));
  ifGiven(named, (names) => checkTexts(cluster, 'cloudProvider.datacenters', names));
  if (topology !== undefined) {
    checkProps(cluster, 'cloudProvider.topology', topology, ['regionCategory', 'zoneCategory']);
    for (const category of ['regionCategory', 'zoneCategory'] as const) checkKnown(cluster, `cloudProvider.topology.${category}`, topology[category]);
  }
  if (thumbprint !== undefined && !THUMBPRINT.test(thumbprint)) {
    throw new ConstructError(cluster, `cloudProvider.thumbprint must be 20 bytes in hexadecimal with colons between them, got ${got(thumbprint)}`);
  }
  const server = given ?? (vcenters.makerFor(cluster) as { readonly server?: string } | undefined)?.server;
  const datacenters = named ?? (on.datacenter?.datacenterName === undefined ? [] : [on.datacenter.datacenterName]);
  if (server === undefined || Token.isUnresolved(server)) throw unknown(cluster, 'the host name of the vCenter', 'server');
  if (datacenters.length === 0 || datacenters.some((each) => Token.isUnresolved(each))) {
    throw unknown(cluster, `the name of the datacenter of ${on.node.path}`, 'datacenters');
  }
  return { server, datacenters, ...(topology !== undefined && { topology }), ...(thumbprint !== undefined && { thumbprint }), ...rest };
}

/** Manifests take no token. */
function checkKnown(cluster: KubernetesCluster, what: string, value: string): void {
  if (!Token.isUnresolved(checkText(cluster, what, value))) return;
  throw new ConstructError(cluster, `${what} must be known at synthesis, got ${got(value)}; give the text itself`);
}

function unknown(cluster: KubernetesCluster, what: string, prop: 'server' | 'datacenters'): ConstructError {
  const repair = prop === 'server' ? 'make the VCenter before it, or give' : 'give';
  return new ConstructError(
    cluster,
    `its cloud provider has to be told ${what}, which is not known at synthesis; ${repair} cloudProvider: { ${prop} }`,
  );
}

function storageOf(storage: KubernetesClusterProps['storage']): StorageClassProps[] {
  const { policyName } = storage as Partial<IStoragePolicy>;
  return policyName === undefined || Token.isUnresolved(policyName) ? [] : [{ policy: policyName }];
}
