import { Chart } from 'cdk8s';
import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { recordOrigin } from '../../../estate';
import { placeChart } from '../../../estate/kubernetes-app';
import { brand, isBranded } from '../../brand';
import { checkFlag, checkKind, checkProps, got, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import type { Kind } from '../../kind';
import type { ChartCluster, ClusterChartProps } from './chart-props';
import { checkNamespace } from './check-namespace';
import { ChartNamespace } from './closed-namespace';
import { chartScope } from './chart-scope';
import { objectName } from './object-name';

const KUBERNETES_CHART = Symbol.for('cdk-strata.KubernetesChart');
/** Namespaces that every cluster has. */
const OF_KUBERNETES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
const POD_SECURITY: Kind = { member: 'namespaceLabels', name: 'a PodSecurity', repair: 'give one such as `PodSecurity.restricted()`' };

/**
 * Manifests of a cluster: constructs of cdk8s and cdk8s-plus, and included YAML, go in as they are. An object that names no namespace has
 * that of the chart. One without a name is called by the ids that lead to it, from the chart on: `shop-web` for `web` in `shop`.
 */
export class KubernetesChart extends Chart {
  public static isKubernetesChart(x: unknown): x is KubernetesChart {
    return isBranded(x, KUBERNETES_CHART);
  }

  /** The cluster that it belongs to. */
  public readonly cluster: ChartCluster;

  /**
   * @param rank where its files stand among those of the cluster. @default - behind everything that the cluster brings itself
   * @internal
   */
  public constructor(scope: Construct, id: string, cluster: ChartCluster, props: ClusterChartProps, rank?: number) {
    super(scope, id, {
      ...(props.namespace === undefined ? {} : { namespace: props.namespace }),
      ...(props.labels === undefined ? {} : { labels: { ...props.labels } }),
    });
    brand(this, KUBERNETES_CHART);
    recordOrigin(this);
    this.cluster = cluster;
    placeChart(this, { cluster, ...(rank === undefined ? {} : { rank }) });
  }

  public override generateObjectName(apiObject: ApiObject): string {
    const { scopes } = apiObject.node;
    return objectName(
      scopes.slice(scopes.indexOf(this)).map(({ node }) => node.id),
      apiObject.kind,
    );
  }
}

/**
 * Makes a chart of a cluster. Its construct path is that of the cluster and the id, though it lies in the tree of charts.
 *
 * @throws when the id is taken below the cluster, or a prop is not what it should be
 */
export function makeChart(cluster: ChartCluster, id: string, props: ClusterChartProps = {}): KubernetesChart {
  if (typeof id !== 'string' || id === '') throw new ConstructError(cluster, `the id of a chart must be a text with something in it, got ${got(id)}`);
  checkProps(cluster, `the props of chart ${JSON.stringify(id)}`, props, []);
  const { namespace, createNamespace, podSecurity, closed } = props;
  ifGiven(props.labels, (labels) => checkProps(cluster, 'labels', labels, []));
  ifGiven(namespace, (name) => checkNamespace(cluster, 'namespace', name));
  for (const [what, flag] of Object.entries({ createNamespace, closed })) ifGiven(flag, (value) => checkFlag(cluster, what, value));
  ifGiven(podSecurity, (value) => checkKind(cluster, 'podSecurity', value, POD_SECURITY));
  if (podSecurity !== undefined && podSecurity.exemptNamespaces.length > 0) {
    throw new ConstructError(
      cluster,
      'podSecurity of a chart is for its own namespace and exempts no others; leave out `exemptNamespaces`, or give it to the cluster',
    );
  }
  const makesNamespace = namespace !== undefined && createNamespace !== false && !OF_KUBERNETES.includes(namespace);
  if (!makesNamespace) refuseIdle(cluster, id, props);

  const chart = new KubernetesChart(chartScope(cluster, id), id, cluster, props);
  if (makesNamespace) new ChartNamespace(chart, { name: namespace, labels: podSecurity?.namespaceLabels() ?? {}, closed: closed ?? true });
  return chart;
}

/** Words about a namespace that the chart does not make would say nothing. */
function refuseIdle(cluster: ChartCluster, id: string, props: ClusterChartProps): void {
  for (const what of ['podSecurity', 'closed'] as const) {
    if (props[what] === undefined) continue;
    throw new ConstructError(
      cluster,
      `chart ${JSON.stringify(id)} makes no namespace, so that \`${what}\` says nothing; give a \`namespace\` that it makes, or leave \`${what}\` out`,
    );
  }
}
