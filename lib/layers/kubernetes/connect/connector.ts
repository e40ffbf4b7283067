import { Construct, type IConstruct } from 'constructs';
import type { Flow } from '../../../estate';
import { Cidr } from '../../../units';
import { checkKind } from '../../check';
import { ConstructError } from '../../construct-error';
import { FLOW } from '../../kind';
import { FirewallPolicy, type ISegment } from '../../nsx';
import type { INetwork } from '../../vsphere';
import type { Cni } from '../cni/cni';
import type { INodePool } from '../ikubernetes-cluster';
import { allowBetween, nameOf, type End } from './network-policies';
import { type KnownOutside, type OutsideEnd, outsideEndOf } from './outside-end';
import { isPodEnd, podEndOf } from './pod-end';

/**
 * An end of a connection: a workload of a chart (of cdk8s, cdk8s-plus, or included), a chart for all pods of its namespace, or something
 * outside of the cluster: a network, a machine, a fleet, a range of addresses.
 */
export type ConnectionEnd = OutsideEnd | IConstruct;

/** The other half of `cluster.connect(from)`. */
export interface ConnectionFrom {
  /**
   * Opens flows on every layer between the two: policies of Kubernetes on each side that has pods, and a rule of the NSX firewall for the
   * nodes, where the network of the nodes or of the other end is a segment. A port is that of the pod, or of the machine, and not of a
   * Service in front of it.
   *
   * @throws when neither end is of the cluster, there is no flow, or the addresses of an end outside are not known
   */
  to(end: ConnectionEnd, ...flows: readonly [Flow, ...Flow[]]): void;
}

/** What connecting has to know of a cluster. Rules of the firewall are made below it. */
export interface ConnectedCluster {
  readonly clusterName: string;
  readonly cni?: Cni;
  readonly podCidrs: readonly Cidr[];
  /** The networks of its nodes; none where nobody said. */
  readonly networks: readonly INetwork[];
  readonly pools: readonly INodePool[];
}

/** Opens flows from and to the pods of a cluster. */
export class Connector {
  private firewall?: FirewallPolicy;
  private readonly names = new Set<string>();

  public constructor(private readonly cluster: Construct & ConnectedCluster) {}

  public from(end: ConnectionEnd): ConnectionFrom {
    const from = this.endOf('from', end);
    return {
      to: (other, ...flows) => {
        const to = this.endOf('to', other);
        this.connect(from, to, flows);
      },
    };
  }

  private connect(from: End, to: End, flows: readonly Flow[]): void {
    const { cluster } = this;
    if (flows.length === 0) throw new ConstructError(cluster, 'a connection is for no flow; give one such as `Flow.tcp(5432)`');
    for (const flow of flows) checkKind(cluster, 'a flow', flow, FLOW);
    if ('outside' in from && 'outside' in to) {
      throw new ConstructError(cluster, `neither ${from.outside.name} nor ${to.outside.name} is of the cluster; give a workload or a chart of it`);
    }
    const outside = 'outside' in from ? from.outside : 'outside' in to ? to.outside : undefined;
    if (outside && 'outside' in from) this.refuseHidden(outside);
    allowBetween(from, to, flows);
    if (outside) this.passFirewall(outside, `${nameOf(from)}-to-${nameOf(to)}`, 'outside' in from, flows);
  }

  private endOf(what: string, end: ConnectionEnd): End {
    if (!Construct.isConstruct(end) || !isPodEnd(end)) return { outside: outsideEndOf(this.cluster, what, end as OutsideEnd) };
    const pods = podEndOf(this.cluster, what, end);
    if (pods.chart.cluster.node.path === this.cluster.node.path) return { pods };
    throw new ConstructError(
      this.cluster,
      `${what} is ${end.node.path}, a workload of cluster ${pods.chart.cluster.clusterName}; a NetworkPolicy knows no pods of another cluster: give the range of their addresses`,
    );
  }

  /** The pods behind an overlay have no address that anybody outside could send to. */
  private refuseHidden({ name }: KnownOutside): void {
    const facts = this.cluster.cni?.toFacts();
    if (!facts || facts.encapsulation === 'none') return;
    throw new ConstructError(
      this.cluster,
      `${name} cannot reach pods of ${this.cluster.clusterName} by their addresses, which its ${facts.name} overlay hides; let it reach a Service of type NodePort or LoadBalancer, or take an overlay off the network plugin`,
    );
  }

  private passFirewall({ inNsx }: KnownOutside, title: string, isFrom: boolean, flows: readonly Flow[]): void {
    const { networks } = this.cluster;
    const nodes = networks.find((network): network is ISegment => 'segmentPath' in network);
    // Of an address alone NSX need not know: who is behind it may be on no segment.
    const onSegment = inNsx.filter((each): each is Exclude<typeof each, Cidr> => !Cidr.isCidr(each));
    if (nodes === undefined && onSegment.length === 0) return;
    const pods = this.podsInNsx(nodes);
    const appliedTo = [...(nodes ? [nodes] : []), ...onSegment];
    this.firewall ??= this.makeFirewall();
    this.firewall.addRule({
      name: this.freeName(title),
      from: isFrom ? inNsx : pods,
      to: isFrom ? pods : inNsx,
      allow: flows,
      appliedTo,
    });
  }

  private makeFirewall(): FirewallPolicy {
    const { cluster } = this;
    const other = cluster.node.tryFindChild('connections');
    if (other !== undefined) {
      throw new ConstructError(cluster, `the rules of its connections would be made as ${other.node.path}, which is there; give that another id`);
    }
    return new FirewallPolicy(cluster, 'connections', {
      name: `${cluster.clusterName}-connections`,
      description: `What workloads of ${cluster.clusterName} are connected to`,
      appliedTo: 'everything',
      before: 'all',
    });
  }

  private freeName(title: string): string {
    for (let n = 1; ; n++) {
      const name = n === 1 ? title : `${title}-${n}`;
      if (this.names.has(name)) continue;
      this.names.add(name);
      return name;
    }
  }

  /** Packets of pods have the addresses of their nodes where these hide them, else their own. */
  private podsInNsx(nodes: ISegment | undefined): (INodePool | Cidr)[] {
    const { clusterName, cni, podCidrs, pools: all } = this.cluster;
    const facts = cni?.toFacts();
    const pools = all.filter(({ machines }) => machines.length > 0);
    if (facts && facts.encapsulation === 'none' && !facts.snat && podCidrs.length > 0) return [...podCidrs];
    if (pools.length > 0) return pools;
    const ranges = nodes?.cidrs ?? [];
    if (ranges.length > 0) return [...ranges];
    throw new ConstructError(
      this.cluster,
      `what nodes ${clusterName} has is not stated, so that no rule of the firewall can name them; state its network and pools`,
    );
  }
}
