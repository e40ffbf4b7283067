import type { Estate, KubernetesCluster, ManifestObject } from '../../estate';
import type { Evidence, Verdict } from '../verdict';
import { count, listed, quoted, quotedName } from '../wording';

/** Policies for pods are enforced by the network plugin of the cluster, or by nobody: the API server takes them all the same. */
export function* policyEnforcers(estate: Estate): Iterable<Verdict> {
  for (const cluster of estate.kubernetes.kubernetesClusters) {
    const policies = new Map<string, ManifestObject[]>();
    for (const object of estate.manifests) {
      if (object.cluster !== cluster.id || ownerOf(object) === undefined) continue;
      policies.set(object.kind, [...(policies.get(object.kind) ?? []), object]);
    }
    for (const [kind, objects] of policies) yield decide(estate, cluster, kind, objects);
  }
}

/** Kubernetes' own kinds, which any plugin may enforce. */
const KUBERNETES = 'kubernetes';
const OWNERS: Readonly<Record<string, string>> = {
  'networking.k8s.io': KUBERNETES,
  'policy.networking.k8s.io': KUBERNETES,
  'cilium.io': 'cilium',
  'projectcalico.org': 'calico',
  'crd.projectcalico.org': 'calico',
  'crd.antrea.io': 'antrea',
};

/** Whose plugin a policy is for; undefined where the object is none. */
function ownerOf({ apiVersion, kind }: ManifestObject): string | undefined {
  return kind.endsWith('NetworkPolicy') ? OWNERS[apiVersion.split('/')[0]!] : undefined;
}

function decide(estate: Estate, cluster: KubernetesCluster, kind: string, policies: readonly ManifestObject[]): Verdict {
  const [first] = policies;
  const owner = ownerOf(first!)!;
  const subject = { path: cluster.path!, object: kind };
  const premises = estate.premises.filter((premise) => premise.kind === 'stated' && premise.subject === cluster.path);
  const message = `whether anything in cluster ${quotedName(cluster)} enforces ${count(policies.length, kind, many(kind))}`;
  const { cni } = cluster;
  if (cni === undefined || (owner === KUBERNETES ? cni.enforces === null : !Object.values(OWNERS).includes(cni.name))) {
    const reason = cni === undefined ? 'its network plugin is not stated' : `which policies ${quoted(cni.name)} enforces is not stated`;
    return { verdict: 'undecided', subject, premises, message, reason, decidedBy: '`cni` of the cluster, such as `Cni.cilium()`' };
  }
  if (owner === KUBERNETES ? cni.enforces!.includes(kind) : owner === cni.name) return { verdict: 'proved', subject, premises };
  const named: Evidence = {
    label: 'policies',
    text: listed(policies.map(({ namespace, name }) => quoted(namespace === undefined ? name : `${namespace}/${name}`))),
  };
  return {
    verdict: 'refuted',
    subject,
    premises,
    message: `nothing in cluster ${quotedName(cluster)} enforces ${count(policies.length, kind, many(kind))}: whatever they forbid passes`,
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
            : `${quoted('NetworkPolicy')} objects, or the plugin ${quoted(owner)}`,
      },
    ],
  };
}

function many(kind: string): string {
  return kind.replace(/y$/, 'ies');
}
