import { ApiError, type ApiClient } from './client';
import type { Fields, KubernetesObject } from './object';

/** Gives a volume to every claim that waits for one, as a provisioner and the volume controller would: of the size it asks for. */
export async function provision(client: ApiClient): Promise<void> {
  const { items: claims } = (await client.get('/api/v1/persistentvolumeclaims')).body as { readonly items: readonly Claim[] };
  for (const claim of claims) if (!claim.spec.volumeName && (await isWanted(client, claim))) await bind(client, claim);
}

interface Claim extends KubernetesObject {
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly storageClassName?: string;
    readonly volumeMode?: string;
    readonly volumeName?: string;
    readonly resources: { readonly requests: Fields };
  };
}

/** A class of late binding waits until the scheduler has chosen a node; a claim of no class waits for a volume that somebody makes. */
async function isWanted(client: ApiClient, { metadata, spec: { storageClassName } }: Claim): Promise<boolean> {
  if (!storageClassName) return false;
  const { volumeBindingMode }: { readonly volumeBindingMode?: string } = await client
    .get(`/apis/storage.k8s.io/v1/storageclasses/${storageClassName}`)
    .then(
      ({ body }) => body as { readonly volumeBindingMode?: string },
      (error: Error) => {
        if (error instanceof ApiError && error.status === 404) return {};
        throw error;
      },
    );
  if (volumeBindingMode === 'WaitForFirstConsumer') return metadata.annotations?.['volume.kubernetes.io/selected-node'] !== undefined;
  return volumeBindingMode === 'Immediate';
}

async function bind(client: ApiClient, claim: Claim): Promise<void> {
  const { name, namespace, uid } = claim.metadata;
  const { accessModes, storageClassName, volumeMode, resources } = claim.spec;
  const volume = `pvc-${String(uid)}`;
  await client.post('/api/v1/persistentvolumes', {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volume },
    spec: {
      accessModes,
      storageClassName,
      volumeMode,
      capacity: { storage: resources.requests.storage },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      csi: { driver: 'csi.example.com', volumeHandle: volume },
    },
  });
  await client.merge(`/api/v1/persistentvolumes/${volume}/status`, { status: { phase: 'Bound' } });
  const path = `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`;
  await client.merge(path, { metadata: { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } }, spec: { volumeName: volume } });
  await client.merge(`${path}/status`, { status: { phase: 'Bound', accessModes, capacity: resources.requests } });
}
