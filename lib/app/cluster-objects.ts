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
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
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
    const rendered = constructs.map((construct) => ({ construct, chart: Chart.of(construct), body: construct.toJson() as ObjectBody }));
    const scopes = definedScopes(rendered);
    return { cluster, objects: rendered.map((object) => ({ ...object, body: withoutNamespace(object.body, scopes) })) };
  });
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
