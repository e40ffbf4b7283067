import { rangeOf } from '../addresses';
import { Refusal } from '../refusals';
import { objects, text, texts } from '../state';
import type { NsxObject, State } from '../state';
import type { Body } from '../values';
import type { Check } from './check';

const isConjunction = (expression: Body) => expression.resource_type === 'ConjunctionOperator';
const isCondition = (expression: Body) => expression.resource_type === 'Condition';

export const checkGroup: Check = (group) => {
  const expressions = objects(group, 'expression');
  checkList(group.path, expressions);
  const counted = expressions.filter((each) => isCondition(each) || each.resource_type === 'NestedExpression');
  if (counted.length > 5)
    throw new Refusal('too-many-conditions', `${group.path} has ${counted.length} conditions and nested expressions, 5 are allowed`);
  expressions.forEach((each, i) => {
    if (isConjunction(each) && each.conjunction_operator === 'AND') checkAnd(group.path, expressions[i - 1]!, expressions[i + 1]!);
    if (each.resource_type === 'NestedExpression') checkNested(group.path, objects(each, 'expressions'));
    if (isCondition(each)) checkCondition(group.path, each);
    if (each.resource_type === 'IPAddressExpression') checkFamilies(group.path, each);
  });
};

/** Expressions at even places, conjunctions between them. */
function checkList(path: string, expressions: readonly Body[]): void {
  if (expressions.length > 0 && expressions.length % 2 === 0) {
    throw new Refusal('bad-expression', `the expression of ${path} has ${expressions.length} parts, expected an odd number`);
  }
  expressions.forEach((each, i) => {
    if (isConjunction(each) === (i % 2 === 1)) return;
    throw new Refusal(
      'bad-expression',
      `part ${i} of the expression of ${path} is ${String(each.resource_type)}: conjunctions stand between the others`,
    );
  });
}

function checkNested(path: string, expressions: readonly Body[]): void {
  checkList(path, expressions);
  const conditions = expressions.filter((each) => !isConjunction(each));
  if (expressions.some((each) => (isConjunction(each) ? each.conjunction_operator !== 'AND' : !isCondition(each)))) {
    throw new Refusal('bad-expression', `a nested expression of ${path} has other parts than conditions and AND`);
  }
  if (conditions.length > 5)
    throw new Refusal('too-many-conditions', `a nested expression of ${path} has ${conditions.length} conditions, 5 are allowed`);
  const types = new Set(conditions.map((each) => each.member_type));
  if (types.size > 1) throw new Refusal('mixed-members', `a nested expression of ${path} mixes the member types ${[...types].join(', ')}`);
  for (const condition of conditions) checkCondition(path, condition);
}

function checkAnd(path: string, left: Body, right: Body): void {
  if (left.resource_type === right.resource_type && left.member_type === right.member_type && left.resource_type !== 'NestedExpression') return;
  throw new Refusal('mixed-members', `AND in ${path} joins criteria that are not single conditions of one member type`);
}

function checkCondition(path: string, condition: Body): void {
  const bare = ['Segment', 'SegmentPort'].includes(condition.member_type as string) && condition.key === 'Tag';
  if (condition.operator === undefined && !bare)
    throw new Refusal('no-operator', `a condition of ${path} on ${String(condition.key)} has no operator`);
}

function checkFamilies(path: string, expression: Body): void {
  const versions = new Set(texts(expression, 'ip_addresses').map((address) => rangeOf(address)?.version));
  if (versions.size > 1) throw new Refusal('mixed-families', `an expression of ${path} has IPv4 and IPv6 addresses`);
}

const ADDRESSES = ['IPAddressExpression', 'MACAddressExpression', 'IdentityGroupExpression'];

/** Whether a group has members, and all of them are addresses or users. */
export function holdsOnlyAddresses(group: NsxObject, state: State, seen: readonly string[] = []): boolean {
  const expressions = [...objects(group, 'expression'), ...objects(group, 'extended_expression')].filter((each) => !isConjunction(each));
  return expressions.length > 0 && expressions.every((each) => isAddresses(each, state, [...seen, group.path]));
}

function isAddresses(expression: Body, state: State, seen: readonly string[]): boolean {
  if (expression.resource_type !== 'PathExpression') return ADDRESSES.includes(expression.resource_type as string);
  return texts(expression, 'paths').every((path) => {
    const member = state.get(path);
    return member?.resource_type === 'Group' && !seen.includes(path) && holdsOnlyAddresses(member, state, seen);
  });
}

/** Whether some member of a group is an address or a user, by itself or through a group in it. */
export function holdsAddresses(group: NsxObject, state: State, seen: readonly string[] = []): boolean {
  const expressions = [...objects(group, 'expression'), ...objects(group, 'extended_expression')];
  return expressions.some((each) => {
    if (ADDRESSES.includes(text(each, 'resource_type') ?? '')) return true;
    const groups = texts(each, 'paths').flatMap((path) => state.get(path) ?? []);
    return groups.some(
      (member) => member.resource_type === 'Group' && !seen.includes(member.path) && holdsAddresses(member, state, [...seen, group.path]),
    );
  });
}
