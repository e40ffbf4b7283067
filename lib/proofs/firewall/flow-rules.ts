import type { Flow, RulePeers } from '../../estate';
import { all, maybe, told, YES, type Answer } from './answer';
import type { IpVersion } from './coverage';
import { FlowPeers, once, type FlowEndpoint } from './flow-peers';
import { boundariesIn, flatServices, isForFlow, isForFrames, VERSION, type FlatServices } from './flow-services';
import { isLayer2, ruleName, type PlacedRule } from './order';
import type { FirewallView } from './view';

export type Direction = 'IN' | 'OUT';

/** A rule that a flow may match, as far as that is asked. */
export interface FlowRule {
  readonly placed: PlacedRule;
  readonly answer: Answer;
}

/**
 * Whether rules are for flows. A rule of layer 2 sees frames: those to another segment are addressed to a gateway, and ARP and replies have
 * frames of their own. So one that names its ends, or is not for all frames of both directions, is for them certainly only where it drops.
 */
export class FlowRules {
  private readonly services = new Map<PlacedRule, FlatServices>();
  private readonly peers: FlowPeers;
  private readonly byFlow = new Map<string, ReadonlyMap<PlacedRule, Answer>>();

  public constructor(
    private readonly view: FirewallView,
    private readonly version: IpVersion | undefined,
    private readonly rules: readonly PlacedRule[],
  ) {
    this.peers = new FlowPeers(view, version);
  }

  /** Those that a flow may match, whoever its ends are, from first to last. */
  public forFlow(flow: Flow, direction: Direction): ReadonlyMap<PlacedRule, Answer> {
    return once(this.byFlow, `${direction} ${flow.protocol} ${flow.firstPort} ${flow.lastPort}`, () => {
      const answers = this.rules.map((placed) => [placed, all(this.asked(placed, flow, direction))] as const);
      return new Map(answers.filter(([, { is }]) => is !== 'no'));
    });
  }

  private *asked(placed: PlacedRule, flow: Flow, direction: Direction): Iterable<Answer> {
    const { rule, isThere, isHidden } = placed;
    yield isThere;
    if (isHidden) return;
    const name = ruleName(rule);
    const layer2 = isLayer2(placed);
    yield told(rule.direction, `which direction rule ${name} is for`, (is) => {
      if (is === 'IN_OUT') return true;
      if (layer2 === 'no') return is === direction;
      // Replies go the other way, frame by frame.
      if (is === direction && rule.action !== 'ALLOW') return true;
      if (is !== direction && rule.action === 'ALLOW') return false;
      return maybe(`whether frames of both directions get past rule ${name}`);
    });
    if (layer2 === 'no') {
      const { version } = this;
      yield told(rule.ipVersion, `which IP version rule ${name} is for`, (is) => {
        if (!/^IPV[46]$/.test(is)) return true;
        return version === undefined ? maybe(VERSION) : is === `IPV${version}`;
      });
      const services = this.servicesOf(placed);
      // Pieces are asked one by one, later.
      if (!services.isAny && boundariesIn(services, flow).length === 0) yield isForFlow(services, flow);
    } else yield this.onFrames(placed);
    yield rule.profiles.complete && rule.profiles.ids.length === 0
      ? YES
      : maybe(`which packets rule ${name} takes before it knows the application that its profile asks for`);
  }

  private onFrames(placed: PlacedRule): Answer {
    const { rule } = placed;
    const services = this.servicesOf(placed);
    const frames = isForFrames(services, this.version);
    if (frames.is === 'no') return isLayer2(placed) === 'maybe' ? maybe(`which category rule ${ruleName(rule)} is in`) : frames;
    const isWhole = [rule.sources, rule.destinations].every(isPlainlyAnyone) && isLayer2(placed) === 'yes';
    const isSure = isWhole && (rule.action !== 'ALLOW' || services.isAny);
    return isSure ? frames : maybe(`which frames rule ${ruleName(rule)} is for`);
  }

  /** Whether a rule is for an end of a flow: the one that it comes from, or the one that it goes to. */
  public names(placed: PlacedRule, side: 'sources' | 'destinations', end: FlowEndpoint): Answer {
    return placed.isHidden || isLayer2(placed) !== 'no' ? YES : this.peers.isAmong(placed.rule[side], end);
  }

  /** Whether a rule ends the way of a flow through layer 3, whoever its other end is. */
  public isFinal({ placed, answer }: FlowRule, side: 'sources' | 'destinations', flow: Flow): boolean {
    const { rule } = placed;
    if (answer.is !== 'yes' || isLayer2(placed) !== 'no' || !isPlainlyAnyone(rule[side]) || this.isFor(placed, flow).is !== 'yes') return false;
    return rule.action === 'ALLOW' || rule.action === 'DROP' || rule.action === 'REJECT';
  }

  /** Whether a rule is for a piece of a flow. */
  public isFor(placed: PlacedRule, piece: Flow): Answer {
    return placed.isHidden || isLayer2(placed) !== 'no' ? YES : isForFlow(this.servicesOf(placed), piece);
  }

  /** A flow in pieces, each of which any of some rules is for as a whole or not at all. */
  public piecesOf(rules: readonly FlowRule[], flow: Flow): Flow[] {
    const { firstPort, lastPort } = flow;
    if (firstPort === lastPort) return [flow];
    const starts = new Set([firstPort, ...rules.flatMap(({ placed }) => boundariesIn(this.servicesOf(placed), flow))]);
    const sorted = [...starts].sort((a, b) => a - b);
    return sorted.map((start, i) => ({ ...flow, firstPort: start, lastPort: (sorted[i + 1] ?? lastPort + 1) - 1 }));
  }

  private servicesOf(placed: PlacedRule): FlatServices {
    return once(this.services, placed, () => flatServices(this.view.estate, placed.rule.services));
  }
}

function isPlainlyAnyone({ groups, addresses, excluded }: RulePeers): boolean {
  return groups.ids.length === 0 && addresses.items.length === 0 && groups.complete && addresses.complete && excluded === false;
}
