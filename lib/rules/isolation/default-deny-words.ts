import { isUnknown } from '../../estate';
import { ruleName, TRAFFIC, type PlacedRule, type Traffic } from '../../proofs/firewall';
import { listed, quoted, quotedName } from '../wording';

/** Everything, or the directions and versions of IP that it is. */
export function trafficText(kinds: readonly Traffic[]): string {
  if (kinds.length === TRAFFIC.length) return 'everything that no other rule is for, in and out, IPv4 and IPv6';
  return `what no other rule is for: ${listed(
    kinds.map(({ direction, version }) => `${direction === 'IN' ? 'in' : 'out'} by IPv${version}`),
    TRAFFIC.length,
  )}`;
}

/** A rule with what it does and where it stands. */
export function placeText({ policy, rule, place }: PlacedRule): string {
  const category = isUnknown(policy.category)
    ? place.category === undefined
      ? 'of a category that is not known'
      : 'of a VPC'
    : policy.category === ''
      ? 'of no category'
      : `category ${policy.category}`;
  const whose = place.isDefault === 'yes' ? 'the default of NSX' : policy.origin === 'owned' ? 'of this app' : 'of others';
  const action = isUnknown(rule.action) ? 'an action that is not known' : quoted(rule.action);
  return `rule ${ruleName(rule)}, ${action}, policy ${quotedName(policy)} (${category}, ${whose})`;
}
