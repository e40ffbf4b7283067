import { indexOf, isUnknown, type Estate, type Intent, type Tenant } from '../../estate';
import type { Rule } from '../rule';
import type { Evidence, Verdict } from '../verdict';
import { listed, quoted } from '../wording';
import { PodExposure, type Exposure } from './pod-exposure';
import { isIsolationLevel, type IsolationLevelName } from './pod-levels';
import { SharedNodes } from './shared-nodes';
import { unseenCharts, unseenPods } from './unseen-pods';

/**
 * Pods of different tenants that may land on one node meet the level of isolation that is asked for, all of them: whoever breaks out of one
 * has the others. Nodes are shared as far as names, labels, taints and RuntimeClasses allow it. What a manifest shows decides; pods that
 * nobody rendered are premises, and what the API server enforces on a namespace bounds them.
 */
export const sharedNodes: Rule = {
  id: 'ISO-011',
  title: 'Pods that share a node are isolated',
  decides: 'Every pod of a tenant that may share a node with a pod of another meets the isolation level that is asked for.',
  why: 'Containers share the kernel of their node: one that is privileged there, or sees its files, has every pod beside it.',
  severity: 'error',
  undecidedSeverity: 'error',
  waivable: false,
  evidence: 'The weakest pod, the field that makes it so, the pool, and whom it shares a node with.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
    'https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/',
    'https://kubernetes.io/docs/concepts/containers/runtime-class/',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const intent of estate.intents) if (intent.kind === 'pod-isolation') yield* decide(estate, intent);
  },
};

function* decide(estate: Estate, intent: Intent): Iterable<Verdict> {
  const subject = { path: intent.path };
  const { atLeast, tenants: paths } = intent.parameters as { readonly atLeast?: unknown; readonly tenants?: readonly string[] };
  const tenants = (paths ?? []).map((path) => estate.tenants.find((tenant) => tenant.path === path));
  if (!isIsolationLevel(atLeast) || !tenants.every((tenant) => tenant !== undefined) || tenants.length < 2) {
    yield {
      verdict: 'undecided',
      subject,
      message: intent.statement,
      reason: 'what it names is not all in the estate',
      decidedBy: 'tenants of this app and a level that this version of Strata has',
    };
    return;
  }
  const nodes = new SharedNodes(estate);
  const exposure = new PodExposure(estate, nodes, atLeast);
  const premises = unseenPods(estate, tenants, atLeast);
  const verdicts = tenants.flatMap((tenant) => [...ofTenant(estate, intent, tenant), ...ofCharts(estate, intent, tenant, atLeast)]);
  for (const [one, other] of pairsOf(tenants)) verdicts.push(...ofPair(intent, one, other, exposure.between(one, other)));
  if (verdicts.length > 0) yield* verdicts.map((verdict) => ({ ...verdict, premises: [...premises, ...(verdict.premises ?? [])] }));
  else yield { verdict: 'proved', subject, premises: [...premises, ...exposure.premises(tenants)] };
}

function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]));
}

/** What is not known of the pods of a tenant at all. */
function* ofTenant(estate: Estate, intent: Intent, { name, path, namespaces }: Tenant): Iterable<Verdict> {
  const told = { subject: { path: intent.path }, message: intent.statement } as const;
  const objects = estate.kubernetes.namespaces.filter(({ id }) => namespaces.ids.includes(id));
  const { kubernetesObjects } = indexOf(estate);
  const loose = objects.find(({ cluster }) => cluster === null || !kubernetesObjects.has(cluster));
  const nameless = objects.find((object) => isUnknown(object.name));
  const missing = namespaces.missing[0] ?? namespaces.ids.find((id) => !objects.some((object) => object.id === id));
  if (namespaces.ids.length + namespaces.missing.length === 0) {
    yield {
      ...told,
      verdict: 'refuted',
      key: `nothing:${path}`,
      message: `${intent.statement}, but tenant ${quoted(name)} has no namespace, so that this says nothing of it`,
      witness: [{ label: 'namespaces', text: '0' }],
      remedies: [{ text: '`namespaces` of the tenant: the charts that make them' }],
    };
  } else if (missing !== undefined) {
    yield {
      ...told,
      verdict: 'undecided',
      key: `missing:${missing}`,
      reason: `${quoted(missing)} of tenant ${quoted(name)} makes no namespace that is seen`,
      decidedBy: 'a chart that makes its namespace: `cluster.chart(id, { namespace })`',
    };
  } else if (loose !== undefined || nameless !== undefined) {
    const odd = (loose ?? nameless)!;
    yield {
      ...told,
      verdict: 'undecided',
      key: `loose:${odd.id}`,
      reason: `which ${loose ? 'cluster' : 'name'} ${quoted(odd.path ?? odd.id)} of tenant ${quoted(name)} has is not known`,
      decidedBy: 'a chart of a cluster, with a literal namespace',
    };
  }
}

function ofCharts(estate: Estate, intent: Intent, tenant: Tenant, level: IsolationLevelName): Verdict[] {
  return unseenCharts(estate, tenant, level).map(({ key, gap }) => ({
    verdict: 'undecided',
    subject: { path: intent.path },
    key,
    message: intent.statement,
    ...gap,
  }));
}

const SHOWN = 3;

function* ofPair(intent: Intent, one: Tenant, other: Tenant, { weak, gaps, premises }: Exposure): Iterable<Verdict> {
  const judged = { subject: { path: intent.path }, key: `${one.path} ${other.path}`, premises };
  const [weakest, ...others] = weak;
  if (weakest) {
    const names = [...new Set(weak.map(({ workload }) => quoted(`${workload.namespace}/${String(workload.name)}`)))];
    yield {
      ...judged,
      verdict: 'refuted',
      message: `${intent.statement}, but ${listed(names)} ${names.length === 1 ? 'is' : 'are'} not`,
      witness: [
        ...weakest.evidence('weakest'),
        ...others.slice(0, SHOWN).flatMap((each): Evidence[] => each.evidence('also').slice(0, 1)),
        ...(others.length > SHOWN ? [{ label: 'also', text: `${others.length - SHOWN} more` }] : []),
      ],
      remedies: [
        { text: `${quoted(weakest.weakness.field)}: ${weakest.weakness.allowed}` },
        {
          text: `a pool of its own for tenant ${quoted(weakest.tenant.name)}, with a taint that only its pods tolerate and a label that they select`,
        },
      ],
    };
    return;
  }
  const [gap] = gaps;
  if (!gap) return;
  const reasons = [...new Set(gaps.map(({ reason }) => reason))];
  yield {
    ...judged,
    verdict: 'undecided',
    message: intent.statement,
    reason: reasons.length === 1 ? gap.reason : `${gap.reason}; and ${reasons.length - 1} more such`,
    decidedBy: gap.decidedBy,
    witness: reasons.slice(1, 1 + SHOWN).map((text) => ({ label: 'also', text })),
  };
}
