import { isUnknown, type Estate, type Segment } from '../../estate';
import { actsOn, catchAllsOn, endpointsOn, ruleName, type CatchAlls, type Fate, type FirewallView, type PlacedRule } from '../../proofs/firewall';
import { Mend } from '../mend';
import type { Remedy } from '../verdict';
import { quotedName } from '../wording';

/** What would make a segment end in default deny. @param fates those by which everything passes */
export function remediesFor(view: FirewallView, segment: Segment, fates: readonly Fate[], found: CatchAlls): Remedy[] {
  const remedies: Remedy[] = [];
  for (const exclusion of new Set(fates.flatMap((fate) => fate.exclusion ?? []))) {
    remedies.push({ text: `${quotedName(exclusion)} off the exclusion list`, mend: Mend.remove('firewallExclusions', exclusion.id) });
  }
  const allowing = [...new Set(fates.flatMap((fate) => fate.rules))];
  if (allowing.length === 0) return remedies;
  for (const { policy, rule } of narrowDenials(view, segment, found)) {
    remedies.push({
      text: `rule ${ruleName(rule)} of policy ${quotedName(policy)} for both directions and both versions of IP`,
      mend: Mend.changeRule(policy, rule.key, { direction: 'IN_OUT', ipVersion: 'IPV4_IPV6' }),
    });
  }
  const ofOthers = allowing.filter(({ place }) => place.isDefault === 'yes');
  if (ofOthers.length === allowing.length) {
    remedies.push({ text: "a `FirewallPolicy` that is applied to the segment, with `default: 'drop'`", mend: dropping(segment) });
  }
  for (const { policy, rule } of allowing.filter(({ policy, place }) => policy.origin === 'owned' && place.isDefault !== 'yes')) {
    remedies.push({
      text: `policy ${quotedName(policy)} without rule ${ruleName(rule)}, or with rules for what it was meant for`,
      mend: Mend.changeRule(policy, rule.key, { disabled: true }),
    });
  }
  for (const { policy } of allowing.filter(({ policy, place }) => policy.origin !== 'owned' && place.isDefault !== 'yes')) {
    remedies.push({ text: `a word with whoever owns policy ${quotedName(policy)}` });
  }
  return remedies;
}

/** Rules of the app that drop everything, but of one direction or version only. */
function narrowDenials(view: FirewallView, segment: Segment, found: CatchAlls): readonly PlacedRule[] {
  const vnics = endpointsOn(view, segment.id).map(({ endpoint }) => ({ endpoint, segment }));
  const howOften = new Map<PlacedRule, number>();
  for (const [traffic, each] of found) {
    const near = new Set(vnics.length === 0 ? each.near({ segment }) : vnics.flatMap((vnic) => each.near(vnic)));
    const own = [...near].filter(({ placed: { policy, rule } }) => policy.origin === 'owned' && (rule.action === 'DROP' || rule.action === 'REJECT'));
    for (const { placed, matches } of catchAllsOn(view, own, segment, vnics, traffic)) {
      const acts = vnics.length === 0 || vnics.some((vnic) => actsOn(view, placed.policy, placed.rule, vnic).is === 'yes');
      if (matches.is === 'yes' && acts) howOften.set(placed, (howOften.get(placed) ?? 0) + 1);
    }
  }
  return [...howOften].flatMap(([placed, times]) => (times < found.size ? [placed] : []));
}

/** A policy at the end of what stands in the segment's space, that drops what comes to it. */
function dropping(segment: Segment): (estate: Estate) => Estate {
  return (estate) => {
    const sequences = estate.nsx.securityPolicies.map(({ sequence, isDefault }) => (isUnknown(sequence) || isDefault === true ? 0 : sequence));
    const id = `${segment.id}#default-deny`;
    const any = { groups: { ids: [], complete: true }, addresses: { items: [], complete: true }, excluded: false };
    return Mend.add('securityPolicies', {
      id,
      addresses: [],
      origin: 'owned',
      name: 'default-deny',
      instances: segment.instances,
      manager: segment.manager,
      policyPath: id,
      space: segment.space,
      tags: { items: [], complete: true },
      category: 'Application',
      sequence: Math.max(0, ...sequences) + 1,
      appliedTo: { ids: [segment.id], complete: true },
      stateful: true,
      tcpStrict: true,
      locked: false,
      connectivity: null,
      isDefault: false,
      rules: {
        items: [
          {
            key: 'default',
            id,
            name: 'default',
            sequence: 1,
            action: 'DROP',
            sources: any,
            destinations: any,
            services: { services: { ids: [], complete: true }, entries: { items: [], complete: true } },
            profiles: { ids: [], complete: true },
            appliedTo: { ids: [], complete: true },
            direction: 'IN_OUT',
            ipVersion: 'IPV4_IPV6',
            disabled: false,
            logged: false,
          },
        ],
        complete: true,
      },
    })(estate);
  };
}
