import {
  indexOf,
  isUnder,
  isUnknown,
  type ComputeCluster,
  type EsxiHost,
  type Estate,
  type Premise,
  type Unknown,
  type VirtualMachine,
} from '../../estate';
import { Interval } from '../../units';
import { Premises } from '../premises';
import { knownOnlyTo, listedNames, quoted, quotedName } from '../wording';

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
  /** Whether there may be hosts, or VMs, that the estate does not know. */
  readonly hostsOpen: boolean;
  readonly machinesOpen: boolean;
  readonly gaps: readonly Gap[];
  readonly premises: readonly Premise[];
}

export function viewOf(estate: Estate, cluster: ComputeCluster): ClusterView {
  const index = indexOf(estate);
  const hosts = index.hostsOf(cluster);
  const machines = index.machinesOn(cluster);
  const closed = index.isClosed(cluster);
  const hostsOpen = hosts.open !== undefined && !closed;
  return {
    cluster,
    hosts: [
      ...hosts.certain.map((host) => ({ object: host, count: Interval.multiply(host.instances, working(host)) })),
      ...hosts.possible.map((host) => ({ object: host, count: Interval.multiply(perhaps(host.instances), working(host)) })),
    ],
    machines: [
      ...machines.certain.map((machine) => ({ object: machine, count: machine.instances })),
      ...machines.possible.map((machine) => ({ object: machine, count: perhaps(machine.instances) })),
    ],
    hostsOpen,
    machinesOpen: machines.open !== undefined,
    gaps: [
      ...openGaps(cluster, hostsOpen ? hosts.open : undefined, machines.open),
      ...possibleGaps([...hosts.possible, ...machines.possible]),
      ...familyGaps([...hosts.certain, ...machines.certain]),
      ...maintenanceGaps(hosts.certain),
    ],
    premises: closed ? assumedClosed(estate, cluster) : cluster.origin === 'owned' ? [Premises.closedCluster(cluster)] : recorded(estate, cluster),
  };
}

function openGaps(cluster: ComputeCluster, hosts: Unknown | undefined, machines: Unknown | undefined): Gap[] {
  if (machines && machines.$unknown.reason !== 'module') {
    return [
      {
        reason: `cluster ${quotedName(cluster)} is looked up: ${hosts ? 'its hosts and what else runs on it are' : 'what else runs on it is'} known only to vCenter`,
        decidedBy: '`app.assume(Assume.closed(…))` for the cluster if nothing else runs on it, or `Assume.estate(file)` with its hosts and VMs',
      },
    ];
  }
  const gaps: Gap[] = [];
  if (hosts) gaps.push({ reason: `which hosts it has is ${knownOnlyTo(hosts)}`, decidedBy: 'a literal list of hosts' });
  if (machines) {
    gaps.push({
      reason: `${quoted(machines.$unknown.knownBy)} may put VMs on it, and a module is opaque`,
      decidedBy: '`app.assume(Assume.noPolicyIn(module))` where a module holds no VM',
    });
  }
  return gaps;
}

function possibleGaps(possible: readonly (EsxiHost | VirtualMachine)[]): Gap[] {
  const [first] = possible;
  if (!first) return [];
  return [
    {
      reason: `whether ${listedNames(possible)} ${possible.length === 1 ? 'is' : 'are'} on it is ${isUnknown(first.cluster) ? knownOnlyTo(first.cluster) : 'open: two entries may mean one cluster'}`,
      decidedBy: `a cluster that is named, not a token, for ${listedNames(possible)}`,
    },
  ];
}

function familyGaps(members: readonly (EsxiHost | VirtualMachine)[]): Gap[] {
  return members
    .filter(({ instances }) => !Interval.isExact(instances))
    .map((member) => ({
      reason: `how many ${quotedName(member)} there are, ${Interval.format(member.instances)}, is known only once Terraform evaluates its count or for_each`,
      decidedBy: `a literal count or for_each of ${quotedName(member)}`,
    }));
}

function maintenanceGaps(hosts: readonly EsxiHost[]): Gap[] {
  const idle = hosts.filter(({ maintenance }) => isUnknown(maintenance));
  const maintenance = idle[0]?.maintenance;
  if (!isUnknown(maintenance)) return [];
  return [
    {
      reason: `whether ${listedNames(idle)} ${idle.length === 1 ? 'is' : 'are'} in maintenance is ${knownOnlyTo(maintenance)}`,
      decidedBy: 'a literal `maintenance`',
    },
  ];
}

/** The assumption itself, as the estate has it. */
function assumedClosed(estate: Estate, cluster: ComputeCluster): Premise[] {
  const { path } = cluster;
  return estate.premises.filter(
    ({ id, subject }) => id.startsWith('closed:') && subject !== undefined && path !== undefined && isUnder(path, subject),
  );
}

/** The records that say what a cluster of others has. */
function recorded(estate: Estate, cluster: ComputeCluster): Premise[] {
  return cluster.origin === 'surroundings' ? estate.premises.filter(({ id }) => id.startsWith('estate:')) : [];
}

function working(host: EsxiHost): Interval {
  if (isUnknown(host.maintenance)) return { low: 0, high: 1 };
  return Interval.exactly(host.maintenance ? 0 : 1);
}

function perhaps(instances: Interval): Interval {
  return { low: 0, high: instances.high };
}
