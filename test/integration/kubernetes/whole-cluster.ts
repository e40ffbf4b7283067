import { candidateNodes } from '../../../lib/proofs/scheduling';
import type { Estate, KubernetesCluster, NodePool, Workload } from '../../../lib/estate';
import type { KubernetesTools } from '../tools/kubernetes';
import { startApiServer, type ApiServer, type ApiServerOptions } from './api-server';
import { Applier, type Applied } from './apply';
import { disagreements } from './disagreements';
import { neededDefinitions } from './needed-definitions';
import { registered } from './node-data';
import { isFields, type KubernetesObject } from './object';
import type { ManifestFile } from './programs';
import { schedule, type Placement } from './scheduler';
import { deploymentsOf } from './spin-app';
import { expand } from './workloads';

/** What the real API server and the real scheduler made of the manifests of a cluster. */
export interface WholeCluster {
  readonly applied: readonly Applied[];
  /** Kinds that nothing was checked of but their metadata, and why. */
  readonly open: readonly string[];
  readonly pods: readonly KubernetesObject[];
  readonly nodes: readonly KubernetesObject[];
  readonly placements: readonly Placement[];
}

export interface WholeClusterOptions {
  readonly estate: Estate;
  /** The cluster as the estate states it. */
  readonly cluster: KubernetesCluster;
  /** In the order in which they are applied. */
  readonly files: readonly ManifestFile[];
  /** @default - no configuration of its own */
  readonly server?: ApiServerOptions;
  /** What else is to be asked of the server once all is applied, and before there are nodes. @default - nothing */
  readonly then?: (server: ApiServer, applier: Applier) => Promise<void>;
}

/** Applies the files of a cluster one after the other to a server of its own, and has what they make scheduled on the nodes of its pools. */
export async function runWhole(tools: KubernetesTools, options: WholeClusterOptions): Promise<WholeCluster> {
  const { estate, cluster, files, then } = options;
  const objects = files.flatMap((file) => file.objects).flatMap(flattened);
  const { definitions, open } = neededDefinitions(objects, tools);
  const nodes = poolsOf(estate, cluster).flatMap(registered);
  const { pods, claims } = expand([...objects, ...deploymentsOf(objects)], { nodes });
  const server = await startApiServer(tools, { serviceRange: cluster.serviceCidrs.join(',') || undefined, ...options.server });
  try {
    const applier = new Applier(server.client);
    const applied = await applier.applyAll(objects, definitions);
    await then?.(server, applier);
    await applier.applyAll(claims);
    const placements = await schedule(tools, server, { nodes, pods });
    return { applied, open, pods, nodes, placements };
  } finally {
    await server.stop();
  }
}

/** The fields of what was applied that are not read back as they were sent, but for the known ways, by object. */
export function differences({ applied }: WholeCluster): readonly unknown[] {
  return applied.flatMap(({ sent, readBack }) =>
    disagreements(sent, readBack).map((each) => ({ kind: sent.kind, name: sent.metadata.name, ...each })),
  );
}

/** Pods that landed where the proof of scheduling says that none of their workload can; and how many were looked at. */
export function misplaced(
  estate: Estate,
  cluster: KubernetesCluster,
  { pods, placements }: WholeCluster,
): { readonly wrong: readonly string[]; readonly checked: number } {
  const nodeOf = new Map(placements.map(({ pod, node }) => [pod, node]));
  const wrong: string[] = [];
  let checked = 0;
  for (const workload of estate.kubernetes.workloads.filter((each) => each.cluster === cluster.id)) {
    const { certain, possible } = candidateNodes(estate, workload);
    const candidates = new Set([...certain, ...possible].map(({ node }) => node.name));
    for (const pod of pods.filter((each) => isOf(each, workload))) {
      const node = nodeOf.get(idOf(pod));
      if (node === undefined) continue;
      checked++;
      if (!candidates.has(node)) wrong.push(`${idOf(pod)} on ${node}, of ${[...candidates].join(', ')}`);
    }
  }
  return { wrong, checked };
}

export function poolsOf(estate: Estate, { id }: KubernetesCluster): readonly NodePool[] {
  return estate.kubernetes.nodePools.filter(({ cluster }) => cluster === id);
}

/** Whether the controllers of a workload made that pod. What stands between the two is named after the workload. */
function isOf(pod: KubernetesObject, { kind, name, namespace }: Workload): boolean {
  if (pod.metadata.namespace !== namespace) return false;
  const [owner] = (pod.metadata.ownerReferences ?? []) as readonly { readonly kind: string; readonly name: string }[];
  if (owner === undefined) return kind === 'Pod' && pod.metadata.name === name;
  if (owner.kind === kind) return owner.name === name;
  const made = { Deployment: 'ReplicaSet', SpinApp: 'ReplicaSet', CronJob: 'Job' }[kind];
  return owner.kind === made && owner.name.replace(/-[^-]+$/, '') === name;
}

/** `kubectl apply` takes a list apart as well. */
function flattened(object: KubernetesObject): readonly KubernetesObject[] {
  const { items } = object;
  return object.kind === 'List' && Array.isArray(items)
    ? (items.filter(isFields) as unknown as readonly KubernetesObject[]).flatMap(flattened)
    : [object];
}

/** As the scheduler's answers name it. */
export function idOf({ metadata: { name, namespace = 'default' } }: KubernetesObject): string {
  return `${namespace}/${name}`;
}
