import type { IConstruct } from 'constructs';
import type { IVirtualMachine } from '../../vsphere';

/** Machines of one kind, such as a fleet. */
export interface MachineSet extends IConstruct, Iterable<IVirtualMachine> {}

/** A machine, or several of one kind. */
export type Machines = IVirtualMachine | MachineSet;

export function isMachineSet(x: unknown): x is MachineSet {
  return typeof x === 'object' && x !== null && 'node' in x && Symbol.iterator in x;
}
