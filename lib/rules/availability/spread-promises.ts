import type { PodAffinityTerm, Workload } from '../../estate';
import { selects, termSelects } from '../../proofs/scheduling';
import type { Ternary } from '../../units';
import { quoted } from '../wording';

/** Pods of one workload that the scheduler keeps in different domains, or binds not at all. */
export interface SpreadPromise {
  readonly by: 'anti-affinity' | 'spread';
  readonly topologyKey: string;
  /** How many more pods one domain may have than another; one where pods are kept apart. */
  readonly maxSkew: number;
}

/** What a workload has the scheduler promise about its own pods, and why there may be more to it. */
export function promisesOf({ namespace, pod: { labels, spec, unread = [] } }: Workload): {
  readonly promises: readonly SpreadPromise[];
  readonly open: string | undefined;
} {
  const promises: SpreadPromise[] = [];
  let open: string | undefined;
  const take = (promise: SpreadPromise, isOwn: Ternary): void => {
    if (isOwn === 'yes') promises.push(promise);
    else if (isOwn === 'maybe')
      open ??= `whether its ${promise.by} over ${quoted(promise.topologyKey)} is one of its own pods depends on a token, or on a label that a controller gives them`;
  };
  for (const term of spec.affinity?.podAntiAffinity?.required ?? []) {
    const isOwn = excludesOwn(term, labels) ? 'no' : termSelects(term, namespace, { namespace, labels }, isGiven);
    take({ by: 'anti-affinity', topologyKey: term.topologyKey, maxSkew: 1 }, isOwn);
  }
  for (const { topologyKey, whenUnsatisfiable, labelSelector, maxSkew } of spec.topologySpreadConstraints ?? []) {
    if (whenUnsatisfiable === 'DoNotSchedule') take({ by: 'spread', topologyKey, maxSkew }, selects(labelSelector, labels, isGiven));
  }
  const scopes = promises.length > 0 || spec.affinity?.podAntiAffinity || spec.topologySpreadConstraints ? [...PLACES, 'metadata.labels'] : PLACES;
  const hidden = unread.find((path) => scopes.some((place) => isWithin(path, place) || isWithin(place, path)));
  if (hidden !== undefined) open ??= `${quoted(hidden)} of its manifest is a token, or not of the type that the API has`;
  return { promises, open };
}

const PLACES = ['spec.affinity.podAntiAffinity', 'spec.topologySpreadConstraints'];

function isWithin(path: string, scope: string): boolean {
  return path === scope || path.startsWith(`${scope}.`);
}

/** Labels that a controller gives each pod it makes, or each revision. */
function isGiven(key: string): boolean {
  return /^(pod-template-hash|controller-revision-hash|pod-template-generation|(batch\.kubernetes\.io\/)?(controller-uid|job-name|job-completion-index)|apps\.kubernetes\.io\/pod-index|statefulset\.kubernetes\.io\/pod-name)$/.test(
    key,
  );
}

/** Whether a term speaks only of pods that have another value of a label, which the pods of one workload share. */
function excludesOwn({ mismatchLabelKeys = [] }: PodAffinityTerm, labels: Readonly<Record<string, string>>): boolean {
  return mismatchLabelKeys.some((key) => Object.hasOwn(labels, key) || key === 'pod-template-hash');
}
