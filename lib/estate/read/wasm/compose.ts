import type { CompositionOutcome, WasmArtifact } from '../../wasm';
import { componentArtifact } from './artifact';
import { BadWasm } from './bytes';
import { CannotCompose, composed, type Part } from './composer';
import { askJco } from './jco';
import { mismatchedImport, mismatchOf } from './mismatch';
import { outlineOf } from './outline';
import { plugging, type Plugged } from './plugging';
import { readPrefix } from './prefix';

/** A component with its bytes. */
export interface ComponentBytes {
  readonly artifact: WasmArtifact;
  readonly bytes: Uint8Array;
}

/** What comes of plugging components into a root. `bytes` are those of the whole, where they fit. */
export interface Composed {
  readonly outcome: CompositionOutcome;
  readonly bytes?: Uint8Array;
}

interface Candidate extends ComponentBytes, Pick<WasmArtifact, 'name' | 'imports' | 'exports'> {}

/**
 * Plugs components into a root, and asks the reference validator about the whole.
 *
 * @param name what the whole is called
 * @param ask the validator
 */
export function compose(name: string, root: ComponentBytes, plugs: readonly ComponentBytes[], ask: typeof askJco = askJco): Composed {
  const doubtful = [root, ...plugs].find(({ artifact }) => artifact.unvalidated !== undefined);
  if (doubtful) return { outcome: { fits: 'unknown', reason: doubtful.artifact.unvalidated! } };
  const candidates = [root, ...plugs].map((each): Candidate => {
    const { imports, exports } = each.artifact;
    return { ...each, name: each.artifact.name, imports, exports };
  });
  const found = plugging(candidates[0]!, candidates.slice(1));
  if ('refused' in found) return { outcome: { fits: false, refused: found.refused } };
  let bytes: Uint8Array;
  try {
    bytes = composed(partsOf(found.order, found.pairs));
  } catch (error) {
    if (!(error instanceof CannotCompose) && !(error instanceof BadWasm)) throw error;
    return { outcome: { fits: 'unknown', reason: `Strata cannot put these components together: ${error.message}` } };
  }
  const said = ask<string>('componentWit', [bytes]);
  if ('unavailable' in said) return { outcome: { fits: 'unknown', reason: said.unavailable } };
  if ('refusal' in said) return { outcome: refused(said.refusal, found.pairs) };
  return { outcome: { fits: true, composed: componentArtifact(name, bytes) }, bytes };
}

function partsOf(order: readonly Candidate[], pairs: readonly Plugged<Candidate>[]): Part[] {
  const parts = new Map<Candidate, Part>();
  for (const each of order) {
    const own = pairs.filter(({ into }) => into === each);
    const plugged = new Map(own.map((pair) => [pair.import, { by: parts.get(pair.by)!, name: pair.export }] as const));
    parts.set(each, { prefix: readPrefix(each.bytes), exports: each.exports, plugged });
  }
  return [...parts.values()];
}

/** Only what is said of an import that is plugged shows that two components disagree; the rest may be how they were put together. */
function refused(refusal: string, pairs: readonly Plugged<Candidate>[]): CompositionOutcome {
  const name = mismatchedImport(refusal);
  const [pair, ...others] = pairs.filter((each) => each.import === name);
  if (!pair) return { fits: 'unknown', reason: `the reference validator says of the whole: ${refusal.replace(/\s*\n\s*/g, ': ')}` };
  const plugs = [pair, ...others].map(({ by }) => by.name);
  const outline = outlineOf(readPrefix(pair.into.bytes), pair.import);
  return { fits: false, mismatch: mismatchOf(refusal, [...new Set(plugs)].join(', '), outline) };
}
