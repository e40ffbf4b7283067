import { addTo } from '../../../units/multimap';
import type { FirewallExclusion, GatewayPolicy, SecurityPolicy } from '../../nsx';
import type { Field } from '../../value';
import type { ApiObject } from './collection';
import { isGlobal } from './federation';
import type { NsxExport } from './nsx-export';
import { readRules, sequences } from './rules';

export function readSecurityPolicies(nsx: NsxExport): SecurityPolicy[] {
  const policies = nsx.found.of('SecurityPolicy');
  const sequenceOf = sequencesByCategory(nsx, policies);
  return policies.map((policy) => ({
    ...common(nsx, policy, sequenceOf(policy)),
    appliedTo: nsx.membersOf(policy, 'scope'),
    connectivity: connectivity(nsx, policy),
  }));
}

export function readGatewayPolicies(nsx: NsxExport): GatewayPolicy[] {
  const policies = nsx.found.of('GatewayPolicy');
  const sequenceOf = sequencesByCategory(nsx, policies);
  return policies.map((policy) => common(nsx, policy, sequenceOf(policy)));
}

function common(nsx: NsxExport, policy: ApiObject, sequence: Field<number>): GatewayPolicy {
  const { fields } = policy;
  const category = fields.text('category');
  // Rules of layer 2 are stateless, all others stateful unless they say so; the stateful are strict.
  const stateful = fields.boolean('stateful') ?? (category === undefined ? nsx.open(policy, 'stateful') : category !== 'Ethernet');
  return {
    ...nsx.base(policy),
    category: category ?? nsx.open(policy, 'category'),
    sequence,
    stateful,
    tcpStrict: fields.boolean('tcp_strict') ?? stateful,
    locked: fields.boolean('locked') ?? false,
    rules: readRules(nsx, policy),
    isDefault: isDefaultPolicy(policy),
  };
}

/** The place of a policy among those of its category in its domain. Nothing says how those of a Global Manager stand to the others. */
function sequencesByCategory(nsx: NsxExport, policies: readonly ApiObject[]): (policy: ApiObject) => Field<number> {
  const keyOf = ({ parent, fields }: ApiObject): string => `${parent}\0${fields.text('category')}`;
  const alike = new Map<string, ApiObject[]>();
  for (const policy of policies) addTo(alike, keyOf(policy), policy);
  const sequenceOf = new Map([...alike].map(([key, some]) => [key, sequences(nsx, some)]));
  const isMixed = policies.some((one) => !isGlobal(one.path));
  return (policy) => (isMixed && isGlobal(policy.path) ? nsx.open(policy, 'sequence_number') : sequenceOf.get(keyOf(policy))!(policy));
}

/**
 * Whether NSX made a policy as the last of its category: it says `is_default`, or, in versions that do not, owns one of a category
 * that has such.
 */
export function isDefaultPolicy({ type, fields }: ApiObject): boolean {
  const categories = type === 'SecurityPolicy' ? ['Application', 'Ethernet'] : ['Default'];
  return fields.boolean('is_default') ?? (fields.boolean('_system_owned') === true && categories.includes(fields.text('category') ?? ''));
}

/** The rule that a policy ends with, by its older and newer name; without logging, which changes nothing about it. */
function connectivity(nsx: NsxExport, policy: ApiObject): Field<string | null> {
  const { fields } = policy;
  if ((fields.objects('application_connectivity_strategy') ?? []).length > 0) return nsx.open(policy, 'application_connectivity_strategy');
  const said = fields.text('connectivity_preference') ?? fields.text('connectivity_strategy') ?? 'NONE';
  const preference = said
    .replace(/_ENABLE_LOGGING$/, '')
    .replace('WHITELIST', 'ALLOWLIST')
    .replace('BLACKLIST', 'DENYLIST');
  if (preference === 'NONE') return null;
  // A schedule is for this rule as well.
  return fields.has('scheduler_path') ? nsx.open(policy, 'scheduler_path') : preference;
}

export function readExclusions(nsx: NsxExport): FirewallExclusion[] {
  return nsx.found.of('PolicyExcludeList').flatMap((list) =>
    [...new Set(list.fields.texts('members') ?? [])].map((path) => ({
      ...nsx.base(list),
      id: `${nsx.id(list)}#${path}`,
      name: path.split('/').at(-1)!,
      member: nsx.reference(path),
    })),
  );
}
