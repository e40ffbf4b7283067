/** An attribute that an object must have. The client does not say which these are, so each row names its source. */
interface Required {
  readonly type: string;
  readonly field: string;
  readonly source: string;
}

const SDK = 'vcf-nsx';
const BROADCOM = 'https://developer.broadcom.com/xapis';
const PROVIDER = 'schema of vmware/nsxt 3.12.0';

export const REQUIRED: readonly Required[] = [
  { type: 'Condition', field: 'member_type', source: `${BROADCOM}/firewall-rule-analysis/latest/data-structures/InlineNsxCondition1/` },
  { type: 'Condition', field: 'key', source: `${BROADCOM}/firewall-rule-analysis/latest/data-structures/InlineNsxCondition1/` },
  { type: 'Condition', field: 'value', source: `${BROADCOM}/firewall-rule-analysis/latest/data-structures/InlineNsxCondition1/` },
  { type: 'ConjunctionOperator', field: 'conjunction_operator', source: `${SDK} ConjunctionOperator: "Represents the operators AND or OR"` },
  { type: 'NestedExpression', field: 'expressions', source: `${SDK} NestedExpression: "A non-empty expression list"` },
  { type: 'PathExpression', field: 'paths', source: `${SDK} PathExpression.paths: "one or more policy paths"` },
  { type: 'ExternalIDExpression', field: 'external_ids', source: `${SDK} ExternalIDExpression.external_ids: "one or more external IDs"` },
  { type: 'ExternalIDExpression', field: 'member_type', source: `${SDK} ExternalIDExpression.external_ids: "for the specified member type"` },
  {
    type: 'L4PortSetServiceEntry',
    field: 'l4_protocol',
    source: `${BROADCOM}/firewall-rule-analysis/latest/data-structures/InlineNsxL4PortSetServiceEntry1/`,
  },
  { type: 'NestedServiceServiceEntry', field: 'nested_service_path', source: `${SDK} NestedServiceServiceEntry: "path of nested service"` },
  { type: 'PolicyAttributes', field: 'key', source: `${SDK} PolicyAttributes.key: "has to be one of the enums"` },
  { type: 'PolicyAttributes', field: 'value', source: `${PROVIDER}: app_id.value and others` },
  { type: 'PolicyNatRule', field: 'action', source: `${PROVIDER}: nsxt_policy_nat_rule.action` },
  { type: 'PolicyVpcNatRule', field: 'action', source: `${PROVIDER}: nsxt_vpc_nat_rule.action` },
  { type: 'IpAddressPoolStaticSubnet', field: 'cidr', source: `${BROADCOM}/nsx-t-data-center-rest-api/4.2.1/types_IpPoolSubnet.html` },
  { type: 'IpAddressPoolStaticSubnet', field: 'allocation_ranges', source: `${BROADCOM}/nsx-t-data-center-rest-api/4.2.1/types_IpPoolSubnet.html` },
  { type: 'IpAddressPoolBlockSubnet', field: 'ip_block_path', source: `${SDK} IpAddressPoolBlockSubnet: "must specify ... the IpAddressBlock"` },
  { type: 'IpPoolRange', field: 'start', source: `${SDK} IpPoolRange: "defined by a start and end address"` },
  { type: 'IpPoolRange', field: 'end', source: `${SDK} IpPoolRange: "defined by a start and end address"` },
  { type: 'DhcpRelayConfig', field: 'server_addresses', source: `${PROVIDER}: nsxt_policy_dhcp_relay.server_addresses` },
  { type: 'DhcpV4StaticBindingConfig', field: 'ip_address', source: `${PROVIDER}: nsxt_policy_dhcp_v4_static_binding.ip_address` },
  { type: 'DhcpV4StaticBindingConfig', field: 'mac_address', source: `${PROVIDER}: nsxt_policy_dhcp_v4_static_binding.mac_address` },
  { type: 'StaticRoutes', field: 'network', source: `${PROVIDER}: nsxt_policy_static_route.network` },
  { type: 'StaticRoutes', field: 'next_hops', source: `${PROVIDER}: nsxt_policy_static_route.next_hop` },
  { type: 'VpcAttachment', field: 'vpc_connectivity_profile', source: `${PROVIDER}: nsxt_vpc_attachment.vpc_connectivity_profile` },
  { type: 'VpcConnectivityProfile', field: 'transit_gateway_path', source: `${PROVIDER}: nsxt_vpc_connectivity_profile.transit_gateway_path` },
  { type: 'VpcServiceProfile', field: 'dhcp_config', source: `${PROVIDER}: nsxt_vpc_service_profile.dhcp_config` },
  {
    type: 'SegmentExtraConfig',
    field: 'config_pair',
    source: `${BROADCOM}/nsx-t-data-center-global-manager-rest-api/latest/schemas_SegmentExtraConfig.html`,
  },
];
