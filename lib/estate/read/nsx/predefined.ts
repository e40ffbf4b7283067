import type { FirewallRule, GatewayPolicy, SecurityPolicy } from '../../nsx';
import type { Blocks, ObjectId } from '../../object';
import { isUnknown, unknown, type Field } from '../../value';
import { keyOf, type Source } from '../attributes';
import { NOBODY, NONE, type Reading } from './reading';
import { rulesIn } from './rules';

type Policy = SecurityPolicy | GatewayPolicy;

/** The rules of an existing policy, as a `nsxt_policy_predefined_*` entry leaves them. */
export function predefined(reading: Reading, policy: Policy, source: Source): Blocks<FirewallRule> {
  const key = keyOf(source.entry);
  const given = rulesIn(reading, source, key, `${key}/`);
  const isGiven = given.items.length > 0 || !given.complete;
  const own = 'appliedTo' in policy ? securityDefaults(policy) : gatewayDefaults(policy);
  const defaults = policy.rules.items.filter((rule) => own.has(rule));
  const others = policy.rules.items.filter((rule) => !own.has(rule));
  // The provider reads back what others put there, and takes it out with some later apply.
  const doubtful = others.map((rule) => ({ ...rule, disabled: rule.disabled === true || unknown('provider-default', 'rule', key) }));
  const changed = 'appliedTo' in policy ? securityDefault(reading, policy, source, defaults) : gatewayDefault(reading, policy, source, defaults);
  const items = [...(isGiven ? given.items : doubtful), ...changed.rules];
  const complete = (isGiven ? given.complete : true) && (policy.rules.complete || (isGiven && changed.all));
  if (complete) return { items, complete };
  const gap = given.unknown ?? policy.rules.unknown ?? reading.reader.leftOut(source, 'rule');
  return { items, complete, unknown: gap };
}

interface Defaults {
  readonly rules: readonly FirewallRule[];
  /** Whether these are all default rules that the policy has. */
  readonly all: boolean;
}

/** The last rule of a policy that NSX made. */
function securityDefaults({ isDefault, rules }: SecurityPolicy): ReadonlySet<FirewallRule> {
  if (isDefault !== true) return new Set();
  const last = [...rules.items].sort((a, b) => order(b.sequence) - order(a.sequence));
  return new Set(last.slice(0, 1));
}

function order(sequence: Field<number>): number {
  return isUnknown(sequence) ? Infinity : sequence;
}

/** In the policy that NSX made, each gateway has a rule of its own. */
function gatewayDefaults({ isDefault, rules }: GatewayPolicy): ReadonlySet<FirewallRule> {
  return new Set(isDefault === true ? rules.items : []);
}

function securityDefault(reading: Reading, policy: SecurityPolicy, source: Source, defaults: readonly FirewallRule[]): Defaults {
  const block = reading.block(source, DEFAULT_RULE);
  if (isUnknown(block)) return { rules: defaults.map((rule) => ({ ...rule, action: block })), all: false };
  if (block === null) return { rules: defaults, all: policy.isDefault === false };
  // A policy of the user's has no such rule, and the provider says nothing of it.
  if (policy.isDefault === false) return { rules: defaults, all: true };
  const said = saidBy(reading, block);
  if (defaults.length > 0) return { rules: defaults.map((rule) => ({ ...rule, ...said })), all: true };
  const doubt = isUnknown(policy.isDefault) ? { disabled: policy.isDefault } : {};
  return { rules: [{ ...lastRule(source, DEFAULT_RULE), ...said, ...doubt }], all: true };
}

/** The provider changes the rule whose scope is that very gateway. */
function gatewayDefault(reading: Reading, policy: GatewayPolicy, source: Source, defaults: readonly FirewallRule[]): Defaults {
  const { items, complete } = reading.blocks(source, DEFAULT_RULE);
  let rules = complete ? defaults : defaults.map((rule) => ({ ...rule, action: reading.reader.leftOut(source, `${DEFAULT_RULE}.action`) }));
  for (const [i, block] of items.entries()) {
    const said = saidBy(reading, block);
    const gateway = reading.object(block, 'scope', ['tier0Gateways', 'tier1Gateways']);
    if (isUnknown(gateway)) {
      // It may be any of them.
      rules = rules.map((rule) => ({ ...rule, action: gateway }));
      continue;
    }
    const isOf = ({ appliedTo }: FirewallRule): boolean => appliedTo.complete && appliedTo.ids.length === 1 && appliedTo.ids[0] === gateway;
    if (rules.some(isOf)) rules = rules.map((rule) => (isOf(rule) ? { ...rule, ...said } : rule));
    else if (!isRecorded(reading, gateway) || !policy.rules.complete) {
      const made = lastRule(source, `${DEFAULT_RULE}.${i}`);
      rules = [...rules, { ...made, ...said, appliedTo: { ids: [gateway], complete: true } }];
    }
  }
  return { rules, all: false };
}

function isRecorded({ inventory }: Reading, gateway: ObjectId): boolean {
  return inventory.find(gateway)?.origin === 'surroundings';
}

const DEFAULT_RULE = 'default_rule';

function saidBy({ reader }: Reading, block: Source): Pick<FirewallRule, 'action' | 'logged'> {
  return { action: reader.string(block, 'action'), logged: reader.boolean(block, 'logged') };
}

/** The rule for everything that NSX puts last, where nobody recorded it. */
function lastRule(source: Source, name: string): FirewallRule {
  const key = keyOf(source.entry);
  const open = (attribute: string): ReturnType<typeof unknown> => unknown('computed', `\${${source.entry.address}.${name}.${attribute}}`, key);
  return {
    key: `${key}/${name}`,
    id: key,
    name: open('display_name'),
    sequence: open('sequence_number'),
    action: open('action'),
    sources: { groups: NOBODY, addresses: NONE, excluded: false },
    destinations: { groups: NOBODY, addresses: NONE, excluded: false },
    services: { services: NOBODY, entries: NONE },
    profiles: NOBODY,
    appliedTo: NOBODY,
    direction: 'IN_OUT',
    ipVersion: 'IPV4_IPV6',
    disabled: false,
    logged: open('logged'),
  };
}
