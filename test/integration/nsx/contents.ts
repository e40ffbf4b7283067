import type { PolicyServer } from './server';

/** What the system counts itself, and what it gives once it has been set to nothing. */
const UNCOUNTED = { _revision: 0, _last_modified_time: 0, _last_modified_user: '' };
const NOTHING = { description: '', tags: [], tag: '' };

/**
 * How a default rule of gateways logs, which the provider does not set back when it lets go of the policy.
 * Source: the deletion in https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/resource_nsxt_policy_predefined_gateway_policy.go
 */
const KEPT = { logged: false, tag: '' };
const DEFAULT_RULE_OF_GATEWAYS = /\/gateway-policies\/[^/]+\/rules\/[^/]+default_rule$/;

/** All that a reading of what nobody has changed must give again: objects by path, and machines. */
export function contentsOf(server: PolicyServer): Record<string, unknown> {
  const objects = [...server.objects()].map(([path, object]) => {
    return [path, { ...NOTHING, ...object, ...UNCOUNTED, ...(DEFAULT_RULE_OF_GATEWAYS.test(path) && object.is_default === true && KEPT) }];
  });
  return { ...Object.fromEntries(objects), machines: server.export().virtual_machines };
}
