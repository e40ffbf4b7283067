import { Construct } from 'constructs';
import { declare, type RequiredFlow, type Taint } from '../../estate';
import { recordOrigin } from '../../estate/origin';
import type { Cidr } from '../../units';
import { checkDistinct, checkKind, checkKinds, checkNumbering, checkProps, checkText, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import type { IContainerRuntime } from '../container';
import { CLUSTER, NETWORK } from '../kind';
import type { INetwork, IVirtualMachine } from '../vsphere';
import { checkMachines } from '../vsphere/placement/placement';
import type { ClusterChartProps } from './chart/chart-props';
import { type KubernetesChart, makeChart } from './chart/kubernetes-chart';
import type { Cni } from './cni/cni';
import { type ConnectionEnd, type ConnectionFrom, Connector } from './connect/connector';
import { type ClusterShape, clusterFacts } from './facts';
import type { IKubernetesCluster, INodePool } from './ikubernetes-cluster';
import { checkEndpoint, checkFeatureGates, checkPools, poolNamed } from './kubernetes-cluster-checks';
import { CNI, POD_SECURITY, VERSION } from './kubernetes-cluster-kinds';
import type { KnownPoolProps, KubernetesClusterAttributes } from './kubernetes-cluster-props';
import { addressesOfNode, checkVirtualIp, clusterRanges, rangesOfNetwork } from './kubernetes-cluster-ranges';
import { nodePoolFacts, wellKnownLabels } from './node-pool-facts';
import { checkDnsLabel } from './node-pool-names';
import { poolShape } from './node-pool-shape';
import type { PodSecurity } from './pod-security';
import { requiredFlows } from './required-flows';
import type { KubernetesVersion } from './version';

const API_PORT = 6443;

/** A cluster that stands already: nothing is rendered for it but charts. */
export class KnownKubernetesCluster extends Construct implements IKubernetesCluster {
  public readonly clusterName: string;
  public readonly version: KubernetesVersion;
  public readonly cni?: Cni;
  public readonly podSecurity?: PodSecurity;
  public readonly podCidrs: readonly Cidr[];
  public readonly networks: readonly INetwork[];
  public readonly pools: readonly INodePool[];
  private connector?: Connector;
  private readonly flows: readonly RequiredFlow[];

  public constructor(scope: Construct, id: string, attributes: KubernetesClusterAttributes) {
    super(scope, id);
    checkProps(this, 'attributes', attributes, ['version']);
    recordOrigin(this);
    this.clusterName = checkDnsLabel(this, 'name', attributes.name ?? id);
    this.version = checkKind(this, 'version', attributes.version, VERSION);
    this.cni = ifGiven(attributes.cni, (cni) => checkKind(this, 'cni', cni, CNI));
    this.podSecurity = ifGiven(attributes.podSecurity, (each) => checkKind(this, 'podSecurity', each, POD_SECURITY));
    const networks = checkKinds(this, 'networks', attributes.networks ?? [], NETWORK);
    const on = checkKinds(this, 'on', attributes.on ?? [], CLUSTER);
    const ranges = clusterRanges(this, attributes, networks.flatMap(rangesOfNetwork), true);
    this.podCidrs = ranges.podCidrs;
    this.networks = networks;
    const shape: ClusterShape = {
      version: this.version,
      ranges,
      endpoint: ifGiven(attributes.endpoint, (each) => checkEndpoint(this, 'endpoint', each, API_PORT)),
      virtualIp: ifGiven(attributes.virtualIp, (each) =>
        checkVirtualIp(this, 'virtualIp', each, networks.length === 1 ? networks[0] : undefined, ranges),
      ),
      cni: this.cni,
      podSecurity: this.podSecurity,
      featureGates: checkFeatureGates(this, attributes.featureGates),
    };
    this.flows = requiredFlows({
      apiPort: shape.endpoint?.port ?? API_PORT,
      virtualIp: shape.virtualIp !== undefined,
      cni: this.cni,
      vcenter: on.length > 0,
      hosts: [],
    });
    declare(this, {
      kind: 'kubernetes-cluster',
      of: this.node.path,
      name: this.clusterName,
      origin: 'stated',
      networks: networks.map(({ node }) => node.path),
      computeClusters: on.map(({ node }) => node.path),
      facts: clusterFacts(shape, this.flows),
    });
    const pools = attributes.pools ?? {};
    checkPools(this, pools);
    this.pools = Object.entries(pools).map(
      ([name, pool]) => new KnownNodePool(this, checkDnsLabel(this, 'name of a pool', name), pool, shape, addressesOfNode(ranges)),
    );
  }

  public pool(name: string): INodePool {
    return poolNamed(this, this.pools, name);
  }

  public chart(id: string, props: ClusterChartProps = {}): KubernetesChart {
    return makeChart(this, id, props);
  }

  public connect(from: ConnectionEnd): ConnectionFrom {
    this.connector ??= new Connector(this);
    return this.connector.from(from);
  }

  public requiredFlows(): readonly RequiredFlow[] {
    return this.flows;
  }
}

/** A pool of a cluster that stands already. */
class KnownNodePool extends Construct implements INodePool {
  public readonly poolName: string;
  public readonly role = 'worker';
  public readonly machines: readonly IVirtualMachine[];
  public readonly labels: Readonly<Record<string, string>>;
  public readonly taints: readonly Taint[];
  public readonly runtimes: readonly IContainerRuntime[];

  public constructor(
    cluster: KnownKubernetesCluster,
    name: string,
    props: KnownPoolProps,
    { version, featureGates }: ClusterShape,
    podsByAddress: number,
  ) {
    super(cluster, name);
    recordOrigin(this);
    this.poolName = name;
    const shape = poolShape(this, name, props, { podsByAddress });
    this.machines = ifGiven(props.machines, (machines) => checkMachines(this, 'machines', machines)) ?? [];
    if (this.machines.length > 0 && this.machines.length !== shape.replicas) {
      throw new ConstructError(this, `it has ${shape.replicas} nodes and ${this.machines.length} machines; name the machine of each node, or none`);
    }
    // What somebody else made has the labels that he gave, and not Strata's own.
    this.labels = props.labels ?? {};
    this.taints = shape.taints;
    this.runtimes = shape.runtimes;
    const nameOf = ifGiven(props.nodeNames, (each) => checkNumbering(this, 'nodeNames', each));
    const names = Array.from({ length: shape.replicas }, (_, index) =>
      checkText(
        this,
        `name of node ${index + 1}`,
        nameOf?.(index + 1) ?? this.machines[index]?.machineName ?? `${cluster.clusterName}-${name}-${index + 1}`,
      ),
    );
    checkDistinct(this, 'names of nodes', names);
    declare(this, {
      kind: 'node-pool',
      of: this.node.path,
      name,
      cluster: cluster.node.path,
      machines: this.machines.map(({ node }) => node.path),
      nodes: names.map((node, index) => ({
        name: node,
        ...(this.machines[index] !== undefined && { machine: this.machines[index].node.path }),
        labels: { ...this.labels, ...wellKnownLabels(node, shape) },
      })),
      facts: nodePoolFacts({ ...shape, labels: this.labels }, version, featureGates),
    });
  }

  public [Symbol.iterator](): Iterator<IVirtualMachine> {
    return this.machines[Symbol.iterator]();
  }
}
