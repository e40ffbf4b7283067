import type { Case } from './case';
import { OVERLAY, VLAN, T1, PROJECT, makeGateway, makeVpc, withDhcp, served } from './shapes';

/** Transport zones, VLANs and DHCP of segments. */
export const SEGMENTS_CASES: readonly Case[] = [
  { refusal: 'no-transport-zone', request: ['PATCH', '/infra/segments/s', {}] },
  { refusal: 'transport-zone-in-project', given: makeVpc, request: ['PATCH', `${PROJECT}/infra/segments/s`, { transport_zone_path: OVERLAY }] },
  { refusal: 'no-vlan', request: ['PATCH', '/infra/segments/s', { transport_zone_path: VLAN }] },
  { refusal: 'vlan-out-of-range', request: ['PATCH', '/infra/segments/s', { transport_zone_path: VLAN, vlan_ids: ['4095'] }] },
  { refusal: 'vlan-out-of-range', request: ['PATCH', '/infra/segments/s', { transport_zone_path: VLAN, vlan_ids: ['20-10'] }] },
  { refusal: 'vlan-on-overlay', request: ['PATCH', '/infra/segments/s', { transport_zone_path: OVERLAY, vlan_ids: ['10'] }] },
  {
    refusal: 'vlan-connected',
    given: makeGateway,
    request: ['PATCH', '/infra/segments/s', { transport_zone_path: VLAN, vlan_ids: ['10'], connectivity_path: T1 }],
  },
  { refusal: 'no-dhcp-server-address', given: withDhcp, request: ['PATCH', '/infra/segments/s', served({ dhcp_ranges: ['10.1.0.10-10.1.0.20'] })] },
  {
    refusal: 'dhcp-overlap',
    given: withDhcp,
    request: ['PATCH', '/infra/segments/s', served({ dhcp_ranges: ['10.1.0.10-10.1.0.20'] }, { server_address: '10.1.0.10/24' })],
  },
  {
    refusal: 'wrong-family',
    given: withDhcp,
    request: ['PATCH', '/infra/segments/s', served({}, { server_address: '10.1.0.2/24', dns_servers: ['2001:db8::1'] })],
  },
];
