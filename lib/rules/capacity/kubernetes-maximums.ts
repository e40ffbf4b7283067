import { indexOf, isUnknown, type Estate, type KubernetesCluster, type ManifestObject, type NodePool, type Workload } from '../../estate';
import {
  ANNOTATION_BYTES,
  CONFIG_BYTES,
  NODES_PER_KUBERNETES_CLUSTER,
  PODS_PER_KUBERNETES_CLUSTER,
  PODS_PER_NODE,
  VOLUMES_PER_NODE,
  type Maximum,
} from '../../proofs/capacity';
import { nodesFor, nodeToCome } from '../../proofs/scheduling';
import { fieldsOf, objectsOf } from '../configuration/custom-resources';
import { subjectOf } from '../subjects';
import type { Refuted, Subject, Verdict } from '../verdict';
import { grouped, quoted, quotedName } from '../wording';
import { podsAtOnce, scalersOfUnseen, type PodsAtOnce } from './autoscalers';
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
  let least = 0;
  let most = 0;
  let open: string | undefined;
  for (const workload of indexOf(estate).workloadsOf(cluster)) {
    const pods: PodsAtOnce =
      workload.replicas === 'per-node' ? daemonPods(estate, workload, pools) : podsAtOnce(estate, { ...workload, replicas: workload.replicas });
    least += pods.least;
    most += pods.most ?? 0;
    open ??= pods.gap;
  }
  const [unseen] = scalersOfUnseen(estate, cluster.id);
  if (unseen) open ??= `how many pods ${unseen.kind} ${quotedName(unseen)} makes is not seen: its target is not among the manifests`;
  if (most > PODS_PER_KUBERNETES_CLUSTER.value)
    open ??= `there may be ${grouped(most)}, by nodes that are added, or autoscalers that are off or get in each other's way`;
  return { least, open };
}

/** One on each node that takes it: those of today for certain, at most those that there may be. */
function daemonPods(estate: Estate, workload: Workload, pools: readonly NodePool[]): PodsAtOnce {
  const counts = pools.map((pool) => {
    const places = [...pool.nodes, nodeToCome(pool)].map((node) => ({ node, pool }));
    const { certain, refused } = nodesFor(workload.pod, places, indexOf(estate).runtimeClassOf(workload), workload.kind);
    const least = certain.length === places.length ? pool.replicas : certain.filter(({ node }) => pool.nodes.includes(node)).length;
    return { least, most: refused.length === places.length ? 0 : mostNodes(pool) };
  });
  return { least: counts.reduce((sum, { least }) => sum + least, 0), most: counts.reduce((sum, { most }) => sum + most, 0) };
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

function* bytesOf(manifest: ManifestObject): Iterable<Verdict> {
  for (const { apiVersion, kind, body } of objectsOf(manifest)) {
    const { data, binaryData, stringData } = body;
    const { name = '', namespace, annotations } = fieldsOf(body.metadata);
    const isConfig = apiVersion === 'v1' && (kind === 'ConfigMap' || kind === 'Secret');
    const secret = (): number => bytes({ ...decoded(data), ...fieldsOf(stringData) });
    const size = isConfig ? (kind === 'Secret' ? secret() : bytes(data) + bytes(decoded(binaryData))) : 0;
    const { path } = manifest;
    const object = `${namespace === undefined ? '' : `${String(namespace)}/`}${String(name)}[${kind}]`;
    const subject: Subject = { ...(path !== undefined && { path }), object };
    const named = `${kind} ${quoted(String(name))}`;
    yield* over('data', size, CONFIG_BYTES, subject, `${named} has more data than the API server takes`, 'bytes');
    yield* over(
      'annotations',
      bytes(annotations, true),
      ANNOTATION_BYTES,
      subject,
      `${named} has longer annotations than the API server takes`,
      'bytes',
    );
  }
}

/** Texts in Base64 as the bytes that they stand for, one character for each. */
function decoded(texts: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fieldsOf(texts)).map(([key, text]) => [key, typeof text === 'string' ? 'x'.repeat(Buffer.from(text, 'base64').length) : text]),
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
