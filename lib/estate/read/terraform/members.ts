import { isReference, isUnknown, reference } from '../../value';
import { collectionOf, keyLeftOut, keyTooMuch } from './collections';
import { unknownFrom, unknownIn, type Scope } from './scope';
import { isOnlyText } from './values/convert';
import { madeOf } from './values/marks';
import { parseDecimal } from './values/numbers';
import {
  causeOf,
  Configured,
  isList,
  isObject,
  isScalar,
  Namespace,
  ResourceFamily,
  ResourceObject,
  Sensitive,
  sensitive,
  SetValue,
  UndecidedMember,
  type Evaluated,
} from './values/evaluated';

/** An attribute (`a.b`) or member (`a["b"]`, `a[0]`) of a value. */
export function memberOf(of: Evaluated, key: string | number, scope: Scope): Evaluated {
  if (of instanceof Sensitive) return sensitive(memberOf(of.value, key, scope));
  if (of instanceof UndecidedMember) unknownFrom(scope, of.whole().$unknown); // counts as a doubt
  if (of instanceof Namespace) return of.member(String(key));
  if (isUnknown(of)) return unknownFrom(scope, of.$unknown);
  if (isReference(of)) return reference(of.$ref.stack, of.$ref.address, `${of.$ref.attribute}.${key}`);
  if (of instanceof ResourceObject) return typeof key === 'string' ? of.attribute(key) : keyTooMuch(of, key, !scope.guarded, scope);
  if (of instanceof ResourceFamily) return madeOf([of], unknownIn(scope, 'instance-key', `${of.stack}/${of.address}`));
  if (of instanceof Configured) return configuredMember(of, key);
  if (isList(of)) {
    const position = typeof key === 'number' ? key : parseDecimal(key);
    const collection = position === undefined ? collectionOf(of) : undefined;
    if (collection) return keyLeftOut(collection, !scope.guarded, scope);
    return (position === undefined ? undefined : of[position]) ?? nullOrMissing(of, position, scope);
  }
  if (isObject(of) && Object.hasOwn(of, String(key))) return of[String(key)]!;
  return missing(of, key, scope);
}

/**
 * The member of what another resource was given, or a reference to what its provider will say. A set has no members by
 * position, so whatever is asked for one is a list.
 */
function configuredMember(of: Configured, key: string | number): Evaluated {
  const { value, owner, attribute } = of;
  const path = `${attribute}.${key}`;
  const member = isList(value) ? value[Number(key)] : isObject(value) && Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
  return configured(member ?? null, owner, path);
}

/** What the program gives to an attribute, as far as another resource may rely on it. */
export function configured(value: Evaluated, owner: Configured['owner'], attribute: string): Evaluated {
  if (value instanceof Sensitive) return sensitive(configured(value.value, owner, attribute));
  if (value === null) return reference(owner.stack, owner.address, attribute);
  if (value instanceof SetValue) return new Configured(value.items, owner, attribute);
  if (causeOf(value) !== undefined || value instanceof Configured) return value;
  if (isOnlyText(value)) return value;
  return isScalar(value) || isList(value) || isObject(value) ? new Configured(value, owner, attribute) : value;
}

function nullOrMissing(of: readonly Evaluated[], position: number | undefined, scope: Scope): Evaluated {
  return position !== undefined && of[position] === null ? null : missing(of, position ?? '', scope);
}

function missing(of: Evaluated, key: string | number, scope: Scope): Evaluated {
  const object = (isList(of) || isObject(of) ? Object.values(of) : []).find((each: Evaluated) => each instanceof ResourceObject);
  if (!(object instanceof ResourceObject)) return unknownIn(scope, 'expression');
  const resource = object.address.replace(/\[[^\]]*\]$/, '');
  const name = `${resource}[${JSON.stringify(key)}]`;
  if (!scope.guarded) scope.names.dangling(scope, name, `\`${resource}\` has no instance ${JSON.stringify(key)}`);
  return unknownIn(scope, 'dangling', `${object.stack}/${name}`);
}

/** What a splat goes through; undefined where that is not decided. */
export function splatElements(of: Evaluated): readonly Evaluated[] | undefined {
  if (of === null) return [];
  if (isList(of)) return of;
  if (of instanceof SetValue) return of.ordered ? of.items : undefined;
  return isScalar(of) || isObject(of) || of instanceof ResourceObject ? [of] : undefined;
}
