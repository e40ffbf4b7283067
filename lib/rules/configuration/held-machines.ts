import type { ComputeCluster, EsxiHost, Estate, Premise, VirtualMachine } from '../../estate';
import { overriddenMachines } from '../isolation/drs-overrides';
import { MANDATORY_RULES_HOLD, placementOf, rulePremises } from '../isolation/host-rules';
import { machineBounds } from '../isolation/machine-bounds';

/** VMs of a cluster, by whether they may run on some of its hosts. */
export interface ByReach {
  readonly certain: readonly VirtualMachine[];
  readonly possible: readonly VirtualMachine[];
  /** What it rests on that a VM is neither. */
  readonly premises: readonly Premise[];
}

/** Which VMs may run on given hosts of their cluster: neither a device nor a mandatory rule holds them on others. */
export function thoseOn(estate: Estate, cluster: ComputeCluster, machines: readonly VirtualMachine[], hosts: readonly EsxiHost[]): ByReach {
  const placement = placementOf(
    estate,
    cluster,
    machines.map(({ id }) => id),
    hosts,
  );
  const overridden = overriddenMachines(estate);
  const certain: VirtualMachine[] = [];
  const possible: VirtualMachine[] = [];
  for (const machine of machines) {
    const { surely, possibly, never } = machineBounds(machine, placement, overridden === 'all' || overridden.has(machine.id));
    if (hosts.some(({ id }) => surely.has(id))) certain.push(machine);
    else if (hosts.some(({ id }) => !never.has(id) && (possibly.ids.has(id) || !possibly.complete))) possible.push(machine);
  }
  return { certain, possible, premises: [...rulePremises(estate, cluster, placement), MANDATORY_RULES_HOLD] };
}
