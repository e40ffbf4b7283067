import type { NsxEstate } from '../../nsx';
import { isFederated } from './federation';
import type { NsxExport } from './nsx-export';
import { isDefaultPolicy } from './policies';

/** Why an export has not all of the distributed firewall that others own. */
export type ExportGap = { readonly is: 'off' } | { readonly is: 'incomplete'; readonly lacks: string };

/**
 * What an export lacks of the distributed firewall that others own; undefined where it has all. It has where
 *
 * 1. it does not say that the distributed firewall is off;
 * 2. it has the list of security policies of the domain `default`: in a collected export the list itself, in a tree a policy of it;
 * 3. the list has the default section of layer 3, which NSX ends it with: a list without one was cut, an empty one too;
 * 4. it has the rules of each policy that it has;
 * 5. it has the exclusion list: what stands in that no rule is for;
 * 6. where it shows that a Global Manager puts policies there as well, it has the list of these.
 *
 * Groups and services that it lacks leave the rules undecided that name them, so they are not asked for here; nor are gateway policies, nor
 * the policies of projects and VPCs, which are for the VMs in these only.
 */
export function firewallGap(nsx: NsxExport, { securityPolicies }: NsxEstate): ExportGap | undefined {
  const { found } = nsx;
  if (found.of('DfwFirewallConfiguration').some(({ fields }) => fields.boolean('enable_firewall') === false)) return { is: 'off' };
  const policies = found.of('SecurityPolicy');
  const ended = policies.some((one) => one.parent === DOMAIN && isDefaultPolicy(one) && one.fields.text('category') === 'Application');
  const ruleless = securityPolicies.find(({ rules }) => !rules.complete);
  const parts: readonly (readonly [isThere: boolean, what: string])[] = [
    [found.covers(['SecurityPolicy'], DOMAIN), 'the whole list of security policies of the domain `default`'],
    [ended, 'the default section of layer 3'],
    [ruleless === undefined, `the rules of policy \`${String(ruleless?.name)}\``],
    [found.covers(['PolicyExcludeList'], '/infra'), 'the exclusion list'],
    [!isFederated(nsx) || found.covers(['SecurityPolicy'], GLOBAL_DOMAIN), 'the list of security policies of the Global Manager'],
  ];
  const missing = parts.filter(([isThere]) => !isThere).map(([, what]) => what);
  return missing.length === 0 ? undefined : { is: 'incomplete', lacks: listed(missing) };
}

function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

const DOMAIN = '/infra/domains/default';
const GLOBAL_DOMAIN = '/global-infra/domains/default';
