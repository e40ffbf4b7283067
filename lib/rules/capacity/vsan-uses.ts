import {
  indexOf,
  isUnknown,
  type ComputeCluster,
  type Datastore,
  type Estate,
  type ObjectId,
  type StoragePolicy,
  type VirtualMachine,
} from '../../estate';

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
  const machines = followers(estate);
  return estate.vsphere.storagePolicies.flatMap((policy) => {
    const ids = new Set<ObjectId>(policy.cluster === undefined ? [] : [policy.cluster]);
    const astray: VirtualMachine[] = [];
    for (const machine of machines.get(policy.id) ?? []) {
      const vsan = vsanUnder(estate, machine);
      if (typeof vsan === 'string') ids.add(vsan);
      else if (vsan === undefined && policy.redundancy && policy.cluster === undefined) astray.push(machine);
    }
    const known = [...ids].flatMap((id) => clusters.get(id) ?? []);
    return known.length > 0 || astray.length > 0 ? [{ policy, clusters: known, astray }] : [];
  });
}

/** VMs by the policies that they or their disks follow. */
function followers(estate: Estate): Map<ObjectId, VirtualMachine[]> {
  const found = new Map<ObjectId, VirtualMachine[]>();
  for (const machine of estate.vsphere.machines) {
    const policies = [machine.storagePolicy, ...machine.disks.map(({ storagePolicy }) => storagePolicy)];
    for (const id of new Set(policies)) if (typeof id === 'string') found.set(id, [...(found.get(id) ?? []), machine]);
  }
  return found;
}

/** The cluster whose vSAN a VM lies on; null where it lies on none, undefined where nobody knows. */
function vsanUnder(estate: Estate, { datastore }: VirtualMachine): ObjectId | null | undefined {
  if (datastore === null || isUnknown(datastore)) return undefined;
  const found = indexOf(estate).objects.get(datastore) as Datastore | undefined;
  if (found?.vsanOf !== undefined) return found.vsanOf;
  return found?.type === 'vmfs' || found?.type === 'nfs' ? null : undefined;
}
