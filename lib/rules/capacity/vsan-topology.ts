import { isUnknown, type Blocks, type ComputeCluster, type Members, type ObjectId, type Unknown } from '../../estate';
import { Interval } from '../../units';
import { knownOnlyTo } from '../wording';
import type { ClusterView, Gap } from './cluster-view';

/** Hosts that fail together. */
export interface HostGroup {
  /** As the program names it; absent for a host that fails alone. */
  readonly name?: string;
  /** How many of them give storage. */
  readonly hosts: Interval;
}

/** What fails together in the vSAN of a cluster. */
export type VsanTopology =
  | {
      readonly kind: 'domains';
      readonly domains: readonly HostGroup[];
      /** Hosts in no fault domain: each is one by itself. */
      readonly alone: Interval;
    }
  | {
      readonly kind: 'sites';
      readonly sites: readonly [HostGroup, HostGroup];
      /** Why a site may have more hosts than those. */
      readonly gaps: readonly Gap[];
    }
  | { readonly kind: 'open'; readonly gaps: readonly Gap[] };

export function topologyOf(view: ClusterView): VsanTopology {
  const { stretched, faultDomains } = view.cluster.vsan;
  const [sites] = stretched.items;
  if (sites) {
    const { preferredHosts, secondaryHosts } = sites;
    const token = [preferredHosts, secondaryHosts].find(({ complete }) => !complete);
    return {
      kind: 'sites',
      sites: [groupOf(view, preferredHosts, 'preferred'), groupOf(view, secondaryHosts, 'secondary')],
      gaps: token ? [openBlocks(view.cluster, 'hosts the sites of its vSAN have', 'vsan_stretched_cluster', token)] : [],
    };
  }
  // A host that a token puts into some domain fails with others, or alone.
  const token = faultDomains.items.find(({ hosts }) => !hosts.complete)?.hosts;
  const gaps: Gap[] = [];
  if (!stretched.complete) gaps.push(openBlocks(view.cluster, 'sites its vSAN has', 'vsan_stretched_cluster', stretched));
  if (!faultDomains.complete || token) gaps.push(openBlocks(view.cluster, 'fault domains its vSAN has', 'vsan_fault_domains', token ?? faultDomains));
  if (gaps.length > 0) return { kind: 'open', gaps };
  const grouped = new Set<ObjectId>(faultDomains.items.flatMap(({ hosts }) => hosts.ids));
  const alone = Interval.sum(view.hosts.filter(({ object }) => !grouped.has(object.id)).map(({ count }) => count));
  return {
    kind: 'domains',
    domains: faultDomains.items.map(({ name, hosts }) => groupOf(view, hosts, isUnknown(name) ? undefined : name)),
    alone: view.hostsOpen ? Interval.atLeast(alone.low) : alone,
  };
}

function groupOf({ hosts, hostsOpen }: ClusterView, members: Members, name: string | undefined): HostGroup {
  const count = Interval.sum(hosts.filter(({ object }) => members.ids.includes(object.id)).map((host) => host.count));
  return { ...(name === undefined ? {} : { name }), hosts: hostsOpen || !members.complete ? Interval.atLeast(count.low) : count };
}

function openBlocks(cluster: ComputeCluster, what: string, attribute: string, { unknown }: Blocks<unknown> | Members): Gap {
  return openAttribute(cluster, `which ${what} is`, attribute, unknown, '[]', `a literal \`${attribute}\``);
}

/** An attribute of a cluster that is not decided: who looks it up can say what vCenter has. */
export function openAttribute(
  { origin }: ComputeCluster,
  subject: string,
  attribute: string,
  unknown: Unknown | undefined,
  value: string,
  literal: string,
): Gap {
  return {
    reason: `${subject} ${unknown ? knownOnlyTo(unknown) : 'not shown'}`,
    decidedBy: origin === 'owned' ? literal : `\`app.assume(Assume.value(cluster, '${attribute}', ${value}))\` with what vCenter has`,
  };
}

/** Hosts of each fault domain where as few hosts are there as can be, or as many. @param most domains beyond which no more matter */
export function domainsAt(topology: Extract<VsanTopology, { readonly kind: 'domains' }>, end: 'low' | 'high', most: number): number[] {
  return [...topology.domains.map(({ hosts }) => endOf(hosts, end)), ...Array.from({ length: Math.min(endOf(topology.alone, end), most) }, () => 1)];
}

export function endOf({ low, high }: Interval, end: 'low' | 'high'): number {
  return end === 'low' ? low : (high ?? Infinity);
}
