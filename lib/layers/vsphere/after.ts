import { type ITerraformDependable, type TerraformElement, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * What a construct depends on so that it comes after some elements. Terraform orders only what is in one stack: where an element is in
 * another, the whole stack comes after that one.
 */
export function after(construct: IConstruct, elements: readonly (TerraformElement & ITerraformDependable)[]): ITerraformDependable[] {
  const stack = TerraformStack.of(construct);
  return elements.filter((element) => {
    const other = TerraformStack.of(element);
    if (other !== stack) stack.addDependency(other);
    return other === stack;
  });
}
