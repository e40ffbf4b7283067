import { isUnknown, type VirtualMachine } from '../../estate';
import { boundsOf, type Bounds } from '../../proofs/placement';
import type { ClusterPlacement } from './host-rules';

/**
 * Where a machine of a cluster may run. A device that is passed through holds it on its host; a host that it only names is where it
 * starts. Nothing is known of each of a family, nor of one that DRS need not move.
 */
export function machineBounds(machine: VirtualMachine, placement: ClusterPlacement, isOverridden: boolean): Bounds {
  const bounds = boundsOf(machine.id, placement, placement.contested);
  const { items, complete } = machine.pciDevices;
  const host = machine.host === null || isUnknown(machine.host) ? undefined : machine.host;
  const mayHaveDevice = items.length > 0 || !complete;
  const surely = mayHaveDevice && machine.host !== null ? new Set([...bounds.surely].filter((id) => id === host)) : bounds.surely;
  if (items.length > 0 && host !== undefined) return { surely, possibly: { ids: new Set([host]), complete: true }, never: bounds.never };
  const isOne = machine.instances.low === 1 && machine.instances.high === 1;
  if (isOne && !isOverridden) return { ...bounds, surely };
  return { surely, possibly: { ids: placement.hosts.ids, complete: false }, never: new Set() };
}
