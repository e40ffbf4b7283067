import { concreteType, fieldsOf, isType } from './model';
import type { NsxObject } from './state';

/** An attribute that names another object by its path. The client's documentation of the attribute is the source. */
interface Reference {
  readonly type: string;
  readonly field: string;
  /** The types it may name. */
  readonly to: readonly string[];
  /** Whether it may also hold `ANY` or an address. @default - paths only */
  readonly or?: 'any' | 'any-or-address';
}

const GATEWAYS = ['Tier0', 'Tier1'];
const DHCP = ['DhcpServerConfig', 'DhcpRelayConfig'];
const INTERFACES = ['Tier0Interface', 'Tier1Interface'];
const MEMBERS = ['Group', 'Segment', 'SegmentPort', 'VpcSubnet'];

export const REFERENCES: readonly Reference[] = [
  { type: 'Segment', field: 'connectivity_path', to: GATEWAYS },
  { type: 'Segment', field: 'transport_zone_path', to: ['PolicyTransportZone'] },
  { type: 'Segment', field: 'dhcp_config_path', to: DHCP },
  { type: 'SegmentAdvancedConfig', field: 'address_pool_paths', to: ['IpAddressPool'] },
  { type: 'SegmentSecurityProfileBindingMap', field: 'segment_security_profile_path', to: ['SegmentSecurityProfile'] },
  { type: 'SegmentSecurityProfileBindingMap', field: 'spoofguard_profile_path', to: ['SpoofGuardProfile'] },
  { type: 'PortSecurityProfileBindingMap', field: 'segment_security_profile_path', to: ['SegmentSecurityProfile'] },
  { type: 'PortSecurityProfileBindingMap', field: 'spoofguard_profile_path', to: ['SpoofGuardProfile'] },
  { type: 'SegmentDiscoveryProfileBindingMap', field: 'ip_discovery_profile_path', to: ['IPDiscoveryProfile'] },
  { type: 'SegmentDiscoveryProfileBindingMap', field: 'mac_discovery_profile_path', to: ['MacDiscoveryProfile'] },
  { type: 'PortDiscoveryProfileBindingMap', field: 'ip_discovery_profile_path', to: ['IPDiscoveryProfile'] },
  { type: 'PortDiscoveryProfileBindingMap', field: 'mac_discovery_profile_path', to: ['MacDiscoveryProfile'] },
  { type: 'SegmentQoSProfileBindingMap', field: 'qos_profile_path', to: ['QoSProfile'] },
  { type: 'Tier0', field: 'dhcp_config_paths', to: DHCP },
  { type: 'Tier0VrfConfig', field: 'tier0_path', to: ['Tier0'] },
  { type: 'Tier1', field: 'tier0_path', to: ['Tier0'] },
  { type: 'Tier1', field: 'dhcp_config_paths', to: DHCP },
  { type: 'LocaleServices', field: 'edge_cluster_path', to: ['PolicyEdgeCluster'] },
  { type: 'LocaleServices', field: 'preferred_edge_paths', to: ['PolicyEdgeNode'] },
  { type: 'Tier0Interface', field: 'segment_path', to: ['Segment'] },
  { type: 'Tier0Interface', field: 'edge_path', to: ['PolicyEdgeNode'] },
  { type: 'Tier1Interface', field: 'segment_path', to: ['Segment'] },
  { type: 'DhcpServerConfig', field: 'edge_cluster_path', to: ['PolicyEdgeCluster'] },
  { type: 'DhcpServerConfig', field: 'preferred_edge_paths', to: ['PolicyEdgeNode'] },
  { type: 'IpAddressPoolBlockSubnet', field: 'ip_block_path', to: ['IpAddressBlock'] },
  { type: 'PolicyNatRule', field: 'service', to: ['Service'] },
  { type: 'PolicyNatRule', field: 'scope', to: INTERFACES },
  { type: 'PathExpression', field: 'paths', to: MEMBERS },
  { type: 'NestedServiceServiceEntry', field: 'nested_service_path', to: ['Service'] },
  { type: 'SecurityPolicy', field: 'scope', to: ['Group'], or: 'any' },
  { type: 'Rule', field: 'source_groups', to: ['Group'], or: 'any-or-address' },
  { type: 'Rule', field: 'destination_groups', to: ['Group'], or: 'any-or-address' },
  { type: 'Rule', field: 'services', to: ['Service'], or: 'any' },
  { type: 'Rule', field: 'profiles', to: ['PolicyContextProfile'], or: 'any' },
  { type: 'Rule', field: 'scope', to: ['Group', ...GATEWAYS, ...INTERFACES, 'Vpc', 'TransitGateway'], or: 'any' },
  { type: 'PolicyExcludeList', field: 'members', to: MEMBERS },
  { type: 'Project', field: 'tier_0s', to: ['Tier0'] },
  { type: 'Project', field: 'external_ipv4_blocks', to: ['IpAddressBlock'] },
  { type: 'Project', field: 'tgw_external_connections', to: ['GatewayConnection'] },
  { type: 'SpanReference', field: 'span_path', to: ['NetworkSpan'] },
  { type: 'SiteInfo', field: 'edge_cluster_paths', to: ['PolicyEdgeCluster'] },
  { type: 'SiteInfo', field: 'site_path', to: ['Site'] },
  { type: 'GatewayConnection', field: 'tier0_path', to: ['Tier0'] },
  { type: 'TransitGatewayAttachment', field: 'connection_path', to: ['GatewayConnection'] },
  { type: 'Vpc', field: 'vpc_service_profile', to: ['VpcServiceProfile'] },
  { type: 'Vpc', field: 'default_gateway_path', to: ['Tier0'] },
  { type: 'Vpc', field: 'external_ipv4_blocks', to: ['IpAddressBlock'] },
  { type: 'Vpc', field: 'private_ipv4_blocks', to: ['IpAddressBlock'] },
  { type: 'VpcAttachment', field: 'vpc_connectivity_profile', to: ['VpcConnectivityProfile'] },
  { type: 'VpcConnectivityProfile', field: 'transit_gateway_path', to: ['TransitGateway'] },
  { type: 'VpcConnectivityProfile', field: 'external_ip_blocks', to: ['IpAddressBlock'] },
  { type: 'VpcConnectivityProfile', field: 'private_tgw_ip_blocks', to: ['IpAddressBlock'] },
  { type: 'VpcServiceGatewayConfig', field: 'edge_cluster_paths', to: ['PolicyEdgeCluster'] },
  { type: 'VpcServiceProfile', field: 'security_profile', to: ['SegmentSecurityProfile'] },
  { type: 'VpcServiceProfile', field: 'spoof_guard_profile', to: ['SpoofGuardProfile'] },
  { type: 'VpcServiceProfile', field: 'ip_discovery_profile', to: ['IPDiscoveryProfile'] },
  { type: 'VpcServiceProfile', field: 'mac_discovery_profile', to: ['MacDiscoveryProfile'] },
  { type: 'VpcServiceProfile', field: 'qos_profile', to: ['QoSProfile'] },
  { type: 'VpcSubnet', field: 'ip_blocks', to: ['IpAddressBlock'] },
];

/** A path that an object holds. */
export interface Held {
  readonly row: Reference;
  readonly target: string;
  readonly at: string;
}

/** Every path that an object names others by, and every text that stands where one is expected. */
export function referencesOf(object: NsxObject): Held[] {
  return collect(object.resource_type, object, '');
}

function collect(type: string, value: Readonly<Record<string, unknown>>, at: string): Held[] {
  return Object.entries(fieldsOf(type)).flatMap(([name, field]): Held[] => {
    const held = value[name];
    const items: readonly unknown[] = Array.isArray(held) ? (held as readonly unknown[]) : [held];
    const where = at === '' ? name : `${at}.${name}`;
    if (isType(field.kind)) {
      return items.flatMap((item) => {
        const nested = item as Readonly<Record<string, unknown>> | undefined;
        return nested ? collect(concreteType(field.kind, nested), nested, where) : [];
      });
    }
    const row = REFERENCES.find((each) => each.type === type && each.field === name);
    return row ? items.flatMap((item) => (typeof item === 'string' && item !== '' ? [{ row, target: item, at: where }] : [])) : [];
  });
}
