/** An object of NSX in the shape of its API. */
interface NsxSeed {
  readonly path: string;
  readonly [attribute: string]: unknown;
}

const POINT = '/infra/sites/default/enforcement-points/default';
const DOMAIN = '/infra/domains/default';
const LAST = 2147483647;

/** Project that is there already, as are the objects in it. */
const LAB = '/orgs/default/projects/lab';
const LAB_T1 = `${LAB}/infra/tier-1s/lab-t1`;
const LAB_VPC = `${LAB}/vpcs/legacy`;

/** Paths that the stacks name, of what Strata has no construct for. */
export const PATHS = {
  edge1: `${POINT}/edge-clusters/edges/edge-nodes/edge-1`,
  edge2: `${POINT}/edge-clusters/edges/edge-nodes/edge-2`,
  uplink: '/infra/tier-0s/t0/locale-services/default/interfaces/uplink-1',
  bridge: `${POINT}/edge-bridge-profiles/bridge-1`,
  ipDiscovery: '/infra/ip-discovery-profiles/default-ip-discovery-profile',
  macDiscovery: '/infra/mac-discovery-profiles/default-mac-discovery-profile',
  qos: '/infra/qos-profiles/gold',
  gatewayQos: '/infra/gateway-qos-profiles/gold',
  ndra: '/infra/ipv6-ndra-profiles/slaac',
  dad: '/infra/ipv6-dad-profiles/strict',
  l2Vpn: '/infra/tier-0s/t0/locale-services/default/l2vpn-services/office/sessions/fra',
  quota: '/infra/constraints/small-tenant',
  defaultSpan: '/infra/network-spans/default',
  otherSpan: '/infra/network-spans/hall-2',
  gatewayConnection: '/infra/gateway-connections/isp',
  vlanConnection: '/infra/distributed-vlan-connections/office',
} as const;

const service = (path: string, name: string): NsxSeed => ({
  path,
  display_name: name,
  service_type: 'NON_ETHER',
  service_entries: [{ id: 'entry', resource_type: 'L4PortSetServiceEntry', display_name: name, l4_protocol: 'TCP', destination_ports: ['8443'] }],
});

/** The last rules of a firewall. */
const section = (path: string, name: string, category: string, rule: object): NsxSeed => ({
  path,
  display_name: name,
  category,
  is_default: true,
  sequence_number: LAST,
  rules: [{ id: 'default-rule', display_name: 'Default Rule', action: 'ALLOW', sequence_number: LAST, is_default: true, ...rule }],
});

/**
 * What the manager must have before these stacks are applied, beside what a small site has: transport zones by the names that NSX gives
 * its own, `edge-cluster-01` with two edges, and the tier-0 gateway `t0-01`.
 */
export const NSX_SEEDS: readonly NsxSeed[] = [
  {
    path: `${POINT}/transport-zones/hybrid`,
    display_name: 'hybrid',
    tz_type: 'OVERLAY_STANDARD',
    transport_zone_type: 'OVERLAY',
    uplink_teaming_policy_names: ['left', 'right'],
  },
  {
    path: `${POINT}/transport-zones/access`,
    display_name: 'access',
    tz_type: 'VLAN_BACKED',
    transport_zone_type: 'VLAN',
    uplink_teaming_policy_names: ['left', 'right'],
  },
  {
    path: '/infra/segments/uplinks',
    display_name: 'uplinks',
    transport_zone_path: `${POINT}/transport-zones/access`,
    vlan_ids: ['900'],
  },
  {
    path: PATHS.uplink,
    display_name: 'uplink-1',
    type: 'EXTERNAL',
    segment_path: '/infra/segments/uplinks',
    edge_path: PATHS.edge1,
    subnets: [{ ip_addresses: ['192.0.2.1'], prefix_len: 30 }],
  },
  { path: PATHS.qos, display_name: 'gold', class_of_service: 5 },
  { path: PATHS.otherSpan, display_name: 'hall-2' },
  { path: PATHS.gatewayConnection, display_name: 'isp', tier0_path: '/infra/tier-0s/t0' },
  section(`${DOMAIN}/security-policies/default-layer2-section`, 'Default Layer2 Section', 'Ethernet', { id: 'default-layer2-rule' }),
  { path: '/infra/context-profiles/SSL', display_name: 'SSL', attributes: [{ key: 'APP_ID', datatype: 'STRING', value: ['SSL'] }] },
  { path: `${DOMAIN}/groups/scanners`, display_name: 'scanners' },

  { path: LAB, display_name: 'lab', tier_0s: ['/infra/tier-0s/t0'] },
  section(`${LAB}${DOMAIN}/security-policies/default-layer3-section`, 'Default Layer3 Section', 'Application', { id: 'default-layer3-rule' }),
  { path: LAB_T1, display_name: 'lab-t1', tier0_path: '/infra/tier-0s/t0' },
  { path: `${LAB_T1}/locale-services/default`, edge_cluster_path: `${POINT}/edge-clusters/edges` },
  section(`${LAB}${DOMAIN}/gateway-policies/Policy_Default_Infra`, 'Policy_Default_Infra', 'Default', { scope: [LAB_T1] }),
  { path: `${LAB}/infra/context-profiles/web`, display_name: 'web', attributes: [{ key: 'APP_ID', datatype: 'STRING', value: ['HTTP'] }] },
  { path: `${LAB}/infra/dhcp-server-configs/lab`, display_name: 'lab-dhcp', server_addresses: ['100.96.2.1/30'] },
  { path: `${LAB}${DOMAIN}/groups/benches`, display_name: 'benches' },
  { path: `${LAB}/infra/ip-blocks/lab`, display_name: 'lab-block', cidr: '172.31.0.0/16', visibility: 'PRIVATE' },
  { path: `${LAB}/infra/ip-pools/lab`, display_name: 'lab-pool' },
  { path: `${LAB}/infra/segments/lab`, display_name: 'lab-segment' },
  { path: `${LAB}/infra/segment-security-profiles/lab`, display_name: 'lab-security' },
  { path: `${LAB}/infra/spoofguard-profiles/lab`, display_name: 'lab-spoof-guard' },
  service(`${LAB}/infra/services/bench`, 'bench'),
  {
    path: `${LAB}/vpc-connectivity-profiles/lab`,
    display_name: 'lab-connectivity',
    transit_gateway_path: `${LAB}/transit-gateways/default`,
  },
  { path: LAB_VPC, display_name: 'legacy', private_ips: ['192.168.200.0/24'] },
  { path: `${LAB_VPC}/subnets/old`, display_name: 'old', ip_addresses: ['192.168.200.0/26'] },
];
