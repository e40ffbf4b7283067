import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { MACHINE } from '../../kind';
import type { IComputeResource } from '../cluster/compute-resource';
import { clusterOfId } from '../cluster/owned-clusters';
import { checkKindHere } from '../connection';
import type { IVcenterCluster } from '../cluster/vcenter-cluster';
import type { IVirtualMachine } from '../machine/machine';

/** A machine, a fleet, or several of either. */
export type Machines = IVirtualMachine | Iterable<IVirtualMachine | Iterable<IVirtualMachine>>;

/** The machines that are named, each once. */
export function checkMachines(construct: IConstruct, what: string, named: Machines): IVirtualMachine[] {
  return [...new Set(flatten(construct, what, named))];
}

function flatten(construct: IConstruct, what: string, named: Machines): IVirtualMachine[] {
  if (typeof named === 'object' && named !== null && Symbol.iterator in named) {
    return [...named].flatMap((each, index) => flatten(construct, `${what}[${index}]`, each));
  }
  return [checkKindHere(construct, what, named, MACHINE)];
}

/** A name for what has none, unique in the app and so in a cluster. */
export function nameOfPath(construct: IConstruct): string {
  return construct.node.path.replaceAll('/', '-');
}

/** @throws when nobody said what cluster it is */
export function checkClusterId(construct: IConstruct, on: IComputeResource): string {
  if (on.clusterId !== undefined) return on.clusterId;
  throw new ConstructError(
    construct,
    `the cluster of ${on.node.path} is not known, and only a cluster has groups and rules; give the pool what it is on`,
  );
}

/** Throws where a machine surely runs elsewhere. */
export function checkSameCluster(construct: IConstruct, clusterId: string, machines: readonly IVirtualMachine[]): void {
  const elsewhere = machines.find(({ on }) => surelyDiffer(construct, on?.clusterId, clusterId));
  if (elsewhere === undefined) return;
  const [its, own] = [elsewhere.on!.clusterId!, clusterId].map((id) => clusterName(construct, id));
  throw new ConstructError(construct, `${elsewhere.node.path} runs on cluster ${its}, and this is of ${own}; name machines of one cluster`);
}

/** Throws where two groups are surely of different clusters. */
export function checkOneCluster(
  construct: IConstruct,
  one: IConstruct & { readonly cluster: IVcenterCluster },
  other: IConstruct & { readonly cluster: IVcenterCluster },
): void {
  if (!surelyDiffer(construct, one.cluster.clusterId, other.cluster.clusterId)) return;
  const [first, second] = [one, other].map(({ cluster }) => clusterName(construct, cluster.clusterId));
  throw new ConstructError(construct, `${one.node.path} is of cluster ${first}, and ${other.node.path} of ${second}; name groups of one cluster`);
}

/** The group of each name in a cluster. */
const groupsOf = new WeakMap<IVcenterCluster, Map<string, IConstruct>>();

/** Throws where the cluster has another group of the name: the provider would take the one for the other. */
export function takeGroupName(group: IConstruct, cluster: IVcenterCluster, name: string): string {
  const others = groupsOf.get(cluster) ?? new Map<string, IConstruct>();
  groupsOf.set(cluster, others);
  const other = others.get(name);
  if (other !== undefined) {
    throw new ConstructError(group, `cluster ${cluster.node.path} has a group "${name}" already, ${other.node.path}; give this one another name`);
  }
  others.set(name, group);
  return name;
}

/** Two tokens may stand for one cluster, unless the app makes both. */
function surelyDiffer(construct: IConstruct, one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined || one === other) return false;
  const isKnown = (id: string): boolean => !Token.isUnresolved(id);
  const isMade = (id: string): boolean => clusterOfId(construct, id) !== undefined;
  return (isKnown(one) && isKnown(other)) || (isMade(one) && isMade(other));
}

function clusterName(construct: IConstruct, id: string): string {
  return clusterOfId(construct, id)?.node.path ?? id;
}
