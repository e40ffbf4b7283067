import type { Unknown } from '../../value';
import { attempt } from './attempt';
import type { BinaryOperator, Expression, ForExpression } from './syntax/ast';
import { chosen } from './branches';
import { callFunction, undecidedCall } from './functions';
import { collectionOf, keyLeftOut, keyTooMuch, namesResource } from './collections';
import { memberOf, splatElements } from './members';
import { unknownFrom, unknownIn, type Scope } from './scope';
import { equals } from './values/equality';
import { toBoolean, toNumber, toText } from './values/convert';
import { madeOf } from './values/marks';
import {
  causeIn,
  causeOf,
  deeplyUnmarked,
  entriesOf,
  isList,
  isObject,
  objectOf,
  ResourceFamily,
  ResourceObject,
  Sensitive,
  sensitive,
  SetValue,
  unmarked,
  type Cause,
  type Evaluated,
} from './values/evaluated';
import { add, divide, multiply, negate, remainder, subtract } from './values/numbers';

/** The value of an expression, or an unknown that says what keeps it from being decided. */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return template(expression.parts, scope);
    case 'tuple':
      return expression.items.map((item) => evaluate(item, scope));
    case 'object':
      return object(expression.entries, scope);
    case 'name':
      return scope.names.root(expression.name, scope);
    case 'item':
      return scope.item ?? null;
    case 'attribute':
      return attribute(expression.of, expression.name, scope);
    case 'index':
      return index(expression.of, expression.key, scope);
    case 'splat':
      return splat(expression.of, expression.each, scope);
    case 'unary':
      return marking(scope, [expression.operand], ([operand]) => {
        if (expression.operator === '!') return negation(operand!);
        const number = toNumber(operand!);
        return number === undefined ? undefined : negate(number);
      });
    case 'binary':
      return marking(scope, [expression.left, expression.right], ([left, right]) => binary(expression.operator, left!, right!));
    case 'conditional':
      return conditional(expression.condition, expression.yes, expression.no, scope);
    case 'for':
      return forExpression(expression, scope);
    case 'call':
      return call(expression.name, expression.arguments, expression.expandLast, scope);
  }
}

/** Evaluates operands, and combines them where they are decided; the result is sensitive where one of them is. */
function marking(scope: Scope, operands: readonly Expression[], combine: (values: Evaluated[]) => Evaluated | undefined): Evaluated {
  let wasSensitive = false;
  const values = operands.map((operand) => {
    const stripped = deeplyUnmarked(evaluate(operand, scope));
    wasSensitive ||= stripped.wasSensitive;
    return stripped.value;
  });
  const cause = values.map(causeIn).find((each) => each !== undefined);
  const result = cause ? unknownFrom(scope, cause) : (combine(values) ?? unknownIn(scope, 'expression'));
  return wasSensitive ? sensitive(result) : result;
}

function template(parts: readonly Expression[], scope: Scope): Evaluated {
  return marking(scope, parts, (values) => {
    const texts = values.map(toText);
    return texts.includes(undefined) ? undefined : texts.join('');
  });
}

function negation(operand: Evaluated): boolean | undefined {
  const value = toBoolean(operand);
  return value === undefined ? undefined : !value;
}

function binary(operator: BinaryOperator, left: Evaluated, right: Evaluated): Evaluated | undefined {
  if (operator === '==' || operator === '!=') {
    const equal = equals(left, right);
    return equal === undefined ? undefined : equal === (operator === '==');
  }
  if (operator === '&&' || operator === '||') {
    const [a, b] = [toBoolean(left), toBoolean(right)];
    if (a === undefined || b === undefined) return undefined;
    return operator === '&&' ? a && b : a || b;
  }
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b);
    case '/':
      return divide(a, b);
    case '%':
      return remainder(a, b);
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function object(entries: readonly { key: Expression; value: Expression }[], scope: Scope): Evaluated {
  let wasSensitive = false;
  const pairs: [string, Evaluated][] = [];
  let undecided: Unknown | undefined;
  for (const entry of entries) {
    const key = evaluate(entry.key, scope);
    wasSensitive ||= key instanceof Sensitive;
    const plain = unmarked(key);
    const cause = causeOf(plain);
    const name = cause ? undefined : toText(plain);
    if (name === undefined) undecided ??= cause ? unknownFrom(scope, cause) : unknownIn(scope, 'expression');
    pairs.push([name ?? '', evaluate(entry.value, scope)]);
  }
  const made = undecided ? undefined : objectOf(pairs);
  const result =
    made ??
    madeOf(
      pairs.map(([, value]) => value),
      undecided ?? unknownIn(scope, 'expression'),
    );
  return wasSensitive ? sensitive(result) : result;
}

function attribute(of: Expression, name: string, scope: Scope): Evaluated {
  const value = evaluate(of, scope);
  const collection = collectionOf(value);
  return collection && namesResource(of, scope) ? keyLeftOut(collection, true, scope) : memberOf(value, name, scope);
}

function index(of: Expression, key: Expression, scope: Scope): Evaluated {
  const by = evaluate(key, scope);
  const collection = evaluate(of, scope);
  if (collection instanceof ResourceObject && namesResource(of, scope)) {
    const plain = unmarked(by);
    return keyTooMuch(collection, typeof plain === 'string' || typeof plain === 'number' ? plain : undefined, true, scope);
  }
  const result = indexed(collection, unmarked(by), scope);
  return by instanceof Sensitive ? sensitive(result) : result;
}

function indexed(collection: Evaluated, key: Evaluated, scope: Scope): Evaluated {
  if (typeof key === 'string' || typeof key === 'number') return memberOf(collection, key, scope);
  const cause = causeOf(key);
  if (!cause) return madeOf([collection], unknownIn(scope, 'expression'));
  // Which of several objects is not decided, nor therefore whose attribute it is.
  const inner = unmarked(collection);
  const ofObjects =
    inner instanceof ResourceFamily || ((isList(inner) || isObject(inner)) && Object.values(inner).some((each) => each instanceof ResourceObject));
  return madeOf([collection], unknownFrom(scope, ofObjects ? { reason: 'instance-key', knownBy: cause.knownBy } : cause));
}

function splat(of: Expression, each: Expression, scope: Scope): Evaluated {
  const collection = evaluate(of, scope);
  const elements = splatElements(unmarked(collection));
  if (!elements) {
    const result = unknownFrom(scope, causeIn(collection) ?? unknownIn(scope, 'expression').$unknown);
    return madeOf([evaluate(each, { ...scope, item: madeOf([collection], result) })], result);
  }
  // Terraform looks at what the elements of an empty list would have, by their type, and may refuse it.
  const isEmptyList = elements.length === 0 && collection !== null && collectionOf(unmarked(collection)) === undefined;
  if (isEmptyList && each.kind !== 'item' && scope.doubts) scope.doubts.count++;
  const result = elements.map((item) => evaluate(each, { ...scope, item }));
  return collection instanceof Sensitive ? sensitive(result) : result;
}

function conditional(condition: Expression, yes: Expression, no: Expression, scope: Scope): Evaluated {
  const marked = evaluate(condition, scope);
  const guarded = scope.guarded ? scope : { ...scope, guarded: true };
  const [whenTrue, whenFalse] = [evaluate(yes, guarded), evaluate(no, guarded)];
  const plain = unmarked(marked);
  const cause = causeOf(plain);
  const holds = cause ? undefined : toBoolean(plain);
  let result: Evaluated;
  if (cause) result = madeOf([whenTrue, whenFalse], unknownFrom(scope, cause));
  else if (holds === undefined) result = madeOf([whenTrue, whenFalse], unknownIn(scope, 'expression'));
  else result = holds ? chosen(whenTrue, whenFalse, no, scope) : chosen(whenFalse, whenTrue, yes, scope);
  return marked instanceof Sensitive ? sensitive(result) : result;
}

function forExpression(expression: ForExpression, scope: Scope): Evaluated {
  const marked = evaluate(expression.over, scope);
  const over = unmarked(marked);
  const entries = iterated(over);
  let wasSensitive = marked instanceof Sensitive;
  const finished = (result: Evaluated): Evaluated => (wasSensitive ? sensitive(result) : result);
  const undecided = (cause: Cause | undefined): Evaluated => {
    const result = unknownFrom(scope, cause ?? unknownIn(scope, 'expression').$unknown);
    return finished(madeOf(bodyOver(madeOf([over], result), expression, scope), result));
  };
  if (!entries) return undecided(causeOf(over));

  // Terraform looks at what a loop would do even where it does it for nothing, and may refuse it.
  if (entries.length === 0 && scope.doubts) scope.doubts.count++;
  const items: Evaluated[] = [];
  const groups = new Map<string, Evaluated[]>();
  for (const [key, value] of entries) {
    const bindings = { ...scope.bindings, [expression.valueName]: value, ...(expression.keyName ? { [expression.keyName]: key } : {}) };
    const inner: Scope = { ...scope, bindings };
    const condition = expression.condition ? evaluate(expression.condition, inner) : true;
    wasSensitive ||= condition instanceof Sensitive;
    const included = toBoolean(unmarked(condition));
    if (included === undefined) return undecided(causeIn(condition));
    if (!included) continue;
    if (!expression.key) {
      items.push(evaluate(expression.value, inner));
      continue;
    }
    const name = evaluate(expression.key, inner);
    wasSensitive ||= name instanceof Sensitive;
    const text = causeIn(name) ? undefined : toText(unmarked(name));
    if (text === undefined) return undecided(causeIn(name));
    const group = groups.get(text);
    if (group && !expression.grouped) return undecided(undefined);
    if (group) group.push(evaluate(expression.value, inner));
    else groups.set(text, [evaluate(expression.value, inner)]);
  }
  if (!expression.key) return finished(items);
  const pairs = [...groups].map(([key, values]): [string, Evaluated] => [key, expression.grouped ? values : values[0]!]);
  return finished(objectOf(pairs) ?? madeOf(pairs.map(([, value]) => value).flat(), unknownIn(scope, 'expression')));
}

/** What a loop makes of an element that is not decided. */
function bodyOver(element: Evaluated, expression: ForExpression, scope: Scope): Evaluated[] {
  const bindings = { ...scope.bindings, [expression.valueName]: element, ...(expression.keyName ? { [expression.keyName]: element } : {}) };
  const inner: Scope = { ...scope, bindings, guarded: true };
  return [expression.key, expression.value, expression.condition].filter((part) => part !== undefined).map((part) => evaluate(part, inner));
}

/** The keys and values that Terraform goes through, in its order. */
export function iterated(collection: Evaluated): [Evaluated, Evaluated][] | undefined {
  if (isList(collection)) return collection.map((value, i) => [i, value]);
  if (collection instanceof SetValue) return collection.ordered ? collection.items.map((value) => [value, value]) : undefined;
  return isObject(collection) ? entriesOf(collection) : undefined;
}

function call(name: string, given: readonly Expression[], expandLast: boolean, scope: Scope): Evaluated {
  if (name === 'try' || name === 'can') return attempt(name, given, scope, evaluate);
  const values = given.map((argument) => evaluate(argument, scope));
  if (!expandLast) return callFunction(name, values, scope);
  const last = unmarked(values.at(-1)!);
  const expanded = isList(last) ? last : last instanceof SetValue && last.ordered ? last.items : undefined;
  if (!expanded) return undecidedCall(name, values, unknownFrom(scope, causeOf(last) ?? unknownIn(scope, 'expression').$unknown));
  const result = callFunction(name, [...values.slice(0, -1), ...expanded], scope);
  return values.at(-1) instanceof Sensitive ? sensitive(result) : result;
}
