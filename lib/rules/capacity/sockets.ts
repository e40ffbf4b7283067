import { isUnknown, type VirtualMachine } from '../../estate';
import { VCPUS_FILL_SOCKETS } from '../../proofs/capacity';
import { Mend } from '../mend';
import type { Refuted } from '../verdict';
import { count, quotedName } from '../wording';
import { refuted } from './maximum-verdicts';

/** Cores that fill one socket of a VM; undefined where nobody knows. Where 0 leaves sockets to vSphere, any number does. */
function coresPerSocket({ coresPerSocket: cores }: VirtualMachine): number | undefined {
  return isUnknown(cores) ? undefined : Math.max(1, cores);
}

/** The most vCPUs up to a number that fill the sockets of each VM; undefined where there are none, or the sockets of one are not known. */
export function vcpusUpTo(most: number, machines: Iterable<VirtualMachine>): number | undefined {
  let step = 1;
  for (const machine of machines) {
    const cores = coresPerSocket(machine);
    if (cores === undefined) return undefined;
    step = (step / greatestDivisor(step, cores)) * cores;
  }
  const vcpus = Math.floor(most / step) * step;
  return vcpus >= 1 ? vcpus : undefined;
}

/** vCPUs that are not a multiple of the cores per socket: the provider takes no others. */
export function* unfilledSocket(machine: VirtualMachine): Iterable<Refuted> {
  const { cpus } = machine;
  const cores = coresPerSocket(machine);
  if (isUnknown(cpus) || cores === undefined || cpus % cores === 0) return;
  const full = [Math.floor(cpus / cores) * cores, Math.ceil(cpus / cores) * cores].filter((vcpus) => vcpus >= 1);
  yield {
    ...refuted(
      machine,
      'num_cores_per_socket',
      `VM ${quotedName(machine)} has vCPUs that do not fill its sockets`,
      `${count(cpus, 'vCPU')} in sockets of ${count(cores, 'core')}`,
      `a multiple of ${cores} (${VCPUS_FILL_SOCKETS})`,
      'allowed',
    ),
    remedies: full.map((vcpus) => ({
      text: `${quotedName(machine)} with ${count(vcpus, 'vCPU')}`,
      mend: Mend.changeMachines([machine.id], { cpus: vcpus }),
    })),
  };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
