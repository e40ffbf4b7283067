import { type ITerraformDependable, type TerraformResource, type TerraformResourceLifecycle, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isBranded } from '../../brand';

/** Marks machines that the app makes. @internal */
export const VIRTUAL_MACHINE = Symbol.for('cdk-strata.VirtualMachine');

/** The id of a resource, without the braces of an expression: asked for as it is rendered, since its logical id may be overridden until then. */
class BareReference implements ITerraformDependable {
  public constructor(private readonly resource: TerraformResource) {}

  public get fqn(): string {
    return `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}.id`;
  }
}

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
  const references = own.map((machine) => new BareReference((machine as IConstruct & { readonly resource: TerraformResource }).resource));
  return references.length === 0 ? undefined : { replaceTriggeredBy: references };
}
