import { isUnknown, type PlannedChange, type Value } from '../../estate';
import { blocksOf } from '../blocks';
import type { Verdict } from '../verdict';
import { listed } from '../wording';
import { closedScope } from './closed-scope';
import { deed, isRemoved, isReplaced, isUpdated, type PlanView } from './plan-view';
import { whyOpen } from './words';

/** Disks of VMs that are changed in place: by their labels, which are unique within a VM. */
export function* machineDisks(view: PlanView): Iterable<Verdict> {
  for (const machine of view.ofType('vsphere_virtual_machine')) {
    if (!isUpdated(machine)) continue;
    const [before, after] = [machine.before?.disk, machine.after?.disk].map((disks) => ({ disks, blocks: blocksOf(disks) }));
    const open = [
      before!.disks,
      after!.disks,
      ...before!.blocks.flatMap((disk) => [disk, disk.label, disk.size, disk.keep_on_remove]),
      ...after!.blocks.flatMap((disk) => [disk, disk.label, disk.size]),
    ];
    const unknown = open.find((value) => isUnknown(value));
    const faults = before!.blocks.flatMap((disk) => diskFault(view, machine, disk, after!.blocks, unknown !== undefined));
    yield* faults;
    if (faults.length > 0) continue;
    yield unknown === undefined
      ? { verdict: 'proved', subject: view.subjectOf(machine) }
      : {
          verdict: 'undecided',
          subject: view.subjectOf(machine),
          key: 'disk',
          message: `whether ${view.nameOf(machine)} keeps its disks`,
          reason: whyOpen(unknown),
          decidedBy: 'literals for the labels and sizes of its disks',
        };
  }
}

type Block = Readonly<Record<string, Value>>;

function diskFault(view: PlanView, machine: PlannedChange, disk: Block, after: readonly Block[], open: boolean): Verdict[] {
  const { label, size } = disk;
  if (typeof label !== 'string') return [];
  const next = after.find((each) => each.label === label);
  const name = view.nameOf(machine);
  if (next) {
    if (typeof size !== 'number' || typeof next.size !== 'number' || next.size >= size) return [];
    return [
      {
        verdict: 'refuted',
        subject: view.subjectOf(machine),
        key: `disk:${label}`,
        message: `disk \`${label}\` of ${name} shrinks`,
        witness: [
          { label: 'size', text: `${size} -> ${next.size} GiB` },
          { label: '', text: 'the provider refuses to shrink a disk' },
        ],
        remedies: [{ text: `${size} GiB or more; or a new disk under another label, and this one kept until its data has moved` }],
      },
    ];
  }
  if (open || disk.keep_on_remove === true || disk.attach === true || isUnknown(disk.keep_on_remove ?? null)) return [];
  return [
    {
      verdict: 'refuted',
      subject: view.subjectOf(machine),
      key: `disk:${label}`,
      message: `disk \`${label}\` of ${name} is deleted with its data`,
      witness: [
        { label: 'size', text: `${typeof size === 'number' ? `${size} GiB` : 'not known'} -> none` },
        { label: 'keep_on_remove', text: 'false' },
      ],
      remedies: [{ text: 'an apply before this one that sets `keep_on_remove` on the disk; the file then stays when the disk is taken from the VM' }],
    },
  ];
}

/** Disks that stand by themselves, and the disks of VMFS datastores. */
export function* storageDisks(view: PlanView): Iterable<Verdict> {
  for (const disk of view.ofType('vsphere_virtual_disk')) {
    const [before, after] = [disk.before?.size, disk.after?.size];
    if (typeof before !== 'number' || !(isUpdated(disk) || isReplaced(disk))) continue;
    const subject = view.subjectOf(disk);
    if (typeof after === 'number' && after >= before) yield { verdict: 'proved', subject };
    else if (typeof after === 'number') {
      yield {
        verdict: 'refuted',
        subject,
        message: `virtual disk ${view.nameOf(disk)} shrinks${isReplaced(disk) ? ', by being made anew without its data' : ''}`,
        witness: [{ label: 'size', text: `${before} -> ${after} GiB` }],
        remedies: [{ text: `${before} GiB or more` }],
      };
    } else {
      yield {
        verdict: 'undecided',
        subject,
        message: `whether virtual disk ${view.nameOf(disk)} shrinks`,
        reason: whyOpen(after),
        decidedBy: 'a literal `size`',
      };
    }
  }
  for (const datastore of view.ofType('vsphere_vmfs_datastore')) if (isUpdated(datastore)) yield vmfs(view, datastore);
}

function vmfs(view: PlanView, datastore: PlannedChange): Verdict {
  const subject = view.subjectOf(datastore);
  const [before, after] = [datastore.before?.disks, datastore.after?.disks].map((disks) =>
    Array.isArray(disks) ? (disks as readonly Value[]) : undefined,
  );
  const unknown = !before || !after || [...before, ...after].some((disk) => isUnknown(disk));
  const lost = unknown ? [] : before.filter((disk) => !after.includes(disk));
  if (lost.length > 0) {
    return {
      verdict: 'refuted',
      subject,
      message: `datastore ${view.nameOf(datastore)} loses a disk`,
      witness: [
        { label: 'taken away', text: lost.map((disk) => `\`${String(disk)}\``).join(', ') },
        { label: '', text: 'a VMFS datastore cannot shrink, and the provider refuses it' },
      ],
      remedies: [{ text: 'a new datastore, to which its VMs move first' }],
    };
  }
  if (!unknown) return { verdict: 'proved', subject };
  return {
    verdict: 'undecided',
    subject,
    message: `whether datastore ${view.nameOf(datastore)} loses a disk`,
    reason: whyOpen(datastore.after?.disks),
    decidedBy: 'literals for its `disks`',
  };
}

/** Datastores that go while VMs that stay have their disks there. */
export function* datastoresInUse(view: PlanView): Iterable<Verdict> {
  const machines = view.ofType('vsphere_virtual_machine').filter((machine) => machine.before !== null && !isRemoved(machine));
  const uses = view.usesOf(machines, ({ before }) => [before!.datastore_id, ...blocksOf(before!.disk).map((disk) => disk.datastore_id)]);
  for (const datastore of view.ofType('vsphere_vmfs_datastore', 'vsphere_nas_datastore').filter(isRemoved)) {
    const subject = view.subjectOf(datastore);
    const users = uses.of(datastore);
    const remedy = 'an apply before this one that moves their disks to another datastore';
    if (users.length > 0) {
      yield {
        verdict: 'refuted',
        subject,
        message: `datastore ${view.nameOf(datastore)} is taken away from under VMs that stay`,
        witness: [{ label: 'on it', text: listed(users.map((machine) => view.nameOf(machine))) }],
        remedies: [{ text: remedy }],
      };
    } else if (uses.unknown.length > 0) {
      yield {
        verdict: 'undecided',
        subject,
        message: `whether datastore ${view.nameOf(datastore)} is taken away from under VMs that stay`,
        witness: [{ label: 'perhaps', text: listed(uses.unknown.map((machine) => view.nameOf(machine))) }],
        reason: 'the plan does not show which datastores they are on, or in which vCenter',
        decidedBy: remedy,
      };
    } else yield { verdict: 'proved', subject, premises: [closedScope(view, datastore)] };
  }
}

/** Disks that stand by themselves and go, with their data, while VMs that stay may have them attached. */
export function* disksInUse(view: PlanView): Iterable<Verdict> {
  const machines = view.ofType('vsphere_virtual_machine').filter((machine) => machine.before !== null && !isRemoved(machine));
  for (const disk of view.ofType('vsphere_virtual_disk').filter(isRemoved)) {
    const subject = view.subjectOf(disk);
    const file = fileOf(disk.before?.vmdk_path);
    const users = machines.filter(({ before }) =>
      blocksOf(before!.disk).some(({ attach, path }) => attach === true && (file === undefined || fileOf(path) === file)),
    );
    if (users.length === 0) yield { verdict: 'proved', subject, premises: [closedScope(view, disk, 'VMs onto disk')] };
    else {
      yield {
        verdict: 'undecided',
        subject,
        key: 'in-use',
        message: `whether virtual disk ${view.nameOf(disk)} is ${deed(disk)}, with its data, while a VM has it`,
        witness: [{ label: 'perhaps', text: `${listed(users.map((machine) => view.nameOf(machine)))}, by the path of the file` }],
        reason: 'the disk names its datastore, and a VM has the id of the one it is on',
        decidedBy: 'an apply before this one that takes the disk from the VM',
      };
    }
  }
}

function fileOf(path: Value | undefined): string | undefined {
  return typeof path === 'string' ? path.replace(/^\[.*?\]\s*/, '').replace(/^\/+|\.vmdk$/g, '') : undefined;
}
