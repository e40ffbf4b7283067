import type { Estate, Field, NsxObject } from '../../estate';
import { Enforcements, viewOf, type FirewallView } from '../../proofs/firewall';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { appliedSomewhere } from './applied-somewhere';
import { appliedToGaps } from './applied-to-gaps';
import { excludedMachines } from './excluded-machines';
import { nothingEnforced } from './firewall-off';
import { gatewayFirewalls } from './gateway-firewalls';
import { ownRules, type AppliedRules } from './own-policies';
import { policyEnforcers } from './policy-enforcers';
import { tenantSegments } from './tenant-segments';

/**
 * What rules of the app rely on so that NSX enforces them: that VMs of tenants are not on the exclusion list, that a rule is applied to
 * something that has a vNIC and to those that it names, that the firewall of a gateway is on, and that the network plugin of a Kubernetes
 * cluster reads the policies for its pods. What follows for a packet is not asked.
 *
 * The exclusion list concerns every tenant, whether an intent names it or not: nobody declares a tenant to have no firewall.
 */
export const enforcement: Rule = {
  id: 'ISO-012',
  title: 'What a policy relies on is enforced',
  decides:
    'No VM of a tenant is on the exclusion list of the distributed firewall, every rule of the app is applied to something that has a vNIC, one that drops to those that it names, those of gateways to gateways whose firewall is on, and the network plugin of a Kubernetes cluster enforces the kinds of policy that its manifests have.',
  why: 'NSX takes such rules and shows them as any other: a VM on the exclusion list has no firewall at all, and a rule that is not applied to a vNIC drops nothing there. So does Kubernetes: the API server takes a NetworkPolicy that no plugin reads.',
  severity: 'error',
  evidence:
    'The entry of the exclusion list, or what the rule is applied to and the VMs and segments that it names and misses; or the policies and the plugin.',
  sources: [
    'https://docs.vmware.com/en/VMware-NSX/4.0/administration/GUID-3B3C278D-4E35-4CE9-A4E2-ED6B1F25ABCE.html',
    'https://docs.vmware.com/en/VMware-NSX/4.1/administration/GUID-9DFF6EE2-2E00-4097-A412-B72472596E4D.html',
    'https://docs.vmware.com/en/VMware-NSX/4.0/administration/GUID-DE6FE8CB-017E-41C8-85FC-D71CF27F85C2.html',
    'https://docs.vmware.com/en/VMware-NSX-T-Data-Center/3.1/administration/GUID-41CC06DF-1CD4-4233-B43E-492A9A3AD5F6.html',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const { hidden } = tenantSegments(estate);
    for (const manager of managersOf(estate)) {
      const view = viewOf(estate, manager);
      const off = nothingEnforced(estate, view);
      if (off) yield off;
      const { verdicts, tells } = excludedMachines(estate, view, hidden);
      yield* off ? verdicts.filter(isRefuted) : verdicts;
      const enforcements = new Enforcements(view);
      for (const place of ownRules(estate, view)) {
        const found = [...applied(estate, view, enforcements, place, tells)];
        yield* off ? found.filter(isRefuted) : found;
      }
    }
    yield* gatewayFirewalls(estate);
    yield* policyEnforcers(estate);
  },
};

/** Where the firewall is off, nothing of it is proved, and what is open does not matter. */
function isRefuted({ verdict }: Verdict): boolean {
  return verdict === 'refuted';
}

/** What is enforced nowhere, or nobody knows where, has no other fault than certain gaps. */
function* applied(
  estate: Estate,
  view: FirewallView,
  enforcements: Enforcements,
  place: AppliedRules,
  tells: ReturnType<typeof excludedMachines>['tells'],
): Iterable<Verdict> {
  const somewhere = place.appliedTo && appliedSomewhere(view, enforcements, place, place.appliedTo);
  if (somewhere) yield somewhere.verdict;
  if (somewhere?.is === 'no') return;
  for (const placed of place.rules) {
    const gaps = appliedToGaps(estate, view, enforcements, place, placed, tells);
    yield* somewhere?.is === 'maybe' ? gaps.filter(({ verdict }) => verdict === 'refuted') : gaps;
  }
}

/** Managers that something of the app, or of what it is on, is of. */
function managersOf({ nsx }: Estate): readonly Field<string>[] {
  const objects: readonly NsxObject[] = [...nsx.segments, ...nsx.nsxMachines, ...nsx.securityPolicies, ...nsx.firewallExclusions];
  return [...new Map(objects.map(({ manager }) => [JSON.stringify(manager).toLowerCase(), manager])).values()];
}
