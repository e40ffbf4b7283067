import { TerraformStack, Token } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import { checkWhole } from '../../check';
import { ConstructError } from '../../construct-error';
import { nsxConnectionOf } from '../connection';
import { placeKey } from './place';

/** Where a policy stands among the others of its category. */
export interface PolicyPlacement<T extends IConstruct> {
  /**
   * Its sequence number, 0 to 999,999: of the policies of a category, those with lower ones go first. No two of a stack, a space and a
   * category are alike. NSX gives 0 to policies without one.
   * @default - the order of the program: 10 more than the largest of the policies of the category that the stack has made before, so
   * that one made at the end changes no other. The first one has 10; in each further stack of the app it is 10,000 more, so that
   * stacks keep apart and one that grows changes no other. What other programs, and numbers given in other stacks, come to is left
   * to the rules.
   */
  readonly sequence?: number;

  /**
   * One of the same stack and category that it goes right before; `all` for every policy of these that goes in the order of the program,
   * those made later included. Up to nine can, in their own order.
   * @default - as `sequence` says
   */
  readonly before?: T | 'all';

  /**
   * One of the same stack and category that it goes right after.
   * @default - as `sequence` says
   */
  readonly after?: T;
}

/** Largest sequence number of a policy (NSX API, `SecurityPolicy.sequence_number`). */
const LAST = 999_999;

/** Room between policies, for those that are put between later. */
const STEP = 10;

/** Room for the policies of a stack. */
const OF_STACK = 10_000;

/** Policies by their numbers, of one stack, NSX manager, space and category. */
interface Line {
  readonly base: number;
  readonly policies: Map<number, IConstruct>;
}

const lines = new WeakMap<IConstruct, Map<string, Line>>();

/** Stacks in the order in which they made policies, by the root of the tree; then by the connection and the category. */
const stacks = new WeakMap<IConstruct, Map<string, IConstruct[]>>();

/**
 * The sequence number of a policy.
 *
 * @param category tells policies that are tried together; with the firewall, where two have categories of one name
 * @throws when another policy has that number already, none is left, or it is to go beside one of another stack, space or category
 */
export function sequenceOf<T extends IConstruct>(policy: Construct, category: string, { sequence, before, after }: PolicyPlacement<T>): number {
  if ([sequence, before, after].filter((each) => each !== undefined).length > 1) {
    throw new ConstructError(policy, 'sequence, before and after each say where it goes; keep one of them');
  }
  if (sequence !== undefined) checkWhole(policy, 'sequence', sequence, { low: 0, high: LAST });
  if (sequence !== undefined && Token.isUnresolved(sequence)) return sequence;
  const line = lineOf(policy, category);
  const number =
    sequence ??
    (before === 'all'
      ? first(policy, line)
      : before !== undefined
        ? numberBefore(policy, line, before)
        : after !== undefined
          ? numberAfter(policy, line, after)
          : next(line));
  if (number > LAST) {
    throw new ConstructError(policy, `no sequence number is left after ${number - STEP}; give one of 0 to ${LAST} as sequence`);
  }
  const other = line.policies.get(number);
  if (other !== undefined) {
    throw new ConstructError(
      policy,
      `sequence ${number} is that of ${other.node.path} already, and NSX does not determine which of two alike goes first; leave it out, so that policies go in the order of the program, or choose another`,
    );
  }
  line.policies.set(number, policy);
  return number;
}

function next({ base, policies }: Line): number {
  return Math.max(base, ...policies.keys()) + STEP;
}

/** Below what the order of the program gives to the first. */
function first(policy: Construct, { base, policies }: Line): number {
  const number = Math.max(base, ...[...policies.keys()].filter((each) => each < base + STEP)) + 1;
  if (number < base + STEP) return number;
  throw new ConstructError(policy, `before is 'all', and ${STEP - 1} policies go before all already; give sequence, here or there`);
}

function numberBefore(policy: Construct, line: Line, other: IConstruct): number {
  const high = numberOf(policy, line, 'before', other);
  return between(policy, Math.max(-1, high - STEP, ...[...line.policies.keys()].filter((each) => each < high)), high, 'before', other);
}

function numberAfter(policy: Construct, line: Line, other: IConstruct): number {
  const low = numberOf(policy, line, 'after', other);
  return between(policy, low, Math.min(low + STEP, ...[...line.policies.keys()].filter((each) => each > low)), 'after', other);
}

function between(policy: Construct, low: number, high: number, what: string, other: IConstruct): number {
  if (high - low > 1) return Math.floor((low + high) / 2);
  throw new ConstructError(
    policy,
    `no sequence number is left right ${what} ${other.node.path}, between ${Math.max(low, 0)} and ${high}; give sequence, here or there`,
  );
}

function numberOf(policy: Construct, line: Line, what: string, other: IConstruct): number {
  const found = [...line.policies].find(([, each]) => each === other);
  if (found !== undefined) return found[0];
  const name = typeof other === 'object' && other !== null && 'node' in other ? other.node.path : 'no policy';
  throw new ConstructError(
    policy,
    `${what} is ${name}, which is not of the same stack, space and category, or has a number that only Terraform knows; give sequence instead`,
  );
}

function lineOf(policy: Construct, category: string): Line {
  const stack = TerraformStack.of(policy);
  const ofStack = lines.get(stack) ?? new Map<string, Line>();
  lines.set(stack, ofStack);
  const key = `${category} ${placeKey(policy)}`;
  const line = ofStack.get(key) ?? { base: OF_STACK * stackIndex(policy, stack, category), policies: new Map<number, IConstruct>() };
  ofStack.set(key, line);
  return line;
}

function stackIndex(policy: Construct, stack: IConstruct, category: string): number {
  const ofApp = stacks.get(policy.node.root) ?? new Map<string, IConstruct[]>();
  stacks.set(policy.node.root, ofApp);
  const key = JSON.stringify([category, nsxConnectionOf(policy)?.alias]);
  const all = ofApp.get(key) ?? [];
  ofApp.set(key, all);
  if (!all.includes(stack)) all.push(stack);
  return all.indexOf(stack);
}
