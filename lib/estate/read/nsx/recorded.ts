import type { NsxEstate, NsxObject } from '../../nsx';
import type { TerraformModel } from '../../terraform';
import { isUnknown, unknown, type Field } from '../../value';
import { addTo } from '../../../units/multimap';
import { BadInput } from '../error';
import { hostOf } from './host';
import { KINDS, type NsxKind } from './kinds';

/** What an export of an NSX manager records. Ids of its objects are `<file>#<policy path>`. */
export interface RecordedNsx {
  /** Relative to the working directory. */
  readonly file: string;
  /** Host of the manager. @default - that of the app, where it has one */
  readonly manager?: string;
  /** Whether it is the user who says which manager: it must be one of the app's. @default false */
  readonly isStated?: boolean;
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
export function managerOf(
  model: TerraformModel,
  { file, manager, isStated = false }: Pick<RecordedNsx, 'file' | 'manager' | 'isStated'>,
): Field<string> {
  const identities = model.stacks.flatMap(({ providers }) => providers.flatMap(({ type, identity }) => (type === 'nsxt' ? [identity] : [])));
  const known = new Map(identities.map((identity) => [isUnknown(identity) ? JSON.stringify(identity) : identity.toLowerCase(), identity]));
  if (manager !== undefined) {
    const host = hostOf(manager);
    const own = known.get(host.toLowerCase());
    if (own !== undefined || !isStated || known.size === 0 || [...known.values()].some(isUnknown)) return own ?? host;
    throw new BadInput(
      `the app has no NSX manager "${host}", which "${file}" is said to record; it has ${namesOf([...known.values()])}: name one as its provider does`,
    );
  }
  const [only, ...others] = known.values();
  if (only === undefined) return unknown('data-source', 'host', file);
  if (others.length === 0) return only;
  throw new BadInput(
    `the app has ${known.size} NSX managers, ${namesOf([...known.values()])}, and "${file}" does not say which of them it records; name its manager`,
  );
}

function namesOf(identities: readonly Field<string>[]): string {
  const names = identities.map((identity) => (isUnknown(identity) ? identity.$unknown.expression || identity.$unknown.knownBy : identity));
  return names.map((name) => `\`${name}\``).join(', ');
}
