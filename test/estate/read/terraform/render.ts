import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readTerraform } from '../../../../lib/estate/read/terraform';
import type { ReadingFault, ResourceInstance, TerraformModel, TerraformStackModel, Value } from '../../../../lib/estate';

/** Reads configurations as if cdktf had rendered them: a stack for each entry. */
export function readStacks(stacks: Readonly<Record<string, object>>): { model: TerraformModel; faults: ReadingFault[] } {
  const folder = mkdtempSync(join(tmpdir(), 'strata-terraform-'));
  try {
    const staged = Object.entries(stacks).map(([name, content]) => {
      const file = `stacks/${name}/cdk.tf.json`;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), JSON.stringify(content));
      return { name, path: name, file };
    });
    return readTerraform(folder, staged);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function readStack(content: object): { stack: TerraformStackModel; faults: ReadingFault[] } {
  const { model, faults } = readStacks({ main: content });
  return { stack: model.stacks[0]!, faults };
}

/** The value of an expression in a stack, `rest` of which may declare what it refers to. */
export function valueOf(expression: unknown, rest: object = {}): Value {
  return readStack({ ...rest, output: { it: { value: expression } } }).stack.outputs.find((output) => output.name === 'it')!.value;
}

export function resourceOf(stack: TerraformStackModel, address: string): ResourceInstance {
  const found = stack.resources.find((resource) => resource.address === address);
  if (!found) throw new Error(`no ${address} among ${stack.resources.map((resource) => resource.address).join(', ')}`);
  return found;
}
