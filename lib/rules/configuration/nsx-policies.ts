import { indexOf, isUnknown, type Estate, type Field, type FirewallRule, type GatewayPolicy, type SecurityPolicy } from '../../estate';
import { Mend } from '../mend';
import type { Verdict } from '../verdict';
import { knownOnlyTo, listed, quoted, quotedName } from '../wording';
import { fault, open, SOURCES } from './nsx-faults';
import { order, scopes } from './nsx-rule-blocks';

const CATEGORIES = ['Ethernet', 'Emergency', 'Infrastructure', 'Environment', 'Application'];
const GATEWAY_CATEGORIES = ['Emergency', 'SharedPreRules', 'LocalGatewayRules', 'Default'];
const LAST_SEQUENCE = 999_999;

/** A policy of the distributed firewall, as the provider and NSX take it. */
export function securityPolicy(estate: Estate, policy: SecurityPolicy): Verdict[] {
  const entry = indexOf(estate).entryOf(policy);
  if (entry && entry.type.startsWith('nsxt_policy_predefined')) return policy.rules.items.flatMap((rule) => ruleOf(policy, rule));
  return [
    ...(entry?.type === 'nsxt_vpc_security_policy' ? [] : category(policy, CATEGORIES, SOURCES.policy)),
    ...sequence(policy),
    ...stateful(policy),
    ...order(policy, entry?.values.rule),
    ...policy.rules.items.flatMap((rule) => ruleOf(policy, rule)),
  ];
}

/** A policy of gateway firewalls. */
export function gatewayPolicy(estate: Estate, policy: GatewayPolicy): Verdict[] {
  const entry = indexOf(estate).entryOf(policy);
  const isPredefined = entry !== undefined && entry.type.startsWith('nsxt_policy_predefined');
  const isOfVpc = entry?.type === 'nsxt_vpc_gateway_policy';
  return [
    ...(isPredefined || isOfVpc ? [] : category(policy, GATEWAY_CATEGORIES, SOURCES.gatewayPolicy)),
    ...(isPredefined ? [] : sequence(policy)),
    ...(isOfVpc || !entry ? [] : scopes(policy, entry.values.rule)),
    ...policy.rules.items.flatMap((rule) => jumps(policy, rule, false)),
  ];
}

function category(policy: SecurityPolicy | GatewayPolicy, allowed: readonly string[], source: string): Verdict[] {
  if (isUnknown(policy.category)) return [openField(policy, 'category', 'category', policy.category)];
  if (allowed.includes(policy.category)) return [];
  return [
    fault(policy, {
      attribute: 'category',
      key: 'category',
      message: `policy ${quotedName(policy)} is of a category that the provider refuses`,
      witness: [
        { label: 'category', text: quoted(policy.category) },
        { label: 'allowed', text: listed(allowed.map(quoted), allowed.length) },
      ],
      source,
    }),
  ];
}

function openField(policy: SecurityPolicy | GatewayPolicy, attribute: string, what: string, field: Field<unknown>): Verdict {
  const reason = isUnknown(field) ? `its ${what} is ${knownOnlyTo(field)}` : `its ${what} is not shown`;
  return open(
    policy,
    attribute,
    attribute,
    `whether policy ${quotedName(policy)} has a ${what} that NSX takes`,
    reason,
    `a literal ${quoted(attribute)}`,
  );
}

function sequence(policy: SecurityPolicy | GatewayPolicy): Verdict[] {
  const { sequence: at } = policy;
  if (isUnknown(at)) return [openField(policy, 'sequence_number', 'sequence number', at)];
  if (Number.isInteger(at) && at >= 0 && at <= LAST_SEQUENCE) return [];
  return [
    fault(policy, {
      attribute: 'sequence_number',
      key: 'sequence',
      message: `policy ${quotedName(policy)} has a sequence number that NSX refuses`,
      witness: [
        { label: 'number', text: String(at) },
        { label: 'allowed', text: '0 to 999,999' },
      ],
      source: SOURCES.api,
    }),
  ];
}

function stateful(policy: SecurityPolicy): Verdict[] {
  if (policy.category !== 'Ethernet' || policy.stateful === false) return [];
  if (isUnknown(policy.stateful) && policy.stateful.$unknown.reason !== 'provider-default')
    return [openField(policy, 'stateful', 'statefulness', policy.stateful)];
  return [
    fault(policy, {
      attribute: 'stateful',
      key: 'stateful',
      message: `policy ${quotedName(policy)} of the Ethernet category is stateful`,
      witness: [{ label: 'refused', text: 'by NSX: rules on frames keep no state; the provider takes `true` where nothing is said' }],
      source: SOURCES.api,
      remedies: [{ text: '`stateful = false`', mend: Mend.change('securityPolicies', policy.id, { stateful: false }) }],
    }),
  ];
}

function ruleOf(policy: SecurityPolicy, rule: FirewallRule): Verdict[] {
  return [...jumps(policy, rule, true), ...(policy.category === 'Ethernet' ? frames(policy, rule) : [])];
}

/** Only rules of the distributed firewall jump, and only those of the Environment category. */
function jumps(policy: SecurityPolicy | GatewayPolicy, rule: FirewallRule, isDistributed: boolean): Verdict[] {
  const name = `rule ${quoted(nameOf(rule))} of policy ${quotedName(policy)}`;
  if (isUnknown(rule.action)) {
    // Left out, it allows.
    if (rule.action.$unknown.reason === 'provider-default' || (isDistributed && policy.category === 'Environment')) return [];
    return [
      open(
        policy,
        'rule',
        `action:${rule.key}`,
        `whether ${name} does what its category may`,
        `its action is ${knownOnlyTo(rule.action)}`,
        'a literal `action`',
      ),
    ];
  }
  if (rule.action !== 'JUMP_TO_APPLICATION' || (isDistributed && (policy.category === 'Environment' || isUnknown(policy.category)))) return [];
  return [
    fault(policy, {
      attribute: 'rule',
      key: `jump:${rule.key}`,
      message: `${name} jumps to the application rules from where it may not`,
      witness: [{ label: 'allowed', text: 'in the distributed firewall, category `Environment`' }],
      source: SOURCES.api,
      remedies: [{ text: 'another action, or the category `Environment`' }],
    }),
  ];
}

function frames(policy: SecurityPolicy, rule: FirewallRule): Verdict[] {
  const name = `rule ${quoted(nameOf(rule))} of policy ${quotedName(policy)}`;
  const found: Verdict[] = [];
  if (rule.action === 'REJECT') {
    found.push(
      fault(policy, {
        attribute: 'rule',
        key: `reject:${rule.key}`,
        message: `${name} rejects frames`,
        witness: [{ label: 'refused', text: 'by NSX: nobody can be told that a frame was refused' }],
        source: SOURCES.api,
        remedies: [{ text: '`DROP`', mend: Mend.changeRule(policy, rule.key, { action: 'DROP' }) }],
      }),
    );
  }
  const { ipVersion } = rule;
  if (isUnknown(ipVersion) && ipVersion.$unknown.reason !== 'provider-default') {
    found.push(
      open(
        policy,
        'rule',
        `version:${rule.key}`,
        `whether ${name} names a version of IP`,
        `it is ${knownOnlyTo(ipVersion)}`,
        '`ip_version = "NONE"`',
      ),
    );
  } else if (ipVersion !== NO_VERSION) {
    found.push(
      fault(policy, {
        attribute: 'rule',
        key: `version:${rule.key}`,
        message: `${name} is on frames, and names a version of IP`,
        witness: [{ label: 'version', text: isUnknown(ipVersion) ? 'left out, for which the provider takes both' : quoted(ipVersion) }],
        source: SOURCES.api,
        remedies: [{ text: '`ip_version = "NONE"`', mend: Mend.changeRule(policy, rule.key, { ipVersion: NO_VERSION }) }],
      }),
    );
  }
  return found;
}

const NO_VERSION = 'NONE';

function nameOf({ name, key }: FirewallRule): string {
  return isUnknown(name) ? key : name;
}
