import { Construct } from 'constructs';
import { declare, type RequiredFlow } from '../../estate';
import { recordOrigin } from '../../estate/origin';
import type { Cidr } from '../../units';
import { brand, isBranded } from '../brand';
import { checkKind, checkProps, ifGiven } from '../check';
import { ConstructError } from '../construct-error';
import { Containerd, OciImage } from '../container';
import { CONTAINERD, OCI_IMAGE } from '../container/kinds';
import { CLUSTER, COMPUTE_RESOURCE, MACHINE_STORAGE, NETWORK } from '../kind';
import type { FirewallRuleProps } from '../nsx';
import type { INetwork } from '../vsphere';
import { checkKindHere } from '../vsphere/connection';
import type { HelmChart } from './addons/helm-chart';
import { makeSystemChart, type SystemChart } from './addons/system-chart';
import { apiServerOf } from './api-server';
import type { ClusterChartProps } from './chart/chart-props';
import { type KubernetesChart, makeChart } from './chart/kubernetes-chart';
import type { Cni } from './cni/cni';
import { type ConnectionEnd, type ConnectionFrom, Connector } from './connect/connector';
import { racksOfControlPlane } from './control-plane';
import { clusterFacts } from './facts';
import type { IKubernetesCluster, INodePool } from './ikubernetes-cluster';
import { claimAddresses, virtualIpOf } from './kubernetes-cluster-addresses';
import { checkDomain, checkFeatureGates, checkHost, checkPools, poolNamed, templateOf, withTemplate } from './kubernetes-cluster-checks';
import { BOOTSTRAP, CNI, NODE_ADDRESSES, POD_SECURITY, VERSION } from './kubernetes-cluster-kinds';
import { KnownKubernetesCluster } from './kubernetes-cluster-known';
import type { KubernetesClusterAttributes, KubernetesClusterProps } from './kubernetes-cluster-props';
import { addressesOfNode, checkFamily, checkVirtualIp, clusterRanges, type ClusterRanges, rangesOfNetwork } from './kubernetes-cluster-ranges';
import { flowSourcesOf, systemFacts } from './kubernetes-cluster-system';
import { NodePool, type NodePoolContext } from './node-pool';
import { NodeAddresses } from './node-pool-addresses';
import { checkDnsLabel } from './node-pool-names';
import { RackPins } from './node-pool-racks';
import { CONTROL_PLANE, controlPlaneShape, type PoolDefaults, poolShape } from './node-pool-shape';
import type { ClusterPlan } from './plan';
import { PodSecurity } from './pod-security';
import { type FlowSources, requiredFlows } from './required-flows';
import { type RequiredRulesProps, rulesOf } from './required-flows-rules';
import type { KubernetesVersion } from './version';

export type {
  CloudProviderProps,
  ClusterRangesProps,
  KnownPoolProps,
  KubernetesClusterAttributes,
  KubernetesClusterProps,
} from './kubernetes-cluster-props';

const KUBERNETES_CLUSTER = Symbol.for('cdk-strata.KubernetesCluster');
/** What is made below a cluster when its pools are there: charts of its own, and rules of its connections. */
const MADE_LATER = ['kube-system', 'kube-addons', 'connections'];
/** github.com/kube-vip/kube-vip, release v1.2.1. */
const KUBE_VIP = 'ghcr.io/kube-vip/kube-vip:v1.2.1@sha256:44035f68040c9eb99103c65f1f9ab9698d93f9f272110825705338ac1926f3d9';

/**
 * A Kubernetes cluster on VMs that it makes for itself: a control plane with a virtual IP, and worker pools. The nodes bootstrap themselves;
 * no secret stands in the output.
 *
 * Nodes are named after the cluster, their pool and their number, and so are their VMs and guests, by which the cloud provider finds them.
 * Mandatory rules keep the nodes of the control plane on different hosts; where the vCenter cluster tolerates the loss of a rack, each is
 * held to a rack as well, so that none has more than half of them.
 *
 * Two clusters of one network with an address in common stop the synthesis.
 *
 * @throws when the control plane has an even number of nodes, or less than kubeadm asks for; when the virtual IP lies outside of the network,
 * or is its gateway, as far as these are known; when ranges overlap; when a pool is larger than its `max`, has no place apart, or lacks what a
 * runtime needs; when a name is none of a host
 */
export class KubernetesCluster extends Construct implements IKubernetesCluster {
  public static isKubernetesCluster(x: unknown): x is KubernetesCluster {
    return isBranded(x, KUBERNETES_CLUSTER);
  }

  /** One that stands already, as the program says it is. Charts go to it as to any other. */
  public static fromAttributes(scope: Construct, id: string, attributes: KubernetesClusterAttributes): IKubernetesCluster {
    return new KnownKubernetesCluster(scope, id, attributes);
  }

  public readonly clusterName: string;
  public readonly version: KubernetesVersion;
  public readonly cni: Cni;
  public readonly podSecurity: PodSecurity;
  public readonly networks: readonly INetwork[];
  public readonly controlPlane: NodePool;
  public readonly pools: readonly NodePool[];
  /** Host, without a port, and port of its API server. */
  public readonly endpoint: { readonly host: string; readonly port: number };
  private readonly virtualIp: string;
  private readonly ranges: ClusterRanges;
  /** Asked each time: add-ons bring more. */
  private readonly flowSources: () => FlowSources;
  private readonly system: SystemChart;
  private connector?: Connector;

  public constructor(scope: Construct, id: string, props: KubernetesClusterProps) {
    super(scope, id);
    checkProps(this, 'props', props, ['version', 'on', 'network', 'storage', 'bootstrap', 'cni', 'controlPlane', 'pools']);
    recordOrigin(this);
    brand(this, KUBERNETES_CLUSTER);
    checkProps(this, 'controlPlane', props.controlPlane, ['replicas', 'virtualIp']);
    checkPools(this, props.pools);

    this.clusterName = checkDnsLabel(this, 'name', props.name ?? id);
    this.version = checkKind(this, 'version', props.version, VERSION);
    this.cni = checkKind(this, 'cni', props.cni, CNI);
    this.podSecurity = checkKind(this, 'podSecurity', props.podSecurity ?? PodSecurity.baseline({ exemptNamespaces: ['kube-system'] }), POD_SECURITY);
    const network = checkKindHere(this, 'network', props.network, NETWORK);
    this.networks = [network];
    this.ranges = clusterRanges(this, props, rangesOfNetwork(network));
    this.virtualIp = checkVirtualIp(this, 'virtualIp', props.controlPlane.virtualIp, network, this.ranges);
    checkFamily(this, this.virtualIp, network, this.ranges);
    const plan = this.plan(props);
    this.endpoint = plan.endpoint;

    const context = this.context(props, plan);
    const defaults: PoolDefaults = {
      containerd: checkKind(this, 'containerd', props.containerd ?? Containerd.of({ version: '2.1' }), CONTAINERD),
      podsByAddress: addressesOfNode(this.ranges),
    };
    this.controlPlane = this.makeControlPlane(props, context, defaults);
    this.pools = Object.entries(props.pools).map(([name, pool]) => this.makePool(name, pool, context, defaults));
    this.system = makeSystemChart(this, systemFacts(this, props, plan));
    this.flowSources = () => flowSourcesOf(props, plan, { containerd: defaults.containerd!, addonHosts: this.system.hosts });
    claimAddresses(this, network, [virtualIpOf(this.virtualIp), ...context.addresses._own()]);
    declare(this, () => ({
      kind: 'kubernetes-cluster',
      of: this.node.path,
      name: this.clusterName,
      origin: 'owned',
      networks: [network.node.path],
      computeClusters: [props.on.node.path],
      facts: clusterFacts({ ...plan, ranges: this.ranges }, this.requiredFlows(), this.system.addOns),
    }));
  }

  public get podCidrs(): readonly Cidr[] {
    return this.ranges.podCidrs;
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

  /** Adds a Helm chart that the cluster's controller installs and keeps as it is. @throws when `addons` names none, or the name is taken */
  public addAddon(name: string, addon: HelmChart): void {
    this.system.addAddon(name, addon);
  }

  public requiredFlows(): readonly RequiredFlow[] {
    return requiredFlows(this.flowSources());
  }

  /**
   * Rules of NSX that let through what it cannot live without, for a `FirewallPolicy` that is applied to its nodes, or to more:
   * `new FirewallPolicy(this, 'prod-fw', { appliedTo: [nodes], default: 'drop', rules: prod.requiredRules() })`,
   * on the segment of its nodes: NSX learns the tags of a VM a while after it has started.
   * What is outside of it stands for anywhere unless it is named.
   */
  public requiredRules(props: RequiredRulesProps = {}): FirewallRuleProps[] {
    const pools = [this.controlPlane, ...this.pools];
    const { clusterName: name, virtualIp, cni } = this;
    return rulesOf(this.requiredFlows(), { name, pools, virtualIp, cni, podCidrs: this.podCidrs.map(String) }, props);
  }

  private plan(props: KubernetesClusterProps): ClusterPlan {
    const apiServer = apiServerOf(this, props.apiServer);
    return {
      name: this.clusterName,
      version: this.version,
      podCidrs: this.ranges.podCidrs.map(String),
      serviceCidrs: this.ranges.serviceCidrs.map(String),
      nodePrefixes: this.ranges.nodePrefixes,
      dnsDomain: checkDomain(this, 'dnsDomain', props.dnsDomain ?? 'cluster.local'),
      endpoint: { host: ifGiven(props.endpoint, (host) => checkHost(this, 'endpoint', host)) ?? this.virtualIp, port: apiServer.port },
      virtualIp: this.virtualIp,
      virtualIpImage: checkKind(this, 'virtualIpImage', props.virtualIpImage ?? OciImage.of(KUBE_VIP), OCI_IMAGE),
      apiServer,
      podSecurity: this.podSecurity,
      cni: this.cni,
      bootstrap: checkKind(this, 'bootstrap', props.bootstrap, BOOTSTRAP),
      featureGates: checkFeatureGates(this, props.featureGates),
      controlPlaneReplicas: props.controlPlane.replicas,
    };
  }

  private context(props: KubernetesClusterProps, plan: ClusterPlan): NodePoolContext {
    const on = checkKindHere(this, 'on', props.on, CLUSTER);
    const runsOn = checkKindHere(this, 'resourcePool', props.resourcePool ?? on, COMPUTE_RESOURCE);
    if (runsOn.clusterId !== undefined && runsOn.clusterId !== on.clusterId) {
      throw new ConstructError(this, `resourcePool ${runsOn.node.path} is of another cluster than ${on.node.path}; give a pool of that one`);
    }
    const addresses = checkKind(this, 'addresses', props.addresses ?? NodeAddresses.dhcp(), NODE_ADDRESSES);
    addresses._checkCluster(this, props.network, [CONTROL_PLANE, ...Object.keys(props.pools)]);
    return {
      cluster: this,
      plan,
      on,
      nodePrefix: checkDnsLabel(this, 'nodePrefix', props.nodePrefix ?? this.clusterName),
      addresses,
      pins: new RackPins(this, on),
      machines: {
        on: runsOn,
        network: props.network,
        storage: checkKindHere(this, 'storage', props.storage, MACHINE_STORAGE),
        template: props.template ?? templateOf(this.version),
        folder: props.folder,
        tags: props.tags,
      },
    };
  }

  private makeControlPlane({ controlPlane }: KubernetesClusterProps, context: NodePoolContext, defaults: PoolDefaults): NodePool {
    return new NodePool(this, CONTROL_PLANE, withTemplate(context, 'controlPlane', controlPlane), {
      name: CONTROL_PLANE,
      shape: (pool) => controlPlaneShape(pool, controlPlane, defaults),
      apart: 'hosts',
      racks: (pool, replicas) => racksOfControlPlane(pool, replicas, context.on),
    });
  }

  private makePool(name: string, props: KubernetesClusterProps['pools'][string], context: NodePoolContext, defaults: PoolDefaults): NodePool {
    checkDnsLabel(this, 'name of a pool', name);
    if (name === CONTROL_PLANE) throw new ConstructError(this, `"${name}" is the control plane's own pool; call this one otherwise`);
    if (this.node.tryFindChild(name) !== undefined || MADE_LATER.includes(name))
      throw new ConstructError(this, `"${name}" is a name of Strata's own below a cluster; call the pool otherwise`);
    checkProps(this, `pools.${name}`, props, ['replicas', 'cpus', 'memory']);
    const { apart, zones, nestedVirtualization } = props;
    return new NodePool(this, name, withTemplate(context, `pools.${name}`, props), {
      name,
      shape: (pool) => poolShape(pool, name, props, defaults),
      apart,
      zones,
      nestedVirtualization,
    });
  }
}
