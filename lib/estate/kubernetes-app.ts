import { resolve } from 'node:path';
import { App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

const APP = Symbol.for('cdk-strata.kubernetes-app');
const WRITTEN = Symbol.for('cdk-strata.kubernetes-app-written');
const PLACE = Symbol.for('cdk-strata.chart-place');

/** Where the manifests of a chart go. */
export interface ChartPlace {
  /** The cluster they are for, a construct of the Terraform tree. */
  readonly cluster: IConstruct;
  /**
   * Where its files stand among those of the cluster: a number from 0 to 99. Dependencies move it back.
   *
   * @default 50
   */
  readonly rank?: number;
}

/**
 * The cdk8s app that belongs to a cdktf app: where the charts of its clusters are. The trees cannot be one, since each library
 * takes the root of a tree for its own app. It is known by the root, so that two copies of this package mean the same one.
 *
 * @param construct any construct of the cdktf app
 */
export function kubernetesAppOf(construct: IConstruct): App {
  const root = construct.node.root as IConstruct & { [APP]?: App; readonly outdir?: string };
  if (root[APP] === undefined) Object.defineProperty(root, APP, { value: new App({ outdir: resolve(root.outdir ?? '.', 'manifests') }) });
  return root[APP]!;
}

/** Notes that somebody writes the manifests of the cdk8s app that belongs to a cdktf app. */
export function writeKubernetesAppOf(construct: IConstruct): void {
  Object.defineProperty(construct.node.root, WRITTEN, { value: true, configurable: true });
}

/** Whether somebody writes the manifests of the cdk8s app that belongs to a cdktf app: cdktf itself does not. */
export function isKubernetesAppWritten(construct: IConstruct): boolean {
  return WRITTEN in construct.node.root;
}

export function placeChart(chart: Chart, place: ChartPlace): void {
  Object.defineProperty(chart, PLACE, { value: place });
}

/** Where the manifests of a chart go, by the nearest chart that says it; undefined for one that belongs to no cluster. */
export function placeOfChart(chart: IConstruct): ChartPlace | undefined {
  for (const scope of [...chart.node.scopes].reverse()) {
    if (Chart.isChart(scope) && PLACE in scope) return (scope as { [PLACE]: ChartPlace })[PLACE];
  }
  return undefined;
}
