import type { Body } from './values';

/** An object is made or replaced. */
export interface Write {
  readonly kind: 'write';
  readonly path: string;
  /** As its place says: it may be abstract. */
  readonly type: string;
  readonly body: Body;
  /** Whether rules and service entries that are not sent go away. @default false */
  readonly replacesEmbedded?: boolean;
  /** @default 'ignored' */
  readonly revision?: 'required' | 'checked' | 'ignored';
  /** Whether the system itself writes: read-only attributes count, and defaults may be changed. @default false */
  readonly bySystem?: boolean;
}

export interface Deletion {
  readonly kind: 'delete';
  readonly path: string;
  /** Everything below goes too. @default false */
  readonly recursive?: boolean;
  /** Ports of a segment are no hindrance. @default false */
  readonly force?: boolean;
}

/** An object that the request goes through and leaves alone. */
export interface Passage {
  readonly kind: 'pass';
  readonly path: string;
}

export type Change = Write | Deletion | Passage;
