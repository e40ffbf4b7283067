import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { ConstructError } from '../../construct-error';
import { MACHINE } from '../../kind';
import type { IComputeResource } from '../cluster/compute-resource';
import { checkKindHere } from '../connection';
import type { IVcenterCluster } from '../cluster/vcenter-cluster';
import type { IVirtualMachine } from '../machine/virtual-machine';

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
  const elsewhere = machines.find(({ on }) => surelyDiffer(on?.clusterId, clusterId));
  if (elsewhere === undefined) return;
  throw new ConstructError(
    construct,
    `${elsewhere.node.path} runs on cluster ${elsewhere.on!.clusterId!}, and this is of ${clusterId}; name machines of one cluster`,
  );
}

/** Throws where two groups are surely of different clusters. */
export function checkOneCluster(
  construct: IConstruct,
  one: IConstruct & { readonly cluster: IVcenterCluster },
  other: IConstruct & { readonly cluster: IVcenterCluster },
): void {
  if (!surelyDiffer(one.cluster.clusterId, other.cluster.clusterId)) return;
  throw new ConstructError(
    construct,
    `${one.node.path} is of cluster ${one.cluster.clusterId!}, and ${other.node.path} of ${other.cluster.clusterId!}; name groups of one cluster`,
  );
}

/** Two tokens may stand for one cluster. */
function surelyDiffer(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}
