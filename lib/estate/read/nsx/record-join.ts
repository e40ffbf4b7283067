import { addTo } from '../../../units/multimap';
import type { GatewayPolicy, SecurityPolicy } from '../../nsx';
import { isUnknown } from '../../value';
import { BadInput } from '../error';
import type { Inventory } from './inventory';
import { isOne, type InventoryObject } from './objects';
import type { RecordedObject } from './recorded';

/** What an object of a record is to the app. */
export type Kinship =
  /** What an earlier apply made of an object of the app: by its path, or by its name at its place. */
  | { readonly is: 'own'; readonly object: InventoryObject; readonly by: 'path' | 'name' }
  /** It may be that, or gone when what is made now is there; or it is another's of the same name, which stays. */
  | { readonly is: 'namesake'; readonly object: InventoryObject; readonly why: string };

/** Finds out which objects of a record the app itself made. */
export class RecordJoin {
  /** Those of the app that NSX gives their path, by name. */
  private readonly unplaced = new Map<string, InventoryObject[]>();
  private readonly recorded = new Map<string, number>();

  /**
   * @param owned what the app makes of a kind
   * @param recorded what the records have of it
   */
  public constructor(
    private readonly inventory: Inventory,
    owned: readonly InventoryObject[],
    recorded: readonly InventoryObject[],
  ) {
    for (const own of owned) {
      const folder = isUnknown(inventory.pathOf(own)) ? inventory.paths.folderOf(own.entry!, own.space, own.managerKey) : undefined;
      if (typeof folder === 'string') addTo(this.unplaced, keyOf(own, folder), own);
    }
    for (const one of recorded) {
      const key = keyOf(one, folderOf(one.recorded!));
      this.recorded.set(key, (this.recorded.get(key) ?? 0) + 1);
    }
  }

  /** What an object of a record is to the app; undefined for what others own. */
  public kinOf(one: InventoryObject): Kinship | undefined {
    const record = one.recorded!;
    const { policyPath: path } = record.object;
    if (isUnknown(path)) return undefined;
    const at = this.inventory.at(one.managerKey, path);
    if (at?.origin === 'owned') {
      if (isOne(at.entry!)) return { is: 'own', object: at, by: 'path' };
      return { is: 'namesake', object: at, why: 'how many the app makes is not known' };
    }
    const key = keyOf(one, folderOf(record));
    const [only, ...others] = this.unplaced.get(key) ?? [];
    if (!only || isUnknown(one.name) || others.length > 0 || !isOne(only.entry!) || this.recorded.get(key)! > 1) return undefined;
    if (isMadeByNsx(record)) return undefined;
    const why = this.unlike(only, record, path);
    return why === undefined ? { is: 'own', object: only, by: 'name' } : { is: 'namesake', object: only, why };
  }

  /** What an apply does not leave as it is, and so tells what it made from what it did not. */
  private unlike({ entry }: InventoryObject, { object }: RecordedObject, path: string): string | undefined {
    const { category } = object as Partial<SecurityPolicy>;
    const stated = entry!.values.category;
    if (typeof stated === 'string' && typeof category === 'string' && stated !== category) return `it is of the category ${category}, not ${stated}`;
    // The provider takes a random one where it is given none.
    return UUID.test(path.slice(path.lastIndexOf('/') + 1)) ? undefined : 'its id is none that Terraform gives; `nsx_id` would say';
  }
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** No apply makes the policies that NSX ends a category with. */
function isMadeByNsx({ object }: RecordedObject): boolean {
  return (object as Partial<SecurityPolicy | GatewayPolicy>).isDefault === true;
}

function keyOf({ managerKey, name }: InventoryObject, folder: string | undefined): string {
  return JSON.stringify([managerKey, name, folder ?? null]);
}

/**
 * The same object in another record.
 *
 * @throws BadInput where the two do not say the same
 */
export function twinOf(inventory: Inventory, { managerKey, recorded }: InventoryObject): InventoryObject | undefined {
  const path = recorded!.object.policyPath;
  const twin = isUnknown(path) ? undefined : inventory.at(managerKey, path);
  if (!twin?.recorded || twin.recorded.file === recorded!.file) return undefined;
  if (bare(twin.recorded) !== bare(recorded!)) {
    throw new BadInput(
      `"${twin.recorded.file}" and "${recorded!.file}" record \`${String(path)}\` of one NSX manager differently; give one record of it`,
    );
  }
  return twin;
}

/** What stands in a path before the id. */
function folderOf({ object: { policyPath } }: RecordedObject): string | undefined {
  return isUnknown(policyPath) ? undefined : policyPath.slice(0, policyPath.lastIndexOf('/'));
}

/** A recorded object as any record of it has it. */
function bare({ file, object }: RecordedObject): string {
  return JSON.stringify(object).replaceAll(`${file}#`, '#');
}
