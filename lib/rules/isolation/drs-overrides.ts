import { isReference, type Estate, type ObjectId } from '../../estate';

const OVERRIDE = 'vsphere_drs_vm_override';

/** The VMs that DRS treats otherwise than their cluster says, and does not move by itself; all, where a token says which. */
export function overriddenMachines(estate: Estate): ReadonlySet<ObjectId> | 'all' {
  const machines = new Set<ObjectId>();
  for (const { resources } of estate.terraform.stacks) {
    for (const { type, mode, instances, values } of resources) {
      if (type !== OVERRIDE || mode !== 'managed' || instances.high === 0) continue;
      if (values.drs_enabled === true && values.drs_automation_level === 'fullyAutomated') continue;
      const named = values.virtual_machine_id;
      const machine = isReference(named)
        ? estate.vsphere.machines.find(({ addresses }) =>
            addresses.some((one) => one.stack === named.$ref.stack && one.address === named.$ref.address),
          )
        : undefined;
      if (!machine) return 'all';
      machines.add(machine.id);
    }
  }
  return machines;
}
