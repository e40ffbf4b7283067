import type { VirtualMachine } from '../../estate';
import type { Interval } from '../../units';
import { count, nameOf } from '../wording';
import type { Counted, Gap } from './cluster-view';
import type { Naming } from './names';

/** VMs that are the same for a capacity rule: one fleet, or one VM. */
export interface Family {
  readonly machines: readonly VirtualMachine[];
  /** VMs there are at least. */
  readonly count: number;
  /** What each takes at least: vCPUs, MiB. */
  readonly each: number;
}

/** The families that take most, largest first. Fleets are told by their names: all but the number at the end. */
export function largestFamilies(machines: readonly Counted<VirtualMachine>[], sizeOf: (machine: VirtualMachine) => Interval): Family[] {
  const families = new Map<string, { machines: VirtualMachine[]; count: number; each: number }>();
  for (const { object, count: howMany } of machines) {
    const each = sizeOf(object).low;
    const key = `${nameOf(object).replace(/\d+$/, '#')}|${each}`;
    const family = families.get(key) ?? { machines: [], count: 0, each };
    family.machines.push(object);
    family.count += howMany.low;
    families.set(key, family);
  }
  return [...families.values()]
    .filter((family) => family.count > 0)
    .sort((a, b) => b.count * b.each - a.count * a.each || (nameOf(a.machines[0]!) < nameOf(b.machines[0]!) ? -1 : 1));
}

/** "`web-1` and 5 more like it". */
export function familyName(family: Family, name: Naming): string {
  const first = name(family.machines[0]!);
  return family.count > 1 ? `${first} and ${family.count - 1} more like it` : first;
}

/** The families that take most, with what they take: "`web-1` and 59 more like it: 60 x 4 vCPUs; `db`: 17 vCPUs". */
export function largestText(families: readonly Family[], name: Naming, sizeText: (each: number) => string): string {
  return families
    .slice(0, 3)
    .map((family) => `${familyName(family, name)}: ${family.count > 1 ? `${family.count} x ` : ''}${sizeText(family.each)}`)
    .join('; ');
}

/** The first gaps in words, and what would close them. */
export function explain(gaps: readonly Gap[]): { reason: string; decidedBy: string } {
  const shown = gaps.slice(0, 3);
  const rest = gaps.length - shown.length;
  return {
    reason: shown.map((gap) => gap.reason).join('; ') + (rest > 0 ? `; and ${count(rest, 'thing')} more` : ''),
    decidedBy: [...new Set(shown.map((gap) => gap.decidedBy))].join('; '),
  };
}
