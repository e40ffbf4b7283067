import type { Value } from '../value';
import type { ProviderDefault } from './provider-defaults';

const SOURCE = 'https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/';

/** What the NSX provider takes for an attribute that is left out: by its schema, or as the zero value of one that has no default. */
function taken(type: string, file: string, attribute: string, value: Value, planned: Value = value): ProviderDefault {
  return { provider: 'vmware/nsxt', type, attribute, since: '3.12.0', value, planned, source: SOURCE + file };
}

const COMMON = 'policy_common.go';
const POLICIES = [
  'nsxt_policy_security_policy',
  'nsxt_policy_parent_security_policy',
  'nsxt_policy_gateway_policy',
  'nsxt_vpc_security_policy',
  'nsxt_vpc_gateway_policy',
];
const IN_A_DOMAIN = ['nsxt_policy_security_policy', 'nsxt_policy_parent_security_policy', 'nsxt_policy_gateway_policy', 'nsxt_policy_group'];
const GROUPS = ['nsxt_policy_group', 'nsxt_vpc_group'];
const PREDEFINED = ['nsxt_policy_predefined_security_policy', 'nsxt_policy_predefined_gateway_policy'];
const WITH_RULES = [...POLICIES.filter((type) => type !== 'nsxt_policy_parent_security_policy'), ...PREDEFINED];
const SECURITY_PROFILE = 'nsxt_policy_segment_security_profile';
const SEGMENTS = ['nsxt_policy_segment', 'nsxt_policy_vlan_segment', 'nsxt_policy_fixed_segment'];

const RULE: Readonly<Record<string, Value>> = {
  action: 'ALLOW',
  direction: 'IN_OUT',
  ip_version: 'IPV4_IPV6',
  disabled: false,
  logged: false,
  sources_excluded: false,
  destinations_excluded: false,
};

/** Attributes of the resources themselves: a plan shows them. */
export const NSXT_DEFAULTS: readonly ProviderDefault[] = [
  ...POLICIES.flatMap((type) => [
    taken(type, COMMON, 'sequence_number', 0),
    taken(type, COMMON, 'stateful', true),
    taken(type, COMMON, 'locked', false),
  ]),
  ...IN_A_DOMAIN.map((type) => taken(type, COMMON, 'domain', 'default')),
  ...Object.entries(RULE).map(([attribute, value]) => taken('nsxt_policy_security_policy_rule', COMMON, attribute, value)),
  taken('nsxt_policy_tier1_gateway', 'resource_nsxt_policy_tier1_gateway.go', 'enable_firewall', true),
  taken('nsxt_policy_nat_rule', 'resource_nsxt_policy_nat_rule.go', 'enabled', true),
  taken('nsxt_policy_nat_rule', 'resource_nsxt_policy_nat_rule.go', 'firewall_match', 'BYPASS'),
  taken('nsxt_policy_nat_rule', 'resource_nsxt_policy_nat_rule.go', 'rule_priority', 100),
  taken('nsxt_vpc_nat_rule', 'resource_nsxt_vpc_nat_rule.go', 'enabled', true),
  taken('nsxt_vpc_nat_rule', 'resource_nsxt_vpc_nat_rule.go', 'firewall_match', 'MATCH_INTERNAL_ADDRESS'),
  taken('nsxt_vpc_nat_rule', 'resource_nsxt_vpc_nat_rule.go', 'sequence_number', 0, null),
  taken(SECURITY_PROFILE, `resource_${SECURITY_PROFILE}.go`, 'dhcp_server_block_enabled', true),
  taken(SECURITY_PROFILE, `resource_${SECURITY_PROFILE}.go`, 'non_ip_traffic_block_enabled', false),
  ...['nsxt_policy_spoofguard_profile', 'nsxt_policy_spoof_guard_profile'].map((type) =>
    taken(type, 'resource_nsxt_policy_spoof_guard_profile.go', 'address_binding_allowlist', false, null),
  ),
];

/** What stands within a block, and what a plan leaves open though the provider sends it: no plan is held against these. */
export const NSXT_UNPLANNED_DEFAULTS: readonly ProviderDefault[] = [
  ...WITH_RULES.flatMap((type) => Object.entries(RULE).map(([attribute, value]) => taken(type, COMMON, `rule.${attribute}`, value))),
  ...PREDEFINED.flatMap((type) => [taken(type, COMMON, 'default_rule.action', 'ALLOW'), taken(type, COMMON, 'default_rule.logged', false)]),
  ...['nsxt_policy_security_policy', 'nsxt_policy_parent_security_policy', 'nsxt_vpc_security_policy'].map((type) =>
    taken(type, 'resource_nsxt_policy_security_policy.go', 'tcp_strict', false, null),
  ),
  ...GROUPS.map((type) => taken(type, 'resource_nsxt_policy_group.go', 'criteria.external_id_expression.member_type', 'VirtualMachine')),
  ...SEGMENTS.map((type) => taken(type, 'segment_common.go', 'advanced_config.connectivity', 'ON', null)),
  taken('nsxt_vpc_subnet', 'resource_nsxt_vpc_subnet.go', 'advanced_config.connectivity_state', 'CONNECTED'),
  taken('nsxt_vpc_subnet', 'resource_nsxt_vpc_subnet.go', 'dhcp_config.mode', 'DHCP_DEACTIVATED'),
];
