import { type TerraformResource, type TerraformResourceLifecycle, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isBranded } from '../../brand';

/** Marks machines that the app makes. @internal */
export const VIRTUAL_MACHINE = Symbol.for('cdk-strata.VirtualMachine');

/**
 * What makes Terraform replace a rule together with its machines: vCenter drops a rule when one of its machines is
 * replaced, and the provider then fails to update it (hashicorp/terraform-provider-vsphere issue 1362). Terraform takes bare
 * references to resources of the same stack only.
 *
 * @returns undefined where no machine is such a resource
 */
export function replacedWith(rule: IConstruct, machines: readonly IConstruct[]): TerraformResourceLifecycle | undefined {
  const stack = TerraformStack.of(rule);
  const own = machines.filter((machine) => isBranded(machine, VIRTUAL_MACHINE) && TerraformStack.of(machine) === stack);
  const references = own.map((machine) => {
    const { resource } = machine as IConstruct & { readonly resource: TerraformResource };
    return `${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`;
  });
  return references.length === 0 ? undefined : { replaceTriggeredBy: references };
}
