import { NO_NSX, type NsxEstate, type NsxObject } from '../../nsx';
import { isUnknown } from '../../value';
import type { RecordedNsx } from '../nsx/recorded';
import { list, object, optional } from '../shape';
import { NSX_SHAPES } from './record-shapes';

type Kind = keyof NsxEstate;
const KINDS = Object.keys(NO_NSX) as Kind[];

/**
 * The NSX part of a recorded estate, its ids made unlike those of any other file: one record for each manager it has objects of, and one
 * for those of which it does not know the manager.
 *
 * @param nsx undefined where the record was made before there was such
 * @throws ShapeError where a field is not as the estate's schema has it
 */
export function recordedNsx(nsx: unknown, file: string): RecordedNsx[] {
  optional(object(Object.fromEntries(KINDS.map((kind) => [kind, optional(list(NSX_SHAPES[kind]))])))).check(nsx, 'nsx');
  const records = new Map<string | undefined, Record<Kind, NsxObject[]>>();
  for (const kind of KINDS) {
    for (const one of (nsx as Partial<NsxEstate> | undefined)?.[kind] ?? []) {
      const manager = isUnknown(one.manager) ? undefined : one.manager;
      const record = records.get(manager) ?? (Object.fromEntries(KINDS.map((name) => [name, []])) as unknown as Record<Kind, NsxObject[]>);
      records.set(manager, record);
      record[kind].push(relinked(kind, one, file));
    }
  }
  return [...records].map(([manager, record]) => ({ file, ...(manager !== undefined && { manager }), nsx: record as unknown as NsxEstate }));
}

/** As one of the surroundings: entries and construct paths are those of another program. */
function relinked(kind: Kind, one: NsxObject, file: string): NsxObject {
  const own = NSX_SHAPES[kind].relink(one, (local) => `${file}#${local}`) as Record<string, unknown>;
  delete own.path;
  return { ...own, addresses: [], origin: 'surroundings' } as unknown as NsxObject;
}
