import { indexOf, isUnknown, type Estate, type KubernetesCluster, type Premise, type VirtualMachine, type Workload } from '../../estate';
import { firstFit, tooLargePods, totalShortage, type PodClass, type TotalShortage } from '../../proofs/capacity';
import { verdictsOf } from '../engine';
import type { Rule } from '../rule';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Verdict } from '../verdict';
import { count, grouped, listed, quoted, quotedName } from '../wording';
import { cpuRatio } from './cap-001-cpu-ratio';
import { memory } from './cap-002-memory';
import { atMaximum, scalerOf } from './pods-at-maximum';

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
    for (const cluster of estate.kubernetes.kubernetesClusters) {
      const index = indexOf(estate);
      if (index.workloadsOf(cluster).some((workload) => scalerOf(estate, workload))) yield pods(estate, cluster);
      if (index.poolsOf(cluster).some(({ autoscaling: bounds, replicas }) => bounds !== undefined && bounds.max > replicas))
        yield nodes(estate, cluster);
    }
  },
};

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
  if (indexOf(estate).poolsOf(cluster).length === 0) return undecided('which nodes it has is not stated', 'the pools of the cluster');
  const best = atMaximum(estate, cluster, 'best');
  const large = tooLargePods(best.pods, best.nodes);
  const short = large ? undefined : totalShortage(best.pods, best.nodes);
  if (large || short) {
    const why = large ? tooLarge(estate, large) : shortage(estate, short!);
    return { ...refuted(cluster, why), subject, premises };
  }
  const worst = atMaximum(estate, cluster, 'worst');
  if (worst.gap !== undefined) return undecided(worst.gap, 'literal numbers of pods and requests');
  const bound = indexOf(estate)
    .workloadsOf(cluster)
    .find((workload) => isPlacedBy(workload) && worst.pods.some(({ id, count: n }) => id === workload.id && n > 1));
  if (bound)
    return undecided(`where pods of ${quotedName(bound)} may be depends on where other pods are, and no such placement is sought`, 'a later version');
  if (firstFit(worst.pods, worst.nodes)) return { verdict: 'proved', subject, premises };
  return undecided('in sum they fit, and no placement was found', 'more or larger nodes');
}

/** Whether other pods, or volumes, decide where a pod may be. */
function isPlacedBy({ pod: { spec }, claimTemplates }: Workload): boolean {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {};
  return (
    (podAffinity?.required ?? []).length + (podAntiAffinity?.required ?? []).length > 0 ||
    (spec.topologySpreadConstraints ?? []).some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule') ||
    spec.containers.some(({ ports }) => ports?.some(({ hostPort }) => hostPort !== undefined)) ||
    claimTemplates.length > 0 ||
    (spec.volumes ?? []).some(({ source }) => source === 'persistentVolumeClaim' || source === 'ephemeral')
  );
}

function premisesOf(estate: Estate, cluster: KubernetesCluster): Premise[] {
  const paths = new Set([cluster, ...indexOf(estate).poolsOf(cluster)].map(({ path }) => path));
  return [
    ...estate.premises.filter(({ kind, subject }) => kind === 'stated' && subject !== undefined && paths.has(subject)),
    {
      id: `unrendered-pods:${cluster.id}`,
      kind: 'stated',
      statement: `pods of cluster ${quotedName(cluster)} that no manifest has, such as those of add-ons, take no room that is counted`,
      ...(cluster.path !== undefined && { subject: cluster.path }),
    },
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

/** What the rules of hosts say of the node VMs that there are at most. */
function nodes(estate: Estate, cluster: KubernetesCluster): Verdict {
  const subject = subjectOf(cluster);
  const grown = withAllNodes(estate, cluster);
  const homes = new Set(grown.machines.map((machine) => machine.cluster));
  const paths = new Set(estate.vsphere.clusters.filter(({ id }) => homes.has(id)).map(({ path }) => path));
  const pools = indexOf(estate)
    .poolsOf(cluster)
    .filter(({ autoscaling: bounds }) => bounds !== undefined);
  const atMost = listed(
    pools.map((pool) => `${count(pool.autoscaling!.max, 'node')} of ${quotedName(pool)}`),
    4,
  );
  const message = `whether the hosts have room for ${atMost}`;
  if (grown.machines.length === 0) {
    const reason = 'the VMs of its nodes are not the app’s, and what runs them is not known';
    return { verdict: 'undecided', subject, key: 'nodes', message, reason, decidedBy: 'pools whose VMs the app makes' };
  }
  const verdicts = [cpuRatio, memory].flatMap((rule) => verdictsOf(rule, grown.estate).filter((verdict) => paths.has(verdict.subject.path)));
  const premises = verdicts.flatMap((verdict) => verdict.premises ?? []);
  const worst = verdicts.find((verdict) => verdict.verdict === 'refuted' && verdict.severity === undefined);
  if (worst?.verdict === 'refuted') {
    return {
      verdict: 'refuted',
      subject,
      key: 'nodes',
      premises,
      message: `with ${atMost}, the hosts have no room: ${worst.message}`,
      witness: worst.witness,
      remedies: [{ text: 'a lower `max` of a pool, or more hosts' }],
    };
  }
  const open = verdicts.find((verdict) => verdict.verdict === 'undecided');
  if (open?.verdict === 'undecided')
    return { verdict: 'undecided', subject, key: 'nodes', premises, message, reason: open.reason, decidedBy: open.decidedBy };
  return { verdict: 'proved', subject, premises };
}

/** The estate with as many node VMs as the autoscalers of a cluster make, each new one like another of its pool. */
function withAllNodes(estate: Estate, cluster: KubernetesCluster): { readonly estate: Estate; readonly machines: readonly VirtualMachine[] } {
  const more = new Map<string, number>();
  for (const { machines, autoscaling: bounds, replicas } of indexOf(estate).poolsOf(cluster)) {
    const [like] = machines.ids;
    if (like !== undefined && bounds) more.set(like, Math.max(0, bounds.max - replicas));
  }
  const machines = estate.vsphere.machines.map((machine): VirtualMachine => {
    const extra = more.get(machine.id);
    if (extra === undefined) return machine;
    const { low, high } = machine.instances;
    return { ...machine, instances: { low: low + extra, high: high === null ? null : high + extra } };
  });
  return { estate: { ...estate, vsphere: { ...estate.vsphere, machines } }, machines: machines.filter(({ id }) => more.has(id)) };
}
