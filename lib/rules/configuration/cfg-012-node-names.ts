import { sameVcenter, type Estate, type KubernetesCluster, type NodePool, type Premise } from '../../estate';
import type { Ternary } from '../../units';
import { addTo } from '../../units/multimap';
import type { Rule } from '../rule';
import type { Refuted, Subject, Undecided, Verdict } from '../verdict';
import { listed, quoted, quotedName } from '../wording';
import { isHidden, namedNodes, type NamedNode } from './node-host-names';

/** How the cloud provider comes from a node to its VM. */
const BY_HOST_NAME: Premise = {
  id: 'vsphere-cloud-provider:host-name',
  kind: 'constant',
  statement: 'the vSphere cloud provider finds the VM of a node by the host name that VMware Tools reports, letter by letter',
  source: 'https://github.com/kubernetes/cloud-provider-vsphere/blob/master/pkg/cloudprovider/vsphere/instances.go',
};

/**
 * The guest of every node is called as the node is, letter by letter, and no two guests of one vCenter have one name. The name of the VM in
 * vCenter is not what the cloud provider asks for: only that two node VMs share one is a warning, for whoever looks them up by it. Pools that
 * others made, and of whose guests nothing is told, are not judged.
 */
export const nodeNames: Rule = {
  id: 'CFG-012',
  title: 'Nodes are called as their guests are',
  decides:
    'The host name of every node VM is the name of its node, in the same letters and as short or as long, and no other node of the vCenter has it.',
  why: 'A node whose VM the cloud provider does not find, or finds twice, keeps its taint: no pod is placed on it, and no volume is attached.',
  severity: 'error',
  evidence: 'The node, the host name of its guest, and the other node of that name.',
  sources: [
    BY_HOST_NAME.source!,
    'https://github.com/kubernetes/cloud-provider-vsphere/issues/87',
    'https://github.com/kubernetes/cloud-provider-vsphere/issues/661',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const pools = estate.kubernetes.nodePools.filter(({ nodes }) => nodes.length > 0).map((pool) => ({ pool, nodes: namedNodes(estate, pool) }));
    const all = pools.flatMap(({ nodes }) => nodes);
    const alike: Alike = {
      byName: grouped(all, namesOf),
      byMachine: grouped(all, ({ machine }) => (typeof machine?.name === 'string' ? [machine.name] : [])),
    };
    for (const { pool, nodes } of pools) yield* decide(estate, pool, nodes, alike);
  },
};

type ByName = ReadonlyMap<string, readonly NamedNode[]>;

/** Nodes by what they, or their guests, are called, and by what their VMs are. */
interface Alike {
  readonly byName: ByName;
  readonly byMachine: ByName;
}

function* decide(estate: Estate, pool: NodePool, nodes: readonly NamedNode[], { byName, byMachine }: Alike): Iterable<Verdict> {
  const subject: Subject = pool.path === undefined ? {} : { path: pool.path };
  const premises = [BY_HOST_NAME, ...estate.premises.filter(({ id }) => id === `node-names:${pool.id}`)];
  const faults = [
    ...nodes.flatMap(misnamed),
    ...nodes.flatMap((each) => twice(estate, each, byName)),
    ...nodes.flatMap((each) => namesakes(each, byMachine)),
  ];
  for (const fault of faults) yield { ...fault, subject, premises };
  // Of nodes that others made, and of which nothing is told, there is nothing to hold against anything.
  if (nodes.every(({ machine, host }) => !machine && 'hidden' in host)) return;
  const gaps = nodes.flatMap((each) => gapOf(each, byName));
  const [first] = gaps;
  if (first) {
    const others = gaps.length === 1 ? '' : `; and ${gaps.length - 1} more of its nodes`;
    const undecided: Undecided = {
      verdict: 'undecided',
      subject,
      premises,
      message: `whether the nodes of pool ${quotedName(pool)} are called as their guests are`,
      reason: `${first.reason}${others}`,
      decidedBy: first.decidedBy,
    };
    yield undecided;
  } else if (faults.length === 0) yield { verdict: 'proved', subject, premises };
}

type Fault = Omit<Refuted, 'subject' | 'premises'>;

/** A guest with another name than its node. */
function misnamed({ node, host }: NamedNode): Fault[] {
  if ('hidden' in host || isHidden(node.name) || host.name === node.name) return [];
  return [
    {
      verdict: 'refuted',
      key: node.name,
      message: `node ${quoted(node.name)} has a guest called ${quoted(host.name)}: the cloud provider does not find its VM`,
      witness: [
        { label: 'node', text: quoted(node.name) },
        { label: 'guest', text: `${quoted(host.name)}, by ${host.by}` },
        { label: 'differs in', text: differenceOf(node.name, host.name) },
      ],
      remedies: [{ text: `${quoted(node.name)} as the host name of the guest` }],
    },
  ];
}

function differenceOf(node: string, guest: string): string {
  if (node.toLowerCase() === guest.toLowerCase()) return 'capitals: a node has small letters only, and host names are compared letter by letter';
  const [longer, shorter] = node.length > guest.length ? [node, guest] : [guest, node];
  if (longer.toLowerCase().startsWith(`${shorter.toLowerCase()}.`))
    return `the domain: ${quoted(longer)} is not ${quoted(shorter)} to a search by DNS name`;
  return 'the name';
}

/** Another node of the name, in one vCenter or in one cluster of Kubernetes. */
function twice(estate: Estate, one: NamedNode, byName: ByName): Fault[] {
  const others = namesOf(one).flatMap((name) => (byName.get(name) ?? []).filter((other) => other !== one && meets(one, other) === 'yes'));
  const [other] = others;
  if (!other) return [];
  const isOneCluster = other.pool.cluster === one.pool.cluster && other.node.name === one.node.name;
  return [
    {
      verdict: 'refuted',
      key: `twice:${one.node.name}`,
      message: isOneCluster
        ? `two nodes of cluster ${clusterName(estate, one.pool)} are called ${quoted(one.node.name)}: only one of them can join`
        : `two guests of one vCenter are called ${quoted(calledAs(one))}: the cloud provider cannot tell which is the node`,
      witness: [one, ...new Set(others)].slice(0, SHOWN).map((each) => ({ label: 'node', text: placeText(estate, each) })),
      remedies: [{ text: 'a name for each node that no other cluster on the vCenter has, such as one that begins with the name of the cluster' }],
    },
  ];
}

const SHOWN = 4;

/** Two node VMs with one name in vCenter, whose guests differ. */
function namesakes(one: NamedNode, byMachine: ByName): Fault[] {
  const { machine } = one;
  if (!machine || typeof machine.name !== 'string') return [];
  const other = (byMachine.get(machine.name) ?? []).find(
    (each) =>
      each.machine!.id !== machine.id &&
      sameVcenter(each.machine!, machine) === 'yes' &&
      calledAs(each).toLowerCase() !== calledAs(one).toLowerCase(),
  );
  if (!other) return [];
  return [
    {
      verdict: 'refuted',
      severity: 'warning',
      key: `vm:${one.node.name}`,
      message: `the VMs of nodes ${quoted(one.node.name)} and ${quoted(other.node.name)} have one name in vCenter, ${quoted(machine.name)}`,
      witness: [{ label: 'VMs', text: listed([machine, other.machine!].map(({ path, id }) => quoted(path ?? id))) }],
      remedies: [{ text: 'a name of its own for each VM' }],
    },
  ];
}

interface Gap {
  readonly reason: string;
  readonly decidedBy: string;
}

function gapOf(one: NamedNode, byName: ByName): Gap[] {
  const { node, host, machine } = one;
  if (isHidden(node.name)) return [{ reason: `the name of node ${quoted(node.name)} is a token`, decidedBy: 'literal names of nodes' }];
  if ('hidden' in host) return [{ reason: `of node ${quoted(node.name)}, ${host.hidden}`, decidedBy: 'the host name of each node, as a literal' }];
  const perhaps = namesOf(one).flatMap((name) => (byName.get(name) ?? []).filter((other) => other !== one && meets(one, other) === 'maybe'));
  if (perhaps.length === 0) return [];
  const what = machine ? 'whether their VMs are in one vCenter is not known' : 'which VMs they are is not known';
  return [
    {
      reason: `nodes of two clusters are called ${quoted(node.name)}, and ${what}`,
      decidedBy: 'other names, or the server of the provider as a literal in every stack',
    },
  ];
}

/** Whether two nodes of one name get in each other's way. */
function meets(a: NamedNode, b: NamedNode): Ternary {
  if (a.pool.cluster === b.pool.cluster && a.node.name === b.node.name) return 'yes';
  if (!a.machine || !b.machine) return 'maybe';
  if (a.machine.id === b.machine.id) return 'no';
  const same = sameVcenter(a.machine, b.machine);
  return same === 'yes' && ('hidden' in a.host || 'hidden' in b.host) ? 'maybe' : same;
}

function grouped(nodes: readonly NamedNode[], namesIn: (node: NamedNode) => readonly string[]): ByName {
  const groups = new Map<string, NamedNode[]>();
  for (const each of nodes) for (const name of namesIn(each)) addTo(groups, name, each);
  return groups;
}

/** What a search may find it by: a search does not tell capitals. */
function namesOf(one: NamedNode): string[] {
  return [...new Set([one.node.name, calledAs(one)].filter((name) => !isHidden(name)).map((name) => name.toLowerCase()))];
}

function calledAs({ node, host }: NamedNode): string {
  return 'name' in host ? host.name : node.name;
}

function placeText(estate: Estate, { node, pool, machine }: NamedNode): string {
  const vm = machine ? `, VM ${quoted(machine.path ?? machine.id)}` : '';
  return `${quoted(node.name)} of pool ${quotedName(pool)} in cluster ${clusterName(estate, pool)}${vm}`;
}

function clusterName(estate: Estate, { cluster }: NodePool): string {
  const found: KubernetesCluster | undefined = estate.kubernetes.kubernetesClusters.find(({ id }) => id === cluster);
  return found ? quotedName(found) : quoted(cluster);
}
