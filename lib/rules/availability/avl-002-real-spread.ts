import { indexOf, isUnknown, type Estate, type NodePool, type Premise, type VirtualMachine, type VmRule, type Workload } from '../../estate';
import { candidateNodes, labelsOf, type CandidateNodes, type PoolNode } from '../../proofs/scheduling';
import type { Ternary } from '../../units';
import type { Gap } from '../isolation/host-rules';
import type { Rule } from '../rule';
import type { Refuted, Remedy, Subject, Verdict } from '../verdict';
import { count, grouped, knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { homesOf, type NodeHomes } from './node-homes';
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
      if (workload.cluster === null || workload.replicas === 'per-node') continue;
      const { promises, open } = promisesOf(workload);
      if (promises.length > 0 || open) yield decide(estate, workload, promises, open);
    }
  },
};

function decide(estate: Estate, workload: Workload, promises: readonly SpreadPromise[], open: string | undefined): Verdict {
  const subject: Subject = { ...(workload.path !== undefined && { path: workload.path }), object: objectName(workload) };
  const name = quoted(`${workload.namespace}/${nameOf(workload)}`);
  const { replicas } = workload;
  if (replicas === 0 || replicas === 1) return { verdict: 'proved', subject };
  const nodes = candidateNodes(estate, workload);
  const message = `whether the spread of ${name} is one over hosts`;
  const undecided = (gap: Gap, premises: readonly Premise[] = nodes.premises): Verdict => ({
    verdict: 'undecided',
    subject,
    premises,
    message,
    ...gap,
  });
  if (open !== undefined) return undecided({ reason: open, decidedBy: 'a spread without tokens in the manifest' });
  if (!nodes.complete) {
    return undecided({ reason: 'which nodes its cluster has is not stated', decidedBy: 'the pools of the cluster, with their nodes' });
  }
  const known = membersOf(estate, nodes);
  if (!('nodes' in known)) return undecided(known);
  const homes = homesOf(
    estate,
    known.nodes.map(({ machine }) => machine),
  );
  if (!('machines' in homes)) return undecided(homes);
  const premises = [...nodes.premises, ...homes.premises];
  let gap: Gap | undefined = isUnknown(replicas)
    ? { reason: `how many pods it has is ${knownOnlyTo(replicas)}`, decidedBy: 'a literal number of replicas' }
    : undefined;
  for (const promise of promises) {
    const { shared, doubt } = pairsIn(known.nodes, homes, promise);
    if (shared.size > 0 && !gap) return { ...refuted(estate, workload, name, promise, [...shared], homes), subject, premises };
    gap ??= doubt;
  }
  return gap ? undecided(gap, premises) : { verdict: 'proved', subject, premises };
}

interface Member extends PoolNode {
  readonly machine: VirtualMachine;
  readonly isCertain: boolean;
}

/** The nodes with their VMs; a gap where one has none that the app makes. */
function membersOf(estate: Estate, { certain, possible }: CandidateNodes): { readonly nodes: readonly Member[] } | Gap {
  const nodes: Member[] = [];
  for (const each of [...certain, ...possible]) {
    const { machine: id } = each.node;
    const machine = id === null ? undefined : (indexOf(estate).objects.get(id) as VirtualMachine | undefined);
    if (!machine) {
      return {
        reason: `the VM of node ${quoted(each.node.name)} is not the app's, and where it may run is not known`,
        decidedBy: 'nodes whose VMs the app makes',
      };
    }
    nodes.push({ ...each, machine, isCertain: certain.includes(each) });
  }
  return { nodes };
}

/** The nodes of different domains that may share a host for certain, and why others perhaps may. */
function pairsIn(
  nodes: readonly Member[],
  homes: NodeHomes,
  { topologyKey }: SpreadPromise,
): { readonly shared: ReadonlySet<Member>; readonly doubt: Gap | undefined } {
  const shared = new Set<Member>();
  let doubt: Gap | undefined;
  for (const [i, a] of nodes.entries()) {
    for (const b of nodes.slice(i + 1)) {
      const differ = areInDifferentDomains(a, b, topologyKey);
      if (differ === 'no') continue;
      const apart = homes.apart(a.machine.id, b.machine.id);
      if (apart === 'yes' || areDisjoint(homes, a, b)) continue;
      if (
        differ === 'yes' &&
        apart === 'no' &&
        a.isCertain &&
        b.isCertain &&
        hostOf(homes, a, b) !== undefined &&
        !homes.tied.has(a.machine.id) &&
        !homes.tied.has(b.machine.id)
      ) {
        shared.add(a).add(b);
      } else {
        doubt ??= homes.ruleGap ?? {
          reason: `whether nodes ${quoted(a.node.name)} and ${quoted(b.node.name)} may share a host, or take its pods at all, is not known for certain`,
          decidedBy: 'rules, hosts and labels of nodes that are rendered with literals',
        };
      }
    }
  }
  return { shared, doubt };
}

/** A node without the label takes no pod of the spread; somebody else may give it one. */
function areInDifferentDomains(a: Member, b: Member, topologyKey: string): Ternary {
  const [here, there] = [labelsOf(a.node, a.pool), labelsOf(b.node, b.pool)];
  const [x, y] = [here.labels[topologyKey], there.labels[topologyKey]];
  if (x !== undefined && y !== undefined) return x === y ? 'no' : 'yes';
  const mayBeLabelled = (x !== undefined || here.isOpen(topologyKey)) && (y !== undefined || there.isOpen(topologyKey));
  return mayBeLabelled ? 'maybe' : 'no';
}

function areDisjoint(homes: NodeHomes, a: Member, b: Member): boolean {
  const [here, there] = [a, b].map(({ machine }) => homes.boundsOf(machine).possibly) as [
    ReturnType<NodeHomes['boundsOf']>['possibly'],
    ReturnType<NodeHomes['boundsOf']>['possibly'],
  ];
  return here.complete && there.complete && [...here.ids].every((id) => !there.ids.has(id));
}

function hostOf(homes: NodeHomes, a: Member, b: Member): string | undefined {
  const there = homes.boundsOf(b.machine).surely;
  return [...homes.boundsOf(a.machine).surely].find((id) => there.has(id));
}

function refuted(
  estate: Estate,
  workload: Workload,
  name: string,
  { topologyKey, by }: SpreadPromise,
  shared: readonly Member[],
  homes: NodeHomes,
): Omit<Refuted, 'subject'> {
  const over = topologyKey === 'kubernetes.io/hostname' ? 'hostnames' : quoted(topologyKey);
  const pods = isUnknown(workload.replicas) ? 'its pods' : count(workload.replicas as number, 'pod');
  const [first, second] = shared as [Member, Member];
  const host = indexOf(estate).objects.get(hostOf(homes, first, second) ?? '');
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
            shared.map(({ node }) => quoted(node.name)),
            4,
          )} may share one ESXi host${host ? `, such as ${quotedName(host)}` : ''}: no mandatory rule keeps them apart`,
      },
    ],
    remedies: [...new Set(shared.map(({ pool }) => pool))].map((pool) => apart(pool, homes)),
  };
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
