import { ENFORCEMENT_POINT } from '../server';
import { CREATE_FIRST } from './scenario';
import type { Scenario } from './scenario';

const inProject = { context: { project_id: '${nsxt_policy_project.p.id}' } };
const inVpc = { context: { project_id: '${nsxt_policy_project.p.id}', vpc_id: '${nsxt_vpc.v.id}' } };
const tagged = (member: string, value: string) => ({ condition: [{ key: 'Tag', member_type: member, operator: 'EQUALS', value }] });

export const TENANCY: Scenario = {
  name: 'projects and VPCs',
  seeds: [{ path: '/infra/ip-blocks/ext', display_name: 'ext', cidr: '198.51.100.0/24', visibility: 'EXTERNAL' }],
  data: { nsxt_policy_transit_gateway: { t: { ...inProject, is_default: true } } },
  resource: {
    nsxt_policy_project: {
      p: {
        display_name: 'team-b',
        description: 'the second team',
        short_id: 'teamb',
        tier0_gateway_paths: ['/infra/tier-0s/t0'],
        external_ipv4_blocks: ['/infra/ip-blocks/ext'],
        site_info: { edge_cluster_paths: [`${ENFORCEMENT_POINT}/edge-clusters/edges`] },
        default_security_profile: { north_south_firewall: { enabled: true } },
        activate_default_dfw_rules: false,
      },
      plain: { display_name: 'team-a' },
    },
    nsxt_policy_ip_block: { own: { ...inProject, display_name: 'own', cidr: '172.30.0.0/16', visibility: 'PRIVATE' } },
    nsxt_policy_tier1_gateway: { t1: { ...inProject, display_name: 't1', tier0_path: '/infra/tier-0s/t0' } },
    nsxt_policy_segment: {
      s: { ...inProject, display_name: 's', connectivity_path: '${nsxt_policy_tier1_gateway.t1.path}', subnet: { cidr: '10.7.0.1/24' } },
    },
    nsxt_policy_group: {
      g: { ...inProject, display_name: 'g', criteria: [{ path_expression: { member_paths: ['${nsxt_policy_segment.s.path}'] } }] },
    },
    nsxt_policy_security_policy: {
      sp: {
        ...inProject,
        display_name: 'sp',
        category: 'Application',
        rule: [{ display_name: 'r', source_groups: ['${nsxt_policy_group.g.path}'] }],
      },
    },
    nsxt_vpc_service_profile: {
      sp: {
        ...inProject,
        display_name: 'services',
        dhcp_config: { dhcp_server_config: { lease_time: 15600, ntp_servers: ['20.2.60.5'], dns_client_config: { dns_server_ips: ['10.2.2.2'] } } },
        ...CREATE_FIRST,
      },
    },
    nsxt_vpc_connectivity_profile: {
      c: {
        ...inProject,
        display_name: 'out',
        transit_gateway_path: '${data.nsxt_policy_transit_gateway.t.path}',
        service_gateway: { enable: false, nat_config: { enable_default_snat: false } },
        tag: { scope: 'a', tag: 'b' },
        ...CREATE_FIRST,
      },
    },
    nsxt_vpc: {
      v: {
        ...inProject,
        display_name: 'dev',
        private_ips: ['192.168.44.0/24'],
        short_id: 'dev1',
        vpc_service_profile: '${nsxt_vpc_service_profile.sp.path}',
        load_balancer_vpc_endpoint: { enabled: false },
      },
    },
    nsxt_vpc_attachment: {
      a: { display_name: 'att', parent_path: '${nsxt_vpc.v.path}', vpc_connectivity_profile: '${nsxt_vpc_connectivity_profile.c.path}' },
    },
    nsxt_vpc_subnet: {
      isolated: { ...inVpc, display_name: 'isolated', ip_addresses: ['192.168.240.0/26'], access_mode: 'Isolated' },
      dhcp: {
        ...inVpc,
        display_name: 'dhcp',
        ipv4_subnet_size: 32,
        dhcp_config: {
          mode: 'DHCP_SERVER',
          dhcp_server_additional_config: {
            options: { option121: { static_route: [{ network: '2.1.1.0/24', next_hop: '2.3.1.3' }] }, other: [{ code: 119, values: ['abc'] }] },
          },
        },
      },
    },
    nsxt_vpc_nat_rule: {
      dnat: {
        parent_path: '${nsxt_vpc.v.path}/nat/USER',
        display_name: 'dnat',
        action: 'DNAT',
        destination_network: '198.51.100.7',
        translated_network: '192.168.44.9',
        sequence_number: 3,
      },
    },
    nsxt_vpc_group: { g: { ...inVpc, display_name: 'g', criteria: [tagged('VpcSubnetPort', 'tier|web')] } },
    nsxt_vpc_security_policy: {
      sp: { ...inVpc, display_name: 'sp', rule: [{ display_name: 'web', destination_groups: ['${nsxt_vpc_group.g.path}'] }] },
    },
    nsxt_vpc_gateway_policy: {
      gp: {
        ...inVpc,
        display_name: 'gp',
        sequence_number: 3,
        tcp_strict: true,
        rule: [{ display_name: 'in', direction: 'IN', ip_version: 'IPV4', log_label: 'abc', tag: { scope: 'a', tag: 'b' } }],
      },
    },
  },
  api: {
    'nsxt_policy_project.p': {
      tier_0s: ['/infra/tier-0s/t0'],
      site_infos: [{ edge_cluster_paths: [`${ENFORCEMENT_POINT}/edge-clusters/edges`] }],
      vpc_deployment_scope: { span_references: [{ span_path: '/infra/network-spans/default', is_default: true }] },
    },
    'nsxt_policy_segment.s': { path: expect.stringMatching(/^\/orgs\/default\/projects\/[^/]+\/infra\/segments\//) },
    'nsxt_vpc_subnet.dhcp': {
      subnet_dhcp_config: {
        mode: 'DHCP_SERVER',
        dhcp_server_additional_config: {
          options: { option121: { static_routes: [{ network: '2.1.1.0/24', next_hop: '2.3.1.3' }] }, others: [{ code: 119, values: ['abc'] }] },
        },
      },
    },
    'nsxt_vpc_gateway_policy.gp': { tcp_strict: true, rules: [{ direction: 'IN', ip_protocol: 'IPV4', tag: 'abc', scope: ['ANY'] }] },
  },
  updated: {
    'nsxt_policy_project.p': { description: '', default_security_profile: { north_south_firewall: { enabled: false } } },
    'nsxt_vpc_service_profile.sp': { dhcp_config: { dhcp_server_config: { lease_time: 15700, ntp_servers: ['20.2.60.6'] } } },
    'nsxt_vpc_connectivity_profile.c': { service_gateway: { enable: true, nat_config: { enable_default_snat: true } } },
    'nsxt_vpc.v': { description: 'for development' },
    'nsxt_vpc_attachment.a': { description: 'one of one' },
    'nsxt_vpc_subnet.isolated': { display_name: 'alone' },
    'nsxt_vpc_nat_rule.dnat': { translated_network: '192.168.44.10', logging: true },
    'nsxt_vpc_group.g': { criteria: [tagged('VpcSubnetPort', 'tier|app')] },
    'nsxt_vpc_security_policy.sp': { rule: [{ display_name: 'web', action: 'DROP' }] },
    'nsxt_vpc_gateway_policy.gp': { rule: [] },
  },
  replaced: {
    'nsxt_policy_project.plain': { nsx_id: 'plain' },
    'nsxt_vpc_service_profile.sp': { nsx_id: 'services' },
    'nsxt_vpc_connectivity_profile.c': { nsx_id: 'out' },
    'nsxt_vpc_attachment.a': { nsx_id: 'att' },
    'nsxt_vpc_subnet.isolated': { ip_addresses: ['192.168.241.0/26'] },
    'nsxt_vpc_nat_rule.dnat': { nsx_id: 'dnat' },
    'nsxt_vpc_group.g': { nsx_id: 'g' },
    'nsxt_vpc_security_policy.sp': { nsx_id: 'sp' },
    'nsxt_vpc_gateway_policy.gp': { nsx_id: 'gp' },
    'nsxt_vpc.v': { private_ips: ['192.168.45.0/24'] },
  },
};
