import { isUnknown, type Flow } from '../../estate';
import { actsOn } from './applied-to';
import { all, named, type Answer, type Doubt } from './answer';
import type { IpVersion } from './coverage';
import { fateOf, type Fate } from './default-fate';
import type { Vnic } from './endpoints';
import { once, type FlowEndpoint } from './flow-peers';
import { FlowRules, type Direction, type FlowRule } from './flow-rules';
import { precedes, rulesInOrder, type PlacedRule } from './order';
import { ScopeIndex } from './scope-index';
import { unseenPolicies } from './unseen-policies';
import type { FirewallView } from './view';

/** What the distributed firewall does to the first packet of each connection of a flow. */
export interface FlowFate {
  /** `dropped` where some port of it is, for certain; `passes` where every port does. */
  readonly is: 'passes' | 'dropped' | 'open';
  /** What is dropped; empty where nothing is for certain. */
  readonly drops: readonly FlowDrop[];
  /** The rules that decide, or may decide. */
  readonly rules: readonly PlacedRule[];
  /** Why it is open. */
  readonly doubts: readonly Doubt[];
}

/** Ports of a flow that are dropped at one of its ends. */
export interface FlowDrop {
  /** As it leaves its source, or comes to its destination. */
  readonly at: Direction;
  readonly flow: Flow;
  /** One of them drops it; which, is not determined where there are several. */
  readonly rules: readonly PlacedRule[];
}

/**
 * The fates of flows in the distributed firewall of one manager: what leaves a vNIC meets the rules for `OUT`, what comes to one those for
 * `IN`, and both let it through. What is outside has no vNIC. Of the ports of a flow each is decided by itself.
 */
export class FlowFates {
  private readonly rules: readonly PlacedRule[];
  private readonly index: ScopeIndex<PlacedRule>;
  /** Rules that are applied to the same have one number. */
  private readonly scopes = new Map<PlacedRule, number>();
  private readonly acting = new Map<Vnic, Acting>();
  private readonly byVersion = new Map<IpVersion | undefined, VersionFates>();

  public constructor(private readonly view: FirewallView) {
    this.rules = rulesInOrder({ ...view, policies: [...view.policies, ...unseenPolicies(view)] });
    this.index = new ScopeIndex(view, this.rules, (placed) => placed);
    const byText = new Map<string, number>();
    for (const placed of this.rules) {
      const { policy, rule } = placed;
      const text = JSON.stringify([policy.space, policy.appliedTo, policy.appliedTo.ids.length > 0 || rule.appliedTo]);
      this.scopes.set(
        placed,
        once(byText, text, () => byText.size),
      );
    }
  }

  /** @param version of IP; undefined where nobody knows */
  public of(flow: Flow, from: FlowEndpoint, to: FlowEndpoint, version: IpVersion | undefined): FlowFate {
    const sides = [...this.at('OUT', flow, from, to, version), ...this.at('IN', flow, to, from, version)];
    const dropped = sides.filter(({ fate }) => fate.is === 'dropped');
    const open = sides.filter(({ fate }) => fate.is === 'open');
    const deciding = dropped.length > 0 ? dropped : open.length > 0 ? open : sides;
    return {
      is: dropped.length > 0 ? 'dropped' : open.length > 0 ? 'open' : 'passes',
      drops: together(dropped),
      rules: [...new Set(deciding.flatMap(({ fate }) => fate.rules))],
      doubts: dropped.length > 0 ? [] : open.flatMap(({ fate }) => fate.doubts),
    };
  }

  /** The rules that may act on a vNIC, from first to last. */
  public rulesAt(vnic: Vnic): readonly PlacedRule[] {
    return this.actingOn(vnic).rules;
  }

  private at(direction: Direction, flow: Flow, near: FlowEndpoint, far: FlowEndpoint, version: IpVersion | undefined): Side[] {
    const { vnic } = near;
    if (!vnic) return [];
    const { rules, own, candidates } = once(this.byVersion, version, () => ({
      rules: new FlowRules(this.view, version, this.rules),
      own: new Map(),
      candidates: new Map(),
    }));
    const acting = this.actingOn(vnic);
    const key = `${direction} ${flow.protocol} ${flow.firstPort} ${flow.lastPort}`;
    const byFlow = once(candidates, near, () => new Map<string, FlowRule[]>());
    const [mine, theirs] = direction === 'IN' ? (['destinations', 'sources'] as const) : (['sources', 'destinations'] as const);
    const ownRules = (): readonly PlacedRule[] =>
      once(
        once(own, near, () => new Map<Direction, readonly PlacedRule[]>()),
        direction,
        () => acting.rules.filter((placed) => rules.names(placed, mine, near).is !== 'no'),
      );
    const ofNear = once(byFlow, key, () => {
      const isFor = rules.forFlow(flow, direction);
      const answered = ownRules().flatMap((placed): FlowRule[] => {
        const answer = isFor.get(placed);
        return answer ? [{ placed, answer: all([answer, rules.names(placed, mine, near)]) }] : [];
      });
      return upToLast(answered, (each) => acting.acts(each.placed).is === 'yes' && rules.isFinal(each, theirs, flow));
    });
    const found = ofNear.flatMap(({ placed, answer }): FlowRule[] => {
      const reaches = rules.names(placed, theirs, far);
      return reaches.is === 'no' ? [] : [{ placed, answer: all([reaches, answer]) }];
    });
    return rules.piecesOf(found, flow).map((piece) => {
      const matching = found.flatMap(({ placed, answer }) => {
        const matches = all([rules.isFor(placed, piece), answer]);
        return matches.is === 'no' ? [] : [{ placed, matches }];
      });
      return { direction, piece, fate: withReplies(fateOf(this.view, matching, vnic, acting.acts)) };
    });
  }

  private actingOn(vnic: Vnic): Acting {
    return once(this.acting, vnic, () => {
      const answers: Answer[] = [];
      const acts = (placed: PlacedRule): Answer => (answers[this.scopes.get(placed)!] ??= actsOn(this.view, placed.policy, placed.rule, vnic));
      return { acts, rules: this.index.near(vnic).filter((placed) => acts(placed).is !== 'no') };
    });
  }
}

/** Without what comes after a rule that surely ends the way of a flow, whatever its other end is. */
function upToLast(found: FlowRule[], isFinal: (rule: FlowRule) => boolean): FlowRule[] {
  if (found.some(({ placed: { rule } }) => isUnknown(rule.action) || rule.action === 'JUMP_TO_APPLICATION')) return found;
  const last = found.find(isFinal);
  return last ? found.filter(({ placed }) => precedes(last.placed, placed) !== 'yes') : found;
}

interface Acting {
  readonly acts: (placed: PlacedRule) => Answer;
  readonly rules: readonly PlacedRule[];
}

interface VersionFates {
  readonly rules: FlowRules;
  /** By what leaves an end, or comes to it: the rules that may act there and name it. */
  readonly own: Map<FlowEndpoint, Map<Direction, readonly PlacedRule[]>>;
  readonly candidates: Map<FlowEndpoint, Map<string, FlowRule[]>>;
}

interface Side {
  readonly direction: Direction;
  readonly piece: Flow;
  readonly fate: Fate;
}

/** Replies follow the first packet where a stateful policy let it through; else rules of their own decide on them. */
function withReplies(fate: Fate): Fate {
  const stateless = fate.is === 'allowed' ? fate.rules.find(({ policy }) => policy.stateful !== true) : undefined;
  if (!stateless) return fate;
  const about = `whether replies get past policy ${named(stateless.policy)}, which is not known to be stateful,`;
  return { ...fate, is: 'open', doubts: [{ about }] };
}

/** Neighbouring pieces that the same rules drop are one. */
function together(sides: readonly Side[]): FlowDrop[] {
  const drops: FlowDrop[] = [];
  for (const { direction, piece, fate } of sides) {
    const last = drops.at(-1);
    const isSame = last?.at === direction && last.rules.length === fate.rules.length && last.rules.every((rule, i) => rule === fate.rules[i]);
    if (last && isSame && last.flow.lastPort + 1 === piece.firstPort)
      drops[drops.length - 1] = { ...last, flow: { ...last.flow, lastPort: piece.lastPort } };
    else drops.push({ at: direction, flow: piece, rules: fate.rules });
  }
  return drops;
}
