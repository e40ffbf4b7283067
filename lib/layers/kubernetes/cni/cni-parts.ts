import type { CniFacts, Flow, RequiredFlow } from '../../../estate';
import { checkProps } from '../../check';
import type { HelmChart } from '../addons/helm-chart';

/** What a plugin has to know of the cluster it is installed in. */
export interface CniCluster {
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly nodePrefixes: readonly number[];
  readonly endpoint: { readonly host: string; readonly port: number };
}

/** The chart that installs a plugin. */
export interface CniChart extends HelmChart {
  /** Name of its release. */
  readonly name: string;
  readonly namespace: string;
}

/** What plugins have in common. */
export interface CniCommonProps {
  /**
   * Whether packets between nodes are wrapped, so that the network sees nodes only. Without, it sees the addresses of pods: nodes have
   * to lie on one network, or its routers have to know the pod ranges.
   * @default true
   */
  readonly overlay?: boolean;

  /**
   * Whether packets that leave the cluster have the address of their node. Without, whatever they go to has to know the way back to
   * the pod ranges.
   * @default true
   */
  readonly snat?: boolean;

  /**
   * Whether packets of pods between nodes are encrypted by WireGuard.
   * @default false
   */
  readonly wireGuard?: boolean;

  /**
   * Further values of the chart. They override those that Strata sets; what contradicts the props above makes its statements wrong.
   * @default - none
   */
  readonly values?: Readonly<Record<string, unknown>>;
}

/** What makes up a plugin. @internal */
export interface CniParts {
  readonly facts: CniFacts;
  readonly kubeProxy: boolean;
  readonly flows: readonly RequiredFlow[];
  /** Registries that its images come from. */
  readonly registries: readonly string[];
  readonly chart?: (cluster: CniCluster) => CniChart;
}

/** What each node needs of each other. */
export function betweenNodes(purpose: string, flow: Flow): RequiredFlow {
  return { purpose, from: { kind: 'nodes', role: 'any' }, to: { kind: 'nodes', role: 'any' }, flow };
}

/** Values of a chart, those of the user over the others, field by field. */
export function mergedValues(own: Readonly<Record<string, unknown>>, users: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  checkProps(undefined, 'values', users, []);
  const merged: Record<string, unknown> = { ...own };
  for (const [name, value] of Object.entries(users)) {
    const there = merged[name];
    merged[name] = isMap(there) && isMap(value) ? mergedValues(there, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
