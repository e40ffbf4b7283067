import { Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { checkWhole } from '../../check';
import { ConstructError } from '../../construct-error';

/** Largest priority of a rule that users make (NSX API, `PolicyNatRule.sequence_number`). */
const LAST = 2_147_481_599;

/** Room between rules, for those that are made by hand. */
const STEP = 10;

/** Rules by their priorities, of each section of each gateway. */
const sections = new WeakMap<IConstruct, Map<string, Map<number, IConstruct>>>();

/**
 * The priority of a rule: lower ones go first. Rules of a gateway go in the order of the program; one with a priority of its own goes
 * where that says, and those made after it follow.
 *
 * @param gateway the gateway, or the VPC, that translates
 * @param section `USER`, or `NAT64`, whose rules are apart
 * @throws when another rule of the section has that priority: which of them goes first is not determined
 */
export function priorityOf(rule: Construct, gateway: IConstruct, section: string, given: number | undefined): number {
  const ofGateway = sections.get(gateway) ?? new Map<string, Map<number, IConstruct>>();
  sections.set(gateway, ofGateway);
  const rules = ofGateway.get(section) ?? new Map<number, IConstruct>();
  ofGateway.set(section, rules);
  if (given !== undefined) checkWhole(rule, 'priority', given, { low: 0, high: LAST });
  if (given !== undefined && Token.isUnresolved(given)) return given;
  const last = Math.max(0, ...rules.keys());
  const priority = given ?? last + STEP;
  if (priority > LAST) throw new ConstructError(rule, `no priority is left after ${last} of ${rules.get(last)!.node.path}; give that a lower one`);
  const other = rules.get(priority);
  if (other !== undefined) {
    throw new ConstructError(
      rule,
      `priority ${priority} is that of ${other.node.path} already; leave it out, so that the rules go in the order of the program, or choose another`,
    );
  }
  rules.set(priority, rule);
  return priority;
}
