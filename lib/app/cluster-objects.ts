import { ApiObject, Chart } from 'cdk8s';
import type { App as KubernetesApp } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { placeOfChart } from '../estate/kubernetes-app';
import { DEFINITION } from './apply-order';
import { groupOf, isClusterScoped } from './cluster-scope';

/** An object of a cluster, with the construct that makes it. */
export interface ClusterObject {
  readonly construct: ApiObject;
  readonly chart: Chart;
  readonly body: ObjectBody;
}

export interface ObjectBody {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** A cluster with every object of its charts, in the order of the tree. */
export interface ClusterManifests {
  readonly cluster: IConstruct;
  readonly objects: readonly ClusterObject[];
}

/** Whether a chart's manifests go to a cluster; those of any other lie beside the clusters' folders. */
export function isOfCluster(chart: IConstruct): boolean {
  return placeOfChart(chart) !== undefined;
}

/** @throws what cdk8s throws where an object cannot be rendered */
export function clusterManifests(app: KubernetesApp): ClusterManifests[] {
  const byCluster = new Map<IConstruct, ApiObject[]>();
  for (const construct of app.node.findAll()) {
    if (!Chart.isChart(construct) && !ApiObject.isApiObject(construct)) continue;
    const place = placeOfChart(construct);
    if (place === undefined) continue;
    const objects = byCluster.get(place.cluster) ?? [];
    byCluster.set(place.cluster, objects);
    if (ApiObject.isApiObject(construct)) objects.push(construct);
  }
  return [...byCluster].map(([cluster, constructs]) => {
    const rendered = constructs.flatMap((construct) => {
      const chart = Chart.of(construct);
      return unlisted(construct.toJson() as ObjectBody).map((body) => ({ construct, chart, body }));
    });
    const scopes = definedScopes(rendered);
    return { cluster, objects: rendered.map((object) => ({ ...object, body: withoutNamespace(object.body, scopes) })) };
  });
}

/**
 * The items of a List, each as an object of its chart: cdk8s gives namespace and labels of the chart to the List, and the API server knows only
 * items. A List with something else in it stays, for those who read it to say so.
 */
function unlisted(body: ObjectBody): ObjectBody[] {
  const { apiVersion, kind, metadata = {}, items } = body;
  if (!kind.endsWith('List') || !Array.isArray(items)) return [body];
  // Of a typed list items may leave out what it says.
  const typed = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  const bodies = items.map((item: unknown) => (typeof item === 'object' && item !== null && !Array.isArray(item) ? { ...typed, ...item } : {}));
  if (!bodies.every(isObjectBody)) return [body];
  return bodies.flatMap((each) => {
    const namespace = each.metadata?.namespace ?? metadata.namespace;
    const labels = { ...metadata.labels, ...each.metadata?.labels };
    const own = { ...(namespace !== undefined && { namespace }), ...(Object.keys(labels).length > 0 && { labels }) };
    return unlisted({ ...each, metadata: { ...each.metadata, ...own } });
  });
}

function isObjectBody(item: object): item is ObjectBody {
  return 'apiVersion' in item && typeof item.apiVersion === 'string' && 'kind' in item && typeof item.kind === 'string';
}

/** What a kind is known by across its versions. */
export function kindKey({ apiVersion, kind }: Pick<ObjectBody, 'apiVersion' | 'kind'>): string {
  return `${groupOf(String(apiVersion))}/${kind}`;
}

/** The kind that a CustomResourceDefinition defines, and where its objects lie. */
export function definedKind(body: ObjectBody): { key: string; scope?: string } | undefined {
  if (body.kind !== DEFINITION) return undefined;
  const { group, names, scope } = (body.spec ?? {}) as { group?: string; names?: { kind?: string }; scope?: string };
  return group === undefined || names?.kind === undefined ? undefined : { key: `${group}/${names.kind}`, ...(scope === undefined ? {} : { scope }) };
}

function definedScopes(objects: readonly ClusterObject[]): Map<string, string | undefined> {
  return new Map(objects.flatMap(({ body }) => definedKind(body) ?? []).map(({ key, scope }) => [key, scope]));
}

/** cdk8s gives every object the namespace of its chart, also what can lie in none. */
function withoutNamespace(body: ObjectBody, scopes: ReadonlyMap<string, string | undefined>): ObjectBody {
  if (body.metadata?.namespace === undefined) return body;
  if (!isClusterScoped(body.apiVersion, body.kind) && scopes.get(kindKey(body)) !== 'Cluster') return body;
  const metadata = Object.fromEntries(Object.entries(body.metadata).filter(([field]) => field !== 'namespace'));
  return { ...body, metadata };
}
