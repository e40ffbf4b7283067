import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart, DependencyGraph, Names } from 'cdk8s';
import type { App as KubernetesApp } from 'cdk8s';
import type { StagedManifest } from '../estate/read/input';
import { synthesizeKubernetes } from './cdktf-internals';
import { MANIFESTS } from './layout';

/** Renders the charts of a cdk8s app, one file a chart, and says which construct each document comes from. */
export function renderManifests(app: KubernetesApp, staging: string): StagedManifest[] {
  if (!app.node.findAll().some((construct) => Chart.isChart(construct))) return [];
  const folder = join(staging, MANIFESTS);
  synthesizeKubernetes(app, folder);
  return app.charts.map((chart, index) => {
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
