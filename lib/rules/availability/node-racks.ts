import { indexOf, isUnknown, type ComputeCluster, type EsxiHost, type Estate, type Premise, type VirtualMachine } from '../../estate';
import { isResident, whyOpen } from '../isolation/dedication-gaps';
import type { Gap } from '../isolation/host-rules';
import { knownOnlyTo, listedNames, quotedName } from '../wording';
import { siteOfCluster } from './vm-rule-site';
import { isOne } from './vm-rules';

/** The hosts that a VM may run on, by mandatory rules, and their racks. */
export interface MachineRacks {
  /** Hosts that no mandatory rule keeps it off, whose rack is stated. */
  readonly surely: readonly EsxiHost[];
  /** The racks it may be in as far as anybody knows; null where it may be on a host that nobody knows, or whose rack is not stated. */
  readonly possibly: ReadonlySet<string> | null;
  /** Why that is null. */
  readonly gap: Gap | undefined;
  readonly premises: readonly Premise[];
}

export function racksOf(estate: Estate, machine: VirtualMachine): MachineRacks {
  const { objects } = indexOf(estate);
  const nowhere = (gap: Gap): MachineRacks => ({ surely: [], possibly: null, gap, premises: [] });
  if (!isOne(machine)) {
    return nowhere({
      reason: `how many VMs ${quotedName(machine)} stands for is not decided`,
      decidedBy: `a literal count of ${quotedName(machine)}`,
    });
  }
  if (machine.cluster === null && typeof machine.host === 'string' && objects.has(machine.host)) {
    return racksAmong([objects.get(machine.host) as EsxiHost], [objects.get(machine.host) as EsxiHost], undefined, []);
  }
  const cluster = estate.vsphere.clusters.find(({ id }) => id === machine.cluster);
  if (!cluster) {
    const why = isUnknown(machine.cluster) ? knownOnlyTo(machine.cluster) : 'not in the estate';
    return nowhere({ reason: `which cluster ${quotedName(machine)} runs on is ${why}`, decidedBy: 'a cluster that is named, not a token' });
  }
  const site = siteOfCluster(estate, cluster);
  if (!('cluster' in site)) return nowhere(site);
  const { surely, possibly } = site.boundsOf(machine);
  const known = (ids: Iterable<string>): EsxiHost[] => [...ids].flatMap((id) => (objects.get(id) as EsxiHost | undefined) ?? []);
  const open = possibly.complete && !isResident(machine) ? undefined : openGap(estate, machine, cluster);
  return racksAmong(known(surely), known(possibly.ids), open, [...site.premises, racksStated(cluster)]);
}

function racksAmong(surely: readonly EsxiHost[], possibly: readonly EsxiHost[], open: Gap | undefined, premises: readonly Premise[]): MachineRacks {
  const rackless = possibly.filter(({ rack }) => rack === undefined);
  const unstated: Gap | undefined =
    rackless.length === 0
      ? undefined
      : {
          reason: `the rack of ${listedNames(rackless)}, where it may run, is not stated`,
          decidedBy: '`rack` of each host, or `racks` of the fleet',
        };
  const gap = open ?? unstated;
  return {
    surely: surely.filter(({ rack }) => rack !== undefined),
    possibly: gap ? null : new Set(possibly.map(({ rack }) => rack!)),
    gap,
    premises,
  };
}

function openGap(estate: Estate, machine: VirtualMachine, cluster: ComputeCluster): Gap {
  const site = siteOfCluster(estate, cluster);
  if (!('cluster' in site)) return site;
  return whyOpen(estate, machine, site.placement, { holds: 'no', tenant: '', isOverridden: site.isOverridden(machine) });
}

/** Racks stand in no output. */
function racksStated(cluster: ComputeCluster): Premise {
  const subject = cluster.path;
  return {
    id: `racks:${subject ?? cluster.id}`,
    kind: 'stated',
    statement: `the hosts of cluster ${quotedName(cluster)} stand in the racks that the program says`,
    ...(subject !== undefined && { subject }),
  };
}
