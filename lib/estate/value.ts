/**
 * What an attribute of the rendered output is worth to a proof: a value that is decided, the identity of another
 * object, or an unknown that says who will know. An unknown is never a default and never absent.
 */
export type Value = Scalar | Reference | Unknown | readonly Value[] | { readonly [key: string]: Value };

export type Scalar = string | number | boolean | null;

/** An attribute of another object of the app: which object is decided, what it holds is known after apply. */
export interface Reference {
  readonly $ref: {
    readonly stack: string;
    /** Terraform address with its instance key, such as `vsphere_host.esx_1` or `vsphere_host.esx["a"]`. */
    readonly address: string;
    /** Path of the attribute, such as `id` or `clone.0.template_uuid`. */
    readonly attribute: string;
  };
}

/** Why a value is not decided. */
export type UnknownReason =
  | 'computed' // a provider fills it in
  | 'variable' // an input variable without a default
  | 'data-source' // the result of a lookup
  | 'module' // a module is opaque
  | 'instance-key' // which instance of a count or for_each is not decided
  | 'run' // the machine, time or workspace of a run of Terraform: `path.module`, `timestamp()`, `file(...)`
  | 'function' // outside the closed evaluator
  | 'expression' // not parsed or not supported
  | 'remote-state' // the state of a stack outside the app
  | 'provider-default' // left out, and no row of the provider's defaults says what that means
  | 'dangling' // refers to something that the app does not have
  | 'corrupt'; // a token that was damaged before it was rendered

export interface Unknown {
  readonly $unknown: {
    readonly reason: UnknownReason;
    /** The expression as it stands in the output. */
    readonly expression: string;
    /** The address (with its stack) that will know: `frankfurt/data.vsphere_host.esx`. */
    readonly knownBy: string;
    /** The function that is not evaluated, or not with these arguments, where that is why. */
    readonly lacks?: string;
  };
}

/** A field of the typed model: decided, or unknown with a name. */
export type Field<T> = T | Unknown;

export function unknown(reason: UnknownReason, expression: string, knownBy: string, lacks?: string): Unknown {
  return { $unknown: { reason, expression, knownBy, ...(lacks === undefined ? {} : { lacks }) } };
}

export function reference(stack: string, address: string, attribute: string): Reference {
  return { $ref: { stack, address, attribute } };
}

export function isUnknown(x: unknown): x is Unknown {
  return typeof x === 'object' && x !== null && '$unknown' in x;
}

export function isReference(x: unknown): x is Reference {
  return typeof x === 'object' && x !== null && '$ref' in x;
}

/** Whether a value is decided through and through: no unknown and no reference inside. */
export function isLiteral(x: Value): boolean {
  if (typeof x !== 'object' || x === null) return true;
  if (isUnknown(x) || isReference(x)) return false;
  return (Array.isArray(x) ? x : Object.values(x)).every(isLiteral);
}
