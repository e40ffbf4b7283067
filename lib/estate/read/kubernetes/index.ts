import type { ReadingFault } from '../../estate';
import type { KubernetesEstate, ManifestedObject, Workload } from '../../kubernetes';
import type { ManifestObject } from '../../manifest';
import type { Premise } from '../../premise';
import { itemsOf } from './items';
import { DEFAULT_NAMESPACE, ItemReader } from './item-reader';
import { faultAt, nameIn, type ManifestItem } from './object-log';
import {
  readHorizontalAutoscaler,
  readNamespace,
  readRuntimeClass,
  readScaledObject,
  readService,
  readSpecced,
  readStorageClass,
  readVolumeClaim,
} from './objects';
import { ownedIn } from './owners';
import { readExecutor, readSpinApp, type SpinExecutor } from './spin-app';
import { readBarePod, readCronJob, readDaemonSet, readJob, readReplicated, readStatefulSet, type WorkloadReader } from './workloads';

/** What manifests say: everything but the clusters and pools, which no manifest has. */
export type ManifestedEstate = Omit<KubernetesEstate, 'kubernetesClusters' | 'nodePools'>;

/** Groups of the API and kinds in them that make pods. */
const WORKLOADS: Readonly<Record<string, WorkloadReader>> = {
  '/Pod': readBarePod,
  '/ReplicationController': readReplicated,
  'apps/Deployment': readReplicated,
  'apps/ReplicaSet': readReplicated,
  'apps/StatefulSet': readStatefulSet,
  'apps/DaemonSet': readDaemonSet,
  'batch/Job': readJob,
  'batch/CronJob': readCronJob,
};

type Part = Exclude<keyof ManifestedEstate, 'workloads'>;

interface Kind {
  readonly part: Part;
  readonly isNamespaced: boolean;
  readonly read: (reader: ItemReader) => ManifestedObject;
}

function namespaced(part: Part, read: Kind['read']): Kind {
  return { part, isNamespaced: true, read };
}

function clusterWide(part: Part, read: Kind['read']): Kind {
  return { part, isNamespaced: false, read };
}

const KINDS: Readonly<Record<string, Kind>> = {
  '/Namespace': clusterWide('namespaces', readNamespace),
  '/Service': namespaced('kubernetesServices', readService),
  '/PersistentVolumeClaim': namespaced('volumeClaims', readVolumeClaim),
  'autoscaling/HorizontalPodAutoscaler': namespaced('autoscalers', readHorizontalAutoscaler),
  'keda.sh/ScaledObject': namespaced('autoscalers', readScaledObject),
  'networking.k8s.io/NetworkPolicy': namespaced('networkPolicies', readSpecced),
  'policy/PodDisruptionBudget': namespaced('disruptionBudgets', readSpecced),
  'node.k8s.io/RuntimeClass': clusterWide('runtimeClasses', readRuntimeClass),
  'storage.k8s.io/StorageClass': clusterWide('storageClasses', readStorageClass),
};

const SPIN_APP = 'core.spinkube.dev/SpinApp';
const SPIN_EXECUTOR = 'core.spinkube.dev/SpinAppExecutor';

export interface ReadManifests {
  readonly objects: ManifestedEstate;
  readonly faults: readonly ReadingFault[];
  readonly premises: readonly Premise[];
}

/** The objects of manifests that rules know of, what is wrong with them, and what they rest on. */
export function readKubernetes(manifests: readonly ManifestObject[]): ReadManifests {
  const faults: ReadingFault[] = [];
  const items = itemsOf(manifests, faults);
  const owned = ownedIn(items);
  const executors = items.filter((item) => typeOf(item) === SPIN_EXECUTOR).map((item) => readExecutor(new ItemReader(item, true)));
  const objects: Record<keyof ManifestedEstate, ManifestedObject[]> = {
    namespaces: [],
    workloads: [],
    autoscalers: [],
    kubernetesServices: [],
    networkPolicies: [],
    disruptionBudgets: [],
    runtimeClasses: [],
    storageClasses: [],
    volumeClaims: [],
  };
  const known = new Map<string, ManifestItem[]>();
  let isPlaced = true;
  const add = (part: keyof ManifestedEstate, { item, log, namesNamespace }: ItemReader, object: ManifestedObject): void => {
    faults.push(...log.faults);
    isPlaced &&= object.namespace === null || namesNamespace;
    const others = known.get(object.id) ?? [];
    known.set(object.id, [...others, item]);
    objects[part].push(others.length === 0 ? object : { ...object, id: `${object.id}#${others.length + 1}` });
    const other = others.find(({ body }) => JSON.stringify(body) !== JSON.stringify(item.body));
    if (other) faults.push(anotherOf(other, item));
  };
  for (const item of items) {
    const type = typeOf(item);
    const kind = Object.hasOwn(KINDS, type) ? KINDS[type]! : undefined;
    const reader = new ItemReader(item, kind?.isNamespaced ?? true);
    if (kind) add(kind.part, reader, kind.read(reader));
    else if (!owned.has(item)) {
      const workload = workloadOf(type, reader, executors);
      if (workload) add('workloads', reader, workload);
    }
  }
  return { objects: objects as unknown as ManifestedEstate, faults, premises: isPlaced ? [] : [DEFAULT_NAMESPACE_HOLDS] };
}

/** kubectl takes the namespace of its context for an object that names none. */
const DEFAULT_NAMESPACE_HOLDS: Premise = {
  id: 'kubernetes-default-namespace',
  kind: 'stated',
  statement: `manifests are applied where objects that name no namespace go to \`${DEFAULT_NAMESPACE}\``,
};

/** Two manifests of one object that differ: the cluster has what was applied last. */
function anotherOf({ manifest: { file, index } }: ManifestItem, item: ManifestItem): ReadingFault {
  const detail = `another ${item.kind} of this name and namespace is document ${index + 1} of \`${file}\`: the one that is applied last holds`;
  return faultAt(item, 'metadata.name', nameIn(item.body), detail);
}

function workloadOf(type: string, reader: ItemReader, executors: readonly SpinExecutor[]): Workload | undefined {
  if (type === SPIN_APP) return readSpinApp(reader, executors);
  return Object.hasOwn(WORKLOADS, type) ? WORKLOADS[type]!(reader) : undefined;
}

/** Group and kind, whatever the version: `apps/Deployment`, `/Pod`. */
function typeOf({ apiVersion, kind }: ManifestItem): string {
  return `${apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''}/${kind}`;
}
