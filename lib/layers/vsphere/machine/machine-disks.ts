import type { VirtualMachineConfig, VirtualMachineDisk } from '@cdktf/provider-vsphere/lib/virtual-machine';
import type { Size } from 'cdk8s';
import { type IResolvable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkDistinct, checkKinds, checkOneOf, checkText, checkWhole, ifGiven } from '../../check';
import { ConstructError } from '../../construct-error';
import { MACHINE_DISK, MACHINE_STORAGE } from '../../kind';
import { checkKindHere } from '../connection';
import type { IMachineStorage, MachineStorage } from '../storage/machine-storage';
import { checkGibibytes } from '../mebibytes';
import type { MachineDisk, VirtualMachineCommonProps } from './virtual-machine-props';

/** Disks on one SCSI controller, and controllers of a machine, as the provider takes them (`scsi_controller_count`, `unit_number`). */
const DISKS_EACH = 15;
const CONTROLLERS = 4;

/** What the template says of the first disk. */
export interface FirstDisk {
  readonly sizeGiB: number;
  /** Undefined where nobody said. */
  readonly thin?: boolean | IResolvable;
}

/**
 * Where the machine and its disks lie.
 *
 * @throws when a policy comes with no place to put the machine, a disk names a datastore in a datastore cluster, or labels or unit
 * numbers of disks clash
 */
export function storageConfig(machine: Construct, props: VirtualMachineCommonProps, first: FirstDisk): Partial<VirtualMachineConfig> {
  const home = storageOf(machine, 'storage', props.storage);
  if (home.datastoreId === undefined && home.datastoreClusterId === undefined) {
    throw new ConstructError(
      machine,
      `storage ${props.storage.node.path} says how to keep the machine and not where; give the policy its storage or vSAN cluster`,
    );
  }
  const further = checkKinds(machine, 'moreDisks', props.moreDisks ?? [], MACHINE_DISK);
  const units = unitNumbers(machine, further);
  const labels = ['disk0', ...further.map((disk, index) => checkLabel(machine, disk.label ?? `disk${index + 1}`))];
  checkDistinct(machine, 'labels of disks', labels);
  const firstDisk: VirtualMachineDisk = {
    label: labels[0]!,
    size: first.sizeGiB,
    thinProvisioned: first.thin,
    storagePolicyId: home.storagePolicyId,
  };
  return {
    ...home,
    scsiControllerCount: controllers(machine, props.scsiControllers, units),
    disk: [
      firstDisk,
      ...further.map((disk, index) => ({
        label: labels[index + 1]!,
        unitNumber: units[index]!,
        size: checkGibibytes(machine, `size of moreDisks[${index}]`, disk.size),
        ...provisioning(machine, `provisioning of moreDisks[${index}]`, disk),
        ...diskStorage(machine, `storage of moreDisks[${index}]`, disk, home),
      })),
    ],
  };
}

/** The size of the first disk, where it is stated. */
export function firstDiskSize(machine: Construct, disk: Size | undefined): number | undefined {
  return ifGiven(disk, (size) => checkGibibytes(machine, 'disk', size));
}

function storageOf(machine: Construct, what: string, storage: IMachineStorage): MachineStorage {
  const { datastoreId, datastoreClusterId, storagePolicyId } = checkKindHere(machine, what, storage, MACHINE_STORAGE).machineStorage;
  return {
    ...(datastoreId !== undefined && { datastoreId }),
    ...(datastoreClusterId !== undefined && { datastoreClusterId }),
    ...(storagePolicyId !== undefined && { storagePolicyId }),
  };
}

function diskStorage(machine: Construct, what: string, { storage }: MachineDisk, home: MachineStorage): Partial<VirtualMachineDisk> {
  if (storage === undefined) return home.storagePolicyId === undefined ? {} : { storagePolicyId: home.storagePolicyId };
  const { datastoreClusterId, ...own } = storageOf(machine, what, storage);
  if (datastoreClusterId !== undefined && datastoreClusterId !== home.datastoreClusterId) {
    throw new ConstructError(machine, `${what} is on a datastore cluster, and only a whole machine is put on one; give a datastore, or leave it out`);
  }
  if (own.datastoreId !== undefined && home.datastoreClusterId !== undefined) {
    throw new ConstructError(machine, `${what} names a datastore, and the machine lies on a datastore cluster, which places its disks; leave it out`);
  }
  return own;
}

function provisioning(machine: Construct, what: string, disk: MachineDisk): Partial<VirtualMachineDisk> {
  const given = ifGiven(disk.provisioning, (each) => checkOneOf(machine, what, each, ['thin', 'lazy-zeroed', 'eager-zeroed']));
  if (given === undefined) return {};
  return { thinProvisioned: given === 'thin', ...(given === 'eager-zeroed' && { eagerlyScrub: true }) };
}

/** The provider keeps such labels for disks that it does not know. */
function checkLabel(machine: Construct, label: string): string {
  checkText(machine, 'label', label);
  if (!label.startsWith('orphaned_disk_')) return label;
  throw new ConstructError(machine, `label of a disk must not start with "orphaned_disk_", which the provider keeps for itself, got "${label}"`);
}

/** The unit numbers of the further disks: as stated, else the lowest that are free, in order. 0 is the first disk's. */
function unitNumbers(machine: Construct, further: readonly MachineDisk[]): number[] {
  const high = CONTROLLERS * DISKS_EACH - 1;
  if (further.length > high) {
    throw new ConstructError(machine, `a machine has at most ${high} further disks, got ${further.length}`);
  }
  const taken = new Set([0]);
  further.forEach(({ unit }, index) => {
    if (unit === undefined) return;
    const what = `unit of moreDisks[${index}]`;
    if (Token.isUnresolved(unit)) throw new ConstructError(machine, `${what} must be a number known at synthesis, got a Terraform token`);
    checkWhole(machine, what, unit, { low: 1, high });
    if (taken.has(unit)) throw new ConstructError(machine, `${what} must differ from that of every other disk, got ${unit}`);
    taken.add(unit);
  });
  let next = 1;
  return further.map(({ unit }) => {
    if (unit !== undefined) return unit;
    while (taken.has(next)) next += 1;
    taken.add(next);
    return next;
  });
}

function controllers(machine: Construct, given: number | undefined, units: readonly number[]): number | undefined {
  const needed = Math.floor(Math.max(0, ...units) / DISKS_EACH) + 1;
  if (given === undefined) return needed === 1 ? undefined : needed;
  return checkWhole(machine, 'scsiControllers', given, {
    low: needed,
    high: CONTROLLERS,
    repair: needed > 1 ? `its disks take ${needed}, with ${DISKS_EACH} on each` : undefined,
  });
}
