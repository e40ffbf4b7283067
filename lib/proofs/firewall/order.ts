import { isUnknown, unknown, type Field, type FirewallRule, type SecurityPolicy, type Unknown } from '../../estate';
import type { Ternary } from '../../units';
import { all, exists, maybe, named, not, told, type Answer } from './answer';
import { isOn, type FirewallView } from './view';

/** A rule where it stands in the distributed firewall. */
export interface PlacedRule {
  readonly policy: SecurityPolicy;
  readonly rule: FirewallRule;
  /** Whether the manager has it, switched on. */
  readonly isThere: Answer;
  readonly place: Place;
  /** It stands for rules of the policy that the output does not show. */
  readonly isHidden: boolean;
}

/** Undefined is what nobody knows. */
interface Place {
  /** Index in `CATEGORIES`. */
  readonly category: number | undefined;
  readonly space: 'default' | 'other' | undefined;
  readonly policy: number | undefined;
  readonly rule: number | undefined;
  /** Whether NSX made its policy, as the last of its space. */
  readonly isDefault: Ternary;
  /** Made by NSX for a policy as a whole, at its end at the earliest: how far down is not documented. */
  readonly floats: boolean;
}

/** In the order of evaluation. A policy without a category comes after those of layer 3 that have one. */
export const CATEGORIES = ['Ethernet', 'Emergency', 'Infrastructure', 'Environment', 'Application', ''] as const;

const [ETHERNET, ENVIRONMENT] = [0, 3];

/**
 * Every rule of a manager's distributed firewall, from first to last as far as that is determined; `precedes` says where it is. Rules
 * that are switched off for certain are left out.
 */
export function rulesInOrder(view: FirewallView): readonly PlacedRule[] {
  const placed = view.policies.flatMap((policy) => rulesOf(view, policy)).filter(({ isThere }) => isThere.is !== 'no');
  return placed.sort((a, b) => compare(sortKey(a), sortKey(b)));
}

/** Whether the one comes before the other for every packet that both see; `maybe` for a tie, and where nobody knows. */
export function precedes(a: PlacedRule, b: PlacedRule): Ternary {
  if (a.policy === b.policy) return before(a.place.rule, b.place.rule);
  const [p, q] = [a.place, b.place];
  if (endsLayer3(q) && p.isDefault === 'no') return 'yes';
  if (endsLayer3(p) && q.isDefault === 'no') return 'no';
  if (p.category === undefined || q.category === undefined) return 'maybe';
  if ((p.category === ETHERNET) !== (q.category === ETHERNET)) return p.category === ETHERNET ? 'yes' : 'no';
  if (p.space === undefined || q.space === undefined) return 'maybe';
  if (isLast(q) || isLast(p)) return isLast(p) ? (isLast(q) ? 'maybe' : 'no') : 'yes';
  if (p.isDefault === 'maybe' || q.isDefault === 'maybe') return 'maybe';
  if (p.space !== q.space) return acrossSpaces(p, q);
  if (p.space === 'other' && JSON.stringify(a.policy.space) !== JSON.stringify(b.policy.space)) return 'maybe';
  if (p.isDefault !== q.isDefault) return p.isDefault === 'yes' ? 'no' : 'yes';
  if (p.category !== q.category) return before(p.category, q.category);
  const order = before(p.policy, q.policy);
  return (order === 'yes' && p.floats) || (order === 'no' && q.floats) ? 'maybe' : order;
}

/** The default policy of the manager itself comes after all others of its layer, those of projects too. */
function isLast({ isDefault, space }: Place): boolean {
  return isDefault === 'yes' && space === 'default';
}

/** After it there is nothing, whatever is known of the other. */
function endsLayer3(place: Place): boolean {
  return isLast(place) && place.category !== undefined && place.category !== ETHERNET;
}

/** In one category what stands in the default space comes first. Whether it does before an earlier category of a project is not documented. */
function acrossSpaces(p: Place, q: Place): Ternary {
  const [first, other] = p.space === 'default' ? [p, q] : [q, p];
  if (first.category! > other.category!) return 'maybe';
  return first === p ? 'yes' : 'no';
}

function before(a: number | undefined, b: number | undefined): Ternary {
  if (a === undefined || b === undefined || a === b) return 'maybe';
  return a < b ? 'yes' : 'no';
}

/** Of a policy: its rules, one for those that nobody shows, and the one that NSX adds by its connectivity preference. */
function rulesOf(view: FirewallView, policy: SecurityPolicy): PlacedRule[] {
  const isOwn = all([exists(policy), isOn(view.manager, policy)]);
  const place = placeOf(view, policy);
  const placed = policy.rules.items.map((rule): PlacedRule => ({
    policy,
    rule,
    isThere: all([isOwn, not(told(rule.disabled, `whether rule ${ruleName(rule)} is switched off`, (off) => off))]),
    place: { ...place, rule: number(rule.sequence) },
    isHidden: false,
  }));
  if (!policy.rules.complete) {
    const open = policy.rules.unknown ?? unknown('data-source', 'rule', policy.id);
    const isThere = all([isOwn, told<boolean>(open, `which rules policy ${named(policy)} has`, (value) => value)]);
    placed.push({ policy, rule: hiddenRule(policy, open), isThere, place, isHidden: true });
  }
  const added = connectivityRule(policy);
  // Only layer 3 has one.
  if (added && place.category !== ETHERNET) {
    // NSX has none without a scope, and whether it refuses the policy or leaves the rule out is not said.
    const isScoped = policy.appliedTo.ids.length > 0;
    const isThere = isScoped
      ? isOwn
      : all([isOwn, maybe(`whether policy ${named(policy)} gets a rule by its connectivity preference without a scope`)]);
    placed.push({ policy, rule: added, isThere, place: { ...place, rule: Infinity, floats: true }, isHidden: false });
  }
  return placed;
}

function placeOf(view: FirewallView, { category, space, sequence, isDefault }: SecurityPolicy): Omit<Place, 'rule'> & { readonly rule: undefined } {
  // Policies of a VPC have no category to choose: they are of layer 3, and whether NSX puts them into Application or behind it is one here.
  const isChosen = !isUnknown(category) || category.$unknown.reason !== 'provider-default' || !view.estate.nsx.vpcs.some(({ id }) => id === space);
  const said = isChosen ? category : 'Application';
  const index = isUnknown(said) ? -1 : (CATEGORIES as readonly string[]).indexOf(said);
  return {
    category: index < 0 ? undefined : index,
    space: isUnknown(space) ? undefined : space === null ? 'default' : 'other',
    policy: number(sequence),
    rule: undefined,
    isDefault: isUnknown(isDefault) ? 'maybe' : isDefault ? 'yes' : 'no',
    floats: false,
  };
}

function number(field: Field<number>): number | undefined {
  return isUnknown(field) ? undefined : field;
}

export function ruleName({ name, key }: FirewallRule): string {
  return `\`${isUnknown(name) ? key : name}\``;
}

/** Whether a rule is one of layer 2, which is evaluated by itself, before layer 3. */
export function isLayer2({ place }: PlacedRule): Ternary {
  return place.category === undefined ? 'maybe' : place.category === ETHERNET ? 'yes' : 'no';
}

/** Whether a rule stands in the category that a jump to Application leaves. */
export function isInEnvironment({ place }: PlacedRule): Ternary {
  return place.category === undefined ? 'maybe' : place.category === ENVIRONMENT ? 'yes' : 'no';
}

/** Any to any in the policy's scope: `ALLOWLIST` drops, `DENYLIST` allows. */
function connectivityRule({ id, connectivity }: SecurityPolicy): FirewallRule | undefined {
  if (connectivity === null || connectivity === 'NONE') return undefined;
  const action = isUnknown(connectivity) ? connectivity : connectivity.startsWith('ALLOWLIST') ? 'DROP' : 'ALLOW';
  return {
    ...ANY,
    key: 'connectivity preference',
    id,
    name: 'connectivity preference',
    action,
    sequence: 0,
    direction: 'IN_OUT',
    ipVersion: 'IPV4_IPV6',
  };
}

function hiddenRule({ id }: SecurityPolicy, open: Unknown): FirewallRule {
  const members = { ids: [], complete: false, unknown: open };
  const peers = { groups: members, addresses: { items: [], complete: false, unknown: open }, excluded: open };
  return {
    ...ANY,
    key: 'rules that are not shown',
    id,
    name: open,
    sequence: open,
    action: open,
    sources: peers,
    destinations: peers,
    services: { services: members, entries: { items: [], complete: false, unknown: open } },
    appliedTo: members,
    direction: open,
    ipVersion: open,
    disabled: open,
  };
}

const NONE = { ids: [], complete: true };
const ANYONE = { groups: NONE, addresses: { items: [], complete: true }, excluded: false };
const ANY = {
  sources: ANYONE,
  destinations: ANYONE,
  services: { services: NONE, entries: { items: [], complete: true } },
  profiles: NONE,
  appliedTo: NONE,
  disabled: false,
  logged: false,
} as const;

function sortKey({ place: { category, space, policy, rule, isDefault, floats } }: PlacedRule): readonly number[] {
  const last = isDefault === 'yes' && space === 'default' ? 1 : 0;
  return [
    category === ETHERNET ? 0 : 1,
    last,
    category ?? -1,
    isDefault === 'yes' ? 1 : 0,
    space === 'other' ? 1 : 0,
    policy ?? -1,
    floats ? 1 : 0,
    rule ?? -1,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, each] of a.entries()) if (each !== b[i]) return each < b[i]! ? -1 : 1;
  return 0;
}
