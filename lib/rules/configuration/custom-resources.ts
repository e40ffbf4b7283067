import type { ManifestObject } from '../../estate';
import { groupOf } from '../../proofs/kubernetes-api';

/** An object of a manifest; those of a `List`, which is none of the API server's, each for itself. */
export interface ListedObject {
  readonly manifest: ManifestObject;
  readonly apiVersion: string;
  readonly kind: string;
  readonly body: Fields;
  /** Where it stands in the manifest; empty where it is the whole. */
  readonly at: string;
}

type Fields = Readonly<Record<string, unknown>>;

export function objectsOf(manifest: ManifestObject): ListedObject[] {
  return listed(manifest, fieldsOf(manifest.body), manifest, '');
}

function listed(manifest: ManifestObject, body: Fields, { apiVersion, kind }: { apiVersion: string; kind: string }, at: string): ListedObject[] {
  const { items } = body;
  if (!kind.endsWith('List') || !Array.isArray(items)) return [{ manifest, apiVersion, kind, body, at }];
  return items.flatMap((item, index) => {
    const fields = fieldsOf(item);
    // Items of a typed list, such as a `ConfigMapList`, may leave out what the list says.
    const own = { apiVersion: textOr(fields.apiVersion, apiVersion), kind: textOr(fields.kind, kind.slice(0, -'List'.length)) };
    return listed(manifest, fields, own, at === '' ? `items.${index}` : `${at}.items.${index}`);
  });
}

/** Kinds that CustomResourceDefinitions among the manifests of a cluster bring. */
export class CustomResources {
  /** Versions by `group kind`, and whether each is served. */
  private readonly versions = new Map<string, Map<string, boolean>>();

  public constructor(objects: readonly ListedObject[]) {
    for (const { apiVersion, kind, body } of objects)
      if (kind === 'CustomResourceDefinition' && apiVersion === 'apiextensions.k8s.io/v1') this.add(fieldsOf(body.spec));
  }

  /** Versions that the definition of a kind serves; undefined where the manifests have none. */
  public servedVersions(apiVersion: string, kind: string): string[] | undefined {
    const versions = this.versions.get(`${groupOf(apiVersion)} ${kind}`);
    return versions && [...versions].filter(([, isServed]) => isServed).map(([version]) => version);
  }

  private add({ group, names, versions }: Fields): void {
    const key = `${String(group)} ${String(fieldsOf(names).kind)}`;
    const own = this.versions.get(key) ?? new Map<string, boolean>();
    this.versions.set(key, own);
    for (const version of Array.isArray(versions) ? versions.map(fieldsOf) : []) own.set(String(version.name), version.served === true);
  }
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
