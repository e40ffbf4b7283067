import { isUnknown, type Estate, type Flow, type FlowEnd, type KubernetesCluster, type RequiredFlow } from '../../estate';
import { addressOf } from '../../proofs/addresses';
import type { Doubt, FlowEndpoint, FlowFate, FlowDrop, IpVersion, PlacedRule } from '../../proofs/firewall';
import { quoted } from '../wording';
import type { ClusterNodes, NodeKind } from './cluster-nodes';
import { gatewaysBetween } from './gateways-between';

/** A required flow between two kinds of ends, and what becomes of it. */
export interface JudgedFlow {
  readonly required: RequiredFlow;
  readonly from: FlowSide;
  readonly to: FlowSide;
  readonly is: FlowFate['is'];
  readonly drops: readonly FlowDrop[];
  readonly rules: readonly PlacedRule[];
  readonly doubts: readonly Doubt[];
}

/** Nodes of one kind that are an end of a flow, or somebody outside. */
export type FlowSide = { readonly kind: NodeKind; readonly isShared: boolean } | { readonly outside: string };

interface Side {
  readonly told: FlowSide;
  readonly kind?: NodeKind;
  readonly nodes: NodeKind['nodes'];
  readonly ends: readonly FlowEndpoint[];
}

/** Kinds of nodes beyond which their pairs are not asked one by one. */
export const MOST_KINDS = 200;

/** What becomes of the required flows of a cluster, of each kind of ends once. Who uses its API from outside is the user's to say. */
export class ClusterFlows {
  private readonly outside = new Map<string, Side>();
  private readonly shared = new Map<NodeKind, Side>();
  private readonly gateways = new Map<string, Doubt[]>();
  private readonly version: IpVersion | undefined;

  public constructor(
    private readonly estate: Estate,
    private readonly cluster: KubernetesCluster,
    private readonly nodes: ClusterNodes,
  ) {
    this.version = cluster.virtualIp === undefined ? undefined : addressOf(cluster.virtualIp)?.version;
  }

  public *judged(): Iterable<JudgedFlow> {
    for (const required of this.cluster.requiredFlows) {
      const { from, to, flow } = required;
      if (from.kind === 'clients' || to.kind === 'clients') continue;
      for (const one of this.sidesOf(from)) {
        for (const other of this.sidesOf(to)) {
          if (!isBetweenTwo(one, other)) continue;
          yield { required, from: one.told, to: other.told, ...this.judge(flow, one, other) };
        }
      }
    }
  }

  private judge(flow: Flow, one: Side, other: Side): Pick<JudgedFlow, 'is' | 'drops' | 'rules' | 'doubts'> {
    const fates = one.ends.flatMap((from) => other.ends.map((to) => this.fateOf(flow, one, from, other, to)));
    const [first] = fates as [FlowFate, ...FlowFate[]];
    const isThere = [one, other].flatMap(({ kind }) => kind?.isThere ?? []);
    const absent = isThere.flatMap(({ doubts }) => doubts);
    if (fates.every(({ is }) => is === 'passes')) return first;
    const rules = [...new Set(fates.flatMap((fate) => fate.rules))];
    if (fates.every(({ is }) => is === 'dropped') && absent.length === 0) return { ...first, rules };
    const doubts = fates.flatMap((fate) => fate.doubts);
    if (fates.some(({ is }) => is === 'dropped') && absent.length === 0) doubts.push(...forks(one), ...forks(other));
    return { is: 'open', drops: [], rules, doubts: [...absent, ...doubts] };
  }

  private fateOf(flow: Flow, one: Side, from: FlowEndpoint, other: Side, to: FlowEndpoint): FlowFate {
    const version = [from, to].find(({ vnic, address }) => !vnic && address)?.address?.version ?? this.version;
    const on = [one, other].flatMap(({ kind }) => (kind && !kind.firewall.isOff ? [kind.firewall] : []));
    const fates = [...new Set(on)].map((firewall) => {
      // What another manager protects is outside of this one's firewall.
      const at = ({ kind }: Side, end: FlowEndpoint): FlowEndpoint => (kind && kind.firewall !== firewall ? withoutVnic(end) : end);
      return firewall.fates.of(flow, at(one, from), at(other, to), version);
    });
    const between = this.between(from, to);
    const dropped = fates.find(({ is }) => is === 'dropped');
    const open = fates.find(({ is }) => is === 'open');
    if (dropped ?? open) return (dropped ?? open)!;
    return { is: between.length === 0 ? 'passes' : 'open', drops: [], rules: [], doubts: between };
  }

  private between({ vnic: one }: FlowEndpoint, { vnic: other }: FlowEndpoint): Doubt[] {
    const [a, b] = [one?.segment, other?.segment];
    if (!a || !b || a === b) return [];
    if (a.id > b.id) return this.between({ name: '', vnic: { segment: b } }, { name: '', vnic: { segment: a } });
    const key = JSON.stringify([a.id, b.id]);
    const known = this.gateways.get(key);
    if (known) return known;
    const found = gatewaysBetween(this.estate, a, b);
    this.gateways.set(key, found);
    return found;
  }

  private sidesOf(end: FlowEnd): Side[] {
    switch (end.kind) {
      case 'nodes':
        return this.ofRole(end.role, (kind, nodes) => ({ told: { kind: { ...kind, nodes }, isShared: false }, kind, nodes, ends: kind.ends }));
      case 'virtual-ip':
        return this.ofRole('control-plane', (kind, nodes) => this.sharing(kind, nodes));
      case 'vcenter':
        return [this.ofVcenter()];
      case 'host':
        return [this.ofHost(quoted(end.host), end.host)];
      case 'clients':
        return [];
    }
  }

  private ofRole(role: 'control-plane' | 'worker' | 'any', side: (kind: NodeKind, nodes: NodeKind['nodes']) => Side): Side[] {
    return this.nodes.kinds.flatMap((kind) => {
      const nodes = role === 'any' ? kind.nodes : kind.nodes.filter(({ pool }) => pool.role === role);
      return nodes.length === 0 ? [] : [side(kind, nodes)];
    });
  }

  /** A node that has the virtual IP of the control plane just now. */
  private sharing(kind: NodeKind, nodes: NodeKind['nodes']): Side {
    const known = this.shared.get(kind);
    if (known) return known;
    const address = this.cluster.virtualIp === undefined ? undefined : addressOf(this.cluster.virtualIp);
    const ends = kind.ends.map((end): FlowEndpoint => (address ? { ...end, address } : end));
    const side: Side = { told: { kind: { ...kind, nodes }, isShared: true }, kind, nodes, ends };
    this.shared.set(kind, side);
    return side;
  }

  private ofVcenter(): Side {
    const machine = this.nodes.kinds[0]?.nodes[0]?.machine;
    const vcenter = this.estate.vsphere.machines.find(({ id }) => id === machine)?.vcenter;
    const host = vcenter === undefined || isUnknown(vcenter) ? undefined : vcenter;
    return this.ofHost(host === undefined ? 'the vCenter' : `vCenter ${quoted(host)}`, host);
  }

  private ofHost(name: string, host: string | undefined): Side {
    const known = this.outside.get(name);
    if (known) return known;
    const address = host === undefined ? undefined : addressOf(host);
    const side: Side = { told: { outside: name }, nodes: [], ends: [{ name, ...(address && { address }) }] };
    this.outside.set(name, side);
    return side;
  }
}

function withoutVnic({ name, address }: FlowEndpoint): FlowEndpoint {
  return { name, ...(address && { address }) };
}

/** A VM sends nothing to itself. */
function isBetweenTwo(one: Side, other: Side): boolean {
  if (!one.kind || one.kind !== other.kind) return one.kind !== undefined || other.kind !== undefined;
  return one.nodes.length > 1 || other.nodes.length > 1;
}

/** A node on several networks of which nobody knows which a flow takes. */
function forks({ kind }: Side): Doubt[] {
  return kind && kind.ends.length > 1 ? [{ about: `which of its networks ${kind.ends[0]!.name} uses` }] : [];
}
