import { concreteType, fieldsOf, isType } from './model';
import { isAbsent } from './values';
import type { Body } from './values';

/** What NSX makes of an attribute that is left out. */
interface Default {
  readonly type: string;
  readonly field: string;
  readonly value: unknown;
  /** @default - always */
  readonly when?: (object: Body) => boolean;
  readonly source: string;
}

const SDK = 'vcf-nsx';
const BROADCOM = 'https://developer.broadcom.com/xapis';
const ADVANCED = `${BROADCOM}/nsx-t-data-center-rest-api/latest/types_SegmentAdvancedConfig.html`;
const PROFILE = `${SDK} SegmentSecurityProfile`;
const ANY_SAMPLE = 'an NSX export: github.com/np-guard/vmware-analyzer';

const isLayer2 = (policy: Body) => policy.category === 'Ethernet';

const DEFAULTS: readonly Default[] = [
  { type: 'Segment', field: 'replication_mode', value: 'MTEP', when: (s) => isAbsent(s.vlan_ids), source: `${SDK} Segment.replication_mode` },
  { type: 'Segment', field: 'advanced_config', value: {}, source: ADVANCED },
  { type: 'SegmentAdvancedConfig', field: 'connectivity', value: 'ON', source: ADVANCED },
  { type: 'SegmentAdvancedConfig', field: 'hybrid', value: false, source: ADVANCED },
  { type: 'SegmentAdvancedConfig', field: 'local_egress', value: false, source: 'schema of vmware/nsxt 3.12.0: advanced_config.local_egress' },
  { type: 'SegmentAdvancedConfig', field: 'urpf_mode', value: 'STRICT', source: 'schema of vmware/nsxt 3.12.0: advanced_config.urpf_mode' },
  {
    type: 'SegmentDhcpV4Config',
    field: 'lease_time',
    value: 86400,
    source: `${BROADCOM}/nsx-t-data-center-global-manager-rest-api/4.2/types_SegmentDhcpConfig.html`,
  },
  { type: 'DhcpServerConfig', field: 'server_addresses', value: ['100.96.0.1/30'], source: `${SDK} DhcpServerConfig.server_addresses` },
  { type: 'DhcpServerConfig', field: 'lease_time', value: 86400, source: 'schema of vmware/nsxt 3.12.0: nsxt_policy_dhcp_server.lease_time' },
  { type: 'Tier0', field: 'ha_mode', value: 'ACTIVE_ACTIVE', source: `${SDK} Tier0.ha_mode` },
  { type: 'Tier0', field: 'transit_subnets', value: ['100.64.0.0/16'], source: `${SDK} Tier0.transit_subnets` },
  { type: 'Tier0', field: 'internal_transit_subnets', value: ['169.254.0.0/24'], source: `${SDK} Tier0.internal_transit_subnets` },
  { type: 'Tier1Interface', field: 'admin_state', value: 'UP', source: `${SDK} Tier1Interface.admin_state` },
  { type: 'RouterNexthop', field: 'admin_distance', value: 1, source: `${BROADCOM}/nsx-t-data-center-rest-api/9.1.0/types_RouterNexthop.html` },
  { type: 'PolicyNatRule', field: 'enabled', value: true, source: `${SDK} PolicyNatRule.enabled` },
  { type: 'PolicyNatRule', field: 'logging', value: false, source: `${SDK} PolicyNatRule.logging` },
  { type: 'PolicyVpcNatRule', field: 'enabled', value: true, source: `${SDK} PolicyVpcNatRule.enabled` },
  { type: 'PolicyVpcNatRule', field: 'logging', value: false, source: `${SDK} PolicyVpcNatRule.logging` },
  { type: 'IpAddressPool', field: 'check_overlap_with_existing_pools', value: false, source: `${SDK} IpAddressPool` },
  { type: 'SegmentSecurityProfile', field: 'bpdu_filter_enable', value: true, source: `${PROFILE}.bpdu_filter_enable` },
  { type: 'SegmentSecurityProfile', field: 'dhcp_server_block_enabled', value: true, source: `${PROFILE}.dhcp_server_block_enabled` },
  { type: 'SegmentSecurityProfile', field: 'dhcp_client_block_enabled', value: false, source: `${PROFILE}.dhcp_client_block_enabled` },
  { type: 'SegmentSecurityProfile', field: 'dhcp_server_block_v6_enabled', value: true, source: `${PROFILE}.dhcp_server_block_v6_enabled` },
  { type: 'SegmentSecurityProfile', field: 'dhcp_client_block_v6_enabled', value: false, source: `${PROFILE}.dhcp_client_block_v6_enabled` },
  { type: 'SegmentSecurityProfile', field: 'rate_limits_enabled', value: false, source: `${PROFILE}.rate_limits` },
  { type: 'SecurityPolicy', field: 'sequence_number', value: 0, source: `${SDK} SecurityPolicy.sequence_number` },
  { type: 'SecurityPolicy', field: 'stateful', value: true, when: (p) => !isLayer2(p), source: `${SDK} SecurityPolicy.stateful` },
  { type: 'SecurityPolicy', field: 'stateful', value: false, when: isLayer2, source: `${SDK} SecurityPolicy.stateful` },
  { type: 'SecurityPolicy', field: 'tcp_strict', value: true, when: (p) => p.stateful === true, source: `${SDK} SecurityPolicy.tcp_strict` },
  { type: 'SecurityPolicy', field: 'tcp_strict', value: false, when: (p) => p.stateful === false, source: `${SDK} SecurityPolicy.tcp_strict` },
  { type: 'SecurityPolicy', field: 'locked', value: false, source: 'schema of vmware/nsxt 3.12.0: locked' },
  { type: 'GatewayPolicy', field: 'sequence_number', value: 0, source: `${SDK} GatewayPolicy.sequence_number` },
  { type: 'GatewayPolicy', field: 'category', value: 'LocalGatewayRules', source: `${SDK} GatewayPolicy.category` },
  { type: 'GatewayPolicy', field: 'stateful', value: true, source: `${SDK} GatewayPolicy.stateful` },
  { type: 'GatewayPolicy', field: 'tcp_strict', value: true, when: (p) => p.stateful === true, source: `${SDK} GatewayPolicy.tcp_strict` },
  { type: 'GatewayPolicy', field: 'tcp_strict', value: false, when: (p) => p.stateful === false, source: `${SDK} GatewayPolicy.tcp_strict` },
  { type: 'GatewayPolicy', field: 'locked', value: false, source: 'schema of vmware/nsxt 3.12.0: locked' },
  { type: 'Rule', field: 'sequence_number', value: 0, source: `${SDK} Rule.sequence_number` },
  { type: 'Rule', field: 'logged', value: false, source: `${SDK} Rule.logged` },
  { type: 'Rule', field: 'disabled', value: false, source: `${SDK} Rule.disabled` },
  { type: 'Rule', field: 'direction', value: 'IN_OUT', source: `${SDK} Rule.direction` },
  { type: 'Rule', field: 'sources_excluded', value: false, source: 'schema of vmware/nsxt 3.12.0: rule.sources_excluded' },
  { type: 'Rule', field: 'destinations_excluded', value: false, source: 'schema of vmware/nsxt 3.12.0: rule.destinations_excluded' },
  ...['source_groups', 'destination_groups', 'services', 'scope', 'profiles'].map((field) => ({
    type: 'Rule',
    field,
    value: ['ANY'],
    when: (rule: Body) => field !== 'services' || isAbsent(rule.service_entries),
    source: ANY_SAMPLE,
  })),
  { type: 'VpcSubnet', field: 'access_mode', value: 'Private', source: `${SDK} VpcSubnet.access_mode` },
  {
    type: 'VpcSubnet',
    field: 'ipv4_subnet_size',
    value: 64,
    when: (s) => isAbsent(s.ip_addresses) && isAbsent(s.vlan_connection),
    source: `${SDK} VpcSubnet.ipv4_subnet_size`,
  },
  { type: 'SubnetDhcpConfig', field: 'mode', value: 'DHCP_DEACTIVATED', source: `${SDK} SubnetDhcpConfig.mode` },
  { type: 'VpcDhcpAdvancedConfig', field: 'is_distributed_dhcp', value: true, source: `${SDK} VpcDhcpAdvancedConfig.is_distributed_dhcp` },
  { type: 'TransitGateway', field: 'external_ip_signaling_mode', value: 'NONE', source: `${SDK} TransitGateway.external_ip_signaling_mode` },
  { type: 'Vpc', field: 'ip_address_type', value: 'IPV4', source: 'schema of vmware/nsxt 3.12.0: nsxt_vpc.ip_address_type' },
];

/** An object with what NSX fills in. */
export function withDefaults(type: string, sent: Body): Body {
  const object: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(sent)) if (value !== null) object[name] = value;
  for (const { type: owner, field, value, when } of DEFAULTS) {
    if (owner === type && isAbsent(object[field]) && (when?.(object) ?? true)) object[field] = value;
  }
  for (const [name, field] of Object.entries(fieldsOf(type))) {
    if (!isType(field.kind) || object[name] === undefined) continue;
    const fill = (item: Body) => withDefaults(concreteType(field.kind, item), item);
    object[name] = field.list ? (object[name] as Body[]).map(fill) : fill(object[name] as Body);
  }
  return object;
}
