import type { IConstruct } from 'constructs';
import type { PodSecurity } from '../pod-security';

export interface ClusterChartProps {
  /**
   * Namespace of every object that names none of its own.
   *
   * @default - none: such objects go to the namespace `default`
   */
  readonly namespace?: string;

  /**
   * Whether the chart makes its namespace. One that others make stays as they made it, open or closed.
   *
   * @default - true, but for a namespace that every cluster has: `default`, `kube-system`
   */
  readonly createNamespace?: boolean;

  /**
   * What pods of the namespace are held to, as labels of it.
   *
   * @default - no labels: what the cluster configures for such namespaces
   */
  readonly podSecurity?: PodSecurity;

  /**
   * Whether the namespace that the chart makes is closed: nothing comes in or goes out but what a policy allows, and look-ups in the
   * cluster's DNS. Its pods reach each other only where a policy says so.
   *
   * @default true
   */
  readonly closed?: boolean;

  /** Labels of every object of the chart, the namespace included. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What a chart has to know of its cluster. */
export interface ChartCluster extends IConstruct {
  /** Its name: its manifests lie in a folder of the name. */
  readonly clusterName: string;
}
