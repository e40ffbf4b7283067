import { isUnknown, type PlannedChange, type Premise } from '../../estate';
import type { Evidence, Verdict } from '../verdict';
import { count, listed } from '../wording';
import { closedScope } from './closed-scope';
import { clusterKey, groupsOf, holdingOf, hostsOfCluster, isReplacedFirst, mustHold, VM_RULES, type GroupName, type Holding } from './placement';
import { deed, isRemoved, keyOf, type PlanView } from './plan-view';

/**
 * Whether the VMs of mandatory rules have hosts at every moment of an apply. Terraform removes what does not depend on one
 * another side by side, so all hosts that go may be gone at once before any comes back.
 */
export function* hostsVerdict(view: PlanView): Iterable<Verdict> {
  const removed = view.ofType('vsphere_host').filter((host) => isRemoved(host) && !isReplacedFirst(host));
  if (removed.length === 0) return;
  for (const rule of view.ofType('vsphere_compute_cluster_vm_host_rule')) yield* whereItHolds(rule, pinned(view, rule, removed));
  for (const rule of view.ofType(VM_RULES[1])) yield* whereItHolds(rule, apart(view, rule, removed));
}

function* whereItHolds(rule: PlannedChange, verdicts: Iterable<Verdict>): Iterable<Verdict> {
  const must = mustHold(rule);
  if (must === 'no' || rule.deposed !== undefined) return;
  for (const verdict of verdicts) {
    if (verdict.verdict !== 'refuted' || must === 'yes') yield verdict;
    else {
      const { subject, key, message, witness } = verdict;
      yield {
        verdict: 'undecided',
        subject,
        ...(key === undefined ? {} : { key }),
        message: `whether ${message}`,
        witness,
        reason: 'whether the rule is on and mandatory is known only after apply',
        decidedBy: 'literals for `enabled` and `mandatory`',
      };
    }
  }
}

/** Hosts that the VMs of a rule may run on. */
interface Room {
  readonly size: number;
  readonly gone: readonly PlannedChange[];
  readonly premises: readonly Premise[];
}

/** VMs that must run on the hosts of a group, or off them. */
function* pinned(view: PlanView, rule: PlannedChange, removed: readonly PlannedChange[]): Iterable<Verdict> {
  const machines = theOne(view, rule, 'vsphere_compute_cluster_vm_group', 'vm_group_name');
  const room = roomOf(view, rule);
  const subject = view.subjectOf(rule);
  if (!room) {
    yield* unknownRoom(view, rule, removed);
    return;
  }
  if (room.gone.length === 0) return;
  if (!machines?.complete) {
    yield {
      verdict: 'undecided',
      subject,
      key: 'hosts',
      message: `whether the VMs of ${view.nameOf(rule)} keep a host`,
      witness: hostLines(view, room),
      reason: 'the plan does not show which VMs the rule is about',
      decidedBy: 'the VM group of the rule in the same plan',
    };
    return;
  }
  const alone = largestSetApart(view, machines);
  const needed = Math.max(machines.staying.length > 0 ? 1 : 0, alone?.size ?? 0);
  const left = room.size - room.gone.length;
  if (left >= needed) {
    yield { verdict: 'proved', subject, premises: room.premises };
    return;
  }
  yield {
    verdict: 'refuted',
    subject,
    key: 'hosts',
    premises: room.premises,
    message: `the VMs of mandatory rule ${view.nameOf(rule)} have ${left === 0 ? 'no host' : 'too few hosts'} left on the way`,
    witness: [
      ...hostLines(view, room),
      {
        label: 'wanted',
        text:
          alone && alone.size > 1
            ? `${count(alone.size, 'host')}: ${view.nameOf(alone.rule)} keeps as many of its VMs apart`
            : `a host for ${count(machines.staying.length, 'VM')}`,
      },
      { label: 'left', text: count(left, 'host') },
    ],
    remedies: [{ text: 'one host after the other (`-target`), or another host in the group first' }],
  };
}

/** VMs that must be apart, on the hosts of their cluster. */
function* apart(view: PlanView, rule: PlannedChange, removed: readonly PlannedChange[]): Iterable<Verdict> {
  const machines = holdingOf(view, rule, 'virtual_machine_ids');
  if (!machines?.complete) return;
  const room = roomInCluster(view, rule);
  const subject = view.subjectOf(rule);
  if (!room) {
    yield* unknownRoom(view, rule, removed);
    return;
  }
  if (room.gone.length === 0) return;
  const left = room.size - room.gone.length;
  if (left >= machines.staying.length) {
    yield { verdict: 'proved', subject, premises: room.premises };
    return;
  }
  yield {
    verdict: 'refuted',
    subject,
    key: 'hosts',
    premises: room.premises,
    message: `the VMs that mandatory rule ${view.nameOf(rule)} keeps apart have too few hosts left on the way`,
    witness: [
      ...hostLines(view, room),
      { label: 'wanted', text: `${count(machines.staying.length, 'host')}, one for each VM that stays` },
      { label: 'left', text: count(left, 'host') },
    ],
    remedies: [{ text: 'one host after the other (`-target`), or another host in the cluster first' }],
  };
}

/** Undefined where the plan does not show it. */
function roomOf(view: PlanView, rule: PlannedChange): Room | undefined {
  if ((rule.before?.affinity_host_group_name ?? '') !== '') {
    const hosts = theOne(view, rule, 'vsphere_compute_cluster_host_group', 'affinity_host_group_name');
    return hosts?.complete ? { size: hosts.members.length, gone: hosts.gone, premises: [] } : undefined;
  }
  const shunned = theOne(view, rule, 'vsphere_compute_cluster_host_group', 'anti_affinity_host_group_name');
  return shunned?.complete ? roomInCluster(view, rule, new Set(shunned.members.map(({ key }) => key))) : undefined;
}

function roomInCluster(view: PlanView, rule: PlannedChange, shunned: ReadonlySet<string> = new Set()): Room | undefined {
  const cluster = clusterKey(view, rule);
  const hosts = cluster === undefined ? undefined : hostsOfCluster(view, cluster)?.filter(({ key }) => !shunned.has(key));
  if (!hosts) return undefined;
  const owner = view.ofType('vsphere_compute_cluster').find((each) => keyOf(each) === cluster)!;
  return {
    size: hosts.length,
    gone: hosts.flatMap(({ change }) => (change && isRemoved(change) && !isReplacedFirst(change) ? [change] : [])),
    premises: [closedScope(view, owner, 'hosts or VMs into cluster')],
  };
}

/** Hosts go, and which of them the VMs of a rule run on nobody can tell. */
function* unknownRoom(view: PlanView, rule: PlannedChange, removed: readonly PlannedChange[]): Iterable<Verdict> {
  const cluster = clusterKey(view, rule);
  const perhaps = removed.filter((host) => {
    const own = host.before?.cluster ?? '';
    const target = own === '' ? undefined : view.target(host, own);
    return target === undefined || isUnknown(target) || cluster === undefined || target.key === cluster;
  });
  if (perhaps.length === 0) return;
  yield {
    verdict: 'undecided',
    subject: view.subjectOf(rule),
    key: 'hosts',
    message: `whether the VMs of mandatory rule ${view.nameOf(rule)} keep the hosts that they need`,
    witness: [{ label: 'taken away', text: listed(perhaps.map((host) => `${view.nameOf(host)} (${deed(host)})`)) }],
    reason: 'the plan does not show which hosts they may run on',
    decidedBy: 'the cluster, its hosts and the groups of the rule in the plans that are given',
  };
}

function theOne(view: PlanView, rule: PlannedChange, type: string, attribute: GroupName): Holding | undefined {
  const [group] = groupsOf(view, rule, type, attribute);
  return group && holdingOf(view, group, attribute === 'vm_group_name' ? 'virtual_machine_ids' : 'host_system_ids');
}

/** How many of the VMs that stay a mandatory rule keeps apart, at most. */
function largestSetApart(view: PlanView, machines: Holding): { readonly rule: PlannedChange; readonly size: number } | undefined {
  const staying = new Set(machines.staying.map(({ key }) => key));
  const sizes = view.ofType(VM_RULES[1]).flatMap((rule) => {
    const holding = mustHold(rule) === 'yes' ? holdingOf(view, rule, 'virtual_machine_ids') : undefined;
    return holding ? [{ rule, size: holding.staying.filter(({ key }) => staying.has(key)).length }] : [];
  });
  return sizes.sort((a, b) => b.size - a.size)[0];
}

function hostLines(view: PlanView, { gone, size }: Room): Evidence[] {
  return [
    {
      label: 'taken away',
      text: `${listed(gone.map((host) => `${view.nameOf(host)} (${deed(host)})`))}, of ${count(size, 'host')}; nothing keeps them from going at once`,
    },
  ];
}
