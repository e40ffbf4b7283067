import type { Inventory } from './machines';
import { asRead } from './reads';
import type { NsxObject, State } from './state';
import type { Body } from './values';

/** Lists of the export that hold all objects of a type, under the name of the API's collection. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  services: ['Service'],
  context_profiles: ['PolicyContextProfile'],
  ip_pools: ['IpAddressPool'],
  ip_blocks: ['IpAddressBlock'],
  dhcp_server_configs: ['DhcpServerConfig'],
  dhcp_relay_configs: ['DhcpRelayConfig'],
  segment_security_profiles: ['SegmentSecurityProfile'],
  spoof_guard_profiles: ['SpoofGuardProfile'],
  nat_rules: ['PolicyNatRule', 'PolicyVpcNatRule'],
  segment_security_profile_binding_maps: ['SegmentSecurityProfileBindingMap'],
  transport_zones: ['PolicyTransportZone'],
  edge_clusters: ['PolicyEdgeCluster'],
  projects: ['Project'],
  transit_gateways: ['TransitGateway'],
  vpc_connectivity_profiles: ['VpcConnectivityProfile'],
  vpc_service_profiles: ['VpcServiceProfile'],
};

/** What stands inside an object of the export: children by type, under the name given. */
const INSIDE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  segments: {
    segment_ports: ['SegmentPort'],
    dhcp_static_binding_configs: ['DhcpV4StaticBindingConfig', 'DhcpV6StaticBindingConfig'],
  },
  ip_pools: { ip_subnets: ['IpAddressPoolStaticSubnet', 'IpAddressPoolBlockSubnet'] },
  gateways: { locale_services: ['LocaleServices'], static_routes: ['StaticRoutes'] },
  vpcs: {
    groups: ['Group'],
    security_policies: ['SecurityPolicy'],
    gateway_policies: ['GatewayPolicy'],
    subnets: ['VpcSubnet'],
    attachments: ['VpcAttachment'],
  },
};

/**
 * What one records of an NSX manager: the shape of github.com/np-guard/vmware-analyzer, each object as the API gives it, and further lists
 * under the API's own names where that shape has none. What the server has no objects of, or not all, is null.
 */
export function exportOf(state: State, inventory: Inventory): Body {
  const read = (items: readonly NsxObject[]) => items.map((item) => asRead(item, state));
  const ofType = (...types: string[]) => state.ofType(...types).sort((a, b) => (a.path < b.path ? -1 : 1));
  const inside = (object: NsxObject, kind: string) =>
    Object.fromEntries(
      Object.entries(INSIDE[kind] ?? {}).map(([name, types]) => {
        return [name, read(state.childrenOf(object.path).filter((child) => types.includes(child.resource_type)))];
      }),
    );
  const gateways = (type: string) => ofType(type).map((gateway) => ({ ...gateway, ...inside(gateway, 'gateways') }));

  const lists = Object.entries(LISTS).map(([name, types]) => {
    const items = ofType(...types).map((object) => ({ ...asRead(object, state), ...inside(object, name) }));
    return [name, items] as const;
  });
  return {
    ...Object.fromEntries(lists),
    virtual_machines: inventory.all(),
    virtual_network_interface: inventory.hasAllInterfaces() ? inventory.allInterfaces() : null,
    segments: ofType('Segment').map((segment) => ({ ...segment, ...inside(segment, 'segments') })),
    tier0: gateways('Tier0'),
    tier1: gateways('Tier1'),
    exclude_list: state.get('/infra/settings/firewall/security/exclude-list') ?? null,
    vpcs: ofType('Vpc').map((vpc) => ({ ...vpc, ...inside(vpc, 'vpcs') })),
    domains: ofType('Domain').map((domain) => {
      const children = (type: string) => read(state.childrenOf(domain.path).filter((child) => child.resource_type === type));
      const resources = {
        groups: children('Group'),
        security_policies: children('SecurityPolicy'),
        gateway_policies: children('GatewayPolicy'),
        redirection_policies: null,
      };
      return { ...domain, resources };
    }),
  };
}
