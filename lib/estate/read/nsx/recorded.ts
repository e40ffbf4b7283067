import type { NsxEstate, NsxObject } from '../../nsx';
import type { TerraformModel } from '../../terraform';
import { isUnknown, unknown, type Field } from '../../value';
import { addTo } from '../../../units/multimap';
import { BadInput } from '../error';
import { KINDS, type NsxKind } from './kinds';

/** What an export of an NSX manager records. Ids of its objects are `<file>#<policy path>`. */
export interface RecordedNsx {
  /** Relative to the working directory. */
  readonly file: string;
  /** Host of the manager. @default - that of the app, where it has one */
  readonly manager?: string;
  readonly nsx: NsxEstate;
}

/** An object of a record. */
export interface RecordedObject {
  readonly file: string;
  readonly manager: Field<string>;
  readonly object: NsxObject;
}

/**
 * The objects of records, each of its manager.
 *
 * @throws BadInput where nothing says which manager a record is of
 */
export function recordedObjects(model: TerraformModel, recorded: readonly RecordedNsx[]): ReadonlyMap<NsxKind, readonly RecordedObject[]> {
  const objects = new Map<NsxKind, RecordedObject[]>();
  for (const record of recorded) {
    const manager = managerOf(model, record);
    for (const kind of KINDS) for (const object of record.nsx[kind]) addTo(objects, kind, { file: record.file, manager, object });
  }
  return objects;
}

/** The manager that a record is of, as the app spells it. */
export function managerOf(model: TerraformModel, { file, manager }: Pick<RecordedNsx, 'file' | 'manager'>): Field<string> {
  const identities = model.stacks.flatMap(({ providers }) => providers.flatMap(({ type, identity }) => (type === 'nsxt' ? [identity] : [])));
  const known = new Map(identities.map((identity) => [isUnknown(identity) ? JSON.stringify(identity) : identity.toLowerCase(), identity]));
  if (manager !== undefined) return known.get(manager.toLowerCase()) ?? manager;
  const [only, ...others] = known.values();
  if (only === undefined) return unknown('data-source', 'host', file);
  if (others.length === 0) return only;
  const names = [...known.values()].map((identity) => (isUnknown(identity) ? identity.$unknown.expression || identity.$unknown.knownBy : identity));
  throw new BadInput(
    `the app has ${known.size} NSX managers, ${names.map((name) => `\`${name}\``).join(', ')}, and "${file}" does not say which of them it records; name its manager`,
  );
}
