import { ApiObject, Chart, Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { KubernetesChart } from '../chart/kubernetes-chart';

/** Pods at one end of a connection: those of a workload, or all of a chart's namespace. */
export interface PodEnd {
  readonly chart: KubernetesChart;
  readonly namespace: string;
  /** What it is called in names of policies. */
  readonly name: string;
  /** For a NetworkPolicy, worked out when the manifest is written: whoever adds labels later is heard. */
  readonly podSelector: unknown;
}

/** Kinds whose pods are told by `spec.selector`. */
const SELECTING = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);
/** Kinds whose pods are told by the labels of their template, by where that stands. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Job: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};
/** The operator gives it to the pods of a SpinApp (spinframework/spin-operator, internal/controller/spinapp_controller.go). */
const SPIN_APP_LABEL = 'core.spinkube.dev/app-name';

/** Whether a construct stands in the tree of charts. */
export function isPodEnd(x: IConstruct): boolean {
  return Chart.isChart(x) || x.node.scopes.some((scope) => Chart.isChart(scope));
}

/**
 * @param what how the user called it
 * @throws when it is in no chart of a cluster, or is neither a chart nor a construct with one workload
 */
export function podEndOf(user: IConstruct, what: string, end: IConstruct): PodEnd {
  const chart = Chart.of(end);
  if (!KubernetesChart.isKubernetesChart(chart)) {
    throw new ConstructError(user, `${what} is ${end.node.path}, which is in no chart of a cluster; make it in \`cluster.chart(...)\``);
  }
  const workloads = end === chart ? [] : workloadsIn(end);
  const namespace = (workloads[0]?.metadata.namespace ?? chart.namespace) || 'default';
  if (end === chart) return { chart, namespace, name: chart.node.id, podSelector: {} };
  if (workloads.length !== 1) {
    const found = workloads.length === 0 ? 'no workload' : `${workloads.length} workloads`;
    throw new ConstructError(
      user,
      `${what} is ${end.node.path}, which has ${found}; name a chart, for all pods of its namespace, or a construct with one workload, such as a Deployment`,
    );
  }
  const [workload] = workloads as [ApiObject];
  return {
    chart,
    namespace,
    name: end.node.id,
    podSelector: Lazy.any({ produce: () => selectorOf(user, what, workload) }),
  };
}

function workloadsIn(end: IConstruct): ApiObject[] {
  return end.node.findAll().filter((each): each is ApiObject => ApiObject.isApiObject(each) && isWorkload(each));
}

function isWorkload({ kind }: ApiObject): boolean {
  return SELECTING.has(kind) || kind in TEMPLATES || kind === 'SpinApp';
}

interface Json {
  readonly [key: string]: Json | undefined;
}

function selectorOf(user: IConstruct, what: string, workload: ApiObject): unknown {
  const { kind } = workload;
  if (kind === 'SpinApp') return { matchLabels: { [SPIN_APP_LABEL]: workload.name } };
  const json = workload.toJson() as Json;
  const path = TEMPLATES[kind] ?? ['spec', 'template'];
  const template = path.reduce<Json | undefined>((at, key) => at?.[key], json);
  if (template?.spec?.hostNetwork) {
    throw new ConstructError(
      user,
      `${what} is ${workload.node.path}, whose pods are on the network of their nodes, where no NetworkPolicy finds them; take \`hostNetwork\` off, or open the firewall of the nodes`,
    );
  }
  const selector = SELECTING.has(kind) ? json.spec?.selector : undefined;
  if (selector) return selector;
  const labels = template?.metadata?.labels;
  if (labels && Object.keys(labels).length > 0) return { matchLabels: labels };
  throw new ConstructError(user, `${what} is ${workload.node.path}, whose pods have no labels, so that no policy can name them; give them some`);
}
