import { ENFORCEMENT_POINT } from '../server';
import { CREATE_FIRST } from './scenario';
import type { Scenario } from './scenario';

/** Sources: the notes of acceptance tests in https://github.com/vmware/terraform-provider-nsxt/tree/v3.12.0/nsxt, resource_nsxt_policy_*_test.go. */
export const NETWORKS: Scenario = {
  name: 'segments and what they are connected to',
  data: {
    nsxt_policy_transport_zone: {
      overlay: { transport_type: 'OVERLAY_BACKED', is_default: true },
      vlan: { display_name: 'nsx-vlan-transportzone' },
    },
    nsxt_policy_edge_cluster: { edges: { display_name: 'edge-cluster-01' } },
    nsxt_policy_tier0_gateway: { t0: { display_name: 't0-01' } },
  },
  resource: {
    nsxt_policy_dhcp_server: {
      lab: {
        display_name: 'dhcp-lab',
        edge_cluster_path: '${data.nsxt_policy_edge_cluster.edges.path}',
        server_addresses: ['110.64.0.1/16'],
        lease_time: 200,
        ...CREATE_FIRST,
      },
    },
    nsxt_policy_dhcp_relay: { r: { display_name: 'relay-lab', server_addresses: ['10.0.2.2', '10.0.2.3'] } },
    nsxt_policy_segment_security_profile: {
      p: {
        display_name: 'lab-secure',
        bpdu_filter_allow: ['01:80:c2:00:00:05'],
        dhcp_server_block_enabled: false,
        rate_limits_enabled: true,
        rate_limit: { rx_broadcast: 1800 },
      },
    },
    nsxt_policy_spoofguard_profile: { sg: { display_name: 'spoofguard-on', address_binding_allowlist: true } },
    nsxt_policy_tier1_gateway: {
      t1: {
        display_name: 't1-apps',
        edge_cluster_path: '${data.nsxt_policy_edge_cluster.edges.path}',
        dhcp_config_path: '${nsxt_policy_dhcp_server.lab.path}',
        failover_mode: 'NON_PREEMPTIVE',
        enable_firewall: false,
        pool_allocation: 'ROUTING',
        route_advertisement_types: ['TIER1_STATIC_ROUTES', 'TIER1_CONNECTED'],
      },
      t1b: {
        display_name: 't1-b',
        tier0_path: '${data.nsxt_policy_tier0_gateway.t0.path}',
        locale_service: [{ edge_cluster_path: '${data.nsxt_policy_edge_cluster.edges.path}' }],
        route_advertisement_rule: { name: 'only-apps', subnets: ['10.20.0.0/16'] },
      },
    },
    nsxt_policy_segment: {
      app: {
        display_name: 'seg-app',
        connectivity_path: '${nsxt_policy_tier1_gateway.t1.path}',
        dhcp_config_path: '${nsxt_policy_dhcp_server.lab.path}',
        transport_zone_path: '${data.nsxt_policy_transport_zone.overlay.path}',
        subnet: {
          cidr: '10.2.2.1/24',
          dhcp_ranges: ['10.2.2.20-10.2.2.90'],
          dhcp_v4_config: {
            server_address: '10.2.2.3/24',
            dns_servers: ['10.2.2.5'],
            dhcp_option_121: [{ network: '10.9.0.0/16', next_hop: '10.2.2.1' }],
            dhcp_generic_option: [{ code: 119, values: ['lab.example'] }],
          },
        },
        advanced_config: { connectivity: 'ON', local_egress: true, multicast: false },
        security_profile: {
          security_profile_path: '${nsxt_policy_segment_security_profile.p.path}',
          spoofguard_profile_path: '${nsxt_policy_spoofguard_profile.sg.path}',
        },
        tag: [{ scope: 'env', tag: 'lab' }, { tag: 'plain' }],
      },
      full: {
        display_name: 'seg-full',
        description: 'all of its own',
        domain_name: 'lab.example',
        overlay_id: 1011,
        transport_zone_path: '${data.nsxt_policy_transport_zone.overlay.path}',
        subnet: { cidr: '10.20.3.1/24' },
      },
    },
    nsxt_policy_vlan_segment: {
      uplink: { display_name: 'vlan-101', transport_zone_path: '${data.nsxt_policy_transport_zone.vlan.path}', vlan_ids: ['101', '200-210'] },
    },
    nsxt_policy_dhcp_v4_static_binding: {
      b: {
        segment_path: '${nsxt_policy_segment.app.path}',
        display_name: 'host2',
        gateway_address: '10.2.2.1',
        hostname: 'host2',
        ip_address: '10.2.2.168',
        lease_time: 162,
        mac_address: '10:ff:22:11:cc:02',
      },
    },
    nsxt_policy_static_route: {
      r: {
        display_name: 'two-hops',
        gateway_path: '${nsxt_policy_tier1_gateway.t1.path}',
        network: '15.1.1.0/24',
        next_hop: [{ admin_distance: 2, ip_address: '8.10.10.1' }, { ip_address: '9.10.10.1' }],
      },
    },
    nsxt_policy_nat_rule: {
      snat: {
        display_name: 'snat-out',
        gateway_path: '${nsxt_policy_tier1_gateway.t1.path}',
        action: 'SNAT',
        source_networks: ['10.20.0.0/16'],
        translated_networks: ['192.0.2.10'],
      },
      dnat: {
        display_name: 'dnat-web',
        gateway_path: '${nsxt_policy_tier1_gateway.t1.path}',
        action: 'DNAT',
        destination_networks: ['192.0.2.11'],
        translated_networks: ['10.20.2.11'],
        firewall_match: 'MATCH_INTERNAL_ADDRESS',
        logging: true,
      },
    },
  },
  api: {
    'nsxt_policy_segment.app': {
      subnets: [
        {
          gateway_address: '10.2.2.1/24',
          network: '10.2.2.0/24',
          dhcp_config: {
            resource_type: 'SegmentDhcpV4Config',
            server_address: '10.2.2.3/24',
            lease_time: 86400,
            options: {
              option121: { static_routes: [{ network: '10.9.0.0/16', next_hop: '10.2.2.1' }] },
              others: [{ code: 119, values: ['lab.example'] }],
            },
          },
        },
      ],
      advanced_config: { local_egress: true, urpf_mode: 'STRICT' },
    },
    'nsxt_policy_segment_security_profile.p': { rate_limits: { rx_broadcast: 1800, tx_multicast: 0 }, bpdu_filter_enable: true },
    'nsxt_policy_tier1_gateway.t1': { disable_firewall: true, dhcp_config_paths: [expect.stringContaining('/dhcp-server-configs/')] },
    'nsxt_policy_tier1_gateway.t1b': {
      route_advertisement_rules: [{ name: 'only-apps', subnets: ['10.20.0.0/16'], action: 'PERMIT', prefix_operator: 'GE' }],
    },
    'nsxt_policy_dhcp_v4_static_binding.b': { host_name: 'host2', resource_type: 'DhcpV4StaticBindingConfig' },
    'nsxt_policy_static_route.r': {
      next_hops: [
        { admin_distance: 2, ip_address: '8.10.10.1' },
        { admin_distance: 1, ip_address: '9.10.10.1' },
      ],
    },
    'nsxt_policy_nat_rule.snat': { source_network: '10.20.0.0/16', sequence_number: 100, parent_path: expect.stringMatching(/\/nat\/USER$/) },
  },
  updated: {
    'nsxt_policy_dhcp_server.lab': { lease_time: 300 },
    'nsxt_policy_dhcp_relay.r': { server_addresses: ['10.0.2.4'] },
    'nsxt_policy_segment_security_profile.p': { dhcp_server_block_enabled: true, bpdu_filter_allow: [] },
    'nsxt_policy_spoofguard_profile.sg': { address_binding_allowlist: false },
    'nsxt_policy_tier1_gateway.t1': { enable_firewall: true, route_advertisement_types: ['TIER1_CONNECTED'] },
    'nsxt_policy_tier1_gateway.t1b': {
      locale_service: [
        {
          edge_cluster_path: '${data.nsxt_policy_edge_cluster.edges.path}',
          preferred_edge_paths: [`${ENFORCEMENT_POINT}/edge-clusters/edges/edge-nodes/edge-1`],
        },
      ],
    },
    'nsxt_policy_segment.app': { security_profile: [], tag: [{ scope: 'env', tag: 'live' }] },
    'nsxt_policy_segment.full': { description: '', subnet: { cidr: '10.20.4.1/24' } },
    'nsxt_policy_vlan_segment.uplink': { vlan_ids: ['102'] },
    'nsxt_policy_dhcp_v4_static_binding.b': { ip_address: '10.2.2.169', lease_time: 200 },
    'nsxt_policy_static_route.r': { next_hop: [{ ip_address: '9.10.10.1' }] },
    'nsxt_policy_nat_rule.dnat': { destination_networks: ['192.0.2.12'], logging: false },
  },
  replaced: {
    'nsxt_policy_dhcp_server.lab': { nsx_id: 'lab' },
    'nsxt_policy_dhcp_relay.r': { nsx_id: 'relay' },
    'nsxt_policy_spoofguard_profile.sg': { nsx_id: 'guard' },
    'nsxt_policy_segment_security_profile.p': { nsx_id: 'secure' },
    'nsxt_policy_segment.full': { nsx_id: 'full' },
    'nsxt_policy_vlan_segment.uplink': { nsx_id: 'uplink' },
    'nsxt_policy_dhcp_v4_static_binding.b': { nsx_id: 'binding' },
    'nsxt_policy_static_route.r': { gateway_path: '${nsxt_policy_tier1_gateway.t1b.path}' },
    'nsxt_policy_nat_rule.snat': { gateway_path: '${nsxt_policy_tier1_gateway.t1b.path}' },
    'nsxt_policy_tier1_gateway.t1b': { pool_allocation: 'LB_SMALL' },
  },
};
