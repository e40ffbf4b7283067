import { isUnknown, type ResourceInstance, type VirtualMachine } from '../../estate';
import { DISKS_PER_SCSI_CONTROLLER, SCSI_CONTROLLERS } from '../../proofs/capacity';
import { blocksOf } from '../blocks';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, quotedName } from '../wording';
import { open, refuted } from './maximum-verdicts';

/** Defaults of the provider: one SCSI controller, paravirtual; disks on SCSI. */
export function* disks(machine: VirtualMachine, entry: ResourceInstance): Iterable<Verdict> {
  const stated = entry.values.scsi_controller_count ?? 1;
  const controllers = typeof stated === 'string' ? Number(stated) : stated;
  if (typeof controllers !== 'number' || !Number.isInteger(controllers) || controllers < 0) {
    const why = isUnknown(stated) ? `its SCSI controllers are ${knownOnlyTo(stated)}` : 'how many SCSI controllers it has is not shown';
    yield open(machine, 'scsi_controller_count', 'disks', why, 'a literal `scsi_controller_count`');
    return;
  }
  if (controllers > SCSI_CONTROLLERS.value) {
    yield refuted(
      machine,
      'scsi_controller_count',
      `VM ${quotedName(machine)} has more SCSI controllers than a VM can have`,
      count(controllers, 'controller'),
      `${SCSI_CONTROLLERS.value} (${SCSI_CONTROLLERS.source})`,
    );
    return;
  }
  if (!machine.disksComplete) {
    yield open(machine, 'disk', 'disks', 'how many disks it has is not shown', 'literal `disk` blocks');
    return;
  }
  const types = blocksOf(entry.values.disk).map(({ controller_type: type }) => type ?? 'scsi');
  const onScsi = types.filter((type) => type === 'scsi').length;
  const perhaps = types.filter((type) => typeof type === 'object').length;
  const room = controllers * DISKS_PER_SCSI_CONTROLLER.value;
  if (onScsi + perhaps <= room) return;
  if (onScsi <= room) {
    yield open(
      machine,
      'disk',
      'disks',
      `on which kind of controller ${count(perhaps, 'of its disks is', 'of its disks are')} is not shown`,
      'a literal `controller_type`',
    );
    return;
  }
  const configured = `${count(onScsi, 'disk')} on ${count(controllers, 'SCSI controller')}`;
  const type = entry.values.scsi_type ?? 'pvscsi';
  if (type === 'pvscsi' || typeof type === 'object') {
    yield open(
      machine,
      'disk',
      'disks',
      `it has ${configured}: the provider allows ${DISKS_PER_SCSI_CONTROLLER.value} each up to version 2.15, and more on a paravirtual one later`,
      controllers < SCSI_CONTROLLERS.value ? 'more SCSI controllers' : 'fewer disks',
    );
    return;
  }
  const needed = Math.ceil(onScsi / DISKS_PER_SCSI_CONTROLLER.value);
  yield {
    ...refuted(
      machine,
      'disk',
      `VM ${quotedName(machine)} has more disks than its controllers can hold`,
      configured,
      `${DISKS_PER_SCSI_CONTROLLER.value} a controller (${DISKS_PER_SCSI_CONTROLLER.source})`,
    ),
    remedies: needed <= SCSI_CONTROLLERS.value ? [{ text: `\`scsi_controller_count\` of ${needed}` }] : [],
  };
}
