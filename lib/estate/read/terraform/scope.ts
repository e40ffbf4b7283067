import { unknown, type Unknown, type UnknownReason } from '../../value';
import type { Cause, Evaluated } from './values/evaluated';
import type { Expression } from './syntax/ast';

/** The element an expression stands in. */
export interface Site {
  readonly stack: string;
  readonly file: string;
  /** Address within the stack: `vsphere_host.a`, `local.size`, `output.x`. */
  readonly address: string;
  /** Construct path. */
  readonly path?: string;
}

/** The names of a stack, and where faults are noted. */
export interface Names {
  /** The meaning of the first name of a reference. */
  root(name: string, scope: Scope): Evaluated;
  parse(text: string): Expression | undefined;
  /** Whether something sensitive is named in a text that is not parsed. */
  namesMarked(text: string, scope: Scope): boolean;
  /** Whether any value of the stack has to be looked at for corrupt tokens. */
  readonly hasCorruptTokens: boolean;
  dangling(scope: Scope, name: string, detail: string): void;
}

/** All that an expression's meaning depends on beside its own text. */
export interface Scope {
  readonly names: Names;
  readonly site: Site;
  /** Dotted path of the attribute within the element. */
  readonly attribute: string;
  /** The text of the output that holds the expression. */
  readonly text: string;
  /** Variables of `for`, of dynamic blocks, `each` and `count`. */
  readonly bindings: Readonly<Record<string, Evaluated>>;
  /** The element a splat is at. */
  readonly item?: Evaluated;
  /** Whether the value may not be needed: the branch of a conditional, or within `try`. */
  readonly guarded: boolean;
  /** Whether nothing is a fault here: names are only looked up for their marks. */
  readonly silent?: boolean;
  /** Counts what may be a failure to Terraform, where `try` or `can` would catch it. */
  readonly doubts?: { count: number };
}

/** Reasons behind which Terraform may refuse the expression, rather than not know its value yet. */
const DOUBTFUL: ReadonlySet<UnknownReason> = new Set<UnknownReason>([
  'run',
  'expression',
  'function',
  'dangling',
  'corrupt',
  'module',
  'remote-state',
]);

/** An unknown of the expression at hand. By default only the element itself, once planned, will know. */
export function unknownIn(scope: Scope, reason: UnknownReason, knownBy = `${scope.site.stack}/${scope.site.address}`): Unknown {
  return unknownFrom(scope, { reason, knownBy });
}

export function unknownFrom(scope: Scope, cause: Cause): Unknown {
  if (scope.doubts && DOUBTFUL.has(cause.reason)) scope.doubts.count++;
  return unknown(cause.reason, scope.text, cause.knownBy, cause.lacks);
}
