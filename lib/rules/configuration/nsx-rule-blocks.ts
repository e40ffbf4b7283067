import { isReference, isUnknown, type GatewayPolicy, type SecurityPolicy, type Value } from '../../estate';
import { blocksOf } from '../blocks';
import type { Verdict } from '../verdict';
import { knownOnlyTo, quoted, quotedName } from '../wording';
import { fault, open, SOURCES, tokenIn } from './nsx-faults';

/** Numbers of rules that the provider refuses to make, as its own walk over them finds. */
export function order(policy: SecurityPolicy, rules: Value | undefined): Verdict[] {
  const blocks = blocksOf(rules);
  const numbers = blocks.map(({ sequence_number: number }) => number ?? 0);
  const message = `whether the rules of policy ${quotedName(policy)} are numbered in their order`;
  const says = numbers.some((number) => number !== 0);
  const token = tokenIn(rules) ?? numbers.find(isUnknown);
  const hidden = token ? knownOnlyTo(token) : numbers.some(isReference) ? 'known only after apply' : undefined;
  let latest = 0;
  for (const [i, number] of numbers.entries()) {
    if (typeof number !== 'number') break;
    if (number > 0 && number <= latest) {
      const at = typeof blocks[i]!.display_name === 'string' ? quoted(blocks[i]!.display_name) : `number ${i + 1}`;
      return [
        fault(policy, {
          attribute: `rule.${i}.sequence_number`,
          key: 'order',
          message: `the rules of policy ${quotedName(policy)} are not numbered in their order`,
          witness: [{ label: 'refused', text: `rule ${at} has ${number}, after ${latest}` }],
          source: SOURCES.policy,
          remedies: [{ text: 'no `sequence_number` at all: rules go in the order of the program' }],
        }),
      ];
    }
    latest = number === 0 ? latest + 1 : number;
  }
  if (hidden === undefined || !says) return [];
  return [open(policy, 'rule', 'order', message, `one of the numbers is ${hidden}`, 'no `sequence_number`, or literal ones')];
}

/** Each rule of a gateway firewall names its gateways. */
export function scopes(policy: GatewayPolicy, rules: Value | undefined): Verdict[] {
  return blocksOf(rules).flatMap((block, i): Verdict[] => {
    if (isUnknown(block) || (block.scope ?? null) !== null) {
      const isEmpty = Array.isArray(block.scope) && block.scope.length === 0;
      if (!isEmpty) return [];
      const message = `whether a rule of gateway policy ${quotedName(policy)} is for any gateway`;
      return [
        open(
          policy,
          `rule.${i}.scope`,
          `scope:${i}`,
          message,
          'its `scope` is empty, and what NSX makes of that is not published',
          'a `scope` with a gateway',
        ),
      ];
    }
    return [
      fault(policy, {
        attribute: `rule.${i}.scope`,
        key: `scope:${i}`,
        message: `a rule of gateway policy ${quotedName(policy)} names no gateway`,
        witness: [{ label: 'rule', text: typeof block.display_name === 'string' ? quoted(block.display_name) : `number ${i + 1}` }],
        source: SOURCES.gatewayPolicy,
        remedies: [{ text: 'a `scope` with the gateway, or one of its interfaces' }],
      }),
    ];
  });
}
