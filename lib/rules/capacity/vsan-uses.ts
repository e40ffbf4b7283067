import {
  indexOf,
  isReference,
  isUnknown,
  type ComputeCluster,
  type Datastore,
  type Estate,
  type Field,
  type ObjectId,
  type StoragePolicy,
  type Value,
  type VirtualMachine,
} from '../../estate';
import { blocksOf } from '../blocks';

/** A storage policy, and where what follows it is kept. */
export interface PolicyUse {
  readonly policy: StoragePolicy;
  /** Clusters on whose vSAN it is used. */
  readonly clusters: readonly ComputeCluster[];
  /** VMs that follow it and lie nobody knows where. */
  readonly astray: readonly VirtualMachine[];
}

/** Storage policies of vSAN: those of which somebody stated what they keep, and those that are used on a vSAN. */
export function policyUses(estate: Estate): PolicyUse[] {
  const clusters = new Map(estate.vsphere.clusters.map((cluster) => [cluster.id, cluster]));
  const followers = followersOf(estate);
  return estate.vsphere.storagePolicies.flatMap((policy) => {
    const ids = new Set<ObjectId>(policy.cluster === undefined ? [] : [policy.cluster]);
    const astray: VirtualMachine[] = [];
    for (const [machine, places] of followers.get(policy.id) ?? []) {
      const vsans = places.map((datastore) => vsanUnder(estate, datastore));
      for (const vsan of vsans) if (typeof vsan === 'string') ids.add(vsan);
      if (vsans.includes(undefined) && policy.redundancy && policy.cluster === undefined) astray.push(machine);
    }
    const known = [...ids].flatMap((id) => clusters.get(id) ?? []);
    return known.length > 0 || astray.length > 0 ? [{ policy, clusters: known, astray }] : [];
  });
}

/** VMs by the policies that they or their disks follow, with the datastores on which they do. */
function followersOf(estate: Estate): Map<ObjectId, Map<VirtualMachine, Place[]>> {
  const found = new Map<ObjectId, Map<VirtualMachine, Place[]>>();
  const add = (policy: Field<ObjectId | null>, machine: VirtualMachine, place: Place): void => {
    if (typeof policy !== 'string') return;
    const machines = found.get(policy) ?? new Map<VirtualMachine, Place[]>();
    found.set(policy, machines.set(machine, [...(machines.get(machine) ?? []), place]));
  };
  for (const machine of estate.vsphere.machines) {
    const blocks = blocksOf(indexOf(estate).entryOf(machine)?.values.disk);
    add(machine.storagePolicy, machine, machine.datastore);
    for (const [at, { storagePolicy }] of machine.disks.entries()) {
      const own = ownDatastore(estate, blocks[at]);
      add(storagePolicy, machine, own === undefined ? machine.datastore : own);
    }
  }
  return found;
}

type Place = VirtualMachine['datastore'];

/** The datastore that a disk names for itself; undefined where it lies with its VM. */
function ownDatastore({ vsphere }: Estate, block: Readonly<Record<string, Value>> | undefined): Place | undefined {
  const named = block?.datastore_id ?? null;
  if (named === null || named === '') return undefined;
  if (isUnknown(named)) return named;
  const at = isReference(named) ? named.$ref : undefined;
  const datastore = vsphere.datastores.find(({ addresses }) => addresses.some(({ stack, address }) => stack === at?.stack && address === at.address));
  return datastore?.id ?? null;
}

/** The cluster whose vSAN a datastore is; null where it is none, undefined where nobody knows. */
function vsanUnder(estate: Estate, datastore: Place): ObjectId | null | undefined {
  if (datastore === null || isUnknown(datastore)) return undefined;
  const found = indexOf(estate).objects.get(datastore) as Datastore | undefined;
  if (found?.vsanOf !== undefined) return found.vsanOf;
  return found?.type === 'vmfs' || found?.type === 'nfs' ? null : undefined;
}
