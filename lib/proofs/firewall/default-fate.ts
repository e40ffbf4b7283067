import { isUnknown, type FirewallExclusion, type RulePeers, type Segment } from '../../estate';
import { addTo } from '../../units/multimap';
import { excludes, actsOn, isExcluded } from './applied-to';
import { all, any, atMostMaybe, maybe, told, YES, type Answer, type Doubt } from './answer';
import { areEveryone, isEveryone, isWholeSegment, type IpVersion } from './coverage';
import type { Vnic } from './endpoints';
import { isInEnvironment, isLayer2, precedes, ruleName, type PlacedRule } from './order';
import { isEveryService } from './services';
import type { FirewallView } from './view';

/** Traffic as a vNIC sees it. */
export interface Traffic {
  readonly direction: 'IN' | 'OUT';
  readonly version: IpVersion;
}

/** What becomes of a packet that no particular rule is for. */
export interface Fate {
  readonly is: 'dropped' | 'allowed' | 'open';
  /** The rules that may decide it, from first to last. */
  readonly rules: readonly PlacedRule[];
  /** The entry of the exclusion list by which nothing is dropped. */
  readonly exclusion?: FirewallExclusion;
  /** Why it is open. */
  readonly doubts: readonly Doubt[];
}

/** A rule that may be for everything. */
export interface CatchAll {
  readonly placed: PlacedRule;
  /** Whether it is, where it acts. */
  readonly matches: Answer;
}

/**
 * Rules that are, or may be, for everyone on the far side, and for every service. An `ALLOW` that names some addresses may be one where
 * others like it name the rest: what lies between them is not asked.
 */
export function catchAllsOf(view: FirewallView, rules: readonly PlacedRule[], traffic: Traffic): CatchAll[] {
  const { direction, version } = traffic;
  const farOf = ({ rule }: PlacedRule): RulePeers => (direction === 'IN' ? rule.sources : rule.destinations);
  const found = matching(rules, (placed) => isForEveryone(view, placed, traffic));
  const whole = new Set(found.map(({ placed }) => placed));
  const parts = rules.filter(
    (placed) =>
      !whole.has(placed) && placed.rule.action === 'ALLOW' && !placed.isHidden && isForAnything(view, placed, traffic, () => YES).is !== 'no',
  );
  if (parts.length < 2 || !areEveryone(view, parts.map(farOf), version)) return found;
  const names = parts.slice(0, 2).map(({ rule }) => ruleName(rule));
  const together = maybe(`whether rules such as ${names.join(' and ')}, which between them name every address, are for everyone`);
  const partly = new Set(parts);
  const byRule = new Map(found.map((each) => [each.placed, each]));
  return rules.flatMap((placed) => byRule.get(placed) ?? (partly.has(placed) ? { placed, matches: together } : []));
}

/**
 * Those of them that are, or may be, for everything that goes into or out of a segment. One that names groups or addresses of the segment
 * itself is for everything as well, if they hold all of it; but only an `ALLOW` surely: a group is realised as the addresses that NSX has
 * learnt, so that a `DROP` to a group lets others pass.
 *
 * @param vnics those on the segment
 */
export function catchAllsOn(
  view: FirewallView,
  found: readonly CatchAll[],
  segment: Segment,
  vnics: readonly Vnic[],
  { direction, version }: Traffic,
): CatchAll[] {
  return found.flatMap(({ placed, matches }) => {
    if (placed.isHidden) return [{ placed, matches }];
    const { rule } = placed;
    const own = direction === 'IN' ? rule.destinations : rule.sources;
    let mine = isEveryone(view, own, version);
    if (mine.is !== 'yes') {
      const whole = isWholeSegment(view, own, segment, vnics, version);
      const misses = `whether rule ${ruleName(rule)} misses addresses of its group that NSX has not learnt`;
      mine = any([mine, rule.action === 'ALLOW' ? whole : atMostMaybe(whole, misses)]);
    }
    const both = all([matches, mine]);
    return both.is === 'no' ? [] : [{ placed, matches: both }];
  });
}

function matching(rules: readonly PlacedRule[], matches: (placed: PlacedRule) => Answer): CatchAll[] {
  return rules.map((placed) => ({ placed, matches: matches(placed) })).filter((each) => each.matches.is !== 'no');
}

function isForEveryone(view: FirewallView, placed: PlacedRule, traffic: Traffic): Answer {
  const { rule } = placed;
  return isForAnything(view, placed, traffic, () => isEveryone(view, traffic.direction === 'IN' ? rule.sources : rule.destinations, traffic.version));
}

/** @param far whether it is for the far side that is asked for */
function isForAnything(view: FirewallView, placed: PlacedRule, { direction, version }: Traffic, far: () => Answer): Answer {
  const { rule, isThere, isHidden } = placed;
  if (isHidden) return isThere;
  const name = ruleName(rule);
  const asked = function* (): Iterable<Answer> {
    yield isThere;
    yield told(rule.direction, `which direction rule ${name} is for`, (is) => is === 'IN_OUT' || is === direction);
    if (isLayer2(placed) !== 'yes') {
      yield told(rule.ipVersion, `which IP version rule ${name} is for`, (is) => is === `IPV${version}` || !/^IPV[46]$/.test(is));
    }
    yield isEveryService(view, rule, isLayer2(placed) === 'no' ? undefined : version);
    yield far();
  };
  return all(asked());
}

/**
 * What becomes of a packet of or for a vNIC that no particular rule is for: it passes layer 2 first, then layer 3.
 *
 * @param found rules that may be for it
 * @param acts whether a rule acts on the vNIC
 */
export function fateOf(view: FirewallView, found: readonly CatchAll[], vnic: Vnic, acts = actor(view, vnic)): Fate {
  const excluded = isExcluded(view, vnic);
  if (excluded.is === 'yes') {
    const exclusion = view.exclusions.find((each) => excludes(view, each, vnic).is === 'yes');
    return { is: 'allowed', rules: [], doubts: [], ...(exclusion && { exclusion }) };
  }
  const acting = found.flatMap(({ placed, matches }): Hit[] => {
    const hits = all([matches, acts(placed)]);
    return hits.is === 'no' ? [] : [{ placed, hits }];
  });
  const layer2 = inLayer(acting.filter(({ placed }) => isLayer2(placed) !== 'no').map(orElsewhere));
  const layer3 = inLayer(acting.filter(({ placed }) => isLayer2(placed) !== 'yes').map(orElsewhere));
  if (layer2.is === 'dropped' || layer3.is === 'dropped') return layer2.is === 'dropped' ? layer2 : layer3;
  const mayDrop = layer2.rules.some((placed) => may(placed, 'DROP'));
  if (!mayDrop) return layer3;
  return { is: 'open', rules: [...new Set([...layer2.rules, ...layer3.rules])], doubts: [...layer2.doubts, ...layer3.doubts] };
}

/** Whether rules act on a vNIC, each asked once. */
export function actor(view: FirewallView, vnic: Vnic): (placed: PlacedRule) => Answer {
  const answers = new Map<PlacedRule, Answer>();
  return (placed) => {
    let given = answers.get(placed);
    if (!given) answers.set(placed, (given = actsOn(view, placed.policy, placed.rule, vnic)));
    return given;
  };
}

interface Hit {
  readonly placed: PlacedRule;
  readonly hits: Answer;
}

/** A rule that may be one of the other layer. */
function orElsewhere({ placed, hits }: Hit): Hit {
  const { category } = placed.policy;
  const about = `which category rule ${ruleName(placed.rule)} is in`;
  return { placed, hits: isLayer2(placed) === 'maybe' ? atMostMaybe(hits, about, isUnknown(category) ? category : undefined) : hits };
}

/** The first that matches decides. What may come before one that surely does may decide as well. */
function inLayer(hits: readonly Hit[]): Fate {
  const jumps = hits.filter(({ placed }) => may(placed, 'JUMP_TO_APPLICATION') && isInEnvironment(placed) !== 'no');
  const isSkipped = (by: Hit, isLater: boolean): boolean =>
    isLater && isInEnvironment(by.placed) !== 'no' && jumps.some((jump) => precedes(jump.placed, by.placed) !== 'no');
  const ends = ({ placed }: Hit): boolean => !may(placed, 'JUMP_TO_APPLICATION') || isInEnvironment(placed) === 'no';
  const stops = (by: Hit, later: Hit): boolean => {
    if (by === later || precedes(by.placed, later.placed) !== 'yes') return false;
    const inEnvironment = isInEnvironment(later.placed) === 'yes';
    if (isJump(by.placed)) return inEnvironment && isInEnvironment(by.placed) === 'yes';
    return ends(by) && !isSkipped(by, !inEnvironment);
  };
  const certain = hits.filter((hit) => hit.hits.is === 'yes');
  const deciding = hits.filter((hit) => !isValidJump(hit.placed) && !certain.some((by) => stops(by, hit)));
  const isSure = certain.some((hit) => ends(hit) && !isSkipped(hit, true));
  const rules = deciding.map(({ placed }) => placed);
  if (isSure && !rules.some((placed) => may(placed, 'ALLOW'))) return { is: 'dropped', rules, doubts: [] };
  if (isSure && !rules.some((placed) => may(placed, 'DROP'))) return { is: 'allowed', rules, doubts: [] };
  return { is: 'open', rules, doubts: doubtsOf(deciding) };
}

/** What a rule may do. A jump outside the category that has it, NSX refuses: what stands there then, nobody knows. */
function may(placed: PlacedRule, what: 'ALLOW' | 'DROP' | 'JUMP_TO_APPLICATION'): boolean {
  const { action } = placed.rule;
  if (isUnknown(action) || (isJump(placed) && isInEnvironment(placed) === 'no')) return true;
  return action === what || (what === 'DROP' && action === 'REJECT');
}

function isJump({ rule: { action } }: PlacedRule): boolean {
  return action === 'JUMP_TO_APPLICATION';
}

/** A jump is a rule of category Environment. */
function isValidJump(placed: PlacedRule): boolean {
  return isJump(placed) && isInEnvironment(placed) !== 'no';
}

function doubtsOf(deciding: readonly Hit[]): Doubt[] {
  const doubts = deciding.flatMap(({ hits }) => hits.doubts);
  const byAction = new Map<unknown, { readonly placed: PlacedRule; readonly at: number }[]>();
  for (const [at, { placed }] of deciding.entries()) addTo(byAction, placed.rule.action, { placed, at });
  for (const [i, { placed }] of deciding.entries()) {
    const { action } = placed.rule;
    if (isUnknown(action) && !placed.isHidden) doubts.push({ about: `what rule ${ruleName(placed.rule)} does`, unknown: action });
    for (const [other, rules] of byAction) {
      if (other === action) continue;
      const tied = rules.filter(({ placed: later, at }) => at > i && precedes(placed, later) === 'maybe');
      doubts.push(...tied.map((each) => ({ about: `whether rule ${ruleName(placed.rule)} or ${ruleName(each.placed.rule)} comes first` })));
    }
  }
  return doubts;
}
