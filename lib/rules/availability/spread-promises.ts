import type { Workload } from '../../estate';
import { selects, termSelects } from '../../proofs/scheduling';
import { quoted } from '../wording';

/** Pods of one workload that the scheduler keeps in different domains, or binds not at all. */
export interface SpreadPromise {
  readonly by: 'anti-affinity' | 'spread';
  readonly topologyKey: string;
}

/** What a workload has the scheduler promise about its own pods, and why there may be more to it. */
export function promisesOf({ namespace, pod: { labels, spec, unread = [] } }: Workload): {
  readonly promises: readonly SpreadPromise[];
  readonly open: string | undefined;
} {
  const promises: SpreadPromise[] = [];
  let open: string | undefined;
  const take = (by: SpreadPromise['by'], topologyKey: string, isOwn: ReturnType<typeof selects>): void => {
    if (isOwn === 'yes') promises.push({ by, topologyKey });
    else if (isOwn === 'maybe') open ??= `whether its ${by} over ${quoted(topologyKey)} is one of its own pods depends on a token`;
  };
  for (const term of spec.affinity?.podAntiAffinity?.required ?? []) {
    take('anti-affinity', term.topologyKey, termSelects(term, namespace, { namespace, labels }));
  }
  for (const { topologyKey, whenUnsatisfiable, labelSelector } of spec.topologySpreadConstraints ?? []) {
    if (whenUnsatisfiable === 'DoNotSchedule') take('spread', topologyKey, selects(labelSelector, labels));
  }
  const hidden = unread.find((path) => PLACES.some((place) => path === place || path.startsWith(`${place}.`)));
  if (hidden !== undefined) open ??= `${quoted(hidden)} of its manifest is not of the type that the API has`;
  return { promises, open };
}

const PLACES = ['spec.affinity.podAntiAffinity', 'spec.topologySpreadConstraints'];
