import { isUnknown, type VirtualMachine } from '../../estate';
import { RESERVATION_WITHIN_MEMORY } from '../../proofs/capacity';
import { Mend } from '../mend';
import type { Refuted } from '../verdict';
import { grouped, literalIn, plain, quoted, quotedName } from '../wording';
import { refuted } from './maximum-verdicts';

/** A memory reservation that no VM can have, or none of that much memory. */
export function* wrongReservation(machine: VirtualMachine): Iterable<Refuted> {
  const { memoryMiB, memoryReservationMiB: reserved } = machine;
  const allowed = `at most the memory of the VM, in whole MiB (${RESERVATION_WITHIN_MEMORY.source})`;
  const none = isUnknown(reserved) ? literalIn(reserved) : undefined;
  if (none !== undefined) {
    const message = `VM ${quotedName(machine)} has ${quoted(plain(none))} MiB of memory reserved`;
    yield refuted(machine, 'memory_reservation', message, none, allowed, 'allowed');
  }
  if (!reservesTooMuch(machine)) return;
  const [has, wants] = [memoryMiB, reserved].map((mib) => `${grouped(mib as number)} MiB`);
  yield {
    ...refuted(
      machine,
      'memory_reservation',
      `VM ${quotedName(machine)} has more memory reserved than it has`,
      `${wants} reserved, ${has} of memory`,
      allowed,
      'allowed',
    ),
    remedies: [
      { text: `${quotedName(machine)} with ${has} reserved`, mend: Mend.changeMachines([machine.id], { memoryReservationMiB: memoryMiB }) },
      { text: `${quotedName(machine)} with ${wants} of memory`, mend: Mend.changeMachines([machine.id], { memoryMiB: reserved }) },
    ],
  };
}

/** Whether both are decided, and the reservation is larger than the memory. */
export function reservesTooMuch({ memoryMiB, memoryReservationMiB }: VirtualMachine): boolean {
  return !isUnknown(memoryMiB) && !isUnknown(memoryReservationMiB) && memoryReservationMiB > memoryMiB;
}
