import {
  indexOf,
  type ComputeCluster,
  type EsxiHost,
  type Estate,
  type KubernetesCluster,
  type NodePool,
  type Premise,
  type VirtualMachine,
} from '../../estate';
import { gatheringOf, type Gatherable } from '../../proofs/placement';
import type { Gap } from '../isolation/host-rules';
import type { Rule } from '../rule';
import type { Refuted, Verdict } from '../verdict';
import { count, listed, listedNames, quoted, quotedName } from '../wording';
import { homesOf, hostText, type NodeHomes } from './node-homes';

/**
 * In every placement that mandatory rules allow, no host, and no rack where the cluster tolerates the loss of one, has so many members of etcd
 * that the others are no majority. The members are the control-plane VMs; one that dies with its rack counts as lost, since etcd must go on at
 * that moment, before HA restarts anything.
 */
export const controlPlane: Rule = {
  id: 'AVL-001',
  title: 'The control plane keeps its quorum',
  decides:
    'In every placement that mandatory rules allow, etcd keeps its majority when any one ESXi host is lost, and any one rack where the vSphere cluster tolerates that.',
  why: 'Two of three control-plane VMs on one host, and its failure stops every change in the cluster: no pod is placed again, and nothing heals until somebody is there.',
  severity: 'error',
  evidence: 'The host or rack, and the control-plane VMs that may be there at once.',
  sources: [
    'https://etcd.io/docs/v3.5/faq/#what-is-failure-tolerance',
    'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-resource-management/GUID-793013E2-0976-43B7-9A00-340FA76859D0.html',
    'https://github.com/kubernetes-sigs/cluster-api-provider-vsphere/issues/175',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const cluster of estate.kubernetes.kubernetesClusters) {
      const pools = indexOf(estate)
        .poolsOf(cluster)
        .filter(({ role }) => role === 'control-plane');
      if (pools.length > 0) yield decide(estate, cluster, pools);
    }
  },
};

function decide(estate: Estate, cluster: KubernetesCluster, pools: readonly NodePool[]): Verdict {
  const subject = { path: pools[0]!.path ?? cluster.id };
  const members = pools.flatMap(({ machines }) =>
    machines.ids.flatMap((id) => (indexOf(estate).objects.get(id) as VirtualMachine | undefined) ?? []),
  );
  const message = `whether the control plane of cluster ${quotedName(cluster)} keeps its quorum`;
  const replicas = pools.reduce((sum, pool) => sum + pool.replicas, 0);
  if (members.length < replicas) {
    const reason = `the VMs of ${members.length === 0 ? 'its nodes' : `${replicas - members.length} of its ${count(replicas, 'node')}`} are not the app's, and where they may run is not known`;
    return { verdict: 'undecided', subject, message, reason, decidedBy: 'nodes whose VMs the app makes' };
  }
  const homes = homesOf(estate, members);
  if (!('machines' in homes)) return { verdict: 'undecided', subject, message, ...homes };
  const premises = [...homes.premises, stacked(cluster)];
  if (members.length < 3) return { ...tooFew(cluster, members), subject, premises };
  const size = members.length - majorityOf(members.length) + 1;
  const domains = [...hostDomains(homes), ...rackDomains(estate, homes)];
  const surely = gatherable(homes, ({ surely: hosts }) => hosts, 'no');
  const free = members.flatMap(({ id }) => (homes.tied.has(id) ? [] : [id]));
  for (const { name, hosts, of } of domains) {
    const gathering = gatheringOf(free, size, new Set(hosts.map(({ id }) => id)), surely);
    if (gathering) return { ...lost(estate, cluster, members, { name, of, gathering }), subject, premises };
  }
  const gap = openTo(estate, homes, domains, size);
  if (gap) return { verdict: 'undecided', subject, premises, message, ...gap };
  return { verdict: 'proved', subject, premises };
}

function stacked(cluster: KubernetesCluster): Premise {
  return {
    id: `etcd-members:${cluster.id}`,
    kind: 'stated',
    statement: `etcd of cluster ${quotedName(cluster)} runs on its control-plane VMs, one member on each, and nowhere else`,
    ...(cluster.path !== undefined && { subject: cluster.path }),
  };
}

/** Hosts that are lost together. */
interface Domain {
  readonly of: 'host' | 'rack';
  readonly name: string;
  readonly hosts: readonly EsxiHost[];
}

function hostDomains({ hosts }: NodeHomes): Domain[] {
  return hosts.map((host) => ({ of: 'host', name: hostText(host), hosts: [host] }));
}

/** The racks whose loss a vSphere cluster of the VMs tolerates; hosts of another cluster may stand in them too. */
function rackDomains(estate: Estate, { machines, hosts }: NodeHomes): Domain[] {
  if (!tolerant(estate, machines).length) return [];
  const racks = new Set(hosts.flatMap(({ rack }) => rack ?? []));
  return [...racks].map((rack) => ({ of: 'rack', name: quoted(rack), hosts: hosts.filter((host) => host.rack === rack) }));
}

function tolerant(estate: Estate, machines: readonly VirtualMachine[]): ComputeCluster[] {
  const homes = new Set(machines.map(({ cluster }) => cluster));
  return estate.vsphere.clusters.filter(({ id, tolerates }) => homes.has(id) && tolerates?.rack === true);
}

/** @param apartFrom what a rule between two VMs must be at least, to count */
function gatherable(
  homes: NodeHomes,
  hostsOf: (bounds: ReturnType<NodeHomes['boundsOf']>) => ReadonlySet<string>,
  apartFrom: 'yes' | 'no',
): Gatherable {
  return {
    allowed: new Map(homes.machines.map((machine) => [machine.id, hostsOf(homes.boundsOf(machine))])),
    apart: (a, b) => (apartFrom === 'yes' ? homes.apart(a, b) === 'yes' : homes.apart(a, b) !== 'no'),
  };
}

/** Why it is not proved: a placement that rules may allow, as far as anybody knows. */
function openTo(estate: Estate, homes: NodeHomes, domains: readonly Domain[], size: number): Gap | undefined {
  const { machines } = homes;
  const elsewhere = 'a host that nobody knows';
  const possibly = gatherable(homes, ({ possibly: { ids, complete } }) => (complete ? ids : new Set([...ids, elsewhere])), 'yes');
  const ids = machines.map(({ id }) => id);
  const may = (hosts: ReadonlySet<string>): boolean => gatheringOf(ids, size, hosts, possibly) !== undefined;
  const worst = domains.find(({ hosts }) => may(new Set(hosts.map(({ id }) => id))));
  if (worst || may(new Set([elsewhere]))) {
    const [tie] = homes.tied.values();
    return (
      homes.ruleGap ?? {
        reason: tie
          ? `rule ${quotedName(tie)} ties some of ${listedNames(machines)} to other VMs, and where these are is open`
          : `where ${listedNames(machines)} may run is not known for certain${worst ? `: ${worst.of} ${worst.name} may have ${size} of them` : ''}`,
        decidedBy: 'rules, groups and hosts that are rendered with literals, or a record of them',
      }
    );
  }
  if (!tolerant(estate, machines).length) return undefined;
  const rackless = homes.hosts.filter(
    ({ rack, id }) => rack === undefined && machines.some((machine) => homes.boundsOf(machine).possibly.ids.has(id)),
  );
  if (rackless.length > 0) {
    return {
      reason: `the rack of ${listedNames(rackless)}, where they may run, is not stated`,
      decidedBy: '`rack` of each host, or `racks` of the fleet',
    };
  }
  const free = machines.filter((machine) => !homes.boundsOf(machine).possibly.complete);
  if (free.length < size) return undefined;
  return {
    reason: `${listedNames(free)} may run on hosts that are not known, and so in any rack`,
    decidedBy: 'a mandatory VM-host rule to the hosts of a rack for each',
  };
}

function majorityOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

function tooFew(cluster: KubernetesCluster, members: readonly VirtualMachine[]): Omit<Refuted, 'subject'> {
  return {
    verdict: 'refuted',
    severity: 'warning',
    key: 'too-few',
    message: `the control plane of cluster ${quotedName(cluster)} does not outlive the loss of a host: it has ${count(members.length, 'node')}`,
    witness: [
      {
        label: 'members',
        text: `${listedNames(members)}: a majority is ${majorityOf(members.length)} of ${members.length}, so that none can be spared`,
      },
    ],
    remedies: [{ text: '`controlPlane: { replicas: 3 }`' }],
  };
}

interface Loss extends Pick<Domain, 'name' | 'of'> {
  readonly gathering: ReadonlyMap<string, string>;
}

function lost(
  estate: Estate,
  cluster: KubernetesCluster,
  members: readonly VirtualMachine[],
  { name, of, gathering }: Loss,
): Omit<Refuted, 'subject'> {
  const { objects } = indexOf(estate);
  const together = [...gathering].map(([id, on]) => {
    const [machine, host] = [objects.get(id)!, objects.get(on)!];
    return of === 'host' ? quotedName(machine) : `${quotedName(machine)} on ${quotedName(host)}`;
  });
  const left = members.length - gathering.size;
  return {
    verdict: 'refuted',
    key: of,
    message: `the control plane of cluster ${quotedName(cluster)} may lose its quorum with one ${of}`,
    witness: [
      { label: `lost with ${of}`, text: `${name}: ${listed(together, 7)}` },
      { label: 'left', text: `${left} of ${members.length} members of etcd, and a majority is ${majorityOf(members.length)}` },
      { label: 'allowed by', text: 'no mandatory rule keeps them apart there' },
    ],
    remedies: [
      of === 'host'
        ? { text: 'a mandatory anti-affinity rule for these VMs, on a cluster with as many hosts: `mandatory = true`' }
        : { text: 'a mandatory VM-host rule that holds each of these VMs to the hosts of a rack of its own' },
    ],
  };
}
