import { Chart } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { isKubernetesAppWritten, kubernetesAppOf } from '../../../estate/kubernetes-app';
import { ConstructError } from '../../construct-error';
import type { ChartCluster } from './chart-props';

const WATCHED = Symbol.for('cdk-strata.cluster-charts-watched');

/**
 * Where the chart of a cluster is made: a construct of the tree of charts with the path of the cluster. The id is taken below the cluster
 * as well, since a path should lead to one thing.
 */
export function chartScope(cluster: ChartCluster, id: string): Construct {
  const other = cluster.node.tryFindChild(id);
  if (other !== undefined) {
    throw new ConstructError(cluster, `the id ${JSON.stringify(id)} of a chart is taken: ${other.node.path} is there; give the chart another id`);
  }
  watch(cluster);
  let scope: Construct = kubernetesAppOf(cluster);
  for (const { node } of cluster.node.scopes.slice(1)) {
    const found = scope.node.tryFindChild(node.id) as Construct | undefined;
    if (Chart.isChart(found)) {
      throw new ConstructError(
        cluster,
        `its charts would lie in the chart ${JSON.stringify(found.node.path)} of the app, which has the path of ${cluster.node.path} or of what it lies in; rename that chart`,
      );
    }
    scope = found ?? new Construct(scope, node.id);
  }
  new Construct(cluster, id);
  return scope;
}

/** cdktf writes no charts, and would not say so. */
function watch(cluster: IConstruct): void {
  // A plain app asks what lies in a stack, and itself.
  const asked = cluster.node.scopes.some((scope) => TerraformStack.isStack(scope)) ? cluster : cluster.node.root;
  if (WATCHED in asked) return;
  Object.defineProperty(asked, WATCHED, { value: true });
  asked.node.addValidation({
    validate: () =>
      isKubernetesAppWritten(cluster)
        ? []
        : [
            `the charts of ${cluster.node.path} would be written by nobody, since cdktf's own App knows no manifests; make the app a \`StrataApp\`, or call \`Strata.attach(app)\` before \`app.synth()\``,
          ],
  });
}
