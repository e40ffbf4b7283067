import {
  indexOf,
  isUnknown,
  type ComputeCluster,
  type EsxiHost,
  type Estate,
  type EstateObject,
  type Premise,
  type ResourceInstance,
  type Unknown,
  type VirtualMachine,
} from '../../estate';
import { Interval } from '../../units';
import { assumedOf, isAt } from '../assumed';
import { Premises } from '../premises';
import { allKnownOnlyTo, knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { namesApart, type Naming } from './names';

/** How many of an entry a cluster has: the entry stands for one object, a family, or perhaps for none of this cluster. */
export interface Counted<T> {
  readonly object: T;
  readonly count: Interval;
}

/** Something that keeps a number open, and what would settle it. */
export interface Gap {
  readonly reason: string;
  readonly decidedBy: string;
}

/** A cluster with the hosts that give and the VMs that take. */
export interface ClusterView {
  readonly cluster: ComputeCluster;
  /** Hosts that can run VMs: one in maintenance counts for none. */
  readonly hosts: readonly Counted<EsxiHost>[];
  readonly machines: readonly Counted<VirtualMachine>[];
  /** Hosts of the cluster, in maintenance or not. */
  readonly members: Interval;
  /** Whether there may be hosts, or VMs, that the estate does not know. */
  readonly hostsOpen: boolean;
  readonly machinesOpen: boolean;
  readonly gaps: readonly Gap[];
  /** Those of its hosts, for a rule that asks of no VM. */
  readonly hostGaps: readonly Gap[];
  readonly premises: readonly Premise[];
  /** Tells its hosts and VMs apart. */
  readonly name: Naming;
}

const views = new WeakMap<Estate, Map<ComputeCluster, ClusterView>>();

/** Made once for each cluster of an estate, since more than one rule asks. */
export function viewOf(estate: Estate, cluster: ComputeCluster): ClusterView {
  const known = views.get(estate) ?? new Map<ComputeCluster, ClusterView>();
  views.set(estate, known);
  const view = known.get(cluster) ?? makeView(estate, cluster);
  known.set(cluster, view);
  return view;
}

function makeView(estate: Estate, cluster: ComputeCluster): ClusterView {
  const index = indexOf(estate);
  const hosts = index.hostsOf(cluster);
  const machines = index.machinesOn(cluster);
  const closed = index.isClosed(cluster);
  // A module adds hosts only to a cluster that lists none itself: the provider takes others out of a list again.
  const moduleHosts =
    hosts.open === undefined && machines.open?.$unknown.reason === 'module' && !listsHosts(index.entryOf(cluster)) ? machines.open : undefined;
  const moreHosts = hosts.open ?? moduleHosts;
  // Of a family of clusters nobody knows which has a host or a VM: each may have all, and none for certain.
  const isOne = cluster.instances.low === 1 && cluster.instances.high === 1;
  const surely = isOne ? (instances: Interval): Interval => instances : perhaps;
  const name = namesApart([cluster, ...hosts.certain, ...hosts.possible, ...machines.certain, ...machines.possible]);
  return {
    cluster,
    name,
    hosts: [
      ...hosts.certain.map((host) => ({ object: host, count: Interval.multiply(surely(host.instances), working(host)) })),
      ...hosts.possible.map((host) => ({ object: host, count: Interval.multiply(perhaps(host.instances), working(host)) })),
    ],
    machines: [
      ...machines.certain.map((machine) => ({ object: machine, count: surely(machine.instances) })),
      ...machines.possible.map((machine) => ({ object: machine, count: perhaps(machine.instances) })),
    ],
    members: Interval.sum([...hosts.certain.map(({ instances }) => surely(instances)), ...hosts.possible.map(({ instances }) => perhaps(instances))]),
    hostsOpen: moreHosts !== undefined,
    machinesOpen: machines.open !== undefined,
    gaps: [
      ...openGaps(cluster, hosts.open, moduleHosts !== undefined, machines.open),
      ...possibleGaps([...hosts.possible, ...machines.possible], name),
      ...familyGaps([...(isOne ? [] : [cluster]), ...hosts.certain, ...machines.certain], name),
      ...maintenanceGaps(hosts.certain, name),
    ],
    hostGaps: [
      ...(moreHosts ? [openHostsGap(cluster, moreHosts)] : []),
      ...possibleGaps(hosts.possible, name),
      ...familyGaps([...(isOne ? [] : [cluster]), ...hosts.certain], name),
      ...maintenanceGaps(hosts.certain, name),
    ],
    premises: [
      ...(closed ? assumedClosed(estate, cluster) : cluster.origin === 'owned' ? [Premises.closedCluster(cluster)] : []),
      ...premisesOn(estate, cluster, [...hosts.certain, ...hosts.possible, ...machines.certain, ...machines.possible]),
    ],
  };
}

function openGaps(cluster: ComputeCluster, hosts: Unknown | undefined, moduleHosts: boolean, machines: Unknown | undefined): Gap[] {
  if (machines?.$unknown.reason === 'data-source') {
    return [
      {
        reason: `cluster ${quotedName(cluster)} is looked up: ${hosts ? 'its hosts and what else runs on it are' : 'what else runs on it is'} known only to vCenter`,
        decidedBy: '`app.assume(Assume.closed(…))` for the cluster if nothing else runs on it, or `Assume.estate(file)` with its hosts and VMs',
      },
    ];
  }
  const gaps: Gap[] = [];
  if (hosts) gaps.push(openHostsGap(cluster, hosts));
  if (machines?.$unknown.reason === 'computed') {
    gaps.push({
      reason: `${quoted(machines.$unknown.knownBy)} makes VMs of its own on it, and how many is known only to vCenter`,
      decidedBy: 'a cluster for the Supervisor alone, or no declared limit on its cluster',
    });
  } else if (machines) {
    gaps.push({
      reason: `${quoted(machines.$unknown.knownBy)} may put ${moduleHosts ? 'hosts and VMs' : 'VMs'} on it, and a module is opaque`,
      decidedBy: `\`app.assume(Assume.noPolicyIn(module))\` where a module holds no ${moduleHosts ? 'host and no VM' : 'VM'}`,
    });
  }
  return gaps;
}

function openHostsGap(cluster: ComputeCluster, hosts: Unknown): Gap {
  if (hosts.$unknown.reason === 'module') {
    return {
      reason: `${quoted(hosts.$unknown.knownBy)} may put hosts into it, and a module is opaque`,
      decidedBy: '`app.assume(Assume.noPolicyIn(module))` where a module holds no host',
    };
  }
  return {
    reason: `which hosts it has is ${knownOnlyTo(hosts)}`,
    decidedBy: cluster.origin === 'owned' ? 'a literal list of hosts' : '`VcenterCluster.fromLookup(…, { hosts })` with all its hosts',
  };
}

/** A host that is looked up names no cluster: the list of the cluster's hosts, which is open then too, tells. */
function possibleGaps(members: readonly (EsxiHost | VirtualMachine)[], name: Naming): Gap[] {
  const possible = members.filter((member) => !('maintenance' in member && member.origin === 'looked-up' && isUnknown(member.cluster)));
  if (possible.length === 0) return [];
  const [first, ...rest] = possible.map(({ cluster }) => cluster).filter(isUnknown);
  const names = listed(possible.map(name));
  return [
    {
      reason: `whether ${names} ${possible.length === 1 ? 'is' : 'are'} on it is ${first ? allKnownOnlyTo([first, ...rest]) : 'open: two entries may mean one cluster'}`,
      decidedBy: `a cluster that is named, not a token, for ${names}`,
    },
  ];
}

function familyGaps(members: readonly EstateObject[], name: Naming): Gap[] {
  return members
    .filter(({ instances }) => !Interval.isExact(instances))
    .map((member) => ({
      reason: `how many ${name(member)} there are, ${Interval.format(member.instances)}, depends on its count or for_each, which is not decided`,
      decidedBy: `a literal count or for_each of ${name(member)}`,
    }));
}

function maintenanceGaps(hosts: readonly EsxiHost[], name: Naming): Gap[] {
  const idle = hosts.filter(({ maintenance }) => isUnknown(maintenance));
  const [first, ...rest] = idle.map(({ maintenance }) => maintenance).filter(isUnknown);
  if (first === undefined) return [];
  const decidedBy = [
    ...(idle.some(({ origin }) => origin === 'owned') ? ['a literal `maintenance`'] : []),
    ...(idle.some(({ origin }) => origin !== 'owned')
      ? ["`app.assume(Assume.value(host, 'maintenance', false))` for each host that is looked up"]
      : []),
  ];
  return [
    {
      reason: `whether ${listed(idle.map(name))} ${idle.length === 1 ? 'is' : 'are'} in maintenance is ${allKnownOnlyTo([first, ...rest])}`,
      decidedBy: decidedBy.join(', and '),
    },
  ];
}

/** The assumption itself, as the estate has it. */
function assumedClosed(estate: Estate, cluster: ComputeCluster): Premise[] {
  return estate.premises.filter(({ id, subject }) => id.startsWith('closed:') && subject !== undefined && isAt(estate, cluster, subject));
}

/** Assumed values that a number of a cluster may rest on. */
const ASSUMABLE = ['num_cpus', 'memory', 'maintenance', 'connected', 'cluster', 'host_system_ids', 'resource_pool_id'];

/** What is said beside the output of a cluster and of what belongs to it: records, lists of hosts, assumed values. */
function premisesOn(estate: Estate, cluster: ComputeCluster, members: readonly EstateObject[]): Premise[] {
  const recorded = [cluster, ...members].some(({ origin }) => origin === 'surroundings');
  return [
    ...estate.premises.filter(
      ({ id, subject }) =>
        (id.startsWith('estate:') && recorded) || (id.startsWith('cluster-hosts:') && subject !== undefined && isAt(estate, cluster, subject)),
    ),
    ...assumedOf(estate, [cluster, ...members], ASSUMABLE),
  ];
}

function listsHosts(entry: ResourceInstance | undefined): boolean {
  const list = entry?.values.host_system_ids;
  return list !== undefined && list !== null && !(Array.isArray(list) && list.length === 0);
}

function working(host: EsxiHost): Interval {
  if (isUnknown(host.maintenance)) return { low: 0, high: 1 };
  return Interval.exactly(host.maintenance ? 0 : 1);
}

function perhaps(instances: Interval): Interval {
  return { low: 0, high: instances.high };
}
