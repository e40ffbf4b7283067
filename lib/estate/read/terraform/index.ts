import type { ReadingFault } from '../../estate';
import type { TerraformModel } from '../../terraform';
import type { StagedStack } from '../input';
import { CircleGuard } from './circle-guard';
import { StackDocument } from './document';
import { collidingOutputFaults, corruptTokenFaults } from './element-faults';
import { RemoteStates } from './remote-state';
import { Stack } from './stack';
import type { Expression } from './syntax/ast';

export { corruptTokensIn, type CorruptToken } from './corrupt';

/**
 * Reads the rendered Terraform JSON of an app: every value as far as it is decided without running Terraform, the rest
 * as unknowns that say why and who will know.
 *
 * @param folder folder the files are relative to
 * @throws when a file is missing or is no JSON object
 */
export function readTerraform(folder: string, stacks: readonly StagedStack[]): { model: TerraformModel; faults: ReadingFault[] } {
  const documents = stacks.map((staged) => new StackDocument(folder, staged));
  const corrupt = documents.map(corruptTokenFaults);
  const faults = documents.flatMap((document, i) => [...corrupt[i]!, ...collidingOutputFaults(document)]);
  const seen = new Set<string>();
  const report = (fault: ReadingFault): void => {
    const key = JSON.stringify(fault);
    if (!seen.has(key)) faults.push(fault);
    seen.add(key);
  };

  const remoteStates = new RemoteStates();
  const guard = new CircleGuard();
  const syntax = new Map<string, Expression | undefined>();
  const readers = documents.map((document, i) => new Stack(document, remoteStates, guard, syntax, corrupt[i]!.length > 0, report));
  readers.forEach((reader) => remoteStates.add(reader));
  return { model: { stacks: readers.map((reader) => reader.model()) }, faults };
}
