import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject, Chart, DependencyGraph, Names, Yaml } from 'cdk8s';
import type { App as KubernetesApp } from 'cdk8s';
import type { StagedManifest } from '../estate/read/input';
import { synthesizeKubernetes } from './cdktf-internals';
import { clusterFiles } from './cluster-files';
import { clusterManifests, isOfCluster } from './cluster-objects';
import type { ConstructFault } from './construct-faults';
import { MANIFESTS } from './layout';

export interface RenderedManifests {
  readonly manifests: readonly StagedManifest[];
  readonly faults: readonly ConstructFault[];
}

/**
 * Renders the charts of a cdk8s app and says which construct each document comes from. Charts of a cluster go to the folder of the cluster,
 * in an order that can be applied; any other is a file as cdk8s writes it.
 */
export function renderManifests(app: KubernetesApp, staging: string): RenderedManifests {
  const folder = join(staging, MANIFESTS);
  const { files, faults } = clusterFiles(clusterManifests(app));
  for (const { name, objects } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    Yaml.save(
      join(folder, name),
      objects.map(({ body }) => body),
    );
  }
  return {
    manifests: [
      ...renderOthers(app, folder),
      ...files.map(({ cluster, name, objects }) => ({
        cluster: cluster.node.path,
        file: `${MANIFESTS}/${name}`,
        objects: objects.map(({ construct }) => construct.node.path),
      })),
    ],
    faults,
  };
}

/** Charts that belong to no cluster: one file a chart. */
function renderOthers(app: KubernetesApp, folder: string): StagedManifest[] {
  if (!app.node.findAll().some((construct) => Chart.isChart(construct) && !isOfCluster(construct))) return [];
  const charts = synthesizeKubernetes(app, folder, (construct) => !isOfCluster(construct));
  return charts.map((chart, index) => {
    const plain = `${Names.toDnsLabel(chart)}${app.outputFileExtension}`;
    // cdk8s numbers the files where charts depend on each other.
    const name = existsSync(join(folder, plain)) ? plain : `${String(index).padStart(4, '0')}-${plain}`;
    return { file: `${MANIFESTS}/${name}`, objects: objectsOf(chart) };
  });
}

function objectsOf(chart: Chart): string[] {
  return new DependencyGraph(chart.node)
    .topology()
    .filter((construct) => ApiObject.isApiObject(construct) && Chart.of(construct) === chart)
    .map((construct) => construct.node.path);
}
