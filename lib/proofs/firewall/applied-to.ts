import type { FirewallExclusion, FirewallRule, Members, ObjectId, SecurityPolicy } from '../../estate';
import { all, any, atMostMaybe, exists, maybe, not, told, YES, type Answer } from './answer';
import type { Vnic } from './endpoints';
import { isAmong, vnicsOf, type Bounds } from './members';
import { reaches } from './spaces';
import { isOn, type FirewallView } from './view';

/**
 * Whether a rule acts on a vNIC. Where its policy says what it is applied to, that of the rule does not count; where neither does,
 * it acts on every vNIC. A group of addresses alone has no vNIC, so that applied to it a rule acts nowhere.
 */
export function actsOn(view: FirewallView, policy: SecurityPolicy, rule: FirewallRule, vnic: Vnic): Answer {
  const acts = all([reaches(view, policy, vnic), inScope(view, policy.appliedTo, rule.appliedTo, vnic), not(isExcluded(view, vnic))]);
  return vnic.segment ? acts : atMostMaybe(acts, 'whether NSX protects a network that is no segment');
}

function inScope(view: FirewallView, ofPolicy: Members, ofRule: Members, vnic: Vnic): Answer {
  if (ofPolicy.ids.length > 0) return isAmong(view, ofPolicy, vnic);
  const byRule = ofRule.ids.length > 0 || !ofRule.complete ? isAmong(view, ofRule, vnic) : YES;
  return ofPolicy.complete ? byRule : maybe('what a policy is applied to', ofPolicy.unknown);
}

/** Whether the firewall leaves a vNIC alone altogether. */
export function isExcluded(view: FirewallView, vnic: Vnic): Answer {
  return any(view.exclusions.map((exclusion) => excludes(view, exclusion, vnic)));
}

/** Whether an entry of the exclusion list is one for a vNIC. */
export function excludes(view: FirewallView, exclusion: FirewallExclusion, vnic: Vnic): Answer {
  const { member } = exclusion;
  return all([
    exists(exclusion),
    isOn(view.manager, exclusion),
    told(member, 'what the exclusion list names', (id) => isAmong(view, { ids: [id], complete: true }, vnic)),
  ]);
}

/** Where a rule acts among the VMs and segments that the estate knows. */
export interface Scope {
  /** VMs with a vNIC that it acts on. */
  readonly endpoints: Bounds;
  /** Segments on whose every vNIC it acts, whatever VM that is of. */
  readonly segments: Bounds;
}

export function scopeOf(view: FirewallView, policy: SecurityPolicy, rule: FirewallRule): Scope {
  const acts = (vnic: Vnic): Answer => actsOn(view, policy, rule, vnic);
  return {
    endpoints: bounds(view.endpoints.map(({ id }, i) => [id, any(vnicsOf(view, view.endpoints[i]!).map(acts))])),
    segments: bounds([...view.segments.values()].map((segment) => [segment.id, acts({ segment })])),
  };
}

function bounds(answers: readonly (readonly [ObjectId, Answer])[]): Bounds {
  const those = (hold: (given: Answer) => boolean): Set<ObjectId> => new Set(answers.filter(([, given]) => hold(given)).map(([id]) => id));
  return { must: those(({ is }) => is === 'yes'), may: those(({ is }) => is !== 'no') };
}
