import type { FirewallRule, GatewayPolicy, SecurityPolicy } from '../../nsx';
import type { Blocks } from '../../object';
import type { ResourceInstance } from '../../terraform';
import { isUnknown, unknown, type Field, type Unknown } from '../../value';
import { keyOf, type Source } from '../attributes';
import { isOne, type InventoryObject } from './objects';
import { hiddenPolicy } from './hidden-policy';
import { predefined } from './predefined';
import { NOBODY, NONE, openBlocks, sizeOf, together, type Own, type Reading } from './reading';
import { pathsOf, ruleOf, rulesIn } from './rules';

const PARENT = 'nsxt_policy_parent_security_policy';
const RULES: ReadonlySet<string> = new Set(['nsxt_policy_security_policy_rule', 'nsxt_policy_gateway_policy_rule']);
const SECTION = 'nsxt_firewall_section';

export function readSecurityPolicies(reading: Reading): readonly SecurityPolicy[] {
  const policies = reading.all('securityPolicies', (source, object): Own<SecurityPolicy> => {
    const isMade = source.entry.mode === 'managed';
    if (source.entry.type === SECTION) return hiddenPolicy(unknown('expression', 'rule', object.id));
    const isDefault = isMade ? false : isDefaultLookup(reading, source);
    // A section that NSX made is for every vNIC of its space.
    const appliedTo = isDefault === true ? NOBODY : reading.members(source, 'scope');
    return {
      ...common(reading, source, object),
      appliedTo: isMade ? pathsOf(reading, source, 'scope') : appliedTo,
      connectivity: isMade ? null : reading.reader.leftOut(source, 'connectivity_preference'),
      isDefault,
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
  // A rule by itself may be for either kind of policy.
  const others = kind === 'gatewayPolicies' ? inventory.of('securityPolicies').filter(({ changes: [change] }) => change && isRule(change)) : [];
  const strays = [...inventory.of(kind), ...others].filter(
    (object) => object.entries.length === 0 && object.changes.length > 0 && isUnknown(inventory.pathOf(object)),
  );
  return policies.map((policy, i) => {
    const object = inventory.of(kind)[i]!;
    const rules = withChanges(reading, { ...policy, rules: together([policy.rules, foreign(reading, object)]) }, object.changes);
    // What changes a policy that a token names may change this one.
    const those = strays.filter((other) => other !== object && mayShareManager(other, object));
    const changing = those.find(({ changes: [change] }) => !isRule(change!));
    const why = those[0] && (inventory.pathOf(changing ?? those[0]) as Unknown);
    return { ...policy, rules: why === undefined ? rules : changing ? doubted(rules, why) : { ...rules, complete: false, unknown: why } };
  });
}

function withChanges(reading: Reading, policy: SecurityPolicy | GatewayPolicy, changes: readonly ResourceInstance[]): Blocks<FirewallRule> {
  const added = changes.filter(isRule).map((entry) => ownRule(reading, entry));
  const [only, ...others] = changes.filter((entry) => !isRule(entry));
  // What the app adds is asked for before what others have.
  const gap = added.find(({ complete }) => !complete)?.unknown;
  const rules: Blocks<FirewallRule> = { ...together([policy.rules, ...added]), ...(gap && { unknown: gap }) };
  if (!only) return rules;
  // Several leave what the last of them to be applied leaves, and nobody knows which that is.
  for (const other of others) {
    const detail = `\`${only.path ?? only.address}\` changes that policy too, and the one that is applied last has its way`;
    reading.inventory.refuse(other, 'path', keyOf(only), detail);
  }
  if (others.length > 0) return doubted(rules, unknown('expression', 'path', keyOf(only)));
  if (!isOne(only)) return doubted(rules, sizeOf(reading.reader.of(only)));
  return predefined(reading, { ...policy, rules }, reading.reader.of(only));
}

/** Rules that something may change, of which it is not known what it does: it may take out each, change it, and add others. */
function doubted(rules: Blocks<FirewallRule>, why: Unknown): Blocks<FirewallRule> {
  const items = rules.items.map((rule) => ({ ...rule, action: why, disabled: rule.disabled === true || why }));
  return { items, complete: false, unknown: why };
}

/** How often each name is there. */
function counted(names: readonly Field<string>[]): ReadonlyMap<Field<string>, number> {
  const counts = new Map<Field<string>, number>();
  for (const name of names) if (!isUnknown(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function isRule({ type }: ResourceInstance): boolean {
  return RULES.has(type);
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
  const record = reading.inventory.ownRecord(object)?.object as SecurityPolicy | undefined;
  if (!record) return NONE;
  const own = object.changes.filter(isRule).map((entry) => reading.reader.of(entry));
  const ids = new Set(own.map((source) => reading.reader.value(source, 'nsx_id')).filter((id) => typeof id === 'string'));
  const unnamed = counted(own.filter((source) => !reading.isSaid(source, 'nsx_id')).map((source) => reading.reader.string(source, 'display_name')));
  const rules = reading.relinked(record.rules);
  const others = rules.items.filter(({ key }) => !ids.has(key));
  const recorded = counted(others.map(({ name }) => name));
  const items = others.flatMap((rule): FirewallRule[] => {
    const namesakes = unnamed.get(rule.name) ?? 0;
    if (namesakes === 0) return [rule];
    if (recorded.get(rule.name)! <= namesakes) return [];
    // One of them is the app's, whichever that is.
    return [{ ...rule, disabled: rule.disabled === true || unknown('data-source', 'rule', object.id) }];
  });
  return { ...rules, items };
}
