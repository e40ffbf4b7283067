/** Of whatever has a policy path. */
const OBJECT = ['display_name', 'nsx_id', 'path', 'tag'];
const SUBNET = ['subnet', 'dhcp_config_path', 'security_profile', 'advanced_config'];
const SEGMENT = ['connectivity_path', 'transport_zone_path', 'vlan_ids', ...SUBNET];
const POLICY = ['category', 'sequence_number', 'stateful', 'tcp_strict', 'locked', 'scope', 'rule'];
const PEERS = [
  'source_groups',
  'destination_groups',
  'sources_excluded',
  'destinations_excluded',
  'services',
  'service_entries',
  'profiles',
  'scope',
];
const RULE = ['policy_path', 'sequence_number', 'action', 'direction', 'ip_version', 'disabled', 'logged', ...PEERS];
const GROUP = ['criteria', 'conjunction', 'extended_criteria', 'group_type'];
const NAT = ['action', 'enabled', 'firewall_match'];
const NAT_RULE = [
  'rule_priority',
  'gateway_path',
  'source_networks',
  'destination_networks',
  'translated_networks',
  'translated_ports',
  'service',
  'scope',
];
const GATEWAY = ['tier0_path', 'edge_cluster_path', 'enable_firewall', 'route_advertisement_types'];
const SERVICE = ['l4_port_set_entry', 'icmp_entry', 'igmp_entry', 'ip_protocol_entry', 'ether_type_entry', 'algorithm_entry', 'nested_service_entry'];
const PROJECT = ['tier0_gateway_paths', 'external_ipv4_blocks', 'activate_default_dfw_rules'];
const VPC_SUBNET = ['ip_addresses', 'dhcp_config', 'advanced_config'];
const VM = ['display_name', 'external_id', 'bios_id', 'instance_id', 'tag'];

/** What is read of a resource, and of a lookup that finds such. */
const EITHER: Readonly<Record<string, readonly string[]>> = {
  nsxt_policy_segment: [...OBJECT, ...SEGMENT],
  nsxt_vpc_subnet: [...OBJECT, ...VPC_SUBNET],
  nsxt_policy_tier1_gateway: [...OBJECT, ...GATEWAY],
  nsxt_policy_group: [...OBJECT, ...GROUP],
  nsxt_vpc_group: [...OBJECT, ...GROUP],
  nsxt_policy_service: [...OBJECT, ...SERVICE],
  nsxt_policy_context_profile: [...OBJECT, 'app_id', 'domain_name'],
  nsxt_policy_security_policy: [...OBJECT, ...POLICY],
  nsxt_policy_gateway_policy: [...OBJECT, ...POLICY],
  nsxt_policy_project: [...OBJECT, ...PROJECT],
  nsxt_vpc: [...OBJECT, 'private_ips'],
  nsxt_policy_dhcp_server: [...OBJECT, 'server_addresses'],
  nsxt_policy_segment_security_profile: [...OBJECT, 'dhcp_server_block_enabled', 'non_ip_traffic_block_enabled'],
  nsxt_policy_spoofguard_profile: [...OBJECT, 'address_binding_allowlist'],
  nsxt_policy_ip_block: [...OBJECT, 'cidr', 'cidrs', 'range', 'visibility'],
  nsxt_policy_ip_pool: OBJECT,
};

/** Attributes of NSX that the typed reading reads from an entry, whether or not it renders them. */
export const READ_OF_NSXT: Readonly<Record<string, readonly string[]>> = {
  ...EITHER,
  ...Object.fromEntries(Object.entries(EITHER).map(([type, attributes]) => [`data.${type}`, attributes])),
  'data.nsxt_policy_security_policy': [...OBJECT, ...POLICY, 'is_default', 'connectivity_preference'],
  nsxt_policy_vlan_segment: [...OBJECT, 'transport_zone_path', 'vlan_ids', ...SUBNET],
  nsxt_policy_fixed_segment: [...OBJECT, ...SEGMENT],
  nsxt_policy_dhcp_relay: [...OBJECT, 'server_addresses'],
  nsxt_policy_parent_security_policy: [...OBJECT, ...POLICY.filter((name) => name !== 'rule')],
  nsxt_vpc_security_policy: [...OBJECT, ...POLICY],
  nsxt_vpc_gateway_policy: [...OBJECT, ...POLICY],
  nsxt_policy_predefined_security_policy: ['path', 'rule', 'default_rule'],
  nsxt_policy_predefined_gateway_policy: ['path', 'rule', 'default_rule'],
  nsxt_policy_security_policy_rule: [...OBJECT, ...RULE],
  nsxt_policy_gateway_policy_rule: [...OBJECT, ...RULE],
  nsxt_policy_nat_rule: [...OBJECT, ...NAT, ...NAT_RULE],
  nsxt_vpc_nat_rule: [...OBJECT, ...NAT, 'parent_path', 'sequence_number', 'source_network', 'destination_network', 'translated_network'],
  nsxt_policy_ip_pool_static_subnet: ['pool_path', 'cidr', 'allocation_range', 'gateway'],
  nsxt_policy_ip_pool_block_subnet: ['pool_path', 'block_path', 'size'],
  nsxt_policy_firewall_exclude_list_member: ['member'],
  nsxt_policy_vm_tags: ['instance_id', 'tag'],
  nsxt_vm_tags: ['instance_id', 'tag'],
  'data.nsxt_policy_transport_zone': ['display_name', 'path', 'transport_type'],
  'data.nsxt_policy_tier0_gateway': ['display_name', 'path', 'enable_firewall'],
  'data.nsxt_policy_vm': VM,
};
