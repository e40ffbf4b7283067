/** Types of the NSX API that are read, or stand above such: the folder of the policy path that holds objects of the type. */
export const FOLDERS: Readonly<Record<string, string>> = {
  Org: 'orgs',
  Project: 'projects',
  Vpc: 'vpcs',
  VpcSubnet: 'subnets',
  Site: 'sites',
  EnforcementPoint: 'enforcement-points',
  PolicyTransportZone: 'transport-zones',
  Domain: 'domains',
  Group: 'groups',
  SecurityPolicy: 'security-policies',
  GatewayPolicy: 'gateway-policies',
  Rule: 'rules',
  Service: 'services',
  L4PortSetServiceEntry: 'service-entries',
  ICMPTypeServiceEntry: 'service-entries',
  IGMPTypeServiceEntry: 'service-entries',
  IPProtocolServiceEntry: 'service-entries',
  EtherTypeServiceEntry: 'service-entries',
  ALGTypeServiceEntry: 'service-entries',
  NestedServiceServiceEntry: 'service-entries',
  PolicyContextProfile: 'context-profiles',
  DfwFirewallConfiguration: 'settings/firewall/security',
  PolicyExcludeList: 'settings/firewall/security/exclude-list',
  Tier0: 'tier-0s',
  Tier1: 'tier-1s',
  LocaleServices: 'locale-services',
  PolicyNat: 'nat',
  PolicyNatRule: 'nat-rules',
  PolicyVpcNatRule: 'nat-rules',
  Segment: 'segments',
  SegmentPort: 'ports',
  SegmentSecurityProfileBindingMap: 'segment-security-profile-binding-maps',
  SegmentSecurityProfile: 'segment-security-profiles',
  SpoofGuardProfile: 'spoofguard-profiles',
  DhcpServerConfig: 'dhcp-server-configs',
  DhcpRelayConfig: 'dhcp-relay-configs',
  IpAddressBlock: 'ip-blocks',
  IpAddressPool: 'ip-pools',
  IpAddressPoolStaticSubnet: 'ip-subnets',
  IpAddressPoolBlockSubnet: 'ip-subnets',
  VirtualMachine: 'realized-state/virtual-machines',
  VirtualNetworkInterface: 'realized-state/vifs',
};

export const SERVICE_ENTRIES = Object.keys(FOLDERS).filter((type) => type.endsWith('ServiceEntry'));
export const POOL_SUBNETS = ['IpAddressPoolStaticSubnet', 'IpAddressPoolBlockSubnet'];
export const NAT_RULES = ['PolicyNatRule', 'PolicyVpcNatRule'];

/** What stands at the top of a tree: it is no object of its own, but the place below which others are. */
export const ROOTS: Readonly<Record<string, string>> = { Infra: '/infra', OrgRoot: '' };

/** A list of a collected export: the types that may stand in it, and the place that those without a path are below. */
export interface ListName {
  readonly types: readonly string[];
  readonly below: string;
}

const infra = (...types: readonly string[]): ListName => ({ types, below: '/infra' });
const below = (place: string, ...types: readonly string[]): ListName => ({ types, below: place });

/** Lists at the top of a collected export, under the names that collectors use. */
export const LISTS: Readonly<Record<string, ListName>> = {
  services: infra('Service'),
  virtual_machines: infra('VirtualMachine'),
  virtual_network_interface: infra('VirtualNetworkInterface'),
  virtual_network_interfaces: infra('VirtualNetworkInterface'),
  segments: infra('Segment'),
  segment_ports: infra('SegmentPort'),
  segment_security_profile_binding_maps: infra('SegmentSecurityProfileBindingMap'),
  tier0: infra('Tier0'),
  tier0s: infra('Tier0'),
  tier1: infra('Tier1'),
  tier1s: infra('Tier1'),
  locale_services: infra('LocaleServices'),
  domains: infra('Domain'),
  groups: below('/infra/domains/default', 'Group'),
  security_policies: below('/infra/domains/default', 'SecurityPolicy'),
  gateway_policies: below('/infra/domains/default', 'GatewayPolicy'),
  exclude_list: infra('PolicyExcludeList'),
  firewall_configuration: infra('DfwFirewallConfiguration'),
  nat_rules: infra(...NAT_RULES),
  ip_pools: infra('IpAddressPool'),
  ip_subnets: infra(...POOL_SUBNETS),
  ip_blocks: infra('IpAddressBlock'),
  dhcp_server_configs: infra('DhcpServerConfig'),
  dhcp_relay_configs: infra('DhcpRelayConfig'),
  context_profiles: infra('PolicyContextProfile'),
  transport_zones: below('/infra/sites/default/enforcement-points/default', 'PolicyTransportZone'),
  segment_security_profiles: infra('SegmentSecurityProfile'),
  spoof_guard_profiles: infra('SpoofGuardProfile'),
  projects: below('/orgs/default', 'Project'),
  vpcs: below('/orgs/default/projects/default', 'Vpc'),
  vpc_subnets: below('/orgs/default/projects/default', 'VpcSubnet'),
};

/** Types of which there is one in a space: under their names stands the object itself. */
export const SINGLE: ReadonlySet<string> = new Set(['PolicyExcludeList', 'DfwFirewallConfiguration']);

/** Lists within an object of a collected export, by the type of the object. */
export const INNER_LISTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Segment: { segment_ports: ['SegmentPort'] },
  Tier0: { policy_nats: ['PolicyNat'], locale_services: ['LocaleServices'] },
  Tier1: { policy_nats: ['PolicyNat'], locale_services: ['LocaleServices'] },
  PolicyNat: { rules: NAT_RULES },
  SecurityPolicy: { rules: ['Rule'] },
  GatewayPolicy: { rules: ['Rule'] },
  Service: { service_entries: SERVICE_ENTRIES },
  IpAddressPool: { ip_subnets: POOL_SUBNETS },
  Domain: { groups: ['Group'], security_policies: ['SecurityPolicy'], gateway_policies: ['GatewayPolicy'] },
  Vpc: { groups: ['Group'], security_policies: ['SecurityPolicy'], gateway_policies: ['GatewayPolicy'], subnets: ['VpcSubnet'] },
};
