import { isUnknown, type Estate, type KubernetesCluster, type ManifestObject, type NodePool, type Workload } from '../../estate';
import {
  ANNOTATION_BYTES,
  CONFIG_BYTES,
  NODES_PER_KUBERNETES_CLUSTER,
  PODS_PER_KUBERNETES_CLUSTER,
  PODS_PER_NODE,
  VOLUMES_PER_NODE,
  type Maximum,
} from '../../proofs/capacity';
import { subjectOf } from '../subjects';
import type { Refuted, Subject, Verdict } from '../verdict';
import { grouped, knownOnlyTo, quoted, quotedName } from '../wording';
import { mostNodes } from './cluster-addresses';

/** Published maximums of Kubernetes and of the storage driver of vSphere. What a cluster is designed for is a warning: it is no wall. */
export function* kubernetesMaximums(estate: Estate): Iterable<Verdict> {
  for (const cluster of estate.kubernetes.kubernetesClusters) yield* sizeOf(estate, cluster);
  for (const workload of estate.kubernetes.workloads) yield* volumesOf(workload);
  for (const object of estate.manifests) yield* bytesOf(object);
}

function* sizeOf(estate: Estate, cluster: KubernetesCluster): Iterable<Verdict> {
  const pools = estate.kubernetes.nodePools.filter((pool) => pool.cluster === cluster.id);
  if (pools.length === 0) return;
  const premises = estate.premises.filter(({ kind, subject }) => kind === 'stated' && pools.some(({ path }) => path === subject));
  const subject = subjectOf(cluster);
  const nodes = pools.reduce((sum, pool) => sum + mostNodes(pool), 0);
  const pods = podsOf(estate, cluster, pools);
  const beyond = [
    ...over(
      'nodes',
      nodes,
      NODES_PER_KUBERNETES_CLUSTER,
      subject,
      `cluster ${quotedName(cluster)} may have more nodes than Kubernetes is designed for`,
    ),
    ...over('pods', pods.least, PODS_PER_KUBERNETES_CLUSTER, subject, `cluster ${quotedName(cluster)} has more pods than Kubernetes is designed for`),
    ...pools.flatMap((pool) =>
      over(
        'maxPods',
        pool.allocatable.pods,
        PODS_PER_NODE,
        subjectOf(pool),
        `a node of pool ${quotedName(pool)} may have more pods than Kubernetes is designed for`,
      ),
    ),
  ];
  for (const each of beyond) yield { ...each, severity: 'warning', premises };
  if (beyond.length > 0) return;
  if (pods.open === undefined) yield { verdict: 'proved', subject, premises };
  else {
    yield {
      verdict: 'undecided',
      subject,
      premises,
      message: `number of pods of cluster ${quotedName(cluster)}`,
      reason: pods.open,
      decidedBy: 'literal numbers of replicas',
    };
  }
}

/** Pods of manifests, each autoscaler at its maximum. */
function podsOf(
  estate: Estate,
  cluster: KubernetesCluster,
  pools: readonly NodePool[],
): { readonly least: number; readonly open: string | undefined } {
  const nodes = pools.reduce((sum, pool) => sum + pool.replicas, 0);
  let least = 0;
  let open: string | undefined;
  for (const workload of estate.kubernetes.workloads) {
    if (workload.cluster !== cluster.id) continue;
    const scaler = estate.kubernetes.autoscalers.find(
      ({ cluster: of, namespace, target }) =>
        of === cluster.id && namespace === workload.namespace && target.kind === workload.kind && target.name === workload.name,
    );
    const pods = workload.replicas === 'per-node' ? nodes : (scaler?.max ?? workload.replicas);
    if (isUnknown(pods)) open ??= `how many pods ${quotedName(workload)} has is ${knownOnlyTo(pods)}`;
    else least += pods;
  }
  return { least, open };
}

/** Volumes that each pod attaches to its node. */
function* volumesOf(workload: Workload): Iterable<Verdict> {
  const claims = (workload.pod.spec.volumes ?? []).filter(({ source }) => source === 'persistentVolumeClaim' || source === 'ephemeral').length;
  const volumes = claims + workload.claimTemplates.length;
  if (volumes === 0) return;
  const object = `${workload.namespace}/${isUnknown(workload.name) ? '' : workload.name}[${workload.kind}]`;
  const subject: Subject = { ...(workload.path !== undefined && { path: workload.path }), object };
  const [beyond] = over('volumes', volumes, VOLUMES_PER_NODE, subject, `each pod of ${quotedName(workload)} has more volumes than a node can attach`);
  // A driver of others, or a newer one, may attach more.
  yield beyond ? { ...beyond, severity: 'warning' } : { verdict: 'proved', subject };
}

function* bytesOf({ kind, apiVersion, name, namespace, path, body }: ManifestObject): Iterable<Verdict> {
  const { data, binaryData, metadata } = body as {
    readonly data?: unknown;
    readonly binaryData?: unknown;
    readonly metadata?: { readonly annotations?: unknown };
  };
  const isConfig = apiVersion === 'v1' && (kind === 'ConfigMap' || kind === 'Secret');
  const decoded = (of: unknown): number => Math.floor((bytes(of) * 3) / 4);
  const size = isConfig ? (kind === 'Secret' ? decoded(data) : bytes(data) + decoded(binaryData)) : 0;
  const subject: Subject = { ...(path !== undefined && { path }), object: `${namespace === undefined ? '' : `${namespace}/`}${name}[${kind}]` };
  yield* over('data', size, CONFIG_BYTES, subject, `${kind} ${quoted(name)} has more data than the API server takes`, 'bytes');
  yield* over(
    'annotations',
    bytes(metadata?.annotations, true),
    ANNOTATION_BYTES,
    subject,
    `${kind} ${quoted(name)} has longer annotations than the API server takes`,
    'bytes',
  );
}

function bytes(texts: unknown, withKeys = false): number {
  if (typeof texts !== 'object' || texts === null) return 0;
  return Object.entries(texts).reduce(
    (sum, [key, text]) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0) + (withKeys ? Buffer.byteLength(key) : 0),
    0,
  );
}

function over(key: string, configured: number, maximum: Maximum, subject: Subject, message: string, unit = ''): Refuted[] {
  if (configured <= maximum.value) return [];
  const of = unit === '' ? '' : ` ${unit}`;
  return [
    {
      verdict: 'refuted',
      subject,
      key,
      message,
      witness: [
        { label: 'configured', text: `${grouped(configured)}${of}` },
        { label: 'maximum', text: `${grouped(maximum.value)}${of} (${maximum.source})` },
      ],
      remedies: [],
    },
  ];
}
