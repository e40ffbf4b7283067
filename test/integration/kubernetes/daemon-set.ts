import type { Fields, KubernetesObject } from './object';

/** Where the DaemonSet controller makes a pod: `nodeShouldRunDaemonPod` of pkg/controller/daemon/daemon_controller.go, 1.37. */
export function runsOn(podSpec: Fields, node: KubernetesObject): boolean {
  const { nodeName, nodeSelector = {}, affinity } = podSpec as PodPlacement;
  const labels = node.metadata.labels ?? {};
  const { taints = [] } = (node.spec ?? {}) as { readonly taints?: readonly Taint[] };
  if (nodeName !== undefined && nodeName !== node.metadata.name) return false;
  if (Object.entries(nodeSelector).some(([key, value]) => labels[key] !== value)) return false;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (terms && !terms.some((term) => matchesTerm(term, node))) return false;
  const tolerations = tolerationsOf(podSpec);
  return taints.every((taint) => taint.effect === 'PreferNoSchedule' || tolerations.some((each) => tolerates(each, taint)));
}

/** What that controller adds: the pod goes to its node or nowhere, in place of any required node affinity, and stays there in trouble. */
export function withDaemonSetRules(podSpec: Fields, nodeName: string): Fields {
  const { affinity = {} } = podSpec as { readonly affinity?: { readonly nodeAffinity?: Fields } };
  const terms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }];
  const nodeAffinity = { ...affinity.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } };
  return { ...podSpec, affinity: { ...affinity, nodeAffinity }, tolerations: tolerationsOf(podSpec) };
}

interface PodPlacement {
  readonly nodeName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: {
    readonly nodeAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms: readonly Term[] } };
  };
}

interface Term {
  readonly matchExpressions?: readonly Requirement[];
  readonly matchFields?: readonly Requirement[];
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

/** `AddOrUpdateDaemonPodTolerations` of pkg/controller/daemon/util/daemonset_util.go, 1.37. */
function tolerationsOf({ tolerations = [], hostNetwork }: { readonly tolerations?: unknown; readonly hostNetwork?: unknown }): readonly Toleration[] {
  const scheduled = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable', ...(hostNetwork === true ? ['network-unavailable'] : [])];
  const added = [
    ...['not-ready', 'unreachable'].map((name) => ({ name, effect: 'NoExecute' })),
    ...scheduled.map((name) => ({ name, effect: 'NoSchedule' })),
  ];
  return [
    ...(tolerations as readonly Toleration[]),
    ...added.map(({ name, effect }) => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect })),
  ];
}

function tolerates({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  return operator === 'Exists' || (operator === 'Equal' && key !== undefined && value === (taint.value ?? ''));
}

/** A term that requires nothing matches nothing. */
function matchesTerm({ matchExpressions = [], matchFields = [] }: Term, { metadata: { name, labels = {} } }: KubernetesObject): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  return matchExpressions.every((each) => matches(each, labels)) && matchFields.every((each) => matches(each, { 'metadata.name': name }));
}

function matches({ key, operator, values = [] }: Requirement, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
