import { isLiteral, type TerraformStackModel } from '../../estate';
import type { Expression } from '../../estate/read/terraform/syntax/ast';
import { parseTemplate } from '../../estate/read/terraform/syntax/parser';
import { Interval } from '../../units';

/** Names that lead to no resource or data source. */
const OTHER_NAMES = new Set(['each', 'count', 'var', 'module', 'self', 'path', 'terraform']);

/**
 * Whether an expression asks a resource or data source for an instance that may not be there. `each.key` by itself
 * always resolves, though nobody knows to what.
 *
 * @param text the template as it is rendered
 */
export function mayLackInstance(text: string, stack: TerraformStackModel): boolean {
  const expression = parseTemplate(text);
  return expression === undefined || asks(expression, stack);
}

function asks(expression: Expression, stack: TerraformStackModel): boolean {
  if (expression.kind === 'index' && isOpen(expression.of, expression.key, stack)) return true;
  return partsOf(expression).some((part) => asks(part, stack));
}

function isOpen(of: Expression, key: Expression, stack: TerraformStackModel): boolean {
  const [first, ...rest] = namesOf(of);
  if (first === undefined || OTHER_NAMES.has(first)) return false;
  if (first === 'local') return rest[0] !== undefined && !isLiteral(stack.locals[rest[0]] ?? null);
  return key.kind !== 'literal' || isFamily(of, stack);
}

/** Whether an expression names a resource or data source of which nobody knows how many there are. */
function isFamily(expression: Expression, stack: TerraformStackModel): boolean {
  const names = namesOf(expression);
  const [type, name] = names[0] === 'data' ? names.slice(1) : names;
  const mode = names[0] === 'data' ? 'data' : 'managed';
  if (names.length !== (mode === 'data' ? 3 : 2)) return false;
  return stack.resources.some((one) => one.mode === mode && one.type === type && one.name === name && !Interval.isExact(one.instances));
}

/** `a`, `b` and `c` of `a.b.c`; none where it is anything else. */
function namesOf(expression: Expression): string[] {
  if (expression.kind === 'name') return [expression.name];
  if (expression.kind !== 'attribute') return [];
  const names = namesOf(expression.of);
  return names.length === 0 ? [] : [...names, expression.name];
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'name':
    case 'item':
      return [];
    case 'template':
      return expression.parts;
    case 'tuple':
      return expression.items;
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'attribute':
      return [expression.of];
    case 'index':
      return [expression.of, expression.key];
    case 'splat':
      return [expression.of, expression.each];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.yes, expression.no];
    case 'for':
      return [expression.over, expression.key, expression.value, expression.condition].filter((part) => part !== undefined);
    case 'call':
      return expression.arguments;
  }
}
