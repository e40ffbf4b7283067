const SUBNET = ['subnet', 'dhcp_config_path', 'security_profile', 'advanced_config'];
const POLICY = ['category', 'sequence_number', 'stateful', 'tcp_strict', 'locked', 'scope', 'rule'];
const NAT = ['action', 'enabled', 'firewall_match', 'source_networks', 'destination_networks', 'translated_networks'];

/** Attributes of NSX that the typed reading reads from an entry, whether or not it renders them. */
export const READ_OF_NSXT: Readonly<Record<string, readonly string[]>> = {
  nsxt_policy_segment: ['display_name', 'connectivity_path', 'transport_zone_path', 'vlan_ids', ...SUBNET],
  nsxt_policy_vlan_segment: ['display_name', 'transport_zone_path', 'vlan_ids', ...SUBNET],
  nsxt_vpc_subnet: ['display_name', 'ip_addresses', 'dhcp_config', 'advanced_config'],
  nsxt_policy_tier1_gateway: ['display_name', 'tier0_path', 'edge_cluster_path', 'enable_firewall', 'route_advertisement_types'],
  nsxt_policy_group: ['display_name', 'criteria', 'conjunction', 'group_type'],
  nsxt_policy_security_policy: ['display_name', ...POLICY],
  nsxt_policy_gateway_policy: ['display_name', ...POLICY],
  nsxt_policy_nat_rule: ['display_name', 'rule_priority', ...NAT],
  nsxt_policy_project: ['display_name', 'activate_default_dfw_rules'],
  nsxt_policy_vm_tags: ['instance_id', 'tag'],
  'data.nsxt_policy_transport_zone': ['display_name', 'transport_type'],
  'data.nsxt_policy_tier0_gateway': ['display_name', 'enable_firewall'],
  'data.nsxt_policy_tier1_gateway': ['display_name', 'enable_firewall', 'edge_cluster_path', 'tier0_path', 'route_advertisement_types'],
  'data.nsxt_policy_segment': ['display_name', 'connectivity_path', 'transport_zone_path', 'vlan_ids', ...SUBNET],
  'data.nsxt_policy_group': ['display_name', 'criteria', 'conjunction', 'group_type'],
};
