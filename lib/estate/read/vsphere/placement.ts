import type { Field } from '../../value';
import type { HostGroup, VmGroup, VmHostRule, VmRule } from '../../vsphere';
import type { ResourceInstance } from '../../terraform';
import type { InventoryObject, Place } from './inventory';
import { lookedUp, owning, type Reading } from './reading';

/** Rules and groups are named within their cluster. */
export function placementPlace(reading: Reading, object: InventoryObject): Place {
  const recorded = reading.recordedReference(object, 'cluster');
  return { cluster: recorded === undefined ? reading.required(object.entry!, 'compute_cluster_id', 'clusters') : recorded };
}

export function readVmRules(reading: Reading): VmRule[] {
  const { inventory } = reading;
  return inventory.of('vmRules').map((object) => {
    const base = inventory.base(object);
    const owner = owning(object);
    if (!owner) return { ...reading.recorded('vmRules', object)!, ...base };
    return {
      ...base,
      kind: owner.type === 'vsphere_compute_cluster_vm_affinity_rule' ? 'affinity' : 'anti-affinity',
      cluster: reading.required(owner, 'compute_cluster_id', 'clusters'),
      machines: reading.members(owner, 'virtual_machine_ids', 'machines'),
      ...switches(reading, owner),
    };
  });
}

export function readVmGroups(reading: Reading): VmGroup[] {
  const { inventory } = reading;
  return inventory.of('vmGroups').map((object) => {
    const base = inventory.base(object);
    const owner = owning(object);
    if (!owner) return { ...reading.recorded('vmGroups', object)!, ...base };
    return {
      ...base,
      cluster: reading.required(owner, 'compute_cluster_id', 'clusters'),
      machines: reading.members(owner, 'virtual_machine_ids', 'machines'),
    };
  });
}

export function readHostGroups(reading: Reading): HostGroup[] {
  const { inventory } = reading;
  return inventory.of('hostGroups').map((object) => {
    const base = inventory.base(object);
    const recorded = reading.recorded('hostGroups', object);
    if (recorded) return { ...recorded, ...base };
    const entry = object.entry!;
    return {
      ...base,
      cluster: reading.required(entry, 'compute_cluster_id', 'clusters'),
      hosts: owning(object)
        ? reading.members(entry, 'host_system_ids', 'hosts')
        : { ids: [], complete: false, unknown: lookedUp(object, 'host_system_ids') },
    };
  });
}

export function readVmHostRules(reading: Reading): VmHostRule[] {
  const { inventory, reader } = reading;
  return inventory.of('vmHostRules').map((object) => {
    const base = inventory.base(object);
    const owner = owning(object);
    if (!owner) return { ...reading.recorded('vmHostRules', object)!, ...base };
    return {
      ...base,
      cluster: reading.required(owner, 'compute_cluster_id', 'clusters'),
      vmGroup: reader.string(reader.of(owner), 'vm_group_name'),
      affinityHostGroup: nameOrNone(reading, owner, 'affinity_host_group_name'),
      antiAffinityHostGroup: nameOrNone(reading, owner, 'anti_affinity_host_group_name'),
      ...switches(reading, owner),
    };
  });
}

function nameOrNone({ reader }: Reading, owner: ResourceInstance, attribute: string): Field<string | null> {
  const source = reader.of(owner);
  return reader.value(source, attribute) === undefined ? null : reader.string(source, attribute);
}

function switches({ reader }: Reading, owner: ResourceInstance): { enabled: Field<boolean>; mandatory: Field<boolean> } {
  const source = reader.of(owner);
  return { enabled: reader.boolean(source, 'enabled'), mandatory: reader.boolean(source, 'mandatory') };
}
