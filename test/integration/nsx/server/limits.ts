/** How many items a list may have. The client gives no such number in a form to be read, so each row names its source. */
interface Limit {
  readonly type: string;
  readonly field: string;
  readonly max: number;
  readonly source: string;
}

const SDK = 'vcf-nsx';
const BROADCOM = 'https://developer.broadcom.com/xapis';
const BASE_RULE = `${BROADCOM}/firewall-rule-analysis/latest/data-structures/InlineNsxBaseRule1 (maxItems: 128)`;

export const LIMITS: readonly Limit[] = [
  {
    type: 'SegmentSubnet',
    field: 'dhcp_ranges',
    max: 99,
    source: `${BROADCOM}/nsx-t-data-center-rest-api/latest/types_SegmentSubnet.html`,
  },
  {
    type: 'SegmentDhcpV4Config',
    field: 'dns_servers',
    max: 2,
    source: `${BROADCOM}/nsx-t-data-center-global-manager-rest-api/4.2/types_SegmentDhcpConfig.html`,
  },
  {
    type: 'SegmentAdvancedConfig',
    field: 'address_pool_paths',
    max: 1,
    source: `${BROADCOM}/nsx-t-data-center-rest-api/latest/types_SegmentAdvancedConfig.html`,
  },
  { type: 'Rule', field: 'source_groups', max: 128, source: BASE_RULE },
  { type: 'Rule', field: 'destination_groups', max: 128, source: BASE_RULE },
  { type: 'IpAddressPoolStaticSubnet', field: 'dns_nameservers', max: 3, source: `${SDK} IpAddressPoolStaticSubnet: "upto 3 DNS servers"` },
  { type: 'Project', field: 'site_infos', max: 1, source: `${SDK} Project.site_infos: "For on-prem deployment, only 1 is allowed"` },
];
