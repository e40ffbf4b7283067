import { DEFAULT_GATEWAY_POLICY } from './companions';
import type { Machine } from './machines';
import type { Body } from './values';

/** An object that is there before any request: its path and attributes, read-only ones too; or what hosts report. */
export type Seed = (Body & { readonly path: string }) | (Machine & { readonly resource_type: 'VirtualMachine' }) | VirtualInterface;

interface VirtualInterface extends Body {
  readonly resource_type: 'VirtualNetworkInterface';
  readonly owner_vm_id: string;
  readonly lport_attachment_id: string;
}

export const ENFORCEMENT_POINT = '/infra/sites/default/enforcement-points/default';
/** The section whose rules come last. Source: docs of nsxt_policy_predefined_security_policy, which names this path. */
export const DEFAULT_SECTION = '/infra/domains/default/security-policies/default-layer3-section';

function service(id: string, ...entries: Body[]): Seed {
  const service_entries = entries.map((entry, i) => ({ id: entries.length > 1 ? `${id}-${i + 1}` : id, display_name: id, ...entry }));
  return { path: `/infra/services/${id}`, display_name: id, description: id, is_default: true, service_type: 'NON_ETHER', service_entries };
}

const ports = (l4_protocol: string, ...destination_ports: string[]): Body => ({
  resource_type: 'L4PortSetServiceEntry',
  l4_protocol,
  destination_ports,
});

/** What every manager has. */
export const BUILT_IN: readonly Seed[] = [
  { path: '/infra/sites/default' },
  { path: ENFORCEMENT_POINT },
  { path: '/infra/domains/default' },
  {
    path: DEFAULT_SECTION,
    display_name: 'Default Layer3 Section',
    category: 'Application',
    is_default: true,
    // As records of managers have it.
    scope: ['ANY'],
    sequence_number: 2147483647,
    rules: [{ id: 'default-layer3-rule', display_name: 'Default Layer3 Rule', action: 'ALLOW', sequence_number: 2147483647, is_default: true }],
  },
  { path: DEFAULT_GATEWAY_POLICY, display_name: 'Policy_Default_Infra', category: 'Default', is_default: true },
  { path: '/infra/settings/firewall/security/exclude-list', members: [] },
  { path: '/infra/segment-security-profiles/default-segment-security-profile' },
  { path: '/infra/spoofguard-profiles/default-spoofguard-profile', address_binding_allowlist: false },
  { path: '/infra/ip-discovery-profiles/default-ip-discovery-profile' },
  { path: '/infra/mac-discovery-profiles/default-mac-discovery-profile' },
  { path: '/infra/network-spans/default', is_default: true },
  { path: '/orgs/default/projects/default', default: true },
  service('HTTP', ports('TCP', '80')),
  service('HTTPS', ports('TCP', '443')),
  service('SSH', ports('TCP', '22')),
  service('DNS', ports('TCP', '53'), ports('UDP', '53')),
  service('DNS-UDP', ports('UDP', '53')),
  service('NTP', ports('UDP', '123')),
  service('MySQL', ports('TCP', '3306')),
  service('ICMPv4-ALL', { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4' }),
  service('ICMPv6-ALL', { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv6' }),
  service('ICMP ALL', { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv4' }, { resource_type: 'ICMPTypeServiceEntry', protocol: 'ICMPv6' }),
];

/** What the administrators of a small site have made before Terraform comes: transport zones, an edge cluster, a tier-0. */
export const SITE: readonly Seed[] = [
  {
    path: `${ENFORCEMENT_POINT}/transport-zones/overlay`,
    display_name: 'nsx-overlay-transportzone',
    tz_type: 'OVERLAY_BACKED',
    transport_zone_type: 'OVERLAY',
    is_default: true,
  },
  {
    path: `${ENFORCEMENT_POINT}/transport-zones/vlan`,
    display_name: 'nsx-vlan-transportzone',
    tz_type: 'VLAN_BACKED',
    transport_zone_type: 'VLAN',
    is_default: true,
  },
  { path: `${ENFORCEMENT_POINT}/edge-clusters/edges`, display_name: 'edge-cluster-01' },
  { path: `${ENFORCEMENT_POINT}/edge-clusters/edges/edge-nodes/edge-1`, display_name: 'edge-01' },
  { path: `${ENFORCEMENT_POINT}/edge-clusters/edges/edge-nodes/edge-2`, display_name: 'edge-02' },
  { path: '/infra/tier-0s/t0', display_name: 't0-01', ha_mode: 'ACTIVE_STANDBY' },
  { path: '/infra/tier-0s/t0/locale-services/default', edge_cluster_path: `${ENFORCEMENT_POINT}/edge-clusters/edges` },
];
