import type { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { placeOfChart } from '../estate/kubernetes-app';
import { applyOrder, DependencyCircle } from './apply-order';
import type { Applied, ApplyFile } from './apply-order';
import { clusterDependencies } from './cluster-dependencies';
import { definedKind, kindKey } from './cluster-objects';
import type { ClusterManifests, ClusterObject } from './cluster-objects';
import { invalid } from './construct-faults';
import type { ConstructFault } from './construct-faults';

/** A file of a cluster's folder. */
export interface ClusterFile {
  readonly cluster: IConstruct;
  /** Relative to the folder of all manifests. */
  readonly name: string;
  readonly objects: readonly ClusterObject[];
}

const FILES = 'k8s.yaml';
/** Beyond it, two digits would not sort. */
const LAST_RANK = 99;

/** The files of all clusters, each cluster in a folder of its name, and what keeps them from being right. */
export function clusterFiles(clusters: readonly ClusterManifests[]): { files: ClusterFile[]; faults: ConstructFault[] } {
  const folders = foldersOf(clusters.map(({ cluster }) => cluster));
  const faults: ConstructFault[] = [...folders.faults];
  const files = clusters.flatMap((manifests) => {
    faults.push(...collidingObjects(manifests));
    const dependencies = clusterDependencies(manifests);
    faults.push(...dependencies.faults);
    return filesOf(manifests, folders.names.get(manifests.cluster)!, dependencies.after, faults);
  });
  return { files, faults };
}

function filesOf(manifests: ClusterManifests, folder: string, after: readonly (readonly number[])[], faults: ConstructFault[]): ClusterFile[] {
  const { cluster, objects } = manifests;
  const charts = new Map<string, Chart>(objects.map(({ chart }) => [chart.node.path, chart]));
  let order: ApplyFile[];
  try {
    order = applyOrder(objects.map((object, number) => applied(object, after[number]!)));
  } catch (cause) {
    if (!(cause instanceof DependencyCircle)) throw cause;
    const circle = cause.objects.map((number) => objects[number]!.construct);
    const names = [...circle, circle[0]!].map(({ node }) => `\`${node.path}\``).join(' -> ');
    faults.push(invalid(circle[0]!, `these wait for each other, so that none can be applied first: ${names}; remove one of the dependencies`));
    return [];
  }
  const taken = new Map<string, Chart>();
  return order.map(({ chart: path, rank, definitions, objects: numbers }) => {
    const chart = charts.get(path)!;
    const name = `${String(rank).padStart(2, '0')}-${chartName(cluster, chart)}${definitions ? '-crds' : ''}.${FILES}`;
    const other = taken.get(name);
    if (other !== undefined) {
      faults.push(
        invalid(chart, `its manifests would overwrite those of ${other.node.path}, as ${folder}/${name}; give one of the charts another id`),
      );
    }
    if (rank > LAST_RANK) {
      faults.push(invalid(chart, `waits for a chain of more than ${LAST_RANK} charts, and file names have two digits; put charts together`));
    }
    taken.set(name, chart);
    return { cluster, name: `${folder}/${name}`, objects: numbers.map((number) => objects[number]!) };
  });
}

function applied({ chart, body }: ClusterObject, after: readonly number[]): Applied {
  const rank = placeOfChart(chart)?.rank ?? 50;
  const { name, namespace } = body.metadata ?? {};
  const defined = definedKind(body);
  return {
    chart: chart.node.path,
    rank,
    kind: body.kind,
    after,
    provides: [
      ...(body.kind === 'Namespace' && name !== undefined ? [`namespace/${name}`] : []),
      ...(defined === undefined ? [] : [`kind/${defined.key}`]),
    ],
    needs: [`kind/${kindKey(body)}`, ...(namespace === undefined ? [] : [`namespace/${namespace}`])],
  };
}

/** Objects that would be one in the cluster: the later would overwrite the earlier. */
function collidingObjects({ objects }: ClusterManifests): ConstructFault[] {
  const seen = new Map<string, ApiObject>();
  /** What a chart makes with a namespace is taken with it. */
  const taken = new Set<IConstruct | undefined>();
  return objects.flatMap(({ construct, chart, body }) => {
    const { name, namespace } = body.metadata ?? {};
    if (name === undefined) return [];
    // Where none is named, kubectl takes this one.
    const key = JSON.stringify([kindKey(body), namespace ?? 'default', name]);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, construct);
      return [];
    }
    const { scope } = construct.node;
    if (taken.has(scope)) return [];
    if (body.kind === 'Namespace' && scope !== chart) taken.add(scope);
    const where = namespace === undefined ? '' : ` in namespace \`${namespace}\``;
    const repair = body.kind === 'Namespace' ? 'make it by one of the charts, and give the other `createNamespace: false`' : 'give one another name';
    const message = `makes ${body.kind} \`${name}\`${where}, and so does ${first.node.path}: the one applied later would overwrite the other; ${repair}`;
    return [invalid(construct, message)];
  });
}

/** A folder for each cluster: of its name, and of its whole path where several have that name. */
function foldersOf(clusters: readonly IConstruct[]): { names: Map<IConstruct, string>; faults: ConstructFault[] } {
  const short = (cluster: IConstruct): string => plain((cluster as { clusterName?: string }).clusterName ?? cluster.node.id);
  const count = new Map<string, number>();
  for (const cluster of clusters) count.set(short(cluster), (count.get(short(cluster)) ?? 0) + 1);
  const names = new Map<IConstruct, string>();
  const taken = new Map<string, IConstruct>();
  const faults = clusters.flatMap((cluster) => {
    const above = cluster.node.scopes.slice(0, -1).map(({ node }) => node.id);
    const name = count.get(short(cluster))! > 1 ? [...above.filter((id) => id !== ''), short(cluster)].map(plain).join('-') : short(cluster);
    names.set(cluster, name);
    const other = taken.get(name);
    taken.set(name, cluster);
    if (other === undefined) return [];
    return [
      invalid(cluster, `its manifests would lie in the folder of ${other.node.path}, manifests/${name}; give one of the clusters another name`),
    ];
  });
  return { names, faults };
}

function chartName(cluster: IConstruct, chart: Chart): string {
  const below = chart.node.path.slice(cluster.node.path.length + 1);
  return below.split('/').map(plain).join('-');
}

/** A name that no file system and no shell takes for something else. */
function plain(id: string): string {
  return (
    id
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '') || 'x'
  );
}
