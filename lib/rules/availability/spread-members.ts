import { indexOf, type Estate, type NodePool, type VirtualMachine, type Workload } from '../../estate';
import type { Amounts } from '../../proofs/capacity';
import { all, type CandidateNodes } from '../../proofs/scheduling';
import { Interval, type Ternary } from '../../units';
import { podAmounts } from '../capacity/pod-amounts';
import type { Gap } from '../isolation/host-rules';
import { quoted } from '../wording';
import type { Member } from './shared-hosts';

/** Whether a node has room for a pod, by its pool: perhaps, too, where pods only follow others. */
export function roomsOf(estate: Estate, workload: Workload, { certain, possible }: CandidateNodes): ReadonlyMap<NodePool, Ternary> {
  const cluster = estate.kubernetes.kubernetesClusters.find(({ id }) => id === workload.cluster);
  const amounts = cluster && podAmounts(estate, cluster, workload, 'best');
  const requests = typeof amounts === 'string' ? undefined : amounts;
  const follows = (workload.pod.spec.affinity?.podAffinity?.required ?? []).length > 0;
  const pools = new Set([...certain, ...possible].map(({ pool }) => pool));
  return new Map([...pools].map((pool) => [pool, all([follows ? 'maybe' : 'yes', holdsOne(pool, requests)])]));
}

/** Whether an empty node of a pool has room for a pod. */
function holdsOne({ allocatable }: NodePool, requests: Amounts | undefined): Ternary {
  if (!requests) return 'maybe';
  const has: Readonly<Record<string, Interval>> = {
    cpu: allocatable.cpuMillis,
    memory: allocatable.memoryBytes,
    'ephemeral-storage': allocatable.ephemeralStorageBytes,
    pods: Interval.exactly(allocatable.pods),
  };
  return all(
    [...requests].map(([resource, wanted]) => {
      const room = has[resource];
      if (wanted === 0n) return 'yes';
      if (!room) return 'maybe';
      if (room.high !== null && wanted > BigInt(Math.floor(room.high))) return 'no';
      return wanted <= BigInt(Math.floor(room.low)) ? 'yes' : 'maybe';
    }),
  );
}

/** The nodes that may hold a pod, with their VMs; a gap where one has none that the app makes. */
export function membersOf(
  estate: Estate,
  { certain, possible }: CandidateNodes,
  rooms: ReadonlyMap<NodePool, Ternary>,
): { readonly nodes: readonly Member[] } | Gap {
  const nodes: Member[] = [];
  const sure = new Set(certain);
  for (const each of [...certain, ...possible]) {
    const room = rooms.get(each.pool)!;
    if (room === 'no') continue;
    const { machine: id } = each.node;
    const machine = id === null ? undefined : (indexOf(estate).objects.get(id) as VirtualMachine | undefined);
    if (!machine) {
      return {
        reason: `the VM of node ${quoted(each.node.name)} is not the app's, and where it may run is not known`,
        decidedBy: 'nodes whose VMs the app makes',
      };
    }
    nodes.push({ ...each, machine, isCertain: sure.has(each) && room === 'yes' });
  }
  return { nodes };
}
