import type { NsxObject, Unknown, Value } from '../../estate';
import { isReference, isUnknown } from '../../estate';
import { subjectOf } from '../subjects';
import type { Evidence, Refuted, Remedy, Undecided, Verdict } from '../verdict';

const PROVIDER = 'https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/';
const ADMINISTRATION = 'https://docs.vmware.com/en/VMware-NSX/4.1/administration/';

/** Who refuses what, or says what comes of it. */
export const SOURCES = {
  api: 'https://developer.broadcom.com/xapis/nsx-t-data-center-rest-api/latest/',
  segment: `${PROVIDER}nsxt/segment_common.go`,
  validators: `${PROVIDER}nsxt/validators.go`,
  projectZone: 'https://github.com/vmware/terraform-provider-nsxt/pull/2259',
  overlap: 'https://knowledge.broadcom.com/external/article/428847/modifying-tier0-gateway-fails-with-error.html',
  natOverlap: 'https://github.com/vmware/terraform-provider-nsxt/issues/823',
  group: `${PROVIDER}nsxt/resource_nsxt_policy_group.go`,
  policy: `${PROVIDER}nsxt/policy_common.go`,
  gatewayPolicy: `${PROVIDER}nsxt/resource_nsxt_policy_gateway_policy.go`,
  nat: `${PROVIDER}nsxt/resource_nsxt_policy_nat_rule.go`,
  vpcNat: `${PROVIDER}docs/resources/vpc_nat_rule.md`,
  tier1Gateway: `${PROVIDER}nsxt/resource_nsxt_policy_tier1_gateway.go`,
  exists: `${PROVIDER}nsxt/policy_utils.go`,
  advertisement: 'https://docs.vmware.com/en/VMware-NSX-T-Data-Center/2.0/com.vmware.nsxt.admin.doc/GUID-31CEF010-0C34-4C10-9443-13A0EAAABFD6.html',
  tier1: `${ADMINISTRATION}GUID-EEBA627A-0860-477A-95A7-7645BA562D62.html`,
  removal: `${PROVIDER}docs/guides/faq.md`,
  removalOfGroups: 'https://github.com/vmware/terraform-provider-nsxt/issues/661',
  removalOfServices: 'https://github.com/vmware/terraform-provider-nsxt/issues/942',
  createFirst: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy',
  context: 'https://github.com/vmware/terraform-provider-nsxt/pull/1660',
} as const;

/** What is wrong with one object. */
export interface Fault {
  readonly attribute?: string;
  readonly key: string;
  readonly message: string;
  readonly witness: readonly Evidence[];
  /** Where it is said that this fails. */
  readonly source: string;
  readonly remedies?: readonly Remedy[];
}

export function fault(object: NsxObject, { attribute, key, message, witness, source, remedies = [] }: Fault): Refuted {
  return {
    verdict: 'refuted',
    subject: subjectOf(object, attribute),
    key,
    message,
    witness: [...witness, { label: 'source', text: source }],
    remedies,
  };
}

export function open(object: NsxObject, attribute: string, key: string, message: string, reason: string, decidedBy: string): Undecided {
  return { verdict: 'undecided', subject: subjectOf(object, attribute), key, message, reason, decidedBy };
}

/** What a check says of each object that the app makes, or that it holds where that says nothing. */
export function* each<T extends NsxObject>(objects: readonly T[], check: (object: T) => readonly Verdict[]): Iterable<Verdict> {
  for (const object of objects) {
    if (object.origin !== 'owned' || object.instances.high === 0) continue;
    const verdicts = check(object);
    if (verdicts.length > 0) yield* verdicts;
    else yield { verdict: 'proved', subject: subjectOf(object) };
  }
}

/** What hides blocks: a token in their place, or in that of one of them. */
export function tokenIn(value: Value | undefined): Unknown | undefined {
  if (value === undefined || value === null || typeof value !== 'object' || isReference(value)) return undefined;
  if (isUnknown(value)) return value;
  return Array.isArray(value) ? value.map((one: Value) => (isUnknown(one) ? one : undefined)).find((one) => one !== undefined) : undefined;
}
