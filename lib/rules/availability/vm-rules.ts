import { indexOf, isUnknown, sameVcenter, type Estate, type ObjectId, type VirtualMachine, type VmRule } from '../../estate';
import type { Ternary } from '../../units';
import { decided } from '../wording';

/** Whether a rule between VMs is there, on and mandatory. */
export function holds({ enabled, mandatory, instances }: VmRule): Ternary {
  if (decided(enabled) === false || decided(mandatory) === false || instances.high === 0) return 'no';
  return isUnknown(enabled) || isUnknown(mandatory) || instances.low === 0 ? 'maybe' : 'yes';
}

/** Whether an entry is one VM, and no family. */
export function isOne(machine: VirtualMachine | undefined): machine is VirtualMachine {
  return machine?.instances.low === 1 && machine.instances.high === 1;
}

/** The VMs that a rule names for certain, none of which may be another: of a family nobody knows which is meant. */
export function certainOf(estate: Estate, { machines }: VmRule): VirtualMachine[] {
  const certain: VirtualMachine[] = [];
  for (const id of new Set(machines.ids)) {
    const machine = indexOf(estate).objects.get(id) as VirtualMachine | undefined;
    if (isOne(machine) && !certain.some((other) => mayBeOneMachine(machine, other))) certain.push(machine);
  }
  return certain;
}

function mayBeOneMachine(a: VirtualMachine, b: VirtualMachine): boolean {
  const areNamedApart = !isUnknown(a.name) && !isUnknown(b.name) && a.name !== b.name;
  return (a.origin !== 'owned' || b.origin !== 'owned') && !areNamedApart && sameVcenter(a, b) !== 'no';
}

/** The VMs that affinity rules hold on the host of one, and these rules. */
export function companyOf(id: ObjectId, rules: readonly VmRule[]): { ids: Set<ObjectId>; by: Set<VmRule> } {
  const ids = new Set([id]);
  const by = new Set<VmRule>();
  for (const each of ids) {
    for (const rule of rules) {
      if (!rule.machines.ids.includes(each)) continue;
      by.add(rule);
      for (const other of rule.machines.ids) ids.add(other);
    }
  }
  return { ids, by };
}

/** The mandatory affinity rules that are there and on; of families they say nothing certain. */
export function certainAffinity(estate: Estate): VmRule[] {
  return estate.vsphere.vmRules
    .filter((rule) => rule.kind === 'affinity' && holds(rule) === 'yes')
    .map((rule) => ({ ...rule, machines: { ...rule.machines, ids: certainOf(estate, rule).map(({ id }) => id) } }));
}

/** A rule with those that may share VMs with it, directly or through others, and all their VMs. */
export function sharing(estate: Estate, rule: VmRule): { rules: readonly VmRule[]; ids: ReadonlySet<ObjectId> } {
  const rules = new Set([rule]);
  const ids = new Set<ObjectId>();
  for (const each of rules) {
    for (const id of each.machines.ids) ids.add(id);
    for (const other of estate.vsphere.vmRules) {
      const isElsewhere = !isUnknown(other.cluster) && other.cluster !== rule.cluster;
      const mayShare = (!other.machines.complete && !isElsewhere) || other.machines.ids.some((id) => ids.has(id));
      if (mayShare && holds(other) !== 'no' && sameVcenter(other, rule) !== 'no') rules.add(other);
    }
  }
  return { rules: [...rules], ids };
}

/** What all of some sets have. */
export function common([first, ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set([...(first ?? [])].filter((id) => others.every((each) => each.has(id))));
}
