import type { Flow } from '../../estate';
import { all, named, type Doubt } from './answer';
import type { IpVersion } from './coverage';
import { actor, fateOf, type Fate } from './default-fate';
import type { Vnic } from './endpoints';
import { once, type FlowEndpoint } from './flow-peers';
import { FlowRules, type Direction, type NearRule } from './flow-rules';
import { rulesInOrder, type PlacedRule } from './order';
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
  private readonly index: ScopeIndex<PlacedRule>;
  private readonly acting = new Map<Vnic, Acting>();
  private readonly byVersion = new Map<IpVersion | undefined, VersionFates>();

  public constructor(private readonly view: FirewallView) {
    const rules = rulesInOrder({ ...view, policies: [...view.policies, ...unseenPolicies(view)] });
    this.index = new ScopeIndex(view, rules, (placed) => placed);
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
    const { rules, near: candidates } = once(this.byVersion, version, () => ({ rules: new FlowRules(this.view, version), near: new Map() }));
    const { rules: acting, acts } = this.actingOn(vnic);
    const key = `${direction} ${flow.protocol} ${flow.firstPort} ${flow.lastPort}`;
    const byFlow = once(candidates, near, () => new Map<string, NearRule[]>());
    const found = once(byFlow, key, () => rules.near(acting, flow, direction, near)).flatMap((each): NearRule[] => {
      const answer = all([rules.reaches(each, direction, far), each.answer]);
      return answer.is === 'no' ? [] : [{ placed: each.placed, answer }];
    });
    return rules.piecesOf(found, flow).map((piece) => {
      const matching = found.flatMap(({ placed, answer }) => {
        const matches = all([rules.isFor(placed, piece), answer]);
        return matches.is === 'no' ? [] : [{ placed, matches }];
      });
      return { direction, piece, fate: withReplies(fateOf(this.view, matching, vnic, acts)) };
    });
  }

  private actingOn(vnic: Vnic): Acting {
    return once(this.acting, vnic, () => {
      const acts = actor(this.view, vnic);
      return { acts, rules: this.index.near(vnic).filter((placed) => acts(placed).is !== 'no') };
    });
  }
}

interface Acting {
  readonly acts: ReturnType<typeof actor>;
  readonly rules: readonly PlacedRule[];
}

interface VersionFates {
  readonly rules: FlowRules;
  readonly near: Map<FlowEndpoint, Map<string, NearRule[]>>;
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
