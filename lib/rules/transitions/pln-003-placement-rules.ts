import type { Estate, PlannedChange, Premise } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { hostsVerdict } from './hosts-of-rules';
import { holdingOf, hostRulesOf, mustHold, VM_RULES, type Holding } from './placement';
import { deed, isRemoved, isReplaced, planViewOf, type PlanView } from './plan-view';
import { listed } from '../wording';

/**
 * A VM that is deleted is purged from every rule and group, and what replaces it is another VM to vCenter. So a mandatory
 * rule has to change in the apply that takes one of its VMs away. The provider cannot change a rule in place that is left
 * with fewer than two VMs; its documentation then has the rule replaced too. That leaves the VMs that stay without the rule
 * for a while: a premise, since it is what the documentation asks for.
 */
export const placementRules: Rule = {
  id: 'PLN-003',
  title: 'Placement rules outlast an apply',
  decides:
    'No VM, host, group or rule is replaced or destroyed so that a mandatory placement rule loses a VM that it must keep, or hosts that its VMs need.',
  why: 'vCenter drops a deleted VM from its rules and never puts its replacement back: control-plane VMs end up on one host, with a rule that still looks right.',
  severity: 'error',
  waivable: false,
  reads: 'plan',
  evidence: 'The rule, what is taken from it, and what the plan does with the rule.',
  sources: [
    'https://github.com/hashicorp/terraform-provider-vsphere/issues/1362',
    'https://registry.terraform.io/providers/vmware/vsphere/latest/docs/resources/compute_cluster_vm_anti_affinity_rule',
    'https://knowledge.broadcom.com/external/article/436954/behavior-of-drs-affinity-rules-and-vm-ov.html',
    'https://github.com/vmware/terraform-provider-vsphere/blob/v2.16.1/vsphere/resource_vsphere_compute_cluster_vm_group.go',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    const view = planViewOf(estate);
    for (const rule of view.ofType(...VM_RULES)) {
      const holding = holdingOf(view, rule, 'virtual_machine_ids');
      const must = mustHold(rule);
      if (holding && must !== 'no') yield vmRuleVerdict(view, holding, must);
    }
    for (const group of view.ofType('vsphere_compute_cluster_vm_group')) {
      const holding = holdingOf(view, group, 'virtual_machine_ids');
      const rules = hostRulesOf(view, group, 'vm_group_name').filter((rule) => mustHold(rule) !== 'no');
      if (holding && rules.length > 0) yield groupVerdict(view, holding, rules.every(isReplaced));
    }
    for (const group of view.ofType('vsphere_compute_cluster_host_group').filter(isRemoved)) {
      const rules = hostRulesOf(view, group, 'affinity_host_group_name', 'anti_affinity_host_group_name').filter((rule) => mustHold(rule) !== 'no');
      if (group.deposed === undefined && rules.length > 0) {
        yield isReplaced(group) && rules.every(isReplaced)
          ? { verdict: 'proved', subject: view.subjectOf(group) }
          : goneGroup(view, group, 'host group');
      }
    }
    yield* hostsVerdict(view);
  },
};

const STALE = 'it is to name a VM that is taken away, by an id that is no longer any VM';

/** VMs that are kept apart or together: one alone is neither. */
const FEWEST = 2;

function vmRuleVerdict(view: PlanView, holding: Holding, must: 'yes' | 'maybe'): Verdict {
  const { rule, gone, stale, staying, complete, touch } = holding;
  const subject = view.subjectOf(rule);
  if (!complete) return unknownMembers(view, holding);
  const doubtful = must === 'maybe';
  if (stale.length > 0 && !doubtful) return lostMembers(view, holding, 'placement rule', STALE);
  if (touch === 'replaced' && stale.length === 0)
    return { verdict: 'proved', subject, ...(staying.length < FEWEST ? {} : { premises: [gap(view, holding)] }) };
  const kept = gone.length === 0 || (touch === 'updated' && stale.length === 0 && staying.length >= FEWEST);
  if (kept) return { verdict: 'proved', subject };
  if (doubtful) {
    return {
      verdict: 'undecided',
      subject,
      message: `whether placement rule ${view.nameOf(rule)} must outlast the apply`,
      witness: goneLines(view, holding),
      reason: 'whether it is on and mandatory is known only after apply',
      decidedBy: 'literals for `enabled` and `mandatory`',
    };
  }
  return lostMembers(
    view,
    holding,
    'placement rule',
    touch === 'updated' ? `the provider cannot change a rule in place that is left with ${staying.length} of its VMs` : undefined,
  );
}

function groupVerdict(view: PlanView, holding: Holding, rulesReplaced: boolean): Verdict {
  const { rule: group, gone, stale, staying, complete, touch } = holding;
  const subject = view.subjectOf(group);
  if (!complete) return unknownMembers(view, holding);
  if (group.after === null) return goneGroup(view, group, 'VM group');
  if (stale.length > 0) return lostMembers(view, holding, 'VM group', STALE);
  if (touch === 'replaced') {
    if (!rulesReplaced) return goneGroup(view, group, 'VM group');
    return { verdict: 'proved', subject, ...(staying.length > 0 && { premises: [gap(view, holding)] }) };
  }
  if (gone.length === 0 || (touch === 'updated' && staying.length > 0)) return { verdict: 'proved', subject };
  if (touch === 'updated') {
    return {
      verdict: 'undecided',
      subject,
      message: `whether VM group ${view.nameOf(group)} outlasts all of its VMs`,
      witness: goneLines(view, holding),
      reason: 'whether vCenter keeps a group that has lost its last VM, which the provider then changes in place, is not documented',
      decidedBy: 'one VM after the other (`-target`), or `replace_triggered_by` of the group and its rules',
    };
  }
  return lostMembers(view, holding, 'VM group', undefined);
}

/** A group that goes from under a rule, be it for another in its place. */
function goneGroup(view: PlanView, group: PlannedChange, what: string): Verdict {
  const replaced = isReplaced(group);
  return {
    verdict: 'undecided',
    subject: view.subjectOf(group),
    message: `whether the rules of ${what} ${view.nameOf(group)} outlast it`,
    witness: [{ label: 'the group', text: `is ${deed(group)}, and a mandatory rule that names it ${replaced ? 'is not' : 'stays'}` }],
    reason: 'what vCenter does to a rule whose group is taken away is not documented',
    decidedBy: replaced
      ? '`replace_triggered_by` of the rule with the group, so that the rule is made again after it'
      : 'an apply before this one in which the rule names another group',
  };
}

function lostMembers(view: PlanView, holding: Holding, what: string, why: string | undefined): Verdict {
  const { rule, gone } = holding;
  const names = gone.map((machine) => view.nameOf(machine));
  return {
    verdict: 'refuted',
    subject: view.subjectOf(rule),
    message: `mandatory ${what} ${view.nameOf(rule)} loses ${listed(names)}${gone.some((each) => each.after !== null) ? ', and what replaces it' : ''}`,
    witness: [
      ...goneLines(view, holding),
      { label: what === 'VM group' ? 'the group' : 'the rule', text: `is ${deed(rule)}${why === undefined ? '' : `: ${why}`}` },
      { label: '', text: 'vCenter drops a VM from its rules and groups when it is deleted, and takes its replacement for another VM' },
    ],
    remedies: [{ text: '`lifecycle.replaceTriggeredBy` with the VMs, so that it is made again after them' }],
  };
}

function unknownMembers(view: PlanView, { rule }: Holding): Verdict {
  return {
    verdict: 'undecided',
    subject: view.subjectOf(rule),
    message: `whether ${view.nameOf(rule)} loses a VM`,
    reason: 'the plan does not show which VMs it holds',
    decidedBy: 'a plan after a refresh, in which its `virtual_machine_ids` are known',
  };
}

function goneLines(view: PlanView, { gone, members }: Holding): { label: string; text: string }[] {
  return [{ label: 'taken away', text: `${listed(gone.map((each) => `${view.nameOf(each)} (${deed(each)})`))}, of ${members.length}` }];
}

function gap(view: PlanView, { rule }: Holding): Premise {
  const { path } = view.subjectOf(rule);
  return {
    id: `gap:${rule.stack}/${rule.address}`,
    kind: 'stated',
    statement: `nothing moves the VMs of ${view.nameOf(rule)} against it while the apply has taken it away to make it again`,
    ...(path === undefined ? {} : { subject: path }),
  };
}
