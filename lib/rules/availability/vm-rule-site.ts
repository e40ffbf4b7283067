import {
  indexOf,
  isUnknown,
  mayBeSame,
  type ComputeCluster,
  type EsxiHost,
  type Estate,
  type ObjectId,
  type Premise,
  type VirtualMachine,
  type VmRule,
} from '../../estate';
import type { Bounds } from '../../proofs/placement';
import { viewOf } from '../capacity/cluster-view';
import { overriddenMachines } from '../isolation/drs-overrides';
import { MANDATORY_RULES_HOLD, placementOf, rulePremises, type ClusterPlacement, type Gap } from '../isolation/host-rules';
import { machineBounds } from '../isolation/machine-bounds';
import { knownOnlyTo, quoted, quotedName } from '../wording';

/** The cluster of a rule, with what is known of where its VMs may run. */
export interface Site {
  readonly estate: Estate;
  readonly cluster: ComputeCluster;
  readonly placement: ClusterPlacement;
  readonly premises: readonly Premise[];
  readonly boundsOf: (machine: VirtualMachine) => Bounds;
  readonly isOverridden: (machine: VirtualMachine) => boolean;
}

const sites = new WeakMap<Estate, Map<ObjectId, Site | Gap>>();

/** The cluster of a rule with its hosts and rules. */
export function siteOf(estate: Estate, rule: VmRule): Site | Gap {
  const cluster = estate.vsphere.clusters.find(({ id }) => id === rule.cluster);
  if (!cluster) {
    const why = isUnknown(rule.cluster) ? knownOnlyTo(rule.cluster) : 'not known';
    return { reason: `which cluster ${quotedName(rule)} is of is ${why}`, decidedBy: 'a cluster that is named, not a token, for the rule' };
  }
  return siteOfCluster(estate, cluster);
}

/** A cluster with its hosts and rules, worked out once for all that ask. */
export function siteOfCluster(estate: Estate, cluster: ComputeCluster): Site | Gap {
  const known = sites.get(estate) ?? new Map<ObjectId, Site | Gap>();
  sites.set(estate, known);
  const site = known.get(cluster.id) ?? siteAt(estate, cluster);
  known.set(cluster.id, site);
  return site;
}

function siteAt(estate: Estate, cluster: ComputeCluster): Site | Gap {
  const { hosts, hostGroups, vmGroups } = estate.vsphere;
  const index = indexOf(estate);
  const members = index.hostsOf(cluster);
  const { certain, possible } = index.machinesOn(cluster);
  const machines = [...certain, ...possible];
  const groups = hostGroups.filter((group) => isUnknown(group.cluster) || group.cluster === cluster.id);
  const meant = new Set([...members.certain, ...members.possible].map(({ id }) => id));
  for (const { hosts: grouped } of groups) for (const id of grouped.ids) meant.add(id);
  for (const { host } of machines) if (typeof host === 'string') meant.add(host);
  const twin = twins(
    estate,
    hosts.filter(({ id }) => meant.has(id)),
  );
  if (twin)
    return {
      reason: `whether ${quoted(twin[0].id)} and ${quoted(twin[1].id)} are one host is open`,
      decidedBy: 'the server of the provider as a literal in every stack',
    };
  const ids = new Set([...machines.map(({ id }) => id), ...vmGroups.flatMap((group) => group.machines.ids)]);
  const placement = placementOf(estate, cluster, ids, []);
  const overridden = overriddenMachines(estate);
  const isOverridden = ({ id }: VirtualMachine): boolean => overridden === 'all' || overridden.has(id);
  return {
    estate,
    cluster,
    placement,
    isOverridden,
    premises: [...viewOf(estate, cluster).premises, ...rulePremises(estate, cluster, placement), MANDATORY_RULES_HOLD],
    boundsOf: (machine) => machineBounds(machine, placement, isOverridden(machine)),
  };
}

function twins(estate: Estate, hosts: readonly EsxiHost[]): [EsxiHost, EsxiHost] | undefined {
  for (const one of hosts) {
    if (one.origin === 'owned') continue;
    const other = hosts.find((each) => mayBeSame(one, each, (id) => indexOf(estate).objects.get(id)));
    if (other) return [one, other];
  }
  return undefined;
}
