import { Refusal } from '../refusals';
import { text, texts } from '../state';
import type { NsxObject, State } from '../state';
import type { Body } from '../values';
import type { Check } from './check';
import { holdsAddresses, holdsOnlyAddresses } from './groups';

const MOST_RULES = 1000;
const DFW = ['Ethernet', 'Emergency', 'Infrastructure', 'Environment', 'Application'];
const GATEWAY = ['Emergency', 'SystemRules', 'SharedPreRules', 'SharedExternalRules', 'LocalGatewayRules', 'AutoServiceRules', 'Default'];
const LISTS = ['source_groups', 'destination_groups', 'services', 'scope', 'profiles'];

export const checkPolicy: Check = (policy, { state }) => {
  const distributed = policy.resource_type === 'SecurityPolicy';
  const category = text(policy, 'category');
  const allowed = distributed ? DFW : GATEWAY;
  if (category !== undefined && !allowed.includes(category)) {
    throw new Refusal('wrong-category', `category of ${policy.path} is "${category}", expected one of ${allowed.join(', ')}`);
  }
  if (category === 'Ethernet' && policy.stateful === true) throw new Refusal('layer-2', `${policy.path} is of the category Ethernet and stateful`);
  const preference = text(policy, 'connectivity_preference') ?? 'NONE';
  if (preference !== 'NONE' && texts(policy, 'scope').length === 0) {
    throw new Refusal('preference-without-scope', `${policy.path} has a connectivity_preference and no scope`);
  }
  if (distributed) checkAppliedTo(policy, state);
  const rules = rulesOf(policy.path, state);
  if (rules.length > MOST_RULES) throw new Refusal('too-many-rules', `${policy.path} has ${rules.length} rules, ${MOST_RULES} are allowed`);
};

export const checkRule: Check = (rule, { state }) => {
  const policy = state.get(rule.parent_path)!;
  for (const field of LISTS) {
    const items = texts(rule, field);
    if (items.length > 1 && items.some((item) => item.toUpperCase() === 'ANY')) {
      throw new Refusal('any-with-others', `${field} of ${rule.path} has ANY beside others`);
    }
  }
  if (rule.action === 'JUMP_TO_APPLICATION' && (policy.resource_type !== 'SecurityPolicy' || policy.category !== 'Environment')) {
    throw new Refusal('jump-outside-environment', `${rule.path} jumps to Application from ${String(policy.category ?? policy.resource_type)}`);
  }
  if (policy.category === 'Ethernet' && (rule.action === 'REJECT' || rule.ip_protocol !== undefined)) {
    throw new Refusal('layer-2', `${rule.path} of the category Ethernet has ${rule.action === 'REJECT' ? 'the action REJECT' : 'an ip_protocol'}`);
  }
  if (policy.resource_type === 'SecurityPolicy') checkAppliedTo(rule, state);
  (Array.isArray(rule.service_entries) ? (rule.service_entries as Body[]) : []).forEach((entry) => checkPorts(rule.path, entry));
  checkTie(rule, state);
};

function rulesOf(policy: string, state: State): NsxObject[] {
  return state.childrenOf(policy).filter((rule) => rule.resource_type === 'Rule');
}

/** The rules that come with the system stand last, whatever their number. */
function checkTie(rule: NsxObject, state: State): void {
  const rivals = rulesOf(rule.parent_path, state);
  if (rivals.length > MOST_RULES) throw new Refusal('too-many-rules', `${rule.parent_path} has ${rivals.length} rules, ${MOST_RULES} are allowed`);
  const tied = rivals.find(
    (other) => other.path !== rule.path && other.sequence_number === rule.sequence_number && !other.is_default && !rule.is_default,
  );
  if (tied) throw new Refusal('rule-tie', `${rule.path} and ${tied.path} both have the sequence number ${String(rule.sequence_number)}`);
}

function checkAppliedTo(object: NsxObject, state: State): void {
  for (const path of texts(object, 'scope')) {
    const group = state.get(path);
    if (group?.resource_type === 'Group' && holdsOnlyAddresses(group, state)) {
      throw new Refusal('applied-to-addresses', `${object.path} is applied to ${path}, which has addresses only`);
    }
  }
}

function checkPorts(path: string, entry: Body): void {
  for (const field of ['source_ports', 'destination_ports']) {
    const count = texts(entry, field).reduce((sum, port) => sum + (port.includes('-') ? 2 : 1), 0);
    if (count > 15) throw new Refusal('too-many-ports', `${field} of ${path} count as ${count}, 15 are allowed`);
  }
}

export const checkServiceEntry: Check = (entry) => checkPorts(entry.path, entry);

export const checkExcludeList: Check = (list, { state }) => {
  for (const path of texts(list, 'members')) {
    const member = state.get(path);
    if (member?.resource_type === 'Group' && holdsAddresses(member, state)) {
      throw new Refusal('excluded-addresses', `${path} has addresses and is a member of the exclusion list`);
    }
  }
};

/**
 * Policies of one category with one sequence number. The documentation (vcf-nsx SecurityPolicy.sequence_number) calls their order "not
 * deterministic" and 0 is what every policy has by default, so that NSX takes them: a warning.
 */
export function policyTies(state: State): string[] {
  const policies = state.ofType('SecurityPolicy', 'GatewayPolicy').filter((policy) => policy.is_default !== true);
  const place = (policy: NsxObject) => [policy.parent_path, policy.resource_type, policy.category, policy.sequence_number].join(' ');
  return policies.flatMap((policy, i) => {
    const rival = policies.slice(0, i).find((other) => place(other) === place(policy));
    return rival
      ? [`the order of ${rival.path} and ${policy.path} is not deterministic: both have the sequence number ${String(policy.sequence_number)}`]
      : [];
  });
}
