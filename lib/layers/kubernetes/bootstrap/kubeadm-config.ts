import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { ClusterPlan, NodePlan, PoolPlan } from '../plan';
import { apiServerArgs, apiServerVolumes, gates } from './api-server-files';
import { kubeletConfiguration } from './kubelet-config';
import { nodeLabels } from './node-labels';
import { NODE_PATHS } from './node-paths';
import { JOIN_TOKEN, secretNamed } from './node-secrets';

const SOCKET = 'unix:///run/containerd/containerd.sock';
/** How long a node waits for the one that makes the cluster: it may have to fetch its images first. */
const PATIENCE = '20m0s';

/**
 * What `kubeadm init` reads on the node that makes the cluster
 * (`cmd/kubeadm/app/apis/kubeadm/v1beta3/types.go` and `v1beta4/types.go` of k8s.io/kubernetes).
 *
 * @throws when a label is none that a node may give itself, or the ranges of pods and their prefixes do not go together
 */
export function initDocuments(machine: IConstruct, cluster: ClusterPlan, pool: PoolPlan, node: NodePlan): object[] {
  return [
    initConfiguration(machine, cluster, pool, node),
    clusterConfiguration(machine, cluster),
    kubeletConfiguration(cluster),
    ...(cluster.cni.needsKubeProxy ? [kubeProxyConfiguration(cluster)] : []),
  ];
}

/**
 * What `kubeadm join` reads: on every node, since the one that made the cluster joins it when it is replaced.
 *
 * @throws when a label is none that a node may give itself
 */
export function joinDocument(machine: IConstruct, cluster: ClusterPlan, pool: PoolPlan, node: NodePlan): object {
  return {
    apiVersion: cluster.version.kubeadmApiVersion,
    kind: 'JoinConfiguration',
    nodeRegistration: nodeRegistration(machine, cluster, pool, node),
    discovery: { file: { kubeConfigPath: NODE_PATHS.discovery }, ...(!hasLists(cluster) && { timeout: PATIENCE }) },
    ...(pool.role === 'control-plane' && { controlPlane: { localAPIEndpoint: { bindPort: cluster.apiServer.port } } }),
    patches: { directory: NODE_PATHS.patches },
    // Members join etcd one at a time, so that the last waits for the others.
    ...(hasLists(cluster) && { timeouts: { discovery: PATIENCE, etcdAPICall: '10m0s' } }),
  };
}

/** Host and port as a URL has them. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function initConfiguration(machine: IConstruct, cluster: ClusterPlan, pool: PoolPlan, node: NodePlan): object {
  const proxyless = !cluster.cni.needsKubeProxy && !hasLists(cluster);
  return {
    apiVersion: cluster.version.kubeadmApiVersion,
    kind: 'InitConfiguration',
    bootstrapTokens: [
      {
        token: secretNamed(JOIN_TOKEN),
        description: 'nodes of the program, read from the store of secrets',
        ttl: cluster.bootstrap.joinTokenTtl,
        usages: ['signing', 'authentication'],
        groups: ['system:bootstrappers:kubeadm:default-node-token'],
      },
    ],
    nodeRegistration: nodeRegistration(machine, cluster, pool, node),
    localAPIEndpoint: { bindPort: cluster.apiServer.port },
    ...(proxyless && { skipPhases: ['addon/kube-proxy'] }),
    patches: { directory: NODE_PATHS.patches },
  };
}

function nodeRegistration(machine: IConstruct, cluster: ClusterPlan, pool: PoolPlan, node: NodePlan): object {
  const labels = nodeLabels(machine, { ...pool.labels, ...node.labels });
  return {
    name: node.name,
    criSocket: SOCKET,
    kubeletExtraArgs: args(cluster, { 'cloud-provider': 'external', ...(labels !== '' && { 'node-labels': labels }) }),
    // Left out, a control-plane node gets kubeadm's own.
    taints: pool.taints.map(({ key, value, effect }) => ({ key, ...(value !== '' && { value }), effect })),
  };
}

function clusterConfiguration(machine: IConstruct, cluster: ClusterPlan): object {
  const { version, endpoint, apiServer, featureGates } = cluster;
  const component = (flags: Record<string, string>): object => ({
    extraArgs: args(cluster, { ...flags, profiling: 'false', ...gates(featureGates) }),
  });
  return {
    apiVersion: version.kubeadmApiVersion,
    kind: 'ClusterConfiguration',
    clusterName: cluster.name,
    kubernetesVersion: `v${version.toString()}`,
    controlPlaneEndpoint: hostAndPort(endpoint.host, endpoint.port),
    networking: {
      dnsDomain: cluster.dnsDomain,
      podSubnet: cluster.podCidrs.join(','),
      serviceSubnet: cluster.serviceCidrs.join(','),
    },
    apiServer: {
      certSANs: [...new Set([endpoint.host, cluster.virtualIp, ...apiServer.sans])],
      extraArgs: args(cluster, apiServerArgs(cluster)),
      extraVolumes: apiServerVolumes(cluster),
    },
    controllerManager: component({ 'cloud-provider': 'external', ...nodeMasks(machine, cluster) }),
    scheduler: component({}),
    etcd: {
      local: { dataDir: '/var/lib/etcd', ...(Object.keys(apiServer.etcdArgs).length > 0 && { extraArgs: args(cluster, apiServer.etcdArgs) }) },
    },
    ...(!cluster.cni.needsKubeProxy && hasLists(cluster) && { proxy: { disabled: true } }),
  };
}

function nodeMasks(machine: IConstruct, { podCidrs, nodePrefixes }: ClusterPlan): Record<string, string> {
  if (podCidrs.length !== nodePrefixes.length) {
    throw new ConstructError(machine, `there are ${podCidrs.length} ranges of pods and ${nodePrefixes.length} prefixes of nodes; give one for each`);
  }
  if (nodePrefixes.length === 1) return { 'node-cidr-mask-size': String(nodePrefixes[0]) };
  return Object.fromEntries(
    podCidrs.map((cidr, index) => [`node-cidr-mask-size-${cidr.includes(':') ? 'ipv6' : 'ipv4'}`, String(nodePrefixes[index])]),
  );
}

function kubeProxyConfiguration({ podCidrs, featureGates }: ClusterPlan): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clusterCIDR: podCidrs.join(','),
    ...(Object.keys(featureGates).length > 0 && { featureGates }),
  };
}

/** From v1beta4 on flags are a list, timeouts are by themselves and add-ons can be switched off. */
function hasLists({ version }: ClusterPlan): boolean {
  return version.kubeadmApiVersion !== 'kubeadm.k8s.io/v1beta3';
}

function args(cluster: ClusterPlan, flags: Readonly<Record<string, string>>): object {
  return hasLists(cluster) ? Object.entries(flags).map(([name, value]) => ({ name, value })) : flags;
}
