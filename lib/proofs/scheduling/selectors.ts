import type { LabelSelector, PodAffinityTerm } from '../../estate';
import type { Ternary } from '../../units';
import { hasLabel, meets, type KnownLabels } from './labels';
import { all, some, ternary } from './ternary';

/**
 * Whether a selector matches labels: an empty one matches any, one that is left out none.
 *
 * @param isOpen whether somebody else may give a label of a key. @default nobody does
 */
export function selects(
  selector: LabelSelector | null,
  labels: Readonly<Record<string, string>>,
  isOpen: KnownLabels['isOpen'] = () => false,
): Ternary {
  if (selector === null) return 'no';
  const known: KnownLabels = { labels, isOpen };
  return all([
    ...Object.entries(selector.matchLabels).map(([key, value]) => hasLabel(known, key, value)),
    ...selector.matchExpressions.map((each) => meets(known, each)),
  ]);
}

/**
 * Whether a term of pod affinity or anti-affinity speaks of pods of a namespace with some labels.
 *
 * @param of namespace of the pod whose term it is
 */
export function termSelects(
  { labelSelector, namespaces, namespaceSelector }: PodAffinityTerm,
  of: string,
  pod: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  isOpen?: KnownLabels['isOpen'],
): Ternary {
  const named = namespaces.length > 0 ? namespaces : namespaceSelector === null ? [of] : [];
  const isNamed = ternary(named.includes(pod.namespace));
  // Every namespace has its name for a label; which others it has stands elsewhere.
  const known: KnownLabels = { labels: { 'kubernetes.io/metadata.name': pod.namespace }, isOpen: (key) => key !== 'kubernetes.io/metadata.name' };
  const isSelected =
    namespaceSelector === null
      ? 'no'
      : all([
          ...Object.entries(namespaceSelector.matchLabels).map(([key, value]) => hasLabel(known, key, value)),
          ...namespaceSelector.matchExpressions.map((each) => meets(known, each)),
        ]);
  return all([some([isNamed, isSelected]), selects(labelSelector, pod.labels, isOpen)]);
}
