import { isUnknown, type Estate, type PlannedChange, type Value } from '../../estate';
import type { Rule } from '../rule';
import type { Remedy, Verdict } from '../verdict';
import { change, whyOpen } from './words';
import { isReplaced, planViewOf, type PlanView } from './plan-view';

/**
 * The provider sets vSAN up first and HA after it, in one apply. So HA that is on before is still on when vSAN comes,
 * which vCenter refuses, even where the same apply turns it off; and HA that comes on in the same apply finds hosts and vSAN
 * network adapters that join only later, which the provider's documentation rules out.
 */
export const vsanAndHa: Rule = {
  id: 'PLN-001',
  title: 'HA is off while vSAN comes',
  decides: 'In an apply that enables vSAN on a cluster, HA is off there before and after.',
  why: 'vCenter refuses to configure vSAN on a cluster whose HA is on, and HA that starts in the same apply elects its agents on a network that vSAN then takes over.',
  severity: 'error',
  waivable: false,
  reads: 'plan',
  evidence: 'What vSAN and HA are before and after.',
  sources: [
    'https://developer.broadcom.com/xapis/virtual-infrastructure-json-api/latest/data-structures/CannotReconfigureVsanWhenHaEnabled',
    'https://registry.terraform.io/providers/vmware/vsphere/latest/docs/resources/compute_cluster#vsan-settings',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/resource_vsphere_compute_cluster.go',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const view = planViewOf(estate);
    for (const cluster of view.ofType('vsphere_compute_cluster')) {
      const verdict = decide(view, cluster);
      if (verdict) yield verdict;
    }
  },
};

function decide(view: PlanView, cluster: PlannedChange): Verdict | undefined {
  if (cluster.after === null) return undefined;
  // A cluster made anew has neither.
  const before = isReplaced(cluster) ? null : cluster.before;
  const vsan = { before: before?.vsan_enabled ?? false, after: cluster.after.vsan_enabled ?? false };
  const ha = { before: before?.ha_enabled ?? false, after: cluster.after.ha_enabled ?? false };
  if (vsan.after === false) return undefined;
  const subject = view.subjectOf(cluster);
  if (vsan.before === true || (ha.before === false && ha.after === false)) return { verdict: 'proved', subject };

  const name = view.nameOf(cluster);
  const witness = [change('vsan_enabled', vsan.before, vsan.after), change('ha_enabled', ha.before, ha.after)];
  const comes = vsan.before === false && vsan.after === true;
  if (comes && (ha.before === true || ha.after === true)) {
    return {
      verdict: 'refuted',
      subject,
      message: `HA is ${ha.before === true ? 'on' : 'turned on'} in the apply that enables vSAN on cluster ${name}`,
      witness: [
        ...witness,
        {
          label: '',
          text:
            ha.before === true
              ? 'the provider configures vSAN before HA, and vCenter refuses that while HA is on'
              : 'the provider turns HA on at once, before the hosts and their vSAN network are all there',
        },
      ],
      remedies: remediesFor(ha),
    };
  }
  const open = [vsan.before, vsan.after, ha.before, ha.after].find((value) => isUnknown(value));
  return {
    verdict: 'undecided',
    subject,
    message: `whether HA is on in the apply that enables vSAN on cluster ${name}`,
    witness,
    reason: whyOpen(open),
    decidedBy: 'literals for `vsan_enabled` and `ha_enabled`',
  };
}

function remediesFor(ha: { readonly before: Value; readonly after: Value }): Remedy[] {
  if (ha.before === true)
    return [{ text: 'an apply before this one that turns HA off and leaves vSAN as it is; then this one with `bringUp: true`, and one without it' }];
  return [{ text: '`bringUp: true` on the cluster for this apply, which leaves HA off; then a second apply without it' }];
}
