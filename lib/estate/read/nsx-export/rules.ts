import type { FirewallRule, RulePeers, RuleServices } from '../../nsx';
import type { Blocks, Members, ObjectId } from '../../object';
import { isUnknown, type Field } from '../../value';
import { ShapeError } from '../shape';
import type { ApiObject } from './collection';
import { isAddress, isAny } from '../nsx/peer-text';
import { whole, type NsxExport } from './nsx-export';
import { readEntries } from './services';

/**
 * The rules of a policy, in their order. Where none of them has a sequence number, as in the exports of some collectors, the order is
 * that of the list; where some have, that of the others is not known.
 */
export function readRules(nsx: NsxExport, policy: ApiObject): Blocks<FirewallRule> {
  const rules = nsx.found.below(policy.path, ['Rule']);
  const sequenceOf = sequences(nsx, rules);
  const keys = new Set<string>();
  const items = rules.map((rule, position) => readRule(nsx, policy, rule, keyOf(rule, position, keys), sequenceOf(rule)));
  const last = defaultRule(nsx, policy, rules, items);
  if (last) items.push(last);
  return readAllRules(nsx, policy, rules.length) ? whole(items) : nsx.missing(policy, 'rules', items);
}

/** @throws ShapeError where a rule is of a policy that the export lacks, so that nobody could tell when it is asked */
export function checkRules({ found }: NsxExport): void {
  const policies = new Set(found.of('SecurityPolicy', 'GatewayPolicy').map(({ path }) => path));
  for (const { fields, parent } of found.of('Rule')) {
    if (!policies.has(parent)) throw new ShapeError(fields.at, `left out, or its policy given: the export lacks the policy of the rule`, parent);
  }
}

/** Lists of policies come without rules: that there is none is known where the policy counts none, or its rules were asked for. */
function readAllRules({ found }: NsxExport, { path, fields }: ApiObject, read: number): boolean {
  if ((fields.objects('application_connectivity_strategy') ?? []).length > 0) return false;
  const count = fields.number('rule_count');
  return (count !== undefined && count <= read) || (count === undefined && found.covers(['Rule'], path));
}

/**
 * The place of an object among its like: by sequence numbers, or by the list where none has one and a collector left them out. The API
 * gives a number to each, so that objects as it has them, with their numbers cut, are in no order that anybody knows.
 */
export function sequences(nsx: NsxExport, objects: readonly ApiObject[]): (object: ApiObject) => Field<number> {
  const numbered = objects.some(({ fields, whole: asGiven }) => fields.has('sequence_number') || (asGiven && objects.length > 1));
  const positions = new Map(objects.map((object, position) => [object, position + 1]));
  return (object) => (numbered ? (object.fields.number('sequence_number') ?? nsx.open(object, 'sequence_number')) : positions.get(object)!);
}

function keyOf({ fields }: ApiObject, position: number, taken: Set<string>): string {
  const key = fields.text('id') ?? fields.number('rule_id')?.toString() ?? fields.text('path')?.split('/').at(-1) ?? `#${position + 1}`;
  const free = taken.has(key) ? `${key} (${position + 1})` : key;
  taken.add(free);
  return free;
}

function readRule(nsx: NsxExport, policy: ApiObject, rule: ApiObject, key: string, sequence: Field<number>): FirewallRule {
  const { fields } = rule;
  return {
    key,
    id: nsx.id(policy),
    name: nsx.name(rule),
    sequence,
    action: fields.text('action') ?? nsx.open(rule, 'action'),
    sources: peers(nsx, rule, 'source'),
    destinations: peers(nsx, rule, 'destination'),
    services: services(nsx, rule),
    profiles: nsx.members((fields.texts('profiles') ?? []).filter((path) => !isAny(path))),
    appliedTo: nsx.membersOf(rule, 'scope'),
    direction: fields.text('direction') ?? 'IN_OUT',
    ipVersion: fields.text('ip_protocol') ?? 'IPV4_IPV6',
    disabled: disabled(nsx, policy, fields.boolean('disabled') ?? false),
    logged: (fields.boolean('logged') ?? false) || (policy.fields.boolean('logging_enabled') ?? false),
  };
}

/** A policy with a schedule is on at some times and off at others. */
function disabled(nsx: NsxExport, policy: ApiObject, off: boolean): Field<boolean> {
  return !off && policy.fields.has('scheduler_path') ? nsx.open(policy, 'scheduler_path') : off;
}

/** Groups by their paths, and addresses, ranges and CIDR notation as they are. */
function peers(nsx: NsxExport, rule: ApiObject, side: 'source' | 'destination'): RulePeers {
  const field = `${side}_groups`;
  const excluded = rule.fields.boolean(`${side}s_excluded`) ?? false;
  const all = rule.fields.texts(field)?.filter((one) => !isAny(one));
  if (!all) return { groups: nsx.membersOf(rule, field), addresses: nsx.missing(rule, field), excluded };
  return { groups: nsx.members(all.filter((one) => !isAddress(one))), addresses: whole(all.filter(isAddress)), excluded };
}

/** A rule with raw entries has no services, or `ANY` of them, beside; it is for the entries only. */
function services(nsx: NsxExport, rule: ApiObject): RuleServices {
  const inline = rule.fields.objects('service_entries') ?? [];
  const paths = rule.fields.texts('services');
  const entries = readEntries(nsx, rule, 'service_entries', inline);
  if (!paths && inline.length === 0) return { services: nsx.membersOf(rule, 'services'), entries };
  return { services: nsx.members((paths ?? []).filter((path) => !isAny(path))), entries };
}

/** The rule that NSX adds for `connectivity_preference`, or that of a default section, as collectors write it beside the others. */
function defaultRule(nsx: NsxExport, policy: ApiObject, rules: readonly ApiObject[], read: readonly FirewallRule[]): FirewallRule | undefined {
  const fields = policy.fields.object('default_rule');
  if (!fields) return undefined;
  const id = fields.text('id') ?? fields.number('rule_id')?.toString() ?? 'default';
  if (rules.some((rule) => String(rule.fields.number('rule_id') ?? '') === id || rule.fields.text('id') === id)) return undefined;
  const last = read.map(({ sequence }) => sequence).filter((one): one is number => !isUnknown(one));
  // It stands there as the older API has it: what is left out is any.
  const references = (field: string): { readonly addresses: readonly string[]; readonly groups: Members } => {
    const all = (fields.objects(field) ?? []).map((one) => ({ type: one.text('target_type') ?? '', target: one.text('target_id') ?? '' }));
    const isAddressType = (type: string): boolean => /^IPv[46]Address$/i.test(type);
    return {
      addresses: all.filter(({ type }) => isAddressType(type)).map(({ target }) => target),
      groups: nsx.members(all.filter(({ type }) => !isAddressType(type)).map(({ target }) => target)),
    };
  };
  const side = (field: string): RulePeers => {
    const { addresses, groups } = references(field);
    return { groups, addresses: whole(addresses), excluded: fields.boolean(`${field}_excluded`) ?? false };
  };
  return {
    key: id,
    id: nsx.id(policy),
    name: fields.text('display_name') ?? id,
    sequence: Math.max(0, ...last) + 1,
    action: fields.text('action') ?? nsx.open(policy, 'default_rule.action'),
    sources: side('sources'),
    destinations: side('destinations'),
    services: { services: references('services').groups, entries: whole([]) },
    profiles: references('context_profiles').groups,
    // It is for wherever its policy is.
    appliedTo: { ids: [] as ObjectId[], complete: true },
    direction: fields.text('direction') ?? 'IN_OUT',
    ipVersion: fields.text('ip_protocol') ?? 'IPV4_IPV6',
    disabled: disabled(nsx, policy, fields.boolean('disabled') ?? false),
    logged: fields.boolean('logged') ?? false,
  };
}
