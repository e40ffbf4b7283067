import { Size } from 'cdk8s';
import { Containerd, OciImage, type IContainerRuntime } from '../../../../lib/layers/container';
import { Secret } from '../../../../lib/layers/secret';
import { apiServerOf, type ApiServerProps } from '../../../../lib/layers/kubernetes/api-server';
import { Bootstrap } from '../../../../lib/layers/kubernetes/bootstrap/bootstrap';
import { nodeFiles } from '../../../../lib/layers/kubernetes/bootstrap/node-files';
import { Cni } from '../../../../lib/layers/kubernetes/cni/cni';
import { KubeletReservations } from '../../../../lib/layers/kubernetes/kubelet-reservations';
import type { ClusterPlan, NodePlan, PoolPlan } from '../../../../lib/layers/kubernetes/plan';
import { PodSecurity } from '../../../../lib/layers/kubernetes/pod-security';
import { KubernetesVersion } from '../../../../lib/layers/kubernetes/version';
import { Construct } from 'constructs';
import { TerraformStack, Testing } from 'cdktf';
import { parseAllDocuments } from 'yaml';

/** Plans for tests: whatever a test does not speak of has a plain default. */

export const aMachine = (): Construct => new Construct(new TerraformStack(Testing.app(), 'lab'), 'vm');

export function aCluster({ api, ...change }: Partial<ClusterPlan> & { readonly api?: ApiServerProps } = {}): ClusterPlan {
  return {
    name: 'prod',
    version: KubernetesVersion.V1_34,
    podCidrs: ['10.244.0.0/16'],
    serviceCidrs: ['10.96.0.0/16'],
    nodePrefixes: [24],
    dnsDomain: 'cluster.local',
    endpoint: { host: 'api.prod.example.com', port: 6443 },
    virtualIp: '10.20.0.10',
    virtualIpImage: OciImage.of(`ghcr.io/kube-vip/kube-vip:v1.0.1@sha256:${'a'.repeat(64)}`),
    apiServer: apiServerOf(aMachine(), api),
    podSecurity: PodSecurity.baseline({ warn: 'restricted', exemptNamespaces: ['kube-system'] }),
    cni: Cni.cilium(),
    bootstrap: Bootstrap.vault({ address: 'https://vault.example.com:8200' }),
    featureGates: {},
    controlPlaneReplicas: 3,
    ...change,
  };
}

export const CONTROL_PLANE_TAINT = { key: 'node-role.kubernetes.io/control-plane', value: '', effect: 'NoSchedule' } as const;

export function aPool(change: Partial<PoolPlan> = {}): PoolPlan {
  const role = change.role ?? 'worker';
  return {
    name: role === 'worker' ? 'general' : 'control-plane',
    role,
    labels: {},
    taints: role === 'worker' ? [] : [CONTROL_PLANE_TAINT],
    architecture: 'amd64',
    size: { cpus: 8, memory: Size.gibibytes(32), disk: Size.gibibytes(100) },
    reservations: KubeletReservations.bySize(),
    maxPods: 110,
    containerd: Containerd.of({ version: '2.1' }),
    runtimes: [],
    ...change,
  };
}

export const aNode = (change: Partial<NodePlan> = {}): NodePlan => ({ name: 'prod-general-1', first: false, labels: {}, ...change });

/** The three kinds of nodes. */
export const ROLES: readonly (readonly [string, PoolPlan, NodePlan])[] = [
  ['the first of the control plane', aPool({ role: 'control-plane' }), aNode({ name: 'prod-control-plane-1', first: true })],
  ['another of the control plane', aPool({ role: 'control-plane' }), aNode({ name: 'prod-control-plane-2' })],
  ['a worker', aPool(), aNode()],
];
export const [FIRST, SECOND, WORKER] = ROLES.map(([, pool, node]) => ({ pool, node })) as [Role, Role, Role];
interface Role {
  readonly pool: PoolPlan;
  readonly node: NodePlan;
}

/** Files of a node by path. */
export function filesOf(cluster: ClusterPlan, { pool, node }: Role): Record<string, string> {
  return Object.fromEntries(nodeFiles(aMachine(), cluster, pool, node).map(({ path, content }) => [path, content]));
}

export type Document = Record<string, unknown>;

/** Documents of a text of YAML by kind. */
export function documentsOf(text: string): Record<string, Document> {
  return Object.fromEntries(
    parseAllDocuments(text).map((document) => {
      const content = document.toJS() as Document;
      return [String(content.kind), content];
    }),
  );
}

/** What kubeadm reads on a node, by kind. */
export function kubeadmOf(cluster: ClusterPlan, role: Role): Record<string, Document> {
  const { '/etc/strata/kubeadm-init.yaml': init = '', '/etc/strata/kubeadm-join.yaml': join } = filesOf(cluster, role);
  return { ...(init !== '' && documentsOf(init)), ...documentsOf(join!) };
}

/** A runtime that a node fetches. */
export const SHIM: IContainerRuntime = {
  handler: 'wasmtime',
  runtimeType: 'io.containerd.wasmtime.v1',
  isolation: 'wasm',
  downloads: (architecture) => [
    {
      url: `https://example.com/shim-${architecture}.tar.gz`,
      sha256: 'b'.repeat(64),
      to: '/usr/local/bin',
      archive: 'tar.gz',
      permissions: '0755',
    },
    { url: "https://example.com/it's one", sha256: 'c'.repeat(64), to: '/opt/one', archive: 'none', permissions: '0755' },
  ],
};

export const TOKENS = Secret.variable('their_tokens');
