import type { Declaration } from '../declaration';
import { sameVcenter } from '../same-object';

import type { Datastore, VsphereEstate, VsphereObject } from '../vsphere';
import type { Patches } from './patches';

type Of<K extends Declaration['kind']> = Extract<Declaration, { readonly kind: K }>;

/** Datastores and storage policies with what is declared of them. */
export function declaredStorage(
  vsphere: VsphereEstate,
  declarations: readonly Declaration[],
  patches: Patches,
): Pick<VsphereEstate, 'datastores' | 'storagePolicies'> {
  const vsan = declarations
    .filter((one): one is Of<'vsan-datastore'> => one.kind === 'vsan-datastore')
    .map(({ of, cluster }) => ({ of, owner: patches.theOne(of, cluster, 'clusters', 'the cluster of a vSAN datastore') }));
  const policies = declarations
    .filter((one): one is Of<'storage-policy'> => one.kind === 'storage-policy')
    .map(({ of, redundancy, cluster }) => ({
      of,
      redundancy,
      owner: cluster === undefined ? undefined : patches.theOne(of, cluster, 'clusters', 'the cluster of a storage policy'),
    }));
  patches.demand(vsan, ['datastores'], 'what a datastore is');
  patches.demand(policies, ['storagePolicies'], 'what a storage policy keeps');
  for (const { of, owner } of vsan) {
    for (const datastore of patches.objectsAt(of, ['datastores'])) contradict(datastore as Datastore, of, owner, patches);
  }
  for (const { of, owner } of policies) {
    for (const policy of patches.objectsAt(of, ['storagePolicies'])) apart(policy, of, owner, patches);
  }
  return {
    datastores: patches.applied(vsphere.datastores, 'datastores', vsan, ({ owner }) => ({
      type: 'vsan' as const,
      ...(owner && { vsanOf: owner.id }),
    })),
    storagePolicies: patches.applied(vsphere.storagePolicies, 'storagePolicies', policies, ({ redundancy, owner }) => ({
      redundancy: { raid: redundancy.raid, failures: redundancy.failures, mirroredSites: redundancy.mirroredSites },
      ...(owner && { cluster: owner.id }),
    })),
  };
}

/** vCenter makes the datastore of a vSAN itself: one that the app makes is none. */
function contradict(datastore: Datastore, of: string, owner: VsphereObject | undefined, patches: Patches): void {
  if (datastore.origin === 'owned' && datastore.type !== null && datastore.type !== 'vsan') {
    patches.refuse(of, datastore.type, `it states that the datastore is a vSAN, and the app makes it as ${datastore.type.toUpperCase()}`, 'type');
  } else apart(datastore, of, owner, patches);
}

function apart(object: VsphereObject, of: string, owner: VsphereObject | undefined, patches: Patches): void {
  if (!owner || sameVcenter(object, owner) !== 'no') return;
  patches.refuse(of, owner.path ?? owner.id, `it names \`${owner.path ?? owner.id}\`, which is in another vCenter`, 'cluster');
}
