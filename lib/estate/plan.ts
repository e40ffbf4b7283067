import type { Assumption } from './assume';
import { unknown, type Unknown, type Value } from './value';

/** What Terraform is about to do, and what the synthesis took on the user's word before it. */
export interface PlannedApply {
  /** One plan a stack, at most. */
  readonly plans: readonly PlanModel[];
  readonly assumptions: readonly Assumption[];
}

/** One plan, as `terraform show -json` tells it. */
export interface PlanModel {
  /** The stack it is of. */
  readonly stack: string;
  readonly terraformVersion: string;
  /** Everything that Terraform looked at, what it leaves alone included. */
  readonly changes: readonly PlannedChange[];
  /** What data sources found while Terraform planned. */
  readonly lookups: readonly PlannedLookup[];
  readonly variables: readonly PlannedVariable[];
  /** What the plan leaves to a later one, or does beside its resources; empty where it is complete. */
  readonly open: readonly string[];
}

export type PlannedAction = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget';

/** What a value is in a plan: known, unknown until it is applied, or hidden since it is sensitive. */
export type PlannedValues = Readonly<Record<string, Value>>;

export interface PlannedChange {
  readonly stack: string;
  /** Address within the stack, with the modules it is in. */
  readonly address: string;
  /** Address of the module it is in, such as `module.a["x"].module.b`; absent in the root. */
  readonly module?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  /** In the order in which they are carried out. */
  readonly actions: readonly PlannedAction[];
  /** Null where there is none yet. */
  readonly before: PlannedValues | null;
  /** Null where there will be none. */
  readonly after: PlannedValues | null;
  /** Key of an object that an earlier apply left behind. */
  readonly deposed?: string;
  /** Addresses in its `depends_on`, without keys of instances; left out where it has none. */
  readonly dependsOn?: readonly string[];
}

export interface PlannedLookup {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly values: PlannedValues;
}

export interface PlannedVariable {
  readonly name: string;
  /** Hidden where it is sensitive. */
  readonly value: Value;
  /** Whether it is its default; absent where it has none. */
  readonly isDefault?: boolean;
}

const SENSITIVE = '(sensitive value)';

/** Stands for a value that a plan marks as sensitive: it is never kept. */
export function hidden(knownBy: string): Unknown {
  return unknown('expression', SENSITIVE, knownBy);
}

/** Whether a value is left out since it is sensitive. */
export function isHidden({ $unknown }: Unknown): boolean {
  return $unknown.expression === SENSITIVE;
}
