import type { Assumption } from '../assume';
import type { Declaration } from '../declaration';

/** What an estate is read from: the files as they were rendered, and what was said beside them. */
export interface ReadInput {
  /** Absolute path of the folder that holds `stacks/` and `manifests/`. */
  readonly folder: string;
  readonly stacks: readonly StagedStack[];
  readonly manifests: readonly StagedManifest[];
  readonly declarations: readonly Declaration[];
  readonly assumptions: readonly Assumption[];
  /** Folder that relative file names in assumptions start from. */
  readonly workingDirectory: string;
}

export interface StagedStack {
  /** Name as cdktf has it: the id of the stack. */
  readonly name: string;
  /** Construct path of the stack. */
  readonly path: string;
  /** Path of its Terraform JSON, relative to the folder. */
  readonly file: string;
}

export interface StagedManifest {
  /** Construct path of the Kubernetes cluster it is for; absent for a chart that belongs to none. */
  readonly cluster?: string;
  /** Path relative to the folder. */
  readonly file: string;
  /** Construct path of each object of the file, in the order of its documents, where known. */
  readonly objects: readonly (string | undefined)[];
}
