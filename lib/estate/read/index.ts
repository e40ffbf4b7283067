import type { Assumption } from '../assume';
import type { Estate } from '../estate';
import { BadInput } from './error';
import { estateOf } from './estate-of';
import type { ReadInput } from './input';
import { readManifests } from './manifests';
import { readSurroundings } from './surroundings';
import { readTerraform } from './terraform';

export { BadInput } from './error';
export { estateOf, type EstateSources } from './estate-of';
export type { ReadInput, StagedManifest, StagedStack } from './input';
export { PROVIDER_DEFAULTS, type ProviderDefault } from './provider-defaults';
export { surroundingsOf, type Surroundings } from './surroundings';

/** An estate, and what was read for it. */
export interface ReadEstate {
  readonly estate: Estate;
  /** Files read beside the output, relative to the working directory. */
  readonly inputs: readonly string[];
}

/**
 * Reads the estate of an app from what it rendered and what was said beside that.
 *
 * @throws BadInput where an assumption names what is not there, or a file cannot be read
 */
export function readEstate(input: ReadInput): ReadEstate {
  const terraform = readTerraform(input.folder, input.stacks);
  const manifests = readManifests(input.folder, input.manifests);
  const surroundings = recordsIn(input.assumptions).map(({ file, manager }) => readSurroundings(file, input.workingDirectory, manager));
  const estate = estateOf(terraform.model, {
    declarations: input.declarations,
    manifests: manifests.manifests,
    assumptions: input.assumptions.filter((one): one is Exclude<Assumption, { kind: 'estate' }> => one.kind !== 'estate'),
    surroundings,
    faults: [...terraform.faults, ...manifests.faults],
  });
  const declared = input.declarations.flatMap((one) => (one.kind === 'input' ? [one.file] : []));
  return { estate, inputs: [...new Set([...surroundings.map(({ file }) => file), ...declared])] };
}

/** Each record once. */
function recordsIn(assumptions: readonly Assumption[]): { readonly file: string; readonly manager?: string }[] {
  const records = new Map<string, Extract<Assumption, { readonly kind: 'estate' }>>();
  for (const assumption of assumptions) {
    if (assumption.kind !== 'estate') continue;
    const { file, manager } = assumption;
    const other = records.get(file);
    if (other !== undefined && other.manager !== manager) {
      const said = [other.manager, manager].map((each) => (each === undefined ? 'no manager' : `"${each}"`)).join(' and ');
      throw new BadInput(`Assume.estate takes "${file}" twice, with ${said}; name its manager once`);
    }
    records.set(file, assumption);
  }
  return [...records.values()];
}
