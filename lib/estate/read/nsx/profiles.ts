import type { DhcpProfile, SegmentSecurityProfile, SpoofGuardProfile, TransportZone } from '../../nsx';
import type { Own, Reading } from './reading';

export function readTransportZones(reading: Reading): readonly TransportZone[] {
  return reading.all('transportZones', (source) => ({ type: reading.reader.string(source, 'transport_type') }));
}

export function readDhcpProfiles(reading: Reading): readonly DhcpProfile[] {
  return reading.all('dhcpProfiles', (source): Own<DhcpProfile> => ({
    kind: source.entry.type === 'nsxt_policy_dhcp_relay' ? 'relay' : 'server',
    // Where a server is given none, NSX gives it one.
    serverAddresses: reading.reader.strings(source, 'server_addresses'),
  }));
}

export function readSegmentSecurityProfiles(reading: Reading): readonly SegmentSecurityProfile[] {
  return reading.all('segmentSecurityProfiles', (source) => ({
    blocksDhcpServers: reading.reader.boolean(source, 'dhcp_server_block_enabled'),
    blocksNonIp: reading.reader.boolean(source, 'non_ip_traffic_block_enabled'),
  }));
}

export function readSpoofGuardProfiles(reading: Reading): readonly SpoofGuardProfile[] {
  return reading.all('spoofGuardProfiles', (source) => ({ bindsAddresses: reading.reader.boolean(source, 'address_binding_allowlist') }));
}
