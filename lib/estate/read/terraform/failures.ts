import { collectionOf } from './collections';
import { isJson } from './functions/encoding';
import type { Scope } from './scope';
import type { Expression } from './syntax/ast';
import { isOnlyText, toBoolean, toText } from './values/convert';
import { causeOf, isList, isObject, isScalar, SetValue, type Evaluated } from './values/evaluated';

export type Evaluate = (expression: Expression, scope: Scope) => Evaluated;

/** Names whose attributes Terraform looks at before anything is evaluated, so that `try` catches none of their faults. */
const CHECKED_BEFORE: ReadonlySet<string> = new Set(['each', 'count', 'self']);

/**
 * Whether Terraform certainly refuses an expression, by what it refuses whatever else becomes known: a member that an
 * object does not have, a position beyond a list, null or a word where a number belongs. False says nothing.
 */
export function certainlyFails(expression: Expression, scope: Scope, evaluate: Evaluate): boolean {
  const fails = (part: Expression, inner: Scope = scope): boolean => certainlyFails(part, inner, evaluate);
  const valueOf = (part: Expression): Evaluated => evaluate(part, scope);
  switch (expression.kind) {
    case 'literal':
    case 'name':
    case 'item':
      return false;
    case 'template':
      return expression.parts.some((part) => fails(part) || isNoText(valueOf(part)));
    case 'tuple':
      return expression.items.some((item) => fails(item));
    case 'object':
      return expression.entries.some(({ key, value }) => fails(key) || fails(value) || isNoText(valueOf(key)));
    case 'unary':
      return fails(expression.operand) || (expression.operator === '-' && isNoNumber(valueOf(expression.operand)));
    case 'binary':
      if (fails(expression.left)) return true;
      // Versions of Terraform differ in whether they look at the other side of these.
      if (expression.operator === '&&' || expression.operator === '||') return false;
      if (fails(expression.right)) return true;
      return expression.operator !== '==' && expression.operator !== '!=' && areNoNumbers(valueOf(expression.left), valueOf(expression.right));
    case 'conditional': {
      if (fails(expression.condition)) return true;
      const holds = toBoolean(valueOf(expression.condition));
      return holds !== undefined && fails(holds ? expression.yes : expression.no);
    }
    case 'for':
      return fails(expression.over) || isScalar(valueOf(expression.over));
    case 'splat': {
      if (fails(expression.of)) return true;
      const over = valueOf(expression.of);
      return isList(over) && over.some((item) => fails(expression.each, { ...scope, item }));
    }
    case 'attribute':
      if (expression.of.kind === 'name' && CHECKED_BEFORE.has(expression.of.name)) return false;
      return fails(expression.of) || lacksAttribute(valueOf(expression.of), expression.name);
    case 'index':
      return fails(expression.of) || fails(expression.key) || lacksMember(valueOf(expression.of), valueOf(expression.key));
    case 'call':
      if (expression.name === 'can') return false;
      if (expression.name === 'try')
        return expression.arguments.length > 0 && !expression.expandLast && expression.arguments.every((part) => fails(part));
      return (
        expression.arguments.some((part) => fails(part)) || (!expression.expandLast && refuses(expression.name, expression.arguments.map(valueOf)))
      );
  }
}

function lacksAttribute(of: Evaluated, name: string): boolean {
  if (collectionOf(of)) return false; // refused before `try` could catch it
  return isScalar(of) || isList(of) || of instanceof SetValue || (isObject(of) && !Object.hasOwn(of, name));
}

function lacksMember(of: Evaluated, key: Evaluated): boolean {
  if (!isScalar(key)) return false;
  if (isScalar(of) || of instanceof SetValue) return true;
  if (key === null) return isList(of) || isObject(of);
  if (isList(of)) {
    if (typeof key === 'number') return !Number.isInteger(key) || key < 0 || key >= of.length;
    return isOnlyText(key) && !collectionOf(of);
  }
  const name = toText(key);
  return isObject(of) && name !== undefined && (typeof key === 'string' || !collectionOf(of)) && !Object.hasOwn(of, name);
}

/** Functions that are asked whether a value can be converted, and those that look something up. */
function refuses(name: string, [of, key, ...others]: readonly Evaluated[]): boolean {
  if (of === undefined) return false;
  if (name === 'lookup') return isObject(of) && !collectionOf(of) && typeof key === 'string' && others.length === 0 && !Object.hasOwn(of, key);
  if (key !== undefined) return false;
  switch (name) {
    case 'tonumber':
      return of !== null && isNoNumber(of);
    case 'tobool':
      return isCompound(of) || (typeof of === 'string' && toBoolean(of) === undefined);
    case 'tostring':
      return isCompound(of);
    case 'jsondecode':
      return typeof of === 'string' && !isJson(of);
    default:
      return false;
  }
}

function areNoNumbers(left: Evaluated, right: Evaluated): boolean {
  return causeOf(left) === undefined && causeOf(right) === undefined && (isNoNumber(left) || isNoNumber(right));
}

function isNoNumber(value: Evaluated): boolean {
  return value === null || typeof value === 'boolean' || isOnlyText(value) || isCompound(value);
}

function isNoText(value: Evaluated): boolean {
  return value === null || isCompound(value);
}

function isCompound(value: Evaluated): boolean {
  return isList(value) || isObject(value) || value instanceof SetValue;
}
