import type { Maximum } from './maximums';

const PROVIDER = 'https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_common.go';
const API = 'https://developer.broadcom.com/xapis/nsx-t-data-center-rest-api/latest/';
const FIREWALL = 'https://knowledge.broadcom.com/external/article/371437/dfw-rules-limit-per-host-exceeded-and-df.html';
const FIREWALL_MANAGER = 'https://blog.redlogic.nl/en/demystify-applied-nsx-dfw-part-two';
const GROUP_MEMBERS = 'https://docs.vmware.com/en/VMware-NSX-T-Data-Center/3.0/administration/GUID-718E769B-8D89-485B-8DBD-04F1F82CFE14.html';

/** `rule` blocks of one policy that the provider takes. */
export const RULES_PER_POLICY: Maximum = { value: 1_000, source: PROVIDER };

/** Rules of the distributed firewall of one manager, tested with NSX 4.1. */
export const RULES_PER_MANAGER: Maximum = { value: 100_000, source: FIREWALL_MANAGER };

/** Rules of the distributed firewall on one host, over all vNICs of its VMs. */
export const RULES_PER_HOST: Maximum = { value: 120_000, source: FIREWALL };

/** Rules of the distributed firewall on one vNIC. */
export const RULES_PER_VNIC: Maximum = { value: 4_000, source: FIREWALL };

/** Objects that a group names one by one. */
export const DIRECT_MEMBERS_PER_GROUP: Maximum = { value: 500, source: GROUP_MEMBERS };

/** Conditions that one criterion of a group joins. */
export const CONDITIONS_PER_CRITERION: Maximum = { value: 5, source: API };

/** Criteria of a group that are made of conditions. */
export const CRITERIA_PER_GROUP: Maximum = { value: 5, source: API };

export const NSX_MAXIMUMS: readonly Maximum[] = [
  RULES_PER_POLICY,
  RULES_PER_MANAGER,
  RULES_PER_HOST,
  RULES_PER_VNIC,
  DIRECT_MEMBERS_PER_GROUP,
  CONDITIONS_PER_CRITERION,
  CRITERIA_PER_GROUP,
];
