import type { Chart } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { declare } from '../../estate/declaration';
import { recordOrigin } from '../../estate/origin';
import { brand, isBranded } from '../brand';
import { checkProps, checkText } from '../check';
import { ConstructError } from '../construct-error';
import { KubernetesChart } from '../kubernetes/chart/kubernetes-chart';
import type { ISegment } from '../nsx';
import type { INetwork, IVirtualMachine, Machines } from '../vsphere';
import { listNames, pathsOf } from './endpoints';

/** Somebody whose things belong together, and apart from those of others. */
export interface ITenant extends IConstruct {
  readonly tenantName: string;
  /** Whether a machine belongs to it: as one of its machines, or by one of its networks. */
  holds(machine: IVirtualMachine): boolean;
}

export interface TenantProps {
  /**
   * What reports call it.
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * Its virtual machines: one, a fleet, or several of either.
   * @default - none
   */
  readonly machines?: Machines;

  /**
   * Its networks, with every machine on them.
   * @default - none
   */
  readonly networks?: INetwork | Iterable<INetwork>;

  /**
   * Its segments, with every machine on them.
   * @default - none
   */
  readonly segments?: ISegment | Iterable<ISegment>;

  /**
   * Namespaces of Kubernetes clusters, with every pod in them, by the charts that make them.
   * @default - none
   */
  readonly namespaces?: Chart | Iterable<Chart>;
}

const TENANT = Symbol.for('cdk-strata.Tenant');

/** What a tenant is told. */
const PROPS = ['name', 'machines', 'networks', 'segments', 'namespaces'];

/**
 * A tenant and what belongs to it. Nothing is rendered: intents speak of it.
 *
 * @throws when nothing belongs to it: whatever is said of it would hold
 */
export class Tenant extends Construct implements ITenant {
  public static isTenant(x: unknown): x is Tenant {
    return isBranded(x, TENANT);
  }

  public readonly tenantName: string;
  /** Construct paths of machines and fleets. */
  private readonly machines: readonly string[];
  private readonly networks: readonly INetwork[];

  public constructor(scope: Construct, id: string, props: TenantProps) {
    super(scope, id);
    checkProps<object>(this, 'props', props, ['machines'] as never[]);
    recordOrigin(this);
    brand(this, TENANT);
    this.tenantName = checkText(this, 'name', props.name ?? id);
    this.machines = pathsOf(this, 'machines', props.machines ?? []);
    const [networks, segments] = [listOf(props.networks ?? []), listOf(props.segments ?? [])];
    const networkPaths = [...new Set([...pathsOf(this, 'networks', networks), ...pathsOf(this, 'segments', segments)])];
    this.networks = [...networks, ...segments];
    const namespaces = pathsOf(this, 'namespaces', props.namespaces ?? []);
    checkNamespaces(this, props.namespaces ?? []);
    if (this.machines.length === 0 && networkPaths.length === 0 && namespaces.length === 0) throw this.nothing(props);
    declare(this, {
      kind: 'tenant',
      of: this.node.path,
      name: this.tenantName,
      machines: this.machines,
      networks: networkPaths,
      namespaces,
    });
  }

  private nothing(props: TenantProps): ConstructError {
    const other = Object.keys(props).filter((word) => !PROPS.includes(word));
    const found = other.length === 0 ? '' : `, and has no ${listNames(other)}`;
    return new ConstructError(
      this,
      `a tenant takes machines, networks, segments and namespaces${found}, and none of these names anything; give what belongs to it`,
    );
  }

  public holds(machine: IVirtualMachine): boolean {
    const { path } = machine.node;
    if (this.machines.some((named) => path === named || path.startsWith(`${named}/`))) return true;
    return (machine.networks ?? []).some((network) => this.networks.some((own) => isSame(own, network)));
  }
}

/** Of what is no chart of a cluster nobody could say which namespace is meant. */
function checkNamespaces(tenant: Construct, namespaces: Chart | Iterable<Chart>): void {
  for (const chart of Construct.isConstruct(namespaces) ? [namespaces] : (namespaces as Iterable<Chart>)) {
    if (KubernetesChart.isKubernetesChart(chart) && chart.namespace !== undefined) continue;
    const why = KubernetesChart.isKubernetesChart(chart) ? 'a chart without a namespace of its own' : 'no chart of a cluster';
    throw new ConstructError(
      tenant,
      `namespaces has ${(chart as IConstruct).node.path}, which is ${why}; give one such as \`cluster.chart('shop', { namespace: 'shop' })\``,
    );
  }
}

/** A list that can be gone through again. Whatever in it is no network is left to its check. */
function listOf(networks: INetwork | Iterable<INetwork>): INetwork[] {
  const isList = !Construct.isConstruct(networks) && typeof networks === 'object' && networks !== null && Symbol.iterator in networks;
  return isList ? [...networks].flatMap(listOf) : [networks as INetwork];
}

/** Of a segment the id is not asked for: it would be looked up for that alone. */
function isSame(a: INetwork, b: INetwork): boolean {
  if (a === b) return true;
  if (isSegment(a) || isSegment(b)) return isSegment(a) && isSegment(b) && a.segmentPath === b.segmentPath;
  return a.networkIdFor === undefined && b.networkIdFor === undefined && a.networkId === b.networkId;
}

function isSegment(network: INetwork): network is ISegment {
  return 'segmentPath' in network;
}
