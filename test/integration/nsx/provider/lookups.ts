import { DEFAULT_SECTION, ENFORCEMENT_POINT } from '../server';
import type { Seed } from '../server';
import type { Attributes, Blocks } from './scenario';

const PROJECT = '/orgs/default/projects/p1';
const VPC = `${PROJECT}/vpcs/v1`;
const inProject = { context: { project_id: 'p1' } };

export const LOOKUP_SEEDS: readonly Seed[] = [
  { path: '/infra/dhcp-server-configs/d', display_name: 'dhcp-01', server_addresses: ['100.96.0.1/30'] },
  { path: '/infra/domains/default/groups/g', display_name: 'grp-web' },
  { path: '/infra/domains/default/groups/g2', display_name: 'grp-web-2' },
  { path: '/infra/context-profiles/c', display_name: 'ctx-01', attributes: [{ key: 'APP_ID', datatype: 'STRING', value: ['SSL'] }] },
  { path: '/infra/ip-blocks/b', display_name: 'block-01', cidr: '10.1.0.0/16' },
  { path: '/infra/ip-pools/p', display_name: 'pool-01' },
  { path: '/infra/segments/s', display_name: 'seg-web', transport_zone_path: `${ENFORCEMENT_POINT}/transport-zones/overlay` },
  { path: '/infra/tier-1s/t1', display_name: 't1-01' },
  { path: '/infra/tier-1s/t1/locale-services/default', edge_cluster_path: `${ENFORCEMENT_POINT}/edge-clusters/edges` },
  { path: PROJECT, display_name: 'tenant-a', tier_0s: ['/infra/tier-0s/t0'] },
  { path: `${PROJECT}/infra/segments/s`, display_name: 'seg-of-a' },
  { path: VPC, display_name: 'vpc-a', private_ips: ['10.5.0.0/16'] },
  { path: `${VPC}/subnets/web`, display_name: 'web', ip_addresses: ['10.5.1.0/24'] },
  {
    resource_type: 'VirtualMachine',
    external_id: '5010',
    display_name: 'web-01',
    compute_ids: ['instanceUuid:50107a5c', 'biosUuid:42102f3a'],
    tags: [{ scope: 'tier', tag: 'web' }],
  },
];

/** One of each data source. */
export const LOOKUPS: Blocks = {
  nsxt_policy_context_profile: { x: { display_name: 'ctx-01' } },
  nsxt_policy_dhcp_server: { x: { display_name: 'dhcp' } },
  nsxt_policy_edge_cluster: { x: { display_name: 'edge-cluster-01' } },
  nsxt_policy_gateway_policy: { x: { category: 'Default' } },
  nsxt_policy_group: { x: { display_name: 'grp-web' } },
  nsxt_policy_ip_block: { x: { display_name: 'block-01' } },
  nsxt_policy_ip_pool: { x: { id: 'p' } },
  nsxt_policy_project: { x: { display_name: 'tenant-a' } },
  nsxt_policy_security_policy: { x: { is_default: true, category: 'Application' } },
  nsxt_policy_segment: { x: { display_name: 'seg-web' }, project: { ...inProject, display_name: 'seg-of-a' } },
  nsxt_policy_segment_realization: { x: { path: '/infra/segments/s' }, project: { ...inProject, path: `${PROJECT}/infra/segments/s` } },
  nsxt_policy_segment_security_profile: { x: { display_name: 'default-segment-security-profile' } },
  nsxt_policy_service: { x: { display_name: 'DNS' }, spaced: { display_name: 'ICMP ALL' } },
  nsxt_policy_spoofguard_profile: { x: { display_name: 'default-spoofguard-profile' } },
  nsxt_policy_tier0_gateway: { x: { display_name: 't0-01' } },
  nsxt_policy_tier1_gateway: { x: { display_name: 't1-01' } },
  nsxt_policy_transit_gateway: { x: { ...inProject, is_default: true }, byId: { ...inProject, id: 'default' } },
  nsxt_policy_transport_zone: { x: { transport_type: 'VLAN_BACKED', is_default: true } },
  nsxt_policy_vm: { x: { display_name: 'web-01' }, byInstance: { instance_id: '50107a5c' } },
  nsxt_vpc: { x: { ...inProject, display_name: 'vpc-a' } },
  nsxt_vpc_connectivity_profile: { x: { ...inProject, display_name: 'default' } },
  nsxt_vpc_subnet: { x: { context: { project_id: 'p1', vpc_id: 'v1' } } },
};

/** What some of them find. */
export const FOUND: Readonly<Record<string, Attributes>> = {
  'data.nsxt_policy_dhcp_server.x': { id: 'd', display_name: 'dhcp-01' },
  'data.nsxt_policy_edge_cluster.x': { path: `${ENFORCEMENT_POINT}/edge-clusters/edges` },
  'data.nsxt_policy_group.x': { id: 'g', path: '/infra/domains/default/groups/g' },
  'data.nsxt_policy_gateway_policy.x': { path: '/infra/domains/default/gateway-policies/Policy_Default_Infra' },
  'data.nsxt_policy_ip_pool.x': { display_name: 'pool-01', realized_id: expect.stringMatching(/./) as unknown },
  'data.nsxt_policy_project.x': { id: 'p1', tier0_gateway_paths: ['/infra/tier-0s/t0'] },
  'data.nsxt_policy_security_policy.x': { path: DEFAULT_SECTION, display_name: 'Default Layer3 Section' },
  'data.nsxt_policy_segment.project': { path: `${PROJECT}/infra/segments/s` },
  'data.nsxt_policy_segment_realization.x': { network_name: 'seg-web', state: 'success' },
  'data.nsxt_policy_segment_realization.project': { network_name: 'seg-of-a' },
  'data.nsxt_policy_service.x': { path: '/infra/services/DNS' },
  'data.nsxt_policy_service.spaced': { path: '/infra/services/ICMP ALL' },
  'data.nsxt_policy_tier0_gateway.x': { edge_cluster_path: `${ENFORCEMENT_POINT}/edge-clusters/edges` },
  'data.nsxt_policy_tier1_gateway.x': { edge_cluster_path: `${ENFORCEMENT_POINT}/edge-clusters/edges` },
  'data.nsxt_policy_transit_gateway.byId': { path: `${PROJECT}/transit-gateways/default`, is_default: true },
  'data.nsxt_policy_transport_zone.x': { path: `${ENFORCEMENT_POINT}/transport-zones/vlan`, is_default: true },
  'data.nsxt_policy_vm.x': { id: '5010', bios_id: '42102f3a', tag: [{ scope: 'tier', tag: 'web' }] },
  'data.nsxt_policy_vm.byInstance': { id: '5010' },
  'data.nsxt_vpc.x': { path: VPC, short_id: 'v1' },
  'data.nsxt_vpc_subnet.x': { path: `${VPC}/subnets/web`, display_name: 'web' },
};

/** What is not found, or found more than once. */
export const NOT_FOUND: readonly (readonly [type: string, query: Attributes, error: string])[] = [
  ['nsxt_policy_group', { display_name: 'none' }, "Group with name 'none' was not found"],
  ['nsxt_policy_group', { display_name: 'grp' }, "Found multiple Group with name starting with 'grp'"],
  ['nsxt_policy_group', { id: 'none' }, "Group with ID 'none' was not found"],
  ['nsxt_policy_transport_zone', { display_name: 'none' }, "TransportZone with name 'none' was not found"],
  ['nsxt_policy_vm', { display_name: 'db' }, 'Unable to find Virtual Machine with name prefix: db'],
  ['nsxt_policy_segment_realization', { path: `${PROJECT}/infra/segments/other` }, 'Failed to get realization information'],
];
