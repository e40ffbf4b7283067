import { indexOf, isUnknown, type Estate, type NatRule, type Tier1Gateway } from '../../estate';
import { Mend } from '../mend';
import type { Evidence, Verdict } from '../verdict';
import { knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { fault, open, SOURCES } from './nsx-faults';
import { natOverlaps } from './nsx-subnets';

/** A tier-1 without an edge cluster routes on the hosts, and has nothing that could enforce a firewall or translate. */
export function tier1(estate: Estate, gateway: Tier1Gateway): Verdict[] {
  const { edgeCluster } = gateway;
  if (edgeCluster !== null && edgeCluster !== '' && !isUnknown(edgeCluster)) return [];
  const services = servicesOf(estate, gateway);
  if (services.length === 0) return [];
  const name = quotedName(gateway);
  const message = `whether tier-1 gateway ${name} has an edge cluster for its services`;
  if (isUnknown(edgeCluster)) {
    const { reason } = edgeCluster.$unknown;
    // What a lookup or another object gives is one, whichever it is.
    if (gateway.origin === 'owned' && (reason === 'computed' || reason === 'data-source')) return [];
    return [open(gateway, 'edge_cluster_path', 'edge-cluster', message, `it is ${knownOnlyTo(edgeCluster)}`, 'a literal `edge_cluster_path`')];
  }
  const mode = indexOf(estate).entryOf(gateway)?.values.ha_mode ?? null;
  if (mode === 'ACTIVE_ACTIVE') return []; // it takes that of its tier-0
  if (isUnknown(mode))
    return [open(gateway, 'edge_cluster_path', 'edge-cluster', message, `its mode is ${knownOnlyTo(mode)}`, 'a literal `ha_mode`')];
  return [
    fault(gateway, {
      attribute: 'edge_cluster_path',
      key: 'edge-cluster',
      message: `tier-1 gateway ${name} has services that nothing performs: it has no edge cluster`,
      witness: services,
      source: SOURCES.tier1,
      remedies: [{ text: 'an `edge_cluster_path`' }],
    }),
  ];
}

function servicesOf({ nsx }: Estate, { id }: Tier1Gateway): Evidence[] {
  const policies = nsx.gatewayPolicies.filter(
    ({ instances, origin, isDefault, rules }) =>
      instances.low > 0 &&
      (origin === 'owned' || isDefault !== true) &&
      rules.items.some(({ appliedTo, disabled }) => disabled === false && appliedTo.ids.includes(id)),
  );
  const translations = nsx.natRules.filter(({ instances, gateway, enabled }) => instances.low > 0 && gateway === id && enabled === true);
  return [
    ...(policies.length > 0 ? [{ label: 'firewall', text: listed(policies.map(quotedName)) }] : []),
    ...(translations.length > 0 ? [{ label: 'NAT', text: listed(translations.map(quotedName)) }] : []),
  ];
}

const TRANSLATES = ['SNAT', 'DNAT', 'REFLEXIVE', 'NAT64'];
const BYPASS = 'BYPASS';

/** A NAT rule as the provider and NSX take it. */
export function natRule(estate: Estate, rule: NatRule): Verdict[] {
  const name = quotedName(rule);
  const found = natOverlaps(estate, rule);
  const { action, translated, firewallMatch, gateway, space } = rule;
  if (isUnknown(action))
    return [
      ...found,
      open(rule, 'action', 'action', `whether NAT rule ${name} has what its action needs`, `it is ${knownOnlyTo(action)}`, 'a literal `action`'),
    ];
  if (TRANSLATES.includes(action) && translated.items.length === 0) {
    if (translated.complete) {
      found.push(
        fault(rule, {
          attribute: 'translated_networks',
          key: 'translated',
          message: `NAT rule ${name} says not to what it translates`,
          witness: [{ label: 'action', text: quoted(action) }],
          source: SOURCES.nat,
          remedies: [{ text: 'the addresses in `translated_networks`' }],
        }),
      );
    } else {
      const reason = translated.unknown ? `it is ${knownOnlyTo(translated.unknown)}` : 'not all of it is shown';
      found.push(
        open(
          rule,
          'translated_networks',
          'translated',
          `whether NAT rule ${name} says to what it translates`,
          reason,
          'literal `translated_networks`',
        ),
      );
    }
  }
  if (action.startsWith('NO_') && !isUnknown(firewallMatch) && firewallMatch !== BYPASS) {
    found.push(
      fault(rule, {
        attribute: 'firewall_match',
        key: 'firewall-match',
        message: `NAT rule ${name} translates nothing, and says which address the firewall sees`,
        witness: [{ label: 'says', text: quoted(firewallMatch) }],
        source: SOURCES.api,
        remedies: [{ text: '`firewall_match = "BYPASS"`', mend: Mend.change('natRules', rule.id, { firewallMatch: BYPASS }) }],
      }),
    );
  }
  const tier0 = estate.nsx.tier0Gateways.find(({ id }) => id === gateway);
  if (tier0 && space !== null && !isUnknown(space)) {
    found.push(
      fault(rule, {
        attribute: 'context',
        key: 'tier-0-in-project',
        message: `NAT rule ${name} of a project is on tier-0 gateway ${quotedName(tier0)}`,
        witness: [{ label: 'refused', text: 'by the provider: "context use not supported with Tier0 gateways"' }],
        source: SOURCES.nat,
        remedies: [{ text: 'a tier-1 gateway of the project, or no `context`' }],
      }),
    );
  }
  return found;
}
