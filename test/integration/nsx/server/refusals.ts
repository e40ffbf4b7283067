/** Why the server refuses a request. */
export interface RefusalClass {
  readonly status: 400 | 404 | 412;
  /**
   * The number NSX gives, where a public source shows it.
   * @default - {@link UNSOURCED}
   */
  readonly code?: number;
  readonly module: 'policy' | 'common-services';
  /** The documentation followed: class and attribute of vcf-nsx 9.1.1.0, or an address. */
  readonly citation: string;
  /** Set where the documentation calls the case undefined or leaves it out, and the server refuses all the same: who says so. */
  readonly stricter?: string;
}

/** The documentation numbers no errors. This one says that the number is the server's own. */
export const UNSOURCED = 999999;

const SDK = 'vcf-nsx';
const BROADCOM = 'https://developer.broadcom.com/xapis/nsx-t-data-center-rest-api';
const GUIDE = 'https://docs.vmware.com/en/VMware-NSX/4.1/administration';
const NSXLIB = 'https://opendev.org/x/vmware-nsxlib, vmware_nsxlib/v3/client.py';
const GROUPS = `${GUIDE}/GUID-9DFF6EE2-2E00-4097-A412-B72472596E4D.html`;
const CRITERIA = `${GUIDE}/GUID-8F5303FC-232B-4F92-B8B5-B746A622223B.html`;

const bad = (citation: string, more: Partial<RefusalClass> = {}): RefusalClass => ({ status: 400, module: 'policy', citation, ...more });

/** Every class of refusal with what it follows. Numbers: 287, 500012 from the issues named, 5xxxxx else from the names nsxlib gives them. */
export const REFUSALS = {
  // The shape of a body
  'unknown-field': bad(
    `${BROADCOM}/latest/schemas_Condition.html ("additionalProperties": false); wording: github.com/sapcc/networking-nsx-t/pull/36`,
    {
      code: 287,
      module: 'common-services',
    },
  ),
  'wrong-type': bad(`${SDK}: the binding of each class`, { module: 'common-services' }),
  'not-allowed-value': bad(`${SDK}: "Possible values for this attribute"`, { module: 'common-services' }),
  'out-of-range': bad(
    `${SDK}: "The minimum allowable value must be", "The maximum allowable value must be", "The maximum length of the string must be"`,
    {
      module: 'common-services',
    },
  ),
  'duplicate-item': bad(`${SDK}: "Items must be unique"`, { module: 'common-services' }),
  'missing-field': bad(`${SDK}: resource_type of what is polymorphic, id of what is sent in a tree; else the row of required.ts`, {
    module: 'common-services',
  }),
  'too-many-items': bad('the row of limits.ts', { module: 'common-services' }),
  'not-an-address': bad('the row of formats.ts', { module: 'common-services' }),

  // Identity and revision
  'not-found': { status: 404, module: 'policy', citation: `${SDK}: each read, "HTTP status code - 404. Not Found"` },
  'no-such-path': { status: 404, module: 'common-services', citation: `${SDK} policy/api/v1: the url_template of every operation` },
  'stale-revision': {
    status: 412,
    module: 'common-services',
    citation: `${SDK} PolicyConfigResource._revision: "If the _revision provided in a PUT request is missing or stale, the operation will be rejected"`,
  },
  'duplicate-id': bad(`${SDK} PolicyConfigResource.id: "Unique identifier of this resource"`),
  'id-mismatch': bad(`${SDK} PolicyConfigResource.relative_path: "Path relative from its parent"`),
  'default-object': bad(
    `${SDK} Service.is_default: "can't be modified/deleted"; Project.default: "non-editable"; TransitGateway, VpcConnectivityProfile, VpcServiceProfile.is_default: "cannot be deleted"`,
  ),
  'cannot-change': bad('the row of immutable.ts'),

  // References
  'unknown-path': bad(
    'vcf-nsx: the attribute named in the row of references.ts; wording and number: github.com/vmware-archive/ansible-for-nsxt/issues/98',
    { code: 500012 },
  ),
  'in-use': bad(
    `${SDK} domains_client policy_delete_group: "If true, deleting the resource succeeds even if it is being referred", and the parameter is ignored; ${NSXLIB}: 500030 ResourceInUse`,
    { code: 500030 },
  ),
  'has-children': bad(
    `${SDK} orgs/projects_client, is_recursive: "If VPC has any children then delete will fail", policy_delete_group, fail_if_subtree_exists; ${NSXLIB}: 500030 ResourceInUse`,
    { code: 500030 },
  ),
  'segment-has-ports': bad(
    `${SDK} policy_lm_force_delete_infra_segment: "bypasses validations during segment deletion"; ${NSXLIB}: NsxSegemntWithVM`,
    {
      code: 503040,
    },
  ),

  // Segments
  'no-transport-zone': bad(`${SDK} Segment.transport_zone_path: "This field is required for VLAN backed Segments"`, {
    stricter: 'An overlay segment gets the default zone if there is one; outside projects the provider asks for it (terraform-provider-nsxt#742)',
  }),
  'transport-zone-in-project': bad('https://github.com/vmware/terraform-provider-nsxt/pull/2259: not to be specified inside a project', {
    stricter: 'The API documentation is silent; the provider refuses it',
  }),
  'no-vlan': bad(`${SDK} Segment.vlan_ids: "Required when creating a VLAN-backed segment"`),
  'vlan-out-of-range': bad(`${SDK} Segment.vlan_ids: "either a single VLAN ID (0-4094) or a contiguous range in the format 'start-end'"`),
  'vlan-on-overlay': bad(`${SDK} Segment.vlan_ids: "not applicable to overlay segments"`),
  'vlan-connected': bad(`${SDK} Segment.connectivity_path: "VLAN backed segments cannot have connectivity path set"`),
  'no-dhcp-server-address': bad(`${SDK} SegmentDhcpV4Config.server_address: "mandatory in case this segment has ... a DHCP server config"`),
  'dhcp-overlap': bad(`${SDK} SegmentDhcpV4Config.server_address: "must not overlap the ip-ranges of the subnet, or the gateway address"`),
  'wrong-family': bad(`${SDK} SegmentDhcpV4Config.dns_servers: "must belong to the same address family as segment gateway_address"`),

  // Addresses
  'two-ipv4-subnets': bad(
    `schema of nsxt_policy_segment: "at most 1 IPv4 CIDR and multiple IPv6 CIDRs", https://github.com/vmware/terraform-provider-nsxt; ${SDK} Segment.subnets says "Max 1 subnet"`,
  ),
  'outside-subnet': bad(
    `${SDK} SegmentSubnet.network: "Network CIDR for this subnet calculated from gateway_addresses"; IpAddressPoolStaticSubnet: "the range details and the gateway for the subnet"; DhcpV4StaticBindingConfig.ip_address: "must belong to the subnet"`,
  ),
  'bad-range': bad(`${SDK} IpPoolRange: "A set of IPv4 or IPv6 addresses defined by a start and end address"`),
  'overlapping-subnets': bad(`${NSXLIB}: NsxOverlapAddresses; https://github.com/vmware/terraform-provider-nsxt/pull/1813`, { code: 500105 }),
  'bad-size': bad(`${SDK} IpAddressPoolBlockSubnet.size; power of two: nsxt_policy_ip_pool_block_subnet, github.com/vmware/terraform-provider-nsxt`),
  'block-exhausted': bad(
    `${SDK} IpAddressPoolBlockSubnet: "If the required amount of IP address space is available in the specified IpAddressBlock"`,
  ),
  'nat-fields': bad(`${SDK} PolicyNatRule.source_network, destination_network, translated_network: "this is a mandatory field", "should be empty"`),

  // Groups
  'bad-expression': bad(`${SDK} Group.expression: "must be of odd size", "separated by a conjunction expression at odd indices"; NestedExpression`),
  'too-many-conditions': bad(`${SDK} Group.expression: "should not exceed 5"; NestedExpression: "at most 5 condition expressions inside a list"`),
  'mixed-members': bad(`${SDK} NestedExpression: "must have the same member type"; ${CRITERIA} (AND between two criteria)`),
  'mixed-families': bad(`${SDK} IPAddressExpression.ip_addresses: "Both IPv4 and IPv6 addresses within one expression is not allowed"`),
  'no-operator': bad(
    `${SDK} Condition.operator: "non-mandatory to support Segment and SegmentPort tag ... other types, operator value should be provided"`,
  ),

  // Firewall
  'rule-tie': bad(`${SDK} Rule.sequence_number: "multiple rules with the same sequence number then their order is not deterministic"`, {
    stricter: 'The documentation says that the order is undetermined, not that NSX refuses; Strata says that ties cannot be made (issue 4)',
  }),
  'too-many-rules': bad(`${BROADCOM}/latest/types_FirewallRuleList.html (rules, "Maximum items: 1000"); ${SDK} RedirectionPolicy.rules`),
  'any-with-others': bad(`${SDK} Rule.source_groups, services: "must be the ONLY element in the array", "An error will be thrown"`),
  'jump-outside-environment': bad(`${SDK} Rule.action: "JUMP_TO_APPLICATION is only valid for DFW rules ... created in the Environment category"`),
  'layer-2': bad(
    `${SDK} Rule.action: "REJECT is not allowed for Layer-2", Rule.ip_protocol: "must be null", SecurityPolicy.stateful: "must be stateless"`,
  ),
  'wrong-category': bad(`${SDK} SecurityPolicy.category: DFW categories, Edge (Gateway) Firewall categories`),
  'applied-to-addresses': bad(
    `${GROUPS}: "Groups consisting of only IP addresses, MAC addresses, or Active Directory groups cannot be used in the Applied to"`,
  ),
  'excluded-addresses': bad(
    `${GROUPS}: "IP sets, MAC sets, and AD groups cannot be included as members in a group that is used in a firewall exclusion list"`,
  ),
  'preference-without-scope': bad(`${SDK} SecurityPolicy.connectivity_preference: "without specifying the scope is not allowed"`),
  'too-many-ports': bad(`${SDK} L4PortSetServiceEntry.destination_ports: "Number of values should not exceed 15, ranges count as 2 values"`),

  // Tenancy
  'second-attachment': bad(`${SDK} orgs/projects/vpcs_client policy_lm_patch_vpc_attachment: "Each VPC has one attachment"`),
  'not-with-service-profile': bad(`${SDK} Vpc.service_gateway and others: "This field is not allowed with vpc_service_profile in place"`),
  'tier0-not-of-project': bad(`${SDK} Vpc.default_gateway_path: "must be a subset of Tier0s/VRFs defined at the project level"`),
  'dhcp-with-static-ip': bad(`${SDK} SubnetDhcpConfig.mode: "When mode is set to DHCP server or relay, static IP allocation cannot be enabled"`),
} as const satisfies Record<string, RefusalClass>;

export type RefusalName = keyof typeof REFUSALS;

const HTTP_STATUS = { 400: 'BAD_REQUEST', 404: 'NOT_FOUND', 412: 'PRECONDITION_FAILED' } as const;

/** A request that is refused. Nothing of it has happened. */
export class Refusal extends Error {
  public constructor(
    public readonly refusal: RefusalName,
    message: string,
    /** @default - the citation of the class */
    private readonly source?: string,
  ) {
    super(message);
  }

  public get class(): RefusalClass {
    return REFUSALS[this.refusal];
  }

  /** As NSX says it, and the class of refusal with its citation, which NSX does not say. */
  public get body(): Record<string, unknown> {
    const { status, code, module } = this.class;
    return {
      httpStatus: HTTP_STATUS[status],
      error_code: code ?? UNSOURCED,
      module_name: module,
      error_message: this.message,
      error_data: { refusal: this.refusal, citation: this.source ?? this.class.citation },
    };
  }
}
