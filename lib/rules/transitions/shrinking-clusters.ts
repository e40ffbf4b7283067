import { isUnknown, type PlannedChange } from '../../estate';
import { blocksOf } from '../blocks';
import type { Verdict } from '../verdict';
import { count, listed } from '../wording';
import { closedScope } from './closed-scope';
import { deed, isRemoved, isUpdated, keyOf, type PlanView } from './plan-view';
import { change, whyOpen } from './words';

/**
 * Clusters that go while hosts are in them, which the provider refuses. Hosts that a cluster lists go after it, since it names
 * them; those that name it go before it.
 */
export function* clustersInUse(view: PlanView): Iterable<Verdict> {
  for (const cluster of view.ofType('vsphere_compute_cluster').filter(isRemoved)) {
    const { host_managed: own, host_system_ids: ids, force_evacuate_on_destroy: forced } = cluster.before ?? {};
    const subject = view.subjectOf(cluster);
    const listedHosts = own === true ? [] : view.targets(cluster, ids ?? null);
    const naming = view.ofType('vsphere_host').filter((host) => host.before !== null && !isRemoved(host) && names(view, host, cluster));
    const hosts = Math.max(listedHosts.length, naming.length);
    if (hosts === 0 || forced === true) yield { verdict: 'proved', subject, premises: [closedScope(view, cluster, 'hosts or VMs into cluster')] };
    else {
      yield {
        verdict: 'refuted',
        subject,
        key: 'in-use',
        message: `cluster ${view.nameOf(cluster)} is ${deed(cluster)} while hosts are in it`,
        witness: [
          { label: 'in it', text: count(hosts, 'host') },
          { label: '', text: 'the provider destroys an empty cluster only, and hosts that a cluster lists leave it no sooner' },
        ],
        remedies: [
          { text: 'an apply before this one that takes the hosts out of it, or one that sets `force_evacuate_on_destroy` where no VM is to survive' },
        ],
      };
    }
  }
}

function names(view: PlanView, host: PlannedChange, cluster: PlannedChange): boolean {
  const stated = host.before!.cluster ?? '';
  const target = stated === '' ? undefined : view.target(host, stated);
  return target !== undefined && !isUnknown(target) && target.key === keyOf(cluster);
}

/** Clusters whose vSAN is turned off: what lies on it can no longer be read. */
export function* vsanInUse(view: PlanView): Iterable<Verdict> {
  for (const cluster of view.ofType('vsphere_compute_cluster')) {
    const after = cluster.after?.vsan_enabled ?? false;
    if (!isUpdated(cluster) || cluster.before?.vsan_enabled !== true || after === true) continue;
    const subject = view.subjectOf(cluster);
    const machines = view
      .ofType('vsphere_virtual_machine')
      .filter((machine) => machine.before !== null && !isRemoved(machine) && !isOnOthers(view, machine));
    if (machines.length === 0) {
      yield { verdict: 'proved', subject, premises: [closedScope(view, cluster, 'anything onto the vSAN of cluster')] };
      continue;
    }
    yield {
      verdict: 'undecided',
      subject,
      key: 'vsan',
      message: `whether VMs are on the vSAN of cluster ${view.nameOf(cluster)} while it is turned off`,
      witness: [change('vsan_enabled', true, after), { label: 'perhaps', text: listed(machines.map((machine) => view.nameOf(machine))) }],
      reason: isUnknown(after) ? whyOpen(after) : 'a plan does not show which datastore is that of a vSAN',
      decidedBy: 'an apply before this one that moves their disks to datastores of the app',
    };
  }
}

/** Whether all disks of a VM are on datastores that the plans have, none of which is a vSAN. */
function isOnOthers(view: PlanView, machine: PlannedChange): boolean {
  const { datastore_id: home, disk } = machine.before!;
  const ids = [home, ...blocksOf(disk).map((each) => each.datastore_id)].filter((id) => id !== undefined && id !== null && id !== '');
  return (
    ids.length > 0 &&
    ids.every((id) => {
      const target = view.target(machine, id!);
      return !isUnknown(target) && target.change !== undefined;
    })
  );
}
