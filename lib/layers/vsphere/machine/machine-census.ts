import type { IConstruct } from 'constructs';
import type { PlacedMachine } from './machine';

type Listener = (machine: PlacedMachine) => void;

interface Census {
  readonly machines: PlacedMachine[];
  readonly listeners: Listener[];
}

/** By the root of a construct tree. */
const censuses = new WeakMap<IConstruct, Census>();

/** Notes a machine that was made. @internal */
export function noteMachine(machine: PlacedMachine): void {
  const { machines, listeners } = censusOf(machine);
  machines.push(machine);
  for (const listener of listeners) listener(machine);
}

/** Asks to be told of every machine of the app: of those that there are now, and of each that is made later. @internal */
export function forEachMachine(construct: IConstruct, listener: Listener): void {
  const { machines, listeners } = censusOf(construct);
  listeners.push(listener);
  for (const machine of machines) listener(machine);
}

function censusOf({ node: { root } }: IConstruct): Census {
  const census = censuses.get(root) ?? { machines: [], listeners: [] };
  censuses.set(root, census);
  return census;
}
