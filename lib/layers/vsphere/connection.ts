import { TerraformProvider, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

const asked = new WeakSet<IConstruct>();

/** Notes that the stack of a construct needs a vCenter. What cdktf says where there is none names no construct of ours. */
export function needConnection(construct: IConstruct): void {
  const stack = TerraformStack.of(construct);
  if (asked.has(stack)) return;
  asked.add(stack);
  stack.node.addValidation({ validate: () => validateConnection(stack, construct) });
}

function validateConnection(stack: IConstruct, first: IConstruct): string[] {
  const provided = stack.node
    .findAll()
    .some((each) => TerraformProvider.isTerraformProvider(each) && each.terraformGeneratorMetadata?.providerName === 'vsphere');
  if (provided) return [];
  return [
    `the stack has constructs of vSphere, such as ${first.node.path}, and no connection to a vCenter; make a \`new VCenter(this, 'vcenter', { server, user, password })\` in it`,
  ];
}
