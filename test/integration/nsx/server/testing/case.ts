import type { RefusalName } from '../refusals';
import type { Client } from './client';

/** A request that is refused. */
export interface Case {
  readonly refusal: RefusalName;
  /** What is made before. @default - nothing */
  readonly given?: (api: Client) => Promise<unknown>;
  readonly request: readonly [method: string, path: string, body?: unknown];
}
