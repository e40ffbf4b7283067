import { indexOf, isUnknown, type Estate, type Field, type NodePool, type Premise, type VmRule, type Workload } from '../../estate';
import { candidateNodes, nodesAtMost, nodesFor, nodeToCome, type CandidateNodes, type PoolNode } from '../../proofs/scheduling';
import { podsAtOnce } from '../capacity/autoscalers';
import type { Gap } from '../isolation/host-rules';
import type { Rule } from '../rule';
import type { Refuted, Remedy, Subject, Verdict } from '../verdict';
import { count, grouped, listed, quoted, quotedName } from '../wording';
import { homesOf, type NodeHomes } from './node-homes';
import { companyOf, sharedHosts, type Member, type PodCount, type SharedHosts } from './shared-hosts';
import { membersOf, roomsOf } from './spread-members';
import { promisesOf, type SpreadPromise } from './spread-promises';

/**
 * Pods that must be on different nodes, or in different zones, are on different hosts: of the node VMs that they may land on, no two of
 * different domains may share an ESXi host, in any placement that mandatory rules allow.
 *
 * A preference of the scheduler promises nothing, and is not asked about.
 */
export const realSpread: Rule = {
  id: 'AVL-002',
  title: 'A spread of pods is one over hosts',
  decides: 'Pods that required anti-affinity or a topology spread keeps on different nodes or zones cannot be on node VMs that share an ESXi host.',
  why: 'Six replicas on six nodes look safe. Where DRS may put these nodes on one host, its failure takes them all, and nothing in Kubernetes shows it before.',
  severity: 'error',
  evidence: 'The pods, and the nodes whose VMs may share a host.',
  sources: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
    'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-resource-management/GUID-793013E2-0976-43B7-9A00-340FA76859D0.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const workload of estate.kubernetes.workloads) {
      if (workload.replicas === 'per-node') continue;
      const { promises, open } = promisesOf(workload);
      if (promises.length > 0 || open) yield decide(estate, workload, promises, open);
    }
  },
};

function decide(estate: Estate, workload: Workload, all: readonly SpreadPromise[], open: string | undefined): Verdict {
  const subject: Subject = { ...(workload.path !== undefined && { path: workload.path }), object: objectName(workload) };
  const name = quoted(`${workload.namespace}/${nameOf(workload)}`);
  const message = `whether the spread of ${name} is one over hosts`;
  const undecided = (gap: Gap, premises: readonly Premise[]): Verdict => ({ verdict: 'undecided', subject, premises, message, ...gap });
  const nodes = candidateNodes(estate, workload);
  if (workload.cluster === null) {
    const gap = {
      reason: 'its chart belongs to no cluster, so that its nodes are not known',
      decidedBy: 'a chart of a cluster: `cluster.chart(...)`',
    };
    return undecided(gap, nodes.premises);
  }
  const pods = podsAtOnce(estate, { ...workload, replicas: workload.replicas as Field<number> });
  if (pods.most !== null && pods.most <= 1) return { verdict: 'proved', subject };
  if (open !== undefined) return undecided({ reason: open, decidedBy: 'a spread without tokens in the manifest' }, nodes.premises);
  // A spread that may put all pods into one domain keeps none of them apart.
  const promises = all.filter(({ maxSkew, by }) => by === 'anti-affinity' || pods.most === null || pods.most > maxSkew);
  if (!nodes.complete) {
    return undecided(
      { reason: 'which nodes its cluster has is not stated', decidedBy: 'the pools of the cluster, with their nodes' },
      nodes.premises,
    );
  }
  if (nodes.certain.length + nodes.possible.length === 0) {
    const gap = {
      reason: 'no node of its cluster takes its pods, so that none is spread',
      decidedBy: 'a pool whose labels and taints its pods meet',
    };
    return undecided(gap, nodes.premises);
  }
  const { exposures, homes, gap: homeless } = exposuresOf(estate, workload, nodes, promises, pods);
  if (!homes) return undecided(homeless, nodes.premises);
  const premises = [...nodes.premises, ...homes.premises];
  for (const { promise, found, remedies } of exposures) {
    const isSure = pods.least > promise.maxSkew;
    if (isSure && found.unlabelled.length > 0) return { ...unkept(name, promise, found.unlabelled), subject, premises };
    if (isSure && found.shared.length > 0) return { ...refuted(estate, pods, name, promise, found.shared, homes), remedies, subject, premises };
  }
  const toCome = nodesToCome(estate, workload, promises);
  const unsure = exposures.find(({ found }) => found.shared.length + found.unlabelled.length > 0);
  const gap = unsure
    ? {
        reason: pods.gap ?? `how many pods ${name} has is not decided`,
        decidedBy: 'a literal number of replicas, or one autoscaler with literal bounds',
      }
    : (exposures.find(({ found }) => found.doubt)?.found.doubt ?? toCome.gap);
  return gap ? undecided(gap, premises) : { verdict: 'proved', subject, premises: [...premises, ...toCome.premises] };
}

interface Exposed {
  readonly promise: SpreadPromise;
  readonly found: SharedHosts;
  readonly remedies: readonly Remedy[];
}

type Exposures =
  | { readonly exposures: readonly Exposed[]; readonly homes: NodeHomes; readonly gap?: undefined }
  | { readonly exposures: readonly []; readonly homes?: undefined; readonly gap: Gap };

/** What was found for pods that may land on the same nodes, and are spread alike. */
const found = new WeakMap<readonly PoolNode[], Map<string, Exposures>>();

function exposuresOf(
  estate: Estate,
  workload: Workload,
  nodes: CandidateNodes,
  promises: readonly SpreadPromise[],
  { least, most }: PodCount,
): Exposures {
  const rooms = roomsOf(estate, workload, nodes);
  const known = found.get(nodes.certain) ?? new Map<string, Exposures>();
  found.set(nodes.certain, known);
  const key = JSON.stringify([promises, least, most, [...rooms].filter(([, room]) => room !== 'yes').map(([{ id }, room]) => [id, room])]);
  const exposures = known.get(key) ?? decideExposures();
  known.set(key, exposures);
  return exposures;

  function decideExposures(): Exposures {
    const members = membersOf(estate, nodes, rooms);
    if (!('nodes' in members)) return { exposures: [], gap: members };
    const homes = homesOf(
      estate,
      members.nodes.map(({ machine }) => machine),
    );
    if (!('machines' in homes)) return { exposures: [], gap: homes };
    const exposed = promises.map((promise): Exposed => {
      const shares = sharedHosts(members.nodes, homes, promise, promises, { least, most }, nodes.nodes);
      return { promise, found: shares, remedies: remediesFor(shares.shared, homes) };
    });
    return { exposures: exposed, homes };
  }
}

/** Pools that may grow a node for the pods. What holds of two nodes of today is taken to hold of those that are added; of fewer, nothing does. */
function nodesToCome(estate: Estate, workload: Workload, promises: readonly SpreadPromise[]): { readonly gap?: Gap; readonly premises: Premise[] } {
  if (promises.length === 0) return { premises: [] };
  const index = indexOf(estate);
  const growing = estate.kubernetes.nodePools.filter((pool) => {
    if (pool.cluster !== workload.cluster || nodesAtMost(pool) <= pool.nodes.length) return false;
    const { refused } = nodesFor(workload.pod, [{ node: nodeToCome(pool), pool }], index.runtimeClassOf(workload), workload.kind);
    return refused.length === 0;
  });
  const bare = growing.find(({ nodes }) => nodes.length < 2);
  if (bare) {
    const reason = `where nodes may run that the autoscaler adds to pool ${quoted(nameOf(bare))} is not known: no rule speaks of their VMs yet`;
    return { premises: [], gap: { reason, decidedBy: 'a pool with two nodes or more, which tell what is to hold of the others' } };
  }
  return {
    premises: growing.map((pool) => ({
      id: `nodes-to-come-apart:${pool.id}`,
      kind: 'stated',
      statement: `VMs of nodes that are added to pool ${quoted(nameOf(pool))} are taken into the rules that those of today are in, with labels of the same kind`,
      ...(pool.path !== undefined && { subject: pool.path }),
    })),
  };
}

/** Anti-affinity looks at nodes with the label only. */
function unkept(name: string, { topologyKey }: SpreadPromise, unlabelled: readonly Member[]): Omit<Refuted, 'subject'> {
  const nodes = listed(
    unlabelled.map(({ node }) => quoted(node.name)),
    4,
  );
  return {
    verdict: 'refuted',
    key: topologyKey,
    message: `the anti-affinity of ${name} over ${quoted(topologyKey)} is not real`,
    witness: [
      {
        label: '',
        text: `${unlabelled.length === 1 ? 'node' : 'nodes'} ${nodes} may take any number of its pods: without the label, no pod is kept off`,
      },
    ],
    remedies: [{ text: `${quoted(topologyKey)} on every node that the pods may land on` }],
  };
}

function refuted(
  estate: Estate,
  { least, most }: PodCount,
  name: string,
  { topologyKey, by }: SpreadPromise,
  shared: readonly Member[],
  homes: NodeHomes,
): Omit<Refuted, 'subject' | 'remedies'> {
  const over = topologyKey === 'kubernetes.io/hostname' ? 'hostnames' : quoted(topologyKey);
  const pods = least === most ? count(least, 'pod') : `${grouped(least)} pods or more`;
  const company = companyOf(shared, homes, topologyKey);
  const host = company && indexOf(estate).objects.get(company.host);
  return {
    verdict: 'refuted',
    key: topologyKey,
    message: `the ${by === 'spread' ? 'spread' : 'anti-affinity'} of ${name} over ${over} is not real`,
    witness: [
      {
        label: '',
        text:
          `${pods} are kept ${topologyKey === 'kubernetes.io/hostname' ? 'on different nodes' : 'in different zones'}, but nodes ` +
          `${listed(
            (company?.nodes ?? shared).map(({ node }) => quoted(node.name)),
            4,
          )} may share one ESXi host${host ? `, such as ${quotedName(host)}` : ''}: no mandatory rule keeps them apart`,
      },
    ],
  };
}

/** Pools whose own nodes may share a host; where none do, they share hosts with those of another pool. */
function remediesFor(shared: readonly Member[], homes: NodeHomes): Remedy[] {
  const pools = [...new Set(shared.map(({ pool }) => pool))];
  if (pools.length === 1) return [apart(pools[0]!, homes)];
  const loose = pools.filter((pool) => {
    const [first, ...others] = shared.filter((member) => member.pool === pool);
    return others.some((other) => homes.apart(first!.machine.id, other.machine.id) !== 'yes');
  });
  const names = listed(pools.map((pool) => quoted(nameOf(pool))));
  const across: Remedy = {
    text: `one of the pools ${names} for these pods, by a node selector, or a mandatory anti-affinity rule over the VMs of all`,
  };
  return pools.length === 0 ? [] : [...loose.map((pool) => apart(pool, homes)), across];
}

/** A mandatory rule between the VMs of a pool. */
function apart(pool: NodePool, homes: NodeHomes): Remedy {
  const members = homes.machines.filter(({ id }) => pool.machines.ids.includes(id));
  const hosts = new Set(members.flatMap((machine) => [...homes.boundsOf(machine).possibly.ids]));
  const text = `\`${nameOf(pool)}: { apart: 'hosts' }\` (${count(members.length, 'node')}, ${grouped(hosts.size)} hosts they may use)`;
  const [first] = members;
  if (!first || hosts.size < members.length || members.some(({ cluster }) => cluster !== first.cluster)) return { text };
  const rule: VmRule = {
    id: `${pool.id}/apart`,
    addresses: [],
    origin: 'owned',
    vcenter: first.vcenter,
    name: `${nameOf(pool)}-apart`,
    instances: { low: 1, high: 1 },
    kind: 'anti-affinity',
    cluster: first.cluster,
    machines: { ids: members.map(({ id }) => id), complete: true },
    enabled: true,
    mandatory: true,
  };
  return { text, mend: (site) => ({ ...site, vsphere: { ...site.vsphere, vmRules: [...site.vsphere.vmRules, rule] } }) };
}

function objectName(workload: Workload): string {
  return `${workload.namespace}/${nameOf(workload)}[${workload.kind}]`;
}

function nameOf({ name, id }: Workload | NodePool): string {
  return isUnknown(name) ? id : name;
}
