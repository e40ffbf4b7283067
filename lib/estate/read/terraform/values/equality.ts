import { Configured, isList, isObject, isScalar, SetValue, type Evaluated } from './evaluated';

/**
 * Equality as Terraform has it: of type and value. Collections of equal content may still differ in a type that the
 * output does not show (a list and a tuple), and what another resource was given may have been converted.
 */
export function equals(left: Evaluated, right: Evaluated): boolean | undefined {
  if (left instanceof Configured || right instanceof Configured) return undefined;
  if (isScalar(left) && isScalar(right)) return left === right;
  if (left === null || right === null) return false;
  return sameContent(left, right) ? undefined : false;
}

function sameContent(left: Evaluated, right: Evaluated): boolean {
  const [a, b] = [left instanceof SetValue ? left.items : left, right instanceof SetValue ? right.items : right];
  if (a instanceof Configured || b instanceof Configured) return true;
  if (isList(a) && isList(b)) {
    const ordered = [left, right].every((x) => !(x instanceof SetValue) || x.ordered);
    return !ordered || (a.length === b.length && a.every((item, i) => sameContent(item, b[i]!)));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameContent(a[key]!, b[key]!));
}
