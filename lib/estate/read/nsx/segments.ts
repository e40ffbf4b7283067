import type { Segment, SegmentSubnet, TransportZone } from '../../nsx';
import type { Blocks, ObjectId } from '../../object';
import { isReference, isUnknown, type Field, type Unknown } from '../../value';
import { keyOf, type Source } from '../attributes';
import type { NsxKind } from './kinds';
import type { InventoryObject } from './objects';
import { NONE, openBlocks, type Own, type Reading } from './reading';

export function readSegments(reading: Reading): readonly Segment[] {
  return reading.all('segments', (source) => (source.entry.type === 'nsxt_vpc_subnet' ? vpcSubnet(reading, source) : segment(reading, source)));
}

function segment(reading: Reading, source: Source): Own<Segment> {
  const vlans = reading.texts(source, 'vlan_ids');
  return {
    kind: kindOf(reading, source, vlans),
    gateway: reading.objectOrNull(source, 'connectivity_path', ['tier0Gateways', 'tier1Gateways']),
    transportZone: transportZoneOf(reading, source),
    vlans,
    subnets: subnetsOf(reading, source),
    connected: stateOf(reading, source, 'connectivity', 'ON', 'OFF'),
    securityProfile: profileOf(reading, source, 'security_profile_path', 'segmentSecurityProfiles'),
    spoofGuard: profileOf(reading, source, 'spoofguard_profile_path', 'spoofGuardProfiles'),
  };
}

/** The range of a VPC's subnet is its own, or one that NSX takes of the VPC's as it makes it. */
function vpcSubnet(reading: Reading, source: Source): Own<Segment> {
  const { items, ...rest } = reading.reader.strings(source, 'ip_addresses');
  const service = dhcpOf(reading, source);
  return {
    kind: 'vpc-subnet',
    gateway: null,
    transportZone: null,
    vlans: NONE,
    subnets: { items: items.map((cidr) => ({ cidr, ...service(cidr) })), ...rest },
    connected: stateOf(reading, source, 'connectivity_state', 'CONNECTED', 'DISCONNECTED'),
    securityProfile: null,
    spoofGuard: null,
  };
}

/** An overlay segment may have VLAN ids as well, for guests that tag: its transport zone tells, else that it hangs on a gateway. */
function kindOf(reading: Reading, source: Source, vlans: Blocks<Field<string>>): 'overlay' | 'vlan' {
  if (source.entry.type === 'nsxt_policy_vlan_segment') return 'vlan';
  const zone = zoneOf(reading, source);
  const type = zone && zoneType(reading, zone);
  if (type !== undefined) return type.startsWith('VLAN') ? 'vlan' : 'overlay';
  return vlans.items.length > 0 && !['connectivity_path', 'overlay_id'].some((attribute) => reading.isSaid(source, attribute)) ? 'vlan' : 'overlay';
}

function zoneType(reading: Reading, { recorded, entry }: InventoryObject): string | undefined {
  const type = recorded ? (recorded.object as TransportZone).type : entry && reading.reader.string(reading.reader.of(entry), 'transport_type');
  return type === undefined || isUnknown(type) ? undefined : type;
}

function zoneOf(reading: Reading, source: Source): InventoryObject | undefined {
  const value = reading.reader.value(source, 'transport_zone_path');
  const denoted = value !== undefined && isReference(value) ? reading.reader.denotes(value) : undefined;
  if (denoted) return reading.inventory.find(denoted.key);
  return typeof value === 'string' ? reading.at(value, source) : undefined;
}

/** Policy path of the transport zone, as far as a lookup's is known. */
function transportZoneOf(reading: Reading, source: Source): Field<string | null> {
  const { inventory } = reading;
  const zone = zoneOf(reading, source);
  return zone ? inventory.pathOf(zone) : reading.textOrNull(source, 'transport_zone_path');
}

function profileOf(reading: Reading, source: Source, attribute: string, kind: NsxKind): Field<ObjectId | null> {
  const block = reading.block(source, 'security_profile');
  return block === null || isUnknown(block) ? block : reading.objectOrNull(block, attribute, [kind]);
}

/** A setting that is on unless the entry says otherwise. */
function stateOf(reading: Reading, source: Source, attribute: string, on: string, off: string): Field<boolean> {
  const block = reading.block(source, ADVANCED);
  if (isUnknown(block)) return block;
  const state = reading.reader.string(block ?? { entry: source.entry, values: {}, block: ADVANCED }, attribute);
  if (isUnknown(state)) return state;
  return state === on ? true : state === off ? false : reading.reader.leftOut(source, `${ADVANCED}.${attribute}`);
}

const ADVANCED = 'advanced_config';

function subnetsOf(reading: Reading, source: Source): Blocks<SegmentSubnet> {
  const profile = reading.reader.value(source, 'dhcp_config_path');
  const { items, ...rest } = reading.blocks(source, 'subnet');
  return {
    items: items.map((block) => subnetOf(reading, block, profile !== undefined && isUnknown(profile) ? profile : profile !== undefined)),
    ...rest,
  };
}

function subnetOf(reading: Reading, block: Source, hasProfile: Field<boolean>): SegmentSubnet {
  const dhcpRanges = reading.texts(block, 'dhcp_ranges');
  const config = ['dhcp_v4_config', 'dhcp_v6_config'].map((name) => reading.block(block, name)).find((one) => one !== null) ?? null;
  const dhcpServer = config === null || isUnknown(config) ? config : reading.textOrNull(config, 'server_address');
  const isServed = dhcpRanges.items.length > 0 || (config !== null && !isUnknown(config)) || hasProfile === true;
  const gap: Unknown | undefined = dhcpRanges.unknown ?? (isUnknown(config) ? config : undefined) ?? (isUnknown(hasProfile) ? hasProfile : undefined);
  return { cidr: reading.reader.string(block, 'cidr'), dhcpRanges, dhcp: isServed || (gap ?? false), dhcpServer };
}

/** What DHCP hands out on a VPC's subnet: all of it but what is reserved. */
function dhcpOf(reading: Reading, source: Source): (cidr: Field<string>) => Omit<SegmentSubnet, 'cidr'> {
  const { reader } = reading;
  const stated = reading.block(source, 'dhcp_config');
  const config = stated ?? { entry: source.entry, values: {}, block: 'dhcp_config' };
  if (isUnknown(config)) return () => ({ dhcpRanges: openBlocks(config), dhcp: config, dhcpServer: config });
  const mode = reader.string(config, 'mode');
  if (isUnknown(mode)) return () => ({ dhcpRanges: openBlocks(mode), dhcp: mode, dhcpServer: mode });
  if (mode !== 'DHCP_SERVER') return () => ({ dhcpRanges: NONE, dhcp: mode === 'DHCP_RELAY', dhcpServer: null });
  const more = reading.block(config, 'dhcp_server_additional_config');
  const reserved = more === null ? NONE : isUnknown(more) ? openBlocks<Field<string>>(more) : reading.texts(more, 'reserved_ip_ranges');
  const advanced = reading.block(source, ADVANCED);
  const servers = advanced === null || isUnknown(advanced) ? undefined : reading.texts(advanced, 'dhcp_server_addresses').items;
  const dhcpServer = servers?.[0] ?? reader.leftOut(source, `${ADVANCED}.dhcp_server_addresses`);
  const isWhole = reserved.complete && reserved.items.length === 0;
  return (cidr) => ({
    dhcp: true,
    dhcpRanges: isWhole
      ? { items: [cidr], complete: true }
      : openBlocks(reserved.unknown ?? reader.leftOut(config, `reserved_ip_ranges of ${keyOf(source.entry)}`)),
    dhcpServer,
  });
}
