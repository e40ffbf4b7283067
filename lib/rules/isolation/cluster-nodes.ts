import { indexOf, isUnknown, type Estate, type KubernetesCluster, type NodePool, type ObjectId, type PortGroup } from '../../estate';
import { exists, vnicsOf, type Answer, type Doubt, type FlowEndpoint, type FirewallView, type Vnic } from '../../proofs/firewall';
import { nameOf, quoted, quotedName } from '../wording';
import type { Firewalls, ManagerFirewall } from './firewalls';

/** Nodes that no rule tells apart. */
export interface NodeKind {
  readonly firewall: ManagerFirewall;
  /** One of them, by each vNIC that its flows may take. */
  readonly ends: readonly FlowEndpoint[];
  readonly nodes: readonly ClusterNode[];
  /** Whether they are there at all. */
  readonly isThere: Answer;
}

export interface ClusterNode {
  readonly pool: NodePool;
  /** Of the node where it is stated, else of its VM. */
  readonly name: string;
  readonly machine: ObjectId;
}

/** The nodes of a cluster whose VMs the app makes. */
export interface ClusterNodes {
  readonly kinds: readonly NodeKind[];
  /** Nodes that nobody sees. */
  readonly doubts: readonly Doubt[];
}

/** Undefined where none of them is on a segment, or may be. */
export function nodesOf(estate: Estate, cluster: KubernetesCluster, firewalls: Firewalls): ClusterNodes | undefined {
  const { view: any } = firewalls.first;
  const networks = networksOf(estate, cluster);
  const kinds = new Map<string, { -readonly [K in keyof NodeKind]: NodeKind[K] } & { nodes: ClusterNode[] }>();
  const doubts: Doubt[] = [];
  let isOnSegment = false;
  for (const pool of indexOf(estate).poolsOf(cluster)) {
    const names = new Map(pool.nodes.map(({ name, machine }) => [machine, name]));
    for (const path of pool.machines.missing) doubts.push({ about: `which VM ${quoted(path)} of pool ${quotedName(pool)} makes` });
    for (const machine of pool.machines.ids) {
      const endpoint = any.endpoint.get(machine);
      if (!endpoint || endpoint.object.instances.high === 0) continue;
      const vnics = ownVnics(any, endpoint, networks);
      isOnSegment ||= vnics.some(({ segment }) => segment !== undefined) || !endpoint.segments.complete;
      const firewall = firewalls.of(vnics);
      const key = [String(firewalls.indexOf(firewall)), ...vnics.map((vnic) => firewall.kinds.keyOf(vnic))].join(' ');
      const node: ClusterNode = { pool, name: names.get(machine) ?? nameOf(endpoint.object), machine };
      const kind = kinds.get(key);
      if (kind) kind.nodes.push(node);
      else {
        const ends = vnics.map((vnic): FlowEndpoint => ({ name: `VM ${quotedName(endpoint.object)}`, vnic }));
        kinds.set(key, { firewall, ends, nodes: [node], isThere: exists(endpoint.object) });
      }
    }
  }
  return isOnSegment ? { kinds: [...kinds.values()], doubts } : undefined;
}

/** Those on the networks of the cluster, where there are some; else any. */
function ownVnics(view: FirewallView, endpoint: NonNullable<Vnic['endpoint']>, networks: ReadonlySet<ObjectId>): readonly Vnic[] {
  const all = vnicsOf(view, endpoint);
  const own = all.filter(({ segment }) => segment && networks.has(segment.id));
  return own.length > 0 ? own : all;
}

/** The networks that a cluster names, and the segments that they show. */
function networksOf(estate: Estate, { networks }: KubernetesCluster): ReadonlySet<ObjectId> {
  const { objects } = indexOf(estate);
  const faces = networks.ids.flatMap((id) => {
    const segment = (objects.get(id) as PortGroup | undefined)?.segment;
    return segment === undefined || isUnknown(segment) ? [] : [segment];
  });
  return new Set([...networks.ids, ...faces]);
}
