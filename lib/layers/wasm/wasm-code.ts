import type { Construct } from 'constructs';
import { declare, type WasmArtifact } from '../../estate';
import type { OciImage } from '../container';

/** WebAssembly that a workload can run: a component, a composition of them, or a core module. */
export interface IWasmCode {
  /** What its bytes say; of a composition that does not fit, what those of its root say. */
  readonly artifact: WasmArtifact;
  /** The binary; undefined for a composition that does not fit. */
  readonly bytes?: Uint8Array;
  /** Where the program has it from, where that is a registry. */
  readonly image?: OciImage;
  /** Files that were read for it, relative to the working directory. */
  readonly files: readonly string[];
  /** Construct path of the composition, where it is one. */
  readonly compositionPath?: string;
}

/** Has the report name the files that a construct was made of, with their digests. */
export function declareInputs(construct: Construct, code: IWasmCode): void {
  for (const file of code.files) declare(construct, { kind: 'input', of: construct.node.path, file });
}
