import type { Affinity, LabelSelector, NodeSelectorTerm, PodAffinityTerm, Requirement, Toleration, TopologySpreadConstraint } from '../../kubernetes';
import { defined, type Fields } from './fields';

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const;
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

/** What a pod requires of its nodes and of pods near it; what it only prefers decides nothing. */
export function readAffinity(fields: Fields): Affinity {
  return defined({
    nodeAffinity: required(fields.optional('nodeAffinity'), (each) => each.object(REQUIRED).objects('nodeSelectorTerms').map(nodeSelectorTerm)),
    podAffinity: required(fields.optional('podAffinity'), (each) => each.objects(REQUIRED).map(podAffinityTerm)),
    podAntiAffinity: required(fields.optional('podAntiAffinity'), (each) => each.objects(REQUIRED).map(podAffinityTerm)),
  });
}

export function readToleration(fields: Fields): Toleration {
  return defined({
    key: fields.text('key'),
    operator: fields.oneOf('operator', ['Equal', 'Exists']) ?? 'Equal',
    value: fields.text('value'),
    effect: fields.oneOf('effect', ['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
  });
}

export function readSpread(fields: Fields): TopologySpreadConstraint {
  return defined({
    topologyKey: fields.text('topologyKey') ?? '',
    maxSkew: fields.number('maxSkew') ?? 1,
    minDomains: fields.number('minDomains'),
    whenUnsatisfiable: fields.oneOf('whenUnsatisfiable', ['DoNotSchedule', 'ScheduleAnyway']) ?? 'DoNotSchedule',
    labelSelector: readSelector(fields.optional('labelSelector')),
    matchLabelKeys: fields.texts('matchLabelKeys'),
    nodeAffinityPolicy: fields.oneOf('nodeAffinityPolicy', ['Honor', 'Ignore']) ?? 'Honor',
    nodeTaintsPolicy: fields.oneOf('nodeTaintsPolicy', ['Honor', 'Ignore']) ?? 'Ignore',
  });
}

/** Null where there is none, which differs from one that is empty. */
export function readSelector(fields: Fields | undefined): LabelSelector | null {
  return fields ? { matchLabels: fields.texted('matchLabels'), matchExpressions: fields.objects('matchExpressions').flatMap(requirement) } : null;
}

function required<T>(fields: Fields | undefined, read: (fields: Fields) => readonly T[]): { readonly required?: readonly T[] } | undefined {
  return fields && (fields.has(REQUIRED) ? { required: read(fields) } : {});
}

function nodeSelectorTerm(fields: Fields): NodeSelectorTerm {
  return {
    matchExpressions: fields.objects('matchExpressions').flatMap(requirement),
    matchFields: fields.objects('matchFields').flatMap(requirement),
  };
}

/** None where its key or operator is not to be read: the log has it. */
function requirement(fields: Fields): Requirement[] {
  const [key, operator] = [fields.text('key'), fields.oneOf('operator', OPERATORS)];
  return key === undefined || operator === undefined ? [] : [{ key, operator, values: fields.texts('values') }];
}

function podAffinityTerm(fields: Fields): PodAffinityTerm {
  return defined({
    topologyKey: fields.text('topologyKey') ?? '',
    labelSelector: readSelector(fields.optional('labelSelector')),
    namespaces: fields.texts('namespaces'),
    namespaceSelector: readSelector(fields.optional('namespaceSelector')),
    matchLabelKeys: fields.has('matchLabelKeys') ? fields.texts('matchLabelKeys') : undefined,
    mismatchLabelKeys: fields.has('mismatchLabelKeys') ? fields.texts('mismatchLabelKeys') : undefined,
  });
}
