import { Refusal } from './refusals';
import { checkValue } from './values';
import type { Body } from './values';

/** A virtual machine as NSX discovers it in vCenter: no policy object, it has no path. */
export interface Machine {
  readonly external_id: string;
  readonly display_name: string;
  readonly tags?: readonly Body[];
  /** Such as `instanceUuid:...` and `biosUuid:...`. */
  readonly compute_ids?: readonly string[];
  readonly [attribute: string]: unknown;
}

/** What the hosts report: virtual machines and their network interfaces. */
export class Inventory {
  private machines: Machine[] = [];
  private interfaces: Body[] = [];

  public add(machine: Machine): void {
    checkValue('VirtualMachine', machine);
    this.machines = [
      ...this.machines.filter((each) => each.external_id !== machine.external_id),
      { resource_type: 'VirtualMachine', type: 'REGULAR', power_state: 'VM_RUNNING', tags: [], ...machine },
    ];
  }

  /** @param computeId one of those that vCenter knows the machine by */
  public remove(computeId: string): void {
    this.machines = this.machines.filter(({ compute_ids: ids = [] }) => !ids.includes(computeId));
  }

  public addInterface(vif: Body): void {
    this.interfaces.push(vif);
  }

  public all(): readonly Machine[] {
    return this.machines;
  }

  public allInterfaces(): readonly Body[] {
    return this.interfaces;
  }

  /** Whether anybody reported the interfaces of every machine. */
  public hasAllInterfaces(): boolean {
    const owners = new Set(this.interfaces.map(({ owner_vm_id: owner }) => owner));
    return this.machines.every(({ external_id: id }) => owners.has(id));
  }

  /**
   * Source: vcf-nsx policy_lm_apply_tag_on_virtual_machine: "This operation will replace the existing tags", "the virtual machine ID
   * provided in the URL will be honored".
   */
  public tag(externalId: unknown, update: Body): void {
    checkValue('VirtualMachineTagsUpdate', update);
    const machine = this.machines.find((each) => each.external_id === externalId);
    if (!machine) throw new Refusal('not-found', `there is no virtual machine ${JSON.stringify(externalId ?? null)}`);
    this.machines = this.machines.map((each) => (each === machine ? { ...machine, tags: (update.tags ?? []) as Body[] } : each));
  }
}
