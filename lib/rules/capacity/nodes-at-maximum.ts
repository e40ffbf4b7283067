import { indexOf, isUnknown, type Estate, type KubernetesCluster, type NodePool, type VirtualMachine } from '../../estate';
import { nodesAtMost } from '../../proofs/scheduling';
import { verdictsOf } from '../engine';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, listed, listedNames, quotedName } from '../wording';
import { cpuRatio } from './cap-001-cpu-ratio';
import { memory } from './cap-002-memory';

/** What the rules of hosts say of the node VMs that there are at most. */
export function nodesFit(estate: Estate, cluster: KubernetesCluster): Verdict {
  const subject = subjectOf(cluster);
  const pools = indexOf(estate)
    .poolsOf(cluster)
    .filter((pool) => nodesAtMost(pool) > pool.replicas);
  const atMost = listed(
    pools.map((pool) => `${count(nodesAtMost(pool), 'node')} of ${quotedName(pool)}`),
    4,
  );
  const message = `whether the hosts have room for ${atMost}`;
  const judged = { subject, key: 'nodes' };
  const gap = pools.map((pool) => gapOf(estate, pool)).find((each) => each !== undefined);
  if (gap) return { ...judged, verdict: 'undecided', message, ...gap };
  const grown = withAllNodes(estate, pools);
  const verdicts = [cpuRatio, memory].flatMap((rule) => verdictsOf(rule, grown));
  const premises = verdicts.flatMap((verdict) => verdict.premises ?? []);
  const refuted = verdicts.flatMap((verdict) => (verdict.verdict === 'refuted' ? [verdict] : []));
  const worst = refuted.find(({ severity }) => severity === undefined) ?? refuted[0];
  if (worst) {
    return {
      ...judged,
      verdict: 'refuted',
      ...(worst.severity !== undefined && { severity: worst.severity }),
      premises,
      message: `with ${atMost}, the hosts have no room: ${worst.message}`,
      witness: worst.witness,
      remedies: [{ text: 'a lower `max` of a pool, or more hosts' }],
    };
  }
  const open = verdicts.find((verdict) => verdict.verdict === 'undecided');
  if (open?.verdict === 'undecided') return { ...judged, verdict: 'undecided', premises, message, reason: open.reason, decidedBy: open.decidedBy };
  return { verdict: 'proved', subject, premises };
}

/** Why nobody knows where the nodes that are added would run, or how large they are. */
function gapOf(estate: Estate, pool: NodePool): { readonly reason: string; readonly decidedBy: string } | undefined {
  const { objects } = indexOf(estate);
  const machines = pool.machines.ids.flatMap((id) => (objects.get(id) as VirtualMachine | undefined) ?? []);
  const [first] = machines;
  if (!first) {
    return {
      reason: `the VMs of pool ${quotedName(pool)} are not the app’s, and what runs them is not known`,
      decidedBy: 'pools whose VMs the app makes',
    };
  }
  const homeless = machines.find(({ cluster }) => !estate.vsphere.clusters.some(({ id }) => id === cluster));
  if (homeless) {
    const why = isUnknown(homeless.cluster) ? knownOnlyTo(homeless.cluster) : 'not in the estate';
    return { reason: `which cluster ${quotedName(homeless)} runs on is ${why}`, decidedBy: 'a cluster that is named, not a token' };
  }
  const shape = ({ cluster, cpus, memoryMiB }: VirtualMachine): string => JSON.stringify([cluster, cpus, memoryMiB]);
  const other = machines.find((machine) => shape(machine) !== shape(first));
  if (!other) return undefined;
  return {
    reason: `which of ${listedNames([first, other])} the nodes to come are like is not known: they differ in size, or run on different clusters`,
    decidedBy: 'pools of nodes that are alike',
  };
}

/** The clusters of vSphere in question, with as many node VMs as autoscalers make, each new one like the others of its pool. */
function withAllNodes(estate: Estate, pools: readonly NodePool[]): Estate {
  const { objects } = indexOf(estate);
  const more = new Map(pools.map((pool) => [pool.machines.ids.find((id) => objects.has(id))!, nodesAtMost(pool) - pool.replicas]));
  const homes = new Set([...more.keys()].map((id) => (objects.get(id) as VirtualMachine).cluster));
  const machines = estate.vsphere.machines.map((machine): VirtualMachine => {
    const extra = more.get(machine.id) ?? 0;
    const { low, high } = machine.instances;
    return { ...machine, instances: { low: low + extra, high: high === null ? null : high + extra } };
  });
  return { ...estate, vsphere: { ...estate.vsphere, clusters: estate.vsphere.clusters.filter(({ id }) => homes.has(id)), machines } };
}
