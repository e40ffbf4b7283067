import type { ObjectId } from './object';

export interface Tenant {
  readonly name: string;
  /** Construct path. */
  readonly path: string;
  readonly machines: Selection;
  readonly networks: Selection;
  /** Namespaces of Kubernetes clusters, with every pod in them. */
  readonly namespaces: Selection;
}

/** Objects of the estate that a declaration names, and the construct paths that led to none. */
export interface Selection {
  readonly ids: readonly ObjectId[];
  /** Construct paths that were named but rendered nothing. */
  readonly missing: readonly string[];
}

/** An invariant the user declares over the whole stack. */
export interface Intent {
  readonly kind: 'tenants-isolated' | 'flow-reachable' | 'survives-failures' | 'dedicated-hosts' | 'pod-isolation' | (string & {});
  /** Construct path. */
  readonly path: string;
  /** One sentence in the user's words: "tenants `shopping` and `banking` are isolated". */
  readonly statement: string;
  /** Its sides, each with the endpoints it covers. */
  readonly sides: readonly IntentSide[];
  /** The parameters of its kind, as plain data. */
  readonly parameters: unknown;
}

export interface IntentSide {
  /** What the side is to the user: "tenant `banking`", "from". */
  readonly label: string;
  readonly endpoints: Selection;
}
