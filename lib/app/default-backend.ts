import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { LocalBackend, TerraformBackend, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { localStatePath, pinBackend, setLocalStatePath } from './cdktf-internals';
import { STACKS } from './layout';
import { portablePath } from './tree';

/**
 * Gives every stack without a backend the one cdktf would give it, `terraform.<stack>.tfstate` in the working directory,
 * named from the folder of the stack rather than by an absolute path: the same program is the same bytes in any folder.
 * A backend that the user names is left alone, whatever its path.
 *
 * Must run before stacks are prepared, since their remote-state blocks copy the path. All folders of stacks lie side by
 * side, so the path is right in those of readers too.
 *
 * @param folder output folder; its links are resolved, since Terraform follows `..` from where it really stands
 */
export function giveDefaultBackends(stacks: readonly TerraformStack[], folder: string, workingDirectory: string): void {
  const from = join(realpathOf(folder), STACKS, 'stack');
  for (const stack of stacks) {
    const id = stack.node.id;
    const path = portablePath(from, join(realpathOf(workingDirectory), `terraform.${id}.tfstate`));
    const existing = backendOf(stack);
    // A `LocalBackend` without a path has cdktf's own absolute one.
    if (existing && localStatePath(existing) === join(workingDirectory, `terraform.${id}.tfstate`)) setLocalStatePath(existing, path);
    pinBackend(stack, existing ?? new LocalBackend(stack, { path }));
  }
}

function backendOf(construct: IConstruct): TerraformBackend | undefined {
  for (const child of construct.node.children) {
    if (TerraformStack.isStack(child)) continue;
    const found = TerraformBackend.isBackend(child) ? child : backendOf(child);
    if (found) return found;
  }
  return undefined;
}

function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
