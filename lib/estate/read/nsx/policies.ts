import type { FirewallRule, GatewayPolicy, SecurityPolicy } from '../../nsx';
import type { Blocks } from '../../object';
import type { ResourceInstance } from '../../terraform';
import { isUnknown, type Field, type Unknown } from '../../value';
import { keyOf, type Source } from '../attributes';
import { isOne, type InventoryObject } from './objects';
import { predefined } from './predefined';
import { NONE, openBlocks, sizeOf, together, type Own, type Reading } from './reading';
import { pathsOf, ruleOf, rulesIn } from './rules';

const PARENT = 'nsxt_policy_parent_security_policy';
const RULE = 'nsxt_policy_security_policy_rule';

export function readSecurityPolicies(reading: Reading): readonly SecurityPolicy[] {
  const policies = reading.all('securityPolicies', (source, object): Own<SecurityPolicy> => {
    const isMade = source.entry.mode === 'managed';
    return {
      ...common(reading, source, object),
      appliedTo: isMade ? pathsOf(reading, source, 'scope') : reading.members(source, 'scope'),
      connectivity: isMade ? null : reading.reader.leftOut(source, 'connectivity_preference'),
      isDefault: isMade ? false : isDefaultLookup(reading, source),
    };
  });
  return changed(reading, 'securityPolicies', policies);
}

export function readGatewayPolicies(reading: Reading): readonly GatewayPolicy[] {
  const policies = reading.all('gatewayPolicies', (source, object): Own<GatewayPolicy> => {
    const policy = common(reading, source, object);
    const isDefault = isUnknown(policy.category) ? policy.category : policy.category === 'Default';
    return { ...policy, isDefault: source.entry.mode === 'managed' ? false : isDefault };
  });
  return changed(reading, 'gatewayPolicies', policies);
}

function common(reading: Reading, source: Source, { id }: InventoryObject): Omit<Own<GatewayPolicy>, 'isDefault'> {
  const { reader } = reading;
  return {
    category: reader.string(source, 'category'),
    sequence: reader.number(source, 'sequence_number'),
    stateful: reader.boolean(source, 'stateful'),
    tcpStrict: reader.boolean(source, 'tcp_strict'),
    locked: reader.boolean(source, 'locked'),
    rules: source.entry.mode === 'managed' ? rulesIn(reading, source, id, '') : openBlocks(reader.leftOut(source, 'rule')),
  };
}

/** A lookup that does not say so finds none of NSX's own, unless it asks for an id. */
function isDefaultLookup(reading: Reading, source: Source): Field<boolean> {
  if (reading.isSaid(source, 'is_default') || reading.isSaid(source, 'id')) return reading.reader.boolean(source, 'is_default');
  const asks = ['display_name', 'category'].some((attribute) => reading.isSaid(source, attribute));
  return asks ? false : reading.reader.leftOut(source, 'is_default');
}

/** Policies with what other entries add to them or change of them. */
function changed<P extends SecurityPolicy | GatewayPolicy>(
  reading: Reading,
  kind: 'securityPolicies' | 'gatewayPolicies',
  policies: readonly P[],
): readonly P[] {
  const { inventory } = reading;
  const strays = inventory
    .of(kind)
    .filter((object) => object.entries.length === 0 && object.changes.length > 0 && isUnknown(inventory.pathOf(object)));
  return policies.map((policy, i) => {
    const object = inventory.of(kind)[i]!;
    let rules = together([policy.rules, foreign(reading, object)]);
    for (const entry of object.changes) {
      rules = entry.type === RULE ? together([rules, ownRule(reading, entry)]) : predefined(reading, { ...policy, rules }, reading.reader.of(entry));
    }
    // What changes a policy that a token names may change this one.
    const stray = strays.find((other) => other !== object && mayShareManager(other, object));
    const gap: Blocks<FirewallRule> = stray ? openBlocks(inventory.pathOf(stray) as Unknown) : NONE;
    return { ...policy, rules: together([rules, gap]) };
  });
}

function mayShareManager(a: InventoryObject, b: InventoryObject): boolean {
  return a.managerKey === b.managerKey || isUnknown(a.manager) || isUnknown(b.manager);
}

function ownRule(reading: Reading, entry: ResourceInstance): Blocks<FirewallRule> {
  const source = reading.reader.of(entry);
  if (!isOne(entry)) return openBlocks(sizeOf(source));
  const key = keyOf(entry);
  return { items: [ruleOf(reading, source, key, key, reading.reader.number(source, 'sequence_number'))], complete: true };
}

/** What others put into a policy whose rules the app makes one by one: no apply takes it out. */
function foreign(reading: Reading, object: InventoryObject): Blocks<FirewallRule> {
  if (object.entry?.type !== PARENT) return NONE;
  const record = reading.inventory.own.find((own) => own.object === object)?.recorded.object as SecurityPolicy | undefined;
  if (!record) return NONE;
  const names = object.changes.map((entry) => reading.reader.string(reading.reader.of(entry), 'display_name'));
  const rules = reading.relinked(record.rules);
  return { ...rules, items: rules.items.filter(({ name }) => isUnknown(name) || !names.includes(name)) };
}
