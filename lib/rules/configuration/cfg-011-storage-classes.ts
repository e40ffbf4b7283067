import {
  indexOf,
  isUnknown,
  type ComputeCluster,
  type Estate,
  type KubernetesCluster,
  type NodePool,
  type ObjectId,
  type Premise,
  type StorageClass,
  type StoragePolicy,
  type VirtualMachine,
} from '../../estate';
import type { Rule } from '../rule';
import type { Refuted, Subject, Undecided, Verdict } from '../verdict';
import { knownOnlyTo, listed, listedNames, quoted, quotedName } from '../wording';

/**
 * The datastores that the storage policy of a class leads to are mounted by every host that a node of the cluster may run on. A vSAN is mounted
 * by the hosts of its cluster, and by those of a cluster that mounts it as a remote one.
 */
export const storageClasses: Rule = {
  id: 'CFG-011',
  title: 'Storage classes lead to datastores that the nodes reach',
  decides: 'Every ESXi host that a node of a Kubernetes cluster may run on mounts the datastores of each storage class of the cluster.',
  why: 'The storage driver refuses to make a volume, or the pod waits for ever, where the host of its node does not mount the datastore: "no compatible datastore" at the first claim.',
  severity: 'error',
  evidence: 'The class with its storage policy, the cluster of vSphere whose vSAN it is on, and the nodes elsewhere.',
  sources: [
    'https://techdocs.broadcom.com/us/en/vmware-cis/vsphere/container-storage-plugin/3-0/getting-started-with-vmware-vsphere-container-storage-plug-in-3-0.html',
    'https://github.com/kubernetes-sigs/vsphere-csi-driver/issues/348',
    'https://github.com/kubernetes-sigs/vsphere-csi-driver/issues/2377',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const each of estate.kubernetes.storageClasses) {
      const cluster = estate.kubernetes.kubernetesClusters.find(({ id }) => id === each.cluster);
      const isOpen = (each.unread ?? []).some((path) => path === 'provisioner');
      if (cluster && (each.provisioner === DRIVER || isOpen)) yield decide(estate, cluster, each);
    }
  },
};

const DRIVER = 'csi.vsphere.vmware.com';

function decide(estate: Estate, cluster: KubernetesCluster, each: StorageClass): Verdict {
  const subject: Subject = { ...(each.path !== undefined && { path: each.path }), object: `${nameOf(each)}[StorageClass]` };
  const open = (reason: string, decidedBy: string, premises: readonly Premise[] = []): Undecided => ({
    verdict: 'undecided',
    subject,
    message: `whether every node of ${quotedName(cluster)} reaches the datastores of storage class ${quoted(nameOf(each))}`,
    reason,
    decidedBy,
    premises,
  });
  const hidden = (each.unread ?? []).find((path) => /^(provisioner|parameters|allowedTopologies)(\.|$)/.test(path));
  if (hidden !== undefined) return open(`${quoted(hidden)} of its manifest is a token, or not of the type that the API has`, 'a literal');
  const { storagepolicyname: policyName, datastoreurl: url } = parametersOf(each);
  if (url !== undefined)
    return open(
      `it names its datastore by a URL, ${quoted(url)}, which no output has`,
      '`storagepolicyname`, of a policy that is looked up with its cluster',
    );
  if (policyName === undefined) return decideShared(estate, cluster, subject, open);
  const policies = estate.vsphere.storagePolicies.filter(({ name }) => isUnknown(name) || name === policyName);
  const [policy, ...others] = policies.filter(({ name }) => name === policyName);
  const home =
    policy && others.every((other) => other.cluster === policy.cluster) ? estate.vsphere.clusters.find(({ id }) => id === policy.cluster) : undefined;
  if (!policy || !home) {
    const why = policy ? 'on which datastores is not stated' : 'which the app neither makes nor looks up';
    return open(`it follows policy ${quoted(policyName)}, ${why}`, "`StoragePolicy.fromLookup(this, 'gold', { cluster, redundancy })`");
  }
  if (home.vsan.enabled === false)
    return open(
      `it follows policy ${quoted(policyName)}, on cluster ${quotedName(home)}, which has no vSAN`,
      'the cluster whose vSAN the policy is for',
    );
  const premises = [onVsan(policy, home)];
  const pools = estate.kubernetes.nodePools.filter((pool) => pool.cluster === cluster.id);
  const placed = placesOf(estate, pools, home);
  if (placed.elsewhere.length > 0 && !each.allowedTopologies)
    return { ...refuted(cluster, each, policyName, home, placed.elsewhere), subject, premises };
  if (placed.elsewhere.length > 0)
    return open(
      'it is for some zones only, and which nodes these have is not compared',
      'a class for all nodes, or all nodes in one cluster',
      premises,
    );
  return placed.gap === undefined
    ? { verdict: 'proved', subject, premises }
    : open(placed.gap, 'nodes whose VMs the app makes, on clusters that are named', premises);
}

interface Places {
  /** Nodes on hosts that surely do not mount the vSAN. */
  readonly elsewhere: readonly VirtualMachine[];
  readonly gap: string | undefined;
}

function placesOf(estate: Estate, pools: readonly NodePool[], home: ComputeCluster): Places {
  const { objects } = indexOf(estate);
  const elsewhere: VirtualMachine[] = [];
  let gap: string | undefined = pools.length === 0 ? 'which nodes the cluster has is not stated' : undefined;
  for (const pool of pools) {
    if (pool.machines.ids.length < pool.replicas) gap ??= `where the nodes of pool ${quotedName(pool)} run is not stated`;
    for (const id of pool.machines.ids) {
      const machine = objects.get(id) as VirtualMachine;
      const { cluster } = machine;
      if (cluster === home.id) continue;
      if (isUnknown(cluster)) gap ??= `which cluster ${quotedName(machine)} runs on is ${knownOnlyTo(cluster)}`;
      else if (mountsNoOther(estate, cluster)) elsewhere.push(machine);
      else gap ??= `whether the hosts of ${quotedName(machine)} mount the vSAN of cluster ${quotedName(home)} as a remote one is not known`;
    }
  }
  return { elsewhere, gap };
}

/** Whether the hosts of a cluster surely mount no vSAN but their own; a host of no cluster has none. */
function mountsNoOther(estate: Estate, id: ObjectId | null): boolean {
  if (id === null) return true;
  const remote = estate.vsphere.clusters.find((each) => each.id === id)?.vsan.remoteDatastores;
  return remote !== undefined && remote.complete && remote.ids.length === 0;
}

function refuted(
  cluster: KubernetesCluster,
  each: StorageClass,
  policy: string,
  home: ComputeCluster,
  elsewhere: readonly VirtualMachine[],
): Omit<Refuted, 'subject'> {
  return {
    verdict: 'refuted',
    message: `storage class ${quoted(nameOf(each))} of cluster ${quotedName(cluster)} is on a datastore that not all of its nodes reach`,
    witness: [
      { label: 'class', text: `follows policy ${quoted(policy)}, on the vSAN of cluster ${quotedName(home)}` },
      { label: 'elsewhere', text: `${listedNames(elsewhere)} run${elsewhere.length === 1 ? 's' : ''} on hosts that do not mount it` },
    ],
    remedies: [
      { text: `a class for each cluster, with ${quoted('allowedTopologies')} for its zone` },
      { text: `nodes on ${listed([quotedName(home)])} only` },
    ],
  };
}

function onVsan(policy: StoragePolicy, home: ComputeCluster): Premise {
  return {
    id: `policy-on:${policy.path ?? policy.id}`,
    kind: 'stated',
    statement: `what follows storage policy ${quotedName(policy)} lies on the vSAN of cluster ${quotedName(home)}, which all of its hosts mount`,
    ...(policy.path !== undefined && { subject: policy.path }),
  };
}

/** Without a policy the driver takes a datastore that the hosts of all nodes share: the vSAN of the one cluster that they run on is one. */
function decideShared(estate: Estate, cluster: KubernetesCluster, subject: Subject, open: (reason: string, decidedBy: string) => Undecided): Verdict {
  const pools = estate.kubernetes.nodePools.filter((pool) => pool.cluster === cluster.id);
  const machines = pools.flatMap(({ machines: { ids } }) => ids.map((id) => indexOf(estate).objects.get(id) as VirtualMachine));
  const home = estate.vsphere.clusters.find(({ id }) => id === machines[0]?.cluster);
  const isOnOne =
    home !== undefined &&
    machines.every((machine) => machine.cluster === home.id) &&
    pools.every(({ machines: { ids }, replicas }) => ids.length >= replicas);
  if (isOnOne && home.vsan.enabled === true) return { verdict: 'proved', subject, premises: [SHARED_BY_ALL] };
  return open(
    'it names no policy, and whether the hosts of all nodes share a datastore is not known',
    '`storagepolicyname`, of a policy that is looked up with its cluster',
  );
}

const SHARED_BY_ALL: Premise = {
  id: 'csi-shared-datastore',
  kind: 'constant',
  statement: 'without a policy, the storage driver of vSphere takes a datastore that the hosts of all nodes share',
  source: 'https://github.com/kubernetes-sigs/vsphere-csi-driver/issues/2377',
};

/** Names of parameters have no case to the driver. */
function parametersOf({ parameters }: StorageClass): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name.toLowerCase(), value]));
}

function nameOf({ name, id }: StorageClass): string {
  return isUnknown(name) ? id : name;
}
