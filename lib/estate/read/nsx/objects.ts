import { Interval } from '../../../units';
import type { NsxObject } from '../../nsx';
import type { ObjectId } from '../../object';
import type { ResourceInstance } from '../../terraform';
import { isUnknown, unknown, type Field } from '../../value';
import type { NsxKind } from './kinds';
import type { RecordedObject } from './recorded';
import type { Space } from './spaces';

/** One object of NSX with every entry that denotes it. */
export interface InventoryObject {
  readonly id: ObjectId;
  readonly kind: NsxKind;
  readonly origin: NsxObject['origin'];
  readonly manager: Field<string>;
  readonly managerKey: string;
  readonly name: Field<string>;
  readonly space: Space;
  /** The entry that makes it, else the first that looks it up; none where only a record knows it. */
  readonly entry?: ResourceInstance;
  readonly recorded?: RecordedObject;
  /** Whether it may be gone when what the app makes is there. @default false */
  readonly isDoubtful?: boolean;
  /** Entries that make it or look it up. */
  readonly entries: readonly ResourceInstance[];
  /** Entries that add to it, or change it. */
  readonly changes: readonly ResourceInstance[];
}

/** One that is being joined. */
export type Draft = { -readonly [K in keyof InventoryObject]: InventoryObject[K] } & { entries: ResourceInstance[]; changes: ResourceInstance[] };

/** A family whose size is not decided is not one object. */
export function isOne({ instances }: { readonly instances: Interval }): boolean {
  return instances.low === 1 && instances.high === 1;
}

/** What is looked up, recorded or changed is there, however many entries do so; unless a token says what they are for. */
export function instancesOf({ entry, entries, recorded, name, origin, isDoubtful }: InventoryObject, path: Field<string>): Interval {
  if (isDoubtful) return { low: 0, high: 1 };
  if (!entry || recorded) return Interval.exactly(1);
  return origin === 'owned' || isUnknown(entries.length > 0 ? name : path) ? entry.instances : Interval.exactly(1);
}

/** The space of a recorded object that lies in none that is recorded, and what its path says of that. */
export function recordedSpace({ space, policyPath }: NsxObject): Space {
  if (space === null) return { id: null, base: !isUnknown(policyPath) && policyPath.startsWith('/global-infra/') ? '/global-infra' : '/infra' };
  const open = isUnknown(space) ? space : unknown('dangling', space, space);
  return { id: space, base: open };
}

/** The same for managers that are one: two host names are two, and a token is itself. */
export function managerKeyOf(manager: Field<string>): string {
  return isUnknown(manager) ? JSON.stringify(manager) : manager.toLowerCase();
}
