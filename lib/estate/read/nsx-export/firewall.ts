import type { NsxEstate } from '../../nsx';
import { isFederated } from './federation';
import type { NsxExport } from './nsx-export';
import { isDefaultPolicy } from './policies';

/**
 * Whether an export has all of the distributed firewall that others own. It has where
 *
 * 1. it has the list of security policies of the domain `default`: in a collected export the list itself, in a tree a policy of it;
 * 2. the list has the default section of layer 3, which NSX ends it with: a list without one was cut, an empty one too;
 * 3. it has the rules of each policy that it has;
 * 4. it has the exclusion list: what stands in that no rule is for;
 * 5. it does not say that the distributed firewall is off, which no field of the estate holds;
 * 6. where it shows that a Global Manager puts policies there as well, it has the list of these.
 *
 * Groups and services that it lacks leave the rules undecided that name them, so they are not asked for here; nor are gateway policies, nor
 * the policies of projects and VPCs, which are for the VMs in these only.
 */
export function hasWholeFirewall(nsx: NsxExport, { securityPolicies }: NsxEstate): boolean {
  const { found } = nsx;
  const policies = found.of('SecurityPolicy');
  const listed = found.covers(['SecurityPolicy'], DOMAIN);
  const ended = policies.some((one) => one.parent === DOMAIN && isDefaultPolicy(one) && one.fields.text('category') === 'Application');
  const off = found.of('DfwFirewallConfiguration').some(({ fields }) => fields.boolean('enable_firewall') === false);
  const global = !isFederated(nsx) || found.covers(['SecurityPolicy'], GLOBAL_DOMAIN);
  return !off && global && listed && ended && securityPolicies.every(({ rules }) => rules.complete) && found.covers(['PolicyExcludeList'], '/infra');
}

const DOMAIN = '/infra/domains/default';
const GLOBAL_DOMAIN = '/global-infra/domains/default';
