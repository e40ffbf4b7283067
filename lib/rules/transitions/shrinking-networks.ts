import { isUnknown, type PlannedChange, type Value } from '../../estate';
import { blocksOf } from '../blocks';
import type { Evidence, Verdict } from '../verdict';
import { count, listed } from '../wording';
import { closedScope } from './closed-scope';
import { isReplacedFirst } from './placement';
import { deed, isRemoved, isUpdated, keyOf, type PlanView } from './plan-view';
import { change, whyOpen } from './words';

/** Port groups that get fewer ports than the VMs of the plans have adapters on them. */
export function* ports(view: PlanView): Iterable<Verdict> {
  for (const group of view.ofType('vsphere_distributed_port_group')) {
    if (!isUpdated(group)) continue;
    const [before, after] = [group.before?.number_of_ports, group.after?.number_of_ports];
    if (typeof before !== 'number' || after === before || after === null || after === undefined) continue;
    const subject = view.subjectOf(group);
    if (typeof after !== 'number') {
      yield {
        verdict: 'undecided',
        subject,
        message: `whether port group ${view.nameOf(group)} keeps its ports`,
        reason: whyOpen(after),
        decidedBy: 'a literal `number_of_ports`',
      };
      continue;
    }
    if (after > before) continue;
    const adapters = view.ofType('vsphere_virtual_machine').flatMap((machine) =>
      machine.after === null
        ? []
        : blocksOf(view.after(machine, 'network_interface')).flatMap((adapter) => {
            const target = view.target(machine, adapter.network_id ?? null);
            return !isUnknown(target) && target.key === keyOf(group) ? [machine] : [];
          }),
    );
    const premises = [closedScope(view, group)];
    if (adapters.length <= after) yield { verdict: 'proved', subject, premises };
    else if (view.after(group, 'auto_expand') !== false) {
      yield {
        verdict: 'undecided',
        subject,
        message: `whether port group ${view.nameOf(group)} keeps the ports that are in use`,
        witness: inUse(before, after, adapters),
        reason: 'it makes ports as they are needed, and what vCenter makes of fewer than are in use is not documented',
        decidedBy: `${adapters.length} ports or more`,
      };
    } else {
      yield {
        verdict: 'refuted',
        subject,
        message: `port group ${view.nameOf(group)} gets fewer ports than are in use`,
        witness: inUse(before, after, adapters),
        remedies: [{ text: `${adapters.length} ports or more` }],
      };
    }
  }
}

function inUse(before: Value, after: Value, adapters: readonly PlannedChange[]): Evidence[] {
  return [change('number_of_ports', before, after), { label: 'in use', text: `${count(adapters.length, 'adapter')} of VMs` }];
}

/**
 * Port groups that go while something that stays is on them: vCenter does not remove a network in use, and Terraform changes
 * what is on it only afterwards, unless the one in its place comes first.
 */
export function* networksInUse(view: PlanView): Iterable<Verdict> {
  const users = view.ofType('vsphere_virtual_machine', 'vsphere_vnic').filter((user) => user.before !== null && !isRemoved(user));
  const [were, will] = (['before', 'after'] as const).map((when) => view.usesOf(users, (user) => networksOf(user, when)));
  for (const group of view.ofType('vsphere_distributed_port_group').filter(isRemoved)) {
    const subject = view.subjectOf(group);
    const stillOn = new Set(will!.of(group));
    const staying = were!.of(group).filter((user) => !isReplacedFirst(group) || stillOn.has(user));
    if (staying.length === 0 && were!.unknown.length > 0) {
      yield {
        verdict: 'undecided',
        subject,
        key: 'in-use',
        message: `whether port group ${view.nameOf(group)} is ${deed(group)} while it is in use`,
        witness: [{ label: 'perhaps', text: listed(were!.unknown.map((user) => view.nameOf(user))) }],
        reason: 'the plan does not show which networks they are on, or in which vCenter',
        decidedBy: 'an apply before this one that puts them on other networks',
      };
      continue;
    }
    if (staying.length === 0) {
      yield { verdict: 'proved', subject, premises: [closedScope(view, group)] };
      continue;
    }
    yield {
      verdict: 'refuted',
      subject,
      key: 'in-use',
      message: `port group ${view.nameOf(group)} is ${deed(group)} while it is in use`,
      witness: [
        { label: 'on it', text: listed(staying.map((user) => view.nameOf(user))) },
        { label: '', text: 'vCenter does not remove a network in use, and they leave it only afterwards' },
      ],
      remedies: [
        { text: 'an apply before this one that puts them on another network' },
        ...(group.after === null ? [] : [{ text: '`create_before_destroy`, under another name' }]),
      ],
    };
  }
}

/** Networks that a VM or a VMkernel adapter names, as the plan has them. */
function networksOf(user: PlannedChange, when: 'before' | 'after'): (Value | undefined)[] {
  const values = user[when] ?? {};
  const named =
    user.type === 'vsphere_vnic' ? [values.distributed_port_group] : blocksOf(values.network_interface).map((adapter) => adapter.network_id);
  return named.map((network) => network ?? null);
}
