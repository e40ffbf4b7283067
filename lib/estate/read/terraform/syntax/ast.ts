/** An expression of Terraform's language. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** Text and interpolations, joined to a text. */
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
  /** The first name of a reference: `var`, `local`, a resource type, a variable of a `for`. */
  | { readonly kind: 'name'; readonly name: string }
  /** The element a splat is at. */
  | { readonly kind: 'item' }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
  /** `of[*]` followed by `each`, in which `item` is the element. */
  | { readonly kind: 'splat'; readonly of: Expression; readonly each: Expression }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'conditional'; readonly condition: Expression; readonly yes: Expression; readonly no: Expression }
  | ForExpression
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[]; readonly expandLast: boolean };

export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
}

export interface ForExpression {
  readonly kind: 'for';
  readonly keyName?: string;
  readonly valueName: string;
  readonly over: Expression;
  /** Present where the result is an object. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  /** Whether values of the same key are gathered (`...`). */
  readonly grouped: boolean;
}

export type UnaryOperator = '-' | '!';
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

/** Binary operators by how tightly they bind, loosest first. */
export const PRECEDENCE: readonly (readonly BinaryOperator[])[] = [['||'], ['&&'], ['==', '!='], ['<=', '>=', '<', '>'], ['+', '-'], ['*', '/', '%']];
