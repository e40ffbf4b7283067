import type { VirtualMachine } from '../../estate';
import { subjectOf } from '../subjects';
import type { Refuted, Undecided } from '../verdict';
import { quotedName } from '../wording';

/** More is configured than a maximum allows, or what no bound allows. */
export function refuted(
  machine: VirtualMachine,
  attribute: string,
  message: string,
  configured: string,
  bound: string,
  label: 'maximum' | 'allowed' = 'maximum',
): Refuted {
  return {
    verdict: 'refuted',
    subject: subjectOf(machine, attribute),
    key: attribute,
    message,
    witness: [
      { label: 'configured', text: configured },
      { label, text: bound },
    ],
    remedies: [],
  };
}

/** Whether a maximum is kept is not known. */
export function open(machine: VirtualMachine, attribute: string, key: string, reason: string, decidedBy: string): Undecided {
  return { verdict: 'undecided', subject: subjectOf(machine, attribute), key, message: `maximums of VM ${quotedName(machine)}`, reason, decidedBy };
}
