import { indexOf, isUnknown, type Estate, type KubernetesCluster, type NodePool, type Premise, type Workload } from '../../estate';
import { firstFit, tooLargePods, totalShortage, type Packing, type PodClass, type TotalShortage } from '../../proofs/capacity';
import { nodesAtMost } from '../../proofs/scheduling';
import { objectsOf, type ListedObject } from '../configuration/custom-resources';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Verdict } from '../verdict';
import { count, grouped, listed, quoted, quotedName } from '../wording';
import { scalersOfUnseen } from './autoscalers';
import { boundByOthers } from './bound-pods';
import { nodesFit } from './nodes-at-maximum';
import { atMaximum, type AtMaximum, type Overfull } from './pods-at-maximum';

/**
 * With every autoscaler at its maximum the pods of a cluster fit its nodes, and with every pool at its maximum the node VMs fit the hosts.
 * Refuted by sums, and by pods that fit no node; proved by a placement by what pods ask for. A placement that spreads pods, or keeps them
 * together or apart, is not sought: pods that must be so leave it undecided. What is left after a failure is not asked.
 */
export const autoscaling: Rule = {
  id: 'CAP-009',
  title: 'Autoscalers at their maximum find room',
  decides:
    'With every autoscaler of workloads at its maximum, the pods of a Kubernetes cluster fit its nodes at their maximum; with every pool at its maximum, the node VMs fit the hosts as CAP-001 and CAP-002 count them.',
  why: 'An autoscaler that cannot reach its maximum fails on the one day it is there for: pods stay pending while load grows, or node VMs do not power on.',
  severity: 'error',
  evidence: 'What the pods at their maximum ask for and what the nodes have, by resource; or what CAP-001 and CAP-002 show of the hosts.',
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled',
    'https://github.com/kubernetes/component-helpers/blob/v0.34.4/resource/helpers.go',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const index = indexOf(estate);
    const { kubernetesClusters, autoscalers } = estate.kubernetes;
    const scaled = new Set(autoscalers.map(({ cluster }) => cluster));
    for (const cluster of kubernetesClusters) {
      if (scaled.has(cluster.id) || scaledJobs(estate, cluster).length > 0) yield pods(estate, cluster);
      if (index.poolsOf(cluster).some((pool) => nodesAtMost(pool) > pool.replicas)) yield nodesFit(estate, cluster);
    }
    const known = new Set<string | null>(kubernetesClusters.map(({ id }) => id));
    const files = new Set(autoscalers.flatMap(({ cluster, manifest: { file } }) => (known.has(cluster) ? [] : [file])));
    for (const file of files) yield ofNoCluster(file);
  },
};

function ofNoCluster(file: string): Verdict {
  return {
    verdict: 'undecided',
    subject: { object: file },
    key: 'pods',
    message: `whether the pods of ${quoted(file)} find room with every autoscaler at its maximum`,
    reason: 'the chart belongs to no cluster, so that its nodes are not known',
    decidedBy: 'a chart of a cluster: `cluster.chart(...)`',
  };
}

/** Objects of KEDA that make Jobs, which no workload of the estate shows. */
function scaledJobs({ manifests }: Estate, cluster: KubernetesCluster): readonly ListedObject[] {
  const isOne = ({ apiVersion, kind }: ListedObject): boolean => kind === 'ScaledJob' && apiVersion.startsWith('keda.sh/');
  return manifests.filter((manifest) => manifest.cluster === cluster.id).flatMap((manifest) => objectsOf(manifest).filter(isOne));
}

function pods(estate: Estate, cluster: KubernetesCluster): Verdict {
  const subject = subjectOf(cluster);
  const premises = premisesOf(estate, cluster);
  const message = `whether the pods of cluster ${quotedName(cluster)} fit its nodes with every autoscaler at its maximum`;
  const undecided = (reason: string, decidedBy: string): Verdict => ({
    verdict: 'undecided',
    subject,
    key: 'pods',
    premises,
    message,
    reason,
    decidedBy,
  });
  const pools = indexOf(estate).poolsOf(cluster);
  if (pools.length === 0) return undecided('which nodes it has is not stated', 'the pools of the cluster');
  const best = atMaximum(estate, cluster, 'best');
  const why = refutationOf(estate, best);
  if (why) return { ...refuted(cluster, why), subject, premises };
  const [unseen] = scalersOfUnseen(estate, cluster.id);
  if (unseen) {
    return undecided(
      `which pods ${unseen.kind} ${quotedName(unseen)} scales, and what they ask for, is not seen`,
      'its target among the manifests of the cluster, by a literal name',
    );
  }
  const [job] = scaledJobs(estate, cluster);
  if (job) return undecided(`what the Jobs of ScaledJob ${quoted(job.manifest.name)} ask for is not counted`, 'a later version');
  const worst = atMaximum(estate, cluster, 'worst');
  if (worst.gap !== undefined) return undecided(worst.gap, 'literal numbers of pods and requests');
  const bound = boundByOthers(estate, cluster, worst);
  if (bound)
    return undecided(`where pods of ${quotedName(bound)} may be depends on where other pods are, and no such placement is sought`, 'a later version');
  const packing = worst.overfull ? undefined : firstFit(worst.pods, worst.nodes);
  if (packing) return { verdict: 'proved', subject, premises: [...premises, ...restOf(cluster, pools, worst, packing)] };
  return undecided('in sum they fit, and no placement was found', 'more or larger nodes');
}

function refutationOf(estate: Estate, best: AtMaximum): Why | undefined {
  if (best.overfull) return overfull(best.overfull);
  const large = tooLargePods(best.pods, best.nodes);
  if (large) return tooLarge(estate, large);
  const short = totalShortage(best.pods, best.nodes);
  return short && shortage(estate, short);
}

function premisesOf(estate: Estate, cluster: KubernetesCluster): Premise[] {
  const paths = new Set([cluster, ...indexOf(estate).poolsOf(cluster)].map(({ path }) => path));
  return estate.premises.filter(({ kind, subject }) => kind === 'stated' && subject !== undefined && paths.has(subject));
}

/** What a placement leaves, which everything must fit into that no manifest shows; and that nodes to come are as those of today. */
function restOf(cluster: KubernetesCluster, pools: readonly NodePool[], { pods: all, nodes }: AtMaximum, packing: Packing): Premise[] {
  const requests = new Map(all.map((each) => [each.id, each.requests]));
  const rest = nodes.flatMap(({ id, count: n, capacity }) => {
    const pool = pools.find((each) => each.id === id)!;
    const left = ['cpu', 'memory'].map((resource) => {
      const used = packing.reduce(
        (sum, each) => (each.node === id ? sum + BigInt(each.count) * (requests.get(each.pods)!.get(resource) ?? 0n) : sum),
        0n,
      );
      return amount(resource, BigInt(n) * (capacity.get(resource) ?? 0n) - used);
    });
    return n === 0 ? [] : [`${left.join(' and ')} on ${quotedName(pool)}`];
  });
  const subject = cluster.path !== undefined && { subject: cluster.path };
  const growing = pools.filter((pool) => nodesAtMost(pool) > pool.nodes.length);
  return [
    {
      id: `unrendered-pods-fit:${cluster.id}`,
      kind: 'stated',
      statement: `pods of cluster ${quotedName(cluster)} that no manifest shows, such as those of add-ons and operators, fit into what is left: ${listed(rest, 4)}`,
      ...subject,
    },
    ...growing.map((pool): Premise => ({
      id: `nodes-to-come:${pool.id}`,
      kind: 'stated',
      statement: `nodes that are added to pool ${quotedName(pool)} are as large as those of today, with the same labels and taints`,
      ...(pool.path !== undefined && { subject: pool.path }),
    })),
  ];
}

interface Why {
  readonly witness: readonly Evidence[];
  readonly remedy: string;
}

function refuted(cluster: KubernetesCluster, { witness, remedy }: Why): Omit<Refuted, 'subject'> {
  return {
    verdict: 'refuted',
    key: 'pods',
    message: `with every autoscaler at its maximum, the pods of cluster ${quotedName(cluster)} do not fit its nodes`,
    witness,
    remedies: [{ text: remedy }],
  };
}

function shortage(estate: Estate, { resource, pods: held, nodes: room, wanted, available }: TotalShortage): Why {
  return {
    witness: [
      {
        label: 'ask for',
        text: `${amount(resource, wanted)}: ${listed(
          held.map((each) => podsText(estate, each, resource)),
          4,
        )}`,
      },
      {
        label: 'there is',
        text: `${amount(resource, available)} at most, on ${listed(
          room.map(({ id, count: n }) => `${count(n, 'node')} of ${poolName(estate, id)}`),
          4,
        )}`,
      },
    ],
    remedy: `${amount(resource, wanted - available)} more in these pools, or lower maximums`,
  };
}

function overfull({ pool, resource, wanted, available }: Overfull): Why {
  return {
    witness: [
      { label: 'ask for', text: `${amount(resource, wanted)}: what the DaemonSets have on each node of ${quotedName(pool)}` },
      { label: 'there is', text: `${amount(resource, available)} at most on one` },
    ],
    remedy: 'larger nodes, or smaller requests',
  };
}

function tooLarge(estate: Estate, { id, requests, pools }: PodClass): Why {
  const asks = [...requests].filter(([resource, wanted]) => resource !== 'pods' && wanted > 0n).map(([resource, wanted]) => amount(resource, wanted));
  return {
    witness: [
      { label: 'asks for', text: `a pod of ${workloadName(estate, id)} ${listed(asks, 4)}` },
      {
        label: 'fits',
        text:
          pools.size === 0
            ? 'no pool takes it'
            : `no empty node of ${listed(
                [...pools].map((each) => poolName(estate, each)),
                4,
              )}`,
      },
    ],
    remedy: 'larger nodes, or smaller requests',
  };
}

function podsText(estate: Estate, { id, count: n, requests }: PodClass, resource: string): string {
  return `${count(n, 'pod')} of ${workloadName(estate, id)} with ${amount(resource, requests.get(resource) ?? 0n)}`;
}

function workloadName(estate: Estate, id: string): string {
  const workload = indexOf(estate).kubernetesObjects.get(id) as Workload | undefined;
  return workload ? quoted(`${workload.namespace}/${isUnknown(workload.name) ? workload.id : workload.name}`) : quoted(id);
}

function poolName(estate: Estate, id: string): string {
  const pool = indexOf(estate).kubernetesObjects.get(id);
  return pool ? quotedName(pool) : quoted(id);
}

function amount(resource: string, value: bigint): string {
  if (resource === 'cpu') return `${grouped(Number(value) / 1000)} CPU`;
  if (resource === 'pods') return count(Number(value), 'pod');
  if (resource === 'memory' || resource === 'ephemeral-storage') {
    const text = `${grouped(Math.ceil((Number(value) * 10) / 2 ** 30) / 10)} GiB`;
    return resource === 'memory' ? text : `${text} of ${quoted(resource)}`;
  }
  return `${grouped(Number(value))} ${quoted(resource)}`;
}
