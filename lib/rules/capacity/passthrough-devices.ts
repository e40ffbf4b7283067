import type { VirtualMachine } from '../../estate';
import { OLDEST_HARDWARE_VERSION_BY_DEFAULT, passthroughMaximum } from '../../proofs/capacity';
import { Interval } from '../../units';
import type { Verdict } from '../verdict';
import { count, knownOnlyTo, quotedName } from '../wording';
import { open, refuted } from './maximum-verdicts';

/** PCI devices passed through to a VM. @param version its hardware version; undefined where it names none */
export function* passthroughDevices(machine: VirtualMachine, version: number | undefined): Iterable<Verdict> {
  const { items, complete, unknown } = machine.pciDevices;
  if (complete && items.length === 0) return;
  const oldest = passthroughMaximum(version ?? OLDEST_HARDWARE_VERSION_BY_DEFAULT);
  // Left out, the version may be any from the oldest on, and nobody publishes the newest's maximum.
  const most: Interval = version === undefined ? Interval.atLeast(oldest?.value.low ?? 0) : (oldest?.value ?? Interval.atLeast(0));
  const devices = complete ? Interval.exactly(items.length) : Interval.atLeast(items.length);
  if (complete && items.length <= most.low) return;
  const what = count(items.length, 'PCI device');
  if (most.high !== null && devices.low > most.high) {
    yield refuted(
      machine,
      'pci_device_id',
      `VM ${quotedName(machine)} has more PCI devices passed through than a VM can have`,
      what,
      `${count(most.high, 'PCI device')} in hardware version ${version} (${oldest!.source})`,
    );
    return;
  }
  const reason = !complete
    ? `which PCI devices it has is ${unknown ? knownOnlyTo(unknown) : 'not shown'}`
    : version === undefined
      ? `it has ${what}: hardware version ${OLDEST_HARDWARE_VERSION_BY_DEFAULT} allows ${most.low}, later ones more, and it names none`
      : most.high === null
        ? `it has ${what}, and no maximum is published for its hardware version`
        : `it has ${what}: hardware version ${version} allows ${Interval.format(most)}, by the version of ESXi`;
  yield open(
    machine,
    'pci_device_id',
    'pci_device_id',
    reason,
    complete ? `at most ${count(most.low, 'PCI device')}, or a literal \`hardware_version\` that allows more` : 'a literal `pci_device_id`',
  );
}
