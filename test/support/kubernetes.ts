import type {
  Container,
  EstateObject,
  KubernetesCluster,
  KubernetesNode,
  ManifestedObject,
  NodePool,
  NodeResources,
  PodSpec,
  RuntimeClass,
  RuntimeHandler,
  VirtualMachine,
  Workload,
} from '../../lib/estate';
import { Interval } from '../../lib/units';

/** Kubernetes objects for tests, by plain functions: whatever a test does not speak of has a plain default. */

export const CLUSTER = 'site/prod';

const NOBODY = { ids: [], missing: [] };

function stated(path: string, name: string): EstateObject {
  return { id: path, addresses: [], path, origin: 'owned', name, instances: Interval.exactly(1) };
}

export function aKubernetesCluster(change: Partial<KubernetesCluster> = {}): KubernetesCluster {
  return {
    ...stated(CLUSTER, 'prod'),
    cluster: CLUSTER,
    version: '1.34',
    podCidrs: ['10.244.0.0/16'],
    serviceCidrs: ['10.96.0.0/16'],
    nodePrefixes: [24],
    endpoint: { host: '10.20.0.10', port: 6443 },
    virtualIp: '10.20.0.10',
    requiredFlows: [],
    featureGates: {},
    addOns: [],
    networks: NOBODY,
    computeClusters: NOBODY,
    pools: [`${CLUSTER}/general`],
    ...change,
  };
}

export const RUNC: RuntimeHandler = {
  handler: 'runc',
  runtimeType: 'io.containerd.runc.v2',
  isolation: 'kernel',
  plugin: 'io.containerd.cri.v1.runtime',
};

export function resources(cpus: number, memoryGiB: number, pods = 110): NodeResources {
  return {
    cpuMillis: Interval.exactly(cpus * 1000),
    memoryBytes: Interval.exactly(memoryGiB * 2 ** 30),
    ephemeralStorageBytes: Interval.exactly(40 * 2 ** 30),
    pods,
  };
}

/** A pool of nodes, one on each of the machines; of as many nodes without a machine where a number is given. */
export function aPool(name: string, nodes: readonly VirtualMachine[] | number, change: Partial<NodePool> = {}): NodePool {
  const path = `${CLUSTER}/${name}`;
  const machines = typeof nodes === 'number' ? [] : nodes;
  const made: KubernetesNode[] = Array.from({ length: typeof nodes === 'number' ? nodes : nodes.length }, (_, i) => ({
    name: `prod-${name}-${i + 1}`,
    machine: machines[i]?.id ?? null,
    labels: {},
    hostname: `prod-${name}-${i + 1}`,
  }));
  return {
    ...stated(path, name),
    cluster: CLUSTER,
    machines: { ids: machines.map(({ id }) => id), missing: [] },
    nodes: made,
    role: 'worker',
    replicas: made.length,
    surge: 0,
    labels: {},
    taints: [],
    architecture: 'amd64',
    capacity: resources(16, 64),
    allocatable: resources(15, 60),
    containerd: { version: '2.1', configVersion: 3, runtimesPlugin: 'io.containerd.cri.v1.runtime' },
    handlers: [RUNC],
    userNamespaces: true,
    ...change,
  };
}

/** An object of a manifest in `shop`, of the chart `site/prod/shop`. */
export function manifested(apiVersion: string, kind: string, name: string, change: Partial<ManifestedObject> = {}): ManifestedObject {
  const namespace = change.namespace === undefined ? 'shop' : change.namespace;
  return {
    ...stated(`${CLUSTER}/shop/${name}`, name),
    id: `${CLUSTER}/${namespace ?? ''}/${kind}/${name}`,
    cluster: CLUSTER,
    apiVersion,
    kind,
    namespace,
    labels: {},
    annotations: {},
    manifest: { file: 'manifests/prod/shop.yaml', index: 0 },
    ...change,
  };
}

export function aContainer(name: string, change: Partial<Container> = {}): Container {
  return { name, image: `registry.example.com/${name}@sha256:${'0'.repeat(64)}`, ...change };
}

export interface WorkloadParts extends Partial<Omit<Workload, 'pod'>> {
  readonly spec?: Partial<PodSpec>;
  readonly podLabels?: Readonly<Record<string, string>>;
}

export function aWorkload(name: string, { spec = {}, podLabels = { app: name }, ...change }: WorkloadParts = {}): Workload {
  const kind = change.kind ?? 'Deployment';
  return {
    ...manifested('apps/v1', kind, name),
    namespace: 'shop',
    replicas: 1,
    pod: { labels: podLabels, annotations: {}, spec: { containers: [aContainer(name)], ...spec } },
    claimTemplates: [],
    ...change,
  };
}

export function aRuntimeClass(name: string, handler: string, change: Partial<RuntimeClass> = {}): RuntimeClass {
  return {
    ...manifested('node.k8s.io/v1', 'RuntimeClass', name, { namespace: null }),
    handler,
    overhead: {},
    nodeSelector: {},
    tolerations: [],
    ...change,
  };
}
