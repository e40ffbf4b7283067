import type { PlannedChange } from '../../estate';
import type { Verdict } from '../verdict';
import { count, listed } from '../wording';
import { closedScope } from './closed-scope';
import { clusterKey, groupsOf, holdingOf, hostsOfCluster, mustHold, VM_RULES, type Holding } from './placement';
import { deed, isRemoved, keyOf, type PlanView, type Target } from './plan-view';

/**
 * Whether the VMs of mandatory rules have hosts at every moment of an apply. Terraform removes what does not depend on one
 * another side by side, so all hosts that go may be gone at once before any comes back.
 */
export function* hostsVerdict(view: PlanView): Iterable<Verdict> {
  for (const rule of view.ofType('vsphere_compute_cluster_vm_host_rule')) if (mustHold(rule) === 'yes') yield* pinned(view, rule);
  for (const rule of view.ofType(VM_RULES[1])) if (mustHold(rule) === 'yes') yield* apart(view, rule);
}

/** VMs that must run on the hosts of a group. */
function* pinned(view: PlanView, rule: PlannedChange): Iterable<Verdict> {
  const hosts = theOne(view, rule, 'vsphere_compute_cluster_host_group', 'affinity_host_group_name');
  const machines = theOne(view, rule, 'vsphere_compute_cluster_vm_group', 'vm_group_name');
  if (!hosts || hosts.gone.length === 0 || !hosts.complete) return;
  const subject = view.subjectOf(rule);
  if (!machines?.complete) {
    yield {
      verdict: 'undecided',
      subject,
      message: `whether the VMs of ${view.nameOf(rule)} keep a host`,
      witness: hostLines(view, hosts.gone, hosts.members.length),
      reason: 'the plan does not show which VMs the rule is about',
      decidedBy: 'the VM group of the rule in the same plan',
    };
    return;
  }
  const alone = largestSetApart(view, machines);
  const needed = Math.max(machines.staying.length > 0 ? 1 : 0, alone?.size ?? 0);
  if (hosts.staying.length >= needed) {
    yield { verdict: 'proved', subject };
    return;
  }
  yield {
    verdict: 'refuted',
    subject,
    key: 'hosts',
    message: `the VMs of mandatory rule ${view.nameOf(rule)} have ${hosts.staying.length === 0 ? 'no host' : 'too few hosts'} left on the way`,
    witness: [
      ...hostLines(view, hosts.gone, hosts.members.length),
      {
        label: 'wanted',
        text:
          alone && alone.size > 1
            ? `${count(alone.size, 'host')}: ${view.nameOf(alone.rule)} keeps as many of its VMs apart`
            : `a host for ${count(machines.staying.length, 'VM')}`,
      },
      { label: 'left', text: count(hosts.staying.length, 'host') },
    ],
    remedies: [{ text: 'one host after the other (`-target`), or another host in the group first' }],
  };
}

/** VMs that must be apart, on the hosts of their cluster. */
function* apart(view: PlanView, rule: PlannedChange): Iterable<Verdict> {
  const machines = holdingOf(view, rule, 'virtual_machine_ids');
  const cluster = clusterKey(view, rule);
  const hosts = cluster === undefined ? undefined : hostsOfCluster(view, cluster);
  const gone = (hosts ?? []).flatMap(({ change }) => (change && isRemoved(change) ? [change] : []));
  if (!machines?.complete || !hosts || gone.length === 0) return;
  const left = hosts.length - gone.length;
  const subject = view.subjectOf(rule);
  const owner = view.ofType('vsphere_compute_cluster').find((each) => keyOf(each) === cluster)!;
  const premises = [closedScope(view, owner, 'hosts or VMs into cluster')];
  if (left >= machines.staying.length) {
    yield { verdict: 'proved', subject, premises };
    return;
  }
  yield {
    verdict: 'refuted',
    subject,
    key: 'hosts',
    premises,
    message: `the VMs that mandatory rule ${view.nameOf(rule)} keeps apart have too few hosts left on the way`,
    witness: [
      ...hostLines(view, gone, hosts.length),
      { label: 'wanted', text: `${count(machines.staying.length, 'host')}, one for each VM that stays` },
      { label: 'left', text: count(left, 'host') },
    ],
    remedies: [{ text: 'one host after the other (`-target`), or another host in the cluster first' }],
  };
}

function theOne(view: PlanView, rule: PlannedChange, type: string, attribute: 'vm_group_name' | 'affinity_host_group_name'): Holding | undefined {
  const [group] = groupsOf(view, rule, type, attribute);
  return group && holdingOf(view, group, attribute === 'vm_group_name' ? 'virtual_machine_ids' : 'host_system_ids');
}

/** How many of the VMs that stay a mandatory rule keeps apart, at most. */
function largestSetApart(view: PlanView, machines: Holding): { readonly rule: PlannedChange; readonly size: number } | undefined {
  const staying = new Set(machines.staying.map(({ key }) => key));
  const sizes = view.ofType(VM_RULES[1]).flatMap((rule) => {
    const holding = mustHold(rule) === 'yes' ? holdingOf(view, rule, 'virtual_machine_ids') : undefined;
    return holding ? [{ rule, size: holding.staying.filter(({ key }: Target) => staying.has(key)).length }] : [];
  });
  return sizes.sort((a, b) => b.size - a.size)[0];
}

function hostLines(view: PlanView, gone: readonly PlannedChange[], all: number): { label: string; text: string }[] {
  return [
    {
      label: 'taken away',
      text: `${listed(gone.map((host) => `${view.nameOf(host)} (${deed(host)})`))}, of ${count(all, 'host')}; nothing keeps them from going at once`,
    },
  ];
}
