import { isUnknown, type Estate, type Unknown, type VirtualMachine } from '../../estate';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listed, literalIn, plain, quoted } from '../wording';
import type { ClusterView } from './cluster-view';
import { namesApart } from './names';

/** VMs in a pool that is only known by its id, and those that no cluster of the estate may turn out to run: one verdict a pool. */
export function* homeless(estate: Estate, views: readonly ClusterView[]): Iterable<Verdict> {
  const pools = new Map<string, { machines: VirtualMachine[]; unknown: Unknown }>();
  let seen: Set<string> | undefined;
  for (const machine of estate.vsphere.machines) {
    if (machine.origin !== 'owned' || !isUnknown(machine.cluster) || machine.instances.high === 0) continue;
    const literal = literalIn(machine.cluster);
    seen ??= new Set(views.flatMap((view) => view.machines.map(({ object }) => object.id)));
    if (literal === undefined && seen.has(machine.id)) continue;
    const key = literal ?? machine.cluster.$unknown.knownBy;
    const pool = pools.get(key);
    if (pool) pool.machines.push(machine);
    else pools.set(key, { machines: [machine], unknown: machine.cluster });
  }
  for (const { machines, unknown } of pools.values()) yield openPool(machines, unknown);
}

function openPool(machines: readonly VirtualMachine[], unknown: Unknown): Verdict {
  const literal = literalIn(unknown);
  const names = listed(machines.map(namesApart(machines)));
  const are = machines.length === 1 ? 'is' : 'are';
  return {
    verdict: 'undecided',
    subject: subjectOf(machines[0]!, 'resource_pool_id'),
    key: `pool:${literal ?? unknown.$unknown.knownBy}`,
    message: `memory of the hosts that run ${names}`,
    reason:
      literal === undefined
        ? `which cluster ${names} ${are} on is ${knownOnlyTo(unknown)}`
        : `${names} ${are} in resource pool ${quoted(plain(literal))}, which the app neither owns nor looks up`,
    decidedBy: 'the cluster looked up by its name, with all its hosts: `VcenterCluster.fromLookup(…, { hosts })`',
  };
}
