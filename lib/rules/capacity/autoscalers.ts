import { isUnknown, type Autoscaler, type Estate, type Workload } from '../../estate';
import { addTo } from '../../units/multimap';
import { knownOnlyTo, quotedName } from '../wording';

/** How many pods of a workload there are at once, every autoscaler at its maximum. */
export interface PodsAtOnce {
  /** As many as there are for certain. */
  readonly least: number;
  /** Null where nobody knows, for the reason of `gap`. */
  readonly most: number | null;
  readonly gap?: string;
}

/** Pods of a workload that is not one on each node. */
export function podsAtOnce(estate: Estate, workload: Workload & { readonly replicas: Exclude<Workload['replicas'], 'per-node'> }): PodsAtOnce {
  const { replicas, overlaps } = workload;
  const scalers = scalersOf(estate, workload);
  const open = [...scalers.map(({ max }) => max), ...(scalers.length === 0 ? [replicas] : [])].find((each) => isUnknown(each));
  if (isUnknown(open)) return { least: 0, most: null, gap: `how many pods ${quotedName(workload)} has is ${knownOnlyTo(open)}` };
  const counts = scalers.length === 0 ? [replicas as number] : scalers.map(({ max }) => max as number);
  const least = scalers.some((each) => isOff(each, workload)) ? 0 : Math.min(...counts);
  if (overlaps) return { least, most: null, gap: `a run of ${quotedName(workload)} may begin before the last has ended` };
  return { least, most: Math.max(...counts) };
}

/** A HorizontalPodAutoscaler leaves a target alone that has no replicas, unless its own minimum is none; KEDA does not. */
function isOff({ kind, min }: Autoscaler, { replicas }: Workload): boolean {
  return kind === 'HorizontalPodAutoscaler' && replicas === 0 && min !== 0;
}

const indexes = new WeakMap<Estate, Map<string, Autoscaler[]>>();

/** The autoscalers of a workload: two get in each other's way, and which of them has its will nobody knows. */
export function scalersOf(estate: Estate, { cluster, namespace, kind, name }: Workload): readonly Autoscaler[] {
  let index = indexes.get(estate);
  if (!index) {
    index = new Map();
    for (const each of estate.kubernetes.autoscalers) addTo(index, keyOf(each.cluster, each.namespace, each.target), each);
    indexes.set(estate, index);
  }
  // An app of Spin is scaled by the Deployment that its operator makes, or as itself.
  const kinds = kind === 'SpinApp' ? ['SpinApp', 'Deployment'] : [kind];
  return isUnknown(name) ? [] : kinds.flatMap((each) => index.get(keyOf(cluster, namespace, { kind: each, name })) ?? []);
}

function keyOf(cluster: string | null, namespace: string, { kind, name }: Autoscaler['target']): string {
  return JSON.stringify([cluster, namespace, kind, name]);
}

/** Autoscalers of a cluster, or of charts of none, whose pods are those of no workload that is seen. */
export function scalersOfUnseen(estate: Estate, cluster: string | null): readonly Autoscaler[] {
  const seen = new Set(estate.kubernetes.workloads.flatMap((workload) => (workload.cluster === cluster ? scalersOf(estate, workload) : [])));
  return estate.kubernetes.autoscalers.filter((each) => each.cluster === cluster && !seen.has(each));
}
