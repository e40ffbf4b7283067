import { DEFAULT_NAMESPACE } from './item-reader';
import { nameIn, type ManifestItem } from './object-log';

type Values = Readonly<Record<string, unknown>>;

/** Objects that another object of the manifests makes: they were exported with it, and count once. */
export function ownedIn(items: readonly ManifestItem[]): ReadonlySet<ManifestItem> {
  const makers = new Set(items.map((item) => keyOf(item, item.apiVersion, item.kind, nameIn(item.body))));
  return new Set(items.filter((item) => controllersOf(item).some((key) => makers.has(key))));
}

/** Those of its owners that made it. */
function controllersOf(item: ManifestItem): string[] {
  const { ownerReferences } = metadataOf(item);
  if (!Array.isArray(ownerReferences)) return [];
  return (ownerReferences as unknown[]).flatMap((each) => {
    const { apiVersion, kind, name, controller } = (typeof each === 'object' && each !== null ? each : {}) as Values;
    return controller === true ? [keyOf(item, String(apiVersion), String(kind), String(name))] : [];
  });
}

function keyOf(item: ManifestItem, apiVersion: string, kind: string, name: string): string {
  const { namespace = DEFAULT_NAMESPACE } = metadataOf(item);
  return JSON.stringify([item.manifest.cluster ?? null, namespace, apiVersion.split('/').slice(0, -1).join('/'), kind, name]);
}

function metadataOf({ body: { metadata } }: ManifestItem): Values {
  return (typeof metadata === 'object' && metadata !== null ? metadata : {}) as Values;
}
