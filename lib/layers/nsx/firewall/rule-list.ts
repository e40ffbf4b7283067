import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { ConstructError } from '../../construct-error';
import type { RuleBlock } from './rule-block';

/** Most rules that the provider takes in a policy. */
const MOST_RULES = 1000;

/** The rules of a policy, in the order in which NSX tries them. The provider numbers them so, and nobody else does. */
export class RuleList {
  private readonly blocks: RuleBlock[] = [];
  private readonly names = new Set<string>();

  public constructor(
    private readonly policy: Construct,
    /** What stays the last one. */
    private readonly last: RuleBlock | undefined,
  ) {
    if (last !== undefined) this.names.add(last.displayName);
  }

  /** How many were added. */
  public get length(): number {
    return this.blocks.length;
  }

  /** All of them; undefined where there is none. */
  public get all(): RuleBlock[] | undefined {
    const all = this.last === undefined ? this.blocks : [...this.blocks, this.last];
    return all.length === 0 ? undefined : all;
  }

  /** @throws when the name stands in the policy already, or there are too many */
  public add(what: string, block: RuleBlock): void {
    const { displayName } = block;
    if (!Token.isUnresolved(displayName) && this.names.has(displayName)) {
      const whose = displayName === this.last?.displayName ? 'the last one, which `default` makes' : 'another one of the policy';
      throw new ConstructError(this.policy, `${what} has the name of ${whose}; choose another, so that a log names one rule`);
    }
    if ((this.all?.length ?? 0) >= MOST_RULES) {
      throw new ConstructError(this.policy, `a policy takes at most ${MOST_RULES} rules, and ${what} is one more; make a policy of its own for some`);
    }
    this.names.add(displayName);
    this.blocks.push(block);
  }
}
