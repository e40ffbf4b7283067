import { isUnknown, type PlannedChange } from '../../estate';
import type { Verdict } from '../verdict';
import { count, listed } from '../wording';
import { closedScope } from './closed-scope';
import { deed, isRemoved, isUpdated, type PlanView } from './plan-view';

/**
 * Hosts that are taken out of vCenter. The provider disconnects a host and removes it without a maintenance mode before: what
 * runs on it then is unregistered with it, running or not.
 */
export function* hostsInUse(view: PlanView): Iterable<Verdict> {
  const machines = view.ofType('vsphere_virtual_machine').filter((machine) => machine.before !== null && !isRemoved(machine));
  const uses = view.usesOf(machines, ({ before }) => [before!.host_system_id]);
  for (const host of view.ofType('vsphere_host').filter(isRemoved)) {
    const subject = view.subjectOf(host);
    if (host.before?.maintenance === true) {
      yield { verdict: 'proved', subject };
      continue;
    }
    const running = uses.of(host);
    if (running.length > 0) {
      yield {
        verdict: 'refuted',
        subject,
        message: `host ${view.nameOf(host)} is ${deed(host)} while VMs are on it`,
        witness: [
          { label: 'on it', text: `${listed(running.map((machine) => view.nameOf(machine)))}, when the plan was made` },
          { label: '', text: 'the provider disconnects and removes a host without evacuating it' },
        ],
        remedies: [{ text: 'an apply before this one that puts the host into maintenance (`maintenance: true`), and then a new plan' }],
      };
    } else if (uses.unknown.length > 0) {
      yield {
        verdict: 'undecided',
        subject,
        message: `whether VMs are on host ${view.nameOf(host)}, which is ${deed(host)}`,
        witness: [{ label: 'perhaps', text: listed(uses.unknown.map((machine) => view.nameOf(machine))) }],
        reason: 'the plan does not show which hosts they are on, or in which vCenter',
        decidedBy: 'an apply before this one that puts the host into maintenance (`maintenance: true`)',
      };
    } else yield { verdict: 'proved', subject, premises: [closedScope(view, host, 'VMs onto host')] };
  }
}

/** Clusters that lose hosts from their list: to those VMs are pinned, or all of them. */
export function* clustersLosingHosts(view: PlanView): Iterable<Verdict> {
  for (const cluster of view.ofType('vsphere_compute_cluster')) {
    if (!isUpdated(cluster)) continue;
    const before = view.targets(cluster, cluster.before?.host_system_ids ?? null);
    const after = view.targets(cluster, view.after(cluster, 'host_system_ids'));
    if (before.length === 0 || cluster.after?.host_managed === true) continue;
    const subject = view.subjectOf(cluster);
    const kept = new Set(after.map((target) => target?.key));
    const leaving = before.filter((target) => target !== undefined && !kept.has(target.key)).map((target) => target!);
    if (leaving.length === 0 && !before.includes(undefined)) {
      yield { verdict: 'proved', subject };
      continue;
    }
    if (after.includes(undefined) || before.includes(undefined)) {
      yield {
        verdict: 'undecided',
        subject,
        key: 'hosts',
        message: `which hosts cluster ${view.nameOf(cluster)} loses`,
        reason: 'not all ids in `host_system_ids` are known before apply',
        decidedBy: 'an apply before this one that makes the hosts',
      };
      continue;
    }
    const names = leaving.map(({ key, change }) => (change ? view.nameOf(change) : `\`${key.split('\0').at(-1)!}\``));
    const keys = new Set(leaving.map(({ key }) => key));
    const pinned = view.ofType('vsphere_virtual_machine').filter((machine) => machine.after !== null && isPinnedTo(view, machine, keys));
    if (after.length > 0 && pinned.length === 0) yield { verdict: 'proved', subject };
    else {
      yield {
        verdict: 'refuted',
        subject,
        key: 'hosts',
        message:
          pinned.length > 0
            ? `cluster ${view.nameOf(cluster)} loses hosts that VMs are pinned to`
            : `cluster ${view.nameOf(cluster)} loses all of its hosts`,
        witness: [
          { label: 'leaving', text: `${listed(names)}, of ${count(before.length, 'host')}` },
          ...(pinned.length > 0 ? [{ label: 'pinned', text: `${listed(pinned.map((machine) => view.nameOf(machine)))} by \`host_system_id\`` }] : []),
        ],
        remedies: [{ text: pinned.length > 0 ? 'an apply before this one that pins them elsewhere' : 'one host at least that stays' }],
      };
    }
  }
}

/** Every VM has the host it runs on in a plan; pinned is one whose program says so. */
function isPinnedTo(view: PlanView, machine: PlannedChange, hosts: ReadonlySet<string>): boolean {
  const stated = view.entryOf(machine)?.values.host_system_id ?? null;
  if (stated === null) return false;
  const target = view.target(machine, view.after(machine, 'host_system_id'));
  return !isUnknown(target) && hosts.has(target.key);
}
