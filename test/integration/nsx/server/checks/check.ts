import type { NsxObject, State } from '../state';
import type { Body } from '../values';

/** What a change leads to: the object as it would be, and all else as it would be. */
export interface Outcome {
  readonly state: State;
  /** As it was before; undefined for a new one. */
  readonly before?: NsxObject;
  /** What was sent for it; undefined where only something that it names has changed. */
  readonly sent?: Body;
}

/** @throws Refusal where the documentation does not allow the outcome */
export type Check = (object: NsxObject, outcome: Outcome) => void;
