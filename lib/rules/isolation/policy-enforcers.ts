import type { Estate, KubernetesCluster } from '../../estate';
import { groupOf } from '../../proofs/kubernetes-api';
import { addTo } from '../../units/multimap';
import { fieldsOf, objectsOf, type ListedObject } from '../configuration/custom-resources';
import type { Evidence, Verdict } from '../verdict';
import { count, listed, quoted, quotedName } from '../wording';

/** Policies for pods are enforced by the network plugin of the cluster, or by nobody: the API server takes them all the same. */
export function* policyEnforcers(estate: Estate): Iterable<Verdict> {
  const { kubernetesClusters } = estate.kubernetes;
  const policies = estate.manifests.flatMap(objectsOf).filter(({ kind }) => kind.endsWith('NetworkPolicy'));
  for (const cluster of kubernetesClusters) {
    const kinds = new Map<string, ListedObject[]>();
    for (const object of policies)
      if (object.manifest.cluster === cluster.id) addTo(kinds, JSON.stringify([groupOf(object.apiVersion), object.kind]), object);
    for (const objects of kinds.values()) yield decide(estate, cluster, objects);
  }
  const known = new Set(kubernetesClusters.map(({ id }) => id));
  const files = new Map<string, ListedObject[]>();
  for (const object of policies)
    if (object.manifest.cluster === undefined || !known.has(object.manifest.cluster)) addTo(files, object.manifest.file, object);
  for (const [file, objects] of files) yield ofNoCluster(file, objects);
}

function ofNoCluster(file: string, policies: readonly ListedObject[]): Verdict {
  return {
    verdict: 'undecided',
    subject: { object: file },
    key: 'policies',
    message: `whether anything enforces ${count(policies.length, 'policy', 'policies')} of ${quoted(file)}`,
    reason: 'the chart belongs to no cluster, so that its network plugin is not known',
    decidedBy: 'a chart of a cluster: `cluster.chart(...)`',
  };
}

/** Kubernetes' own kinds, which any plugin may enforce. */
const KUBERNETES = 'kubernetes';
/** Whose plugin the policies of a group are for. */
const OWNERS: Readonly<Record<string, string>> = {
  'networking.k8s.io': KUBERNETES,
  'policy.networking.k8s.io': KUBERNETES,
  'cilium.io': 'cilium',
  'projectcalico.org': 'calico',
  'crd.projectcalico.org': 'calico',
  'crd.antrea.io': 'antrea',
};
/** Plugins of which it is known whose policies they read. */
const PLUGINS: ReadonlySet<string> = new Set(['cilium', 'calico', 'antrea', 'flannel']);

function decide(estate: Estate, cluster: KubernetesCluster, policies: readonly ListedObject[]): Verdict {
  const { kind, apiVersion } = policies[0]!;
  const group = groupOf(apiVersion);
  const owner = OWNERS[group];
  const subject = { path: cluster.path!, object: owner === KUBERNETES ? kind : `${kind}.${group}` };
  const premises = estate.premises.filter((premise) => premise.kind === 'stated' && premise.subject === cluster.path);
  const what = `${count(policies.length, kind, many(kind))}${owner === KUBERNETES ? '' : ` of ${quoted(group)}`}`;
  const message = `whether anything in cluster ${quotedName(cluster)} enforces ${what}`;
  const undecided = (reason: string, decidedBy: string): Verdict => ({ verdict: 'undecided', subject, premises, message, reason, decidedBy });
  const { cni } = cluster;
  if (owner === undefined) return undecided(`whose policies those of ${quoted(group)} are is not known`, 'a `NetworkPolicy` of Kubernetes beside it');
  if (cni === undefined || (owner === KUBERNETES ? cni.enforces === null : !PLUGINS.has(cni.name))) {
    const reason = cni === undefined ? 'its network plugin is not stated' : `which policies ${quoted(cni.name)} enforces is not stated`;
    return undecided(reason, '`cni` of the cluster, such as `Cni.cilium()`');
  }
  if (owner === KUBERNETES ? cni.enforces!.includes(kind) : owner === cni.name && !isStaged(kind)) return { verdict: 'proved', subject, premises };
  const named: Evidence = {
    label: 'policies',
    text: listed(policies.map(nameOf)),
  };
  return {
    verdict: 'refuted',
    subject,
    premises,
    message: `nothing in cluster ${quotedName(cluster)} enforces ${what}: whatever they forbid passes`,
    witness: [
      named,
      {
        label: 'plugin',
        text: `${quoted(cni.name)} enforces ${cni.enforces === null || cni.enforces.length === 0 ? 'no policy of Kubernetes' : listed(cni.enforces.map(quoted), 5)}`,
      },
    ],
    remedies: [
      {
        text:
          owner === KUBERNETES
            ? `a network plugin that enforces ${quoted(kind)}`
            : isStaged(kind)
              ? `${quoted(kind.replace(/^Staged(Kubernetes)?/, ''))}, which is enforced`
              : `${quoted('NetworkPolicy')} objects, or the plugin ${quoted(owner)}`,
      },
    ],
  };
}

/** Calico shows what such a policy would do, and enforces none. */
function isStaged(kind: string): boolean {
  return kind.startsWith('Staged');
}

function nameOf({ body }: ListedObject): string {
  const { name, namespace } = fieldsOf(body.metadata);
  return quoted(namespace === undefined ? String(name) : `${String(namespace)}/${String(name)}`);
}

function many(kind: string): string {
  return kind.replace(/y$/, 'ies');
}
