import { indexOf, isReference, isUnknown, type DistributedSwitch, type Estate, type PortGroup, type Value } from '../../estate';
import type { Ternary } from '../../units';
import { blocksOf, type Block } from '../blocks';

const MAPPING = 'vsphere_distributed_virtual_switch_pvlan_mapping';
const SECONDARY = 'port_private_secondary_vlan_id';

/** Whether two port groups are of one private VLAN: a primary VLAN and its secondary ones share one subnet, by their very purpose. */
export function areOnePrivateVlan(estate: Estate, a: PortGroup, b: PortGroup): Ternary {
  const [one, other] = [secondaryOf(estate, a), secondaryOf(estate, b)];
  if (one === undefined && other === undefined) return 'no';
  if (isUnknown(a.switch) || isUnknown(b.switch)) return 'maybe';
  if (a.switch !== b.switch || a.switch === null) return 'no';
  const fabric = estate.vsphere.switches.find(({ id }) => id === a.switch);
  if (!fabric) return 'maybe';
  const { primaries, complete } = mappingsOf(estate, fabric);
  const [p, q] = [primaryOf(a, one, primaries), primaryOf(b, other, primaries)];
  if (p !== undefined && q !== undefined) return p === q ? 'yes' : 'no';
  return complete && typeof (one ?? 0) === 'number' && typeof (other ?? 0) === 'number' ? 'no' : 'maybe';
}

/** The secondary VLAN of a port group, which is the primary one of a promiscuous port group; undefined for one of no private VLAN. */
function secondaryOf(estate: Estate, group: PortGroup): Value | undefined {
  const value = indexOf(estate).entryOf(group)?.values[SECONDARY] ?? undefined;
  return value === 0 ? undefined : value;
}

/** The primary VLAN that a port group is of. Ports on the primary VLAN itself are promiscuous. */
function primaryOf({ vlan }: PortGroup, secondary: Value | undefined, primaries: ReadonlyMap<number, number>): number | undefined {
  if (typeof secondary === 'number') return primaries.get(secondary);
  return secondary === undefined && typeof vlan === 'number' ? vlan : undefined;
}

interface Mappings {
  /** Primary VLANs by their secondary ones. */
  readonly primaries: ReadonlyMap<number, number>;
  readonly complete: boolean;
}

/** The private VLANs of a switch: its own, and those that others add to it. */
function mappingsOf(estate: Estate, fabric: DistributedSwitch): Mappings {
  const primaries = new Map<number, number>();
  const values = indexOf(estate).entryOf(fabric)?.values ?? {};
  let complete = fabric.origin === 'owned' && values.ignore_other_pvlan_mappings !== true && !isUnknown(values.pvlan_mapping ?? null);
  const add = ({ primary_vlan_id: primary, secondary_vlan_id: secondary }: Block): void => {
    if (typeof primary === 'number' && typeof secondary === 'number') primaries.set(secondary, primary);
    else complete = false;
  };
  for (const block of blocksOf(values.pvlan_mapping)) add(block);
  for (const { resources } of estate.terraform.stacks) {
    for (const { type, mode, values: mapping } of resources) {
      if (type !== MAPPING || mode !== 'managed') continue;
      const on = mapping.distributed_virtual_switch_id;
      if (!isReference(on)) complete = false;
      else if (fabric.addresses.some(({ stack, address }) => stack === on.$ref.stack && address === on.$ref.address)) add(mapping);
    }
  }
  return { primaries, complete };
}
