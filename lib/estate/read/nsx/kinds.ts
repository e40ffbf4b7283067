import type { NsxEstate } from '../../nsx';
import type { EntryType } from '../attributes';

export type NsxKind = keyof NsxEstate;

/** What else an attribute of NSX may lead to. */
export type Kind = NsxKind | 'machines' | 'portGroups' | 'realizations' | 'natSections' | 'edgeClusters';

/** Where the path of an object begins. */
export type Root =
  /** Its space, `/infra` or that of a project or VPC. */
  | 'space'
  /** A domain within its space; a VPC has none. */
  | 'domain'
  | 'organisation'
  /** The project itself, not its infra. */
  | 'project'
  /** The path that an attribute holds. */
  | { readonly attribute: string }
  /** The section of NAT rules of its gateway. */
  | 'nat'
  /** The enforcement point of the provider. */
  | 'enforcement-point'
  /** It has no path of its own. */
  | 'none';

export interface NsxType extends EntryType<NsxKind> {
  readonly root: Root;
  /** What stands in the path before its id. */
  readonly collection: string;
  /** Argument that holds the path of an existing object of which the entry is a part or a change. */
  readonly changes?: string;
}

const OBJECT = ['id', 'nsx_id', 'path'];

function type(kind: NsxKind, root: Root, collection: string, identity: readonly string[] = OBJECT): NsxType {
  return { kind, root, collection, identity };
}

/** Of an object of whose name the server of others learns. */
const NAMED = [...OBJECT, 'display_name'];

const TYPES: Readonly<Record<string, NsxType>> = {
  nsxt_policy_project: type('projects', 'organisation', 'projects'),
  nsxt_vpc: type('vpcs', 'project', 'vpcs'),
  nsxt_policy_tier0_gateway: type('tier0Gateways', 'space', 'tier-0s'),
  nsxt_policy_tier1_gateway: type('tier1Gateways', 'space', 'tier-1s'),
  nsxt_policy_segment: type('segments', 'space', 'segments', NAMED),
  nsxt_policy_vlan_segment: type('segments', 'space', 'segments', NAMED),
  nsxt_policy_fixed_segment: type('segments', { attribute: 'connectivity_path' }, 'segments', NAMED),
  nsxt_vpc_subnet: type('segments', 'space', 'subnets', NAMED),
  nsxt_policy_dhcp_server: type('dhcpProfiles', 'space', 'dhcp-server-configs'),
  nsxt_policy_dhcp_relay: type('dhcpProfiles', 'space', 'dhcp-relay-configs'),
  nsxt_policy_segment_security_profile: type('segmentSecurityProfiles', 'space', 'segment-security-profiles'),
  nsxt_policy_spoofguard_profile: type('spoofGuardProfiles', 'space', 'spoofguard-profiles'),
  // Its name before 3.11.
  nsxt_policy_spoof_guard_profile: type('spoofGuardProfiles', 'space', 'spoofguard-profiles'),
  nsxt_policy_ip_block: type('ipBlocks', 'space', 'ip-blocks'),
  nsxt_policy_ip_pool: type('ipPools', 'space', 'ip-pools'),
  nsxt_policy_nat_rule: type('natRules', 'nat', 'nat-rules'),
  nsxt_vpc_nat_rule: type('natRules', { attribute: 'parent_path' }, 'nat-rules'),
  nsxt_policy_group: type('groups', 'domain', 'groups'),
  nsxt_vpc_group: type('groups', 'domain', 'groups'),
  nsxt_policy_service: type('services', 'space', 'services'),
  nsxt_policy_context_profile: type('contextProfiles', 'space', 'context-profiles'),
  nsxt_policy_security_policy: type('securityPolicies', 'domain', 'security-policies'),
  nsxt_policy_parent_security_policy: type('securityPolicies', 'domain', 'security-policies'),
  nsxt_vpc_security_policy: type('securityPolicies', 'domain', 'security-policies'),
  nsxt_policy_gateway_policy: type('gatewayPolicies', 'domain', 'gateway-policies'),
  nsxt_vpc_gateway_policy: type('gatewayPolicies', 'domain', 'gateway-policies'),
  nsxt_policy_predefined_security_policy: { ...type('securityPolicies', 'none', 'security-policies'), changes: 'path' },
  nsxt_policy_predefined_gateway_policy: { ...type('gatewayPolicies', 'none', 'gateway-policies'), changes: 'path' },
  // Of the manager API that was before the Policy API: only that there are rules is read.
  nsxt_firewall_section: type('securityPolicies', 'none', '', ['id']),
  nsxt_policy_gateway_policy_rule: { ...type('gatewayPolicies', 'none', 'gateway-policies', []), changes: 'policy_path' },
  nsxt_policy_security_policy_rule: { ...type('securityPolicies', 'none', 'security-policies', []), changes: 'policy_path' },
  nsxt_policy_vm_tags: type('nsxMachines', 'none', '', ['id']),
  nsxt_vm_tags: type('nsxMachines', 'none', '', ['id']),
  nsxt_policy_firewall_exclude_list_member: type('firewallExclusions', 'none', '', []),
};

const DATA_TYPES: Readonly<Record<string, NsxType>> = {
  ...Object.fromEntries(
    [
      'nsxt_policy_project',
      'nsxt_vpc',
      'nsxt_policy_tier0_gateway',
      'nsxt_policy_tier1_gateway',
      'nsxt_policy_segment',
      'nsxt_vpc_subnet',
      'nsxt_policy_dhcp_server',
      'nsxt_policy_segment_security_profile',
      'nsxt_policy_spoofguard_profile',
      'nsxt_policy_ip_block',
      'nsxt_policy_ip_pool',
      'nsxt_policy_group',
      'nsxt_vpc_group',
      'nsxt_policy_service',
      'nsxt_policy_context_profile',
      'nsxt_policy_security_policy',
      'nsxt_policy_gateway_policy',
    ].map((name) => [name, TYPES[name]!]),
  ),
  nsxt_policy_transport_zone: type('transportZones', 'enforcement-point', 'transport-zones', ['id', 'path']),
  nsxt_policy_vm: type('nsxMachines', 'none', '', ['id', 'external_id', 'instance_id', 'bios_id']),
};

/** What an entry of NSX stands for; undefined for one that is not read. */
export function nsxType(mode: 'managed' | 'data', name: string): NsxType | undefined {
  const types = mode === 'data' ? DATA_TYPES : TYPES;
  return Object.hasOwn(types, name) ? types[name] : undefined;
}

/** What is not of NSX, or is no object, and is named by what is. */
const OTHERS: Readonly<Record<string, EntryType<Kind>>> = {
  vsphere_virtual_machine: { kind: 'machines', identity: ['id', 'uuid', 'moid'] },
  'data.vsphere_virtual_machine': { kind: 'machines', identity: ['id', 'uuid', 'moid', 'instance_uuid'] },
  'data.vsphere_network': { kind: 'portGroups', identity: ['id'] },
  'data.nsxt_policy_segment_realization': { kind: 'realizations', identity: ['network_name'] },
  'data.nsxt_policy_edge_cluster': { kind: 'edgeClusters', identity: ['id', 'path'] },
  'data.nsxt_vpc_nat': { kind: 'natSections', identity: ['id', 'path'] },
};

export function entryType(mode: 'managed' | 'data', name: string): EntryType<Kind> | undefined {
  const key = mode === 'data' ? `data.${name}` : name;
  return nsxType(mode, name) ?? (Object.hasOwn(OTHERS, key) ? OTHERS[key] : undefined);
}

/** Spaces first: what lies in one is joined within it. */
export const KINDS: readonly NsxKind[] = [
  'projects',
  'vpcs',
  'transportZones',
  'tier0Gateways',
  'tier1Gateways',
  'dhcpProfiles',
  'segmentSecurityProfiles',
  'spoofGuardProfiles',
  'segments',
  'ipBlocks',
  'ipPools',
  'natRules',
  'nsxMachines',
  'groups',
  'services',
  'contextProfiles',
  'gatewayPolicies',
  'securityPolicies',
  'firewallExclusions',
];
