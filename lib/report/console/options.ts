import type { Gate, Outcome } from '../outcome';

export interface ConsoleOptions {
  readonly outcome: Outcome;
  readonly gate: Gate;
  /** Folder that was written; undefined where nothing was. */
  readonly written: string | undefined;
  /** Path of the report. */
  readonly report: string;
  readonly color: boolean;
  /** Columns there are; fewer than 60 are taken as 60. @default 100 */
  readonly width?: number;
  /** Verdicts that are proved. @default - not said */
  readonly proved?: number;
  /** Baseline entries that match nothing any more. @default 0 */
  readonly staleWaivers?: number;
}
