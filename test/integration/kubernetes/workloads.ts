import { createHash, randomUUID } from 'node:crypto';
import { runsOn, withDaemonSetRules } from './daemon-set';
import { isFields, type Fields, type KubernetesObject, type Metadata } from './object';

/** What the controllers would make of workloads: no controller runs. */
export interface Expanded {
  /** In the order of the workloads, named as the controllers name them but for the random part. */
  readonly pods: readonly KubernetesObject[];
  /** Claims of the pods themselves, such as those of a StatefulSet. */
  readonly claims: readonly KubernetesObject[];
}

export interface ExpandOptions {
  /** Nodes that DaemonSets may run on. */
  readonly nodes: readonly KubernetesObject[];
  /** Which bound of a HorizontalPodAutoscaler a workload has that names no number. @default 'minReplicas' */
  readonly autoscaled?: 'minReplicas' | 'maxReplicas';
}

/** Pods of all workloads among the manifests, and pods among them. Of a CronJob, those of one run; of a Job, those that run at a time. */
export function expand(manifests: readonly KubernetesObject[], { nodes, autoscaled = 'minReplicas' }: ExpandOptions): Expanded {
  const autoscalers = manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
  const replicasOf = (workload: KubernetesObject): number => {
    const { replicas } = workload.spec as { readonly replicas?: number };
    if (replicas !== undefined) return replicas;
    const specs = autoscalers.filter((each) => namespaceOf(each) === namespaceOf(workload)).map(({ spec }) => spec as Autoscaler);
    const found = specs.find(({ scaleTargetRef: { kind, name } }) => kind === workload.kind && name === workload.metadata.name);
    return found?.[autoscaled] ?? 1;
  };
  const expanded = manifests.map((manifest) => EXPANDERS[`${manifest.apiVersion} ${manifest.kind}`]?.(manifest, replicasOf, nodes) ?? NOTHING);
  return { pods: expanded.flatMap(({ pods }) => pods), claims: expanded.flatMap(({ claims }) => claims) };
}

interface Autoscaler {
  readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  readonly minReplicas?: number;
  readonly maxReplicas: number;
}

const NOTHING: Expanded = { pods: [], claims: [] };

type Expander = (workload: KubernetesObject, replicasOf: (workload: KubernetesObject) => number, nodes: readonly KubernetesObject[]) => Expanded;

const EXPANDERS: Readonly<Record<string, Expander>> = {
  'v1 Pod': (pod) => ({ pods: [pod], claims: [] }),
  'apps/v1 Deployment': (deployment, replicasOf) => {
    const hash = hashOf(templateOf(deployment));
    const name = `${deployment.metadata.name}-${hash}`;
    return replicated({ ...deployment, kind: 'ReplicaSet', metadata: { ...deployment.metadata, name } }, replicasOf(deployment), {
      'pod-template-hash': hash,
    });
  },
  'apps/v1 ReplicaSet': (set, replicasOf) => replicated(set, replicasOf(set), {}),
  'v1 ReplicationController': (controller, replicasOf) => replicated(controller, replicasOf(controller), {}),
  'apps/v1 StatefulSet': (set, replicasOf) => stateful(set, replicasOf(set)),
  'apps/v1 DaemonSet': daemons,
  'batch/v1 Job': (job) => run(job),
  'batch/v1 CronJob': ({ apiVersion, metadata, spec }) => {
    const { jobTemplate } = spec as { readonly jobTemplate: { readonly spec: Fields } };
    return run({ apiVersion, kind: 'Job', metadata: { ...metadata, name: `${metadata.name}-1` }, spec: jobTemplate.spec });
  },
};

interface Template {
  readonly metadata?: Partial<Metadata>;
  readonly spec: Fields;
}

function templateOf({ spec }: KubernetesObject): Template {
  return (spec as { readonly template: Template }).template;
}

function replicated(owner: KubernetesObject, replicas: number, labels: Readonly<Record<string, string>>): Expanded {
  return { pods: numbers(replicas).map((n) => podOf(owner, templateOf(owner), `${owner.metadata.name}-${n}`, labels)), claims: [] };
}

function stateful(set: KubernetesObject, replicas: number): Expanded {
  const { volumeClaimTemplates = [] } = set.spec as { readonly volumeClaimTemplates?: readonly (Template & { readonly metadata: Metadata })[] };
  const { start = 0 } = ((set.spec as Fields).ordinals ?? {}) as { readonly start?: number };
  const template = templateOf(set);
  const made = numbers(replicas).map((n) => {
    const name = `${set.metadata.name}-${n + start}`;
    const claims = volumeClaimTemplates.map(({ metadata, spec }) => claimOf(set, `${metadata.name}-${name}`, metadata, spec));
    const volumes = volumeClaimTemplates.map(({ metadata }) => ({
      name: metadata.name,
      persistentVolumeClaim: { claimName: `${metadata.name}-${name}` },
    }));
    const others = ((template.spec.volumes ?? []) as readonly { name: string }[]).filter((each) => !volumes.some(({ name: of }) => of === each.name));
    const spec = volumes.length === 0 ? template.spec : { ...template.spec, volumes: [...others, ...volumes] };
    const labels = { 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(n + start) };
    return { pod: podOf(set, { ...template, spec: { ...spec, hostname: name } }, name, labels), claims };
  });
  return { pods: made.map(({ pod }) => pod), claims: made.flatMap(({ claims }) => claims) };
}

function daemons(set: KubernetesObject, _replicasOf: unknown, nodes: readonly KubernetesObject[]): Expanded {
  const template = templateOf(set);
  const wanted = nodes.filter((node) => runsOn(template.spec, node));
  const pods = wanted.map((node) => {
    const spec = withDaemonSetRules(template.spec, node.metadata.name);
    return podOf(set, { ...template, spec }, `${set.metadata.name}-${hashOf(node.metadata.name).slice(0, 5)}`, {});
  });
  return { pods, claims: [] };
}

function run(job: KubernetesObject): Expanded {
  const { parallelism = 1, completions = parallelism } = job.spec as { readonly parallelism?: number; readonly completions?: number };
  const labels = { 'job-name': job.metadata.name, 'batch.kubernetes.io/job-name': job.metadata.name };
  return replicated(job, Math.min(parallelism, completions), labels);
}

function podOf(owner: KubernetesObject, { metadata = {}, spec }: Template, name: string, labels: Readonly<Record<string, string>>): KubernetesObject {
  const { apiVersion, kind } = owner;
  const reference = { apiVersion, kind, name: owner.metadata.name, uid: randomUUID(), controller: true, blockOwnerDeletion: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name, namespace: namespaceOf(owner), labels: { ...metadata.labels, ...labels }, ownerReferences: [reference] },
    spec,
  };
}

function claimOf(set: KubernetesObject, name: string, { labels }: Metadata, spec: Fields): KubernetesObject {
  const metadata = { name, namespace: namespaceOf(set), ...(isFields(labels) && { labels }) };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec };
}

export function namespaceOf({ metadata: { namespace = 'default' } }: KubernetesObject): string {
  return namespace;
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 10);
}
