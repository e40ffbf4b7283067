import { isReference, isUnknown, unknown } from '../../value';
import { unknownIn, type Scope } from './scope';
import type { Expression } from './syntax/ast';
import { sameType, unifiedWith } from './values/convert';
import { madeOf } from './values/marks';
import { deeplyUnmarked, isList, isObject, Sensitive, sensitive, SetValue, unmarked, type Evaluated } from './values/evaluated';

/** The branch taken, brought to one type with the other, which is `stated` in the expression. */
export function chosen(branch: Evaluated, other: Evaluated, stated: Expression, scope: Scope): Evaluated {
  const inner = unmarked(branch);
  const beside = typeShown(other, stated);
  if (isUnknown(inner) || isReference(inner)) return branch;
  const keeps = !hidesElements(unmarked(other), stated) || isTextual(inner);
  if (keeps && sameType(inner, unmarked(beside))) return branch;
  const converted = keeps ? unifiedWith(inner, deeplyUnmarked(beside).value) : undefined;
  const result = converted ?? madeOf([inner], unknownIn(scope, 'expression'));
  return branch instanceof Sensitive ? sensitive(result) : result;
}

/** A null that a variable or function gives has a type that does not show. */
function typeShown(value: Evaluated, stated: Expression): Evaluated {
  return value === null && stated.kind !== 'literal' ? unknown('expression', '', '') : value;
}

/** Whether a collection is empty and may be one of texts, which would make texts of what stands beside it. */
function hidesElements(value: Evaluated, stated: Expression): boolean {
  if (stated.kind === 'tuple' || stated.kind === 'object' || stated.kind === 'for') return false;
  return value instanceof SetValue ? value.items.length === 0 : (isList(value) || isObject(value)) && Object.keys(value).length === 0;
}

/** Whether nothing in a value could become a text, since all of it is. */
function isTextual(value: Evaluated): boolean {
  if (value instanceof SetValue) return value.items.every(isTextual);
  return isList(value) || isObject(value) ? Object.values(value).every(isTextual) : typeof value === 'string' || isReference(value);
}
