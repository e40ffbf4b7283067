import type { FirewallRule, Members, ObjectId, RulePeers, SecurityPolicy, Segment } from '../../estate';
import { actsOn } from './applied-to';
import { all, any, exists, maybe, NO, not, told, YES, type Answer } from './answer';
import type { Vnic } from './endpoints';
import { holdsAddresses } from './holdings';
import { isAmong, vnicsOf } from './members';
import type { PlacedRule } from './order';
import { isOn, type FirewallView } from './view';

/** Something that a rule names and is not enforced on, or may not be. */
export interface Gap {
  readonly vnic: Vnic;
  readonly is: Answer;
  /** Whether the exclusion list alone is why: the rule is applied to it. */
  readonly isExcluded: boolean;
  /** The rule leaves the other end open: where that has a vNIC that it is applied to, it is enforced there. */
  readonly isPartial: boolean;
}

/** Where a rule is enforced among those that it names. */
export interface Enforcement {
  /** Certain ones first. */
  readonly gaps: readonly Gap[];
  /** Segments on which it may name VMs that nobody knows, and miss them: by what these are, not by what a token says. */
  readonly strangers: readonly Segment[];
}

type Direction = 'IN' | 'OUT' | 'IN_OUT';

/** Where the rules of one manager are enforced. What it is asked for more than once it works out once. */
export class Enforcements {
  private readonly vnics: readonly Vnic[];
  private readonly members = new Map<ObjectId, readonly Answer[]>();
  private readonly scopes = new Map<string, readonly Answer[]>();

  public constructor(private readonly view: FirewallView) {
    this.vnics = vnicsIn(view);
  }

  /** Whether some objects have a vNIC among them. One of a VM that nobody knows counts where its whole segment is theirs. */
  public isSomewhere({ ids, complete, unknown }: Members): Answer {
    const found = this.vnics.flatMap((vnic, i) => {
      const answers = ids.map((id) => this.member(id)[i]!).filter(({ is }) => is !== 'no' && (vnic.endpoint !== undefined || is === 'yes'));
      return answers.length === 0 ? [] : [all([isThere(vnic), any(answers)])];
    });
    return any([...found, ...(complete ? [] : [maybe('what a rule is applied to', unknown)])]);
  }

  /** What a `DROP` or a `REJECT` leaves out. */
  public ofDrop({ policy, rule }: PlacedRule): Enforcement {
    const end = (peers: RulePeers, isAsked: boolean): End => (isAsked ? this.end(policy, rule, peers) : { peers, misses: [], strangers: [] });
    const [sources, destinations] = [end(rule.sources, rule.direction !== 'IN'), end(rule.destinations, rule.direction !== 'OUT')];
    const as = (direction: Direction): Miss[] => [
      ...(direction === 'OUT' ? [] : this.missesAt(destinations, direction === 'IN' ? undefined : sources)),
      ...(direction === 'IN' ? [] : this.missesAt(sources, direction === 'OUT' ? undefined : destinations)),
    ];
    const misses = isDirection(rule.direction) ? as(rule.direction) : undecidedly(rule, [...as('IN'), ...as('OUT')]);
    const gaps = misses.map((miss): Gap => ({ ...miss, isExcluded: this.isApplied(policy, rule, miss.vnic) }));
    const strangers = [...new Set([...sources.strangers, ...destinations.strangers])];
    return { gaps: gaps.sort((one, other) => rank(one) - rank(other)), strangers };
  }

  /**
   * Whether some vNIC that an `ALLOW` is enforced on is an end that it names. One that names addresses, or anyone, may be for any vNIC, and
   * so may one that names VMs that nobody knows: that is no doubt here.
   */
  public isUsed({ policy, rule }: PlacedRule): Answer {
    const used = (peers: RulePeers): Answer => {
      if (isAnyone(peers) || this.namesAddresses(peers).is !== 'no' || !peers.groups.complete) return YES;
      const [acts, named] = [this.acts(policy, rule), peers.groups.ids.map((id) => this.member(id))];
      const known: Answer[] = [];
      let isOfStranger = false;
      for (const [i, vnic] of this.vnics.entries()) {
        const is = any(named.map((each) => all([each[i]!, acts[i]!])));
        if (vnic.endpoint) known.push(is);
        else isOfStranger ||= is.is !== 'no';
      }
      const byKnown = any(known);
      return byKnown.is === 'no' && isOfStranger ? YES : byKnown;
    };
    if (!isDirection(rule.direction)) return YES;
    return any([rule.direction === 'OUT' ? NO : used(rule.destinations), rule.direction === 'IN' ? NO : used(rule.sources)]);
  }

  private namesAddresses({ groups, addresses }: RulePeers): Answer {
    if (addresses.items.length > 0) return YES;
    return any([holdsAddresses(this.view, groups), addresses.complete ? NO : maybe('which addresses a rule names', addresses.unknown)]);
  }

  /** The vNICs that one end of a rule names and that it does not act on. */
  private end(policy: SecurityPolicy, rule: FirewallRule, peers: RulePeers): End {
    if (isAnyone(peers)) return { peers, misses: [], strangers: [] };
    const { ids, complete, unknown } = peers.groups;
    const scope = policy.appliedTo.ids.length > 0 ? policy.appliedTo : rule.appliedTo;
    const acts = this.acts(policy, rule);
    const byId = ids.map((id) => ({
      named: this.member(id),
      // Who is in the scope by the very group that names it is in it, whoever that is.
      acts: scope.ids.includes(id) ? this.acts(...everywhere(policy, rule)) : acts,
    }));
    const isNamed = told(peers.excluded, 'whether a side is negated', (excluded) => !excluded);
    const strangers: Segment[] = [];
    const misses = this.vnics.flatMap((vnic, i): Miss[] => {
      const missed = byId.flatMap((each): Answer[] => {
        const miss = all([each.named[i]!, not(each.acts[i]!)]);
        const isOfStranger = !vnic.endpoint && miss.is === 'maybe' && !miss.doubts.some(({ unknown: token }) => token);
        if (isOfStranger) strangers.push(vnic.segment!);
        return isOfStranger || miss.is === 'no' ? [] : [miss];
      });
      if (!complete) missed.push(all([maybe('whom a rule names', unknown), not(acts[i]!)]));
      const is = missed.length === 0 ? NO : all([isNamed, isThere(vnic), any(missed)]);
      return is.is === 'no' ? [] : [{ vnic, is, isPartial: false }];
    });
    return { peers, misses: misses.sort((one, other) => rank(one) - rank(other)), strangers };
  }

  /** @param far the other end, where the rule would be enforced there too */
  private missesAt(near: End, far: End | undefined): readonly Miss[] {
    if (!far) return near.misses;
    if (isAnyone(far.peers)) return near.misses.map((miss) => ({ ...miss, isPartial: true }));
    const outside = this.namesAddresses(far.peers);
    return near.misses.flatMap(({ vnic, is }): Miss[] => {
      const other = far.misses.find((miss) => !isSame(vnic, miss.vnic));
      const both = all([is, any([outside, other?.is ?? NO])]);
      return both.is === 'no' ? [] : [{ vnic, is: both, isPartial: false }];
    });
  }

  private isApplied(policy: SecurityPolicy, rule: FirewallRule, vnic: Vnic): boolean {
    if (this.view.exclusions.length === 0) return false;
    return actsOn({ ...this.view, exclusions: [] }, policy, rule, vnic).is === 'yes';
  }

  private member(id: ObjectId): readonly Answer[] {
    let found = this.members.get(id);
    if (!found) {
      const alone: Members = { ids: [id], complete: true };
      this.members.set(id, (found = this.vnics.map((vnic) => isAmong(this.view, alone, vnic))));
    }
    return found;
  }

  private acts(policy: SecurityPolicy, rule: FirewallRule): readonly Answer[] {
    const key = JSON.stringify([policy.space, policy.appliedTo, policy.appliedTo.ids.length > 0 || rule.appliedTo]);
    let found = this.scopes.get(key);
    if (!found) this.scopes.set(key, (found = this.vnics.map((vnic) => actsOn(this.view, policy, rule, vnic))));
    return found;
  }
}

interface End {
  readonly peers: RulePeers;
  /** Certain ones first. */
  readonly misses: readonly Miss[];
  readonly strangers: readonly Segment[];
}

type Miss = Omit<Gap, 'isExcluded'>;

function isThere({ endpoint, segment }: Vnic): Answer {
  return exists(endpoint?.object ?? segment!);
}

/** The vNICs of every VM of a manager that is there, and on each of its segments one of a VM that nobody knows. */
export function vnicsIn(view: FirewallView): readonly Vnic[] {
  const known = view.endpoints.filter(({ object }) => object.instances.high !== 0);
  const isHere = ({ segment }: Vnic): boolean => segment === undefined || isOn(view.manager, segment).is !== 'no';
  const hasNone = ({ segments, elsewhere }: FirewallView['endpoints'][number]): boolean =>
    elsewhere === 'no' && segments.complete && segments.ids.length === 0;
  return [
    ...known.flatMap((endpoint) => (hasNone(endpoint) ? [] : vnicsOf(view, endpoint).filter(isHere))),
    ...[...view.segments.values()].map((segment): Vnic => ({ segment })).filter((vnic) => isHere(vnic) && exists(vnic.segment!).is !== 'no'),
  ];
}

/** Whether a side is everyone, or everyone but some: it names nobody. */
function isAnyone({ groups, addresses, excluded }: RulePeers): boolean {
  return excluded === true || (groups.ids.length === 0 && addresses.items.length === 0 && groups.complete && addresses.complete);
}

/** A VM sends nothing to itself; two that nobody knows are two, and so are two of a family. */
function isSame({ endpoint }: Vnic, { endpoint: other }: Vnic): boolean {
  return endpoint !== undefined && endpoint === other && endpoint.object.instances.high === 1;
}

function isDirection(direction: FirewallRule['direction']): direction is Direction {
  return direction === 'IN' || direction === 'OUT' || direction === 'IN_OUT';
}

function undecidedly({ direction }: FirewallRule, misses: readonly Miss[]): Miss[] {
  const open = told(direction, 'which direction a rule is for', (is) => maybe(`what direction \`${is}\` is`));
  return misses.map((miss) => ({ ...miss, is: all([open, miss.is]) }));
}

function rank({ is, isPartial }: Miss): number {
  return (is.is === 'yes' ? 0 : 2) + (isPartial ? 1 : 0);
}

/** A rule as if nothing said where it is applied. */
function everywhere(policy: SecurityPolicy, rule: FirewallRule): [SecurityPolicy, FirewallRule] {
  const appliedTo: Members = { ids: [], complete: true };
  return [
    { ...policy, appliedTo },
    { ...rule, appliedTo },
  ];
}
