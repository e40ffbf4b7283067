import { isUnknown, type Field, type VirtualMachine } from '../../estate';
import { LEAST_VCPUS, MEMORY_STEP_MIB } from '../../proofs/capacity';
import { knownOnlyTo, listed, literalIn, plain, quoted } from '../wording';
import type { Gap } from './cluster-view';
import type { Naming } from './names';
import { addTo } from '../../units/multimap';

interface Size {
  readonly attribute: string;
  readonly of: (machine: VirtualMachine) => Field<number>;
  /** "the vCPUs of `db` are". */
  readonly subject: (names: string) => string;
  readonly allowed: string;
}

export const VCPUS: Size = {
  attribute: 'num_cpus',
  of: ({ cpus }) => cpus,
  subject: (names) => `the vCPUs of ${names} are`,
  allowed: `a whole number of at least ${LEAST_VCPUS.value}`,
};

export const MEMORY: Size = {
  attribute: 'memory',
  of: ({ memoryMiB }) => memoryMiB,
  subject: (names) => `the memory of ${names} is`,
  allowed: `a whole number of MiB, a multiple of ${MEMORY_STEP_MIB.value}`,
};

/** Sizes that are not decided: literals that vSphere does not take, each by itself, then tokens. */
export function openSizes(machines: readonly VirtualMachine[], size: Size, name: Naming, consequence: string = ''): Gap[] {
  const wrong = new Map<string, VirtualMachine[]>();
  const tokens: VirtualMachine[] = [];
  for (const machine of machines) {
    const value = size.of(machine);
    if (!isUnknown(value)) continue;
    const literal = literalIn(value);
    if (literal === undefined) tokens.push(machine);
    else addTo(wrong, literal, machine);
  }
  const names = (some: readonly VirtualMachine[]): string => listed(some.map(name));
  const gaps: Gap[] = [...wrong].map(([literal, some]) => ({
    reason: `${size.subject(names(some))} ${quoted(plain(literal))}, which vSphere does not take`,
    decidedBy: `${quoted(size.attribute)} as ${size.allowed}`,
  }));
  const [first] = tokens;
  const value = first && size.of(first);
  if (isUnknown(value)) {
    gaps.push({
      reason: `${size.subject(names(tokens))} ${knownOnlyTo(value)}${consequence}`,
      decidedBy: `a literal \`${size.attribute}\`, or \`app.assume(Assume.value(vm, '${size.attribute}', …))\``,
    });
  }
  return gaps;
}
