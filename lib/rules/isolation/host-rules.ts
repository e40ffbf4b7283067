import {
  indexOf,
  isUnknown,
  mayBeSame,
  sameVcenter,
  type ComputeCluster,
  type EsxiHost,
  type Estate,
  type VsphereObject,
  type Field,
  type Members,
  type ObjectId,
  type Premise,
  type VmHostRule,
} from '../../estate';
import { contestedRules, type HostRule, type KnownSet, type Placement } from '../../proofs/placement';
import type { Ternary } from '../../units';
import { settingPremises } from '../left-out';
import { decided, knownOnlyTo, listed, quoted, quotedName } from '../wording';

/** What the rules of a cluster rest on that no output shows. */
export function rulePremises(estate: Estate, cluster: ComputeCluster, { rules }: ClusterPlacement): Premise[] {
  return [
    ...settingPremises(estate, cluster, ['drs_enabled', 'drs_automation_level']),
    ...rules.flatMap(({ id }) => settingPremises(estate, indexOf(estate).objects.get(id)!, ['enabled', 'mandatory'])),
  ];
}

/** Why nobody can say, and what would decide it. */
export interface Gap {
  readonly reason: string;
  readonly decidedBy: string;
}

/** The VM-host rules of a cluster, as far as they are known. */
export interface ClusterPlacement extends Placement {
  readonly contested: ReadonlySet<string>;
  /** What is not known of a rule, by its id. */
  readonly gaps: ReadonlyMap<string, Gap>;
}

/** What a rule, or a group, says, with what is not known of it. */
interface Known<T> {
  readonly value: T;
  readonly gap?: Gap;
}

/** What every VM-host rule that is relied on rests on. */
export const MANDATORY_RULES_HOLD: Premise = {
  id: 'mandatory-vm-host-rules',
  kind: 'constant',
  statement: 'DRS, HA and DPM take no action that breaks a mandatory VM-host rule',
  source: 'https://docs.vmware.com/en/VMware-vSphere/8.0/vsphere-resource-management/GUID-793013E2-0976-43B7-9A00-340FA76859D0.html',
};

const NONE_KNOWN: KnownSet = { ids: new Set(), complete: false };

/**
 * @param watched hosts that must not be taken for others: where a group may name one of them by another entry, it is not known in full
 */
export function placementOf(estate: Estate, cluster: ComputeCluster, machines: Iterable<ObjectId>, watched: readonly EsxiHost[]): ClusterPlacement {
  const gaps = new Map<string, Gap>();
  const rules = estate.vsphere.vmHostRules.flatMap((rule) => {
    const here = isOn(estate, rule, cluster);
    if (here === 'no' || rule.instances.high === 0) return [];
    const { value, gap } = resolved(estate, rule, cluster, here, watched);
    if (gap) gaps.set(rule.id, gap);
    return [value];
  });
  const { certain, possible, open } = indexOf(estate).hostsOf(cluster);
  const known = certain.filter(({ instances }) => instances.low === 1 && instances.high === 1);
  // Only hosts of a cluster can be in its groups.
  const grouped = rules.flatMap(({ enabled, hosts }) => (enabled === 'yes' ? [...hosts.ids] : []));
  const placement = {
    hosts: { ids: new Set([...known.map(({ id }) => id), ...grouped]), complete: !open && possible.length === 0 && known.length === certain.length },
    rules,
  };
  return { ...placement, contested: contestedRules(machines, placement), gaps };
}

function resolved(estate: Estate, rule: VmHostRule, cluster: ComputeCluster, here: Ternary, watched: readonly EsxiHost[]): Known<HostRule> {
  const gaps: Gap[] = [];
  const take = <T>({ value, gap }: Known<T>): T => {
    if (gap) gaps.push(gap);
    return value;
  };
  const { affinityHostGroup: on, antiAffinityHostGroup: off } = rule;
  const polarity = !isUnknown(on) && on !== null ? 'on' : !isUnknown(off) && off !== null && !isUnknown(on) ? 'off' : undefined;
  const hosts =
    polarity === undefined
      ? { value: NONE_KNOWN, gap: openField(rule, 'its host group', isUnknown(on) ? on : off) }
      : groupOf(estate, estate.vsphere.hostGroups, cluster, polarity === 'on' ? on : off, rule, ({ hosts: members }) => members);
  const named = take(hosts);
  const isAmbiguous = [...named.ids].some((id) => watched.some((host) => host.id !== id && mayBeOneHost(estate, id, host)));
  const isFull = cluster.drs.enabled === true && cluster.drs.automation === 'fullyAutomated';
  if (!isFull) gaps.push(drsGap(cluster));
  const value: HostRule = {
    id: rule.id,
    enabled: every([here, rule.instances.low > 0 ? 'yes' : 'maybe', take(flag(rule, 'enabled'))]),
    mandatory: every([isFull ? 'yes' : 'maybe', take(flag(rule, 'mandatory'))]),
    polarity,
    hosts: isAmbiguous ? { ...named, complete: false } : named,
    machines: take(groupOf(estate, estate.vsphere.vmGroups, cluster, rule.vmGroup, rule, ({ machines }) => machines)),
  };
  if (isAmbiguous)
    gaps.push({
      reason: `whether the hosts of rule ${quotedName(rule)} are the dedicated ones is open: two entries may mean one host`,
      decidedBy: 'the server of the provider as a literal in every stack',
    });
  if (here === 'maybe')
    gaps.push({
      reason: `whether rule ${quotedName(rule)} is of cluster ${quotedName(cluster)} is ${isUnknown(rule.cluster) ? knownOnlyTo(rule.cluster) : 'open: two entries may mean one cluster'}`,
      decidedBy: 'a cluster that is named, not a token, for the rule',
    });
  const [gap] = gaps;
  return { value, ...(gap && { gap }) };
}

function drsGap(cluster: ComputeCluster): Gap {
  const { enabled, automation } = cluster.drs;
  const hidden: Field<unknown> = isUnknown(enabled) ? enabled : automation;
  const state =
    isUnknown(hidden) && enabled !== false
      ? `how DRS is set on cluster ${quotedName(cluster)} is ${knownOnlyTo(hidden)}`
      : `DRS is ${enabled === false ? 'off' : quoted(String(automation))} on cluster ${quotedName(cluster)}`;
  return {
    reason: `${state}, and only DRS, fully automated, moves VMs that stand against a rule`,
    decidedBy:
      cluster.origin === 'owned'
        ? '`drs_enabled = true` and `drs_automation_level = "fullyAutomated"`'
        : "`app.assume(Assume.value(cluster, 'drs_enabled', true))`, and so `drs_automation_level` as `'fullyAutomated'`, where vCenter has them so",
  };
}

function flag(rule: VmHostRule, name: 'enabled' | 'mandatory'): Known<Ternary> {
  const field = rule[name];
  if (!isUnknown(field)) return { value: field ? 'yes' : 'no' };
  return { value: 'maybe', gap: openField(rule, `whether it is ${name}`, field) };
}

function openField(rule: VmHostRule, what: string, field: Field<unknown>): Gap {
  const why = isUnknown(field) ? knownOnlyTo(field) : 'not said';
  return { reason: `${what}, of rule ${quotedName(rule)}, is ${why}`, decidedBy: `literal settings of rule ${quotedName(rule)}` };
}

interface Group extends VsphereObject {
  readonly cluster: Field<ObjectId | null>;
}

/** The members of the one group of a name in the cluster: a rule names its groups by text. */
function groupOf<G extends Group>(
  estate: Estate,
  groups: readonly G[],
  cluster: ComputeCluster,
  name: Field<string | null>,
  rule: VmHostRule,
  members: (group: G) => Members,
): Known<KnownSet> {
  if (isUnknown(name) || name === null) return { value: NONE_KNOWN, gap: openField(rule, 'which group it names', name) };
  const alike = groups.filter(
    (group) => isOn(estate, group, cluster) !== 'no' && group.instances.high !== 0 && (decided(group.name) ?? name) === name,
  );
  const [only, ...others] = alike;
  if (!only || others.length > 0) {
    const reason = only
      ? `group ${quoted(name)} of rule ${quotedName(rule)} may be any of ${listed(alike.map(({ path, id }) => quoted(path ?? id)))}`
      : `the app has no group ${quoted(name)}, which rule ${quotedName(rule)} names`;
    return { value: NONE_KNOWN, gap: { reason, decidedBy: `one group ${quoted(name)} in the cluster of the rule` } };
  }
  const isSure = isOn(estate, only, cluster) === 'yes' && !isUnknown(only.name) && only.instances.low === 1 && only.instances.high === 1;
  const { ids, complete, unknown } = members(only);
  if (!isSure)
    return {
      value: NONE_KNOWN,
      gap: {
        reason: `whether group ${quotedName(only)} is the one that rule ${quotedName(rule)} names is known only after apply`,
        decidedBy: `a literal name and cluster of the group`,
      },
    };
  const value = { ids: new Set(ids), complete };
  return complete
    ? { value }
    : {
        value,
        gap: {
          reason: `who belongs to group ${quotedName(only)} is ${unknown ? knownOnlyTo(unknown) : 'known only to vCenter'}`,
          decidedBy: 'a literal list of its members',
        },
      };
}

function isOn(estate: Estate, { cluster: on, ...object }: Group, cluster: ComputeCluster): Ternary {
  if (isUnknown(on)) return sameVcenter(object, cluster) === 'no' ? 'no' : 'maybe';
  if (on === cluster.id) return 'yes';
  const other = estate.vsphere.clusters.find(({ id }) => id === on);
  return other && mayBeSame(other, cluster, (id) => indexOf(estate).objects.get(id)) ? 'maybe' : 'no';
}

/** Whether an entry may turn out to be a given host. */
export function mayBeOneHost(estate: Estate, id: ObjectId, host: EsxiHost): boolean {
  const other = estate.vsphere.hosts.find((each) => each.id === id);
  return other !== undefined && mayBeSame(other, host, (each) => indexOf(estate).objects.get(each));
}

function every(answers: readonly Ternary[]): Ternary {
  return answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
}
