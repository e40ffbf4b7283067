import type { Segment, SegmentSecurityProfile, SegmentSubnet, SpoofGuardProfile, TransportZone } from '../../nsx';
import type { ObjectId } from '../../object';
import type { Field } from '../../value';
import type { ApiObject } from './collection';
import type { Fields } from './fields';
import { whole, type NsxExport } from './nsx-export';

export function readTransportZones(nsx: NsxExport): TransportZone[] {
  return nsx.found.of('PolicyTransportZone').map((zone) => ({ ...nsx.base(zone), type: zoneType(zone) ?? nsx.open(zone, 'tz_type') }));
}

function zoneType({ fields }: ApiObject): string | undefined {
  const traffic = fields.text('transport_zone_type');
  return fields.text('tz_type') ?? (traffic === undefined ? undefined : `${traffic}_BACKED`);
}

export function readSegments(nsx: NsxExport): Segment[] {
  return [
    ...nsx.found.of('Segment').map((segment) => readSegment(nsx, segment)),
    ...nsx.found.of('VpcSubnet').map((subnet) => readVpcSubnet(nsx, subnet)),
  ];
}

function readSegment(nsx: NsxExport, segment: ApiObject): Segment {
  const { fields } = segment;
  const gateway = fields.text('connectivity_path');
  const subnets = fields.objects('subnets')?.map((subnet) => readSubnet(nsx, segment, subnet));
  return {
    ...nsx.base(segment),
    kind: segmentKind(nsx, segment),
    gateway: gateway === undefined ? nsx.or(segment, 'connectivity_path', undefined, null) : nsx.reference(gateway),
    transportZone: nsx.or<string | null>(segment, 'transport_zone_path', fields.text('transport_zone_path'), null),
    vlans: nsx.texts(segment, 'vlan_ids'),
    subnets: nsx.list(segment, 'subnets', subnets),
    connected: fields.object('advanced_config')?.text('connectivity') !== 'OFF' && fields.text('admin_state') !== 'DOWN',
    securityProfile: boundProfile(nsx, segment, 'segment_security_profile_path'),
    spoofGuard: boundProfile(nsx, segment, 'spoofguard_profile_path'),
  };
}

/** An overlay segment may have VLAN ids as well, for guests that tag: its transport zone tells. */
function segmentKind({ found }: NsxExport, { fields }: ApiObject): 'overlay' | 'vlan' {
  const zone = found.at(fields.text('transport_zone_path') ?? '');
  const type = zone && zoneType(zone);
  if (type !== undefined) return type.startsWith('VLAN') ? 'vlan' : 'overlay';
  if (fields.has('connectivity_path') || fields.has('overlay_id')) return 'overlay';
  return (fields.texts('vlan_ids') ?? []).length > 0 ? 'vlan' : 'overlay';
}

function readSubnet(nsx: NsxExport, segment: ApiObject, subnet: Fields): SegmentSubnet {
  const ranges = subnet.texts('dhcp_ranges') ?? [];
  const config = subnet.object('dhcp_config');
  return {
    // Without a gateway the range that NSX has computed of it is left.
    cidr: subnet.text('gateway_address') ?? subnet.text('network') ?? nsx.open(segment, 'subnets.gateway_address'),
    dhcpRanges: whole(ranges),
    dhcp: ranges.length > 0 || config !== undefined || segment.fields.has('dhcp_config_path'),
    dhcpServer: config?.text('server_address') ?? null,
  };
}

/** Profiles are bound to a segment by objects below it. */
function boundProfile(nsx: NsxExport, segment: ApiObject, field: string): Field<ObjectId | null> {
  const type = ['SegmentSecurityProfileBindingMap'];
  const path = nsx.found
    .below(segment.path, type)
    .map(({ fields }) => fields.text(field))
    .find((one) => one !== undefined);
  if (path !== undefined) return nsx.reference(path);
  return nsx.found.covers(type, segment.path) ? null : nsx.open(segment, field);
}

function readVpcSubnet(nsx: NsxExport, subnet: ApiObject): Segment {
  const { fields } = subnet;
  const ranges = fields.texts('ip_addresses');
  const dhcp = vpcDhcp(nsx, subnet);
  const advanced = fields.object('advanced_config');
  const servers = advanced?.texts('dhcp_server_addresses') ?? [];
  const subnets = (ranges ?? []).map((cidr, position): SegmentSubnet => ({
    cidr,
    dhcpRanges: whole([]),
    dhcp,
    dhcpServer: servers[position] ?? (dhcp === false ? null : nsx.open(subnet, 'dhcp_server_addresses')),
  }));
  return {
    ...nsx.base(subnet),
    kind: 'vpc-subnet',
    gateway: null,
    transportZone: null,
    vlans: fields.has('vlan_connection') ? nsx.missing(subnet, 'vlan_connection') : whole([]),
    // NSX chooses the range where only a size is asked for.
    subnets: ranges ? whole(subnets) : nsx.missing(subnet, 'ip_addresses'),
    connected: advanced?.text('connectivity_state') !== 'DISCONNECTED',
    // A VPC binds its profiles to all of its subnets.
    securityProfile: nsx.open(subnet, 'segment_security_profile_path'),
    spoofGuard: nsx.open(subnet, 'spoofguard_profile_path'),
  };
}

/** Where a subnet says nothing, its VPC does. */
function vpcDhcp(nsx: NsxExport, subnet: ApiObject): Field<boolean> {
  const mode = subnet.fields.object('subnet_dhcp_config')?.text('mode');
  if (mode !== undefined) return mode !== 'DHCP_DEACTIVATED';
  return subnet.fields.object('dhcp_config')?.boolean('enable_dhcp') ?? nsx.open(subnet, 'subnet_dhcp_config');
}

export function readSecurityProfiles(nsx: NsxExport): SegmentSecurityProfile[] {
  return nsx.found.of('SegmentSecurityProfile').map((profile) => ({
    ...nsx.base(profile),
    blocksDhcpServers: nsx.or(profile, 'dhcp_server_block_enabled', profile.fields.boolean('dhcp_server_block_enabled'), true),
    blocksNonIp: nsx.or(profile, 'non_ip_traffic_block_enabled', profile.fields.boolean('non_ip_traffic_block_enabled'), false),
  }));
}

export function readSpoofGuardProfiles(nsx: NsxExport): SpoofGuardProfile[] {
  return nsx.found.of('SpoofGuardProfile').map((profile) => ({
    ...nsx.base(profile),
    bindsAddresses: nsx.or(
      profile,
      'address_binding_allowlist',
      profile.fields.boolean('address_binding_allowlist') ?? profile.fields.boolean('address_binding_whitelist'),
      false,
    ),
  }));
}
