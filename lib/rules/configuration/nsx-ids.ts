import { indexOf, isUnknown, type Estate, type NsxEstate, type NsxObject } from '../../estate';
import { addTo } from '../../units/multimap';
import type { Verdict } from '../verdict';
import { listed, quoted } from '../wording';
import { fault, SOURCES } from './nsx-faults';

/** What has no id that the program chooses: tags of a VM, and members of the exclusion list. */
const WITHOUT: ReadonlySet<string> = new Set(['nsxMachines', 'firewallExclusions'] satisfies (keyof NsxEstate)[]);

/** Two elements with one literal `nsx_id` in one place: the provider finds the first, and refuses to make the second. */
export function* sameIds(estate: Estate): Iterable<Verdict> {
  for (const [kind, objects] of Object.entries(estate.nsx) as [string, readonly NsxObject[]][]) {
    if (WITHOUT.has(kind)) continue;
    const byPath = new Map<string, NsxObject[]>();
    for (const object of objects) {
      const { origin, policyPath, manager, instances } = object;
      // What is there already, several may change.
      if (indexOf(estate).entryOf(object)?.type.startsWith('nsxt_policy_predefined')) continue;
      if (origin === 'owned' && !isUnknown(policyPath) && instances.low > 0) addTo(byPath, JSON.stringify([manager, policyPath]), object);
    }
    for (const made of byPath.values()) {
      const total = made.reduce((sum, { instances }) => sum + instances.low, 0);
      if (total < 2) continue;
      const last = made.at(-1)!;
      yield fault(last, {
        attribute: 'nsx_id',
        key: `nsx-id:${String(last.policyPath)}`,
        message: `${total} elements make one object of NSX`,
        witness: [
          { label: 'path', text: quoted(String(last.policyPath)) },
          { label: 'made by', text: listed(made.map(({ path, id }) => quoted(path ?? id))) },
        ],
        source: SOURCES.exists,
        remedies: [{ text: 'an `nsx_id` of its own for each, or none' }],
      });
    }
  }
}
