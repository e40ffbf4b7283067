import type { IConstruct } from 'constructs';
import { type NodeFile, OciImage } from '../../container';
import type { ClusterPlan, NodePlan, PoolPlan } from '../plan';
import { apiServerFiles } from './api-server-files';
import { bootstrapScript } from './bootstrap-script';
import { hostAndPort, initDocuments, joinDocument } from './kubeadm-config';
import { kernelFiles } from './kernel';
import { kubeletPatch } from './kubelet-config';
import { kubeVipPod } from './kube-vip';
import { NODE_PATHS } from './node-paths';
import { CLUSTER_CA, JOIN_TOKEN, secretNamed } from './node-secrets';
import { SECRETS_PROGRAM } from './secrets-program';
import { yamlOf } from './yaml';

/** Where the pause image of a version comes from (kubeadm `DefaultImageRepository`). */
const REGISTRY = 'registry.k8s.io';

/**
 * Files of a node. None of them has a secret in it.
 *
 * @throws when the plan cannot become a node, as each part says
 */
export function nodeFiles(machine: IConstruct, cluster: ClusterPlan, pool: PoolPlan, node: NodePlan): NodeFile[] {
  const pause = OciImage.of(`${REGISTRY}/pause:${cluster.version.images.pause}`);
  const ipv6 = [...cluster.podCidrs, ...cluster.serviceCidrs].some((cidr) => cidr.includes(':'));
  return [
    ...kernelFiles(ipv6),
    ...pool.containerd.files(pool.runtimes, pause),
    ...(node.first ? [{ path: NODE_PATHS.initTemplate, content: yamlOf(...initDocuments(machine, cluster, pool, node)), permissions: '0600' }] : []),
    { path: NODE_PATHS.join, content: yamlOf(joinDocument(machine, cluster, pool, node)), permissions: '0600' },
    { path: NODE_PATHS.kubeletPatch, content: yamlOf(kubeletPatch(machine, pool)), permissions: '0600' },
    ...(pool.role === 'control-plane' ? controlPlaneFiles(cluster) : []),
    { path: NODE_PATHS.discoveryTemplate, content: yamlOf(discovery(cluster)), permissions: '0600' },
    ...(cluster.bootstrap.caCert === undefined
      ? []
      : [{ path: NODE_PATHS.vaultCa, content: `${cluster.bootstrap.caCert.trim()}\n`, permissions: '0644' }]),
    {
      path: NODE_PATHS.secretsPlan,
      content: `${JSON.stringify(cluster.bootstrap.secretsPlan(cluster, pool, node), null, 2)}\n`,
      permissions: '0600',
    },
    { path: NODE_PATHS.secretsProgram, content: SECRETS_PROGRAM, permissions: '0755' },
    { path: NODE_PATHS.script, content: bootstrapScript(cluster, pool, node), permissions: '0755' },
  ];
}

function controlPlaneFiles(cluster: ClusterPlan): NodeFile[] {
  return [{ path: NODE_PATHS.kubeVip, content: yamlOf(kubeVipPod(cluster)), permissions: '0600' }, ...apiServerFiles(cluster)];
}

/** How a node that joins finds the cluster and knows that it is the right one: by its authority, from the store, and not by a digest. */
function discovery({ name, endpoint }: ClusterPlan): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: { server: `https://${hostAndPort(endpoint.host, endpoint.port)}`, 'certificate-authority-data': secretNamed(CLUSTER_CA, 'base64') },
      },
    ],
    users: [{ name: 'bootstrap', user: { token: secretNamed(JOIN_TOKEN) } }],
    contexts: [{ name: 'bootstrap', context: { cluster: name, user: 'bootstrap' } }],
    'current-context': 'bootstrap',
  };
}
