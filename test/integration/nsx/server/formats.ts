/** What a text must be. */
export type Format = 'cidr' | 'address-with-prefix' | 'address' | 'address-or-range' | 'mac';

interface Formatted {
  readonly type: string;
  readonly field: string;
  readonly format: Format;
  readonly source: string;
}

const SDK = 'vcf-nsx';

export const FORMATS: readonly Formatted[] = [
  {
    type: 'SegmentSubnet',
    field: 'gateway_address',
    format: 'address-with-prefix',
    source: `${SDK} SegmentSubnet.gateway_address: "Gateway IP address in CIDR format"`,
  },
  {
    type: 'SegmentSubnet',
    field: 'dhcp_ranges',
    format: 'address-or-range',
    source: `${SDK} SegmentSubnet.dhcp_ranges: "Supports address range and CIDR formats"`,
  },
  {
    type: 'SegmentDhcpV4Config',
    field: 'server_address',
    format: 'address-with-prefix',
    source: `${SDK} SegmentDhcpV4Config.server_address: "in CIDR format"`,
  },
  {
    type: 'SegmentDhcpV4Config',
    field: 'dns_servers',
    format: 'address',
    source: `${SDK} SegmentDhcpV4Config.dns_servers: "IP address of DNS servers"`,
  },
  {
    type: 'DhcpServerConfig',
    field: 'server_addresses',
    format: 'address-with-prefix',
    source: `${SDK} DhcpServerConfig.server_addresses: "in CIDR format"`,
  },
  { type: 'DhcpRelayConfig', field: 'server_addresses', format: 'address', source: `${SDK} DhcpRelayConfig.server_addresses: "IP addresses"` },
  { type: 'DhcpV4StaticBindingConfig', field: 'ip_address', format: 'address', source: `${SDK} DhcpV4StaticBindingConfig.ip_address` },
  { type: 'DhcpV4StaticBindingConfig', field: 'mac_address', format: 'mac', source: `${SDK} DhcpV4StaticBindingConfig.mac_address` },
  {
    type: 'IpAddressPoolStaticSubnet',
    field: 'cidr',
    format: 'cidr',
    source: `${SDK} IpAddressPoolStaticSubnet.cidr: "a network address and prefix length"`,
  },
  { type: 'IpAddressPoolStaticSubnet', field: 'gateway_ip', format: 'address', source: `${SDK} IpAddressPoolStaticSubnet.gateway_ip` },
  { type: 'IpAddressPoolStaticSubnet', field: 'dns_nameservers', format: 'address', source: `${SDK} IpAddressPoolStaticSubnet.dns_nameservers` },
  { type: 'IpPoolRange', field: 'start', format: 'address', source: `${SDK} IpPoolRange.start: "The start IP Address"` },
  { type: 'IpPoolRange', field: 'end', format: 'address', source: `${SDK} IpPoolRange.end: "The end IP Address"` },
  { type: 'IpAddressBlock', field: 'cidr', format: 'cidr', source: `${SDK} IpAddressBlock.cidr: "a network address and the prefix length"` },
  { type: 'IpAddressBlock', field: 'cidrs', format: 'cidr', source: `${SDK} IpAddressBlock.cidrs: "list of CIDRs"` },
  {
    type: 'IPAddressExpression',
    field: 'ip_addresses',
    format: 'address-or-range',
    source: `${SDK} IPAddressExpression.ip_addresses: list of formats`,
  },
  { type: 'MACAddressExpression', field: 'mac_addresses', format: 'mac', source: `${SDK} MACAddressExpression.mac_addresses` },
  { type: 'StaticRoutes', field: 'network', format: 'cidr', source: `${SDK} StaticRoutes.network: "Specify network address in CIDR format"` },
  { type: 'RouterNexthop', field: 'ip_address', format: 'address', source: `${SDK} RouterNexthop.ip_address: "Next hop gateway IP address"` },
  { type: 'RouteAdvertisementRule', field: 'subnets', format: 'cidr', source: `${SDK} RouteAdvertisementRule.subnets: "Network CIDRs"` },
  { type: 'Vpc', field: 'private_ips', format: 'cidr', source: `${SDK} Vpc.private_ips: "For each IPv4 CIDR specified"` },
  {
    type: 'VpcSubnet',
    field: 'ip_addresses',
    format: 'cidr',
    source: `${SDK} VpcSubnet.ip_addresses: "IP assignment will be done based on VPC CIDRs"`,
  },
  {
    type: 'SubnetAdvancedConfig',
    field: 'gateway_addresses',
    format: 'address-with-prefix',
    source: `${SDK} SubnetAdvancedConfig.gateway_addresses: "in ip/prefix_length format"`,
  },
  { type: 'TransitGateway', field: 'transit_subnets', format: 'cidr', source: `${SDK} TransitGateway.transit_subnets: "Array of IPV4 CIDRs"` },
  {
    type: 'InterfaceSubnet',
    field: 'ip_addresses',
    format: 'address',
    source: `${SDK} InterfaceSubnet.ip_addresses: "IP addresses assigned to interface"`,
  },
];
