import type { EstateObject } from '../../estate';
import { nameOf, quoted } from '../wording';

/** What a user is told an object is called, in backticks. */
export type Naming = (object: EstateObject) => string;

/** Objects by their names; those that share one by their construct paths, and by their addresses where they share that too. */
export function namesApart(objects: readonly EstateObject[]): Naming {
  let tellers: readonly Teller[] | undefined;
  return (object) => {
    tellers ??= [nameOf, pathOf].map((textOf) => ({ textOf, idsOf: grouped(objects, textOf) }));
    const teller = tellers.find(({ textOf, idsOf }) => (idsOf.get(textOf(object))?.size ?? 0) < 2);
    return quoted(teller ? teller.textOf(object) : object.id);
  };
}

interface Teller {
  readonly textOf: (object: EstateObject) => string;
  readonly idsOf: ReadonlyMap<string, ReadonlySet<string>>;
}

function grouped(objects: readonly EstateObject[], textOf: Teller['textOf']): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const object of objects) {
    const ids = groups.get(textOf(object));
    if (ids) ids.add(object.id);
    else groups.set(textOf(object), new Set([object.id]));
  }
  return groups;
}

function pathOf(object: EstateObject): string {
  return object.path ?? object.id;
}
