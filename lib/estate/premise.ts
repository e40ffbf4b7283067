/** Something a verdict rests on that the output itself does not show. */
export interface Premise {
  /** The same premise has the same id in every verdict that rests on it. */
  readonly id: string;
  readonly kind: PremiseKind;
  /** One sentence, in the user's words. */
  readonly statement: string;
  /** Construct path of what it is about. */
  readonly subject?: string;
  /** Where a number comes from, or the file an assumption was read from. */
  readonly source?: string;
}

export type PremiseKind =
  | 'assumed' // the user said so with `app.assume(...)`
  | 'stated' // a layer says what the output cannot
  | 'constant' // a number from outside, with its source
  | 'provider-default' // what the provider does with an attribute left out
  | 'closed-scope'; // a scope that the app owns: nothing but the app puts things there
