import { indexOf, isUnknown, type EsxiHost, type Estate, type ObjectId, type Premise, type VirtualMachine, type VmRule } from '../../estate';
import type { Bounds } from '../../proofs/placement';
import type { Ternary } from '../../units';
import { addTo } from '../../units/multimap';
import type { Gap } from '../isolation/host-rules';
import { settingPremises } from '../left-out';
import { knownOnlyTo, quoted, quotedName } from '../wording';
import { siteOfCluster, type Site } from './vm-rule-site';
import { certainOf, holds, isOne } from './vm-rules';

/** Where the VMs of some nodes may run, and which of them are kept apart. */
export interface NodeHomes {
  readonly machines: readonly VirtualMachine[];
  readonly boundsOf: (machine: VirtualMachine) => Bounds;
  /** Whether a mandatory rule keeps two of them on different hosts: `maybe` where one may. */
  readonly apart: (a: ObjectId, b: ObjectId) => Ternary;
  /** The same for two that nothing said here tells apart, by where they may run and by the rules that speak of them. */
  readonly kindOf: (machine: VirtualMachine) => string;
  /** Every host that one of them may run on. */
  readonly hosts: readonly EsxiHost[];
  readonly premises: readonly Premise[];
  /** Those that a rule ties to other VMs, by its name: where these are decides where they may be. */
  readonly tied: ReadonlyMap<ObjectId, VmRule>;
  /** Why a rule between them that is there does not count for certain. */
  readonly ruleGap: Gap | undefined;
}

/** The homes of VMs, on however many clusters; a gap where nothing can be said of one of them. */
export function homesOf(estate: Estate, machines: readonly VirtualMachine[]): NodeHomes | Gap {
  const index = indexOf(estate);
  const bounds = new Map<ObjectId, Bounds>();
  const premises: Premise[] = [];
  const sites = new Set<Site>();
  const unruled = new Set<ObjectId>();
  let ruleGap: Gap | undefined;
  for (const machine of machines) {
    if (!isOne(machine))
      return { reason: `how many VMs ${quotedName(machine)} stands for is not decided`, decidedBy: `a literal count of ${quotedName(machine)}` };
    const cluster = estate.vsphere.clusters.find(({ id }) => id === machine.cluster);
    if (!cluster) {
      const why = isUnknown(machine.cluster) ? knownOnlyTo(machine.cluster) : 'not known';
      return { reason: `which cluster ${quotedName(machine)} runs on is ${why}`, decidedBy: 'a cluster that is named, not a token' };
    }
    const site = siteOfCluster(estate, cluster);
    if (!('cluster' in site)) return site;
    bounds.set(machine.id, site.boundsOf(machine));
    if (!sites.has(site)) premises.push(...site.premises);
    sites.add(site);
    if (site.isOverridden(machine)) {
      unruled.add(machine.id);
      ruleGap ??= {
        reason: `${quotedName(machine)} has DRS settings of its own, by which DRS may leave it where it is`,
        decidedBy: 'no `DrsVmOverride` for it',
      };
    }
    if (cluster.drs.enabled !== true || cluster.drs.automation !== 'fullyAutomated') {
      unruled.add(machine.id);
      ruleGap ??= {
        reason: `DRS is not fully automated for certain on cluster ${quotedName(cluster)}, and only then it moves VMs that stand against a rule`,
        decidedBy: '`Drs.fullyAutomated()` on the cluster',
      };
    }
  }
  const ids = new Set(machines.map(({ id }) => id));
  const speaksOf = ({ machines: { ids: its, complete } }: VmRule): boolean => !complete || its.some((id) => ids.has(id));
  const rules = estate.vsphere.vmRules.filter((rule) => rule.kind === 'anti-affinity' && holds(rule) !== 'no' && speaksOf(rule));
  const certain = new Map(rules.map((rule) => [rule, new Set(certainOf(estate, rule).map(({ id }) => id))]));
  const named = new Map(rules.map((rule) => [rule, new Set(rule.machines.ids)]));
  for (const rule of rules) {
    if (rule.machines.ids.some((id) => ids.has(id))) premises.push(...settingPremises(estate, rule, ['enabled', 'mandatory']));
    if (holds(rule) === 'maybe' && rule.machines.ids.some((id) => ids.has(id)))
      ruleGap ??= {
        reason: `whether rule ${quotedName(rule)} is on and mandatory is not decided`,
        decidedBy: `literal settings of ${quotedName(rule)}`,
      };
  }
  const tied = new Map<ObjectId, VmRule>();
  for (const rule of estate.vsphere.vmRules) {
    const isAmongThem = rule.kind === 'anti-affinity' && rule.machines.complete && rule.machines.ids.every((id) => ids.has(id));
    if (holds(rule) !== 'no' && !isAmongThem) for (const id of rule.machines.ids) if (ids.has(id)) tied.set(id, rule);
  }
  const ruling = new Map<ObjectId, VmRule[]>();
  for (const rule of rules) for (const id of named.get(rule)!) addTo(ruling, id, rule);
  const unbounded = rules.filter(({ machines: { complete } }) => !complete);
  const kinds = new Map<ObjectId, string>();
  const kindOf = ({ id }: VirtualMachine): string => {
    const known = kinds.get(id);
    if (known !== undefined) return known;
    const { surely, possibly } = bounds.get(id)!;
    const spoken = rules.map((rule) => (certain.get(rule)!.has(id) ? 2 : named.get(rule)!.has(id) ? 1 : 0)).join('');
    const kind = JSON.stringify([[...surely].sort(), [...possibly.ids].sort(), possibly.complete, spoken, unruled.has(id), tied.has(id)]);
    kinds.set(id, kind);
    return kind;
  };
  const hosts = new Set([...bounds.values()].flatMap(({ possibly, surely }) => [...possibly.ids, ...surely]));
  return {
    machines,
    premises,
    tied,
    ruleGap,
    boundsOf: ({ id }) => bounds.get(id)!,
    kindOf,
    apart: (a, b) =>
      [...(ruling.get(a) ?? []), ...unbounded].reduce<Ternary>(
        (sofar, rule) => (sofar === 'yes' ? sofar : (keepsApart(rule, certain.get(rule)!, named.get(rule)!, a, b, unruled) ?? sofar)),
        'no',
      ),
    hosts: [...hosts].flatMap((id) => (index.objects.get(id) as EsxiHost | undefined) ?? []),
  };
}

/** Whether one rule keeps two VMs apart: undefined where it speaks of one of them at most. */
function keepsApart(
  rule: VmRule,
  certain: ReadonlySet<ObjectId>,
  ids: ReadonlySet<ObjectId>,
  a: ObjectId,
  b: ObjectId,
  unruled: ReadonlySet<ObjectId>,
): 'yes' | 'maybe' | undefined {
  const { complete } = rule.machines;
  if (certain.has(a) && certain.has(b)) return holds(rule) === 'yes' && !unruled.has(a) && !unruled.has(b) ? 'yes' : 'maybe';
  return (ids.has(a) || !complete) && (ids.has(b) || !complete) ? 'maybe' : undefined;
}

/** A host as findings call it, with its rack where that is stated. */
export function hostText({ rack, ...host }: EsxiHost): string {
  return `${quotedName(host as EsxiHost)}${rack === undefined ? '' : ` (rack ${quoted(rack)})`}`;
}
