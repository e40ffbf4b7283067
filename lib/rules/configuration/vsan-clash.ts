import type { Unknown, VsanConfiguration } from '../../estate';

/** Options of one cluster's vSAN that exclude each other, or may. */
export interface Clash {
  readonly key: string;
  /** The attributes it is about, the one at fault first. */
  readonly attributes: readonly string[];
  /** What the provider, or vSAN, demands, as a clause. */
  readonly rule: string;
  /** What is wrong, to follow "on cluster `x`". */
  readonly message: string;
  /** The options as they stand. */
  readonly stated: string;
  readonly remedy: string;
  readonly mend?: Partial<VsanConfiguration>;
  /** What keeps it open; absent where it is certain. */
  readonly open?: { readonly attribute: string; readonly unknown: Unknown };
}
